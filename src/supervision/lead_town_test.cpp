// A complaint about enforcement comes to supervision by itself, and a supervisor says what came of it.

#include "app/house.h"
#include "supervision/lead.h"

#include "town.h"
#include "visitor.h"

namespace supervision {
namespace {

using web::holds;
using web::Visitor;

TEST(ALead, IsOpenedByAComplaintInTheSameActAndClosedWithWhatWasFound) {
    Town town;
    const auto house = app::House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    const std::string number = town.file("qx-008-08");
    const auto leads = town.node().registrar().read<std::vector<LeadLine>>(
        identity::nobody(),
        [&](const identity::Reading& reading) { return list_leads(reading.db, LeadState::Open, 0, 10); });
    ASSERT_TRUE(leads.ok());
    ASSERT_EQ(leads.value().size(), 1u);
    const LeadLine& lead = leads.value().front();
    EXPECT_EQ(lead.number, number);
    EXPECT_EQ(lead.cause, "filed");
    EXPECT_EQ(lead.opened.seconds(), town.matter(number).filed.seconds());
    EXPECT_TRUE(lead.lead.ends_with("-00001")) << lead.lead;

    Visitor visitor(house.value()->site());
    EXPECT_EQ(visitor.get("/board/leads").status, 303);
    visitor.come_in(town.official("handler", "008").person);
    EXPECT_EQ(visitor.get("/board/leads").status, 403);
    const std::string close = "/board/leads/" + lead.lead + "/close";
    EXPECT_EQ(visitor.post(close, "how=unfounded&reason=seen%20on%20film").status, 403);
    visitor.come_in(town.official("supervisor", "029").person);
    const auto list = visitor.get("/board/leads");
    EXPECT_TRUE(holds(list, lead.lead));
    EXPECT_TRUE(holds(list, "/desk/matters/" + number));
    EXPECT_EQ(visitor.post(close, "how=hushed_up&reason=seen%20on%20film").status, 422);
    EXPECT_EQ(visitor.post(close, "how=unfounded&reason=").status, 422);
    EXPECT_EQ(visitor.post("/board/leads/2026-99999/close", "how=unfounded&reason=seen%20on%20film").status,
              404);
    EXPECT_EQ(visitor.post(close, "how=unfounded&reason=seen%20on%20film").status, 303);
    EXPECT_FALSE(holds(visitor.get("/board/leads"), lead.lead));
    const auto closed = visitor.get("/board/leads?state=closed");
    EXPECT_TRUE(holds(closed, lead.lead));
    EXPECT_TRUE(holds(closed, "seen on film"));
    EXPECT_EQ(visitor.post(close, "how=founded&reason=on%20second%20thought").status, 409);
    town.expect_books_agree();
}

}  // namespace
}  // namespace supervision
