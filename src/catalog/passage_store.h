#pragma once
// All SQL of the search's own file: the passages as they are shown, the full-text table over them, and how
// far the journal was followed. Row numbers only grow, so that the highest are the newest.

#include "catalog/passage_query.h"
#include "store/full_text.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// What is kept in memory of each passage, by row, for filters and counts.
struct PassageRow {
    std::int64_t row = 0;
    std::string id, office, topic, genre;
    PassageKind kind = PassageKind::Document;
    Validity validity = Validity::None;
    calendar::Date date;
    std::uint32_t size = 0;  // of the body, in bytes
};

struct IndexState {
    std::string made_for;  // sources and cutting rules it was made for
    std::int64_t seq = 0;  // the last entry it knows
    base::Digest entry;    // of that entry, so that another journal is noticed
    std::int32_t day = 0;  // the last day asked about
    std::int64_t next_row = 1;
};

base::Result<> project_passage_tables(store::FullTextTx& tx);  // for being filled as a whole
base::Result<> project_following(store::FullTextTx& tx);       // from now on a few passages at a time
base::Result<std::optional<IndexState>> find_index_state(const store::Reader& db);
base::Result<> project_index_state(store::FullTextTx& tx, const IndexState& state);

base::Result<> project_passage(store::FullTextTx& tx, std::int64_t row, const Passage& passage);
base::Result<> project_removal(store::FullTextTx& tx, std::int64_t row, const Passage& passage);
// Ids that begin with `prefix`.
base::Result<std::vector<std::string>> list_ids_under(const store::Reader& db, std::string_view prefix);
// Works the index over so that it is one piece: after filling, and when much was taken out.
base::Result<> project_compaction(store::FullTextTx& tx);

base::Result<> each_passage_row(const store::Reader& db, const std::function<void(const PassageRow&)>& visit);
base::Result<std::optional<Passage>> find_passage(const store::Reader& db, std::int64_t row);
struct StoredPassage {
    std::int64_t row = 0;
    Passage passage;
};
base::Result<std::optional<StoredPassage>> find_by_id(const store::Reader& db, std::string_view id);

struct MatchedRow {
    std::int64_t row = 0;
    double closeness = 0;
};
// Rows that fit, newest first, while the visitor says true.
base::Result<> each_match(const store::Reader& db, const std::string& expression,
                          const std::function<bool(std::int64_t row)>& visit);
base::Result<std::int64_t> count_matches(const store::Reader& db, const std::string& expression);
// The newest `limit` of rows from..to, each with how near it is.
struct Weighed {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::size_t limit = 0;
};
base::Result<std::vector<MatchedRow>> weigh_matches(const store::Reader& db, const std::string& expression,
                                                    const Weighed& which);
// Rows whose whole title or 文号 is this.
base::Result<std::vector<std::int64_t>> list_named(const store::Reader& db, std::string_view name, int limit);

// Entries of the journal after `seq` of the kinds that sources read, oldest first; of the node's books.
struct Stretch {
    std::int64_t after = 0;
    std::int64_t upto = 0;
};
base::Result<> each_entry(const store::Reader& db, const std::vector<std::string_view>& kinds,
                          const Stretch& stretch,
                          const std::function<base::Result<>(const ledger::Entry&)>& visit);
struct JournalEnd {
    std::int64_t seq = 0;
    base::Digest entry;  // zero when there is none
};
base::Result<JournalEnd> find_journal_end(const store::Reader& db);
base::Result<std::optional<base::Digest>> find_entry_digest(const store::Reader& db, std::int64_t seq);

}  // namespace catalog
