#pragma once
// The pages of annual reports and of the room of requests, public and staff. What they share stands here.

#include "casework/practice.h"
#include "disclosure/annual_grid.h"
#include "disclosure/annual_verbs.h"
#include "disclosure/fee.h"
#include "web/site.h"

#include <string>
#include <vector>

namespace disclosure {

// What these pages work with; all of it outlives them.
struct AnnualRoom {
    web::Site& site;
    const casework::Practice& practice;
    AnnualForm form;
    FeeTable fees;
    LicencesAsked licences;
    AnnualDesk desk() const { return {form, practice.keeper(), licences}; }
};
// Reads form and fees that the program carries; CHECKs them, the build carries only what is sound.
AnnualRoom open_annual_room(web::Site& site, const casework::Practice& practice, LicencesAsked licences);

void add_annual_pages(web::Site& site);
std::vector<web::Route> annual_routes(const AnnualRoom& room);  // the routes keep a reference to `room`

using AnnualAnswer = base::Result<http::Response>;

template <auto Handler>
web::ReadingHandler asks_annual(const AnnualRoom& room) {
    return [&room](const identity::Reading& reading, const web::Request& request) {
        return Handler(room, reading, request);
    };
}
template <auto Handler>
web::ActHandler acts_annual(const AnnualRoom& room) {
    return [&room](identity::Act& act, const web::Request& request) { return Handler(room, act, request); };
}

// annual_pages.cpp: staff
std::vector<web::Route> report_routes(const AnnualRoom& room);
void add_report_pages(web::Site& site);
// annual_public_pages.cpp: what everybody reads
std::vector<web::Route> public_report_routes(const AnnualRoom& room);
void add_public_report_pages(web::Site& site);

// request_pages.cpp: the room of requests
std::vector<web::Route> request_routes(const AnnualRoom& room);
void add_request_pages(web::Site& site);

// Words that several pages need.
struct FindingRow {
    std::string check, severity, words, cell, cells_shown;
    void fields(auto& visit) {
        visit("check", check), visit("severity", severity), visit("words", words), visit("cell", cell);
        visit("cells_shown", cells_shown);
    }
};
std::vector<FindingRow> finding_rows(const AnnualRoom& room, const web::Request& request,
                                     const AnnualVerdict& verdict);
std::string place_words(const AnnualRoom& room, const web::Request& request, std::string_view place);
std::string unit_words(const AnnualRoom& room, const web::Request& request, std::string_view office);
struct ReportTables {
    text::Html published, requests, remedies;
};
ReportTables report_tables(const AnnualRoom& room, const web::Request& request, const AnnualTables& tables,
                           const GridLook& look);
// NotFound annual.no_such_unit for a body or a year that is none.
base::Result<ReportOf> asked_report(const AnnualRoom& room, const web::Request& request);

struct Paragraph {
    std::string line;
    void fields(auto& visit) { visit("line", line); }
};
struct ReportSection {
    std::string field, heading, text;
    std::vector<Paragraph> paragraphs;
    text::Html table;
    void fields(auto& visit) {
        visit("field", field), visit("heading", heading), visit("text", text);
        visit("paragraphs", paragraphs), visit("table", table);
    }
};
std::vector<ReportSection> section_rows(const AnnualRoom& room, const AnnualReport& report,
                                        ReportTables tables);
struct ErratumRow {
    std::string day, cells, reason;
    void fields(auto& visit) { visit("day", day), visit("cells", cells), visit("reason", reason); }
};
base::Result<std::vector<ErratumRow>> erratum_rows(const AnnualRoom& room, const identity::Reading& reading,
                                                   const web::Request& request, const ReportOf& which);

}  // namespace disclosure
