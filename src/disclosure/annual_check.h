#pragma once
// The fifteen checks of an annual report (disclosure.md 4.2), 49 equalities among them. Pure: the same list
// judges an own draft, a unit's report that was brought in, and anybody's published page. What is not known
// of a report is not checked, and that is said.

#include "disclosure/annual.h"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace disclosure {

enum class Reporter { Unit, County };

enum class Severity { Block, Warn, Card };  // Card: supervision hears of it; nothing is refused
struct AnnualCheck {
    std::string_view id;  // AR-01
    Severity severity;    // the hardest that it can say
    int equalities = 0;
};
std::span<const AnnualCheck> annual_checks();  // AR-01 … AR-15

// One thing that does not hold. The sentence is annual.finding.<text>, filled with the names below.
struct AnnualFinding {
    std::string check;
    Severity severity = Severity::Block;
    std::string text;                // AR-08.empty
    std::string place;               // column, row, kind, section or unit; for a test and a list
    std::vector<std::string> cells;  // to be marked
    std::int64_t left = 0, right = 0;
    std::string words;  // what stands there, or what is missing: a name, a figure as written
};

AnnualFinding finding_of(std::string_view check, Severity severity, std::string_view place);

// What stands behind the counted requests (AR-13, AR-15).
struct OpenRequest {
    std::string number;
    calendar::Date due;  // days 0: no period runs
};
struct RequestProofs {
    std::int64_t correction_notices = 0, fee_notices = 0, redaction_maps = 0;
    std::vector<std::pair<std::string, std::string>> without_guard;  // number, row
    std::vector<OpenRequest> open;
    std::int64_t fees_asked = 0;  // answered requests that had a fee notice
};
// Units' reports of a county's roll-up (AR-12).
struct RolledUnit {
    std::string unit;
    AnnualTables tables;
};
struct RollUp {
    std::vector<RolledUnit> included;
    std::vector<std::string> missing;  // by name
};
struct AnnualDates {
    calendar::Date today, handed_in, published;  // days 0: not yet
    Reporter who = Reporter::Unit;
};

// What a report is held against. Whatever is absent is not checked.
struct AnnualGround {
    std::optional<AnnualTables> previous;  // last year's closed report, as its errata leave it
    std::string previous_problems;         // section 5 of last year
    std::optional<AnnualTables> counted;   // from the county's own journal
    std::optional<base::Money> fees;       // processing fees of the year
    std::optional<RequestProofs> proofs;
    std::optional<RollUp> roll_up;
    std::optional<AnnualDates> dates;
    bool has_text = true;  // false: tables only, as of a file of figures
};

struct AnnualVerdict {
    std::vector<AnnualFinding> findings;
    std::vector<std::string> not_checked;  // AR-05 …
    bool may_close() const;                // no finding blocks
    bool marks(std::string_view cell) const;
};
AnnualVerdict check_annual(const AnnualForm& form, const AnnualReport& report, const AnnualGround& ground);

// The parts of it, by what they look at; each adds to the verdict.
void check_sums(const AnnualReport& report, const AnnualGround& ground, AnnualVerdict& verdict);
void check_records(const AnnualForm& form, const AnnualReport& report, const AnnualGround& ground,
                   AnnualVerdict& verdict);
void check_words(const AnnualForm& form, const AnnualReport& report, const AnnualGround& ground,
                 AnnualVerdict& verdict);

// 公开条例 49: departments by 31 January to the county office and the public; the county by 31 March.
calendar::Date annual_due(int year, Reporter who);

}  // namespace disclosure
