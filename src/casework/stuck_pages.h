#pragma once
// The group of a senior's desk with what is stuck below: what, since when, at whom, why.

#include "casework/stuck.h"
#include "casework/wording_pages.h"

namespace casework {

struct StuckLine {
    std::string item, number_shown, url, step, where, since, idle, why;
    bool is_vacant = false;
    void fields(auto& visit) {
        visit("item", item), visit("number_shown", number_shown), visit("url", url), visit("step", step);
        visit("where", where), visit("since", since), visit("idle", idle), visit("why", why);
        visit("is_vacant", is_vacant);
    }
};
struct StuckGroup {
    std::string stuck_count, stuck_url, stuck_basis;
    std::vector<StuckLine> stuck;
    void fields(auto& visit) {
        visit("stuck_count", stuck_count), visit("stuck_url", stuck_url), visit("stuck_basis", stuck_basis);
        visit("stuck", stuck);
    }
};
inline constexpr int kStuckShown = 5;  // on the desk itself; the rest behind a link

// Empty for whoever holds no senior post. `total` is how many there are altogether.
base::Result<StuckGroup> stuck_group(const Teller& teller, int offset, int limit, std::int64_t& total);

}  // namespace casework
