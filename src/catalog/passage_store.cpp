#include "catalog/passage_store.h"

#include "base/canonical_json.h"
#include "crypto/digest.h"

#include <algorithm>

namespace catalog {

namespace {

// A name as one number: letters and characters only, folded. Two names with one number are told apart by
// ranking, so nothing wrong is shown.
std::int64_t name_number(std::string_view name) {
    std::uint64_t number = 1469598103934665603ull;
    bool any = false;
    text::each_index_term(
        name,
        [](void* whose, std::string_view term, std::uint32_t, std::uint32_t) {
            auto* hash = static_cast<std::uint64_t*>(whose);
            for (const char c : term) *hash = (*hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
            return true;
        },
        &number);
    any = number != 1469598103934665603ull;
    return any ? static_cast<std::int64_t>(number >> 1) : 0;
}

std::vector<std::int64_t> names_of(const Passage& passage) {
    std::vector<std::int64_t> names{name_number(passage.title), name_number(passage.title_en),
                                    name_number(passage.number)};
    for (const std::string& name : passage.names) names.push_back(name_number(name));
    std::erase(names, 0);
    return names;
}

// The body comes first: a place in the first column costs two bytes less, and nearly all are there.
constexpr std::string_view kTables = R"sql(
    CREATE TABLE passage(row INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, url TEXT NOT NULL,
        title TEXT NOT NULL, title_en TEXT NOT NULL, number TEXT NOT NULL, body TEXT NOT NULL,
        body_en TEXT NOT NULL, office TEXT NOT NULL, genre TEXT NOT NULL, topic TEXT NOT NULL,
        validity INTEGER NOT NULL, date INTEGER NOT NULL, names TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX passage_by_id ON passage(id);
    CREATE TABLE passage_name(name INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(name, row))
        STRICT, WITHOUT ROWID;
    CREATE TABLE index_state(one INTEGER PRIMARY KEY, made_for TEXT NOT NULL, seq INTEGER NOT NULL,
        entry BLOB NOT NULL, day INTEGER NOT NULL, next_row INTEGER NOT NULL) STRICT;
    CREATE VIRTUAL TABLE term USING fts5(body, title, number, title_en, body_en,
        content='', columnsize=0, tokenize='terms');
)sql";

Passage read_passage(const store::Rows& rows) {
    Passage passage;
    passage.id = rows.text(1);
    passage.kind = static_cast<PassageKind>(rows.integer(2));
    passage.url = rows.text(3);
    passage.title = rows.text(4);
    passage.title_en = rows.text(5);
    passage.number = rows.text(6);
    passage.body = rows.text(7);
    passage.body_en = rows.text(8);
    passage.office = rows.text(9);
    passage.genre = rows.text(10);
    passage.topic = rows.text(11);
    passage.validity = static_cast<Validity>(rows.integer(12));
    passage.date = calendar::Date{static_cast<std::int32_t>(rows.integer(13))};
    std::string_view names = rows.text(14);
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find('\n'));
        passage.names.emplace_back(name);
        names.remove_prefix(std::min(name.size() + 1, names.size()));
    }
    return passage;
}

// What begins with "doc/7/" lies between "doc/7/" and "doc/70".
std::string after_all(std::string_view prefix) {
    std::string end(prefix);
    ++end.back();
    return end;
}

}  // namespace

base::Result<> project_passage_tables(store::FullTextTx& tx) {
    TRY(tx.run_script(kTables));
    // More is kept in memory before it is written, so fewer pieces have to be joined.
    return tx.run_script("INSERT INTO term(term, rank) VALUES('hashsize', 67108864)");
}

base::Result<> project_following(store::FullTextTx& tx) {
    return tx.run_script("INSERT INTO term(term, rank) VALUES('hashsize', 1048576)");
}

base::Result<std::optional<IndexState>> find_index_state(const store::Reader& db) {
    auto rows = TRY(db.query("SELECT made_for, seq, entry, day, next_row FROM index_state WHERE one = 1"));
    if (!TRY(rows.next())) return std::optional<IndexState>();
    IndexState state;
    state.made_for = rows.text(0);
    state.seq = rows.integer(1);
    state.entry = rows.digest(2);
    state.day = static_cast<std::int32_t>(rows.integer(3));
    state.next_row = rows.integer(4);
    return std::optional<IndexState>(std::move(state));
}

base::Result<> project_index_state(store::FullTextTx& tx, const IndexState& state) {
    constexpr std::string_view sql = R"sql(
        INSERT INTO index_state(one, made_for, seq, entry, day, next_row) VALUES(1, ?, ?, ?, ?, ?)
        ON CONFLICT(one) DO UPDATE SET made_for = excluded.made_for, seq = excluded.seq,
            entry = excluded.entry, day = excluded.day, next_row = excluded.next_row)sql";
    return tx.execute(sql, state.made_for, state.seq, state.entry, state.day, state.next_row);
}

base::Result<> project_passage(store::FullTextTx& tx, std::int64_t row, const Passage& passage) {
    constexpr std::string_view keep = R"sql(
        INSERT INTO passage(row, id, kind, url, title, title_en, number, body, body_en, office, genre, topic,
            validity, date, names, size) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
    const std::size_t size = std::max(passage.body.size(), passage.body_en.size());
    std::string names;
    for (const std::string& name : passage.names) names += (names.empty() ? "" : "\n") + name;
    TRY(tx.execute(keep, row, passage.id, static_cast<int>(passage.kind), passage.url, passage.title,
                   passage.title_en, passage.number, passage.body, passage.body_en, passage.office,
                   passage.genre, passage.topic, static_cast<int>(passage.validity), passage.date.days, names,
                   size));
    constexpr std::string_view index = R"sql(
        INSERT INTO term(rowid, body, title, number, title_en, body_en) VALUES(?, ?, ?, ?, ?, ?))sql";
    TRY(tx.execute(index, row, passage.body, passage.title, passage.number, passage.title_en,
                   passage.body_en));
    for (const std::int64_t name : names_of(passage)) {
        constexpr std::string_view note = "INSERT INTO passage_name(name, row) VALUES(?, ?) "
                                          "ON CONFLICT DO NOTHING";
        TRY(tx.execute(note, name, row));
    }
    return base::Done{};
}

base::Result<> project_removal(store::FullTextTx& tx, std::int64_t row, const Passage& passage) {
    // The table keeps no texts, so it is told what it had.
    constexpr std::string_view forget = R"sql(
        INSERT INTO term(term, rowid, body, title, number, title_en, body_en)
        VALUES('delete', ?, ?, ?, ?, ?, ?))sql";
    TRY(tx.execute(forget, row, passage.body, passage.title, passage.number, passage.title_en,
                   passage.body_en));
    for (const std::int64_t name : names_of(passage))
        TRY(tx.execute("DELETE FROM passage_name WHERE name = ? AND row = ?", name, row));
    return tx.execute("DELETE FROM passage WHERE row = ?", row);
}

base::Result<std::vector<std::string>> list_ids_under(const store::Reader& db, std::string_view prefix) {
    std::vector<std::string> ids;
    if (prefix.empty()) return ids;
    auto rows = TRY(db.query("SELECT id FROM passage WHERE id >= ? AND id < ? ORDER BY id LIMIT 100000",
                             prefix, after_all(prefix)));
    while (TRY(rows.next())) ids.emplace_back(rows.text(0));
    return ids;
}

base::Result<> project_compaction(store::FullTextTx& tx) {
    return tx.run_script("INSERT INTO term(term) VALUES('optimize')");
}

base::Result<> each_passage_row(const store::Reader& db,
                                const std::function<void(const PassageRow&)>& visit) {
    // LIMIT: the rows of a whole index; memory holds a few bytes of each.
    auto rows = TRY(db.query("SELECT row, id, kind, office, genre, topic, validity, date, size FROM passage "
                             "ORDER BY row LIMIT 100000000"));
    PassageRow one;
    while (TRY(rows.next())) {
        one.row = rows.integer(0);
        one.id = rows.text(1);
        one.kind = static_cast<PassageKind>(rows.integer(2));
        one.office = rows.text(3);
        one.genre = rows.text(4);
        one.topic = rows.text(5);
        one.validity = static_cast<Validity>(rows.integer(6));
        one.date = calendar::Date{static_cast<std::int32_t>(rows.integer(7))};
        one.size = static_cast<std::uint32_t>(rows.integer(8));
        visit(one);
    }
    return base::Done{};
}

base::Result<std::optional<Passage>> find_passage(const store::Reader& db, std::int64_t row) {
    constexpr std::string_view sql =
        "SELECT row, id, kind, url, title, title_en, number, body, body_en, "
        "office, genre, topic, validity, date, names FROM passage WHERE row = ? LIMIT 1";
    auto rows = TRY(db.query(sql, row));
    if (!TRY(rows.next())) return std::optional<Passage>();
    return std::optional<Passage>(read_passage(rows));
}

base::Result<std::optional<StoredPassage>> find_by_id(const store::Reader& db, std::string_view id) {
    constexpr std::string_view sql =
        "SELECT row, id, kind, url, title, title_en, number, body, body_en, "
        "office, genre, topic, validity, date, names FROM passage WHERE id = ? LIMIT 1";
    auto rows = TRY(db.query(sql, id));
    if (!TRY(rows.next())) return std::optional<StoredPassage>();
    return std::optional<StoredPassage>({rows.integer(0), read_passage(rows)});
}

base::Result<> each_match(const store::Reader& db, const std::string& expression,
                          const std::function<bool(std::int64_t row)>& visit) {
    auto rows = TRY(db.query("SELECT rowid FROM term WHERE term MATCH ? ORDER BY rowid DESC "
                             "LIMIT 100000000",
                             expression));
    while (TRY(rows.next())) {
        if (!visit(rows.integer(0))) break;
    }
    return base::Done{};
}

base::Result<std::int64_t> count_matches(const store::Reader& db, const std::string& expression) {
    auto rows = TRY(db.query("SELECT count(*) FROM term WHERE term MATCH ?", expression));
    TRY(rows.next());
    return rows.integer(0);
}

base::Result<std::vector<MatchedRow>> weigh_matches(const store::Reader& db, const std::string& expression,
                                                    const Weighed& which) {
    constexpr std::string_view sql = R"sql(
        SELECT rowid, CAST(1000 * closeness(term, 1.0, 6.0, 6.0, 3.0, 1.0) AS INTEGER) FROM term
        WHERE term MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, expression, which.from, which.to, which.limit));
    std::vector<MatchedRow> weighed;
    while (TRY(rows.next()))
        weighed.push_back({rows.integer(0), static_cast<double>(rows.integer(1)) / 1000});
    return weighed;
}

base::Result<std::vector<std::int64_t>> list_named(const store::Reader& db, std::string_view name,
                                                   int limit) {
    auto rows = TRY(db.query("SELECT row FROM passage_name WHERE name = ? ORDER BY row DESC LIMIT ?",
                             name_number(name), limit));
    std::vector<std::int64_t> found;
    while (TRY(rows.next())) found.push_back(rows.integer(0));
    return found;
}

base::Result<> each_entry(const store::Reader& db, const std::vector<std::string_view>& kinds,
                          const Stretch& stretch,
                          const std::function<base::Result<>(const ledger::Entry&)>& visit) {
    auto rows = TRY(
        db.query("SELECT seq, kind, doc FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 100000000",
                 stretch.after, stretch.upto));
    ledger::StoredEntry stored;
    while (TRY(rows.next())) {
        const std::string_view kind = rows.text(1);
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
        TRY(stored.read(rows.integer(0), rows.blob(2)));
        TRY(visit(stored.entry()));
    }
    return base::Done{};
}

base::Result<std::optional<base::Digest>> find_entry_digest(const store::Reader& db, std::int64_t seq) {
    auto rows = TRY(db.query("SELECT doc FROM journal WHERE seq = ? LIMIT 1", seq));
    if (!TRY(rows.next())) return std::optional<base::Digest>();
    return std::optional<base::Digest>(crypto::sha256(rows.blob(0)));
}

base::Result<JournalEnd> find_journal_end(const store::Reader& db) {
    JournalEnd end;
    {
        auto rows = TRY(db.query("SELECT seq FROM journal ORDER BY seq DESC LIMIT 1"));
        if (!TRY(rows.next())) return end;
        end.seq = rows.integer(0);
    }
    if (const auto digest = TRY(find_entry_digest(db, end.seq))) end.entry = *digest;
    return end;
}

}  // namespace catalog
