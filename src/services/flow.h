#pragma once
// 流程图 (flow chart): drawn from the process that is really run, so that chart and practice cannot part. The
// plan says where each step stands; the drawing is SVG; the same plan gives the list for readers who do not
// see it.

#include "casework/process.h"
#include "text/html.h"

#include <string>
#include <vector>

namespace services {

// Every step of a process stands in exactly one of these lists.
struct FlowPlan {
    struct Stop {
        std::size_t slot = 0;
        std::vector<std::size_t> aside;  // opened by an outcome of this step and leading back to it
    };
    std::vector<Stop> line;            // what every matter passes, in order
    std::vector<std::size_t> special;  // 许可法 45: their time is not counted
    std::vector<std::size_t> other;    // optional, counted
    std::size_t special_at = 0;        // the stop of `line` before which they may be held: the decision
};
FlowPlan flow_of(const casework::Process& process);

// A deadline that ends when this step is done.
std::vector<const casework::Deadline*> limits_of(const casework::Process& process, std::size_t slot);

struct FlowWords {
    std::string title;               // a sentence, for screen readers
    std::vector<std::string> names;  // of all steps, by slot
    std::string special;             // of the box that stands for all special procedures
};
text::Html draw_flow(const FlowPlan& plan, const FlowWords& words);

}  // namespace services
