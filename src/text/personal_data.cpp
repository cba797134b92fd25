#include "text/personal_data.h"

#include "text/characters.h"
#include "text/identifiers.h"
#include "text/mask.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace text {

namespace {

constexpr std::size_t kMobileDigits = 11;
constexpr std::size_t kAddressCharactersMax = 60;

struct Sign {
    char32_t character = 0;  // in half width
    std::size_t from = 0;
};

std::vector<Sign> signs_of(std::string_view text) {
    std::vector<Sign> out;
    out.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        out.push_back({half_width(next_character(text, at)), from});
    }
    return out;
}

bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}

bool is_latin(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int value = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) value = value > 4 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

bool is_citizen_number(std::string_view number) {
    if (number.size() != 18 && number.size() != 15) return false;
    // Old numbers have no check character: only a day in a plausible year speaks for them.
    const auto far = calendar::Date::of(2099, 12, 31);
    return CitizenNumber::parse(number, far).ok();
}

bool is_card(std::string_view number) {
    const bool length = number.size() >= 16 && number.size() <= 19;
    const bool issuer = length && std::string_view("34569").find(number[0]) != std::string_view::npos;
    const bool same = length && number.find_first_not_of(number[0]) == std::string_view::npos;
    return issuer && !same && passes_luhn(number);
}

bool is_mobile(std::string_view number) {
    return number.size() == kMobileDigits && number[0] == '1' && number[1] >= '3';
}

class Finder {
public:
    Finder(std::string_view text, std::size_t hits_max)
        : text_(text), signs_(signs_of(text)), hits_max_(hits_max) {}

    std::vector<PersonalHit> find() {
        for (std::size_t at = 0; at < signs_.size() && hits_.size() < hits_max_;) {
            const std::size_t end = is_digit(signs_[at].character) ? number_at(at) : address_at(at);
            at = end > at ? end : at + 1;
        }
        return std::move(hits_);
    }

private:
    bool digit_at(std::size_t at) const { return at < signs_.size() && is_digit(signs_[at].character); }
    void hit(PersonalKind kind, std::size_t from, std::size_t end) {
        const std::size_t byte_end = end < signs_.size() ? signs_[end].from : text_.size();
        hits_.push_back({kind, signs_[from].from, byte_end - signs_[from].from});
    }
    // Digits, and single blanks or hyphens between groups of three digits or more. The end of the whole
    // number.
    std::size_t number_at(std::size_t from) {
        std::string digits;
        std::vector<std::size_t> groups(1);  // their lengths
        std::size_t end = from;
        for (std::size_t at = from; at < signs_.size() && digits.size() < 40;) {
            if (digit_at(at)) {
                digits.push_back(static_cast<char>(signs_[at].character));
                ++groups.back();
                end = ++at;
            } else if (parts_groups(at) && groups.back() >= 3) {
                groups.push_back(0);
                ++at;
            } else {
                break;
            }
        }
        if (groups.back() == 0) groups.pop_back();
        return judge_number(from, end, digits, groups);
    }
    bool parts_groups(std::size_t at) const {
        const char32_t c = signs_[at].character;
        return (c == ' ' || c == '-' || c == 0xa0) && digit_at(at + 1);
    }
    std::size_t judge_number(std::size_t from, std::size_t end, std::string digits,
                             const std::vector<std::size_t>& groups) {
        const bool word_before = from > 0 && is_latin(signs_[from - 1].character);
        const bool one_group = groups.size() == 1;
        if (one_group && digits.size() == 17 && end < signs_.size()) {
            const char32_t check = signs_[end].character;
            if ((check == 'x' || check == 'X') && is_citizen_number(digits + 'X')) {
                hit(PersonalKind::CitizenNumber, from, end + 1);
                return end + 1;
            }
        }
        const bool word_after = end < signs_.size() && is_latin(signs_[end].character);
        if (word_before || word_after) return end;
        if (digits.size() == kMobileDigits + 2 && digits.starts_with("86")) digits.erase(0, 2);
        // 6-8-4 is how an identity number is parted; 4-4-4-4 a card; 3-4-4 a mobile.
        if (is_citizen_number(digits) && (one_group || groups == std::vector<std::size_t>{6, 8, 4}))
            hit(PersonalKind::CitizenNumber, from, end);
        else if (is_mobile(digits) && (one_group || groups == std::vector<std::size_t>{3, 4, 4}))
            hit(PersonalKind::Mobile, from, end);
        else if (is_card(digits) && (one_group || groups_of_four(groups)))
            hit(PersonalKind::BankCard, from, end);
        return end;
    }
    static bool groups_of_four(const std::vector<std::size_t>& groups) {
        return std::all_of(groups.begin(), groups.end() - 1, [](std::size_t size) { return size == 4; });
    }

    // A way, the number of a house, and a door inside (or, in a village, a group and a house). The number
    // alone is how an office is found as well and is no hit.
    std::size_t address_at(std::size_t at) {
        const bool way = is_one_of(signs_[at].character, U"路街巷道弄里村组");
        if (!way || at == 0 || !is_han(signs_[at - 1].character)) return at;
        const bool village = is_one_of(signs_[at].character, U"村组");
        const std::size_t house = unit_after(at + 1, at + 14, U"号");
        if (house == 0) return at;
        std::size_t end = unit_after(house, house + 24, U"室户房");
        if (end == 0) end = unit_after(house, house + 12, U"单");  // 单元
        const bool farm = village && house > 0 && !office_follows(house);
        if (end == 0 && !farm) return at;
        if (end == 0) end = house;
        std::size_t from = at;
        const std::size_t first = last_end();
        while (from > first && at - from < kAddressCharactersMax / 2 && is_part_of_address(from - 1)) --from;
        hit(PersonalKind::Address, from, end);
        return end;
    }
    static bool is_one_of(char32_t c, std::u32string_view all) { return all.find(c) != all.npos; }
    std::size_t last_end() const {
        if (hits_.empty()) return 0;
        const std::size_t bytes = hits_.back().from + hits_.back().size;
        const auto found =
            std::lower_bound(signs_.begin(), signs_.end(), bytes,
                             [](const Sign& sign, std::size_t byte) { return sign.from < byte; });
        return static_cast<std::size_t>(found - signs_.begin());
    }
    bool is_part_of_address(std::size_t at) const {
        const char32_t c = signs_[at].character;
        return (is_han(c) && !is_one_of(c, U"住址在于为是")) || is_digit(c) || is_latin(c);
    }
    // Behind the first digits (or Chinese numerals) followed by one of `units`, before `limit` and before any
    // stop.
    std::size_t unit_after(std::size_t at, std::size_t limit, std::u32string_view units) const {
        for (bool counted = false; at < std::min(limit, signs_.size()); ++at) {
            const char32_t c = signs_[at].character;
            if (is_one_of(c, U"，。；、！？,;\n“”《》")) return 0;
            if (counted && is_one_of(c, units)) return at + 1;
            counted =
                is_digit(c) || is_one_of(c, U"一二三四五六七八九十") || (counted && (c == '-' || c == ' '));
        }
        return 0;
    }
    bool office_follows(std::size_t at) const {
        return at < signs_.size() && is_one_of(signs_[at].character, U"文楼院馆站");
    }

    std::string_view text_;
    std::vector<Sign> signs_;
    std::size_t hits_max_;
    std::vector<PersonalHit> hits_;
};

}  // namespace

std::string_view personal_kind_word(PersonalKind kind) {
    switch (kind) {
    case PersonalKind::CitizenNumber: return "citizen_number";
    case PersonalKind::Mobile: return "mobile";
    case PersonalKind::BankCard: return "bank_card";
    case PersonalKind::Address: return "address";
    }
    return "address";
}

std::vector<PersonalHit> find_personal_data(std::string_view text, std::size_t hits_max) {
    return Finder(text, hits_max).find();
}

std::string mask_hit(PersonalKind kind, std::string_view found) {
    switch (kind) {
    case PersonalKind::CitizenNumber: return mask_id_number(fold_identifier(found));
    case PersonalKind::Mobile: return mask_phone(fold_identifier(found));
    case PersonalKind::BankCard: return mask_card(fold_identifier(found));
    case PersonalKind::Address: return mask_address(found);
    }
    return {};
}

std::string mask_personal_data(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    for (const PersonalHit& hit : find_personal_data(text, text.size())) {
        out.append(text.substr(at, hit.from - at));
        out += mask_hit(hit.kind, text.substr(hit.from, hit.size));
        at = hit.from + hit.size;
    }
    return out.append(text.substr(at));
}

}  // namespace text
