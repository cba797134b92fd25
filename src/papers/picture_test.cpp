#include "papers/picture.h"

#include <gtest/gtest.h>

#include <string>

namespace papers {
namespace {

std::string chunk(const std::string& name, const std::string& body) {
    std::string out(4, '\0');
    out[3] = static_cast<char>(body.size());
    return out + name + body + "crc4";
}

std::string png(const std::string& more) {
    return std::string("\x89PNG\r\n\x1a\n") + chunk("IHDR", std::string("\0\0\0\2\0\0\0\3", 8)) + more +
           chunk("IDAT", "x") + chunk("IEND", "");
}

TEST(Picture, LosesWhatItTellsBesideItself) {
    const auto clean = clean_picture(png(chunk("tEXt", "Author 张三") + chunk("eXIf", "GPS")));
    ASSERT_TRUE(clean.ok());
    EXPECT_EQ(clean.value().bytes, png({}));
    EXPECT_TRUE(clean.value().stripped);
    EXPECT_EQ(clean.value().width, 2u);
    EXPECT_EQ(clean.value().height, 3u);
}

TEST(Picture, OfACameraLosesItsPlace) {
    const auto segment = [](char marker, const std::string& body) {
        std::string out = {'\xff', marker, '\0', static_cast<char>(body.size() + 2)};
        return out + body;
    };
    const std::string frame = segment('\xc0', std::string("\x08\0\x03\0\x02\x01", 6));
    const std::string scan = segment('\xda', "s") + std::string("ab\xff\0c\xff\xd0"
                                                                "d",
                                                                8);
    const std::string start = "\xff\xd8";
    const std::string end = "\xff\xd9";
    const std::string jfif = segment('\xe0', "JFIF");
    const auto clean = clean_picture(start + jfif + segment('\xe1', "Exif GPS") + segment('\xfe', "note") +
                                     frame + scan + end + "tail");
    ASSERT_TRUE(clean.ok());
    EXPECT_EQ(clean.value().bytes, start + jfif + frame + scan + end);
    EXPECT_EQ(clean.value().width, 2u);
    EXPECT_EQ(clean.value().height, 3u);
}

TEST(Picture, IsRefusedWhenItIsNone) {
    const auto key = [](const std::string& bytes) { return clean_picture(bytes).error().text_key(); };
    EXPECT_EQ(key("<svg/>"), "papers.picture_type");
    EXPECT_EQ(key(png({}).substr(0, 30)), "papers.picture_broken");
    EXPECT_EQ(key(std::string("\xff\xd8\xff")), "papers.picture_broken");
    std::string huge = png({});
    huge[16] = huge[20] = '\x7f';
    EXPECT_EQ(key(huge), "papers.picture_too_large");
}

}  // namespace
}  // namespace papers
