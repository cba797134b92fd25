#include "disclosure/request.h"

#include <gtest/gtest.h>

namespace disclosure {

namespace {

TEST(EarlierRequests, AreAlikeByWhatTheyAskForOrByTheNumberOfTheDocument) {
    const AskedText now{"3", "2025年县本级财政预算公开文件", "清溪财〔2025〕3号"};
    const auto found = compare_requests(now, {{"1", "城关镇污水处理厂环评批复", ""},
                                              {"2", "2025 年县本级财政预算公开的文件", ""},
                                              {"4", "预算", "清溪财〔2025〕３号"}});
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].asked.number, "4");
    EXPECT_TRUE(found[0].is_alike() && found[0].percent < kAlikePercent);
    EXPECT_EQ(found[1].asked.number, "2");
    EXPECT_TRUE(found[1].is_alike());
    EXPECT_FALSE(found[2].is_alike());
}

TEST(EarlierRequests, WithoutANumberAreNeverTheSameDocument) {
    EXPECT_FALSE(compare_requests({"1", "甲", ""}, {{"2", "乙丙", ""}}).front().is_alike());
    EXPECT_FALSE(compare_requests({"1", "", ""}, {{"2", "", ""}}).front().is_alike());
}

}  // namespace

}  // namespace disclosure
