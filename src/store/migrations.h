#pragma once
// Numbered, forward-only changes of the tables that are not derived: journal, vault, scratch. A published
// file is never edited: its digest is stored, and a difference stops the start.

#include "store/database.h"

#include <string>
#include <vector>

namespace store {

struct Migration {
    int number = 0;    // from the file's name: 0001_journal.sql
    std::string name;  // journal
    std::string sql;   // portable DDL
};

// Parses "0001_journal.sql"; Invalid otherwise.
base::Result<Migration> migration_of(std::string_view file_name, std::string_view sql);
// Applies what is missing, in order, in one transaction. Refuses gaps, edits of applied files and databases
// from the future.
base::Result<int> migrate(Tx& tx, const std::vector<Migration>& migrations);

}  // namespace store
