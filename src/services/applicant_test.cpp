// Who passes for the applicant of a matter, and who does not.
#include "services/applicant_pages.h"
#include "services/limits.h"

#include <gtest/gtest.h>

namespace services {

namespace {

constexpr std::string_view kNumber = "99992101220260302000179";
constexpr std::string_view kOther = "99992101220260302000187";

struct Door {
    store::Keys keys = store::Keys::from_master(std::string(32, 'k'), "intl").value();
    calendar::Instant now = calendar::Instant::parse("2026-03-02T09:00:00+08:00").value();
    std::string grant = make_grant(keys, {"browser-one", kNumber}, now);
};

}  // namespace

TEST(Applicant, TheBrowserThatGaveTheCodePassesForHalfAnHour) {
    const Door door;
    EXPECT_TRUE(grant_holds(door.keys, {"browser-one", kNumber}, door.grant, door.now));
    const auto last = door.now.plus_seconds(60 * kTrackerGrantMinutes - 1);
    EXPECT_TRUE(grant_holds(door.keys, {"browser-one", kNumber}, door.grant, last));
    EXPECT_FALSE(grant_holds(door.keys, {"browser-one", kNumber}, door.grant, last.plus_seconds(1)));
}

TEST(Applicant, AGrantIsGoodForOneNumberAndOneBrowserOnly) {
    const Door door;
    EXPECT_FALSE(grant_holds(door.keys, {"browser-one", kOther}, door.grant, door.now));
    EXPECT_FALSE(grant_holds(door.keys, {"browser-two", kNumber}, door.grant, door.now));
    EXPECT_FALSE(
        grant_holds(door.keys, {"", kNumber}, make_grant(door.keys, {"", kNumber}, door.now), door.now));
}

TEST(Applicant, AForgedGrantIsRefused) {
    const Door door;
    for (std::size_t i = 0; i < door.grant.size(); ++i) {
        std::string forged = door.grant;
        forged[i] = forged[i] == '1' ? '2' : '1';
        EXPECT_FALSE(grant_holds(door.keys, {"browser-one", kNumber}, forged, door.now)) << "character " << i;
    }
    const auto other = store::Keys::from_master(std::string(32, 'x'), "intl").value();
    EXPECT_FALSE(grant_holds(other, {"browser-one", kNumber}, door.grant, door.now));
    for (const std::string_view nothing : {"", ".", "1.", "99999999999", "99999999999.00"}) {
        EXPECT_FALSE(grant_holds(door.keys, {"browser-one", kNumber}, nothing, door.now)) << nothing;
    }
}

TEST(Applicant, ALaterMomentCannotBeWrittenIntoAGrant) {
    const Door door;
    const std::string later =
        std::to_string(door.now.seconds() + 86400) + door.grant.substr(door.grant.find('.'));
    EXPECT_FALSE(grant_holds(door.keys, {"browser-one", kNumber}, later, door.now));
}

}  // namespace services
