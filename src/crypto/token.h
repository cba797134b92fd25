#pragma once
// Random words for people and browsers: tokens that cannot be guessed, and the six digits of a 查询码.
// Compare them with base::equal_in_constant_time.

#include "base/entropy.h"

#include <cstdint>
#include <string>

namespace crypto {

std::string new_token(base::Entropy& entropy);         // 128 bits as 22 characters of base64url
std::string new_inquiry_code(base::Entropy& entropy);  // 000000 to 999999, each equally likely

// 0 to bound − 1, each equally likely. CHECKs 1 ≤ bound ≤ 2^32.
std::uint64_t uniform_below(base::Entropy& entropy, std::uint64_t bound);

}  // namespace crypto
