#include "text/html_blocks.h"

#include "text/characters.h"
#include "text/utf8.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace text::blocks {

namespace {

bool is_wide(char32_t c) {
    const bool sign = (c >= 0x3001 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff60);
    const bool quote = c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d || c == 0x2014 || c == 0x2026;
    return is_han(c) || sign || quote;
}

bool is_source_blank(char32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xa0 || c == 0x85 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029;
}

// Writes the characters of a line one after the other; blanks wait until it is known that something follows.
class LineTidier {
public:
    Line finish(const Line& raw) {
        for (const Run& run : raw) take(run);
        while (!out_.empty() && out_.back().kind == Run::Kind::Break) out_.pop_back();
        for (Run& run : out_) run.text = to_nfc(run.text);
        // A character that hides in one run and joins in the next can leave a run without text.
        std::erase_if(out_, [](const Run& run) { return run.kind == Run::Kind::Text && run.text.empty(); });
        return std::move(out_);
    }

private:
    // A line end makes the blanks around it part of itself; a no-break space was meant.
    enum class Waiting { Nothing, Blank, LineEnd, Firm };

    void take(const Run& run) {
        switch (run.kind) {
        case Run::Kind::Text: take_text(run); break;
        case Run::Kind::Break:
            waiting_ = Waiting::Nothing;
            ideographic_.clear();
            if (!out_.empty() && out_.back().kind != Run::Kind::Break)
                out_.push_back({Run::Kind::Break, {}, 0, {}, {}});
            last_ = 0;
            break;
        case Run::Kind::Image:
            if (waiting_ != Waiting::Nothing && !at_start()) write(run, U' ');
            waiting_ = Waiting::Nothing;
            ideographic_.clear();
            out_.push_back(run);
            out_.back().marks = 0;
            last_ = U'x';
            break;
        }
    }
    void take_text(const Run& run) {
        for (std::size_t at = 0; at < run.text.size();) {
            const char32_t c = half_width(next_character(run.text, at));
            if (is_source_blank(c)) {
                Waiting seen = Waiting::Firm;
                if (c == ' ' || c == '\t' || c == '\f') seen = Waiting::Blank;
                if (c == '\n' || c == '\r') seen = Waiting::LineEnd;
                waiting_ = std::max(waiting_, seen);
            } else if (c == 0x3000) {
                ideographic_.push_back(c);
            } else if (!is_hidden(c)) {
                flush_blanks(run, c);
                write(run, c);
                last_ = c;
            }
        }
    }
    void flush_blanks(const Run& run, char32_t next) {
        if (!at_start()) {
            const bool joins = waiting_ == Waiting::LineEnd && is_wide(last_) && is_wide(next);
            if (!ideographic_.empty()) {
                for (const char32_t c : ideographic_) write(run, c);
            } else if (waiting_ != Waiting::Nothing && !joins) {
                write(run, U' ');
            }
        }
        waiting_ = Waiting::Nothing;
        ideographic_.clear();
    }
    bool at_start() const { return out_.empty() || out_.back().kind == Run::Kind::Break; }
    void write(const Run& run, char32_t c) {
        const bool goes_on = !out_.empty() && out_.back().kind == Run::Kind::Text &&
                             out_.back().same_form(run) && run.kind == Run::Kind::Text;
        if (!goes_on) out_.push_back({Run::Kind::Text, {}, run.marks, run.link, {}});
        append_character(out_.back().text, c);
    }

    Line out_;
    Waiting waiting_ = Waiting::Nothing;
    std::u32string ideographic_;
    char32_t last_ = 0;
};

// How many blanks a text begins with, as indentation counts: U+3000 is two.
std::size_t indentation(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_character(text, at);
        if (c == 0x3000)
            width += 2;
        else if (c == 0xa0)
            ++width;
        else if (!is_source_blank(c) && !is_hidden(c))
            return width;
    }
    return width;
}

bool is_empty(const Run& run) {
    if (run.kind != Run::Kind::Text) return false;
    for (std::size_t at = 0; at < run.text.size();) {
        const char32_t c = next_character(run.text, at);
        if (!is_source_blank(c) && c != 0x3000 && !is_hidden(c)) return false;
    }
    return true;
}

void clamp_rows(std::vector<Row>& rows) {
    std::erase_if(rows, [](const Row& row) { return row.empty(); });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int left = static_cast<int>(rows.size() - i);
        for (Cell& cell : rows[i]) {
            if (cell.rows == 0 || cell.rows > left) cell.rows = left;
        }
    }
}

}  // namespace

Line tidy(const Line& raw) {
    return LineTidier().finish(raw);
}

std::vector<Line> paragraphs(const Line& raw) {
    std::vector<Line> out;
    Line open;
    std::size_t breaks = 0;
    const auto close = [&] {
        Line line = tidy(open);
        if (!line.empty()) out.push_back(std::move(line));
        open.clear();
    };
    for (const Run& run : raw) {
        if (run.kind == Run::Kind::Break) {
            ++breaks;
            open.push_back(run);
            continue;
        }
        const bool indented = breaks > 0 && run.kind == Run::Kind::Text && indentation(run.text) >= 2;
        if (breaks >= 2 || (indented && !is_empty(run))) close();
        if (!is_empty(run)) breaks = 0;
        open.push_back(run);
    }
    close();
    return out;
}

void drop_marks(Line& line, unsigned marks) {
    for (Run& run : line) run.marks &= ~marks;
}

bool has_image(const Line& line) {
    return std::any_of(line.begin(), line.end(), [](const Run& run) { return run.kind == Run::Kind::Image; });
}

void tidy(Table& table) {
    const auto promotes = [](const Row& row) {
        return std::all_of(row.begin(), row.end(),
                           [](const Cell& cell) { return cell.head && cell.rows == 1; });
    };
    clamp_rows(table.head);
    clamp_rows(table.body);
    if (table.head.empty() && table.body.size() > 1 && promotes(table.body.front())) {
        table.head.push_back(std::move(table.body.front()));
        table.body.erase(table.body.begin());
    }
    for (Row& row : table.head) {
        for (Cell& cell : row) {
            cell.head = true;
            if (cell.scope == Scope::None || cell.scope == Scope::Row) cell.scope = Scope::Column;
        }
    }
    for (Row& row : table.body) {
        for (Cell& cell : row) {
            if (cell.head && cell.scope == Scope::None) cell.scope = Scope::Row;
            if (!cell.head) cell.scope = Scope::None;
        }
    }
}

namespace {

class Writer {
public:
    explicit Writer(std::string_view image_path) : image_path_(image_path) {}

    Html finish(const std::vector<Block>& all) {
        for (const Block& block : all) write(block);
        return b_.finish();
    }

private:
    void write(const Block& block) {
        switch (block.kind) {
        case Block::Kind::Heading2: b_.markup("<h2>"), write(block.line), b_.markup("</h2>\n"); break;
        case Block::Kind::Heading3: b_.markup("<h3>"), write(block.line), b_.markup("</h3>\n"); break;
        case Block::Kind::Heading4: b_.markup("<h4>"), write(block.line), b_.markup("</h4>\n"); break;
        case Block::Kind::Paragraph: b_.markup("<p>"), write(block.line), b_.markup("</p>\n"); break;
        case Block::Kind::Quote:
            b_.markup("<blockquote>");
            for (const Line& line : block.lines) b_.markup("<p>"), write(line), b_.markup("</p>");
            b_.markup("</blockquote>\n");
            break;
        case Block::Kind::Figure: write_figure(block); break;
        case Block::Kind::List: write(block.list), b_.markup("\n"); break;
        case Block::Kind::Table: write(block.table); break;
        }
    }
    void write_figure(const Block& block) {
        b_.markup("<figure>");
        write_image(block.image);
        if (!block.line.empty()) b_.markup("<figcaption>"), write(block.line), b_.markup("</figcaption>");
        b_.markup("</figure>\n");
    }
    void write(const List& list) {
        if (!list.ordered)
            b_.markup("<ul>");
        else if (list.start != 1)
            b_.markup("<ol start=\"").integer(list.start).markup("\">");
        else
            b_.markup("<ol>");
        for (const Item& item : list.items) {
            b_.markup("<li>"), write(item.line);
            for (const List& inner : item.inner) write(inner);
            b_.markup("</li>");
        }
        if (list.ordered)
            b_.markup("</ol>");
        else
            b_.markup("</ul>");
    }
    void write(const Table& table) {
        b_.markup("<table>");
        if (!table.caption.empty()) b_.markup("<caption>"), write(table.caption), b_.markup("</caption>");
        if (!table.head.empty()) b_.markup("<thead>"), write(table.head), b_.markup("</thead>");
        if (!table.body.empty()) b_.markup("<tbody>"), write(table.body), b_.markup("</tbody>");
        b_.markup("</table>\n");
    }
    void write(const std::vector<Row>& rows) {
        for (const Row& row : rows) {
            b_.markup("<tr>");
            for (const Cell& cell : row) write(cell);
            b_.markup("</tr>");
        }
    }
    void write(const Cell& cell) {
        if (cell.head)
            b_.markup("<th");
        else
            b_.markup("<td");
        switch (cell.scope) {
        case Scope::None: break;
        case Scope::Row: b_.markup(" scope=\"row\""); break;
        case Scope::Column: b_.markup(" scope=\"col\""); break;
        case Scope::RowGroup: b_.markup(" scope=\"rowgroup\""); break;
        case Scope::ColumnGroup: b_.markup(" scope=\"colgroup\""); break;
        }
        if (cell.columns != 1) b_.markup(" colspan=\"").integer(cell.columns).markup("\"");
        if (cell.rows != 1) b_.markup(" rowspan=\"").integer(cell.rows).markup("\"");
        b_.markup(">"), write(cell.line);
        if (cell.head)
            b_.markup("</th>");
        else
            b_.markup("</td>");
    }
    void write(const Line& line) {
        std::string link;
        for (const Run& run : line) {
            if (run.link != link) {
                if (!link.empty()) b_.markup("</a>");
                if (!run.link.empty()) b_.markup("<a href=\"").text(run.link).markup("\">");
                link = run.link;
            }
            write(run);
        }
        if (!link.empty()) b_.markup("</a>");
    }
    void write(const Run& run) {
        if (run.kind == Run::Kind::Break) {
            b_.markup("<br>");
            return;
        }
        if (run.kind == Run::Kind::Image) {
            write_image(run);
            return;
        }
        if (run.marks & kStrong) b_.markup("<strong>");
        if (run.marks & kEm) b_.markup("<em>");
        if (run.marks & kSup) b_.markup("<sup>");
        if (run.marks & kSub) b_.markup("<sub>");
        b_.text(run.text);
        if (run.marks & kSub) b_.markup("</sub>");
        if (run.marks & kSup) b_.markup("</sup>");
        if (run.marks & kEm) b_.markup("</em>");
        if (run.marks & kStrong) b_.markup("</strong>");
    }
    void write_image(const Run& run) {
        b_.markup("<img src=\"").text(image_path_).text(run.digest);
        b_.markup("\" alt=\"").text(run.text).markup("\">");
    }

    HtmlBuilder b_;
    std::string_view image_path_;
};

void append_plain(std::string& out, const Line& line) {
    for (const Run& run : line) {
        if (run.kind == Run::Kind::Text) out += run.text;
        if (run.kind == Run::Kind::Break) out += '\n';
    }
}

void append_plain(std::string& out, const List& list) {
    for (const Item& item : list.items) {
        append_plain(out, item.line);
        out += '\n';
        for (const List& inner : item.inner) append_plain(out, inner);
    }
}

void append_plain(std::string& out, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += '\t';
            std::string cell;
            append_plain(cell, row[i].line);
            std::replace(cell.begin(), cell.end(), '\n', ' ');
            out += cell;
        }
        out += '\n';
    }
}

void append_plain(std::string& out, const Block& block) {
    for (const Line& line : block.lines) append_plain(out, line), out += '\n';
    if (!block.line.empty()) append_plain(out, block.line), out += '\n';
    append_plain(out, block.list);
    if (!block.table.caption.empty()) append_plain(out, block.table.caption), out += '\n';
    append_plain(out, block.table.head);
    append_plain(out, block.table.body);
}

}  // namespace

Html write_html(const std::vector<Block>& all, std::string_view image_path) {
    return Writer(image_path).finish(all);
}

std::string write_plain(const std::vector<Block>& all) {
    std::string out;
    for (const Block& block : all) append_plain(out, block);
    if (!out.empty()) out.pop_back();
    return out;
}

}  // namespace text::blocks
