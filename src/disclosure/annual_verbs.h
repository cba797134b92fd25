#pragma once
// What people do with an annual report: write, hand in, return or approve, publish, mend. Two persons:
// whoever hands in does not approve. A report with a blocking finding goes nowhere. The county's own report
// is the sum of the units' closed ones; the office that oversees disclosure prepares it.

#include "catalog/catalogue.h"
#include "disclosure/annual_check.h"
#include "disclosure/annual_document.h"
#include "disclosure/annual_store.h"
#include "identity/act.h"

#include <functional>

namespace disclosure {

// Licence decisions of a body in a span of days. Services keeps them; whoever wires the modules hands the
// question over.
using LicencesAsked = std::function<base::Result<std::int64_t>(
    const store::Reader&, const std::string& office, calendar::Date from, calendar::Date to)>;

// The body that oversees disclosure (公开工作主管部门, 公开条例 3): the one the county gave it to, else the
// government's office.
inline constexpr std::string_view kUsualDisclosureBody = "001";

struct AnnualDesk {
    const AnnualForm& form;
    const catalog::CatalogueKeeper& keeper;
    LicencesAsked licences;  // empty: none are counted
    std::string overseer() const;
    std::string unit_name(std::string_view office) const;
    std::vector<std::string> reporting_units() const;  // every body but the government itself
};

// A report as it stands today. A draft is counted anew from the records at every look; a closed one is its
// document.
struct ReportView {
    ReportLine line;
    TypedReport typed;
    AnnualReport report;
    AnnualGround ground;
    AnnualVerdict verdict;
    std::string document;  // annual_json of the report
};
base::Result<ReportView> view_report(const identity::Reading& reading, const AnnualDesk& desk,
                                     const ReportOf& which);
// The document in force of a closed report; NotFound annual.none.
base::Result<std::string> closed_document(const identity::Reading& reading, const ReportLine& line);

// Who may prepare, who approves: disclosure.report and disclosure.approve_report, of the body, or of the
// overseer for the county.
base::Result<> authorise_report(const identity::Reading& reading, const AnnualDesk& desk,
                                std::string_view right, std::string_view office);

base::Result<> write_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                            const TypedReport& typed);
base::Result<> hand_in_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which);
base::Result<> return_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                             std::string_view reason);
base::Result<> approve_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which);
base::Result<> publish_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which);

// A closed figure is wrong: cells and their right values, with the reason for everybody to read. The report
// as mended has to pass the equalities.
struct Erratum {
    std::vector<std::pair<std::string, std::int64_t>> cells;
    std::string reason;
};
base::Result<> mend_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                           const Erratum& erratum);
// A report made elsewhere, read and checked by annual_import.h, becomes the unit's closed report.
base::Result<> accept_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                             const AnnualReport& report);

}  // namespace disclosure
