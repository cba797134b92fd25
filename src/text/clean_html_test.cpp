#include "text/clean_html.h"

#include <gtest/gtest.h>

#include <random>

namespace text {
namespace {

std::string cleaned(std::string_view markup) {
    const auto clean = clean_html(markup);
    return clean.ok() ? std::string(clean.value().html.view()) : clean.error().text_key();
}

TEST(CleanHtml, KeepsWhatAnOfficialTextNeeds) {
    EXPECT_EQ(cleaned("<h1>通知</h1><p>正文<b>要点</b></p>"),
              "<h2>通知</h2>\n<p>正文<strong>要点</strong></p>\n");
    EXPECT_EQ(cleaned("<ol start=3><li>甲<ul><li>乙</ul></ol>"),
              "<ol start=\"3\"><li>甲<ul><li>乙</li></ul></li></ol>\n");
    EXPECT_EQ(cleaned("<a href='https://example.cn/a?b=1&amp;c=2'>链接</a>"),
              "<p><a href=\"https://example.cn/a?b=1&amp;c=2\">链接</a></p>\n");
    EXPECT_EQ(cleaned("<blockquote>引文</blockquote>"), "<blockquote><p>引文</p></blockquote>\n");
}

TEST(CleanHtml, KeepsMergedCellsAndGivesHeadsTheirScope) {
    EXPECT_EQ(cleaned("<table><tr><th colspan=2>事项</th></tr><tr><td rowspan=9>甲</td><td>乙</td></tr>"
                      "<tr><td>丙</td></tr></table>"),
              "<table><thead><tr><th scope=\"col\" colspan=\"2\">事项</th></tr></thead><tbody><tr>"
              "<td rowspan=\"2\">甲</td><td>乙</td></tr><tr><td>丙</td></tr></tbody></table>\n");
    // A table that only arranges the page.
    EXPECT_EQ(
        cleaned("<table><tr><td><p>一</p><table><tr><td>二</td><td>三</td></tr></table></td></tr></table>"),
        "<p>一</p>\n<table><tbody><tr><td>二</td><td>三</td></tr></tbody></table>\n");
}

TEST(CleanHtml, TakesOutWhatRunsAndSaysSo) {
    const auto clean =
        clean_html("<p onclick='x()' style='color:red'>正文<script>alert(1)</script></p><iframe src=x>"
                   "</iframe><img src=http://other/x.png><form><input value=1></form>");
    ASSERT_TRUE(clean.ok());
    EXPECT_EQ(clean.value().html.view(), "<p>正文</p>\n");
    EXPECT_EQ(clean.value().dropped,
              (std::vector<std::string>{"onclick", "style", "script", "iframe", "img", "form", "input"}));
}

TEST(CleanHtml, LetsNoLinkRun) {
    for (const char* link : {"javascript:alert(1)", "JaVa\tScript:x", " data:text/html,x", "vbscript:x",
                             "//evil/x", "&#106;avascript:x", "\\\\evil", "#top", "file:///etc/passwd"}) {
        EXPECT_EQ(cleaned(std::string("<a href=\"") + link + "\">链接</a>"), "<p>链接</p>\n") << link;
    }
    EXPECT_EQ(cleaned("<a href=\"mailto:a@example.cn\">信</a>"),
              "<p><a href=\"mailto:a@example.cn\">信</a></p>\n");
    EXPECT_EQ(cleaned("<a href=\"/doc/1\">文</a>"), "<p><a href=\"/doc/1\">文</a></p>\n");
}

TEST(CleanHtml, ReadsLineEndsAndIndentsTheWayChineseIsWritten) {
    EXPECT_EQ(cleaned("<p>政务\n    公开 ok\n go</p>"), "<p>政务公开 ok go</p>\n");
    EXPECT_EQ(cleaned("　　第一段<br>　　第二段<br>\n<br>第三段<br>续"),
              "<p>第一段</p>\n<p>第二段</p>\n<p>第三段<br>续</p>\n");
    EXPECT_EQ(cleaned("<p>&nbsp;&nbsp;２０２６年\u200b3月</p>"), "<p>2026年3月</p>\n");
}

TEST(CleanHtml, KeepsPicturesByDigestOnly) {
    const std::string digest(64, 'a');
    const std::string markup =
        "<figure><img src='/file/" + digest + "' alt='图 1'><figcaption>说明</figcaption></figure>";
    const auto clean = clean_html(markup);
    ASSERT_TRUE(clean.ok());
    EXPECT_EQ(clean.value().source, "<figure><img src=\"digest:" + digest +
                                        "\" alt=\"图 1\"><figcaption>说明</figcaption></figure>\n");
    EXPECT_EQ(clean.value().html.view(), "<figure><img src=\"/file/" + digest +
                                             "\" alt=\"图 1\"><figcaption>说明</figcaption></figure>\n");
}

TEST(CleanHtml, GivesThePlainText) {
    const auto clean =
        clean_html("<h2>标题</h2><p>一<br>二</p><table><tr><td>甲<br>乙</td><td>丙</td></tr></table>");
    ASSERT_TRUE(clean.ok());
    EXPECT_EQ(clean.value().plain, "标题\n一\n二\n甲 乙\t丙");
}

TEST(CleanHtml, RefusesWhatIsBeyondItsLimits) {
    EXPECT_EQ(cleaned("\xff"), "text.broken");
    std::string deep;
    for (int i = 0; i < 300; ++i) deep += "<div>";
    EXPECT_EQ(cleaned(deep), "clean.too_deep");
    for (int i = 0; i < 300; ++i) deep += "</i></b>";
    EXPECT_EQ(cleaned(deep), "clean.too_deep");
    std::string wide = "<a";
    for (int i = 0; i < 9000; ++i) wide += " x" + std::to_string(i);
    EXPECT_EQ(cleaned(wide + ">"), "clean.too_deep");
    std::string cells = "<table>";
    for (int i = 0; i < 20'001; ++i) cells += "<tr><td>1";
    EXPECT_EQ(cleaned(cells), "clean.too_many_cells");
    EXPECT_EQ(cleaned(std::string((4u << 20) + 1, 'x')), "clean.too_long");
    std::string parts;
    for (int i = 0; i < 300'001; ++i) parts += "<br>";
    EXPECT_EQ(cleaned(parts), "clean.too_many_parts");
}

// What was cleaned is clean: source cleans to itself, and so does what a browser is given.
TEST(CleanHtml, IsTheSameWhenCleanedAgain) {
    const std::vector<std::string> pieces = {"<p>",
                                             "</p>",
                                             "<b>",
                                             "</b>",
                                             "<i>",
                                             "</i>",
                                             "<a href=/x>",
                                             "<a href='http://a.cn/'>",
                                             "</a>",
                                             "<br>",
                                             "<table>",
                                             "<tr>",
                                             "<td rowspan=0>",
                                             "<th colspan=3>",
                                             "</table>",
                                             "<caption>",
                                             "<thead>",
                                             "<ul>",
                                             "<ol>",
                                             "<li>",
                                             "</ul>",
                                             "</ol>",
                                             "<h1>",
                                             "</h1>",
                                             "<h3>",
                                             "<blockquote>",
                                             "</blockquote>",
                                             "<figure>",
                                             "</figure>",
                                             "<figcaption>",
                                             "<img src=digest:" + std::string(64, 'b') + " alt=' 图 '>",
                                             "<sup>",
                                             "</sup>",
                                             "<sub>",
                                             "　",
                                             " ",
                                             "\n",
                                             "&nbsp;",
                                             "文",
                                             "，",
                                             "a",
                                             "e\u0301",
                                             "\u0301",
                                             "&lt;",
                                             "&amp;amp;",
                                             "\u202e",
                                             "１",
                                             "<div>",
                                             "</div>",
                                             "<span style=x>",
                                             "<svg>",
                                             "<form>",
                                             "<pre>\n",
                                             "</script>",
                                             "<!--",
                                             "-->"};
    std::mt19937 dice(20260302);
    for (int round = 0; round < 4'000; ++round) {
        std::string markup;
        for (auto i = dice() % 30; i > 0; --i) markup += pieces[dice() % pieces.size()];
        const auto once = clean_html(markup);
        ASSERT_TRUE(once.ok()) << markup;
        const auto again = clean_html(once.value().source);
        ASSERT_TRUE(again.ok());
        ASSERT_EQ(again.value().source, once.value().source) << markup;
        ASSERT_EQ(clean_html(once.value().html.view()).value().source, once.value().source) << markup;
        ASSERT_EQ(again.value().plain, once.value().plain) << markup;
    }
}

std::string typed(std::string_view text) {
    const auto clean = html_of_typed(text);
    return clean.ok() ? std::string(clean.value().html.view()) : clean.error().text_key();
}

TEST(TypedText, FollowsTheNumberingOfOfficialDocuments) {
    EXPECT_EQ(typed("一、总体要求\n（一）指导思想。\n坚持公开。\n\n第二段\n（二）加强领导。各单位要落实。"),
              "<h2>一、总体要求</h2>\n<h3>（一）指导思想。</h3>\n<p>坚持公开。</p>\n<p>第二段</p>\n"
              "<p><strong>（二）加强领导。</strong>各单位要落实。</p>\n");
    EXPECT_EQ(typed("第一章 总则\n第一条 为了公开。"),
              "<h2>第一章 总则</h2>\n<p><strong>第一条</strong> 为了公开。</p>\n");
    EXPECT_EQ(typed("1. 身份证\n2．户口簿\n\n1.5亿元"),
              "<ol><li>身份证</li><li>户口簿</li></ol>\n<p>1.5亿元</p>\n");
    EXPECT_EQ(typed("3、甲\n- 乙\n- 丙"),
              "<ol start=\"3\"><li>甲</li></ol>\n<ul><li>乙</li><li>丙</li></ul>\n");
    EXPECT_EQ(typed("事项\t时限\n许可\t20日"),
              "<table><thead><tr><th scope=\"col\">事项</th><th scope=\"col\">时限</th></tr>"
              "</thead><tbody><tr><td>许可</td><td>20日</td></tr></tbody></table>\n");
    EXPECT_EQ(typed("|事项|时限|\n|---|---|\n|许可|20日|"), typed("事项\t时限\n许可\t20日"));
    EXPECT_EQ(typed("清溪县人民政府\n2026年3月2日"), "<p>清溪县人民政府<br>2026年3月2日</p>\n");
    EXPECT_EQ(typed("<script>x</script>"), "<p>&lt;script&gt;x&lt;/script&gt;</p>\n");
}

}  // namespace
}  // namespace text
