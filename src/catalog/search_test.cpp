// What people type, and what they find first.

#include "catalog/search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace catalog {
namespace {

std::shared_ptr<const ServiceItem> item(std::string code, std::string name, std::vector<std::string> keywords,
                                        std::string summary = "在本县办理。") {
    auto made = std::make_shared<ServiceItem>();
    made->code = std::move(code);
    made->body = made->code.substr(3, 3);
    made->name = std::move(name);
    made->name_en = made->code == "qx-012-01" ? "Food business licence (new)" : "Service";
    made->summary = std::move(summary);
    made->keywords = std::move(keywords);
    made->served = made->body == "006" ? std::vector<int>{1} : std::vector<int>{1, 2};
    made->themes = {made->body == "006" ? "household" : "access"};
    return made;
}

SearchIndex small_index() {
    static const std::vector<PublicBody> bodies = [] {
        std::vector<PublicBody> roll(2);
        roll[0].code = "006", roll[0].name = "清溪县公安局", roll[0].short_name = "县公安局";
        roll[1].code = "012", roll[1].name = "清溪县市场监督管理局", roll[1].short_name = "县市场监管局";
        return roll;
    }();
    static const std::vector<Theme> themes = {{"household", "person", "户籍身份", "Household", "id"}};
    SearchSource source;
    source.items = {item("qx-006-01", "居民身份证申领", {"补办身份证", "二代证"}),
                    item("qx-006-02", "户口登记", {"上户口"}, "出生、收养后为孩子登记户口；要带身份证。"),
                    item("qx-012-01", "食品经营许可（新办）", {"饭店", "餐馆", "小吃店"}),
                    item("qx-012-02", "食品经营许可", {"换证"}), item("qx-012-03", "药品经营许可", {"药店"})};
    source.bodies = &bodies;
    source.themes = &themes;
    source.laws = {{"shipin-anquan-fa", "中华人民共和国食品安全法", "Food Safety Law", "law"}};
    return SearchIndex::of(source);
}

std::string first(std::string_view words) {
    static const SearchIndex index = small_index();
    SearchQuery query;
    query.words = words;
    const SearchAnswer answer = index.find(query);
    return answer.hits.empty() ? "" : answer.hits.front().id;
}

TEST(Search, FindsWhatPeopleMean) {
    const std::pair<const char*, const char*> rows[] = {
        {"食品经营许可", "qx-012-02"},  // the exact name before the one it begins
        {"食品", "qx-012-02"},
        {"身份证", "qx-006-01"},  // in the name before in a summary
        {"sfz", "qx-006-01"},     // initials
        {"jmsfz", "qx-006-01"},
        {"shenfenzheng", "qx-006-01"},  // letters
        {"shen fen zheng", "qx-006-01"},
        {"hukou", "qx-006-02"},
        {"饭店", "qx-012-01"},    // everyday words
        {"开饭店", "qx-012-01"},  // most fragments
        {"Food business", "qx-012-01"},
        {"许可 药品", "qx-012-03"},     // all words, any order
        {"食品经菅许可", "qx-012-02"},  // one wrong character
        {"身分证", "qx-006-01"},
        {"ＳＦＺ", "qx-006-01"},  // full width
        {"公安局", "006"},
        {"户籍身份", "household"},
        {"食品安全法", "shipin-anquan-fa"}};
    for (const auto& [words, expected] : rows) EXPECT_EQ(first(words), expected) << words;
    EXPECT_EQ(first("飞行执照考试"), "");
}

TEST(Search, SaysWhereTheWordsStand) {
    SearchQuery query;
    query.words = "身份证";
    const SearchHit hit = small_index().find(query).hits.front();
    ASSERT_EQ(hit.name_marks.size(), 1u);
    EXPECT_EQ(hit.name.substr(hit.name_marks[0].from, hit.name_marks[0].to - hit.name_marks[0].from),
              "身份证");
    query.words = "sfz";
    const SearchHit letters = small_index().find(query).hits.front();
    ASSERT_EQ(letters.name_marks.size(), 1u);
    EXPECT_EQ(letters.name.substr(letters.name_marks[0].from,
                                  letters.name_marks[0].to - letters.name_marks[0].from),
              "身份证");
}

TEST(Search, CountsByKindBodyThemeAndAudience) {
    SearchQuery query;
    query.words = "食品";
    query.kind = "item";
    const SearchAnswer answer = small_index().find(query);
    EXPECT_EQ(answer.total, 2u);
    ASSERT_EQ(answer.kinds.size(), 2u);
    EXPECT_EQ(answer.kinds[1].value, "law");
    ASSERT_EQ(answer.bodies.size(), 1u);
    EXPECT_EQ(answer.bodies[0].count, 2);
    query.audience = "firm";
    EXPECT_EQ(small_index().find(query).total, 2u);
    query.theme = "household";
    EXPECT_EQ(small_index().find(query).total, 0u);
}

TEST(Search, GivesPagesAndEverythingWithoutWords) {
    SearchQuery query;
    query.kind = "item";
    query.size = 2;
    query.from = 4;
    const SearchAnswer answer = small_index().find(query);
    EXPECT_EQ(answer.total, 5u);
    ASSERT_EQ(answer.hits.size(), 1u);
    EXPECT_EQ(answer.hits[0].id, "qx-012-03");
}

TEST(Search, TakesAnythingThatIsTyped) {
    const SearchIndex index = small_index();
    for (const std::string& words :
         {std::string(5000, 'x'), std::string("\xff\xfe\x80"), std::string("%_'\"<>&\0x", 9),
          std::string("（）"), std::string("、，。"), std::string("a b c d e f g h i j k l m")}) {
        SearchQuery query;
        query.words = words;
        index.find(query);
    }
    SUCCEED();
}

// A figure for the log; nothing is asserted about the machine.
TEST(Search, Timing) {
    SearchSource source;
    const std::string names[] = {"食品经营许可", "居民身份证申领", "建设工程规划许可", "道路运输经营许可",
                                 "教师资格认定"};
    for (int i = 0; i < 1300; ++i) {
        source.items.push_back(
            item("qx-012-" + std::to_string(i), names[i % 5] + std::to_string(i), {"饭店", "小吃店", "执照"},
                 "在本县固定场所从事经营之前要先办这张许可证，凭证经营，到期前三十日办理延续。"));
    }
    for (int i = 0; i < 2600; ++i) {
        source.laws.push_back(
            {"law-" + std::to_string(i), "清溪市城市管理综合行政执法条例" + std::to_string(i), "", "local"});
    }
    const SearchIndex index = SearchIndex::of(source);
    for (const char* words :
         {"食品", "执照", "sfz", "jiaoshi", "许可 教师", "证", "食品经菅许可", "飞行执照考试报名"}) {
        const std::clock_t start = std::clock();
        std::size_t total = 0;
        for (int i = 0; i < 20; ++i) {
            SearchQuery query;
            query.words = words;
            total += index.find(query).total;
        }
        const double us = 1e6 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / 20;
        std::printf("%s: %zu found, %.0f us\n", words, total / 20, us);
    }
}

}  // namespace
}  // namespace catalog
