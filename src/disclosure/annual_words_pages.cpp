// What pages of annual reports say alike: findings in plain words, names of cells, tables, sections, errata.

#include "disclosure/annual_pages.h"
#include "text/display.h"

#include <algorithm>
#include <charconv>

namespace disclosure {

namespace {

std::string_view severity_word(Severity severity) {
    switch (severity) {
    case Severity::Block: return "block";
    case Severity::Warn: return "warn";
    case Severity::Card: return "card";
    }
    return "block";
}

constexpr std::size_t kCellsNamed = 3;

}  // namespace

AnnualRoom open_annual_room(web::Site& site, const casework::Practice& practice, LicencesAsked licences) {
    AnnualRoom room{site, practice, {}, {}, std::move(licences)};
    for (const web::File& file : web::carried_files()) {
        if (file.path == "definitions/disclosure/annual-2021.json") {
            auto form = parse_annual_form(file.bytes);
            CHECK(form.ok());
            room.form = std::move(form).value();
        }
        if (file.path == "definitions/disclosure/fees.json") {
            auto fees = parse_fees(file.bytes);
            CHECK(fees.ok());
            room.fees = std::move(fees).value();
        }
    }
    return room;
}

std::string place_words(const AnnualRoom& room, const web::Request& request, std::string_view place) {
    return place_words(room.form, place, request.skin.locale);
}

std::vector<FindingRow> finding_rows(const AnnualRoom& room, const web::Request& request,
                                     const AnnualVerdict& verdict) {
    std::vector<FindingRow> rows;
    for (const AnnualFinding& finding : verdict.findings) {
        FindingRow row;
        row.check = finding.check;
        row.severity = severity_word(finding.severity);
        row.words = room.site.text(request, "annual.finding." + finding.text,
                                   {{"place", place_words(room, request, finding.place)},
                                    {"left", text::integer(finding.left)},
                                    {"right", text::integer(finding.right)},
                                    {"amount", text::money({finding.right}, request.skin.locale)},
                                    {"words", finding.words}});
        if (!finding.cells.empty()) row.cell = finding.cells.front();
        for (std::size_t at = 0; at < std::min(finding.cells.size(), kCellsNamed); ++at)
            row.cells_shown += (at > 0 ? "; " : "") + place_words(room, request, finding.cells[at]);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string unit_words(const AnnualRoom& room, const web::Request& request, std::string_view office) {
    const catalog::PublicBody* body = room.practice.keeper().current()->find_body(office);
    if (body == nullptr) return std::string(office);
    return request.skin.locale == web::Locale::English && !body->name_en.empty() ? body->name_en : body->name;
}

ReportTables report_tables(const AnnualRoom& room, const web::Request& request, const AnnualTables& tables,
                           const GridLook& look) {
    const text::Locale locale = request.skin.locale;
    GridLook named = look;
    ReportTables made;
    named.caption = said(room.form.sections[1], locale);
    made.published = grid_html(published_grid(room.form, tables, locale), named);
    named.caption = said(room.form.sections[2], locale);
    made.requests = grid_html(request_grid(room.form, tables, locale), named);
    named.caption = said(room.form.sections[3], locale);
    made.remedies = grid_html(remedy_grid(room.form, tables, locale), named);
    return made;
}

base::Result<ReportOf> asked_report(const AnnualRoom& room, const web::Request& request) {
    ReportOf which;
    which.office = request.param("office");
    const std::string_view year = request.param("year");
    const auto read = std::from_chars(year.data(), year.data() + year.size(), which.year);
    if (read.ec != std::errc() || read.ptr != year.data() + year.size() || year.size() != 4 ||
        room.practice.keeper().current()->find_body(which.office) == nullptr)
        return base::Error(base::ErrorCode::NotFound, "annual.no_such_unit");
    return which;
}

std::vector<ReportSection> section_rows(const AnnualRoom& room, const AnnualReport& report,
                                        ReportTables tables) {
    std::vector<ReportSection> rows;
    for (std::size_t at = 0; at < kSections; ++at) {
        ReportSection row;
        row.field = "s" + std::to_string(at + 1);
        row.heading = report.headings[at].empty() ? room.form.sections[at].zh : report.headings[at];
        row.text = report.sections[at];
        std::string_view rest = row.text;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            if (end > 0) row.paragraphs.push_back({std::string(rest.substr(0, end))});
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (at == 1) row.table = tables.published;
        if (at == 2) row.table = tables.requests;
        if (at == 3) row.table = tables.remedies;
        rows.push_back(std::move(row));
    }
    return rows;
}

base::Result<std::vector<ErratumRow>> erratum_rows(const AnnualRoom& room, const identity::Reading& reading,
                                                   const web::Request& request, const ReportOf& which) {
    std::vector<ErratumRow> rows;
    for (const ErratumLine& line : TRY(list_errata(reading.db, which.office, which.year))) {
        ErratumRow row;
        row.day = text::date(line.day, request.skin.locale);
        row.reason = TRY(reading.office.vault.unshelve(reading.db, line.reason));
        std::string_view rest = line.cells;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            row.cells += (row.cells.empty() ? "" : "; ") + place_words(room, request, rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void add_annual_pages(web::Site& site) {
    add_report_pages(site);
    add_public_report_pages(site);
    add_request_pages(site);
}

std::vector<web::Route> annual_routes(const AnnualRoom& room) {
    std::vector<web::Route> all;
    for (auto* routes : {report_routes, public_report_routes, request_routes})
        for (web::Route& route : routes(room)) all.push_back(std::move(route));
    return all;
}

}  // namespace disclosure
