#pragma once
// One SQLite connection with its kept statements: the inner half of database.h and full_text.h, for files of
// this module only.

#include "store/database.h"

#include <sqlite3.h>

#include <string>
#include <unordered_map>

namespace store {

// SQLite's answers as the closed codes of the house. A full disk and an I/O error are Unavailable: nothing
// was done.
base::Error refusal(int code, std::string_view what, sqlite3* db);

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class Statement {
public:
    explicit Statement(sqlite3_stmt* prepared) : stmt(prepared) {}
    sqlite3_stmt* stmt;
    bool busy = false;
};

class Connection {
public:
    explicit Connection(sqlite3* handle) : db(handle) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        for (auto& [sql, statement] : cache) sqlite3_finalize(statement->stmt);
        sqlite3_close(db);
    }

    base::Result<Statement*> prepare(std::string_view sql) {
        const auto [first, last] = cache.equal_range(sql);
        for (auto kept = first; kept != last; ++kept) {
            if (!kept->second->busy) return kept->second.get();
        }
        sqlite3_stmt* stmt = nullptr;
        const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
        if (code != SQLITE_OK) return refusal(code, sql, db);
        // The same question asked inside itself gets a second statement, kept like the first.
        return cache.emplace(std::string(sql), std::make_unique<Statement>(stmt))->second.get();
    }

    base::Result<> run(const char* sql) {
        const int code = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return refusal(code, sql, db);
        return base::Done{};
    }

    // Called by SQLite after each commit with the length of the WAL; nobody else checkpoints.
    static int note_wal_length(void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->wal_pages = pages;
        return SQLITE_OK;
    }

    sqlite3* db;
    int wal_pages = 0;
    std::unordered_multimap<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> cache;
};

base::Result<std::unique_ptr<Connection>> open_connection(const std::string& path, int flags);
void configure_library_once();
// As a reader needs it, and as a writer.
base::Result<> prepare_to_read(Connection& connection);
base::Result<> prepare_to_write(Connection& connection);

}  // namespace store
