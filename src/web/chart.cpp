#include "web/chart.h"

#include "base/check.h"

#include <algorithm>

namespace web {

namespace {

// Tenths of a unit, so that no floating point is needed: 123 is written 12.3.
struct Tenths {
    std::int64_t value = 0;
};

struct Drawing {
    int width = 0;
    int height = 170;
    int floor = 140;     // y of the line the bars stand on
    int ceiling = 20;    // y of the top of the scale
    int labels_max = 0;  // how many labels have room
    bool values_shown = false;
};

void number(text::HtmlBuilder& svg, Tenths tenths) {
    svg.integer(tenths.value / 10);
    if (tenths.value % 10 != 0) svg.markup(".").integer(tenths.value % 10);
}

void open_svg(text::HtmlBuilder& svg, const Drawing& drawing, const std::string& title) {
    svg.markup("\" viewBox=\"0 0 ").integer(drawing.width).markup(" ").integer(drawing.height);
    svg.markup("\" role=\"img\" aria-label=\"")
        .text(title)
        .markup("\"><title>")
        .text(title)
        .markup("</title>");
    svg.markup("<path class=\"g\" d=\"");
    for (int line = 0; line < 3; ++line) {
        const int y = drawing.floor - line * (drawing.floor - drawing.ceiling) / 2;
        svg.markup("M0 ").integer(y).markup(".5h").integer(drawing.width);
    }
    svg.markup("\"/>");
}

void bar(text::HtmlBuilder& svg, const std::string& series, Tenths left, Tenths width, Tenths height,
         int floor) {
    svg.markup("<rect class=\"").text(series).markup("\" x=\"");
    number(svg, left);
    svg.markup("\" y=\"");
    number(svg, {std::int64_t{floor} * 10 - height.value});
    svg.markup("\" width=\"");
    number(svg, width);
    svg.markup("\" height=\"");
    number(svg, height);
    svg.markup("\"/>");
}

void words(text::HtmlBuilder& svg, Tenths middle, std::int64_t y, const std::string& what) {
    svg.markup("<text x=\"");
    number(svg, middle);
    svg.markup("\" y=\"").integer(y).markup("\" text-anchor=\"middle\">").text(what).markup("</text>");
}

void draw(text::HtmlBuilder& svg, const BarChart& chart, const Drawing& drawing) {
    open_svg(svg, drawing, chart.title);
    std::int64_t most = 1;
    for (const ChartGroup& group : chart.groups) {
        for (const std::int64_t value : group.values) most = std::max(most, value);
    }
    const std::int64_t top = round_top(most);
    const auto groups = static_cast<std::int64_t>(std::max<std::size_t>(1, chart.groups.size()));
    const auto series = static_cast<std::int64_t>(std::max<std::size_t>(1, chart.series.size()));
    const std::int64_t pitch = drawing.width * 10 / groups;
    const std::int64_t thick =
        std::max<std::int64_t>(8, std::min<std::int64_t>(pitch * 8 / 10 / series, 440));
    const std::int64_t every = (groups + drawing.labels_max - 1) / drawing.labels_max;
    for (std::int64_t i = 0; i < groups && !chart.groups.empty(); ++i) {
        const ChartGroup& group = chart.groups[static_cast<std::size_t>(i)];
        const std::int64_t left = i * pitch + (pitch - thick * series) / 2;
        for (std::int64_t s = 0; s < series && s < static_cast<std::int64_t>(group.values.size()); ++s) {
            const std::int64_t value = group.values[static_cast<std::size_t>(s)];
            const std::int64_t height = value * 10 * (drawing.floor - drawing.ceiling) / top;
            bar(svg, chart.series[static_cast<std::size_t>(s)], {left + s * thick}, {thick}, {height},
                drawing.floor);
            if (drawing.values_shown && value > 0) {
                words(svg, {left + s * thick + thick / 2}, drawing.floor - height / 10 - 5,
                      std::to_string(value));
            }
        }
        // The last group always has its label: it is today.
        const bool labelled = (groups - 1 - i) % every == 0;
        if (labelled && !group.label.empty())
            words(svg, {i * pitch + pitch / 2}, drawing.floor + 20, group.label);
    }
    svg.markup("</svg>");
}

}  // namespace

std::int64_t round_top(std::int64_t most) {
    for (std::int64_t step = 1;; step *= 10) {
        for (const std::int64_t factor : {1, 2, 5}) {
            if (most <= step * factor) return step * factor;
        }
    }
}

text::Html bar_chart(const BarChart& chart) {
    CHECK(chart.groups.size() <= kChartGroupsMax);
    text::HtmlBuilder svg;
    svg.markup("<svg class=\"wide");
    draw(svg, chart, {860, 170, 140, 20, 15, chart.values_shown});
    svg.markup("<svg class=\"slim");
    draw(svg, chart, {340, 170, 140, 20, 5, false});
    return svg.finish();
}

}  // namespace web
