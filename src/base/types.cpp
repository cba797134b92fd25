#include "base/types.h"

#include <algorithm>

namespace base {

namespace {

constexpr std::size_t kCodeLengthMax = 64;

bool is_code_character(char c) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || std::string_view("._@#:/-").find(c) != std::string_view::npos;
}

}  // namespace

Result<Code> Code::parse(std::string_view text) {
    const bool length_fits = !text.empty() && text.size() <= kCodeLengthMax;
    if (!length_fits || !std::all_of(text.begin(), text.end(), is_code_character)) {
        return Error(ErrorCode::Invalid, "code.malformed");
    }
    Code code;
    code.text_ = text;
    return code;
}

Code Code::of(std::string_view known) {
    auto code = parse(known);
    CHECK(code.ok());
    return std::move(code).value();
}

}  // namespace base
