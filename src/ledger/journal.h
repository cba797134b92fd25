#pragma once
// The journal: every official act is one entry that never changes. Journal::record appends an event with its
// salted leaf and runs the inline projections, all inside the writer's transaction. Who may write is not its
// business: identity makes the Acts. Formats: docs/ledger.md.

#include "base/entropy.h"
#include "ledger/event.h"
#include "ledger/limits.h"
#include "ledger/merkle.h"
#include "store/vault.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// A projection at work: a function of the entries it takes and of its own tables only; no Clock,
// configuration, definition or vault. It may keep rows back until `write`: inside an act that follows each
// entry, in a rebuild the last one, and the rows are the same.
class Projection {
public:
    virtual ~Projection() = default;
    virtual base::Result<> take(store::Tx& tx, const Entry& entry) = 0;
    virtual base::Result<> write(store::Tx& tx) = 0;
};

struct ProjectionRow {
    std::string_view name;                // e.g. case
    std::string_view tables;              // portable DDL, src/<module>/<noun>_tables.sql
    std::vector<std::string_view> kinds;  // which kinds it reads
    std::unique_ptr<Projection> (*begin)();
};

// A projection that keeps nothing back.
template <base::Result<> (*project)(store::Tx& tx, const Entry& entry)>
std::unique_ptr<Projection> begin_plain() {
    class Plain : public Projection {
    public:
        base::Result<> take(store::Tx& tx, const Entry& entry) override { return project(tx, entry); }
        base::Result<> write(store::Tx&) override { return base::Done{}; }
    };
    return std::make_unique<Plain>();
}

// Who acts, from where; recorded in every event.
struct ActorStamp {
    std::int64_t person = 0;
    std::string_view org;
    std::string_view role;
    std::string_view via;
};

// The frame shared by all events of one act.
struct ActFrame {
    std::string act;  // 16 random bytes
    calendar::Instant now;
    ActorStamp actor;
    std::map<std::string, std::string>
        pins;          // versions in force for what is being recorded: cal, item, process
    int position = 0;  // events recorded so far
};

class Journal {
public:
    // `entropy` gives each subject its leaf key; `node` is the region code printed in every document.
    Journal(std::vector<EventRow> events, std::vector<ProjectionRow> projections, std::string node,
            base::Entropy& entropy);
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // Creates missing tables, rebuilds projections whose tables changed, restores the tree's frontier.
    // Commits by itself: a rebuild that broke off begins anew at the next start. Returns entries replayed.
    base::Result<std::int64_t> open(store::Tx& tx);

    template <class T>
    base::Result<> record(store::Tx& tx, ActFrame& frame, std::string_view subject, const T& event,
                          calendar::Instant happened_at = {}) {
        std::string fields;
        FieldWriter::object(fields, event);
        return append(tx, frame, {T::kKind, subject, fields, &event, happened_at});
    }

    // Where the journal stands. The writer takes it before an act and puts it back when the act is undone;
    // saved with each commit so that a start need not read the leaves.
    struct Position {
        std::int64_t seq = 0;
        calendar::Instant at;
        std::string shard;  // the year, in UTC+8
        MerkleTree tree;    // of this shard
    };
    const Position& position() const { return position_; }
    void restore(const Position& position) { position_ = position; }
    base::Result<> save_position(store::Tx& tx) const;

    const std::vector<EventRow>& events() const { return events_; }
    const std::vector<ProjectionRow>& projections() const { return projections_; }

    // Empties nothing: builds every projection anew in `aside` from the journal in `db` and compares with the
    // tables there.
    struct Comparison {
        std::int64_t entries = 0;
        std::vector<std::string> differing;  // tables whose rows differ from what the journal says
    };
    base::Result<Comparison> compare_with_replay(const store::Reader& db, store::Tx& aside) const;
    // Recomputes each commitment, leaf hash and root; Corrupt names the first entry that does not fit.
    // Returns the entries read.
    base::Result<std::int64_t> verify_leaves(const store::Reader& db) const;

private:
    struct Draft {
        Kind kind;
        std::string_view subject;
        std::string_view fields;
        const void* live;
        calendar::Instant happened_at;
    };
    base::Result<> append(store::Tx& tx, ActFrame& frame, const Draft& draft);
    std::string document(const ActFrame& frame, const Draft& draft, const EventRow& row,
                         std::int64_t seq) const;
    base::Result<> append_leaf(store::Tx& tx, const ActFrame& frame, const Draft& draft,
                               std::string_view doc);
    base::Result<> look_up_subject(store::Tx& tx, const ActFrame& frame, std::string_view subject);
    base::Result<> project(store::Tx& tx, const Entry& entry) const;
    base::Result<std::int64_t> rebuild_stale(store::Tx& tx) const;
    base::Result<> restore_position(store::Tx& tx);

    // The subject written last, so that several events of one act on one matter ask for its key once.
    struct SubjectInHand {
        std::string act;
        std::string subject;
        std::string leaf_key;
        std::string previous;  // shard/index of the subject's last leaf
    };

    std::vector<EventRow> events_;
    std::vector<ProjectionRow> projections_;
    std::map<std::string, const EventRow*, std::less<>> by_kind_;
    std::map<std::string, std::vector<const ProjectionRow*>, std::less<>> readers_;
    std::string node_;
    base::Entropy& entropy_;
    Position position_;
    SubjectInHand in_hand_;
};

// One entry as pages list it: the envelope, its fields as stored, and where its leaf stands in the log.
struct EntryLine {
    std::int64_t seq = 0;
    calendar::Instant at;
    std::string kind;
    std::int64_t person = 0;
    std::string org;
    std::string role;
    std::string via;
    StoredEntry stored;
    std::string shard;
    std::int64_t index = 0;
    base::Digest leaf_hash;

    // The fields as T; the caller knows the kind.
    template <class T>
    T read() const {
        return stored.entry().read<T>();
    }
};
base::Result<std::vector<EntryLine>> list_entries(const store::Reader& db, std::string_view subject,
                                                  int limit);
base::Result<std::int64_t> count_entries(const store::Reader& db);

}  // namespace ledger
