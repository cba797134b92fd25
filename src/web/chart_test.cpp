#include "web/chart.h"

#include <gtest/gtest.h>

namespace web {
namespace {

int count(const text::Html& html, std::string_view what) {
    int found = 0;
    for (auto at = html.view().find(what); at != std::string_view::npos; at = html.view().find(what, at + 1))
        ++found;
    return found;
}

TEST(AScale, EndsAtARoundNumber) {
    EXPECT_EQ(round_top(0), 1);
    EXPECT_EQ(round_top(1), 1);
    EXPECT_EQ(round_top(3), 5);
    EXPECT_EQ(round_top(11), 20);
    EXPECT_EQ(round_top(201), 500);
}

TEST(ABarChart, IsDrawnTwiceWithASentenceForScreenReaders) {
    BarChart chart;
    chart.title = "Received <today>";
    chart.series = {"b1", "b2"};
    chart.groups = {{"3-1", {4, 2}}, {"3-2", {10, 0}}};
    chart.values_shown = true;
    const text::Html html = bar_chart(chart);
    EXPECT_EQ(count(html, "<svg class=\"wide\""), 1);
    EXPECT_EQ(count(html, "<svg class=\"slim\""), 1);
    EXPECT_EQ(count(html, "role=\"img\""), 2);
    EXPECT_EQ(count(html, "Received &lt;today&gt;"), 4) << "the label and the title of each drawing, escaped";
    EXPECT_EQ(count(html, "<rect class=\"b1\""), 4);
    EXPECT_EQ(count(html, "<rect class=\"b2\""), 4);
    EXPECT_EQ(count(html, ">10</text>"), 1) << "numbers stand on the wide drawing only";
    EXPECT_EQ(count(html, "style="), 0);
    EXPECT_EQ(count(html, "height=\"120\""), 2) << "ten of ten reaches the top of the scale";
}

TEST(ABarChart, OfNothingIsAnEmptyScale) {
    const text::Html html = bar_chart({"Nothing", {"b1"}, {}, false});
    EXPECT_EQ(count(html, "<rect"), 0);
    EXPECT_EQ(count(html, "<path class=\"g\""), 2);
}

}  // namespace
}  // namespace web
