#include "casework/process.h"

#include <gtest/gtest.h>

namespace casework {
namespace {

const Vocabulary& words() {
    static const Vocabulary known{{{"check", {"accept", "refuse"}}, {"comment", {"agree", "disagree"}}},
                                  {{"on_site", true}, {"amount", false}},
                                  {"legal", "window"}};
    return known;
}

std::string refusal(std::string_view condition) {
    const auto compiled = Expression::compile(condition, words(), {"process.json", 7});
    return compiled.ok() ? std::string("accepted") : compiled.error().detail();
}

bool holds(std::string_view condition, const CaseState& state, const ItemTerms& item = {}) {
    auto compiled = Expression::compile(condition, words(), {"process.json", 7});
    EXPECT_TRUE(compiled.ok()) << compiled.error().detail();
    return compiled.value().holds({state, item, Date::of(2026, 3, 2)});
}

TEST(ACondition, IsRefusedWithTheNearestKnownWord) {
    EXPECT_EQ(refusal("chekc = accept"), "process.json:7: unknown step 'chekc', did you mean 'check'?");
    EXPECT_EQ(refusal("check = acept"),
              "process.json:7: unknown outcome of check 'acept', did you mean 'accept'?");
    EXPECT_EQ(refusal("fact.on_sight"), "process.json:7: unknown fact 'on_sight', did you mean 'on_site'?");
    EXPECT_EQ(refusal("item.legal_day > 2"),
              "process.json:7: unknown item field 'legal_day', did you mean 'legal_days'?");
    EXPECT_EQ(refusal("dome(check)"), "process.json:7: unknown function 'dome', did you mean 'done'?");
}

TEST(ACondition, IsTypedAndBounded) {
    EXPECT_EQ(refusal("count(check)"),
              "process.json:7: a condition must be true or false, this is a number in 'count(check)'");
    EXPECT_EQ(refusal("fact.on_site > 2"),
              "process.json:7: only numbers are compared so in 'fact.on_site > 2'");
    EXPECT_EQ(refusal("fact.amount && fact.on_site"),
              "process.json:7: && needs conditions in 'fact.amount && fact.on_site'");
    EXPECT_EQ(refusal("((((((((fact.on_site))))))))").substr(0, 32), "process.json:7: nested too deepl");
    EXPECT_EQ(refusal("(((((((fact.on_site)))))))"), "accepted");
    EXPECT_EQ(refusal("done(check) done(check)").substr(0, 26), "process.json:7: unexpected");
    EXPECT_EQ(refusal(std::string(601, ' ')).substr(0, 37), "process.json:7: condition is too long");
    for (const char* broken :
         {"", "(", "!", "check =", "all(comment, all(comment, agree))", "1 = ", "check", "&&"})
        EXPECT_NE(refusal(broken), "accepted") << broken;
}

TEST(ACondition, TellsWhatItAsksAndWithWhatItCompares) {
    using Op = Expression::Op;
    const auto compiled = Expression::compile(
        "(fact.amount >= 5000 || 12 <= count(check, accept)) && !has(on_site) && elapsed(window)", words(),
        {"process.json", 7});
    ASSERT_TRUE(compiled.ok()) << compiled.error().detail();
    const Expression& condition = compiled.value();
    EXPECT_EQ(condition.compared_with(Op::Fact, 1), std::vector<std::int32_t>{5000});
    EXPECT_EQ(condition.compared_with(Op::Fact, 0), std::vector<std::int32_t>{});
    EXPECT_EQ(condition.compared_with(Op::CountOutcome), std::vector<std::int32_t>{12});
    EXPECT_EQ(condition.compared_with(Op::Count), std::vector<std::int32_t>{});
    EXPECT_TRUE(condition.asks(Op::Elapsed, 1));
    EXPECT_FALSE(condition.asks(Op::Elapsed, 0));
    EXPECT_FALSE(condition.asks(Op::Item));
    EXPECT_TRUE(condition.asks_fact(0)) << "has(on_site)";
    EXPECT_TRUE(condition.asks_fact(1)) << "fact.amount";
}

TEST(ACondition, LooksAtStepsFactsItemAndMembers) {
    CaseState state;
    EXPECT_TRUE(holds("received && !done(check)", state));
    state.steps = {{StepPhase::Done, 1, 1, 3}, {StepPhase::Ready, 1, 0, 0}};
    state.tallies = {{0, 0, 2}};
    state.facts = {{1, 500}};
    EXPECT_TRUE(holds("check = accept", state));
    EXPECT_FALSE(holds("check != accept", state));
    EXPECT_TRUE(holds("running(comment)", state));
    EXPECT_TRUE(holds("running(check, comment)", state));
    EXPECT_TRUE(holds("count(check, accept) = 2 && count(check, refuse) = 0", state));
    EXPECT_TRUE(holds("fact.amount >= 500 && !fact.on_site", state));
    EXPECT_FALSE(holds("fact.amount > 500 || check = refuse", state));
    ItemTerms item;
    item.number(ItemField::LegalDays) = 20;
    EXPECT_TRUE(holds("item.legal_days <= 20", state, item));
    EXPECT_FALSE(holds("all(comment, agree || disagree)", state));
    state.members = {{1, Code::of("036"), {StepPhase::Done, 1, 1, 4}},
                     {1, Code::of("013"), {StepPhase::Ready, 1, 0, 0}}};
    EXPECT_FALSE(holds("all(comment, agree || disagree)", state));
    EXPECT_TRUE(holds("any(comment, agree) && check = accept", state));
    state.members[1].step = {StepPhase::Done, 1, 2, 5};
    EXPECT_TRUE(holds("all(comment, agree || disagree)", state));
    state.clocks.resize(2);
    state.clocks[1].phase = ClockPhase::Running;
    state.clocks[1].due = Date::of(2026, 3, 2);
    EXPECT_FALSE(holds("elapsed(window)", state));
    state.clocks[1].due = Date::of(2026, 3, 1);
    EXPECT_TRUE(holds("elapsed(window)", state));
}

std::string load(std::string_view steps, std::string_view deadlines = "[]") {
    std::string text = R"({"id":"trial","version":1,"steps":)";
    text += steps;
    text += R"(,"deadlines":)";
    text += deadlines;
    text += "}";
    const auto parsed = parse_process(text, "process.json");
    return parsed.ok() ? std::string("accepted") : parsed.error().detail();
}

TEST(ADefinition, StopsAtWhatItDoesNotKnow) {
    const auto step = [](const std::string& more) {
        return load(R"([{"step":"a","kind":"act","who":"window@hall",)" + more + "}]");
    };
    const std::string good = R"("outcomes":[{"outcome":"x"}])";
    EXPECT_EQ(step(good), "accepted");
    EXPECT_EQ(step(R"("whne":"",)" + good), "process.json:1: unknown key 'whne', did you mean 'when'?");
    EXPECT_EQ(step(R"("outcomes":[{"outcome":"x","then":"reopen b"}])"),
              "process.json:1: unknown step 'b', did you mean 'a'?");
    EXPECT_EQ(step(R"("outcomes":[])"), "process.json:1: a step needs an outcome");
    EXPECT_EQ(step(good + R"(},{"step":"a","kind":"act","who":"window@hall",)" + good),
              "process.json:1: 'a' stands twice");
    EXPECT_EQ(load(R"([{"step":"a","kind":"akt","who":"window@hall"}])"),
              "process.json:1: unknown kind 'akt', did you mean 'act'?");
    EXPECT_EQ(load(R"([{"step":"a","kind":"act","who":"window@hal"}])"),
              "process.json:1: unknown relation 'hal', did you mean 'hall'?");
    EXPECT_EQ(load("[]"), "process.json:1: 1 to 64 steps are allowed");
}

TEST(ADefinition, NeedsALawForEveryPeriod) {
    const std::string_view steps =
        R"([{"step":"a","kind":"act","who":"w@hall","outcomes":[{"outcome":"x"}]}])";
    const auto period = [&](const std::string& more) {
        const std::string head =
            R"json([{"deadline":"d","class":"F","owner":"w@hall","starts":"received","stops":"done(a)",)json";
        return load(steps, head + more + "}]");
    };
    EXPECT_EQ(period(R"("budget":"20 weeks")"),
              "process.json:1: '20 weeks' is no span such as '20 working days'");
    EXPECT_EQ(period(R"("budget":"20 working days")"), "process.json:1: a deadline needs a basis");
    EXPECT_EQ(period(R"("budget":"20 working days","extend":{"by":"10 days","who":"head@hall"})"),
              "process.json:1: an extension cannot change the unit");
}

std::vector<std::string> rules(std::string_view json) {
    const auto parsed = parse_process(json, "process.json");
    EXPECT_TRUE(parsed.ok()) << parsed.error().detail();
    std::vector<std::string> broken;
    for (const Finding& finding : check_process(parsed.value()))
        broken.push_back(finding.rule + " " + finding.step);
    return broken;
}

constexpr std::string_view kBroken = R"json({"id":"trial","version":1,"steps":[
    {"step":"receive","kind":"act","who":"window@hall","outcomes":[{"outcome":"filed"}]},
    {"step":"decide","kind":"act","who":"head@item.office","when":"done(receive)","outcomes":[
      {"outcome":"refuse","end":"refused"},{"outcome":"again","then":"reopen decide"}]},
    {"step":"never","kind":"act","who":"head@item.office","outcomes":[{"outcome":"x"}]}],
    "deadlines":[{"deadline":"legal","class":"F","owner":"head@item.office","starts":"done(decide)",
      "stops":"done(never)","budget":"20 working days",
      "pauses":[{"while":"decide","kind":"lunch","needs":"","max":"0 days"}],
      "expire":{"deem":"decide refuse"},
  "basis":[{"law":"行政许可法","art":"42","status":"verified"}]}]})json";

TEST(TheChecker, NamesTheRuleThatIsBroken) {
    const auto broken = rules(kBroken);
    for (const char* rule :
         {"P02 never", "P03 decide again", "P04 decide refuse", "P06 trial", "P08 legal", "P14 trial"})
        EXPECT_NE(std::find(broken.begin(), broken.end(), rule), broken.end()) << rule;
}

}  // namespace
}  // namespace casework
