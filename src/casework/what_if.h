#pragma once
// What would have been late under another calendar, another limit or another version of a process: recorded
// matters counted again, nothing written. Steps, their days, pauses and extensions are taken as recorded;
// only how long a period lasts and which days count is worked out anew. Where that would have changed what
// people did (silence with a consequence, an extension asked for too late), the matter is named as open, not
// guessed.

#include "calendar/calendar_file.h"
#include "casework/practice.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

// One period, of an item or of every matter of a process.
struct LimitChange {
    std::string of;     // qx-012-01, permit
    std::string clock;  // legal; empty: the promised one
    calendar::Span limit;
};
// "qx-012-01=15wd", "permit.legal=10 working days". Invalid what_if.bad_limit.
base::Result<LimitChange> read_limit_change(std::string_view text);

// Exactly one of the first three is supposed.
struct Supposition {
    std::optional<calendar::CalendarFile> calendar;  // in the place of the file of its id, for all days
    std::string calendar_text;                       // its text
    std::optional<LimitChange> limit;
    const Process* process = nullptr;  // in the place of the versions with its id
    Date from;                         // filed on or after; days 0: from the beginning
    Date to;                           // filed on or before; days 0: to the end
    calendar::Instant now;             // what still runs is late when it is past its last moment now
};

struct LateCount {
    std::string name;  // body or item
    std::int64_t matters = 0;
    std::int64_t before = 0;
    std::int64_t after = 0;
};
// A matter that was late and would not have been, or the other way round.
struct LateChange {
    std::string number;
    std::string item;
    std::string office;
    std::string clock;
    Date due_before;
    Date due_after;
    Date stopped;  // days 0: it still runs
    bool late_after = false;
};
struct WhatIf {
    LateCount all;
    std::vector<LateCount> bodies;
    std::vector<LateCount> items;
    std::int64_t periods = 0;               // counted again
    std::int64_t moved = 0;                 // of them, with another last day
    std::int64_t open_questions = 0;        // matters in which people might have acted otherwise
    std::vector<std::string> questionable;  // the first kChangesMax of them
    std::vector<std::string> not_compared;  // periods whose rule itself differs, or that only one side has
    std::vector<LateChange> changes;        // the first kChangesMax
    std::int64_t left_out = 0;
};
inline constexpr std::size_t kChangesMax = 500;

using WhatIfProgress = std::function<void(std::int64_t done, std::int64_t all)>;  // entries

// NotFound what_if.nothing_such when the limit or process names nothing that a matter of the time goes by.
base::Result<WhatIf> suppose(const store::Reader& db, const Practice& practice, const Supposition& supposed,
                             const WhatIfProgress& progress = {});

}  // namespace casework
