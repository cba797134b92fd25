#pragma once
// 政府信息公开工作年度报告 (annual report): its cells, its form and what each cell is called. The form is
// data (definitions/disclosure/annual-2021.json); what a row counts is not, so rows and columns have fixed
// ids. 公开条例 49, 50: what the report holds and by when it is due.

#include "base/types.h"
#include "calendar/instant.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

// Table three: rows N, C, 21 leaves R1 … R6.3, R7 (their total), F; six kinds of applicants and the total.
inline constexpr std::size_t kRequestRows = 25, kRequestColumns = 7;
inline constexpr std::size_t kRowNew = 0, kRowCarried = 1, kRowFirstLeaf = 2, kRowResults = 23, kRowOpen = 24;
inline constexpr std::size_t kColumnTotal = 6;
// Table four: review, sued directly, sued after review; upheld, corrected, other, pending, total.
inline constexpr std::size_t kRemedyKinds = 3, kRemedyColumns = 5, kRemedyTotal = 4, kRemedyCorrected = 1;
// Table two: regulation and normative documents (made, ended, in force), licence, penalty, coercion, charge.
inline constexpr std::size_t kPublishedCells = 10, kPublishedCharge = 9;
inline constexpr std::size_t kSections = 6;

extern const std::array<std::string_view, kRequestRows> kRequestRowIds;        // N C R1 … R7 F
extern const std::array<std::string_view, kRequestColumns> kRequestColumnIds;  // natural … total
extern const std::array<std::string_view, kRemedyKinds> kRemedyKindIds;        // review direct after_review
extern const std::array<std::string_view, kRemedyColumns> kRemedyColumnIds;    // upheld … total
extern const std::array<std::string_view, kPublishedCells> kPublishedIds;      // regulation.made … charge

// A cell as a report states it. What somebody typed that is no number of 0 or more stays as it stood; such a
// cell is judged (AR-06) and not reckoned with. The charge is kept in 分 and shown in 万元.
struct Cell {
    std::int64_t value = 0;
    bool is_number = true;
    std::string typed;
    bool operator==(const Cell& other) const {
        return is_number == other.is_number && value == other.value && (is_number || typed == other.typed);
    }
};
Cell read_cell(std::string_view typed);         // a count
Cell read_charge_cell(std::string_view typed);  // 万元 with at most six decimals
std::string cell_shown(const Cell& cell);       // as typed when it is no number
std::string charge_shown(const Cell& cell);

struct AnnualTables {
    std::array<Cell, kPublishedCells> published;
    std::array<std::array<Cell, kRequestColumns>, kRequestRows> requests;
    std::array<std::array<Cell, kRemedyColumns>, kRemedyKinds> remedies;
    bool operator==(const AnnualTables&) const = default;
};
// Totals of columns and rows, R7 and table four, from the leaves, N and the kinds of applicants.
void add_up(AnnualTables& tables);

// T2.normative.made, T3.R4.1.natural, T4.review.total.
std::string published_cell(std::size_t cell);
std::string request_cell(std::size_t row, std::size_t column);
std::string remedy_cell(std::size_t kind, std::size_t column);
std::vector<std::string> all_cells();  // 200, in the order of the form
// null: no such cell
const Cell* find_cell(const AnnualTables& tables, std::string_view name);
Cell* find_cell(AnnualTables& tables, std::string_view name);
int row_of_leaf(std::string_view leaf);  // R4.1 → 14; −1: none of the 21

// What a person reads. English stands beside the text of record.
struct Label {
    std::string zh, en;
};
struct FormRow {
    std::string id, group;  // group: withheld absent declined ended, or empty
    Label label;
    std::vector<std::string> aliases;  // other spellings in reports made elsewhere
    std::vector<std::string> guard;    // evidence without which nothing is counted here (AR-13)
};
struct FormBlock {  // of table two
    Label heading;
    std::vector<Label> columns;
    std::vector<FormRow> rows;
};
struct SaidNumber {
    std::vector<std::string> words, cells;
};
struct AnnualForm {
    std::string id;      // annual-2021
    std::string status;  // verified unverified: whether the form was read as issued
    Label title;         // {unit}{year}年…
    std::array<Label, kSections> sections;
    Label subject;
    std::vector<FormBlock> published;
    Label note, applicants, organisations, results;
    std::vector<FormRow> columns, groups, rows, remedy_kinds, remedy_columns;
    Label litigation;
    std::vector<SaidNumber> said;
    std::vector<std::string> counted, none_charged;
};
// Invalid annual.form_bad with the place when the form lacks a row the program counts.
base::Result<AnnualForm> parse_annual_form(std::string_view json);

struct AnnualReport {
    std::string unit;  // name of the body
    int year = 0;
    std::string title;
    std::array<std::string, kSections> headings, sections;
    AnnualTables tables;
};
// The title and headings that the form asks for, tables of zeros.
AnnualReport blank_report(const AnnualForm& form, std::string_view unit, int year);

}  // namespace disclosure
