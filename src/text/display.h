#pragma once
// Dates, times, money and numbers as people read them in each language. What machines read is written by
// calendar and base; nothing here is ever read back.

#include "base/types.h"
#include "calendar/instant.h"
#include "text/locale.h"

#include <cstdint>
#include <string>

namespace text {

std::string long_date(calendar::Date date, Locale locale);  // 2026年3月2日 星期一 | Monday, 2 March 2026
std::string date(calendar::Date date, Locale locale);       // 2026年3月2日 | 2 March 2026
std::string short_date(calendar::Date date, Locale locale);       // 3月2日 | 2 Mar
std::string weekday(calendar::Date date, Locale locale);          // 星期一 | Monday
std::string time_of_day(calendar::Instant instant);               // 09:15
std::string date_time(calendar::Instant instant, Locale locale);  // 2026年3月2日 09:15 | 2 March 2026, 09:15

// Five digits and more are grouped by U+202F, a thin space at which no line breaks: 1234, 12 345, -1 234 567.
std::string integer(std::int64_t number);
std::string money(base::Money amount, Locale locale);  // 10.00 元 | CNY 10.00
std::string percent_of(std::int64_t part,
                       std::int64_t whole);  // 99.5%, counts ≤ 10^12, rounded down; – of nothing

}  // namespace text
