// sunroom date: what a period is, day by day, under the calendars that the program carries.

#include "app/tasks.h"
#include "calendar/calendar_file.h"
#include "calendar/reckoning.h"
#include "text/display.h"
#include "web/files.h"
#include "web/locale.h"

namespace app {

namespace {

using calendar::LedgerRow;

base::Result<calendar::WorkCalendar> carried_calendar(const std::string& pin) {
    const auto files = web::embedded_files(web::carried_files());
    std::vector<calendar::CalendarFile> read;
    for (const std::string_view path : files->under("definitions/calendars"))
        read.push_back(TRY(calendar::parse_calendar(files->find(path)->bytes, path)));
    if (pin.empty()) return calendar::compile_calendar(read);
    return calendar::compile_carried(read, pin);
}

std::string row_line(const TaskOptions& options, calendar::Unit unit, const LedgerRow& row) {
    std::string line = "  " + row.from.iso();
    line += row.from == row.last ? std::string(13, ' ') : " … " + row.last.iso();
    std::string count = row.counted() ? std::to_string(row.first_number) : "-";
    if (row.last_number > row.first_number) count += "–" + std::to_string(row.last_number);
    line += "  " + count + "  " + say(options, "day." + std::string(calendar::row_words(row.kind, unit)));
    if (!row.name.empty()) line += "  " + std::string(row.name);
    if (!row.notice.empty()) line += "  " + std::string(row.notice);
    if (row.provisional) line += "  " + say(options, "day.provisional");
    return line;
}

}  // namespace

base::Result<TaskReport> add_date(const TaskOptions& options) {
    const auto days = TRY(carried_calendar(options.calendar));
    CHECK(options.paths.size() == 2);  // the command line has counted them
    const calendar::Period period = TRY(calendar::read_period(
        {options.paths[0], options.paths[1], options.extend, options.roll, options.pauses}));
    const calendar::Reckoning answer = TRY(calendar::reckon(period, days));
    TaskReport report;
    report.json = calendar::reckoning_json(period, answer, days);
    const text::Locale locale = web::locale_from(options.locale);
    report.lines.push_back(say(options, "cli.date_due",
                               {{"due", text::long_date(answer.due.date, locale)},
                                {"late_from", answer.due_at.text()},
                                {"calendar", days.pin()}}));
    if (answer.due.provisional) {
        report.lines.push_back(
            say(options, "cli.date_provisional", {{"year", std::to_string(answer.provisional_year)}}));
    }
    for (const LedgerRow& row : answer.rows) report.lines.push_back(row_line(options, period.unit, row));
    return report;
}

base::Result<TaskReport> count_days(const TaskOptions& options) {
    const auto days = TRY(carried_calendar(options.calendar));
    CHECK(options.paths.size() == 2);
    const auto elapsed = TRY(calendar::elapsed_between(options.paths[0], options.paths[1], days));
    TaskReport report;
    report.lines.push_back(say(options, "cli.date_elapsed",
                               {{"from", options.paths[0]},
                                {"to", options.paths[1]},
                                {"working_days", std::to_string(elapsed.working_days)},
                                {"days", std::to_string(elapsed.days)}}));
    base::JsonWriter(report.json)
        .open_object()
        .member("from", options.paths[0])
        .member("to", options.paths[1])
        .member("working_days", std::int64_t{elapsed.working_days})
        .member("days", std::int64_t{elapsed.days})
        .member("calendar", days.pin())
        .flag("provisional", elapsed.provisional)
        .close_object();
    return report;
}

}  // namespace app
