#include "store/migrations.h"

#include "crypto/digest.h"

namespace store {

namespace {

base::Result<int> applied_so_far(Tx& tx, const std::vector<Migration>& migrations) {
    int applied = 0;
    auto rows = TRY(tx.query("SELECT number, digest FROM migration ORDER BY number"));
    while (TRY(rows.next())) {
        const auto index = static_cast<std::size_t>(applied);
        if (index >= migrations.size()) {
            return base::Error(base::ErrorCode::Conflict, "store.newer_database");
        }
        if (rows.digest(1) != crypto::sha256(migrations[index].sql)) {
            return base::Error(base::ErrorCode::Corrupt, "store.edited_migration", migrations[index].name);
        }
        ++applied;
    }
    return applied;
}

}  // namespace

base::Result<Migration> migration_of(std::string_view file_name, std::string_view sql) {
    const auto bad = [&] {
        return base::Error(base::ErrorCode::Invalid, "store.bad_migration_name", file_name);
    };
    if (file_name.size() < 10 || file_name[4] != '_' || !file_name.ends_with(".sql")) return bad();
    int number = 0;
    for (const char digit : file_name.substr(0, 4)) {
        if (digit < '0' || digit > '9') return bad();
        number = number * 10 + (digit - '0');
    }
    return Migration{number, std::string(file_name.substr(5, file_name.size() - 9)), std::string(sql)};
}

base::Result<int> migrate(Tx& tx, const std::vector<Migration>& migrations) {
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        if (migrations[i].number != static_cast<int>(i) + 1) {
            return base::Error(base::ErrorCode::Invalid, "store.migration_gap", migrations[i].name);
        }
    }
    TRY(tx.begin());
    const auto all = [&]() -> base::Result<int> {
        TRY(tx.run_script(
            sqlite_ddl("CREATE TABLE IF NOT EXISTS migration(number {int} PRIMARY KEY, name TEXT NOT NULL, "
                       "digest {blob} NOT NULL) {strict}")));
        const int before = TRY(applied_so_far(tx, migrations));
        for (std::size_t i = static_cast<std::size_t>(before); i < migrations.size(); ++i) {
            const Migration& next = migrations[i];
            TRY(tx.run_script(sqlite_ddl(next.sql)));
            TRY(tx.execute("INSERT INTO migration(number, name, digest) VALUES(?, ?, ?)", next.number,
                           next.name, crypto::sha256(next.sql)));
        }
        return static_cast<int>(migrations.size()) - before;
    };
    auto done = all();
    if (!done.ok()) {
        tx.rollback();
        return done.take_error();
    }
    TRY(tx.commit());
    return std::move(done).value();
}

}  // namespace store
