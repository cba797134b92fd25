#include "text/script.h"

#include "base/check.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace text {

namespace {

constexpr char32_t kFirst = 0x3400;
constexpr char32_t kLast = 0x9fff;

// Made once, 30 ms: most texts never need it.
std::vector<char32_t> make_table() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> fold(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    CHECK(U_SUCCESS(status));
    std::vector<char32_t> table;
    table.reserve(kLast - kFirst + 1);
    for (char32_t c = kFirst; c <= kLast; ++c) {
        icu::UnicodeString one(static_cast<UChar32>(c));
        fold->transliterate(one);
        const bool same_length = one.countChar32() == 1;
        table.push_back(same_length ? static_cast<char32_t>(one.char32At(0)) : c);
    }
    table[U'么' - kFirst] = U'么';
    return table;
}

struct Vowel {
    char32_t marked;
    char plain;
};
constexpr std::array<Vowel, 29> kVowels = {
    {{U'ā', 'a'}, {U'á', 'a'}, {U'ǎ', 'a'}, {U'à', 'a'}, {U'ē', 'e'}, {U'é', 'e'}, {U'ě', 'e'}, {U'è', 'e'},
     {U'ī', 'i'}, {U'í', 'i'}, {U'ǐ', 'i'}, {U'ì', 'i'}, {U'ō', 'o'}, {U'ó', 'o'}, {U'ǒ', 'o'}, {U'ò', 'o'},
     {U'ū', 'u'}, {U'ú', 'u'}, {U'ǔ', 'u'}, {U'ù', 'u'}, {U'ǖ', 'v'}, {U'ǘ', 'v'}, {U'ǚ', 'v'}, {U'ǜ', 'v'},
     {U'ń', 'n'}, {U'ň', 'n'}, {U'ǹ', 'n'}, {U'ü', 'v'}, {U'ɡ', 'g'}}};

// An initial and a final of Chinese; the table is wider than the language, which does no harm with a tone
// mark.
bool is_syllable(std::string_view plain) {
    constexpr std::array<std::string_view, 24> kInitials = {"zh", "ch", "sh", "b", "p", "m", "f", "d",
                                                            "t",  "n",  "l",  "g", "k", "h", "j", "q",
                                                            "x",  "r",  "z",  "c", "s", "y", "w", ""};
    constexpr std::array<std::string_view, 36> kFinals = {
        "a",   "o",  "e",  "i",  "u",   "v",   "ai",  "ei",  "ui",   "ao",   "ou",   "iu",
        "ie",  "ue", "ve", "er", "an",  "en",  "in",  "un",  "vn",   "ang",  "eng",  "ing",
        "ong", "ia", "ua", "uo", "iao", "uai", "ian", "uan", "iang", "uang", "iong", "n"};
    return std::any_of(kInitials.begin(), kInitials.end(), [&](std::string_view initial) {
        if (!plain.starts_with(initial)) return false;
        const std::string_view rest = plain.substr(initial.size());
        return std::find(kFinals.begin(), kFinals.end(), rest) != kFinals.end();
    });
}

}  // namespace

char32_t simplified_of(char32_t character) {
    if (character < kFirst || character > kLast) return character;
    static const std::vector<char32_t> table = make_table();
    return table[character - kFirst];
}

bool reads_as(char32_t character, std::string_view syllable) {
    std::string plain;
    bool marked = false;
    for (std::size_t at = 0; at < syllable.size();) {
        const char32_t c = next_character(syllable, at);
        const auto vowel = std::find_if(kVowels.begin(), kVowels.end(),
                                        [c](const Vowel& known) { return known.marked == c; });
        if (vowel != kVowels.end()) {
            marked = marked || c != U'ɡ';
            plain.push_back(vowel->plain);
        } else if (c >= 'a' && c <= 'z') {
            plain.push_back(static_cast<char>(c));
        } else {
            return false;
        }
    }
    if (plain.empty() || plain.size() > 6) return false;
    if (marked) return is_syllable(plain);
    std::string one;
    append_character(one, simplified_of(character));
    return pinyin_of(one).full == plain;
}

}  // namespace text
