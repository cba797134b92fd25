// The flow chart of a guide against the process it is drawn from.

#include "base/file.h"
#include "services/flow.h"
#include "services/result.h"

#include <gtest/gtest.h>

#include <set>

namespace services {
namespace {

casework::Process shipped(const std::string& id) {
    const auto text = base::read_file("definitions/processes/" + id + "/process.json", 1u << 20);
    CHECK(text.ok());
    auto process = casework::parse_process(text.value(), id);
    CHECK(process.ok());
    return std::move(process).value();
}

std::vector<std::string> names(const casework::Process& process, const std::vector<std::size_t>& slots) {
    std::vector<std::string> out;
    for (const std::size_t slot : slots) out.push_back(process.steps[slot].name);
    return out;
}

TEST(Flow, PutsEveryStepOfAProcessInExactlyOnePlace) {
    for (const std::string id : {"permit", "permit-instant", "permit-joint"}) {
        const casework::Process process = shipped(id);
        const FlowPlan plan = flow_of(process);
        std::multiset<std::size_t> placed(plan.special.begin(), plan.special.end());
        placed.insert(plan.other.begin(), plan.other.end());
        for (const FlowPlan::Stop& stop : plan.line) {
            placed.insert(stop.slot);
            placed.insert(stop.aside.begin(), stop.aside.end());
        }
        ASSERT_EQ(placed.size(), process.steps.size()) << id;
        for (std::size_t slot = 0; slot < process.steps.size(); ++slot) {
            EXPECT_EQ(placed.count(slot), 1u) << id << " " << process.steps[slot].name;
        }
    }
}

TEST(Flow, ReadsAsPeopleTellIt) {
    struct Example {
        std::string process;
        std::vector<std::string> line;
        std::string at;
        std::vector<std::string> aside;
    };
    const Example examples[] = {
        {"permit", {"receive", "check", "review", "decide", "deliver"}, "check", {"supplement"}},
        {"permit-instant", {"receive", "check", "decide", "deliver"}, "decide", {"review", "head_decide"}},
        {"permit-joint",
         {"receive", "check", "members", "review", "decide", "deliver"},
         "check",
         {"supplement"}},
    };
    for (const Example& example : examples) {
        const casework::Process process = shipped(example.process);
        std::vector<std::size_t> line;
        for (const FlowPlan::Stop& stop : flow_of(process).line) {
            line.push_back(stop.slot);
            if (process.steps[stop.slot].name == example.at) {
                EXPECT_EQ(names(process, stop.aside), example.aside);
            }
        }
        EXPECT_EQ(names(process, line), example.line);
    }
}

TEST(Flow, ShowsTheLimitsOfADecision) {
    const casework::Process process = shipped("permit");
    const auto slot = static_cast<std::size_t>(process.find_step("decide"));
    std::vector<std::string> found;
    for (const casework::Deadline* deadline : limits_of(process, slot)) found.push_back(deadline->name);
    EXPECT_EQ(found, (std::vector<std::string>{"legal", "promise"}));
}

TEST(Flow, EscapesTheWordsItDraws) {
    const casework::Process process = shipped("permit");
    FlowWords words;
    words.names.assign(process.steps.size(), "<b>&");
    words.title = "\"quoted\"";
    const text::Html svg = draw_flow(flow_of(process), words);
    EXPECT_EQ(svg.view().find("<b>"), std::string_view::npos);
    EXPECT_NE(svg.view().find("&lt;b&gt;&amp;"), std::string_view::npos);
    EXPECT_EQ(svg.view().find("\"\"quoted"), std::string_view::npos);
}

TEST(Licence, EndsTheDayBeforeTheSameDayYearsLater) {
    struct Example {
        std::string decided, validity, until;  // "" no such day can be told
    };
    const Example examples[] = {
        {"2026-11-23", "5 years", "2031-11-22"},
        {"2026-01-01", "1 year", "2026-12-31"},
        {"2028-02-29", "3 years", "2031-02-28"},
        {"2028-02-29", "4 years", "2032-02-28"},
        {"2026-11-23", "No fixed end date", ""},
        {"2026-11-23", "5 years, then renewed", ""},
        {"2026-11-23", "", ""},
        {"2026-11-23", "0 years", ""},
        {"2026-11-23", "3 months", ""},
    };
    for (const Example& example : examples) {
        const calendar::Date until =
            valid_until(calendar::Date::parse(example.decided).value(), example.validity);
        EXPECT_EQ(until.days == 0 ? std::string() : until.iso(), example.until)
            << example.decided << " " << example.validity;
    }
}

}  // namespace
}  // namespace services
