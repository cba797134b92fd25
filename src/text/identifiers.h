#pragma once
// Identifiers of people, bodies and matters: checked, and kept in one written form. parse() reads the written
// form and fold_identifier() what people type. Refusals are Invalid with keys identifier.*; none quotes the
// number.

#include "base/result.h"
#include "calendar/instant.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace text {

// What people type, on its way to parse(): full-width to ASCII, spaces and hyphens dropped, capitals.
std::string fold_identifier(std::string_view typed);

// Some issued numbers fail their own arithmetic (91350203M0001QAY9B). They are never refused: the clerk is
// warned, asks for an image of the licence, and the acceptance is recorded.
enum class Soundness { Sound, Doubtful };

// 统一社会信用代码, GB 32100: 18 characters. identifier.credit_code_form when length or alphabet are wrong; a
// wrong check character, of the whole or of the organisation code inside, is Doubtful.
class CreditCode {
public:
    static base::Result<CreditCode> parse(std::string_view text);
    const std::string& text() const { return text_; }
    Soundness soundness() const;
    std::string organisation_code() const { return text_.substr(8, 9); }
    bool of_public_body() const { return text_.starts_with("1"); }  // 11 机关 12 事业 13 群团 19 其他
    auto operator<=>(const CreditCode&) const = default;

private:
    std::string text_;
};

// 组织机构代码, GB 11714: 9 characters without hyphen. identifier.organisation_code_form,
// .organisation_code_check.
base::Result<std::string> parse_organisation_code(std::string_view text);

// 公民身份号码, GB 11643, and the two permits of the same form. Sex and birth date are never derived for
// display.
class CitizenNumber {
public:
    enum class Kind {
        Citizen,
        ResidencePermit,
        PermanentResidence
    };  // 81–83: 港澳台居民居住证; 9: 外国人永久居留

    // 18 characters, or 15 digits of before 1999, which get 19 and the check character.
    // identifier.citizen_form, .citizen_check, .citizen_date (no such day, or after `today`). Unknown old
    // area codes pass.
    static base::Result<CitizenNumber> parse(std::string_view text, calendar::Date today);
    const std::string& text() const { return text_; }  // 18 characters, X in capitals
    Kind kind() const;
    auto operator<=>(const CitizenNumber&) const = default;

private:
    std::string text_;
};

// 办件编号: region 6, office 3, day 8, sequence 5, check digit ISO 7064 MOD 11,10. It says nothing of the
// item.
class CaseNumber {
public:
    struct Parts {
        std::string region;  // 6 digits
        std::string office;  // 3 digits
        calendar::Date day;
        int sequence = 0;  // 1..99999, per office and day
    };
    static base::Result<CaseNumber>
    parse(std::string_view text);  // identifier.case_number_form, .case_number_check
    static base::Result<CaseNumber>
    compose(const Parts& parts);                       // identifier.case_number_form; full day: TooMany
    const std::string& text() const { return text_; }  // 23 digits
    Parts parts() const;
    auto operator<=>(const CaseNumber&) const = default;

private:
    std::string text_;
};

// 发文字号: 清政发〔2026〕12号. parse() also reads [] 【】 （） () 〈〉 <> and full-width digits, and
// rewrites them.
class DocumentNumber {
public:
    static base::Result<DocumentNumber> parse(std::string_view text);  // identifier.document_number_form
    const std::string& text() const { return text_; }
    const std::string& issuer() const { return issuer_; }  // 清政发
    int year() const { return year_; }
    int sequence() const { return sequence_; }
    auto operator<=>(const DocumentNumber&) const = default;

private:
    std::string text_;
    std::string issuer_;
    int year_ = 0;
    int sequence_ = 0;
};

// 电子证照标识, GB/T 36904 (the part behind 1.2.156.3005.2.): the check character, ISO 7064 MOD 37,36, over
// all that stands before it, dots left out. Invalid: identifier.licence_form.
base::Result<char> licence_check_character(std::string_view identifier_without_check);

// 11 digits of a mobile, or area code-number; +86 is dropped. identifier.phone_form.
base::Result<std::string> parse_phone(std::string_view text);
base::Result<std::string> parse_post_code(std::string_view text);  // 6 digits; identifier.post_code_form

}  // namespace text
