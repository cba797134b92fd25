#include "disclosure/annual_import.h"

#include "disclosure/annual_page.h"
#include "text/clean_html.h"
#include "text/utf8.h"

#include <algorithm>
#include <map>

namespace disclosure {

namespace {

// data: signs that differ between reports and mean nothing, and the numerals of headings
constexpr std::u32string_view kNoMeaning = U" \t\n\u3000\u00a0（）()［］[]“”\"'‘’、，,。.．：:/-—";
constexpr std::u32string_view kNumerals = U"一二三四五六七八九十0123456789";

std::u32string characters_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += text::next_character(text, at);
    return out;
}

// 3.其他, （六）其他处理, 四、结转…: the number in front, where a sign divides it from the words.
std::size_t numbering_of(const std::u32string& text) {
    std::size_t at = 0;
    while (at < text.size() && kNoMeaning.find(text[at]) != std::u32string_view::npos) ++at;
    const std::size_t first = at;
    while (at < text.size() && kNumerals.find(text[at]) != std::u32string_view::npos) ++at;
    const bool divided = at < text.size() && kNoMeaning.find(text[at]) != std::u32string_view::npos;
    return at > first && divided ? at : first;
}

using Labels = std::map<std::string, std::size_t, std::less<>>;
Labels labels_of(const std::vector<FormRow>& rows) {
    Labels labels;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        labels.emplace(plain_label(rows[at].label.zh), at);
        for (const std::string& alias : rows[at].aliases) labels.emplace(plain_label(alias), at);
    }
    return labels;
}

std::string figure_text(std::string_view typed) {
    const auto line = text::clean_line(typed, 100);  // NOLINT: longer is no figure
    return line.ok() ? line.value() : std::string(typed);
}

// 自然人 … 总计 in one row of labels: the column of each kind, its last appearance for the total.
bool find_columns(const Labels& known, const std::vector<std::string>& row,
                  std::array<std::size_t, kRequestColumns>& columns) {
    std::array<bool, kRequestColumns> found{};
    for (std::size_t at = 0; at < row.size(); ++at) {
        const auto label = known.find(plain_label(row[at]));
        if (label == known.end()) continue;
        columns[label->second] = at, found[label->second] = true;
    }
    return std::all_of(found.begin(), found.end(), [](bool one) { return one; });
}

bool read_requests(const AnnualForm& form, const SpreadTable& table, AnnualTables& tables) {
    const Labels kinds = labels_of(form.columns), rows = labels_of(form.rows);
    std::array<std::size_t, kRequestColumns> columns{};
    const auto head = std::find_if(table.begin(), table.end(),
                                   [&](const auto& row) { return find_columns(kinds, row, columns); });
    if (head == table.end()) return false;
    const std::size_t first = *std::min_element(columns.begin(), columns.end());
    for (auto row = head + 1; row != table.end(); ++row) {
        for (std::size_t at = std::min(first, row->size()); at-- > 0;) {
            const auto label = rows.find(plain_label((*row)[at]));
            if (label == rows.end()) continue;
            for (std::size_t kind = 0; kind < kRequestColumns; ++kind)
                if (columns[kind] < row->size())
                    tables.requests[label->second][kind] = read_cell(figure_text((*row)[columns[kind]]));
            break;
        }
    }
    return true;
}

bool read_remedies(const AnnualForm& form, const SpreadTable& table, AnnualTables& tables) {
    const Labels kinds = labels_of(form.remedy_kinds), results = labels_of(form.remedy_columns);
    for (std::size_t row = 1; row + 1 < table.size(); ++row) {
        std::size_t found = 0;
        for (std::size_t at = 0; at < table[row].size() && at < table[row + 1].size(); ++at) {
            const auto result = results.find(plain_label(table[row][at]));
            if (result == results.end()) continue;
            for (std::size_t above = row; above-- > 0;) {
                if (at >= table[above].size()) continue;
                const auto kind = kinds.find(plain_label(table[above][at]));
                if (kind == kinds.end()) continue;
                tables.remedies[kind->second][result->second] = read_cell(figure_text(table[row + 1][at]));
                ++found;
                break;
            }
        }
        if (found > 0) return true;
    }
    return false;
}

bool read_published(const AnnualForm& form, const SpreadTable& table, AnnualTables& tables) {
    std::size_t next = 0;
    bool any = false;
    for (const FormBlock& block : form.published) {
        const Labels rows = labels_of(block.rows);
        for (const auto& row : table) {
            const auto label = row.empty() ? rows.end() : rows.find(plain_label(row.front()));
            if (label == rows.end()) continue;
            for (std::size_t column = 0; column < block.columns.size() && column + 1 < row.size(); ++column) {
                const std::size_t cell = next + label->second * block.columns.size() + column;
                const std::string typed = figure_text(row[column + 1]);
                tables.published[cell] =
                    cell == kPublishedCharge ? read_charge_cell(typed) : read_cell(typed);
                any = true;
            }
        }
        next += block.rows.size() * block.columns.size();
    }
    return any;
}

void blank_cells(AnnualTables& tables) {
    for (const std::string& name : all_cells()) *find_cell(tables, name) = {0, false, {}};
}

// Which section begins with this line, by its words; kSections: none.
std::size_t section_begun(const AnnualForm& form, std::string_view line) {
    const std::string plain = plain_label(line);
    for (std::size_t at = 0; at < kSections; ++at)
        if (plain == plain_label(form.sections[at].zh)) return at;
    return kSections;
}

void read_words(const AnnualForm& form, const std::vector<PagePart>& parts, AnnualReport& report) {
    std::size_t section = kSections;
    for (const PagePart& part : parts) {
        if (!part.table.empty() || part.line.empty()) continue;
        const std::size_t begun = section_begun(form, part.line);
        if (begun < kSections) {
            section = begun;
            report.headings[section] = part.line;
        } else if (section < kSections) {
            std::string& text = report.sections[section];
            text += (text.empty() ? "" : "\n") + part.line;
        } else if (report.title.empty() && part.line.find(std::to_string(report.year)) != std::string::npos) {
            report.title = part.line;
        }
    }
}

}  // namespace

std::string plain_label(std::string_view label) {
    const std::u32string text = characters_of(text::to_half_width(label));
    std::string out;
    for (std::size_t at = numbering_of(text); at < text.size(); ++at)
        if (kNoMeaning.find(text[at]) == std::u32string_view::npos && text[at] != text::kBroken)
            text::append_character(out, text[at]);
    const std::size_t other = out.find("其它");
    if (other != std::string::npos) out.replace(other, std::string_view("其它").size(), "其他");
    return out;
}

base::Result<BroughtIn> read_annual_page(const AnnualForm& form, std::string_view unit, int year,
                                         std::string_view markup) {
    const text::CleanHtml clean = TRY(text::clean_html(markup));
    const std::vector<PagePart> parts = parts_of_page(clean.source);
    BroughtIn brought;
    brought.report.unit = unit, brought.report.year = year;
    AnnualTables& tables = brought.report.tables;
    blank_cells(tables);
    for (const PagePart& part : parts) {
        if (part.table.empty()) continue;
        brought.has_requests = read_requests(form, part.table, tables) || brought.has_requests;
        brought.has_remedies = read_remedies(form, part.table, tables) || brought.has_remedies;
        brought.has_published = read_published(form, part.table, tables) || brought.has_published;
    }
    if (!brought.has_requests) return base::Error(base::ErrorCode::Invalid, "annual.no_table").at("page");
    read_words(form, parts, brought.report);
    return brought;
}

void compare_years(BroughtIn& brought, const AnnualTables* previous) {
    const auto zero = [](const auto& rows) {
        return std::all_of(rows.begin(), rows.end(), [](const auto& row) {
            return std::all_of(row.begin(), row.end(), [](const Cell& cell) { return cell.value == 0; });
        });
    };
    const AnnualTables& tables = brought.report.tables;
    brought.all_zero = zero(tables.requests) && zero(tables.remedies);
    brought.as_last_year = previous != nullptr && !brought.all_zero && tables.requests == previous->requests;
}

}  // namespace disclosure
