#include "calendar/span.h"

#include <charconv>

namespace calendar {

static base::Error bad_span(std::string_view text) {
    return base::Error(base::ErrorCode::Invalid, "calendar.bad_span", text).with("span", text);
}

base::Result<Span> Span::parse(std::string_view text) {
    Span span;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, span.count);
    if (read.ec != std::errc() || span.count < 0 || span.count > kSpanMax) return bad_span(text);
    const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
    if (unit == " working days" || unit == " working day")
        span.unit = Unit::WorkingDays;
    else if (unit == " days" || unit == " day")
        span.unit = Unit::Days;
    else if (unit == " hours" || unit == " hour")
        span.unit = Unit::Hours;
    else if (unit == " months" || unit == " month")
        span.unit = Unit::Months;
    else
        return bad_span(text);
    if (span.unit == Unit::Months && span.count > kMonthsMax) return bad_span(text);
    return span;
}

std::string Span::text() const {
    const std::string_view words[] = {" working day", " day", " hour", " month"};
    std::string text = std::to_string(count);
    text += words[static_cast<std::size_t>(unit)];
    if (count != 1) text += 's';
    return text;
}

std::string_view unit_code(Unit unit) {
    switch (unit) {
    case Unit::WorkingDays: return "wd";
    case Unit::Days: return "d";
    case Unit::Hours: return "h";
    case Unit::Months: return "mo";
    }
    return {};
}

base::Result<Unit> parse_unit(std::string_view code) {
    if (code == "wd") return Unit::WorkingDays;
    if (code == "d") return Unit::Days;
    if (code == "h") return Unit::Hours;
    if (code == "mo") return Unit::Months;
    return bad_span(code);
}

}  // namespace calendar
