#include "disclosure/annual_check.h"

#include <algorithm>

namespace disclosure {

namespace {

constexpr AnnualCheck kChecks[] = {
    {"AR-01", Severity::Block, 7}, {"AR-02", Severity::Block, 7}, {"AR-03", Severity::Block, 25},
    {"AR-04", Severity::Block, 3}, {"AR-05", Severity::Block, 7}, {"AR-06", Severity::Block},
    {"AR-07", Severity::Block},    {"AR-08", Severity::Block},    {"AR-09", Severity::Warn},
    {"AR-10", Severity::Block},    {"AR-11", Severity::Warn},     {"AR-12", Severity::Block},
    {"AR-13", Severity::Block},    {"AR-14", Severity::Block},    {"AR-15", Severity::Card}};

// One equality over named cells: left side and right side are sums. It is not reckoned when a cell holds no
// number; AR-06 says so.
class Equation {
public:
    explicit Equation(const AnnualTables& tables) : tables_(tables) {}
    Equation& plus(std::string name) { return add(std::move(name), left_); }
    Equation& equals(std::string name) { return add(std::move(name), right_); }
    Equation& equals(std::int64_t value) {
        right_ += value;
        return *this;
    }
    void judge(AnnualFinding finding, AnnualVerdict& verdict) {
        if (!reckons_ || left_ == right_) return;
        finding.cells = std::move(cells_);
        finding.left = left_, finding.right = right_;
        verdict.findings.push_back(std::move(finding));
    }

private:
    Equation& add(std::string name, std::int64_t& side) {
        const Cell& cell = *find_cell(tables_, name);
        reckons_ = reckons_ && cell.is_number;
        side += cell.value;
        cells_.push_back(std::move(name));
        return *this;
    }
    const AnnualTables& tables_;
    std::vector<std::string> cells_;
    std::int64_t left_ = 0, right_ = 0;
    bool reckons_ = true;
};

void check_columns(const AnnualTables& tables, AnnualVerdict& verdict) {
    for (std::size_t column = 0; column < kRequestColumns; ++column) {
        Equation(tables)
            .plus(request_cell(kRowNew, column))
            .plus(request_cell(kRowCarried, column))
            .equals(request_cell(kRowResults, column))
            .equals(request_cell(kRowOpen, column))
            .judge(finding_of("AR-01", Severity::Block, kRequestColumnIds[column]), verdict);
    }
    for (std::size_t column = 0; column < kRequestColumns; ++column) {
        Equation leaves(tables);
        leaves.plus(request_cell(kRowResults, column));
        for (std::size_t row = kRowFirstLeaf; row < kRowResults; ++row)
            leaves.equals(request_cell(row, column));
        leaves.judge(finding_of("AR-02", Severity::Block, kRequestColumnIds[column]), verdict);
    }
}

void check_rows(const AnnualTables& tables, AnnualVerdict& verdict) {
    for (std::size_t row = 0; row < kRequestRows; ++row) {
        Equation kinds(tables);
        kinds.plus(request_cell(row, kColumnTotal));
        for (std::size_t column = 0; column < kColumnTotal; ++column) kinds.equals(request_cell(row, column));
        kinds.judge(finding_of("AR-03", Severity::Block, kRequestRowIds[row]), verdict);
    }
    for (std::size_t kind = 0; kind < kRemedyKinds; ++kind) {
        Equation results(tables);
        results.plus(remedy_cell(kind, kRemedyTotal));
        for (std::size_t column = 0; column < kRemedyTotal; ++column)
            results.equals(remedy_cell(kind, column));
        results.judge(finding_of("AR-04", Severity::Block, kRemedyKindIds[kind]), verdict);
    }
}

void check_carried(const AnnualTables& tables, const AnnualTables& previous, AnnualVerdict& verdict) {
    for (std::size_t column = 0; column < kRequestColumns; ++column) {
        const Cell& open = previous.requests[kRowOpen][column];
        if (!open.is_number) continue;
        Equation(tables)
            .plus(request_cell(kRowCarried, column))
            .equals(open.value)
            .judge(finding_of("AR-05", Severity::Block, kRequestColumnIds[column]), verdict);
    }
}

}  // namespace

AnnualFinding finding_of(std::string_view check, Severity severity, std::string_view place) {
    AnnualFinding finding;
    finding.check = check, finding.text = check;
    finding.severity = severity, finding.place = place;
    return finding;
}

std::span<const AnnualCheck> annual_checks() {
    return kChecks;
}

void check_sums(const AnnualReport& report, const AnnualGround& ground, AnnualVerdict& verdict) {
    check_columns(report.tables, verdict);
    check_rows(report.tables, verdict);
    if (ground.previous)
        check_carried(report.tables, *ground.previous, verdict);
    else
        verdict.not_checked.emplace_back("AR-05");
    for (const std::string& name : all_cells()) {
        const Cell& cell = *find_cell(report.tables, name);
        if (cell.is_number) continue;
        AnnualFinding finding = finding_of("AR-06", Severity::Block, name);
        finding.text = cell.typed.empty() ? "AR-06.blank" : "AR-06";
        finding.cells = {name};
        finding.words = cell.typed;
        verdict.findings.push_back(std::move(finding));
    }
}

bool AnnualVerdict::may_close() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const AnnualFinding& one) { return one.severity == Severity::Block; });
}

bool AnnualVerdict::marks(std::string_view cell) const {
    return std::any_of(findings.begin(), findings.end(), [&](const AnnualFinding& one) {
        return std::find(one.cells.begin(), one.cells.end(), cell) != one.cells.end();
    });
}

AnnualVerdict check_annual(const AnnualForm& form, const AnnualReport& report, const AnnualGround& ground) {
    AnnualVerdict verdict;
    check_sums(report, ground, verdict);
    check_words(form, report, ground, verdict);
    check_records(form, report, ground, verdict);
    std::stable_sort(
        verdict.findings.begin(), verdict.findings.end(),
        [](const AnnualFinding& one, const AnnualFinding& other) { return one.check < other.check; });
    std::sort(verdict.not_checked.begin(), verdict.not_checked.end());
    return verdict;
}

calendar::Date annual_due(int year, Reporter who) {
    return who == Reporter::County ? calendar::Date::of(year + 1, 3, 31)
                                   : calendar::Date::of(year + 1, 1, 31);
}

}  // namespace disclosure
