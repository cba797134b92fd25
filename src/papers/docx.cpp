#include "papers/docx.h"

#include "papers/docx_body.h"
#include "papers/limits.h"

#include <algorithm>

namespace papers {

namespace {

// 宏: a file that can run is not read, whatever it is called.
bool carries_macros(const Package& package) {
    if (package.has_ending("vbaproject.bin") || package.has_ending("vbadata.xml")) return true;
    const auto types = package.read("[Content_Types].xml", kPartBytesMax);
    return types.ok() && types.value().find("macroEnabled") != std::string::npos;
}

bool has_properties(const Package& package) {
    return package.has("docProps/core.xml") || package.has("docProps/app.xml") ||
           package.has("docProps/custom.xml");
}

class Writer {
public:
    std::string finish(const std::vector<DocxBlock>& blocks, const std::vector<bool>& used) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (used[i]) continue;
            if (blocks[i].kind == DocxBlock::Kind::Item)
                item(blocks[i]);
            else
                close_lists(), write(blocks[i]);
        }
        close_lists();
        return std::move(out_);
    }

private:
    void write(const DocxBlock& block) {
        switch (block.kind) {
        case DocxBlock::Kind::Table: out_ += block.markup; return;
        case DocxBlock::Kind::Heading: {
            const std::string tag = "h" + std::to_string(block.level + 2);
            out_.append("<")
                .append(tag)
                .append(">")
                .append(block.markup)
                .append("</")
                .append(tag)
                .append(">");
            return;
        }
        case DocxBlock::Kind::Paragraph:
        case DocxBlock::Kind::Item: out_.append("<p>").append(block.markup).append("</p>"); return;
        }
    }
    void item(const DocxBlock& block) {
        const std::size_t depth = static_cast<std::size_t>(std::clamp(block.level, 0, 5)) + 1;
        while (open_.size() > depth) close_list();
        const bool other = open_.size() == depth && open_.back() != block.ordered;
        if (other) close_list();
        if (open_.size() == depth) out_ += "</li>";
        while (open_.size() < depth) {
            const bool last = open_.size() + 1 == depth;
            out_ += block.ordered ? "<ol start=\"" + std::to_string(last ? block.number : 1) + "\">" : "<ul>";
            open_.push_back(block.ordered);
            if (!last) out_ += "<li>";
        }
        out_.append("<li>").append(block.markup);
    }
    void close_list() {
        out_ += open_.back() ? "</li></ol>" : "</li></ul>";
        open_.pop_back();
    }
    void close_lists() {
        while (!open_.empty()) close_list();
    }

    std::string out_;
    std::vector<bool> open_;  // lists, whether ordered
};

}  // namespace

base::Result<DocxText> read_docx(std::string_view bytes) {
    const Package package = TRY(Package::open(bytes));
    if (carries_macros(package)) return base::Error(base::ErrorCode::Invalid, "papers.macros");
    DocxBody body = TRY(read_docx_body(package));
    std::vector<std::string> lines;
    for (const DocxBlock& block : body.blocks) {
        // A table is no line; a stand-in keeps the head from being sought behind it.
        lines.push_back(block.kind == DocxBlock::Kind::Table ? std::string() : block.plain);
    }
    RedHeadFound found = find_red_head(lines);
    // 保守国家秘密法实施条例 42: what is marked is not taken in; the secrecy officer is named.
    if (!found.head.secrecy.empty()) return base::Error(base::ErrorCode::Forbidden, "papers.classified");
    DocxText out;
    out.content = TRY(text::clean_html(Writer().finish(body.blocks, found.used)));
    out.head = std::move(found.head);
    out.pictures = std::move(body.pictures);
    out.report = std::move(body.report);
    if (has_properties(package)) out.report.emplace_back("properties");
    return out;
}

}  // namespace papers
