// /documents/inspection: what an inspector would find today, rule by rule, with where to mend it.

#include "disclosure/inspection_pages.h"

#include "disclosure/document_verbs.h"
#include "disclosure/gov_model_pages.h"
#include "text/display.h"
#include "web/own_page.h"

#include <algorithm>
#include <map>
#include <set>

namespace disclosure {

namespace {

using base::Result;

constexpr int kPagesMax = 400;  // of documents, newest first
constexpr std::size_t kLinksMax = 3000;
constexpr std::size_t kShownMax = 20;  // findings of one rule on the page

struct FoundRow {
    std::string place, url, evidence;
    void fields(auto& visit) { visit("place", place), visit("url", url), visit("evidence", evidence); }
};
struct RuleRow {
    std::string rule, name, severity, source, by, lamp, count, more;
    bool is_person = false;
    std::vector<FoundRow> findings;
    void fields(auto& visit) {
        visit("rule", rule), visit("name", name), visit("severity", severity), visit("source", source);
        visit("by", by), visit("lamp", lamp), visit("count", count), visit("more", more);
        visit("is_person", is_person), visit("findings", findings);
    }
};
struct InspectionModel {
    std::string q, pages_count, findings_count, person_count, as_of;
    std::vector<RuleRow> rules;
    void fields(auto& visit) {
        visit("q", q), visit("pages_count", pages_count), visit("findings_count", findings_count);
        visit("person_count", person_count), visit("as_of", as_of), visit("rules", rules);
    }
};

std::string hour_of(calendar::Instant instant) {
    return instant.date().iso() + " " + text::time_of_day(instant);
}

Result<std::vector<SeenPage>> pages_to_see(const DisclosureRoom& room, const identity::Reading& reading) {
    std::vector<SeenPage> pages;
    const auto add = [&](std::string path, PageKind kind) {
        pages.push_back({std::move(path), kind, 0, {}, {}});
    };
    add("/", PageKind::Front);
    for (const char* path : {"/gov", "/gov/guide", "/gov/catalogue", "/items", "/laws", "/results", "/help"})
        add(path, PageKind::Other);
    for (const ColumnState& state : TRY(list_column_states(reading.db))) {
        const Column* column = room.columns.find(state.column);
        if (column != nullptr && column->section != "internal")
            add("/gov/columns/" + state.column, PageKind::Column);
    }
    for (const catalog::PublicBody& body : room.practice.keeper().current()->bodies)
        add("/gov/units/" + body.code, PageKind::Unit);
    PublishedQuestion question;
    question.limit = kPagesMax;
    for (const PublishedLine& line : TRY(list_published(reading.db, question))) {
        add("/doc/" + line.document, PageKind::Content);
        pages.back().published = hour_of(line.published);
    }
    return pages;
}

// L-01, C-01: every address of our own that a page names is asked for once.
void follow_links(const DisclosureRoom& room, const std::map<std::string, std::string>& links,
                  const std::set<std::string>& seen, Findings& findings) {
    std::size_t asked = 0;
    for (const auto& [link, from] : links) {
        if (seen.contains(link) || link.starts_with("/assets/") || ++asked > kLinksMax) continue;
        const int status = web::own_page(room.site, link).status;
        const bool answers = status == 200 || status == 303;  // a page of the account asks to sign in
        const bool is_file = link.find("/files/") != std::string::npos;
        if (!answers)
            findings.push_back({is_file ? "C-01" : "L-01", from, link + " " + std::to_string(status)});
    }
}

std::string url_of_place(const std::string& place, const DisclosureRoom& room) {
    if (place.starts_with("/")) return place;
    if (room.columns.find(place) != nullptr) return "/gov/columns/" + place;
    return place.find('-') == std::string::npos ? std::string() : "/documents/" + place;
}

RuleRow row_of(const DisclosureRoom& room, const web::Request& request, const InspectionRule& rule,
               const Inspection& inspection) {
    RuleRow row;
    row.rule = rule.rule;
    row.name = pick(request, rule.name, rule.name_en);
    row.severity = rule.severity;
    row.source = rule.source;
    row.by = rule.by;
    row.is_person = rule.by == "person";
    const int count = inspection.found(rule.rule);
    row.count = std::to_string(count);
    row.lamp = count == 0 ? "normal" : rule.severity == "veto" || rule.severity == "high" ? "red" : "yellow";
    for (const InspectionFinding& finding : inspection.findings) {
        if (finding.rule != rule.rule) continue;
        if (row.findings.size() == kShownMax) {
            row.more = std::to_string(count - static_cast<int>(kShownMax));
            break;
        }
        row.findings.push_back({finding.place, url_of_place(finding.place, room), finding.evidence});
    }
    return row;
}

Answer show_inspection(const DisclosureRoom& room, const identity::Reading& reading,
                       const web::Request& request) {
    const Inspection inspection = TRY(inspect_site(room, reading));
    InspectionModel model;
    int by_person = 0;
    for (const InspectionRule& rule : inspection.rules) {
        by_person += rule.by == "person" ? 1 : 0;
        model.rules.push_back(row_of(room, request, rule, inspection));
    }
    const auto weight = [](const RuleRow& row) {
        return row.is_person ? 3 : row.lamp == "red" ? 0 : row.lamp == "yellow" ? 1 : 2;
    };
    std::stable_sort(model.rules.begin(), model.rules.end(),
                     [&](const RuleRow& a, const RuleRow& b) { return weight(a) < weight(b); });
    model.pages_count = std::to_string(inspection.pages);
    model.findings_count = std::to_string(inspection.findings.size());
    model.person_count = std::to_string(by_person);
    model.as_of = text::date_time(inspection.at, request.skin.locale);
    return room.site.page(request, "disclosure/inspection", model, room.site.text(request, "inspection.h1"));
}

}  // namespace

int Inspection::found(std::string_view rule) const {
    return static_cast<int>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const InspectionFinding& finding) { return finding.rule == rule; }));
}

Result<Inspection> inspect_site(const DisclosureRoom& room, const identity::Reading& reading) {
    Inspection inspection;
    inspection.at = reading.now;
    inspection.rules = room.inspection;
    const auto& options = room.site.options();
    const SiteMarks marks{{}, options.site_domain, options.site_code};
    std::map<std::string, std::string> links;  // address → a page that names it
    std::set<std::string> seen;
    for (SeenPage& page : TRY(pages_to_see(room, reading))) {
        const http::Response response = web::own_page(room.site, page.path);
        page.status = response.status;
        page.html = std::string(response.bytes());
        inspect_page(page, marks, inspection.findings);
        seen.insert(page.path);
        ++inspection.pages;
        for (std::string& link : own_links_of(page.html)) links.try_emplace(std::move(link), page.path);
    }
    follow_links(room, links, seen, inspection.findings);
    TRY(inspect_records({room.practice, room.vault, room.columns}, reading, inspection.findings));
    return inspection;
}

std::string inspection_json(const Inspection& inspection) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().member("at", inspection.at.text()).member("pages", inspection.pages);
    json.key("rules").open_list();
    for (const InspectionRule& rule : inspection.rules) {
        json.open_object().member("rule", rule.rule).member("severity", rule.severity);
        json.member("by", rule.by).member("source", rule.source).member("name", rule.name);
        if (rule.by != "person") json.member("found", inspection.found(rule.rule));
        json.close_object();
    }
    json.close_list().key("findings").open_list();
    for (const InspectionFinding& finding : inspection.findings) {
        json.open_object().member("rule", finding.rule).member("place", finding.place);
        json.member("evidence", finding.evidence).close_object();
    }
    json.close_list().close_object();
    return out;
}

void add_inspection_pages(web::Site& site) {
    site.add<InspectionModel>("disclosure/inspection");
}

std::vector<web::Route> inspection_routes(const DisclosureRoom& room) {
    std::vector<web::Route> routes;
    routes.push_back(web::get("/documents/inspection", {identity::Door::Staff, {}},
                              "What an inspector would find today",
                              [&room](const identity::Reading& reading, const web::Request& request) {
                                  return show_inspection(room, reading, request);
                              })
                         .slowly()
                         .in("documents"));
    return routes;
}

}  // namespace disclosure
