#pragma once
// Result<T> is how a function says that it may be refused: a value, or an Error with a closed code, a text
// key for the person and a detail for the log. TRY(...) passes a refusal on. Refusals are values; bugs are
// exceptions (check.h).

#include "base/check.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

// Closed list: one function (web/status.cpp) maps it to HTTP, one (cli) to exit codes.
enum class ErrorCode {
    Invalid,      // the request itself is wrong; the person can mend it
    NotFound,     // no such thing, or not for this person
    Forbidden,    // signed in, but without the right
    SignInFirst,  // nobody is signed in
    Conflict,     // right request, wrong moment: the state does not allow it
    TooLarge,     // over a named limit
    TooMany,      // rate or queue limit; try again later
    Unavailable,  // disk full, writer stopped: nothing was done
    Corrupt,      // stored data contradicts itself
};

// What a refusal carries. `text_key` names a sentence in web/text; `args` fill its {placeholders}; `detail`
// is for the log and never holds personal data. `field` names the form field to mend, if one does.
class Error {
public:
    Error(ErrorCode code, std::string_view text_key, std::string_view detail = {})
        : code_(code), text_key_(text_key), detail_(detail) {}

    Error& with(std::string_view name, std::string_view value) & {
        args_.emplace_back(name, value);
        return *this;
    }
    Error&& with(std::string_view name, std::string_view value) && {
        args_.emplace_back(name, value);
        return std::move(*this);
    }
    Error&& at(std::string_view field) && {
        field_ = field;
        return std::move(*this);
    }

    ErrorCode code() const { return code_; }
    const std::string& text_key() const { return text_key_; }
    const std::string& detail() const { return detail_; }
    const std::string& field() const { return field_; }
    const std::vector<std::pair<std::string, std::string>>& args() const { return args_; }

private:
    ErrorCode code_;
    std::string text_key_;
    std::string detail_;
    std::string field_;
    std::vector<std::pair<std::string, std::string>> args_;
};

// The value of a Result that only says "done".
struct Done {};

template <class T = Done>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    bool ok() const { return value_.has_value(); }
    explicit operator bool() const { return ok(); }
    const T& value() const& {
        CHECK(ok());
        return *value_;
    }
    T& value() & {
        CHECK(ok());
        return *value_;
    }
    T&& value() && {
        CHECK(ok());
        return std::move(*value_);
    }
    const Error& error() const {
        CHECK(!ok());
        return *error_;
    }
    Error&& take_error() {
        CHECK(!ok());
        return std::move(*error_);
    }

private:
    std::optional<T> value_;
    std::optional<Error> error_;
};

}  // namespace base

// A whole statement, initialiser or condition; never nested, never around a lambda that uses TRY.
#define TRY(expression)                                                                                      \
    __extension__({                                                                                          \
        auto try_result = (expression);                                                                      \
        if (!try_result.ok()) return try_result.take_error();                                                \
        std::move(try_result).value();                                                                       \
    })
