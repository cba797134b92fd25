// bench_replay DATABASE ASIDE: builds every projection anew in ASIDE from the journal of DATABASE, which is
// only read, and prints how many entries went by a second. Run it from the root of the repository.

#include "ledger/replay.h"

#include "base/file.h"
#include "base/log.h"
#include "casework/case_store.h"
#include "catalog/definition.h"
#include "identity/person.h"
#include "services/rating.h"

#include <time.h>
#include <unistd.h>

#include <string>
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

}  // namespace

int main(int count, char** words) {
    if (count != 3) return 2;
    const std::string people = table_text("identity", "identity");
    const std::string definitions = table_text("catalog", "definition");
    const std::string laws = table_text("catalog", "law");
    const std::string matters = table_text("casework", "case");
    const std::string rooms = table_text("services", "services");
    std::vector<ledger::ProjectionRow> projections;
    append(projections, identity::identity_projections(people));
    append(projections, catalog::catalog_projections(definitions, laws));
    append(projections, casework::casework_projections(matters));
    append(projections, services::services_projections(rooms));
    const auto db = store::Reader::open(words[1]);
    auto aside = store::Tx::open(words[2], store::Sync::Afterwards);
    if (!db.ok() || !aside.ok()) return 1;
    const double begin = seconds(CLOCK_MONOTONIC);
    const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto entries = ledger::rebuild(db.value(), aside.value(), projections);
    if (!entries.ok()) {
        base::log(base::LogLevel::Error, "replay", {{"why", entries.error().detail()}});
        return 1;
    }
    const double took = seconds(CLOCK_MONOTONIC) - begin;
    const double used = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    const auto whole = [](double value) { return std::to_string(static_cast<long>(value)); };
    base::log(base::LogLevel::Info, "replay",
              {{"entries", std::to_string(entries.value())},
               {"ms", whole(took * 1000)},
               {"cpu_ms", whole(used * 1000)},
               {"per_second", whole(static_cast<double>(entries.value()) / took)}});
    return 0;
}
