#pragma once
// The board's questions: what was decided in time, by promise and by statute, body by body and day by day,
// and where the journal stands. Counts are sums over what is kept by day and by due moment.

#include "base/bytes.h"
#include "calendar/instant.h"
#include "store/database.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace supervision {

using calendar::Date;

// Both days included. A matter decided after its promised day is late by promise, after its legal day late by
// statute.
struct BodyRecord {
    std::string office;
    std::int64_t decided = 0;
    std::int64_t promise_late = 0;
    std::int64_t statute_late = 0;
};
base::Result<std::vector<BodyRecord>> count_decided(const store::Reader& db, Date from, Date to);

// One day of the series: days on which nothing happened are missing.
struct DayRecord {
    Date day;
    std::int64_t received = 0;
    std::int64_t decided = 0;
    std::int64_t late = 0;
};
base::Result<std::vector<DayRecord>> list_days(const store::Reader& db, Date from, Date to);

// Matters that were decided late, newest first. `office` "" = every body.
struct LateQuestion {
    Date from, to;
    std::string office;
    bool statute_only = false;
    int offset = 0;
    int limit = 20;
};
base::Result<std::vector<std::string>> list_decided_late(const store::Reader& db,
                                                         const LateQuestion& question);
base::Result<std::int64_t> count_decided_late(const store::Reader& db, const LateQuestion& question);

// Open matters that are due in a span of moments, nearest first; paused ones are apart.
struct OpenQuestion {
    std::int64_t due_from = 0;  // seconds, exclusive
    std::int64_t due_to = 0;    // inclusive
    bool paused = false;
    std::string office;  // "" every body
    int offset = 0;
    int limit = 20;
};
base::Result<std::vector<std::string>> list_open(const store::Reader& db, const OpenQuestion& question);
base::Result<std::int64_t> count_open_due(const store::Reader& db, const OpenQuestion& question);

// Attempts to ask for a material that no guide lists; each was refused (G16).
base::Result<std::int64_t> count_breaches(const store::Reader& db, Date from, Date to);

// How long the most asked items really took: accepted and decided day of each matter decided in the span.
struct ItemPace {
    std::string item;
    std::vector<std::pair<Date, Date>> spans;  // accepted, decided
};
base::Result<std::vector<ItemPace>> list_paces(const store::Reader& db, Date from, Date to,
                                               std::size_t items);

// Where the journal stands, as of this snapshot.
struct JournalHead {
    std::int64_t entries = 0;
    std::int64_t entries_today = 0;
    calendar::Instant last;  // ms 0: nothing was recorded yet
    std::string shard;
    base::Digest root;  // of the tree of this year
};
base::Result<JournalHead> journal_head(const store::Reader& db, Date today);

}  // namespace supervision
