#pragma once
// All SQL about imported texts.

#include "ledger/journal.h"
#include "store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

base::Result<> project_import(store::Tx& tx, const ledger::Entry& entry);

struct ImportRow {
    base::Digest file;
    std::string dialect;
    std::string state;  // staged taken discarded
    base::VaultRef content;
    std::int64_t bytes = 0;
    std::int64_t marks = 0;
    std::int64_t lost = 0;
    std::int64_t confidence = 0;
    calendar::Instant staged;
    std::int64_t seq = 0;
    calendar::Instant ended;
    std::int64_t ended_by = 0;
    std::string document;
    base::VaultRef reason;
};
base::Result<std::optional<ImportRow>> find_import(const store::Reader& db, const base::Digest& file);
// Newest first; `before` is a seq, 0: from the newest.
base::Result<std::vector<ImportRow>> list_imports(const store::Reader& db, std::string_view state,
                                                  std::int64_t before, int limit);
base::Result<std::int64_t> count_imports(const store::Reader& db, std::string_view state);

}  // namespace disclosure
