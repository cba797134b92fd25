#pragma once
// 好差评: one rating a matter, by its applicant, within 90 days of the end. Active ratings only; no default
// is ever counted.

#include "casework/practice.h"
#include "identity/act.h"
#include "identity/person.h"

#include <optional>
#include <string>
#include <vector>

namespace services {

inline constexpr int kLevelBest = 5;
inline constexpr int kLevelWorst = 1;
inline constexpr int kLevelBad = 2;  // 1 and 2 are 差评

struct NewRating {
    int level = 0;
    std::vector<std::string> tags;
    std::string words;  // ≤ 500 characters; sealed
    std::string channel = "web";
};
enum class RatedBefore { No, Yes };
// May this matter be rated now? Conflict rating.too_early, rating.too_late, rating.given_before.
base::Result<> decide_rating(const casework::MatterRow& matter, RatedBefore before, const NewRating& rating,
                             calendar::Instant now);
// The caller has proved to be the applicant (account, or number and 查询码). What the matter's process names
// for a bad rating begins with it.
base::Result<> rate(identity::Act& act, const casework::Practice& practice, std::string_view number,
                    const NewRating& rating);

struct RatingLine {
    int level = 0;
    calendar::Instant at;
};
base::Result<std::optional<RatingLine>> find_rating(const store::Reader& db, std::string_view number);

// Active ratings in a span of days, by level [1]…[5].
struct RatingCounts {
    std::int64_t by_level[kLevelBest + 1] = {};
    std::int64_t all() const { return by_level[1] + by_level[2] + by_level[3] + by_level[4] + by_level[5]; }
    std::int64_t good() const { return by_level[3] + by_level[4] + by_level[5]; }
};
base::Result<RatingCounts> count_ratings(const store::Reader& db, calendar::Date from, calendar::Date to);

std::vector<ledger::EventRow> services_events();
std::vector<ledger::ProjectionRow> services_projections(std::string_view tables);
std::vector<identity::RightRow> services_rights();

}  // namespace services
