// What a definition may ask for beyond one desk: votes with a quorum, bodies chosen on the way, periods whose
// length depends on what was asked, silence with a consequence, parts that are cases of their own, another
// version.

#include "base/file.h"
#include "calendar/calendar_file.h"
#include "casework/case.h"
#include "casework/limits.h"
#include "casework/test_story.h"

#include <gtest/gtest.h>

namespace casework {
namespace {

constexpr std::string_view kMeeting = R"json({"id": "council", "version": 1,
 "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "26", "status": "verified"}],
 "facts": [{"fact": "unit", "type": "body"},
           {"fact": "category", "type": "choice", "options": ["consult", "complaint"]},
           {"fact": "votes_for", "type": "number"}],
 "steps": [
  {"step": "propose", "kind": "act", "who": "drafter@item.office",
   "outcomes": [{"outcome": "filed", "sets": ["unit", "category"]}]},
  {"step": "prepare", "kind": "act", "who": "handler@fact.unit", "when": "done(propose)",
   "outcomes": [{"outcome": "ready", "then": "open clarify"}, {"outcome": "short"}]},
  {"step": "clarify", "kind": "wait", "who": "applicant", "outcomes": [
    {"outcome": "answered", "then": "reopen prepare"}, {"outcome": "lapsed", "end": "lapsed"}]},
  {"step": "meeting", "kind": "act", "who": "councillor@region.gov", "when": "prepare = short",
   "each": "holders", "quorum": "majority", "outcomes": [{"outcome": "agree"}, {"outcome": "disagree"}]},
  {"step": "conclude", "kind": "act", "who": "leader@region.gov", "when": "done(meeting)", "outcomes": [
    {"outcome": "adopt", "guard": "majority", "end": "adopted"}, {"outcome": "drop", "end": "dropped"}]},
  {"step": "carry_out", "kind": "child", "when": "conclude = adopt",
   "spawn": {"process": "follow-up", "office": "fact.unit"},
   "outcomes": [{"outcome": "done"}, {"outcome": "other"}]},
  {"step": "file_away", "kind": "auto", "when": "done(carry_out)", "outcomes": [{"outcome": "archived"}]}],
 "guards": [{"guard": "majority", "if": "votes(meeting, agree) * 1 > 0",
   "basis": [{"law": "行政许可法", "art": "26", "status": "verified"}]}],
 "deadlines": [
  {"deadline": "answer", "class": "S", "owner": "handler@fact.unit", "starts": "received",
   "stops": "done(prepare)",
   "budget": [{"if": "fact.category = consult", "is": "3 working days"}, {"is": "15 working days"}],
   "basis": [{"law": "行政许可法", "art": "42", "status": "local"}]},
  {"deadline": "clarify", "class": "F", "owner": "applicant", "starts": "running(clarify)",
   "stops": "done(clarify)", "budget": "15 working days", "expire": {"deem": "clarify lapsed"},
   "basis": [{"law": "政府信息公开条例", "art": "30", "status": "verified"}]}]})json";

std::string with_guard(std::string_view condition) {
    std::string json(kMeeting);
    const std::string_view placed = "votes(meeting, agree) * 1 > 0";
    json.replace(json.find(placed), placed.size(), condition);
    return json;
}

calendar::Instant at(std::string_view day) {
    return calendar::Instant::start_of(calendar::Date::parse(day).value()).plus_seconds(9 * 3600);
}

VaultRef paper() {
    VaultRef ref;
    ref.item = 1;
    return ref;
}

// One matter of the council, told day by day.
class Story {
public:
    explicit Story(const std::string& json = with_guard("votes(meeting, agree) >= 3"))
        : process_(parse_process(json, "process.json").value()) {
        terms_.item = Code::of("x");
        terms_.office = Code::of("001");
        terms_.hall = Code::of("029");
        terms_.government = Code::of("000");
        for (int n = 1; n <= 5; ++n)
            holders_.push_back({Code::of("councillor"), Code::of("000"), PersonId(n)});
    }

    std::string files(std::string_view day, std::string_view category, std::string_view unit = "016") {
        Filing filing;
        filing.number = Code::of("999921001202603020000A");
        filing.channel = Code::of("internal");
        filing.applicant_kind = Code::of("unit");
        filing.applicant = paper();
        filing.facts.push_back(fact("unit", unit));
        filing.facts.push_back(fact("category", category));
        auto received = decide_filing(pinned(), filing, at(day));
        if (!received.ok()) return received.error().text_key();
        keep(received.value().turn, {});
        return "received";
    }
    std::string does(std::string_view day, std::int64_t person, std::string_view role,
                     std::string_view office, std::string_view step, std::string_view outcome) {
        StepRequest wanted;
        wanted.step = Code::of(step);
        wanted.outcome = Code::of(outcome);
        Acting acting{PersonId(person), Code::of(role), office.empty() ? Code() : Code::of(office)};
        auto event = decide_step(pinned(), state, wanted, acting, at(day));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn, PersonId(person)); }, event.value());
        return "done";
    }
    std::string votes(std::string_view day, std::int64_t person, std::string_view outcome) {
        return does(day, person, "councillor", "000", "meeting", outcome);
    }
    FactSet fact(std::string_view name, std::string_view typed) const {
        const Fact* known = process_.find_fact(name);
        return {Code::of(name), known - process_.facts.data(), read_fact(*known, typed).value()};
    }
    const StepState& step(std::string_view name) const {
        return state.step(static_cast<std::size_t>(process_.find_step(name)));
    }
    const ClockState& clock(std::string_view name) const {
        return state.clock(static_cast<std::size_t>(process_.find_deadline(name)));
    }
    void keep(const Turn& turn, PersonId person) {
        last = turn;
        apply(state, turn, person);
        // What is stored is what was folded.
        EXPECT_EQ(CaseState::decode(state.encode()).value(), state);
    }
    Pinned pinned() const { return {process_, terms_, china(), holders_}; }

    CaseState state;
    Turn last;

private:
    Process process_;
    ItemTerms terms_;
    std::vector<Holder> holders_;
};

TEST(ABodyChosenOnTheWay, HasTheDesk) {
    Story story;
    ASSERT_EQ(story.files("2026-03-02", "consult"), "received");
    ASSERT_EQ(story.last.opened.size(), 1u);
    EXPECT_EQ(story.last.opened.front().office.text(), "016");
    EXPECT_EQ(story.does("2026-03-02", 9, "handler", "001", "prepare", "short"), "casework.not_your_desk");
    EXPECT_EQ(story.does("2026-03-02", 9, "handler", "016", "prepare", "short"), "done");
}

TEST(ALimit, DependsOnWhatWasAsked) {
    Story consult, complaint;
    consult.files("2026-03-02", "consult");
    complaint.files("2026-03-02", "complaint");
    EXPECT_EQ(consult.clock("answer").due.iso(), "2026-03-05");
    EXPECT_EQ(complaint.clock("answer").due.iso(), "2026-03-23");
}

TEST(AVote, IsThePersonsOwnAndNeedsAQuorum) {
    Story story;
    story.files("2026-03-02", "consult");
    story.does("2026-03-02", 9, "handler", "016", "prepare", "short");
    EXPECT_EQ(story.last.opened.size(), 5u);
    EXPECT_EQ(story.votes("2026-03-03", 1, "agree"), "done");
    EXPECT_EQ(story.votes("2026-03-03", 1, "agree"), "casework.step_not_open");
    EXPECT_EQ(story.votes("2026-03-03", 77, "agree"), "casework.not_your_desk");
    EXPECT_EQ(story.votes("2026-03-03", 2, "disagree"), "done");
    EXPECT_EQ(story.does("2026-03-03", 50, "leader", "000", "conclude", "adopt"), "casework.step_not_open");
    EXPECT_EQ(story.votes("2026-03-03", 3, "agree"), "done");  // three of five
    // Two of five agree: the guard wants three.
    EXPECT_EQ(story.does("2026-03-03", 50, "leader", "000", "conclude", "adopt"), "casework.guard_refused");
    EXPECT_EQ(story.votes("2026-03-03", 4, "agree"), "done");
    EXPECT_EQ(story.does("2026-03-03", 50, "leader", "000", "conclude", "adopt"), "done");
    // Whoever has not voted is not waited for any more.
    EXPECT_EQ(story.votes("2026-03-03", 5, "agree"), "casework.step_not_open");
}

TEST(APart, IsWaitedForBeforeTheWholeEnds) {
    Story story;
    story.files("2026-03-02", "consult");
    story.does("2026-03-02", 9, "handler", "016", "prepare", "short");
    for (const std::int64_t person : {1, 2, 3}) story.votes("2026-03-03", person, "agree");
    ASSERT_EQ(story.does("2026-03-03", 50, "leader", "000", "conclude", "adopt"), "done");
    ASSERT_EQ(story.last.spawned.size(), 1u);
    EXPECT_EQ(story.last.spawned.front().office.text(), "016");
    EXPECT_EQ(story.state.result.text(), "adopted");
    EXPECT_FALSE(story.state.ended);
    auto joined = decide_join(story.pinned(), story.state, story.last.spawned.front(), Code::of("c1"),
                              Code::of("done"), at("2026-04-01"));
    ASSERT_TRUE(joined.ok()) << joined.error().text_key();
    story.keep(joined.value().turn, {});
    EXPECT_TRUE(story.state.ended);
    EXPECT_TRUE(story.step("file_away").done());
}

TEST(Silence, LapsesARequestThatIsNotCorrected) {
    Story story;
    story.files("2026-03-02", "consult");
    story.does("2026-03-02", 9, "handler", "016", "prepare", "ready");
    ASSERT_TRUE(story.step("clarify").open());
    const auto slot = static_cast<std::size_t>(1);
    EXPECT_EQ(decide_deemed(story.pinned(), story.state, slot, at("2026-03-23")).error().text_key(),
              "casework.clock_not_running");
    auto lapsed = decide_deemed(story.pinned(), story.state, slot, at("2026-03-24"));
    ASSERT_TRUE(lapsed.ok()) << lapsed.error().text_key();
    std::visit([&](const auto& told) { story.keep(told.turn, {}); }, lapsed.value());
    EXPECT_EQ(story.state.result.text(), "lapsed");
    EXPECT_TRUE(story.state.ended);
}

TEST(AnotherVersion, KeepsTheStartAndCountsAgain) {
    Story story;
    story.files("2026-03-02", "consult");
    std::string longer = with_guard("votes(meeting) > 0");
    const std::string_view days = "3 working days";
    longer.replace(longer.find(days), days.size(), "5 working days");
    Process next = parse_process(longer, "process.json").value();
    next.version = 2;
    next.digest.bytes[0] = 1;
    const Pinned from = story.pinned();
    const Pinned to{next, from.item, from.days, from.holders};
    auto migrated = decide_migration(from, to, story.state, at("2026-03-04"));
    ASSERT_TRUE(migrated.ok()) << migrated.error().text_key();
    ASSERT_EQ(migrated.value().turn.clocks.size(), 1u);
    EXPECT_EQ(migrated.value().turn.clocks.front().due.iso(), "2026-03-09");
    story.keep(migrated.value().turn, {});
    EXPECT_EQ(story.clock("answer").due.iso(), "2026-03-09");
    EXPECT_EQ(story.clock("answer").start.iso(), "2026-03-02");

    // A version without the step that is open cannot take the matter over.
    std::string other = longer;
    for (std::size_t found = 0; (found = other.find("prepare", found)) != std::string::npos; found += 5)
        other.replace(found, 7, "study");
    Process renamed = parse_process(other, "process.json").value();
    renamed.digest.bytes[0] = 2;
    const Pinned nowhere{renamed, from.item, from.days, from.holders};
    EXPECT_EQ(decide_migration(from, nowhere, story.state, at("2026-03-04")).error().text_key(),
              "casework.cannot_migrate");
}

constexpr std::string_view kPlan = R"json({"id": "plan", "version": 1,
 "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "26", "status": "verified"}],
 "facts": [{"fact": "drawn", "type": "list"}],
 "steps": [
  {"step": "propose", "kind": "act", "who": "handler@item.office", "outcomes": [{"outcome": "filed"}]},
  {"step": "draw", "kind": "act", "who": "handler@item.office", "when": "done(propose)",
   "outcomes": [{"outcome": "drawn", "sets": ["drawn"]}]},
  {"step": "again", "kind": "act", "who": "head@item.office", "when": "done(draw)", "optional": true,
   "outcomes": [{"outcome": "redraw", "then": "reopen draw", "at_most": 2}]},
  {"step": "inspect", "kind": "child", "when": "done(draw)", "each": "fact.drawn",
   "spawn": {"process": "inspection", "office": "item.office"},
   "outcomes": [{"outcome": "normal"}, {"outcome": "trouble"}]},
  {"step": "publish", "kind": "act", "who": "handler@item.office", "when": "done(inspect)", "outcomes": [
    {"outcome": "clean", "guard": "nothing_found", "end": "clean"}, {"outcome": "mixed", "end": "mixed"}]}],
 "guards": [{"guard": "nothing_found", "if": "all(inspect, normal)",
   "basis": [{"law": "行政许可法", "art": "26", "status": "verified"}]}],
 "deadlines": [{"deadline": "all", "class": "S", "owner": "handler@item.office", "starts": "received",
   "stops": "done(publish)", "budget": "60 working days",
   "basis": [{"law": "行政许可法", "art": "42", "status": "local"}]}]})json";

class Plan : public Story {
public:
    explicit Plan(const std::string& json = std::string(kPlan)) : Story(json) {
        Filing filing;
        filing.number = Code::of("999921001202603020000A");
        filing.channel = Code::of("internal");
        filing.applicant_kind = Code::of("unit");
        filing.applicant = paper();
        keep(decide_filing(pinned(), filing, at("2026-03-02")).value().turn, {});
    }
    void draws(std::int64_t objects) {
        StepRequest wanted;
        wanted.step = Code::of("draw");
        wanted.outcome = Code::of("drawn");
        wanted.facts = {{Code::of("drawn"), 0, objects}};
        const Acting acting{PersonId(9), Code::of("handler"), Code::of("001")};
        auto event = decide_step(pinned(), state, wanted, acting, at("2026-03-02"));
        ASSERT_TRUE(event.ok()) << event.error().text_key();
        keep(std::get<StepDone>(event.value()).turn, PersonId(9));
    }
    std::string joins(std::int64_t object, std::string_view result) {
        Spawned child;
        child.step = Code::of("inspect");
        child.slot = 3;
        child.round = step("inspect").round;
        if (object > 0) child.member = entry_code(object);
        auto joined =
            decide_join(pinned(), state, child, Code::of("child"), Code::of(result), at("2026-03-03"));
        if (!joined.ok()) return joined.error().text_key();
        keep(joined.value().turn, {});
        return "joined";
    }
};

TEST(AChildForEachEntry, IsBegunAtOnceAndTheStepWaitsForAll) {
    Plan plan;
    plan.draws(3);
    ASSERT_EQ(plan.last.spawned.size(), 3u);
    EXPECT_EQ(plan.last.spawned[2].member.text(), "e3");
    EXPECT_EQ(plan.last.spawned[2].office.text(), "001");
    EXPECT_EQ(plan.joins(0, "normal"), "casework.step_not_open") << "which of them is to be said";
    EXPECT_EQ(plan.joins(4, "normal"), "casework.step_not_open");
    EXPECT_EQ(plan.joins(2, "normal"), "joined");
    EXPECT_EQ(plan.joins(2, "normal"), "casework.step_not_open") << "it has ended already";
    EXPECT_EQ(plan.joins(1, "normal"), "joined");
    EXPECT_FALSE(plan.step("inspect").done());
    EXPECT_FALSE(plan.step("publish").open());
    EXPECT_EQ(plan.joins(3, "trouble"), "joined");
    EXPECT_TRUE(plan.step("inspect").done());
    EXPECT_EQ(plan.does("2026-03-04", 9, "handler", "001", "publish", "clean"), "casework.guard_refused");
    EXPECT_EQ(plan.does("2026-03-04", 9, "handler", "001", "publish", "mixed"), "done");
    EXPECT_TRUE(plan.state.ended);
}

TEST(AChildForEachEntry, MayBeEnoughBeforeTheLastOne) {
    std::string json(kPlan);
    const std::string each = R"("each": "fact.drawn",)";
    json.replace(json.find(each), each.size(), R"("each": "fact.drawn", "quorum": 2,)");
    Plan plan(json);
    plan.draws(3);
    EXPECT_EQ(plan.joins(1, "normal"), "joined");
    EXPECT_FALSE(plan.step("inspect").done());
    EXPECT_EQ(plan.joins(3, "normal"), "joined");
    EXPECT_TRUE(plan.step("publish").open());
}

// Drawn again with fewer entries: who belonged to the first draw only is asked no more.
TEST(AChildForEachEntry, OfAnEarlierRoundCountsNoMore) {
    Plan plan;
    plan.draws(2);
    EXPECT_EQ(plan.joins(2, "trouble"), "joined");
    OpenRequest again;
    again.step = Code::of("again");
    const Acting head{PersonId(8), Code::of("head"), Code::of("001")};
    auto opened = decide_open(plan.pinned(), plan.state, again, head, at("2026-03-03"));
    ASSERT_TRUE(opened.ok()) << opened.error().text_key();
    plan.keep(std::visit([](const auto& event) { return event.turn; }, opened.value()), PersonId(8));
    ASSERT_EQ(plan.does("2026-03-03", 8, "head", "001", "again", "redraw"), "done");
    plan.draws(1);
    EXPECT_EQ(plan.state.members_of(3), 1);
    EXPECT_EQ(plan.joins(1, "normal"), "joined");
    EXPECT_EQ(plan.does("2026-03-04", 9, "handler", "001", "publish", "clean"), "done");
}

TEST(AFact, IsReadByItsType) {
    const Fact body{"unit", FactType::Body, {}, {}};
    const Fact choice{"kind", FactType::Choice, {"a", "b"}, {}};
    const Fact day{"day", FactType::Date, {}, {}};
    const Fact number{"n", FactType::Number, {}, {}};
    const Fact list{"drawn", FactType::List, {}, {}};
    EXPECT_EQ(read_fact(list, " 甲商行 \r\n\n乙餐馆\n").value(), 2) << "empty lines are no entries";
    EXPECT_EQ(list_entries(" 甲商行 \r\n\n乙餐馆\n"), (std::vector<std::string>{"甲商行", "乙餐馆"}));
    std::string many;
    for (std::size_t i = 0; i < kMembersMax; ++i) many += "x\n";
    EXPECT_EQ(read_fact(list, many).value(), static_cast<std::int64_t>(kMembersMax));
    EXPECT_FALSE(read_fact(list, many + "x").ok()) << "one more than the limit";
    EXPECT_FALSE(read_fact(list, " \n ").ok());
    EXPECT_EQ(fact_text(body, read_fact(body, "000").value()), "000");
    EXPECT_EQ(fact_text(body, read_fact(body, "012").value()), "012");
    EXPECT_EQ(fact_text(choice, read_fact(choice, "b").value()), "b");
    EXPECT_EQ(fact_text(day, read_fact(day, "2026-03-02").value()), "2026-03-02");
    for (const auto& [fact, typed] : std::vector<std::pair<Fact, std::string>>{{body, "12"},
                                                                               {body, "abc"},
                                                                               {choice, "c"},
                                                                               {day, "2026-02-30"},
                                                                               {number, "-1"},
                                                                               {number, "1e9"}})
        EXPECT_EQ(read_fact(fact, typed).error().text_key(), "casework.fact_bad")
            << fact.name << " " << typed;
}

TEST(ADefinition, IsToldWhatIsWrongWithTheNewWords) {
    const auto refused = [](std::string_view found, std::string_view put) {
        std::string json = with_guard("votes(meeting) > 0");
        json.replace(json.find(found), found.size(), put);
        const auto parsed = parse_process(json, "process.json");
        return parsed.ok() ? std::string("accepted") : parsed.error().detail();
    };
    EXPECT_NE(refused("fact.category = consult", "fact.category = consutl").find("did you mean 'consult'"),
              std::string::npos);
    EXPECT_NE(refused("handler@fact.unit", "handler@fact.unti").find("did you mean 'unit'"),
              std::string::npos);
    EXPECT_NE(refused("handler@fact.unit", "handler@fact.category").find("names no body"), std::string::npos);
    EXPECT_NE(refused("\"quorum\": \"majority\"", "\"quorum\": 0").find("1 to 24"), std::string::npos);
    EXPECT_NE(refused("\"each\": \"holders\", ", "").find("a quorum needs each"), std::string::npos);
    EXPECT_NE(
        refused("\"spawn\": {\"process\": \"follow-up\", \"office\": \"fact.unit\"},", "").find("has spawn"),
        std::string::npos);
    EXPECT_NE(refused(", {\"is\": \"15 working days\"}", "").find("the last budget"), std::string::npos);
    const std::string_view unit = R"({"fact": "unit", "type": "body"})";
    EXPECT_NE(
        refused(unit, R"({"fact": "unit", "type": "body", "from": "county.x"})").find("set by the county"),
        std::string::npos);
    EXPECT_NE(refused(unit, R"({"fact": "unit", "type": "body", "from": "012"})").find("county.<function>"),
              std::string::npos);
    EXPECT_NE(refused(R"("each": "holders", "quorum": "majority")", R"("each": "fact.votes_for")")
                  .find("the fact is a list"),
              std::string::npos);
    EXPECT_NE(refused(R"({"outcome": "short"})", R"({"outcome": "short", "records": "corrected"})")
                  .find("has corrects"),
              std::string::npos);
    EXPECT_NE(refused("\"options\": [\"consult\", \"complaint\"]", "\"options\": [\"consult\"]")
                  .find("2 to 40 options"),
              std::string::npos);
}

}  // namespace
}  // namespace casework
