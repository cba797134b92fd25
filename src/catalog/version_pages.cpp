// One version of a definition whole: its checks, what changed, who signed, what it rests on, the versions
// before.

#include "catalog/definition_pages.h"
#include "catalog/definition_store.h"
#include "catalog/item_pages.h"
#include "catalog/law_text.h"
#include "text/display.h"

#include <algorithm>

namespace catalog {

bool is_refused(std::string_view state) {
    return state == "returned";
}

std::vector<FindingRow> finding_rows(const web::Site& site, const web::Request& request,
                                     const Findings& findings, std::string_view file) {
    std::vector<FindingRow> rows;
    for (const Finding& finding : findings) {
        web::TextArgs args = finding.args;
        args.emplace_back("place", finding.place);
        rows.push_back({finding.place.empty() ? site.text(request, "definition.whole") : finding.place,
                        site.text(request, finding.text_key, args),
                        std::string(file),
                        std::to_string(finding.line),
                        {},
                        finding.text_key != "definition.not_tried"});  // nothing is wrong with it yet
    }
    return rows;
}

namespace {

using identity::Reading;
using web::Locale;

constexpr int kVersionsShown = 50;

struct ChangeRow {
    std::string what, at, before, after;
    void fields(auto& visit) {
        visit("what", what), visit("at", at), visit("before", before), visit("after", after);
    }
};
struct BasisRow {
    std::string law, says, state, url;
    bool is_verified = false;
    void fields(auto& visit) {
        visit("law", law), visit("says", says), visit("state", state), visit("url", url),
            visit("is_verified", is_verified);
    }
};
struct VersionRow {
    std::string version, effective, who, state, url, open;
    bool is_active = false;
    void fields(auto& visit) {
        visit("version", version), visit("effective", effective), visit("who", who), visit("state", state);
        visit("url", url), visit("open", open), visit("is_active", is_active);
    }
};
struct DefinitionPage {
    std::string q, id, version, name, state, reading_url, edit_url, text_url, checks_count, active_pin,
        open_matters, due_changes, migrate_url;
    std::string prepared_by, prepared_at, reason, reason_error, effective_value, prepare_url;
    std::string approved_by, approved_at, approve_url, opinion_value, cannot_approve;
    bool is_active = false, is_refused = false, is_first = false, can_prepare = false, can_approve = false;
    std::vector<FindingRow> findings;
    std::vector<ChangeRow> changes;
    std::vector<BasisRow> basis;
    std::vector<VersionRow> versions;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("id", id), visit("version", version), visit("name", name), visit("state", state);
        visit("reading_url", reading_url), visit("edit_url", edit_url), visit("text_url", text_url),
            visit("checks_count", checks_count);
        visit("active_pin", active_pin), visit("open_matters", open_matters),
            visit("due_changes", due_changes), visit("migrate_url", migrate_url);
        visit("prepared_by", prepared_by), visit("prepared_at", prepared_at), visit("reason", reason);
        visit("reason_error", reason_error), visit("effective_value", effective_value),
            visit("prepare_url", prepare_url);
        visit("approved_by", approved_by), visit("approved_at", approved_at),
            visit("approve_url", approve_url);
        visit("opinion_value", opinion_value), visit("cannot_approve", cannot_approve),
            visit("is_active", is_active), visit("is_first", is_first);
        visit("is_refused", is_refused), visit("can_prepare", can_prepare), visit("can_approve", can_approve);
        visit("findings", findings), visit("changes", changes), visit("basis", basis),
            visit("versions", versions);
        visit("errors", errors);
    }
};

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

class DefinitionShower {
public:
    DefinitionShower(const web::Site& site, const CatalogRoom& room, const Reading& reading,
                     const web::Request& request)
        : site_(site),
          room_(room),
          reading_(reading),
          request_(request),
          catalogue_(room.keeper.current()),
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
        if (version.kind == DefinitionKind::Process) page_.reading_url = "/definitions/process/" + pin;
        if (reading_.actor.may("catalog.prepare")) page_.edit_url = "/definitions/" + version.id + "/edit";
        if (version.state == "prepared") {
            const DefinitionDraft draft{version.kind, version.id, text, {}};
            const Findings findings = TRY(check_definition(reading_, room_.desk, draft));
            page_.findings = finding_rows(site_, request_, findings, version.id);
        }
        page_.checks_count = text::integer(values_in(text));
        TRY(add_changes(version, text));
        if (version.kind == DefinitionKind::Item) add_basis(text);
        page_.errors = site_.errors(request_);
        page_.opinion_value = request_.typed("opinion");
        return site_.page(request_, "catalog/definition", page_, page_.name);
    }

private:
    // A matter keeps the version it began with, so open ones may go by several.
    base::Result<std::int64_t> open_under(const DefinitionVersion& version) {
        if (!room_.open_matters || version.state != "active") return 0;
        return room_.open_matters(reading_, version.kind, version.text);
    }
    base::Result<> add_versions(const DefinitionVersion& shown) {
        int ruling = 0;
        std::int64_t keep_theirs = 0;
        const auto versions = TRY(list_versions(reading_.db, shown.kind, shown.id, kVersionsShown));
        for (const DefinitionVersion& one : versions) {
            if (one.state == "active" && one.effective <= catalogue_->day)
                ruling = std::max(ruling, one.version);
        }
        for (const DefinitionVersion& one : versions) {
            VersionRow row;
            row.version = one.id + "@" + std::to_string(one.version);
            row.effective = one.state == "active" ? one.effective.iso() : std::string();
            row.who = TRY(words_.person(reading_, one.prepared_by));
            if (one.state == "active") {
                const std::string second = TRY(words_.person(reading_, one.decided_by));
                row.who =
                    site_.text(request_, "definition.two_names", {{"first", row.who}, {"second", second}});
            }
            row.state = words_.state(one, catalogue_->day, ruling);
            row.url = "/definitions/" + row.version;
            row.is_active = one.version == ruling;
            const std::int64_t open = TRY(open_under(one));
            if (open > 0) row.open = text::integer(open);
            if (one.version != shown.version) keep_theirs += open;
            page_.versions.push_back(std::move(row));
        }
        page_.open_matters = text::integer(keep_theirs);
        const bool may_go_over = shown.kind == DefinitionKind::Process && shown.version == ruling &&
                                 keep_theirs > 0 && reading_.actor.may("catalog.approve");
        if (may_go_over) page_.migrate_url = "/definitions/process/" + shown.id + "/migrate";
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
            if (why.ok())
                page_.prepared_at = site_.text(request_, "definition.with_reason",
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
            const std::string who = TRY(words_.person(reading_, version.decided_by));
            page_.cannot_approve =
                site_.text(request_, "definition.returned_because",
                           {{"who", who}, {"reason", reason.ok() ? reason.value() : std::string()}});
        } else if (!reading_.actor.may("catalog.approve")) {
            page_.cannot_approve = site_.text(request_, "definition.waits");
        } else if (reading_.actor.person == version.prepared_by) {
            page_.cannot_approve = site_.text(request_, "definition.same_person");
        } else {
            page_.can_approve = true;
            page_.approve_url =
                address("/definitions/" + version.id + "/approve",
                        {{"kind", std::string(kind_word(version.kind))}, {"text", version.text.hex()}});
        }
        return base::Done{};
    }
    base::Result<> add_changes(const DefinitionVersion& version, const std::string& text) {
        const int before = version.state == "active"
                               ? version.version - 1
                               : TRY(last_active_version(reading_.db, version.kind, version.id));
        const auto active = TRY(find_version(reading_.db, version.kind, version.id, before));
        page_.active_pin =
            active ? version.id + "@" + std::to_string(before) : site_.text(request_, "definition.first");
        page_.is_first = !active;
        if (!active) return base::Done{};  // nothing to compare it with: it is read whole
        const std::string old = TRY(shelved_text(reading_.db, active->text));
        for (TextChange& change : compare_texts(old, text)) {
            page_.changes.push_back({words_.key(change.key), std::move(change.place),
                                     std::move(change.before), std::move(change.after)});
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
            if (article != nullptr)
                row.says = in_locale(request_.skin.locale, article->summary, article->summary_en);
            row.state = law == nullptr || law->status != "verified" ? "unverified"
                        : law->rank == "local"                      ? "local"
                                                                    : "verified";
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
    std::shared_ptr<const Catalogue> catalogue_;  // kept while the page is made, whatever is activated
    DefinitionWords words_;
    DefinitionPage page_;
};

}  // namespace

void add_version_page(web::Site& site) {
    site.add<DefinitionPage>("catalog/definition");
}

base::Result<http::Response> show_version(const web::Site& site, const CatalogRoom& room,
                                          const identity::Reading& reading, const web::Request& request) {
    constexpr std::string_view kJson = ".json";
    const std::string_view asked = request.param("id");
    if (asked.ends_with(kJson)) {
        const auto version = TRY(find_asked(reading.db, asked.substr(0, asked.size() - kJson.size())));
        std::string text = TRY(shelved_text(reading.db, version.text));
        return http::json(200, std::move(text));
    }
    const DefinitionVersion version = TRY(find_asked(reading.db, asked));
    return DefinitionShower(site, room, reading, request).show(version);
}

}  // namespace catalog
