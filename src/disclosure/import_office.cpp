#include "disclosure/import_office.h"

#include "papers/docx.h"
#include "papers/ofd.h"
#include "papers/pdf.h"
#include "papers/xlsx.h"
#include "text/clean_html.h"
#include "text/official_lines.h"

#include <algorithm>

namespace disclosure {

namespace {

void add_lines(std::string_view plain, ImportItem& item) {
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = std::min(plain.find('\n', at), plain.size());
        ImportBlock block;
        block.text = plain.substr(at, end - at);
        block.size = item.bytes;
        if (!block.text.empty()) item.blocks.push_back(std::move(block));
        at = end + 1;
    }
}

void take_head(const papers::RedHead& head, ImportItem& item) {
    item.title = head.title;
    item.source = head.signature.empty() ? head.issuer_mark : head.signature;
    item.date = head.formed_on;
    if (item.date) item.date_text = item.date->iso();
    const std::pair<const char*, const std::string*> fields[] = {{"document_number", &head.document_number},
                                                                 {"signer", &head.signer},
                                                                 {"addressees", &head.addressees},
                                                                 {"attribute", &head.attribute},
                                                                 {"note", &head.note},
                                                                 {"issuer_mark", &head.issuer_mark},
                                                                 {"copies_to", &head.copies_to},
                                                                 {"urgency", &head.urgency}};
    for (const auto& [name, value] : fields) {
        if (!value->empty()) item.fields.emplace_back(name, *value);
    }
}

base::Result<> read_word(std::string_view bytes, ImportItem& item) {
    const papers::DocxText text = TRY(papers::read_docx(bytes));
    take_head(text.head, item);
    item.markup = text.content.source;
    add_lines(text.content.plain, item);
    item.steps.insert(item.steps.end(), text.report.begin(), text.report.end());
    item.confidence = 95;
    return base::Done{};
}

// Pages know lines, not styles: headings are told by their numbering.
base::Result<> read_pages(const std::vector<std::string>& paragraphs, ImportItem& item) {
    papers::RedHeadFound found = papers::find_red_head(paragraphs);
    // 保守国家秘密法实施条例 42: what is marked is not taken in; the secrecy officer is named.
    if (!found.head.secrecy.empty()) return base::Error(base::ErrorCode::Forbidden, "papers.classified");
    take_head(found.head, item);
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
        if (found.used[i]) continue;
        ImportBlock block;
        block.text = paragraphs[i];
        block.size = item.bytes;
        const text::OfficialLine line = text::official_line_of(block.text);
        if (line.kind == text::OfficialLine::Kind::Part && line.rest.empty())
            block.kind = ImportBlock::Kind::Heading;
        item.blocks.push_back(std::move(block));
    }
    item.confidence = 70;
    return base::Done{};
}

base::Result<> read_workbook(std::string_view bytes, ImportItem& item) {
    const std::vector<papers::Sheet> sheets = TRY(papers::read_xlsx(bytes));
    std::string markup;
    for (const papers::Sheet& sheet : sheets) {
        if (!sheet.rows.empty()) markup += papers::markup_of(sheet);
        if (item.title.empty() && !sheet.rows.empty()) item.title = sheet.at(0, 0);
    }
    const text::CleanHtml clean = TRY(text::clean_html(markup));
    item.markup = clean.source;
    add_lines(clean.plain, item);
    item.confidence = 80;
    return base::Done{};
}

base::Result<> read_by(Dialect dialect, std::string_view bytes, ImportItem& item) {
    switch (dialect) {
    case Dialect::Docx: return read_word(bytes, item);
    case Dialect::Workbook: return read_workbook(bytes, item);
    case Dialect::Ofd: {
        const papers::OfdText text = TRY(papers::read_ofd(bytes));
        return read_pages(text.paragraphs, item);
    }
    case Dialect::Pdf: {
        const std::vector<std::string> paragraphs = TRY(papers::read_pdf(bytes));
        return read_pages(paragraphs, item);
    }
    case Dialect::Page:
    case Dialect::Tagged:
    case Dialect::Mirror:
    case Dialect::Law: break;
    }
    return base::Error(base::ErrorCode::Invalid, "import.unknown_kind");
}

}  // namespace

base::Result<ImportItem> read_office(Dialect dialect, std::string_view file, std::string_view bytes) {
    ImportItem item;
    item.dialect = dialect;
    item.file = file;
    item.bytes = bytes.size();
    item.steps = {std::string(dialect_word(dialect))};
    TRY(read_by(dialect, bytes, item));
    if (item.blocks.empty()) return base::Error(base::ErrorCode::Invalid, "import.no_text");
    collect_from_blocks(item);
    for (const auto& [value, note] :
         {std::pair{item.title, "title"}, {item.source, "source"}, {item.date_text, "date"}}) {
        if (!value.empty()) continue;
        HygieneMark found;
        found.kind = Hygiene::NoMetadata;
        found.decision = HygieneDecision::Open;
        found.note = note;
        item.mark(std::move(found));
    }
    return item;
}

}  // namespace disclosure
