#include "text/html.h"

#include <array>

namespace text {

namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

using Marks = std::array<bool, 256>;

constexpr Marks marks_of(std::string_view characters) {
    Marks table{};
    for (const char c : characters) table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr Marks kEscaped = marks_of("&<>\"'");
constexpr Marks kUnreserved = marks_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

std::string_view entity_for(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view value) {
    const char* start = value.data();
    const char* const end = start + value.size();
    for (const char* at = start; at != end; ++at) {
        if (!kEscaped[static_cast<unsigned char>(*at)]) continue;
        out.append(start, at);
        out.append(entity_for(*at));
        start = at + 1;
    }
    out.append(start, end);
}

Html escaped(std::string_view value) {
    return HtmlBuilder().text(value).finish();
}

void append_url_encoded(std::string& out, std::string_view value) {
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (kUnreserved[byte]) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(kHexDigits[byte >> 4]);
            out.push_back(kHexDigits[byte & 15u]);
        }
    }
}

}  // namespace text
