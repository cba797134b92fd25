#include "ledger/replay.h"

#include "crypto/digest.h"
#include "ledger/leaf.h"
#include "ledger/limits.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace ledger {

base::Result<StoredEntry> StoredEntry::parse(std::int64_t seq, std::string_view document) {
    const auto corrupt = [&] {
        return base::Error(base::ErrorCode::Corrupt, "ledger.bad_document", std::to_string(seq));
    };
    auto parsed = base::parse_json(document);
    if (!parsed.ok()) return corrupt();
    StoredEntry stored;
    stored.document_ = std::make_unique<base::Json>(std::move(parsed).value());
    const base::Json* actor = stored.document_->find("actor");
    const std::string_view kind = stored.document_->string_or("k");
    const std::size_t slash = kind.rfind('/');
    auto at = calendar::Instant::parse(stored.document_->string_or("at"));
    stored.fields_ = const_cast<base::Json*>(stored.document_->find("fields"));
    if (actor == nullptr || stored.fields_ == nullptr || slash == std::string_view::npos || !at.ok())
        return corrupt();
    Entry& entry = stored.entry_;
    entry.seq = seq;
    entry.at = at.value();
    entry.kind = kind.substr(0, slash);
    std::from_chars(kind.data() + slash + 1, kind.data() + kind.size(), entry.version);
    entry.subject = stored.document_->string_or("subject");
    entry.person = actor->integer_or("id", 0);
    entry.org = actor->string_or("org");
    entry.role = actor->string_or("role");
    entry.via = actor->string_or("via");
    entry.stored = stored.fields_;
    return stored;
}

std::string_view StoredEntry::pin(std::string_view what) const {
    const base::Json* pins = document_->find("defs");
    return pins == nullptr ? std::string_view() : pins->string_or(what);
}

// Rows of the journal in order, a thousand to a query so that no query stays open long: take(seq, kind,
// document) until there are no more or it answers false.
template <class Take>
static base::Result<> each_row(const store::Reader& db, const Take& take) {
    constexpr std::string_view sql =
        "SELECT seq, kind, doc FROM journal WHERE seq > ? ORDER BY seq LIMIT 1000";
    std::int64_t last = 0;
    for (bool more = true; more;) {
        more = false;
        auto rows = TRY(db.query(sql, last));
        while (TRY(rows.next())) {
            more = true;
            last = rows.integer(0);
            if (!TRY(take(last, rows.text(1), rows.blob(2)))) return base::Done{};
        }
    }
    return base::Done{};
}

base::Result<std::int64_t> read_entries(const store::Reader& db, std::string_view module,
                                        const std::function<base::Result<>(const StoredEntry&)>& take) {
    const std::string begins = module.empty() ? std::string() : std::string(module) + ".";
    std::int64_t count = 0;
    const auto read = [&](std::int64_t seq, std::string_view kind,
                          std::string_view document) -> base::Result<bool> {
        if (!kind.starts_with(begins)) return true;
        const StoredEntry stored = TRY(StoredEntry::parse(seq, document));
        ++count;
        TRY(take(stored));
        return true;
    };
    TRY(each_row(db, read));
    return count;
}

std::vector<std::string> tables_in(std::string_view ddl) {
    constexpr std::string_view kOpening = "CREATE TABLE ";
    std::vector<std::string> names;
    for (std::size_t at = ddl.find(kOpening); at != std::string_view::npos; at = ddl.find(kOpening, at + 1)) {
        const std::size_t begin = at + kOpening.size();
        names.emplace_back(ddl.substr(begin, ddl.find_first_of("( \n", begin) - begin));
    }
    return names;
}

base::Result<std::int64_t> Journal::replay(const store::Reader& db, store::Tx& tx,
                                           const std::vector<const ProjectionRow*>& wanted) const {
    return read_entries(db, {}, [&](const StoredEntry& stored) -> base::Result<> {
        const auto readers = readers_.find(stored.entry().kind);
        if (readers == readers_.end()) return base::Done{};
        for (const ProjectionRow* row : readers->second) {
            if (std::find(wanted.begin(), wanted.end(), row) == wanted.end()) continue;
            TRY(row->project(tx, stored.entry()));
        }
        return base::Done{};
    });
}

namespace {

constexpr std::size_t kBatchEntries = 512;
constexpr std::size_t kBatchesAhead = 8;
constexpr std::int64_t kEntriesPerCommit = 20000;

// Entries read and parsed ahead of whoever takes them, by a thread of its own that alone uses the reader.
class ReadAhead {
public:
    using Batch = std::vector<StoredEntry>;
    using Wanted = std::function<bool(std::string_view kind)>;

    ReadAhead(const store::Reader& db, Wanted wanted)
        : db_(db), wanted_(std::move(wanted)), reading_([this] { read(); }) {}
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;
    ~ReadAhead() {
        {
            const std::lock_guard lock(mutex_);
            given_up_ = true;
        }
        room_.notify_all();
        reading_.join();
    }

    // Empty at the end.
    base::Result<Batch> next() {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return !batches_.empty() || done_; });
        if (batches_.empty()) {
            if (failed_) return *failed_;
            return Batch();
        }
        Batch batch = std::move(batches_.front());
        batches_.pop_front();
        room_.notify_one();
        return batch;
    }
    // What was parsed on the reading thread is freed there too: memory given back across threads costs more
    // than the parsing (measured: half of a rebuild).
    void give_back(Batch batch) {
        const std::lock_guard lock(mutex_);
        spent_.push_back(std::move(batch));
    }
    std::int64_t seen() const { return seen_; }  // after the end

private:
    void read() {
        const base::Result<> result = read_all();
        const std::lock_guard lock(mutex_);
        if (!result.ok()) failed_ = result.error();
        done_ = true;
        ready_.notify_all();
    }
    base::Result<> read_all() {
        Batch batch;
        const auto keep = [&](std::int64_t seq, std::string_view kind,
                              std::string_view document) -> base::Result<bool> {
            ++seen_;
            if (!wanted_(kind)) return true;
            batch.push_back(TRY(StoredEntry::parse(seq, document)));
            return batch.size() < kBatchEntries || hand_over(batch);
        };
        TRY(each_row(db_, keep));
        if (!batch.empty()) hand_over(batch);
        return base::Done{};
    }
    bool hand_over(Batch& batch) {
        std::deque<Batch> spent;  // freed after the lock
        std::unique_lock lock(mutex_);
        spent.swap(spent_);
        room_.wait(lock, [this] { return batches_.size() < kBatchesAhead || given_up_; });
        if (given_up_) return false;
        batches_.push_back(std::move(batch));
        batch = Batch();
        ready_.notify_one();
        return true;
    }

    const store::Reader& db_;
    Wanted wanted_;
    std::mutex mutex_;
    std::condition_variable ready_, room_;
    std::deque<Batch> batches_, spent_;
    std::optional<base::Error> failed_;
    bool done_ = false, given_up_ = false;
    std::int64_t seen_ = 0;
    std::thread reading_;  // last: it uses all of the above
};

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

}  // namespace

base::Result<std::int64_t> rebuild(const store::Reader& db, store::Tx& aside,
                                   const std::vector<ProjectionRow>& projections) {
    std::map<std::string, std::vector<const ProjectionRow*>, std::less<>> readers;
    TRY(aside.begin());
    for (const ProjectionRow& row : projections) {
        for (const std::string& table : tables_in(row.tables))
            TRY(aside.run_script("DROP TABLE IF EXISTS " + table));
        TRY(aside.run_script(split_ddl(row.tables).tables));
        for (const std::string_view kind : row.kinds) readers[std::string(kind)].push_back(&row);
    }
    ReadAhead ahead(db, [&](std::string_view kind) { return readers.find(kind) != readers.end(); });
    std::int64_t in_this_commit = 0;
    for (;;) {
        ReadAhead::Batch batch = TRY(ahead.next());
        if (batch.empty()) break;
        for (const StoredEntry& stored : batch)
            for (const ProjectionRow* row : readers.find(stored.entry().kind)->second)
                TRY(row->project(aside, stored.entry()));
        in_this_commit += static_cast<std::int64_t>(batch.size());
        ahead.give_back(std::move(batch));
        if (in_this_commit < kEntriesPerCommit) continue;
        TRY(aside.commit());
        TRY(aside.checkpoint_if_long());
        TRY(aside.begin());
        in_this_commit = 0;
    }
    // A list in order is built faster from all rows at once than row by row.
    for (const ProjectionRow& row : projections) TRY(aside.run_script(split_ddl(row.tables).indexes));
    TRY(aside.commit());
    return ahead.seen();
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
    Comparison comparison;
    comparison.entries = TRY(rebuild(db, aside, projections_));
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
