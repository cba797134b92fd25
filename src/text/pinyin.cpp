#include "text/pinyin.h"

#include "base/check.h"
#include "text/pinyin_words.h"
#include "text/utf8.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>

namespace text {

namespace {

constexpr std::size_t kWordLengthMax = 3;
constexpr char32_t kDiaeresis = 0x308;

// nǚ to nv: letters without their marks, but ü kept apart.
std::string plain_letters(const icu::UnicodeString& syllable) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    CHECK(U_SUCCESS(status));
    const icu::UnicodeString apart = nfd->normalize(syllable, status);
    CHECK(U_SUCCESS(status));
    std::string out;
    for (std::int32_t i = 0; i < apart.length(); ++i) {
        const char16_t unit = apart[i];
        if (unit == kDiaeresis && out.ends_with('u')) out.back() = 'v';
        if (unit >= 'a' && unit <= 'z') out.push_back(static_cast<char>(unit));
    }
    return out;
}

// Readings of single characters, asked of ICU once each.
class Syllables {
public:
    Syllables() {
        UErrorCode status = U_ZERO_ERROR;
        han_to_latin_.reset(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
        CHECK(U_SUCCESS(status) && han_to_latin_ != nullptr);
    }

    std::string of(char32_t character) {
        const std::lock_guard lock(mutex_);
        const auto [found, is_new] = known_.try_emplace(character);
        if (is_new) {
            icu::UnicodeString one(static_cast<UChar32>(character));
            han_to_latin_->transliterate(one);
            found->second = plain_letters(one);
        }
        return found->second;
    }

private:
    std::mutex mutex_;
    std::unique_ptr<icu::Transliterator> han_to_latin_;
    std::unordered_map<char32_t, std::string> known_;  // at most the ideographs of Unicode
};

Syllables& syllables() {
    static Syllables made;
    return made;
}

const Reading* find_reading(std::span<const Reading> readings, std::u32string_view word) {
    const auto found =
        std::lower_bound(readings.begin(), readings.end(), word,
                         [](const Reading& one, std::u32string_view other) { return one.word < other; });
    return found != readings.end() && found->word == word ? &*found : nullptr;
}

const Reading* longest_reading(std::span<const Reading> readings, std::u32string_view rest) {
    for (std::size_t length = std::min(kWordLengthMax, rest.size()); length > 0; --length) {
        const Reading* found = find_reading(readings, rest.substr(0, length));
        if (found != nullptr) return found;
    }
    return nullptr;
}

void append_syllable(Pinyin& out, std::string_view syllable) {
    out.full.append(syllable);
    if (!syllable.empty()) out.initials.push_back(syllable.front());
}

void append_reading(Pinyin& out, std::string_view several) {
    while (!several.empty()) {
        const auto space = std::min(several.find(' '), several.size());
        append_syllable(out, several.substr(0, space));
        several.remove_prefix(std::min(space + 1, several.size()));
    }
}

void append_character(Pinyin& out, char32_t c) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
        out.full.push_back(static_cast<char>(c));
        out.initials.push_back(static_cast<char>(c));
    } else if (is_han(c)) {
        append_syllable(out, syllables().of(c));
    }
}

std::u32string characters_of(std::string_view phrase) {
    const std::string narrow = to_half_width(phrase);
    std::u32string out;
    for (std::size_t at = 0; at < narrow.size();) out.push_back(next_character(narrow, at));
    return out;
}

void append_phrase(Pinyin& out, std::u32string_view rest, std::span<const Reading> character_readings) {
    while (!rest.empty()) {
        const Reading* reading = longest_reading(kWordReadings, rest);
        if (reading == nullptr) reading = find_reading(character_readings, rest.substr(0, 1));
        if (reading != nullptr) {
            append_reading(out, reading->syllables);
        } else {
            append_character(out, rest.front());
        }
        rest.remove_prefix(reading != nullptr ? reading->word.size() : 1);
    }
}

}  // namespace

Pinyin pinyin_of(std::string_view phrase) {
    Pinyin out;
    append_phrase(out, characters_of(phrase), kCharacterReadings);
    return out;
}

Pinyin pinyin_of_person(std::string_view name) {
    Pinyin out;
    const auto characters = characters_of(name);
    std::u32string_view rest(characters);
    const Reading* surname = longest_reading(kSurnameReadings, rest);
    if (surname != nullptr) {
        append_reading(out, surname->syllables);
        rest.remove_prefix(surname->word.size());
    }
    append_phrase(out, rest, kGivenNameReadings);
    return out;
}

bool matches_pinyin(const Pinyin& pinyin, std::string_view typed) {
    std::string small(typed);
    for (auto& c : small) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (small.empty()) return false;
    return pinyin.full.starts_with(small) || pinyin.initials.find(small) != std::string::npos;
}

}  // namespace text
