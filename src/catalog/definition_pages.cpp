// Definitions for those who prepare and approve them: /definitions, one with its checks, differences and versions, its text, and
// the forms that prepare, approve and return.

#include "catalog/catalog_pages.h"
#include "catalog/definition_store.h"
#include "catalog/definition_words.h"
#include "catalog/law_text.h"
#include "catalog/listing.h"
#include "text/display.h"

#include <algorithm>
#include <charconv>

namespace catalog {

namespace {

using identity::Door;
using identity::Reading;
using web::Locale;

constexpr int kVersionsShown = 50;
constexpr int kDefinitionsListed = 20000;
constexpr std::size_t kDefinitionFormMax = 2u << 20;   // a text of 512 KB, percent-encoded
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
        visit("id", id), visit("name", name), visit("kind", kind), visit("version", version), visit("state", state);
        visit("prepared_by", prepared_by), visit("approved_by", approved_by), visit("effective", effective);
        visit("url", url), visit("findings", findings), visit("is_active", is_active), visit("is_refused", is_refused);
    }
};
struct SizeLink {
    std::string size, url;
    bool is_current = false;
    void fields(auto& visit) { visit("size", size), visit("url", url), visit("is_current", is_current); }
};
struct DefinitionsPage {
    std::string q;            // of the search box in the frame of staff pages; here and below
    std::string words;
    std::vector<KindOption> kinds;
    std::vector<DefinitionRow> rows;
    std::vector<SizeLink> sizes;
    Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("words", words), visit("kinds", kinds), visit("rows", rows), visit("sizes", sizes);
        pager.fields(visit);
    }
};

bool is_refused(std::string_view state) { return state == "returned"; }

base::Result<http::Response> show_list(const web::Site& site, const CatalogRoom& room, const Reading& reading,
                                       const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const auto kind = kind_from(request.query("kind"));
    DefinitionWords words(site, request, *catalogue);
    DefinitionsPage page;
    page.words = request.query("words");
    for (const DefinitionKind each : kDefinitionKinds) {
        page.kinds.push_back({std::string(kind_word(each)), kind && *kind == each});
    }
    std::size_t size = 20;
    if (request.query("size") == "10") size = 10;
    if (request.query("size") == "50") size = 50;
    const std::string kind_asked(kind ? kind_word(*kind) : std::string_view());
    for (const std::string each : {"10", "20", "50"}) {
        page.sizes.push_back({each, address("/definitions", {{"kind", kind_asked}, {"words", page.words}, {"size", each}}),
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

struct FindingRow {
    std::string rule, message, file, line, article;
    bool is_stop = true;
    void fields(auto& visit) {
        visit("rule", rule), visit("message", message), visit("file", file), visit("line", line);
        visit("article", article), visit("is_stop", is_stop);
    }
};
struct ChangeRow {
    std::string what, at, before, after;
    void fields(auto& visit) { visit("what", what), visit("at", at), visit("before", before), visit("after", after); }
};
struct BasisRow {
    std::string law, says, state, url;
    bool is_verified = false;
    void fields(auto& visit) {
        visit("law", law), visit("says", says), visit("state", state), visit("url", url), visit("is_verified", is_verified);
    }
};
struct VersionRow {
    std::string version, effective, who, state, url;
    bool is_active = false;
    void fields(auto& visit) {
        visit("version", version), visit("effective", effective), visit("who", who), visit("state", state);
        visit("url", url), visit("is_active", is_active);
    }
};
struct DefinitionPage {
    std::string q, id, version, name, state, edit_url, text_url, checks_count, active_pin, open_matters, due_changes;
    std::string prepared_by, prepared_at, reason, reason_error, effective_value, prepare_url;
    std::string approved_by, approved_at, approve_url, opinion_value, cannot_approve;
    bool is_active = false, is_refused = false, can_prepare = false, can_approve = false;
    std::vector<FindingRow> findings;
    std::vector<ChangeRow> changes;
    std::vector<BasisRow> basis;
    std::vector<VersionRow> versions;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("id", id), visit("version", version), visit("name", name), visit("state", state);
        visit("edit_url", edit_url), visit("text_url", text_url), visit("checks_count", checks_count);
        visit("active_pin", active_pin), visit("open_matters", open_matters), visit("due_changes", due_changes);
        visit("prepared_by", prepared_by), visit("prepared_at", prepared_at), visit("reason", reason);
        visit("reason_error", reason_error), visit("effective_value", effective_value), visit("prepare_url", prepare_url);
        visit("approved_by", approved_by), visit("approved_at", approved_at), visit("approve_url", approve_url);
        visit("opinion_value", opinion_value), visit("cannot_approve", cannot_approve), visit("is_active", is_active);
        visit("is_refused", is_refused), visit("can_prepare", can_prepare), visit("can_approve", can_approve);
        visit("findings", findings), visit("changes", changes), visit("basis", basis), visit("versions", versions);
        visit("errors", errors);
    }
};

std::vector<FindingRow> finding_rows(const web::Site& site, const web::Request& request, const Findings& findings,
                                     std::string_view file) {
    std::vector<FindingRow> rows;
    for (const Finding& finding : findings) {
        web::TextArgs args = finding.args;
        args.emplace_back("place", finding.place);
        rows.push_back({finding.place.empty() ? site.text(request, "definition.whole") : finding.place,
                        site.text(request, finding.text_key, args), std::string(file), std::to_string(finding.line), {}, true});
    }
    return rows;
}

// Every value of a text is checked for its place, its type and what it refers to.
std::int64_t values_in(const base::Json& json) {
    std::int64_t count = 1;
    for (const base::Json& item : json.items) count += values_in(item);
    for (const auto& [key, value] : json.members) count += values_in(value);
    return count;
}
std::int64_t values_in(std::string_view text) {
    const auto json = base::parse_json(text, base::JsonComments::Allowed);
    return json.ok() ? values_in(json.value()) : 0;
}

// permit@5 names a version, permit the latest one.
base::Result<DefinitionVersion> find_asked(const Reading& reading, std::string_view asked) {
    const std::size_t at = asked.rfind('@');
    auto found = TRY(find_latest(reading.db, asked.substr(0, at)));
    if (found && at != std::string_view::npos) {
        int number = 0;
        const std::string_view digits = asked.substr(at + 1);
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        found = TRY(find_version(reading.db, found->kind, found->id, number));
    }
    if (!found) return base::Error(base::ErrorCode::NotFound, "definition.not_found", asked);
    return std::move(*found);
}

class DefinitionShower {
public:
    DefinitionShower(const web::Site& site, const CatalogRoom& room, const Reading& reading, const web::Request& request)
        : site_(site), room_(room), reading_(reading), request_(request), catalogue_(room.keeper.current()),
          words_(site, request, *catalogue_) {}

    base::Result<http::Response> show(const DefinitionVersion& version) {
        const std::string text = TRY(shelved_text(reading_.db, version.text));
        page_.id = version.id;
        page_.version = std::to_string(version.version);
        page_.name = words_.name(version);
        TRY(add_versions(version));
        TRY(add_people(version));
        const std::string pin = version.id + "@" + page_.version;
        page_.text_url = "/definitions/" + pin + ".json";
        if (reading_.actor.may("catalog.prepare")) page_.edit_url = "/definitions/" + version.id + "/edit";
        if (version.state == "prepared") {
            const DefinitionDraft draft{version.kind, version.id, text, {}};
            page_.findings = finding_rows(site_, request_, TRY(check_definition(reading_, room_.desk, draft)), version.id);
        }
        page_.checks_count = text::integer(values_in(text));
        TRY(add_changes(version, text));
        if (version.kind == DefinitionKind::Item) add_basis(text);
        page_.open_matters = "0";
        if (room_.open_matters) {
            page_.open_matters = text::integer(TRY(room_.open_matters(reading_, version.kind, version.id)));
        }
        page_.errors = site_.errors(request_);
        page_.opinion_value = request_.typed("opinion");
        return site_.page(request_, "catalog/definition", page_, page_.name);
    }

private:
    base::Result<> add_versions(const DefinitionVersion& shown) {
        int ruling = 0;
        const auto versions = TRY(list_versions(reading_.db, shown.kind, shown.id, kVersionsShown));
        for (const DefinitionVersion& one : versions) {
            if (one.state == "active" && one.effective <= catalogue_->day) ruling = std::max(ruling, one.version);
        }
        for (const DefinitionVersion& one : versions) {
            VersionRow row;
            row.version = one.id + "@" + std::to_string(one.version);
            row.effective = one.state == "active" ? one.effective.iso() : std::string();
            row.who = TRY(words_.person(reading_, one.prepared_by));
            if (one.state == "active") {
                row.who = site_.text(request_, "definition.two_names",
                                     {{"first", row.who}, {"second", TRY(words_.person(reading_, one.decided_by))}});
            }
            row.state = words_.state(one, catalogue_->day, ruling);
            row.url = "/definitions/" + row.version;
            row.is_active = one.version == ruling;
            page_.versions.push_back(std::move(row));
        }
        page_.state = words_.state(shown, catalogue_->day, ruling);
        page_.is_active = page_.state == "active";
        page_.is_refused = is_refused(page_.state);
        return base::Done{};
    }
    base::Result<> add_people(const DefinitionVersion& version) {
        const Locale locale = request_.skin.locale;
        page_.prepared_by = TRY(words_.person(reading_, version.prepared_by));
        page_.prepared_at = text::date_time(version.prepared_at, locale);
        if (version.why != 0) {
            const auto why = reading_.unseal({version.why, {}});
            if (why.ok()) page_.prepared_at = site_.text(request_, "definition.with_reason",
                                                         {{"at", page_.prepared_at}, {"reason", why.value()}});
        }
        if (version.state == "active") {
            page_.approved_by = TRY(words_.person(reading_, version.decided_by));
            page_.approved_at = text::date_time(version.decided_at, locale);
            return base::Done{};
        }
        page_.can_approve = false;
        if (version.state == "returned") {
            const auto reason = reading_.unseal({version.reason, {}});
            page_.cannot_approve = site_.text(request_, "definition.returned_because",
                                              {{"who", TRY(words_.person(reading_, version.decided_by))},
                                               {"reason", reason.ok() ? reason.value() : std::string()}});
        } else if (!reading_.actor.may("catalog.approve")) {
            page_.cannot_approve = site_.text(request_, "definition.waits");
        } else if (reading_.actor.person == version.prepared_by) {
            page_.cannot_approve = site_.text(request_, "definition.same_person");
        } else {
            page_.can_approve = true;
            page_.approve_url = address("/definitions/" + version.id + "/approve",
                                        {{"kind", std::string(kind_word(version.kind))}, {"text", version.text.hex()}});
        }
        return base::Done{};
    }
    base::Result<> add_changes(const DefinitionVersion& version, const std::string& text) {
        const int before = version.state == "active" ? version.version - 1
                                                     : TRY(last_active_version(reading_.db, version.kind, version.id));
        const auto active = TRY(find_version(reading_.db, version.kind, version.id, before));
        page_.active_pin = active ? version.id + "@" + std::to_string(before) : site_.text(request_, "definition.first");
        const std::string old = active ? TRY(shelved_text(reading_.db, active->text)) : std::string("{}");
        for (TextChange& change : compare_texts(old, text)) {
            page_.changes.push_back({words_.key(change.key), std::move(change.place), std::move(change.before),
                                     std::move(change.after)});
        }
        return base::Done{};
    }
    void add_basis(const std::string& text) {
        Findings ignored;
        const ServiceItem item = parse_item(text, ignored);
        const auto add = [&](const Basis& basis) {
            const LawEntry* law = catalogue_->laws.find(basis.law);
            const LawArticle* article = law == nullptr ? nullptr : law->find_article(basis.article);
            const std::string number(article_number(basis.article));
            BasisRow row;
            row.law = basis.law + " " + chinese_article(number);
            if (article != nullptr) row.says = in_locale(request_.skin.locale, article->summary, article->summary_en);
            row.state = law == nullptr || law->status != "verified" ? "unverified" : law->rank == "local" ? "local" : "verified";
            row.is_verified = row.state == "verified";
            row.url = law == nullptr ? "/laws" : "/laws/" + law->slug + "#art-" + number;
            const bool known = std::any_of(page_.basis.begin(), page_.basis.end(),
                                           [&](const BasisRow& other) { return other.law == row.law; });
            if (!known) page_.basis.push_back(std::move(row));
        };
        for (const Basis& basis : item.basis) add(basis);
        for (const Material& material : item.materials) add(material.basis);
        for (const Fee& fee : item.fees) add(fee.basis);
    }

    const web::Site& site_;
    const CatalogRoom& room_;
    const Reading& reading_;
    const web::Request& request_;
    std::shared_ptr<const Catalogue> catalogue_;
    DefinitionWords words_;
    DefinitionPage page_;
};

base::Result<http::Response> show_one(const web::Site& site, const CatalogRoom& room, const Reading& reading,
                                      const web::Request& request) {
    constexpr std::string_view kJson = ".json";
    const std::string_view asked = request.param("id");
    if (asked.ends_with(kJson)) {
        const auto version = TRY(find_asked(reading, asked.substr(0, asked.size() - kJson.size())));
        return http::json(200, TRY(shelved_text(reading.db, version.text)));
    }
    return DefinitionShower(site, room, reading, request).show(TRY(find_asked(reading, asked)));
}

struct EditPage {
    std::string q, id, version, name, definition_url, action_url, digest, file, text_error, why, text;
    std::vector<FindingRow> findings;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("id", id), visit("version", version), visit("name", name), visit("definition_url", definition_url);
        visit("action_url", action_url), visit("digest", digest), visit("file", file), visit("text_error", text_error);
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
    if (latest) return Edited{latest->kind, latest->id, TRY(shelved_text(reading.db, latest->text)), latest->text};
    const auto kind = kind_from(request.query("kind"));
    if (!kind || !base::Code::parse(id).ok()) return base::Error(base::ErrorCode::NotFound, "definition.not_found", id);
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
        page.name = DefinitionWords(site, request, *catalogue).name(TRY(find_asked(reading, edited.id)));
    }
    page.definition_url = edited.digest == base::Digest{} ? "/definitions" : "/definitions/" + edited.id;
    page.action_url = address("/definitions/" + edited.id + "/edit", {{"kind", std::string(kind_word(edited.kind))}});
    page.digest = edited.digest.hex();
    page.file = std::string(kind_word(edited.kind)) + "/" + edited.id + ".json";
    page.text = typed ? request.typed("text") : std::string_view(edited.text);
    page.why = request.typed("why");
    page.errors = site.errors(request);
    page.text_error = web::error_of(page.errors, "text");
    if (typed) {
        const Findings findings = TRY(check_definition(reading, room.desk, {edited.kind, edited.id, page.text, {}}));
        page.findings = finding_rows(site, request, findings, page.file);
    }
    return site.page(request, "catalog/definition_edit", page, site.text(request, "definition_edit.h1"));
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

base::Result<http::Response> decide(const CatalogRoom& room, identity::Act& act, const web::Request& request) {
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
    site.add<DefinitionPage>("catalog/definition");
    site.add<EditPage>("catalog/definition_edit");
    const auto list = [&site, &room](const Reading& reading, const web::Request& request) {
        return show_list(site, room, reading, request);
    };
    const auto one = [&site, &room](const Reading& reading, const web::Request& request) {
        return show_one(site, room, reading, request);
    };
    const auto edit = [&site, &room](const Reading& reading, const web::Request& request) {
        return show_form(site, room, reading, request);
    };
    const auto save_it = [&site, &room](identity::Act& act, const web::Request& request) {
        return save(site, room, act, request);
    };
    const auto decide_it = [&room](identity::Act& act, const web::Request& request) { return decide(room, act, request); };
    routes.push_back(web::get("/definitions", {Door::Staff}, "Definitions of every kind, waiting ones first", list)
                         .in("definitions"));
    routes.push_back(web::get("/definitions/{id}", {Door::Staff}, "One definition: checks, changes, versions; .json: its text",
                              one).in("definitions"));
    routes.push_back(web::get("/definitions/{id}/edit", {Door::Staff, "catalog.prepare"}, "The form that changes a definition",
                              edit).in("definitions"));
    routes.push_back(web::post("/definitions/{id}/edit", {Door::Staff, "catalog.prepare"},
                               "Check a definition's text, or prepare it for approval", save_it)
                         .in("definitions").with_body(kDefinitionFormMax).or_show(edit));
    routes.push_back(web::post("/definitions/{id}/approve", {Door::Staff, "catalog.approve"},
                               "Activate a prepared definition, or return it with a reason", decide_it)
                         .in("definitions").or_show(one));
}

}  // namespace catalog
