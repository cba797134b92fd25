// `sunroom import`: files of others into the office, laws to the register, all else to the list of what a
// person checks.

#include "app/task_node.h"
#include "app/tasks.h"
#include "base/json.h"
#include "disclosure/import_run.h"

#include <algorithm>
#include <chrono>

namespace app {

namespace {

using Args = std::vector<std::pair<std::string, std::string>>;

std::string number(auto value) {
    return std::to_string(value);
}

void write_json(const disclosure::ImportReport& done, disclosure::ImportMode mode, double seconds,
                std::string& out) {
    base::JsonWriter json(out);
    json.open_object().flag("applied", mode == disclosure::ImportMode::Apply).member("files", done.files);
    json.member("milliseconds", static_cast<std::int64_t>(seconds * 1000));
    json.key("laws").open_object().member("files", done.laws.files).member("imported", done.laws.imported);
    json.member("known", done.laws.known)
        .member("laws", done.laws.laws)
        .member("editions", done.laws.editions);
    json.member("articles", done.laws.articles).key("skipped").open_list();
    for (const auto& [file, why] : done.laws.skipped)
        json.open_object().member("file", file).member("why", why).close_object();
    json.close_list().close_object();
    json.member("staged", done.staged).member("known", done.known).key("texts").open_list();
    for (const disclosure::ImportedFile& text : done.texts) json.raw(text.report);
    json.close_list().key("skipped").open_list();
    for (const auto& [file, error] : done.skipped)
        json.open_object().member("file", file).member("why", error.text_key()).close_object();
    json.close_list().close_object();
}

void write_lines(const TaskOptions& options, const disclosure::ImportReport& done,
                 disclosure::ImportMode mode, TaskReport& report) {
    const bool applied = mode == disclosure::ImportMode::Apply;
    const Args counts = {{"files", number(done.files)},
                         {"laws", number(applied ? done.laws.imported : done.laws.laws)},
                         {"laws_known", number(done.laws.known)},
                         {"staged", number(done.staged)},
                         {"known", number(done.known)},
                         {"skipped", number(done.skipped.size() + done.laws.skipped.size())}};
    report.lines.push_back(task_text(options.locale, applied ? "cli.import_done" : "cli.import_dry", counts));
    for (const disclosure::ImportedFile& text : done.texts)
        report.lines.push_back("  " + task_text(options.locale, "cli.import_text",
                                                {{"file", text.file},
                                                 {"title", text.title},
                                                 {"marks", number(text.marks)},
                                                 {"lost", number(text.lost)}}));
    for (const auto& [file, error] : done.skipped)
        report.lines.push_back("  " +
                               task_text(options.locale, "cli.import_skipped",
                                         {{"file", file}, {"why", refusal_text(error, options.locale)}}));
    for (const auto& [file, why] : done.laws.skipped)
        report.lines.push_back("  " +
                               task_text(options.locale, "cli.import_skipped",
                                         {{"file", file}, {"why", task_text(options.locale, why, {})}}));
}

}  // namespace

base::Result<TaskReport> import_texts(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    identity::Actor actor = identity::office_actor("import");
    actor.grants.push_back({"catalog.import", "", "operator", 0});
    actor.grants.push_back({"disclosure.import", "", "operator", 0});
    const std::string line = task_text(options.locale, "cli.import_reading", {});
    disclosure::ImportRun run;
    run.path = options.path;
    run.mode = options.given("apply") ? disclosure::ImportMode::Apply : disclosure::ImportMode::DryRun;
    run.progress = [&](int done, int all) {
        if (options.progress) options.progress(line, all == 0 ? 100 : done * 100 / all);
    };
    const auto began = std::chrono::steady_clock::now();
    const disclosure::ImportReport done = TRY(disclosure::import_path(bench.node->registrar(), actor, run));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    TaskReport report;
    write_lines(options, done, run.mode, report);
    const auto tenths = static_cast<std::int64_t>(seconds * 10 + 0.5);
    report.lines.push_back(
        task_text(options.locale, "cli.import_speed",
                  {{"seconds", number(tenths / 10) + "." + number(tenths % 10)},
                   {"rate", number(static_cast<std::int64_t>(done.files / std::max(seconds, 0.001)))}}));
    write_json(done, run.mode, seconds, report.json);
    report.passed = done.skipped.empty();
    return report;
}

}  // namespace app
