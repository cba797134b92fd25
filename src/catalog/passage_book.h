#pragma once
// One index file with what is kept in memory of it: a few bytes of each passage, by row, for filters and
// counts, and the connections that ask. The inner half of passage_index.h.

#include "catalog/passage_store.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// A word as a small number.
class Words {
public:
    std::uint16_t number(std::string_view word);  // 0: the empty word; after 65,535 words too
    std::optional<std::uint16_t> find(std::string_view word) const;
    const std::string& word(std::uint16_t number) const { return words_[number]; }
    std::size_t size() const { return words_.size(); }

private:
    std::vector<std::string> words_{std::string()};
    std::map<std::string, std::uint16_t, std::less<>> numbers_;
};

struct Traits {
    std::uint64_t document = 0;  // the same for passages of one document
    std::int32_t day = 0;
    std::uint32_t size = 0;  // of the body, in bytes
    std::int16_t year = 0;
    std::uint16_t office = 0, topic = 0, genre = 0;
    PassageKind kind = PassageKind::Document;
    Validity validity = Validity::None;
    bool alive = false;
};

// The document of a passage: its id before '#' or "/file/".
std::uint64_t document_of(std::string_view id);

struct TraitsTable {
    std::vector<Traits> rows;  // by row
    Words offices, topics, genres;
    std::size_t alive = 0;
    void add(const PassageRow& row);
    void drop(std::int64_t row);
};

class PassageBook {
public:
    // Reads the whole file's traits; Corrupt, Unavailable as SQLite says.
    static base::Result<std::unique_ptr<PassageBook>> open(const std::string& path);
    ~PassageBook();

    base::Result<> apply(const PassageChange& change, IndexState state);
    base::Result<> compact();
    IndexState state() const;
    const std::string& path() const { return path_; }
    void forget_file() { forget_ = true; }  // when nobody asks it any more

    // A connection, given back when it goes.
    class Asking {
    public:
        Asking(const PassageBook& book, std::unique_ptr<store::FullTextReader> reader)
            : book_(book), reader_(std::move(reader)) {}
        Asking(Asking&&) noexcept = default;
        ~Asking();
        const store::Reader& db() const { return *reader_; }

    private:
        const PassageBook& book_;
        std::unique_ptr<store::FullTextReader> reader_;
    };
    base::Result<Asking> ask() const;

    std::shared_mutex& traits_lock() const { return traits_mutex_; }
    const TraitsTable& traits() const { return traits_; }  // under the lock

    explicit PassageBook(std::string path) : path_(std::move(path)) {}  // opens nothing; use open()

private:
    std::string path_;
    std::atomic<bool> forget_{false};
    mutable std::mutex readers_mutex_;
    mutable std::vector<std::unique_ptr<store::FullTextReader>> readers_;
    mutable std::shared_mutex traits_mutex_;
    TraitsTable traits_;
    mutable std::mutex write_mutex_;
    std::optional<store::FullTextTx> tx_;
    IndexState state_;
};

// Applies a change inside the caller's transaction; `next_row` is moved on. What changed comes back for the
// table in memory.
struct AppliedChange {
    std::vector<std::int64_t> gone;
    std::vector<PassageRow> put;
};
base::Result<AppliedChange> apply_change(store::FullTextTx& tx, const PassageChange& change,
                                         std::int64_t& next_row);

}  // namespace catalog
