// Definitions for those who prepare and approve them: /definitions, one with its checks, differences and
// versions, its text, and the forms that prepare, approve and return.

#include "catalog/definition_pages.h"

#include "calendar/local_order.h"
#include "catalog/definition_store.h"
#include "catalog/item_pages.h"

#include <algorithm>

namespace catalog {

std::string DefinitionWords::name(const DefinitionVersion& version) const {
    const web::Locale locale = request_.skin.locale;
    switch (version.kind) {
    case DefinitionKind::Item: {
        const ServiceItem* item = catalogue_.find_item(version.id);
        return item == nullptr ? version.id : in_locale(locale, item->name, item->name_en);
    }
    case DefinitionKind::Law: {
        const LawEntry* law = catalogue_.laws.find_by_slug(version.id);
        return law == nullptr ? version.id : in_locale(locale, law->name, law->name_en);
    }
    case DefinitionKind::Calendar:
        if (version.id == calendar::kLocalCalendar) return site_.text(request_, "definition.calendar_local");
        if (version.id == "cn-statutory") return site_.text(request_, "definition.calendar_statutory");
        return site_.text(request_, "definition.calendar_of",
                          {{"year", version.id.substr(version.id.rfind('-') + 1)}});
    case DefinitionKind::Process: {
        const ProcessText* process = catalogue_.find_process(version.id);
        return process == nullptr ? version.id : in_locale(locale, process->name, process->name_en);
    }
    case DefinitionKind::Bodies:
    case DefinitionKind::Hall:
    case DefinitionKind::Themes:
    case DefinitionKind::Roles:
    case DefinitionKind::Escalation: break;
    }
    return site_.text(request_, "definition_kind." + version.id);
}

std::string DefinitionWords::state(const DefinitionVersion& version, calendar::Date today, int ruling) const {
    if (version.state != "active") return version.state;
    if (version.effective > today) return "scheduled";
    return ruling != 0 && version.version != ruling ? "replaced" : "active";
}

std::string DefinitionWords::key(const std::string& key) const {
    const std::string text_key = "definition.key." + key;
    const bool known = site_.texts().find(request_.skin.locale, text_key) != nullptr;
    return known ? site_.text(request_, text_key) : key;
}

base::Result<std::string> DefinitionWords::person(const identity::Reading& reading,
                                                  identity::PersonId person) {
    const auto known = people_.find(person.number());
    if (known != people_.end()) return known->second;
    const auto official = TRY(identity::find_official(reading.db, person));
    std::string shown = site_.text(request_, "definition.office");
    if (official) shown = official->name + " " + body_name(catalogue_, official->body, request_.skin.locale);
    return people_.emplace(person.number(), std::move(shown)).first->second;
}

namespace {

using identity::Door;
using identity::Reading;

constexpr int kDefinitionsListed = 20000;
constexpr std::size_t kDefinitionFormMax = 2u << 20;  // a text of 512 KB, percent-encoded
constexpr std::size_t kWhyMax = 120;
constexpr std::size_t kOpinionMax = 300;

struct KindOption {
    std::string kind;
    bool is_selected = false;
    void fields(auto& visit) { visit("kind", kind), visit("is_selected", is_selected); }
};
struct DefinitionRow {
    std::string id, name, kind, version, state, prepared_by, approved_by, effective, url;
    int findings = 0;
    bool is_active = false, is_refused = false;
    void fields(auto& visit) {
        visit("id", id), visit("name", name), visit("kind", kind), visit("version", version),
            visit("state", state);
        visit("prepared_by", prepared_by), visit("approved_by", approved_by), visit("effective", effective);
        visit("url", url), visit("findings", findings), visit("is_active", is_active),
            visit("is_refused", is_refused);
    }
};
struct SizeLink {
    std::string size, url;
    bool is_current = false;
    void fields(auto& visit) { visit("size", size), visit("url", url), visit("is_current", is_current); }
};
struct DefinitionsPage {
    std::string q;  // of the search box in the frame of staff pages; here and below
    std::string words;
    bool can_prepare = false;
    std::vector<KindOption> kinds;
    std::vector<DefinitionRow> rows;
    std::vector<SizeLink> sizes;
    Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("words", words), visit("can_prepare", can_prepare), visit("kinds", kinds),
            visit("rows", rows), visit("sizes", sizes);
        pager.fields(visit);
    }
};

base::Result<http::Response> show_list(const web::Site& site, const CatalogRoom& room, const Reading& reading,
                                       const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const auto kind = kind_from(request.query("kind"));
    DefinitionWords words(site, request, *catalogue);
    DefinitionsPage page;
    page.words = request.query("words");
    page.can_prepare = reading.actor.may("catalog.prepare");
    for (const DefinitionKind each : kDefinitionKinds) {
        page.kinds.push_back({std::string(kind_word(each)), kind && *kind == each});
    }
    std::size_t size = 20;
    if (request.query("size") == "10") size = 10;
    if (request.query("size") == "50") size = 50;
    const std::string kind_asked(kind ? kind_word(*kind) : std::string_view());
    for (const std::string each : {"10", "20", "50"}) {
        page.sizes.push_back(
            {each, address("/definitions", {{"kind", kind_asked}, {"words", page.words}, {"size", each}}),
             each == std::to_string(size)});
    }
    const PageWindow window = window_of(request, size);
    std::size_t total = 0;
    for (const DefinitionVersion& version : TRY(list_definitions(reading.db, kind, kDefinitionsListed))) {
        const std::string name = words.name(version);
        const bool fits = page.words.empty() || name.find(page.words) != std::string::npos ||
                          version.id.find(page.words) != std::string::npos;
        if (!fits) continue;
        const std::size_t place = total++;
        if (place < window.from || place >= window.from + window.size) continue;
        DefinitionRow row;
        row.id = version.id;
        row.name = name;
        row.kind = kind_word(version.kind);
        row.version = "@" + std::to_string(version.version);
        row.state = words.state(version, catalogue->day, 0);
        row.prepared_by = TRY(words.person(reading, version.prepared_by));
        if (version.state == "active") row.approved_by = TRY(words.person(reading, version.decided_by));
        if (version.state == "active") row.effective = version.effective.iso();
        row.url = "/definitions/" + version.id + row.version;
        row.is_active = row.state == "active";
        row.is_refused = is_refused(row.state);
        page.rows.push_back(std::move(row));
    }
    page.pager = pager_of(window, total, "/definitions",
                          {{"kind", kind_asked}, {"words", page.words}, {"size", std::to_string(size)}});
    return site.page(request, "catalog/definitions", page, site.text(request, "definitions.h1"));
}

struct EditPage {
    std::string q, id, version, name, definition_url, action_url, digest, file, text_error, why, text;
    std::vector<FindingRow> findings;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("id", id), visit("version", version), visit("name", name),
            visit("definition_url", definition_url);
        visit("action_url", action_url), visit("digest", digest), visit("file", file),
            visit("text_error", text_error);
        visit("why", why), visit("text", text), visit("findings", findings), visit("errors", errors);
    }
};

// What stands in the form: an existing definition's kind and text, or a new one of ?kind=.
struct Edited {
    DefinitionKind kind = DefinitionKind::Item;
    std::string id;
    std::string text;
    base::Digest digest;
};
base::Result<Edited> find_edited(const Reading& reading, const web::Request& request) {
    const std::string_view id = request.param("id");
    const auto latest = TRY(find_latest(reading.db, id));
    if (latest) {
        std::string text = TRY(shelved_text(reading.db, latest->text));
        return Edited{latest->kind, latest->id, std::move(text), latest->text};
    }
    const auto kind = kind_from(request.query("kind"));
    if (!kind || !base::Code::parse(id).ok())
        return base::Error(base::ErrorCode::NotFound, "definition.not_found", id);
    return Edited{*kind, std::string(id), {}, {}};
}

base::Result<http::Response> show_form(const web::Site& site, const CatalogRoom& room, const Reading& reading,
                                       const web::Request& request) {
    TRY(authorise(reading, "catalog.prepare"));
    const Edited edited = TRY(find_edited(reading, request));
    const bool typed = request.form.fields.find("text") != nullptr;
    EditPage page;
    page.id = edited.id;
    page.version = std::to_string(TRY(last_active_version(reading.db, edited.kind, edited.id)) + 1);
    page.name = edited.id;
    if (edited.digest != base::Digest{}) {
        const auto catalogue = room.keeper.current();
        page.name = DefinitionWords(site, request, *catalogue).name(TRY(find_asked(reading.db, edited.id)));
    }
    page.definition_url = edited.digest == base::Digest{} ? "/definitions" : "/definitions/" + edited.id;
    page.action_url =
        address("/definitions/" + edited.id + "/edit", {{"kind", std::string(kind_word(edited.kind))}});
    page.digest = edited.digest.hex();
    page.file = std::string(kind_word(edited.kind)) + "/" + edited.id + ".json";
    page.text = typed ? request.typed("text") : std::string_view(edited.text);
    page.why = request.typed("why");
    page.errors = site.errors(request);
    page.text_error = web::error_of(page.errors, "text");
    if (typed) {
        const Findings findings =
            TRY(check_definition(reading, room.desk, {edited.kind, edited.id, page.text, {}}));
        page.findings = finding_rows(site, request, findings, page.file);
    }
    return site.page(request, "catalog/definition_edit", page, site.text(request, "definition_edit.h1"));
}

// Before the acts: the scenarios of a process are played.
base::Result<std::any> try_out_edited(const CatalogRoom& room, const Reading& reading,
                                      const web::Request& request) {
    const auto edited = find_edited(reading, request);
    if (!edited.ok()) return std::any();  // refused in the act
    const DefinitionDraft draft{
        edited.value().kind, edited.value().id, std::string(request.field("text")), {}};
    TRY(room.desk.try_out(reading.db, draft, reading.now.date()));
    return std::any();
}
base::Result<std::any> try_out_waiting(const CatalogRoom& room, const Reading& reading,
                                       const web::Request& request) {
    const auto kind = kind_from(request.query("kind"));
    if (kind != DefinitionKind::Process || request.field("do") == "return") return std::any();
    const auto waiting = TRY(find_waiting(reading.db, *kind, request.param("id")));
    if (!waiting) return std::any();
    std::string text = TRY(shelved_text(reading.db, waiting->text));
    TRY(room.desk.try_out(reading.db, {*kind, waiting->id, std::move(text), {}}, reading.now.date()));
    return std::any();
}

base::Result<http::Response> save(const web::Site& site, const CatalogRoom& room, identity::Act& act,
                                  const web::Request& request) {
    if (!request.field("check").empty()) return show_form(site, room, act, request);
    const Edited edited = TRY(find_edited(act, request));
    web::FormReader form(request.form);
    const std::string why = form.text("why", {web::Need::Optional, kWhyMax, 0});
    if (!form.fits()) return form.refusal();
    const DefinitionDraft draft{edited.kind, edited.id, std::string(request.field("text")), why};
    const DefinitionVersion prepared = TRY(prepare_definition(act, room.desk, draft));
    return http::see_other("/definitions/" + prepared.id + "@" + std::to_string(prepared.version));
}

base::Result<http::Response> decide(const CatalogRoom& room, identity::Act& act,
                                    const web::Request& request) {
    const auto kind = kind_from(request.query("kind"));
    if (!kind) return base::Error(base::ErrorCode::NotFound, "definition.not_found");
    const std::string id(request.param("id"));
    const base::Digest text = TRY(base::Digest::from_hex(request.query("text")));
    if (request.field("do") == "return") {
        web::FormReader form(request.form);
        const std::string reason = form.lines("opinion", {web::Need::Required, kOpinionMax, 2});
        if (!form.fits()) return form.refusal();
        const std::string owner = "definition/" + std::string(kind_word(*kind)) + "/" + id;
        const base::VaultRef sealed = TRY(act.seal({owner, reason, {}, {}}));
        TRY(return_definition(act, *kind, id, text, sealed));
    } else {
        TRY(approve_definition(act, room.desk, *kind, id, text));
    }
    return http::see_other("/definitions/" + id);
}

}  // namespace

void add_definition_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes) {
    site.add<DefinitionsPage>("catalog/definitions");
    add_version_page(site);
    site.add<EditPage>("catalog/definition_edit");
    const auto list = [&site, &room](const Reading& reading, const web::Request& request) {
        return show_list(site, room, reading, request);
    };
    const auto one = [&site, &room](const Reading& reading, const web::Request& request) {
        return show_version(site, room, reading, request);
    };
    const auto edit = [&site, &room](const Reading& reading, const web::Request& request) {
        return show_form(site, room, reading, request);
    };
    const auto save_it = [&site, &room](identity::Act& act, const web::Request& request) {
        return save(site, room, act, request);
    };
    const auto decide_it = [&room](identity::Act& act, const web::Request& request) {
        return decide(room, act, request);
    };
    routes.push_back(
        web::get("/definitions", {Door::Staff}, "Definitions of every kind, waiting ones first", list)
            .in("definitions"));
    add_definition_add_routes(site, room, routes);
    routes.push_back(web::get("/definitions/{id}", {Door::Staff},
                              "One definition: checks, changes, versions; .json: its text", one)
                         .in("definitions"));
    routes.push_back(web::get("/definitions/{id}/edit", {Door::Staff, "catalog.prepare"},
                              "The form that changes a definition", edit)
                         .in("definitions"));
    routes.push_back(web::post("/definitions/{id}/edit", {Door::Staff, "catalog.prepare"},
                               "Check a definition's text, or prepare it for approval", save_it)
                         .in("definitions")
                         .with_body(kDefinitionFormMax)
                         .first([&room](const Reading& reading, const web::Request& request) {
                             return try_out_edited(room, reading, request);
                         })
                         .or_show(edit));
    routes.push_back(web::post("/definitions/{id}/approve", {Door::Staff, "catalog.approve"},
                               "Activate a prepared definition, or return it with a reason", decide_it)
                         .in("definitions")
                         .first([&room](const Reading& reading, const web::Request& request) {
                             return try_out_waiting(room, reading, request);
                         })
                         .or_show(one));
}

}  // namespace catalog
