#include "papers/ofd.h"
#include "papers/package.h"
#include "papers/pdf.h"
#include "papers/xlsx.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace papers {
namespace {

std::string ofd_of(const std::string& objects) {
    PackageWriter writer;
    writer.add("OFD.xml",
               "<ofd:OFD xmlns:ofd=\"o\"><ofd:DocBody><ofd:DocInfo><ofd:Title>通知</ofd:Title></ofd:DocInfo>"
               "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>");
    writer.add("Doc_0/Document.xml", "<ofd:Document xmlns:ofd=\"o\"><ofd:Pages><ofd:Page ID=\"1\" "
                                     "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>");
    writer.add("Doc_0/Pages/Page_0/Content.xml", "<ofd:Page xmlns:ofd=\"o\"><ofd:Content><ofd:Layer>" +
                                                     objects + "</ofd:Layer></ofd:Content></ofd:Page>");
    return writer.finish();
}

std::string object(double x, double y, double width, const std::string& text) {
    return "<ofd:TextObject Boundary=\"" + std::to_string(x) + " " + std::to_string(y) + " " +
           std::to_string(width) + " 5\"><ofd:TextCode X=\"0\" Y=\"4\">" + text +
           "</ofd:TextCode></ofd:TextObject>";
}

TEST(Ofd, IsReadInLinesFromTheTop) {
    const auto text = read_ofd(ofd_of(object(20, 60, 60, "公开。") + object(40, 50, 140, "为了推进政务") +
                                      object(60, 30, 80, "关于公开的通知") + object(28, 70, 100, "第二段")));
    ASSERT_TRUE(text.ok()) << text.error().text_key();
    EXPECT_EQ(text.value().title, "通知");
    EXPECT_EQ(text.value().paragraphs,
              (std::vector<std::string>{"关于公开的通知", "为了推进政务公开。", "第二段"}));
    EXPECT_EQ(read_ofd(ofd_of({})).error().text_key(), "papers.no_text");
    EXPECT_EQ(read_ofd("PK").error().text_key(), "papers.not_a_package");
}

TEST(Pdf, SaysWhatItIsNot) {
    EXPECT_EQ(read_pdf("hello").error().text_key(), "papers.not_a_pdf");
    if (::access("/usr/bin/pdftotext", X_OK) != 0) GTEST_SKIP() << "poppler-utils is not installed";
    EXPECT_EQ(read_pdf("%PDF-1.4 broken").error().text_key(), "papers.no_text");
    const std::string pdf =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
        "/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        "4 0 obj<</Length 44>>stream\nBT /F1 18 Tf 20 200 Td (Open by default) Tj ET\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n";
    const auto text = read_pdf(pdf);
    ASSERT_TRUE(text.ok()) << text.error().text_key();
    EXPECT_EQ(text.value(), (std::vector<std::string>{"Open by default"}));
}

TEST(Xlsx, IsReadWithDatesAndMergedCells) {
    PackageWriter writer;
    writer.add("xl/workbook.xml",
               "<workbook xmlns:r=\"r\"><sheets><sheet name=\"目录\" sheetId=\"1\" r:id=\"rId1\"/>"
               "</sheets></workbook>");
    writer.add(
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/></Relationships>");
    writer.add("xl/sharedStrings.xml",
               "<sst><si><t>事项</t></si><si><r><t>公开</t></r><r><t>时限</t></r></si></sst>");
    writer.add("xl/styles.xml",
               "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
    writer.add(
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
        "<c r=\"C1\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>甲</t></is></c><c r=\"C2\" s=\"1\"><v>46083</v></c>"
        "</row></sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>");
    const auto sheets = read_xlsx(writer.finish());
    ASSERT_TRUE(sheets.ok()) << sheets.error().text_key();
    const Sheet& sheet = sheets.value().at(0);
    EXPECT_EQ(sheet.name, "目录");
    EXPECT_EQ(sheet.at(0, 2), "公开时限");
    EXPECT_EQ(sheet.at(1, 2), "2026-03-02");
    EXPECT_EQ(markup_of(sheet),
              "<table><caption>目录</caption><tr><td colspan=\"2\" rowspan=\"1\">事项</td><td>公开时限"
              "</td></tr><tr><td>甲</td><td></td><td>2026-03-02</td></tr></table>");
}

}  // namespace
}  // namespace papers
