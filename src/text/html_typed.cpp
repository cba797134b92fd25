#include "text/clean_html.h"
#include "text/official_lines.h"
#include "text/utf8.h"

#include <algorithm>
#include <vector>

namespace text {

namespace {

constexpr std::size_t kTypedCharactersMax = 500'000;

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> out;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(mark, from), text.size());
        out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

// | a | b | and a<TAB>b are two cells; a line with neither has none.
std::vector<std::string_view> cells_of(std::string_view line) {
    const char mark = line.find('\t') != std::string_view::npos ? '\t' : '|';
    std::string_view inner = without_blanks_around(line);
    if (mark == '|') {
        if (inner.starts_with('|')) inner.remove_prefix(1);
        if (inner.ends_with('|')) inner.remove_suffix(1);
    }
    std::vector<std::string_view> cells = split(inner, mark);
    for (std::string_view& cell : cells) cell = without_blanks_around(cell);
    return cells.size() < 2 ? std::vector<std::string_view>() : cells;
}

bool is_rule(const std::vector<std::string_view>& cells) {
    return std::all_of(cells.begin(), cells.end(), [](std::string_view cell) {
        return !cell.empty() && cell.find_first_not_of("-: ") == std::string_view::npos;
    });
}

class Typist {
public:
    explicit Typist(std::string_view typed) : lines_(split(typed, '\n')) {}

    std::string write() {
        while (at_ < lines_.size()) {
            if (without_blanks_around(lines_[at_]).empty()) {
                end_paragraph();
                ++at_;
            } else if (!write_table() && !write_list()) {
                write_line(lines_[at_++]);
            }
        }
        end_paragraph();
        return std::move(out_);
    }

private:
    // Two lines at least, each of as many cells.
    bool write_table() {
        const std::size_t columns = cells_of(lines_[at_]).size();
        std::size_t end = at_;
        while (columns > 0 && end < lines_.size() && cells_of(lines_[end]).size() == columns) ++end;
        if (end < at_ + 2) return false;
        end_paragraph();
        out_ += "<table>";
        for (bool head = true; at_ < end; ++at_) {
            const auto cells = cells_of(lines_[at_]);
            if (is_rule(cells)) continue;
            out_ += head ? "<thead><tr>" : "<tr>";
            for (const std::string_view cell : cells) {
                out_ += head ? "<th>" : "<td>";
                append_escaped(out_, cell);
            }
            out_ += head ? "</tr></thead>" : "</tr>";
            head = false;
        }
        out_ += "</table>";
        return true;
    }
    // 1. 2. 3. or - : a list goes on while its numbers do.
    bool write_list() {
        ListLine first = list_line_of(lines_[at_]);
        if (first.rest.empty()) return false;
        end_paragraph();
        out_ += first.number < 0 ? "<ul>" : "<ol start=\"" + std::to_string(first.number) + "\">";
        for (int number = first.number; at_ < lines_.size(); ++at_) {
            const ListLine line = list_line_of(lines_[at_]);
            const bool goes_on = !line.rest.empty() && line.number == number;
            if (!goes_on) break;
            out_ += "<li>";
            append_escaped(out_, line.rest);
            out_ += "</li>";
            if (number >= 0) ++number;
        }
        out_ += first.number < 0 ? "</ul>" : "</ol>";
        return true;
    }
    void write_line(std::string_view raw) {
        const OfficialLine line = official_line_of(raw);
        switch (line.kind) {
        case OfficialLine::Kind::Part: write_heading(line, "h2"); return;
        case OfficialLine::Kind::Section: write_heading(line, "h3"); return;
        case OfficialLine::Kind::Plain: break;
        }
        if (open_) {
            out_ += "<br>";
        } else {
            out_ += "<p>";
            open_ = true;
        }
        if (!line.lead.empty()) {
            out_ += "<strong>";
            append_escaped(out_, line.lead);
            out_ += "</strong>";
            append_escaped(out_, line.rest);
        } else {
            append_escaped(out_, raw);
        }
    }
    void write_heading(const OfficialLine& line, std::string_view tag) {
        end_paragraph();
        if (line.rest.empty()) {
            out_.append("<").append(tag).append(">");
            append_escaped(out_, line.lead);
            out_.append("</").append(tag).append(">");
            return;
        }
        out_ += "<p><strong>";
        append_escaped(out_, line.lead);
        out_ += "</strong>";
        append_escaped(out_, line.rest);
        out_ += "</p>";
    }
    void end_paragraph() {
        if (open_) out_ += "</p>";
        open_ = false;
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    std::string out_;
    bool open_ = false;
};

}  // namespace

base::Result<CleanHtml> html_of_typed(std::string_view typed, std::string_view image_path) {
    const std::string clean = TRY(clean_text(typed, kTypedCharactersMax));
    return clean_html(Typist(clean).write(), image_path);
}

}  // namespace text
