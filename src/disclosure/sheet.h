#pragma once
// A standard catalogue as a workbook and back: the form of the ministries, two merged rows of heads over the
// items, found by its labels and not by its place; marks and lists of channels in the dialects that counties
// use. What the form does not hold (English, which documents answer) is kept from the catalogue that is
// replaced.

#include "catalog/body.h"
#include "disclosure/duty.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace disclosure {

// A sheet with every merged cell holding the words of its first; rows may differ in length.
struct SheetGrid {
    std::vector<std::vector<std::string>> rows;
};
struct SheetMerge {
    int row = 0, column = 0, last_row = 0, last_column = 0;  // from 0, inclusive
};
struct SheetPage {
    SheetGrid grid;  // merged cells hold their words once, in the first
    std::vector<SheetMerge> merges;
    std::vector<int> widths;  // of columns, in characters
    int head_rows = 0;        // title and heads
};

// Names of bodies and of kinds of bodies: 007 ↔ 县民政局, township ↔ 各乡镇.
using UnitNames = std::vector<std::pair<std::string, std::string>>;
UnitNames unit_names(const std::vector<catalog::PublicBody>& bodies);

SheetPage sheet_of(const DutyCatalogue& catalogue, const UnitNames& names);
SheetGrid with_merges_filled(const SheetPage& page);

// Invalid: sheet.no_head (the labels of the form are not there), sheet.no_items, sheet.bad_row {row, what};
// TooLarge: sheet.too_many_rows {max}. `before` gives what the form does not hold.
base::Result<DutyCatalogue> read_sheet(const SheetGrid& grid, const UnitNames& names,
                                       const DutyCatalogue& before);

// An .xlsx of one page. The same page gives the same bytes.
std::string workbook_of(const SheetPage& page, std::string_view name);

// The first sheet of an .xlsx. Invalid: papers.* of a container that is none, sheet.no_head; TooLarge as
// above.
base::Result<SheetGrid> read_workbook(std::string_view bytes);

// What a cell says, in any dialect.
bool is_marked(std::string_view cell);        // √ ✓ v 是 ●
Channels channels_of(std::string_view cell);  // ■政府网站 □政府公报; 政府网站、两微一端
std::vector<std::string> elements_of(std::string_view cell);
std::vector<std::string> grounds_of(std::string_view cell);

inline constexpr std::size_t kSheetRowsMax = 2000;

}  // namespace disclosure
