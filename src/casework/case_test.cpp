#include "base/file.h"
#include "calendar/calendar_file.h"
#include "casework/case.h"
#include "casework/test_story.h"

#include <gtest/gtest.h>

#include <random>

namespace casework {
namespace {

using calendar::Instant;
using calendar::WorkCalendar;

Process load(const std::string& id) {
    const std::string path = "definitions/processes/" + id + "/process.json";
    auto parsed = parse_process(base::read_file(path).value(), path);
    if (!parsed.ok()) throw std::runtime_error(parsed.error().detail());
    return std::move(parsed).value();
}

ItemTerms terms() {
    ItemTerms item;
    item.item = Code::of("qx-012-01");
    item.office = Code::of("012");
    item.hall = Code::of("029");
    item.government = Code::of("000");
    item.number(ItemField::LegalDays) = 20;
    item.number(ItemField::PromiseDays) = 7;
    item.number(ItemField::AuthorisedUntil) = Date::of(2026, 3, 31).days;
    item.joint = {Code::of("036"), Code::of("013")};
    item.materials = {Code::of("lease"), Code::of("identity")};
    return item;
}

Instant at(std::string_view day) {
    return Instant::parse(std::string(day) + "T10:00:00+08:00").value();
}
VaultRef paper() {
    return {7, {}};
}

// A matter that is told one act at a time; every event is folded, stored and read back.
class Story {
public:
    explicit Story(const std::string& id) : process_(load(id)), item_(terms()) {}

    Story& file(std::string_view day) {
        Filing filing;
        filing.number = Code::of("99992101220260302000179");
        filing.applicant = paper();
        filing.channel = Code::of("hall");
        auto received = decide_filing(pinned(), filing, at(day));
        EXPECT_TRUE(received.ok());
        keep(received.value().turn, {});
        return *this;
    }
    // "window@029 check accept": who does which step with which outcome, and what is brought.
    std::string does(std::string_view day, std::int64_t person, std::string_view desk, std::string_view step,
                     std::string_view outcome, std::vector<std::string_view> brought = {}) {
        StepRequest wanted;
        wanted.step = Code::of(step);
        wanted.outcome = Code::of(outcome);
        for (const auto slot : brought) wanted.evidence.push_back({Code::of(slot), paper()});
        wanted.facts = facts;
        wanted.cosigned = cosigned;
        wanted.asked = asked;
        auto event = decide_step(pinned(), state_, wanted, acting(person, desk), at(day));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn, PersonId(person)); }, event.value());
        return std::visit([](const auto& told) { return std::string(told.kKind.name); }, event.value());
    }
    std::string opens(std::string_view day, std::string_view desk, std::string_view step,
                      std::string_view until) {
        const OpenRequest wanted{Code::of(step), Date::parse(until).value(), {}};
        auto event = decide_open(pinned(), state_, wanted, acting(9, desk), at(day));
        if (!event.ok()) return event.error().text_key();
        std::visit([&](const auto& told) { keep(told.turn, PersonId(9)); }, event.value());
        return std::visit([](const auto& told) { return std::string(told.kKind.name); }, event.value());
    }
    std::string extends(std::string_view day, std::string_view desk, std::string_view clock) {
        const ExtensionRequest wanted{Code::of(clock), {{Code::of("reasons"), paper()}}};
        auto event = decide_extension(pinned(), state_, wanted, acting(5, desk), at(day));
        if (!event.ok()) return event.error().text_key();
        for (const ClockChange& change : event.value().all()) apply(state_, change);
        return "extended";
    }
    std::string deemed(std::string_view day, std::string_view clock) {
        const auto slot = static_cast<std::size_t>(process_.find_deadline(clock));
        auto event = decide_deemed(pinned(), state_, slot, at(day));
        if (!event.ok()) return event.error().text_key();
        const Accepted& accepted = std::get<Accepted>(event.value());
        keep(accepted.turn, {});
        return "accepted as of " + accepted.effective.iso();
    }
    std::string withdraws(std::string_view day) {
        auto event = decide_withdrawal(pinned(), state_, paper(), at(day));
        if (!event.ok()) return event.error().text_key();
        keep(event.value().turn, {});
        return "withdrawn";
    }

    std::string due(std::string_view clock) const {
        return state_.clock(static_cast<std::size_t>(process_.find_deadline(clock))).due.iso();
    }
    ClockReading reads(std::string_view clock, std::string_view day) const {
        const auto slot = static_cast<std::size_t>(process_.find_deadline(clock));
        return evaluate(state_.clock(slot), process_.deadlines[slot], china(), at(day));
    }
    ClockPhase phase(std::string_view clock) const {
        return state_.clock(static_cast<std::size_t>(process_.find_deadline(clock))).phase;
    }
    // The steps that are ready or claimed, in order.
    std::string desk() const {
        std::string open;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot)
            if (state_.step(slot).open()) open += (open.empty() ? "" : " ") + process_.steps[slot].name;
        return open;
    }
    const CaseState& state() const { return state_; }
    const Turn& last() const { return last_; }
    const Process& process() const { return process_; }
    ItemTerms& item() { return item_; }
    Pinned pinned() const { return {process_, item_, china()}; }

    std::vector<FactSet> facts;
    std::vector<PersonId> cosigned;
    std::vector<Code> asked;

private:
    static Acting acting(std::int64_t person, std::string_view desk) {
        const auto sign = desk.find('@');
        const auto office = sign == std::string_view::npos ? Code() : Code::of(desk.substr(sign + 1));
        return {PersonId(person), Code::of(desk.substr(0, sign)), office};
    }
    void keep(const Turn& turn, PersonId person) {
        apply(state_, turn, person);
        const std::string stored = state_.encode();
        EXPECT_LE(stored.size(), 400u);
        auto back = CaseState::decode(stored);
        ASSERT_TRUE(back.ok());
        EXPECT_EQ(back.value(), state_);
        last_ = turn;
    }

    Process process_;
    ItemTerms item_;
    CaseState state_;
    Turn last_;
};

FactSet fact(std::string_view name, std::int64_t value) {
    return {Code::of(name), 0, value};
}

TEST(TheShippedProcesses, PassTheChecker) {
    for (const char* id : {"permit-instant", "permit", "permit-joint"}) {
        for (const Finding& finding : check_process(load(id)))
            ADD_FAILURE() << id << " " << finding.rule << " " << finding.step << ": " << finding.what;
    }
}

TEST(AnInstantItem, LivesFourEventsAndEndsWhenDelivered) {
    Story story("permit-instant");
    story.file("2026-03-02");
    EXPECT_EQ(story.desk(), "check");
    EXPECT_EQ(story.due("intake"), "2026-03-09");
    EXPECT_EQ(story.does("2026-03-02", 1, "window@029", "check", "accept"), "casework.accepted");
    EXPECT_EQ(story.desk(), "decide");
    EXPECT_EQ(story.due("spot"), "2026-03-02");
    EXPECT_EQ(story.phase("intake"), ClockPhase::OnTime);
    EXPECT_EQ(story.does("2026-03-02", 1, "window@029", "decide", "grant"), "casework.decided");
    EXPECT_EQ(story.state().result.text(), "granted");
    EXPECT_FALSE(story.state().ended);
    EXPECT_EQ(story.desk(), "deliver");
    EXPECT_EQ(story.due("delivery"), "2026-03-16");
    EXPECT_EQ(story.does("2026-03-02", 1, "window@029", "deliver", "delivered"), "casework.delivered");
    EXPECT_TRUE(story.state().ended);
    EXPECT_EQ(story.does("2026-03-02", 1, "window@029", "deliver", "delivered"), "casework.ended");
    EXPECT_LE(story.state().encode().size(), 120u);
}

// 22号意见, section 13: the window decides in the name of the department while it is authorised to.
TEST(AnInstantItem, IsDecidedAtTheWindowToTheLastDayOfTheAuthorisation) {
    for (const auto& [day, said] :
         {std::pair{"2026-03-31", "casework.decided"}, {"2026-04-01", "casework.guard_refused"}}) {
        Story story("permit-instant");
        story.file(day);
        story.does(day, 1, "window@029", "check", "accept");
        EXPECT_EQ(story.does(day, 1, "window@029", "decide", "grant"), said) << day;
    }
}

TEST(AnInstantItem, MayBecomeAPromisedMatterWithTheSameReceipt) {
    Story story("permit-instant");
    story.file("2026-03-02");
    story.does("2026-03-02", 1, "window@029", "check", "accept");
    EXPECT_EQ(story.does("2026-03-02", 1, "window@029", "decide", "convert", {"reasons"}),
              "casework.evidence_missing");
    EXPECT_EQ(story.does("2026-03-02", 1, "window@029", "decide", "convert", {"reasons", "head_approval"}),
              "casework.step_done");
    EXPECT_EQ(story.desk(), "review");
    EXPECT_EQ(story.due("legal"), "2026-03-30");
}

TEST(AFiling, IsRefusedWithAMaterialThatTheGuideDoesNotList) {
    Story story("permit");
    Filing filing;
    EXPECT_EQ(decide_filing(story.pinned(), filing, at("2026-03-02")).error().text_key(),
              "casework.no_applicant");
    filing.applicant = paper();
    filing.materials = {{Code::of("blood_test"), Code::of("paper"), paper()}};
    EXPECT_EQ(decide_filing(story.pinned(), filing, at("2026-03-02")).error().text_key(),
              "casework.material_not_listed");
}

TEST(TellingWhatIsMissing, HappensOnceAndEndsThePeriodToAccept) {
    Story story("permit");
    story.file("2026-03-02");
    story.facts = {fact("new_material_defective", 0)};
    EXPECT_EQ(story.does("2026-03-04", 1, "window@029", "check", "ask_to_supplement"),
              "casework.nothing_asked");
    story.asked = {Code::of("blood_test")};
    EXPECT_EQ(story.does("2026-03-04", 1, "window@029", "check", "ask_to_supplement"),
              "casework.material_not_listed");
    story.asked = {Code::of("lease")};
    EXPECT_EQ(story.does("2026-03-04", 1, "window@029", "check", "ask_to_supplement"),
              "casework.supplement_requested");
    EXPECT_EQ(story.phase("intake"), ClockPhase::OnTime);
    EXPECT_EQ(story.desk(), "supplement");
    EXPECT_EQ(story.does("2026-03-10", 3, "applicant", "supplement", "filed"), "casework.supplemented");
    EXPECT_EQ(story.desk(), "check");
    EXPECT_EQ(story.due("intake"), "2026-03-17");
    EXPECT_EQ(story.state().clock(0).round, 2);
    // 许可法 32(4): once; again only when what was newly filed is itself defective.
    EXPECT_EQ(story.does("2026-03-11", 1, "window@029", "check", "ask_to_supplement"),
              "casework.guard_refused");
    story.facts = {fact("new_material_defective", 1)};
    EXPECT_EQ(story.does("2026-03-11", 1, "window@029", "check", "ask_to_supplement"),
              "casework.supplement_requested");
    EXPECT_EQ(story.does("2026-03-12", 3, "applicant", "supplement", "given_up"), "casework.withdrawn");
    EXPECT_TRUE(story.state().ended);
    EXPECT_EQ(story.state().result.text(), "withdrawn");
}

TEST(Silence, IsAcceptanceFromTheDayOfReceipt) {  // V30, 许可法 32(4)
    Story story("permit");
    story.file("2026-02-10");
    EXPECT_EQ(story.due("intake"), "2026-02-24");
    EXPECT_EQ(story.deemed("2026-02-24", "intake"), "casework.clock_not_running");
    EXPECT_EQ(story.reads("intake", "2026-02-25").phase, ClockPhase::Deemed);
    story.asked = {Code::of("lease")};
    EXPECT_EQ(story.does("2026-02-25", 1, "window@029", "check", "ask_to_supplement"),
              "casework.decided_by_silence");
    EXPECT_EQ(story.deemed("2026-02-25", "intake"), "accepted as of 2026-02-10");
    EXPECT_EQ(story.due("legal"), "2026-03-16");
    EXPECT_EQ(story.phase("intake"), ClockPhase::Deemed);
    EXPECT_EQ(story.deemed("2026-02-25", "legal"), "casework.nothing_deemed");
    EXPECT_EQ(story.desk(), "review");
}

Story accepted_permit(std::string_view day) {
    Story story("permit");
    story.file(day);
    story.does(day, 1, "window@029", "check", "accept");
    return story;
}

TEST(APermit, IsDecidedByAnotherPersonThanTheReviewer) {
    Story story = accepted_permit("2026-03-02");
    EXPECT_EQ(story.due("legal"), "2026-03-30");
    EXPECT_EQ(story.due("promise"), "2026-03-11");
    EXPECT_EQ(story.does("2026-03-03", 2, "handler@011", "review", "advise", {"opinion"}),
              "casework.not_your_desk");
    story.facts = {fact("on_site", 1)};
    EXPECT_EQ(story.does("2026-03-03", 2, "handler@012", "review", "advise", {"opinion"}),
              "casework.signatures_missing");
    story.cosigned = {PersonId(2)};
    EXPECT_EQ(story.does("2026-03-03", 2, "handler@012", "review", "advise", {"opinion"}),
              "casework.signatures_missing");
    story.cosigned = {PersonId(8)};
    EXPECT_EQ(story.does("2026-03-03", 2, "handler@012", "review", "advise", {"opinion"}),
              "casework.step_done");
    story.cosigned.clear();
    EXPECT_EQ(story.desk(), "decide");
    EXPECT_EQ(story.does("2026-03-04", 2, "head@012", "decide", "grant"), "casework.same_person");
    EXPECT_EQ(story.does("2026-03-04", 5, "head@012", "decide", "refuse"), "casework.evidence_missing");
    // 优化营商环境条例 36: late against the promise, so the reason is due.
    EXPECT_EQ(story.does("2026-03-12", 5, "head@012", "decide", "refuse", {"reasons"}),
              "casework.evidence_missing");
    EXPECT_EQ(story.does("2026-03-12", 5, "head@012", "decide", "refuse", {"reasons", "overdue_reason"}),
              "casework.decided");
    EXPECT_EQ(story.phase("legal"), ClockPhase::OnTime);
    EXPECT_EQ(story.phase("promise"), ClockPhase::Late);
    EXPECT_EQ(story.phase("delivery"), ClockPhase::Idle);
    EXPECT_EQ(story.desk(), "deliver");
}

TEST(APermit, SentBackIsReviewedAndDecidedAgain) {
    Story story = accepted_permit("2026-03-02");
    story.facts = {fact("on_site", 0)};
    story.does("2026-03-03", 2, "handler@012", "review", "advise", {"opinion"});
    EXPECT_EQ(story.does("2026-03-04", 5, "head@012", "decide", "send_back", {"reasons"}),
              "casework.step_done");
    EXPECT_EQ(story.desk(), "review");
    EXPECT_EQ(story.phase("legal"), ClockPhase::Running);
    const auto decide = static_cast<std::size_t>(story.process().find_step("decide"));
    EXPECT_EQ(story.state().step(decide).phase, StepPhase::Stale);
    story.does("2026-03-05", 2, "handler@012", "review", "advise", {"opinion"});
    EXPECT_EQ(story.desk(), "decide");
    EXPECT_EQ(story.state().step(decide).round, 2);
    EXPECT_EQ(story.does("2026-03-05", 5, "head@012", "decide", "grant"), "casework.decided");
}

TEST(AHearing, IsNotCountedAndHoldsTheDecision) {  // V21, V22, V23
    Story story = accepted_permit("2026-03-02");
    story.facts = {fact("on_site", 0)};
    story.does("2026-03-03", 2, "handler@012", "review", "advise", {"opinion"});
    EXPECT_EQ(story.desk(), "decide");
    EXPECT_EQ(story.opens("2026-03-09", "handler@012", "hearing", "2026-03-09"),
              "casework.pause_end_missing");
    EXPECT_EQ(story.opens("2026-03-09", "handler@012", "hearing", "2026-06-09"), "casework.pause_too_long");
    EXPECT_EQ(story.opens("2026-03-09", "handler@012", "hearing", "2026-04-08"), "casework.paused");
    EXPECT_EQ(story.last().letters.size(), 1u);
    EXPECT_EQ(story.desk(), "hearing");
    EXPECT_EQ(story.due("legal"), "2026-04-29");
    EXPECT_EQ(story.reads("legal", "2026-03-20").phase, ClockPhase::Paused);
    EXPECT_EQ(story.reads("legal", "2026-03-20").consumed, 5);
    EXPECT_EQ(story.does("2026-04-07", 9, "handler@012", "hearing", "held", {"record"}), "casework.resumed");
    EXPECT_EQ(story.due("legal"), "2026-04-28");
    EXPECT_EQ(story.desk(), "decide");
    EXPECT_EQ(story.extends("2026-04-08", "handler@012", "legal"), "casework.extension_not_yours");
    EXPECT_EQ(story.extends("2026-04-08", "head@012", "promise"), "casework.extension_none");
    EXPECT_EQ(story.extends("2026-04-29", "head@012", "legal"), "casework.extension_late");
    EXPECT_EQ(story.extends("2026-04-08", "head@012", "legal"), "extended");
    EXPECT_EQ(story.due("legal"), "2026-05-14");
    EXPECT_EQ(story.extends("2026-04-08", "head@012", "legal"), "casework.extension_used");
}

TEST(AHearing, ForgottenEndsByItselfOnTheDayThatWasTold) {  // V48
    Story story = accepted_permit("2026-03-02");
    EXPECT_EQ(story.opens("2026-03-10", "handler@012", "hearing", "2026-03-31"), "casework.paused");
    EXPECT_EQ(story.due("legal"), "2026-04-21");
    EXPECT_EQ(story.reads("legal", "2026-04-02").phase, ClockPhase::Running);
    EXPECT_EQ(story.does("2026-04-15", 9, "handler@012", "hearing", "held", {"record"}), "casework.resumed");
    EXPECT_EQ(story.due("legal"), "2026-04-21");
}

TEST(AnApplicant, MayWithdrawUntilTheDecision) {
    Story story = accepted_permit("2026-03-02");
    EXPECT_EQ(story.withdraws("2026-03-03"), "withdrawn");
    EXPECT_TRUE(story.state().ended);
    EXPECT_EQ(story.desk(), "");
    EXPECT_EQ(story.phase("legal"), ClockPhase::Void);
    EXPECT_EQ(story.withdraws("2026-03-03"), "casework.ended");
}

TEST(AJointMatter, WaitsForEveryBodyAndNeverTakesSilenceForConsent) {
    Story story("permit-joint");
    story.item().number(ItemField::PromiseDays) = 60;
    story.file("2026-04-30");
    story.does("2026-04-30", 1, "window@029", "check", "accept");
    EXPECT_EQ(story.due("joint"), "2026-07-07");   // V14
    EXPECT_EQ(story.due("member"), "2026-06-30");  // five working days before
    EXPECT_EQ(story.last().opened.size(), 2u);
    EXPECT_EQ(story.does("2026-05-06", 2, "handler@012", "members", "agree", {"opinion"}),
              "casework.not_your_desk");
    EXPECT_EQ(story.does("2026-05-06", 2, "handler@036", "members", "disagree", {"opinion"}),
              "casework.evidence_missing");
    EXPECT_EQ(story.does("2026-05-06", 2, "handler@036", "members", "agree", {"opinion"}),
              "casework.step_done");
    EXPECT_EQ(story.does("2026-05-06", 2, "handler@036", "members", "agree", {"opinion"}),
              "casework.step_not_open");
    EXPECT_EQ(story.desk(), "members");
    EXPECT_EQ(story.does("2026-05-07", 3, "handler@013", "members", "no_remark"), "casework.step_done");
    EXPECT_EQ(story.desk(), "review");
    EXPECT_EQ(story.phase("member"), ClockPhase::OnTime);
    story.item().joint.clear();
    Filing filing;
    filing.applicant = paper();
    EXPECT_EQ(decide_filing(story.pinned(), filing, at("2026-04-30")).error().text_key(),
              "casework.no_members");
}

TEST(ANewNotice, MovesADueDateOnceAndOnlyWhereItDiffers) {  // V09
    Story story = accepted_permit("2026-03-02");
    EXPECT_TRUE(decide_calendar_change(story.pinned(), story.state()).empty());
    const Date off[] = {Date::parse("2026-03-11").value()};
    const WorkCalendar moved = china().with_local_days(off, "qx-2026-3");
    const Process& process = story.process();
    const ItemTerms item = terms();
    const auto changes = decide_calendar_change({process, item, moved}, story.state());
    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].change.due.iso(), "2026-03-31");
}

TEST(Marks, FallAtTheirMoment) {  // V38
    Story story = accepted_permit("2026-09-24");
    const ClockReading reading = story.reads("promise", "2026-10-10");
    ASSERT_EQ(reading.marks.size(), 2u);
    EXPECT_EQ(reading.marks[0].at.text(), "2026-10-10T00:00:00+08:00");
    EXPECT_TRUE(reading.marks[0].reached);
    EXPECT_EQ(reading.marks[1].at.text(), "2026-10-13T00:00:00+08:00");
    EXPECT_FALSE(reading.marks[1].reached);
    EXPECT_FALSE(reading.overdue);
    EXPECT_TRUE(story.reads("promise", "2026-10-13").overdue);
}

TEST(APeriod, KeepsUsedAndLeftEqualToItsBudgetUnderRandomPauses) {  // I1, I2
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto pick = [&](int from, int to) {
        return from + static_cast<int>(random() % static_cast<unsigned>(to - from));
    };
    const Process process = load("permit");
    const auto slot = static_cast<std::size_t>(process.find_deadline("legal"));
    const Deadline& rule = process.deadlines[slot];
    for (int round = 0; round < 300; ++round) {
        Date day = Date::of(2025, 1, 2).plus(pick(0, 500));
        CaseState state;
        apply(state,
              start_clock(rule, china(), {slot, 1, day, {}, {}, budget_of(rule, {state, terms(), day}), {}}));
        for (int i = pick(0, 4); i > 0; --i) {
            const Date before = state.clocks[slot].due;
            day = day.plus(pick(0, 9));
            apply(state, pause_clock(state.clocks[slot], rule, slot, china(),
                                     {day, day.plus(pick(1, 30)), kNoStep}));
            EXPECT_GE(state.clocks[slot].due, before);
            day = day.plus(pick(0, 20));
            apply(state, resume_clock(state.clocks[slot], rule, slot, china(), day));
        }
        if (pick(0, 2) == 1) apply(state, extend_clock(state.clocks[slot], rule, slot, china()));
        for (int offset = 0; offset < 60; ++offset) {
            const auto reading =
                evaluate(state.clocks[slot], rule, china(), Instant::start_of(day.plus(offset)));
            ASSERT_EQ(reading.consumed + reading.remaining, reading.budget);
            ASSERT_EQ(reading.remaining < 0, reading.overdue && reading.remaining < 0);
            ASSERT_EQ(day.plus(offset) == reading.due ? reading.remaining : 0, 0);
        }
    }
}

}  // namespace
}  // namespace casework
