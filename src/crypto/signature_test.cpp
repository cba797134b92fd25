#include "crypto/signature.h"

#include <gtest/gtest.h>

namespace crypto {
namespace {

std::string raw(std::string_view hex) {
    return base::from_hex(hex).value();
}

struct Example {
    std::string_view seed, public_key, message, signature;
};

TEST(Ed25519, GivesThePublishedValues) {  // RFC 8032, 7.1, tests 1 to 3
    const Example examples[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
         "d25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
         "387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
         "4a7c15e9716ed28dc027beceea1ec40a"},
    };
    for (const auto& example : examples) {
        const auto key = SigningKey::from_seed(raw(example.seed)).value();
        EXPECT_EQ(base::to_hex(key.public_key().bytes), example.public_key);
        const auto signature = key.sign(raw(example.message));
        EXPECT_EQ(base::to_hex(signature.bytes), example.signature);
        EXPECT_EQ(signature.algorithm, "ed25519");
        EXPECT_EQ(verify(key.public_key(), raw(example.message), signature), Verdict::Genuine);
    }
}

TEST(Signature, IsForgedWhenAnythingChanged) {
    const auto key = SigningKey::from_seed(std::string(32, 'a')).value();
    const auto other = SigningKey::from_seed(std::string(32, 'b')).value();
    const auto signature = key.sign("checkpoint");
    EXPECT_EQ(verify(key.public_key(), "checkpoint!", signature), Verdict::Forged);
    EXPECT_EQ(verify(other.public_key(), "checkpoint", signature), Verdict::Forged);
    for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
        auto changed = signature;
        changed.bytes[i] = static_cast<char>(changed.bytes[i] ^ 1);
        EXPECT_EQ(verify(key.public_key(), "checkpoint", changed), Verdict::Forged) << "byte " << i;
    }
    EXPECT_EQ(verify(key.public_key(), "checkpoint", {"sm2", signature.bytes}), Verdict::Forged);
    EXPECT_EQ(verify(key.public_key(), "checkpoint", {"ed25519", "short"}), Verdict::Forged);
    EXPECT_EQ(verify({"ed25519", "short"}, "checkpoint", signature), Verdict::Forged);
}

TEST(SigningKey, AsksForASeedOf32Bytes) {
    EXPECT_EQ(SigningKey::from_seed("short").error().text_key(), "signature.bad_seed");
}

}  // namespace
}  // namespace crypto
