#include "papers/docx_table.h"

#include <map>

namespace papers {

namespace {

void append_cell(std::string& out, const DocxCell& cell, std::string_view tag, int rows) {
    out.append("<").append(tag);
    if (cell.columns > 1) out += " colspan=\"" + std::to_string(cell.columns) + "\"";
    if (rows > 1) out += " rowspan=\"" + std::to_string(rows) + "\"";
    out.append(">").append(cell.markup).append("</").append(tag).append(">");
}

// For each row the column at which each of its cells begins.
std::vector<std::vector<int>> columns_of(const std::vector<DocxRow>& rows) {
    std::vector<std::vector<int>> out;
    for (const DocxRow& row : rows) {
        int column = row.before;
        out.emplace_back();
        for (const DocxCell& cell : row.cells) {
            out.back().push_back(column);
            column += cell.columns;
        }
    }
    return out;
}

bool goes_on_at(const DocxRow& row, const std::vector<int>& columns, int column) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (columns[i] == column) return row.cells[i].merge == VerticalMerge::GoesOn;
    }
    return false;
}

}  // namespace

std::string table_markup(const std::vector<DocxRow>& rows) {
    const auto columns = columns_of(rows);
    std::size_t heads = 0;
    while (heads < rows.size() && rows[heads].head) ++heads;
    if (heads == rows.size()) heads = 0;
    std::string out = "<table>";
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const bool head = r < heads;
        const std::size_t end = head ? heads : rows.size();
        if (r == 0 && heads > 0) out += "<thead>";
        if (r == heads) out += heads > 0 ? "</thead><tbody>" : "<tbody>";
        out += "<tr>";
        for (int i = 0; i < rows[r].before; ++i) out += head ? "<th></th>" : "<td></td>";
        for (std::size_t c = 0; c < rows[r].cells.size(); ++c) {
            const DocxCell& cell = rows[r].cells[c];
            const int column = columns[r][c];
            const bool covered = cell.merge == VerticalMerge::GoesOn && r > 0 && r != heads;
            if (covered) continue;
            int span = 1;
            if (cell.merge != VerticalMerge::None) {
                for (std::size_t below = r + 1;
                     below < end && goes_on_at(rows[below], columns[below], column); ++below)
                    ++span;
            }
            append_cell(out, cell, head ? "th" : "td", span);
        }
        out += "</tr>";
    }
    return out + "</tbody></table>";
}

std::string without_table(std::string_view markup) {
    std::string out;
    for (std::size_t at = 0; at < markup.size();) {
        const bool tag = markup[at] == '<';
        const std::size_t end = tag ? markup.find('>', at) : std::string_view::npos;
        if (!tag || end == std::string_view::npos) {
            out.push_back(markup[at++]);
            continue;
        }
        const std::string_view name = markup.substr(at, end + 1 - at);
        const bool row = name == "</tr>";
        const bool cell = name == "</td>" || name == "</th>";
        const bool of_table = row || cell || name == "<tr>" || name.starts_with("<td") ||
                              name.starts_with("<th") || name.starts_with("<tbody") ||
                              name.starts_with("</tbody") || name == "</thead>" || name == "<table>" ||
                              name == "</table>";
        if (row) out += "<br>";
        if (cell) out += "　";
        if (!of_table) out.append(name);
        at = end + 1;
    }
    return out;
}

}  // namespace papers
