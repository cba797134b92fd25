#pragma once
// Two editions side by side: lines kept, taken out, put in or changed.

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

enum class DiffKind { Same, Removed, Added, Changed };
std::string_view diff_word(DiffKind kind);  // same removed added changed

struct DiffRow {
    DiffKind kind = DiffKind::Same;
    std::string before, after;
};
// By the longest common run of lines; beyond 3,000 lines on a side what is alike at both ends is matched and
// the rest shown as taken out and put in.
std::vector<DiffRow> diff_lines(std::string_view before, std::string_view after);

}  // namespace disclosure
