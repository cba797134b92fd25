#include "text/qr.h"

#include <gtest/gtest.h>

#include <charconv>
#include <set>
#include <utility>

namespace text {
namespace {

using Module = std::pair<int, int>;  // row, column, with the quiet zone

int read_number(std::string_view& text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return number;
}

// Draws the path again from its letters.
std::set<Module> dark_modules(std::string_view svg) {
    std::set<Module> dark;
    auto path = svg.substr(svg.find(" d=\"") + 4);
    while (path.starts_with('M')) {
        path.remove_prefix(1);
        const int column = read_number(path);
        path.remove_prefix(1);
        const int row = read_number(path);
        path.remove_prefix(1);
        const int length = read_number(path);
        for (int i = 0; i < length; ++i) dark.insert({row, column + i});
        path.remove_prefix(path.find('z') + 1);
    }
    return dark;
}

TEST(QrCode, IsOnePathWithAName) {
    const auto code = qr_code("https://qingxi.example/m/99992101220260302000179", "查询 <办件>");
    ASSERT_TRUE(code.ok());
    const auto svg = code.value().view();
    EXPECT_TRUE(svg.starts_with("<svg class=\"qr\" role=\"img\" viewBox=\"0 0 "));
    EXPECT_NE(svg.find("aria-label=\"查询 &lt;办件&gt;\""), std::string_view::npos);
    EXPECT_EQ(svg.find("<path"), svg.rfind("<path"));
    EXPECT_EQ(svg.find("style"), std::string_view::npos);
}

TEST(QrCode, HasItsFindersAndItsQuietZone) {
    const auto code = qr_code("清溪县", "x");
    const auto dark = dark_modules(code.value().view());
    const int last = 4 + 21 - 1;  // the smallest version has 21 modules
    for (int i = 0; i < 7; ++i) {
        EXPECT_TRUE(dark.contains({4, 4 + i})) << "upper edge of the first finder";
        EXPECT_TRUE(dark.contains({4 + i, last})) << "right edge of the second";
        EXPECT_TRUE(dark.contains({last, 4 + i})) << "lower edge of the third";
        EXPECT_FALSE(dark.contains({11, 4 + i})) << "separator";
    }
    for (const auto& [row, column] : dark) {
        EXPECT_TRUE(row >= 4 && row <= last && column >= 4 && column <= last);
    }
}

TEST(QrCode, HasALimit) {
    EXPECT_TRUE(qr_code(std::string(kQrBytesMax, 'a'), "x").ok());
    EXPECT_EQ(qr_code(std::string(kQrBytesMax + 1, 'a'), "x").error().text_key(), "qr.too_long");
    EXPECT_EQ(qr_code("", "x").error().text_key(), "qr.empty");
    EXPECT_TRUE(qr_code(std::string("a\0b", 3), "x").ok());
}

}  // namespace
}  // namespace text
