// Stories of matters told to a whole office: at once, promised, joint; and what must be refused.

#include "app/house.h"
#include "casework/happening.h"

#include "town.h"
#include "visitor.h"

namespace {

using web::Visitor;

const catalog::ServiceItem& item_of(Town& town, const std::string& process) {
    for (const auto& [code, item] : town.node().catalogue().current()->items) {
        if (item->process == process && item->status == 1) return *item;
    }
    throw base::Bug("no item of " + process);
}

std::vector<casework::Happening> entries_of(Town& town, const std::string& number) {
    auto found = town.node().registrar().read<std::vector<casework::Happening>>(
        identity::nobody(),
        [&](const identity::Reading& reading) { return casework::list_happenings(reading.db, number); });
    CHECK(found.ok());
    return std::move(found).value();
}

TEST(Matters, AtOnce_AreDecidedAtTheWindowAndYieldAResult) {
    Town town;
    const std::string number = town.file(item_of(town, "permit-instant").code, "hall");
    const auto clerk = town.official("window", "029");
    const auto accepted = town.step(clerk, number, choose("check", "accept"));
    ASSERT_TRUE(accepted.ok()) << accepted.error().text_key() << " " << accepted.error().detail();
    const auto decided = town.step(clerk, number, choose("decide", "grant"));
    ASSERT_TRUE(decided.ok()) << decided.error().text_key() << " " << decided.error().detail();
    const auto delivered = town.step(clerk, number, choose("deliver", "delivered"));
    ASSERT_TRUE(delivered.ok()) << delivered.error().text_key() << " " << delivered.error().detail();
    EXPECT_EQ(town.matter(number).result, "granted");
    town.expect_books_agree();
}

TEST(Matters, Promised_GoThroughReviewAndTheHeadAndAreNeverDecidedByTheReviewer) {
    Town town;
    const auto& item = item_of(town, "permit");
    const std::string number = town.file(item.code);
    ASSERT_TRUE(town.step(town.official("window", "029"), number, choose("check", "accept")).ok());
    const auto handler = town.official("handler", item.body);
    const auto advised = town.step(handler, number, choose("review", "advise", {{"opinion", "材料齐全。"}}));
    ASSERT_TRUE(advised.ok()) << advised.error().text_key() << " " << advised.error().detail();
    EXPECT_FALSE(town.step(handler, number, choose("decide", "grant")).ok());
    ASSERT_TRUE(town.step(town.official("head", item.body), number, choose("decide", "grant")).ok());
    EXPECT_EQ(town.matter(number).result, "granted");
    EXPECT_FALSE(town.matter(number).promise_late);
    town.expect_books_agree();
}

TEST(Matters, Joint_WaitForEveryMember) {
    Town town;
    const auto& item = item_of(town, "permit-joint");
    const std::string number = town.file(item.code);
    ASSERT_TRUE(town.step(town.official("window", "029"), number, choose("check", "accept")).ok());
    const auto lead = town.official("lead", item.body);
    EXPECT_FALSE(town.step(lead, number, choose("review", "advise", {{"opinion", "同意"}})).ok());
    for (const auto& joint : item.joint) {
        auto choice = choose("members", "agree", {{"opinion", "同意。"}});
        choice.member = joint.body;
        const auto agreed = town.step(town.official("handler", joint.body), number, choice);
        ASSERT_TRUE(agreed.ok()) << joint.body << " " << agreed.error().text_key() << " "
                                 << agreed.error().detail();
    }
    const auto advised = town.step(lead, number, choose("review", "advise", {{"opinion", "同意"}}));
    ASSERT_TRUE(advised.ok()) << advised.error().text_key() << " " << advised.error().detail();
    const auto decided = town.step(town.official("head", item.body), number, choose("decide", "grant"));
    ASSERT_TRUE(decided.ok()) << decided.error().text_key() << " " << decided.error().detail();
    town.expect_books_agree();
}

TEST(AClerk, CannotAskForAMaterialTheGuideDoesNotList) {
    Town town;
    const auto& item = item_of(town, "permit");
    const std::string number = town.file(item.code);
    auto choice = choose("check", "ask_to_supplement", {{"reasons", "缺材料"}});
    choice.asked = {"a-paper-nobody-published"};
    EXPECT_EQ(town.step(town.official("window", "029"), number, choice).error().text_key(),
              "step.material_not_in_guide");
    EXPECT_TRUE(entries_of(town, number).back().is("casework.received")) << "a verb that refuses did nothing";

    // On a page or by the API the refusal is the same, and the attempt stays on record (services.md 24, G16).
    const auto house = app::House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    Visitor visitor(house.value()->site());
    visitor.come_in(town.official("window", "029").person);
    const auto by_form = visitor.post("/desk/matters/" + number + "/steps/check",
                                      "outcome=ask_to_supplement&ask.household-register=yes");
    EXPECT_EQ(by_form.status, 403);
    EXPECT_NE(by_form.body.find("household-register"), std::string::npos) << by_form.body;
    const auto by_api = visitor.call(http::Method::Post, "/api/matters/" + number + "/steps/check",
                                     R"({"outcome":"ask_to_supplement","asked":["marriage-certificate"]})");
    EXPECT_EQ(by_api.status, 403) << by_api.body;
    const auto entries = entries_of(town, number);
    ASSERT_EQ(entries.size(), 3u);
    for (std::size_t i = 1; i < entries.size(); ++i) {
        EXPECT_TRUE(entries[i].is("casework.guide_breached")) << entries[i].kind;
        EXPECT_EQ(entries[i].person, town.official("window", "029").person);
        EXPECT_EQ(entries[i].org, "029");
    }
    const auto page = visitor.get("/desk/matters/" + number);
    EXPECT_NE(page.body.find("“household-register”"), std::string::npos) << "everybody at the desk sees it";
    visitor.come_in(town.official("supervisor", "029").person);
    EXPECT_NE(visitor.get("/board").body.find("本月索要指南外材料，均未准许</dt><dd>2</dd>"),
              std::string::npos)
        << "and those who look on count it";

    choice.asked = {item.materials.front().id};
    const auto asked = town.step(town.official("window", "029"), number, choice);
    ASSERT_TRUE(asked.ok()) << asked.error().text_key() << " " << asked.error().detail();
    auto handed_in = choose("supplement", "filed");
    handed_in.materials = {{item.materials.front().id, "paper", "{}"}};
    const auto filed = town.step(identity::nobody(), number, handed_in, casework::Standing::Applicant);
    ASSERT_TRUE(filed.ok()) << filed.error().text_key() << " " << filed.error().detail();
    EXPECT_TRUE(town.step(town.official("window", "029"), number, choose("check", "accept")).ok());
    town.expect_books_agree();
}

app::DemoCounts play_demonstration(Town& town) {
    const app::DemoSize size{"T", 300, 60, 4000};
    const auto counts =
        app::make_demo_years(town.node(), town.clock(), {size, town.at("2026-06-30T15:00:00+08:00"), 7, {}});
    EXPECT_TRUE(counts.ok()) << (counts.ok() ? "" : counts.error().text_key() + counts.error().detail());
    return counts.ok() ? counts.value() : app::DemoCounts();
}

TEST(TheDemonstration, IsTheSameEveryTimeAndLeavesBooksThatAgree) {
    Town town;
    const app::DemoCounts counts = play_demonstration(town);
    EXPECT_EQ(counts.refused, 0);
    EXPECT_GT(counts.cases, 300);  // permits, and some of every other process
    EXPECT_GT(counts.acts, 900);
    {
        Town again;
        const app::DemoCounts same = play_demonstration(again);
        const auto told = [](const app::DemoCounts& one) {
            return std::vector{one.cases, one.acts, one.ratings, one.supplements, one.late, one.refused};
        };
        EXPECT_EQ(told(counts), told(same));
        const ledger::Journal::Position& first = town.node().journal().position();
        const ledger::Journal::Position& second = again.node().journal().position();
        EXPECT_EQ(first.seq, second.seq);
        EXPECT_EQ(first.tree.root(), second.tree.root()) << "the same to the byte: one seed, one story";
    }
    town.expect_books_agree();
}

}  // namespace
