#include "text/identifiers.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace text {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // no I O S V Z
constexpr std::array<std::size_t, 17> kCreditWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                        29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::array<std::size_t, 8> kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::array<std::size_t, 17> kCitizenWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCitizenChecks = "10X98765432";
constexpr std::size_t kLicenceLengthMax = 128;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

// 0–9 as 0–9, A–Z as 10–35.
std::size_t base36_value(char c) {
    return static_cast<std::size_t>(is_digit(c) ? c - '0' : c - 'A' + 10);
}

Error refuse(std::string_view text_key) {
    return Error(ErrorCode::Invalid, text_key);
}

// GB 32100 5: (31 − Σ value × weight mod 31) mod 31.
char credit_check(std::string_view code) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < kCreditWeights.size(); ++i)
        sum += kCreditAlphabet.find(code[i]) * kCreditWeights[i];
    return kCreditAlphabet[(31 - sum % 31) % 31];
}

// GB 11714: 11 − Σ value × weight mod 11; 10 is written X, 11 is written 0.
char organisation_check(std::string_view code) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < kOrganisationWeights.size(); ++i)
        sum += base36_value(code[i]) * kOrganisationWeights[i];
    const std::size_t check = 11 - sum % 11;
    if (check == 10) return 'X';
    return check == 11 ? '0' : static_cast<char>('0' + check);
}

char citizen_check(std::string_view number) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < kCitizenWeights.size(); ++i)
        sum += base36_value(number[i]) * kCitizenWeights[i];
    return kCitizenChecks[sum % 11];
}

base::Result<calendar::Date> parse_compact_day(std::string_view eight_digits) {
    std::string iso(eight_digits);
    iso.insert(6, "-").insert(4, "-");
    return calendar::Date::parse(iso);
}

bool is_mobile(std::string_view digits) {
    return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool is_landline(std::string_view text) {
    const auto hyphen = text.find('-');
    if (hyphen == std::string_view::npos) return false;
    const auto area = text.substr(0, hyphen);
    const auto number = text.substr(hyphen + 1);
    const bool area_fits = (area.size() == 3 || area.size() == 4) && area[0] == '0' && all_digits(area);
    const bool number_fits = (number.size() == 7 || number.size() == 8) && all_digits(number);
    return area_fits && number_fits;
}

}  // namespace

std::string fold_identifier(std::string_view typed) {
    const std::string narrow = to_half_width(typed);
    std::string out;
    for (std::size_t at = 0; at < narrow.size();) {
        const std::size_t before = at;
        const char32_t c = next_character(narrow, at);
        const bool space = c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000 || (c >= 0x2002 && c <= 0x200b);
        const bool hyphen = c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xff0d;
        if (space || hyphen) continue;
        if (c >= 'a' && c <= 'z') {
            out.push_back(static_cast<char>(c - 'a' + 'A'));
        } else {
            out.append(narrow, before, at - before);
        }
    }
    return out;
}

base::Result<CreditCode> CreditCode::parse(std::string_view text) {
    const bool fits = text.size() == 18 && text.find_first_not_of(kCreditAlphabet) == std::string_view::npos;
    if (!fits) return refuse("identifier.credit_code_form");
    CreditCode code;
    code.text_ = text;
    return code;
}

Soundness CreditCode::soundness() const {
    const bool whole = credit_check(text_) == text_[17];
    const bool inner = organisation_check(std::string_view(text_).substr(8)) == text_[16];
    return whole && inner ? Soundness::Sound : Soundness::Doubtful;
}

base::Result<std::string> parse_organisation_code(std::string_view text) {
    const auto fits = [](char c) { return is_digit(c) || is_capital(c); };
    if (text.size() != 9 || !std::all_of(text.begin(), text.end(), fits)) {
        return refuse("identifier.organisation_code_form");
    }
    if (organisation_check(text) != text[8]) return refuse("identifier.organisation_code_check");
    return std::string(text);
}

base::Result<CitizenNumber> CitizenNumber::parse(std::string_view text, calendar::Date today) {
    CitizenNumber number;
    number.text_ = text;
    if (text.size() == 15 && all_digits(text)) {
        number.text_.insert(6, "19");
        number.text_.push_back(citizen_check(number.text_));
    }
    std::string& digits = number.text_;
    if (digits.ends_with('x')) digits.back() = 'X';
    const bool fits = digits.size() == 18 && all_digits(std::string_view(digits).substr(0, 17)) &&
                      (is_digit(digits[17]) || digits[17] == 'X');
    if (!fits) return refuse("identifier.citizen_form");
    if (citizen_check(digits) != digits[17]) return refuse("identifier.citizen_check");
    const auto born = parse_compact_day(std::string_view(digits).substr(6, 8));
    if (!born.ok() || born.value() > today) return refuse("identifier.citizen_date");
    return number;
}

CitizenNumber::Kind CitizenNumber::kind() const {
    const std::string_view area = std::string_view(text_).substr(0, 6);
    if (area == "810000" || area == "820000" || area == "830000") return Kind::ResidencePermit;
    // 清溪县 is 999921: an area that no real place has, and no foreigner's number.
    if (area.starts_with('9') && area != "999921") return Kind::PermanentResidence;
    return Kind::Citizen;
}

base::Result<char> licence_check_character(std::string_view identifier_without_check) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (identifier_without_check.size() > kLicenceLengthMax) return refuse("identifier.licence_form");
    std::size_t product = 36;
    for (const char c : identifier_without_check) {
        if (c == '.') continue;
        if (!is_digit(c) && !is_capital(c)) return refuse("identifier.licence_form");
        product = (product + base36_value(c)) % 36;
        if (product == 0) product = 36;
        product = product * 2 % 37;
    }
    return kAlphabet[(37 - product) % 36];
}

base::Result<std::string> parse_phone(std::string_view text) {
    if (text.starts_with("+86")) text.remove_prefix(3);
    if (text.starts_with('-') || text.starts_with(' ')) text.remove_prefix(1);
    std::string kept;
    for (const char c : to_half_width(text)) {
        if (c != ' ') kept.push_back(c);
    }
    if (is_landline(kept)) return kept;
    std::erase(kept, '-');
    if (!kept.empty() && all_digits(kept) && is_mobile(kept)) return kept;
    return refuse("identifier.phone_form");
}

base::Result<std::string> parse_post_code(std::string_view text) {
    if (text.size() != 6 || !all_digits(text)) return refuse("identifier.post_code_form");
    return std::string(text);
}

}  // namespace text
