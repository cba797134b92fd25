#include "text/gb18030.h"
#include "text/script.h"

#include <gtest/gtest.h>

namespace text {
namespace {

TEST(Script, FoldsOneForOne) {
    EXPECT_EQ(simplified_of(U'國'), U'国');
    EXPECT_EQ(simplified_of(U'么'), U'么');
    EXPECT_EQ(simplified_of(U'公'), U'公');
    EXPECT_EQ(simplified_of(U'a'), U'a');
}

TEST(Script, KnowsHowCharactersAreRead) {
    EXPECT_TRUE(reads_as(U'預', "yù"));
    EXPECT_TRUE(reads_as(U'領', "lǐng"));
    EXPECT_TRUE(reads_as(U'信', "xin"));
    EXPECT_FALSE(reads_as(U'信', "app"));
    EXPECT_FALSE(reads_as(U'網', "OA"));
    EXPECT_FALSE(reads_as(U'政', "zhèngfǔ"));
}

TEST(Gb18030, IsReadAndWritten) {
    EXPECT_EQ(utf8_of_gb18030("\xd5\xfe\xce\xf1"), "政务");
    EXPECT_EQ(gb18030_of("政务"), "\xd5\xfe\xce\xf1");
    EXPECT_FALSE(utf8_of_gb18030("\xff\xff").has_value());
}

}  // namespace
}  // namespace text
