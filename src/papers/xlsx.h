#pragma once
// A workbook of Excel or WPS as grids of text: shared and inline strings, numbers, dates by their format,
// merged cells. Formulas give the value that was saved with them; nothing is computed. Macros are refused.

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace papers {

struct Merge {
    std::size_t row = 0;
    std::size_t column = 0;
    std::size_t rows = 1;
    std::size_t columns = 1;
};

struct Sheet {
    std::string name;
    std::vector<std::vector<std::string>> rows;  // as wide as each row is
    std::vector<Merge> merges;
    const std::string& at(std::size_t row, std::size_t column) const;  // empty outside
};

// Invalid and TooLarge as for docx; TooLarge papers.too_many_cells.
base::Result<std::vector<Sheet>> read_xlsx(std::string_view bytes);
std::string markup_of(const Sheet& sheet);  // a table with its merged cells; still to be cleaned

}  // namespace papers
