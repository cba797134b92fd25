#include "app/process_folder.h"

#include "base/file.h"
#include "catalog/county_load.h"
#include "catalog/limits.h"

#include <algorithm>
#include <filesystem>

namespace app {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder, std::string_view ending) {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
        if (entry.is_regular_file(none) && entry.path().string().ends_with(ending))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

base::Result<ScenarioFile> read_scenario(const fs::path& path) {
    ScenarioFile file;
    file.path = path.string();
    file.text = TRY(base::read_file(file.path, casework::kScenarioBytesMax));
    const fs::path folder = fs::absolute(path).lexically_normal().parent_path().parent_path();
    file.process = folder.filename().string();
    file.root = folder.parent_path().string();
    return file;
}

}  // namespace

base::Result<std::vector<ScenarioFile>> find_scenarios(const std::string& path) {
    std::error_code none;
    std::vector<ScenarioFile> found;
    if (fs::is_directory(path, none)) {
        for (const fs::path& one : files_below(path, ".scenario")) {
            ScenarioFile file = TRY(read_scenario(one));
            found.push_back(std::move(file));
        }
    } else if (fs::is_regular_file(path, none)) {
        ScenarioFile file = TRY(read_scenario(path));
        found.push_back(std::move(file));
    }
    if (found.empty()) return base::Error(base::ErrorCode::NotFound, "scenario.none").with("path", path);
    return found;
}

base::Result<std::vector<ProcessSource>> read_processes(const std::string& root) {
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<std::string> ids;
    for (const fs::path& path : files_below(root, ".json")) {
        const std::string inside = path.lexically_relative(root).generic_string();
        std::string text = TRY(base::read_file(path.string(), catalog::kDefinitionBytesMax));
        texts.emplace_back("definitions/processes/" + inside, std::move(text));
        if (inside.ends_with("/process.json")) ids.push_back(inside.substr(0, inside.find('/')));
    }
    std::vector<catalog::CarriedFile> files;
    for (const auto& [path, text] : texts) files.push_back({path, text});
    std::vector<ProcessSource> sources;
    for (const std::string& id : ids) sources.push_back({id, catalog::process_bundle(files, id)});
    return sources;
}

}  // namespace app
