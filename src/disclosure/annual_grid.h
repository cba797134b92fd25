#pragma once
// The tables of an annual report laid out as the form has them: rows of cells that span rows and columns. One
// layout serves the page, the document and the reading of reports made elsewhere.

#include "disclosure/annual.h"
#include "text/html.h"
#include "text/locale.h"

#include <set>

namespace disclosure {

struct GridCell {
    std::string text;
    int rows = 1, columns = 1;
    bool is_head = false;
    std::string cell;  // T3.R1.natural of a figure; empty of a label
};
struct AnnualGrid {
    int width = 0;
    std::vector<std::vector<GridCell>> rows;
};
AnnualGrid published_grid(const AnnualForm& form, const AnnualTables& tables, text::Locale locale);
AnnualGrid request_grid(const AnnualForm& form, const AnnualTables& tables, text::Locale locale);  // 28 × 10
AnnualGrid remedy_grid(const AnnualForm& form, const AnnualTables& tables, text::Locale locale);   // 4 × 15

// What a reader without sight hears first, and where marked cells lead.
struct GridLook {
    std::string caption;
    std::set<std::string> marked;                                  // cells that fail a check
    std::string mark;                                              // said beside them
    enum class Figures { Shown, Asked } figures = Figures::Shown;  // Asked: each in a field of its own name
};
text::Html grid_html(const AnnualGrid& grid, const GridLook& look);

// Where a finding is: a cell, row, column or section by its label; anything else as it is.
std::string place_words(const AnnualForm& form, std::string_view place, text::Locale locale);
const std::string& said(const Label& label, text::Locale locale);

}  // namespace disclosure
