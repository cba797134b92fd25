#include "ledger/replay.h"

#include "crypto/digest.h"
#include "ledger/leaf.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace ledger {

std::vector<std::string> tables_in(std::string_view ddl) {
    constexpr std::string_view kOpening = "CREATE TABLE ";
    std::vector<std::string> names;
    for (std::size_t at = ddl.find(kOpening); at != std::string_view::npos; at = ddl.find(kOpening, at + 1)) {
        const std::size_t begin = at + kOpening.size();
        names.emplace_back(ddl.substr(begin, ddl.find_first_of("( \n", begin) - begin));
    }
    return names;
}

namespace {

constexpr std::size_t kBatchEntries = 512;
constexpr std::size_t kBatches = 8;
constexpr std::int64_t kEntriesPerCommit = 100000;

// Entries read and taken apart ahead of whoever wants them, by a thread and over a connection of its own.
// Both sides hand the same batches to and fro, so that nothing is allocated or freed on the way.
class ReadAhead {
public:
    struct Batch {
        std::vector<StoredEntry> entries;
        std::size_t size = 0;  // of these are filled
    };
    using Wanted = std::function<bool(std::string_view kind)>;

    // The entries up to `last`.
    ReadAhead(store::Reader db, std::int64_t last, Wanted wanted)
        : db_(std::move(db)), last_(last), wanted_(std::move(wanted)), empty_(kBatches), reading_([this] {
              read();
          }) {}
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;
    ~ReadAhead() {
        {
            const std::lock_guard lock(mutex_);
            given_up_ = true;
        }
        changed_.notify_all();
        reading_.join();
    }

    // Empty at the end. What was got before is given back by it.
    base::Result<const Batch*> next() {
        std::unique_lock lock(mutex_);
        if (!filled_.empty() && in_hand_) {
            empty_.push_back(std::move(filled_.front()));
            filled_.pop_front();
            changed_.notify_all();
        }
        in_hand_ = true;
        changed_.wait(lock, [this] { return !filled_.empty() || done_; });
        if (!filled_.empty()) return &filled_.front();
        if (failed_) return *failed_;
        return &nothing_;
    }

private:
    void read() {
        const base::Result<> result = read_all();
        const std::lock_guard lock(mutex_);
        if (!result.ok()) failed_ = result.error();
        done_ = true;
        changed_.notify_all();
    }
    base::Result<> read_all() {
        std::int64_t seq = 0;
        while (seq < last_) {
            std::optional<Batch> batch = take_empty();
            if (!batch) return base::Done{};
            seq = TRY(fill(*batch, seq));
            const std::lock_guard lock(mutex_);
            auto& to = batch->size > 0 ? filled_ : empty_;
            to.push_back(std::move(*batch));
            changed_.notify_all();
        }
        return base::Done{};
    }
    std::optional<Batch> take_empty() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !empty_.empty() || given_up_; });
        if (given_up_) return std::nullopt;
        Batch batch = std::move(empty_.front());
        empty_.pop_front();
        return batch;
    }
    // One query a batch, so that no snapshot outlives it. Returns the last entry it looked at.
    base::Result<std::int64_t> fill(Batch& batch, std::int64_t after) {
        constexpr std::string_view sql =
            "SELECT seq, kind, doc FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?";
        batch.size = 0;
        batch.entries.resize(kBatchEntries);
        std::int64_t seq = last_;
        std::size_t looked_at = 0;
        auto rows = TRY(db_.query(sql, after, last_, kBatchEntries));
        while (TRY(rows.next())) {
            seq = rows.integer(0);
            ++looked_at;
            if (wanted_(rows.text(1))) TRY(batch.entries[batch.size++].read(seq, rows.blob(2)));
        }
        return looked_at == kBatchEntries ? seq : last_;
    }

    const store::Reader db_;
    const std::int64_t last_;
    const Wanted wanted_;
    const Batch nothing_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> empty_, filled_;  // the first of the filled is in hand
    bool in_hand_ = false;
    std::optional<base::Error> failed_;
    bool done_ = false, given_up_ = false;
    std::thread reading_;  // last: it uses all of the above
};

// Each wanted entry of the journal of `db` as it stands now, in order; other threads read meanwhile.
template <class Take>
base::Result<std::int64_t> each_entry(const store::Reader& db, ReadAhead::Wanted wanted, const Take& take) {
    const std::int64_t last = TRY(count_entries(db));
    if (last == 0) return last;
    auto reader = TRY(store::Reader::open(db.path()));
    ReadAhead ahead(std::move(reader), last, std::move(wanted));
    for (;;) {
        const ReadAhead::Batch* batch = TRY(ahead.next());
        if (batch->size == 0) return last;
        for (std::size_t i = 0; i < batch->size; ++i) TRY(take(batch->entries[i]));
    }
}

// Plain indexes answer pages, not projections, so they may come last. What is unique may decide a conflict
// and stays with its table.
struct SplitDdl {
    std::string tables;
    std::string indexes;
};
SplitDdl split_ddl(std::string_view portable) {
    const std::string ddl = store::sqlite_ddl(portable);
    SplitDdl split;
    for (std::size_t begin = 0; begin < ddl.size();) {
        const std::size_t end = std::min(ddl.find(";\n", begin), ddl.size() - 1);
        const std::string_view statement = std::string_view(ddl).substr(begin, end + 1 - begin);
        const bool plain = statement.find("CREATE INDEX ") != std::string_view::npos &&
                           statement.find("CREATE TABLE ") == std::string_view::npos;
        (plain ? split.indexes : split.tables) += statement;
        begin = end + 1;
    }
    return split;
}

// The projections at work, each asked for the kinds it reads.
struct Rebuilding {
    std::vector<std::unique_ptr<Projection>> projections;
    std::map<std::string, std::vector<Projection*>, std::less<>> readers;
};

base::Result<Rebuilding> begin_rebuilding(store::Tx& into, const std::vector<const ProjectionRow*>& rows) {
    Rebuilding work;
    for (const ProjectionRow* row : rows) {
        for (const std::string& table : tables_in(row->tables))
            TRY(into.run_script("DROP TABLE IF EXISTS " + table));
        TRY(into.run_script(split_ddl(row->tables).tables));
        work.projections.push_back(row->begin());
        for (const std::string_view kind : row->kinds)
            work.readers[std::string(kind)].push_back(work.projections.back().get());
    }
    return work;
}

}  // namespace

base::Result<std::int64_t> read_entries(const store::Reader& db, std::string_view module,
                                        const std::function<base::Result<>(const StoredEntry&)>& take) {
    const std::string begins = module.empty() ? std::string() : std::string(module) + ".";
    std::int64_t count = 0;
    const auto wanted = [&begins](std::string_view kind) { return kind.starts_with(begins); };
    TRY(each_entry(db, wanted, [&](const StoredEntry& stored) {
        ++count;
        return take(stored);
    }));
    return count;
}

static base::Result<> commit_and_go_on(store::Tx& tx) {
    TRY(tx.commit());
    TRY(tx.checkpoint_if_long());
    return tx.begin();
}

static base::Result<std::int64_t> rebuild_all(const store::Reader& db, store::Tx& into,
                                              const std::vector<const ProjectionRow*>& projections) {
    TRY(into.begin());
    const Rebuilding work = TRY(begin_rebuilding(into, projections));
    std::int64_t in_this_commit = 0;
    const auto take = [&](const StoredEntry& stored) -> base::Result<> {
        for (Projection* projection : work.readers.find(stored.entry().kind)->second)
            TRY(projection->take(into, stored.entry()));
        if (++in_this_commit < kEntriesPerCommit) return base::Done{};
        in_this_commit = 0;
        return commit_and_go_on(into);
    };
    const auto wanted = [&work](std::string_view kind) {
        return work.readers.find(kind) != work.readers.end();
    };
    const std::int64_t entries = TRY(each_entry(db, wanted, take));
    for (const auto& projection : work.projections) TRY(projection->write(into));
    // A list in order is built faster from all rows at once than row by row.
    for (const ProjectionRow* row : projections) {
        TRY(commit_and_go_on(into));
        TRY(into.run_script(split_ddl(row->tables).indexes));
    }
    TRY(into.commit());
    TRY(into.checkpoint_if_long());
    return entries;
}

base::Result<std::int64_t> rebuild(const store::Reader& db, store::Tx& into,
                                   const std::vector<const ProjectionRow*>& projections) {
    // The tables of projections hold nothing personal: what is dropped need not be wiped.
    TRY(into.expect(store::Load::Tables));
    auto entries = rebuild_all(db, into, projections);
    if (!entries.ok()) into.rollback();
    TRY(into.expect(store::Load::Acts));
    return entries;
}

namespace {

base::Result<base::Digest> digest_of_table(const store::Reader& db, const std::string& table) {
    auto probe = TRY(db.query("SELECT * FROM " + table + " LIMIT 0"));
    std::string order;
    for (int i = 1; i <= probe.columns(); ++i) order += (i > 1 ? ", " : "") + std::to_string(i);
    auto rows = TRY(db.query("SELECT * FROM " + table + " ORDER BY " + order));
    base::Digest chain;
    std::string line;
    while (TRY(rows.next())) {
        line = chain.view();
        for (int i = 0; i < rows.columns(); ++i) {
            const store::Value value = rows.value(i);
            line += static_cast<char>('0' + static_cast<int>(value.kind()));
            line += value.kind() == store::Value::Kind::Integer ? std::to_string(value.integer())
                                                                : std::string(value.bytes());
            line += '\x1f';
        }
        chain = crypto::sha256(line);
    }
    return chain;
}

}  // namespace

base::Result<Journal::Comparison> Journal::compare_with_replay(const store::Reader& db,
                                                               store::Tx& aside) const {
    std::vector<const ProjectionRow*> rows;
    for (const ProjectionRow& row : projections_) rows.push_back(&row);
    Comparison comparison;
    comparison.entries = TRY(rebuild(db, aside, rows));
    for (const ProjectionRow& row : projections_) {
        for (const std::string& table : tables_in(row.tables)) {
            const base::Digest here = TRY(digest_of_table(db, table));
            const base::Digest there = TRY(digest_of_table(aside, table));
            if (here != there) comparison.differing.push_back(table);
        }
    }
    return comparison;
}

base::Result<std::int64_t> Journal::verify_leaves(const store::Reader& db) const {
    constexpr std::string_view sql = R"sql(
        SELECT j.seq, j.doc, j.subject, l.shard, l.idx, l.bytes, l.hash, k.key FROM journal j
        JOIN leaf l ON l.seq = j.seq LEFT JOIN leaf_key k ON k.subject = j.subject
        WHERE j.seq > ? ORDER BY j.seq LIMIT 1000)sql";
    const auto corrupt = [](std::int64_t seq) {
        return base::Error(base::ErrorCode::Corrupt, "ledger.entry_altered", std::to_string(seq))
            .with("seq", std::to_string(seq));
    };
    MerkleTree tree;
    std::string shard;
    std::int64_t last = 0;
    bool more = true;
    while (more) {
        more = false;
        auto rows = TRY(db.query(sql, last));
        while (TRY(rows.next())) {
            more = true;
            if (rows.integer(0) != last + 1) return corrupt(last + 1);
            last = rows.integer(0);
            if (rows.text(3) != shard) {
                shard = rows.text(3);
                tree = MerkleTree();
            }
            const std::string_view leaf = rows.blob(5);
            if (leaf_hash(leaf) != rows.digest(6) ||
                rows.integer(4) != static_cast<std::int64_t>(tree.size())) {
                return corrupt(last);
            }
            tree.append(rows.digest(6));
            const std::string_view key = rows.blob(7);
            if (key.empty()) continue;  // erased by law: the leaf still stands, only its opening is gone
            const base::Digest expected = commitment(leaf_salt(key, node_, last), rows.blob(1));
            if (leaf.find("\"c\":\"" + base::to_base64(expected.view()) + "\"") == std::string_view::npos) {
                return corrupt(last);
            }
        }
    }
    if (last != position_.seq || (last > 0 && !(tree == position_.tree))) return corrupt(last);
    return last;
}

}  // namespace ledger
