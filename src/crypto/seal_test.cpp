#include "base/entropy.h"
#include "crypto/seal.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace crypto {
namespace {

const std::string kMaster(32, 'm');
const std::string kSalt(32, 's');

Sealer sealer_of(SealProfile profile) {
    return Sealer::from_master(profile, kMaster).value();
}

class Sealing : public testing::TestWithParam<SealProfile> {};
INSTANTIATE_TEST_SUITE_P(Profiles, Sealing, testing::Values(SealProfile::Gm, SealProfile::Intl));

TEST_P(Sealing, IsUndoneByOpeningWhateverTheText) {
    constexpr std::uint64_t kSeed = 4;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    const auto entropy = base::seeded_entropy(kSeed);
    const auto sealer = sealer_of(GetParam());
    for (std::size_t size = 0; size < 100; ++size) {
        const auto plain = entropy->bytes(size);
        const auto salt = entropy->bytes(32);
        const auto sealed = sealer.seal(plain, salt, "matter/1");
        ASSERT_EQ(sealer.open(sealed, salt, "matter/1").value(), plain);
    }
}

TEST_P(Sealing, NoticesEveryChangedByte) {
    const auto sealer = sealer_of(GetParam());
    const auto sealed = sealer.seal("11010519491231002X", kSalt, "person/7");
    EXPECT_EQ(sealed.find("110105"), std::string::npos);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(sealer.open(changed, kSalt, "person/7").ok()) << "byte " << i;
        EXPECT_FALSE(sealer.open(sealed.substr(0, i), kSalt, "person/7").ok()) << "cut at " << i;
    }
    EXPECT_EQ(sealer.open(sealed + "x", kSalt, "person/7").error().text_key(), "seal.broken");
}

TEST_P(Sealing, HoldsOnlyForItsSaltPlaceAndKey) {
    const auto sealer = sealer_of(GetParam());
    const auto sealed = sealer.seal("text", kSalt, "person/7");
    EXPECT_EQ(sealer.open(sealed, std::string(32, 't'), "person/7").error().text_key(), "seal.broken");
    EXPECT_EQ(sealer.open(sealed, kSalt, "person/8").error().text_key(), "seal.broken");
    const auto other = Sealer::from_master(GetParam(), std::string(32, 'n')).value();
    EXPECT_EQ(other.open(sealed, kSalt, "person/7").error().text_key(), "seal.other_key");
    EXPECT_EQ(key_id_of(sealed), sealer.key_id());
    EXPECT_NE(key_id_of(sealed), other.key_id());
}

TEST_P(Sealing, GivesOtherBytesForAnotherSalt) {
    const auto sealer = sealer_of(GetParam());
    EXPECT_NE(sealer.seal("text", kSalt, ""), sealer.seal("text", std::string(32, 't'), ""));
    EXPECT_THROW(sealer.seal("text", "short", ""), base::Bug);
}

TEST(Sealer, AsksForAMasterOf32BytesAndAKnownProfile) {
    EXPECT_EQ(Sealer::from_master(SealProfile::Gm, "short").error().text_key(), "seal.bad_master");
    EXPECT_EQ(parse_seal_profile("gm").value(), SealProfile::Gm);
    EXPECT_EQ(parse_seal_profile("intl").value(), SealProfile::Intl);
    EXPECT_FALSE(parse_seal_profile("rot13").ok());
    EXPECT_EQ(algorithm_name(SealProfile::Gm), "sm4-ctr+hmac-sm3");
    EXPECT_EQ(algorithm_name(SealProfile::Intl), "aes-256-gcm");
    const auto gm = sealer_of(SealProfile::Gm);
    const auto intl = sealer_of(SealProfile::Intl);
    EXPECT_EQ(intl.open(gm.seal("x", kSalt, ""), kSalt, "").error().text_key(), "seal.other_key");
}

TEST(Sm4, GivesThePublishedValue) {  // GB/T 32907-2016, example 1: the library under us is SM4
    const auto block = base::from_hex("0123456789abcdeffedcba9876543210").value();
    const auto* bytes = reinterpret_cast<const unsigned char*>(block.data());
    std::string out(32, '\0');
    int written = 0;
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    ASSERT_EQ(EVP_EncryptInit_ex(context, EVP_sm4_ecb(), nullptr, bytes, nullptr), 1);
    ASSERT_EQ(EVP_EncryptUpdate(context, reinterpret_cast<unsigned char*>(out.data()), &written, bytes, 16),
              1);
    EVP_CIPHER_CTX_free(context);
    EXPECT_EQ(base::to_hex(out.substr(0, 16)), "681edf34d206965e86b3e94f536e4246");
}

}  // namespace
}  // namespace crypto
