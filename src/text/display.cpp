#include "text/display.h"

#include "base/check.h"

#include <array>

namespace text {

namespace {

constexpr std::string_view kYear = "\u5e74";   // 年
constexpr std::string_view kMonth = "\u6708";  // 月
constexpr std::string_view kDay = "\u65e5";    // 日
constexpr std::string_view kYuan = "\u5143";   // 元
constexpr std::string_view kThinSpace = "\u202f";
constexpr std::string_view kDash = "\u2013";

// 星期日 to 星期六
constexpr std::array<std::string_view, 7> kChineseDays = {
    "\u661f\u671f\u65e5", "\u661f\u671f\u4e00", "\u661f\u671f\u4e8c", "\u661f\u671f\u4e09",
    "\u661f\u671f\u56db", "\u661f\u671f\u4e94", "\u661f\u671f\u516d"};
constexpr std::array<std::string_view, 7> kEnglishDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                          "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kEnglishMonths = {"January",   "February", "March",    "April",
                                                             "May",       "June",     "July",     "August",
                                                             "September", "October",  "November", "December"};
constexpr std::size_t kShortMonth = 3;

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out.append(part);
    return out;
}

// "345" to "12345": groups of three from the right. Four digits stay together.
std::string grouped(const std::string& digits) {
    if (digits.size() < 5) return digits;
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out.append(kThinSpace);
        out.push_back(digits[i]);
    }
    return out;
}

// The smallest number has no positive twin, so the sign goes first.
std::string digits_of(std::int64_t number) {
    std::string digits = std::to_string(number);
    if (number < 0) digits.erase(0, 1);
    return digits;
}

}  // namespace

std::string weekday(calendar::Date date, Locale locale) {
    const auto& names = locale == Locale::Chinese ? kChineseDays : kEnglishDays;
    return std::string(names[date.weekday()]);
}

std::string date(calendar::Date date, Locale locale) {
    const std::string year = std::to_string(date.year());
    const std::string day = std::to_string(date.day());
    if (locale == Locale::English) return joined({day, " ", kEnglishMonths[date.month() - 1], " ", year});
    return joined({year, kYear, std::to_string(date.month()), kMonth, day, kDay});
}

std::string long_date(calendar::Date day, Locale locale) {
    if (locale == Locale::English) return joined({weekday(day, locale), ", ", date(day, locale)});
    return joined({date(day, locale), " ", weekday(day, locale)});
}

std::string short_date(calendar::Date date, Locale locale) {
    const std::string day = std::to_string(date.day());
    if (locale == Locale::English)
        return joined({day, " ", kEnglishMonths[date.month() - 1].substr(0, kShortMonth)});
    return joined({std::to_string(date.month()), kMonth, day, kDay});
}

std::string time_of_day(calendar::Instant instant) {
    return instant.text().substr(11, 5);
}

std::string date_time(calendar::Instant instant, Locale locale) {
    const std::string_view between = locale == Locale::English ? ", " : " ";
    return joined({date(instant.date(), locale), between, time_of_day(instant)});
}

std::string integer(std::int64_t number) {
    return joined({number < 0 ? "-" : "", grouped(digits_of(number))});
}

std::string money(base::Money amount, Locale locale) {
    std::string digits = digits_of(amount.fen);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    const std::string whole = grouped(digits.substr(0, digits.size() - 2));
    const std::string number =
        joined({amount.fen < 0 ? "-" : "", whole, ".", digits.substr(digits.size() - 2)});
    if (locale == Locale::English) return joined({"CNY ", number});
    return joined({number, " ", kYuan});
}

std::string percent_of(std::int64_t part, std::int64_t whole) {
    if (whole <= 0 || part < 0) return std::string(kDash);
    // Rounded down, so that 9999 of 10000 is never shown as everything.
    constexpr std::int64_t kCountMax = 1'000'000'000'000;
    CHECK(part <= kCountMax);
    const std::int64_t tenths = part * 1000 / whole;
    return joined({std::to_string(tenths / 10), ".", std::to_string(tenths % 10), "%"});
}

}  // namespace text
