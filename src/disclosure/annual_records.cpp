// Checks of an annual report against records: the journal, the units' reports, what stands behind a count,
// and the days by which it is due (AR-09, AR-10, AR-12, AR-13, AR-15).

#include "disclosure/annual_check.h"

#include <algorithm>
#include <string>

namespace disclosure {

namespace {

const FormRow* row_called(const AnnualForm& form, std::string_view id) {
    const auto found =
        std::find_if(form.rows.begin(), form.rows.end(), [&](const FormRow& row) { return row.id == id; });
    return found == form.rows.end() ? nullptr : &*found;
}

void compare_cell(const AnnualReport& report, const AnnualTables& counted, const std::string& name,
                  AnnualFinding finding, AnnualVerdict& verdict) {
    const Cell& stated = *find_cell(report.tables, name);
    const Cell& right = *find_cell(counted, name);
    if (!stated.is_number || stated.value == right.value) return;
    finding.cells = {name};
    finding.left = stated.value, finding.right = right.value;
    verdict.findings.push_back(std::move(finding));
}

// AR-09: normative documents in force follow from last year, and a county makes no 规章 (立法法 93).
void check_published(const AnnualReport& report, const AnnualGround& ground, AnnualVerdict& verdict) {
    const auto& cells = report.tables.published;
    for (std::size_t cell = 0; cell < 3; ++cell) {
        if (!cells[cell].is_number || cells[cell].value == 0) continue;
        AnnualFinding finding = finding_of("AR-09", Severity::Warn, published_cell(cell));
        finding.text = "AR-09.regulation", finding.left = cells[cell].value;
        finding.cells = {published_cell(cell)};
        verdict.findings.push_back(std::move(finding));
    }
    if (ground.previous && cells[3].is_number && cells[4].is_number && cells[5].is_number) {
        const std::int64_t active = ground.previous->published[5].value + cells[3].value - cells[4].value;
        if (active != cells[5].value) {
            AnnualFinding finding = finding_of("AR-09", Severity::Warn, published_cell(5));
            finding.cells = {published_cell(3), published_cell(4), published_cell(5)};
            finding.left = cells[5].value, finding.right = active;
            finding.text = "AR-09.active";
            verdict.findings.push_back(std::move(finding));
        }
    }
    if (!ground.counted) return;
    for (std::size_t cell = 6; cell < kPublishedCharge; ++cell)
        compare_cell(report, *ground.counted, published_cell(cell),
                     finding_of("AR-09", Severity::Warn, published_cell(cell)), verdict);
}

void check_journal(const AnnualReport& report, const AnnualTables& counted, AnnualVerdict& verdict) {
    for (std::size_t row = 0; row < kRequestRows; ++row)
        for (std::size_t column = 0; column < kRequestColumns; ++column)
            compare_cell(report, counted, request_cell(row, column),
                         finding_of("AR-10", Severity::Block, request_cell(row, column)), verdict);
}

void check_roll_up(const AnnualReport& report, const RollUp& roll_up, AnnualVerdict& verdict) {
    for (const std::string& name : all_cells()) {
        std::int64_t sum = 0;
        bool reckons = find_cell(report.tables, name)->is_number;
        for (const RolledUnit& unit : roll_up.included) {
            const Cell& cell = *find_cell(unit.tables, name);
            reckons = reckons && cell.is_number;
            sum += cell.value;
        }
        const std::int64_t stated = find_cell(report.tables, name)->value;
        if (!reckons || sum == stated) continue;
        AnnualFinding finding = finding_of("AR-12", Severity::Block, name);
        finding.cells = {name};
        finding.left = stated, finding.right = sum;
        verdict.findings.push_back(std::move(finding));
    }
    // Whoever has not reported is named in section 6, so that nobody takes the sum for the whole county.
    for (const std::string& unit : roll_up.missing) {
        if (report.sections[5].find(unit) != std::string::npos) continue;
        AnnualFinding finding = finding_of("AR-12", Severity::Block, unit);
        finding.text = "AR-12.missing", finding.words = unit;
        verdict.findings.push_back(std::move(finding));
    }
}

void check_notices(const AnnualReport& report, std::string_view leaf, std::int64_t notices,
                   AnnualVerdict& verdict) {
    const std::string name = request_cell(static_cast<std::size_t>(row_of_leaf(leaf)), kColumnTotal);
    const Cell& cell = *find_cell(report.tables, name);
    if (!cell.is_number || cell.value <= notices) return;
    AnnualFinding finding = finding_of("AR-13", Severity::Block, leaf);
    finding.cells = {name};
    finding.left = cell.value, finding.right = notices;
    verdict.findings.push_back(std::move(finding));
}

void check_proofs(const AnnualForm& form, const AnnualReport& report, const RequestProofs& proofs,
                  AnnualVerdict& verdict) {
    check_notices(report, "R6.1", proofs.correction_notices, verdict);
    check_notices(report, "R6.2", proofs.fee_notices, verdict);
    check_notices(report, "R2", proofs.redaction_maps, verdict);
    for (const auto& [number, leaf] : proofs.without_guard) {
        AnnualFinding finding = finding_of("AR-13", Severity::Block, leaf);
        finding.text = "AR-13.guard", finding.words = number;
        if (row_called(form, leaf) != nullptr && row_of_leaf(leaf) >= 0)
            finding.cells = {request_cell(static_cast<std::size_t>(row_of_leaf(leaf)), kColumnTotal)};
        verdict.findings.push_back(std::move(finding));
    }
}

// AR-15: what goes over into the next year is known one by one, with the day it is due.
void check_open(const AnnualReport& report, const RequestProofs& proofs, AnnualVerdict& verdict) {
    const Cell& open = report.tables.requests[kRowOpen][kColumnTotal];
    const auto listed = static_cast<std::int64_t>(proofs.open.size());
    if (open.is_number && open.value != listed) {
        AnnualFinding finding = finding_of("AR-15", Severity::Card, "F");
        finding.cells = {request_cell(kRowOpen, kColumnTotal)};
        finding.left = open.value, finding.right = listed;
        verdict.findings.push_back(std::move(finding));
    }
    for (const OpenRequest& request : proofs.open) {
        if (request.due.days > 0) continue;
        AnnualFinding finding = finding_of("AR-15", Severity::Card, "F");
        finding.text = "AR-15.no_due", finding.words = request.number;
        finding.cells = {request_cell(kRowOpen, kColumnTotal)};
        verdict.findings.push_back(std::move(finding));
    }
}

void check_dates(int year, const AnnualDates& dates, AnnualVerdict& verdict) {
    const auto late = [&](calendar::Date done, calendar::Date due, std::string_view text) {
        const calendar::Date until = done.days > 0 ? done : dates.today;
        if (until <= due) return;
        AnnualFinding finding = finding_of("AR-15", Severity::Card, text);
        finding.text = text, finding.words = due.iso();
        finding.left = until.days - due.days;
        verdict.findings.push_back(std::move(finding));
    };
    if (dates.who == Reporter::Unit)
        late(dates.handed_in, annual_due(year, Reporter::Unit), "AR-15.handed_in");
    late(dates.published, annual_due(year, dates.who), "AR-15.published");
}

}  // namespace

void check_records(const AnnualForm& form, const AnnualReport& report, const AnnualGround& ground,
                   AnnualVerdict& verdict) {
    check_published(report, ground, verdict);
    if (ground.counted)
        check_journal(report, *ground.counted, verdict);
    else
        verdict.not_checked.emplace_back("AR-10");
    if (ground.roll_up)
        check_roll_up(report, *ground.roll_up, verdict);
    else
        verdict.not_checked.emplace_back("AR-12");
    if (ground.proofs) {
        check_proofs(form, report, *ground.proofs, verdict);
        check_open(report, *ground.proofs, verdict);
    } else {
        verdict.not_checked.emplace_back("AR-13");
    }
    if (ground.dates)
        check_dates(report.year, *ground.dates, verdict);
    else
        verdict.not_checked.emplace_back("AR-15");
}

}  // namespace disclosure
