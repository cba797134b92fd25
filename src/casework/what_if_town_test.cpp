// What would have been late: the same rules change nothing, a shorter limit and a day less are told by
// matter, and where people would have acted otherwise nothing is guessed.

#include "base/file.h"
#include "casework/what_if.h"

#include "town.h"

namespace casework {
namespace {

class Supposing : public testing::Test {
protected:
    Supposing() {
        for (const auto& [code, item] : town_.node().catalogue().current()->items)
            if (item->process == "permit" && item->status == 1 && item->promise_days >= 5) item_ = item;
    }
    // Filed on Monday 2 March, accepted on Wednesday, decided on the Wednesday after: 5 working days.
    std::string play_a_permit() {
        town_.at("2026-03-02T10:00:00+08:00");
        const std::string number = town_.file(item_->code);
        town_.at("2026-03-04T10:00:00+08:00");
        EXPECT_TRUE(town_.step(town_.official("window", "029"), number, choose("check", "accept")).ok());
        const auto handler = town_.official("handler", item_->body);
        EXPECT_TRUE(town_.step(handler, number, choose("review", "advise", {{"opinion", "可以"}})).ok());
        town_.at("2026-03-11T10:00:00+08:00");
        EXPECT_TRUE(town_.step(town_.official("head", item_->body), number, choose("decide", "grant")).ok());
        return number;
    }
    base::Result<WhatIf> ask(Supposition supposed) {
        supposed.now = town_.clock().now();
        auto reader = std::move(town_.node().registrar().lend()).value();
        auto found = suppose(*reader, town_.node().practice(), supposed);
        town_.node().registrar().give_back(std::move(reader));
        return found;
    }
    WhatIf answer(const Supposition& supposed) {
        auto found = ask(supposed);
        EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text_key() + found.error().detail());
        return found.ok() ? std::move(found).value() : WhatIf();
    }
    static Supposition limit(std::string_view text) {
        Supposition supposed;
        supposed.limit = read_limit_change(text).value();
        return supposed;
    }
    static Supposition calendar(std::string_view from = {}, std::string_view to = {}) {
        Supposition supposed;
        supposed.calendar_text = base::read_file("definitions/calendars/cn-2026.json", 1 << 20).value();
        const std::size_t at = supposed.calendar_text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        supposed.calendar_text.replace(at, from.size(), to);
        supposed.calendar = calendar::parse_calendar(supposed.calendar_text, "cn-2026.json").value();
        return supposed;
    }

    Town town_;
    catalog::ItemPtr item_;
};

TEST_F(Supposing, WhatIsInForceChangesNothingInAWholeDemonstration) {
    const app::DemoSize size{"T", 150, 60, 4000};
    const auto counts = app::make_demo_years(town_.node(), town_.clock(),
                                             {size, town_.at("2026-06-30T15:00:00+08:00"), 7, {}});
    ASSERT_TRUE(counts.ok()) << counts.error().text_key() << counts.error().detail();
    const WhatIf same_days = answer(calendar());
    EXPECT_GE(same_days.all.matters, 150);
    EXPECT_GT(same_days.periods, 300);
    EXPECT_EQ(same_days.moved, 0);
    EXPECT_EQ(same_days.all.before, same_days.all.after);
    EXPECT_EQ(same_days.open_questions, 0);

    const std::string text = base::read_file("definitions/processes/permit/process.json", 1 << 20).value();
    const Process permit = parse_process(text, "permit").value();
    Supposition supposed;
    supposed.process = &permit;
    const WhatIf same_rules = answer(supposed);
    EXPECT_GT(same_rules.all.matters, 10);
    EXPECT_EQ(same_rules.moved, 0);
    EXPECT_EQ(same_rules.not_compared, std::vector<std::string>());
}

TEST_F(Supposing, AShorterLimitNamesTheMattersThatWouldHaveBeenLate) {
    const std::string number = play_a_permit();
    const std::int64_t entries = town_.node().journal().position().seq;
    const WhatIf in_time = answer(limit(item_->code + "=5wd"));
    EXPECT_EQ(in_time.all.after, 0) << "decided on the fifth working day";
    const WhatIf late = answer(limit(item_->code + "=4wd"));
    EXPECT_EQ(late.all.before, 0);
    EXPECT_EQ(late.all.after, 1);
    ASSERT_EQ(late.changes.size(), 1u);
    EXPECT_EQ(late.changes.front().number, number);
    EXPECT_EQ(late.changes.front().clock, "promise");
    EXPECT_EQ(late.changes.front().due_after.iso(), "2026-03-10");
    EXPECT_EQ(late.changes.front().stopped.iso(), "2026-03-11");
    EXPECT_EQ(late.bodies.size(), 1u);
    EXPECT_EQ(late.bodies.front().name, item_->body);

    Supposition other_time = limit("permit.legal=1wd");
    EXPECT_EQ(answer(other_time).all.after, 1);
    other_time.from = Date::of(2026, 3, 3);
    EXPECT_EQ(ask(other_time).error().text_key(), "what_if.nothing_such") << "it was filed the day before";
    EXPECT_EQ(ask(limit("permit.no-such-period=1wd")).error().text_key(), "what_if.nothing_such");
    EXPECT_EQ(town_.node().journal().position().seq, entries);
    town_.expect_books_agree();
}

TEST_F(Supposing, ADayThatWouldHaveCountedMovesTheLastDay) {
    play_a_permit();
    const WhatIf longer = answer(calendar("\"2026-09-25/2026-09-28\"", "\"2026-03-09/2026-03-10\""));
    EXPECT_EQ(longer.moved, 3) << "law, promise and handing over run over the ninth of March";
    EXPECT_EQ(longer.all.before, longer.all.after) << "nobody is late for a day more";
}

TEST_F(Supposing, WhereSilenceWouldHaveDecidedNothingIsGuessed) {
    const std::string number = play_a_permit();
    const WhatIf found = answer(limit("permit.intake=1wd"));
    EXPECT_EQ(found.open_questions, 1) << "accepted by silence the day before the clerk looked";
    EXPECT_EQ(found.questionable, std::vector<std::string>{number});
    EXPECT_EQ(found.all.matters, 0);
}

TEST_F(Supposing, AnotherVersionOfTheProcessIsCountedWhereOnlyLengthsDiffer) {
    const std::string number = play_a_permit();
    std::string text = base::read_file("definitions/processes/permit/process.json", 1 << 20).value();
    const auto put = [&](std::string_view from, std::string_view to) {
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
    };
    put("\"budget\": \"item.promise_days\", \"otherwise\": \"20 working days\"",
        "\"budget\": \"3 working days\"");
    put("\"starts\": \"decide = grant\"", "\"starts\": \"decide = grant && done(review)\"");
    const Process permit = parse_process(text, "permit").value();
    Supposition supposed;
    supposed.process = &permit;
    const WhatIf found = answer(supposed);
    ASSERT_EQ(found.changes.size(), 1u);
    EXPECT_EQ(found.changes.front().number, number);
    EXPECT_TRUE(found.changes.front().late_after);
    EXPECT_EQ(found.not_compared, std::vector<std::string>{"delivery"}) << "it starts by another rule";
}

TEST(ALimitToSuppose, IsReadOrRefused) {
    const auto read = [](std::string_view text) {
        auto change = read_limit_change(text);
        if (!change.ok()) return change.error().text_key();
        return change.value().of + "|" + change.value().clock + "|" + change.value().limit.text();
    };
    EXPECT_EQ(read("permit.legal=15wd"), "permit|legal|15 working days");
    EXPECT_EQ(read("qx-012-01=10 working days"), "qx-012-01||10 working days");
    EXPECT_EQ(read("hotline.answer=24h"), "hotline|answer|24 hours");
    for (const char* bad : {"", "permit.legal", "=15wd", "permit.=15wd", "permit.legal=15", "permit.legal=wd",
                            "permit.legal=-3wd", "permit.legal=99999wd", "permit.legal=15we", "许可=15wd"})
        EXPECT_EQ(read(bad), "what_if.bad_limit") << bad;
}

}  // namespace
}  // namespace casework
