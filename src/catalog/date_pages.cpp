// /date: anyone works out a statutory period and reads, day by day, why it ends when it ends; the same as
// JSON at /api/date.

#include "calendar/calendar_file.h"
#include "calendar/reckoning.h"
#include "catalog/catalog_pages.h"
#include "catalog/item_pages.h"
#include "text/display.h"

#include <algorithm>
#include <charconv>

namespace catalog {

namespace {

using base::Error;
using base::ErrorCode;
using calendar::LedgerRow;
using calendar::Period;
using calendar::PeriodTyped;
using calendar::Reckoning;
using calendar::Unit;

constexpr std::size_t kPauseRowsShown = 3;

struct Option {
    std::string value, label;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("label", label), visit("is_selected", is_selected);
    }
};
struct PauseRow {
    std::string n, from, to;
    void fields(auto& visit) { visit("n", n), visit("from", from), visit("to", to); }
};
struct DayRow {
    std::string day, days, count, why, notice;
    bool is_off = false, is_due = false, is_loose = false;
    void fields(auto& visit) {
        visit("day", day), visit("days", days), visit("count", count), visit("why", why),
            visit("notice", notice);
        visit("is_off", is_off), visit("is_due", is_due), visit("is_loose", is_loose);
    }
};
struct ExampleRow {
    std::string example, url, span, basis, basis_url;
    void fields(auto& visit) {
        visit("example", example), visit("url", url), visit("span", span), visit("basis", basis),
            visit("basis_url", basis_url);
    }
};
struct DatePage {
    std::string start, n, extend, calendar;
    std::string start_error, span_error, extend_error, pause_error;
    std::vector<Option> units, rolls;
    std::vector<PauseRow> pauses;
    bool has_more = false;  // the part below is open
    std::string due, late_from, started, span, not_counted, provisional_year, pin, json_url, unit;
    std::vector<DayRow> days;
    std::vector<ExampleRow> examples;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("start", start), visit("n", n), visit("extend", extend), visit("calendar", calendar);
        visit("start_error", start_error), visit("span_error", span_error);
        visit("extend_error", extend_error), visit("pause_error", pause_error);
        visit("units", units), visit("rolls", rolls), visit("pauses", pauses), visit("has_more", has_more);
        visit("due", due), visit("late_from", late_from), visit("started", started), visit("span", span);
        visit("not_counted", not_counted), visit("provisional_year", provisional_year);
        visit("pin", pin), visit("json_url", json_url), visit("days", days);
        visit("examples", examples), visit("errors", errors), visit("unit", unit);
    }
};

// What was asked, as it stands in the address: span=20wd, or n=20 and unit=wd of the form.
struct Asked {
    PeriodTyped typed;
    std::string n, unit, extend_n;
    std::string calendar;
};

std::string folded(std::string_view text) {
    return std::string(text.substr(0, calendar::kPeriodTextMax));
}

std::string digits_of(std::string_view span) {
    const auto end = std::find_if(span.begin(), span.end(), [](char c) { return c < '0' || c > '9'; });
    return std::string(span.begin(), end);
}

Asked read_asked(const web::Request& request) {
    Asked asked;
    asked.calendar = folded(request.query("calendar"));
    asked.typed.start = folded(request.query("start"));
    asked.typed.roll = folded(request.query("roll"));
    asked.typed.span = folded(request.query("span"));
    if (asked.typed.span.empty()) {
        asked.n = folded(request.query("n"));
        asked.unit = folded(request.query("unit"));
        if (asked.unit.empty()) asked.unit = "wd";
        if (!asked.n.empty()) asked.typed.span = asked.n + asked.unit;
    } else {
        asked.n = digits_of(asked.typed.span);
        asked.unit = asked.typed.span.substr(asked.n.size());
    }
    asked.typed.extend = folded(request.query("extend"));
    // The form gives a number: an extension has the unit of what it extends.
    asked.extend_n = digits_of(asked.typed.extend);
    if (!asked.extend_n.empty() && asked.extend_n == asked.typed.extend) asked.typed.extend += asked.unit;
    for (const std::string_view pause : request.http.query.all("pause"))
        asked.typed.pauses.push_back(std::string(pause.substr(0, calendar::kPeriodTextMax)));
    for (std::size_t row = 1; row <= kPauseRowsShown; ++row) {
        const std::string n = std::to_string(row);
        const std::string_view from = request.query("from" + n);
        const std::string_view to = request.query("to" + n);
        if (!from.empty() || !to.empty()) asked.typed.pauses.push_back(folded(from) + ".." + folded(to));
    }
    return asked;
}

base::Result<CalendarPtr> calendar_asked(const CatalogRoom& room, const identity::Reading& reading,
                                         const std::string& pin) {
    if (!pin.empty()) return room.keeper.calendar_under(reading.db, pin);
    CalendarPtr days = room.keeper.current()->calendar;
    if (days == nullptr) return Error(ErrorCode::Conflict, "date.no_calendar");
    return days;
}

// The words of one reader.
class DateWords {
public:
    DateWords(const web::Site& site, const web::Request& request) : site_(site), request_(request) {}

    std::string text(std::string_view key, const web::TextArgs& args = {}) const {
        return site_.text(request_, key, args);
    }
    web::Locale locale() const { return request_.skin.locale; }
    std::string span(int count, Unit unit) const {
        return text("date.span." + std::string(calendar::unit_code(unit)), {{"n", std::to_string(count)}});
    }
    std::string day(calendar::Date day, int year) const {
        return day.year() == year ? text::short_date(day, locale()) : text::date(day, locale());
    }
    // An order of the county is named as it is.
    std::string notice(std::string_view notice) const {
        const calendar::Notice named = calendar::name_notice(notice);
        switch (named.kind) {
        case calendar::NoticeKind::None: return {};
        case calendar::NoticeKind::Yearly: return text("date.notice_of", {{"year", named.year}});
        case calendar::NoticeKind::Statutory: return text("date.notice_statutory");
        case calendar::NoticeKind::Order: break;
        }
        return std::string(notice);
    }
    // `year` is the one shown last: it is named where it changes.
    DayRow row(const LedgerRow& run, Unit unit, int& year) const;

private:
    const web::Site& site_;
    const web::Request& request_;
};

DayRow DateWords::row(const LedgerRow& run, Unit unit, int& year) const {
    const std::string dash = "\xe2\x80\x93";
    DayRow row;
    row.day = day(run.from, year);
    if (run.from == run.last) {
        row.day += " " + text::weekday(run.from, locale());
    } else {
        row.day += dash + day(run.last, run.from.year());
        row.days = text("date.run", {{"n", std::to_string(run.last.days - run.from.days + 1)}});
    }
    year = run.last.year();
    row.count = run.counted() ? std::to_string(run.first_number) : "\xe2\x80\x94";
    if (run.last_number > run.first_number) row.count += dash + std::to_string(run.last_number);
    row.is_due = run.kind == calendar::RowKind::Due;
    row.is_off = !run.counted() && !row.is_due;
    row.is_loose = run.provisional;
    row.why = text("day." + std::string(calendar::row_words(run.kind, unit)));
    if (!run.name.empty())
        row.why = text("date.why_named", {{"why", row.why}, {"name", std::string(run.name)}});
    row.notice = notice(run.notice);
    return row;
}

// The periods people ask for most, each with its article.
struct Example {
    std::string_view code, span, extend, roll, law, article;
};
constexpr Example kExamples[] = {
    {"accept", "5wd", "", "", "xingzheng-xuke-fa", "32"},
    {"permit", "20wd", "", "", "xingzheng-xuke-fa", "42"},
    {"permit_extended", "20wd", "10wd", "", "xingzheng-xuke-fa", "42"},
    {"joint", "45wd", "", "", "xingzheng-xuke-fa", "42"},
    {"delivery", "10wd", "", "", "xingzheng-xuke-fa", "44"},
    {"disclosure", "20wd", "", "", "zhengfu-xinxi-gongkai-tiaoli", "33"},
    {"third_party", "15wd", "", "", "zhengfu-xinxi-gongkai-tiaoli", "32"},
    {"penalty", "90d", "", "none", "xingzheng-chufa-fa", "60"},
    {"review", "60d", "", "", "xingzheng-fuyi-fa", "20"},
    {"lawsuit", "6mo", "", "", "xingzheng-susong-fa", "46"},
};

void fill_examples(DatePage& page, const DateWords& words, const Catalogue& catalogue,
                   const std::string& start) {
    for (const Example& one : kExamples) {
        ExampleRow& row = page.examples.emplace_back();
        row.example = words.text("date.example." + std::string(one.code));
        row.url = address("/date", {{"start", start},
                                    {"span", std::string(one.span)},
                                    {"extend", std::string(one.extend)},
                                    {"roll", std::string(one.roll)}});
        const auto read = calendar::read_period(
            {start, std::string(one.span), std::string(one.extend), std::string(one.roll), {}});
        if (read.ok()) {
            row.span = words.span(read.value().count, read.value().unit);
            if (read.value().extension > 0) {
                row.span = words.text(
                    "date.span_more",
                    {{"span", row.span}, {"more", words.span(read.value().extension, read.value().unit)}});
            }
        }
        const LawEntry* law = catalogue.laws.find_by_slug(one.law);
        if (law == nullptr) continue;
        row.basis = words.text("date.basis", {{"law", in_locale(words.locale(), law->law, law->name_en)},
                                              {"article", std::string(one.article)}});
        row.basis_url = "/laws/" + law->slug + "#art-" + std::string(one.article);
    }
}

void fill_form(DatePage& page, const DateWords& words, const Asked& asked) {
    page.start = asked.typed.start;
    page.n = asked.n;
    page.extend = asked.extend_n;
    page.calendar = asked.calendar;
    for (const Unit unit : {Unit::WorkingDays, Unit::Days, Unit::Months}) {
        const std::string code(calendar::unit_code(unit));
        page.units.push_back({code, words.text("date.unit." + code), asked.unit == code});
    }
    for (const std::string roll : {"next", "none"})
        page.rolls.push_back({roll, words.text("date.roll." + roll), asked.typed.roll == roll});
    for (std::size_t row = 0; row < std::max(kPauseRowsShown, asked.typed.pauses.size()); ++row) {
        PauseRow& shown = page.pauses.emplace_back();
        shown.n = std::to_string(row + 1);
        if (row >= asked.typed.pauses.size()) continue;
        const std::string& pause = asked.typed.pauses[row];
        const std::size_t dots = pause.find("..");
        shown.from = pause.substr(0, dots);
        if (dots != std::string::npos) shown.to = pause.substr(dots + 2);
    }
    if (page.pauses.size() > kPauseRowsShown) page.pauses.resize(kPauseRowsShown);
    page.has_more = !asked.typed.pauses.empty() || !asked.typed.extend.empty() || asked.typed.roll == "none";
}

void fill_answer(DatePage& page, const DateWords& words, const Period& period, const Reckoning& answer) {
    page.due = text::long_date(answer.due.date, words.locale());
    page.late_from = text::date_time(answer.due_at, words.locale());
    page.started = text::long_date(period.start, words.locale());
    page.span = words.span(period.count, period.unit);
    page.unit = calendar::unit_code(period.unit);
    if (period.extension > 0) {
        page.span = words.text("date.span_more",
                               {{"span", page.span}, {"more", words.span(period.extension, period.unit)}});
    }
    int off = 0;
    int year = period.start.year();
    for (const LedgerRow& row : answer.rows) {
        page.days.push_back(words.row(row, period.unit, year));
        if (page.days.back().is_off && row.kind != calendar::RowKind::Start)
            off += row.last.days - row.from.days + 1;
    }
    page.not_counted = words.text("date.run", {{"n", std::to_string(off)}});
    if (answer.due.provisional) page.provisional_year = std::to_string(answer.provisional_year);
    std::vector<std::pair<std::string_view, std::string>> query{
        {"start", period.start.iso()}, {"span", period.span_text()}, {"extend", period.extend_text()}};
    for (const calendar::Pause& pause : period.pauses)
        query.emplace_back("pause", pause.paused.iso() + ".." + pause.resumed.iso());
    if (period.roll == calendar::Roll::None) query.emplace_back("roll", "none");
    query.emplace_back("calendar", page.calendar);
    page.json_url = address("/api/date", query);
}

void fill_refusal(DatePage& page, const std::string& field, std::string message) {
    page.errors.push_back({field, message});
    std::string& place = field == "start"    ? page.start_error
                         : field == "extend" ? page.extend_error
                         : field == "pause"  ? page.pause_error
                                             : page.span_error;
    place = std::move(message);
    page.has_more = page.has_more || field == "extend" || field == "pause";
}

bool is_number(std::string_view typed) {
    return !typed.empty() && digits_of(typed).size() == typed.size();
}

// Everything that is wrong with what was typed, each beside its field.
void answer_form(DatePage& page, const DateWords& words, const web::Site& site, Asked asked,
                 const calendar::WorkCalendar& days) {
    const auto refuse = [&](const Error& error) {
        if (error.field().empty()) return;
        fill_refusal(page, error.field(), site.texts().error_text(error, words.locale()));
    };
    if (!is_number(asked.n)) {
        fill_refusal(page, "span", words.text("date.not_a_number"));
        asked.typed.span = "1" + asked.unit;  // what else is wrong
    }
    const auto period = calendar::read_period(asked.typed);
    if (!period.ok()) refuse(period.error());
    if (!page.errors.empty()) return;
    const auto reckoned = calendar::reckon(period.value(), days);
    if (!reckoned.ok()) {
        refuse(reckoned.error());
        return;
    }
    page.pin = days.pin();
    fill_answer(page, words, period.value(), reckoned.value());
}

base::Result<http::Response> show_date(const web::Site& site, const CatalogRoom& room,
                                       const identity::Reading& reading, const web::Request& request) {
    const DateWords words(site, request);
    Asked asked = read_asked(request);
    const bool is_asked = !request.query("start").empty() || !asked.typed.span.empty();
    if (!is_asked) {  // what most people come for, from today
        asked.typed.start = reading.now.date().iso();
        asked.typed.span = "20wd";
        asked.n = "20";
    }
    const CalendarPtr days = TRY(calendar_asked(room, reading, asked.calendar));
    DatePage page;
    fill_form(page, words, asked);
    answer_form(page, words, site, asked, *days);
    const bool is_day = calendar::Date::parse(page.start).ok();
    fill_examples(page, words, *room.keeper.current(), is_day ? page.start : reading.now.date().iso());
    http::Response response = site.page(request, "catalog/date", page, words.text("date.h1"));
    if (!page.errors.empty()) response.status = 422;
    return response;
}

base::Result<http::Response> answer_date(const CatalogRoom& room, const identity::Reading& reading,
                                         const web::Request& request) {
    constexpr std::string_view known[] = {"start", "span", "extend", "roll", "pause", "calendar"};
    for (const auto& [name, value] : request.http.query) {
        if (std::find(std::begin(known), std::end(known), name) == std::end(known))
            return Error(ErrorCode::Invalid, "date.unknown_parameter").with("name", folded(name)).at("query");
    }
    const Asked asked = read_asked(request);
    const CalendarPtr days = TRY(calendar_asked(room, reading, asked.calendar));
    const Period period = TRY(calendar::read_period(asked.typed));
    const Reckoning reckoned = TRY(calendar::reckon(period, *days));
    return http::json(200, calendar::reckoning_json(period, reckoned, *days));
}

}  // namespace

void add_date_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes) {
    using identity::Door;
    site.add<DatePage>("catalog/date");
    const auto show = [&site, &room](const identity::Reading& reading, const web::Request& request) {
        return show_date(site, room, reading, request);
    };
    const auto answer = [&room](const identity::Reading& reading, const web::Request& request) {
        return answer_date(room, reading, request);
    };
    routes.push_back(
        web::get("/date", {Door::Public}, "Works out a statutory period and shows it day by day", show)
            .in("help"));
    routes.push_back(web::get("/api/date", {Door::Public},
                              "The same as JSON: start, span, pause, extend, roll, calendar", answer));
}

}  // namespace catalog
