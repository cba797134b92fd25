#pragma once
// Charts as inline SVG, written for two widths so that letters never shrink: .wide and .slim, of which the
// stylesheet shows one. Each has a role, a sentence for screen readers, and no script. Colours are classes of
// the stylesheet.

#include "text/html.h"

#include <cstdint>
#include <string>
#include <vector>

namespace web {

// One group of bars: its label below, one value for each series.
struct ChartGroup {
    std::string label;  // may be empty: no room or no need
    std::vector<std::int64_t> values;
};
struct BarChart {
    std::string title;                // a whole sentence, in the reader's language
    std::vector<std::string> series;  // class of each: b1 b2 …
    std::vector<ChartGroup> groups;   // at most kChartGroupsMax
    bool values_shown = false;        // numbers above the bars of the wide drawing
};
inline constexpr std::size_t kChartGroupsMax = 62;

// Bars stand on a common line with three lines of the scale behind them; the scale ends at a round number.
text::Html bar_chart(const BarChart& chart);

// The round number a scale ends at: 1 2 5 10 20 50 …
std::int64_t round_top(std::int64_t most);

}  // namespace web
