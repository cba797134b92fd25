// What is recorded is decided again and agrees; what was doctored, and what a rule says otherwise today, is
// found by number, entry and field.

#include "casework/redecide.h"

#include "town.h"

namespace casework {
namespace {

using identity::Act;

class DecidedAgain : public testing::Test {
protected:
    const catalog::ServiceItem& permit() {
        for (const auto& [code, item] : town_.node().catalogue().current()->items)
            if (item->process == "permit" && item->status == 1) return *item;
        throw base::Bug("no permit");
    }
    void work(const identity::Actor& actor, const std::function<base::Result<base::Done>(Act&)>& act) {
        const auto done = town_.perform<base::Done>(actor, act);
        ASSERT_TRUE(done.ok()) << done.error().text_key() << " " << done.error().detail();
    }
    void does(const identity::Actor& actor, const std::string& number, const StepChoice& choice,
              Standing standing = Standing::Official) {
        const auto done = town_.step(actor, number, choice, standing);
        ASSERT_TRUE(done.ok()) << choice.step << " " << done.error().text_key() << " "
                               << done.error().detail();
    }
    Practice& practice() { return town_.node().practice(); }

    // A supplement, a hearing that stops the period, an extension, a decision after the promised day.
    std::string play_a_long_permit() {
        const auto& item = permit();
        const auto window = town_.official("window", "029");
        const auto handler = town_.official("handler", item.body);
        const auto head = town_.official("head", item.body);
        town_.at("2026-03-02T10:00:00+08:00");
        const std::string number = town_.file(item.code);
        work(window, [&](Act& act) { return claim_step(act, practice(), number, "check", ""); });
        auto ask = choose("check", "ask_to_supplement", {{"reasons", "缺材料"}});
        ask.asked = {item.materials.front().id};
        does(window, number, ask);
        auto brought = choose("supplement", "filed");
        brought.materials = {{item.materials.front().id, "paper", "{}"}};
        town_.at("2026-03-04T10:00:00+08:00");
        does(identity::nobody(), number, brought, Standing::Applicant);
        does(window, number, choose("check", "accept"));
        town_.at("2026-03-05T10:00:00+08:00");
        work(handler, [&](Act& act) {
            return open_procedure(act, practice(), number, "hearing", Date::of(2026, 3, 18),
                                  {{"special_notice", "定于三月十八日听证"}});
        });
        town_.at("2026-03-16T10:00:00+08:00");
        does(handler, number, choose("hearing", "held", {{"record", "听证笔录"}}));
        work(head, [&](Act& act) {
            return extend_deadline(act, practice(), number, "legal", {{"reasons", "案情复杂"}});
        });
        auto advised = choose("review", "advise", {{"opinion", "材料齐全。"}});
        advised.facts = {"on_site"};
        advised.cosigned = {town_.official("head", item.body).person};
        does(town_.official("handler", item.body, 1), number, advised);
        town_.at("2026-06-10T10:00:00+08:00");
        does(town_.official("head", item.body, 0), number,
             choose("decide", "send_back", {{"reasons", "请补"}}));
        return number;
    }

    // A copy of the database in which history can be tampered with.
    std::string copy() {
        const std::string path = town_.data() + "/copy" + std::to_string(copies_++) + ".db";
        auto reader = std::move(town_.node().registrar().lend()).value();
        EXPECT_TRUE(reader->copy_to(path).ok());
        town_.node().registrar().give_back(std::move(reader));
        return path;
    }
    static void tamper(const std::string& path, const std::string& script) {
        auto tx = store::Tx::open(path);
        ASSERT_TRUE(tx.ok());
        ASSERT_TRUE(tx.value().begin().ok());
        const auto done = tx.value().run_script(script);
        ASSERT_TRUE(done.ok()) << done.error().detail();
        ASSERT_TRUE(tx.value().commit().ok());
    }
    // By a program that knows only what stands in this database.
    Redecision ask(const std::string& path) {
        auto reader = store::Reader::open(path);
        EXPECT_TRUE(reader.ok());
        catalog::CatalogueKeeper keeper;
        EXPECT_TRUE(keeper.reload(reader.value(), town_.clock().now().date()).ok());
        const Practice fresh(keeper, {}, "029");
        auto found = redecide(reader.value(), fresh);
        EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text_key() + found.error().detail());
        return found.ok() ? std::move(found).value() : Redecision();
    }

    Town town_;
    int copies_ = 0;
};

std::string told(const Redecision& found) {
    std::string text;
    for (const Difference& one : found.differences)
        text += one.number + " " + std::to_string(one.seq) + " " + one.kind + " " + one.field + ": " +
                one.recorded + " → " + one.now + "\n";
    return text;
}

TEST_F(DecidedAgain, EveryActOfAWholeOfficeAgreesWithItsJournal) {
    play_a_long_permit();
    const std::string silent = town_.file(permit().code);
    town_.at("2026-07-06T10:00:00+08:00");
    const auto deemed = town_.perform<int>(identity::system_clock_actor(),
                                           [&](Act& act) { return deem_due(act, practice(), 10); });
    ASSERT_TRUE(deemed.ok());
    ASSERT_EQ(deemed.value(), 1) << "silence accepted " << silent;
    work(identity::nobody(), [&](Act& act) { return withdraw_case(act, practice(), silent, "不办了"); });
    const app::DemoSize size{"T", 120, 60, 4000};
    const auto counts = app::make_demo_years(town_.node(), town_.clock(),
                                             {size, town_.at("2026-10-30T15:00:00+08:00"), 7, {}});
    ASSERT_TRUE(counts.ok()) << counts.error().text_key() << counts.error().detail();

    const Redecision found = ask(copy());
    EXPECT_EQ(found.different, 0) << told(found);
    EXPECT_GE(found.matters, 122);
    EXPECT_EQ(found.decided + found.told, found.entries);
    EXPECT_GT(found.decided, 400);
    town_.expect_books_agree();
}

TEST_F(DecidedAgain, ADoctoredEntryIsNamedWithItsField) {
    const std::string number = play_a_long_permit();
    const std::string path = copy();
    // Somebody moves the day by which the hearing has to end, where nobody would look.
    tamper(path,
           "DROP TRIGGER journal_is_never_updated; UPDATE journal SET doc = CAST(replace(CAST(doc AS TEXT), "
           "'\"change\":\"extended\",\"clock\":\"legal\",\"due\":\"2026-', "
           "'\"change\":\"extended\",\"clock\":\"legal\",\"due\":\"2027-') AS BLOB) "
           "WHERE kind = 'casework.extended'");
    const Redecision found = ask(path);
    ASSERT_EQ(found.different, 1) << told(found);
    const Difference& first = found.differences.front();
    EXPECT_EQ(first.number, number);
    EXPECT_EQ(first.kind, "casework.extended");
    EXPECT_EQ(first.field, "clock.due");
    EXPECT_TRUE(first.recorded.starts_with("2027-")) << told(found);
    EXPECT_TRUE(first.now.starts_with("2026-")) << told(found);
}

TEST_F(DecidedAgain, AnActThatNoRuleAllowsIsFoundWithTheRefusal) {
    play_a_long_permit();
    const std::string path = copy();
    // The head's decision is put into the hands of the person who reviewed.
    const auto reviewer = town_.official("handler", permit().body, 1).person.number();
    const auto head = town_.official("head", permit().body).person.number();
    tamper(path,
           "DROP TRIGGER journal_is_never_updated; UPDATE journal SET doc = CAST(replace(CAST(doc AS TEXT), "
           "'\"id\":" +
               std::to_string(head) + ",', '\"id\":" + std::to_string(reviewer) +
               ",') AS BLOB) WHERE CAST(doc AS TEXT) LIKE '%\"outcome\":\"send_back\"%'");
    const Redecision found = ask(path);
    ASSERT_EQ(found.different, 1) << told(found);
    EXPECT_EQ(found.differences.front().field, "refused");
    EXPECT_EQ(found.differences.front().now, "casework.same_person");
}

TEST_F(DecidedAgain, ARuleThatSaysOtherwiseTodayIsFoundInEveryMatterItTouches) {
    const std::string number = play_a_long_permit();
    town_.file(permit().code);
    const std::string path = copy();
    tamper(path,
           "UPDATE shelf SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"budget\": \"5 working days\"', "
           "'\"budget\": \"6 working days\"') AS BLOB) WHERE CAST(bytes AS TEXT) LIKE "
           "'%\"id\": \"permit\", \"version\"%'");
    const Redecision found = ask(path);
    EXPECT_GE(found.different, 2) << told(found);
    ASSERT_FALSE(found.differences.empty());
    EXPECT_EQ(found.differences.front().number, number);
    EXPECT_EQ(found.differences.front().kind, "casework.received");
    EXPECT_EQ(found.differences.front().field, "clocks[0].due") << told(found);
}

}  // namespace
}  // namespace casework
