#include "disclosure/annual_docx.h"

#include "disclosure/annual_grid.h"
#include "text/html.h"

namespace disclosure {

namespace {

// --- zip, without compression (APPNOTE 4.3) ---
void put16(std::string& out, std::size_t value) {
    out += static_cast<char>(value & 0xff);
    out += static_cast<char>((value >> 8) & 0xff);
}
void put32(std::string& out, std::size_t value) {
    put16(out, value & 0xffff);
    put16(out, (value >> 16) & 0xffff);
}

constexpr std::size_t kVersion = 20;
constexpr std::size_t kFirstDay = (1 << 5) | 1;  // 1 January 1980: the file has no clock of its own

// The fields that local header and directory share.
void put_entry(std::string& out, const std::pair<std::string, std::string>& entry) {
    put16(out, kVersion);
    put16(out, 0);  // flags
    put16(out, 0);  // stored
    put16(out, 0);
    put16(out, kFirstDay);
    put32(out, crc32_of(entry.second));
    put32(out, entry.second.size());
    put32(out, entry.second.size());
    put16(out, entry.first.size());
    put16(out, 0);
}

// --- the document (ECMA-376) ---
constexpr std::string_view kTypes =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType=)"
    R"("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>)";
constexpr std::string_view kRelations =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="r1" Target="word/document.xml" Type=)"
    R"("http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>)"
    R"(</Relationships>)";
constexpr std::string_view kOpening =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)";
constexpr std::string_view kClosing =
    R"(<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1300" w:bottom="1440" )"
    R"(w:left="1300" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>)";
constexpr int kTextWidth = 9300;  // twentieths of a point

struct Look {
    int half_points = 32;
    bool is_bold = false, is_centred = false, is_indented = false;
};

void put_paragraph(std::string& out, std::string_view text, const Look& look) {
    out += "<w:p><w:pPr>";
    if (look.is_indented) out += R"(<w:ind w:firstLineChars="200"/>)";
    if (look.is_centred) out += R"(<w:jc w:val="center"/>)";
    out += R"(</w:pPr><w:r><w:rPr>)";
    if (look.is_bold) out += "<w:b/>";
    out += R"(<w:sz w:val=")" + std::to_string(look.half_points) + R"("/></w:rPr><w:t xml:space="preserve">)";
    text::append_escaped(out, text);
    out += "</w:t></w:r></w:p>";
}

void put_cell(std::string& out, const GridCell* cell, int columns, int width) {
    out += R"(<w:tc><w:tcPr><w:tcW w:w=")" + std::to_string(width * columns) + R"(" w:type="dxa"/>)";
    if (columns > 1) out += R"(<w:gridSpan w:val=")" + std::to_string(columns) + R"("/>)";
    if (cell == nullptr)
        out += "<w:vMerge/>";
    else if (cell->rows > 1)
        out += R"(<w:vMerge w:val="restart"/>)";
    out += R"(<w:vAlign w:val="center"/></w:tcPr>)";
    put_paragraph(out, cell == nullptr ? std::string_view() : std::string_view(cell->text),
                  {18, false, true, false});
    out += "</w:tc>";
}

// A cell that spans rows goes on, empty, in each row below.
void put_table(std::string& out, const AnnualGrid& grid) {
    const int width = kTextWidth / grid.width;
    out += R"(<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>)";
    for (const std::string_view side : {"top", "left", "bottom", "right", "insideH", "insideV"})
        out += "<w:" + std::string(side) + R"( w:val="single" w:sz="4" w:space="0" w:color="000000"/>)";
    out += "</w:tblBorders></w:tblPr><w:tblGrid>";
    for (int column = 0; column < grid.width; ++column)
        out += R"(<w:gridCol w:w=")" + std::to_string(width) + R"("/>)";
    out += "</w:tblGrid>";
    struct Above {
        int rows = 0, columns = 0;
    };
    std::vector<Above> above(static_cast<std::size_t>(grid.width));
    for (const auto& row : grid.rows) {
        out += "<w:tr>";
        auto next = row.begin();
        for (int column = 0; column < grid.width;) {
            Above& over = above[static_cast<std::size_t>(column)];
            if (over.rows > 0) {
                --over.rows;
                put_cell(out, nullptr, over.columns, width);
                column += over.columns;
            } else {
                if (next == row.end()) break;
                put_cell(out, &*next, next->columns, width);
                over = {next->rows - 1, next->columns};
                column += next->columns;
                ++next;
            }
        }
        out += "</w:tr>";
    }
    out += "</w:tbl>";
}

void put_lines(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) put_paragraph(out, text.substr(0, end), {32, false, false, true});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xffffffffu;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xedb88320u : 0u);
    }
    return ~crc;
}

std::string stored_zip(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string out, directory;
    for (const auto& entry : entries) {
        put32(directory, 0x02014b50);
        put16(directory, kVersion);
        put_entry(directory, entry);
        put16(directory, 0);  // comment
        put16(directory, 0);
        put16(directory, 0);
        put32(directory, 0);
        put32(directory, out.size());
        directory += entry.first;
        put32(out, 0x04034b50);
        put_entry(out, entry);
        out += entry.first + entry.second;
    }
    const std::size_t begin = out.size();
    out += directory;
    put32(out, 0x06054b50);
    put32(out, 0);
    put16(out, entries.size());
    put16(out, entries.size());
    put32(out, directory.size());
    put32(out, begin);
    put16(out, 0);
    return out;
}

std::string annual_docx(const AnnualForm& form, const AnnualReport& report) {
    std::string body(kOpening);
    put_paragraph(body, report.title, {44, true, true, false});
    constexpr auto kChinese = text::Locale::Chinese;
    for (std::size_t at = 0; at < kSections; ++at) {
        put_paragraph(body, report.headings[at], {32, true, false, true});
        put_lines(body, report.sections[at]);
        if (at == 1) put_table(body, published_grid(form, report.tables, kChinese));
        if (at == 2) put_table(body, request_grid(form, report.tables, kChinese));
        if (at == 3) put_table(body, remedy_grid(form, report.tables, kChinese));
    }
    body += kClosing;
    return stored_zip({{"[Content_Types].xml", std::string(kTypes)},
                       {"_rels/.rels", std::string(kRelations)},
                       {"word/document.xml", std::move(body)}});
}

}  // namespace disclosure
