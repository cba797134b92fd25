#pragma once
// Pinyin of Chinese words, for search by letters and initials (sfz finds 身份证) and for sorting; not for
// passports. Tones are left out, ü is written v. Safe to call from every thread; a word takes a few
// microseconds once its characters have been seen.

#include <string>
#include <string_view>

namespace text {

struct Pinyin {
    std::string full;      // chongqing; Latin letters and digits stay, in small letters; all else is dropped
    std::string initials;  // cq; digits and Latin letters stay whole
};

Pinyin pinyin_of(std::string_view phrase);
Pinyin pinyin_of_person(std::string_view name);  // with the reading of surnames: 单 shan, 仇 qiu, 万俟 moqi

// True when `typed` (letters and digits, any case) begins the full form or the initials, or stands inside the
// initials.
bool matches_pinyin(const Pinyin& pinyin, std::string_view typed);

}  // namespace text
