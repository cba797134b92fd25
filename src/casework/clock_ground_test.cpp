// Periods beside each other: whose calendar counts which, what one leaves another after pauses, extensions,
// new calendars and another body, how long special procedures may be together, and what was entered later.

#include "base/file.h"
#include "calendar/calendar_file.h"
#include "calendar/local_order.h"
#include "casework/clock_ground.h"
#include "casework/test_story.h"
#include "catalog/calendars.h"

#include <gtest/gtest.h>

#include <random>

namespace casework {
namespace {

using calendar::Instant;
using calendar::Unit;
using calendar::WorkCalendar;

// `inner` has to end two working days before `part`, and that five before `whole`; they stand in the order in
// which nothing comes after what it needs.
constexpr std::string_view kJoint = R"json({"id": "joint", "version": 1,
 "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "42", "status": "verified"}],
 "facts": [{"fact": "unit", "type": "body"}, {"fact": "signed", "type": "date"}],
 "outputs": ["special_notice"],
 "steps": [
  {"step": "receive", "kind": "act", "who": "window@hall",
   "outcomes": [{"outcome": "filed", "sets": ["unit"]}]},
  {"step": "register", "kind": "act", "who": "window@hall", "when": "done(receive)", "outcomes": [
    {"outcome": "registered", "needs": ["proof"], "sets": ["signed"], "happened": "signed"}]},
  {"step": "assign", "kind": "act", "who": "head@item.office", "optional": true, "repeat": 99,
   "when": "done(receive)", "outcomes": [{"outcome": "assigned", "sets": ["unit"]}]},
  {"step": "hearing", "kind": "act", "who": "head@item.office", "optional": true, "repeat": 99,
   "when": "done(receive)", "outcomes": [{"outcome": "held"}]},
  {"step": "testing", "kind": "act", "who": "head@item.office", "optional": true, "repeat": 99,
   "when": "done(receive)", "outcomes": [{"outcome": "held"}]},
  {"step": "decide", "kind": "act", "who": "head@item.office", "when": "done(receive)",
   "outcomes": [{"outcome": "grant", "end": "granted"}]}],
 "deadlines": [
  {"deadline": "inner", "class": "S", "owner": "applicant", "starts": "received", "stops": "done(decide)",
   "budget": "40 working days", "within": {"deadline": "part", "before": "2 working days"},
   "basis": [{"law": "行政许可法", "art": "42", "status": "verified"}]},
  {"deadline": "part", "class": "S", "owner": "handler@fact.unit", "starts": "received",
   "stops": "done(decide)", "budget": "20 working days",
   "within": {"deadline": "whole", "before": "5 working days"},
   "pauses": [{"while": "testing", "needs": "special_notice", "max": "30 working days"}],
   "basis": [{"law": "行政许可法", "art": "42", "status": "verified"}]},
  {"deadline": "whole", "class": "F", "owner": "head@item.office", "starts": "received",
   "stops": "done(decide)", "counts": "event+evidence", "budget": "22 working days",
   "pauses": [{"while": "hearing", "needs": "special_notice", "max": "25 working days"},
              {"while": "testing", "needs": "special_notice", "max": "60 days"}],
   "extend": {"by": "15 working days", "who": "head@item.office", "times": 1, "needs": ["reasons"]},
   "basis": [{"law": "行政许可法", "art": "42", "status": "verified"}]},
  {"deadline": "members", "class": "S", "owner": "handler@member", "starts": "received",
   "stops": "done(decide)", "budget": "20 working days",
   "basis": [{"law": "行政许可法", "art": "42", "status": "verified"}]},
  {"deadline": "registering", "class": "F", "owner": "window@hall",
   "starts": "received && !done(register) || done(register)", "stops": "done(decide)",
   "counts": "event+evidence", "budget": "7 working days",
   "basis": [{"law": "行政许可法", "art": "42", "status": "verified"}]}]})json";

std::vector<calendar::CalendarFile> notices() {
    std::vector<calendar::CalendarFile> files;
    for (const char* name : {"statutory", "2024", "2025", "2026"}) {
        const std::string path = std::string("definitions/calendars/cn-") + name + ".json";
        files.push_back(calendar::parse_calendar(base::read_file(path).value(), path).value());
    }
    return files;
}

// The county's calendars; 013 has the days off that an order gives it.
catalog::WorkCalendars county(std::string_view off_from, std::string_view off_to,
                              std::string_view notice_2027 = {}) {
    auto files = notices();
    if (!notice_2027.empty()) files.push_back(calendar::parse_calendar(notice_2027, "cn-2027").value());
    catalog::WorkCalendars calendars;
    calendars.national = std::make_shared<const WorkCalendar>(calendar::compile_calendar(files).value());
    const std::string order =
        R"({"calendar":"local","ver":1,"orders":[{"kind":"statutory_local","order":"清政发〔2026〕3号",)"
        R"("issuer":"清溪县人民政府","issued":"2026-01-05","name":"县庆","from":")" +
        std::string(off_from) + R"(","to":")" + std::string(off_to) + R"(","bodies":["013"]}]})";
    const auto local = calendar::parse_local_calendar(order, "local").value();
    calendars.local.emplace("013", std::make_shared<const WorkCalendar>(
                                       calendar::calendar_of_body(*calendars.national, local, "013")));
    return calendars;
}

VaultRef paper() {
    return {7, {}};
}
Date day(std::string_view iso) {
    return Date::parse(iso).value();
}
Instant noon(Date on) {
    return Instant::start_of(on).plus_seconds(12 * 3600);
}

class Matter {
public:
    explicit Matter(catalog::WorkCalendars calendars)
        : calendars_(std::move(calendars)), process_(parse_process(kJoint, "joint").value()) {
        item_.office = Code::of("012");
        item_.hall = Code::of("029");
        item_.government = Code::of("000");
        item_.joint = {Code::of("036"), Code::of("013")};
    }
    Pinned pinned() const { return {process_, item_, *calendars_.of("012"), {}, &calendars_}; }
    const Process& process() const { return process_; }
    const CaseState& state() const { return state_; }
    std::size_t slot(std::string_view clock) const {
        return static_cast<std::size_t>(process_.find_deadline(clock));
    }
    const ClockState& clock(std::string_view name) const { return state_.clock(slot(name)); }
    std::string due(std::string_view name) const { return clock(name).due.iso(); }

    void file(Date on, std::string_view unit) {
        Filing filing;
        filing.number = Code::of("99992101220260302000179");
        filing.applicant = paper();
        filing.facts = {fact("unit", unit)};
        keep(decide_filing(pinned(), filing, noon(on)).value().turn);
    }
    // The key of the refusal; empty when it was done.
    std::string does(Date on, std::string_view step, std::string_view outcome,
                     std::vector<FactSet> facts = {}) {
        StepRequest wanted;
        wanted.step = Code::of(step);
        wanted.outcome = Code::of(outcome);
        wanted.facts = std::move(facts);
        wanted.evidence = {{Code::of("proof"), paper()}};
        auto event = decide_step(pinned(), state_, wanted, acting(step), noon(on));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn); }, event.value());
        return {};
    }
    std::string opens(Date on, std::string_view step, Date until) {
        auto event = decide_open(pinned(), state_, {Code::of(step), until, {}}, acting(step), noon(on));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn); }, event.value());
        return {};
    }
    std::string extends(Date on) {
        const ExtensionRequest wanted{Code::of("whole"), {{Code::of("reasons"), paper()}}};
        auto event = decide_extension(pinned(), state_, wanted, acting("decide"), noon(on));
        if (!event.ok()) return event.error().text_key();
        for (const ClockChange& change : event.value().all()) apply(state_, change);
        return {};
    }
    // How many dates the new calendars moved.
    std::size_t follows(catalog::WorkCalendars calendars) {
        calendars_ = std::move(calendars);
        const auto changes = decide_calendar_change(pinned(), state_);
        for (const DueChanged& changed : changes) apply(state_, changed.change);
        return changes.size();
    }
    FactSet fact(std::string_view name, std::string_view typed) const {
        const Fact* known = process_.find_fact(name);
        return {Code::of(name), known - process_.facts.data(), read_fact(*known, typed).value()};
    }
    const Turn& last() const { return last_; }

private:
    Acting acting(std::string_view step) const {
        const bool window = step == "register";
        return {PersonId(5), Code::of(window ? "window" : "head"), Code::of(window ? "029" : "012")};
    }
    void keep(const Turn& turn) {
        apply(state_, turn, PersonId(5));
        state_ = CaseState::decode(state_.encode()).value();
        last_ = turn;
    }
    catalog::WorkCalendars calendars_;
    Process process_;
    ItemTerms item_;
    CaseState state_;
    Turn last_;
};

TEST(APeriod, IsCountedByTheCalendarOfTheBodyThatAnswersForIt) {  // A2
    Matter matter(county("2026-03-11", "2026-03-13"));
    matter.file(day("2026-03-02"), "036");
    EXPECT_EQ(matter.due("registering"), "2026-03-11");
    EXPECT_EQ(matter.due("whole"), "2026-04-01");
    EXPECT_EQ(matter.due("part"), "2026-03-25") << "five working days before the whole";
    const auto body_of = [&](std::string_view clock) {
        return calendar_of(matter.pinned(), matter.state(), matter.slot(clock)).body.text();
    };
    EXPECT_EQ(body_of("whole"), "012");
    EXPECT_EQ(body_of("part"), "036");
    EXPECT_EQ(body_of("registering"), "029");
    EXPECT_EQ(body_of("inner"), "012") << "an outsider has none of his own";
    EXPECT_EQ(body_of("members"), "013") << "nobody is held to a day that an order gave him off";
    EXPECT_EQ(matter.due("members"), "2026-04-01") << "two days off of twenty";

    const auto& own = calendar_of(matter.pinned(), matter.state(), matter.slot("members")).days;
    const auto rows =
        explain(matter.clock("members"), matter.process().deadlines[matter.slot("members")], own);
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](const calendar::LedgerRow& row) {
        return row.kind == calendar::RowKind::Local && row.notice == "清政发〔2026〕3号 县庆";
    }));
}

TEST(APeriod, FollowsItsBodyWhenAnotherOneIsChosen) {
    Matter matter(county("2026-03-11", "2026-03-13"));
    matter.file(day("2026-03-02"), "036");
    matter.extends(day("2026-03-03"));  // so that its own length speaks
    EXPECT_EQ(matter.due("part"), "2026-03-30");
    EXPECT_EQ(matter.opens(day("2026-03-04"), "assign", day("2026-03-05")), "");
    EXPECT_EQ(matter.does(day("2026-03-04"), "assign", "assigned", {matter.fact("unit", "013")}), "");
    EXPECT_EQ(matter.due("part"), "2026-04-01");
    EXPECT_EQ(matter.last().clocks.back().change.text(), "moved");
    EXPECT_EQ(matter.due("whole"), "2026-04-23") << "the others stay";
}

TEST(ALimitWithinAnother, HoldsAfterEveryChangeOfEither) {  // B2, D3
    Matter matter(county("2026-01-03", "2026-01-04"));
    matter.file(day("2026-03-02"), "036");
    EXPECT_EQ(matter.due("whole"), "2026-04-01");
    EXPECT_EQ(matter.due("part"), "2026-03-25");
    EXPECT_EQ(matter.due("inner"), "2026-03-23");
    // A hearing stops the whole only: the part gets what it leaves, up to its own length.
    EXPECT_EQ(matter.opens(day("2026-03-09"), "hearing", day("2026-03-11")), "");
    EXPECT_EQ(matter.due("whole"), "2026-04-03");
    EXPECT_EQ(matter.due("part"), "2026-03-27");
    EXPECT_EQ(matter.due("inner"), "2026-03-25");
    // It ends a day early, and both come back with it.
    EXPECT_EQ(matter.does(day("2026-03-10"), "hearing", "held"), "");
    EXPECT_EQ(matter.due("part"), "2026-03-26");
    // A test stops both; the part is later by it, and no later than the whole leaves it.
    EXPECT_EQ(matter.opens(day("2026-03-12"), "testing", day("2026-03-16")), "");
    EXPECT_EQ(matter.due("whole"), "2026-04-07");
    EXPECT_EQ(matter.due("part"), "2026-03-30");
    EXPECT_EQ(matter.does(day("2026-03-16"), "testing", "held"), "");
    EXPECT_EQ(matter.extends(day("2026-03-17")), "");
    EXPECT_EQ(matter.due("part"), "2026-04-01") << "its own twenty days and the two of the test";
    EXPECT_EQ(matter.due("inner"), "2026-03-30");
    const auto reading = evaluate(matter.clock("inner"), matter.process().deadlines[0], matter.pinned().days,
                                  noon(day("2026-03-20")));
    EXPECT_TRUE(reading.limited);
    EXPECT_EQ(reading.budget, 20) << "what the other period leaves of forty";
    EXPECT_EQ(reading.consumed + reading.remaining, reading.budget);
    const auto rows = explain(matter.clock("inner"), matter.process().deadlines[0], matter.pinned().days);
    EXPECT_EQ(rows.back().kind, calendar::RowKind::Due);
    EXPECT_EQ(rows.back().last, matter.clock("inner").due);
    EXPECT_EQ(rows.back().last_number, 20);
}

TEST(ALimitWithinAnother, MovesWithTheWholeUnderANewCalendar) {
    Matter matter(county("2026-01-03", "2026-01-04"));
    matter.file(day("2026-12-10"), "036");
    EXPECT_EQ(matter.due("whole"), "2027-01-12");
    EXPECT_EQ(matter.due("part"), "2027-01-05");
    EXPECT_EQ(matter.due("inner"), "2026-12-31");
    // 2 and 3 January off as well, the 9th worked.
    constexpr std::string_view kNotice = R"({"calendar":"cn-2027","ver":1,"work":["2027-01-09"],)"
                                         R"("off":["2027-01-01/2027-01-04","2027-01-04/2027-01-05"]})";
    EXPECT_EQ(matter.follows(county("2026-01-03", "2026-01-04", kNotice)), 2u);
    EXPECT_EQ(matter.due("whole"), "2027-01-12") << "a day off and a Saturday worked";
    EXPECT_EQ(matter.due("part"), "2027-01-06");
    EXPECT_EQ(matter.due("inner"), "2026-12-31");
}

// What the rules say of each period, worked out from its state alone.
Date expected(const Matter& matter, std::size_t slot) {
    const Deadline& rule = matter.process().deadlines[slot];
    const ClockState& clock = matter.state().clock(slot);
    const WorkCalendar& days = days_of(matter.pinned(), matter.state(), slot);
    std::vector<calendar::Pause> pauses;
    for (const ClockPause& pause : clock.pauses) pauses.push_back({pause.paused, pause.resumed});
    const Date own = days.add(clock.start, {clock.budget + clock.extension, clock.unit}, pauses).date;
    if (!rule.within_another) return own;
    const Date whole = matter.state().clock(rule.within).due;
    return std::min(own, std::max(clock.start, days.back(whole, rule.within_days)));
}

// Something that happens to the matter on `today`, allowed or not.
void act_at_random(Dice& dice, Matter& matter, Date today) {
    const char* procedure = dice.below(2) == 0 ? "hearing" : "testing";
    switch (dice.below(6)) {
    case 0:
    case 1: matter.opens(today, procedure, today.plus(1 + dice.below(30))); break;
    case 2: matter.does(today, procedure, "held"); break;
    case 3: matter.extends(today); break;
    case 4:
        matter.opens(today, "assign", today.plus(1));
        matter.does(today, "assign", "assigned", {matter.fact("unit", dice.below(2) == 0 ? "013" : "036")});
        break;
    default: {
        const Date worked = day("2027-01-02").plus(7 * dice.below(4));
        const Date off = day("2027-01-04").plus(7 * dice.below(4));
        const std::string notice = R"({"calendar":"cn-2027","ver":1,"work":[")" + worked.iso() +
                                   R"("],"off":[")" + off.iso() + "/" + off.plus(1).iso() + R"("]})";
        matter.follows(county("2026-12-15", "2026-12-18", notice));
    }
    }
}

TEST(ALimitWithinAnother, IsTheLesserOfTheTwoWhateverHappens) {
    const char* wanted = std::getenv("SEED");
    Dice dice(wanted ? static_cast<std::uint32_t>(std::stoull(wanted)) : std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int story = 0; story < 40; ++story) {
        Matter matter(county("2026-12-15", "2026-12-18"));
        Date today = day("2026-11-20").plus(dice.below(40));
        matter.file(today, dice.below(2) == 0 ? "013" : "036");
        for (int act = 0; act < 14; ++act) {
            today = today.plus(dice.below(5));
            act_at_random(dice, matter, today);
            for (std::size_t slot = 0; slot < matter.process().deadlines.size(); ++slot) {
                const ClockState& clock = matter.state().clock(slot);
                ASSERT_EQ(clock.due.iso(), expected(matter, slot).iso())
                    << matter.process().deadlines[slot].name << " on " << today.iso();
                const WorkCalendar& days = days_of(matter.pinned(), matter.state(), slot);
                const auto reading = evaluate(clock, matter.process().deadlines[slot], days, noon(today));
                ASSERT_EQ(reading.consumed + reading.remaining, reading.budget);                    // I1
                ASSERT_TRUE(days.works(clock.due) || clock.due == clock.start) << clock.due.iso();  // I5
                ASSERT_EQ(explain(clock, matter.process().deadlines[slot], days).back().last, clock.due);
            }
        }
    }
}

TEST(Invariants, I7_SpecialProceduresOfOneKindAreNeverLongerTogetherThanTheirLimit) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    const catalog::WorkCalendars calendars = county("2026-12-15", "2026-12-18");
    int refused = 0, opened = 0;
    for (int story = 0; story < 60; ++story) {
        Matter matter(calendars);
        Date today = day("2025-01-02").plus(dice.below(400));
        matter.file(today, "036");
        for (int act = 0; act < 12; ++act) {
            today = today.plus(dice.below(8));
            const char* procedure = dice.below(2) == 0 ? "hearing" : "testing";
            if (dice.below(2) == 0) {
                matter.does(today, procedure, "held");
                continue;
            }
            const std::string answer = matter.opens(today, procedure, today.plus(1 + dice.below(45)));
            opened += answer.empty() ? 1 : 0;
            refused += answer.starts_with("casework.pause") ? 1 : 0;
            // Every one that began was told in writing.
            if (answer.empty()) {
                ASSERT_EQ(matter.last().letters, std::vector{Code::of("special_notice")});
            }
        }
        for (std::size_t slot = 0; slot < matter.process().deadlines.size(); ++slot) {
            const Deadline& rule = matter.process().deadlines[slot];
            const ClockState& clock = matter.state().clock(slot);
            std::size_t of_a_kind = 0;
            for (const PauseRule& pause : rule.pauses) {
                // Of a kind that the law lists, day by day no longer than the limit.
                ASSERT_NE(std::find(std::begin(kPermitPauses), std::end(kPermitPauses), pause.kind),
                          std::end(kPermitPauses));
                int days = 0;
                for (const ClockPause& held : clock.pauses) {
                    if (held.step != pause.step) continue;
                    ++of_a_kind;
                    for (Date on = held.paused.plus(1); on <= held.resumed; on = on.plus(1))
                        days += pause.max.unit == Unit::Days || calendars.national->works(on) ? 1 : 0;
                }
                ASSERT_LE(days, pause.max.count) << rule.name << " " << pause.kind;
            }
            ASSERT_EQ(of_a_kind, clock.pauses.size()) << "each names the step whose time it is";
        }
    }
    EXPECT_GT(refused, 0);
    EXPECT_GT(opened, 60);
}

TEST(ASpecialProcedure, OverlappingAnotherIsCountedOnce) {  // R7, I3
    Matter one(county("2026-01-03", "2026-01-04"));
    one.file(day("2026-03-02"), "036");
    one.opens(day("2026-03-09"), "hearing", day("2026-03-24"));
    Matter two(county("2026-01-03", "2026-01-04"));
    two.file(day("2026-03-02"), "036");
    two.opens(day("2026-03-09"), "hearing", day("2026-03-19"));
    two.opens(day("2026-03-13"), "testing", day("2026-03-24"));
    EXPECT_EQ(one.due("whole"), two.due("whole"));
    // The first ends, the second goes on.
    EXPECT_EQ(two.does(day("2026-03-19"), "hearing", "held"), "");
    EXPECT_EQ(two.clock("whole").phase, ClockPhase::Paused);
    EXPECT_EQ(one.due("whole"), two.due("whole"));
    EXPECT_EQ(two.does(day("2026-03-24"), "testing", "held"), "");
    EXPECT_EQ(two.clock("whole").phase, ClockPhase::Running);
    // Nobody said that the first had ended: the second is not counted either.
    Matter late(county("2026-01-03", "2026-01-04"));
    late.file(day("2026-03-02"), "036");
    late.opens(day("2026-03-09"), "hearing", day("2026-03-10"));
    const Date before = late.clock("whole").due;
    late.opens(day("2026-03-16"), "testing", day("2026-03-18"));
    EXPECT_EQ(late.clock("whole").due, late.pinned().days.add(before, {2, Unit::WorkingDays}).date);
}

TEST(WhatWasEnteredLater, CountsFromTheDayItHappenedAndNeverWinsTime) {  // R6, 公开条例 31
    Matter matter(county("2026-01-03", "2026-01-04"));
    matter.file(day("2026-03-05"), "036");
    EXPECT_EQ(matter.due("registering"), "2026-03-16");
    const auto registers = [&](std::string_view signed_on) {
        return matter.does(day("2026-03-06"), "register", "registered", {matter.fact("signed", signed_on)});
    };
    EXPECT_EQ(registers("2026-03-07"), "casework.event_ahead");
    EXPECT_EQ(registers("2025-03-01"), "casework.event_too_old");
    EXPECT_EQ(registers("2026-03-02"), "");
    EXPECT_EQ(matter.due("registering"), "2026-03-11");
    EXPECT_EQ(matter.clock("registering").start.iso(), "2026-03-02");
    EXPECT_TRUE(matter.clock("registering").entered_later);
    EXPECT_EQ(matter.last().clocks.front().entered.iso(), "2026-03-06");
    EXPECT_EQ(matter.due("whole"), "2026-04-07") << "its start has nothing to do with that step";
    EXPECT_FALSE(matter.clock("whole").entered_later);

    Matter later(county("2026-01-03", "2026-01-04"));
    later.file(day("2026-03-05"), "036");
    EXPECT_EQ(later.does(day("2026-03-06"), "register", "registered", {later.fact("signed", "2026-03-06")}),
              "");
    EXPECT_EQ(later.due("registering"), "2026-03-16") << "a day after the start wins nothing";
    EXPECT_FALSE(later.clock("registering").entered_later);
}

}  // namespace
}  // namespace casework
