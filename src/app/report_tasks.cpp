// sunroom report annual: the annual reports of a year as they stand, with what fails, for people and
// programs.

#include "app/task_node.h"
#include "app/wiring.h"
#include "base/json.h"
#include "disclosure/annual_grid.h"
#include "disclosure/annual_verbs.h"
#include "text/display.h"

#include <algorithm>
#include <charconv>

namespace app {

namespace {

using disclosure::ReportView;

base::Result<disclosure::AnnualForm> carried_form() {
    const web::File* file = carried_files_of_tasks().find("definitions/disclosure/annual-2021.json");
    CHECK(file != nullptr);  // carried by the build
    return disclosure::parse_annual_form(file->bytes);
}

base::Result<int> asked_year(const TaskOptions& options, calendar::Date today) {
    if (options.year.empty()) return today.year() - 1;
    int year = 0;
    const char* end = options.year.data() + options.year.size();
    const auto read = std::from_chars(options.year.data(), end, year);
    if (read.ec != std::errc() || read.ptr != end || year < 2008 || year > today.year())
        return base::Error(base::ErrorCode::Invalid, "report.bad_year").with("year", options.year);
    return year;
}

std::int64_t blocks_of(const ReportView& view) {
    return std::count_if(view.verdict.findings.begin(), view.verdict.findings.end(),
                         [](const auto& finding) { return finding.severity == disclosure::Severity::Block; });
}

void tell(const TaskOptions& options, const disclosure::AnnualForm& form, const ReportView& view,
          TaskReport& report) {
    const text::Locale locale =
        options.locale.starts_with("zh") ? text::Locale::Chinese : text::Locale::English;
    const auto total = [&](std::size_t row) {
        return disclosure::cell_shown(view.report.tables.requests[row][disclosure::kColumnTotal]);
    };
    report.lines.push_back(say(options, "report.line",
                               {{"unit", view.report.unit},
                                {"state", say(options, "annual.state." + view.line.state)},
                                {"new", total(disclosure::kRowNew)},
                                {"carried", total(disclosure::kRowCarried)},
                                {"results", total(disclosure::kRowResults)},
                                {"open", total(disclosure::kRowOpen)},
                                {"blocks", std::to_string(blocks_of(view))}}));
    for (const disclosure::AnnualFinding& finding : view.verdict.findings) {
        if (finding.severity != disclosure::Severity::Block) continue;
        const std::string words = say(options, "annual.finding." + finding.text,
                                      {{"place", place_words(form, finding.place, locale)},
                                       {"left", std::to_string(finding.left)},
                                       {"right", std::to_string(finding.right)},
                                       {"amount", text::money({finding.right}, locale)},
                                       {"words", finding.words}});
        report.lines.push_back("  " + finding.check + "  " + words);
    }
}

}  // namespace

base::Result<TaskReport> report_annual(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    const disclosure::AnnualForm form = TRY(carried_form());
    const disclosure::AnnualDesk desk{form, bench.node->catalogue(), licences_issued};
    const int year = TRY(asked_year(options, bench.clock.now().date()));
    std::vector<std::string> units = desk.reporting_units();
    units.insert(units.begin(), std::string(catalog::kGovernmentBody));
    if (!options.unit.empty()) {
        if (std::find(units.begin(), units.end(), options.unit) == units.end())
            return base::Error(base::ErrorCode::NotFound, "annual.no_such_unit");
        units = {options.unit};
    }
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_object().member("form", form.id).member("year", year).key("reports").open_list();
    for (const std::string& unit : units) {
        const ReportView view = TRY(bench.node->registrar().read<ReportView>(
            identity::office_actor("report"), [&](const identity::Reading& reading) {
                return view_report(reading, desk, {unit, year});
            }));
        tell(options, form, view, report);
        json.open_object().member("office", unit).member("state", view.line.state);
        json.member("blocks", blocks_of(view)).key("report").raw(view.document).close_object();
        report.passed = report.passed && view.verdict.may_close();
    }
    json.close_list().close_object();
    return report;
}

}  // namespace app
