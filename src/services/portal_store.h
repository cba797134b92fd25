#pragma once
// What the portal shows of the county's work: counts by day, channel and item, how punctual, how fast. Each
// is one bounded question with an index; nothing is stored.

#include "calendar/instant.h"
#include "store/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace services {

struct DayCount {
    calendar::Date day;
    std::int64_t count = 0;
};
base::Result<std::vector<DayCount>> count_received_days(const store::Reader& db, calendar::Date from);
base::Result<std::vector<DayCount>> count_decided_days(const store::Reader& db, calendar::Date from);

struct NamedCount {
    std::string name;
    std::int64_t count = 0;
};
// Items by filings since `from`, most first.
base::Result<std::vector<NamedCount>> list_filed_items(const store::Reader& db, calendar::Date from,
                                                       int limit);
base::Result<std::vector<NamedCount>> count_decided_items(const store::Reader& db, calendar::Date from);
base::Result<std::vector<NamedCount>> count_channels(const store::Reader& db, calendar::Date day);

// How many were accepted on one day and decided on another, decided since `from`.
struct Pace {
    calendar::Date accepted, decided;
    std::int64_t count = 0;
};
base::Result<std::vector<Pace>> list_paces(const store::Reader& db, calendar::Date from);

struct Punctuality {
    std::int64_t decided = 0;
    std::int64_t promise_late = 0;  // past the promise, within the law
    std::int64_t legal_late = 0;
};
base::Result<Punctuality> count_punctuality(const store::Reader& db, calendar::Date from);
// Matters on their way whose period has passed: by the law, or by the promise only.
base::Result<Punctuality> count_overdue(const store::Reader& db, calendar::Instant now);

}  // namespace services
