#include "text/utf8.h"

#include "base/check.h"
#include "text/characters.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <cstring>

namespace text {

namespace {

constexpr char32_t kByteOrderMark = 0xfeff;
constexpr char32_t kFullWidthStart = 0xff01;  // U+FF01..U+FF5E are U+0021..U+007E, wide
constexpr char32_t kFullWidthOffset = 0xfee0;

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80u;
}

bool is_ascii_word(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return (word & 0x8080808080808080u) == 0;
}

// The whole text made of ASCII needs no normalising and no decoding.
bool is_ascii(std::string_view text) {
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        if (!is_ascii_word(text.data() + at)) return false;
    }
    for (; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) >= 0x80) return false;
    }
    return true;
}

bool is_line_end(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

enum class Lines { One, Several };

std::string without_controls(std::string_view text, Lines lines) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if (is_line_end(character)) {
            const bool pair = character == '\r' && at < text.size() && text[at] == '\n';
            if (pair) ++at;
            out.push_back(lines == Lines::Several ? '\n' : ' ');
        } else if (character == '\t') {
            out.push_back(lines == Lines::Several ? '\t' : ' ');
        } else if (!is_hidden(character)) {
            append_character(out, half_width(character));
        }
    }
    return out;
}

// A blank at the start of a paragraph (two U+3000) stays in several lines: only whole blank lines are trimmed
// there.
std::string_view trimmed(std::string_view text, Lines lines) {
    std::size_t first = 0;  // where what stays begins
    std::size_t last = 0;   // and ends
    bool found = false;
    std::size_t line_start = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const char32_t character = next_character(text, at);
        if (character == '\n') line_start = at;
        if (is_blank(character) || character == '\n' || character == '\t') continue;
        if (!found) first = lines == Lines::Several ? line_start : before;
        found = true;
        last = at;
    }
    return found ? text.substr(first, last - first) : std::string_view();
}

base::Result<std::string> clean(std::string_view typed, std::size_t characters_max, Lines lines) {
    if (!is_utf8(typed)) return base::Error(base::ErrorCode::Invalid, "text.broken");
    const std::string normal = without_controls(to_nfc(typed), lines);
    const auto kept = trimmed(normal, lines);
    if (character_count(kept) > characters_max) {
        return base::Error(base::ErrorCode::Invalid, "text.too_long")
            .with("max", std::to_string(characters_max));
    }
    return std::string(kept);
}

}  // namespace

char32_t half_width(char32_t character) {
    const char32_t ascii = character - kFullWidthOffset;
    if (character < kFullWidthStart || ascii > 'z') return character;
    const bool digit = ascii >= '0' && ascii <= '9';
    const bool letter = (ascii >= 'A' && ascii <= 'Z') || (ascii >= 'a' && ascii <= 'z');
    return digit || letter ? ascii : character;
}

// Controls, and marks that change the direction or hide: a name must read the way it is stored. The joiners
// U+200C and U+200D stay, minority scripts need them.
bool is_hidden(char32_t c) {
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return true;
    const bool direction =
        c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    const bool invisible = c == 0x200b || c == 0x2060 || c == kByteOrderMark || c == 0xad;
    const bool noncharacter = (c & 0xfffeu) == 0xfffeu || (c >= 0xfdd0 && c <= 0xfdef);
    return direction || invisible || noncharacter;
}

bool is_blank(char32_t c) {
    return c == ' ' || c == 0xa0 || c == 0x3000;
}

char32_t next_character(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    // The length follows from the lead byte; C0, C1 and F5..FF never start a character.
    std::size_t more = 0;
    if (lead >= 0xc2 && lead <= 0xdf) more = 1;
    if (lead >= 0xe0 && lead <= 0xef) more = 2;
    if (lead >= 0xf0 && lead <= 0xf4) more = 3;
    if (more == 0 || text.size() - at < more) return kBroken;
    char32_t character = lead & (0x3fu >> more);
    for (std::size_t i = 0; i < more; ++i) {
        if (!is_continuation(text[at + i])) return kBroken;
        character = (character << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3fu);
    }
    const bool overlong = (more == 2 && character < 0x800) || (more == 3 && character < 0x10000);
    const bool surrogate = character >= 0xd800 && character <= 0xdfff;
    if (overlong || surrogate || character > 0x10ffff) return kBroken;
    at += more;
    return character;
}

void append_character(std::string& out, char32_t character) {
    const auto push = [&out](char32_t byte) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (character < 0x80) {
        push(character);
    } else if (character < 0x800) {
        push(0xc0u | (character >> 6));
        push(0x80u | (character & 0x3fu));
    } else if (character < 0x10000) {
        push(0xe0u | (character >> 12));
        push(0x80u | ((character >> 6) & 0x3fu));
        push(0x80u | (character & 0x3fu));
    } else {
        push(0xf0u | (character >> 18));
        push(0x80u | ((character >> 12) & 0x3fu));
        push(0x80u | ((character >> 6) & 0x3fu));
        push(0x80u | (character & 0x3fu));
    }
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (at + 8 <= text.size() && is_ascii_word(text.data() + at)) {
            at += 8;
        } else if (next_character(text, at) == kBroken) {
            return false;
        }
    }
    return true;
}

std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_character(text, at);
    return count;
}

bool is_han(char32_t c) {
    const bool base_plane = (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3007;
    return base_plane || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x323af);
}

std::string to_nfc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    CHECK(U_SUCCESS(status));
    std::string out;
    out.reserve(text.size());
    icu::StringByteSink<std::string> sink(&out);
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    nfc->normalizeUTF8(0, piece, sink, nullptr, status);
    CHECK(U_SUCCESS(status));
    return out;
}

std::string to_half_width(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const char32_t character = next_character(text, at);
        const char32_t narrow = character == kBroken ? character : half_width(character);
        if (narrow == character) {
            out.append(text.substr(before, at - before));
        } else {
            append_character(out, narrow);
        }
    }
    return out;
}

base::Result<std::string> clean_line(std::string_view typed, std::size_t characters_max) {
    return clean(typed, characters_max, Lines::One);
}

base::Result<std::string> clean_text(std::string_view typed, std::size_t characters_max) {
    return clean(typed, characters_max, Lines::Several);
}

}  // namespace text
