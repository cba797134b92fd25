#pragma once
// What kind of value each key of process.json takes: a list, a whole number, a truth, a part of its own or a
// word. A value of another kind is refused where it stands; nothing is passed over because it cannot be read.

#include "base/json.h"
#include "casework/expression.h"

namespace casework {

// Invalid definition.bad: the key and what was expected.
base::Result<> check_kind(std::string_view key, const base::Json& value, Place place);

// A whole number between two others, both included; absent: `otherwise`.
struct Between {
    int low = 0;
    int high = 0;
};
base::Result<int> read_number(const base::Json& at, std::string_view key, int otherwise, Between bounds,
                              Place place);

}  // namespace casework
