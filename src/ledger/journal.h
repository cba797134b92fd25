#pragma once
// The journal: every official act is one entry that never changes. Journal::record appends an event with its salted leaf
// and runs the inline projections, all inside the writer's transaction. Who may write is not its business: identity makes
// the Acts. Formats: docs/ledger.md.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/entropy.h"
#include "ledger/event.h"
#include "ledger/merkle.h"
#include "store/vault.h"

namespace ledger {

// Inline projection: a function of the entry and its own tables only. No Clock, configuration, definition or vault.
struct ProjectionRow {
    std::string_view name;                    // e.g. case
    std::string_view tables;                  // portable DDL, src/<module>/<noun>_tables.sql
    std::vector<std::string_view> kinds;      // which kinds it reads
    base::Result<> (*project)(store::Tx& tx, const Entry& entry);
};

// Who acts, from where; recorded in every event.
struct ActorStamp {
    std::int64_t person = 0;
    std::string_view org;
    std::string_view role;
    std::string_view via;
};

// The frame shared by all events of one act.
struct ActFrame {
    std::string act;                  // 16 random bytes
    calendar::Instant now;
    ActorStamp actor;
    std::map<std::string, std::string> pins;  // versions in force for what is being recorded: cal, item, process
    int position = 0;                 // events recorded so far
};

inline constexpr int kEventsPerActMax = 64;

class Journal {
public:
    Journal(std::vector<EventRow> events, std::vector<ProjectionRow> projections, std::string node);

    // Creates missing tables, rebuilds projections whose tables changed, restores the tree's frontier. Returns entries replayed.
    base::Result<std::int64_t> open(store::Tx& tx);

    template <class T>
    base::Result<> record(store::Tx& tx, ActFrame& frame, std::string_view subject, const T& event,
                          calendar::Instant happened_at = {}) {
        std::string fields;
        FieldWriter::object(fields, event);
        return append(tx, frame, {T::kKind, subject, fields, &event, happened_at});
    }

    // What of the tree was appended since the last commit; the writer keeps or drops it with its savepoint.
    MerkleTree tree() const { return tree_; }
    void restore_tree(const MerkleTree& tree);
    base::Result<> save_tree(store::Tx& tx);

    std::int64_t last_seq() const { return last_seq_; }
    calendar::Instant last_at() const { return last_at_; }
    void restore(std::int64_t seq, calendar::Instant at);

    const std::vector<EventRow>& events() const { return events_; }
    const std::vector<ProjectionRow>& projections() const { return projections_; }

    // Empties nothing: builds every projection anew in `aside` from the journal in `db` and compares with the tables there.
    struct Comparison { std::int64_t entries = 0; std::vector<std::string> differing; };
    base::Result<Comparison> compare_with_replay(const store::Reader& db, store::Tx& aside) const;
    // Recomputes each leaf and commitment and the root; Corrupt names the first entry that does not fit.
    base::Result<MerkleTree> verify_leaves(const store::Reader& db) const;

    void use_keys(const store::Keys& keys) { keys_ = &keys; }

private:
    struct Draft {
        Kind kind;
        std::string_view subject;
        std::string_view fields;
        const void* live;
        calendar::Instant happened_at;
    };
    base::Result<> append(store::Tx& tx, ActFrame& frame, const Draft& draft);
    std::string document(const ActFrame& frame, const Draft& draft, std::int64_t seq) const;
    base::Result<> append_leaf(store::Tx& tx, const Draft& draft, std::string_view doc, std::int64_t seq,
                               calendar::Instant at);
    base::Result<> project(store::Tx& tx, const Entry& entry) const;
    base::Result<std::int64_t> replay_into(const store::Reader& db, store::Tx& tx,
                                           const std::vector<const ProjectionRow*>& wanted) const;

    std::vector<EventRow> events_;
    std::vector<ProjectionRow> projections_;
    std::map<std::string, const EventRow*, std::less<>> by_kind_;
    std::map<std::string, std::vector<const ProjectionRow*>, std::less<>> readers_;
    std::string node_;
    const store::Keys* keys_ = nullptr;
    MerkleTree tree_;
    std::int64_t last_seq_ = 0;
    calendar::Instant last_at_;
};

// One entry as pages list it.
struct EntryLine {
    std::int64_t seq = 0;
    calendar::Instant at;
    std::string kind;
    std::int64_t person = 0;
    std::string org;
    std::string role;
    std::string via;
    std::string fields;   // canonical JSON
    std::string leaf_hash_hex;
};
base::Result<std::vector<EntryLine>> list_entries(const store::Reader& db, std::string_view subject, int limit);
base::Result<std::int64_t> count_entries(const store::Reader& db);

}  // namespace ledger
