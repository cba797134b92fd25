// Numerals, headings and articles as law files have them, and the whole collection where it is at hand.

#include "catalog/test_office.h"

#include <chrono>
#include <cstdio>

namespace catalog {
namespace {

constexpr const char* kCollection = "/work/shared/corpus/laws";

TEST(ChineseNumerals, AreRead) {
    const std::pair<const char*, int> rows[] = {
        {"一", 1},      {"十", 10},         {"十二", 12},      {"二十", 20},        {"三十二", 32},
        {"一百", 100},  {"一百零五", 105},  {"一百一十", 110}, {"二百六十六", 266}, {"一千二百六十", 1260},
        {"两千", 2000}, {"二〇二六", 2026}, {"", -1},          {"条", -1},          {"三百条", -1}};
    for (const auto& [numeral, number] : rows) EXPECT_EQ(chinese_number(numeral), number) << numeral;
}

TEST(ChineseNumerals, AreWritten) {
    for (int number = 1; number < 10000; ++number)
        ASSERT_EQ(chinese_number(chinese_numeral(number)), number) << number;
    EXPECT_EQ(chinese_article("32"), "第三十二条");
    EXPECT_EQ(chinese_article("105"), "第一百零五条");
    EXPECT_EQ(chinese_article("17-1"), "第十七条之一");
}

TEST(LawText, HasTitleEditionHeadingsAndArticles) {
    const std::string markdown = "# 清溪县 试验条例\n\n2020年1月1日 通过\n\n<!-- INFO END -->\n\n"
                                 "## 第一章 总 则\n\n第一条 为了试验，制定本条例。\n\n"
                                 "第二款也属于本条。\n\n第三条规定的事项不在此限。\n\n"
                                 "## 第二章 附则\n\n**第十七条之一** 本条例自公布之日起施行。\n";
    const auto law = parse_law_text(markdown, "清溪县试验条例(2021-06-01).md");
    ASSERT_TRUE(law.ok());
    EXPECT_EQ(law.value().title, "清溪县试验条例");
    EXPECT_EQ(law.value().edition, calendar::Date::of(2021, 6, 1));
    ASSERT_EQ(law.value().articles.size(), 2u) << "第三条规定… cites, it does not open";
    EXPECT_EQ(law.value().articles[0].number, "1");
    EXPECT_EQ(law.value().articles[0].heading, "第一章 总 则");
    EXPECT_NE(law.value().articles[0].text.find("第二款也属于本条。"), std::string_view::npos);
    EXPECT_EQ(law.value().articles[1].number, "17-1");
    EXPECT_EQ(law.value().articles[1].text, "本条例自公布之日起施行。");
}

TEST(LawText, TakesTheEditionFromItsHeadWhenTheFileHasNone) {
    const auto law = parse_law_text("# 条例\n\n2010年5月6日 通过\n\n2015年11月27日 修正\n\n"
                                    "2016年1月1日 施行\n\n<!-- INFO END -->\n\n第一条 甲。\n",
                                    "条例.md");
    ASSERT_TRUE(law.ok());
    EXPECT_EQ(law.value().edition, calendar::Date::of(2015, 11, 27));
}

TEST(LawText, IsRefusedWhenItIsNoLaw) {
    const auto key = [](std::string_view markdown) {
        return parse_law_text(markdown, "x.md").error().text_key();
    };
    EXPECT_EQ(key("no heading"), "law.no_title");
    EXPECT_EQ(key("# A handbook\n\nwords\n"), "law.not_a_law");
    EXPECT_EQ(key("# \xff\xff"), "law.not_utf8");
}

TEST(LawTitles, AreOneWithAndWithoutTheState) {
    for (const char* title :
         {"行政许可法", "中华人民共和国行政许可法", "《中华人民共和国行政许可法》", "行政 许可法"}) {
        EXPECT_EQ(law_title_key(title), "行政许可法");
    }
}

TEST(LawImport, TakesInTheWholeCollectionOnce) {
    if (!std::filesystem::exists(kCollection)) GTEST_SKIP() << "no collection of laws at " << kCollection;
    TestOffice office;
    office.read_files();
    ASSERT_TRUE(office.load().ok());
    const auto start = std::chrono::steady_clock::now();
    const auto laws = list_law_files(kCollection);
    ASSERT_TRUE(laws.ok());
    const auto report = import_laws(office.registrar(), office.editor, laws.value(), {});
    ASSERT_TRUE(report.ok()) << report.error().text_key() << report.error().detail();
    const double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const LawImportReport& first = report.value();
    std::printf("%d files, %d taken in, %d laws, %d editions, %lld articles in %.1f s\n", first.files,
                first.imported, first.laws, first.editions, static_cast<long long>(first.articles), s);
    for (const auto& [file, why] : first.skipped) std::printf("skipped %s: %s\n", file.c_str(), why.c_str());
    std::printf("%zu without articles\n", first.without_articles.size());
    for (const std::string& file : first.without_articles) std::printf("  no articles: %s\n", file.c_str());
    EXPECT_EQ(first.files, first.imported + first.known + static_cast<int>(first.skipped.size()));
    EXPECT_GT(first.articles, 90000);

    const auto again = import_laws(office.registrar(), office.editor, laws.value(), {});
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().imported, 0) << "the same text is taken once";
    EXPECT_EQ(again.value().laws, first.laws);

    CatalogueKeeper keeper;
    const auto reader = office.reader();
    const auto reload = std::chrono::steady_clock::now();
    ASSERT_TRUE(keeper.reload(*reader, office.clock.now().date()).ok());
    std::printf("catalogue with all titles in %.0f ms\n",
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - reload).count());
    LawTexts texts;
    const auto citations = check_citations(*reader, *keeper.current(), texts);
    ASSERT_TRUE(citations.ok()) << citations.error().detail();
    std::printf("%d of %d citations stand in the texts\n", citations.value().resolved,
                citations.value().citations);
    for (const std::string& missing : citations.value().missing)
        ADD_FAILURE() << "no such article: " << missing;
    for (const std::string& gap : citations.value().register_gaps)
        std::printf("register gap: %s\n", gap.c_str());
    for (const std::string& law : citations.value().without_text) std::printf("no text: %s\n", law.c_str());

    const auto edition =
        find_edition(*reader, keeper.current()->laws, "行政许可法", office.clock.now().date());
    ASSERT_TRUE(edition.ok() && edition.value());
    const auto text = texts.open(*reader, *edition.value());
    ASSERT_TRUE(text.ok());
    ASSERT_NE(text.value()->law.find("32"), nullptr);
    const auto code = find_edition(*reader, keeper.current()->laws, "民法典", office.clock.now().date());
    ASSERT_TRUE(code.ok() && code.value());
    EXPECT_NE(texts.open(*reader, *code.value()).value()->law.find("1260"), nullptr)
        << "nine volumes, one code";
}

}  // namespace
}  // namespace catalog
