#pragma once
// What a new work calendar does to matters on their way: foretold before it is prepared, and recorded after
// it was activated, once for each period whose date differs. Ended periods are never touched.

#include "casework/calendar_store.h"
#include "casework/practice.h"
#include "identity/registrar.h"

#include <cstdint>
#include <string>
#include <vector>

namespace casework {

// One open period that a calendar moves.
struct ClockMove {
    std::string number;
    std::string item;
    std::string office;
    std::string clock;
    DeadlineClass kind = DeadlineClass::Statutory;
    Date before;
    Date after;
    bool provisional = false;  // still, after the move
};
struct CalendarMoves {
    std::vector<ClockMove> moves;  // nearest due first, at most `listed_max`
    std::int64_t clocks = 0;       // all of them
    std::int64_t matters = 0;
    std::int64_t looked_at = 0;  // open matters with a running period
};
// Every open period that `calendars` would move, without recording anything.
base::Result<CalendarMoves> foretell_calendar(const store::Reader& db, const Practice& practice,
                                              const catalog::WorkCalendars& calendars,
                                              std::size_t listed_max);
inline constexpr std::size_t kMovesListedMax = 10000;

// The calendar in force now was activated since: records casework.due_changed for every period it moves, in
// acts of at most ledger::kEventsPerActMax events. Returns how many. Doing it again records nothing.
base::Result<int> follow_calendar(identity::Registrar& registrar, const Practice& practice);
// One act of it: these matters, whose periods may or may not move.
base::Result<int> move_periods(identity::Act& act, const Practice& practice,
                               const std::vector<std::string>& numbers);

}  // namespace casework
