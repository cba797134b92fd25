#pragma once
// A page of cleaned markup as lines of text and tables, merged cells spread out. For reading reports.

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

using SpreadTable = std::vector<std::vector<std::string>>;
struct PagePart {
    std::string line;   // a heading or paragraph
    SpreadTable table;  // not empty: a table
};
inline constexpr std::size_t kSpreadColumnsMax = 60;

// Of the source that text::clean_html gives.
std::vector<PagePart> parts_of_page(std::string_view source);

}  // namespace disclosure
