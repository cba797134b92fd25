// The smallest workbook that Excel, WPS and LibreOffice open: one sheet, words in their cells, heads bold,
// lines around.

#include "disclosure/sheet.h"
#include "papers/package.h"
#include "text/html.h"
#include "text/utf8.h"

namespace disclosure {

namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view kTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/)"
    R"(>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/xl/workbook.xml" ContentType=)"
    R"("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
    R"(<Override PartName="/xl/worksheets/sheet1.xml" ContentType=)"
    R"("application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>)"
    R"(<Override PartName="/xl/styles.xml" ContentType=)"
    R"("application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)";
constexpr std::string_view kRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type=)"
    R"("http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" )"
    R"(Target="xl/workbook.xml"/></Relationships>)";
constexpr std::string_view kBookRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type=)"
    R"("http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" )"
    R"(Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type=)"
    R"("http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" )"
    R"(Target="styles.xml"/></Relationships>)";
// Formats of cells: 0 plain, 1 words in lines, 2 head, 3 title.
constexpr std::string_view kStyles =
    R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
    R"(<fonts count="3"><font><sz val="10"/></font><font><b/><sz val="10"/>)"
    R"(</font><font><b/><sz val="16"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill>)"
    R"(<fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/>)"
    R"(<bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>)"
    R"(<cellXfs count="4"><xf xfId="0"/><xf xfId="0" borderId="1" applyBorder="1" applyAlignment="1">)"
    R"(<alignment vertical="center" wrapText="1"/></xf><xf xfId="0" fontId="1" borderId="1" applyFont="1")"
    R"( )"
    R"(applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/>)"
    R"(</xf>)"
    R"(<xf xfId="0" fontId="2" applyFont="1" applyAlignment="1">)"
    R"(<alignment horizontal="center" vertical="center"/></xf>)"
    R"(</cellXfs></styleSheet>)";
constexpr std::string_view kMain = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
constexpr std::size_t kNameMax = 31;  // of a sheet, in characters; Excel's own limit

// B7; columns from 0.
std::string address_of(int row, int column) {
    std::string letters;
    for (int left = column + 1; left > 0; left = (left - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
    return letters + std::to_string(row + 1);
}

std::string sheet_part(const SheetPage& page) {
    std::string xml(kHead);
    xml.append("<worksheet")
        .append(kMain)
        .append("><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"");
    xml.append(std::to_string(page.head_rows))
        .append("\" topLeftCell=\"")
        .append(address_of(page.head_rows, 0));
    xml.append("\" state=\"frozen\"/></sheetView></sheetViews><cols>");
    for (std::size_t column = 0; column < page.widths.size(); ++column) {
        const std::string number = std::to_string(column + 1);
        xml.append("<col min=\"").append(number).append("\" max=\"").append(number).append("\" width=\"");
        xml.append(std::to_string(page.widths[column])).append("\" customWidth=\"1\"/>");
    }
    xml.append("</cols><sheetData>");
    for (std::size_t row = 0; row < page.grid.rows.size(); ++row) {
        xml.append("<row r=\"").append(std::to_string(row + 1)).append("\">");
        const int style = row == 0 ? 3 : static_cast<int>(row) < page.head_rows ? 2 : 1;
        for (std::size_t column = 0; column < page.grid.rows[row].size(); ++column) {
            const std::string& words = page.grid.rows[row][column];
            xml.append("<c r=\"").append(address_of(static_cast<int>(row), static_cast<int>(column)));
            xml.append("\" s=\"").append(std::to_string(style)).append("\"");
            if (words.empty()) {
                xml.append("/>");
                continue;
            }
            xml.append(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            text::append_escaped(xml, words);
            xml.append("</t></is></c>");
        }
        xml.append("</row>");
    }
    xml.append("</sheetData><mergeCells count=\"").append(std::to_string(page.merges.size())).append("\">");
    for (const SheetMerge& merge : page.merges) {
        xml.append("<mergeCell ref=\"").append(address_of(merge.row, merge.column)).append(":");
        xml.append(address_of(merge.last_row, merge.last_column)).append("\"/>");
    }
    // Printed across, as wide as the paper.
    xml.append(
        "</mergeCells><pageSetup paperSize=\"8\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    return xml;
}

}  // namespace

std::string workbook_of(const SheetPage& page, std::string_view name) {
    std::string book(kHead);
    std::string shown;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < name.size() && characters < kNameMax; ++characters) {
        const std::size_t from = at;
        const char32_t sign = text::next_character(name, at);
        if (std::u32string_view(U"[]:*?/\\").find(sign) == std::u32string_view::npos)
            shown.append(name.substr(from, at - from));
    }
    book.append("<workbook").append(kMain);
    book.append(R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">)");
    book.append("<sheets><sheet name=\"");
    text::append_escaped(book, shown);
    book.append("\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    papers::PackageWriter writer;
    writer.add("[Content_Types].xml", std::string(kHead).append(kTypes));
    writer.add("_rels/.rels", std::string(kHead).append(kRelations));
    writer.add("xl/workbook.xml", book);
    writer.add("xl/_rels/workbook.xml.rels", std::string(kHead).append(kBookRelations));
    writer.add("xl/styles.xml", std::string(kHead).append(kStyles));
    writer.add("xl/worksheets/sheet1.xml", sheet_part(page));
    return writer.finish();
}

}  // namespace disclosure
