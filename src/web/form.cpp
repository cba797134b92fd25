#include "web/form.h"

#include "base/check.h"
#include "text/utf8.h"

#include <algorithm>
#include <charconv>

namespace web {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::string_view kFormKey = "form.check";

// A fault travels as an argument of the Error: field → "key name=value …".
template <class Number>
std::string packed(std::string_view key, std::string_view name, Number number) {
    return std::string(key) + " " + std::string(name) + "=" + std::to_string(number);
}

std::string unpacked(const std::string& fault, const Texts& texts, Locale locale) {
    const std::size_t space = std::min(fault.find(' '), fault.size());
    TextArgs args;
    const std::size_t equals = fault.find('=', space);
    if (equals != std::string::npos)
        args.emplace_back(fault.substr(space + 1, equals - space - 1), fault.substr(equals + 1));
    return texts.text(locale, fault.substr(0, space), args);
}

}  // namespace

std::string FormReader::checked(std::string_view field, std::string value, const FieldRule& rule) {
    const std::size_t length = text::character_count(value);
    if (length == 0) {
        if (rule.need == Need::Required) fault(field, "form.required");
        return value;
    }
    if (length < rule.characters_min)
        faults_.emplace_back(field, packed("form.too_short", "min", rule.characters_min));
    if (length > rule.characters_max)
        faults_.emplace_back(field, packed("form.too_long", "max", rule.characters_max));
    return value;
}

std::string FormReader::text(std::string_view field, FieldRule rule) {
    auto clean = text::clean_line(form_.value(field), http::kBodyMax);
    if (!clean.ok()) return fault(field, "form.broken"), std::string();
    return checked(field, std::move(clean).value(), rule);
}

std::string FormReader::lines(std::string_view field, FieldRule rule) {
    auto clean = text::clean_text(form_.value(field), http::kUploadRequestMax);
    if (!clean.ok()) return fault(field, "form.broken"), std::string();
    return checked(field, std::move(clean).value(), rule);
}

std::string FormReader::secret(std::string_view field, FieldRule rule) {
    return checked(field, std::string(form_.value(field)), rule);
}

std::int64_t FormReader::number(std::string_view field, std::int64_t least, std::int64_t most) {
    const std::string typed = text(field);
    if (typed.empty()) return least;  // said already
    std::int64_t value = 0;
    const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (read.ec != std::errc() || read.ptr != typed.data() + typed.size())
        return fault(field, "form.no_number"), least;
    if (value < least) faults_.emplace_back(field, packed("form.too_small", "min", least));
    if (value > most) faults_.emplace_back(field, packed("form.too_big", "max", most));
    return value;
}

std::optional<calendar::Date> FormReader::date(std::string_view field, Need need) {
    const std::string typed = text(field, {need, 40, 0});
    if (typed.empty()) return std::nullopt;
    const auto parsed = calendar::Date::parse(typed);
    if (parsed.ok()) return parsed.value();
    fault(field, "form.no_date");
    return std::nullopt;
}

std::string FormReader::choice(std::string_view field, const std::vector<std::string_view>& allowed) {
    const std::string_view typed = form_.value(field);
    if (std::find(allowed.begin(), allowed.end(), typed) != allowed.end()) return std::string(typed);
    fault(field, "form.choose");
    return {};
}

base::Code FormReader::code(std::string_view field, Need need) {
    const std::string typed = text(field, {need, 64, 0});
    if (typed.empty()) return {};
    auto parsed = base::Code::parse(typed);
    if (parsed.ok()) return std::move(parsed).value();
    fault(field, "form.no_code");
    return {};
}

bool FormReader::ticked(std::string_view field) const {
    return !form_.value(field).empty();
}

const http::File* FormReader::file(std::string_view field, Need need) {
    const http::File* found = form_.file(field);
    if (!found && need == Need::Required) fault(field, "form.no_file");
    return found;
}

void FormReader::fault(std::string_view field, std::string_view text_key) {
    faults_.emplace_back(field, text_key);
}

Error FormReader::refusal() const {
    CHECK(!faults_.empty());
    Error error(ErrorCode::Invalid, kFormKey);
    for (const auto& [field, fault] : faults_) error.with(field, fault);
    return error;
}

std::vector<FormError> form_errors(const Request& request, const Texts& texts) {
    std::vector<FormError> errors;
    if (!request.refused) return errors;
    const Error& error = *request.refused;
    if (error.text_key() != kFormKey) {
        errors.push_back({error.field(), texts.error_text(error, request.skin.locale)});
        return errors;
    }
    for (const auto& [field, fault] : error.args()) {
        const bool said = std::any_of(errors.begin(), errors.end(),
                                      [&](const FormError& one) { return one.field == field; });
        if (!said) errors.push_back({field, unpacked(fault, texts, request.skin.locale)});
    }
    return errors;
}

std::string error_of(const std::vector<FormError>& errors, std::string_view field) {
    for (const FormError& error : errors) {
        if (error.field == field) return error.message;
    }
    return {};
}

}  // namespace web
