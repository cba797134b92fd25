#include "crypto/password.h"

#include "base/bytes.h"
#include "base/check.h"

#include <argon2.h>

#include <array>
#include <charconv>

namespace crypto {

namespace {

// OWASP's minimum for argon2id.
constexpr std::uint32_t kMemoryKib = 19'456;
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kHashSize = 32;
constexpr std::uint32_t kMemoryKibMax = 262'144;
constexpr std::size_t kRecordSizeMax = 256;
constexpr std::string_view kPrefix = "$argon2id$v=19$m=";

std::string cost_prefix() {
    return std::string(kPrefix) + std::to_string(kMemoryKib) + ",t=" + std::to_string(kPasses) +
           ",p=" + std::to_string(kLanes) + "$";
}

std::string record_of(std::string_view password, std::string_view salt) {
    std::array<char, kRecordSizeMax> encoded{};
    const int outcome =
        argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(), password.size(), salt.data(),
                              salt.size(), kHashSize, encoded.data(), encoded.size());
    CHECK(outcome == ARGON2_OK);
    return std::string(encoded.data());
}

bool asks_too_much(std::string_view record) {
    record.remove_prefix(kPrefix.size());
    std::uint32_t memory = 0;
    const auto read = std::from_chars(record.data(), record.data() + record.size(), memory);
    return read.ec != std::errc{} || memory > kMemoryKibMax;
}

}  // namespace

base::Result<std::string> hash_password(std::string_view password, base::Entropy& entropy) {
    if (password.size() > kPasswordBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "password.too_long")
            .with("max", std::to_string(kPasswordBytesMax));
    }
    return record_of(password, entropy.bytes(kSaltSize));
}

base::Result<PasswordMatch> verify_password(std::string_view record, std::string_view password) {
    const bool known_form = record.starts_with(kPrefix) && record.size() < kRecordSizeMax;
    if (!known_form || asks_too_much(record)) {
        return base::Error(base::ErrorCode::Corrupt, "password.broken_record");
    }
    if (password.size() > kPasswordBytesMax) return PasswordMatch::Wrong;
    const int outcome = argon2id_verify(std::string(record).c_str(), password.data(), password.size());
    if (outcome == ARGON2_OK) return PasswordMatch::Right;
    if (outcome == ARGON2_VERIFY_MISMATCH) return PasswordMatch::Wrong;
    return base::Error(base::ErrorCode::Corrupt, "password.broken_record", argon2_error_message(outcome));
}

bool needs_rehash(std::string_view record) {
    return !record.starts_with(cost_prefix());
}

const std::string& decoy_password_record() {
    // The hash is not that of any password: all its bits are zero.
    static const std::string record =
        cost_prefix() + "c3Vucm9vbS1kZWNveS0x$" + base::to_base64(std::string(kHashSize, '\0')).substr(0, 43);
    return record;
}

}  // namespace crypto
