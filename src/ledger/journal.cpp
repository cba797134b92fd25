#include "ledger/journal.h"

#include "base/json.h"
#include "crypto/digest.h"
#include "ledger/leaf.h"
#include "ledger/replay.h"

namespace ledger {

Journal::Journal(std::vector<EventRow> events, std::vector<ProjectionRow> projections, std::string node,
                 base::Entropy& entropy)
    : events_(std::move(events)),
      projections_(std::move(projections)),
      node_(std::move(node)),
      entropy_(entropy) {
    for (const EventRow& row : events_) {
        CHECK(by_kind_.emplace(row.kind.name, &row).second);  // one row a kind
    }
    for (const ProjectionRow& row : projections_) {
        for (const std::string_view kind : row.kinds) {
            CHECK(by_kind_.contains(kind));  // a projection reads only kinds that exist
            readers_[std::string(kind)].push_back(&row);
        }
    }
}

base::Result<std::int64_t> Journal::open(store::Tx& tx) {
    const std::int64_t replayed = TRY(rebuild_stale(tx));
    TRY(restore_position(tx));
    return replayed;
}

// What has no digest is not whole: the digest goes before the first row is touched and comes back after the
// last one.
base::Result<std::int64_t> Journal::rebuild_stale(store::Tx& tx) const {
    std::vector<const ProjectionRow*> stale;
    for (const ProjectionRow& row : projections_) {
        auto rows = TRY(tx.query("SELECT digest FROM projection WHERE name = ?", row.name));
        if (TRY(rows.next()) && rows.digest(0) == crypto::sha256(row.tables)) continue;
        stale.push_back(&row);
    }
    if (stale.empty()) return 0;
    for (const ProjectionRow* row : stale)
        TRY(tx.execute("DELETE FROM projection WHERE name = ?", row->name));
    const std::int64_t replayed = TRY(rebuild(tx, tx, stale));
    TRY(tx.begin());
    for (const ProjectionRow* row : stale) {
        TRY(tx.execute("INSERT INTO projection(name, digest) VALUES(?, ?)", row->name,
                       crypto::sha256(row->tables)));
    }
    TRY(tx.commit());
    return replayed;
}

base::Result<> Journal::restore_position(store::Tx& tx) {
    auto last = TRY(tx.query("SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1"));
    if (!TRY(last.next())) return base::Done{};
    position_.seq = last.integer(0);
    position_.at = calendar::Instant::of_seconds(last.integer(1));
    position_.shard = std::to_string(position_.at.date().year());
    auto state = TRY(tx.query("SELECT frontier FROM log_state WHERE shard = ?", position_.shard));
    if (!TRY(state.next())) return base::Error(base::ErrorCode::Corrupt, "ledger.no_log_state");
    position_.tree = TRY(MerkleTree::from_frontier(state.blob(0)));
    auto leaves =
        TRY(tx.query("SELECT idx FROM leaf WHERE shard = ? ORDER BY idx DESC LIMIT 1", position_.shard));
    if (!TRY(leaves.next()) || leaves.integer(0) + 1 != static_cast<std::int64_t>(position_.tree.size()))
        return base::Error(base::ErrorCode::Corrupt, "ledger.log_state_differs");
    return base::Done{};
}

base::Result<> Journal::save_position(store::Tx& tx) const {
    if (position_.shard.empty()) return base::Done{};
    return tx.execute("INSERT INTO log_state(shard, size, frontier) VALUES(?, ?, ?) "
                      "ON CONFLICT(shard) DO UPDATE SET size = excluded.size, frontier = excluded.frontier",
                      position_.shard, position_.tree.size(), store::Blob{position_.tree.frontier()});
}

base::Result<> Journal::append(store::Tx& tx, ActFrame& frame, const Draft& draft) {
    const auto known = by_kind_.find(draft.kind.name);
    CHECK(known != by_kind_.end());  // every kind has a row in the event table
    CHECK(frame.position < kEventsPerActMax);
    const std::int64_t seq = position_.seq + 1;
    const std::string doc = document(frame, draft, *known->second, seq);
    if (doc.size() > kDocumentBytesMax)
        return base::Error(base::ErrorCode::TooLarge, "ledger.document_too_large");
    std::vector<base::JsonNode> nodes;
    CHECK(base::read_canonical(doc, nodes));  // codes and numbers: what is written can be read back
    TRY(tx.execute(
        "INSERT INTO journal(seq, act, act_pos, at, kind, ver, subject, doc) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        seq, store::Blob{frame.act}, frame.position, frame.now.seconds(), draft.kind.name, draft.kind.version,
        draft.subject, store::Blob{doc}));
    position_.seq = seq;
    position_.at = frame.now;
    TRY(append_leaf(tx, frame, draft, doc));
    ++frame.position;
    Entry entry;
    entry.seq = seq;
    entry.at = frame.now;
    entry.kind = draft.kind.name;
    entry.version = draft.kind.version;
    entry.subject = draft.subject;
    entry.person = frame.actor.person;
    entry.org = frame.actor.org;
    entry.role = frame.actor.role;
    entry.via = frame.actor.via;
    entry.live = draft.live;
    entry.live_kind = draft.kind.name;
    return project(tx, entry);
}

base::Result<> Journal::project(store::Tx& tx, const Entry& entry) const {
    const auto readers = readers_.find(entry.kind);
    if (readers == readers_.end()) return base::Done{};
    for (const ProjectionRow* row : readers->second) {
        const auto projection = row->begin();
        TRY(projection->take(tx, entry));
        TRY(projection->write(tx));
    }
    return base::Done{};
}

// The private truth: canonical JSON, keys sorted bytewise.
std::string Journal::document(const ActFrame& frame, const Draft& draft, const EventRow& row,
                              std::int64_t seq) const {
    std::string doc;
    doc.reserve(draft.fields.size() + 384);
    base::JsonWriter json(doc);
    json.open_object().member("act", base::to_hex(frame.act));
    json.key("actor")
        .open_object()
        .member("id", frame.actor.person)
        .member("org", frame.actor.org)
        .member("role", frame.actor.role)
        .member("via", frame.actor.via)
        .close_object();
    json.member("at", frame.now.text());
    if (!frame.pins.empty()) {
        json.key("defs").open_object();
        for (const auto& [what, version] : frame.pins) json.member(what, version);
        json.close_object();
    }
    json.key("fields").raw(draft.fields);
    if (draft.happened_at.ms != 0) json.member("happened_at", draft.happened_at.text());
    json.member("k", std::string(row.kind.name) + "/" + std::to_string(row.kind.version));
    json.member("node", node_)
        .member("seq", seq)
        .member("subject", draft.subject)
        .member("v", 1)
        .close_object();
    return doc;
}

base::Result<> Journal::look_up_subject(store::Tx& tx, const ActFrame& frame, std::string_view subject) {
    if (in_hand_.act == frame.act && in_hand_.subject == subject) return base::Done{};
    in_hand_ = {frame.act, std::string(subject), {}, {}};
    auto rows = TRY(tx.query("SELECT key FROM leaf_key WHERE subject = ?", subject));
    if (!TRY(rows.next())) {
        in_hand_.leaf_key = entropy_.bytes(32);
        return tx.execute("INSERT INTO leaf_key(subject, key) VALUES(?, ?)", subject,
                          store::Blob{in_hand_.leaf_key});
    }
    in_hand_.leaf_key = rows.blob(0);
    auto last = TRY(tx.query("SELECT l.shard, l.idx FROM journal j JOIN leaf l ON l.seq = j.seq "
                             "WHERE j.subject = ? AND j.seq < ? ORDER BY j.seq DESC LIMIT 1",
                             subject, position_.seq));
    if (TRY(last.next()))
        in_hand_.previous = std::string(last.text(0)) + "/" + std::to_string(last.integer(1));
    return base::Done{};
}

base::Result<> Journal::append_leaf(store::Tx& tx, const ActFrame& frame, const Draft& draft,
                                    std::string_view doc) {
    TRY(look_up_subject(tx, frame, draft.subject));
    const std::string shard = std::to_string(frame.now.date().year());
    if (shard != position_.shard) {
        TRY(save_position(tx));  // the year's tree as it ended
        position_.shard = shard;
        position_.tree = MerkleTree();
    }
    const EventRow& row = *by_kind_.find(draft.kind.name)->second;
    LeafFacts facts;
    facts.at = frame.now.text();
    facts.commitment = commitment(leaf_salt(in_hand_.leaf_key, node_, position_.seq), doc);
    facts.token = matter_token(in_hand_.leaf_key, draft.subject);
    facts.kind = std::string(row.public_kind) + "/" + std::to_string(row.kind.version);
    facts.org = frame.actor.org.empty() ? node_ : node_ + "-" + std::string(frame.actor.org);
    facts.previous = in_hand_.previous;
    facts.public_fields = TRY(public_part(row, draft.fields));
    const std::string leaf = leaf_text(facts);
    CHECK(leaf.size() <= kLeafBytesMax);
    const base::Digest hash = leaf_hash(leaf);
    const auto index = static_cast<std::int64_t>(position_.tree.size());
    TRY(tx.execute("INSERT INTO leaf(shard, idx, seq, bytes, hash) VALUES(?, ?, ?, ?, ?)", shard, index,
                   position_.seq, store::Blob{leaf}, hash));
    position_.tree.append(hash);
    in_hand_.previous = shard + "/" + std::to_string(index);
    return base::Done{};
}

base::Result<std::vector<EntryLine>> list_entries(const store::Reader& db, std::string_view subject,
                                                  int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT j.seq, j.doc, l.shard, l.idx, l.hash FROM journal j JOIN leaf l ON l.seq = j.seq
        WHERE j.subject = ? ORDER BY j.seq LIMIT ?)sql";
    auto rows = TRY(db.query(sql, subject, limit));
    std::vector<EntryLine> found;
    while (TRY(rows.next())) {
        StoredEntry stored = TRY(StoredEntry::of(rows.integer(0), rows.blob(1)));
        EntryLine& line = found.emplace_back();
        line.seq = stored.entry().seq;
        line.at = stored.entry().at;
        line.kind = stored.entry().kind;
        line.person = stored.entry().person;
        line.org = stored.entry().org;
        line.role = stored.entry().role;
        line.via = stored.entry().via;
        line.stored = std::move(stored);
        line.shard = rows.text(2);
        line.index = rows.integer(3);
        line.leaf_hash = rows.digest(4);
    }
    return found;
}

base::Result<std::int64_t> count_entries(const store::Reader& db) {
    auto rows = TRY(db.query("SELECT seq FROM journal ORDER BY seq DESC LIMIT 1"));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace ledger
