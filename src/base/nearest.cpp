#include "base/nearest.h"

#include <algorithm>
#include <array>

namespace base {

namespace {

constexpr std::size_t kWordLengthMax = 64;
using Row = std::array<std::size_t, kWordLengthMax + 1>;

// Optimal string alignment distance, three rows at a time.
std::size_t edits_between(std::string_view left, std::string_view right) {
    Row before{};
    Row above{};
    Row current{};
    for (std::size_t j = 0; j <= right.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
            current[j] = std::min({above[j] + 1, current[j - 1] + 1, above[j - 1] + change});
            const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
        }
        before = above;
        above = current;
    }
    return above[right.size()];
}

}  // namespace

std::string_view nearest_word(std::string_view unknown, std::span<const std::string_view> known) {
    std::string_view nearest;
    std::size_t fewest = kWordLengthMax;
    if (unknown.size() > kWordLengthMax) return nearest;
    for (const auto word : known) {
        if (word.size() > kWordLengthMax) continue;
        const std::size_t edits = edits_between(unknown, word);
        const std::size_t allowed = (std::max(unknown.size(), word.size()) + 2) / 3;
        if (edits > allowed || edits >= fewest) continue;
        nearest = word;
        fewest = edits;
    }
    return nearest;
}

}  // namespace base
