#include "disclosure/annual_page.h"

#include <algorithm>
#include <cstdint>

namespace disclosure {

namespace {

// Cleaned markup has four escapes and nothing else.
std::string unescaped(std::string_view text) {
    struct Escape {
        std::string_view name;
        char sign;
    };
    constexpr Escape kEscapes[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto found = std::find_if(std::begin(kEscapes), std::end(kEscapes), [&](const Escape& escape) {
            return text.substr(at).starts_with(escape.name);
        });
        out += found == std::end(kEscapes) ? text[at] : found->sign;
        at += found == std::end(kEscapes) ? 1 : found->name.size();
    }
    return out;
}

std::size_t span_of(std::string_view tag, std::string_view name) {
    const std::size_t at = tag.find(std::string(name) + "=\"");
    if (at == std::string_view::npos) return 1;
    std::size_t value = 0;
    for (std::size_t i = at + name.size() + 2; i < tag.size() && tag[i] >= '0' && tag[i] <= '9'; ++i)
        value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(tag[i] - '0'), 1000);
    return std::max<std::size_t>(value, 1);
}

// Puts cells where they lie once spans are spread out.
class Spreader {
public:
    void next_row() {
        ++row_;
        column_ = 0;
        if (table.size() <= row_) table.resize(row_ + 1), taken_.resize(row_ + 1);
    }
    void put(const std::string& text, std::size_t rows, std::size_t columns) {
        if (row_ == kNoRow) return;
        while (column_ < taken_[row_].size() && taken_[row_][column_]) ++column_;
        const std::size_t end = std::min(column_ + columns, kSpreadColumnsMax);
        if (table.size() < row_ + rows) table.resize(row_ + rows), taken_.resize(row_ + rows);
        for (std::size_t row = row_; row < row_ + rows; ++row) {
            if (table[row].size() < end) table[row].resize(end), taken_[row].resize(end, false);
            for (std::size_t column = column_; column < end; ++column)
                table[row][column] = text, taken_[row][column] = true;
        }
        column_ = end;
    }
    SpreadTable table;

private:
    static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
    std::vector<std::vector<bool>> taken_;
    std::size_t row_ = kNoRow;
    std::size_t column_ = 0;
};

bool opens(std::string_view tag, std::string_view name) {
    return tag == name || (tag.starts_with(name) && tag[name.size()] == ' ');
}

class PageReader {
public:
    void tag(std::string_view tag) {
        if (opens(tag, "table")) {
            end_line();
            in_table_ = true, spreader_ = Spreader();
        } else if (tag == "/table") {
            in_table_ = false;
            parts.push_back({{}, std::move(spreader_.table)});
            text_.clear();
        } else if (opens(tag, "tr")) {
            spreader_.next_row();
        } else if (opens(tag, "td") || opens(tag, "th")) {
            rows_ = span_of(tag, "rowspan"), columns_ = span_of(tag, "colspan");
            text_.clear();
        } else if (tag == "/td" || tag == "/th") {
            spreader_.put(text_, rows_, columns_);
            text_.clear();
        } else if (!in_table_ && is_block_end(tag)) {
            end_line();
        }
    }
    void text(std::string_view text) { text_ += unescaped(text); }
    void end_line() {
        while (!text_.empty() && (text_.back() == '\n' || text_.back() == ' ')) text_.pop_back();
        const std::size_t begin = text_.find_first_not_of(" \n");
        if (begin != std::string::npos) parts.push_back({text_.substr(begin), {}});
        text_.clear();
    }
    std::vector<PagePart> parts;

private:
    static bool is_block_end(std::string_view tag) {
        constexpr std::string_view kEnds[] = {"/p", "/h2", "/h3", "/h4", "/li", "/blockquote", "br"};
        return std::find(std::begin(kEnds), std::end(kEnds), tag) != std::end(kEnds);
    }
    Spreader spreader_;
    std::string text_;
    std::size_t rows_ = 1, columns_ = 1;
    bool in_table_ = false;
};

}  // namespace

std::vector<PagePart> parts_of_page(std::string_view source) {
    PageReader reader;
    while (!source.empty()) {
        const std::size_t open = std::min(source.find('<'), source.size());
        reader.text(source.substr(0, open));
        source.remove_prefix(open);
        if (source.empty()) break;
        const std::size_t close = std::min(source.find('>'), source.size() - 1);
        reader.tag(source.substr(1, close - 1));
        source.remove_prefix(close + 1);
    }
    reader.end_line();
    return std::move(reader.parts);
}

}  // namespace disclosure
