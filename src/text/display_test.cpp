#include "text/display.h"

#include <gtest/gtest.h>

#include <limits>

namespace text {
namespace {

constexpr auto kZh = Locale::Chinese;
constexpr auto kEn = Locale::English;

TEST(Display, SaysDatesInBothLanguages) {
    const auto day = calendar::Date::of(2026, 3, 2);
    EXPECT_EQ(long_date(day, kZh), "2026年3月2日 星期一");
    EXPECT_EQ(long_date(day, kEn), "Monday, 2 March 2026");
    EXPECT_EQ(date(day, kZh), "2026年3月2日");
    EXPECT_EQ(date(day, kEn), "2 March 2026");
    EXPECT_EQ(short_date(day, kZh), "3月2日");
    EXPECT_EQ(short_date(day, kEn), "2 Mar");
    EXPECT_EQ(weekday(day.plus(6), kZh), "星期日");
    EXPECT_EQ(short_date(calendar::Date::of(2026, 12, 31), kEn), "31 Dec");
}

TEST(Display, SaysTimesInUtcPlus8) {
    const auto instant = calendar::Instant::parse("2026-03-02T01:05:59Z").value();
    EXPECT_EQ(time_of_day(instant), "09:05");
    EXPECT_EQ(date_time(instant, kZh), "2026年3月2日 09:05");
    EXPECT_EQ(date_time(instant, kEn), "2 March 2026, 09:05");
}

TEST(Display, GroupsLongNumbersThinly) {
    EXPECT_EQ(integer(0), "0");
    EXPECT_EQ(integer(1234), "1234");
    EXPECT_EQ(integer(12345), "12\u202f345");
    EXPECT_EQ(integer(-1234567), "-1\u202f234\u202f567");
    EXPECT_EQ(integer(-1234), "-1234");
    EXPECT_EQ(integer(std::numeric_limits<std::int64_t>::min()),
              "-9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808");
}

TEST(Display, WritesFenAsYuan) {
    EXPECT_EQ(money({1000}, kZh), "10.00 元");
    EXPECT_EQ(money({1000}, kEn), "CNY 10.00");
    EXPECT_EQ(money({0}, kZh), "0.00 元");
    EXPECT_EQ(money({5}, kZh), "0.05 元");
    EXPECT_EQ(money({-5}, kZh), "-0.05 元");
    EXPECT_EQ(money({1234567}, kZh), "12\u202f345.67 元");
}

TEST(Display, RoundsSharesDown) {
    EXPECT_EQ(percent_of(1, 3), "33.3%");
    EXPECT_EQ(percent_of(9999, 10000), "99.9%");
    EXPECT_EQ(percent_of(10, 10), "100.0%");
    EXPECT_EQ(percent_of(0, 0), "–");
}

}  // namespace
}  // namespace text
