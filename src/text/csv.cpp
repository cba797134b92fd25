#include "text/csv.h"

#include <algorithm>
#include <array>

namespace text {

namespace {

// ＝ ＋ － ＠
constexpr std::array<std::string_view, 4> kWideStarts = {"\uff1d", "\uff0b", "\uff0d", "\uff20"};

bool is_plain_number(std::string_view value) {
    if (value.starts_with('-') || value.starts_with('+')) value.remove_prefix(1);
    const auto digits =
        std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto points = std::count(value.begin(), value.end(), '.');
    return digits > 0 && points <= 1 && digits + points == static_cast<std::ptrdiff_t>(value.size());
}

bool could_be_run(std::string_view value) {
    if (value.size() < 2) return false;
    const bool narrow = std::string_view("=+-@\t\r\n").find(value.front()) != std::string_view::npos;
    const bool wide = std::any_of(kWideStarts.begin(), kWideStarts.end(),
                                  [value](std::string_view start) { return value.starts_with(start); });
    return (narrow || wide) && !is_plain_number(value);
}

void append_value(std::string& out, std::string_view value) {
    const bool guarded = could_be_run(value);
    const bool quoted = guarded || value.find_first_of(",\"\r\n") != std::string_view::npos ||
                        value.starts_with(' ') || value.ends_with(' ');
    if (!quoted) {
        out.append(value);
        return;
    }
    out.push_back('"');
    if (guarded) out.push_back('\'');
    for (const char c : value) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    out.push_back('"');
}

}  // namespace

void append_csv_row(std::string& out, std::span<const std::string_view> values) {
    bool first = true;
    for (const auto value : values) {
        if (!first) out.push_back(',');
        append_value(out, value);
        first = false;
    }
    out.append("\r\n");
}

void append_csv_row(std::string& out, std::initializer_list<std::string_view> values) {
    append_csv_row(out, std::span<const std::string_view>(values.begin(), values.size()));
}

}  // namespace text
