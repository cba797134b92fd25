// sunroom calendar import: shows what a yearly notice (or the local orders) would move, and prepares it for a
// second person to approve. Nothing takes effect here.

#include "app/task_node.h"
#include "base/file.h"
#include "calendar/calendar_file.h"
#include "casework/calendar_change.h"
#include "catalog/calendars.h"

#include <algorithm>

namespace app {

namespace {

constexpr std::size_t kMovesShown = 50;  // lines for people; --json has all that are listed

base::Result<catalog::DefinitionDraft> read_draft(const std::string& path) {
    catalog::DefinitionDraft draft;
    draft.kind = catalog::DefinitionKind::Calendar;
    draft.text = TRY(base::read_file(path, 1u << 20));
    const base::Json json = TRY(base::parse_json(draft.text, base::JsonComments::Allowed));
    draft.id = json.string_or("calendar");
    if (draft.id.empty()) return calendar::bad_file(path, 1, "no calendar is named");
    return draft;
}

void write_moves(base::JsonWriter& json, const casework::CalendarMoves& found) {
    json.member("open_matters", found.looked_at)
        .member("matters", found.matters)
        .member("clocks", found.clocks)
        .key("moves")
        .open_list();
    for (const casework::ClockMove& move : found.moves) {
        json.open_object()
            .member("number", move.number)
            .member("item", move.item)
            .member("office", move.office)
            .member("clock", move.clock)
            .member("class", casework::class_code(move.kind))
            .member("before", move.before.iso())
            .member("after", move.after.iso())
            .flag("provisional", move.provisional)
            .close_object();
    }
    json.close_list();
}

void tell_moves(TaskReport& report, const TaskOptions& options, const casework::CalendarMoves& found) {
    report.lines.push_back(say(options, "cli.calendar_moves",
                               {{"looked_at", std::to_string(found.looked_at)},
                                {"matters", std::to_string(found.matters)},
                                {"clocks", std::to_string(found.clocks)}}));
    for (std::size_t i = 0; i < std::min(found.moves.size(), kMovesShown); ++i) {
        const casework::ClockMove& move = found.moves[i];
        report.lines.push_back("  " + move.number + "  " + move.clock + "  " + move.before.iso() + " → " +
                               move.after.iso());
    }
}

base::Result<catalog::Findings> check(Node& node, const catalog::DefinitionDraft& draft) {
    return node.registrar().read<catalog::Findings>(
        identity::office_actor("calendar-import"), [&](const identity::Reading& reading) {
            return catalog::check_definition(reading, node.desk(), draft);
        });
}

base::Result<casework::CalendarMoves> foretell(Node& node, const catalog::DefinitionDraft& draft) {
    return node.registrar().read<casework::CalendarMoves>(
        identity::office_actor("calendar-import"),
        [&](const identity::Reading& reading) -> base::Result<casework::CalendarMoves> {
            const auto calendars = TRY(catalog::calendars_with(reading.db, draft));
            return casework::foretell_calendar(reading.db, node.practice(), calendars,
                                               casework::kMovesListedMax);
        });
}

// Who runs the machine prepares; an approver activates it on the page of the definition.
base::Result<catalog::DefinitionVersion> prepare(Node& node, const catalog::DefinitionDraft& draft) {
    identity::Actor actor = identity::office_actor("calendar-import");
    actor.grants.push_back({"catalog.prepare", "", "operator", 0});
    return node.registrar().perform<catalog::DefinitionVersion>(
        actor, [&](identity::Act& act) { return catalog::prepare_definition(act, node.desk(), draft); });
}

}  // namespace

base::Result<TaskReport> import_calendar(const TaskOptions& options) {
    if (options.given("apply") && options.given("dry-run"))
        return base::Error(base::ErrorCode::Invalid, "cli.apply_or_dry_run");
    const auto draft = TRY(read_draft(options.path));
    TaskNode bench;
    TRY(open_task_node(bench, options));
    Node& node = *bench.node;
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_object().member("calendar", draft.id).key("findings").open_list();
    const catalog::Findings findings = TRY(check(node, draft));
    for (const catalog::Finding& finding : findings) {
        std::vector<std::pair<std::string, std::string>> args(finding.args.begin(), finding.args.end());
        report.lines.push_back(say(options, finding.text_key, args));
        json.string(finding.text_key);
    }
    json.close_list();
    report.passed = findings.empty();
    if (report.passed) {
        const auto found = TRY(foretell(node, draft));
        tell_moves(report, options, found);
        write_moves(json, found);
    }
    json.flag("prepared", report.passed && options.given("apply"));
    if (report.passed && options.given("apply")) {
        const auto prepared = TRY(prepare(node, draft));
        const std::string version = prepared.id + "@" + std::to_string(prepared.version);
        report.lines.push_back(say(options, "cli.calendar_prepared", {{"version", version}}));
        json.member("version", version);
    }
    json.close_object();
    return report;
}

}  // namespace app
