#pragma once
// Hash values, message authentication codes and derived keys, by SHA-256 or SM3 (GB/T 32905). Whoever stores
// an output stores algorithm_name() beside it. Nothing here refuses; every input of every length has a
// result.

#include "base/bytes.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace crypto {

enum class Hash { Sha256, Sm3 };
std::string_view algorithm_name(Hash hash);  // "sha256", "sm3"

base::Digest digest(Hash hash, std::string_view bytes);
base::Digest hmac(Hash hash, std::string_view key, std::string_view message);
base::Digest hmac(Hash hash, std::string_view key, std::initializer_list<std::string_view> parts);

// HKDF (RFC 5869). `length` ≤ 255 × 32, else CHECK. hkdf = expand(extract(…), …).
base::Digest hkdf_extract(Hash hash, std::string_view salt, std::string_view master);
base::Bytes hkdf_expand(Hash hash, std::string_view key, std::string_view purpose, std::size_t length);
base::Bytes hkdf(Hash hash, std::string_view master, std::string_view salt, std::string_view purpose,
                 std::size_t length);

inline base::Digest sha256(std::string_view bytes) {
    return digest(Hash::Sha256, bytes);
}
inline base::Digest hmac_sha256(std::string_view key, std::string_view message) {
    return hmac(Hash::Sha256, key, message);
}

// SHA-256 of what arrives piece by piece: files, streams. finish() starts it afresh.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    Sha256& update(std::string_view bytes);
    base::Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace crypto
