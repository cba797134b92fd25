// Documents from draft to page: what is published is what was reviewed, by as many persons as the process
// asks for; editions, withdrawals and what is not open keep their record.

#include "app/house.h"
#include "crypto/digest.h"
#include "disclosure/document_verbs.h"

#include "published.h"
#include "visitor.h"

namespace disclosure {
namespace {

using web::holds;
using web::Visitor;

class Documents : public testing::Test {
protected:
    void SetUp() override {
        auto opened = app::House::open(town.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house = std::move(opened).value();
        visitor = std::make_unique<Visitor>(house->site());
    }
    std::string key_of(const base::Result<>& done) { return done.ok() ? "" : done.error().text_key(); }

    Town town;
    Press press{town};
    std::unique_ptr<app::House> house;
    std::unique_ptr<Visitor> visitor;
};

TEST_F(Documents, ArePublishedAsReviewedAndFoundByEverybody) {
    const Drafted made = press.publish(a_notice());
    const auto page = visitor->get("/doc/" + made.document);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, "停水六小时"));
    EXPECT_TRUE(holds(page, "name=\"PubDate\" content=\"2026-03-02 09:00\""));
    EXPECT_TRUE(holds(page, "name=\"ArticleTitle\""));
    EXPECT_TRUE(holds(visitor->get("/gov/columns/notices"), "冬季供水检修"));
    EXPECT_TRUE(holds(visitor->get("/gov/columns/notices/feed"), "<entry><title>"));
    EXPECT_TRUE(holds(visitor->get("/sitemap.xml"), "/doc/" + made.document));
    EXPECT_TRUE(holds(visitor->get("/gov/catalogue"), "11999921992100011L/2026-00001"));
    // The bytes that anyone can hash.
    const auto manifest = visitor->get("/doc/" + made.document + "/e/1/manifest");
    EXPECT_TRUE(holds(page, crypto::sha256(manifest.body).hex()));
    town.expect_books_agree();
}

TEST_F(Documents, AreNotReleasedBeforeTheLastReview) {
    const auto made = press.draft(a_notice());
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(visitor->get("/doc/" + made.value().document).status, 404);
    EXPECT_EQ(key_of(press.release(made.value().document)), "document.not_cleared");
    ASSERT_TRUE(press.submit(made.value().document).ok());
    EXPECT_EQ(key_of(press.release(made.value().document)), "document.not_cleared");
    // I2: under review the text is fixed.
    EXPECT_EQ(key_of(press.revise(made.value().document, a_notice("另一份"))), "document.under_review");
    // The drafter is none of the reviewers.
    EXPECT_FALSE(press.review(made.value().number, "first_review", press.drafter()).ok());
    press.clear(made.value().number);
    EXPECT_EQ(visitor->get("/doc/" + made.value().document).status, 404);
    EXPECT_TRUE(press.release(made.value().document).ok());
    EXPECT_EQ(visitor->get("/doc/" + made.value().document).status, 200);
}

TEST_F(Documents, SentBackAreChangedAndReviewedFromTheBeginning) {
    const auto made = press.draft(a_notice());
    const std::string& document = made.value().document;
    const std::string& number = made.value().number;
    ASSERT_TRUE(press.submit(document).ok());
    ASSERT_TRUE(press.review(number, "first_review", town.official("reviewer", "001", 0)).ok());
    ASSERT_TRUE(press.review(number, "second_review", town.official("reviewer", "001", 1), "send_back").ok());
    EXPECT_EQ(key_of(press.submit(document)), "document.under_review") << "nothing was changed";
    Draft changed = a_notice();
    changed.body = "<p>检修改在十二月六日。</p>";
    ASSERT_TRUE(press.revise(document, changed).ok());
    ASSERT_TRUE(press.submit(document).ok());
    EXPECT_FALSE(press.review(number, "second_review", town.official("reviewer", "001", 1)).ok())
        << "the first review is not of this text";
    press.clear(number);
    ASSERT_TRUE(press.release(document).ok());
    EXPECT_TRUE(holds(visitor->get("/doc/" + document), "十二月六日"));
    town.expect_books_agree();
}

TEST_F(Documents, APolicyComesWithItsInterpretationInOneAct) {
    Draft policy = a_notice("清溪县农村供水管理办法");
    policy.genre = "policy";
    policy.columns = {"policies"};
    const auto bare = press.draft(policy);
    ASSERT_TRUE(press.submit(bare.value().document).ok());
    press.clear(bare.value().number);
    EXPECT_FALSE(press.release(bare.value().document).ok()) << "neither explained nor exempted";

    policy.interpretation = {"《清溪县农村供水管理办法》解读", "", "", "<p>问：水费怎么定？</p>"};
    const Drafted made = press.publish(policy);
    const auto page = visitor->get("/doc/" + made.document);
    EXPECT_TRUE(holds(page, "《清溪县农村供水管理办法》解读"));
    const auto column = visitor->get("/gov/columns/interpretations");
    const std::string explained = web::between(column.body, "class=\"rows rows-doc\"><li><a href=\"", "\"");
    EXPECT_TRUE(holds(visitor->get(explained), "/doc/" + made.document)) << "linked both ways";
    town.expect_books_agree();
}

TEST_F(Documents, AnotherEditionTakesThePlaceAndTheFirstStaysReadable) {
    const Drafted made = press.publish(a_notice());
    const auto again = town.perform<Drafted>(press.drafter(), [&](identity::Act& act) {
        return draft_edition(act, town.node().practice(), made.document);
    });
    ASSERT_TRUE(again.ok()) << again.error().text_key();
    Draft changed = a_notice();
    changed.change = "改了检修日期";
    changed.body = "<p>检修改在十二月九日。</p>";
    ASSERT_TRUE(press.revise(made.document, changed).ok());
    ASSERT_TRUE(press.submit(made.document).ok());
    EXPECT_TRUE(holds(visitor->get("/doc/" + made.document), "停水六小时")) << "until the other is released";
    press.clear(again.value().number);
    ASSERT_TRUE(press.release(made.document).ok());
    const auto page = visitor->get("/doc/" + made.document);
    EXPECT_TRUE(holds(page, "十二月九日") && holds(page, "改了检修日期"));
    EXPECT_TRUE(holds(visitor->get("/doc/" + made.document + "/e/1"), "停水六小时"));
    const auto compared = visitor->get("/doc/" + made.document + "/e/2/compare");
    EXPECT_TRUE(holds(compared, "<del>县城东片区") && holds(compared, "<ins>检修改在"));
    town.expect_books_agree();
}

TEST_F(Documents, AreTakenDownByTwoPersonsAndSaySo) {
    const Drafted made = press.publish(a_notice());
    const auto head = town.official("head", "001");
    const auto confirm = [&](identity::Act& act) { return take_down(act, made.document); };
    EXPECT_EQ(key_of(press.does(head, confirm)), "document.not_proposed");
    ASSERT_TRUE(press
                    .does(press.drafter(),
                          [&](identity::Act& act) {
                              return propose_withdrawal(act, made.document, "wrong",
                                                        "停水时间有误，以新通知为准。");
                          })
                    .ok());
    EXPECT_EQ(visitor->get("/doc/" + made.document).status, 200) << "one person is not enough";
    ASSERT_TRUE(press.does(head, confirm).ok());
    const auto gone = visitor->get("/doc/" + made.document);
    EXPECT_EQ(gone.status, 410);
    EXPECT_TRUE(holds(gone, "以新通知为准") && holds(gone, "冬季供水检修"));
    EXPECT_EQ(visitor->get("/doc/" + made.document + "/e/1/manifest").status, 410);
    EXPECT_FALSE(holds(visitor->get("/gov/columns/notices"), "冬季供水检修"));
    town.expect_books_agree();
}

TEST_F(Documents, ASuspectedSecretGoesAtOnceAndWithoutItsTitle) {
    const Drafted made = press.publish(a_notice());
    ASSERT_TRUE(press
                    .does(press.drafter(),
                          [&](identity::Act& act) {
                              return propose_withdrawal(act, made.document, "secrecy", "正在核实。");
                          })
                    .ok());
    const auto gone = visitor->get("/doc/" + made.document);
    EXPECT_EQ(gone.status, 410);
    EXPECT_FALSE(holds(gone, "冬季供水检修"));
}

TEST_F(Documents, WhatIsNotOpenIsListedWithItsReason) {
    Draft closed = a_notice("县政府常务会议讨论记录");
    closed.attribute = "on_request";
    EXPECT_EQ(key_of(press.submit(press.draft(closed).value().document)), "document.choose_article");
    closed.article = "16-2";
    closed.reason = "会议讨论的过程性记录。";
    closed.columns.clear();
    const Drafted made = press.publish(closed);
    EXPECT_EQ(visitor->get("/doc/" + made.document).status, 404);
    const auto list = visitor->get("/gov/catalogue?show=closed");
    EXPECT_TRUE(holds(list, "县政府常务会议讨论记录") && holds(list, "第十六条"));
    Draft private_one = closed;
    private_one.title = "某某家庭救助名单";
    private_one.article = "15-2";
    press.publish(private_one);
    EXPECT_FALSE(holds(visitor->get("/gov/catalogue?show=closed"), "某某家庭救助名单"));
    town.expect_books_agree();
}

TEST_F(Documents, PersonalDataIsSettledBeforeAnybodyReviews) {
    Draft leaky = a_notice();
    leaky.body = "<p>联系人身份证号 11010519491231002X。</p>";
    const auto made = press.draft(leaky);
    EXPECT_EQ(key_of(press.submit(made.value().document)), "document.personal_data");
    leaky.body = "<p>联系人身份证号已隐去。</p>";
    ASSERT_TRUE(press.revise(made.value().document, leaky).ok());
    EXPECT_TRUE(press.submit(made.value().document).ok());
}

TEST_F(Documents, ForStaffStayAmongStaff) {
    Draft inside = a_notice("机关公务用车经费情况");
    inside.scope = "staff";
    inside.columns = {"internal"};
    const Drafted made = press.publish(inside);
    const std::string page = "/doc/" + made.document;
    for (const char* part : {"", "/e/1", "/e/1/manifest", "/ld"})
        EXPECT_EQ(visitor->get(page + part).status, 404) << part;
    EXPECT_EQ(visitor->get("/gov/columns/internal").status, 404);
    for (const char* path : {"/gov", "/gov/feed", "/sitemap.xml", "/gov/catalogue", "/gov/units/001"})
        EXPECT_FALSE(holds(visitor->get(path), made.document)) << path;
    visitor->come_in(town.official("handler", "002").person);
    EXPECT_EQ(visitor->get("/doc/" + made.document).status, 200);
    EXPECT_TRUE(holds(visitor->get("/gov/columns/internal"), "机关公务用车经费情况"));
}

TEST_F(Documents, AreDraftedByDraftersOfTheirOwnBody) {
    const auto stranger = town.official("drafter", "003");
    const auto made = town.perform<Drafted>(stranger, [&](identity::Act& act) {
        return draft_document(act, town.node().practice(), "001", a_notice());
    });
    EXPECT_EQ(made.error().text_key(), "error.forbidden");
}

}  // namespace
}  // namespace disclosure
