// Periods as matters have them: V19–V49 of the calendar vectors where they need a clock, and the invariants
// I1–I8 under random pauses, extensions, new instances and calendars.

#include "base/file.h"
#include "calendar/calendar_file.h"
#include "calendar/local_order.h"
#include "casework/deadline.h"
#include "casework/test_story.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace casework {
namespace {

using calendar::Instant;
using calendar::Span;
using calendar::Unit;
using calendar::WorkCalendar;

// With a notice in place of the one of its year, or for a year that has none yet.
WorkCalendar china_with(std::string_view notice) {
    auto files = notices();
    auto read = calendar::parse_calendar(notice, "notice").value();
    std::erase_if(files, [&](const calendar::CalendarFile& file) { return file.id == read.id; });
    files.push_back(std::move(read));
    return calendar::compile_calendar(files).value();
}

Date day(std::string_view iso) {
    return Date::parse(iso).value();
}
Instant at(std::string_view iso, int hour = 10) {
    return Instant::start_of(day(iso)).plus_seconds(std::int64_t{3600} * hour);
}

// One period and what happens to it, event by event, as the fold sees it.
class Story {
public:
    explicit Story(int budget, const WorkCalendar& days = china()) : days_(&days) {
        rule_.name = "legal";
        rule_.budget = {budget, Unit::WorkingDays};
        rule_.extend.allowed = true;
        rule_.extend.by = {10, Unit::WorkingDays};
        rule_.marks = {{"near", -1}, {"over", 0}, {"card", 3}};
    }
    Deadline& rule() { return rule_; }
    void use(const WorkCalendar& days) { days_ = &days; }
    const WorkCalendar& days() const { return *days_; }
    const ClockState& clock() const { return state_.clock(0); }

    Story& starts(Date from) {
        ClockStart start;
        start.round = clock().round + 1;
        start.from = from;
        start.at = Instant::start_of(from);
        start.budget = rule_.budget;
        return take(start_clock(rule_, *days_, start));
    }
    Story& pauses(Date from, Date until, std::uint8_t step = kNoStep) {
        return take(pause_clock(clock(), rule_, 0, *days_, {from, until, step}));
    }
    Story& resumes(Date on, std::uint8_t step = kNoStep) {
        return take(resume_clock(clock(), rule_, 0, *days_, on, step));
    }
    Story& extends() { return take(extend_clock(clock(), rule_, 0, *days_)); }
    Story& stops(Instant now) { return take(stop_clock(clock(), rule_, 0, now)); }
    // A new calendar that became known at `now`; true when the date differs.
    bool follows(const WorkCalendar& days, Instant now) {
        days_ = &days;
        ClockChange moved = recompute_clock(clock(), rule_, 0, days);
        if (moved.due == clock().due) return false;
        not_before_known(moved, clock(), now);
        take(moved);
        return true;
    }
    ClockReading reads(Instant now) const { return evaluate(clock(), rule_, *days_, now); }
    std::string due() const { return clock().due.iso(); }
    const std::vector<ClockChange>& events() const { return events_; }

private:
    Story& take(const ClockChange& change) {
        events_.push_back(change);
        apply(state_, change);
        return *this;
    }
    const WorkCalendar* days_;
    Deadline rule_;
    CaseState state_;
    std::vector<ClockChange> events_;
};

TEST(APeriod, IsLateFromMidnightAfterItsLastDay) {  // V19: to the day
    Story promise(7), legal(10);
    promise.starts(day("2018-10-15"));
    legal.starts(day("2018-10-15"));
    EXPECT_EQ(promise.due(), "2018-10-24");
    EXPECT_EQ(legal.due(), "2018-10-29");
    const auto late_from = [](const Story& story, std::string_view iso) {
        const Instant midnight = Instant::start_of(day(iso));
        return !story.reads({midnight.ms - 1}).overdue && story.reads(midnight).overdue;
    };
    EXPECT_TRUE(late_from(promise, "2018-10-25"));
    EXPECT_TRUE(late_from(legal, "2018-10-30"));
}

TEST(APeriod, MovesByPausesDayByDay) {  // V20–V29, V48, V49
    struct Row {
        const char* id;
        const char* start;
        std::vector<std::pair<const char*, const char*>> pauses;
        const char* due;
    };
    const Row rows[] = {
        {"V20", "2026-03-02", {}, "2026-03-30"},
        {"V21", "2026-03-02", {{"2026-03-09", "2026-04-08"}}, "2026-04-29"},
        {"V23", "2026-03-02", {{"2026-03-09", "2026-04-07"}}, "2026-04-28"},
        {"V24", "2026-03-02", {{"2026-03-10", "2026-03-10"}}, "2026-03-30"},
        {"V25", "2026-03-02", {{"2026-03-09", "2026-03-24"}}, "2026-04-15"},
        {"V26", "2026-03-02", {{"2026-03-30", "2026-04-02"}}, "2026-03-30"},
        {"V26", "2026-03-02", {{"2026-03-27", "2026-04-02"}}, "2026-04-03"},
        {"V26", "2026-03-02", {{"2026-03-02", "2026-03-05"}}, "2026-04-02"},
        {"V27", "2026-02-10", {{"2026-02-14", "2026-02-23"}}, "2026-03-16"},
        {"V28", "2026-02-02", {{"2026-02-06", "2026-03-08"}}, "2026-03-30"},
        {"V29", "2026-09-18", {{"2026-09-21", "2026-09-28"}, {"2026-10-11", "2026-10-14"}}, "2026-11-02"},
        {"V36", "2025-09-19", {{"2025-09-25", "2025-10-20"}}, "2025-11-11"},
        {"V49", "2026-03-02", {{"2026-03-10", "2026-03-22"}}, "2026-04-10"},
        {"V49", "2026-03-02", {{"2026-03-08", "2026-03-12"}}, "2026-04-03"},
    };
    for (const Row& row : rows) {
        Story story(20);
        story.starts(day(row.start));
        for (const auto& [from, to] : row.pauses) story.pauses(day(from), day(to).plus(30)).resumes(day(to));
        EXPECT_EQ(story.due(), row.due) << row.id;
    }
    Story extended(20);  // V22
    extended.starts(day("2026-03-02"))
        .pauses(day("2026-03-09"), day("2026-04-30"))
        .resumes(day("2026-04-08"));
    EXPECT_EQ(extended.extends().due(), "2026-05-15");
}

TEST(APause, EndsByItselfOnTheDayThatWasTold) {  // V48
    Story reply(20), third_party(15);
    reply.starts(day("2026-03-02"));
    third_party.starts(day("2026-03-10"));
    EXPECT_EQ(third_party.due(), "2026-03-31");
    reply.pauses(day("2026-03-10"), third_party.clock().due);
    EXPECT_EQ(reply.due(), "2026-04-21");
    EXPECT_EQ(reply.reads(at("2026-03-31")).phase, ClockPhase::Paused);
    EXPECT_EQ(reply.reads(at("2026-04-01")).phase, ClockPhase::Running) << "nobody had to write it down";
    EXPECT_EQ(reply.resumes(day("2026-04-09")).due(), "2026-04-21") << "a late word wins no time";
    Story v36(15);
    EXPECT_EQ(v36.starts(day("2025-09-25")).due(), "2025-10-22");
}

TEST(ANewInstance, CountsFromItsOwnStart) {  // V30, V37, V39
    Story notice(7), reply(20);
    EXPECT_EQ(notice.starts(day("2025-12-31")).due(), "2026-01-12");
    reply.starts(day("2025-12-31")).stops(at("2026-01-12"));
    EXPECT_EQ(reply.starts(day("2026-01-15")).due(), "2026-02-12");
    EXPECT_EQ(reply.clock().round, 2);
    EXPECT_TRUE(reply.clock().pauses.empty());
    EXPECT_EQ(reply.reads(at("2026-02-13")).marks[1].reached, true) << "the new instance arms its marks";
    Story publish(7), publish_slowly(20), withdraw(3);
    EXPECT_EQ(publish.starts(day("2026-09-24")).due(), "2026-10-12");
    EXPECT_EQ(publish_slowly.starts(day("2026-09-24")).due(), "2026-10-29");
    EXPECT_EQ(withdraw.starts(day("2026-09-30")).due(), "2026-10-10");
    Story intake(5);  // V30: silent, accepted as of the day of receipt
    intake.rule().deem.allowed = true;
    EXPECT_EQ(intake.starts(day("2026-02-10")).due(), "2026-02-24");
    EXPECT_EQ(intake.reads(at("2026-02-24", 23)).phase, ClockPhase::Running);
    EXPECT_EQ(intake.reads(at("2026-02-25", 0)).phase, ClockPhase::Deemed);
    Story legal(20);
    EXPECT_EQ(legal.starts(day("2026-02-10")).due(), "2026-03-16");
}

TEST(Marks, FallAtTheirInstants) {  // V38
    Story promise(7);
    promise.starts(day("2026-09-24"));
    const auto marks = promise.reads(at("2026-09-25")).marks;
    ASSERT_EQ(marks.size(), 3u);
    EXPECT_EQ(marks[0].at.text(), "2026-10-10T00:00:00+08:00");
    EXPECT_EQ(marks[1].at.text(), "2026-10-13T00:00:00+08:00");
    EXPECT_EQ(marks[2].at.text(), "2026-10-16T00:00:00+08:00");
}

TEST(APeriodOfMonths, EndsOnTheSameDayAndCountsItsNaturalDays) {  // 民法典 202, 203
    Story ceiling(0);
    ceiling.rule().budget = Span::parse("3 months").value();
    ceiling.rule().extend.by = {1, Unit::Months};
    EXPECT_EQ(ceiling.starts(day("2026-03-02")).due(), "2026-06-02");
    EXPECT_EQ(ceiling.reads(at("2026-03-12")).remaining, 82);
    EXPECT_EQ(ceiling.extends().due(), "2026-07-02");
    EXPECT_EQ(ceiling.starts(day("2025-11-30")).due(), "2026-02-28") << "a Saturday that is worked";
    EXPECT_EQ(ceiling.starts(day("2026-01-31")).due(), "2026-04-30");
    EXPECT_EQ(ceiling.pauses(day("2026-02-10"), day("2026-02-20")).due(), "2026-05-11")
        << "ten days later is a Sunday";
    EXPECT_EQ(china().latest_start(day("2026-03-31"), {1, Unit::Months}).iso(), "2026-02-28");
    EXPECT_EQ(explain(ceiling.clock(), ceiling.rule(), china()).back().last.iso(), "2026-05-11");
}

TEST(AWaitingPeriod, OpensTheNextStepOnTheDayAfter) {  // V32, V33
    Story review(7);
    review.rule().bound = Bound::Min;
    review.starts(day("2026-03-02"));
    EXPECT_EQ(calendar::Due{review.clock().due}.opens().iso(), "2026-03-12");
    Story comments(30);
    comments.rule().bound = Bound::Min;
    comments.rule().budget = {30, Unit::Days};
    comments.starts(day("2026-09-01"));
    EXPECT_EQ(calendar::Due{comments.clock().due}.opens().iso(), "2026-10-02");
}

constexpr std::string_view kV41 =
    R"({"calendar":"cn-2027","ver":1,"work":["2027-01-10"],"off":["2027-01-01/2027-01-04"]})";
constexpr std::string_view kV42 = R"({"calendar":"cn-2027","ver":1,"work":["2027-01-10"],)"
                                  R"("off":["2027-01-01/2027-01-02","2027-01-04/2027-01-05"]})";

TEST(ANewNotice, MovesADateOnlyWhereItDiffers) {  // V40–V42
    const WorkCalendar moved = china_with(kV41);
    const WorkCalendar same = china_with(kV42);
    Story story(20);
    story.starts(day("2026-12-21"));
    EXPECT_EQ(story.due(), "2027-01-19");
    EXPECT_TRUE(story.clock().provisional);
    Story other = story;
    EXPECT_TRUE(story.follows(moved, at("2026-12-22")));
    EXPECT_EQ(story.due(), "2027-01-18");
    EXPECT_FALSE(story.clock().provisional);
    EXPECT_FALSE(story.follows(moved, at("2026-12-23"))) << "once";
    EXPECT_FALSE(other.follows(same, at("2026-12-22"))) << "only the 预计 goes";
    EXPECT_FALSE(same.add(day("2026-12-21"), {20, Unit::WorkingDays}).provisional);
}

TEST(ALocalOrder, CountsOnlyWhenALawGivesTheDayOff) {  // V43
    const auto local = [](std::string_view kind, std::string_view on, std::string_view next) {
        const std::string json =
            R"({"calendar":"local","ver":1,"orders":[{"kind":")" + std::string(kind) +
            R"(","order":"清政发〔2026〕3号","issuer":"清溪县人民政府","issued":"2026-03-01",)" +
            R"("name":"决定","from":")" + std::string(on) + R"(","to":")" + std::string(next) +
            R"(","bodies":["012"]}]})";
        return calendar::parse_local_calendar(json, "local").value();
    };
    const auto due = [](const calendar::LocalCalendar& orders, std::string_view body) {
        return calendar::calendar_of_body(china(), orders, body)
            .add(day("2026-03-02"), {20, Unit::WorkingDays})
            .date.iso();
    };
    EXPECT_EQ(due(local("hall_closed", "2026-03-11", "2026-03-12"), "012"), "2026-03-30");
    EXPECT_EQ(due(local("extended_service", "2026-03-14", "2026-03-15"), "012"), "2026-03-30");
    EXPECT_EQ(due(local("statutory_local", "2026-03-11", "2026-03-12"), "012"), "2026-03-31");
    EXPECT_EQ(due(local("statutory_local", "2026-03-11", "2026-03-12"), "021"), "2026-03-30");
}

TEST(NobodyIsLate, UnderACalendarNobodyHad) {  // I6
    const WorkCalendar earlier = china_with(kV41);
    Story story(20);
    story.starts(day("2026-12-21"));
    // The notice comes on the old last day: the new one was yesterday.
    EXPECT_TRUE(story.follows(earlier, at("2027-01-19")));
    EXPECT_EQ(story.due(), "2027-01-18");
    EXPECT_FALSE(story.reads(at("2027-01-19", 23)).overdue);
    EXPECT_TRUE(story.reads(at("2027-01-20", 0)).overdue);
    for (const MarkAt& mark : story.reads(at("2027-01-19")).marks)
        EXPECT_GE(mark.at, Instant::start_of(day("2027-01-20"))) << mark.level;
    EXPECT_FALSE(Story(story).stops(at("2027-01-19", 23)).events().back().late);
    EXPECT_TRUE(Story(story).stops(at("2027-01-20", 0)).events().back().late);
}

// Random stories.
// Calendars as they might have been: one of the years has another notice.
const std::vector<WorkCalendar>& versions() {
    static const std::vector<WorkCalendar> some = [] {
        std::vector<WorkCalendar> all;
        for (const int year : {2019, 2021, 2022, 2024, 2026, 2027}) {
            const auto iso = [&](unsigned month, unsigned on) { return Date::of(year, month, on).iso(); };
            Date saturday = Date::of(year, 7, 1);
            while (saturday.weekday() != 6) saturday = saturday.plus(1);
            all.push_back(china_with(R"({"calendar":"cn-)" + std::to_string(year) + R"(","ver":2,"work":[")" +
                                     saturday.iso() + R"("],"off":[")" + iso(3, 9) + "/" + iso(3, 13) +
                                     R"(",")" + iso(8, 2) + "/" + iso(8, 12) + R"("]})"));
        }
        return all;
    }();
    return some;
}

// Lets up to `days` days go by from the start: special procedures of three kinds that may overlap, an
// extension, now and then a new instance and a new calendar.
struct Played {
    Story story;
    Date today;
    std::vector<std::pair<ClockState, const WorkCalendar*>> prefixes;  // after each event
};
struct Course {
    Span budget;
    int days = 60;
};
Span any_span(Dice& dice, int least) {
    switch (dice.below(4)) {
    case 0: return {least + dice.below(90), Unit::Days};
    case 1: return {least + dice.below(6), Unit::Months};
    default: return {least + dice.below(60), Unit::WorkingDays};
    }
}
void happens(Dice& dice, Played& played) {
    Story& story = played.story;
    const auto step = static_cast<std::uint8_t>(dice.below(3));
    const std::size_t pauses = story.clock().pauses.size();
    switch (dice.below(12)) {
    case 0:
    case 1:
    case 2:
        if (!story.clock().held(step) && pauses < 8)
            story.pauses(played.today, played.today.plus(dice.below(40)), step);
        break;
    case 3:
    case 4:
    case 5:
        if (story.clock().held(step)) story.resumes(played.today, step);
        break;
    case 6:
        if (story.clock().extension == 0) story.extends();
        break;
    case 7:
        if (dice.below(4) == 0) story.stops(at(played.today.iso())).starts(played.today);
        break;
    case 8: story.follows(versions()[static_cast<std::size_t>(dice.below(6))], at(played.today.iso())); break;
    default: break;
    }
}
Played play(Dice& dice, const Course& course) {
    Played played{Story(course.budget.count), day("2017-01-01").plus(dice.below(3500)), {}};
    played.story.rule().budget = course.budget;
    played.story.rule().extend.by = {dice.below(12), course.budget.unit};
    played.story.starts(played.today);
    const Date end = played.today.plus(course.days);
    while (played.today < end) {
        played.today = played.today.plus(1 + dice.below(6));
        const std::size_t before = played.story.events().size();
        happens(dice, played);
        if (played.story.events().size() != before)
            played.prefixes.emplace_back(played.story.clock(), &played.story.days());
    }
    return played;
}

constexpr int kStories = 400;

TEST(Invariants, I1_WhatIsUsedAndWhatIsLeftAreTheWhole) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Played played = play(dice, {any_span(dice, 0), 60});
        for (const auto& [clock, days] : played.prefixes) {
            const Span whole{clock.budget + clock.extension, clock.unit};
            const Span counted = calendar::in_days(clock.start, whole);  // a month is its natural days
            for (int on = 0; on < 90; on += 1 + dice.below(3)) {
                const ClockReading reading =
                    evaluate(clock, played.story.rule(), *days, Instant::start_of(clock.start.plus(on)));
                ASSERT_EQ(reading.unit, counted.unit);
                ASSERT_EQ(reading.consumed + reading.remaining, counted.count);
                ASSERT_GE(reading.consumed, 0);
                ASSERT_LE(reading.consumed, on);
            }
        }
    }
}

TEST(Invariants, I1_HoursAreExact) {  // R4
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Story story(0);
        story.rule().budget = {1 + dice.below(72), Unit::Hours};
        story.rule().extend.by = {dice.below(24), Unit::Hours};
        story.starts(day("2026-03-02").plus(dice.below(300)));
        const Instant began = Instant::start_of(story.clock().start);
        if (dice.below(2) == 0) story.extends();
        const int whole = story.clock().budget + story.clock().extension;
        const Instant now = began.plus_seconds(dice.below(100 * 3600));
        const auto hours = static_cast<int>((now.seconds() - began.seconds()) / 3600);
        ASSERT_EQ(story.reads(now).consumed, hours);
        ASSERT_EQ(story.reads(now).remaining, whole - hours);
        ASSERT_EQ(story.reads(now).overdue, now >= began.plus_seconds(std::int64_t{3600} * whole));
        story.stops(now);
        ASSERT_EQ(story.reads(now.plus_seconds(999'999)).consumed, hours) << "it stands still";
    }
}

TEST(Invariants, I2_PausesAndExtensionsNeverBringADateNearer) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Played played = play(dice, {any_span(dice, 0), dice.below(60)});
        constexpr std::uint8_t kOther = 9;  // beside whatever goes on
        const Date before = played.story.clock().due;
        Date due = before;
        for (int length = 0; length < 40; length += 1 + dice.below(6)) {  // begun on the same day, longer
            Story longer = played.story;
            longer.pauses(played.today, played.today.plus(60), kOther)
                .resumes(played.today.plus(length), kOther);
            ASSERT_GE(longer.clock().due, due) << length;
            due = longer.clock().due;
        }
        Story told = played.story;  // planned longer
        const Date planned = told.pauses(played.today, played.today.plus(5), kOther).clock().due;
        Story told_longer = played.story;
        ASSERT_GE(told_longer.pauses(played.today, played.today.plus(15), kOther).clock().due, planned);
        ASSERT_GE(planned, before);
        ASSERT_GE(Story(played.story).extends().clock().due, before);
    }
}

TEST(Invariants, I3_APauseOfNoDaysIsNeutralAndPausesSplitAndOverlapFreely) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Played played = play(dice, {any_span(dice, 0), dice.below(60)});
        const Date p = played.today;
        const Date r = p.plus(1 + dice.below(40));
        const Date m = p.plus(dice.below(r.days - p.days + 1));
        const Date n = p.plus(dice.below(r.days - p.days + 1));
        const auto with = [&](const std::vector<std::pair<Date, Date>>& pauses) {
            Story story = played.story;
            for (const auto& [from, to] : pauses) story.pauses(from, to.plus(9), 9).resumes(to, 9);
            return story.due();
        };
        ASSERT_EQ(with({{p, p}}), played.story.due());
        ASSERT_EQ(with({{p, m}, {m, r}}), with({{p, r}})) << "split";
        ASSERT_EQ(with({{p, std::max(m, n)}, {std::min(m, n), r}}), with({{p, r}})) << "overlapping";
        ASSERT_EQ(with({{std::min(m, n), r}, {p, std::max(m, n)}}), with({{p, r}})) << "in any order";
        ASSERT_EQ(with({{p, r}, {m, std::max(m, n)}}), with({{p, r}})) << "one within the other";
    }
}

TEST(Invariants, I4_TheSameEventsGiveTheSameClockInAnyChunksOnAnyNode) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    const WorkCalendar elsewhere = calendar::compile_calendar(notices()).value();  // another node's own
    for (int i = 0; i < kStories; ++i) {
        Played played = play(dice, {any_span(dice, 1), 50});
        CaseState state;
        for (const ClockChange& change : played.story.events()) {
            apply(state, change);
            if (dice.below(2) == 0) state = CaseState::decode(state.encode()).value();  // a restart
        }
        ASSERT_EQ(state.clock(0), played.story.clock());
        const Instant now = Instant::start_of(played.today.plus(dice.below(40)));
        const Deadline& rule = played.story.rule();
        const ClockReading here = evaluate(state.clock(0), rule, china(), now);
        const ClockReading there = evaluate(played.story.clock(), rule, elsewhere, now);
        ASSERT_EQ(here.due_at, there.due_at);
        ASSERT_EQ(here.consumed, there.consumed);
        ASSERT_EQ(here.marks.size(), there.marks.size());
        for (std::size_t n = 0; n < here.marks.size(); ++n) ASSERT_EQ(here.marks[n].at, there.marks[n].at);
        ASSERT_EQ(explain(state.clock(0), rule, china()).size(),
                  explain(played.story.clock(), rule, elsewhere).size());
    }
}

TEST(Invariants, I5_TheLastDayIsAWorkingDay) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Played played = play(dice, {any_span(dice, 1), 60});
        for (const auto& [clock, days] : played.prefixes)
            ASSERT_TRUE(days->works(clock.due)) << clock.due.iso() << " of " << days->pin();
    }
    // What the invariant leaves out: no days at all, and days that do not roll.
    Story none(0);
    EXPECT_EQ(none.starts(day("2026-02-15")).due(), "2026-02-15");
    Story unrolled(90);
    unrolled.rule().budget.unit = Unit::Days;
    unrolled.rule().roll = calendar::Roll::None;
    EXPECT_EQ(unrolled.starts(day("2026-03-02")).due(), "2026-05-31");
}

TEST(Invariants, I6_ANewCalendarMovesOnlyWhatItTouchesAndNobodyIntoThePast) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Story story(0);
        story.rule().budget = any_span(dice, 0);
        story.starts(day("2026-11-01").plus(dice.below(90)));
        if (dice.below(2) == 0) {
            const Date from = story.clock().start.plus(dice.below(20));
            story.pauses(from, from.plus(dice.below(30)));
        }
        if (dice.below(3) == 0) story.extends();
        // One weekend day of January 2027 is worked, one weekday off.
        const Date worked = day("2027-01-02").plus(7 * dice.below(4));
        const Date off = day("2027-01-04").plus(7 * dice.below(4));
        const WorkCalendar next = china_with(R"({"calendar":"cn-2027","ver":1,"work":[")" + worked.iso() +
                                             R"("],"off":["2027-01-01/2027-01-02",")" + off.iso() + "/" +
                                             off.plus(1).iso() + R"("]})");
        const Date start = story.clock().start;
        const Date before = story.clock().due;
        const Instant before_at = story.clock().due_at;
        const Instant known = Instant::start_of(start.plus(1 + dice.below(60))).plus_seconds(40000);
        bool touches = false;
        for (Date on = start.plus(1); on <= before; on = on.plus(1))
            touches = touches || china().works(on) != next.works(on);
        // The last of the natural days may be a day off now: it is touched as well.
        const std::size_t events = story.events().size();
        const bool moved = story.follows(next, known);
        ASSERT_EQ(moved, story.events().size() == events + 1);
        ASSERT_TRUE(touches || !moved) << start.iso() << " " << before.iso();
        if (!moved) continue;
        const Instant day_end = Instant::start_of(known.date().plus(1));
        ASSERT_GE(story.clock().due_at, std::min(before_at, day_end));
        for (const MarkAt& mark : story.reads(known).marks) {
            if (mark.level == "near") continue;  // a warning is no lateness
            ASSERT_GE(mark.at, std::min(before_at, day_end)) << mark.level;
        }
        ASSERT_FALSE(story.follows(next, known));
    }
}

// F06: nobody has to look for a mark to be true; it is a question about events and now.
TEST(Invariants, I8_MarksStayReachedEscalateAndAreReadWithoutAScheduler) {
    Dice dice(std::random_device{}());
    SCOPED_TRACE(dice.seed());
    for (int i = 0; i < kStories; ++i) {
        Played played = play(dice, {any_span(dice, 1), 30});
        std::size_t reached_before = 0;
        for (int on = 0; on < 150; on += 1 + dice.below(30)) {  // a month may go by unread
            const auto marks = played.story.reads(Instant::start_of(played.today.plus(on))).marks;
            std::set<std::string_view> levels;
            for (const MarkAt& mark : marks) ASSERT_TRUE(levels.insert(mark.level).second) << "one of each";
            for (std::size_t n = 1; n < marks.size(); ++n) ASSERT_LE(marks[n - 1].at, marks[n].at);
            std::size_t reached = 0;
            while (reached < marks.size() && marks[reached].reached) ++reached;
            for (std::size_t n = reached; n < marks.size(); ++n) ASSERT_FALSE(marks[n].reached);
            ASSERT_GE(reached, reached_before);
            reached_before = reached;
        }
        // A new instance has its own, whatever the old one had reached.
        Story again = played.story;
        const int round = again.clock().round;
        again.stops(Instant::start_of(played.today));
        const std::size_t reached = reached_before;
        again.starts(played.today);
        ASSERT_EQ(again.clock().round, round + 1);
        for (const MarkAt& mark : again.reads(Instant::start_of(played.today)).marks)
            ASSERT_EQ(mark.reached, mark.at <= Instant::start_of(played.today)) << reached;
    }
}

}  // namespace
}  // namespace casework
