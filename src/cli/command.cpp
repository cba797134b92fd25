#include "cli/command.h"

#include "base/nearest.h"

#include <algorithm>

namespace cli {

std::span<const Command> commands() {
    // clang-format off
    static constexpr Command kCommands[] = {
        {"serve", "", "data listen link web-dir lang",
         "sunroom serve --data data --listen 127.0.0.1:8080", app::serve},
        {"demo", "", "data size until lang json",
         "sunroom demo --size S --data data", app::make_demo},
        {"import", "PATH", "data dry-run apply lang json",
         "sunroom import old-site/ --data data --dry-run --json", app::import_texts},
        {"law import", "PATH", "data lang json",
         "sunroom law import laws/ --data data --json", app::import_law},
        {"search rebuild", "", "data lang json",
         "sunroom search rebuild --data data --json", app::rebuild_search},
        {"inspect self", "", "data lang json", "sunroom inspect self --data data --json",
         app::inspect_self},
        {"date add", "START SPAN", "pause extend roll calendar lang json",
         "sunroom date add 2026-03-02 20wd --pause 2026-03-09..2026-04-08 --extend 10wd --json",
         app::add_date},
        {"date elapsed", "FROM TO", "calendar lang json",
         "sunroom date elapsed 2026-02-10 2026-03-16 --json", app::count_days},
        {"calendar import", "FILE", "data dry-run apply lang json",
         "sunroom calendar import cn-2027.json --data data --dry-run --json", app::import_calendar},
        {"replay", "", "data check redecide lang json",
         "sunroom replay --check --data data", app::replay},
        {"what-if", "", "data calendar limit process from to lang json",
         "sunroom what-if --data data --limit permit.promise=10wd --from 2026-01-01 --to 2026-06-30",
         app::suppose_otherwise},
        {"definitions migrate", "PROCESS", "data dry-run apply reason as lang json",
         "sunroom definitions migrate permit --data data --dry-run", app::migrate_matters},
        {"backup", "", "data to lang json",
         "sunroom backup --data data --to backup-2026-03-02", app::back_up},
        {"restore", "", "data from lang json",
         "sunroom restore --from backup-2026-03-02 --data restored", app::restore},
        {"doctor", "", "data lang json",
         "sunroom doctor --data data", app::doctor},
        {"scenario run", "PATH...", "lang json",
         "sunroom scenario run definitions/processes/permit", app::run_scenarios},
        {"definitions check", "PATH...", "lang json",
         "sunroom definitions check definitions/processes/permit", app::check_definition_files},
        {"report annual", "", "data year unit lang json",
         "sunroom report annual --year 2025 --unit 010 --data data --json", app::report_annual},
        {"routes", "", "lang json",
         "sunroom routes --json", app::list_routes},
        {"events", "", "lang json",
         "sunroom events --json", app::list_events},
        {"modules", "", "lang json",
         "sunroom modules --json", app::list_modules},
        {"rules", "", "lang json",
         "sunroom rules --json", app::list_rules},
    };
    // clang-format on
    return kCommands;
}

std::string summary_key(const Command& command) {
    std::string key = "cli." + std::string(command.words);
    std::replace(key.begin(), key.end(), ' ', '_');
    return key;
}

int exit_code(base::ErrorCode code) {
    switch (code) {
    case base::ErrorCode::NotFound: return kNotFound;
    case base::ErrorCode::Conflict: return kConflict;
    case base::ErrorCode::Invalid: return kUsage;
    case base::ErrorCode::Forbidden:
    case base::ErrorCode::SignInFirst:
    case base::ErrorCode::TooLarge:
    case base::ErrorCode::TooMany:
    case base::ErrorCode::Unavailable:
    case base::ErrorCode::Corrupt: return kFailed;
    }
    return kFailed;
}

namespace {

const Command* find_command(const std::vector<std::string>& words, std::size_t& used) {
    for (const Command& command : commands()) {
        const std::size_t blank = command.words.find(' ');
        const std::string_view first = command.words.substr(0, blank);
        if (words.empty() || words[0] != first) continue;
        if (blank == std::string_view::npos) {
            used = 1;
            return &command;
        }
        if (words.size() > 1 && words[1] == command.words.substr(blank + 1)) {
            used = 2;
            return &command;
        }
    }
    return nullptr;
}

bool takes(const Command& command, std::string_view option) {
    const std::string options = " " + std::string(command.options) + " ";
    return options.find(" " + std::string(option) + " ") != std::string::npos;
}

CommandLine problem(CommandLine line, std::string key,
                    std::vector<std::pair<std::string, std::string>> args) {
    line.problem = std::move(key);
    line.args = std::move(args);
    return line;
}

struct Guess {
    std::string word, nearest;
    std::string_view with_guess, without;  // text keys
};
CommandLine unknown_word(CommandLine line, Guess guess) {
    if (guess.nearest.empty())
        return problem(std::move(line), std::string(guess.without), {{"word", guess.word}});
    return problem(std::move(line), std::string(guess.with_guess),
                   {{"word", guess.word}, {"nearest", std::move(guess.nearest)}});
}

std::size_t words_in(std::string_view argument) {
    if (argument.empty()) return 0;
    return 1 + static_cast<std::size_t>(std::count(argument.begin(), argument.end(), ' '));
}

std::string nearest_command(const std::string& word) {
    std::vector<std::string_view> known;
    for (const Command& command : commands())
        known.push_back(command.words.substr(0, command.words.find(' ')));
    return std::string(base::nearest_word(word, known));
}

std::string nearest_option(const Command& command, std::string_view word) {
    std::vector<std::string_view> known;
    std::string_view rest = command.options;
    while (!rest.empty()) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        known.push_back(rest.substr(0, blank));
        rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    return std::string(base::nearest_word(word, known));
}

std::string* place_of(CommandLine& line, std::string_view option) {
    if (option == "data") return &line.options.data;
    if (option == "listen") return &line.options.listen;
    if (option == "link") return &line.options.links;
    if (option == "web-dir") return &line.options.web_dir;
    if (option == "size") return &line.options.size;
    if (option == "until") return &line.options.until;
    if (option == "lang") return &line.options.locale;
    if (option == "extend") return &line.options.extend;
    if (option == "roll") return &line.options.roll;
    if (option == "calendar") return &line.options.calendar;
    if (option == "pause") return &line.options.pauses.emplace_back();
    if (option == "to") return &line.options.to;
    if (option == "from") return &line.options.from;
    if (option == "limit") return &line.options.limit;
    if (option == "process") return &line.options.process;
    if (option == "reason") return &line.options.reason;
    if (option == "as") return &line.options.as;
    if (option == "year") return &line.options.year;
    if (option == "unit") return &line.options.unit;
    return nullptr;
}

}  // namespace

CommandLine read_command_line(const std::vector<std::string>& words) {
    CommandLine line;
    line.options.data = "data";
    if (words.empty() || words[0] == "help" || words[0] == "-h" || words[0] == "--help") {
        line.help = true;
        return line;
    }
    std::size_t at = 0;
    line.command = find_command(words, at);
    if (line.command == nullptr) {
        return unknown_word(std::move(line), {words[0], nearest_command(words[0]), "cli.unknown_command",
                                              "cli.no_such_command"});
    }
    for (; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (word == "-h" || word == "--help") {
            line.help = true;
        } else if (!word.starts_with("--")) {
            const bool several = line.command->argument.ends_with("...");
            if (!several && line.options.paths.size() == words_in(line.command->argument))
                return problem(std::move(line), "cli.too_many_words", {{"word", word}});
            line.options.path = word;
            line.options.paths.push_back(word);
        } else {
            const std::string option = word.substr(2);
            if (!takes(*line.command, option)) {
                return unknown_word(std::move(line), {word, nearest_option(*line.command, option),
                                                      "cli.unknown_option", "cli.no_such_option"});
            }
            std::string* place = place_of(line, option);
            if (option == "json") line.json = true;
            if (place == nullptr) {
                line.options.flags.push_back(option);
                continue;
            }
            if (++at == words.size())
                return problem(std::move(line), "cli.option_without_value", {{"word", word}});
            *place = words[at];
        }
    }
    if (!line.help && line.options.paths.size() < words_in(line.command->argument)) {
        return problem(std::move(line), "cli.missing_argument",
                       {{"argument", std::string(line.command->argument)}});
    }
    return line;
}

}  // namespace cli
