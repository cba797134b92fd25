#include "disclosure/import_item.h"

#include "base/json.h"
#include "text/html.h"

#include <algorithm>
#include <array>

namespace disclosure {

namespace {

constexpr std::array<std::string_view, 8> kDialects = {"page", "tagged", "mirror",   "docx",
                                                       "ofd",  "pdf",    "workbook", "law"};
constexpr std::array<std::string_view, 6> kDecisions = {"repaired",  "removed", "kept",
                                                        "suggested", "lost",    "open"};
constexpr std::array<std::string_view, 10> kBlocks = {"paragraph", "heading", "section", "point", "bullet",
                                                      "question",  "answer",  "turn",    "link",  "table"};

}  // namespace

std::string_view dialect_word(Dialect dialect) {
    return kDialects[static_cast<std::size_t>(dialect)];
}

std::optional<Dialect> dialect_of(std::string_view word) {
    const auto found = std::find(kDialects.begin(), kDialects.end(), word);
    if (found == kDialects.end()) return {};
    return static_cast<Dialect>(found - kDialects.begin());
}

std::string hygiene_code(Hygiene kind) {
    const std::size_t number = static_cast<std::size_t>(kind) + 1;
    return (number < 10 ? "H0" : "H") + std::to_string(number);
}

std::string_view decision_word(HygieneDecision decision) {
    return kDecisions[static_cast<std::size_t>(decision)];
}

std::string_view block_word(ImportBlock::Kind kind) {
    return kBlocks[static_cast<std::size_t>(kind)];
}

void ImportItem::mark(HygieneMark found) {
    ++counts[static_cast<std::size_t>(found.kind)];
    if (marks.size() < kMarksMax) marks.push_back(std::move(found));
}

std::string ImportItem::plain() const {
    std::string out;
    for (const ImportBlock& block : blocks) {
        if (!out.empty()) out += '\n';
        out += block.text;
    }
    return out;
}

std::string ImportItem::markup_or() const {
    if (!markup.empty()) return markup;
    std::string out;
    for (const ImportBlock& block : blocks) {
        const bool heading = block.kind == ImportBlock::Kind::Heading;
        const bool bullet = block.kind == ImportBlock::Kind::Bullet;
        out += heading ? "<h2>" : bullet ? "<ul><li>" : "<p>";
        text::append_escaped(out, block.text);
        out += heading ? "</h2>" : bullet ? "</li></ul>" : "</p>";
    }
    return out;
}

std::string hygiene_json(const ImportItem& item) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object();
    json.member("file", item.file).member("sha256", item.raw.hex());
    json.member("bytes", static_cast<std::int64_t>(item.bytes)).member("importer", kImporterVersion);
    json.member("dialect", dialect_word(item.dialect))
        .member("title", item.title)
        .member("source", item.source);
    json.member("host", item.host).member("date", item.date_text).member("confidence", item.confidence);
    json.member("licence", "");  // none of the dialects states one
    json.key("fields").open_object();
    for (const auto& [name, value] : item.fields) json.member(name, value);
    json.close_object();
    json.key("steps").open_list();
    for (const std::string& step : item.steps) json.string(step);
    json.close_list();
    json.key("counts").open_object();
    for (std::size_t i = 0; i < kHygieneKinds; ++i) {
        if (item.counts[i] > 0)
            json.member(hygiene_code(static_cast<Hygiene>(i)), static_cast<std::int64_t>(item.counts[i]));
    }
    json.close_object();
    json.key("marks").open_list();
    for (const HygieneMark& mark : item.marks) {
        json.open_object()
            .member("code", hygiene_code(mark.kind))
            .member("decision", decision_word(mark.decision));
        json.member("from", static_cast<std::int64_t>(mark.from))
            .member("size", static_cast<std::int64_t>(mark.size));
        json.member("before", mark.before);
        if (!mark.after.empty()) json.member("after", mark.after);
        if (!mark.note.empty()) json.member("note", mark.note);
        json.close_object();
    }
    json.close_list();
    json.key("attachments").open_list();
    for (const std::string& attachment : item.attachments) json.string(attachment);
    json.close_list().close_object();
    return out;
}

}  // namespace disclosure
