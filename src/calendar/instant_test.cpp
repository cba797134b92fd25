#include "calendar/instant.h"

#include <gtest/gtest.h>

namespace calendar {
namespace {

TEST(Instant, FallsOnTheLocalDayInUtcPlus8) {  // V44
    EXPECT_EQ(Instant::parse("2026-03-02T15:59:59.999Z").value().date().iso(), "2026-03-02");
    EXPECT_EQ(Instant::parse("2026-03-02T16:00:00.000Z").value().date().iso(), "2026-03-03");
}

TEST(Instant, IsReadAndWritten) {
    const auto instant = Instant::parse("2026-03-02T09:15:04+08:00").value();
    EXPECT_EQ(instant.ms, 1772414104000);
    EXPECT_EQ(instant.text(), "2026-03-02T09:15:04+08:00");
    EXPECT_EQ(Instant::parse("2026-03-02T01:15:04Z").value(), instant);
    EXPECT_EQ(Instant::parse("2026-03-01T22:45:04-02:30").value(), instant);
    EXPECT_EQ(Instant::parse("2026-03-02T01:15:04.25Z").value().ms, instant.ms + 250);
    EXPECT_EQ(Instant{-1}.seconds(), -1);
    EXPECT_EQ(Instant{-1}.text(), "1970-01-01T07:59:59+08:00");
    EXPECT_EQ(Instant::start_of(instant.date()).text(), "2026-03-02T00:00:00+08:00");
}

TEST(Instant, RefusesOtherForms) {
    for (const auto* text :
         {"", "2026-03-02", "2026-03-02T09:15:04", "2026-03-02 09:15:04Z", "2026-02-30T09:15:04Z",
          "2026-03-02T24:00:00Z", "2026-03-02T09:60:00Z", "2026-03-02T09:15:60Z", "2026-03-02T09:15:04.Z",
          "2026-03-02T09:15:04.1234Z", "2026-03-02T09:15:04+0800", "2026-03-02T09:15:04+15:00",
          "2026-03-02T09:15:04Zx", "2026-03-02T09:15:4Z"}) {
        EXPECT_FALSE(Instant::parse(text).ok()) << text;
    }
}

struct Known {
    const char* iso;
    std::int32_t days;
    unsigned weekday;
};

TEST(Date, IsCountedFromTheFirstOfJanuary1970) {
    const Known examples[] = {{"1970-01-01", 0, 4},      {"1969-12-31", -1, 3},     {"2000-02-29", 11016, 2},
                              {"2026-03-02", 20514, 1},  {"1880-01-01", -32872, 4}, {"2100-03-01", 47541, 1},
                              {"9999-12-31", 2932896, 5}};
    for (const auto& example : examples) {
        const auto date = Date::parse(example.iso).value();
        EXPECT_EQ(date.days, example.days) << example.iso;
        EXPECT_EQ(date.weekday(), example.weekday) << example.iso;
        EXPECT_EQ(date.iso(), example.iso);
    }
}

TEST(Date, MustExist) {
    for (const auto* text : {"2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-04-31",
                             "2026-01-00", "0000-01-01", "2026-3-02", "2026-03-02 ", "+026-03-02"}) {
        EXPECT_FALSE(Date::parse(text).ok()) << text;
    }
    EXPECT_THROW(Date::of(2026, 2, 30), base::Bug);
}

TEST(Date, GoesDayByDayThroughFourHundredYears) {
    Date date = Date::of(1899, 12, 31);
    const Date end = Date::of(2300, 1, 1);
    unsigned weekday = 0;  // a Sunday
    while (date < end) {
        ASSERT_EQ(Date::of(date.year(), date.month(), date.day()), date);
        ASSERT_EQ(date.weekday(), weekday);
        const Date next = date.plus(1);
        ASSERT_TRUE(next.day() == date.day() + 1 || next.day() == 1) << next.iso();
        date = next;
        weekday = (weekday + 1) % 7;
    }
}

TEST(MovedClock, StandsUntilItIsMoved) {
    MovedClock clock(Instant::of_seconds(100));
    EXPECT_EQ(clock.now().seconds(), 100);
    clock.move_to(clock.now().plus_seconds(5));
    EXPECT_EQ(clock.now().seconds(), 105);
    EXPECT_GT(SystemClock().now(), Instant::start_of(Date::of(2024, 1, 1)));
}

}  // namespace
}  // namespace calendar
