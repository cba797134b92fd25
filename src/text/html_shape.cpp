#include "text/html_shape.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace text {

namespace {

constexpr std::size_t kAttributesMax = 500;  // the parser compares each with each
constexpr std::size_t kNameBytesMax = 64;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Elements that are never closed, or close themselves when the next one opens.
bool nests(std::string_view name) {
    constexpr std::array<std::string_view, 28> kFlat = {
        "area",  "base",   "br",    "col",   "embed",  "hr",   "img",  "input", "link", "meta",
        "param", "source", "track", "wbr",   "p",      "li",   "td",   "th",    "tr",   "dd",
        "dt",    "tbody",  "thead", "tfoot", "option", "html", "head", "body"};
    return std::find(kFlat.begin(), kFlat.end(), name) == kFlat.end();
}

// Walks the tags as they stand in the text and keeps count of what is open: an upper estimate, before any
// tree.
class TagWalk {
public:
    explicit TagWalk(std::string_view markup) : markup_(markup) {}

    bool is_within(std::size_t depth_max) {
        for (std::size_t at = markup_.find('<'); at != std::string_view::npos; at = markup_.find('<', at)) {
            ++at;
            const bool closes = at < markup_.size() && markup_[at] == '/';
            if (closes) ++at;
            const std::string name = read_name(at);
            if (name.empty()) continue;
            if (closes) {
                close(name);
            } else {
                if (!attributes_fit(at)) return false;
                if (nests(name) && open(name) > depth_max) return false;
            }
        }
        return true;
    }

private:
    std::string read_name(std::size_t& at) const {
        std::string name;
        if (at >= markup_.size() || !is_letter(markup_[at])) return name;
        for (; at < markup_.size() && name.size() < kNameBytesMax; ++at) {
            const char c = markup_[at];
            if (c == '>' || c == '/' || static_cast<unsigned char>(c) <= ' ') break;
            name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
        }
        return name;
    }
    // Blanks inside values count too: an estimate from above.
    bool attributes_fit(std::size_t& at) const {
        std::size_t names = 0;
        char quote = 0;
        for (; at < markup_.size(); ++at) {
            const char c = markup_[at];
            if (quote != 0) {
                if (c == quote) quote = 0;
                continue;
            }
            if (c == '>') return true;
            if (c == '"' || c == '\'') quote = c;
            const bool parts = c == '/' || c == '"' || c == '\'' || static_cast<unsigned char>(c) <= ' ';
            if (parts && ++names > kAttributesMax * 4) return false;
        }
        return true;
    }
    std::size_t open(const std::string& name) {
        ++open_[name];
        return ++all_open_;
    }
    void close(const std::string& name) {
        const auto found = open_.find(name);
        if (found == open_.end() || found->second == 0) return;
        --found->second;
        --all_open_;
    }

    std::string_view markup_;
    std::map<std::string, std::size_t> open_;
    std::size_t all_open_ = 0;
};

void count(const GumboNode& node, TableShape& shape, std::size_t depth) {
    constexpr std::size_t kDepthMax = 500;
    if (node.type != GUMBO_NODE_ELEMENT || depth > kDepthMax) return;
    const GumboTag tag = node.v.element.tag;
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) ++shape.cells;
    if (tag == GUMBO_TAG_TABLE && depth > 0) shape.nested = true;
    for (unsigned i = 0; i < node.v.element.children.length; ++i)
        count(*static_cast<const GumboNode*>(node.v.element.children.data[i]), shape, depth + 1);
}

}  // namespace

void HtmlTree::Free::operator()(GumboOutput* output) const {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}

base::Result<HtmlTree> HtmlTree::parse(std::string_view markup, std::size_t depth_max) {
    if (!is_utf8(markup)) return base::Error(base::ErrorCode::Invalid, "text.broken");
    if (!TagWalk(markup).is_within(depth_max)) {
        return base::Error(base::ErrorCode::TooLarge, "clean.too_deep")
            .with("max", std::to_string(depth_max));
    }
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    HtmlTree tree;
    tree.output_.reset(gumbo_parse_with_options(&options, markup.data(), markup.size()));
    return tree;
}

const GumboNode* HtmlTree::body() const {
    const GumboVector& children = output_->root->v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY) return child;
    }
    return nullptr;
}

TableShape shape_of_table(const GumboNode& table) {
    TableShape shape;
    count(table, shape, 0);
    return shape;
}

}  // namespace text
