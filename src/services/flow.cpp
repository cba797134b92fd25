#include "services/flow.h"

#include "text/utf8.h"

#include <algorithm>
#include <set>

namespace services {

namespace {

bool ends_here(const casework::Step& step, casework::Records records) {
    return std::any_of(step.outcomes.begin(), step.outcomes.end(),
                       [&](const casework::Outcome& outcome) { return outcome.records == records; });
}

// A step that comes only after an outcome which passes a decision on instead of making it (审查 after
// 当场不能决定): the step that passes it on, else -1. Steps that wait for such a step follow it.
int passed_on_by(const casework::Process& process, std::size_t slot) {
    const std::string& when = process.steps[slot].when.text();
    for (std::size_t from = 0; from < process.steps.size(); ++from) {
        const casework::Step& step = process.steps[from];
        if (from == slot) continue;
        for (const casework::Outcome& outcome : step.outcomes) {
            const bool instead =
                ends_here(step, casework::Records::Decided) && outcome.records != casework::Records::Decided;
            if (instead && when == step.name + " = " + outcome.name) return static_cast<int>(from);
        }
        if (from < slot && when == "done(" + step.name + ")") return passed_on_by(process, from);
    }
    return -1;
}

}  // namespace

FlowPlan flow_of(const casework::Process& process) {
    std::set<std::size_t> aside, special;
    for (const casework::Step& step : process.steps) {
        for (const casework::Outcome& outcome : step.outcomes) {
            if (outcome.then == casework::Then::Open) aside.insert(outcome.target);
        }
    }
    for (const casework::Deadline& deadline : process.deadlines) {
        for (const casework::PauseRule& pause : deadline.pauses) special.insert(pause.step);
    }
    FlowPlan plan;
    std::set<std::size_t> placed;
    for (std::size_t slot = 0; slot < process.steps.size(); ++slot) {
        const casework::Step& step = process.steps[slot];
        if (special.contains(slot)) {
            plan.special.push_back(slot);
        } else if (step.optional) {
            plan.other.push_back(slot);
        } else if (!aside.contains(slot) && passed_on_by(process, slot) < 0) {
            FlowPlan::Stop& stop = plan.line.emplace_back();
            stop.slot = slot;
            for (const casework::Outcome& outcome : step.outcomes) {
                const bool opens = outcome.then == casework::Then::Open && !special.contains(outcome.target);
                if (opens && placed.insert(outcome.target).second) stop.aside.push_back(outcome.target);
            }
            for (std::size_t other = 0; other < process.steps.size(); ++other) {
                if (passed_on_by(process, other) == static_cast<int>(slot)) stop.aside.push_back(other);
            }
            if (ends_here(step, casework::Records::Decided)) plan.special_at = plan.line.size() - 1;
        }
    }
    return plan;
}

std::vector<const casework::Deadline*> limits_of(const casework::Process& process, std::size_t slot) {
    const std::string ends = "done(" + process.steps[slot].name + ")";
    std::vector<const casework::Deadline*> found;
    for (const casework::Deadline& deadline : process.deadlines) {
        if (deadline.stops.text() == ends) found.push_back(&deadline);
    }
    return found;
}

namespace {

// Of one drawing, in its own units; letters are 15 units high.
constexpr int kTop = 14;
constexpr int kHeight = 40;
constexpr int kGap = 34;
constexpr int kAsideTop = 84;
constexpr int kBottom = 126;

int width_of(std::string_view words) {
    int width = 30;
    for (std::size_t at = 0; at < words.size();) {
        width += text::is_han(text::next_character(words, at)) ? 15 : 8;
    }
    return std::max(96, width);
}

struct Box {
    std::string words;
    int left = 0, top = 0, width = 0;
    bool round = false, dashed = false;
    int middle() const { return left + width / 2; }
};

void draw_box(text::HtmlBuilder& svg, const Box& box) {
    svg.markup("<rect x=\"")
        .integer(box.left)
        .markup("\" y=\"")
        .integer(box.top)
        .markup("\" width=\"")
        .integer(box.width);
    svg.markup("\" height=\"").integer(kHeight).markup("\" rx=\"").integer(box.round ? kHeight / 2 : 4);
    if (box.dashed) svg.markup("\" stroke-dasharray=\"4 3");
    svg.markup("\"/>");
}

void draw_words(text::HtmlBuilder& svg, const Box& box) {
    svg.markup("<text x=\"").integer(box.middle()).markup("\" y=\"").integer(box.top + 25).markup("\">");
    svg.text(box.words).markup("</text>");
}

// From the end of one box to the beginning of the next, with a head.
void draw_arrow(text::HtmlBuilder& svg, const Box& from, const Box& to) {
    const int y = kTop + kHeight / 2;
    svg.markup("<path d=\"M")
        .integer(from.left + from.width)
        .markup(" ")
        .integer(y)
        .markup("H")
        .integer(to.left);
    svg.markup("m-7-4 7 4-7 4\"/>");
}

// Between a step and what stands below it: there and back, so a head at both ends.
void draw_link(text::HtmlBuilder& svg, const Box& above, const Box& below) {
    svg.markup("<path d=\"M").integer(above.middle()).markup(" ").integer(kTop + kHeight);
    svg.markup("m-4 7 4-7 4 7m-4-7V").integer(below.top).markup("m-4-7 4 7 4-7\"/>");
}

struct Layout {
    std::vector<Box> line;
    std::vector<std::pair<std::size_t, Box>> below;  // index of the box above
    int width = 0;
};

Layout lay_out(const FlowPlan& plan, const FlowWords& words) {
    Layout layout;
    int left = 2;
    for (std::size_t i = 0; i < plan.line.size(); ++i) {
        const FlowPlan::Stop& stop = plan.line[i];
        Box box{words.names[stop.slot], left, kTop, 0, i == 0 || i + 1 == plan.line.size(), false};
        std::string under;
        for (const std::size_t slot : stop.aside) under += (under.empty() ? "" : " · ") + words.names[slot];
        // Special procedures hang below the stop before the decision; where that place is taken, below the
        // decision.
        const bool before = i + 1 == plan.special_at && stop.aside.empty();
        const bool instead = i == plan.special_at && plan.special_at > 0 && !plan.line[i - 1].aside.empty();
        if (!plan.special.empty() && under.empty() && (before || instead)) under = words.special;
        box.width = std::max(width_of(box.words), under.empty() ? 0 : width_of(under));
        if (!under.empty()) layout.below.emplace_back(i, Box{under, left, kAsideTop, box.width, false, true});
        left += box.width + kGap;
        layout.line.push_back(std::move(box));
    }
    layout.width = left - kGap + 2;
    return layout;
}

}  // namespace

text::Html draw_flow(const FlowPlan& plan, const FlowWords& words) {
    const Layout layout = lay_out(plan, words);
    const int height = layout.below.empty() ? kTop + kHeight + 2 : kBottom;
    text::HtmlBuilder svg;
    svg.markup("<svg viewBox=\"0 0 ")
        .integer(layout.width)
        .markup(" ")
        .integer(height)
        .markup("\" width=\"")
        .integer(layout.width);
    svg.markup("\" height=\"")
        .integer(height)
        .markup("\" role=\"img\" aria-label=\"")
        .text(words.title)
        .markup("\"><title>");
    svg.text(words.title).markup("</title><g fill=\"none\" stroke=\"#5d6a79\" stroke-width=\"1.5\">");
    for (std::size_t i = 1; i < layout.line.size(); ++i) draw_arrow(svg, layout.line[i - 1], layout.line[i]);
    for (const auto& [above, box] : layout.below) draw_link(svg, layout.line[above], box);
    svg.markup("</g><g fill=\"none\" stroke=\"#2c6fbb\" stroke-width=\"1.5\">");
    for (const Box& box : layout.line) draw_box(svg, box);
    for (const auto& [above, box] : layout.below) draw_box(svg, box);
    svg.markup("</g><g font-size=\"15\" text-anchor=\"middle\">");
    for (const Box& box : layout.line) draw_words(svg, box);
    for (const auto& [above, box] : layout.below) draw_words(svg, box);
    return svg.markup("</g></svg>").finish();
}

}  // namespace services
