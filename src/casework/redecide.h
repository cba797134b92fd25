#pragma once
// Every recorded act of a matter decided once more: by the rules of this program, under the versions it was
// recorded under, from the state before it. What stands in the journal is compared field by field; nothing is
// written. An engine that was repaired differs here, and so does an entry that no rule would have made.

#include "casework/practice.h"

#include <functional>
#include <string>
#include <vector>

namespace casework {

// One place where the rules say today what the journal does not. `field` is a path: clocks[1].due. A refusal
// stands under the field "refused" with its text key, another kind of event under "kind".
struct Difference {
    std::string number;
    std::int64_t seq = 0;
    std::string kind;
    std::string field;
    std::string recorded;
    std::string now;
};

struct Redecision {
    std::int64_t entries = 0;  // about matters
    std::int64_t matters = 0;
    std::int64_t decided = 0;  // entries decided again
    // Entries that say what another decided: a part was begun, an attempt refused.
    std::int64_t told = 0;
    std::int64_t different = 0;           // entries that differ
    std::vector<Difference> differences;  // the first kDifferencesMax
    std::int64_t left_out = 0;            // differences beyond that
};
inline constexpr std::size_t kDifferencesMax = 2000;

using RedecisionProgress = std::function<void(std::int64_t done, std::int64_t all)>;  // entries

// Taken from the entry as given, since no rule decides them: who acted, when, where and with what papers;
// the number of a matter; who held a post that is asked one by one (the roster in the entry).
base::Result<Redecision> redecide(const store::Reader& db, const Practice& practice,
                                  const RedecisionProgress& progress = {});

}  // namespace casework
