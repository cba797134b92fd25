// /gov/reports: published annual reports in the layout of the form, with their errata, and as JSON and docx.

#include "disclosure/annual_docx.h"
#include "disclosure/annual_pages.h"
#include "text/display.h"

namespace disclosure {

namespace {

constexpr int kListed = 500;
// data: the type that word processors register
constexpr std::string_view kDocxType =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct ListedRow {
    std::string unit, url, year, published;
    void fields(auto& visit) {
        visit("unit", unit), visit("url", url), visit("year", year), visit("published", published);
    }
};
struct ListModel {
    std::vector<ListedRow> rows;
    void fields(auto& visit) { visit("rows", rows); }
};
struct PublicModel {
    std::string report_title, unit, year, published, digest, json_url, docx_url;
    bool is_unverified = false;
    std::vector<ReportSection> sections;
    std::vector<ErratumRow> errata;
    void fields(auto& visit) {
        visit("report_title", report_title), visit("unit", unit), visit("year", year);
        visit("published", published), visit("digest", digest), visit("json_url", json_url);
        visit("docx_url", docx_url), visit("is_unverified", is_unverified), visit("sections", sections);
        visit("errata", errata);
    }
};

AnnualAnswer show_list(const AnnualRoom& room, const identity::Reading& reading,
                       const web::Request& request) {
    ListModel model;
    for (const ReportLine& line : TRY(list_published_reports(reading.db, request.query("unit"), kListed)))
        model.rows.push_back({unit_words(room, request, line.office),
                              "/gov/reports/" + line.office + "/" + std::to_string(line.year),
                              std::to_string(line.year), text::date(line.published, request.skin.locale)});
    return room.site.page(request, "disclosure/reports_public", model,
                          room.site.text(request, "annual.public_h1"));
}

struct Published {
    ReportLine line;
    AnnualReport report;
    std::string document;
};
base::Result<Published> published_report(const AnnualRoom& room, const identity::Reading& reading,
                                         const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    const auto line = TRY(find_report(reading.db, which.office, which.year));
    if (!line || line->state != "published") return base::Error(base::ErrorCode::NotFound, "annual.none");
    Published found;
    found.line = *line;
    found.document = TRY(closed_document(reading, *line));
    found.report = TRY(read_annual_json(found.document));
    return found;
}

AnnualAnswer show_published(const AnnualRoom& room, const identity::Reading& reading,
                            const web::Request& request) {
    const Published found = TRY(published_report(room, reading, request));
    PublicModel model;
    model.report_title = found.report.title;
    model.unit = unit_words(room, request, found.line.office);
    model.year = std::to_string(found.line.year);
    model.published = text::date(found.line.published, request.skin.locale);
    model.digest = found.line.text.hex();
    const std::string address = "/gov/reports/" + found.line.office + "/" + model.year;
    model.json_url = address + "/report.json", model.docx_url = address + "/report.docx";
    model.is_unverified = room.form.status != "verified";
    model.sections = section_rows(room, found.report, report_tables(room, request, found.report.tables, {}));
    model.errata = TRY(erratum_rows(room, reading, request, {found.line.office, found.line.year}));
    return room.site.page(request, "disclosure/report_public", model, model.report_title);
}

AnnualAnswer give_json(const AnnualRoom& room, const identity::Reading& reading,
                       const web::Request& request) {
    Published found = TRY(published_report(room, reading, request));
    return http::json(200, std::move(found.document));
}

AnnualAnswer give_docx(const AnnualRoom& room, const identity::Reading& reading,
                       const web::Request& request) {
    const Published found = TRY(published_report(room, reading, request));
    return http::download(kDocxType, found.report.title + ".docx", annual_docx(room.form, found.report));
}

}  // namespace

void add_public_report_pages(web::Site& site) {
    site.add<ListModel>("disclosure/reports_public");
    site.add<PublicModel>("disclosure/report_public");
}

std::vector<web::Route> public_report_routes(const AnnualRoom& room) {
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/gov/reports", {}, "Published annual reports on disclosure", asks_annual<show_list>(room))
            .in("gov"));
    routes.push_back(web::get("/gov/reports/{office}/{year}", {}, "One published annual report",
                              asks_annual<show_published>(room))
                         .in("gov"));
    routes.push_back(web::get("/gov/reports/{office}/{year}/report.json", {}, "The report as closed, JSON",
                              asks_annual<give_json>(room)));
    routes.push_back(web::get("/gov/reports/{office}/{year}/report.docx", {}, "The report as a text file",
                              asks_annual<give_docx>(room)));
    return routes;
}

}  // namespace disclosure
