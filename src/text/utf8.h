#pragma once
// Text at the door: is it UTF-8, how long is it, and its clean form. Inside the program text is NFC, with
// ASCII digits and letters, without control characters. Length counts characters (code points), never bytes.

#include "base/result.h"

#include <string>
#include <string_view>

namespace text {

constexpr char32_t kBroken = 0xffffffff;

// The character at `at`, which is moved behind it; kBroken (and one byte forward) where there is no
// character: overlong forms, surrogates and values above U+10FFFF are none. Needs at < text.size().
char32_t next_character(std::string_view text, std::size_t& at);
void append_character(std::string& out, char32_t character);

bool is_utf8(std::string_view text);
std::size_t character_count(std::string_view text);  // a broken byte counts as one
bool is_han(char32_t character);                     // CJK ideographs of all planes, and 〇

std::string to_nfc(std::string_view text);         // broken bytes stay as they are
std::string to_half_width(std::string_view text);  // full-width digits and letters to ASCII, other signs stay

// One line: NFC, half-width digits and letters, tabs and line ends to spaces, control and direction
// characters dropped, trimmed. Invalid: text.broken, text.too_long {max}. Empty is allowed.
base::Result<std::string> clean_line(std::string_view typed, std::size_t characters_max);

// Several lines: the same, but line ends become \n and stay, tabs stay, blank lines at both ends go.
base::Result<std::string> clean_text(std::string_view typed, std::size_t characters_max);

}  // namespace text
