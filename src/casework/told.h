#pragma once
// How a matter stands, in one word for the desk and one for the reason: which period speaks for it, which
// lamp it shows, and what the next act would bring about. All of it is worked out when asked; nothing is
// stored.

#include "casework/case.h"
#include "casework/deadline.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

// Codes as templates know them: red (a legal period has passed), yellow (another one has), warn, normal,
// paused, none. A card is supervision's; here the lamp only says how the period stands.
std::string_view lamp_code(const ClockReading& reading, DeadlineClass kind,
                           const calendar::WorkCalendar& days, calendar::Instant now);

// The period that speaks for the matter: a legal one that has passed, else the nearest that runs, else one
// that is paused.
struct Told {
    int clock = -1;  // slot; -1: no period runs
    const Deadline* rule = nullptr;
    ClockReading reading;
    std::string_view lamp = "none";
    std::string_view cause =
        "none";  // over_statutory over_promise over_stage near_statutory … running paused
};
Told tell(const Pinned& pinned, const CaseState& state, calendar::Instant now);

// What is left of a period, as the key of a sentence with {n} of its unit or {day}.
struct Sentence {
    std::string key;
    int n = 0;
    Date day;
};
Sentence left_words(const ClockReading& reading, const Deadline& rule, Date today);

std::string grouped_number(std::string_view number);  // 999921 012 20260302 00017 9

// What choosing an outcome would bring about, told by the engine itself from a rehearsal that records
// nothing. An error is why it cannot be done now; what a person would still have to write does not refuse.
struct Choice {
    Code step;
    Code outcome;
    std::vector<FactSet> facts;  // given so far; slot is found by name
    std::vector<Code> asked;     // materials ticked so far; empty: one is supposed
};
base::Result<Turn> foretell(const Pinned& pinned, const CaseState& state, const Choice& choice,
                            const Acting& acting, calendar::Instant now);
// The same for opening a special procedure that is planned to end on `until`.
base::Result<Turn> foretell_opening(const Pinned& pinned, const CaseState& state, const OpenRequest& wanted,
                                    const Acting& acting, calendar::Instant now);

// The event of a turn, whatever its kind.
const Turn& turn_of(const StepEvent& event);

}  // namespace casework
