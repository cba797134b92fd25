#pragma once
// 滞留 (stuck): a step that nobody moved for longer than the county allows, or whose post nobody fills today,
// lies also with a senior post (counties/<name>/escalation.json). Worked out when asked, from the open steps
// and the roster of the day: no timer has to run for it to be true, and nothing is stored.

#include "casework/case_store.h"
#include "catalog/catalogue.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

// Where a step lies: a role of a body. A vote lies with its holder: role kHolderDesk, office p12.
struct Seat {
    std::string body, role, office;
    auto operator<=>(const Seat&) const = default;
};

// What of one seat has come to the reader: whatever nobody moved since `before`.
struct StuckShare {
    Seat seat;
    bool vacant = false;       // nobody fills the post today
    int working_days = 0;      // the limit; 0: at once
    calendar::Instant before;  // idle from an earlier moment
};
struct StuckRow {
    DeskRow row;
    Seat seat;
    bool vacant = false;
    int working_days = 0;
    calendar::Instant idle_from;  // opened or claimed last, or when what it had to wait for was over
};

// The shares of whoever reads, by the senior posts he holds today or stands in for. `hall`: the body of the
// hall.
base::Result<std::vector<StuckShare>>
stuck_shares(const identity::Reading& reading, const catalog::Catalogue& catalogue, std::string_view hall);
base::Result<std::int64_t> count_stuck(const store::Reader& db, const std::vector<StuckShare>& shares);
// The longest idle first.
base::Result<std::vector<StuckRow>> list_stuck(const store::Reader& db, const std::vector<StuckShare>& shares,
                                               int offset, int limit);

// Whoever fills the seat today; for a vote, its holder.
base::Result<bool> is_filled(const store::Reader& db, const Seat& seat, Date today);
// Seats with open steps, of one body or ("") of all.
base::Result<std::vector<Seat>> list_seats(const store::Reader& db, std::string_view body);

}  // namespace casework
