#include "crypto/seal.h"

#include "base/check.h"
#include "crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <memory>

namespace crypto {

namespace {

constexpr std::size_t kMasterSize = 32;
constexpr std::size_t kSaltSizeMin = 16;
constexpr std::size_t kKeyIdSize = 4;
constexpr char kVersion = 1;
constexpr std::size_t kHeaderSize = 2 + kKeyIdSize;
constexpr std::size_t kGmKeySize = 16;
constexpr std::size_t kGmIvSize = 16;
constexpr std::size_t kGmTagSize = 32;
constexpr std::size_t kIntlKeySize = 32;
constexpr std::size_t kIntlIvSize = 12;
constexpr std::size_t kIntlTagSize = 16;
constexpr std::size_t kPieceMax = std::size_t{1} << 30;  // the library counts in int

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const EVP_CIPHER* cipher_of(SealProfile profile) {
    static const EVP_CIPHER* const sm4 = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
    static const EVP_CIPHER* const aes = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    const EVP_CIPHER* chosen = profile == SealProfile::Gm ? sm4 : aes;
    CHECK(chosen != nullptr);
    return chosen;
}

EVP_CIPHER_CTX* context_of_thread(SealProfile profile) {
    thread_local const Context sm4(EVP_CIPHER_CTX_new());
    thread_local const Context aes(EVP_CIPHER_CTX_new());
    return profile == SealProfile::Gm ? sm4.get() : aes.get();
}

const unsigned char* read_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* write_bytes(char* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

enum class Direction { Open = 0, Seal = 1 };

// Keys of one item; wiped when it goes.
class ItemKeys {
public:
    ItemKeys(SealProfile profile, const base::Digest& root, std::string_view salt)
        : bytes_(hkdf_expand(profile == SealProfile::Gm ? Hash::Sm3 : Hash::Sha256, root.view(), salt, 64)) {}
    ItemKeys(const ItemKeys&) = delete;
    ItemKeys& operator=(const ItemKeys&) = delete;
    ~ItemKeys() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

    std::string_view gm_cipher_key() const { return part(0, kGmKeySize); }
    std::string_view gm_iv() const { return part(16, kGmIvSize); }
    std::string_view gm_tag_key() const { return part(32, 32); }
    std::string_view intl_key() const { return part(0, kIntlKeySize); }
    std::string_view intl_iv() const { return part(32, kIntlIvSize); }

private:
    std::string_view part(std::size_t from, std::size_t size) const {
        return std::string_view(bytes_).substr(from, size);
    }
    base::Bytes bytes_;
};

EVP_CIPHER_CTX* start(SealProfile profile, std::string_view key, std::string_view iv, Direction direction) {
    EVP_CIPHER_CTX* context = context_of_thread(profile);
    CHECK(EVP_CipherInit_ex2(context, cipher_of(profile), read_bytes(key), read_bytes(iv),
                             static_cast<int>(direction), nullptr) == 1);
    return context;
}

void run(EVP_CIPHER_CTX* context, std::string_view in, char* out) {
    while (!in.empty()) {
        const auto piece = in.substr(0, kPieceMax);
        int written = 0;
        CHECK(EVP_CipherUpdate(context, write_bytes(out), &written, read_bytes(piece),
                               static_cast<int>(piece.size())) == 1);
        CHECK(static_cast<std::size_t>(written) == piece.size());
        out += piece.size();
        in.remove_prefix(piece.size());
    }
}

void bind(EVP_CIPHER_CTX* context, std::string_view bytes) {
    CHECK(bytes.size() < kPieceMax);
    int written = 0;
    if (bytes.empty()) return;
    CHECK(EVP_CipherUpdate(context, nullptr, &written, read_bytes(bytes), static_cast<int>(bytes.size())) ==
          1);
}

// The length of `place` goes in, so that no byte can wander between it and what follows.
base::Digest gm_tag(std::string_view key, std::string_view place, std::string_view sealed) {
    std::array<char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
        length[i] = static_cast<char>((place.size() >> (8 * i)) & 255u);
    return hmac(Hash::Sm3, key, {std::string_view(length.data(), length.size()), place, sealed});
}

base::Error refuse_broken() {
    return base::Error(base::ErrorCode::Corrupt, "seal.broken");
}

// After the header. Spec GB/T 39786 asks for secrecy and integrity: SM4-CTR, then HMAC-SM3 over all that is
// stored.
void seal_gm(base::Bytes& out, std::string_view plain, const ItemKeys& keys, std::string_view place) {
    out.append(keys.gm_iv());
    const std::size_t start_of_text = out.size();
    out.resize(start_of_text + plain.size());
    run(start(SealProfile::Gm, keys.gm_cipher_key(), keys.gm_iv(), Direction::Seal), plain,
        out.data() + start_of_text);
    out.append(gm_tag(keys.gm_tag_key(), place, out).view());
}

base::Result<base::Bytes> open_gm(std::string_view sealed, const ItemKeys& keys, std::string_view place) {
    if (sealed.size() < kHeaderSize + kGmIvSize + kGmTagSize) return refuse_broken();
    const auto tag = sealed.substr(sealed.size() - kGmTagSize);
    const auto covered = sealed.substr(0, sealed.size() - kGmTagSize);
    const auto expected = gm_tag(keys.gm_tag_key(), place, covered);
    if (!base::equal_in_constant_time(tag, expected.view())) return refuse_broken();
    const auto text = covered.substr(kHeaderSize + kGmIvSize);
    base::Bytes plain(text.size(), '\0');
    const auto iv = covered.substr(kHeaderSize, kGmIvSize);
    run(start(SealProfile::Gm, keys.gm_cipher_key(), iv, Direction::Open), text, plain.data());
    return plain;
}

void seal_intl(base::Bytes& out, std::string_view plain, const ItemKeys& keys, std::string_view place) {
    const std::string header = out;
    out.append(keys.intl_iv());
    const std::size_t start_of_text = out.size();
    out.resize(start_of_text + plain.size() + kIntlTagSize);
    EVP_CIPHER_CTX* context = start(SealProfile::Intl, keys.intl_key(), keys.intl_iv(), Direction::Seal);
    bind(context, header);
    bind(context, place);
    run(context, plain, out.data() + start_of_text);
    int written = 0;
    char* tag = out.data() + start_of_text + plain.size();
    CHECK(EVP_CipherFinal_ex(context, write_bytes(tag), &written) == 1 && written == 0);
    CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kIntlTagSize, tag) == 1);
}

base::Result<base::Bytes> open_intl(std::string_view sealed, const ItemKeys& keys, std::string_view place) {
    if (sealed.size() < kHeaderSize + kIntlIvSize + kIntlTagSize) return refuse_broken();
    const auto iv = sealed.substr(kHeaderSize, kIntlIvSize);
    auto text = sealed.substr(kHeaderSize + kIntlIvSize);
    std::string tag(text.substr(text.size() - kIntlTagSize));
    text.remove_suffix(kIntlTagSize);
    EVP_CIPHER_CTX* context = start(SealProfile::Intl, keys.intl_key(), iv, Direction::Open);
    CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kIntlTagSize, tag.data()) == 1);
    bind(context, sealed.substr(0, kHeaderSize));
    bind(context, place);
    base::Bytes plain(text.size(), '\0');
    run(context, text, plain.data());
    int written = 0;
    std::array<unsigned char, 16> rest{};
    const bool genuine = EVP_CipherFinal_ex(context, rest.data(), &written) == 1;
    if (!genuine) {
        OPENSSL_cleanse(plain.data(), plain.size());
        return refuse_broken();
    }
    return plain;
}

}  // namespace

base::Result<SealProfile> parse_seal_profile(std::string_view name) {
    if (name == "gm") return SealProfile::Gm;
    if (name == "intl") return SealProfile::Intl;
    return base::Error(base::ErrorCode::Invalid, "seal.unknown_profile").with("name", name);
}

std::string_view algorithm_name(SealProfile profile) {
    return profile == SealProfile::Gm ? "sm4-ctr+hmac-sm3" : "aes-256-gcm";
}

base::Result<Sealer> Sealer::from_master(SealProfile profile, std::string_view master) {
    if (master.size() != kMasterSize) return base::Error(base::ErrorCode::Invalid, "seal.bad_master");
    const Hash hash = profile == SealProfile::Gm ? Hash::Sm3 : Hash::Sha256;
    Sealer sealer(profile, hkdf_extract(hash, algorithm_name(profile), master));
    sealer.key_id_ = hkdf(hash, master, "key id", algorithm_name(profile), kKeyIdSize);
    return sealer;
}

base::Bytes Sealer::seal(std::string_view plain, std::string_view salt, std::string_view place) const {
    CHECK(salt.size() >= kSaltSizeMin);
    const ItemKeys keys(profile_, root_.expose(), salt);
    base::Bytes out;
    out.reserve(kHeaderSize + kGmIvSize + plain.size() + kGmTagSize);
    out.push_back(kVersion);
    out.push_back(static_cast<char>(profile_));
    out.append(key_id_);
    if (profile_ == SealProfile::Gm) {
        seal_gm(out, plain, keys, place);
    } else {
        seal_intl(out, plain, keys, place);
    }
    return out;
}

base::Result<base::Bytes> Sealer::open(std::string_view sealed, std::string_view salt,
                                       std::string_view place) const {
    if (sealed.size() < kHeaderSize || sealed[0] != kVersion) return refuse_broken();
    const bool ours = sealed[1] == static_cast<char>(profile_) && key_id_of(sealed) == key_id_;
    if (!ours) return base::Error(base::ErrorCode::Corrupt, "seal.other_key");
    const ItemKeys keys(profile_, root_.expose(), salt);
    return profile_ == SealProfile::Gm ? open_gm(sealed, keys, place) : open_intl(sealed, keys, place);
}

base::Bytes key_id_of(std::string_view sealed) {
    if (sealed.size() < kHeaderSize) return {};
    return base::Bytes(sealed.substr(2, kKeyIdSize));
}

}  // namespace crypto
