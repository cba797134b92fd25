#include "crypto/digest.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace crypto {
namespace {

std::string raw(std::string_view hex) {
    return base::from_hex(hex).value();
}

TEST(Sha256, GivesThePublishedValues) {  // FIPS 180-4
    EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(std::string(1'000'000, 'a')).hex(),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sm3, GivesThePublishedValues) {  // GB/T 32905-2016, annex A
    EXPECT_EQ(digest(Hash::Sm3, "abc").hex(),
              "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string sixteen_times;
    for (int i = 0; i < 16; ++i) sixteen_times += "abcd";
    EXPECT_EQ(digest(Hash::Sm3, sixteen_times).hex(),
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    EXPECT_EQ(hmac(Hash::Sm3, "key", "abc").hex(),
              "28e63256e7c5a087b1f073265dc53092163f7b82729735d06f28f10af9d52393");
}

TEST(HmacSha256, GivesThePublishedValues) {  // RFC 4231, cases 1, 2, 6
    EXPECT_EQ(hmac_sha256(std::string(20, '\x0b'), "Hi There").hex(),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?").hex(),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(
        hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First").hex(),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(hmac(Hash::Sha256, "Jefe", {"what do ya ", "", "want for nothing?"}),
              hmac_sha256("Jefe", "what do ya want for nothing?"));
}

TEST(Hkdf, GivesThePublishedValues) {  // RFC 5869, A.1 and A.3
    const auto master = std::string(22, '\x0b');
    const auto salt = raw("000102030405060708090a0b0c");
    EXPECT_EQ(hkdf_extract(Hash::Sha256, salt, master).hex(),
              "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    EXPECT_EQ(base::to_hex(hkdf(Hash::Sha256, master, salt, raw("f0f1f2f3f4f5f6f7f8f9"), 42)),
              "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    EXPECT_EQ(base::to_hex(hkdf(Hash::Sha256, master, "", "", 42)),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    EXPECT_EQ(hkdf_expand(Hash::Sm3, "k", "p", 8160).size(), 8160u);
    EXPECT_THROW(hkdf_expand(Hash::Sm3, "k", "p", 8161), base::Bug);
}

TEST(Sha256, PieceByPieceIsTheSameAsAtOnce) {
    const std::string text(1000, 'x');
    Sha256 hasher;
    for (std::size_t i = 0; i < text.size(); i += 7) hasher.update(std::string_view(text).substr(i, 7));
    EXPECT_EQ(hasher.finish(), sha256(text));
    EXPECT_EQ(hasher.finish(), sha256("")) << "finish() starts afresh";
}

TEST(Sha256, IsTheSameOnEveryThread) {
    std::vector<std::string> found(4);
    std::vector<std::jthread> threads;
    for (auto& hex : found) {
        threads.emplace_back([&hex] {
            for (int i = 0; i < 1000; ++i) hex = hmac_sha256("key", std::to_string(i)).hex();
        });
    }
    threads.clear();
    for (const auto& hex : found) EXPECT_EQ(hex, hmac_sha256("key", "999").hex());
}

}  // namespace
}  // namespace crypto
