// sunroom definitions migrate: open matters of older versions of a process, shown first, taken over when
// told.

#include "app/task_node.h"
#include "base/json.h"
#include "casework/migration.h"
#include "identity/person.h"

#include <algorithm>

namespace app {

namespace {

using casework::MigrationCase;
using casework::MigrationPlan;
using casework::MovedPeriod;

constexpr std::size_t kReasonBytesMax = 900;  // 300 characters
constexpr std::size_t kCasesShown = 200;      // for people; --json has them all

base::Result<MigrationPlan> plan_of(Node& node, const std::string& process) {
    return node.registrar().read<MigrationPlan>(
        identity::office_actor("definitions-migrate"), [&](const identity::Reading& reading) {
            return casework::plan_migration(reading, node.practice(), process, casework::kMigrationsTriedMax);
        });
}

base::Result<identity::Actor> actor_by_login(Node& node, const std::string& login) {
    return node.registrar().read<identity::Actor>(
        identity::nobody(), [&](const identity::Reading& reading) -> base::Result<identity::Actor> {
            const auto officials = TRY(identity::list_officials(reading.db));
            const auto found = std::find_if(officials.begin(), officials.end(),
                                            [&](const auto& official) { return official.login == login; });
            if (found == officials.end())
                return base::Error(base::ErrorCode::NotFound, "serve.no_such_login").with("login", login);
            identity::Actor actor = TRY(identity::actor_of(
                reading.db, found->person, node.catalogue().current()->roles, reading.now.date()));
            actor.via = "api";
            return actor;
        });
}

void tell_plan(const TaskOptions& options, const MigrationPlan& plan, std::vector<std::string>& lines) {
    lines.push_back(task_text(options.locale, "migrate.plan",
                              {{"process", plan.process},
                               {"open", std::to_string(plan.open)},
                               {"tried", std::to_string(plan.tried)},
                               {"cannot", std::to_string(plan.cannot)},
                               {"to", plan.to},
                               {"moved", std::to_string(plan.moved)}}));
    for (std::size_t i = 0; i < std::min(plan.cases.size(), kCasesShown); ++i) {
        const MigrationCase& one = plan.cases[i];
        if (one.refusal)
            lines.push_back("  " + task_text(options.locale, "migrate.cannot",
                                             {{"number", one.number},
                                              {"from", one.from},
                                              {"why", refusal_text(*one.refusal, options.locale)}}));
        for (const MovedPeriod& period : one.moved)
            lines.push_back("  " + task_text(options.locale, "migrate.moves",
                                             {{"number", one.number},
                                              {"clock", period.clock},
                                              {"before", period.before.iso()},
                                              {"after", period.after.iso()}}));
    }
    if (plan.cases.size() > kCasesShown)
        lines.push_back("  " + task_text(options.locale, "cli.redecide_more",
                                         {{"count", std::to_string(plan.cases.size() - kCasesShown)}}));
}

void tell_json(const MigrationPlan& plan, std::int64_t applied, std::string& out) {
    base::JsonWriter json(out);
    json.open_object().member("process", plan.process).member("to", plan.to).member("open", plan.open);
    json.member("tried", plan.tried).member("cannot", plan.cannot).member("moved", plan.moved);
    json.member("applied", applied).key("cases").open_list();
    for (const MigrationCase& one : plan.cases) {
        json.open_object().member("number", one.number).member("from", one.from);
        json.member("refused", one.refusal ? one.refusal->text_key() : std::string());
        json.key("moved").open_list();
        for (const MovedPeriod& period : one.moved) {
            json.open_object().member("clock", period.clock).member("before", period.before.iso());
            json.member("after", period.after.iso()).close_object();
        }
        json.close_list().close_object();
    }
    json.close_list().close_object();
}

// One act a matter, so that a stop in between leaves whole matters and the next call goes on.
base::Result<std::int64_t> apply(Node& node, const TaskOptions& options, const MigrationPlan& plan) {
    const identity::Actor actor = TRY(actor_by_login(node, options.as));
    const std::string line = task_text(options.locale, "migrate.applying");
    std::int64_t applied = 0;
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
        if (plan.cases[i].refusal) continue;
        TRY(node.registrar().perform<casework::Migrated>(actor, [&](identity::Act& act) {
            return casework::migrate_case(act, node.practice(), plan.cases[i].number, options.reason);
        }));
        ++applied;
        if (options.progress) options.progress(line, static_cast<int>((i + 1) * 100 / plan.cases.size()));
    }
    return applied;
}

}  // namespace

base::Result<TaskReport> migrate_matters(const TaskOptions& options) {
    const bool applies = options.given("apply");
    if (applies && options.given("dry-run")) return base::Error(base::ErrorCode::Invalid, "migrate.both");
    if (applies && (options.reason.empty() || options.as.empty()))
        return base::Error(base::ErrorCode::Invalid, "migrate.needs_reason");
    if (options.reason.size() > kReasonBytesMax)
        return base::Error(base::ErrorCode::TooLarge, "migrate.reason_long")
            .with("max", std::to_string(kReasonBytesMax / 3));
    TaskNode bench;
    TRY(open_task_node(bench, options));
    const MigrationPlan plan = TRY(plan_of(*bench.node, options.path));
    TaskReport report;
    tell_plan(options, plan, report.lines);
    std::int64_t applied = 0;
    if (applies) {
        applied = TRY(apply(*bench.node, options, plan));
        report.lines.push_back(
            task_text(options.locale, "migrate.done", {{"count", std::to_string(applied)}, {"to", plan.to}}));
    }
    tell_json(plan, applied, report.json);
    return report;
}

}  // namespace app
