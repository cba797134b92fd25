// A bad rating and what follows from it: its repair begins in the same act, linked both ways, and whoever
// rated follows it from his own matter.

#include "app/house.h"
#include "casework/happening.h"
#include "services/rating.h"

#include "town.h"
#include "visitor.h"

namespace services {
namespace {

using web::holds;
using web::Visitor;

class Rated : public testing::Test {
protected:
    // A permit decided and handed over, rated with this level.
    std::string rated(int level) {
        const catalog::ServiceItem* item = nullptr;
        for (const auto& [code, one] : town.node().catalogue().current()->items)
            if (one->process == "permit" && one->status == 1) item = one.get();
        CHECK(item != nullptr);
        office = item->body;
        const std::string number = town.file(item->code);
        const auto window = town.official("window", "029");
        EXPECT_TRUE(town.step(window, number, choose("check", "accept")).ok());
        const auto advise = choose("review", "advise", {{"opinion", "符合条件"}});
        EXPECT_TRUE(town.step(town.official("handler", office), number, advise).ok());
        EXPECT_TRUE(town.step(town.official("head", office), number, choose("decide", "grant")).ok());
        NewRating rating;
        rating.level = level;
        rating.tags = {"trips"};
        rating.words = "多跑了三趟";
        const auto given = town.perform<base::Done>(identity::nobody(), [&](identity::Act& act) {
            return rate(act, town.node().practice(), number, rating);
        });
        EXPECT_TRUE(given.ok());
        return number;
    }
    std::vector<std::string> begun(const std::string& number) {
        return town.node()
            .registrar()
            .read<std::vector<std::string>>(
                identity::nobody(),
                [&](const identity::Reading& reading) { return casework::list_begun(reading.db, number); })
            .value();
    }
    Town town;
    std::string office;
};

TEST_F(Rated, BadlyBeginsItsRepairInTheSameActLinkedBothWays) {
    const std::string number = rated(1);
    const auto repairs = begun(number);
    ASSERT_EQ(repairs.size(), 1u);
    const casework::MatterRow repair = town.matter(repairs.front());
    EXPECT_EQ(repair.process, "bad-rating@1");
    EXPECT_EQ(repair.parent, number);
    EXPECT_EQ(repair.parent_cause, "rated_bad");
    EXPECT_FALSE(repair.is_part());
    EXPECT_EQ(repair.office, "029");
    EXPECT_EQ(repair.filed.seconds(), town.matter(number).decided.seconds()) << "no time went by in between";
    const auto supervisor = town.official("supervisor", "029");
    const auto desk = town.node().registrar().read<std::string>(
        supervisor, [&](const identity::Reading& reading) -> base::Result<std::string> {
            std::string told;
            for (const auto& row : TRY(casework::list_open_steps(reading.db, repair.number)))
                told += row.step + " " + row.role + "@" + row.office;
            for (const auto& [question, answer] : TRY(casework::answers_of(reading, repair)))
                told += " " + question + "=" + answer;
            return told;
        });
    EXPECT_EQ(desk.value(), "verify supervisor@029 matter=" + number + " level=1 words=多跑了三趟");
    casework::StepChoice justified = choose("verify", "justified", {{"findings", "属实"}});
    justified.facts = {{"unit", office}, {"cause", "papers"}};
    ASSERT_TRUE(town.step(supervisor, repair.number, justified).ok());
    EXPECT_EQ(town.matter(number).ended, false) << "what began by itself ends nothing of the other";
    town.expect_books_agree();
}

TEST_F(Rated, WellOrFairlyBeginsNothing) {
    EXPECT_TRUE(begun(rated(3)).empty());
}

TEST_F(Rated, IsFollowedFromTheMatterAndFromTheDesk) {
    const auto house = app::House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    const std::string number = rated(2);
    const std::string repair = begun(number).front();
    Visitor visitor(house.value()->site());
    EXPECT_EQ(visitor.get("/matters/" + repair).status, 303) << "nobody has proved anything";
    const std::string code =
        town.node()
            .registrar()
            .read<std::string>(identity::nobody(),
                               [&](const identity::Reading& reading) -> base::Result<std::string> {
                                   return casework::inquiry_code(reading, number);
                               })
            .value();
    const auto proved = visitor.post("/track", "number=" + number + "&code=" + code);
    ASSERT_EQ(proved.status, 303);
    for (const auto& [header, value] : proved.headers) {
        if (header != "Set-Cookie") continue;
        visitor.cookies += (visitor.cookies.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    }
    const auto tracker = visitor.get("/matters/" + number);
    EXPECT_TRUE(holds(tracker, "因本件发起"));
    EXPECT_TRUE(holds(tracker, "/matters/" + repair));
    EXPECT_TRUE(holds(tracker, "差评核实整改"));
    const auto followed = visitor.get("/matters/" + repair);
    EXPECT_EQ(followed.status, 200) << "number and code of the rated matter open what began out of it";
    EXPECT_TRUE(holds(followed, "/matters/" + number));
    EXPECT_TRUE(holds(visitor.get("/matters/" + number + "/rate"), "已经转为差评核实整改"));
    Visitor other(house.value()->site());
    EXPECT_EQ(other.get("/matters/" + repair).status, 303) << "another browser does not";
    other.come_in(town.official("supervisor", "029").person);
    EXPECT_TRUE(holds(other.get("/desk/matters/" + number), "由本件自动发起"));
    const auto desk = other.get("/desk/matters/" + repair);
    EXPECT_TRUE(holds(desk, "由该件自动发起本件"));
    EXPECT_TRUE(holds(desk, "多跑了三趟"));
}

}  // namespace
}  // namespace services
