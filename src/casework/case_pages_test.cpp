// The staff pages over a whole office: a clerk finds the matter on the desk, takes the step, sees what
// follows, does it; a head decides with the opinions in sight; nothing sealed is shown without a recorded
// reason.

#include "casework/case_events.h"
#include "casework/case_pages.h"

#include "counter.h"

#include <map>

namespace casework {
namespace {

using web::holds;

class StaffPages : public testing::Test {
protected:
    static void SetUpTestSuite() {
        counter_ = std::make_unique<TestCounter>([](web::Site& site, const Practice& practice) {
            pages_.emplace(site, practice);
            add_casework_pages(site);
            site.add_routes(casework_routes(*pages_));
        });
    }
    static void TearDownTestSuite() {
        counter_.reset();
        pages_.reset();
    }
    static std::string steps(const std::string& number, const std::string& step) {
        return "/desk/matters/" + number + "/steps/" + step;
    }
    static void takes(const std::string& number, const std::string& step) {
        EXPECT_EQ(counter_->post(steps(number, step) + "/claim", "x=1").status, 303) << step;
    }
    static http::Response does(const std::string& number, const std::string& step, const std::string& form) {
        return counter_->post(steps(number, step), form);
    }
    static std::string matter_address(const std::string& number) {
        return "href=\"/desk/matters/" + number + "\"";
    }
    static identity::Official window() { return counter_->official("window", "029"); }

    static inline std::unique_ptr<TestCounter> counter_;
    static inline std::optional<CasePages> pages_;
};

TEST_F(StaffPages, AClerkFindsWhatIsDueAndTakesIt) {
    const auto item = counter_->item_of("permit");
    ASSERT_NE(item, nullptr);
    const std::string number = counter_->file(*item);
    EXPECT_EQ(counter_->get("/desk").status, 303) << "a visitor is asked to sign in";
    counter_->come_in(window());
    const auto desk = counter_->get("/desk");
    EXPECT_EQ(desk.status, 200);
    EXPECT_TRUE(holds(desk, item->name)) << desk.body;
    EXPECT_TRUE(holds(desk, "李*")) << "the applicant's name is masked in lists";
    EXPECT_FALSE(holds(desk, "李禾"));
    EXPECT_TRUE(holds(desk, steps(number, "check")));
    EXPECT_TRUE(holds(counter_->get(steps(number, "check")), "/claim"));
    takes(number, "check");
    const auto form = counter_->get(steps(number, "check"));
    EXPECT_TRUE(holds(form, "value=\"accept\"")) << "every outcome of the definition is there";
    EXPECT_TRUE(holds(form, "value=\"ask_to_supplement\""));
    EXPECT_TRUE(holds(form, "name=\"ask." + item->materials.front().id + "\""))
        << "only papers of the guide can be asked for";
    EXPECT_TRUE(holds(form, "承诺期限")) << "what follows is told before the button is pressed";
    EXPECT_TRUE(holds(counter_->get("/desk?lang=en"), "Working days left: 5"));
}

TEST_F(StaffPages, WhatIsMissingIsAskedOnceWithReasons) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    counter_->come_in(window());
    takes(number, "check");
    const std::string material = item->materials.front().id;
    const auto none = does(number, "check", "outcome=ask_to_supplement");
    EXPECT_EQ(none.status, 422);
    EXPECT_TRUE(holds(none, "请至少勾选一份要补的材料"));
    const auto bare = does(number, "check", "outcome=ask_to_supplement&ask." + material + "=yes");
    EXPECT_EQ(bare.status, 422) << "each paper with its reason";
    const std::string whole = "outcome=ask_to_supplement&ask." + material + "=yes&why." + material +
                              "=unclear&say." + material + "=no+stamp";
    const auto preview = counter_->post(steps(number, "check") + "/preview", whole);
    EXPECT_TRUE(holds(preview, "补正材料一次性告知书"));
    EXPECT_TRUE(holds(preview, "no stamp"));
    EXPECT_EQ(does(number, "check", whole).header("Location"), "/desk/matters/" + number);
    const auto matter = counter_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(matter, "正在等申请人办理"));
    const auto letter = counter_->get("/desk/matters/" + number + "/letters/one_time_list");
    EXPECT_TRUE(holds(letter, item->materials.front().name));
    EXPECT_TRUE(holds(letter, "看不清、不完整，no stamp"));
}

TEST_F(StaffPages, WhoExaminedDoesNotDecide) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    counter_->come_in(window());
    takes(number, "check");
    EXPECT_EQ(does(number, "check", "outcome=accept").status, 303);
    counter_->come_in(counter_->official("handler", item->body));
    takes(number, "review");
    EXPECT_EQ(does(number, "review", "outcome=advise").status, 422) << "an opinion is needed";
    EXPECT_EQ(
        does(number, "review", "outcome=advise&advise-opinion=%E7%AC%A6%E5%90%88%E6%9D%A1%E4%BB%B6").status,
        303);
    EXPECT_EQ(counter_->get(steps(number, "decide")).status, 409) << "it lies on the head's desk";
    counter_->come_in(counter_->official("head", item->body));
    EXPECT_TRUE(holds(counter_->get("/desk/matters/" + number), "/steps/extend"))
        << "the head may put the period off";
    takes(number, "decide");
    const auto decide = counter_->get(steps(number, "decide"));
    EXPECT_TRUE(holds(decide, "符合条件")) << "the opinion is in sight";
    EXPECT_TRUE(holds(decide, "value=\"grant\""));
    EXPECT_EQ(does(number, "decide", "outcome=refuse").status, 422) << "许可法 38: a refusal has its reasons";
    EXPECT_EQ(does(number, "decide", "outcome=grant").status, 303);
    counter_->come_in(window());
    takes(number, "deliver");
    const auto deliver = counter_->get(steps(number, "deliver"));
    EXPECT_TRUE(holds(deliver, "准予行政许可决定书"));
    const std::string by_hand =
        "outcome=delivered&channel=window&window-receiver=A&window-receiver_relation=self";
    EXPECT_EQ(does(number, "deliver", by_hand).status, 422) << "the receiver's card is looked at";
    EXPECT_EQ(does(number, "deliver", by_hand + "&identity_checked.window=yes").status, 303);
    const auto matter = counter_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(matter, "准予许可"));
    EXPECT_TRUE(holds(counter_->get("/desk/mine"), item->name));
}

TEST_F(StaffPages, SealedDetailsAreOpenedForAStatedReasonAndTheOpeningIsKept) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item, "欧阳青禾");
    const std::string page = "/desk/matters/" + number;
    counter_->come_in(window());
    EXPECT_FALSE(holds(counter_->get(page), "11010519491231002X"));
    EXPECT_TRUE(holds(counter_->get(page), "138****0000"));
    EXPECT_EQ(counter_->post(page + "/reveal", "reason=").status, 422);
    EXPECT_EQ(
        counter_->post(page + "/reveal", "reason=%E7%94%B5%E8%AF%9D%E9%80%9A%E7%9F%A5").header("Location"),
        page);
    const auto opened = counter_->get(page);
    EXPECT_TRUE(holds(opened, "11010519491231002X"));
    EXPECT_TRUE(holds(opened, "查看了申请人的完整信息")) << "the applicant can see who looked";
    counter_->come_in(counter_->official("window", "029", 1));
    EXPECT_FALSE(holds(counter_->get(page), "11010519491231002X")) << "the reason was the other clerk's";
    EXPECT_TRUE(holds(counter_->get(page + "/files/1"), "会记入办件记录"));
    EXPECT_EQ(counter_->post(page + "/files/1", "x=1").status, 303);
    EXPECT_EQ(counter_->get(page + "/files/1").header("Content-Type"), "application/pdf");
    EXPECT_EQ(counter_->get(page + "/files/999").status, 404);
    const std::string other = item->body == "012" ? "018" : "012";
    counter_->come_in(counter_->official("handler", other));
    EXPECT_EQ(counter_->get(page).status, 403) << "another body has no business here";
}

TEST_F(StaffPages, BodiesAnswerSideBySideAndAProcedureStopsThePeriod) {
    const auto item = counter_->item_of("permit-joint");
    ASSERT_NE(item, nullptr);
    const std::string number = counter_->file(*item);
    counter_->come_in(window());
    takes(number, "check");
    EXPECT_EQ(does(number, "check", "outcome=accept").status, 303);
    counter_->come_in(counter_->official("handler", item->joint.front().body));
    const std::string own = "members/" + item->joint.front().body;
    takes(number, own);
    EXPECT_EQ(does(number, own, "outcome=agree&agree-opinion=ok").status, 303);
    counter_->come_in(counter_->official("lead", item->body));
    const auto matter = counter_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(matter, "class=\"members\""));
    counter_->come_in(counter_->official("handler", item->body));
    const auto pause = counter_->get(steps(number, "pause"));
    EXPECT_TRUE(holds(pause, "value=\"hearing\""));
    EXPECT_EQ(counter_->post(steps(number, "pause"), "outcome=hearing&hearing-reasons=asked").status, 422)
        << "its end is told";
    EXPECT_EQ(counter_
                  ->post(steps(number, "pause"),
                         "outcome=hearing&hearing-reasons=asked&hearing-planned_end=2026-03-20")
                  .status,
              303);
    EXPECT_TRUE(holds(counter_->get("/desk/matters/" + number), "依法暂停"));
}

TEST_F(StaffPages, SearchFindsByNumberByNameAndByWordsOfTheItem) {
    const auto item = counter_->item_of("permit-instant");
    const std::string number = counter_->file(*item, "司马春晓");
    counter_->come_in(window());
    EXPECT_TRUE(holds(counter_->get("/desk?q=" + number), number));
    EXPECT_TRUE(holds(counter_->get("/desk?q=%E5%8F%B8%E9%A9%AC%E6%98%A5%E6%99%93"), number));
    EXPECT_FALSE(holds(counter_->get("/desk?q=%E5%8F%B8%E9%A9%AC"), number)) << "part of a name finds nobody";
}

TEST_F(StaffPages, TheDayIsShownAndTheListIsATable) {
    counter_->come_in(window());
    const auto overview = counter_->get("/overview");
    EXPECT_EQ(overview.status, 200);
    EXPECT_TRUE(holds(overview, "<svg class=\"wide\""));
    const auto csv = counter_->get("/desk.csv");
    EXPECT_TRUE(csv.header("Content-Type").starts_with("text/csv"));
    EXPECT_EQ(counter_->get("/overview?lang=en&scope=own").status, 200);
}

TEST_F(StaffPages, TheApiDoesWhatThePagesDo) {
    const auto item = counter_->item_of("permit-instant");
    const std::string number = counter_->file(*item);
    const std::string address = "/api/matters/" + number;
    EXPECT_EQ(counter_->call(http::Method::Get, address).status, 200);
    EXPECT_TRUE(holds(counter_->call(http::Method::Get, address), R"("outcome":"accept")"));
    EXPECT_TRUE(holds(counter_->call(http::Method::Get, "/api/matters?number=" + number), number));
    EXPECT_EQ(counter_->call(http::Method::Post, address + "/steps/check/claim").status, 200);
    const auto refused =
        counter_->call(http::Method::Post, address + "/steps/check", R"({"outcome":"nothing"})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
    const auto done = counter_->call(http::Method::Post, address + "/steps/check", R"({"outcome":"accept"})");
    EXPECT_EQ(done.status, 200);
    EXPECT_TRUE(holds(done, R"("step":"decide")")) << done.body;
}

TEST_F(StaffPages, TheMostUrgentComesFirstAndEachLampHasItsOwnList) {
    const auto item = counter_->item_of("permit-instant");
    const auto begin = counter_->office().clock.now();
    const std::string early = counter_->file(*item, "早");
    counter_->office().clock.move_to(begin.plus_seconds(2 * 24 * 3600));
    const std::string later = counter_->file(*item, "晚");
    counter_->come_in(window());
    const auto both = counter_->get("/desk?size=50");
    ASSERT_TRUE(holds(both, "row-normal"));
    EXPECT_LT(both.body.find(matter_address(early)), both.body.find(matter_address(later)));
    counter_->office().clock.move_to(begin.plus_seconds(7 * 24 * 3600 + 3600));
    counter_->come_in(window());
    EXPECT_TRUE(holds(counter_->get("/desk?lamp=warn&size=50"), matter_address(early))) << "due today";
    EXPECT_TRUE(holds(counter_->get("/desk?lamp=normal&size=50"), matter_address(later)));
    EXPECT_FALSE(holds(counter_->get("/desk?lamp=normal&size=50"), matter_address(early)));
    EXPECT_EQ(counter_->get("/desk?lamp=purple&size=17&page=-3").status, 200) << "whatever is typed";
    counter_->office().clock.move_to(begin);
}

}  // namespace
}  // namespace casework
