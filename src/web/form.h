#pragma once
// Reading a form field by field, with limits; faults are collected, so that a page can name all of them at
// once. A refusal travels as one Error and comes back as the list when the form is shown again.

#include "base/types.h"
#include "calendar/instant.h"
#include "web/request.h"
#include "web/texts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

enum class Need { Required, Optional };
struct FieldRule {
    Need need = Need::Required;
    std::size_t characters_max = 200;
    std::size_t characters_min = 0;
};

class FormReader {
public:
    explicit FormReader(const http::Form& form) : form_(form) {}

    // trimmed, one line, full-width digits folded
    std::string text(std::string_view field, FieldRule rule = {});
    std::string lines(std::string_view field, FieldRule rule = {Need::Required, 2000, 0});  // several lines
    std::string secret(std::string_view field, FieldRule rule = {});  // as typed: passwords
    std::int64_t number(std::string_view field, std::int64_t least, std::int64_t most);
    // empty after a fault too
    std::optional<calendar::Date> date(std::string_view field, Need need = Need::Required);
    std::string choice(std::string_view field, const std::vector<std::string_view>& allowed);
    base::Code code(std::string_view field, Need need = Need::Required);
    bool ticked(std::string_view field) const;
    const http::File* file(std::string_view field, Need need = Need::Required);

    // a fault that the page itself found
    void fault(std::string_view field, std::string_view text_key);
    bool fits() const { return faults_.empty(); }
    base::Error refusal() const;  // CHECKs that there is one

private:
    std::string checked(std::string_view field, std::string value, const FieldRule& rule);
    const http::Form& form_;
    std::vector<std::pair<std::string, std::string>> faults_;
};

// One fault as pages show it: {{#each errors}} … {{field}} {{message}}.
struct FormError {
    std::string field;
    std::string message;
    void fields(auto& visit) { visit("field", field), visit("message", message); }
};
// Of Request::refused, in the reader's language; empty when the form is shown for the first time.
std::vector<FormError> form_errors(const Request& request, const Texts& texts);
// "" when that field is right
std::string error_of(const std::vector<FormError>& errors, std::string_view field);

}  // namespace web
