// sunroom what-if: recorded matters counted again under another calendar, limit or version of a process.

#include "app/task_node.h"
#include "base/file.h"
#include "base/json.h"
#include "casework/limits.h"
#include "casework/what_if.h"
#include "catalog/limits.h"

#include <algorithm>
#include <filesystem>

namespace app {

namespace {

using casework::LateChange;
using casework::LateCount;
using casework::WhatIf;

constexpr std::size_t kRowsShown = 40;  // of each list for people; --json has them all

base::Result<calendar::Date> read_day(const std::string& text) {
    if (text.empty()) return calendar::Date();
    return calendar::Date::parse(text);
}

// A process.json, or a folder that holds one.
base::Result<casework::Process> read_process_at(const std::string& path) {
    std::error_code none;
    const bool folder = std::filesystem::is_directory(path, none);
    const std::string file = folder ? path + "/process.json" : path;
    auto text = base::read_file(file, casework::kProcessBytesMax);
    if (!text.ok()) return base::Error(base::ErrorCode::NotFound, "what_if.no_file").with("path", file);
    return casework::parse_process(text.value(), file);
}

base::Result<> read_calendar_at(const std::string& path, casework::Supposition& supposed) {
    auto text = base::read_file(path, catalog::kDefinitionBytesMax);
    if (!text.ok()) return base::Error(base::ErrorCode::NotFound, "what_if.no_file").with("path", path);
    supposed.calendar_text = std::move(text).value();
    supposed.calendar = TRY(calendar::parse_calendar(supposed.calendar_text, path));
    return base::Done{};
}

// What the options suppose; a process lives as long as this.
struct Supposed {
    casework::Supposition what;
    std::optional<casework::Process> process;
    std::string line;
};
base::Result<> read_supposition(const TaskOptions& options, Supposed& supposed) {
    const int given = (options.calendar.empty() ? 0 : 1) + (options.limit.empty() ? 0 : 1) +
                      (options.process.empty() ? 0 : 1);
    if (given != 1) return base::Error(base::ErrorCode::Invalid, "what_if.one_of_three");
    supposed.what.from = TRY(read_day(options.from));
    supposed.what.to = TRY(read_day(options.to));
    if (!options.calendar.empty()) {
        TRY(read_calendar_at(options.calendar, supposed.what));
        supposed.line = say(options, "what_if.calendar", {{"calendar", supposed.what.calendar->pin()}});
    } else if (!options.limit.empty()) {
        supposed.what.limit = TRY(casework::read_limit_change(options.limit));
        supposed.line = say(options, "what_if.limit", {{"limit", options.limit}});
    } else {
        supposed.process = TRY(read_process_at(options.process));
        supposed.what.process = &*supposed.process;
        supposed.line = say(options, "what_if.process", {{"process", supposed.process->id}});
    }
    return base::Done{};
}

void count_json(base::JsonWriter& json, const LateCount& one) {
    json.open_object().member("name", one.name).member("matters", one.matters);
    json.member("before", one.before).member("after", one.after).close_object();
}

std::string day_text(calendar::Date day) {
    return day.days == 0 ? std::string() : day.iso();
}

void tell_json(const WhatIf& found, std::string& out) {
    base::JsonWriter json(out);
    json.open_object().member("matters", found.all.matters).member("before", found.all.before);
    json.member("after", found.all.after).member("periods", found.periods).member("moved", found.moved);
    json.key("bodies").open_list();
    for (const LateCount& one : found.bodies) count_json(json, one);
    json.close_list().key("items").open_list();
    for (const LateCount& one : found.items) count_json(json, one);
    json.close_list().key("changes").open_list();
    for (const LateChange& one : found.changes) {
        json.open_object().member("number", one.number).member("item", one.item);
        json.member("office", one.office).member("clock", one.clock);
        json.member("due_before", day_text(one.due_before)).member("due_after", day_text(one.due_after));
        json.member("stopped", day_text(one.stopped)).flag("late", one.late_after).close_object();
    }
    json.close_list().member("left_out", found.left_out);
    json.member("open_questions", found.open_questions).key("questionable").open_list();
    for (const std::string& number : found.questionable) json.string(number);
    json.close_list().key("not_compared").open_list();
    for (const std::string& clock : found.not_compared) json.string(clock);
    json.close_list().close_object();
}

// Those whose count changes, and how many there are besides.
void tell_counts(const TaskOptions& options, const std::vector<LateCount>& counts,
                 const std::function<std::string(const std::string&)>& name,
                 std::vector<std::string>& lines) {
    std::size_t shown = 0, more = 0;
    for (const LateCount& one : counts) {
        if (one.before == one.after) continue;
        if (++shown > kRowsShown) {
            ++more;
            continue;
        }
        lines.push_back("  " + say(options, "what_if.count",
                                   {{"name", one.name + " " + name(one.name)},
                                    {"matters", std::to_string(one.matters)},
                                    {"before", std::to_string(one.before)},
                                    {"after", std::to_string(one.after)}}));
    }
    if (more > 0)
        lines.push_back("  " + say(options, "cli.redecide_more", {{"count", std::to_string(more)}}));
}

void tell_changes(const TaskOptions& options, const WhatIf& found, std::vector<std::string>& lines) {
    const std::size_t shown = std::min(found.changes.size(), kRowsShown);
    for (std::size_t i = 0; i < shown; ++i) {
        const LateChange& one = found.changes[i];
        lines.push_back("  " + say(options, one.late_after ? "what_if.now_late" : "what_if.now_in_time",
                                   {{"number", one.number},
                                    {"clock", one.clock},
                                    {"before", one.due_before.iso()},
                                    {"after", one.due_after.iso()},
                                    {"stopped", one.stopped.days == 0 ? say(options, "what_if.still_runs")
                                                                      : one.stopped.iso()}}));
    }
    const std::int64_t more = static_cast<std::int64_t>(found.changes.size() - shown) + found.left_out;
    if (more > 0)
        lines.push_back("  " + say(options, "cli.redecide_more", {{"count", std::to_string(more)}}));
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

void tell(const TaskOptions& options, const catalog::Catalogue& catalogue, const WhatIf& found,
          std::vector<std::string>& lines) {
    const bool chinese = options.locale == "zh-CN";
    lines.push_back(say(options, "what_if.assumed"));
    lines.push_back(say(options, "what_if.sum",
                        {{"matters", std::to_string(found.all.matters)},
                         {"periods", std::to_string(found.periods)},
                         {"moved", std::to_string(found.moved)},
                         {"before", std::to_string(found.all.before)},
                         {"after", std::to_string(found.all.after)}}));
    if (found.open_questions > 0)
        lines.push_back(
            say(options, "what_if.questionable", {{"count", std::to_string(found.open_questions)}}));
    if (!found.not_compared.empty())
        lines.push_back(say(options, "what_if.not_compared", {{"clocks", joined(found.not_compared)}}));
    tell_counts(
        options, found.bodies,
        [&](const std::string& code) {
            const catalog::PublicBody* body = catalogue.find_body(code);
            return body == nullptr ? std::string() : chinese ? body->name : body->name_en;
        },
        lines);
    tell_counts(
        options, found.items,
        [&](const std::string& code) {
            const catalog::ServiceItem* item = catalogue.find_item(code);
            return item == nullptr ? std::string() : chinese ? item->name : item->name_en;
        },
        lines);
    tell_changes(options, found, lines);
}

}  // namespace

base::Result<TaskReport> suppose_otherwise(const TaskOptions& options) {
    Supposed supposed;
    TRY(read_supposition(options, supposed));
    TaskNode bench;
    TRY(open_task_node(bench, options));
    supposed.what.now = bench.clock.now();
    const std::string line = say(options, "what_if.reading");
    const auto progress = [&](std::int64_t done, std::int64_t all) {
        if (options.progress && all > 0) options.progress(line, static_cast<int>(done * 100 / all));
    };
    auto reader = TRY(bench.node->registrar().lend());
    const auto asked = casework::suppose(*reader, bench.node->practice(), supposed.what, progress);
    bench.node->registrar().give_back(std::move(reader));
    if (!asked.ok()) return asked.error();
    if (options.progress) options.progress(line, 100);
    TaskReport report;
    report.lines.push_back(supposed.line);
    tell(options, *bench.node->catalogue().current(), asked.value(), report.lines);
    tell_json(asked.value(), report.json);
    return report;
}

}  // namespace app
