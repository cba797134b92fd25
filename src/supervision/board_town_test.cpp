// A year of the town seen by those who look on: board, list of what is late, the screen in the hall.

#include "app/demo.h"
#include "app/house.h"

#include "town.h"
#include "visitor.h"

namespace supervision {
namespace {

using web::holds;
using web::Visitor;

TEST(TheBoard, ShowsTheTownToWhoeverMayLookAndTheHallToEverybody) {
    Town town;
    const auto house = app::House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    const auto catalogue = town.node().catalogue().current();
    const catalog::ServiceItem* item = nullptr;
    for (const auto& [code, one] : catalogue->items) {
        if (one->process == "permit" && one->status == 1 && one->promise_days < one->legal_days)
            item = one.get();
    }
    ASSERT_NE(item, nullptr);
    const std::string number = town.file(item->code);
    const auto window = town.official("window", "029");
    ASSERT_TRUE(town.step(window, number, choose("check", "accept")).ok());
    const auto due = town.matter(number).promise_due;
    town.at(due.plus(1).iso() + "T10:00:00+08:00");

    Visitor visitor(house.value()->site());
    const auto wall = visitor.get("/wall/hall");
    EXPECT_EQ(wall.status, 200);
    EXPECT_EQ(wall.header("Refresh"), "30");
    EXPECT_TRUE(holds(wall, item->name));
    EXPECT_FALSE(holds(wall, "李")) << "no person stands on the wall";
    EXPECT_FALSE(holds(wall, number));
    EXPECT_EQ(visitor.get("/board").status, 303) << "the board asks for a sign-in";

    visitor.come_in(town.official("handler", item->body).person);
    EXPECT_EQ(visitor.get("/board").status, 403);
    visitor.come_in(town.official("supervisor", "029").person);
    const auto board = visitor.get("/board");
    EXPECT_EQ(board.status, 200);
    EXPECT_TRUE(holds(board, "超承诺"));
    EXPECT_TRUE(holds(board, "还没有说明")) << "nobody has said why yet";
    EXPECT_TRUE(holds(board, "<svg class=\"wide\""));
    EXPECT_TRUE(holds(visitor.get("/board/late?cause=over_promise"), item->name));
    EXPECT_FALSE(holds(visitor.get("/board/late?cause=over_statutory"), number));
    EXPECT_FALSE(holds(visitor.get("/board/late?state=closed_late"), number));
    EXPECT_TRUE(holds(visitor.get("/board/late.csv"), number));
    EXPECT_EQ(visitor.get("/board?lang=en").status, 200);

    const auto handler = town.official("handler", item->body);
    const auto advise = choose("review", "advise", {{"opinion", "符合条件"}});
    ASSERT_TRUE(town.step(handler, number, advise).ok());
    const auto grant = choose("decide", "grant", {{"overdue_reason", "等待外县回函"}});
    ASSERT_TRUE(town.step(town.official("head", item->body), number, grant).ok());
    const auto closed = visitor.get("/board/late?state=closed_late");
    EXPECT_TRUE(holds(closed, "等待外县回函")) << "the reason is beside the lateness";
    town.expect_books_agree();
}

}  // namespace
}  // namespace supervision
