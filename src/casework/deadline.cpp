#include "casework/deadline.h"

#include <algorithm>

namespace casework {

using calendar::Due;
using calendar::Instant;
using calendar::Pause;
using calendar::Roll;
using calendar::Span;
using calendar::Unit;
using calendar::WorkCalendar;

namespace {

std::vector<Pause> pauses_of(const ClockState& clock) {
    std::vector<Pause> pauses;
    pauses.reserve(clock.pauses.size());
    // An open pause ends by itself at the planned end that the applicant was told (B1).
    for (const ClockPause& pause : clock.pauses) pauses.push_back({pause.paused, pause.resumed});
    return pauses;
}

Span whole(const ClockState& clock) {
    return {clock.budget + clock.extension, clock.unit};
}

Due due_of(const ClockState& clock, const Deadline& rule, const WorkCalendar& days) {
    const Roll roll = rule.bound == Bound::Min ? Roll::None : rule.roll;
    return days.add(clock.start, whole(clock), pauses_of(clock), roll);
}

ClockChange change_of(const ClockState& clock, const Deadline& rule, std::size_t slot,
                      std::string_view word) {
    ClockChange change;
    change.clock = Code::of(rule.name);
    change.slot = static_cast<std::int64_t>(slot);
    change.round = clock.round;
    change.change = Code::of(word);
    change.kind = Code::of(class_code(rule.kind));
    change.due = clock.due;
    change.due_at = clock.due_at;
    change.no_later = clock.no_later;
    change.provisional = clock.provisional;
    return change;
}

std::vector<std::int64_t> during(std::uint8_t step) {
    if (step == kNoStep) return {};
    return {step};
}

// The period as it stands after a change, due again.
void set_due(ClockChange& change, const ClockState& after, const Deadline& rule, const WorkCalendar& days) {
    if (after.unit == Unit::Hours) return;
    Due due = due_of(after, rule, days);
    // B2: min(own, parent.due − 5wd). What it is cut to may lie in a year without a notice even so.
    if (after.no_later.days != 0) due.date = std::min(due.date, after.no_later);
    change.due = due.date;
    change.due_at = due.moment();
    change.provisional = due.provisional;
}

// R4: hours are exact. When a period of hours began is its due moment less its length.
int hours_used(const ClockState& clock, Instant now) {
    if (!clock.running()) return clock.hours_used;
    constexpr std::int64_t kHour = 3600;
    const Instant began = clock.due_at.plus_seconds(-kHour * (clock.budget + clock.extension));
    return static_cast<int>(std::max<std::int64_t>(0, now.seconds() - began.seconds()) / kHour);
}

// What was used and what is left. A month counts as the natural days between its ends.
void count(ClockReading& reading, const ClockState& clock, const Deadline& rule, const WorkCalendar& days,
           Instant now) {
    const Span counted = calendar::in_days(clock.start, whole(clock));
    reading.unit = counted.unit;
    reading.budget = counted.count;
    if (counted.unit == Unit::Hours) {
        reading.consumed = hours_used(clock, now);
    } else {
        const std::vector<Pause> pauses = pauses_of(clock);
        reading.limited = rule.within_another && clock.due < due_of(clock, rule, days).date;
        if (reading.limited) reading.budget = days.elapsed(clock.start, clock.due, clock.unit, pauses);
        const Date until = clock.running() ? now.date() : clock.stopped;
        reading.consumed = days.elapsed(clock.start, until, clock.unit, pauses);
    }
    reading.remaining = reading.budget - reading.consumed;
}

// A pause ends by itself on the day that was told.
bool held_on(const ClockState& clock, Date today) {
    return std::any_of(clock.pauses.begin(), clock.pauses.end(),
                       [&](const ClockPause& pause) { return pause.open && today <= pause.resumed; });
}

Instant mark_instant(const ClockReading& reading, const MarkRule& mark, const WorkCalendar& days) {
    if (mark.offset == 0) return reading.due_at;
    if (mark.offset > 0) return days.add(reading.due, {mark.offset, Unit::WorkingDays}).moment();
    // 00:00 of the k-th working day before the due day.
    return Instant::start_of(days.back(reading.due, -mark.offset));
}

}  // namespace

std::string_view class_code(DeadlineClass kind) {
    constexpr std::string_view codes[] = {"F", "C", "S"};
    return codes[static_cast<std::size_t>(kind)];
}

ClockReading evaluate(const ClockState& clock, const Deadline& rule, const WorkCalendar& days, Instant now) {
    ClockReading reading;
    reading.phase = clock.phase;
    if (clock.phase == ClockPhase::Idle) return reading;
    reading.start = clock.start;
    reading.due = clock.due;
    reading.due_at = clock.due_at;
    reading.provisional = clock.provisional;
    reading.entered_later = clock.entered_later;
    count(reading, clock, rule, days, now);
    if (clock.phase == ClockPhase::Paused && !held_on(clock, now.date())) reading.phase = ClockPhase::Running;
    // R8: at least so long must pass; who takes longer is not late by it.
    reading.overdue = rule.bound == Bound::Max && clock.running() && now >= clock.due_at;
    // 许可法 32(4): past five days without a word, the application is accepted, whether or not anybody
    // wrote it down.
    if (reading.overdue && rule.deem.allowed) reading.phase = ClockPhase::Deemed;
    // I6: a calendar that became known after the due day it gives marks nothing before the end of that day.
    const bool late_known = clock.unit != Unit::Hours && clock.due_at > Due{clock.due, false}.moment();
    for (const MarkRule& mark : rule.marks) {
        Instant at = mark_instant(reading, mark, days);
        if (late_known) at = std::max(at, clock.due_at);
        const bool before_stop = clock.running() || Instant::start_of(clock.stopped.plus(1)) > at;
        reading.marks.push_back({mark.level, at, now >= at && before_stop});
    }
    return reading;
}

std::vector<calendar::LedgerRow> explain(const ClockState& clock, const Deadline& rule,
                                         const WorkCalendar& days) {
    const Roll roll = rule.bound == Bound::Min ? Roll::None : rule.roll;
    // Of a period within another the day on record is the least of both. Where a new calendar moved the two
    // against each other and the day stayed, nothing was recorded, and no_later is what it was before.
    const Date no_later = rule.within_another ? clock.due : Date{};
    return days.explain(clock.start, whole(clock), pauses_of(clock), roll,
                        {clock.extension > 0 ? clock.budget : 0, no_later});
}

Span budget_of(const Deadline& rule, const Sight& sight) {
    for (const BudgetCase& one : rule.cases)
        if (one.when.holds(sight)) return one.budget;
    if (rule.from_fact != kNoFact && sight.state.fact(rule.from_fact) > 0)
        return {static_cast<int>(sight.state.fact(rule.from_fact)), rule.budget.unit};
    if (!rule.from_item || sight.item.number(rule.field) <= 0) return rule.budget;
    const std::int64_t days = std::min<std::int64_t>(sight.item.number(rule.field), calendar::kSpanMax);
    return {static_cast<int>(days), Unit::WorkingDays};
}

ClockChange start_clock(const Deadline& rule, const WorkCalendar& days, const ClockStart& start) {
    const Span budget = start.budget;
    ClockState fresh;
    fresh.round = static_cast<std::uint8_t>(start.round);
    fresh.unit = budget.unit;
    fresh.budget = budget.count;
    fresh.start = start.from;
    // Another period that is nearly over leaves it its first day at least.
    if (start.no_later.days != 0) fresh.no_later = std::max(start.no_later, start.from);
    ClockChange change = change_of(fresh, rule, start.slot, "started");
    change.n = budget.count;
    change.unit = Code::of(calendar::unit_code(budget.unit));
    if (rule.deem.allowed) change.silence = Code::of("deem");
    if (rule.bound == Bound::Min) change.silence = Code::of("wait");
    change.on = start.from;
    change.entered = start.entered;
    if (budget.unit == Unit::Hours) {
        change.due_at = calendar::add_hours(start.at, budget.count);
        change.due = change.due_at.date();
        return change;
    }
    set_due(change, fresh, rule, days);
    return change;
}

ClockChange restart_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                          const WorkCalendar& days, const EarlierStart& start) {
    ClockChange change = recount_clock(clock, rule, slot, {clock.budget, clock.unit}, days);
    ClockState after = clock;
    after.start = start.from;
    change.on = start.from;
    change.entered = start.entered;
    set_due(change, after, rule, days);
    return change;
}

// 民法典 203, R5: late when the last day has passed.
ClockChange stop_clock(const ClockState& clock, const Deadline& rule, std::size_t slot, Instant now) {
    ClockChange change = change_of(clock, rule, slot, "stopped");
    change.on = now.date();
    change.late = rule.bound == Bound::Max && now >= clock.due_at;
    if (clock.unit == Unit::Hours) change.n = hours_used(clock, now);
    return change;
}

// 许可法 45: the time of a hearing, inspection, appraisal … is not counted; the applicant is told how long
// it takes.
ClockChange pause_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                        const WorkCalendar& days, const PauseBegin& begin) {
    ClockChange change = change_of(clock, rule, slot, "paused");
    change.on = begin.on;
    change.until = begin.until;
    change.during = during(begin.step);
    ClockState after = clock;
    after.pauses.push_back({begin.on, begin.until, true, begin.step});
    set_due(change, after, rule, days);
    return change;
}

ClockChange resume_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                         const WorkCalendar& days, Date today, std::uint8_t step) {
    ClockChange change = change_of(clock, rule, slot, "resumed");
    ClockState after = clock;
    change.on = today;
    change.during = during(step);
    for (ClockPause& pause : after.pauses) {
        if (!pause.open || pause.step != step) continue;
        // A pause never outlasts what the applicant was told.
        change.on = std::min(today, pause.resumed);
        pause.resumed = change.on;
        pause.open = false;
    }
    set_due(change, after, rule, days);
    return change;
}

int paused_so_far(const ClockState& clock, std::uint8_t step, const WorkCalendar& days, Unit unit) {
    int sum = 0;
    for (const ClockPause& pause : clock.pauses)
        if (pause.step == step) sum += days.elapsed(pause.paused, pause.resumed, unit);
    return sum;
}

// An extension has the unit of what it extends (F18).
ClockChange extend_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                         const WorkCalendar& days) {
    ClockChange change = change_of(clock, rule, slot, "extended");
    ClockState after = clock;
    after.extension += rule.extend.by.count;
    change.n = rule.extend.by.count;
    change.unit = Code::of(calendar::unit_code(clock.unit));
    set_due(change, after, rule, days);
    if (clock.unit == Unit::Hours) {
        change.due_at = clock.due_at.plus_seconds(std::int64_t{3600} * rule.extend.by.count);
        change.due = change.due_at.date();
    }
    return change;
}

ClockChange recount_clock(const ClockState& clock, const Deadline& rule, std::size_t slot, Span budget,
                          const WorkCalendar& days) {
    ClockChange change = change_of(clock, rule, slot, "recounted");
    ClockState after = clock;
    after.budget = budget.count;
    after.unit = budget.unit;
    change.n = budget.count;
    change.unit = Code::of(calendar::unit_code(budget.unit));
    set_due(change, after, rule, days);
    return change;
}

ClockChange recompute_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                            const WorkCalendar& days) {
    ClockChange change = change_of(clock, rule, slot, "moved");
    set_due(change, clock, rule, days);
    return change;
}

void not_before_known(ClockChange& moved, const ClockState& clock, Instant known) {
    const Instant day_end = Instant::start_of(known.date().plus(1));
    moved.due_at = std::max(moved.due_at, std::min(clock.due_at, day_end));
}

Instant near_until(const WorkCalendar& days, Instant now) {
    return days.add(now.date(), {kNearDays, Unit::WorkingDays}).moment();
}

Lamp lamp_of(Instant due_at, ClockPhase phase, const WorkCalendar& days, Instant now) {
    if (due_at.ms == 0) return Lamp::None;
    if (phase == ClockPhase::Paused) return Lamp::Paused;
    if (now >= due_at) return Lamp::Over;
    return due_at <= near_until(days, now) ? Lamp::Near : Lamp::Green;
}

}  // namespace casework
