#include "disclosure/annual.h"

#include <algorithm>

namespace disclosure {

// data: the ids of rows, columns and cells, which the events of the process and the form share
const std::array<std::string_view, kRequestRows> kRequestRowIds = {
    "N",    "C",    "R1",   "R2",   "R3.1", "R3.2", "R3.3", "R3.4", "R3.5", "R3.6", "R3.7", "R3.8", "R4.1",
    "R4.2", "R4.3", "R5.1", "R5.2", "R5.3", "R5.4", "R5.5", "R6.1", "R6.2", "R6.3", "R7",   "F"};
const std::array<std::string_view, kRequestColumns> kRequestColumnIds = {
    "natural", "commercial", "science", "welfare", "legal_service", "other", "total"};
const std::array<std::string_view, kRemedyKinds> kRemedyKindIds = {"review", "direct", "after_review"};
const std::array<std::string_view, kRemedyColumns> kRemedyColumnIds = {"upheld", "corrected", "other",
                                                                       "pending", "total"};
const std::array<std::string_view, kPublishedCells> kPublishedIds = {
    "regulation.made",  "regulation.ended", "regulation.active", "normative.made", "normative.ended",
    "normative.active", "licence",          "penalty",           "coercion",       "charge"};

namespace {

constexpr std::size_t kDigitsMax = 15;
constexpr std::size_t kDecimalsMax = 6;  // of 万元: one millionth of it is one 分
constexpr std::int64_t kFenPerWan = 1'000'000;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t number_of(std::string_view digits) {
    std::int64_t value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

Cell no_number(std::string_view typed) {
    return {0, false, std::string(typed)};
}

}  // namespace

Cell read_cell(std::string_view typed) {
    if (!all_digits(typed) || typed.size() > kDigitsMax) return no_number(typed);
    return {number_of(typed), true, {}};
}

Cell read_charge_cell(std::string_view typed) {
    const std::size_t point = typed.find('.');
    const std::string_view whole = typed.substr(0, point);
    const std::string_view part = point == std::string_view::npos ? "0" : typed.substr(point + 1);
    if (!all_digits(whole) || !all_digits(part) || whole.size() > kDigitsMax - kDecimalsMax ||
        part.size() > kDecimalsMax)
        return no_number(typed);
    std::string padded(part);
    padded.resize(kDecimalsMax, '0');
    return {number_of(whole) * kFenPerWan + number_of(padded), true, {}};
}

std::string cell_shown(const Cell& cell) {
    return cell.is_number ? std::to_string(cell.value) : cell.typed;
}

std::string charge_shown(const Cell& cell) {
    if (!cell.is_number) return cell.typed;
    std::string shown = std::to_string(cell.value / kFenPerWan);
    std::string part = std::to_string(cell.value % kFenPerWan);
    part.insert(0, kDecimalsMax - part.size(), '0');
    while (!part.empty() && part.back() == '0') part.pop_back();
    return part.empty() ? shown : shown + "." + part;
}

void add_up(AnnualTables& tables) {
    auto& rows = tables.requests;
    for (std::size_t column = 0; column < kColumnTotal; ++column) {
        std::int64_t sum = 0;
        for (std::size_t row = kRowFirstLeaf; row < kRowResults; ++row) sum += rows[row][column].value;
        rows[kRowResults][column].value = sum;
    }
    for (auto& row : rows) {
        row[kColumnTotal].value = 0;
        for (std::size_t column = 0; column < kColumnTotal; ++column)
            row[kColumnTotal].value += row[column].value;
    }
    for (auto& kind : tables.remedies) {
        kind[kRemedyTotal].value = 0;
        for (std::size_t column = 0; column < kRemedyTotal; ++column)
            kind[kRemedyTotal].value += kind[column].value;
    }
}

std::string published_cell(std::size_t cell) {
    return "T2." + std::string(kPublishedIds[cell]);
}

std::string request_cell(std::size_t row, std::size_t column) {
    return "T3." + std::string(kRequestRowIds[row]) + "." + std::string(kRequestColumnIds[column]);
}

std::string remedy_cell(std::size_t kind, std::size_t column) {
    return "T4." + std::string(kRemedyKindIds[kind]) + "." + std::string(kRemedyColumnIds[column]);
}

std::vector<std::string> all_cells() {
    std::vector<std::string> names;
    for (std::size_t cell = 0; cell < kPublishedCells; ++cell) names.push_back(published_cell(cell));
    for (std::size_t row = 0; row < kRequestRows; ++row)
        for (std::size_t column = 0; column < kRequestColumns; ++column)
            names.push_back(request_cell(row, column));
    for (std::size_t kind = 0; kind < kRemedyKinds; ++kind)
        for (std::size_t column = 0; column < kRemedyColumns; ++column)
            names.push_back(remedy_cell(kind, column));
    return names;
}

namespace {

template <std::size_t N>
std::size_t index_in(const std::array<std::string_view, N>& ids, std::string_view id) {
    return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
}

}  // namespace

const Cell* find_cell(const AnnualTables& tables, std::string_view name) {
    const std::string_view rest = name.size() > 3 ? name.substr(3) : std::string_view();
    const std::string_view last = rest.substr(std::min(rest.rfind('.') + 1, rest.size()));
    const std::string_view first = rest.substr(0, rest.size() - std::min(last.size() + 1, rest.size()));
    if (name.starts_with("T2.")) {
        const std::size_t cell = index_in(kPublishedIds, rest);
        return cell < kPublishedCells ? &tables.published[cell] : nullptr;
    }
    if (name.starts_with("T3.")) {
        const std::size_t row = index_in(kRequestRowIds, first), column = index_in(kRequestColumnIds, last);
        return row < kRequestRows && column < kRequestColumns ? &tables.requests[row][column] : nullptr;
    }
    if (name.starts_with("T4.")) {
        const std::size_t kind = index_in(kRemedyKindIds, first), column = index_in(kRemedyColumnIds, last);
        return kind < kRemedyKinds && column < kRemedyColumns ? &tables.remedies[kind][column] : nullptr;
    }
    return nullptr;
}

Cell* find_cell(AnnualTables& tables, std::string_view name) {
    return const_cast<Cell*>(find_cell(static_cast<const AnnualTables&>(tables), name));
}

int row_of_leaf(std::string_view leaf) {
    const std::size_t row = index_in(kRequestRowIds, leaf);
    return row >= kRowFirstLeaf && row < kRowResults ? static_cast<int>(row) : -1;
}

}  // namespace disclosure
