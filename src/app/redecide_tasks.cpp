// sunroom replay: the tables built anew and compared, or every act decided anew and compared.

#include "app/task_node.h"
#include "base/json.h"
#include "casework/redecide.h"

#include <algorithm>

namespace app {

namespace {

constexpr std::size_t kLinesMax = 40;  // of differences for people; --json has them all

void tell_json(const casework::Redecision& found, std::string& out) {
    base::JsonWriter json(out);
    json.open_object().member("entries", found.entries).member("matters", found.matters);
    json.member("decided", found.decided).member("told", found.told).member("different", found.different);
    json.key("differences").open_list();
    for (const casework::Difference& one : found.differences) {
        json.open_object().member("number", one.number).member("seq", one.seq).member("kind", one.kind);
        json.member("field", one.field).member("recorded", one.recorded).member("now", one.now);
        json.close_object();
    }
    json.close_list().member("left_out", found.left_out).close_object();
}

}  // namespace

bool TaskOptions::given(std::string_view flag) const {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

base::Result<TaskReport> replay(const TaskOptions& options) {
    return options.given("redecide") ? check_decisions(options) : check_replay(options);
}

base::Result<TaskReport> check_decisions(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    const std::string line = task_text(options.locale, "cli.redecide_reading");
    const auto progress = [&](std::int64_t done, std::int64_t all) {
        if (options.progress && all > 0) options.progress(line, static_cast<int>(done * 100 / all));
    };
    auto reader = TRY(bench.node->registrar().lend());
    const auto asked = casework::redecide(*reader, bench.node->practice(), progress);
    bench.node->registrar().give_back(std::move(reader));
    if (!asked.ok()) return asked.error();
    if (options.progress) options.progress(line, 100);
    const casework::Redecision& found = asked.value();
    TaskReport report;
    report.passed = found.different == 0;
    report.lines.push_back(task_text(options.locale,
                                     report.passed ? "cli.redecide_same" : "cli.redecide_differs",
                                     {{"decided", std::to_string(found.decided)},
                                      {"matters", std::to_string(found.matters)},
                                      {"different", std::to_string(found.different)}}));
    const std::size_t shown = std::min(found.differences.size(), kLinesMax);
    for (std::size_t i = 0; i < shown; ++i) {
        const casework::Difference& one = found.differences[i];
        report.lines.push_back("  " + task_text(options.locale, "cli.redecide_line",
                                                {{"number", one.number},
                                                 {"seq", std::to_string(one.seq)},
                                                 {"kind", one.kind},
                                                 {"field", one.field},
                                                 {"recorded", one.recorded},
                                                 {"now", one.now}}));
    }
    const std::int64_t more = static_cast<std::int64_t>(found.differences.size() - shown) + found.left_out;
    if (more > 0)
        report.lines.push_back(
            "  " + task_text(options.locale, "cli.redecide_more", {{"count", std::to_string(more)}}));
    tell_json(found, report.json);
    return report;
}

}  // namespace app
