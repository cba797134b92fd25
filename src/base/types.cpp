#include "base/types.h"

#include <algorithm>
#include <array>

namespace base {

namespace {

constexpr std::size_t kCodeLengthMax = 64;

constexpr std::array<bool, 256> kCodeCharacters = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 128; ++c) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        const bool digit = c >= '0' && c <= '9';
        const bool sign = std::string_view("._@#:/-").find(static_cast<char>(c)) != std::string_view::npos;
        table[c] = letter || digit || sign;
    }
    return table;
}();

bool is_code_character(char c) {
    return kCodeCharacters[static_cast<unsigned char>(c)];
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
