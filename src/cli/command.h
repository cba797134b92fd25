#pragma once
// The commands of `sunroom`: one table, from which the usage, the nearest-word hint and the reading of
// options come.

#include "app/tasks.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// Exit codes, stable.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kNotFound = 3;
inline constexpr int kConflict = 4;
inline constexpr int kCheckFailed = 5;

struct Command {
    std::string_view words;     // "law import"
    std::string_view argument;  // "PATH", "START SPAN", or empty
    std::string_view options;   // options it takes, by name, separated by blanks
    std::string_view example;
    base::Result<app::TaskReport> (*run)(const app::TaskOptions& options);
};

std::span<const Command> commands();
std::string summary_key(const Command& command);  // cli.law_import

// A parsed command line; `problem` is a text key with args when it cannot be run.
struct CommandLine {
    const Command* command = nullptr;
    app::TaskOptions options;
    bool json = false;
    bool help = false;
    std::string problem;
    std::vector<std::pair<std::string, std::string>> args;
};
CommandLine read_command_line(const std::vector<std::string>& words);

int exit_code(base::ErrorCode code);

}  // namespace cli
