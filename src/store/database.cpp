#include "store/database.h"

#include "base/log.h"
#include "store/connection.h"
#include "store/limits.h"

#include <cstring>
#include <vector>

namespace store {

namespace {

// Nothing could be written: no space, or (SQLite calls only that full) a quota or the limit of a service
// manager. A failed sync is another thing: what the disk holds then, nobody knows.
bool is_full(int code) {
    return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE;
}

}  // namespace

base::Error refusal(int code, std::string_view what, sqlite3* db) {
    std::string detail =
        std::string(what) + ": " + (db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    if ((code & 0xff) == SQLITE_IOERR) detail += " (" + std::to_string(code) + ")";
    if (is_full(code)) return {base::ErrorCode::Unavailable, kFullKey, detail};
    switch (code & 0xff) {
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_NOMEM: return {base::ErrorCode::Unavailable, "store.unavailable", detail};
    case SQLITE_CONSTRAINT: return {base::ErrorCode::Conflict, "store.conflict", detail};
    default: return {base::ErrorCode::Corrupt, "store.corrupt", detail};
    }
}

namespace {

void release(Statement* statement) {
    if (statement == nullptr) return;
    sqlite3_reset(statement->stmt);
    sqlite3_clear_bindings(statement->stmt);
    statement->busy = false;
}

// Whether what is bound outlives the statement's run, as the caller's arguments do when it runs to its end at
// once.
enum class Bound { Outlives, Copied };

int bind(sqlite3_stmt* stmt, int index, const Value& value, Bound how) {
    const auto keep = how == Bound::Outlives ? SQLITE_STATIC : SQLITE_TRANSIENT;
    const auto size = static_cast<int>(value.bytes().size());
    const char* data = value.bytes().data() != nullptr ? value.bytes().data() : "";
    switch (value.kind()) {
    case Value::Kind::Null: return sqlite3_bind_null(stmt, index);
    case Value::Kind::Integer: return sqlite3_bind_int64(stmt, index, value.integer());
    case Value::Kind::Text: return sqlite3_bind_text(stmt, index, data, size, keep);
    case Value::Kind::Blob: return sqlite3_bind_blob(stmt, index, data, size, keep);
    }
    return SQLITE_MISUSE;
}

base::Result<Statement*> bound(Connection& connection, std::string_view sql, std::span<const Value> values,
                               Bound how) {
    Statement* statement = TRY(connection.prepare(sql));
    statement->busy = true;
    CHECK(sqlite3_bind_parameter_count(statement->stmt) == static_cast<int>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int code = bind(statement->stmt, static_cast<int>(i) + 1, values[i], how);
        if (code != SQLITE_OK) {
            release(statement);
            return refusal(code, sql, connection.db);
        }
    }
    return statement;
}

}  // namespace

base::Result<std::unique_ptr<Connection>> open_connection(const std::string& path, int flags) {
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        auto error = refusal(code, path, db);
        sqlite3_close(db);
        return error;
    }
    sqlite3_busy_timeout(db, kBusyTimeoutMs);
    sqlite3_extended_result_codes(db, 1);
    auto connection = std::make_unique<Connection>(db);
    TRY(connection->run("PRAGMA foreign_keys=OFF; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY"));
    return connection;
}

void configure_library_once() {
    static const int done = [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS,
                       0);  // measured: up to a fifth of list reads otherwise (stack.md 3.2)
        return sqlite3_initialize();
    }();
    static_cast<void>(done);
}

base::Result<> prepare_to_read(Connection& connection) {
    return connection.run("PRAGMA query_only=ON; PRAGMA cache_size=-512; PRAGMA mmap_size=8589934592");
}

base::Result<> prepare_to_write(Connection& connection) {
    TRY(connection.run("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                       "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864;"
                       "PRAGMA secure_delete=ON; PRAGMA cache_size=-16384; PRAGMA mmap_size=8589934592"));
    sqlite3_wal_hook(connection.db, &Connection::note_wal_length, &connection);
    return base::Done{};
}

Rows::Rows(Statement* statement) : statement_(statement) {}
Rows::Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
Rows& Rows::operator=(Rows&& other) noexcept {
    if (this != &other) {
        release(statement_);
        statement_ = std::exchange(other.statement_, nullptr);
    }
    return *this;
}
Rows::~Rows() {
    release(statement_);
}

base::Result<bool> Rows::next() {
    CHECK(statement_ != nullptr);
    const int code = sqlite3_step(statement_->stmt);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return refusal(code, sqlite3_sql(statement_->stmt), sqlite3_db_handle(statement_->stmt));
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(statement_->stmt, column);
}

std::string_view Rows::text(int column) const {
    const auto* data = sqlite3_column_text(statement_->stmt, column);
    if (data == nullptr) return {};
    return {reinterpret_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_->stmt, column))};
}

std::string_view Rows::blob(int column) const {
    const void* data = sqlite3_column_blob(statement_->stmt, column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_->stmt, column))};
}

base::Digest Rows::digest(int column) const {
    auto digest = base::Digest::from_bytes(blob(column));
    CHECK(digest.ok());
    return digest.value();
}

base::Code Rows::code(int column) const {
    const auto word = text(column);
    return word.empty() ? base::Code() : base::Code::of(word);
}

bool Rows::null(int column) const {
    return sqlite3_column_type(statement_->stmt, column) == SQLITE_NULL;
}
int Rows::columns() const {
    return sqlite3_column_count(statement_->stmt);
}

Value Rows::value(int column) const {
    switch (sqlite3_column_type(statement_->stmt, column)) {
    case SQLITE_INTEGER: return integer(column);
    case SQLITE_TEXT: return text(column);
    case SQLITE_BLOB: return Blob{blob(column)};
    default: return {};
    }
}

Reader::Reader(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

base::Result<Reader> Reader::open(const std::string& path) {
    configure_library_once();
    auto connection = TRY(open_connection(path, SQLITE_OPEN_READONLY));
    TRY(prepare_to_read(*connection));
    return Reader(std::move(connection));
}

base::Result<Rows> Reader::query_values(std::string_view sql, std::span<const Value> values) const {
    return Rows(TRY(bound(*connection_, sql, values, Bound::Copied)));
}

base::Result<> Reader::copy_to(const std::string& path) const {
    sqlite3* target = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_backup* copy = sqlite3_backup_init(target, "main", connection_->db, "main");
        if (copy != nullptr) {
            sqlite3_backup_step(copy, -1);
            code = sqlite3_backup_finish(copy);
        } else {
            code = sqlite3_errcode(target);
        }
    }
    base::Result<> done = base::Done{};
    if (code != SQLITE_OK) done = refusal(code, "copy", target);
    sqlite3_close(target);
    return done;
}

std::string Reader::path() const {
    return sqlite3_db_filename(connection_->db, "main");
}

base::Result<> Reader::begin_snapshot() const {
    const Rows begin = TRY(query("BEGIN"));
    TRY(const_cast<Rows&>(begin).next());
    return base::Done{};
}

void Reader::end_snapshot() const {
    auto rows = query("COMMIT");
    if (rows.ok()) static_cast<void>(rows.value().next().ok());
}

base::Result<Tx> Tx::open(const std::string& path, Sync sync) {
    configure_library_once();
    auto connection = TRY(open_connection(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    TRY(prepare_to_write(*connection));
    if (sync != Sync::EachCommit) TRY(connection->run("PRAGMA synchronous=OFF"));
    if (sync == Sync::Never) TRY(connection->run("PRAGMA journal_mode=OFF; PRAGMA locking_mode=EXCLUSIVE"));
    return Tx(std::move(connection));
}

base::Result<> Tx::execute_values(std::string_view sql, std::span<const Value> values) {
    Rows rows(TRY(bound(*connection_, sql, values, Bound::Outlives)));
    while (TRY(rows.next())) {
    }
    return base::Done{};
}

base::Result<> Tx::run_script(std::string_view sql) {
    return connection_->run(std::string(sql).c_str());
}
base::Result<> Tx::begin() {
    return execute("BEGIN IMMEDIATE");
}
base::Result<> Tx::commit() {
    return execute("COMMIT");
}
base::Result<> Tx::savepoint() {
    return execute("SAVEPOINT act");
}
base::Result<> Tx::release() {
    return execute("RELEASE act");
}

void Tx::rollback() {
    if (sqlite3_get_autocommit(connection_->db) == 0) static_cast<void>(execute("ROLLBACK").ok());
}

void Tx::rollback_to_savepoint() {
    static_cast<void>(execute("ROLLBACK TO act").ok());
    static_cast<void>(execute("RELEASE act").ok());
}

// Lists are sorted in pieces that fit the memory, by a helper, while the next piece is read.
base::Result<> Tx::expect(Load load) {
    return connection_->run(
        load == Load::Tables
            ? "PRAGMA cache_size=-131072; PRAGMA threads=2; PRAGMA temp_store=FILE; PRAGMA secure_delete=OFF"
            : "PRAGMA cache_size=-16384; PRAGMA threads=0; PRAGMA temp_store=MEMORY; "
              "PRAGMA secure_delete=ON");
}

// The writer owns checkpoints: readers that loop would let the WAL grow without end (measured: 256 MB in 4
// s).
base::Result<> Tx::checkpoint_if_long() {
    if (connection_->wal_pages <= kWalPagesMax) return base::Done{};
    const int code =
        sqlite3_wal_checkpoint_v2(connection_->db, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code == SQLITE_OK) connection_->wal_pages = 0;
    if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_FULL)
        return refusal(code, "checkpoint", connection_->db);
    return base::Done{};  // busy: a reader is in the way, next time
}

std::string sqlite_ddl(std::string_view portable) {
    static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
        {"{int}", "INTEGER"}, {"{blob}", "BLOB"}, {"{strict}", "STRICT"}};
    std::string out;
    std::size_t at = 0;
    while (at < portable.size()) {
        bool replaced = false;
        for (const auto& [word, sqlite] : kWords) {
            if (portable.substr(at, word.size()) == word) {
                out += sqlite;
                at += word.size();
                replaced = true;
                break;
            }
        }
        if (!replaced) out += portable[at++];
    }
    return out;
}

}  // namespace store
