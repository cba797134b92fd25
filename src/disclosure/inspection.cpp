#include "disclosure/inspection.h"

#include <algorithm>
#include <set>

namespace disclosure {

namespace {

bool is_minute(std::string_view text) {
    constexpr std::string_view form = "0000-00-00 00:00";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i]) return false;
    }
    return text.substr(11, 2) < "24" && text.substr(14, 2) < "60";
}

void require_tag(const SeenPage& page, std::string_view name, Findings& findings) {
    const auto content = meta_of(page.html, name);
    if (!content || content->empty()) findings.push_back({"M-01", page.path, std::string(name)});
}

void require_mark(const SeenPage& page, std::string_view name, const std::string& expected,
                  Findings& findings) {
    const auto content = meta_of(page.html, name);
    if (!content || content->empty() || (!expected.empty() && *content != expected))
        findings.push_back({"M-01", page.path, std::string(name) + " = " + content.value_or("")});
}

}  // namespace

base::Result<std::vector<InspectionRule>> parse_inspection_rules(std::string_view json) {
    const base::Json tree = TRY(base::parse_json(json, base::JsonComments::Allowed));
    std::vector<InspectionRule> rules;
    for (const base::Json& item : tree.list("rules")) {
        InspectionRule rule;
        rule.rule = item.string_or("rule");
        rule.severity = item.string_or("severity");
        rule.by = item.string_or("by");
        rule.source = item.string_or("source");
        rule.name = item.string_or("name");
        rule.name_en = item.string_or("name_en");
        if (rule.rule.empty() || rule.severity.empty() || rule.by.empty() || rule.name.empty())
            return base::Error(base::ErrorCode::Invalid, "inspection.broken").with("rule", rule.rule);
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::optional<std::string> meta_of(std::string_view html, std::string_view name) {
    const std::string opening = "<meta name=\"" + std::string(name) + "\" content=\"";
    const std::size_t at = html.find(opening);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t from = at + opening.size();
    return std::string(html.substr(from, html.find('"', from) - from));
}

std::vector<std::string> own_links_of(std::string_view html) {
    constexpr std::string_view opening = "href=\"/";
    std::set<std::string> found;
    for (std::size_t at = html.find(opening); at != std::string_view::npos; at = html.find(opening, at + 1)) {
        const std::size_t from = at + opening.size() - 1;
        std::string link(html.substr(from, html.find_first_of("\"#?", from) - from));
        if (!link.starts_with("//")) found.insert(std::move(link));
    }
    return {found.begin(), found.end()};
}

// 国办发〔2017〕47号: seven tags on a column, ten on content, three on all.
void inspect_page(const SeenPage& page, const SiteMarks& marks, Findings& findings) {
    if (page.status != 200) {
        findings.push_back({"L-01", page.path, std::to_string(page.status)});
        return;
    }
    require_mark(page, "SiteName", marks.name, findings);
    require_mark(page, "SiteDomain", marks.domain, findings);
    require_mark(page, "SiteIDCode", marks.code, findings);
    if (page.kind == PageKind::Column) {
        for (const char* tag : {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"})
            require_tag(page, tag, findings);
    }
    if (page.kind == PageKind::Content) {
        for (const char* tag : {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
                                "ArticleTitle", "ContentSource"})
            require_tag(page, tag, findings);
        const std::string date = meta_of(page.html, "PubDate").value_or("");
        if (!is_minute(date)) findings.push_back({"M-01", page.path, "PubDate = " + date});
        // 伪造发稿日期 is a veto: the page may only say what the journal says.
        if (date != page.published) findings.push_back({"V-02", page.path, date + " / " + page.published});
    }
    if (!marks.code.empty() && page.html.find(marks.code, page.html.rfind("<footer")) == std::string::npos)
        findings.push_back({"M-02", page.path, marks.code});
    for (const char* part : {"/sitemap.xml", "/gov/guide#contact", "/gov/guide#mistakes"}) {
        if (page.html.find(std::string("href=\"") + part) == std::string::npos)
            findings.push_back({"M-02", page.path, part});
    }
    if (page.kind == PageKind::Unit) {
        for (const char* part :
             {"/gov/guide\"", "/gov/columns/systems\"", "/gov/catalogue", "/gov/reports"}) {
            if (page.html.find(std::string("href=\"") + part) == std::string::npos)
                findings.push_back({"P-01", page.path, part});
        }
    }
}

void inspect_columns(const Columns& columns, const std::vector<ColumnState>& states, calendar::Date today,
                     Findings& findings) {
    constexpr int kStaleMax = 5, kOverdueMax = 10, kEmptyMax = 5;
    Findings stale, overdue, empty;
    for (const Column& column : columns.all) {
        if (column.section == "internal") continue;
        const auto state = std::find_if(states.begin(), states.end(),
                                        [&](const ColumnState& s) { return s.column == column.id; });
        if (state == states.end()) {
            empty.push_back({"V-07", column.id, "0"});
            continue;
        }
        const int age = today.days - state->newest.date().days;
        const std::string days = std::to_string(age) + " / " + std::to_string(column.stale_days);
        if (column.id == "news" && age > column.stale_days) findings.push_back({"V-04", column.id, days});
        const bool is_watched = column.section == "news" || column.id == "policies";
        if (age > column.stale_days && is_watched) stale.push_back({"V-05", column.id, days});
        if (age > column.stale_days) overdue.push_back({"V-06", column.id, days});
    }
    const auto take = [&](const Findings& some, int from) {
        if (static_cast<int>(some.size()) >= from) findings.insert(findings.end(), some.begin(), some.end());
    };
    take(stale, kStaleMax);
    take(overdue, kOverdueMax);
    take(empty, kEmptyMax);
}

}  // namespace disclosure
