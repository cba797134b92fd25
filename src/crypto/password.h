#pragma once
// Passwords are kept as argon2id in PHC form ($argon2id$v=19$m=19456,t=2,p=1$salt$hash), which names the
// algorithm and its cost. One hash takes about 20 ms and 19 MiB: run it on the pool for slow work, never
// inside an act.

#include "base/entropy.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace crypto {

constexpr std::size_t kPasswordBytesMax = 1024;

// TooLarge: password.too_long {max}. Rules of length and variety belong to identity.
base::Result<std::string> hash_password(std::string_view password, base::Entropy& entropy);

enum class PasswordMatch { Right, Wrong };
// Corrupt: password.broken_record, when the record is no argon2id PHC string or asks for more than 256 MiB.
base::Result<PasswordMatch> verify_password(std::string_view record, std::string_view password);

// True when the record was made with other costs than today's: hash again at the next successful sign-in.
bool needs_rehash(std::string_view record);

// A valid record that no password opens. Verify against it when the account is unknown, so that both take as
// long.
const std::string& decoy_password_record();

}  // namespace crypto
