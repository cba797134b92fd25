#include "casework/migration.h"

#include "casework/figure_store.h"
#include "catalog/definition_store.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kProcessVersionsMax = 1000;

// Open matters that go by another text of the process than the one in force, oldest version first.
struct Older {
    std::vector<std::string> numbers;  // at most `limit`
    std::int64_t open = 0;
};
base::Result<Older> older_matters(const store::Reader& db, std::string_view process,
                                  const base::Digest& newest, int limit) {
    Older found;
    auto versions =
        TRY(catalog::list_versions(db, catalog::DefinitionKind::Process, process, kProcessVersionsMax));
    std::reverse(versions.begin(), versions.end());
    std::vector<base::Digest> seen = {newest};  // a text may come back under a later number
    for (const catalog::DefinitionVersion& version : versions) {
        if (version.state != "active" || std::find(seen.begin(), seen.end(), version.text) != seen.end())
            continue;
        seen.push_back(version.text);
        found.open += TRY(count_open_under_process(db, version.text));
        const int room = limit - static_cast<int>(found.numbers.size());
        for (std::string& number : TRY(list_open_under_process(db, version.text, room)))
            found.numbers.push_back(std::move(number));
    }
    return found;
}

MigrationCase rehearsed(const MatterRow& matter, const base::Result<Migrated>& outcome) {
    MigrationCase one{matter.number, matter.item, matter.office, matter.process, {}, {}};
    if (!outcome.ok()) {
        one.refusal = outcome.error();
        return one;
    }
    for (const ClockChange& change : outcome.value().turn.clocks)
        one.moved.push_back(
            {change.clock.text(), matter.state.clock(static_cast<std::size_t>(change.slot)).due, change.due});
    return one;
}

}  // namespace

base::Result<MigrationPlan> plan_migration(const identity::Reading& reading, const Practice& practice,
                                           std::string_view process, int limit) {
    const auto catalogue = practice.keeper().current();
    const auto newest = catalogue->processes.find(process);
    if (newest == catalogue->processes.end())
        return base::Error(base::ErrorCode::NotFound, "definition.not_found", process);
    MigrationPlan plan;
    plan.process = process;
    plan.to = plan.process + "@" + std::to_string(newest->second->version);
    const Older older =
        TRY(older_matters(reading.db, process, newest->second->digest, std::min(limit, kMigrationsTriedMax)));
    plan.open = older.open;
    for (const std::string& number : older.numbers) {
        const MatterRow matter = TRY(load_matter(reading, number));
        MigrationCase one = rehearsed(matter, rehearse_migration(reading, practice, matter));
        ++plan.tried;
        plan.cannot += one.refusal ? 1 : 0;
        plan.moved += std::count_if(one.moved.begin(), one.moved.end(),
                                    [](const MovedPeriod& period) { return period.before != period.after; });
        plan.cases.push_back(std::move(one));
    }
    return plan;
}

base::Result<int> migrate_next(identity::Act& act, const Practice& practice, std::string_view process,
                               std::string_view reason) {
    TRY(identity::authorise(act, "catalog.approve"));
    const MigrationPlan plan = TRY(plan_migration(act, practice, process, kMigrationsTriedMax));
    int migrated = 0;
    for (const MigrationCase& one : plan.cases) {
        if (one.refusal) continue;
        if (migrated == kMigratedPerAct) break;
        TRY(migrate_case(act, practice, one.number, reason));
        ++migrated;
    }
    return migrated;
}

}  // namespace casework
