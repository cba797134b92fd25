#pragma once
// The pages of those who look on: the board, what is late and why, the screen in the hall. They ask and show;
// supervision changes nothing here. The screen is public and names bodies and items, never a person.

#include "casework/happening.h"
#include "web/site.h"

#include <array>
#include <functional>
#include <vector>

namespace supervision {

// Active ratings of a span of days by level, [1] very bad to [5] very good. Services keeps them; whoever
// wires the modules hands the question over, since neither room includes the other.
using RatingsAsked = std::function<base::Result<std::array<std::int64_t, 6>>(
    const store::Reader&, calendar::Date from, calendar::Date to)>;

// What the pages lean on. It outlives the site.
struct BoardPages {
    web::Site& site;
    const casework::Practice& practice;
    RatingsAsked ratings;  // empty: the ratings are left out
    casework::Wordings wordings;
    casework::Bench bench() const { return {practice, wordings}; }
};

void add_supervision_pages(web::Site& site);
std::vector<web::Route>
supervision_routes(const BoardPages& pages);  // the routes keep a reference to `pages`

}  // namespace supervision
