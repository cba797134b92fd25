#include "crypto/token.h"

#include "base/bytes.h"
#include "base/check.h"

namespace crypto {

namespace {

constexpr std::size_t kTokenBytes = 16;
constexpr std::uint64_t kInquiryCodes = 1'000'000;
constexpr std::uint64_t kWordRange = std::uint64_t{1} << 32;

std::uint64_t random_word(base::Entropy& entropy) {
    std::uint64_t word = 0;
    for (const char c : entropy.bytes(4)) word = (word << 8) | static_cast<unsigned char>(c);
    return word;
}

}  // namespace

std::string new_token(base::Entropy& entropy) {
    return base::to_base64url(entropy.bytes(kTokenBytes));
}

std::uint64_t uniform_below(base::Entropy& entropy, std::uint64_t bound) {
    CHECK(bound >= 1 && bound <= kWordRange);
    // Words of the last, incomplete round are thrown away: they would make small numbers likelier.
    const std::uint64_t end_of_whole_rounds = kWordRange - kWordRange % bound;
    std::uint64_t word = random_word(entropy);
    while (word >= end_of_whole_rounds) word = random_word(entropy);
    return word % bound;
}

std::string new_inquiry_code(base::Entropy& entropy) {
    const std::string digits = std::to_string(uniform_below(entropy, kInquiryCodes));
    return std::string(6 - digits.size(), '0') + digits;
}

}  // namespace crypto
