#pragma once
// Reading the journal back: an entry as stored, and the tables a projection owns.

#include "ledger/journal.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ledger {

// An event document parsed back. Keeps what the Entry's views point at; Corrupt when the document does not
// parse.
class StoredEntry {
public:
    static base::Result<StoredEntry> parse(std::int64_t seq, std::string_view document);
    const Entry& entry() const { return entry_; }
    base::Json take_fields() { return std::move(*fields_); }
    // The version in force by the name it was recorded under (cal, item, process); empty: none was.
    std::string_view pin(std::string_view what) const;

private:
    std::unique_ptr<base::Json> document_;
    base::Json* fields_ = nullptr;
    Entry entry_;
};

// Every entry whose kind begins with `module` and a dot, in order; all of them when it is empty. Stops at the
// first refusal of `take`. Returns how many it gave.
base::Result<std::int64_t> read_entries(const store::Reader& db, std::string_view module,
                                        const std::function<base::Result<>(const StoredEntry&)>& take);

// Every projection built anew in `aside` from the journal of `db`, which another connection serves: one
// thread reads and parses ahead, this one writes. Returns how many entries there are.
base::Result<std::int64_t> rebuild(const store::Reader& db, store::Tx& aside,
                                   const std::vector<ProjectionRow>& projections);

std::vector<std::string> tables_in(std::string_view ddl);  // names after CREATE TABLE

}  // namespace ledger
