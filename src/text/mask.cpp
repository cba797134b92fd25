#include "text/mask.h"

#include "text/mask_words.h"
#include "text/utf8.h"

#include <algorithm>
#include <iterator>

namespace text {

namespace {

constexpr std::string_view kStars = "************************";
constexpr std::size_t kNameStars = 2;
constexpr std::size_t kAddressCharactersShown = 6;

constexpr std::size_t kPlaceStartMin = 2;  // 乡 as first character of a name ends nothing

std::u32string characters_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out.push_back(next_character(text, at));
    return out;
}

std::string text_of(std::u32string_view characters) {
    std::string out;
    for (const char32_t c : characters) append_character(out, c == kBroken ? U'\ufffd' : c);
    return out;
}

std::string stars(std::size_t count) {
    return std::string(kStars.substr(0, std::min(count, kStars.size())));
}

bool all_han(std::u32string_view name) {
    return std::all_of(name.begin(), name.end(), is_han);
}

// 财政局 might be a person, 清溪县财政局 is none: a short ending asks for a longer name.
bool is_body(std::u32string_view name) {
    return std::any_of(std::begin(kBodyEndings), std::end(kBodyEndings), [name](std::u32string_view ending) {
        const std::size_t length_min = ending.size() == 1 ? 5 : 4;
        return name.size() >= length_min && name.ends_with(ending);
    });
}

std::size_t surname_length(std::u32string_view name) {
    const bool doubled = name.size() >= 3 && std::find(std::begin(kDoubleSurnames), std::end(kDoubleSurnames),
                                                       name.substr(0, 2)) != std::end(kDoubleSurnames);
    return doubled ? 2 : 1;
}

std::string shown_ends(std::string_view text, std::size_t first, std::size_t last) {
    const auto characters = characters_of(text);
    const std::u32string_view view(characters);
    if (view.size() <= first + last)
        return text_of(view.substr(0, 1)) + stars(view.size() > 1 ? view.size() - 1 : 0);
    return text_of(view.substr(0, first)) + stars(view.size() - first - last) +
           text_of(view.substr(view.size() - last));
}

}  // namespace

std::string mask_person(std::string_view name) {
    const auto characters = characters_of(name);
    const std::u32string_view view(characters);
    if (view.empty()) return {};
    if (!all_han(view)) return text_of(view.substr(0, 1)) + stars(kNameStars);
    const std::size_t shown = surname_length(view);
    // A long name shows no more of its length than 刘小溪 does.
    const std::size_t hidden = view.size() > shown ? view.size() - shown : 1;
    return text_of(view.substr(0, shown)) + stars(std::min(hidden, kNameStars));
}

std::string mask_name(std::string_view name) {
    const auto characters = characters_of(name);
    return is_body(characters) ? std::string(name) : mask_person(name);
}

std::string mask_id_number(std::string_view number) {
    return shown_ends(number, 3, 4);
}

std::string mask_phone(std::string_view number) {
    const auto hyphen = number.find('-');
    if (hyphen == std::string_view::npos) return shown_ends(number, 3, 4);
    return std::string(number.substr(0, hyphen + 1)) + shown_ends(number.substr(hyphen + 1), 0, 4);
}

std::string mask_card(std::string_view number) {
    return shown_ends(number, 0, 4);
}

std::string mask_address(std::string_view address) {
    const auto characters = characters_of(address);
    const std::u32string_view view(characters);
    std::size_t shown = 0;
    for (const auto ending : kPlaceEndings) {
        const auto found = view.rfind(ending);
        if (found != std::u32string_view::npos && found >= kPlaceStartMin) {
            shown = std::max(shown, found + ending.size());
        }
    }
    if (shown == 0) shown = std::min(kAddressCharactersShown, view.size() / 2);
    if (view.empty()) return {};
    return text_of(view.substr(0, shown)) + stars(3);
}

std::string mask_email(std::string_view address) {
    const auto at_sign = address.rfind('@');
    if (at_sign == std::string_view::npos || at_sign == 0) return mask_person(address);
    const auto characters = characters_of(address.substr(0, at_sign));
    return text_of(std::u32string_view(characters).substr(0, 1)) + stars(3) +
           std::string(address.substr(at_sign));
}

}  // namespace text
