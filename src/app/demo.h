#pragma once
// The demonstration county: 清溪县 with its catalogue and people, and deterministic years of plausible work
// made through the real verbs (mix, delays and hours of services.md 21), up to the moment it is asked for;
// what is on its way then stays open.

#include "app/node.h"
#include "catalog/county_load.h"

#include <functional>
#include <string>

namespace app {

struct DemoSize {
    std::string_view name;  // S M L
    int cases = 0;
    int days = 0;          // before `until`
    int recent_share = 0;  // of ten thousand: how many fall into the last 45 days
};
base::Result<DemoSize> demo_size(std::string_view name);
inline constexpr int kDemoDaysBefore = 7;  // from the opening to the first matter

struct DemoCounts {
    std::int64_t cases = 0, acts = 0, refused = 0, ratings = 0, supplements = 0, late = 0;
};

// The day on which the first guides of the carried county take effect: it opens then, and nothing is filed
// before.
calendar::Date demo_opening(const web::Files& files);
// `size` with no more days than there are from the opening to `until`. Invalid demo.too_early.
base::Result<DemoSize> demo_size_until(const web::Files& files, const DemoSize& size, calendar::Date until);

// Catalogue and people. Conflict demo.not_empty when the node holds matters already.
base::Result<catalog::CountyReport> load_demo_county(Node& node);

// `clock` is the node's clock; it is moved from the first simulated minute to `until`.
struct DemoPlan {
    DemoSize size;
    calendar::Instant until;
    std::uint64_t seed = 20260302;
    std::function<void(int percent)> progress;
};
base::Result<DemoCounts> make_demo_years(Node& node, calendar::MovedClock& clock, const DemoPlan& plan);

}  // namespace app
