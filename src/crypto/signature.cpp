#include "crypto/signature.h"

#include "base/check.h"

#include <openssl/evp.h>

namespace crypto {

namespace {

constexpr std::size_t kSeedSize = 32;
constexpr std::size_t kPublicKeySize = 32;
constexpr std::size_t kSignatureSize = 64;

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* read_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

struct SigningKey::State {
    Key key;
};

SigningKey::SigningKey(std::unique_ptr<State> state, PublicKey public_key)
    : state_(std::move(state)), public_key_(std::move(public_key)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

base::Result<SigningKey> SigningKey::from_seed(std::string_view seed) {
    if (seed.size() != kSeedSize) return base::Error(base::ErrorCode::Invalid, "signature.bad_seed");
    auto state = std::make_unique<State>();
    state->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, read_bytes(seed), seed.size()));
    CHECK(state->key != nullptr);
    PublicKey half{std::string(kEd25519), base::Bytes(kPublicKeySize, '\0')};
    std::size_t size = half.bytes.size();
    auto* out = reinterpret_cast<unsigned char*>(half.bytes.data());
    CHECK(EVP_PKEY_get_raw_public_key(state->key.get(), out, &size) == 1 && size == kPublicKeySize);
    return SigningKey(std::move(state), std::move(half));
}

Signature SigningKey::sign(std::string_view message) const {
    const Context context(EVP_MD_CTX_new());
    CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) == 1);
    Signature signature{std::string(kEd25519), base::Bytes(kSignatureSize, '\0')};
    std::size_t size = signature.bytes.size();
    auto* out = reinterpret_cast<unsigned char*>(signature.bytes.data());
    CHECK(EVP_DigestSign(context.get(), out, &size, read_bytes(message), message.size()) == 1);
    CHECK(size == kSignatureSize);
    return signature;
}

Verdict verify(const PublicKey& key, std::string_view message, const Signature& signature) {
    const bool known = key.algorithm == kEd25519 && signature.algorithm == kEd25519;
    const bool sizes_fit = key.bytes.size() == kPublicKeySize && signature.bytes.size() == kSignatureSize;
    if (!known || !sizes_fit) return Verdict::Forged;
    const Key half(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, read_bytes(key.bytes), key.bytes.size()));
    const Context context(EVP_MD_CTX_new());
    if (half == nullptr) return Verdict::Forged;
    CHECK(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, half.get()) == 1);
    const int outcome = EVP_DigestVerify(context.get(), read_bytes(signature.bytes), signature.bytes.size(),
                                         read_bytes(message), message.size());
    return outcome == 1 ? Verdict::Genuine : Verdict::Forged;
}

}  // namespace crypto
