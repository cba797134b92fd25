#include "crypto/digest.h"

#include "base/check.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace crypto {

namespace {

constexpr std::size_t kBlockSize = 64;  // of both algorithms
constexpr std::size_t kDigestSize = 32;

// Fetched once: EVP_sha256() would look the algorithm up again for every hash.
const EVP_MD* method(Hash hash) {
    static const EVP_MD* const sha256_method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    static const EVP_MD* const sm3_method = EVP_MD_fetch(nullptr, "SM3", nullptr);
    const EVP_MD* chosen = hash == Hash::Sha256 ? sha256_method : sm3_method;
    CHECK(chosen != nullptr);
    return chosen;
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// One context per thread and algorithm: making one costs more than hashing a leaf.
EVP_MD_CTX* context_of_thread(Hash hash) {
    thread_local const Context sha256_context(EVP_MD_CTX_new());
    thread_local const Context sm3_context(EVP_MD_CTX_new());
    return hash == Hash::Sha256 ? sha256_context.get() : sm3_context.get();
}

void start(EVP_MD_CTX* context, Hash hash) {
    CHECK(EVP_DigestInit_ex2(context, method(hash), nullptr) == 1);
}

void add(EVP_MD_CTX* context, std::string_view bytes) {
    CHECK(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
}

base::Digest finish(EVP_MD_CTX* context) {
    base::Digest out;
    unsigned length = 0;
    CHECK(EVP_DigestFinal_ex(context, out.bytes.data(), &length) == 1 && length == kDigestSize);
    return out;
}

using Block = std::array<char, kBlockSize>;

Block padded_with(const Block& key, char padding) {
    Block out = key;
    for (auto& c : out) c = static_cast<char>(c ^ padding);
    return out;
}

std::string_view view(const Block& block) {
    return {block.data(), block.size()};
}

}  // namespace

std::string_view algorithm_name(Hash hash) {
    return hash == Hash::Sha256 ? "sha256" : "sm3";
}

base::Digest digest(Hash hash, std::string_view bytes) {
    EVP_MD_CTX* context = context_of_thread(hash);
    start(context, hash);
    add(context, bytes);
    return finish(context);
}

base::Digest hmac(Hash hash, std::string_view key, std::string_view message) {
    return hmac(hash, key, {message});
}

// HMAC (RFC 2104) written out: the library's own costs a lookup and two allocations for every call.
base::Digest hmac(Hash hash, std::string_view key, std::initializer_list<std::string_view> parts) {
    Block block{};
    if (key.size() > kBlockSize) {
        const auto shortened = digest(hash, key);
        std::copy(shortened.view().begin(), shortened.view().end(), block.begin());
    } else {
        std::copy(key.begin(), key.end(), block.begin());
    }
    EVP_MD_CTX* context = context_of_thread(hash);
    Block padded = padded_with(block, 0x36);
    start(context, hash);
    add(context, view(padded));
    for (const auto part : parts) add(context, part);
    const auto inner = finish(context);

    padded = padded_with(block, 0x5c);
    start(context, hash);
    add(context, view(padded));
    add(context, inner.view());
    OPENSSL_cleanse(block.data(), block.size());
    OPENSSL_cleanse(padded.data(), padded.size());
    return finish(context);
}

base::Digest hkdf_extract(Hash hash, std::string_view salt, std::string_view master) {
    return hmac(hash, salt, master);
}

base::Bytes hkdf_expand(Hash hash, std::string_view key, std::string_view purpose, std::size_t length) {
    CHECK(length <= 255 * kDigestSize);
    base::Bytes out;
    out.reserve(length + kDigestSize);
    base::Digest last;
    std::string_view before;
    for (unsigned counter = 1; out.size() < length; ++counter) {
        const auto mark = static_cast<char>(counter);
        last = hmac(hash, key, {before, purpose, std::string_view(&mark, 1)});
        before = last.view();
        out.append(before);
    }
    out.resize(length);
    return out;
}

base::Bytes hkdf(Hash hash, std::string_view master, std::string_view salt, std::string_view purpose,
                 std::size_t length) {
    return hkdf_expand(hash, hkdf_extract(hash, salt, master).view(), purpose, length);
}

struct Sha256::State {
    Context context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    start(state_->context.get(), Hash::Sha256);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
    add(state_->context.get(), bytes);
    return *this;
}

base::Digest Sha256::finish() {
    const auto out = crypto::finish(state_->context.get());
    start(state_->context.get(), Hash::Sha256);
    return out;
}

}  // namespace crypto
