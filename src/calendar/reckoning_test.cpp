#include "base/file.h"
#include "calendar/calendar_file.h"
#include "calendar/reckoning.h"

#include <gtest/gtest.h>

namespace calendar {
namespace {

const std::vector<CalendarFile>& notices() {
    static const std::vector<CalendarFile> read = [] {
        std::vector<CalendarFile> files;
        for (const std::string name : {"2024", "2025", "2026", "statutory"}) {
            const std::string path = "definitions/calendars/cn-" + name + ".json";
            files.push_back(parse_calendar(base::read_file(path).value(), path).value());
        }
        return files;
    }();
    return read;
}

const WorkCalendar& china() {
    static const WorkCalendar compiled = compile_calendar(notices()).value();
    return compiled;
}

std::string due_of(const PeriodTyped& typed) {
    const auto period = read_period(typed);
    if (!period.ok()) return period.error().field() + " " + period.error().text_key();
    const auto answer = reckon(period.value(), china());
    if (!answer.ok()) return answer.error().field() + " " + answer.error().text_key();
    return answer.value().due.date.iso() + (answer.value().due.provisional ? " expected" : "");
}

TEST(APeriodAsked, EndsOnTheDayTheRulesSay) {
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "", {}}), "2026-03-30");                              // V20
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "", {"2026-03-09..2026-04-08"}}), "2026-04-29");      // V21
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "10wd", "", {"2026-03-09..2026-04-08"}}), "2026-05-15");  // V22
    EXPECT_EQ(due_of({"2026-03-02", "20 wd", "", "", {"2026-03-09..2026-03-19", "2026-03-13..2026-03-24"}}),
              "2026-04-15");                                                 // V25
    EXPECT_EQ(due_of({"2026-07-03", "90d", "", "none", {}}), "2026-10-01");  // V34
    EXPECT_EQ(due_of({"2026-07-03", "90d", "", "", {}}), "2026-10-08");
    EXPECT_EQ(due_of({"2026-12-21", "20wd", "", "", {}}), "2027-01-19 expected");  // V40
    EXPECT_EQ(due_of({"2026-03-02 10:00", "24h", "", "", {}}), "2026-03-03");
    EXPECT_EQ(due_of({"2026-03-02", "0wd", "", "", {}}), "2026-03-02");
}

// 民法典 202, 203.
TEST(APeriodOfMonths, EndsOnTheSameDayOrTheLastOneOfAShortMonth) {
    EXPECT_EQ(due_of({"2025-08-31", "6mo", "", "none", {}}), "2026-02-28");
    EXPECT_EQ(due_of({"2025-08-31", "6mo", "", "next", {}}), "2026-02-28");  // a Saturday that is worked
    EXPECT_EQ(due_of({"2025-10-31", "1mo", "", "none", {}}), "2025-11-30");
    EXPECT_EQ(due_of({"2025-10-31", "1mo", "", "next", {}}), "2025-12-01");
    EXPECT_EQ(due_of({"2024-01-31", "1mo", "", "none", {}}), "2024-02-29");
    EXPECT_EQ(due_of({"2024-12-31", "2mo", "", "none", {}}), "2025-02-28");
    EXPECT_EQ(due_of({"2026-01-05", "1mo", "1mo", "none", {}}), "2026-03-05");
}

TEST(APeriodAsked, IsRefusedBesideTheFieldThatIsWrong) {
    EXPECT_EQ(due_of({"", "20wd", "", "", {}}), "start calendar.no_start");
    EXPECT_EQ(due_of({"2026-13-01", "20wd", "", "", {}}), "start date.malformed");
    EXPECT_EQ(due_of({"2006-12-31", "20wd", "", "", {}}), "start calendar.outside_table");
    EXPECT_EQ(due_of({"2026-03-02 10:00", "20wd", "", "", {}}), "start calendar.time_only_for_hours");
    EXPECT_EQ(due_of({"2026-03-02", "24h", "", "", {}}), "start calendar.hours_need_time");
    EXPECT_EQ(due_of({"2026-03-02 10:0x", "24h", "", "", {}}), "start calendar.hours_need_time");
    EXPECT_EQ(due_of({"2026-03-02", "", "", "", {}}), "span calendar.no_period");
    EXPECT_EQ(due_of({"2026-03-02", "20", "", "", {}}), "span calendar.bad_period");
    EXPECT_EQ(due_of({"2026-03-02", "-3wd", "", "", {}}), "span calendar.bad_period");
    EXPECT_EQ(due_of({"2026-03-02", "15 months", "", "", {}}), "span calendar.bad_period");
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "10d", "", {}}), "extend calendar.other_unit");
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "later", {}}), "roll calendar.bad_roll");
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "", {"2026-03-09"}}), "pause calendar.bad_pause");
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "", {"2026-03-09..2026-03-08"}}),
              "pause calendar.pause_backwards");
    EXPECT_EQ(due_of({"2026-03-02 10:00", "24h", "", "", {"2026-03-09..2026-03-10"}}),
              "pause calendar.hours_no_pause");
}

TEST(APeriodAsked, HasLimitsOnBothSides) {
    EXPECT_EQ(due_of({"2026-03-02", "3660d", "", "none", {}}), "2036-03-09 expected");
    EXPECT_EQ(due_of({"2026-03-02", "3661d", "", "", {}}), "span calendar.period_too_long");
    EXPECT_EQ(due_of({"2026-03-02", "99999999999wd", "", "", {}}), "span calendar.period_too_long");
    EXPECT_EQ(due_of({"2026-03-02", "120mo", "", "none", {}}), "2036-03-02 expected");
    EXPECT_EQ(due_of({"2026-03-02", "121mo", "", "", {}}), "span calendar.period_too_long");
    EXPECT_EQ(due_of({"2026-03-02", "120mo", "1mo", "", {}}), "extend calendar.period_too_long");
    EXPECT_EQ(due_of({"2030-03-02", "3660wd", "", "", {}}), "span calendar.beyond_table");
    const std::vector<std::string> pauses(kPeriodPausesMax, "2026-03-09..2026-03-10");
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "", pauses}), "2026-03-31");
    std::vector<std::string> more = pauses;
    more.push_back("2026-03-09..2026-03-10");
    EXPECT_EQ(due_of({"2026-03-02", "20wd", "", "", more}), "pause calendar.too_many_pauses");
}

TEST(ACarriedCalendar, KnowsNoNoticeThatIsLaterThanItsPin) {
    const auto old = compile_carried(notices(), "cn-2025@1");
    ASSERT_TRUE(old.ok());
    EXPECT_EQ(old.value().pin(), "cn-2025@1");
    const Date start = Date::parse("2025-12-31").value();
    const Due before = old.value().add(start, {5, Unit::WorkingDays});
    EXPECT_EQ(before.date.iso(), "2026-01-08");  // 2 January worked, 4 January a Sunday
    EXPECT_TRUE(before.provisional);
    EXPECT_EQ(china().add(start, {5, Unit::WorkingDays}).date.iso(), "2026-01-08");
    EXPECT_EQ(china().add(start, {1, Unit::WorkingDays}).date.iso(), "2026-01-04");
    EXPECT_EQ(old.value().add(start, {1, Unit::WorkingDays}).date.iso(), "2026-01-02");
    EXPECT_EQ(compile_carried(notices(), "cn-2026@7").error().text_key(), "calendar.no_such_pin");
    EXPECT_EQ(compile_carried(notices(), "cn-2024@1").error().text_key(), "calendar.no_such_pin");
}

TEST(DaysBetween, CountTheLastDayAndNotTheFirst) {
    const auto counted = elapsed_between("2026-02-10", "2026-03-16", china());
    ASSERT_TRUE(counted.ok());
    EXPECT_EQ(counted.value().working_days, 20);
    EXPECT_EQ(counted.value().days, 34);
    EXPECT_FALSE(counted.value().provisional);
    EXPECT_TRUE(elapsed_between("2026-12-30", "2027-01-02", china()).value().provisional);
    EXPECT_EQ(elapsed_between("2026-03-16", "2026-02-10", china()).error().text_key(), "calendar.backwards");
}

TEST(ANotice, IsNamedByWhatItIs) {
    EXPECT_EQ(name_notice("").kind, NoticeKind::None);
    EXPECT_EQ(name_notice("cn-2026@1").year, "2026");
    EXPECT_EQ(name_notice("cn-statutory@1").kind, NoticeKind::Statutory);
    EXPECT_EQ(name_notice("清政发〔2026〕3号").kind, NoticeKind::Order);
}

TEST(AnAnswer, IsTheSameJsonForCommandAndAddress) {
    const Period period = read_period({"2026-02-13", "1wd", "", "", {}}).value();
    EXPECT_EQ(reckoning_json(period, reckon(period, china()).value(), china()),
              R"({"start":"2026-02-13","span":"1wd","pauses":[],"roll":"next","calendar":"cn-2026@1",)"
              R"("due":"2026-02-14","late_from":"2026-02-15T00:00:00+08:00","counted":1,"provisional":false,)"
              R"("ledger":[{"kind":"start","from":"2026-02-13","last":"2026-02-13","days":1},)"
              R"({"kind":"due","from":"2026-02-14","last":"2026-02-14","days":1,"first_number":1,)"
              R"("last_number":1,"notice":"cn-2026@1"}]})");
}

}  // namespace
}  // namespace calendar
