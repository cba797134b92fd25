#pragma once
// What the scenarios of a process prove of it: P19, every outcome and every expiry of a period has one, and
// all pass; P20, every guard holds something back: with the guard thrown open some scenario fails.

#include "app/scenario_run.h"

#include <string>
#include <utility>
#include <vector>

namespace app {

inline constexpr std::size_t kScenariosPlayedMax = 160;  // of one process

struct ScenarioProof {
    std::vector<ScenarioReport> played;
    std::vector<casework::Finding> findings;  // P19, P20
    int mutations = 0;
};
// `scenarios`: path and text. `bundle` is that of the process, whose guards are thrown open one by one.
base::Result<ScenarioProof> prove_process(const ScenarioGround& ground, const ProcessSource& source,
                                          const std::vector<std::pair<std::string, std::string>>& scenarios);

// The bundle with the condition of one guard replaced by one that always holds.
std::string with_open_guard(std::string_view bundle, std::string_view guard);

}  // namespace app
