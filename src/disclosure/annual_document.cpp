#include "disclosure/annual_document.h"

#include "base/json.h"

namespace disclosure {

namespace {

using base::Json;

std::string_view severity_word(Severity severity) {
    switch (severity) {
    case Severity::Block: return "block";
    case Severity::Warn: return "warn";
    case Severity::Card: return "card";
    }
    return "block";
}

base::Error document_bad(std::string_view place) {
    return {base::ErrorCode::Corrupt, "annual.document_bad", place};
}

void write_cells(base::JsonWriter& json, const AnnualTables& tables) {
    json.key("cells").open_object();
    for (const std::string& name : all_cells()) {
        const Cell& cell = *find_cell(tables, name);
        if (name == published_cell(kPublishedCharge))
            json.member(name, charge_shown(cell));
        else if (cell.is_number)
            json.member(name, cell.value);
        else
            json.member(name, cell.typed);
    }
    json.close_object();
}

void write_findings(base::JsonWriter& json, const AnnualVerdict& verdict) {
    json.key("findings").open_list();
    for (const AnnualFinding& finding : verdict.findings) {
        json.open_object().member("check", finding.check).member("text", finding.text);
        json.member("severity", severity_word(finding.severity)).member("place", finding.place);
        json.member("left", finding.left).member("right", finding.right).member("words", finding.words);
        json.key("cells").open_list();
        for (const std::string& cell : finding.cells) json.string(cell);
        json.close_list().close_object();
    }
    json.close_list().key("not_checked").open_list();
    for (const std::string& check : verdict.not_checked) json.string(check);
    json.close_list();
}

}  // namespace

std::string annual_json(const AnnualForm& form, std::string_view office, const AnnualReport& report,
                        const AnnualVerdict& verdict) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().member("form", form.id).member("form_status", form.status);
    json.member("office", office).member("unit", report.unit).member("year", report.year);
    json.member("title", report.title).key("sections").open_list();
    for (std::size_t at = 0; at < kSections; ++at) {
        json.open_object().member("heading", report.headings[at]).member("text", report.sections[at]);
        json.close_object();
    }
    json.close_list();
    write_cells(json, report.tables);
    write_findings(json, verdict);
    json.close_object();
    return out;
}

base::Result<AnnualReport> read_annual_json(std::string_view text) {
    const Json json = TRY(base::parse_json(text, base::JsonComments::Refused, kReportBytesMax));
    AnnualReport report;
    report.unit = json.string_or("unit"), report.title = json.string_or("title");
    report.year = static_cast<int>(json.integer_or("year", 0));
    const auto& sections = json.list("sections");
    if (sections.size() != kSections) return document_bad("sections");
    for (std::size_t at = 0; at < kSections; ++at) {
        report.headings[at] = sections[at].string_or("heading");
        report.sections[at] = sections[at].string_or("text");
    }
    const Json* cells = json.find("cells");
    if (cells == nullptr) return document_bad("cells");
    for (const auto& [name, value] : cells->members) {
        Cell* cell = find_cell(report.tables, name);
        if (cell == nullptr) return document_bad(name);
        if (name == published_cell(kPublishedCharge))
            *cell = read_charge_cell(value.text);
        else if (value.kind == Json::Kind::Integer)
            *cell = read_cell(std::to_string(value.integer));
        else
            *cell = read_cell(value.text);
    }
    return report;
}

std::string typed_json(const TypedReport& typed) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().key("sections").open_list();
    for (const std::string& section : typed.sections) json.string(section);
    json.close_list().key("published").open_list();
    for (const std::string& cell : typed.published) json.string(cell);
    json.close_list().close_object();
    return out;
}

base::Result<TypedReport> read_typed_json(std::string_view text) {
    const Json json = TRY(base::parse_json(text, base::JsonComments::Refused, kReportBytesMax));
    TypedReport typed;
    const auto& sections = json.list("sections");
    const auto& published = json.list("published");
    if (sections.size() != kSections || published.size() != kPublishedCells) return document_bad("typed");
    for (std::size_t at = 0; at < kSections; ++at) typed.sections[at] = sections[at].text;
    for (std::size_t at = 0; at < kPublishedCells; ++at) typed.published[at] = published[at].text;
    return typed;
}

}  // namespace disclosure
