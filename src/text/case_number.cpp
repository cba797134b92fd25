// Numbers that the office gives: to matters and to documents.
#include "base/check.h"
#include "text/identifiers.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace text {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kCaseNumberLength = 23;
constexpr int kSequenceMax = 99'999;
constexpr char32_t kNumberSign = 0x53f7;  // 号
constexpr std::string_view kOpen = "\u3014";
constexpr std::string_view kClose = "\u3015";

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_of(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

// ISO 7064 MOD 11,10.
char case_check(std::string_view digits) {
    int product = 10;
    for (const char c : digits) {
        int sum = (product + (c - '0')) % 10;
        if (sum == 0) sum = 10;
        product = sum * 2 % 11;
    }
    return static_cast<char>('0' + (11 - product) % 10);
}

std::string compact(calendar::Date day) {
    std::string iso = day.iso();
    std::erase(iso, '-');
    return iso;
}

base::Result<calendar::Date> day_of(std::string_view number) {
    std::string iso(number.substr(9, 8));
    iso.insert(6, "-").insert(4, "-");
    return calendar::Date::parse(iso);
}

// Reads a document number from left to right.
class NumberReader {
public:
    explicit NumberReader(std::string_view text) : text_(text) {}

    std::string han() {
        std::string out;
        for (std::size_t next = at_; at_ < text_.size(); at_ = next) {
            const char32_t c = next_character(text_, next);
            if (!is_han(c) || c == kNumberSign) break;
            append_character(out, c);
        }
        return out;
    }
    bool one_of(std::u32string_view signs) {
        if (at_ >= text_.size()) return false;
        std::size_t next = at_;
        if (signs.find(next_character(text_, next)) == std::u32string_view::npos) return false;
        at_ = next;
        return true;
    }
    std::string_view digits(std::size_t count_max) {
        const std::size_t start = at_;
        while (at_ < text_.size() && at_ - start < count_max && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
        return text_.substr(start, at_ - start);
    }
    bool finished() const { return at_ == text_.size(); }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

// 〔 [ 【 （ ( 〈 < and their closing halves.
constexpr std::u32string_view kOpening = U"\u3014[\u3010\uff08(\u3008<\uff3b";
constexpr std::u32string_view kClosing = U"\u3015]\u3011\uff09)\u3009>\uff3d";

}  // namespace

base::Result<CaseNumber> CaseNumber::parse(std::string_view text) {
    const bool fits = text.size() == kCaseNumberLength && all_digits(text);
    if (!fits || !day_of(text).ok() || number_of(text.substr(17, 5)) == 0) {
        return Error(ErrorCode::Invalid, "identifier.case_number_form");
    }
    if (case_check(text.substr(0, kCaseNumberLength - 1)) != text.back()) {
        return Error(ErrorCode::Invalid, "identifier.case_number_check");
    }
    CaseNumber number;
    number.text_ = text;
    return number;
}

base::Result<CaseNumber> CaseNumber::compose(const Parts& parts) {
    if (parts.sequence > kSequenceMax) {
        return Error(ErrorCode::TooMany, "identifier.case_number_full")
            .with("max", std::to_string(kSequenceMax));
    }
    const std::string sequence = std::to_string(parts.sequence);
    const bool fits = parts.region.size() == 6 && parts.office.size() == 3 && all_digits(parts.region) &&
                      all_digits(parts.office) && parts.sequence >= 1 && parts.day.year() <= 9999;
    if (!fits) return Error(ErrorCode::Invalid, "identifier.case_number_form");
    CaseNumber number;
    number.text_ =
        parts.region + parts.office + compact(parts.day) + std::string(5 - sequence.size(), '0') + sequence;
    number.text_.push_back(case_check(number.text_));
    return number;
}

CaseNumber::Parts CaseNumber::parts() const {
    CHECK(text_.size() == kCaseNumberLength);
    const auto day = day_of(text_);
    CHECK(day.ok());
    return {text_.substr(0, 6), text_.substr(6, 3), day.value(),
            number_of(std::string_view(text_).substr(17, 5))};
}

base::Result<DocumentNumber> DocumentNumber::parse(std::string_view text) {
    const std::string narrow = to_half_width(text);
    NumberReader reader(narrow);
    DocumentNumber number;
    number.issuer_ = reader.han();
    const bool opened = reader.one_of(kOpening);
    const auto year = reader.digits(4);
    const bool closed = reader.one_of(kClosing);
    const auto sequence = reader.digits(6);
    const bool signed_off = reader.one_of(std::u32string_view(&kNumberSign, 1));
    const bool year_fits = year.size() == 4 && (year.starts_with("19") || year.starts_with("20"));
    const bool sequence_fits = !sequence.empty() && sequence.front() != '0';
    const bool form_fits = opened && closed && signed_off && reader.finished();
    if (number.issuer_.empty() || !year_fits || !sequence_fits || !form_fits) {
        return Error(ErrorCode::Invalid, "identifier.document_number_form");
    }
    number.year_ = number_of(year);
    number.sequence_ = number_of(sequence);
    number.text_ =
        number.issuer_ + std::string(kOpen) + std::string(year) + std::string(kClose) + std::string(sequence);
    append_character(number.text_, kNumberSign);
    return number;
}

}  // namespace text
