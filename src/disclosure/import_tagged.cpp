#include "disclosure/import_text.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace disclosure {

namespace {

// data: fields of exports of newspapers and of TRS
constexpr std::array<std::string_view, 13> kFields = {
    "<日期>=", "<版次>=",   "<版名>=", "<肩标题>=", "<标题>=",     "<副标题>=", "<正题>=",
    "<正文>=", "<数据库>=", "<报名>=", "<作者>=",   "<文章作者>=", "<链接>="};
// data: what such fields are called, and how a document quoted in full is opened
constexpr std::string_view kBody = "正文";
constexpr std::string_view kTitle = "标题";
constexpr std::string_view kMainTitle = "正题";
constexpr std::string_view kDate = "日期";
constexpr std::string_view kDatabase = "数据库";
constexpr std::string_view kPaper = "报名";
constexpr std::string_view kFullText = "全文如下";
constexpr std::string_view kRecord = "<REC>";

std::string_view field_at(std::string_view line) {
    for (const std::string_view field : kFields) {
        if (line.starts_with(field)) return field.substr(1, field.size() - 3);
    }
    return {};
}

struct Value {
    std::string name;
    std::size_t from = 0;  // bytes
    std::size_t end = 0;
};

// A value runs to the next line that begins with a known field; an unknown <x>= is text.
std::vector<Value> values_of(std::string_view text, ImportItem& item) {
    std::vector<Value> out;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = text.substr(from, end - from);
        const std::string_view name = field_at(line);
        if (!name.empty()) {
            out.push_back({std::string(name), from + name.size() + 3, end});
        } else if (!out.empty() && line != kRecord) {
            out.back().end = end;
        } else if (!line.empty() && line != kRecord && line != "\r") {
            HygieneMark mark;
            mark.kind = Hygiene::ControlLine;
            mark.decision = HygieneDecision::Removed;
            mark.from = from;
            mark.size = line.size();
            mark.before = line.substr(0, 200);
            mark.note = "counter";
            item.mark(std::move(mark));
        }
        from = end + 1;
    }
    return out;
}

// The body's paragraphs; after "《…》全文如下：" they are those of the document quoted.
void read_body(std::string_view text, const Value& value, ImportItem& item) {
    const Signs signs = signs_of(text.substr(value.from, value.end - value.from), value.from);
    int part = 0;
    for (const Line& raw : lines_of(signs)) {
        const Line line = trimmed(signs, raw);
        if (line.from == line.end) continue;
        ImportBlock block;
        block.text = text_of(signs, line.from, line.end);
        block.from = byte_from(signs, line.from);
        block.size = byte_end(signs, line.end) - block.from;
        block.part = part;
        if (signs[line.from].c == U'○') block.kind = ImportBlock::Kind::Bullet;
        const std::size_t full = block.text.find(kFullText);
        if (full != std::string::npos && part == 0) {
            const std::size_t open = block.text.rfind("《", full);
            const std::size_t close = block.text.rfind("》", full);
            if (open != std::string::npos && close != std::string::npos && close > open)
                item.child_title = block.text.substr(open + 3, close - open - 3);
            part = 1;
        }
        item.blocks.push_back(std::move(block));
    }
    scan_signs(signs, item);
}

}  // namespace

base::Result<ImportItem> read_tagged(std::string_view file, std::string_view text) {
    if (!text::is_utf8(text)) return base::Error(base::ErrorCode::Invalid, "import.not_text");
    ImportItem item;
    item.dialect = Dialect::Tagged;
    item.file = file;
    item.steps = {"decode", "fields"};
    const std::vector<Value> values = values_of(text, item);
    for (const Value& value : values) {
        if (value.name == kBody) {
            read_body(text, value, item);
            item.fields.emplace_back(value.name, "");
            continue;
        }
        const Signs signs = signs_of(text.substr(value.from, value.end - value.from), value.from);
        const Line line = trimmed(signs, {0, signs.size()});
        const std::string written = text_of(signs, line.from, line.end);
        if (value.name == kTitle || (value.name == kMainTitle && item.title.empty())) item.title = written;
        if (value.name == kDate) item.date_text = date_in(written);
        if (value.name == kPaper || (value.name == kDatabase && item.source.empty())) item.source = written;
        item.fields.emplace_back(value.name, written);
    }
    if (values.empty() || item.blocks.empty()) return base::Error(base::ErrorCode::Invalid, "import.no_text");
    for (const auto& [name, value] : item.fields) collect_citations(value, item);
    collect_from_blocks(item);
    if (item.document_numbers.empty()) {
        HygieneMark mark;
        mark.kind = Hygiene::NoMetadata;
        mark.decision = HygieneDecision::Open;
        mark.note = "document_number";
        item.mark(std::move(mark));
    }
    item.confidence = item.title.empty() ? 60 : 95;
    return item;
}

}  // namespace disclosure
