#include "text/search_terms.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace text {
namespace {

std::string shown(const std::vector<SearchTerm>& terms) {
    std::string out;
    for (const auto& term : terms)
        out += (out.empty() ? "" : " ") + term.term + "@" + std::to_string(term.position);
    return out;
}

TEST(SearchTerms, OfHanArePairs) {
    EXPECT_EQ(shown(index_terms("信息公开")), "信息@0 息公@1 公开@2 开@3");
    EXPECT_EQ(shown(query_terms("信息公开")), "信息@0 息公@1 公开@2");
    EXPECT_EQ(shown(index_terms("犬")), "犬@0");
    EXPECT_EQ(shown(query_terms("犬")), "犬@0");
    EXPECT_EQ(shown(index_terms("")), "");
}

TEST(SearchTerms, OfLatinAreSmallWords) {
    EXPECT_EQ(shown(index_terms("Sunroom v2 Été")), "sunroom@0 v2@2 été@4");
    EXPECT_EQ(shown(query_terms("办理A类许可")), "办理@0 a@2 类许@3 许可@4");
    EXPECT_EQ(shown(index_terms("办理A类")), "办理@0 理@1 a@2 类@3");
}

TEST(SearchTerms, LeaveAGapAtPunctuation) {
    EXPECT_EQ(shown(index_terms("公开，信息")), "公开@0 开@1 信息@3 息@4");
    EXPECT_EQ(shown(query_terms("。。公开")), "公开@0") << "no gap at the start";
}

TEST(SearchTerms, FoldWidthCapitalsAndTraditionalCharacters) {
    EXPECT_EQ(shown(query_terms("資訊公開２０２６")), "资讯@0 讯公@1 公开@2 2026@4");
    EXPECT_EQ(shown(query_terms("〔２０２６〕")), "2026@0");
    EXPECT_EQ(fold_for_search("Ａ資訊（一）"), "a资讯(一)");
}

// A phrase search in small: all terms of the query stand at the same distance from their place in the index.
bool finds(const std::vector<SearchTerm>& index, std::string_view phrase) {
    const auto query = query_terms(phrase);
    const auto stands = [&index](const SearchTerm& wanted, std::uint32_t shift) {
        return std::any_of(index.begin(), index.end(), [&wanted, shift](const SearchTerm& one) {
            return one.term == wanted.term && one.position == wanted.position + shift;
        });
    };
    for (std::uint32_t shift = 0; shift <= index.size(); ++shift) {
        const auto found = [&stands, shift](const SearchTerm& term) { return stands(term, shift); };
        if (!query.empty() && std::all_of(query.begin(), query.end(), found)) return true;
    }
    return false;
}

TEST(SearchTerms, FindAPhraseExactlyWhereItStands) {
    const auto index = index_terms("清溪县人民政府办公室关于印发《政府信息公开（2026年）工作要点》的通知");
    for (const auto* phrase : {"政府信息公开", "2026年", "办公室关于", "清溪县人民政府", "要点", "《政府"}) {
        EXPECT_TRUE(finds(index, phrase)) << phrase;
    }
    for (const auto* phrase : {"政府关于", "印发政府", "公开工作", "信息公开2026", "2025年"}) {
        EXPECT_FALSE(finds(index, phrase)) << phrase;
    }
}

TEST(SearchTerms, KnowWhereTheyStand) {
    const std::string text = "第33条：答复 Deadline";
    for (const auto& term : index_terms(text)) {
        const auto piece = text.substr(term.begin, term.end - term.begin);
        EXPECT_EQ(fold_for_search(piece), term.term);
    }
}

TEST(SearchTerms, CutLongWordsAndSkipBrokenBytes) {
    const auto terms = index_terms(std::string(100, 'a') + "\xff" + "b");
    ASSERT_EQ(terms.size(), 2u);
    EXPECT_EQ(terms[0].term.size(), 64u);
    EXPECT_EQ(terms[0].end, 100u);
    EXPECT_EQ(terms[1].term, "b");
}

TEST(Likeness, IsTheShareOfCommonPairs) {
    EXPECT_EQ(likeness_percent("2025年部门预算", "2025年部门预算"), 100);
    EXPECT_EQ(likeness_percent("部门预算", "部门决算"), 20);
    EXPECT_EQ(likeness_percent("部门预算", "城市绿化"), 0);
    EXPECT_EQ(likeness_percent("", ""), 0);
}

}  // namespace
}  // namespace text
