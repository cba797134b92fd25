#include "disclosure/edition_diff.h"

#include <algorithm>
#include <cstdint>

namespace disclosure {

namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t kLinesMax = 3000;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        if (!line.empty()) lines.push_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

struct Gap {
    Lines removed, added;
};

// What was taken out and what stands in its place, beside each other.
void close_gap(Gap& gap, std::vector<DiffRow>& rows) {
    const std::size_t both = std::min(gap.removed.size(), gap.added.size());
    for (std::size_t i = 0; i < std::max(gap.removed.size(), gap.added.size()); ++i) {
        DiffRow row;
        if (i < gap.removed.size()) row.before = gap.removed[i];
        if (i < gap.added.size()) row.after = gap.added[i];
        row.kind = i < both ? DiffKind::Changed : row.before.empty() ? DiffKind::Added : DiffKind::Removed;
        rows.push_back(std::move(row));
    }
    gap = {};
}

void diff_middle(const Lines& before, const Lines& after, std::vector<DiffRow>& rows) {
    Gap gap;
    if (before.size() > kLinesMax || after.size() > kLinesMax) {
        gap = {before, after};
        close_gap(gap, rows);
        return;
    }
    const std::size_t width = after.size() + 1;
    std::vector<std::uint16_t> longest((before.size() + 1) * width, 0);
    for (std::size_t i = before.size(); i-- > 0;) {
        for (std::size_t j = after.size(); j-- > 0;) {
            longest[i * width + j] = before[i] == after[j]
                                         ? static_cast<std::uint16_t>(longest[(i + 1) * width + j + 1] + 1)
                                         : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
        }
    }
    std::size_t i = 0, j = 0;
    while (i < before.size() && j < after.size()) {
        if (before[i] == after[j]) {
            close_gap(gap, rows);
            rows.push_back({DiffKind::Same, std::string(before[i++]), std::string(after[j++])});
        } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            gap.removed.push_back(before[i++]);
        } else {
            gap.added.push_back(after[j++]);
        }
    }
    while (i < before.size()) gap.removed.push_back(before[i++]);
    while (j < after.size()) gap.added.push_back(after[j++]);
    close_gap(gap, rows);
}

}  // namespace

std::string_view diff_word(DiffKind kind) {
    constexpr std::string_view words[] = {"same", "removed", "added", "changed"};
    return words[static_cast<std::size_t>(kind)];
}

std::vector<DiffRow> diff_lines(std::string_view before, std::string_view after) {
    const Lines old = lines_of(before), now = lines_of(after);
    std::size_t head = 0;
    while (head < old.size() && head < now.size() && old[head] == now[head]) ++head;
    std::size_t tail = 0;
    while (tail < old.size() - head && tail < now.size() - head &&
           old[old.size() - 1 - tail] == now[now.size() - 1 - tail])
        ++tail;
    std::vector<DiffRow> rows;
    const auto same = [&](std::size_t i, std::size_t j) {
        rows.push_back({DiffKind::Same, std::string(old[i]), std::string(now[j])});
    };
    for (std::size_t i = 0; i < head; ++i) same(i, i);
    const auto part = [&](const Lines& all) {
        return Lines(all.begin() + static_cast<std::ptrdiff_t>(head),
                     all.end() - static_cast<std::ptrdiff_t>(tail));
    };
    diff_middle(part(old), part(now), rows);
    for (std::size_t i = 0; i < tail; ++i) same(old.size() - tail + i, now.size() - tail + i);
    return rows;
}

}  // namespace disclosure
