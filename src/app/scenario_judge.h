#pragma once
// Whether a matter stands as a scenario expects: steps on desks, periods, letters, events, what the public
// sees. Asked of the same tables as the pages.

#include "app/scenario_run.h"

#include <optional>

namespace app {

struct JudgedMatter {
    Node& node;
    const std::string& number;
};
// Nothing: it is as expected. The fault has no line yet.
base::Result<std::optional<ScenarioFault>> judge_expectation(const JudgedMatter& judged,
                                                             const casework::Expectation& expected);
// The whole key, its last part, or a word it carries (guard, slot).
bool refused_with(const base::Error& refusal, std::string_view expected);
// "check/accept" for every outcome that happened.
base::Result<std::set<std::string>> outcomes_done(const JudgedMatter& judged);

}  // namespace app
