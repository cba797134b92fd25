// /reports: annual reports as staff prepare them. The list of a year, one report with its tables as people
// know them and failing cells marked, sections to be written, and what the person at the desk may do next.

#include "disclosure/annual_pages.h"

#include "disclosure/annual_import.h"
#include "identity/person.h"
#include "text/display.h"
#include "web/form.h"
#include "web/pager.h"

#include <algorithm>
#include <charconv>

namespace disclosure {

namespace {

using base::Result;

constexpr std::size_t kReasonMax = 500;
constexpr std::size_t kPageBytesMax = 2u << 20;  // of a report brought in
constexpr int kYearsShown = 4;
constexpr std::size_t kOpenShown = 50;

struct UnitRow {
    std::string unit, url, state, handed_in, closed, published, lamp;
    void fields(auto& visit) {
        visit("unit", unit), visit("url", url), visit("state", state), visit("handed_in", handed_in);
        visit("closed", closed), visit("published", published), visit("lamp", lamp);
    }
};
struct ReportsModel {
    std::string q, year, due, closed_count, all_count;
    std::vector<web::LinkRow> years;
    std::vector<UnitRow> rows;
    void fields(auto& visit) {
        visit("q", q), visit("year", year), visit("due", due), visit("closed_count", closed_count);
        visit("all_count", all_count), visit("years", years), visit("rows", rows);
    }
};
struct FieldRow {
    std::string field, label, value;
    void fields(auto& visit) { visit("field", field), visit("label", label), visit("value", value); }
};
struct LeftRow {
    std::string number, url, due;
    void fields(auto& visit) { visit("number", number), visit("url", url), visit("due", due); }
};
struct CheckRow {
    std::string check, words;
    void fields(auto& visit) { visit("check", check), visit("words", words); }
};
struct ReportModel {
    std::string q, report_title, unit, year, state, url, public_url, due, reason, handed_in_by, digest, typed;
    bool can_write = false, can_hand_in = false, can_approve = false, can_publish = false, can_mend = false,
         is_mending = false, is_unverified = false, holds = false, is_county = false;
    std::vector<web::FormError> errors;
    std::vector<FindingRow> findings;
    std::vector<CheckRow> not_checked;
    std::vector<ReportSection> sections;
    std::vector<FieldRow> typed_cells;
    std::vector<LeftRow> left;
    std::vector<ErratumRow> errata;
    void fields(auto& visit) {
        visit("q", q), visit("report_title", report_title), visit("unit", unit), visit("year", year);
        visit("state", state), visit("url", url), visit("public_url", public_url), visit("due", due);
        visit("reason", reason), visit("handed_in_by", handed_in_by), visit("digest", digest);
        visit("typed", typed), visit("can_write", can_write), visit("can_hand_in", can_hand_in);
        visit("can_approve", can_approve), visit("can_publish", can_publish), visit("can_mend", can_mend);
        visit("is_mending", is_mending), visit("is_unverified", is_unverified), visit("holds", holds);
        visit("is_county", is_county), visit("errors", errors), visit("findings", findings);
        visit("not_checked", not_checked), visit("sections", sections), visit("typed_cells", typed_cells);
        visit("left", left), visit("errata", errata);
    }
};
struct BringInModel {
    std::string q, unit, year, url, accept_url, typed;
    bool is_read = false, may_accept = false, all_zero = false, as_last_year = false;
    std::vector<web::FormError> errors;
    std::vector<FindingRow> findings;
    std::vector<ReportSection> sections;
    void fields(auto& visit) {
        visit("q", q), visit("unit", unit), visit("year", year), visit("url", url);
        visit("accept_url", accept_url), visit("typed", typed), visit("is_read", is_read);
        visit("may_accept", may_accept), visit("all_zero", all_zero), visit("as_last_year", as_last_year);
        visit("errors", errors), visit("findings", findings), visit("sections", sections);
    }
};

std::string url_of(const ReportOf& which) {
    return "/reports/" + which.office + "/" + std::to_string(which.year);
}

// Whoever prepares or approves it, and the overseer, see a report that is not public.
bool may_see(const identity::Reading& reading, const AnnualDesk& desk, std::string_view office) {
    for (const std::string_view right : {"disclosure.report", "disclosure.approve_report"}) {
        if (authorise_report(reading, desk, right, office).ok()) return true;
        if (authorise_report(reading, desk, right, catalog::kGovernmentBody).ok()) return true;
    }
    return false;
}

std::string shown_day(calendar::Date day, const web::Request& request) {
    return day.days == 0 ? std::string() : text::short_date(day, request.skin.locale);
}

UnitRow unit_row(const AnnualRoom& room, const identity::Reading& reading, const web::Request& request,
                 const ReportLine& line) {
    UnitRow row;
    row.unit = unit_words(room, request, line.office);
    row.url = url_of({line.office, line.year});
    row.state = line.state;
    row.handed_in = shown_day(line.handed_in, request);
    row.closed = shown_day(line.closed, request);
    row.published = shown_day(line.published, request);
    const Reporter who = line.office == catalog::kGovernmentBody ? Reporter::County : Reporter::Unit;
    const calendar::Date due = annual_due(line.year, who);
    const calendar::Date today = reading.now.date();
    // Three weeks before it is due a report is near.
    row.lamp = line.state == "published" ? "normal"
               : today > due             ? "red"
               : today > due.plus(-21)   ? "yellow"
                                         : "normal";
    return row;
}

int asked_year(const identity::Reading& reading, const web::Request& request) {
    const std::string_view asked = request.query("year");
    int year = 0;
    std::from_chars(asked.data(), asked.data() + asked.size(), year);
    const int last = reading.now.date().year() - 1;
    return year > last || year <= last - kYearsShown ? last : year;
}

AnnualAnswer show_reports(const AnnualRoom& room, const identity::Reading& reading,
                          const web::Request& request) {
    const AnnualDesk desk = room.desk();
    ReportsModel model;
    const int year = asked_year(reading, request);
    model.year = std::to_string(year);
    model.due = text::date(annual_due(year, Reporter::Unit), request.skin.locale);
    for (int back = 0; back < kYearsShown; ++back) {
        const std::string shown = std::to_string(reading.now.date().year() - 1 - back);
        model.years.push_back({shown, {}, "/reports?year=" + shown, shown == model.year});
    }
    const std::vector<ReportLine> lines = TRY(list_reports(reading.db, year));
    std::vector<std::string> units = desk.reporting_units();
    units.insert(units.begin(), std::string(catalog::kGovernmentBody));
    std::int64_t closed = 0, all = 0;
    for (const std::string& unit : units) {
        if (!may_see(reading, desk, unit)) continue;
        const auto found = std::find_if(lines.begin(), lines.end(),
                                        [&](const ReportLine& line) { return line.office == unit; });
        ReportLine line;
        if (found != lines.end()) line = *found;
        line.office = unit, line.year = year;
        ++all, closed += line.is_closed() ? 1 : 0;
        model.rows.push_back(unit_row(room, reading, request, line));
    }
    model.closed_count = text::integer(closed), model.all_count = text::integer(all);
    return room.site.page(request, "disclosure/reports", model, room.site.text(request, "annual.h1"));
}

// Of table two, what is typed: documents, penalties, coercion and charges; licences when nobody counts them.
// A county makes no 规章 (立法法 93), so nobody is asked for them.
bool is_typed_cell(const AnnualRoom& room, std::size_t cell) {
    return cell >= 3 && (cell != 6 || !room.licences);
}

void put_acts(const identity::Reading& reading, const AnnualDesk& desk, const ReportView& view,
              ReportModel& model) {
    const bool writes = authorise_report(reading, desk, "disclosure.report", view.line.office).ok();
    const bool approves = authorise_report(reading, desk, "disclosure.approve_report", view.line.office).ok();
    const bool handed_in = view.line.handed_in_by == reading.actor.person.number();
    const std::string& state = view.line.state;
    model.can_write = writes && !view.line.is_closed();
    model.can_hand_in = writes && state == "draft";
    model.can_approve = approves && state == "checked" && !handed_in;
    model.can_publish = writes && state == "closed";
    model.can_mend = approves && view.line.is_closed() && !handed_in;
}

void put_left(const web::Request& request, const ReportView& view, ReportModel& model) {
    if (!view.ground.proofs) return;
    const auto& open = view.ground.proofs->open;
    for (std::size_t at = 0; at < std::min(open.size(), kOpenShown); ++at)
        model.left.push_back(
            {open[at].number, "/desk/matters/" + open[at].number, shown_day(open[at].due, request)});
}

GridLook marked_look(const AnnualRoom& room, const web::Request& request, const AnnualVerdict& verdict) {
    GridLook look;
    look.mark = room.site.text(request, "annual.cell_fails");
    for (const AnnualFinding& finding : verdict.findings)
        look.marked.insert(finding.cells.begin(), finding.cells.end());
    return look;
}

void put_typed_cells(const AnnualRoom& room, const web::Request& request, const ReportView& view,
                     ReportModel& model) {
    for (std::size_t cell = 0; cell < kPublishedCells; ++cell) {
        if (!is_typed_cell(room, cell) || model.is_county) continue;
        const std::string field = "p" + std::to_string(cell);
        const std::string value = request.refused != nullptr && !request.form.fields.all(field).empty()
                                      ? std::string(request.typed(field))
                                      : view.typed.published[cell];
        model.typed_cells.push_back({field, place_words(room, request, published_cell(cell)), value});
    }
}

AnnualAnswer show_report(const AnnualRoom& room, const identity::Reading& reading,
                         const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    const AnnualDesk desk = room.desk();
    if (!may_see(reading, desk, which.office))
        return base::Error(base::ErrorCode::Forbidden, "annual.not_yours");
    const ReportView view = TRY(view_report(reading, desk, which));
    ReportModel model;
    model.report_title = view.report.title;
    model.unit = unit_words(room, request, which.office), model.year = std::to_string(which.year);
    model.state = view.line.state, model.url = url_of(which);
    model.is_county = which.office == catalog::kGovernmentBody;
    const Reporter who = model.is_county ? Reporter::County : Reporter::Unit;
    model.due = text::date(annual_due(which.year, who), request.skin.locale);
    if (view.line.state == "published") model.public_url = "/gov" + model.url;
    if (view.line.is_closed()) model.digest = view.line.text.hex();
    if (view.line.handed_in_by != 0)
        model.handed_in_by =
            TRY(identity::official_name(reading.db, identity::PersonId(view.line.handed_in_by)));
    if (view.line.reason.item != 0 && view.line.state == "draft") {
        const auto reason = reading.unseal(view.line.reason);
        if (reason.ok()) model.reason = reason.value();
    }
    put_acts(reading, desk, view, model);
    model.is_unverified = room.form.status != "verified";
    model.holds = view.verdict.may_close();
    model.errors = room.site.errors(request);
    model.findings = finding_rows(room, request, view.verdict);
    for (const std::string& check : view.verdict.not_checked)
        model.not_checked.push_back({check, room.site.text(request, "annual.check." + check)});
    GridLook look = marked_look(room, request, view.verdict);
    model.is_mending = model.can_mend && !request.query("mend").empty();
    if (model.is_mending) look.figures = GridLook::Figures::Asked;
    model.sections = section_rows(room, view.report, report_tables(room, request, view.report.tables, look));
    if (request.refused != nullptr)
        for (ReportSection& section : model.sections)
            if (!request.form.fields.all(section.field).empty()) section.text = request.typed(section.field);
    put_typed_cells(room, request, view, model);
    put_left(request, view, model);
    model.errata = TRY(erratum_rows(room, reading, request, which));
    model.typed = request.refused != nullptr ? std::string(request.typed("reason")) : std::string();
    return room.site.page(request, "disclosure/report", model, model.report_title);
}

AnnualAnswer save_report(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    web::FormReader form(request.form);
    TypedReport typed;
    for (std::size_t at = 0; at < kSections; ++at)
        typed.sections[at] =
            form.lines("s" + std::to_string(at + 1), {web::Need::Optional, kSectionCharactersMax, 0});
    for (std::size_t cell = 0; cell < kPublishedCells; ++cell) {
        if (!is_typed_cell(room, cell)) continue;
        const std::string field = "p" + std::to_string(cell);
        typed.published[cell] = form.text(field, {web::Need::Optional, 20, 0});
        const Cell read = cell == kPublishedCharge ? read_charge_cell(typed.published[cell])
                                                   : read_cell(typed.published[cell]);
        if (!typed.published[cell].empty() && !read.is_number) form.fault(field, "annual.no_number");
    }
    if (!form.fits()) return form.refusal();
    TRY(write_report(act, room.desk(), which, typed));
    return http::see_other(url_of(which));
}

AnnualAnswer submit_hand_in(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    TRY(hand_in_report(act, room.desk(), which));
    return http::see_other(url_of(which));
}

AnnualAnswer submit_approval(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    TRY(approve_report(act, room.desk(), which));
    return http::see_other(url_of(which));
}

AnnualAnswer submit_return(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    web::FormReader form(request.form);
    const std::string reason = form.lines("reason", {web::Need::Required, kReasonMax, 2});
    if (!form.fits()) return form.refusal();
    TRY(return_report(act, room.desk(), which, reason));
    return http::see_other(url_of(which));
}

AnnualAnswer submit_publication(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    TRY(publish_report(act, room.desk(), which));
    return http::see_other(url_of(which));
}

// Whatever figure was changed in its field is a cell of the erratum.
AnnualAnswer submit_erratum(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    const ReportView view = TRY(view_report(act, room.desk(), which));
    web::FormReader form(request.form);
    Erratum erratum;
    erratum.reason = form.lines("reason", {web::Need::Required, kReasonMax, 2});
    for (const std::string& name : all_cells()) {
        const std::string typed = form.text(name, {web::Need::Optional, 20, 0});
        const Cell cell =
            name == published_cell(kPublishedCharge) ? read_charge_cell(typed) : read_cell(typed);
        if (typed.empty() || cell == *find_cell(view.report.tables, name)) continue;
        if (!cell.is_number)
            form.fault(name, "annual.no_number");
        else
            erratum.cells.emplace_back(name, cell.value);
    }
    if (!form.fits()) return form.refusal();
    TRY(mend_report(act, room.desk(), which, erratum));
    return http::see_other(url_of(which));
}

Result<BroughtIn> read_typed_page(const AnnualRoom& room, const identity::Reading& reading,
                                  const web::Request& request, const ReportOf& which) {
    BroughtIn brought = TRY(
        read_annual_page(room.form, room.desk().unit_name(which.office), which.year, request.typed("page")));
    const auto previous = TRY(view_report(reading, room.desk(), {which.office, which.year}));
    compare_years(brought, previous.ground.previous ? &*previous.ground.previous : nullptr);
    return brought;
}

AnnualAnswer show_bring_in(const AnnualRoom& room, const identity::Reading& reading,
                           const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    const AnnualDesk desk = room.desk();
    TRY(authorise_report(reading, desk, "disclosure.report", catalog::kGovernmentBody));
    BringInModel model;
    model.unit = unit_words(room, request, which.office), model.year = std::to_string(which.year);
    model.url = url_of(which), model.accept_url = model.url + "/accept";
    model.errors = room.site.errors(request);
    model.typed = request.typed("page");
    if (!model.typed.empty() && request.refused == nullptr) {
        const BroughtIn brought = TRY(read_typed_page(room, reading, request, which));
        AnnualGround ground;
        ground.previous = TRY(view_report(reading, desk, which)).ground.previous;
        const AnnualVerdict verdict = check_annual(room.form, brought.report, ground);
        AnnualVerdict sums;
        check_sums(brought.report, ground, sums);
        model.is_read = true, model.may_accept = sums.may_close();
        model.all_zero = brought.all_zero, model.as_last_year = brought.as_last_year;
        model.findings = finding_rows(room, request, verdict);
        model.sections = section_rows(
            room, brought.report,
            report_tables(room, request, brought.report.tables, marked_look(room, request, verdict)));
    }
    return room.site.page(request, "disclosure/report_bring_in", model,
                          room.site.text(request, "annual.bring_in"));
}

AnnualAnswer submit_accepted(const AnnualRoom& room, identity::Act& act, const web::Request& request) {
    const ReportOf which = TRY(asked_report(room, request));
    const BroughtIn brought = TRY(read_typed_page(room, act, request, which));
    TRY(accept_report(act, room.desk(), which, brought.report));
    return http::see_other(url_of(which));
}

}  // namespace

void add_report_pages(web::Site& site) {
    site.add<ReportsModel>("disclosure/reports");
    site.add<ReportModel>("disclosure/report");
    site.add<BringInModel>("disclosure/report_bring_in");
}

std::vector<web::Route> report_routes(const AnnualRoom& room) {
    using identity::Door;
    std::vector<web::Route> routes;
    const auto again = asks_annual<show_report>(room);
    const auto act = [&](std::string_view tail, std::string_view summary, web::ActHandler handler) {
        routes.push_back(web::post("/reports/{office}/{year}" + std::string(tail), {Door::Staff}, summary,
                                   std::move(handler))
                             .or_show(again)
                             .with_body(kPageBytesMax)
                             .in("reports"));
    };
    routes.push_back(
        web::get("/reports", {Door::Staff}, "Annual reports of a year", asks_annual<show_reports>(room))
            .in("reports"));
    routes.push_back(
        web::get("/reports/{office}/{year}", {Door::Staff}, "One annual report, with what fails", again)
            .in("reports"));
    act("", "Save the sections of a report", acts_annual<save_report>(room));
    act("/hand-in", "Hand a report in", acts_annual<submit_hand_in>(room));
    act("/approve", "Approve and freeze a report", acts_annual<submit_approval>(room));
    act("/return", "Return a report with the reason", acts_annual<submit_return>(room));
    act("/publish", "Publish a closed report", acts_annual<submit_publication>(room));
    act("/mend", "Mend figures of a closed report", acts_annual<submit_erratum>(room));
    const auto bring_in = asks_annual<show_bring_in>(room);
    routes.push_back(web::get("/reports/{office}/{year}/bring-in", {Door::Staff},
                              "Bring in a report that was made elsewhere", bring_in)
                         .in("reports"));
    routes.push_back(web::ask("/reports/{office}/{year}/bring-in", {Door::Staff},
                              "Check a report that was made elsewhere", bring_in)
                         .with_body(kPageBytesMax)
                         .in("reports"));
    routes.push_back(web::post("/reports/{office}/{year}/accept", {Door::Staff},
                               "Accept a report that was made elsewhere", acts_annual<submit_accepted>(room))
                         .or_show(bring_in)
                         .with_body(kPageBytesMax)
                         .in("reports"));
    return routes;
}

}  // namespace disclosure
