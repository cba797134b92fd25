#pragma once
// What the command line can ask of a node. Each task answers with lines for people and one JSON value for
// programs; sentences come from web/text by key. Progress goes to the caller's function, at most a few times
// a second.

#include "base/result.h"
#include "calendar/instant.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct TaskOptions {
    std::string data;                 // --data
    std::string listen;               // --listen, empty: from the settings
    std::string web_dir;              // --web-dir: pages from disk while developing
    std::string links;                // --link LOGIN,LOGIN: one-time sign-in links for these officials
    std::string path;                 // the command's own argument
    std::vector<std::string> paths;   // the same, of a command that takes several
    std::vector<std::string> pauses;  // --pause P..R, as often as there are pauses
    std::string extend;               // --extend 10wd
    std::string roll;                 // --roll next|none
    std::string calendar;             // --calendar cn-2026@1, empty: all that is carried
    std::string size = "S";           // --size
    std::string until;                // --until YYYY-MM-DD, empty: yesterday
    std::string locale = "zh-CN";     // from LANG or --lang
    std::string limit;                // --limit ITEM.CLOCK=15wd
    std::string process;              // --process FILE or FOLDER
    std::string from;                 // --from, a day or a folder
    std::string to;                   // --to, a day or a folder
    std::string reason;               // --reason TEXT
    std::string as;                   // --as LOGIN: the official who orders it
    std::string year;                 // --year, empty: the last one
    std::string unit;                 // --unit BODY, empty: all
    std::vector<std::string> flags;   // options without a value that were given, by name
    bool given(std::string_view flag) const;
    std::function<void(const std::string& line, int percent)> progress;  // percent < 0: unknown
    std::function<void(const std::string& line)> say;                    // words for the operator, at once
};

struct TaskReport {
    std::vector<std::string> lines;  // for people
    std::string json;                // for programs: one value
    bool passed = true;              // false: the task ran and found something wrong (exit 5)
};

base::Result<TaskReport> serve(const TaskOptions& options);      // returns after a graceful stop
base::Result<TaskReport> make_demo(const TaskOptions& options);  // 清溪县 and years of plausible work
// What a period is, day by day, under the carried calendars; no data folder is needed. paths: START SPAN,
// FROM TO.
base::Result<TaskReport> add_date(const TaskOptions& options);
base::Result<TaskReport> count_days(const TaskOptions& options);
// path: a yearly notice or the local orders. Shows every open period that would move; with --apply it is
// prepared for a second person to approve.
base::Result<TaskReport> import_calendar(const TaskOptions& options);
// 自查: the rules by which the site is inspected, over its own pages and records.
base::Result<TaskReport> inspect_self(const TaskOptions& options);
base::Result<TaskReport> import_law(const TaskOptions& options);
// The index of the search made anew from the journal.
base::Result<TaskReport> rebuild_search(const TaskOptions& options);
// path: a file or a folder of any kind that is known; with --apply laws go to the register of laws and other
// texts to the list of those a person checks, else nothing is written.
base::Result<TaskReport> import_texts(const TaskOptions& options);
// The tables built anew and compared, or with --redecide every act decided anew and compared.
base::Result<TaskReport> replay(const TaskOptions& options);
base::Result<TaskReport> check_replay(const TaskOptions& options);
base::Result<TaskReport> check_decisions(const TaskOptions& options);
// Recorded matters counted again under another calendar, limit or process version; nothing is written.
base::Result<TaskReport> suppose_otherwise(const TaskOptions& options);
// path: a process. Shows what taking its open matters over to the version in force means; --apply does it.
base::Result<TaskReport> migrate_matters(const TaskOptions& options);
base::Result<TaskReport> back_up(const TaskOptions& options);  // to: the folder to write
// from: a backup; data: an empty folder. Checks every file, copies, replays the journal. A damaged backup is
// not copied.
base::Result<TaskReport> restore(const TaskOptions& options);
std::optional<calendar::Instant> last_backup(const std::string& data);
base::Result<TaskReport> doctor(const TaskOptions& options);
// paths: scenario files, or folders that hold some.
base::Result<TaskReport> run_scenarios(const TaskOptions& options);
// paths: a process folder, an item, a law, a calendar, or a tree of them.
base::Result<TaskReport> check_definition_files(const TaskOptions& options);
// The annual reports on disclosure of a year as they stand; fails when a check blocks one.
base::Result<TaskReport> report_annual(const TaskOptions& options);
base::Result<TaskReport> list_routes(const TaskOptions& options);
base::Result<TaskReport> list_events(const TaskOptions& options);
base::Result<TaskReport> list_modules(const TaskOptions& options);
base::Result<TaskReport> list_rules(const TaskOptions& options);

// The sentence of a refusal in the operator's language.
std::string refusal_text(const base::Error& error, const std::string& locale);
std::string task_text(const std::string& locale, const std::string& key,
                      const std::vector<std::pair<std::string, std::string>>& args = {});
inline std::string say(const TaskOptions& options, const std::string& key,
                       const std::vector<std::pair<std::string, std::string>>& args = {}) {
    return task_text(options.locale, key, args);
}

}  // namespace app
