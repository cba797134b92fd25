#include "disclosure/import_page.h"

#include "disclosure/import_lines.h"
#include "text/clean_html.h"
#include "text/html_shape.h"
#include "text/official_lines.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace disclosure {

namespace {

constexpr std::size_t kDepthMax = 200;
constexpr std::size_t kLabelCharactersMax = 8;
constexpr std::size_t kValueCharactersMax = 200;
constexpr std::size_t kAttachmentsMax = 100;

// Where the text stands on pages of the systems that offices use; the first one found is taken.
constexpr std::array<std::string_view, 9> kContainers = {"#UCAP-CONTENT",  "#zoom",        ".TRS_Editor",
                                                         ".pages_content", "#ivs_content", "#vsb_content",
                                                         ".view",          ".article",     ".content"};
constexpr std::array<std::string_view, 11> kAttachments = {".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx",
                                                           ".et",  ".ofd", ".zip",  ".rar", ".csv"};
// clang-format off
// data: labels of what is known of a document, as the catalogues of offices print them
constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
    {"index", "索引号"}, {"class", "分类 信息分类 主题分类"}, {"issuer", "发布机构 发文机关 发文单位"},
    {"formed", "成文日期 发文日期"}, {"title", "名称 标题 公文名称"}, {"document_number", "文号 发文字号"},
    {"published", "发布日期 发布时间"}, {"source", "来源"}, {"keywords", "主题词"}, {"genre", "体裁"},
    {"validity", "有效性 时效 效力状况"}, {"way", "公开方式 公开形式"}, {"audience", "公开范围"},
    {"valid_to", "有效期"}, {"ended", "废止日期"}, {"summary", "内容概述"}, {"time_limit", "公开时限"}};
// clang-format on
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kMetas = {
    {{"ArticleTitle", "title"},
     {"PubDate", "published"},
     {"ContentSource", "source"},
     {"ColumnName", "column"},
     {"Keywords", "keywords"},
     {"Description", "summary"}}};

std::string_view attribute(const GumboNode& node, const char* name) {
    const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
    return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT;
}

bool has_class(const GumboNode& node, std::string_view name) {
    const std::string_view all = attribute(node, "class");
    for (std::size_t at = all.find(name); at != std::string_view::npos; at = all.find(name, at + 1)) {
        const bool begins = at == 0 || all[at - 1] == ' ';
        const std::size_t end = at + name.size();
        if (begins && (end == all.size() || all[end] == ' ')) return true;
    }
    return false;
}

template <class Visit>
void walk(const GumboNode& node, std::size_t depth, const Visit& visit) {
    if (!is_element(node) || depth > kDepthMax * 2) return;
    visit(node);
    for (unsigned i = 0; i < node.v.element.children.length; ++i)
        walk(*static_cast<const GumboNode*>(node.v.element.children.data[i]), depth + 1, visit);
}

void append_text(const GumboNode& node, std::string& out, std::size_t depth) {
    if (depth > kDepthMax * 2 || out.size() > kValueCharactersMax * 12) return;
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) out += node.v.text.text;
    if (!is_element(node)) return;
    const GumboTag tag = node.v.element.tag;
    if (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE) return;
    for (unsigned i = 0; i < node.v.element.children.length; ++i)
        append_text(*static_cast<const GumboNode*>(node.v.element.children.data[i]), out, depth + 1);
}

std::string text_below(const GumboNode& node) {
    std::string out;
    append_text(node, out, 0);
    return std::string(text::without_blanks_around(out));
}

// 索 引 号, 标  题： and 索?引?号 are labels all the same.
std::string label_key(std::string_view written) {
    std::string out;
    for (std::size_t at = 0; at < written.size();) {
        const char32_t c = text::next_character(written, at);
        if (text::is_han(c)) text::append_character(out, c);
    }
    return out;
}

std::string_view meaning_of(std::string_view label) {
    for (const auto& [meaning, words] : kLabels) {
        for (std::size_t at = words.find(label); at != std::string_view::npos;
             at = words.find(label, at + 1)) {
            const std::size_t end = at + label.size();
            const bool whole =
                (at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ');
            if (whole) return meaning;
        }
    }
    return {};
}

class PageImporter {
public:
    PageImporter(std::string_view text, ImportItem& item) : text_(text), item_(item) {}

    base::Result<> read() {
        const HtmlTree tree = TRY(text::HtmlTree::parse(text_, kDepthMax));
        if (tree.body() == nullptr) return base::Error(base::ErrorCode::Invalid, "import.no_text");
        walk(*tree.root(), 0, [this](const GumboNode& node) { take_head(node); });
        const GumboNode* container = container_of(*tree.body());
        walk(*tree.body(), 0, [this](const GumboNode& node) { take_label(node); });
        walk(*container, 0, [this](const GumboNode& node) { take_attachment(node); });
        item_.markup = source_of(*container);
        const text::CleanHtml clean = TRY(text::clean_html(item_.markup));
        take_blocks(clean.plain);
        settle();
        return base::Done{};
    }

private:
    using HtmlTree = text::HtmlTree;

    void set(std::string_view name, std::string_view value) {
        const std::string_view plain = text::without_blanks_around(value);
        if (plain.empty() || text::character_count(plain) > kValueCharactersMax || has(name)) return;
        item_.fields.emplace_back(name, plain);
    }
    bool has(std::string_view name) const { return !get(name).empty(); }
    std::string get(std::string_view name) const {
        for (const auto& [known, value] : item_.fields)
            if (known == name) return value;
        return {};
    }
    void take_head(const GumboNode& node) {
        const GumboTag tag = node.v.element.tag;
        if (tag == GUMBO_TAG_META) {
            for (const auto& [name, meaning] : kMetas)
                if (attribute(node, "name") == name) set(meaning, attribute(node, "content"));
        }
        if (tag == GUMBO_TAG_LINK && attribute(node, "rel") == "canonical")
            address_ = attribute(node, "href");
        if (tag == GUMBO_TAG_H1 && heading_.empty()) heading_ = text_below(node);
        if (tag == GUMBO_TAG_TITLE && page_title_.empty()) page_title_ = text_below(node);
    }
    // A cell or an item that is a label alone, or a label, a colon and the value.
    void take_label(const GumboNode& node) {
        const GumboTag tag = node.v.element.tag;
        const bool fits = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_LI ||
                          tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_DT || tag == GUMBO_TAG_B ||
                          tag == GUMBO_TAG_STRONG || tag == GUMBO_TAG_P;
        if (!fits) return;
        const std::string written = text_below(node);
        std::size_t colon = written.find("：");
        std::size_t mark = 3;
        if (colon == std::string::npos) colon = written.find(':'), mark = 1;
        const std::string label = label_key(std::string_view(written).substr(0, colon));
        if (label.empty() || text::character_count(label) > kLabelCharactersMax) return;
        const std::string_view meaning = meaning_of(label);
        if (meaning.empty()) return;
        std::string value = colon == std::string::npos ? std::string() : written.substr(colon + mark);
        if (text::without_blanks_around(value).empty()) value = text_of_next(node);
        set(meaning, value);
    }
    static std::string text_of_next(const GumboNode& node) {
        if (node.parent == nullptr || !is_element(*node.parent)) return {};
        const GumboVector& children = node.parent->v.element.children;
        for (std::size_t i = node.index_within_parent + 1; i < children.length; ++i) {
            const auto& next = *static_cast<const GumboNode*>(children.data[i]);
            if (next.type == GUMBO_NODE_TEXT || is_element(next)) return text_below_any(next);
        }
        return {};
    }
    static std::string text_below_any(const GumboNode& node) {
        return node.type == GUMBO_NODE_TEXT ? std::string(node.v.text.text) : text_below(node);
    }
    void take_attachment(const GumboNode& node) {
        if (node.v.element.tag != GUMBO_TAG_A || item_.attachments.size() >= kAttachmentsMax) return;
        std::string link(attribute(node, "href"));
        std::string lower = link;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        const bool file = std::any_of(kAttachments.begin(), kAttachments.end(),
                                      [&](std::string_view end) { return lower.ends_with(end); });
        if (file && link.size() < 2'000) item_.attachments.push_back(std::move(link));
    }
    // By its name; else what holds most text in paragraphs of its own.
    const GumboNode* container_of(const GumboNode& body) const {
        for (const std::string_view wanted : kContainers) {
            const GumboNode* found = nullptr;
            walk(body, 0, [&](const GumboNode& node) {
                const bool id = wanted[0] == '#' && attribute(node, "id") == wanted.substr(1);
                const bool named = wanted[0] == '.' && has_class(node, wanted.substr(1));
                if (found == nullptr && (id || named)) found = &node;
            });
            if (found != nullptr && !text_below(*found).empty()) return found;
        }
        const GumboNode* best = &body;
        std::size_t most = 0;
        walk(body, 0, [&](const GumboNode& node) {
            const std::size_t weight = own_text(node);
            if (weight > most) most = weight, best = &node;
        });
        return best;
    }
    static std::size_t own_text(const GumboNode& node) {
        std::size_t weight = 0;
        for (unsigned i = 0; i < node.v.element.children.length; ++i) {
            const auto& child = *static_cast<const GumboNode*>(node.v.element.children.data[i]);
            const bool paragraph = is_element(child) && child.v.element.tag == GUMBO_TAG_P;
            if (child.type == GUMBO_NODE_TEXT || paragraph) weight += text_below_any(child).size();
        }
        return weight;
    }
    std::string source_of(const GumboNode& node) {
        const GumboElement& element = node.v.element;
        const char* begin = text_.data();
        const char* end = text_.data() + text_.size();
        if (element.original_tag.data != nullptr && element.original_tag.length > 0)
            begin = element.original_tag.data;
        if (element.original_end_tag.data != nullptr && element.original_end_tag.length > 0)
            end = element.original_end_tag.data + element.original_end_tag.length;
        from_ = static_cast<std::size_t>(begin - text_.data());
        return end > begin ? std::string(begin, static_cast<std::size_t>(end - begin)) : std::string();
    }
    void take_blocks(std::string_view plain) {
        for (std::size_t at = 0; at < plain.size();) {
            const std::size_t end = std::min(plain.find('\n', at), plain.size());
            ImportBlock block;
            block.text = plain.substr(at, end - at);
            block.from = from_;
            block.size = item_.markup.size();
            if (!block.text.empty()) item_.blocks.push_back(std::move(block));
            at = end + 1;
        }
        const Signs signs = signs_of(item_.markup, from_);
        scan_damage(signs, item_);
    }
    void settle() {
        item_.title = get("title");
        if (item_.title.empty()) item_.title = heading_;
        if (item_.title.empty()) item_.title = page_title_.substr(0, page_title_.find_first_of("-_|"));
        item_.source = get("source").empty() ? get("issuer") : get("source");
        for (const char* name : {"formed", "published"})
            if (item_.date_text.empty()) item_.date_text = checked_date(get(name));
        const std::size_t scheme = address_.find("://");
        if (scheme != std::string::npos)
            item_.host = address_.substr(scheme + 3, address_.find('/', scheme + 3) - scheme - 3);
        if (item_.date_text.empty()) item_.date_text = date_in_address(address_);
        for (const auto& [value, note] : {std::pair{item_.title, "title"},
                                          {item_.source, "source"},
                                          {item_.date_text, "date"},
                                          {item_.host, "address"}}) {
            if (value.empty()) mark(Hygiene::NoMetadata, note);
        }
    }
    void mark(Hygiene kind, std::string_view note) {
        HygieneMark found;
        found.kind = kind;
        found.decision = HygieneDecision::Open;
        found.note = note;
        item_.mark(std::move(found));
    }
    // 1970-01-01 is what systems print for nothing; a day that never was is told.
    std::string checked_date(const std::string& written) {
        if (written.empty()) return {};
        std::string date = date_in(written);
        const bool exact = date.size() == 10;
        if (date == "1970-01-01" || date.empty() || (exact && !calendar::Date::parse(date).ok())) {
            mark(Hygiene::DateAnomaly, written.substr(0, 40));
            return {};
        }
        return date;
    }
    // …/t20190403_123.html, …/art/2019/4/3/art_1_2.html
    static std::string date_in_address(const std::string& address) {
        const std::size_t at = address.rfind("/t");
        if (at != std::string::npos && address.size() > at + 10) {
            const std::string digits = address.substr(at + 2, 8);
            const bool all =
                digits.find_first_not_of("0123456789") == std::string::npos && address[at + 10] == '_';
            if (all) return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
        }
        const std::size_t art = address.find("/art/");
        return art == std::string::npos ? std::string() : date_in(address.substr(art + 5));
    }

    std::string_view text_;
    ImportItem& item_;
    std::string heading_;
    std::string page_title_;
    std::string address_;
    std::size_t from_ = 0;
};

}  // namespace

base::Result<ImportItem> read_page(std::string_view file, std::string_view text) {
    ImportItem item;
    item.dialect = Dialect::Page;
    item.file = file;
    item.steps = {"decode", "page", "container", "metadata", "clean"};
    TRY(PageImporter(text, item).read());
    if (item.blocks.empty()) return base::Error(base::ErrorCode::Invalid, "import.no_text");
    collect_from_blocks(item);
    item.confidence = 90 - 10 * static_cast<int>(std::min<std::size_t>(item.count(Hygiene::NoMetadata), 4));
    return item;
}

}  // namespace disclosure
