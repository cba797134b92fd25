#pragma once
// Definitions checked as they lie on disk, without a node: a process folder, an item, a law, a calendar, a
// whole definitions/ or county folder. What they lean on is taken from the tree they lie in, else from the
// program.

#include "app/scenario_run.h"
#include "catalog/definition.h"

#include <string>
#include <vector>

namespace app {

struct FileFindings {
    std::string path;
    catalog::Findings findings;
};

struct CheckedDefinitions {
    int files = 0;
    std::vector<FileFindings> found;        // files with something wrong only
    std::vector<ScenarioReport> scenarios;  // of the processes among them
    int mutations = 0;                      // guards thrown open
    struct PartlyWalked {
        std::string process;
        int states = 0;
    };
    std::vector<PartlyWalked> partly_walked;  // more states than the walk may visit
    std::int64_t microseconds = 0;
};

// NotFound definition.no_files when a path holds nothing that is a definition.
// `states_max` bounds the walk through the states of each process.
base::Result<CheckedDefinitions> check_definitions(const std::vector<std::string>& paths,
                                                   const web::Files& carried, int states_max);

}  // namespace app
