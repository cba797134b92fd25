#include "base/file.h"
#include "disclosure/annual_docx.h"

#include <gtest/gtest.h>

#include <map>

namespace disclosure {

namespace {

std::size_t number_at(const std::string& bytes, std::size_t at, int width) {
    std::size_t value = 0;
    for (int i = width; i-- > 0;)
        value = (value << 8) | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(i)));
    return value;
}

// Read by the directory at the end, as programs do.
std::map<std::string, std::string> unzipped(const std::string& bytes) {
    std::map<std::string, std::string> entries;
    const std::size_t end = bytes.size() - 22;
    EXPECT_EQ(number_at(bytes, end, 4), 0x06054b50u);
    std::size_t at = number_at(bytes, end + 16, 4);
    for (std::size_t left = number_at(bytes, end + 10, 2); left > 0; --left) {
        EXPECT_EQ(number_at(bytes, at, 4), 0x02014b50u);
        const std::size_t size = number_at(bytes, at + 24, 4), name = number_at(bytes, at + 28, 2);
        const std::size_t local = number_at(bytes, at + 42, 4);
        EXPECT_EQ(number_at(bytes, local, 4), 0x04034b50u);
        const std::string content = bytes.substr(local + 30 + number_at(bytes, local + 26, 2), size);
        EXPECT_EQ(number_at(bytes, at + 16, 4), crc32_of(content));
        entries[bytes.substr(at + 46, name)] = content;
        at += 46 + name;
    }
    EXPECT_EQ(at, end);
    return entries;
}

std::size_t count(const std::string& text, std::string_view word) {
    std::size_t found = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size()))
        ++found;
    return found;
}

TEST(AnnualDocx, ReckonsTheUsualCheckValue) {
    EXPECT_EQ(crc32_of("123456789"), 0xcbf43926u);
}

TEST(AnnualDocx, HoldsTheReportWithItsMergedCells) {
    const AnnualForm form =
        parse_annual_form(base::read_file("definitions/disclosure/annual-2021.json").value()).value();
    AnnualReport report = blank_report(form, "清溪县水务局", 2026);
    report.tables.requests[kRowNew][0].value = 4711;
    report.sections[4] = "<不足> & 改进\n第二段";
    const std::string bytes = annual_docx(form, report);
    EXPECT_EQ(bytes, annual_docx(form, report));
    const auto entries = unzipped(bytes);
    ASSERT_EQ(entries.size(), 3u);
    const std::string& body = entries.at("word/document.xml");
    EXPECT_EQ(count(body, "<w:tbl>"), 3u);
    EXPECT_EQ(count(body, "<w:tr>"), 14u + 28u + 4u);
    EXPECT_EQ(count(body, "4711"), 1u);
    EXPECT_EQ(count(body, "&lt;不足&gt; &amp; 改进"), 1u);
    EXPECT_EQ(count(body, "第二段"), 1u);
    for (const std::string& heading : report.headings) EXPECT_EQ(count(body, heading), 1u) << heading;
    EXPECT_EQ(count(body, "<w:tc>"), count(body, "</w:tc>"));
    // Columns of every row add up to the width of its table.
    EXPECT_EQ(count(body, R"(<w:vMerge w:val="restart"/>)"), 3u + 5u + 1u);
}

}  // namespace

}  // namespace disclosure
