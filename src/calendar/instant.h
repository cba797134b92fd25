#pragma once
// Instant and Date. Milliseconds UTC inside, civil days in fixed UTC+8 (no daylight saving); nothing else
// converts. The journal keeps whole seconds. Clock is the port for now; domain code takes `now` from its Act
// or Reading.

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace calendar {

// A civil day in UTC+8, counted from 1970-01-01.
struct Date {
    std::int32_t days = 0;

    static Date of(int year, unsigned month, unsigned day);  // CHECKs that the day exists
    static base::Result<Date> parse(std::string_view iso);   // YYYY-MM-DD
    int year() const;
    unsigned month() const;    // 1..12
    unsigned day() const;      // 1..31
    unsigned weekday() const;  // 0 Sunday .. 6 Saturday
    std::string iso() const;
    Date plus(int count) const { return {days + count}; }
    // 民法典 202: the same day of another month; a month too short for it has its last day instead.
    Date plus_months(int count) const;
    auto operator<=>(const Date&) const = default;
};

// Milliseconds since 1970-01-01T00:00Z.
struct Instant {
    std::int64_t ms = 0;

    static Instant of_seconds(std::int64_t seconds) { return {seconds * 1000}; }
    static Instant start_of(Date date);                         // 00:00 in UTC+8
    static base::Result<Instant> parse(std::string_view text);  // 2026-03-02T09:15:04+08:00
    std::int64_t seconds() const;                               // floor
    Date date() const;                                          // the day in UTC+8
    std::string text() const;                                   // 2026-03-02T09:15:04+08:00
    Instant plus_seconds(std::int64_t count) const { return {ms + count * 1000}; }
    auto operator<=>(const Instant&) const = default;
};

// The source of now.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// The machine's clock, and one that is moved by hand (tests, demonstration data).
class SystemClock : public Clock {
public:
    Instant now() const override;
};
class MovedClock : public Clock {
public:
    explicit MovedClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void move_to(Instant instant) { now_ = instant; }

private:
    Instant now_;
};

}  // namespace calendar
