#include "papers/docx_body.h"

#include "crypto/digest.h"
#include "papers/docx_table.h"
#include "papers/limits.h"
#include "text/html.h"
#include "text/official_lines.h"
#include "text/utf8.h"

#include <algorithm>
#include <set>

namespace papers {

namespace {

constexpr std::size_t kDepthMax = 60;

bool is_on(const pugi::xml_node& properties, std::string_view name) {
    const pugi::xml_node node = child_named(properties, name);
    if (!node) return false;
    const std::string_view value = attribute_named(node, "val");
    return value != "0" && value != "false" && value != "off" && value != "none";
}

struct Inline {
    std::string markup;
    std::string plain;
};

class BodyReader {
public:
    BodyReader(const Package& package, std::string part)
        : package_(package),
          part_(std::move(part)),
          relations_(relations_of(package, part_)),
          styles_(Styles::read(package, part_named("styles"))),
          numbering_(Numbering::read(package, part_named("numbering"))) {}

    base::Result<DocxBody> read() {
        const Xml xml = TRY(read_xml(package_, part_));
        footnotes_ = notes_of("footnotes");
        endnotes_ = notes_of("endnotes");
        const pugi::xml_node body = child_named(xml->document_element(), "body");
        if (!body) return base::Error(base::ErrorCode::Invalid, "papers.broken", "no body");
        take_blocks(body, out_.blocks, 0);
        for (const std::string& note : notes_)
            out_.blocks.push_back({DocxBlock::Kind::Paragraph, note, {}, 0, false, 0});
        if (refusal_) return *refusal_;
        return std::move(out_);
    }

private:
    using Blocks = std::vector<DocxBlock>;

    std::string part_named(std::string_view type) const {
        for (const auto& [id, relation] : relations_) {
            if (relation.type == type && !relation.outside) return relation.target;
        }
        return {};
    }
    void report(std::string_view what) {
        auto& all = out_.report;
        if (std::find(all.begin(), all.end(), what) == all.end()) all.emplace_back(what);
    }
    void refuse(base::Error error) {
        if (!refusal_) refusal_ = std::move(error);
    }
    // Notes by their number, still as trees.
    struct Notes {
        Xml xml;
        std::map<std::string, pugi::xml_node> by_id;
    };
    Notes notes_of(std::string_view type) {
        Notes notes;
        const std::string part = part_named(type);
        auto xml = part.empty() ? base::Result<Xml>(base::Error(base::ErrorCode::NotFound, "papers.broken"))
                                : read_xml(package_, part);
        if (!xml.ok()) return notes;
        notes.xml = std::move(xml).value();
        for (const pugi::xml_node node : notes.xml->document_element().children())
            notes.by_id.emplace(attribute_named(node, "id"), node);
        return notes;
    }

    void take_blocks(const pugi::xml_node& parent, Blocks& out, std::size_t depth) {
        for (const pugi::xml_node node : parent.children()) {
            if (refusal_ || depth > kDepthMax) return;
            const std::string_view name = local_name(node);
            if (name == "p")
                take_paragraph(node, out, depth);
            else if (name == "tbl")
                take_table(node, out, depth);
            else if (name == "sdt")
                take_blocks(child_named(node, "sdtContent"), out, depth + 1);
            else if (name == "customXml" || name == "smartTag")
                take_blocks(node, out, depth + 1);
            else if (name == "altChunk")
                report("embedded");
            else
                judge_change(name);
        }
    }
    // What is only proposed must not be published as if it stood.
    void judge_change(std::string_view name) {
        if (name == "ins" || name == "del" || name == "moveFrom" || name == "moveTo" || name == "cellIns" ||
            name == "cellDel")
            refuse(base::Error(base::ErrorCode::Invalid, "papers.tracked_changes"));
    }

    void take_paragraph(const pugi::xml_node& node, Blocks& out, std::size_t depth) {
        if (++paragraphs_ > kParagraphsMax) {
            return refuse(base::Error(base::ErrorCode::TooLarge, "papers.too_many_paragraphs")
                              .with("max", std::to_string(kParagraphsMax)));
        }
        const pugi::xml_node properties = child_named(node, "pPr");
        StyleForm form = styles_.of(std::string(attribute_named(child_named(properties, "pStyle"), "val")));
        const pugi::xml_node numbered = child_named(properties, "numPr");
        if (numbered) {
            form.number = attribute_named(child_named(numbered, "numId"), "val");
            form.level = number_or(attribute_named(child_named(numbered, "ilvl"), "val"), form.level);
        }
        form.outline = number_or(attribute_named(child_named(properties, "outlineLvl"), "val"), form.outline);
        if (child_named(properties, "pPrChange")) report("formats_tracked");
        const pugi::xml_node mark = child_named(properties, "rPr");
        judge_mark(mark);
        if (form.contents) return report("contents");
        Inline line;
        Blocks boxes;
        take_inline(node, line, boxes, depth);
        DocxBlock block = block_of(std::move(line), form);
        if (!block.markup.empty()) out.push_back(std::move(block));
        for (DocxBlock& box : boxes) out.push_back(std::move(box));
    }
    void judge_mark(const pugi::xml_node& mark) {
        for (const pugi::xml_node child : mark.children()) judge_change(local_name(child));
    }
    DocxBlock block_of(Inline line, const StyleForm& form) {
        DocxBlock block;
        block.markup = std::move(line.markup);
        block.plain = std::move(line.plain);
        const bool blank = text::without_blanks_around(block.plain).empty();
        if (blank) return block;
        if (!form.number.empty() && form.number != "0")
            number(block, numbering_.next(form.number, form.level), form);
        if (block.kind == DocxBlock::Kind::Item) return block;
        if (form.outline >= 0 && form.outline < 9) {
            block.kind = DocxBlock::Kind::Heading;
            block.level = std::min(form.outline, 2);
            return block;
        }
        if (form.title) {
            block.kind = DocxBlock::Kind::Heading;
            return block;
        }
        const text::OfficialLine official = text::official_line_of(block.plain);
        if (official.kind == text::OfficialLine::Kind::Plain || !official.rest.empty()) return block;
        block.kind = DocxBlock::Kind::Heading;
        block.level = official.kind == text::OfficialLine::Kind::Part ? 0 : 1;
        return block;
    }
    // 一、 and （一） are part of what is read; 1. and dots become lists.
    static void number(DocxBlock& block, const Numbering::Label& label, const StyleForm& form) {
        const bool dot =
            label.text.ends_with('.') || label.text.ends_with("．") || label.text.ends_with("、");
        const bool decimal =
            label.format == "decimal" && dot && std::to_string(label.number).size() + 3 >= label.text.size();
        if (form.outline < 0 && (label.format == "bullet" || decimal)) {
            block.kind = DocxBlock::Kind::Item;
            block.ordered = decimal;
            block.number = label.number;
            block.level = form.level;
            return;
        }
        if (label.format == "bullet") return;
        const bool parted = label.text.empty() || label.text.back() < 0;  // behind 一、 stands no blank
        block.markup.insert(0, label.text + (parted ? "" : " "));
        block.plain.insert(0, label.text + (parted ? "" : " "));
    }

    void take_inline(const pugi::xml_node& parent, Inline& line, Blocks& boxes, std::size_t depth) {
        if (depth > kDepthMax) return;
        for (const pugi::xml_node node : parent.children()) {
            if (refusal_) return;
            const std::string_view name = local_name(node);
            if (name == "r")
                take_run(node, line, boxes, depth + 1);
            else if (name == "hyperlink")
                take_link(node, line, boxes, depth + 1);
            else if (name == "sdt")
                take_inline(child_named(node, "sdtContent"), line, boxes, depth + 1);
            else if (name == "smartTag" || name == "fldSimple" || name == "customXml" || name == "dir" ||
                     name == "bdo")
                take_inline(node, line, boxes, depth + 1);
            else if (name == "oMath" || name == "oMathPara")
                report("formula"), take_math(node, line, depth + 1);
            else if (name == "commentRangeStart")
                report("comments");
            else
                judge_change(name);
        }
    }
    void take_link(const pugi::xml_node& node, Inline& line, Blocks& boxes, std::size_t depth) {
        const auto found = relations_.find(std::string(attribute_named(node, "id")));
        const bool outside = found != relations_.end() && found->second.outside;
        if (outside) {
            line.markup += "<a href=\"";
            text::append_escaped(line.markup, found->second.target);
            line.markup += "\">";
        }
        take_inline(node, line, boxes, depth);
        if (outside) line.markup += "</a>";
    }
    void take_math(const pugi::xml_node& node, Inline& line, std::size_t depth) {
        if (depth > kDepthMax) return;
        for (const pugi::xml_node child : node.children()) {
            if (local_name(child) == "t")
                add_text(child.text().get(), line);
            else
                take_math(child, line, depth + 1);
        }
    }
    static void add_text(std::string_view text, Inline& line) {
        text::append_escaped(line.markup, text);
        line.plain += text;
    }
    void take_run(const pugi::xml_node& run, Inline& line, Blocks& boxes, std::size_t depth) {
        const pugi::xml_node properties = child_named(run, "rPr");
        judge_mark(properties);
        if (child_named(properties, "rPrChange")) report("formats_tracked");
        if (is_on(properties, "vanish")) return report("hidden_text");
        std::string_view open;
        std::string_view close;
        const std::string_view height = attribute_named(child_named(properties, "vertAlign"), "val");
        if (height == "superscript") open = "<sup>", close = "</sup>";
        if (height == "subscript") open = "<sub>", close = "</sub>";
        const bool bold = is_on(properties, "b");
        const bool slanted = is_on(properties, "i");
        line.markup.append(bold ? "<b>" : "").append(slanted ? "<i>" : "").append(open);
        take_run_parts(run, line, boxes, depth);
        line.markup.append(close).append(slanted ? "</i>" : "").append(bold ? "</b>" : "");
    }
    void take_run_parts(const pugi::xml_node& run, Inline& line, Blocks& boxes, std::size_t depth) {
        for (const pugi::xml_node node : run.children()) {
            const std::string_view name = local_name(node);
            if (name == "t")
                add_text(node.text().get(), line);
            else if (name == "tab" || name == "ptab")
                add_text("　", line);
            else if (name == "noBreakHyphen")
                add_text("-", line);
            else if (name == "br" || name == "cr")
                take_break(node, line);
            else if (name == "footnoteReference")
                take_note(attribute_named(node, "id"), footnotes_, line, depth);
            else if (name == "endnoteReference")
                take_note(attribute_named(node, "id"), endnotes_, line, depth);
            else if (name == "commentReference")
                report("comments");
            else if (name == "object")
                report("embedded"), take_drawing(node, line, boxes, depth + 1);
            else if (name == "AlternateContent")
                take_drawing(child_named(node, "Choice") ? child_named(node, "Choice")
                                                         : child_named(node, "Fallback"),
                             line, boxes, depth + 1);
            else if (name == "drawing" || name == "pict")
                take_drawing(node, line, boxes, depth + 1);
            else
                judge_change(name == "delText" ? "del" : name);
        }
    }
    static void take_break(const pugi::xml_node& node, Inline& line) {
        const std::string_view type = attribute_named(node, "type");
        if (type == "page" || type == "column") return;
        line.markup += "<br>";
        line.plain += '\n';
    }
    void take_note(std::string_view id, const Notes& notes, Inline& line, std::size_t depth) {
        const auto found = notes.by_id.find(std::string(id));
        if (found == notes.by_id.end()) return;
        const std::string mark = "[" + std::to_string(notes_.size() + 1) + "]";
        line.markup += "<sup>" + mark + "</sup>";
        const std::size_t at = notes_.size();
        notes_.emplace_back();
        Inline note;
        Blocks boxes;
        for (const pugi::xml_node paragraph : found->second.children())
            take_inline(paragraph, note, boxes, depth + 1);
        notes_[at] = mark + " " + note.markup;
    }
    // Pictures and the paragraphs of text boxes, wherever they hang.
    void take_drawing(const pugi::xml_node& parent, Inline& line, Blocks& boxes, std::size_t depth) {
        if (depth > kDepthMax) return;
        for (const pugi::xml_node node : parent.children()) {
            if (refusal_) return;
            const std::string_view name = local_name(node);
            if (name == "docPr" || name == "cNvPr") {
                const std::string_view shown = attribute_named(node, "descr");
                if (!shown.empty()) shown_ = shown;
            } else if (name == "blip") {
                take_picture(attribute_named(node, "embed"), line);
            } else if (name == "imagedata") {
                take_picture(attribute_named(node, "id"), line);
            } else if (name == "txbxContent") {
                report("text_box");
                take_blocks(node, boxes, depth + 1);
            } else if (name == "Fallback" && child_named(parent, "Choice")) {
                continue;
            } else {
                take_drawing(node, line, boxes, depth + 1);
            }
        }
    }
    void take_picture(std::string_view id, Inline& line) {
        const auto found = relations_.find(std::string(id));
        if (found == relations_.end()) return;
        if (found->second.outside) return report("outside_picture");
        const auto bytes = package_.read(found->second.target, kPictureBytesMax);
        auto picture = bytes.ok() ? clean_picture(bytes.value()) : base::Result<Picture>(bytes.error());
        if (!picture.ok()) return report("picture_type");
        if (picture.value().stripped) report("picture_metadata");
        if (out_.pictures.size() >= kPicturesMax) {
            return refuse(base::Error(base::ErrorCode::TooLarge, "papers.too_many_pictures")
                              .with("max", std::to_string(kPicturesMax)));
        }
        const std::string digest = crypto::sha256(picture.value().bytes).hex();
        line.markup += "<img src=\"digest:" + digest + "\" alt=\"";
        text::append_escaped(line.markup, std::exchange(shown_, {}));
        line.markup += "\">";
        line.plain += ' ';
        if (known_.insert(digest).second) out_.pictures.push_back({digest, std::move(picture).value()});
    }

    void take_table(const pugi::xml_node& node, Blocks& out, std::size_t depth) {
        std::vector<DocxRow> rows;
        for (const pugi::xml_node row : node.children()) {
            judge_change(local_name(row));
            if (local_name(row) == "tr") rows.push_back(row_of(row, depth));
            if (refusal_) return;
        }
        out.push_back({DocxBlock::Kind::Table, table_markup(rows), {}, 0, false, 0});
    }
    DocxRow row_of(const pugi::xml_node& node, std::size_t depth) {
        DocxRow row;
        const pugi::xml_node properties = child_named(node, "trPr");
        row.head = is_on(properties, "tblHeader");
        row.before =
            std::clamp(number_or(attribute_named(child_named(properties, "gridBefore"), "val"), 0), 0, 100);
        judge_mark(properties);
        for (const pugi::xml_node child : node.children()) {
            if (local_name(child) == "sdt") take_cells(child_named(child, "sdtContent"), row, depth + 1);
        }
        take_cells(node, row, depth);
        return row;
    }
    void take_cells(const pugi::xml_node& parent, DocxRow& row, std::size_t depth) {
        for (const pugi::xml_node node : parent.children()) {
            if (local_name(node) != "tc" || refusal_) continue;
            const pugi::xml_node properties = child_named(node, "tcPr");
            judge_mark(properties);
            DocxCell cell;
            cell.columns =
                std::clamp(number_or(attribute_named(child_named(properties, "gridSpan"), "val"), 1), 1, 100);
            const pugi::xml_node merge = child_named(properties, "vMerge");
            if (merge)
                cell.merge = attribute_named(merge, "val") == "restart" ? VerticalMerge::Begins
                                                                        : VerticalMerge::GoesOn;
            Blocks inside;
            take_blocks(node, inside, depth + 1);
            for (const DocxBlock& block : inside) {
                if (!cell.markup.empty()) cell.markup += "<br>";
                const bool item = block.kind == DocxBlock::Kind::Item && block.ordered;
                if (item) cell.markup += std::to_string(block.number) + ". ";
                cell.markup +=
                    block.kind == DocxBlock::Kind::Table ? without_table(block.markup) : block.markup;
            }
            row.cells.push_back(std::move(cell));
        }
    }

    const Package& package_;
    std::string part_;
    std::map<std::string, Relation> relations_;
    Styles styles_;
    Numbering numbering_;
    Notes footnotes_;
    Notes endnotes_;
    std::vector<std::string> notes_;
    std::string shown_;  // what the next picture shows
    std::set<std::string> known_;
    std::size_t paragraphs_ = 0;
    std::optional<base::Error> refusal_;
    DocxBody out_;
};

}  // namespace

base::Result<DocxBody> read_docx_body(const Package& package) {
    return BodyReader(package, main_part(package, "word/document.xml")).read();
}

}  // namespace papers
