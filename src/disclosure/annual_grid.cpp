#include "disclosure/annual_grid.h"

#include <algorithm>

namespace disclosure {

namespace {

constexpr int kLabelColumns = 3;  // of table three
constexpr int kNarrow = 6;        // columns that a phone still shows

GridCell head(std::string text, int rows = 1, int columns = 1) {
    return {std::move(text), rows, columns, true, {}};
}

GridCell figure(const AnnualTables& tables, const std::string& name) {
    const Cell& cell = *find_cell(tables, name);
    const bool charge = name == published_cell(kPublishedCharge);
    return {charge ? charge_shown(cell) : cell_shown(cell), 1, 1, false, name};
}

int members_of(const AnnualForm& form, const std::string& group) {
    return static_cast<int>(std::count_if(form.rows.begin(), form.rows.end(),
                                          [&](const FormRow& row) { return row.group == group; }));
}

const FormRow& group_called(const AnnualForm& form, const std::string& id) {
    const auto found = std::find_if(form.groups.begin(), form.groups.end(),
                                    [&](const FormRow& group) { return group.id == id; });
    CHECK(found != form.groups.end());  // parse_annual_form
    return *found;
}

void add_request_heads(const AnnualForm& form, text::Locale locale, AnnualGrid& grid) {
    grid.rows.push_back({head(said(form.note, locale), 3, kLabelColumns),
                         head(said(form.applicants, locale), 1, static_cast<int>(kRequestColumns))});
    grid.rows.push_back({head(said(form.columns[0].label, locale), 2, 1),
                         head(said(form.organisations, locale), 1, static_cast<int>(kColumnTotal) - 1),
                         head(said(form.columns[kColumnTotal].label, locale), 2, 1)});
    std::vector<GridCell> kinds;
    for (std::size_t column = 1; column < kColumnTotal; ++column)
        kinds.push_back(head(said(form.columns[column].label, locale)));
    grid.rows.push_back(std::move(kinds));
}

}  // namespace

const std::string& said(const Label& label, text::Locale locale) {
    return locale == text::Locale::English ? label.en : label.zh;
}

AnnualGrid published_grid(const AnnualForm& form, const AnnualTables& tables, text::Locale locale) {
    AnnualGrid grid;
    grid.width = 4;
    std::size_t next = 0;
    for (const FormBlock& block : form.published) {
        const auto wide = static_cast<int>(block.columns.size());
        const int span = (grid.width - 1) / wide;
        grid.rows.push_back({head(said(block.heading, locale), 1, grid.width)});
        std::vector<GridCell> heads = {head(said(form.subject, locale))};
        for (const Label& column : block.columns) heads.push_back(head(said(column, locale), 1, span));
        grid.rows.push_back(std::move(heads));
        for (const FormRow& row : block.rows) {
            std::vector<GridCell> cells = {head(said(row.label, locale))};
            for (int column = 0; column < wide; ++column) {
                cells.push_back(figure(tables, published_cell(next++)));
                cells.back().columns = span;
            }
            grid.rows.push_back(std::move(cells));
        }
    }
    return grid;
}

AnnualGrid request_grid(const AnnualForm& form, const AnnualTables& tables, text::Locale locale) {
    AnnualGrid grid;
    grid.width = kLabelColumns + static_cast<int>(kRequestColumns);
    add_request_heads(form, locale, grid);
    std::string group;
    for (std::size_t row = 0; row < kRequestRows; ++row) {
        const FormRow& form_row = form.rows[row];
        std::vector<GridCell> cells;
        const bool is_result = row >= kRowFirstLeaf && row <= kRowResults;
        if (row == kRowFirstLeaf)
            cells.push_back(
                head(said(form.results, locale), static_cast<int>(kRowResults - kRowFirstLeaf) + 1));
        if (!form_row.group.empty() && form_row.group != group)
            cells.push_back(head(said(group_called(form, form_row.group).label, locale),
                                 members_of(form, form_row.group)));
        group = form_row.group;
        const int span = !is_result ? kLabelColumns : group.empty() ? kLabelColumns - 1 : 1;
        cells.push_back(head(said(form_row.label, locale), 1, span));
        for (std::size_t column = 0; column < kRequestColumns; ++column)
            cells.push_back(figure(tables, request_cell(row, column)));
        grid.rows.push_back(std::move(cells));
    }
    return grid;
}

AnnualGrid remedy_grid(const AnnualForm& form, const AnnualTables& tables, text::Locale locale) {
    AnnualGrid grid;
    constexpr auto kWide = static_cast<int>(kRemedyColumns);
    grid.width = kWide * static_cast<int>(kRemedyKinds);
    grid.rows.push_back({head(said(form.remedy_kinds[0].label, locale), 2, kWide),
                         head(said(form.litigation, locale), 1, 2 * kWide)});
    grid.rows.push_back({head(said(form.remedy_kinds[1].label, locale), 1, kWide),
                         head(said(form.remedy_kinds[2].label, locale), 1, kWide)});
    std::vector<GridCell> heads, figures;
    for (std::size_t kind = 0; kind < kRemedyKinds; ++kind) {
        for (std::size_t column = 0; column < kRemedyColumns; ++column) {
            heads.push_back(head(said(form.remedy_columns[column].label, locale)));
            figures.push_back(figure(tables, remedy_cell(kind, column)));
        }
    }
    grid.rows.push_back(std::move(heads));
    grid.rows.push_back(std::move(figures));
    return grid;
}

namespace {

const FormRow* row_called(const std::vector<FormRow>& rows, std::string_view id) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const FormRow& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

// T2.normative.made: the row's name and, where a row has several figures, the column's.
std::string published_words(const AnnualForm& form, std::string_view name, text::Locale locale) {
    std::size_t next = 0;
    for (const FormBlock& block : form.published) {
        for (const FormRow& row : block.rows) {
            for (const Label& column : block.columns) {
                if (kPublishedIds[next++] != name) continue;
                return said(row.label, locale) + " · " + said(column, locale);
            }
        }
    }
    return std::string(name);
}

std::string cell_words(const AnnualForm& form, std::string_view name, text::Locale locale) {
    if (name.starts_with("T2.")) return published_words(form, name.substr(3), locale);
    const std::size_t last = name.rfind('.');
    const std::string_view first = name.substr(3, last - 3), column = name.substr(last + 1);
    const bool requests = name.starts_with("T3.");
    const FormRow* row = row_called(requests ? form.rows : form.remedy_kinds, first);
    const FormRow* of = row_called(requests ? form.columns : form.remedy_columns, column);
    if (row == nullptr || of == nullptr) return std::string(name);
    return said(row->label, locale) + " · " + said(of->label, locale);
}

}  // namespace

std::string place_words(const AnnualForm& form, std::string_view place, text::Locale locale) {
    if (place.starts_with("T2.") || place.starts_with("T3.") || place.starts_with("T4."))
        return cell_words(form, place, locale);
    for (const auto* rows : {&form.rows, &form.columns, &form.remedy_kinds})
        if (const FormRow* row = row_called(*rows, place)) return said(row->label, locale);
    if (place.size() == 1 && place[0] >= '1' && place[0] <= '6')
        return said(form.sections[static_cast<std::size_t>(place[0] - '1')], locale);
    return std::string(place);
}

text::Html grid_html(const AnnualGrid& grid, const GridLook& look) {
    text::HtmlBuilder html;
    html.markup("<div class=\"form-w\" tabindex=\"0\" role=\"region\" aria-label=\"").text(look.caption);
    html.markup("\"><table class=\"form-t");
    if (grid.width > kNarrow) html.markup(" wide");
    html.markup("\"><caption class=\"vh\">").text(look.caption);
    html.markup("</caption><tbody>");
    for (const auto& row : grid.rows) {
        html.markup("<tr>");
        for (const GridCell& cell : row) {
            const bool marked = look.marked.contains(cell.cell) && !cell.cell.empty();
            if (cell.is_head) {
                html.markup("<th");
            } else {
                html.markup("<td id=\"").text(cell.cell).markup("\"");
                if (marked) html.markup(" class=\"bad\"");
            }
            if (cell.rows > 1) html.markup(" rowspan=\"").integer(cell.rows).markup("\"");
            if (cell.columns > 1) html.markup(" colspan=\"").integer(cell.columns).markup("\"");
            html.markup(">");
            if (!cell.is_head && look.figures == GridLook::Figures::Asked) {
                html.markup("<input class=\"inp num\" inputmode=\"numeric\" aria-label=\"").text(cell.cell);
                html.markup("\" name=\"").text(cell.cell).markup("\" value=\"").text(cell.text).markup("\">");
            } else {
                html.text(cell.text);
            }
            if (marked) html.markup("<span class=\"vh\">").text(look.mark).markup("</span>");
            if (cell.is_head)
                html.markup("</th>");
            else
                html.markup("</td>");
        }
        html.markup("</tr>");
    }
    html.markup("</tbody></table></div>");
    return html.finish();
}

}  // namespace disclosure
