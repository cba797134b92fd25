#pragma once
// Reading the journal back: an entry as stored, and the tables a projection owns.

#include "ledger/journal.h"

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

private:
    std::unique_ptr<base::Json> document_;
    base::Json* fields_ = nullptr;
    Entry entry_;
};

std::vector<std::string> tables_in(std::string_view ddl);  // names after CREATE TABLE

}  // namespace ledger
