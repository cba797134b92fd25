// The form of the annual report as it is read from its definition.

#include "base/json.h"
#include "disclosure/annual.h"

#include <algorithm>

namespace disclosure {

using base::Json;

namespace {

base::Error form_bad(std::string_view place) {
    return {base::ErrorCode::Invalid, "annual.form_bad", place};
}

Label label_of(const Json& json, std::string_view key) {
    return {std::string(json.string_or(key)), std::string(json.string_or(std::string(key) + "_en"))};
}

std::vector<std::string> strings_of(const Json& json, std::string_view key) {
    std::vector<std::string> found;
    for (const Json& item : json.list(key)) found.push_back(item.text);
    return found;
}

std::vector<FormRow> rows_of(const Json& json, std::string_view list, std::string_view id) {
    std::vector<FormRow> rows;
    for (const Json& one : json.list(list)) {
        FormRow row;
        row.id = one.string_or(id);
        row.group = id == "group" ? std::string_view() : one.string_or("group");
        row.label = label_of(one, "label");
        row.aliases = strings_of(one, "aliases");
        row.guard = strings_of(one, "guard");
        rows.push_back(std::move(row));
    }
    return rows;
}

template <class Ids>
bool same_ids(const std::vector<FormRow>& rows, const Ids& ids) {
    return std::equal(rows.begin(), rows.end(), ids.begin(), ids.end(),
                      [](const FormRow& row, std::string_view id) { return row.id == id; });
}

// The cells of table two, row by row, as the form lays them out.
std::vector<std::string> published_ids(const AnnualForm& form) {
    // data: the three columns of documents, in the order of the form
    constexpr std::array<std::string_view, 3> kDocuments = {".made", ".ended", ".active"};
    std::vector<std::string> ids;
    for (const FormBlock& block : form.published) {
        for (const FormRow& row : block.rows) {
            if (block.columns.size() == 1) ids.push_back(row.id);
            if (block.columns.size() != kDocuments.size()) continue;
            for (const std::string_view column : kDocuments) ids.push_back(row.id + std::string(column));
        }
    }
    return ids;
}

void read_published(const Json& json, AnnualForm& form) {
    form.subject = label_of(json, "subject");
    for (const Json& one : json.list("blocks")) {
        FormBlock block;
        block.heading = label_of(one, "heading");
        const auto zh = strings_of(one, "columns"), en = strings_of(one, "columns_en");
        for (std::size_t at = 0; at < zh.size(); ++at)
            block.columns.push_back({zh[at], at < en.size() ? en[at] : zh[at]});
        block.rows = rows_of(one, "rows", "row");
        form.published.push_back(std::move(block));
    }
}

}  // namespace

base::Result<AnnualForm> parse_annual_form(std::string_view text) {
    const Json json = TRY(base::parse_json(text, base::JsonComments::Allowed));
    AnnualForm form;
    form.id = json.string_or("form");
    form.status = json.string_or("status");
    form.title = label_of(json, "title");
    const auto& sections = json.list("sections");
    if (sections.size() != kSections) return form_bad("sections");
    for (std::size_t at = 0; at < kSections; ++at) form.sections[at] = label_of(sections[at], "heading");
    const Json* published = json.find("published");
    const Json* requests = json.find("requests");
    const Json* remedies = json.find("remedies");
    if (published == nullptr || requests == nullptr || remedies == nullptr) return form_bad("tables");
    read_published(*published, form);
    form.note = label_of(*requests, "note");
    form.applicants = label_of(*requests, "applicants");
    form.organisations = label_of(*requests, "organisations");
    form.results = label_of(*requests, "results");
    form.columns = rows_of(*requests, "columns", "column");
    form.groups = rows_of(*requests, "groups", "group");
    form.rows = rows_of(*requests, "rows", "row");
    form.remedy_kinds = rows_of(*remedies, "kinds", "kind");
    form.remedy_columns = rows_of(*remedies, "columns", "column");
    form.litigation = label_of(*remedies, "litigation");
    for (const Json& one : json.list("said"))
        form.said.push_back({strings_of(one, "words"), strings_of(one, "cells")});
    form.counted = strings_of(json, "counted");
    form.none_charged = strings_of(json, "none_charged");
    const auto ids = published_ids(form);
    if (!std::equal(ids.begin(), ids.end(), kPublishedIds.begin(), kPublishedIds.end()))
        return form_bad("published");
    if (!same_ids(form.rows, kRequestRowIds)) return form_bad("requests.rows");
    if (!same_ids(form.columns, kRequestColumnIds)) return form_bad("requests.columns");
    if (!same_ids(form.remedy_kinds, kRemedyKindIds)) return form_bad("remedies.kinds");
    if (!same_ids(form.remedy_columns, kRemedyColumnIds)) return form_bad("remedies.columns");
    const AnnualTables none;
    for (const SaidNumber& said : form.said)
        for (const std::string& cell : said.cells)
            if (find_cell(none, cell) == nullptr) return form_bad(cell);
    return form;
}

AnnualReport blank_report(const AnnualForm& form, std::string_view unit, int year) {
    AnnualReport report;
    report.unit = unit;
    report.year = year;
    report.title = form.title.zh;
    const auto put = [&](std::string_view place, std::string_view value) {
        const std::size_t at = report.title.find(place);
        if (at != std::string::npos) report.title.replace(at, place.size(), value);
    };
    put("{unit}", unit);
    put("{year}", std::to_string(year));
    for (std::size_t at = 0; at < kSections; ++at) report.headings[at] = form.sections[at].zh;
    return report;
}

}  // namespace disclosure
