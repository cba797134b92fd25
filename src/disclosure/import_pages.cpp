// /imports: texts of others that wait for a person, each with the report of what is wrong with it. A file is
// brought in here one by one, or many by the command; from here it becomes a draft, or is discarded with a
// reason.

#include "disclosure/disclosure_pages.h"
#include "disclosure/gov_model_pages.h"
#include "disclosure/import_verbs.h"
#include "text/clean_html.h"
#include "text/display.h"
#include "web/form.h"

#include <algorithm>
#include <any>
#include <map>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using http::Response;

constexpr int kPageSize = 50;
constexpr std::size_t kMarksShown = 12;  // of one kind
constexpr std::size_t kReasonMin = 2;
constexpr std::size_t kReasonMax = 400;

struct ImportLine {
    std::string title, url, dialect, marks, lost, confidence, staged;
    bool has_losses = false;
    void fields(auto& visit) {
        visit("title", title), visit("url", url), visit("dialect", dialect), visit("marks", marks);
        visit("lost", lost), visit("confidence", confidence), visit("staged", staged);
        visit("has_losses", has_losses);
    }
};
struct StateTab {
    std::string state, url, count;
    bool is_current = false;
    void fields(auto& visit) {
        visit("state", state), visit("url", url), visit("count", count), visit("is_current", is_current);
    }
};
struct ImportsModel {
    std::string q, more_url;
    std::vector<StateTab> tabs;
    std::vector<ImportLine> rows;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("more_url", more_url), visit("tabs", tabs), visit("rows", rows);
        visit("errors", errors);
    }
};
struct MarkRow {
    std::string place, before, after, note, decision;
    void fields(auto& visit) {
        visit("place", place), visit("before", before), visit("after", after), visit("note", note);
        visit("decision", decision);
    }
};
struct MarkGroup {
    std::string code, count, more;
    bool is_loss = false;
    std::vector<MarkRow> marks;
    void fields(auto& visit) {
        visit("code", code), visit("count", count), visit("more", more), visit("is_loss", is_loss);
        visit("marks", marks);
    }
};
struct NamedFact {
    std::string name, value;
    void fields(auto& visit) { visit("name", name), visit("value", value); }
};
struct ChoiceRow {
    std::string value, label;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("label", label), visit("is_selected", is_selected);
    }
};
struct ImportModel {
    std::string q, heading, state, dialect, take_url, discard_url, document_url, original_url, reason,
        typed_reason;
    bool is_staged = false;
    std::vector<NamedFact> facts;
    std::vector<MarkGroup> groups;
    std::vector<ChoiceRow> offices, genres;
    std::vector<web::FormError> errors;
    text::Html preview;
    void fields(auto& visit) {
        visit("q", q), visit("heading", heading), visit("state", state), visit("dialect", dialect);
        visit("take_url", take_url), visit("discard_url", discard_url), visit("document_url", document_url);
        visit("original_url", original_url);
        visit("reason", reason), visit("typed_reason", typed_reason), visit("is_staged", is_staged);
        visit("facts", facts), visit("groups", groups), visit("offices", offices), visit("genres", genres);
        visit("errors", errors), visit("preview", preview);
    }
};

std::string url_of(const base::Digest& file) {
    return "/imports/" + file.hex();
}

Answer show_imports(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request) {
    if (!may_see_imports(reading)) return Error(ErrorCode::Forbidden, "import.nobody_drafts");
    constexpr std::string_view kStates[] = {"staged", "taken", "discarded"};
    std::string state(request.query("state"));
    if (std::find(std::begin(kStates), std::end(kStates), state) == std::end(kStates)) state = "staged";
    ImportsModel model;
    for (const std::string_view known : kStates) {
        const std::int64_t count = TRY(count_imports(reading.db, known));
        model.tabs.push_back({std::string(known), "/imports?state=" + std::string(known),
                              text::integer(count), known == state});
    }
    const std::string before(request.query("before"));
    const bool is_number =
        !before.empty() && before.size() < 16 && before.find_first_not_of("0123456789") == std::string::npos;
    const auto rows = TRY(list_imports(reading.db, state, is_number ? std::stoll(before) : 0, kPageSize));
    for (const ImportRow& row : rows) {
        ImportLine line;
        const auto caption = reading.caption(row.content);
        line.title = caption.ok() ? caption.value() : row.file.hex().substr(0, 12);
        line.url = url_of(row.file);
        line.dialect = row.dialect;
        line.marks = text::integer(row.marks);
        line.lost = text::integer(row.lost);
        line.has_losses = row.lost > 0;
        line.confidence = std::to_string(row.confidence);
        line.staged = text::date(row.staged.date(), request.skin.locale);
        model.rows.push_back(std::move(line));
    }
    if (static_cast<int>(rows.size()) == kPageSize)
        model.more_url = "/imports?state=" + state + "&before=" + std::to_string(rows.back().seq);
    model.errors = room.site.errors(request);
    return room.site.page(request, "disclosure/imports", model, room.site.text(request, "imports.h1"));
}

Result<ImportRow> row_of(const identity::Reading& reading, const web::Request& request) {
    if (!may_see_imports(reading)) return Error(ErrorCode::Forbidden, "import.nobody_drafts");
    const auto digest = base::Digest::from_hex(request.param("file"));
    if (!digest.ok()) return Error(ErrorCode::NotFound, "import.not_found");
    const auto row = TRY(find_import(reading.db, digest.value()));
    if (!row) return Error(ErrorCode::NotFound, "import.not_found");
    return *row;
}

void fill_groups(const DisclosureRoom& room, const web::Request& request, const base::Json& report,
                 ImportModel& model) {
    std::map<std::string, MarkGroup> groups;
    if (const base::Json* counts = report.find("counts")) {
        for (const auto& [code, count] : counts->members) {
            MarkGroup& group = groups[code];
            group.code = code;
            group.count = text::integer(count.integer);
            group.is_loss = code == "H03" || code == "H04";
            const std::int64_t unseen = count.integer - static_cast<std::int64_t>(kMarksShown);
            if (unseen > 0)
                group.more = room.site.text(request, "imports.more_marks", {{"n", text::integer(unseen)}});
        }
    }
    for (const base::Json& mark : report.list("marks")) {
        MarkGroup& group = groups[std::string(mark.string_or("code"))];
        if (group.marks.size() >= kMarksShown) continue;
        MarkRow row;
        row.place = text::integer(mark.integer_or("from", 0));
        row.before = mark.string_or("before");
        row.after = mark.string_or("after");
        row.note = mark.string_or("note");
        row.decision = mark.string_or("decision");
        group.marks.push_back(std::move(row));
    }
    for (auto& [code, group] : groups) model.groups.push_back(std::move(group));
}

void fill_facts(const DisclosureRoom& room, const web::Request& request, const ImportRow& row,
                const base::Json& report, ImportModel& model) {
    const auto fact = [&](const char* key, std::string_view value) {
        if (!value.empty()) model.facts.push_back({room.site.text(request, key), std::string(value)});
    };
    fact("imports.file", report.string_or("file"));
    fact("imports.source", report.string_or("source"));
    fact("imports.host", report.string_or("host"));
    fact("imports.date", report.string_or("date"));
    fact("imports.digest", row.file.hex());
    fact("imports.bytes", text::integer(row.bytes));
    fact("imports.staged", text::date_time(row.staged, request.skin.locale));
    fact("imports.importer", std::to_string(report.integer_or("importer", 0)));
    std::string steps;
    for (const base::Json& step : report.list("steps")) steps += (steps.empty() ? "" : " → ") + step.text;
    fact("imports.steps", steps);
    fact("imports.confidence", std::to_string(row.confidence));
}

void fill_choices(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
                  ImportModel& model) {
    for (const catalog::PublicBody& body : room.practice.keeper().current()->bodies) {
        if (may_draft(reading, body.code))
            model.offices.push_back(
                {body.code, body_name(room, request, body.code), request.typed("office") == body.code});
    }
    for (const std::string_view genre : kGenres)
        model.genres.push_back({std::string(genre), room.site.text(request, "genre." + std::string(genre)),
                                request.typed("genre") == genre});
}

Answer show_import(const DisclosureRoom& room, const identity::Reading& reading,
                   const web::Request& request) {
    const ImportRow row = TRY(row_of(reading, request));
    const ImportedText text = TRY(open_import(reading, row));
    const base::Json report =
        TRY(base::parse_json(text.report, base::JsonComments::Refused, text.report.size()));
    ImportModel model;
    model.heading = text.title.empty() ? std::string(report.string_or("file")) : text.title;
    model.state = row.state;
    model.dialect = row.dialect;
    model.is_staged = row.state == "staged";
    model.take_url = url_of(row.file) + "/take";
    model.original_url = url_of(row.file) + "/original";
    model.discard_url = url_of(row.file) + "/discard";
    if (!row.document.empty()) model.document_url = "/documents/" + row.document;
    if (row.reason.item != 0) model.reason = TRY(reading.unseal(row.reason));
    model.typed_reason = request.typed("reason");
    fill_facts(room, request, row, report, model);
    fill_groups(room, request, report, model);
    fill_choices(room, reading, request, model);
    model.preview = TRY(text::clean_html(text.markup)).html;
    model.errors = room.site.errors(request);
    return room.site.page(request, "disclosure/import", model, model.heading);
}

Answer show_original(const DisclosureRoom&, const identity::Reading& reading, const web::Request& request) {
    const ImportRow row = TRY(row_of(reading, request));
    const ImportedText text = TRY(open_import(reading, row));
    std::string bytes = TRY(open_original(reading, row));
    return http::download("application/octet-stream", text.name, std::move(bytes));
}

// Read on the slow pool, before the act.
Result<std::any> read_upload(const identity::Reading& reading, const web::Request& request) {
    if (!may_see_imports(reading)) return Error(ErrorCode::Forbidden, "import.nobody_drafts");
    if (request.form.files.empty() || request.form.files.front().bytes.empty())
        return Error(ErrorCode::Invalid, "import.choose_file").at("file");
    const http::File& file = request.form.files.front();
    auto item = read_import(file.name, file.bytes);
    if (!item.ok()) {
        Error refused = item.error();
        return std::move(refused).at("file");
    }
    std::vector<ImportItem> one;
    one.push_back(std::move(item).value());
    compare_items(one);
    std::vector<PreparedImport> prepared;
    prepared.push_back(TRY(prepare_import(reading.office, one.front(), file.bytes)));
    return std::any(std::move(prepared));
}

Result<Response> take_upload(const DisclosureRoom&, identity::Act& act, const web::Request& request) {
    const auto* items = std::any_cast<std::vector<PreparedImport>>(&request.prepared);
    CHECK(items != nullptr && !items->empty());
    TRY(stage_imports(act, *items));
    return http::see_other(url_of(items->front().file));
}

Result<Response> take(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const ImportRow row = TRY(row_of(act, request));
    web::FormReader form(request.form);
    const std::string office = form.code("office").text();
    const std::string genre = form.choice("genre", {std::begin(kGenres), std::end(kGenres)});
    if (!form.fits()) return form.refusal();
    const Drafted made = TRY(take_over(act, room.practice, row.file, office, genre));
    return http::see_other("/documents/" + made.document);
}

Result<Response> discard(const DisclosureRoom&, identity::Act& act, const web::Request& request) {
    const ImportRow row = TRY(row_of(act, request));
    web::FormReader form(request.form);
    const std::string reason = form.lines("reason", {web::Need::Required, kReasonMax, kReasonMin});
    if (!form.fits()) return form.refusal();
    TRY(discard_import(act, row.file, reason));
    return http::see_other("/imports");
}

}  // namespace

void add_import_pages(web::Site& site) {
    site.add<ImportsModel>("disclosure/imports");
    site.add<ImportModel>("disclosure/import");
}

std::vector<web::Route> import_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    const auto does = [&room](auto handler) {
        return [&room, handler](identity::Act& act, const web::Request& request) {
            return handler(room, act, request);
        };
    };
    const web::Guarded staff{identity::Door::Staff, {}};
    const std::string one = "/imports/{file}";
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/imports", staff, "Texts taken in from outside", reads(show_imports)).in("documents"));
    routes.push_back(web::post("/imports", staff, "Takes in one file", does(take_upload))
                         .with_uploads()
                         .first(read_upload)
                         .or_show(reads(show_imports))
                         .in("documents"));
    routes.push_back(web::get(one, staff, "An imported text and what is wrong with it", reads(show_import))
                         .in("documents"));
    routes.push_back(web::get(one + "/original", staff, "The imported file as it came", reads(show_original))
                         .in("documents"));
    routes.push_back(web::post(one + "/take", staff, "Takes an imported text over as a draft", does(take))
                         .or_show(reads(show_import))
                         .in("documents"));
    routes.push_back(
        web::post(one + "/discard", staff, "Discards an imported text, with a reason", does(discard))
            .or_show(reads(show_import))
            .in("documents"));
    return routes;
}

}  // namespace disclosure
