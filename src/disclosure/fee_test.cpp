#include "base/file.h"
#include "disclosure/fee.h"

#include <gtest/gtest.h>

#include <map>

namespace disclosure {

namespace {

const FeeTable& fees() {
    static const FeeTable known =
        parse_fees(base::read_file("definitions/disclosure/fees.json").value()).value();
    return known;
}

std::int64_t yuan(const FeeMethod& method, std::int64_t units) {
    return fee_of(method, units).value().fen / 100;
}

TEST(Fees, ByItemAreAsTheFiguresSay) {
    for (const auto& [items, total] : std::map<int, int>{{0, 0},
                                                         {10, 0},
                                                         {11, 100},
                                                         {13, 300},
                                                         {30, 2000},
                                                         {31, 2200},
                                                         {40, 4000},
                                                         {41, 4300},
                                                         {50, 7000},
                                                         {51, 7400},
                                                         {60, 11000},
                                                         {61, 11500}})
        EXPECT_EQ(yuan(fees().by_item, items), total) << items;
}

TEST(Fees, ByPageAreAsTheFiguresSay) {
    for (const auto& [pages, total] : std::map<int, int>{{30, 0},
                                                         {31, 10},
                                                         {45, 150},
                                                         {100, 700},
                                                         {101, 720},
                                                         {150, 1700},
                                                         {200, 2700},
                                                         {201, 2740},
                                                         {250, 4700},
                                                         {300, 6700}})
        EXPECT_EQ(yuan(fees().by_page, pages), total) << pages;
}

TEST(Fees, OfALetterCountWhatWasAskedBeforeInTheMonth) {
    EXPECT_EQ(fee_of_next(fees().by_item, 9, 4).value().fen, 30'000);
    EXPECT_EQ(fee_of_next(fees().by_item, 28, 5).value().fen, 80'000);
}

// 国办函〔2020〕109号, item by item: the n-th request of the month, the n-th page.
std::int64_t nth_item(int n) {
    if (n <= 10) return 0;
    if (n <= 30) return 100;
    return 200 + (n - 31) / 10 * 100;
}
std::int64_t nth_page(int n) {
    return n <= 30 ? 0 : n <= 100 ? 10 : n <= 200 ? 20 : 40;
}

TEST(Fees, EqualTheSumOfTheirUnits) {
    std::int64_t items = 0, pages = 0;
    for (int n = 1; n <= 2000; ++n) {
        items += nth_item(n), pages += nth_page(n);
        ASSERT_EQ(yuan(fees().by_item, n), items) << n;
        ASSERT_EQ(yuan(fees().by_page, n), pages) << n;
        std::int64_t told = 0;
        const std::vector<FeeLine> lines = fee_lines(fees().by_item, n).value();
        for (const FeeLine& line : lines) told += line.sum.fen / 100;
        ASSERT_EQ(told, items) << n;
    }
}

TEST(Fees, RefuseWhatIsNoNumberOfThings) {
    EXPECT_EQ(fee_of(fees().by_item, -1).error().text_key(), "fee.negative");
    EXPECT_TRUE(fee_of(fees().by_item, kFeeUnitsMax).ok());
    EXPECT_EQ(fee_of(fees().by_item, kFeeUnitsMax + 1).error().text_key(), "fee.too_many");
    EXPECT_EQ(fee_of_next(fees().by_item, 3, -1).error().text_key(), "fee.negative");
}

TEST(Fees, RefuseATableThatIsNotProgressive) {
    const auto refused = [](std::string_view item) {
        return !parse_fees(R"({"by_item": )" + std::string(item) +
                           R"(, "by_page": {"bands": [{"to": 1, "each": 0}], "then": 1}})")
                    .ok();
    };
    EXPECT_FALSE(refused(R"({"bands": [{"to": 10, "each": 0}], "then": 5})"));
    EXPECT_TRUE(refused(R"({"bands": [], "then": 5})"));
    EXPECT_TRUE(refused(R"({"bands": [{"to": 10, "each": 7}], "then": 5})"));
    EXPECT_TRUE(refused(R"({"bands": [{"to": 10, "each": 0}, {"to": 10, "each": 1}], "then": 5})"));
    EXPECT_TRUE(refused(R"({"bands": [{"to": 10, "each": 0}], "then": 5, "every": 10})"));
}

}  // namespace

}  // namespace disclosure
