// bench_replay DATABASE ASIDE: builds every projection anew in ASIDE from the journal of DATABASE, which is
// only read. bench_replay DATABASE: folds every matter with all its periods and writes nothing. Prints how
// many entries went by a second. Run it from the root of the repository.

#include "ledger/replay.h"

#include "base/file.h"
#include "base/log.h"
#include "casework/case_state.h"
#include "casework/case_store.h"
#include "catalog/definition.h"
#include "identity/person.h"
#include "services/rating.h"
#include "supervision/lead.h"

#include <sys/resource.h>
#include <time.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace {

double seconds(clockid_t clock) {
    timespec read{};
    clock_gettime(clock, &read);
    return static_cast<double>(read.tv_sec) + static_cast<double>(read.tv_nsec) / 1e9;
}

template <class Row>
void append(std::vector<Row>& all, std::vector<Row> some) {
    for (Row& row : some) all.push_back(std::move(row));
}

std::string table_text(const std::string& module, const std::string& noun) {
    return base::read_file("src/" + module + "/" + noun + "_tables.sql").value();
}

base::Result<std::int64_t> rebuild_all(const store::Reader& db, const std::string& aside_path) {
    const std::string people = table_text("identity", "identity");
    const std::string definitions = table_text("catalog", "definition");
    const std::string laws = table_text("catalog", "law");
    const std::string matters = table_text("casework", "case");
    const std::string rooms = table_text("services", "services");
    const std::string leads = table_text("supervision", "supervision");
    std::vector<ledger::ProjectionRow> projections;
    append(projections, identity::identity_projections(people));
    append(projections, catalog::catalog_projections(definitions, laws));
    append(projections, casework::casework_projections(matters));
    append(projections, services::services_projections(rooms));
    append(projections, supervision::supervision_projections(leads));
    std::vector<const ledger::ProjectionRow*> rows;
    for (const ledger::ProjectionRow& row : projections) rows.push_back(&row);
    auto aside = TRY(store::Tx::open(aside_path, store::Sync::Never));
    return ledger::rebuild(db, aside, rows);
}

// Matters on their way; who has ended leaves.
class Folding {
public:
    base::Result<> take(const ledger::StoredEntry& stored) {
        using namespace casework;
        const ledger::Entry& entry = stored.entry();
        const bool turned = turn<Received>(entry) || turn<Accepted>(entry) || turn<Decided>(entry) ||
                            turn<Delivered>(entry) || turn<StepDone>(entry) || turn<Refused>(entry) ||
                            turn<SupplementRequested>(entry) || turn<Supplemented>(entry) ||
                            turn<Paused>(entry) || turn<Resumed>(entry) || turn<Withdrawn>(entry) ||
                            turn<Ended>(entry) || turn<Joined>(entry) || turn<Migrated>(entry);
        if (turned) return base::Done{};
        if (entry.is<StepClaimed>())
            apply(state_of(entry), entry.read<StepClaimed>(), PersonId(entry.person));
        else if (entry.is<Extended>())
            apply(state_of(entry), entry.read<Extended>().change);
        else if (entry.is<DueChanged>())
            apply(state_of(entry), entry.read<DueChanged>().change);
        return base::Done{};
    }
    std::int64_t matters() const { return matters_; }
    std::size_t open() const { return states_.size(); }

private:
    casework::CaseState& state_of(const ledger::Entry& entry) { return states_[std::string(entry.subject)]; }
    template <class T>
    bool turn(const ledger::Entry& entry) {
        if (!entry.is<T>()) return false;
        casework::CaseState& state = state_of(entry);
        if (entry.is<casework::Received>()) ++matters_;
        apply(state, entry.read<T>().turn, casework::PersonId(entry.person));
        if (state.ended) states_.erase(std::string(entry.subject));
        return true;
    }
    std::unordered_map<std::string, casework::CaseState> states_;
    std::int64_t matters_ = 0;
};

base::Result<std::int64_t> fold_all(const store::Reader& db) {
    Folding folding;
    const std::int64_t entries = TRY(ledger::read_entries(
        db, "casework", [&](const ledger::StoredEntry& stored) { return folding.take(stored); }));
    base::log(base::LogLevel::Info, "folded",
              {{"matters", std::to_string(folding.matters())}, {"open", std::to_string(folding.open())}});
    return entries;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2 && count != 3) return 2;
    const auto db = store::Reader::open(words[1]);
    if (!db.ok()) return 1;
    const double begin = seconds(CLOCK_MONOTONIC);
    const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto entries = count == 3 ? rebuild_all(db.value(), words[2]) : fold_all(db.value());
    if (!entries.ok()) {
        base::log(base::LogLevel::Error, "replay", {{"why", entries.error().detail()}});
        return 1;
    }
    const double took = seconds(CLOCK_MONOTONIC) - begin;
    const double used = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto whole = [](double value) { return std::to_string(static_cast<long>(value)); };
    base::log(base::LogLevel::Info, "replay",
              {{"entries", std::to_string(entries.value())},
               {"ms", whole(took * 1000)},
               {"cpu_ms", whole(used * 1000)},
               {"of_which_reading_ms", whole((used - seconds(CLOCK_THREAD_CPUTIME_ID)) * 1000)},
               {"per_second", whole(static_cast<double>(entries.value()) / took)},
               {"rss_mb", std::to_string(usage.ru_maxrss / 1024)}});
    return 0;
}
