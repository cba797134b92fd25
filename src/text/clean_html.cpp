#include "text/clean_html.h"

#include "base/bytes.h"
#include "text/html_blocks.h"
#include "text/html_shape.h"
#include "text/utf8.h"

#include <gumbo.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace text {

namespace {

using blocks::Block;
using blocks::Cell;
using blocks::Line;
using blocks::Run;

constexpr std::size_t kDroppedMax = 50;
constexpr std::size_t kLinkBytesMax = 2'000;
constexpr std::size_t kListDepthMax = 6;
constexpr int kColumnsMax = 100;
constexpr int kRowsMax = 1'000;
constexpr int kStartMax = 9'999;
constexpr std::string_view kDigestScheme = "digest:";

base::Error too_large(std::string_view key, std::size_t max) {
    return base::Error(base::ErrorCode::TooLarge, key).with("max", std::to_string(max));
}

const GumboVector& children_of(const GumboNode& node) {
    return node.v.element.children;
}

std::string_view attribute(const GumboNode& node, const char* name) {
    const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
    return found == nullptr ? std::string_view() : std::string_view(found->value);
}

// What the element is to a reader; all that is not named here is a wrapping whose content stays.
enum class Role {
    Wrap,
    Block,
    Drop,
    Heading,
    Strong,
    Em,
    Sup,
    Sub,
    Link,
    Break,
    Image,
    List,
    Table,
    Quote,
    Figure
};

// clang-format off
Role role_of(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5:
    case GUMBO_TAG_H6: return Role::Heading;
    case GUMBO_TAG_B: case GUMBO_TAG_STRONG: return Role::Strong;
    case GUMBO_TAG_I: case GUMBO_TAG_EM: return Role::Em;
    case GUMBO_TAG_SUP: return Role::Sup;
    case GUMBO_TAG_SUB: return Role::Sub;
    case GUMBO_TAG_A: return Role::Link;
    case GUMBO_TAG_BR: return Role::Break;
    case GUMBO_TAG_IMG: return Role::Image;
    case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_MENU: return Role::List;
    case GUMBO_TAG_TABLE: return Role::Table;
    case GUMBO_TAG_BLOCKQUOTE: return Role::Quote;
    case GUMBO_TAG_FIGURE: return Role::Figure;
    case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME: case GUMBO_TAG_OBJECT: case GUMBO_TAG_EMBED: case GUMBO_TAG_APPLET:
    case GUMBO_TAG_SVG: case GUMBO_TAG_MATH: case GUMBO_TAG_AUDIO: case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_CANVAS: case GUMBO_TAG_LINK: case GUMBO_TAG_META: case GUMBO_TAG_BASE:
    case GUMBO_TAG_TITLE: case GUMBO_TAG_HEAD: case GUMBO_TAG_INPUT: case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_BUTTON: case GUMBO_TAG_NOFRAMES: case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_FRAME: case GUMBO_TAG_FRAMESET: case GUMBO_TAG_MAP: case GUMBO_TAG_KEYGEN:
        return Role::Drop;
    case GUMBO_TAG_P: case GUMBO_TAG_DIV: case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_NAV: case GUMBO_TAG_ASIDE: case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_MAIN: case GUMBO_TAG_ADDRESS: case GUMBO_TAG_CENTER: case GUMBO_TAG_PRE:
    case GUMBO_TAG_DL: case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_LI: case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET: case GUMBO_TAG_LEGEND: case GUMBO_TAG_DETAILS: case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_HR: case GUMBO_TAG_CAPTION: case GUMBO_TAG_TR:
    case GUMBO_TAG_TD: case GUMBO_TAG_TH: return Role::Block;
    default: return Role::Wrap;
    }
}
// clang-format on

int number_of(std::string_view text, int otherwise) {
    int value = otherwise;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} ? value : otherwise;
}

// http, https, mailto, or a path of this site; anything else is no link. Empty: refused.
std::string link_of(std::string_view typed) {
    std::string link;
    for (const char c : typed) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7f) continue;
        if (c == '\\' || c == '"' || c == '<' || c == '>') return {};
        link.push_back(c);
    }
    if (link.empty() || link.size() > kLinkBytesMax || link.front() == '#' || !is_utf8(link)) return {};
    const std::size_t colon = link.find_first_of(":/?#");
    const bool has_scheme = colon != std::string::npos && link[colon] == ':';
    if (!has_scheme) return link.starts_with("//") ? std::string() : link;
    std::string scheme = link.substr(0, colon);
    std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool web = (scheme == "http" || scheme == "https") && link.substr(colon).starts_with("://");
    return web || scheme == "mailto" ? scheme + link.substr(colon) : std::string();
}

class Cleaner {
public:
    Cleaner(std::string_view image_path, const CleanHtmlLimits& limits)
        : image_path_(image_path), limits_(limits) {}

    base::Result<CleanHtml> clean(const GumboNode& body) {
        Flow top{Mode::Blocks, {}, {}, nullptr, 0};
        enter(body, top, {});
        close_paragraph(top);
        if (refusal_ != nullptr) return too_large(refusal_, refused_at_);
        CleanHtml clean;
        clean.html = blocks::write_html(top.out, image_path_);
        clean.source = blocks::write_html(top.out, kDigestScheme).view();
        clean.plain = blocks::write_plain(top.out);
        clean.dropped = std::move(dropped_);
        return clean;
    }

private:
    enum class Mode { Blocks, Inline, Heading, Item };
    // Where what is read goes: into blocks, or, inside a cell, an item or a heading, into one line.
    struct Flow {
        Mode mode = Mode::Blocks;
        std::vector<Block> out;
        Line line;
        std::vector<blocks::List>* inner = nullptr;
        std::size_t lists = 0;
    };
    struct Form {
        unsigned marks = 0;
        std::string link;
        std::size_t depth = 0;
    };

    void refuse(const char* key, std::size_t max) {
        if (refusal_ == nullptr) refusal_ = key, refused_at_ = max;
    }
    void drop(std::string_view what) {
        if (what.empty() || dropped_.size() >= kDroppedMax) return;
        if (std::find(dropped_.begin(), dropped_.end(), what) == dropped_.end()) dropped_.emplace_back(what);
    }

    void enter(const GumboNode& node, Flow& flow, const Form& form) {
        if (form.depth > limits_.depth_max * 2) refuse("clean.too_deep", limits_.depth_max);
        const GumboVector& children = children_of(node);
        for (unsigned i = 0; i < children.length && refusal_ == nullptr; ++i)
            take(*static_cast<const GumboNode*>(children.data[i]), flow, form);
    }
    void take(const GumboNode& node, Flow& flow, Form form) {
        if (++nodes_ > limits_.nodes_max) refuse("clean.too_many_parts", limits_.nodes_max);
        switch (node.type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA:
            flow.line.push_back({Run::Kind::Text, node.v.text.text, form.marks, form.link, {}});
            return;
        case GUMBO_NODE_ELEMENT: break;
        case GUMBO_NODE_TEMPLATE: drop("template"); return;
        case GUMBO_NODE_DOCUMENT:
        case GUMBO_NODE_COMMENT: return;
        }
        ++form.depth;
        note_attributes(node);
        const bool foreign = node.v.element.tag_namespace != GUMBO_NAMESPACE_HTML;
        take_element(node, foreign ? Role::Drop : role_of(node.v.element.tag), flow, std::move(form));
    }
    void take_element(const GumboNode& node, Role role, Flow& flow, Form form) {
        switch (role) {
        case Role::Drop: drop(gumbo_normalized_tagname(node.v.element.tag)); return;
        case Role::Wrap: enter(node, flow, form); return;
        case Role::Strong: form.marks |= blocks::kStrong, enter(node, flow, form); return;
        case Role::Em: form.marks |= blocks::kEm, enter(node, flow, form); return;
        case Role::Sup:
            form.marks = (form.marks & ~blocks::kSub) | blocks::kSup, enter(node, flow, form);
            return;
        case Role::Sub:
            form.marks = (form.marks & ~blocks::kSup) | blocks::kSub, enter(node, flow, form);
            return;
        case Role::Link:
            form.link = link_of(attribute(node, "href"));
            if (form.link.empty() && !attribute(node, "href").empty()) drop("href");
            enter(node, flow, form);
            return;
        case Role::Break: add_break(flow); return;
        case Role::Image: take_image(node, flow, form); return;
        case Role::Heading: take_heading(node, flow, form); return;
        case Role::List: take_list(node, flow, form); return;
        case Role::Table: take_table(node, flow, form); return;
        case Role::Quote: take_quote(node, flow, form); return;
        case Role::Figure: take_figure(node, flow, form); return;
        case Role::Block:
            if (node.v.element.tag == GUMBO_TAG_FORM) drop("form");
            close_paragraph(flow);
            enter(node, flow, form);
            close_paragraph(flow);
            return;
        }
    }

    void note_attributes(const GumboNode& node) {
        const GumboVector& all = node.v.element.attributes;
        for (unsigned i = 0; i < all.length; ++i) {
            const std::string_view name = static_cast<const GumboAttribute*>(all.data[i])->name;
            if (name.size() < 40 && (name.starts_with("on") || name == "style" || name == "srcdoc"))
                drop(name);
        }
    }
    static void add_break(Flow& flow) {
        if (flow.mode == Mode::Heading)
            flow.line.push_back({Run::Kind::Text, "\n", 0, {}, {}});
        else
            flow.line.push_back({Run::Kind::Break, {}, 0, {}, {}});
    }
    // Ends what stands open: a paragraph, or a line inside a cell.
    static void close_paragraph(Flow& flow) {
        if (flow.mode != Mode::Blocks) {
            add_break(flow);
            return;
        }
        for (Line& line : blocks::paragraphs(flow.line)) {
            Block block;
            if (line.size() == 1 && line.front().kind == Run::Kind::Image && line.front().link.empty()) {
                block.kind = Block::Kind::Figure;
                block.image = std::move(line.front());
            } else {
                block.line = std::move(line);
            }
            flow.out.push_back(std::move(block));
        }
        flow.line.clear();
    }
    Line line_of(const GumboNode& node, Mode mode, const Form& form) {
        Flow inside{mode, {}, {}, nullptr, kListDepthMax};
        enter(node, inside, form);
        return blocks::tidy(inside.line);
    }

    void take_image(const GumboNode& node, Flow& flow, const Form& form) {
        std::string_view source = attribute(node, "src");
        for (const std::string_view known : {kDigestScheme, image_path_}) {
            if (!source.starts_with(known)) continue;
            source.remove_prefix(known.size());
            break;
        }
        const auto digest = base::Digest::from_hex(source);
        if (!digest.ok()) return drop("img");
        const auto shown = clean_line(attribute(node, "alt"), 500);
        flow.line.push_back({Run::Kind::Image, shown.ok() ? shown.value() : std::string(), 0, form.link,
                             digest.value().hex()});
    }
    void take_heading(const GumboNode& node, Flow& flow, const Form& form) {
        close_paragraph(flow);
        if (flow.mode != Mode::Blocks) {
            enter(node, flow, form);
            return close_paragraph(flow);
        }
        Block block;
        block.kind = Block::Kind::Heading4;
        if (node.v.element.tag == GUMBO_TAG_H3) block.kind = Block::Kind::Heading3;
        if (node.v.element.tag == GUMBO_TAG_H1 || node.v.element.tag == GUMBO_TAG_H2)
            block.kind = Block::Kind::Heading2;
        Flow inside{Mode::Heading, {}, {}, nullptr, kListDepthMax};
        enter(node, inside, form);
        blocks::drop_marks(inside.line, blocks::kStrong);
        block.line = blocks::tidy(inside.line);
        if (!block.line.empty()) flow.out.push_back(std::move(block));
    }
    void take_list(const GumboNode& node, Flow& flow, const Form& form) {
        const bool fits = flow.mode == Mode::Blocks || (flow.mode == Mode::Item && flow.inner != nullptr);
        close_paragraph(flow);
        if (!fits || flow.lists >= kListDepthMax) {
            enter(node, flow, form);
            return close_paragraph(flow);
        }
        blocks::List list = list_of(node, flow.lists + 1, form);
        if (list.items.empty()) return;
        if (flow.mode == Mode::Item) {
            flow.inner->push_back(std::move(list));
            return;
        }
        Block block;
        block.kind = Block::Kind::List;
        block.list = std::move(list);
        flow.out.push_back(std::move(block));
    }
    blocks::List list_of(const GumboNode& node, std::size_t depth, const Form& form) {
        blocks::List list;
        list.ordered = node.v.element.tag == GUMBO_TAG_OL;
        if (list.ordered) list.start = std::clamp(number_of(attribute(node, "start"), 1), 0, kStartMax);
        const GumboVector& children = children_of(node);
        for (unsigned i = 0; i < children.length && refusal_ == nullptr; ++i) {
            const auto& child = *static_cast<const GumboNode*>(children.data[i]);
            blocks::Item item;
            Flow inside{Mode::Item, {}, {}, &item.inner, depth};
            const bool is_item = child.type == GUMBO_NODE_ELEMENT && child.v.element.tag == GUMBO_TAG_LI;
            if (is_item)
                ++nodes_, enter(child, inside, {form.marks, form.link, form.depth + 1});
            else
                take(child, inside, form);
            item.line = blocks::tidy(inside.line);
            if (!item.line.empty() || !item.inner.empty()) list.items.push_back(std::move(item));
        }
        return list;
    }
    void take_table(const GumboNode& node, Flow& flow, const Form& form) {
        close_paragraph(flow);
        const TableShape shape = shape_of_table(node);
        // A table that only arranges the page (it holds one cell, or other tables) is no table to a reader.
        if (flow.mode != Mode::Blocks || shape.nested || shape.cells <= 1) {
            enter(node, flow, form);
            return close_paragraph(flow);
        }
        cells_ += shape.cells;
        if (cells_ > limits_.cells_max) return refuse("clean.too_many_cells", limits_.cells_max);
        Block block;
        block.kind = Block::Kind::Table;
        fill_table(node, block.table, block.table.body, form);
        blocks::tidy(block.table);
        flow.out.push_back(std::move(block));
    }
    void fill_table(const GumboNode& node, blocks::Table& table, std::vector<blocks::Row>& rows,
                    const Form& form) {
        const GumboVector& children = children_of(node);
        for (unsigned i = 0; i < children.length && refusal_ == nullptr; ++i) {
            const auto& child = *static_cast<const GumboNode*>(children.data[i]);
            if (child.type != GUMBO_NODE_ELEMENT) continue;
            ++nodes_;
            const Form inside{form.marks, form.link, form.depth + 1};
            switch (child.v.element.tag) {
            case GUMBO_TAG_CAPTION: table.caption = line_of(child, Mode::Heading, inside); break;
            case GUMBO_TAG_THEAD: fill_table(child, table, table.head, inside); break;
            case GUMBO_TAG_TBODY:
            case GUMBO_TAG_TFOOT: fill_table(child, table, table.body, inside); break;
            case GUMBO_TAG_TR: rows.emplace_back(), fill_row(child, rows.back(), inside); break;
            default: break;
            }
        }
    }
    void fill_row(const GumboNode& node, blocks::Row& row, const Form& form) {
        const GumboVector& children = children_of(node);
        for (unsigned i = 0; i < children.length && refusal_ == nullptr; ++i) {
            const auto& child = *static_cast<const GumboNode*>(children.data[i]);
            if (child.type != GUMBO_NODE_ELEMENT) continue;
            const bool head = child.v.element.tag == GUMBO_TAG_TH;
            if (!head && child.v.element.tag != GUMBO_TAG_TD) continue;
            Cell cell;
            cell.head = head;
            cell.scope = scope_of(attribute(child, "scope"));
            cell.columns = std::clamp(number_of(attribute(child, "colspan"), 1), 1, kColumnsMax);
            cell.rows = std::clamp(number_of(attribute(child, "rowspan"), 1), 0, kRowsMax);
            cell.line = line_of(child, Mode::Inline, {form.marks, form.link, form.depth + 1});
            row.push_back(std::move(cell));
        }
    }
    static blocks::Scope scope_of(std::string_view typed) {
        if (typed == "row") return blocks::Scope::Row;
        if (typed == "col") return blocks::Scope::Column;
        if (typed == "rowgroup") return blocks::Scope::RowGroup;
        return typed == "colgroup" ? blocks::Scope::ColumnGroup : blocks::Scope::None;
    }
    void take_quote(const GumboNode& node, Flow& flow, const Form& form) {
        close_paragraph(flow);
        if (flow.mode != Mode::Blocks) {
            enter(node, flow, form);
            return close_paragraph(flow);
        }
        Flow inside{Mode::Blocks, {}, {}, nullptr, 0};
        enter(node, inside, form);
        close_paragraph(inside);
        bool open = false;
        for (Block& block : inside.out) {
            const bool quoted = block.kind == Block::Kind::Paragraph;
            if (!quoted) {
                flow.out.push_back(std::move(block));
            } else if (open) {
                flow.out.back().lines.push_back(std::move(block.line));
            } else {
                flow.out.emplace_back().kind = Block::Kind::Quote;
                flow.out.back().lines.push_back(std::move(block.line));
            }
            open = quoted;
        }
    }
    void take_figure(const GumboNode& node, Flow& flow, const Form& form) {
        close_paragraph(flow);
        if (flow.mode != Mode::Blocks) {
            enter(node, flow, form);
            return close_paragraph(flow);
        }
        const std::size_t before = flow.out.size();
        enter(node, flow, form);
        close_paragraph(flow);
        // One picture and one line, in this order: the line is its caption.
        if (flow.out.size() != before + 2) return;
        Block& image = flow.out[before];
        Block& caption = flow.out[before + 1];
        const bool fits = image.kind == Block::Kind::Figure && image.line.empty() &&
                          caption.kind == Block::Kind::Paragraph && !blocks::has_image(caption.line);
        if (!fits) return;
        image.line = std::move(caption.line);
        flow.out.pop_back();
    }

    std::string_view image_path_;
    const CleanHtmlLimits& limits_;
    std::size_t nodes_ = 0;
    std::size_t cells_ = 0;
    const char* refusal_ = nullptr;
    std::size_t refused_at_ = 0;
    std::vector<std::string> dropped_;
};

}  // namespace

base::Result<CleanHtml> clean_html(std::string_view markup, std::string_view image_path,
                                   const CleanHtmlLimits& limits) {
    if (markup.size() > limits.bytes_max) return too_large("clean.too_long", limits.bytes_max >> 10);
    const HtmlTree tree = TRY(HtmlTree::parse(markup, limits.depth_max));
    if (tree.body() == nullptr) return CleanHtml{};
    return Cleaner(image_path, limits).clean(*tree.body());
}

}  // namespace text
