#include "calendar/instant.h"

#include <time.h>

#include <algorithm>
#include <optional>

namespace calendar {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kOffsetSeconds =
    8 * 3600;  // UTC+8 all year since 1992; earlier summer time plays no part here

std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
    const std::int64_t quotient = dividend / divisor;
    return dividend % divisor < 0 ? quotient - 1 : quotient;
}

struct CivilDay {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

// Days are counted from 1 March of the year 0, in cycles of 400 years (146,097 days): a leap day is then the
// last of its year, and months follow one formula.
CivilDay civil_from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floor_divide(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return {year, static_cast<unsigned>(month), static_cast<unsigned>(day)};
}

std::int32_t days_from_civil(int year, unsigned month, unsigned day) {
    const std::int64_t shifted_year = month <= 2 ? year - 1 : year;
    const std::int64_t era = floor_divide(shifted_year, 400);
    const std::int64_t year_of_era = shifted_year - era * 400;
    const std::int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return static_cast<std::int32_t>(era * 146'097 + day_of_era - 719'468);
}

bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool exists(int year, unsigned month, unsigned day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    if (month == 2) return day <= (is_leap(year) ? 29u : 28u);
    const bool short_month = month == 4 || month == 6 || month == 9 || month == 11;
    return day <= (short_month ? 30u : 31u);
}

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out.append(digits);
}

// Reads a text from left to right; once something does not fit, nothing fits any more.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int number(std::size_t width) {
        if (rest_.size() < width) fits_ = false;
        int value = 0;
        for (std::size_t i = 0; fits_ && i < width; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') fits_ = false;
            value = value * 10 + (rest_[i] - '0');
        }
        if (fits_) rest_.remove_prefix(width);
        return fits_ ? value : 0;
    }
    bool skip(char expected) {
        if (!fits_ || rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void require(char expected) { fits_ = skip(expected) && fits_; }
    bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    void refuse() { fits_ = false; }
    bool fits() const { return fits_; }
    bool finished() const { return fits_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool fits_ = true;
};

std::optional<Date> read_date(Reader& reader) {
    const int year = reader.number(4);
    reader.require('-');
    const auto month = static_cast<unsigned>(reader.number(2));
    reader.require('-');
    const auto day = static_cast<unsigned>(reader.number(2));
    if (!reader.fits() || !exists(year, month, day)) return std::nullopt;
    return Date{days_from_civil(year, month, day)};
}

// Milliseconds of the day. 24:00 and leap seconds do not exist here.
std::int64_t read_time_of_day(Reader& reader) {
    const int hour = reader.number(2);
    reader.require(':');
    const int minute = reader.number(2);
    reader.require(':');
    const int second = reader.number(2);
    if (hour > 23 || minute > 59 || second > 59) reader.refuse();
    int fraction = 0;
    if (reader.skip('.')) {
        int scale = 100;
        if (!reader.at_digit()) reader.refuse();
        for (; reader.at_digit() && scale > 0; scale /= 10) fraction += reader.number(1) * scale;
    }
    return ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + fraction;
}

std::int64_t read_offset_seconds(Reader& reader) {
    if (reader.skip('Z')) return 0;
    const int sign = reader.skip('-') ? -1 : 1;
    if (sign > 0) reader.require('+');
    const int hours = reader.number(2);
    reader.require(':');
    const int minutes = reader.number(2);
    if (hours > 14 || minutes > 59) reader.refuse();
    return sign * (hours * 3600 + minutes * 60);
}

}  // namespace

Date Date::of(int year, unsigned month, unsigned day) {
    CHECK(exists(year, month, day));
    return {days_from_civil(year, month, day)};
}

base::Result<Date> Date::parse(std::string_view iso) {
    Reader reader(iso);
    const auto date = read_date(reader);
    if (!date || !reader.finished()) return base::Error(base::ErrorCode::Invalid, "date.malformed");
    return *date;
}

int Date::year() const {
    return static_cast<int>(civil_from_days(days).year);
}
unsigned Date::month() const {
    return civil_from_days(days).month;
}
unsigned Date::day() const {
    return civil_from_days(days).day;
}

unsigned Date::weekday() const {
    // 1970-01-01 was a Thursday.
    const std::int64_t shifted = std::int64_t{days} + 4;
    return static_cast<unsigned>(shifted - floor_divide(shifted, 7) * 7);
}

std::string Date::iso() const {
    const CivilDay civil = civil_from_days(days);
    std::string out;
    append_padded(out, civil.year, 4);
    out.push_back('-');
    append_padded(out, civil.month, 2);
    out.push_back('-');
    append_padded(out, civil.day, 2);
    return out;
}

Date Date::plus_months(int count) const {
    constexpr unsigned kShortest = 28;
    const int months = year() * 12 + static_cast<int>(month()) - 1 + count;
    const Date first = Date::of(months / 12, static_cast<unsigned>(months % 12) + 1, 1);
    Date there = first.plus(static_cast<int>(std::min(day(), kShortest)) - 1);
    while (there.day() < day() && there.plus(1).month() == first.month()) there = there.plus(1);
    return there;
}

Instant Instant::start_of(Date date) {
    return of_seconds(std::int64_t{date.days} * kSecondsPerDay - kOffsetSeconds);
}

base::Result<Instant> Instant::parse(std::string_view text) {
    Reader reader(text);
    const auto date = read_date(reader);
    reader.require('T');
    const std::int64_t ms_of_day = read_time_of_day(reader);
    const std::int64_t offset = read_offset_seconds(reader);
    if (!date || !reader.finished()) return base::Error(base::ErrorCode::Invalid, "instant.malformed");
    return Instant{(std::int64_t{date->days} * kSecondsPerDay - offset) * 1000 + ms_of_day};
}

std::int64_t Instant::seconds() const {
    return floor_divide(ms, 1000);
}

Date Instant::date() const {
    return {static_cast<std::int32_t>(floor_divide(seconds() + kOffsetSeconds, kSecondsPerDay))};
}

std::string Instant::text() const {
    const Date day = date();
    const std::int64_t second_of_day = seconds() - start_of(day).seconds();
    std::string out = day.iso();
    out.push_back('T');
    append_padded(out, second_of_day / 3600, 2);
    out.push_back(':');
    append_padded(out, second_of_day / 60 % 60, 2);
    out.push_back(':');
    append_padded(out, second_of_day % 60, 2);
    out.append("+08:00");
    return out;
}

Instant SystemClock::now() const {
    timespec read{};
    clock_gettime(CLOCK_REALTIME, &read);
    return {std::int64_t{read.tv_sec} * 1000 + read.tv_nsec / 1'000'000};
}

}  // namespace calendar
