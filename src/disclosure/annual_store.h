#pragma once
// All SQL about annual reports: one row a body and year, and its errata.

#include "calendar/instant.h"
#include "ledger/journal.h"

#include <optional>
#include <string>
#include <vector>

namespace disclosure {

base::Result<> project_report(store::Tx& tx, const ledger::Entry& entry);
std::vector<std::string_view> report_kinds();

inline constexpr int kReportsMax = 500;  // of one year

// Which report: of which body, about which year.
struct ReportOf {
    std::string office;
    int year = 0;
};
struct ReportLine {
    std::string office;
    int year = 0;
    std::string state = "draft";  // draft checked closed published
    base::VaultRef typed, document, reason;
    base::Digest text;
    std::string origin;
    std::int64_t handed_in_by = 0, closed_by = 0;
    calendar::Date handed_in, closed, published;
    int errata = 0;
    bool is_closed() const { return state == "closed" || state == "published"; }
};
base::Result<std::optional<ReportLine>> find_report(const store::Reader& db, std::string_view office,
                                                    int year);
base::Result<std::vector<ReportLine>> list_reports(const store::Reader& db, int year);  // by body
// Published ones: of one body every year, newest first; office "": the newest of every body and year.
base::Result<std::vector<ReportLine>> list_published_reports(const store::Reader& db, std::string_view office,
                                                             int limit);

struct ErratumLine {
    calendar::Date day;
    base::Digest text, reason;
    std::string cells;  // T3.C.natural T3.C.total
};
base::Result<std::vector<ErratumLine>> list_errata(const store::Reader& db, std::string_view office,
                                                   int year);

}  // namespace disclosure
