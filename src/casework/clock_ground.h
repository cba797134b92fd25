#pragma once
// What a period stands on besides its own rule: whose calendar counts it, and what another period leaves it.
// Both are worked out from the matter as it stands; where an answer changes, a turn says so in its event.

#include "casework/case.h"

#include <vector>

namespace casework {

// A2: a period is counted by the calendar of the body that answers for it; where somebody outside does, by
// that of the matter's body. Of several bodies side by side it is the one whose calendar ends the period
// last: no body is held to a day that an order gave it off.
struct ClockCalendar {
    Code body;
    const calendar::WorkCalendar& days;
};
ClockCalendar calendar_of(const Pinned& pinned, const CaseState& state, std::size_t slot);
const calendar::WorkCalendar& days_of(const Pinned& pinned, const CaseState& state, std::size_t slot);

// B2: the last day that `within` leaves the period, never before its first; days == 0: no such limit. It
// holds from a whole that ran beside it.
Date limit_of(const Pinned& pinned, const CaseState& state, std::size_t slot);
// The period as it stands, under the limit as it is now.
ClockState clock_within(const Pinned& pinned, const CaseState& state, std::size_t slot);
// Slots of the process, each after the one that limits it.
std::vector<std::size_t> wholes_first(const Process& process);
// A "moved" behind `changes` for every running period that one of them leaves another last day; applied to
// `state`. Nobody is late by it before the end of today.
void follow_limits(const Pinned& pinned, CaseState& state, calendar::Instant now,
                   std::vector<ClockChange>& changes);
// The same where a fact of the turn gave a period another body, and with it another calendar.
void follow_owners(const Pinned& pinned, CaseState& state, calendar::Instant now, Turn& turn);

}  // namespace casework
