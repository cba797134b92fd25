// Checks of what an annual report says in words: headings, the fee of section 6, figures of sections 1 and 5,
// and whether section 5 says anything new (AR-07, AR-08, AR-11, AR-14).

#include "disclosure/annual_check.h"
#include "text/search_terms.h"
#include "text/utf8.h"

#include <algorithm>
#include <string>

namespace disclosure {

namespace {

constexpr std::size_t kOverview = 0, kProblems = 4, kOther = 5;
constexpr int kSameAsLastYear = 90;     // percent of pairs of characters
constexpr std::size_t kBetweenMax = 8;  // characters from a wording to its figure
constexpr std::size_t kFindingsMax = 40;
constexpr std::int64_t kMillionthsPerFen = 10'000;  // of a yuan

// data: marks that end a clause
constexpr std::u32string_view kClauseEnds = U"，。；、！？：,.;:（）()";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string without_blanks(std::string_view text) {
    std::string kept;
    const std::string half = text::to_half_width(text);
    for (std::size_t at = 0; at < half.size();) {
        const std::size_t from = at;
        const char32_t c = text::next_character(half, at);
        if (c != U' ' && c != U'\u3000' && c != U'\n' && c != U'\t' && c != U'\u00a0')
            kept.append(half, from, at - from);
    }
    return kept;
}

// A number with the word behind it: 300元, 0.03万元, 20件.
struct Figure {
    std::string digits;
    std::size_t end = 0;  // behind the digits
};
Figure figure_at(std::string_view text, std::size_t at) {
    Figure figure;
    figure.end = at;
    while (figure.end < text.size() &&
           (is_digit(text[figure.end]) || text[figure.end] == '.' || text[figure.end] == ',')) {
        if (text[figure.end] != ',') figure.digits += text[figure.end];
        ++figure.end;
    }
    return figure;
}

// Fen of every amount in the text. An amount that no 分 can express is left out.
std::vector<std::int64_t> amounts_in(std::string_view text) {
    std::vector<std::int64_t> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
        const Figure figure = figure_at(text, at);
        const std::string_view behind = text.substr(figure.end);
        const bool wan = behind.starts_with("万元");
        at = figure.end - 1;
        if (!wan && !behind.starts_with("元")) continue;
        const Cell cell = read_charge_cell(figure.digits);  // millionths
        if (!cell.is_number) continue;
        const std::int64_t fen = wan ? cell.value : cell.value / kMillionthsPerFen;
        if (wan || cell.value % kMillionthsPerFen == 0) found.push_back(fen);
    }
    return found;
}

void check_fees(const AnnualForm& form, const AnnualReport& report, base::Money fees,
                AnnualVerdict& verdict) {
    const std::string text = without_blanks(report.sections[kOther]);
    const auto amounts = amounts_in(text);
    if (std::find(amounts.begin(), amounts.end(), fees.fen) != amounts.end()) return;
    if (fees.fen > 0) {
        AnnualFinding finding = finding_of("AR-07", Severity::Block, "6");
        finding.right = fees.fen;
        verdict.findings.push_back(std::move(finding));
        return;
    }
    const bool said =
        std::any_of(form.none_charged.begin(), form.none_charged.end(),
                    [&](const std::string& words) { return text.find(words) != std::string::npos; });
    if (said) return;
    AnnualFinding finding = finding_of("AR-07", Severity::Warn, "6");
    finding.text = "AR-07.none";
    verdict.findings.push_back(std::move(finding));
}

void check_problems(const AnnualReport& report, const AnnualGround& ground, AnnualVerdict& verdict) {
    const std::string& problems = report.sections[kProblems];
    if (without_blanks(problems).empty()) {
        AnnualFinding finding = finding_of("AR-08", Severity::Block, "5");
        finding.text = "AR-08.empty";
        verdict.findings.push_back(std::move(finding));
        return;
    }
    if (ground.previous_problems.empty()) return;
    const int alike = text::likeness_percent(problems, ground.previous_problems);
    if (alike < kSameAsLastYear) return;
    AnnualFinding finding = finding_of("AR-08", Severity::Warn, "5");
    finding.left = alike;
    verdict.findings.push_back(std::move(finding));
}

// The figure that follows a wording within a few characters of the same clause; −1: none.
std::int64_t figure_after(const AnnualForm& form, std::string_view text, std::size_t at) {
    for (std::size_t passed = 0; passed < kBetweenMax && at < text.size(); ++passed) {
        if (is_digit(text[at])) {
            const Figure figure = figure_at(text, at);
            const std::string_view behind = text.substr(figure.end);
            const bool counted =
                std::any_of(form.counted.begin(), form.counted.end(),
                            [&](const std::string& unit) { return behind.starts_with(unit); });
            const Cell cell = read_cell(figure.digits);
            return counted && cell.is_number ? cell.value : -1;
        }
        const char32_t c = text::next_character(text, at);
        if (kClauseEnds.find(c) != std::u32string_view::npos) return -1;
    }
    return -1;
}

struct Wording {
    const std::string* words = nullptr;
    const SaidNumber* said = nullptr;
};
// The longest wording that begins here: 新收政府信息公开申请 before 新收申请.
Wording wording_at(const AnnualForm& form, std::string_view text) {
    Wording found;
    for (const SaidNumber& said : form.said)
        for (const std::string& words : said.words)
            if (text.starts_with(words) && (found.words == nullptr || words.size() > found.words->size()))
                found = {&words, &said};
    return found;
}

void check_figures(const AnnualForm& form, const AnnualReport& report, std::size_t section,
                   AnnualVerdict& verdict) {
    const std::string text = without_blanks(report.sections[section]);
    for (std::size_t at = 0; at < text.size() && verdict.findings.size() < kFindingsMax; ++at) {
        const Wording wording = wording_at(form, std::string_view(text).substr(at));
        if (wording.words == nullptr) continue;
        at += wording.words->size() - 1;
        const std::int64_t stated = figure_after(form, text, at + 1);
        if (stated < 0) continue;
        std::int64_t sum = 0;
        bool reckons = true;
        for (const std::string& name : wording.said->cells) {
            const Cell& cell = *find_cell(report.tables, name);
            reckons = reckons && cell.is_number;
            sum += cell.value;
        }
        if (!reckons || sum == stated) continue;
        AnnualFinding finding = finding_of("AR-11", Severity::Warn, std::to_string(section + 1));
        finding.cells = wording.said->cells;
        finding.left = stated, finding.right = sum;
        finding.words = *wording.words;
        verdict.findings.push_back(std::move(finding));
    }
}

void check_corrected(const AnnualReport& report, AnnualVerdict& verdict) {
    std::int64_t corrected = 0;
    for (const auto& kind : report.tables.remedies) corrected += kind[kRemedyCorrected].value;
    if (corrected == 0 || report.sections[kProblems].find("纠正") != std::string::npos) return;
    AnnualFinding finding = finding_of("AR-11", Severity::Warn, "5");
    finding.text = "AR-11.corrected";
    finding.left = corrected;
    for (std::size_t kind = 0; kind < kRemedyKinds; ++kind)
        if (report.tables.remedies[kind][kRemedyCorrected].value > 0)
            finding.cells.push_back(remedy_cell(kind, kRemedyCorrected));
    verdict.findings.push_back(std::move(finding));
}

void check_headings(const AnnualForm& form, const AnnualReport& report, AnnualVerdict& verdict) {
    for (std::size_t at = 0; at < kSections; ++at) {
        if (without_blanks(report.headings[at]) == form.sections[at].zh) continue;
        AnnualFinding finding = finding_of("AR-14", Severity::Block, std::to_string(at + 1));
        finding.words = form.sections[at].zh;
        verdict.findings.push_back(std::move(finding));
    }
    const std::string title = without_blanks(report.title);
    if (title.find(report.unit) != std::string::npos &&
        title.find(std::to_string(report.year) + "年") != std::string::npos)
        return;
    AnnualFinding finding = finding_of("AR-14", Severity::Block, "title");
    finding.text = "AR-14.title";
    finding.words = report.title;
    verdict.findings.push_back(std::move(finding));
}

}  // namespace

void check_words(const AnnualForm& form, const AnnualReport& report, const AnnualGround& ground,
                 AnnualVerdict& verdict) {
    if (ground.fees && ground.has_text)
        check_fees(form, report, *ground.fees, verdict);
    else
        verdict.not_checked.emplace_back("AR-07");
    if (!ground.has_text) {
        for (const std::string_view id : {"AR-08", "AR-11", "AR-14"}) verdict.not_checked.emplace_back(id);
        return;
    }
    check_problems(report, ground, verdict);
    check_figures(form, report, kOverview, verdict);
    check_figures(form, report, kProblems, verdict);
    check_corrected(report, verdict);
    check_headings(form, report, verdict);
}

}  // namespace disclosure
