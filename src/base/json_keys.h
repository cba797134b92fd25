#pragma once
// Which members a JSON object may have and of which kind, so that no written key is passed over: what nobody
// knows and what is of another kind is a fault with its line and the nearest known word.

#include "base/json.h"

#include <optional>
#include <span>

namespace base {

// `kinds`: one letter for each kind the value may have: s text, i whole number, b truth, l list, o object,
// n null; none: any.
struct KeyRule {
    std::string_view key;
    std::string_view kinds;
};
struct KeyFault {
    int line = 0;
    std::string what;  // unknown key 'whoz', did you mean 'who'?
};
// The first fault; none when every member is known. The object itself has to be one.
std::optional<KeyFault> find_key_fault(const Json& object, std::span<const KeyRule> known);

// "unknown step 'chekc', did you mean 'check'?"
std::string unknown_word(std::string_view kind, std::string_view word,
                         std::span<const std::string_view> known);

}  // namespace base
