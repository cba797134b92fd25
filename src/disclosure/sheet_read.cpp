// The first sheet of a workbook as a grid: shared and inline words, numbers as they are written, merged cells
// filled.

#include "disclosure/sheet.h"
#include "papers/limits.h"
#include "papers/xml.h"

#include <algorithm>
#include <optional>

namespace disclosure {

namespace {

using base::Result;

constexpr int kColumnsMax = 60;

struct Place {
    int row = 0, column = 0;
};
// B7.
std::optional<Place> place_of(std::string_view address) {
    Place place;
    std::size_t at = 0;
    while (at < address.size() && address[at] >= 'A' && address[at] <= 'Z' && place.column < 20000)
        place.column = place.column * 26 + (address[at++] - 'A' + 1);
    place.row = papers::number_or(address.substr(at), 0);
    if (place.column == 0 || place.row <= 0) return std::nullopt;
    return Place{place.row - 1, place.column - 1};
}

// The words of a run of runs; reading aids (rPh) are no part of them.
std::string words_of(const pugi::xml_node& node) {
    std::string words;
    for (const pugi::xml_node& child : node.children()) {
        const std::string_view name = papers::local_name(child);
        if (name == "t") words += child.text().get();
        if (name == "r") words += words_of(child);
    }
    return words;
}

Result<std::vector<std::string>> shared_words(const papers::Package& package) {
    std::vector<std::string> shared;
    constexpr std::string_view kPart = "xl/sharedStrings.xml";
    if (!package.has(kPart)) return shared;
    const papers::Xml xml = TRY(papers::read_xml(package, kPart));
    for (const pugi::xml_node& node : xml->document_element().children()) {
        if (papers::local_name(node) != "si") continue;
        if (shared.size() == papers::kCellsMax)
            return base::Error(base::ErrorCode::TooLarge, "papers.too_large");
        shared.push_back(words_of(node));
    }
    return shared;
}

std::string cell_words(const pugi::xml_node& cell, const std::vector<std::string>& shared) {
    const std::string_view type = papers::attribute_named(cell, "t");
    if (type == "inlineStr") return words_of(papers::child_named(cell, "is"));
    const std::string value = papers::child_named(cell, "v").text().get();
    if (type != "s") return value;
    const int number = papers::number_or(value, -1);
    return number < 0 || static_cast<std::size_t>(number) >= shared.size()
               ? std::string()
               : shared[static_cast<std::size_t>(number)];
}

Result<> read_rows(const pugi::xml_node& data, const std::vector<std::string>& shared, SheetGrid& grid) {
    for (const pugi::xml_node& row : data.children()) {
        if (papers::local_name(row) != "row") continue;
        for (const pugi::xml_node& cell : row.children()) {
            const auto place = place_of(papers::attribute_named(cell, "r"));
            if (!place || place->column >= kColumnsMax) continue;
            const auto at = static_cast<std::size_t>(place->row),
                       column = static_cast<std::size_t>(place->column);
            std::string words = cell_words(cell, shared);
            if (words.empty()) continue;
            if (at >= kSheetRowsMax)
                return base::Error(base::ErrorCode::TooLarge, "sheet.too_many_rows")
                    .with("max", std::to_string(kSheetRowsMax));
            if (grid.rows.size() <= at) grid.rows.resize(at + 1);
            if (grid.rows[at].size() <= column) grid.rows[at].resize(column + 1);
            grid.rows[at][column] = std::move(words);
        }
    }
    return base::Done{};
}

void fill_merge(std::string_view range, SheetGrid& grid) {
    const std::size_t colon = std::min(range.find(':'), range.size());
    const auto from = place_of(range.substr(0, colon));
    const auto to = place_of(range.substr(std::min(colon + 1, range.size())));
    if (!from || !to || static_cast<std::size_t>(from->row) >= grid.rows.size()) return;
    const auto& first = grid.rows[static_cast<std::size_t>(from->row)];
    const auto column = static_cast<std::size_t>(from->column);
    if (column >= first.size()) return;
    const std::string words = first[column];
    const int last_row = std::min(to->row, static_cast<int>(grid.rows.size()) - 1);
    const int last_column = std::min(to->column, kColumnsMax - 1);
    for (int row = from->row; row <= last_row; ++row) {
        auto& cells = grid.rows[static_cast<std::size_t>(row)];
        if (cells.size() <= static_cast<std::size_t>(last_column))
            cells.resize(static_cast<std::size_t>(last_column) + 1);
        for (int at = from->column; at <= last_column; ++at) cells[static_cast<std::size_t>(at)] = words;
    }
}

}  // namespace

Result<SheetGrid> read_workbook(std::string_view bytes) {
    const papers::Package package = TRY(papers::Package::open(bytes));
    const std::string book_part = papers::main_part(package, "xl/workbook.xml");
    const papers::Xml book = TRY(papers::read_xml(package, book_part));
    const pugi::xml_node sheets = papers::child_named(book->document_element(), "sheets");
    const pugi::xml_node sheet = papers::child_named(sheets, "sheet");
    const auto relations = papers::relations_of(package, book_part);
    const auto relation = relations.find(std::string(papers::attribute_named(sheet, "id")));
    if (relation == relations.end() || relation->second.outside)
        return base::Error(base::ErrorCode::Invalid, "sheet.no_head");
    const auto shared = TRY(shared_words(package));
    const papers::Xml page = TRY(papers::read_xml(package, relation->second.target));
    SheetGrid grid;
    TRY(read_rows(papers::child_named(page->document_element(), "sheetData"), shared, grid));
    for (const pugi::xml_node& merge : papers::child_named(page->document_element(), "mergeCells").children())
        fill_merge(papers::attribute_named(merge, "ref"), grid);
    return grid;
}

}  // namespace disclosure
