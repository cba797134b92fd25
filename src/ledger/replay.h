#pragma once
// Reading the journal back: entry by entry in order, read ahead by a thread of its own; projections built
// anew from it; the tables a projection owns.

#include "ledger/journal.h"

#include <functional>
#include <string>
#include <vector>

namespace ledger {

// Every entry whose kind begins with `module` and a dot, in order; all of them when it is empty. Stops at the
// first refusal of `take`, and where the journal ended when this began. Returns how many it gave.
base::Result<std::int64_t> read_entries(const store::Reader& db, std::string_view module,
                                        const std::function<base::Result<>(const StoredEntry&)>& take);

// The tables of `projections` built anew in `into` from the journal of `db`, which may be the same database.
// Commits by itself, at the latest when it is done. Returns how many entries there are.
base::Result<std::int64_t> rebuild(const store::Reader& db, store::Tx& into,
                                   const std::vector<const ProjectionRow*>& projections);

std::vector<std::string> tables_in(std::string_view ddl);  // names after CREATE TABLE

}  // namespace ledger
