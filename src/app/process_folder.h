#pragma once
// Processes and their scenarios as they lie in folders on disk: definitions/processes/<id>/ or a copy of it
// elsewhere. Only reads.

#include "app/scenario_office.h"

#include <string>
#include <vector>

namespace app {

struct ScenarioFile {
    std::string path;
    std::string text;
    std::string process;  // id, the folder's name
    std::string root;     // the folder that holds the process folders
};
// A scenario file, or every one below a folder, by path.
base::Result<std::vector<ScenarioFile>> find_scenarios(const std::string& path);
// Every process below `root`, the one under test and those it may spawn.
base::Result<std::vector<ProcessSource>> read_processes(const std::string& root);

}  // namespace app
