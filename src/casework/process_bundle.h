#pragma once
// Checks a whole process as it is handed in for activation: {"process":…,"form":…,"text":{"zh-CN":…,"en":…},
// "scenarios":{…}}. It may be activated only if nothing is found: the definition parses, the rules that no
// walk and no scenario is needed for hold, every effect is known and every name has its words in both
// languages.

#include "casework/process.h"
#include "catalog/finding.h"
#include "catalog/surroundings.h"

#include <span>
#include <string_view>

namespace casework {

// A duty with a period, of docs/law/duties.json ("kept_by": "deadline permit/legal", "also": […]): these
// processes keep a clock for it that cites the article.
struct ClockDuty {
    std::string law;
    std::string article;
    std::string duty;
    std::string process;
    std::string clock;                // of that process
    std::vector<std::string> others;  // by whatever name they call theirs
};
std::vector<ClockDuty> read_clock_duties(std::string_view json);  // no JSON: none

// What a process is held against.
struct ProcessGround {
    const catalog::Surroundings& around;
    calendar::Date on;  // the day it would be in force
    std::span<const std::string_view> effects;
    std::span<const ClockDuty> duties;
};

// What was found, as a page and the command line tell it: definition.rule.
void add_findings(const std::vector<Finding>& some, catalog::Findings& findings);
// Findings carry definition.bad or definition.rule {rule, step, what}.
void check_bundle(std::string_view bundle, std::string_view id, const ProcessGround& ground,
                  catalog::Findings& findings);

// The member "form" of a bundle: keys, kinds, names, limits.
void check_form(const base::Json& bundle, catalog::Findings& findings);

// P05, P09, P10, P16: what no look at the process alone can tell.
std::vector<Finding> check_on_ground(const Process& process, const ProcessGround& ground);

}  // namespace casework
