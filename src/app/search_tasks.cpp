// sunroom search rebuild: the index of the search, made anew from the journal of a node that nobody serves.

#include "app/task_node.h"
#include "app/wiring.h"
#include "base/json.h"

#include <chrono>
#include <filesystem>

namespace app {

namespace {

std::int64_t percent_of(std::int64_t done, std::int64_t all) {
    return all <= 0 ? 100 : 100 * done / all;
}

}  // namespace

base::Result<TaskReport> rebuild_search(const TaskOptions& options) {
    const auto began = std::chrono::steady_clock::now();
    TaskNode bench;
    TRY(open_task_node(bench, options));
    const auto catalogue = bench.node->catalogue().current();
    catalog::PassageFollower follower(options.data, all_passages());
    const std::string line = say(options, "cli.search_reading");
    const auto progress = [&](std::int64_t done, std::int64_t all, std::int64_t) {
        if (options.progress) options.progress(line, static_cast<int>(percent_of(done, all)));
    };
    auto reader = TRY(bench.node->registrar().lend());
    const auto made = follower.make_anew({*reader, bench.node->vault(), *catalogue}, progress);
    bench.node->registrar().give_back(std::move(reader));
    if (!made.ok()) return made.error();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::error_code wrong;
    const auto bytes = std::filesystem::file_size(follower.index().path(), wrong);
    const auto tenths = static_cast<std::int64_t>(took.count() * 10);
    const std::string seconds = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    TaskReport report;
    report.lines.push_back(say(options, "cli.search_done",
                               {{"passages", std::to_string(made.value().passages)},
                                {"entries", std::to_string(made.value().entries)},
                                {"bytes", std::to_string(bytes >> 10)},
                                {"seconds", seconds}}));
    base::JsonWriter(report.json)
        .open_object()
        .member("passages", made.value().passages)
        .member("entries", made.value().entries)
        .member("bytes", static_cast<std::int64_t>(bytes))
        .key("seconds")
        .raw(seconds)
        .close_object();
    return report;
}

}  // namespace app
