#include "papers/docx.h"
#include "papers/test_docx.h"

#include <gtest/gtest.h>

namespace papers {
namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

std::string read(const std::string& body, const Parts& more = {}) {
    const auto text = read_docx(docx_of(body, more));
    return text.ok() ? std::string(text.value().content.html.view()) : text.error().text_key();
}

TEST(Docx, JoinsRunsAndKeepsEmphasis) {
    EXPECT_EQ(read("<w:p><w:r><w:t>政务</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>公开</w:t></w:r>"
                   "<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>办</w:t></w:r>"
                   "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r></w:p>"),
              "<p>政务<strong>公开</strong>办<sup>2</sup></p>\n");
}

TEST(Docx, MakesHeadingsOfStylesAndOfOfficialNumbering) {
    const Parts styles = {
        {"word/_rels/document.xml.rels",
         "<Relationships><Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>"},
        {"word/styles.xml", "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"a1\"><w:name "
                            "w:val=\"heading 2\"/></w:style></w:styles>"}};
    EXPECT_EQ(read(paragraph_xml("一、总体要求") + paragraph_xml("（一）目标") + paragraph_xml("正文一、二") +
                       paragraph_xml("职责", "<w:pStyle w:val=\"a1\"/>"),
                   styles),
              "<h2>一、总体要求</h2>\n<h3>（一）目标</h3>\n<p>正文一、二</p>\n<h3>职责</h3>\n");
}

TEST(Docx, CountsWhatWordWouldCount) {
    const Parts numbering = {
        {"word/_rels/document.xml.rels",
         "<Relationships><Relationship Id=\"n\" "
         "Type=\"x/numbering\" Target=\"/word/numbering.xml\"/></Relationships>"},
        {"word/numbering.xml",
         "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">"
         "<w:start w:val=\"1\"/><w:numFmt "
         "w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>"
         "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/>"
         "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%2.\"/></w:lvl></w:abstractNum><w:abstractNum "
         "w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/>"
         "<w:lvlText w:val=\"·\"/></w:lvl>"
         "</w:abstractNum><w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"6\">"
         "<w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"}};
    const auto numbered = [](const char* text, const char* list, int level) {
        return paragraph_xml(text, std::string("<w:numPr><w:ilvl w:val=\"") + std::to_string(level) +
                                       "\"/><w:numId w:val=\"" + list + "\"/></w:numPr>");
    };
    EXPECT_EQ(read(numbered("要求", "5", 0) + numbered("甲", "5", 1) + numbered("乙", "5", 1) +
                       numbered("措施", "5", 0) + numbered("丙", "5", 1) + numbered("点", "6", 0),
                   numbering),
              "<h2>一、要求</h2>\n<ol><li><ol><li>甲</li><li>乙</li></ol></li></ol>\n<h2>二、措施</h2>\n"
              "<ol><li><ol><li>丙</li></ol></li></ol>\n<ul><li>点</li></ul>\n");
}

TEST(Docx, KeepsMergedCells) {
    const auto cell = [](const std::string& text, const std::string& properties = {}) {
        return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + paragraph_xml(text) + "</w:tc>";
    };
    EXPECT_EQ(read("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" +
                   cell("事项", "<w:gridSpan w:val=\"2\"/>") + "</w:tr><w:tr>" +
                   cell("甲", "<w:vMerge w:val=\"restart\"/>") + cell("1") + "</w:tr><w:tr>" +
                   cell("", "<w:vMerge/>") + cell("2") + "</w:tr></w:tbl>"),
              "<table><thead><tr><th scope=\"col\" colspan=\"2\">事项</th></tr></thead><tbody><tr>"
              "<td rowspan=\"2\">甲</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>\n");
}

TEST(Docx, PutsNotesAtTheEnd) {
    const Parts notes = {{"word/_rels/document.xml.rels",
                          "<Relationships><Relationship Id=\"f\" "
                          "Type=\"x/footnotes\" Target=\"footnotes.xml\"/></Relationships>"},
                         {"word/footnotes.xml", "<w:footnotes><w:footnote w:id=\"2\">" +
                                                    paragraph_xml("注释") + "</w:footnote></w:footnotes>"}};
    EXPECT_EQ(
        read("<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>", notes),
        "<p>正文<sup>[1]</sup></p>\n<p>[1] 注释</p>\n");
}

TEST(Docx, RecognisesTheRedHead) {
    const auto text = read_docx(docx_of(
        paragraph_xml("特急") + paragraph_xml("清溪县人民政府文件") +
        paragraph_xml("清政发〔2026〕12号　　签发人：王明") + paragraph_xml("清溪县人民政府关于印发") +
        paragraph_xml("政务公开工作要点的通知") + paragraph_xml("各乡镇人民政府，县政府各部门：") +
        paragraph_xml("现印发给你们，请认真执行。") + paragraph_xml("清溪县人民政府") +
        paragraph_xml("2026年3月2日") + paragraph_xml("（此件公开发布）") +
        paragraph_xml("抄送：县委办公室。") + paragraph_xml("清溪县人民政府办公室 2026年3月3日印发")));
    ASSERT_TRUE(text.ok());
    const RedHead& head = text.value().head;
    EXPECT_EQ(head.urgency, "特急");
    EXPECT_EQ(head.issuer_mark, "清溪县人民政府文件");
    EXPECT_EQ(head.document_number, "清政发〔2026〕12号");
    EXPECT_EQ(head.signer, "王明");
    EXPECT_EQ(head.title, "清溪县人民政府关于印发政务公开工作要点的通知");
    EXPECT_EQ(head.addressees, "各乡镇人民政府，县政府各部门：");
    EXPECT_EQ(head.signature, "清溪县人民政府");
    ASSERT_TRUE(head.formed_on.has_value());
    EXPECT_EQ(head.formed_on->iso(), "2026-03-02");
    EXPECT_EQ(head.attribute, "open");
    EXPECT_EQ(head.copies_to, "县委办公室。");
    EXPECT_EQ(text.value().content.plain,
              "各乡镇人民政府，县政府各部门：\n现印发给你们，请认真执行。\n清溪县人民政府\n2026年3月2日");
}

TEST(Docx, ReadsTheAttributeFromTheNoteAlone) {
    const auto text =
        read_docx(docx_of(paragraph_xml("关于公开属性的说明") + paragraph_xml("文末标注“此件公开发布”。") +
                          paragraph_xml("（此件不予公开）的例子。") + paragraph_xml("2026年3月2日")));
    ASSERT_TRUE(text.ok());
    EXPECT_EQ(text.value().head.attribute, "");
}

TEST(Docx, IsRefusedWhenItMustNotComeIn) {
    EXPECT_EQ(read(paragraph_xml("机密★1年") + paragraph_xml("正文")), "papers.classified");
    EXPECT_EQ(read(paragraph_xml("绝　密") + paragraph_xml("正文")), "papers.classified");
    EXPECT_EQ(read("<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"), "papers.tracked_changes");
    EXPECT_EQ(read("<w:p><w:r><w:delText>旧</w:delText></w:r></w:p>"), "papers.tracked_changes");
    EXPECT_EQ(read(paragraph_xml("正文"), {{"word/vbaProject.bin", "x"}}), "papers.macros");
    EXPECT_EQ(read(paragraph_xml("国家秘密的范围")), "<p>国家秘密的范围</p>\n");
}

TEST(Docx, LeavesBehindWhatIsNotText) {
    const auto text =
        read_docx(docx_of("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:commentRangeStart/>"
                          "<w:r><w:t>正文</w:t></w:r></w:p>",
                          {{"docProps/core.xml", "<x>张三</x>"}}));
    ASSERT_TRUE(text.ok());
    EXPECT_EQ(text.value().content.plain, "正文");
    EXPECT_EQ(text.value().report, (std::vector<std::string>{"hidden_text", "comments", "properties"}));
}

TEST(Docx, RefusesContainersThatAreBrokenOrMadeToHurt) {
    const std::string good = docx_of(paragraph_xml("正文"));
    const auto key = [](std::string_view bytes) {
        const auto text = read_docx(bytes);
        return text.ok() ? std::string("read") : text.error().text_key();
    };
    EXPECT_EQ(key(good), "read");
    EXPECT_EQ(key(good.substr(0, good.size() / 2)), "papers.broken");
    EXPECT_EQ(key("hello"), "papers.not_a_package");
    EXPECT_EQ(key("\xd0\xcf\x11\xe0 old"), "papers.old_format");
    EXPECT_EQ(key(docx_of({}, {{"word/media/bomb", std::string(300u << 20, '0')}})), "papers.bomb");
    PackageWriter empty;
    empty.add("x", "y");
    EXPECT_EQ(key(empty.finish()), "papers.no_part");
    std::string deep;
    for (int i = 0; i < 300; ++i) deep += "<w:sdt><w:sdtContent>";
    EXPECT_EQ(key(docx_of(deep)), "papers.too_deep");
    for (std::size_t at = 0; at < good.size(); at += 7) {
        std::string bent = good;
        bent[at] = static_cast<char>(bent[at] ^ 0x55);
        static_cast<void>(read_docx(bent));  // any answer, but an answer
    }
}

}  // namespace
}  // namespace papers
