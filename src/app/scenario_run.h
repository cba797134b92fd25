#pragma once
// Plays scenarios through the same verbs as pages and API and tells what did not come as expected. Between
// dates the acts that time does by itself are done. A statement that is refused and not expected to be ends
// its scenario.

#include "app/scenario_office.h"

#include <set>
#include <string>
#include <vector>

namespace app {

struct ScenarioFault {
    int line = 0;
    std::string statement;  // as written
    std::string expected;
    std::string found;     // codes and dates; empty when a sentence says it
    std::string text_key;  // scenario.other …; or the refusal's
    std::vector<std::pair<std::string, std::string>> args;
};

struct ScenarioReport {
    std::string file;
    std::string title;
    std::vector<ScenarioFault> faults;
    std::int64_t microseconds = 0;
    // What it showed, for the checker: step/outcome done, step/outcome refused by guard, clocks run out.
    std::set<std::string> done;
    std::set<std::string> expired;
    bool passed() const { return faults.empty(); }
};

struct ScenarioText {
    std::string_view text;
    std::string_view file;                   // named in faults
    const ProcessSource* instead = nullptr;  // in force instead of the process of that id
};
// A text that does not parse is a scenario that failed; an error is one of the office.
base::Result<ScenarioReport> play_scenario(const ScenarioGround& ground, const ScenarioText& scenario);

}  // namespace app
