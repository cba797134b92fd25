#pragma once
// A table of a .docx, whose merged cells are told cell by cell, as markup with spans. Inside `papers` only.

#include <string>
#include <string_view>
#include <vector>

namespace papers {

enum class VerticalMerge { None, Begins, GoesOn };

struct DocxCell {
    std::string markup;
    int columns = 1;
    VerticalMerge merge = VerticalMerge::None;
};
struct DocxRow {
    std::vector<DocxCell> cells;
    bool head = false;
    int before = 0;  // columns left out at its start
};

std::string table_markup(const std::vector<DocxRow>& rows);
std::string without_table(std::string_view markup);  // a table inside a cell: its rows as lines

}  // namespace papers
