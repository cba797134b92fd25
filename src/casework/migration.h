#pragma once
// Taking the open matters of older versions of a process over to the one in force. A law change leaves
// running matters alone (they keep their version for years); whoever wants them to go over sees first which
// due dates move and which matters cannot, gives a reason, and each matter records it for itself.

#include "casework/case_verbs.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

// A running period that has another last day, or another length, under the new version.
struct MovedPeriod {
    std::string clock;
    Date before;
    Date after;
};
struct MigrationCase {
    std::string number;
    std::string item;
    std::string office;
    std::string from;  // permit@1
    std::vector<MovedPeriod> moved;
    std::optional<base::Error> refusal;  // why it cannot go over
};
struct MigrationPlan {
    std::string process;     // permit
    std::string to;          // permit@2
    std::int64_t open = 0;   // under older versions
    std::int64_t tried = 0;  // of them, rehearsed: the oldest `limit`
    std::int64_t cannot = 0;
    std::int64_t moved = 0;  // periods with another last day
    std::vector<MigrationCase> cases;
};
inline constexpr int kMigrationsTriedMax = 20000;  // matters of one rehearsal
inline constexpr int kMigratedPerAct = 60;         // an act records 64 events at most

// NotFound definition.not_found for a process that is not in force. Writes nothing.
base::Result<MigrationPlan> plan_migration(const identity::Reading& reading, const Practice& practice,
                                           std::string_view process, int limit);
// The next kMigratedPerAct that can go over; what went over before is not asked again, so pressing twice or
// going on tomorrow does no harm. catalog.approve; Invalid casework.evidence_missing without a reason.
// Returns how many; 0: none is left that can.
base::Result<int> migrate_next(identity::Act& act, const Practice& practice, std::string_view process,
                               std::string_view reason);

}  // namespace casework
