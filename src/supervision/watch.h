#pragma once
// What supervision says of one matter: which period has passed or is near, whose step it is, since when, and
// the reason that was given. Worked out when asked, from the same rows and versions the desk shows.

#include "casework/happening.h"
#include "casework/told.h"

#include <string>
#include <string_view>
#include <vector>

namespace supervision {

struct Watched {
    casework::MatterRow matter;
    casework::Handling handling;
    std::shared_ptr<const casework::ProcessTexts> texts;  // reason: kept by Wordings too
    casework::Told told;
    std::string step, role, desk;  // the first open step and whose desk it lies on; empty when none is open
    int days_over = 0;             // how much past the period; of a decided matter: up to the decision
    calendar::Unit unit = calendar::Unit::WorkingDays;  // of days_over
    std::string cause;          // over_statutory over_promise over_stage near_… running paused none
    std::string lamp;           // red yellow warn normal paused none
    casework::VaultRef reason;  // overdue_reason, as an official wrote it
    casework::PersonId reason_by;
    calendar::Instant reason_at;
};
enum class Reasons { Left, Asked };  // reading a matter's entries costs more than its row
base::Result<Watched> watch(const identity::Reading& reading, const casework::Bench& bench,
                            std::string_view number, Reasons reasons);
base::Result<std::vector<Watched>> watch_all(const identity::Reading& reading, const casework::Bench& bench,
                                             const std::vector<std::string>& numbers, Reasons reasons);

// Working days on which the matter's periods have stood still so far.
int paused_days(const Watched& watched, calendar::Date today);

}  // namespace supervision
