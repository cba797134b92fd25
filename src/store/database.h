#pragma once
// Reader asks, Tx also writes: a thin layer over SQLite with a statement cache. SQL is portable (house
// rules), uses ? only and stands in *_store.cpp. A Reader belongs to one thread. Only the ledger's writer
// holds a Tx.

#include "base/result.h"
#include "store/value.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace store {

// The text key of a refusal for want of room: nothing was written, and the same act may succeed later.
inline constexpr std::string_view kFullKey = "store.full";

class Statement;  // a prepared statement, kept in the connection's cache
class Connection;

// A forward cursor. Text and blobs borrow until the next call of next().
class Rows {
public:
    explicit Rows(Statement* statement);
    Rows(Rows&& other) noexcept;
    Rows& operator=(Rows&& other) noexcept;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows();

    base::Result<bool> next();  // false at the end
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    base::Digest digest(int column) const;  // CHECKs 32 bytes
    base::Code code(int column) const;      // empty Code for NULL or ''
    bool null(int column) const;
    int columns() const;
    Value value(int column) const;  // as stored; for comparing and copying tables

private:
    Statement* statement_;
};

class Reader {
public:
    explicit Reader(std::unique_ptr<Connection> connection);
    Reader(Reader&&) noexcept;
    virtual ~Reader();

    template <class... Args>
    base::Result<Rows> query(std::string_view sql, const Args&... args) const {
        const std::array<Value, sizeof...(Args)> values{Value(args)...};
        return query_values(sql, values);
    }
    base::Result<Rows> query_values(std::string_view sql, std::span<const Value> values) const;

    // A read-only connection with one snapshot between begin and end (a request).
    static base::Result<Reader> open(const std::string& path);
    base::Result<> copy_to(const std::string& path) const;  // a consistent copy while others write
    std::string path() const;                               // of the file, for a second connection to it
    base::Result<> begin_snapshot() const;
    void end_snapshot() const;

protected:
    std::unique_ptr<Connection> connection_;
};

// When a commit is surely on the disk. Afterwards is for what is made anew as a whole and thrown away when it
// breaks off (a demonstration): its maker syncs the file at the end. Never is for what is thrown away in any
// case (tables to compare with): nothing can be rolled back either.
enum class Sync { EachCommit, Afterwards, Never };

// What a Tx is about to do: acts, a few rows each, or tables as a whole.
enum class Load { Acts, Tables };

// The writing side. Savepoints nest one act inside the group's transaction.
class Tx : public Reader {
public:
    using Reader::Reader;
    // Creates the file; WAL, synchronous FULL (OFF when synced afterwards; no journal when never).
    static base::Result<Tx> open(const std::string& path, Sync sync = Sync::EachCommit);

    template <class... Args>
    base::Result<> execute(std::string_view sql, const Args&... args) {
        const std::array<Value, sizeof...(Args)> values{Value(args)...};
        return execute_values(sql, values);
    }
    base::Result<> execute_values(std::string_view sql, std::span<const Value> values);
    base::Result<> run_script(std::string_view sql);  // several statements, no values: migrations and tables

    base::Result<> begin();
    base::Result<> commit();  // returns after the disk has it
    void rollback();
    base::Result<> savepoint();
    base::Result<> release();
    void rollback_to_savepoint();
    // Between transactions: room and helpers for making many rows and whole indexes, or as a server needs it.
    base::Result<> expect(Load load);
    base::Result<> checkpoint_if_long();  // truncates the WAL when it passed its limit; between groups only
};

// {int}, {blob} and {strict} of portable DDL become SQLite's words.
std::string sqlite_ddl(std::string_view portable);

}  // namespace store
