#pragma once
// All SQL about requests and remedies. The rows are folded from casework.* events of one process, so that the
// annual report counts what happened and nothing that somebody typed. Every list has a limit and an index.

#include "disclosure/annual_check.h"
#include "ledger/journal.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace disclosure {

inline constexpr std::string_view kRequestProcess = "disclosure-request";
inline constexpr int kRequestsMax = 20'000;  // of one body and year

base::Result<> project_request(store::Tx& tx, const ledger::Entry& entry);
std::unique_ptr<ledger::Projection> begin_request_rows();
std::vector<std::string_view> request_kinds();

struct RequestLine {
    std::string number, office, item;
    std::string state;      // received registered correcting working consulting fee_due deciding answered
                            // archived void
    std::string way, kind;  // kind: natural commercial … as the annual report has it
    calendar::Date filed, received, due;
    calendar::Instant due_at;
    bool paused = false, late = false, extended = false;
    std::int64_t corrections = 0, fee_notices = 0;
    std::string evidence, leaf, outcome;
    calendar::Date answered;
    std::int64_t applicant = 0, answers = 0;  // vault items
    bool had(std::string_view slot) const;    // was this evidence on file when it was answered
};
base::Result<std::optional<RequestLine>> find_request(const store::Reader& db, std::string_view number);
// Open ones, the nearest due first; office "": every body.
base::Result<std::vector<RequestLine>> list_open_requests(const store::Reader& db, std::string_view office,
                                                          int limit);
// Answered ones, newest first.
base::Result<std::vector<RequestLine>> list_answered_requests(const store::Reader& db,
                                                              std::string_view office, int offset, int limit);
base::Result<std::int64_t> count_answered_requests(const store::Reader& db, std::string_view office);

// What a year's report counts at one body: table three from the matters, table four from the remedies.
struct CountedYear {
    std::string office;
    int year = 0;
    calendar::Date first() const { return calendar::Date::of(year, 1, 1); }
    calendar::Date last() const { return calendar::Date::of(year, 12, 31); }
};
base::Result<> count_requests(const store::Reader& db, const CountedYear& counted, AnnualTables& tables);
base::Result<> count_remedies(const store::Reader& db, const CountedYear& counted, AnnualTables& tables);
// What stands behind the counts (AR-13, AR-15).
base::Result<RequestProofs> prove_requests(const store::Reader& db, const AnnualForm& form,
                                           const CountedYear& counted);

struct RemedyLine {
    std::string remedy, request, office, kind;
    calendar::Date filed;
    std::string result;  // empty: pending
    calendar::Date decided;
    std::string leaf;
    base::VaultRef note;
};
base::Result<std::optional<RemedyLine>> find_remedy(const store::Reader& db, std::string_view remedy);
base::Result<std::vector<RemedyLine>> list_remedies(const store::Reader& db, std::string_view office,
                                                    int limit);  // newest first; "": every body
base::Result<std::int64_t> last_remedy_serial(const store::Reader& db, int year);

}  // namespace disclosure
