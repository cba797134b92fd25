// A law changes and running matters keep their version for years; whoever takes them over sees first every
// date that moves and every matter that cannot go (F14, C3).

#include "app/house.h"
#include "casework/migration.h"

#include "town.h"
#include "visitor.h"

namespace casework {
namespace {

using identity::Act;
using web::holds;
using web::Visitor;

class GoingOver : public testing::Test {
protected:
    GoingOver() {
        for (const auto& [code, item] : town_.node().catalogue().current()->items)
            if (item->process == "permit" && item->status == 1 && item->promise_days >= 5) item_ = item;
    }
    // The text in force with every `from` changed, prepared by one person and approved by another.
    void activate(const std::vector<std::pair<std::string, std::string>>& changes) {
        const auto* now = town_.node().catalogue().current()->find_process("permit");
        std::string text = now->text;
        const auto change = [&](const std::string& from, const std::string& to) {
            ASSERT_NE(text.find(from), std::string::npos) << from;
            for (std::size_t at = text.find(from); at != std::string::npos;
                 at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        };
        change("\"id\": \"permit\", \"version\": " + std::to_string(now->version),
               "\"id\": \"permit\", \"version\": " + std::to_string(now->version + 1));
        for (const auto& [from, to] : changes) change(from, to);
        constexpr auto kProcess = catalog::DefinitionKind::Process;
        const auto prepared = town_.perform<
            catalog::DefinitionVersion>(town_.official("editor", "029"), [&](Act& act) {
            return catalog::prepare_definition(act, town_.node().desk(), {kProcess, "permit", text, "修法"});
        });
        ASSERT_TRUE(prepared.ok()) << prepared.error().text_key() << " " << prepared.error().detail();
        const auto approved =
            town_.perform<catalog::DefinitionVersion>(town_.official("approver", "029"), [&](Act& act) {
                return catalog::approve_definition(act, town_.node().desk(), kProcess, "permit",
                                                   prepared.value().text);
            });
        ASSERT_TRUE(approved.ok()) << approved.error().text_key() << " " << approved.error().detail();
        ASSERT_TRUE(town_.node().reload_catalogue().ok());
    }
    void accept(const std::string& number) {
        ASSERT_TRUE(town_.step(town_.official("window", "029"), number, choose("check", "accept")).ok());
    }
    MigrationPlan plan() {
        auto found = town_.node().registrar().read<MigrationPlan>(
            town_.official("approver", "029"), [&](const identity::Reading& reading) {
                return plan_migration(reading, town_.node().practice(), "permit", 1000);
            });
        EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text_key());
        return found.ok() ? std::move(found).value() : MigrationPlan();
    }
    base::Result<int> go_over(const identity::Actor& actor, std::string_view reason) {
        return town_.perform<int>(
            actor, [&](Act& act) { return migrate_next(act, town_.node().practice(), "permit", reason); });
    }
    std::int64_t entries() { return town_.node().journal().position().seq; }

    Town town_{nullptr};  // limits change here, the scenarios that tell of them do not
    catalog::ItemPtr item_;
};

TEST_F(GoingOver, F14_ARunningMatterKeepsItsVersionForYearsUntilItIsTakenOver) {
    const std::string number = town_.file(item_->code);
    const Date due = town_.matter(number).state.clock(0).due;
    activate({{"\"budget\": \"5 working days\"", "\"budget\": \"8 working days\""}});
    town_.at("2028-03-02T10:00:00+08:00");
    EXPECT_EQ(town_.matter(number).process, "permit@1");
    EXPECT_EQ(town_.matter(number).state.clock(0).due, due);
    const std::string later = town_.file(item_->code);
    EXPECT_EQ(town_.matter(later).process, "permit@2");
    town_.expect_books_agree();
}

TEST_F(GoingOver, F14_TheRehearsalListsEveryDateThatMovesAndEveryMatterThatCannotGo) {
    const std::string waiting = town_.file(item_->code);
    const std::string reviewed = town_.file(item_->code);
    accept(reviewed);
    activate({{"\"budget\": \"5 working days\"", "\"budget\": \"8 working days\""},
              {"\"review\"", "\"look_into\""},
              {"(review)", "(look_into)"},
              {"reopen review", "reopen look_into"},
              {".review\"", ".look_into\""}});
    const std::int64_t before = entries();
    const MigrationPlan found = plan();
    EXPECT_EQ(entries(), before) << "nothing is written";
    EXPECT_EQ(found.to, "permit@2");
    EXPECT_EQ(found.open, 2);
    EXPECT_EQ(found.cannot, 1);
    EXPECT_EQ(found.moved, 1);
    ASSERT_EQ(found.cases.size(), 2u);
    for (const MigrationCase& one : found.cases) {
        EXPECT_EQ(one.from, "permit@1");
        if (one.number == waiting) {
            ASSERT_EQ(one.moved.size(), 1u);
            EXPECT_EQ(one.moved.front().clock, "intake");
            EXPECT_EQ(one.moved.front().before.iso(), "2026-03-09");
            EXPECT_EQ(one.moved.front().after.iso(), "2026-03-12");
            EXPECT_FALSE(one.refusal.has_value());
        } else {
            ASSERT_TRUE(one.refusal.has_value()) << "its review has no place in the new version";
            EXPECT_EQ(one.refusal->text_key(), "casework.cannot_migrate");
        }
    }
}

TEST_F(GoingOver, NeedsTheRightAndAReasonAndHappensOnce) {
    for (int i = 0; i < kMigratedPerAct + 2; ++i) town_.file(item_->code);
    activate({{"\"budget\": \"5 working days\"", "\"budget\": \"8 working days\""}});
    const auto approver = town_.official("approver", "029");
    EXPECT_EQ(go_over(town_.official("window", "029"), "修法").error().code(), base::ErrorCode::Forbidden);
    EXPECT_EQ(go_over(approver, "").error().text_key(), "casework.evidence_missing");
    EXPECT_EQ(plan().open, kMigratedPerAct + 2) << "a refusal takes nothing over";
    EXPECT_EQ(go_over(approver, "修法").value(), kMigratedPerAct);
    EXPECT_EQ(go_over(approver, "修法").value(), 2) << "the next press goes on";
    const std::int64_t done = entries();
    EXPECT_EQ(go_over(approver, "修法").value(), 0) << "and then there is none";
    EXPECT_EQ(entries(), done);
    EXPECT_EQ(plan().open, 0);
    town_.expect_books_agree();
}

TEST_F(GoingOver, ThePageShowsWhatMovesAsksForAReasonAndSaysWhatWasDone) {
    const std::string number = town_.file(item_->code);
    activate({{"\"budget\": \"5 working days\"", "\"budget\": \"8 working days\""}});
    const auto house = app::House::open(town_.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    const std::string address = "/definitions/process/permit/migrate";
    Visitor visitor(house.value()->site());
    visitor.come_in(town_.official("editor", "029").person);
    EXPECT_EQ(visitor.get(address).status, 403) << "who prepares does not decide";
    visitor.come_in(town_.official("approver", "029").person);
    EXPECT_TRUE(holds(visitor.get("/definitions/permit"), "href=\"" + address + "\""));
    const auto page = visitor.get(address);
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, "2026-03-09</del> <ins class=\"nw\">2026-03-12</ins>")) << page.body;
    EXPECT_TRUE(holds(page, "permit@2"));
    const auto refused = visitor.post(address, "reason=");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(holds(refused, "id=\"reason-e\""));
    const auto too_long = visitor.post(address, "reason=" + std::string(301, 'x'));
    EXPECT_EQ(too_long.status, 422);
    const auto done = visitor.post(address, "reason=%E4%BF%AE%E6%B3%95");
    ASSERT_EQ(done.status, 303);
    EXPECT_EQ(done.header("Location"), address + "?done=1");
    EXPECT_EQ(town_.matter(number).process, "permit@2");
    EXPECT_TRUE(holds(visitor.get(address + "?done=1&lang=en"), "1 matters went over"));
    EXPECT_EQ(visitor.get("/definitions/process/no-such-process/migrate").status, 404);
    EXPECT_FALSE(holds(visitor.get(address + "?done=%3Cb%3E"), "role=\"status\""))
        << "only a number is shown";
    town_.expect_books_agree();
}

}  // namespace
}  // namespace casework
