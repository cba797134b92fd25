#include "calendar/work_calendar.h"

#include <algorithm>
#include <utility>

namespace calendar {

namespace {

constexpr std::uint8_t kNoFile = 255;

// The days not counted, merged: at most kPausesMax half-open runs of day indices, in order. Only `count` of
// them are set.
struct Run {
    int first;
    int second;
};
struct Gaps {
    Run runs[kPausesMax];
    std::size_t count;
};

// R7: p < d ≤ r, that is [p+1, r+1). Overlapping and touching pauses are one. Matters have few pauses, mostly
// in order, so each finds its place from the end.
Gaps merge(Pauses pauses, int first, int size) noexcept {
    Gaps gaps;
    gaps.count = 0;
    for (const Pause& pause : pauses.first(std::min(pauses.size(), kPausesMax))) {
        const int from = std::clamp(pause.paused.days - first + 1, 0, size);
        const int to = std::clamp(pause.resumed.days - first + 1, 0, size);
        if (from >= to) continue;
        std::size_t place = gaps.count++;
        for (; place > 0 && gaps.runs[place - 1].first > from; --place)
            gaps.runs[place] = gaps.runs[place - 1];
        gaps.runs[place] = {from, to};
    }
    if (gaps.count < 2) return gaps;
    std::size_t kept = 0;
    for (std::size_t i = 1; i < gaps.count; ++i) {
        if (gaps.runs[i].first <= gaps.runs[kept].second)
            gaps.runs[kept].second = std::max(gaps.runs[kept].second, gaps.runs[i].second);
        else
            gaps.runs[++kept] = gaps.runs[i];
    }
    gaps.count = kept + 1;
    return gaps;
}

bool inside(const Gaps& gaps, int day) noexcept {
    for (std::size_t i = 0; i < gaps.count; ++i)
        if (day >= gaps.runs[i].first && day < gaps.runs[i].second) return true;
    return false;
}

}  // namespace

std::string_view row_word(RowKind kind) {
    constexpr std::string_view words[] = {"start", "counted", "weekend",   "holiday", "makeup",
                                          "local", "paused",  "extension", "due"};
    return words[static_cast<std::size_t>(kind)];
}

WorkCalendar WorkCalendar::compile(Parts parts) {
    WorkCalendar compiled;
    compiled.parts_ = std::move(parts);
    if (compiled.parts_.names.empty()) compiled.parts_.names.emplace_back();
    compiled.build();
    return compiled;
}

void WorkCalendar::build() {
    first_ = Date::of(kFirstYear, 1, 1).days;
    const int end = Date::of(kHorizonYear, 1, 1).days;
    const auto size = static_cast<std::size_t>(end - first_);
    kind_.assign(size, static_cast<std::uint8_t>(DayKind::Working));
    file_.assign(size, kNoFile);
    name_.assign(size, 0);
    std::vector<std::uint8_t> loose(size, 1);
    for (const int year : parts_.noticed_years) {
        if (year < kFirstYear || year >= kHorizonYear) continue;
        const int from = Date::of(year, 1, 1).days - first_;
        const int to = Date::of(year + 1, 1, 1).days - first_;
        std::fill(loose.begin() + from, loose.begin() + to, std::uint8_t{0});
    }
    for (std::size_t i = 0; i < size; ++i) {
        const unsigned weekday = Date{first_ + static_cast<int>(i)}.weekday();
        if (weekday == 0 || weekday == 6) kind_[i] = static_cast<std::uint8_t>(DayKind::Weekend);
    }
    for (const ListedDay& listed : parts_.days) {
        if (listed.date.days < first_ || listed.date.days >= end) continue;
        const auto i = static_cast<std::size_t>(listed.date.days - first_);
        kind_[i] = static_cast<std::uint8_t>(listed.kind);
        file_[i] = listed.file;
        name_[i] = listed.name;
    }
    before_.assign(1, 0);
    provisional_.assign(1, 0);
    working_.clear();
    for (std::size_t i = 0; i < size; ++i) {
        const auto kind = static_cast<DayKind>(kind_[i]);
        const bool counts = kind == DayKind::Working || kind == DayKind::Makeup;
        if (counts) working_.push_back(static_cast<std::uint16_t>(i));
        before_.push_back(static_cast<std::uint16_t>(before_.back() + (counts ? 1 : 0)));
        provisional_.push_back(static_cast<std::uint16_t>(provisional_.back() + loose[i]));
    }
}

WorkCalendar WorkCalendar::with_local_days(std::span<const Date> days_off, std::string_view order) const {
    WorkCalendar local = *this;
    local.parts_.files.emplace_back(order);
    const auto file = static_cast<std::uint8_t>(local.parts_.files.size() - 1);
    for (const Date day : days_off) {
        std::erase_if(local.parts_.days, [&](const ListedDay& listed) { return listed.date == day; });
        local.parts_.days.push_back({day, DayKind::Local, file, 0});
    }
    local.build();
    return local;
}

int WorkCalendar::index_of(Date date) const noexcept {
    return std::clamp(date.days - first_, 0, static_cast<int>(kind_.size()) - 1);
}

DayKind WorkCalendar::kind_of(Date date) const noexcept {
    return static_cast<DayKind>(kind_[static_cast<std::size_t>(index_of(date))]);
}

bool WorkCalendar::works(Date date) const noexcept {
    const auto i = static_cast<std::size_t>(index_of(date));
    return before_[i + 1] != before_[i];
}

bool WorkCalendar::provisional(Date date) const noexcept {
    const int i = index_of(date);
    return i != date.days - first_ || touches_provisional(i - 1, i);
}

// Whether (from, to] holds a day of a year without a notice.
bool WorkCalendar::touches_provisional(int from, int to) const noexcept {
    return provisional_[static_cast<std::size_t>(to + 1)] != provisional_[static_cast<std::size_t>(from + 1)];
}

int WorkCalendar::working_days(Date from, Date to) const noexcept {
    const int last = static_cast<int>(kind_.size());
    const auto a = static_cast<std::size_t>(std::clamp(from.days - first_, 0, last));
    const auto b = static_cast<std::size_t>(std::clamp(to.days - first_, 0, last));
    return b > a ? before_[b] - before_[a] : 0;
}

// 许可法 82, R2: the n-th working day after the start that is not paused.
int WorkCalendar::nth_working(int start, int count, Pauses pauses) const noexcept {
    const auto last = static_cast<int>(working_.size()) - 1;
    const auto at = [&](int rank) {
        return static_cast<int>(working_[static_cast<std::size_t>(std::clamp(rank, 0, last))]);
    };
    int rank = before_[static_cast<std::size_t>(start + 1)] + count - 1;
    int due = at(rank);
    if (pauses.empty()) return due;
    const Gaps gaps = merge(pauses, first_, static_cast<int>(kind_.size()));
    for (std::size_t i = 0; i < gaps.count; ++i) {
        const int from = std::max(gaps.runs[i].first, start + 1);
        const int to = gaps.runs[i].second;
        if (from >= to) continue;
        if (from > due) break;
        rank += before_[static_cast<std::size_t>(to)] - before_[static_cast<std::size_t>(from)];
        due = at(rank);
    }
    return due;
}

int WorkCalendar::nth_natural(int start, int count, Pauses pauses) const noexcept {
    int due = start + count;
    const Gaps gaps = merge(pauses, first_, static_cast<int>(kind_.size()));
    for (std::size_t i = 0; i < gaps.count; ++i) {
        const int from = std::max(gaps.runs[i].first, start + 1);
        const int to = gaps.runs[i].second;
        if (from >= to) continue;
        if (from > due) break;
        due += to - from;
    }
    return std::min(due, static_cast<int>(kind_.size()) - 1);
}

Due WorkCalendar::add(Date start, Span span, Pauses pauses, Roll roll) const noexcept {
    const int from = index_of(start);
    int due = from;
    if (span.count > 0) {
        if (span.unit == Unit::WorkingDays) {
            due = nth_working(from, span.count, pauses);
        } else {
            const int days = span.unit == Unit::Hours ? (span.count + 23) / 24 : in_days(start, span).count;
            due = nth_natural(from, days, pauses);
            // 民法典 203: when the last day is a day off, the day after the holiday is the last day.
            if (span.unit != Unit::Hours && roll == Roll::Next) {
                const auto rank = static_cast<std::size_t>(before_[static_cast<std::size_t>(due)]);
                if (rank < working_.size()) due = working_[rank];
            }
        }
    }
    const int last = static_cast<int>(kind_.size()) - 1;
    const bool outside = from != start.days - first_ || due >= last;
    return {Date{first_ + due}, outside || touches_provisional(from, due)};
}

int WorkCalendar::elapsed(Date from, Date to, Unit unit, Pauses pauses) const noexcept {
    const int a = index_of(from) + 1;
    const int b = index_of(to) + 1;
    if (b <= a) return 0;
    const auto counted = [&](int start, int end) {
        if (unit != Unit::WorkingDays) return end - start;
        return before_[static_cast<std::size_t>(end)] - before_[static_cast<std::size_t>(start)];
    };
    int days = counted(a, b);
    if (pauses.empty()) return days;
    const Gaps gaps = merge(pauses, first_, static_cast<int>(kind_.size()));
    for (std::size_t i = 0; i < gaps.count; ++i) {
        const int start = std::max(gaps.runs[i].first, a);
        const int end = std::min(gaps.runs[i].second, b);
        if (start < end) days -= counted(start, end);
    }
    return days;
}

// 许可法 48: told seven days before the hearing. add(d, n) ≤ X holds while (d, X] has n working days.
Date WorkCalendar::latest_start(Date before, Span span) const noexcept {
    if (span.unit == Unit::Months) {
        Date day = before.plus_months(-span.count);
        while (day.plus(1).plus_months(span.count) <= before) day = day.plus(1);
        return day;
    }
    if (span.unit != Unit::WorkingDays) return before.plus(-span.count);
    if (span.count == 0) return before;
    const int rank = before_[static_cast<std::size_t>(index_of(before) + 1)] - span.count;
    if (rank < 0) return Date{first_};
    return Date{first_ + working_[static_cast<std::size_t>(rank)] - 1};
}

Date WorkCalendar::back(Date date, int count) const noexcept {
    const int rank = before_[static_cast<std::size_t>(index_of(date))] - count;
    return rank < 0 ? Date{first_} : Date{first_ + working_[static_cast<std::size_t>(rank)]};
}

// One day of an explanation, before runs are joined. `number` is the last number given; a counted day takes
// the next.
LedgerRow WorkCalendar::row_of(int day, Counting counting, int& number) const {
    const auto [paused, counts, unit] = counting;
    const auto slot = static_cast<std::size_t>(day);
    LedgerRow row{RowKind::Counted, Date{first_ + day}, Date{first_ + day}, 0, 0, false, {}, {}};
    row.provisional = touches_provisional(day - 1, day);
    if (paused) {
        row.kind = RowKind::Paused;
        return row;
    }
    if (counts && unit != Unit::WorkingDays) {  // counted whatever day it is
        row.first_number = row.last_number = ++number;
        return row;
    }
    row.name = parts_.names[name_[slot]];
    if (file_[slot] != kNoFile) row.notice = parts_.files[file_[slot]];
    const auto kind = static_cast<DayKind>(kind_[slot]);
    if (counts) {
        row.first_number = row.last_number = ++number;
        if (kind == DayKind::Makeup) row.kind = RowKind::Makeup;
    } else if (kind == DayKind::Weekend) {
        row.kind = RowKind::Weekend;
    } else {
        row.kind = kind == DayKind::Local ? RowKind::Local : RowKind::Holiday;
    }
    return row;
}

std::vector<LedgerRow> WorkCalendar::explain(Date start, Span span, Pauses pauses, Roll roll,
                                             Ending ending) const {
    std::vector<LedgerRow> rows;
    const int from = index_of(start);
    int due = index_of(add(start, span, pauses, roll).date);
    if (ending.no_later.days != 0) due = std::clamp(index_of(ending.no_later), from, due);
    const int granted_from =
        ending.granted_from > 0 ? in_days(start, {ending.granted_from, span.unit}).count : 0;
    span = in_days(start, span);
    const Gaps gaps = merge(pauses, first_, static_cast<int>(kind_.size()));
    rows.push_back({RowKind::Start, start, start, 0, 0, provisional(start), {}, {}});
    if (due == from) rows.push_back({RowKind::Due, start, start, 0, 0, provisional(start), {}, {}});
    int number = 0;
    for (int day = from + 1; day <= due; ++day) {
        const bool counts = span.unit == Unit::WorkingDays ? works(Date{first_ + day}) : number < span.count;
        LedgerRow row = row_of(day, {inside(gaps, day), counts, span.unit}, number);
        if (day == due)
            row.kind = RowKind::Due;
        else if (granted_from > 0 && row.first_number > granted_from)
            row.kind = RowKind::Extension;
        LedgerRow& last = rows.back();
        const bool same = last.kind == row.kind && last.provisional == row.provisional &&
                          last.name == row.name && last.notice == row.notice;
        if (same)
            last.last = row.last, last.last_number = row.last_number;
        else
            rows.push_back(row);
    }
    return rows;
}

Span in_days(Date start, Span span) noexcept {
    if (span.unit != Unit::Months) return span;
    return {start.plus_months(span.count).days - start.days, Unit::Days};
}

Instant add_hours(Instant start, int hours, std::span<const InstantPause> pauses) {
    std::vector<std::pair<std::int64_t, std::int64_t>> gaps;
    for (const InstantPause& pause : pauses)
        if (pause.from < pause.to) gaps.emplace_back(std::max(pause.from.ms, start.ms), pause.to.ms);
    std::sort(gaps.begin(), gaps.end());
    std::int64_t due = start.ms + std::int64_t{hours} * 3600 * 1000;
    std::int64_t reached = start.ms;
    for (const auto& [from, to] : gaps) {
        const std::int64_t begin = std::max(from, reached);
        if (begin >= due) break;
        if (to <= begin) continue;
        due += to - begin;
        reached = to;
    }
    return {due};
}

}  // namespace calendar
