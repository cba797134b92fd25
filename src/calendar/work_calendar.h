#pragma once
// The compiled work calendar: which days count, and the arithmetic of periods over them (R1–R10). Pure and
// noexcept: no clock, no file, no guess. Built once from the year files of a pin (calendar_file.h) into
// prefix sums, so that a due date costs a few array reads; dates outside 2007…horizon are clamped and the
// answer says provisional.

#include "calendar/instant.h"
#include "calendar/span.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calendar {

inline constexpr int kFirstYear = 2007;
inline constexpr int kHorizonYear = 2041;  // first year without a table

enum class DayKind : std::uint8_t { Working, Weekend, Holiday, Makeup, Local };

// Paused on one day, resumed on another. R7: the days p < d ≤ r are not counted; p = r is neutral; overlaps
// are a union.
struct Pause {
    Date paused;
    Date resumed;
};
using Pauses = std::span<const Pause>;
inline constexpr std::size_t kPausesMax = 32;  // more are merged away or refused by the caller

struct Due {
    Date date;
    bool provisional = false;  // the span touches a year without a notice
    // R5: the due moment is 24:00 of the due date, exclusive; late from then on.
    Instant moment() const { return Instant::start_of(date.plus(1)); }
    // R8: of a waiting period ("at least n"), the first day on which the next step may happen.
    Date opens() const { return date.plus(1); }
    auto operator<=>(const Due&) const = default;
};

// One run of days in an explanation. Counted days carry their numbers; `notice` names the file the day comes
// from.
enum class RowKind : std::uint8_t { Start, Counted, Weekend, Holiday, Makeup, Local, Paused, Extension, Due };
struct LedgerRow {
    RowKind kind = RowKind::Counted;
    Date from;
    Date last;             // inclusive, for people
    int first_number = 0;  // of the days counted; 0 when the run is not counted
    int last_number = 0;
    bool provisional = false;
    std::string_view notice;  // lives as long as the calendar
    std::string_view name;    // of the festival, where the file gives it
    bool counted() const { return first_number > 0; }
};
std::string_view row_word(RowKind kind);  // start counted weekend holiday makeup local paused extension due

// What a calendar is compiled from; calendar_file.h fills it.
struct ListedDay {
    Date date;
    DayKind kind = DayKind::Holiday;
    std::uint8_t file = 0;  // index into the files of the pin
    std::uint8_t name = 0;  // index into names; 0 is none
};

class WorkCalendar {
public:
    struct Parts {
        std::string pin;                 // cn-2026@1
        std::vector<std::string> files;  // cn-2007@1 … in the order of ListedDay::file
        std::vector<std::string> names;  // [0] is empty
        std::vector<ListedDay> days;     // each date once
        std::vector<int> noticed_years;  // years with a notice; the others are provisional
    };
    static WorkCalendar compile(Parts parts);

    // The same calendar with days off for one body (放假办法 4: local holidays; an emergency stop of work).
    WorkCalendar with_local_days(std::span<const Date> days_off, std::string_view order) const;

    const std::string& pin() const { return parts_.pin; }
    bool works(Date date) const noexcept;
    bool provisional(Date date) const noexcept;
    DayKind kind_of(Date date) const noexcept;

    // R1–R3, R7. The start day is day 0. `0 working days` is the start day itself. For hours see add_hours.
    Due add(Date start, Span span, Pauses pauses = {}, Roll roll = Roll::Next) const noexcept;
    // Days counted in (from, to], of working days or (for every other unit) natural days; never negative.
    int elapsed(Date from, Date to, Unit unit = Unit::WorkingDays, Pauses pauses = {}) const noexcept;
    // R9: the latest day d with add(d, span) ≤ before. 许可法 48, 处罚法 64.
    Date latest_start(Date before, Span span) const noexcept;
    // The count-th working day before `date`.
    Date back(Date date, int count) const noexcept;
    // Day by day why `add` says so, in runs. Counted rows sum to span.count, of months to the natural days
    // between their ends, or to what was counted when the period was cut.
    struct Ending {
        int granted_from = 0;  // days numbered above it, if > 0, are the extension's; in the unit of the span
        Date no_later;         // the period ends here at the latest; days == 0: no such limit
    };
    std::vector<LedgerRow> explain(Date start, Span span, Pauses pauses = {}, Roll roll = Roll::Next) const {
        return explain(start, span, pauses, roll, {});
    }
    std::vector<LedgerRow> explain(Date start, Span span, Pauses pauses, Roll roll, Ending ending) const;

    // Working days in [from, to).
    int working_days(Date from, Date to) const noexcept;

private:
    WorkCalendar() = default;
    void build();
    int index_of(Date date) const noexcept;  // clamped
    int nth_natural(int start, int count, Pauses pauses) const noexcept;
    int nth_working(int start, int count, Pauses pauses) const noexcept;
    struct Counting {
        bool paused = false;
        bool counts = false;
        Unit unit = Unit::WorkingDays;
    };
    LedgerRow row_of(int day, Counting counting, int& number) const;
    bool touches_provisional(int from, int to) const noexcept;

    Parts parts_;
    std::int32_t first_ = 0;                  // days of 2007-01-01
    std::vector<std::uint16_t> before_;       // working days before day i; one entry more than days
    std::vector<std::uint16_t> provisional_;  // provisional days before day i
    std::vector<std::uint16_t> working_;      // index of the k-th working day
    std::vector<std::uint8_t> kind_;          // DayKind by day
    std::vector<std::uint8_t> file_;          // 255: no notice
    std::vector<std::uint8_t> name_;
};

// 民法典 202: a span of months is the natural days between its ends; every other span is itself.
Span in_days(Date start, Span span) noexcept;

// R4: exact hours; pauses subtract exactly. Pause instants are half-open.
struct InstantPause {
    Instant from;
    Instant to;
};
Instant add_hours(Instant start, int hours, std::span<const InstantPause> pauses = {});

}  // namespace calendar
