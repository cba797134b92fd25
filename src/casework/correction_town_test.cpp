// What was released wrongly: the correction is an entry of its own that names the wrong one, and the desk
// shows each beside the other.

#include "app/house.h"
#include "casework/happening.h"
#include "text/display.h"

#include "town.h"
#include "visitor.h"

namespace casework {
namespace {

using web::holds;
using web::Visitor;

class APublication : public testing::Test {
protected:
    // Released on the page, after every review.
    std::string released() {
        const auto drafter = town.official("drafter", "001");
        NewCase wanted;
        wanted.channel = "internal";
        wanted.applicant_kind = "unit";
        wanted.applicant = R"({"kind":"unit"})";
        wanted.answers = "{}";
        const auto filed = town.perform<Filed>(drafter, [&](identity::Act& act) {
            return file_case(act, town.node().practice(), "qx-001-06", wanted);
        });
        EXPECT_TRUE(filed.ok());
        const std::string number = filed.ok() ? filed.value().number : std::string();
        const auto does = [&](const identity::Actor& actor, const StepChoice& choice) {
            const auto done = town.step(actor, number, choice);
            EXPECT_TRUE(done.ok()) << choice.step << " " << (done.ok() ? "" : done.error().text_key());
        };
        const std::vector<TypedEvidence> proof{{"proof", "校样"}};
        does(drafter, choose("mark", "open", {{"document", "全文"}}));
        does(town.official("reviewer", "001"), choose("first_review", "pass", proof));
        does(town.official("reviewer", "001", 1), choose("second_review", "pass", proof));
        does(town.official("head", "001"), choose("final_review", "pass", proof));
        does(town.official("secrecy", "001"), choose("secrecy", "cleared", {{"opinion", "可以公开"}}));
        does(drafter, choose("release", "released", {{"address", "https://qingxi.example/news/1"}}));
        return number;
    }
    Happening last_of(const std::string& number, std::string_view step) {
        Happening last;
        auto reader = std::move(town.node().registrar().lend()).value();
        const auto happenings = list_happenings(*reader, number).value();
        for (const Happening& one : happenings)
            if (one.turn.step.text() == step && !one.turn.outcome.empty()) last = one;
        town.node().registrar().give_back(std::move(reader));
        return last;
    }
    Town town;
};

TEST_F(APublication, IsCorrectedByAnEntryThatNamesTheWrongOne) {
    const auto house = app::House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    const std::string number = released();
    const std::int64_t wrong = last_of(number, "release").seq;
    const auto reviewer = town.official("reviewer", "001");
    ASSERT_TRUE(town.step(reviewer, number, choose("check", "to_correct", {{"reasons", "电话有误"}})).ok());
    const Happening correction = last_of(number, "check");
    EXPECT_TRUE(correction.is(Corrected::kKind.name)) << correction.kind;
    EXPECT_EQ(correction.corrects, wrong);
    EXPECT_EQ(last_of(number, "release").seq, wrong) << "what was wrong stays as it was recorded";
    Visitor visitor(house.value()->site());
    visitor.come_in(reviewer.person);
    const auto page = visitor.get("/desk/matters/" + number);
    EXPECT_TRUE(holds(page, "已更正，见第 " + text::integer(correction.seq) + " 条"));
    EXPECT_TRUE(holds(page, "更正第 " + text::integer(wrong) + " 条"));
    town.expect_books_agree();
}

}  // namespace
}  // namespace casework
