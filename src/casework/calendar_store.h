#pragma once
// SQL about matters whose periods a new calendar may move.

#include "casework/case_store.h"

namespace casework {

// An open matter with a running period: what working out its dates needs, nothing else.
struct RunningMatter {
    std::string number;
    base::Digest definition;
    base::Digest guide;
    std::string item;
    std::string office;
    calendar::Instant due_at;
    CaseState state;
};
// Where a walk over all of them stands.
struct RunningPlace {
    std::int64_t due_at = 0;  // seconds
    std::string number;
};
// In the order of their nearest due moment, after `place`, at most `limit`.
base::Result<std::vector<RunningMatter>> list_running(const store::Reader& db, const RunningPlace& place,
                                                      int limit);

}  // namespace casework
