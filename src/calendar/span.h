#pragma once
// A span is a count with its unit: working days, natural days, hours or calendar months. Units never mix and
// an extension cannot change the unit of what it extends.

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace calendar {

enum class Unit : std::uint8_t { WorkingDays, Days, Hours, Months };

// What happens when the last day of a natural-day period is a day off. 民法典 203: the next working day;
// 处罚法 60: none.
enum class Roll : std::uint8_t { None, Next };

inline constexpr int kSpanMax = 3660;  // ten years of days; above it a definition is refused
inline constexpr int kMonthsMax = 120;

struct Span {
    int count = 0;
    Unit unit = Unit::WorkingDays;

    // "20 working days", "1 working day", "30 days", "24 hours", "3 months"; else Invalid
    // calendar.bad_span.
    static base::Result<Span> parse(std::string_view text);
    std::string text() const;
    auto operator<=>(const Span&) const = default;
};

std::string_view unit_code(Unit unit);  // wd, d, h, mo: as in events and leaves
base::Result<Unit> parse_unit(std::string_view code);

}  // namespace calendar
