#pragma once
// 自查 (inspection): the rules by which others judge the site, run over our own pages and records before they
// come. A rule that needs a person says so; it is never counted as passed.

#include "casework/practice.h"
#include "disclosure/document.h"
#include "disclosure/document_store.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

struct InspectionRule {
    std::string rule;      // V-04
    std::string severity;  // veto high medium low
    std::string by;        // pages records person
    std::string source, name, name_en;
};
base::Result<std::vector<InspectionRule>> parse_inspection_rules(std::string_view json);

struct InspectionFinding {
    std::string rule;
    std::string place;     // address of a page, id of a document, column or item
    std::string evidence;  // what was seen, in few words or figures
};
using Findings = std::vector<InspectionFinding>;

// A page as a visitor got it.
enum class PageKind { Front, Column, Content, Unit, Other };
struct SeenPage {
    std::string path;
    PageKind kind = PageKind::Other;
    int status = 200;
    std::string html;
    std::string published;  // of content: what the record says, YYYY-MM-DD HH:MM
};
struct SiteMarks {
    std::string name, domain, code;  // SiteName, SiteDomain, SiteIDCode as configured
};
void inspect_page(const SeenPage& page, const SiteMarks& marks, Findings& findings);
// Content of a meta tag; nothing when the page has none of that name.
std::optional<std::string> meta_of(std::string_view html, std::string_view name);
std::vector<std::string> own_links_of(std::string_view html);  // /… without # and query, each once

void inspect_columns(const Columns& columns, const std::vector<ColumnState>& states, calendar::Date today,
                     Findings& findings);

// What is on record, read by the rules that need no page.
struct InspectedBooks {
    const casework::Practice& practice;
    const store::Vault& vault;
    const Columns& columns;
};
base::Result<> inspect_records(const InspectedBooks& books, const identity::Reading& reading,
                               Findings& findings);

}  // namespace disclosure
