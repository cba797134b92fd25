#include "disclosure/import_item.h"
#include "disclosure/import_lines.h"
#include "disclosure/import_text.h"
#include "papers/package.h"

#include <gtest/gtest.h>

namespace disclosure {
namespace {

TEST(ImportedPage, GivesItsTextAndWhatItSaysOfItself) {
    const std::string page =
        "<html><head><title>关于公开的通知_清溪县人民政府</title><link rel=canonical "
        "href='http://www.qingxi.example/202603/t20260302_12.html'></head>"
        "<body><div class=nav>首页 新闻</div>"
        "<table><tr><td>索 引 号：</td><td>11999921/2026-00001</td>"
        "<td>标&nbsp;&nbsp;题:</td><td>关于公开的通知</td></tr>"
        "<tr><td>发布?机构：</td><td>清溪县人民政府</td><td>成文日期：</td><td>1970-01-01</td></tr></table>"
        "<div id=zoom><p onclick=x>第一条。</p><script>x</script>"
        "<table><tr><td>甲</td><td>乙</td></tr></table>"
        "<a href='/f/P0201.docx'>附件</a></div></body></html>";
    const auto item = read_import("a.html", page);
    ASSERT_TRUE(item.ok()) << item.error().text_key();
    EXPECT_EQ(item.value().dialect, Dialect::Page);
    EXPECT_EQ(item.value().title, "关于公开的通知");
    EXPECT_EQ(item.value().source, "清溪县人民政府");
    EXPECT_EQ(item.value().host, "www.qingxi.example");
    EXPECT_EQ(item.value().date_text, "2026-03-02");
    EXPECT_EQ(item.value().count(Hygiene::DateAnomaly), 1u);
    EXPECT_EQ(item.value().plain(), "第一条。\n甲\t乙\n附件");
    EXPECT_EQ(item.value().attachments, (std::vector<std::string>{"/f/P0201.docx"}));
}

TEST(ImportedPage, IsFoundByItsTextWhenNothingIsNamed) {
    const auto item =
        read_import("b.htm", "<body><div><a href=/x>首页</a></div><div><p>清溪县公开了第一批目录。</p>"
                             "<p>第二批随后公开。</p></div></body>");
    ASSERT_TRUE(item.ok());
    EXPECT_EQ(item.value().plain(), "清溪县公开了第一批目录。\n第二批随后公开。");
}

TEST(ImportedText, IsReadInNationalEncodingToo) {
    const auto item = read_import("c.txt", "\xd5\xfe\xce\xf1\xb9\xab\xbf\xaa\n\n\xd5\xfd\xce\xc4\xa1\xa3\n");
    ASSERT_TRUE(item.ok());
    EXPECT_EQ(item.value().title, "政务公开");
    EXPECT_EQ(read_import("d.txt", "\xff\xff\xff").error().text_key(), "import.not_text");
    EXPECT_EQ(read_import("e.exe", "MZ").error().text_key(), "import.unknown_kind");
}

TEST(ImportedText, KeepsBracketsThatAreNoPinyin) {
    ImportItem item;
    Signs signs = signs_of("行(xíng)政(行政)服務(wu)(wu)中心(OA)省(區)信(app)");
    strip_gloss(signs, item);
    EXPECT_EQ(text_of(signs), "行政(行政)服務中心(OA)省(區)信(app)");
    EXPECT_EQ(item.count(Hygiene::Gloss), 3u);
}

TEST(ImportedText, FoldsOnlyWhatIsTraditional) {
    ImportItem item;
    Signs signs = signs_of("著名作家面臨著著作權問題");
    fold_script(signs, item);
    EXPECT_EQ(text_of(signs), "著名作家面临着著作权问题");
    Signs simple = signs_of(
        "著名的政务公开示范点在乾隆年间已有记载，此处共有四十个以上的汉字，不是繁体，所以一个字也不改动");
    fold_script(simple, item);
    EXPECT_EQ(text_of(simple).substr(0, 6), "著名");
}

TEST(ImportedText, DatesAreReadAsFarAsTheyAreWritten) {
    EXPECT_EQ(date_in("2011.08.03"), "2011-08-03");
    EXPECT_EQ(date_in("(二〇一三年五月)"), "2013-05");
    EXPECT_EQ(date_in("二〇二六年十二月二十一日"), "2026-12-21");
    EXPECT_EQ(date_in("8月3日电"), "08-03");
    EXPECT_EQ(date_in("共2842个"), "");
}

TEST(ImportedText, LinesAroundItAreKnown) {
    const LinePlace first{true, false};
    EXPECT_EQ(role_of_line("当前位置: 首页>> 动态", first), LineRole::Breadcrumb);
    EXPECT_EQ(role_of_line("责任编辑:admin", {}), LineRole::MachineAuthor);
    EXPECT_EQ(role_of_line("责任编辑：王明", {}), LineRole::Text);
    EXPECT_EQ(role_of_line("265", first), LineRole::Counter);
    EXPECT_EQ(role_of_line("265", {}), LineRole::Text);
    EXPECT_EQ(role_of_line("首页 新闻 公开 服务", {}), LineRole::Navigation);
}

TEST(ImportedFile, OfAnOfficeProgramBringsItsRedHead) {
    papers::PackageWriter writer;
    const auto paragraph = [](const std::string& text) {
        return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
    };
    writer.add("word/document.xml", "<w:document><w:body>" + paragraph("清政发〔2026〕12号") +
                                        paragraph("关于公开的通知") + paragraph("各乡镇：") +
                                        paragraph("请执行，电话13800138000。") + paragraph("2026年3月2日") +
                                        paragraph("（此件公开发布）") + "</w:body></w:document>");
    const auto item = read_import("f.docx", writer.finish());
    ASSERT_TRUE(item.ok()) << item.error().text_key();
    EXPECT_EQ(item.value().title, "关于公开的通知");
    EXPECT_EQ(item.value().date_text, "2026-03-02");
    EXPECT_EQ(item.value().count(Hygiene::PersonalData), 1u);
    EXPECT_EQ(hygiene_json(item.value()).find("13800138000"), std::string::npos);
}

}  // namespace
}  // namespace disclosure
