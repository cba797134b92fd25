#pragma once
// Traditional characters as simplified ones, one for one, and pinyin written behind characters: what mirrored
// pages do to a text. Nothing is decided here; a caller says where it applies.

#include <string_view>

namespace text {

// 國 → 国, also 著 → 着 (著作, 著名 are the caller's to keep); what has no simplified form comes back. Never
// 么 → 幺.
char32_t simplified_of(char32_t character);

// Is this a way to read the character aloud? With a tone mark (yù) every well-formed syllable is, without one
// (xin) only the usual reading of the character.
bool reads_as(char32_t character, std::string_view syllable);

}  // namespace text
