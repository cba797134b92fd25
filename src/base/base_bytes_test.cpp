#include "base/bytes.h"
#include "base/entropy.h"
#include "base/types.h"

#include <gtest/gtest.h>

namespace base {
namespace {

struct Written {
    std::string_view raw, hex, base64, base64url;
};

TEST(Bytes, AreWrittenInThreeForms) {
    const Written examples[] = {
        {"", "", "", ""},
        {"f", "66", "Zg==", "Zg"},
        {"fo", "666f", "Zm8=", "Zm8"},
        {"foo", "666f6f", "Zm9v", "Zm9v"},
        {"foobar", "666f6f626172", "Zm9vYmFy", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "fbfffe", "+//+", "-__-"},
    };
    for (const auto& example : examples) {
        EXPECT_EQ(to_hex(example.raw), example.hex);
        EXPECT_EQ(to_base64(example.raw), example.base64);
        EXPECT_EQ(to_base64url(example.raw), example.base64url);
        EXPECT_EQ(from_hex(example.hex).value(), example.raw);
        EXPECT_EQ(from_base64(example.base64).value(), example.raw);
        EXPECT_EQ(from_base64url(example.base64url).value(), example.raw);
    }
    EXPECT_EQ(from_hex("666F").value(), "fo");
}

TEST(Bytes, RefuseWhatIsNotCanonical) {
    for (const auto* text : {"6", "6g", "0x"}) EXPECT_FALSE(from_hex(text).ok()) << text;
    for (const auto* text : {"Zg", "Zg=", "Zh==", "Z===", "Zm9v=", "Zm9v====", "Zm 9", "-__-", "===="}) {
        EXPECT_FALSE(from_base64(text).ok()) << text;
    }
    for (const auto* text : {"Zg==", "Zh", "Z", "+//+"}) EXPECT_FALSE(from_base64url(text).ok()) << text;
}

TEST(Bytes, ComeBackFromEveryFormWhateverTheyAre) {
    constexpr std::uint64_t kSeed = 20260302;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    const auto entropy = seeded_entropy(kSeed);
    for (std::size_t size = 0; size < 200; ++size) {
        const auto raw = entropy->bytes(size);
        ASSERT_EQ(from_hex(to_hex(raw)).value(), raw);
        ASSERT_EQ(from_base64(to_base64(raw)).value(), raw);
        ASSERT_EQ(from_base64url(to_base64url(raw)).value(), raw);
    }
}

TEST(Digest, HasThirtyTwoBytesAndNoOther) {
    const std::string hex(64, 'a');
    EXPECT_EQ(Digest::from_hex(hex).value().hex(), hex);
    EXPECT_EQ(Digest::from_hex(hex.substr(2)).error().text_key(), "bytes.not_a_digest");
    EXPECT_FALSE(Digest::from_bytes("short").ok());
}

TEST(EqualInConstantTime, AgreesWithEquality) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("token", "token"));
    EXPECT_FALSE(equal_in_constant_time("token", "tokem"));
    EXPECT_FALSE(equal_in_constant_time("token", "token2"));
}

TEST(Code, IsAShortMachineWord) {
    const std::string longest(64, 'x');
    for (const std::string& text : {std::string("a"), std::string("services.food-licence@3"), longest}) {
        EXPECT_EQ(Code::parse(text).value().text(), text);
    }
    for (const auto* text : {"", "two words", "许可", "a\n"}) EXPECT_FALSE(Code::parse(text).ok()) << text;
    EXPECT_FALSE(Code::parse(longest + "x").ok());
    EXPECT_THROW(Code::of("not a code"), Bug);
}

TEST(Entropy, IsRepeatedBySeedAndNeverByTheKernel) {
    EXPECT_EQ(seeded_entropy(7)->bytes(33), seeded_entropy(7)->bytes(33));
    EXPECT_NE(seeded_entropy(7)->bytes(33), seeded_entropy(8)->bytes(33));
    const auto entropy = system_entropy();
    EXPECT_EQ(entropy->bytes(1000).size(), 1000u);
    EXPECT_NE(entropy->bytes(32), entropy->bytes(32));
}

}  // namespace
}  // namespace base
