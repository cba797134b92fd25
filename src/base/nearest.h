#pragma once
// The nearest known word, so that a refusal of an unknown name can say what was probably meant.

#include <span>
#include <string_view>

namespace base {

// The known word with the fewest edits (insert, drop, change, swap of neighbours), if these are at most a
// third of the longer word, rounded up; else empty. Bytes are compared; words over 64 bytes are never near.
std::string_view nearest_word(std::string_view unknown, std::span<const std::string_view> known);

}  // namespace base
