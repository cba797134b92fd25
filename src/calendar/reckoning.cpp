#include "calendar/reckoning.h"

#include <algorithm>
#include <charconv>

namespace calendar {

namespace {

using base::Error;
using base::ErrorCode;

int most_of(Unit unit) {
    switch (unit) {
    case Unit::WorkingDays:
    case Unit::Days: return kSpanMax;
    case Unit::Hours: return kPeriodHoursMax;
    case Unit::Months: return kMonthsMax;
    }
    return 0;
}

// 20wd, also "20 wd".
base::Result<Span> read_amount(std::string_view text, std::string_view field) {
    if (text.empty()) return Error(ErrorCode::Invalid, "calendar.no_period").at(field);
    const std::string_view shown = text.substr(0, kPeriodTextMax);
    Span amount;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, amount.count);
    std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
    if (unit.starts_with(' ')) unit.remove_prefix(1);
    const auto known = parse_unit(unit);
    const bool number = read.ec == std::errc() || read.ec == std::errc::result_out_of_range;
    if (!number || !known.ok() || text.starts_with('-'))
        return Error(ErrorCode::Invalid, "calendar.bad_period").with("span", shown).at(field);
    amount.unit = known.value();
    const int most = most_of(amount.unit);
    if (read.ec != std::errc() || amount.count > most) {
        return Error(ErrorCode::Invalid, "calendar.period_too_long")
            .with("most", std::to_string(most) + std::string(unit))
            .at(field);
    }
    return amount;
}

base::Result<Date> read_day(std::string_view text, std::string_view field) {
    const auto parsed = Date::parse(text);
    if (!parsed.ok()) return Error(ErrorCode::Invalid, "date.malformed").at(field);
    const Date day = parsed.value();
    if (day.year() < kFirstYear || day.year() >= kHorizonYear) {
        return Error(ErrorCode::Invalid, "calendar.outside_table")
            .with("first", std::to_string(kFirstYear))
            .with("last", std::to_string(kHorizonYear - 1))
            .at(field);
    }
    return day;
}

base::Result<Pause> read_pause(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
        return Error(ErrorCode::Invalid, "calendar.bad_pause")
            .with("pause", text.substr(0, kPeriodTextMax))
            .at("pause");
    }
    const Date paused = TRY(read_day(text.substr(0, dots), "pause"));
    const Date resumed = TRY(read_day(text.substr(dots + 2), "pause"));
    if (resumed < paused) {
        return Error(ErrorCode::Invalid, "calendar.pause_backwards")
            .with("paused", paused.iso())
            .with("resumed", resumed.iso())
            .at("pause");
    }
    return Pause{paused, resumed};
}

// 2026-03-02, and for hours 2026-03-02 10:00.
base::Result<> read_start(std::string_view text, Period& period) {
    constexpr std::size_t kDayLength = 10;
    if (text.empty()) return Error(ErrorCode::Invalid, "calendar.no_start").at("start");
    period.start = TRY(read_day(text.substr(0, kDayLength), "start"));
    period.from = Instant::start_of(period.start);
    const bool timed = text.size() > kDayLength;
    if (period.unit != Unit::Hours) {
        if (timed) return Error(ErrorCode::Invalid, "calendar.time_only_for_hours").at("start");
        return base::Done{};
    }
    if (text.size() != kDayLength + 6)
        return Error(ErrorCode::Invalid, "calendar.hours_need_time").at("start");
    const std::string moment =
        period.start.iso() + "T" + std::string(text.substr(kDayLength + 1)) + ":00+08:00";
    const auto parsed = Instant::parse(moment);
    if (!parsed.ok()) return Error(ErrorCode::Invalid, "calendar.hours_need_time").at("start");
    period.from = parsed.value();
    return base::Done{};
}

Reckoning reckon_hours(const Period& period, const WorkCalendar& days) {
    Reckoning answer;
    answer.due_at = add_hours(period.from, period.count + period.extension);
    answer.due = {answer.due_at.date(), days.provisional(answer.due_at.date())};
    answer.rows.push_back(
        {RowKind::Start, period.start, period.start, 0, 0, days.provisional(period.start), {}, {}});
    answer.rows.push_back(
        {RowKind::Due, answer.due.date, answer.due.date, 0, 0, answer.due.provisional, {}, {}});
    return answer;
}

}  // namespace

std::string_view row_words(RowKind kind, Unit unit) {
    const bool natural = kind == RowKind::Counted && unit != Unit::WorkingDays;
    return natural ? "natural" : row_word(kind);
}

std::string Period::span_text() const {
    return std::to_string(count) + std::string(unit_code(unit));
}

std::string Period::extend_text() const {
    return extension == 0 ? std::string() : std::to_string(extension) + std::string(unit_code(unit));
}

base::Result<Period> read_period(const PeriodTyped& typed) {
    Period period;
    const Span span = TRY(read_amount(typed.span, "span"));
    period.unit = span.unit;
    period.count = span.count;
    TRY(read_start(typed.start, period));
    if (!typed.extend.empty()) {
        const Span more = TRY(read_amount(typed.extend, "extend"));
        // An extension has the unit of what it extends.
        if (more.unit != span.unit) return Error(ErrorCode::Invalid, "calendar.other_unit").at("extend");
        if (span.count + more.count > most_of(span.unit)) {
            return Error(ErrorCode::Invalid, "calendar.period_too_long")
                .with("most", std::to_string(most_of(span.unit)) + std::string(unit_code(span.unit)))
                .at("extend");
        }
        period.extension = more.count;
    }
    if (typed.pauses.size() > kPeriodPausesMax) {
        return Error(ErrorCode::Invalid, "calendar.too_many_pauses")
            .with("most", std::to_string(kPeriodPausesMax))
            .at("pause");
    }
    for (const std::string& pause : typed.pauses) period.pauses.push_back(TRY(read_pause(pause)));
    if (span.unit == Unit::Hours && !period.pauses.empty())
        return Error(ErrorCode::Invalid, "calendar.hours_no_pause").at("pause");
    if (!typed.roll.empty() && typed.roll != "next" && typed.roll != "none")
        return Error(ErrorCode::Invalid, "calendar.bad_roll").at("roll");
    period.roll = typed.roll == "none" ? Roll::None : Roll::Next;
    return period;
}

base::Result<Reckoning> reckon(const Period& period, const WorkCalendar& days) {
    Reckoning answer;
    if (period.unit == Unit::Hours) {
        answer = reckon_hours(period, days);
    } else {
        const Span whole{period.count + period.extension, period.unit};
        const int granted_from = period.extension > 0 ? period.count : 0;
        answer.due = days.add(period.start, whole, period.pauses, period.roll);
        answer.due_at = answer.due.moment();
        answer.counted = in_days(period.start, whole).count;
        answer.rows = days.explain(period.start, whole, period.pauses, period.roll, {granted_from, {}});
    }
    const Date last = Date::of(kHorizonYear, 1, 1).plus(-1);
    if (answer.due.date >= last) {
        return Error(ErrorCode::Invalid, "calendar.beyond_table")
            .with("last", std::to_string(kHorizonYear - 1))
            .at("span");
    }
    const auto loose = std::find_if(answer.rows.begin(), answer.rows.end(),
                                    [](const LedgerRow& row) { return row.provisional; });
    if (loose != answer.rows.end()) answer.provisional_year = loose->from.year();
    return answer;
}

base::Result<Elapsed> elapsed_between(std::string_view from, std::string_view to, const WorkCalendar& days) {
    const Date first = TRY(read_day(from, "from"));
    const Date last = TRY(read_day(to, "to"));
    if (last < first) return Error(ErrorCode::Invalid, "calendar.backwards").at("to");
    Elapsed elapsed;
    elapsed.working_days = days.elapsed(first, last);
    elapsed.days = last.days - first.days;
    for (int year = first.year(); year <= last.year(); ++year)
        elapsed.provisional = elapsed.provisional || days.provisional(Date::of(year, 12, 31));
    return elapsed;
}

void write_ledger(base::JsonWriter& json, const std::vector<LedgerRow>& rows) {
    json.key("ledger").open_list();
    for (const LedgerRow& row : rows) {
        json.open_object()
            .member("kind", row_word(row.kind))
            .member("from", row.from.iso())
            .member("last", row.last.iso())
            .member("days", std::int64_t{row.last.days - row.from.days + 1});
        if (row.counted())
            json.member("first_number", std::int64_t{row.first_number})
                .member("last_number", std::int64_t{row.last_number});
        if (!row.name.empty()) json.member("name", row.name);
        if (!row.notice.empty()) json.member("notice", row.notice);
        if (row.provisional) json.flag("provisional", true);
        json.close_object();
    }
    json.close_list();
}

std::string reckoning_json(const Period& period, const Reckoning& answer, const WorkCalendar& days) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().member("start", period.start.iso()).member("span", period.span_text());
    if (period.unit == Unit::Hours) json.member("from", period.from.text());
    if (period.extension > 0) json.member("extend", period.extend_text());
    json.key("pauses").open_list();
    for (const Pause& pause : period.pauses) json.string(pause.paused.iso() + ".." + pause.resumed.iso());
    json.close_list()
        .member("roll", period.roll == Roll::Next ? "next" : "none")
        .member("calendar", days.pin())
        .member("due", answer.due.date.iso())
        .member("late_from", answer.due_at.text())
        .member("counted", std::int64_t{answer.counted})
        .flag("provisional", answer.due.provisional);
    if (answer.provisional_year != 0) json.member("provisional_year", std::int64_t{answer.provisional_year});
    write_ledger(json, answer.rows);
    json.close_object();
    return out;
}

}  // namespace calendar
