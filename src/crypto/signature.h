#pragma once
// Ed25519 signatures (RFC 8032). Keys and signatures carry the name of their algorithm, so that an old record
// is still understood when another one is in use. The secret half never leaves as plain bytes.

#include "base/bytes.h"

#include <memory>
#include <string>
#include <string_view>

namespace crypto {

constexpr std::string_view kEd25519 = "ed25519";

struct PublicKey {
    std::string algorithm;
    base::Bytes bytes;  // 32
    auto operator<=>(const PublicKey&) const = default;
};

struct Signature {
    std::string algorithm;
    base::Bytes bytes;  // 64
    auto operator<=>(const Signature&) const = default;
};

// Owns the secret half. Safe to share between threads.
class SigningKey {
public:
    // `seed` has 32 random bytes, else signature.bad_seed (Invalid).
    static base::Result<SigningKey> from_seed(std::string_view seed);
    ~SigningKey();
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;

    const PublicKey& public_key() const { return public_key_; }
    Signature sign(std::string_view message) const;

private:
    struct State;
    SigningKey(std::unique_ptr<State> state, PublicKey public_key);
    std::unique_ptr<State> state_;
    PublicKey public_key_;
};

enum class Verdict { Genuine, Forged };
// Forged also for another algorithm, or a key or signature of the wrong size.
Verdict verify(const PublicKey& key, std::string_view message, const Signature& signature);

}  // namespace crypto
