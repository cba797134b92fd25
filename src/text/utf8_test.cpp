#include "base/entropy.h"
#include "text/utf8.h"

#include <gtest/gtest.h>

namespace text {
namespace {

TEST(Utf8, KnowsItsOwn) {
    for (const std::string_view text :
         {"", "plain", "清溪县", "𠮷野家", "\U0010ffff", "abcdefgh清abcdefgh"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const std::string_view text :
         {"\x80", "\xc0\xaf", "\xc3", "\xe6\xb8", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xe0\x80\xaf",
          "\xf0\x80\x80\xaf", "abcdefgh\xe6", "\xe6\xb8x"}) {
        EXPECT_FALSE(is_utf8(text));
    }
}

TEST(Utf8, CountsCharacters) {
    EXPECT_EQ(character_count(""), 0u);
    EXPECT_EQ(character_count("a清𠮷"), 3u);
    EXPECT_EQ(character_count("\xff\xff"), 2u);
}

TEST(Utf8, EveryCharacterComesBack) {
    for (char32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 37) {
        if (c >= 0xd800 && c <= 0xdfff) continue;
        std::string written;
        append_character(written, c);
        std::size_t at = 0;
        ASSERT_EQ(next_character(written, at), c);
        ASSERT_EQ(at, written.size());
    }
}

TEST(Utf8, NeverReadsBeyondTheEndWhateverTheBytes) {
    constexpr std::uint64_t kSeed = 8;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    const auto entropy = base::seeded_entropy(kSeed);
    for (int round = 0; round < 20'000; ++round) {
        const auto bytes = entropy->bytes(static_cast<std::size_t>(round % 12));
        const bool whole = is_utf8(bytes);
        std::size_t steps = 0;
        for (std::size_t at = 0; at < bytes.size(); ++steps) next_character(bytes, at);
        ASSERT_LE(steps, bytes.size());
        ASSERT_EQ(clean_line(bytes, 100).ok(), whole);
        ASSERT_EQ(is_utf8(to_nfc(bytes)), whole);
    }
}

TEST(Han, AreIdeographsOfAllPlanes) {
    for (const char32_t c : {U'溪', U'〇', U'㐀', U'𠮷', U'龥'}) EXPECT_TRUE(is_han(c));
    for (const char32_t c : {U'a', U'。', U'あ', U'〔', U'９'}) EXPECT_FALSE(is_han(c));
}

struct Typed {
    std::string_view typed, clean;
};

TEST(CleanLine, IsTheFormThatIsStored) {
    const Typed examples[] = {
        {"  刘小溪\t", "刘小溪"},
        {"　刘　小溪　", "刘　小溪"},
        {"１３８ＡＢｃ", "138ABc"},
        {"（全角标点，留下）", "（全角标点，留下）"},
        {"e\xcc\x81t\xc3\xa9", "été"},
        {"a\r\nb", "a b"},
        {std::string_view("a\0b\x7f\x1b[31m", 9), "ab[31m"},
        {"\xef\xbb\xbf名\xe2\x80\xae字\xe2\x80\x8b", "名字"},
        {"   ", ""},
        {"", ""},
    };
    for (const auto& example : examples) EXPECT_EQ(clean_line(example.typed, 20).value(), example.clean);
}

TEST(CleanText, KeepsItsLines) {
    EXPECT_EQ(clean_text("\r\n \n　　第一段\t一\r\n\r\n第二段\r \n", 50).value(), "　　第一段\t一\n\n第二段");
    EXPECT_EQ(clean_text("a\xe2\x80\xa8"
                         "b",
                         50)
                  .value(),
              "a\nb");
}

TEST(CleanLine, RefusesBrokenAndTooLong) {
    EXPECT_EQ(clean_line("\xff", 10).error().text_key(), "text.broken");
    EXPECT_EQ(clean_line("刘小溪", 3).value(), "刘小溪");
    const auto refused = clean_text("刘小溪水", 3);
    EXPECT_EQ(refused.error().text_key(), "text.too_long");
    EXPECT_EQ(refused.error().args().front().second, "3");
    EXPECT_EQ(clean_line("  刘小溪  ", 3).value(), "刘小溪") << "what is trimmed does not count";
}

TEST(CleanLine, OfCleanTextChangesNothing) {
    for (const auto* text : {"刘　小溪", "été 138", "（一）〔2026〕12号"}) {
        const auto once = clean_line(text, 100).value();
        EXPECT_EQ(clean_line(once, 100).value(), once);
    }
}

TEST(HalfWidth, ChangesDigitsAndLettersOnly) {
    EXPECT_EQ(to_half_width("ｘＹ０９（）：\xff"), "xY09（）：\xff");
}

}  // namespace
}  // namespace text
