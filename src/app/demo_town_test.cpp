// The demonstration county is whole whatever day its story ends on, and says so where it cannot be.

#include "app/demo.h"

#include "town.h"

namespace app {
namespace {

TEST(TheDemonstration, OpensWithItsGuidesAndIsWholeOnThatDay) {
    auto files = web::disk_files(".", SUNROOM_SPRITE_PATH);
    ASSERT_TRUE(files.ok());
    const calendar::Date opening = demo_opening(*files.value());
    EXPECT_EQ(opening, calendar::Date::of(2024, 11, 1));
    Town town(&try_process,
              "2024-11-01T08:00:00+08:00");  // loads the county and fails on whatever is refused
    const auto catalogue = town.node().catalogue().current();
    for (const char* id : {"publication", "major-decision", "permit", "disclosure-request"})
        EXPECT_NE(catalogue->find_process(id), nullptr) << id;
    EXPECT_GE(catalogue->items.size() + catalogue->inside.size(), 210u);
}

TEST(TheDemonstration, BeginsNoEarlierThanTheCountyAndRefusesADayTooEarly) {
    auto files = web::disk_files(".", SUNROOM_SPRITE_PATH);
    ASSERT_TRUE(files.ok());
    const auto days_until = [&](const char* size, calendar::Date until) {
        const auto fitted = demo_size_until(*files.value(), demo_size(size).value(), until);
        return fitted.ok() ? fitted.value().days : -1;
    };
    EXPECT_EQ(days_until("S", calendar::Date::of(2026, 12, 1)), 730) << "two years, as before";
    // Two years back from here is before the county opened: it begins a week after its opening.
    EXPECT_EQ(days_until("S", calendar::Date::of(2026, 6, 30)),
              calendar::Date::of(2026, 6, 30).days - calendar::Date::of(2024, 11, 8).days);
    EXPECT_EQ(days_until("S", calendar::Date::of(2025, 4, 16)), -1);
    EXPECT_EQ(days_until("S", calendar::Date::of(2025, 4, 17)), 160);
    EXPECT_EQ(days_until("none", calendar::Date::of(2024, 11, 9)), 1);
    EXPECT_EQ(days_until("none", calendar::Date::of(2024, 11, 8)), -1);
}

}  // namespace
}  // namespace app
