// sunroom: reads the command line, runs one task, prints data on stdout and words on stderr.

#include "base/json.h"
#include "cli/command.h"

#include <unistd.h>

#include <cstdlib>

namespace {

void put(int descriptor, const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const ssize_t written = ::write(descriptor, text.data() + at, text.size() - at);
        if (written <= 0) return;
        at += static_cast<std::size_t>(written);
    }
}

std::string locale_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return std::string(value).starts_with("zh") ? "zh-CN" : "en";
    }
    return "zh-CN";
}

void print_usage(const std::string& locale) {
    std::string out = app::task_text(locale, "cli.usage") + "\n\n";
    for (const cli::Command& command : cli::commands()) {
        out += "  " + std::string(command.example) + "\n      " +
               app::task_text(locale, cli::summary_key(command)) + "\n";
    }
    put(STDOUT_FILENO, out + "\n" + app::task_text(locale, "cli.exit_codes") + "\n");
}

void show_progress(app::TaskOptions& options) {
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    options.say = [](const std::string& line) { put(STDERR_FILENO, line + "\n"); };
    options.progress = [terminal](const std::string& line, int percent) {
        if (!terminal) return;
        const std::string share = percent < 0 ? "" : " " + std::to_string(percent) + " %";
        put(STDERR_FILENO, "\r" + line + share + "\x1b[K" + (percent >= 100 ? "\n" : ""));
    };
}

int run(const std::vector<std::string>& words) {
    cli::CommandLine line = cli::read_command_line(words);
    if (line.options.locale == "zh-CN") line.options.locale = locale_of_environment();
    const std::string& locale = line.options.locale;
    if (line.help) {
        print_usage(locale);
        return cli::kDone;
    }
    if (!line.problem.empty()) {
        put(STDERR_FILENO, app::task_text(locale, line.problem, line.args) + "\n" +
                               app::task_text(locale, "cli.see_help") + "\n");
        return cli::kUsage;
    }
    show_progress(line.options);
    auto report = line.command->run(line.options);
    if (!report.ok()) {
        if (line.json) {
            std::string json;
            base::JsonWriter(json)
                .open_object()
                .member("error", report.error().text_key())
                .member("detail", report.error().detail())
                .close_object();
            put(STDOUT_FILENO, json + "\n");
        }
        put(STDERR_FILENO, app::refusal_text(report.error(), locale) + "\n");
        return cli::exit_code(report.error().code());
    }
    if (line.json)
        put(STDOUT_FILENO, report.value().json + "\n");
    else
        for (const std::string& text : report.value().lines) put(STDOUT_FILENO, text + "\n");
    return report.value().passed ? cli::kDone : cli::kCheckFailed;
}

}  // namespace

int main(int count, char** words) {
    try {
        return run(std::vector<std::string>(words + 1, words + count));
    } catch (const std::exception& bug) {
        put(STDERR_FILENO, std::string("sunroom: ") + bug.what() + "\n");
        return cli::kFailed;
    }
}
