// What went wrong in other systems and must not go wrong here, one test a row of the table (F01–F05, F07–F09,
// F16, F18; the others stand where a whole office is needed: failures_town_test and its neighbours).

#include "base/file.h"
#include "calendar/calendar_file.h"
#include "casework/case.h"
#include "casework/process_bundle.h"
#include "casework/test_story.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace casework {
namespace {

using calendar::Instant;
using calendar::LedgerRow;
using calendar::RowKind;
using calendar::Span;
using calendar::Unit;
using calendar::WorkCalendar;

Date day(std::string_view iso) {
    return Date::parse(iso).value();
}
Instant at(std::string_view iso, int hour = 10) {
    return Instant::start_of(day(iso)).plus_seconds(hour * 3600);
}
VaultRef paper() {
    return {7, {}};
}

using Changes = std::vector<std::pair<std::string, std::string>>;

std::string changed(std::string text, const Changes& changes) {
    for (const auto& [from, to] : changes) {
        const std::size_t found = text.find(from);
        if (found == std::string::npos) throw std::runtime_error("not there: " + from);
        text.replace(found, from.size(), to);
    }
    return text;
}

// A process as it ships, with some words of its text put otherwise.
std::string shipped(const std::string& id, const Changes& changes = {}) {
    return changed(base::read_file("definitions/processes/" + id + "/process.json").value(), changes);
}

// One matter told act by act. What is told is kept, so that it can be told again.
class Matter {
public:
    explicit Matter(const std::string& json) : process_(parse_process(json, "process.json").value()) {
        terms_.item = Code::of("qx-012-01");
        terms_.office = Code::of("012");
        terms_.hall = Code::of("029");
        terms_.government = Code::of("000");
        terms_.number(ItemField::LegalDays) = 20;
        terms_.number(ItemField::PromiseDays) = 7;
        terms_.materials = {Code::of("lease")};
        for (int n = 1; n <= 5; ++n)
            holders_.push_back({Code::of("councillor"), Code::of("000"), PersonId(n)});
    }
    // A fact for whatever act asks for it.
    Matter& says(std::string_view name, std::string_view typed) {
        const Fact* known = process_.find_fact(name);
        facts_.push_back({Code::of(name), known - process_.facts.data(), read_fact(*known, typed).value()});
        return *this;
    }
    Matter& file(std::string_view on) {
        Filing filing;
        filing.number = Code::of("99992101220260302000179");
        filing.applicant = paper();
        filing.channel = Code::of("hall");
        filing.facts = facts_;
        auto received = decide_filing(pinned(), filing, at(on));
        EXPECT_TRUE(received.ok());
        keep(received.value().turn, {});
        return *this;
    }
    std::string does(std::string_view on, std::int64_t person, std::string_view desk, std::string_view step,
                     std::string_view outcome, std::vector<std::string_view> brought = {}) {
        StepRequest wanted;
        wanted.step = Code::of(step);
        wanted.outcome = Code::of(outcome);
        wanted.facts = facts_;
        wanted.asked = {Code::of("lease")};
        for (const auto slot : brought) wanted.evidence.push_back({Code::of(slot), paper()});
        auto event = decide_step(pinned(), state_, wanted, acting(person, desk), at(on));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn, PersonId(person)); }, event.value());
        return std::visit([](const auto& told) { return std::string(told.kKind.name); }, event.value());
    }
    std::string opens(std::string_view on, std::string_view desk, std::string_view step,
                      std::string_view until) {
        const OpenRequest wanted{Code::of(step), day(until), {}};
        auto event = decide_open(pinned(), state_, wanted, acting(9, desk), at(on));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn, PersonId(9)); }, event.value());
        return std::visit([](const auto& told) { return std::string(told.kKind.name); }, event.value());
    }
    std::string extends(std::string_view on, std::string_view desk, std::string_view clock) {
        const ExtensionRequest wanted{Code::of(clock), {{Code::of("reasons"), paper()}}};
        auto event = decide_extension(pinned(), state_, wanted, acting(5, desk), at(on));
        if (!event.ok()) return event.error().text_key();
        apply(state_, event.value().change);
        return "extended";
    }
    std::string deemed(std::string_view on, std::string_view clock) {
        auto event = decide_deemed(pinned(), state_, slot_of(clock), at(on));
        if (!event.ok()) return event.error().text_key();
        return std::visit([](const auto& told) { return std::string(told.kKind.name); }, event.value());
    }
    std::string moves(const WorkCalendar& days) {
        std::string moved;
        for (const DueChanged& one : decide_calendar_change({process_, terms_, days, holders_}, state_))
            moved += one.change.clock.text() + " " + one.change.due.iso() + " ";
        return moved;
    }

    std::size_t slot_of(std::string_view clock) const {
        return static_cast<std::size_t>(process_.find_deadline(clock));
    }
    const ClockState& clock(std::string_view name) const { return state_.clock(slot_of(name)); }
    std::string due(std::string_view name) const { return clock(name).due.iso(); }
    ClockReading reads(std::string_view name, Instant now) const {
        return evaluate(clock(name), process_.deadlines[slot_of(name)], china(), now);
    }
    bool reached(std::string_view name, std::string_view level, Instant now) const {
        for (const MarkAt& mark : reads(name, now).marks)
            if (mark.level == level) return mark.reached;
        ADD_FAILURE() << name << " has no mark " << level;
        return false;
    }
    // Periods past their last moment at that time.
    std::string overdue(std::string_view on) const {
        std::string late;
        for (const Deadline& rule : process_.deadlines)
            if (reads(rule.name, at(on)).overdue) late += rule.name + " ";
        return late;
    }
    std::string desk() const {
        std::string open;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot)
            if (state_.any_open(slot)) open += (open.empty() ? "" : " ") + process_.steps[slot].name;
        return open;
    }
    // How each instance of the period ended, as the events say it.
    std::vector<std::string> ends_of(std::string_view clock) const {
        std::vector<std::string> ends;
        for (const auto& [turn, person] : told_)
            for (const ClockChange& change : turn.clocks)
                if (change.clock.text() == clock && change.change.text() == "stopped")
                    ends.push_back(std::to_string(change.round) + (change.late ? " late" : " on time"));
        return ends;
    }
    // The same events once more; after some of them the program was stopped and started.
    CaseState told_again(std::mt19937& random) const {
        CaseState state;
        for (const auto& [turn, person] : told_) {
            apply(state, turn, person);
            if (random() % 2 == 0) state = CaseState::decode(state.encode()).value();
        }
        return state;
    }
    const CaseState& state() const { return state_; }
    Pinned pinned() const { return {process_, terms_, china(), holders_}; }

private:
    static Acting acting(std::int64_t person, std::string_view desk) {
        const auto sign = desk.find('@');
        const auto office = sign == std::string_view::npos ? Code() : Code::of(desk.substr(sign + 1));
        return {PersonId(person), Code::of(desk.substr(0, sign)), office};
    }
    void keep(const Turn& turn, PersonId person) {
        apply(state_, turn, person);
        told_.emplace_back(turn, person);
    }
    Process process_;
    ItemTerms terms_;
    std::vector<Holder> holders_;
    std::vector<FactSet> facts_;
    CaseState state_;
    std::vector<std::pair<Turn, PersonId>> told_;
};

// A permit whose clerk may ask for papers four times, each time for what was newly filed.
std::string four_rounds() {
    return shipped("permit",
                   {{"\"guard\": \"one_supplement\", \"then\": \"open supplement\", \"at_most\": 3",
                     "\"then\": \"open supplement\", \"at_most\": 4"},
                    {"\"who\": \"applicant\", \"repeat\": 3", "\"who\": \"applicant\", \"repeat\": 9"}});
}

TEST(FailuresOfOthers, F01_AReopenedStepArmsANewClockAndItsMarksFire) {
    Matter order(shipped("hotline"));
    order.says("category", "consult").says("urgent", "no").says("unit", "012").file("2026-03-02");
    ASSERT_EQ(order.does("2026-03-02", 1, "operator@012", "intake", "dispatch"), "casework.accepted");
    ASSERT_EQ(order.does("2026-03-02", 2, "handler@012", "sign", "signed"), "casework.step_done");
    ASSERT_EQ(order.does("2026-03-04", 2, "handler@012", "handle", "resolved", {"reply"}),
              "casework.decided");
    EXPECT_EQ(order.clock("handling").phase, ClockPhase::OnTime);
    ASSERT_EQ(order.does("2026-03-05", 1, "operator@012", "callback", "unsatisfied", {"said"}),
              "casework.step_done");
    EXPECT_EQ(order.clock("handling").round, 2) << "returned: a new instance";
    EXPECT_EQ(order.clock("handling").phase, ClockPhase::Running);
    EXPECT_EQ(order.due("handling"), "2026-03-10") << "three working days from the return";
    EXPECT_FALSE(order.reached("handling", "near", at("2026-03-06", 23)));
    EXPECT_TRUE(order.reached("handling", "near", at("2026-03-09", 0)));
    EXPECT_FALSE(order.reached("handling", "over", at("2026-03-10", 23)));
    EXPECT_TRUE(order.reached("handling", "over", at("2026-03-11", 0)));
    EXPECT_TRUE(order.reached("handling", "urge", at("2026-03-12", 0)));
    EXPECT_TRUE(order.reads("handling", at("2026-03-11", 0)).overdue);
    ASSERT_EQ(order.does("2026-03-11", 2, "handler@012", "handle", "resolved", {"reply", "overdue_reason"}),
              "casework.decided");
    EXPECT_EQ(order.ends_of("handling"), (std::vector<std::string>{"1 on time", "2 late"}))
        << "the first instance keeps its record";
}

constexpr std::string_view kMeeting = R"json({"id": "meeting", "version": 1,
 "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "26", "status": "verified"}],
 "steps": [
  {"step": "propose", "kind": "act", "who": "drafter@item.office", "outcomes": [{"outcome": "filed"}]},
  {"step": "vote", "kind": "act", "who": "councillor@region.gov", "when": "done(propose)", "each": "holders",
   "quorum": "majority", "outcomes": [{"outcome": "agree"}, {"outcome": "disagree"}]},
  // Whoever decides may ask one more person to sign beside.
  {"step": "beside", "kind": "act", "who": "legal@region.gov", "when": "done(vote) && !done(conclude)",
   "optional": true, "repeat": 3, "outcomes": [{"outcome": "agree"}, {"outcome": "disagree"}]},
  {"step": "objections", "kind": "wait", "who": "public", "when": "done(vote)",
   "outcomes": [{"outcome": "raised"}]},
  {"step": "conclude", "kind": "act", "who": "leader@region.gov", "when": "done(vote)", "outcomes": [
    {"outcome": "adopt", "guard": ["waited", "signed", "carried"], "end": "adopted"},
    {"outcome": "reject", "needs": ["reasons"], "end": "rejected"}]}],
 "guards": [
  {"guard": "waited", "if": "elapsed(window)",
   "basis": [{"law": "行政许可法", "art": "26", "status": "local"}]},
  {"guard": "signed", "if": "!running(beside)",
   "basis": [{"law": "行政许可法", "art": "26", "status": "local"}]},
  {"guard": "carried", "if": "votes(vote, agree) >= 3",
   "basis": [{"law": "行政许可法", "art": "26", "status": "local"}]}],
 "deadlines": [
  {"deadline": "window", "class": "S", "owner": "leader@region.gov", "starts": "done(vote)",
   "stops": "done(conclude)", "budget": "5 working days", "bound": "min",
   "basis": [{"law": "行政许可法", "art": "26", "status": "local"}]},
  {"deadline": "deciding", "class": "F", "owner": "leader@region.gov", "starts": "received",
   "stops": "done(conclude)", "budget": "20 working days", "marks": "set",
   "basis": [{"law": "行政许可法", "art": "42", "status": "local"}]}]})json";

Matter voted() {
    Matter matter{std::string(kMeeting)};
    matter.file("2026-03-02");
    for (const std::int64_t person : {1, 2, 3})
        EXPECT_EQ(matter.does("2026-03-02", person, "councillor@000", "vote", "agree"), "casework.step_done");
    return matter;
}

TEST(FailuresOfOthers, F02_AQuorumBlocksWhoeverVotesInWhateverOrder) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 200; ++round) {
        Matter matter{std::string(kMeeting)};
        matter.file("2026-03-02");
        std::vector<std::int64_t> voted;
        for (int i = 0; i < 30 && voted.size() < 3; ++i) {
            ASSERT_EQ(matter.does("2026-03-20", 50, "leader@000", "conclude", "adopt"),
                      "casework.step_not_open")
                << voted.size() << " of five voted";
            ASSERT_EQ(matter.does("2026-03-20", 50, "leader@000", "conclude", "reject", {"reasons"}),
                      "casework.step_not_open");
            const auto person = static_cast<std::int64_t>(1 + random() % 7);  // two of them have no seat
            const bool twice = std::find(voted.begin(), voted.end(), person) != voted.end();
            const std::string answer = matter.does("2026-03-03", person, "councillor@000", "vote",
                                                   random() % 2 == 0 ? "agree" : "disagree");
            ASSERT_EQ(answer, person > 5 ? "casework.not_your_desk"
                              : twice    ? "casework.step_not_open"
                                         : "casework.step_done");
            if (answer == "casework.step_done") voted.push_back(person);
        }
        if (voted.size() < 3) continue;
        ASSERT_NE(matter.desk().find("conclude"), std::string::npos) << "three of five are a majority";
    }
}

TEST(FailuresOfOthers, F02_ARejectionWorksWhileAnAddedSignerIsPending) {
    Matter matter = voted();
    ASSERT_EQ(matter.opens("2026-03-03", "legal@000", "beside", "2026-03-31"), "casework.step_done");
    EXPECT_EQ(matter.desk(), "vote beside objections conclude") << "two have not voted and still may";
    EXPECT_EQ(matter.does("2026-03-20", 50, "leader@000", "conclude", "adopt"), "casework.guard_refused");
    EXPECT_EQ(matter.does("2026-03-20", 50, "leader@000", "conclude", "reject", {"reasons"}),
              "casework.step_done");
    EXPECT_EQ(matter.state().result.text(), "rejected");
    EXPECT_TRUE(matter.state().ended);
    EXPECT_EQ(matter.desk(), "") << "nobody is left waiting";
    EXPECT_FALSE(matter.clock("deciding").running());
    EXPECT_FALSE(matter.clock("window").running());
    EXPECT_EQ(matter.does("2026-03-21", 60, "legal@000", "beside", "agree"), "casework.ended");
    EXPECT_EQ(matter.state().result.text(), "rejected") << "a late signature changes nothing";

    Matter signed_first = voted();
    ASSERT_EQ(signed_first.opens("2026-03-03", "legal@000", "beside", "2026-03-31"), "casework.step_done");
    ASSERT_EQ(signed_first.does("2026-03-04", 60, "legal@000", "beside", "agree"), "casework.step_done");
    EXPECT_EQ(signed_first.does("2026-03-20", 50, "leader@000", "conclude", "adopt"), "casework.step_done");
}

TEST(FailuresOfOthers, F02_AWaitingStepCannotBreakApproval) {
    for (const bool raised : {false, true}) {
        Matter matter = voted();
        for (const char* early : {"2026-03-02", "2026-03-05", "2026-03-09"})
            EXPECT_EQ(matter.does(early, 50, "leader@000", "conclude", "adopt"), "casework.guard_refused");
        if (raised) {
            EXPECT_EQ(matter.does("2026-03-06", 0, "public", "objections", "raised"), "casework.step_done");
        }
        // V32's counting: the day after the fifth working day.
        EXPECT_EQ(matter.does("2026-03-10", 50, "leader@000", "conclude", "adopt"), "casework.step_done");
        EXPECT_EQ(matter.state().result.text(), "adopted");
        EXPECT_TRUE(matter.state().ended) << "what still waited does not hold the end";
        EXPECT_EQ(matter.desk(), "");
        EXPECT_EQ(matter.does("2026-03-11", 0, "public", "objections", "raised"), "casework.ended");
    }
}

TEST(FailuresOfOthers, F03_FourSupplementRoundsNeverMisMarkLate) {
    std::mt19937 random(3);
    Matter matter(four_rounds());
    matter.file("2026-01-05");
    // The clerk asks on his last day, the citizen takes six weeks; four times, across Spring Festival.
    const char* filed[] = {"2026-02-10", "2026-04-10", "2026-06-01", "2026-07-20"};
    const char* due[] = {"2026-02-24", "2026-04-17", "2026-06-08", "2026-07-27"};
    const char* asked[] = {"2026-01-12", "2026-02-24", "2026-04-17", "2026-06-08"};
    for (int round = 0; round < 4; ++round) {
        SCOPED_TRACE("round " + std::to_string(round + 1));
        EXPECT_EQ(matter.does(asked[round], 1, "window@029", "check", "ask_to_supplement"),
                  "casework.supplement_requested");
        for (Date on = day(asked[round]); on < day(filed[round]); on = on.plus(1))
            ASSERT_EQ(matter.overdue(on.iso()), "") << on.iso() << ": the time is the citizen's";
        EXPECT_EQ(matter.does(filed[round], 0, "applicant", "supplement", "filed"), "casework.supplemented");
        EXPECT_EQ(matter.due("intake"), due[round]) << "five working days from what was filed";
        EXPECT_EQ(matter.clock("intake").round, round + 2);
        EXPECT_FALSE(matter.reached("intake", "near", at(filed[round])));
        EXPECT_TRUE(matter.reached("intake", "near", at(due[round], 0))) << "the warning is the step's own";
        EXPECT_EQ(matter.overdue(due[round]), "");
        EXPECT_EQ(matter.overdue(day(due[round]).plus(1).iso()), "intake ")
            << "and nobody's but this round's";
    }
    EXPECT_EQ(matter.does("2026-07-27", 1, "window@029", "check", "ask_to_supplement"), "casework.at_most");
    EXPECT_EQ(matter.does("2026-07-27", 1, "window@029", "check", "accept"), "casework.accepted");
    EXPECT_EQ(matter.due("legal"), "2026-08-24") << "twenty working days from acceptance, none from before";
    EXPECT_EQ(matter.ends_of("intake"),
              (std::vector<std::string>{"1 on time", "2 on time", "3 on time", "4 on time", "5 on time"}));
    for (int again = 0; again < 20; ++again) EXPECT_EQ(matter.told_again(random), matter.state());
}

TEST(FailuresOfOthers, F03_ALateStepIsMarkedAloneAndReplayTellsTheSame) {
    std::mt19937 random(3);
    // Without the law's silence a clerk can be late; only his round is.
    const std::string json =
        changed(four_rounds(), {{"\"expire\": {\"deem\": \"check accept\"}", "\"expire\": \"alert\""}});
    Matter matter(json);
    matter.file("2026-03-02");
    matter.does("2026-03-04", 1, "window@029", "check", "ask_to_supplement");
    matter.does("2026-03-16", 0, "applicant", "supplement", "filed");
    EXPECT_EQ(matter.overdue("2026-03-24"), "intake ");
    matter.does("2026-03-24", 1, "window@029", "check", "ask_to_supplement");
    EXPECT_EQ(matter.overdue("2026-03-24"), "");
    matter.does("2026-04-01", 0, "applicant", "supplement", "filed");
    EXPECT_EQ(matter.overdue("2026-04-02"), "") << "his lateness does not cling to the next round";
    EXPECT_EQ(matter.does("2026-04-02", 1, "window@029", "check", "accept"), "casework.accepted");
    EXPECT_EQ(matter.ends_of("intake"), (std::vector<std::string>{"1 on time", "2 late", "3 on time"}));
    for (int again = 0; again < 20; ++again) {
        const CaseState state = matter.told_again(random);
        EXPECT_EQ(state, matter.state());
        EXPECT_EQ(state.clock(0).phase, ClockPhase::OnTime);
    }
}

TEST(FailuresOfOthers, F04_ACitizensReplyArmsTheClockAgain) {
    Matter permit(shipped("permit"));
    permit.file("2026-03-02");
    ASSERT_EQ(permit.does("2026-03-04", 1, "window@029", "check", "ask_to_supplement"),
              "casework.supplement_requested");
    EXPECT_FALSE(permit.clock("intake").running()) << "while the citizen has the word";
    ASSERT_EQ(permit.does("2026-03-10", 0, "applicant", "supplement", "filed"), "casework.supplemented");
    EXPECT_TRUE(permit.clock("intake").running());
    EXPECT_EQ(permit.due("intake"), "2026-03-17");
    EXPECT_TRUE(permit.reached("intake", "over", at("2026-03-18", 0)));
    EXPECT_EQ(permit.deemed("2026-03-17", "intake"), "casework.clock_not_running");
    EXPECT_EQ(permit.deemed("2026-03-18", "intake"), "casework.accepted") << "its silence counts as well";

    Matter request(shipped("disclosure-request"));  // V37, 公开条例 30
    request.says("way", "counter").says("receipt_day", "2025-12-31").says("applicant_column", "natural");
    request.says("correction_period", "15").file("2025-12-31");
    ASSERT_EQ(request.does("2025-12-31", 1, "foi@012", "register", "registered", {"receipt_proof"}),
              "casework.accepted");
    ASSERT_EQ(request.does("2026-01-12", 1, "foi@012", "examine", "unclear", {"points"}),
              "casework.step_done");
    EXPECT_FALSE(request.clock("reply").running());
    ASSERT_EQ(request.does("2026-01-15", 0, "applicant", "clarify", "corrected", {"corrected_text"}),
              "casework.step_done");
    EXPECT_EQ(request.clock("reply").round, 2);
    EXPECT_EQ(request.due("reply"), "2026-02-12");
    EXPECT_FALSE(request.reached("reply", "near", at("2026-02-10", 23)));
    EXPECT_TRUE(request.reached("reply", "near", at("2026-02-11", 0)));
    EXPECT_TRUE(request.reached("reply", "over", at("2026-02-13", 0)));
}

TEST(FailuresOfOthers, F05_AThirtyDayPauseOverSpringFestivalKeepsWhatIsLeft) {  // V28, 许可法 45
    Matter permit(shipped("permit"));
    permit.file("2026-02-02");
    permit.does("2026-02-02", 1, "window@029", "check", "accept");
    ASSERT_EQ(permit.opens("2026-02-06", "handler@012", "hearing", "2026-03-08"), "casework.paused");
    const ClockReading before = permit.reads("legal", at("2026-02-06"));
    for (const char* on : {"2026-02-06", "2026-02-14", "2026-02-20", "2026-03-01", "2026-03-08"}) {
        const ClockReading reading = permit.reads("legal", at(on));
        EXPECT_EQ(reading.phase, ClockPhase::Paused) << on;
        EXPECT_EQ(reading.remaining, before.remaining) << on;
        EXPECT_FALSE(reading.overdue);
        for (const MarkAt& mark : reading.marks) EXPECT_FALSE(mark.reached) << mark.level << " " << on;
    }
    EXPECT_EQ(before.remaining, 16);
    EXPECT_EQ(permit.due("legal"), "2026-03-30");
    // It ends by itself on the day that was told; no timer fires for the thirty days.
    EXPECT_EQ(permit.reads("legal", at("2026-03-09", 0)).phase, ClockPhase::Running);
    EXPECT_EQ(permit.reads("legal", at("2026-03-09")).remaining, 15)
        << "2026-03-09 is the first day that counts";
    EXPECT_EQ(permit.does("2026-03-09", 2, "handler@012", "hearing", "held", {"record"}), "casework.resumed");
    EXPECT_EQ(permit.due("legal"), "2026-03-30") << "neither start + 30 d nor due + 30 d";
    // Only an act of the law moves a date: any number of looks does not.
    for (Date on = day("2026-02-02"); on < day("2026-06-01"); on = on.plus(1))
        ASSERT_EQ(permit.reads("legal", Instant::start_of(on)).due.iso(), "2026-03-30");
    EXPECT_EQ(permit.extends("2026-03-20", "head@012", "legal"), "extended");
    EXPECT_EQ(permit.due("legal"), "2026-04-14");
}

TEST(FailuresOfOthers, F07_APauseIsNeverAddedToTheStartOrToTheDueDate) {
    struct Row {
        const char *id, *start, *from, *to, *due, *added_to_start, *added_to_due;
    };
    const Row rows[] = {
        // The wrong sums, so that nobody takes them for right; one of them meets the due date by chance.
        {"V21", "2026-03-02", "2026-03-09", "2026-04-08", "2026-04-29", "2026-04-30", "2026-04-29"},
        {"V28", "2026-02-02", "2026-02-06", "2026-03-08", "2026-03-30", "2026-04-01", "2026-04-05"}};
    for (const Row& row : rows) {
        const calendar::Pause pause{day(row.from), day(row.to)};
        const Date start = day(row.start);
        const int held = pause.resumed.days - pause.paused.days;
        const Span twenty{20, Unit::WorkingDays};
        const Date due = china().add(start, twenty, {&pause, 1}).date;
        EXPECT_EQ(due.iso(), row.due) << row.id;
        EXPECT_EQ(china().add(start.plus(held), twenty).date.iso(), row.added_to_start) << row.id;
        EXPECT_EQ(china().add(start, twenty).date.plus(held).iso(), row.added_to_due) << row.id;
        // The same through the engine, and counted by hand.
        Matter permit(
            shipped("permit", {{"\"while\": \"hearing\", \"needs\": \"special_notice\", \"max\": \"25",
                                "\"while\": \"hearing\", \"needs\": \"special_notice\", \"max\": \"60"}}));
        permit.file(row.start);
        permit.does(row.start, 1, "window@029", "check", "accept");
        ASSERT_EQ(permit.opens(row.from, "handler@012", "hearing", row.to), "casework.paused");
        EXPECT_EQ(permit.due("legal"), row.due) << row.id;
        int counted = 0;
        for (Date on = start.plus(1); on <= due; on = on.plus(1))
            counted += china().works(on) && !(on > pause.paused && on <= pause.resumed) ? 1 : 0;
        EXPECT_EQ(counted, 20) << row.id;
    }
}

TEST(FailuresOfOthers, F08_HolidaysCountHoursOfOpeningDoNotAndADayIsNoHours) {
    EXPECT_EQ(china().add(day("2026-09-28"), {20, Unit::WorkingDays}).date.iso(), "2026-10-30") << "V15";
    EXPECT_EQ(china().add(day("2026-02-13"), {20, Unit::WorkingDays}).date.iso(), "2026-03-19") << "V05";
    // Received at any hour of a day, inside or outside of opening hours, or on a day off: the day is day 0.
    for (const char* on : {"2026-03-06", "2026-03-07", "2026-03-08"}) {
        std::string due;
        for (const int hour : {0, 3, 8, 12, 17, 18, 23}) {
            ClockStart start;
            start.from = at(on, hour).date();
            start.at = at(on, hour);
            start.budget = {5, Unit::WorkingDays};
            Deadline rule;
            rule.name = "intake";
            const ClockChange change = start_clock(rule, china(), start);
            EXPECT_EQ(change.due.iso(), "2026-03-13") << on << " " << hour << ": V17";
            EXPECT_EQ(change.due_at.text(), "2026-03-14T00:00:00+08:00")
                << "until midnight, not until closing";
        }
    }
    EXPECT_EQ(Instant{at("2026-03-02", 0).ms + 24 * 3600 * 1000 - 1}.date().iso(), "2026-03-02") << "V44";
    // Four words for four things.
    EXPECT_EQ(Span::parse("1 day").ok() ? Span::parse("1 day").value().unit : Unit::Hours, Unit::Days);
    EXPECT_EQ(Span::parse("1 working day").value(), (Span{1, Unit::WorkingDays}));
    EXPECT_EQ(Span::parse("24 hours").value(), (Span{24, Unit::Hours}));
    EXPECT_EQ(calendar::add_hours(at("2026-03-06", 16), 24), at("2026-03-07", 16))
        << "natural hours, over a weekend";
    EXPECT_EQ(china().add(day("2026-03-06"), {1, Unit::WorkingDays}).date.iso(), "2026-03-09");
    EXPECT_EQ(china().add(day("2026-03-06"), {1, Unit::Days}, {}, calendar::Roll::None).date.iso(),
              "2026-03-07");
    for (const char* word :
         {"24 business hours", "1 business day", "8 working hours", "1", "one day", "1day"})
        EXPECT_FALSE(Span::parse(word).ok()) << word;
}

TEST(FailuresOfOthers, F09_MakeUpDaysCountANewHolidayMovesWhatRunsAndTheReasonIsShown) {
    EXPECT_EQ(china().add(day("2026-02-13"), {1, Unit::WorkingDays}).date.iso(), "2026-02-14") << "V11";
    EXPECT_EQ(china().add(day("2026-02-14"), {1, Unit::WorkingDays}).date.iso(), "2026-02-24") << "V12";
    EXPECT_EQ(china().add(day("2026-01-01"), {1, Unit::WorkingDays}).date.iso(), "2026-01-04") << "V16";
    Matter permit(shipped("permit"));
    permit.file("2026-03-02");
    permit.does("2026-03-02", 1, "window@029", "check", "accept");
    ASSERT_EQ(permit.due("legal"), "2026-03-30");
    const Date off[] = {day("2026-03-11")};
    EXPECT_EQ(permit.moves(china().with_local_days(off, "清政发〔2026〕3号")),
              "legal 2026-03-31 promise 2026-03-12 ");
    EXPECT_EQ(permit.moves(china()), "") << "nothing moves where nothing changed";
    // V10, as the citizen reads it (B4).
    std::string told;
    for (const LedgerRow& row : china().explain(day("2026-02-10"), {5, Unit::WorkingDays}))
        told += std::string(calendar::row_word(row.kind)) + " " + row.from.iso().substr(5) + ".." +
                row.last.iso().substr(5) + " " + std::to_string(row.first_number) + "-" +
                std::to_string(row.last_number) + " " + std::string(row.notice) + "\n";
    EXPECT_EQ(told, "start 02-10..02-10 0-0 \n"
                    "counted 02-11..02-13 1-3 \n"
                    "makeup 02-14..02-14 4-4 cn-2026@1\n"
                    "holiday 02-15..02-23 0-0 cn-2026@1\n"
                    "due 02-24..02-24 5-5 \n");
}

TEST(FailuresOfOthers, F16_ThePromiseAndTheLawAreLateToTheDay) {  // V19
    struct Row {
        int days;
        const char *due, *late_from;
    };
    for (const Row& row : {Row{7, "2018-10-24", "2018-10-25"}, Row{10, "2018-10-29", "2018-10-30"}}) {
        Deadline rule;
        rule.name = "promise";
        rule.marks = {{"over", 0}};
        ClockStart start;
        start.from = day("2018-10-15");
        start.at = at("2018-10-15");
        start.budget = {row.days, Unit::WorkingDays};
        CaseState state;
        apply(state, start_clock(rule, china(), start));
        EXPECT_EQ(state.clock(0).due.iso(), row.due);
        const Instant midnight = Instant::start_of(day(row.late_from));
        EXPECT_FALSE(evaluate(state.clock(0), rule, china(), {midnight.ms - 1}).overdue);
        EXPECT_TRUE(evaluate(state.clock(0), rule, china(), midnight).overdue);
        EXPECT_TRUE(evaluate(state.clock(0), rule, china(), midnight).marks.front().reached);
        EXPECT_FALSE(evaluate(state.clock(0), rule, china(), {midnight.ms - 1}).marks.front().reached);
        EXPECT_FALSE(stop_clock(state.clock(0), rule, 0, {midnight.ms - 1}).late);
        EXPECT_TRUE(stop_clock(state.clock(0), rule, 0, midnight).late);
    }
}

TEST(FailuresOfOthers, F18_UnitsAreTypedAndAnExtensionCannotChangeThem) {
    const auto refusal = [](const Changes& changes) {
        const auto parsed = parse_process(shipped("permit", changes), "permit/process.json");
        return parsed.ok() ? std::string("accepted") : parsed.error().detail();
    };
    const std::string ten = "\"extend\": {\"by\": \"10 working days\"";
    EXPECT_NE(refusal({{ten, "\"extend\": {\"by\": \"10 days\""}}).find("cannot change the unit"),
              std::string::npos);
    EXPECT_NE(refusal({{ten, "\"extend\": {\"by\": \"240 hours\""}}).find("cannot change the unit"),
              std::string::npos);
    EXPECT_NE(refusal({{ten, "\"extend\": {\"by\": \"15 months\""}}).find("cannot change the unit"),
              std::string::npos);
    for (const char* wrong : {"15", "15 workdays", "-10 working days", "10.5 days", ""})
        EXPECT_NE(refusal({{ten, "\"extend\": {\"by\": \"" + std::string(wrong) + "\""}}).find("is no span"),
                  std::string::npos)
            << wrong;
    EXPECT_EQ(refusal({{ten, "\"extend\": {\"by\": \"11 working days\""}}), "accepted") << "the control";
    // And not by the way round: the period in natural days, its extension in working days.
    EXPECT_NE(refusal({{"\"otherwise\": \"20 working days\"", "\"otherwise\": \"30 days\""}})
                  .find("cannot change the unit"),
              std::string::npos);
    // What an extension adds is counted in the unit of the period.
    Matter permit(shipped("permit"));
    permit.file("2026-03-02");
    permit.does("2026-03-02", 1, "window@029", "check", "accept");
    EXPECT_EQ(permit.extends("2026-03-10", "head@012", "legal"), "extended");
    EXPECT_EQ(permit.clock("legal").unit, Unit::WorkingDays);
    EXPECT_EQ(permit.due("legal"), china().add(day("2026-03-02"), {30, Unit::WorkingDays}).date.iso());
}

}  // namespace
}  // namespace casework
