// /definitions/add: brings a new definition in, or a new version of one, from its files as they lie in a
// folder: a process with its form, texts and scenarios together, or one item, law or calendar. It is
// prepared, not activated.

#include "base/json.h"
#include "catalog/county_load.h"
#include "catalog/definition_pages.h"
#include "catalog/limits.h"
#include "web/form.h"

#include <algorithm>

namespace catalog {

namespace {

constexpr std::size_t kFilesMax = 200;
constexpr std::size_t kWhyMax = 120;

struct AddPage {
    std::string q, why, files_error;
    std::vector<FindingRow> findings;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("why", why), visit("files_error", files_error), visit("findings", findings);
        visit("errors", errors);
    }
};

// Where a file of a process lies in its folder; empty: it does not belong to one.
std::string place_of(std::string_view name) {
    if (name == "process.json" || name == "form.json") return std::string(name);
    if (name == "zh-CN.json" || name == "en.json") return "text/" + std::string(name);
    if (name.ends_with(".scenario")) return "scenarios/" + std::string(name);
    return {};
}

base::Error refuse(std::string_view key) {
    return base::Error(base::ErrorCode::Invalid, key).at("files");
}

base::Result<DefinitionDraft> process_of(const std::vector<http::File>& files) {
    const auto rules = std::find_if(files.begin(), files.end(),
                                    [](const http::File& file) { return file.name == "process.json"; });
    const base::Json json =
        TRY(base::parse_json(rules->bytes, base::JsonComments::Allowed, kDefinitionBytesMax));
    const std::string id(json.string_or("id"));
    if (!base::Code::parse(id).ok()) return refuse("definition_add.no_id");
    std::vector<std::string> paths;
    paths.reserve(files.size());
    std::vector<CarriedFile> folder;
    for (const http::File& file : files) {
        const std::string place = place_of(file.name);
        if (place.empty()) return refuse("definition_add.strange_file").with("file", file.name);
        paths.push_back("definitions/processes/" + id + "/" + place);
        folder.push_back({paths.back(), file.bytes});
    }
    return DefinitionDraft{DefinitionKind::Process, id, process_bundle(folder, id), {}};
}

// One file names what it is: {"item": …}, {"law": …, "slug"…}, {"calendar": …}.
base::Result<DefinitionDraft> single_of(const http::File& file) {
    const base::Json json =
        TRY(base::parse_json(file.bytes, base::JsonComments::Allowed, kDefinitionBytesMax));
    std::string stem = file.name.substr(0, file.name.rfind('.'));
    if (!json.string_or("item").empty())
        return DefinitionDraft{
            DefinitionKind::Item, std::string(json.string_or("item")), std::string(file.bytes), {}};
    if (!json.string_or("calendar").empty())
        return DefinitionDraft{
            DefinitionKind::Calendar, std::string(json.string_or("calendar")), std::string(file.bytes), {}};
    if (!json.string_or("law").empty() && base::Code::parse(stem).ok())
        return DefinitionDraft{DefinitionKind::Law, std::move(stem), std::string(file.bytes), {}};
    return refuse("definition_add.unknown_kind");
}

base::Result<DefinitionDraft> draft_of(const web::Request& request) {
    std::vector<http::File> files;
    for (const http::File& file : request.form.files)
        if (file.field == "files") files.push_back(file);
    if (files.empty()) return refuse("definition_add.no_file");
    if (files.size() > kFilesMax) return refuse("definition_add.too_many_files");
    const bool process = std::any_of(files.begin(), files.end(),
                                     [](const http::File& file) { return file.name == "process.json"; });
    if (!process && files.size() > 1) return refuse("definition_add.one_file");
    DefinitionDraft draft = TRY(process ? process_of(files) : single_of(files.front()));
    draft.why = request.field("why").substr(0, kWhyMax);
    return draft;
}

base::Result<http::Response> show_add(const web::Site& site, const CatalogRoom& room,
                                      const identity::Reading& reading, const web::Request& request) {
    AddPage page;
    page.why = request.typed("why");
    page.errors = site.errors(request);
    page.files_error = web::error_of(page.errors, "files");
    if (request.refused != nullptr) {
        const auto draft = draft_of(request);
        if (draft.ok()) {
            const Findings findings = TRY(check_definition(reading, room.desk, draft.value()));
            page.findings = finding_rows(site, request, findings, draft.value().id + ".json");
        }
    }
    return site.page(request, "catalog/definition_add", page, site.text(request, "definition_add.h1"));
}

// Before the act: the scenarios of a process are played. What cannot be read is refused in the act.
base::Result<std::any> try_out(const CatalogRoom& room, const identity::Reading& reading,
                               const web::Request& request) {
    const auto draft = draft_of(request);
    if (draft.ok()) TRY(room.desk.try_out(reading.db, draft.value(), reading.now.date()));
    return std::any();
}

base::Result<http::Response> add(const CatalogRoom& room, identity::Act& act, const web::Request& request) {
    const DefinitionDraft draft = TRY(draft_of(request));
    auto prepared = prepare_definition(act, room.desk, draft);
    if (!prepared.ok()) return std::move(prepared.take_error()).at("files");
    return http::see_other("/definitions/" + prepared.value().id + "@" +
                           std::to_string(prepared.value().version));
}

}  // namespace

void add_definition_add_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes) {
    using identity::Door;
    site.add<AddPage>("catalog/definition_add");
    const auto show = [&site, &room](const identity::Reading& reading, const web::Request& request) {
        return show_add(site, room, reading, request);
    };
    routes.push_back(web::get("/definitions/add", {Door::Staff, "catalog.prepare"},
                              "The form that brings a definition in from its files", show)
                         .in("definitions"));
    routes.push_back(web::post("/definitions/add", {Door::Staff, "catalog.prepare"},
                               "Prepare a definition from its files",
                               [&room](identity::Act& act, const web::Request& request) {
                                   return add(room, act, request);
                               })
                         .in("definitions")
                         .with_uploads()
                         .first([&room](const identity::Reading& reading, const web::Request& request) {
                             return try_out(room, reading, request);
                         })
                         .or_show(show));
}

}  // namespace catalog
