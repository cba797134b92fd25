// People and roles through the pages: who sees whom, who may give what, and that a post with nobody there is
// seen by whoever looks after it.

#include "app/house.h"

#include "town.h"
#include "visitor.h"

namespace casework {
namespace {

using web::holds;
using web::Visitor;

class People : public testing::Test {
protected:
    People() : house_(std::move(app::House::open(town_.node(), "https://qingxi.example")).value()) {}
    ~People() override { town_.expect_books_agree(); }

    // Somebody who is signed in.
    struct Signed : Visitor {
        Signed(web::Site& site, const identity::Actor& actor) : Visitor(site) { come_in(actor.person); }
    };
    Signed as(const identity::Actor& actor) { return Signed(house_->site(), actor); }
    static std::string url(const identity::Actor& actor) {
        return "/staff/" + std::to_string(actor.person.number());
    }
    static std::string number(const identity::Actor& actor) { return std::to_string(actor.person.number()); }
    std::string day(int from_today) { return town_.clock().now().date().plus(from_today).iso(); }

    Town town_;
    std::unique_ptr<app::House> house_;
};

TEST_F(People, AreSeenByTheirColleaguesAndLookedAfterByTheirHead) {
    const auto head = town_.official("head", "012");
    const auto handler = town_.official("handler", "012");
    const auto stranger = town_.official("handler", "013");
    Signed colleague = as(handler);
    EXPECT_EQ(colleague.get("/staff").status, 200);
    EXPECT_TRUE(holds(colleague.get("/staff"), head.name));
    EXPECT_FALSE(holds(colleague.get("/staff?body=013"), stranger.name)) << "another body is not one's own";
    EXPECT_EQ(colleague.get(url(stranger)).status, 403);
    EXPECT_EQ(colleague.get(url(head)).status, 200);
    EXPECT_EQ(colleague.post(url(head) + "/presence", "do=away").status, 403);
    EXPECT_EQ(colleague.get("/staff/add").status, 403);
    Signed chief = as(head);
    EXPECT_TRUE(holds(chief.get(url(handler)), "标记不在岗"));
    EXPECT_FALSE(holds(chief.get(url(handler)), "确认任用")) << "roles are the manager's";
    EXPECT_EQ(chief.post(url(handler) + "/presence", "do=away").status, 303);
    EXPECT_TRUE(holds(chief.get("/staff?body=012"), "不在岗，由"));
    EXPECT_EQ(chief.post(url(stranger) + "/presence", "do=away").status, 403);
    EXPECT_EQ(chief.get("/staff?lang=en").status, 200);
}

TEST_F(People, HandTheirPostOverForSomeDaysAndTakeItBack) {
    const auto head = town_.official("head", "012");
    const auto deputy = town_.official("handler", "012");
    Signed chief = as(head);
    const auto wish = [&](int from, int until, const std::string& reason) {
        return "deputy=" + number(deputy) + "&from=" + day(from) + "&until=" + day(until) +
               "&reason=" + reason;
    };
    const auto refused = chief.post(url(head) + "/delegations", wish(3, 1, "%E5%B9%B4%E5%81%87"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(holds(refused, "结束日期早于开始日期"));
    EXPECT_TRUE(holds(refused, day(3))) << "what was typed stands";
    EXPECT_EQ(chief.post(url(head) + "/delegations", wish(0, 1, "")).status, 422);
    ASSERT_EQ(chief.post(url(head) + "/delegations", wish(0, 1, "%E5%B9%B4%E5%81%87")).status, 303);
    EXPECT_TRUE(holds(chief.get(url(head)), "年假"));
    EXPECT_TRUE(holds(chief.get("/desk/me"), "由" + deputy.name + "代办至"));
    EXPECT_TRUE(holds(as(deputy).get("/desk/me"), "代" + head.name));
    EXPECT_EQ(chief.post(url(head) + "/delegations/1/end", "").status, 303);
    EXPECT_TRUE(holds(chief.get(url(head)), "已收回"));
    EXPECT_FALSE(holds(as(deputy).get("/desk/me"), "代" + head.name));
}

TEST_F(People, AreEnteredGivenRolesAndALinkByTheAdministrator) {
    Signed admin = as(town_.official("admin", ""));
    const auto faulty =
        admin.post("/staff/add", "name=%E6%9D%8E%E7%87%95&login=x&body=012&post=&role=handler");
    EXPECT_EQ(faulty.status, 422);
    EXPECT_TRUE(holds(faulty, "errsum"));
    const auto entered = admin.post(
        "/staff/add", "name=%E6%9D%8E%E7%87%95&login=liyan2&body=012&post=%E7%A7%91%E5%91%98&role=handler");
    ASSERT_EQ(entered.status, 303);
    const std::string person(entered.header("Location"));
    EXPECT_TRUE(holds(admin.get(person), "liyan2"));
    EXPECT_EQ(admin.post(person + "/roles", "role=head&body=012").status, 303);
    const auto twice = admin.post(person + "/roles", "role=head&body=012");
    EXPECT_EQ(twice.status, 409);
    EXPECT_TRUE(holds(twice, "已经有这个角色"));
    EXPECT_EQ(admin.post(person + "/roles/end", "role=head&body=012").status, 303);
    const auto link = admin.post(person + "/link", "");
    EXPECT_EQ(link.status, 200);
    EXPECT_TRUE(holds(link, "https://qingxi.example/enter/"));
    EXPECT_FALSE(holds(admin.get(person), "/enter/")) << "shown once";
    const auto self = town_.official("admin", "");
    EXPECT_EQ(admin.post(url(self) + "/roles", "role=head&body=012").status, 409);
    EXPECT_EQ(admin.get("/staff?lang=en").status, 200);
}

TEST_F(People, APostWithNobodyThereIsSeenByWhoeverLooksAfterIt) {
    const auto lead = town_.official("lead", "012");  // the only one
    Signed admin = as(town_.official("admin", ""));
    EXPECT_FALSE(holds(admin.get("/staff?body=012"), "无人在岗的岗位"));
    auto deputy = town_.official("handler", "012");
    if (deputy.person == lead.person) deputy = town_.official("handler", "012", 1);
    const auto other = town_.official("head", "012");
    const auto hand_over = [&](const identity::Actor& who, const identity::Actor& to) {
        return admin
            .post(url(who) + "/delegations", "deputy=" + number(to) + "&from=" + day(0) + "&until=" + day(1) +
                                                 "&reason=%E5%B9%B4%E5%81%87")
            .status;
    };
    ASSERT_EQ(hand_over(lead, deputy), 303);
    EXPECT_EQ(hand_over(deputy, other), 409) << "who stands in stays";
    EXPECT_FALSE(holds(admin.get("/staff?body=012"), "无人在岗的岗位"));
    EXPECT_EQ(admin.post(url(deputy) + "/presence", "do=away").status, 409) << "nor with the B away";
    ASSERT_EQ(admin.post(url(deputy) + "/backup", "backup=" + number(other)).status, 303);
    ASSERT_EQ(admin.post(url(deputy) + "/presence", "do=away").status, 303);
    EXPECT_TRUE(holds(admin.get("/staff?body=012"), "无人在岗的岗位"));
    EXPECT_TRUE(holds(admin.get(url(lead)), "代办人" + deputy.name + "也不在"));
}

TEST_F(People, ChangeTheirPasswordAndSignOutElsewhere) {
    const auto clerk = town_.official("window", "029");
    Signed here = as(clerk);
    Signed there = as(clerk);
    EXPECT_TRUE(holds(here.get("/desk/me"), "设置密码")) << "came by a link, has none";
    const auto plain = here.post("/desk/me/password", "password=aaaaaaaaaa&password_again=aaaaaaaaaa");
    EXPECT_EQ(plain.status, 422);
    EXPECT_TRUE(holds(plain, "至少用三类"));
    ASSERT_EQ(here.post("/desk/me/password", "password=Qingxi-2026a&password_again=Qingxi-2026a").status,
              303);
    EXPECT_EQ(here.get("/desk/me").status, 200);
    EXPECT_EQ(there.get("/desk/me").status, 303) << "the other sign-in has ended";
    const auto wrong =
        here.post("/desk/me/password", "current=guess&password=Qingxi-2026b&password_again=Qingxi-2026b");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(holds(wrong, "现在的密码不对"));
    EXPECT_EQ(here.post("/desk/me/password",
                        "current=Qingxi-2026a&password=Qingxi-2026b&password_again=Qingxi-2026b")
                  .status,
              303);
    EXPECT_EQ(here.get("/desk/me?lang=en").status, 200);
}

}  // namespace
}  // namespace casework
