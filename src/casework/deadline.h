#pragma once
// Statutory and promised periods (计时) as pure arithmetic: state, definition, calendar and now in; due date,
// days used, marks and the explanation out. Nothing counts down anywhere. 许可法 42, 45, 82; 民法典 201, 203.

#include "calendar/work_calendar.h"
#include "casework/case_state.h"
#include "casework/process.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

struct MarkAt {
    std::string_view level;  // of the definition
    calendar::Instant at;
    bool reached = false;
};

struct ClockReading {
    ClockPhase phase = ClockPhase::Idle;
    Date start;
    Date due;
    calendar::Instant due_at;
    bool provisional = false;
    bool overdue = false;        // not stopped and past due_at
    bool limited = false;        // another period ends it: `budget` is what that one leaves
    bool entered_later = false;  // 补录
    calendar::Unit unit = calendar::Unit::WorkingDays;  // of the three numbers; a month is its natural days
    int budget = 0;                                     // with the extension
    int consumed = 0;
    int remaining = 0;  // negative when overdue
    std::vector<MarkAt> marks;
};

// Lamps of a desk: green, amber (near), red (over).
enum class Lamp : std::uint8_t { None, Green, Near, Over, Paused };

// What `clock` says at `now`. consumed + remaining = budget + extension, always (I1).
ClockReading evaluate(const ClockState& clock, const Deadline& rule, const calendar::WorkCalendar& days,
                      calendar::Instant now);
// The explanation, day by day in runs (B4).
std::vector<calendar::LedgerRow> explain(const ClockState& clock, const Deadline& rule,
                                         const calendar::WorkCalendar& days);

// A new instance that starts on `from`; its ClockChange says when it is due.
struct ClockStart {
    std::size_t slot = 0;
    int round = 1;
    Date from;
    calendar::Instant at;  // for hours
    Date no_later;         // set when the period must end before another; days == 0: not
    calendar::Span budget;
    Date entered;  // R6: when `from` was entered, if on a later day
};
// How long: the first case of the rule that holds, the item's own number, or what the rule says otherwise.
calendar::Span budget_of(const Deadline& rule, const Sight& sight);
ClockChange start_clock(const Deadline& rule, const calendar::WorkCalendar& days, const ClockStart& start);
ClockChange stop_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                       calendar::Instant now);
// A special procedure of `step` began; several may go on at a time, their days are a union (R7).
struct PauseBegin {
    Date on;
    Date until;  // the planned end that was told
    std::uint8_t step = kNoStep;
};
ClockChange pause_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                        const calendar::WorkCalendar& days, const PauseBegin& begin);
ClockChange resume_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                         const calendar::WorkCalendar& days, Date today, std::uint8_t step = kNoStep);
// I7: days of special procedures of `step` so far, planned ones included, in the unit of their limit.
int paused_so_far(const ClockState& clock, std::uint8_t step, const calendar::WorkCalendar& days,
                  calendar::Unit unit);
// R6: the start turns out to have happened on an earlier day than the one it was entered on.
struct EarlierStart {
    Date from;
    Date entered;
};
ClockChange restart_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                          const calendar::WorkCalendar& days, const EarlierStart& start);
// The same period under another length, from its own start.
ClockChange recount_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                          calendar::Span budget, const calendar::WorkCalendar& days);
ClockChange extend_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                         const calendar::WorkCalendar& days);
// Under a new calendar: the change, or one whose due equals the old (nothing to record). I6.
ClockChange recompute_clock(const ClockState& clock, const Deadline& rule, std::size_t slot,
                            const calendar::WorkCalendar& days);

// I6: nobody is late under a calendar nobody had. A period that a new calendar ends earlier than today is not
// late before the end of the day on which the calendar became known.
void not_before_known(ClockChange& moved, const ClockState& clock, calendar::Instant known);

// Red once past due; near while due falls on or before the `near_days`-th working day after today.
Lamp lamp_of(calendar::Instant due_at, ClockPhase phase, const calendar::WorkCalendar& days,
             calendar::Instant now);
// The last due moment that is near at `now`: a list counts its lamps with it.
calendar::Instant near_until(const calendar::WorkCalendar& days, calendar::Instant now);
inline constexpr int kNearDays = 1;  // threshold set A: one working day before the promise

}  // namespace casework
