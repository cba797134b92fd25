#include "disclosure/annual_rows.h"

#include "disclosure/annual_events.h"
#include "disclosure/annual_store.h"
#include "disclosure/remedy_events.h"
#include "disclosure/request_store.h"

namespace disclosure {

std::vector<ledger::EventRow> annual_events() {
    return {ledger::event_row<RemedyRecorded>("A complaint, review or lawsuit about disclosure was recorded.",
                                              {"n", "kind"}),
            ledger::event_row<RemedyDecided>("A complaint, review or lawsuit about disclosure ended.",
                                             {"result"}),
            ledger::event_row<ReportWritten>("Sections of an annual report were written.", {"year"}),
            ledger::event_row<ReportHandedIn>("An annual report without a blocking fault was handed in.",
                                              {"year"}),
            ledger::event_row<ReportReturned>("An annual report was returned to be mended.", {"year"}),
            ledger::event_row<ReportClosed>("An annual report was approved by a second person and frozen.",
                                            {"year", "text"}),
            ledger::event_row<ReportPublished>("An annual report was published.", {"year", "text"}),
            ledger::event_row<ReportMended>("A closed annual report was mended, with the reason.",
                                            {"year", "text", "reason"})};
}

std::vector<ledger::ProjectionRow> annual_projections(std::string_view request_tables,
                                                      std::string_view annual_tables) {
    return {{"request", request_tables, request_kinds(), begin_request_rows},
            {"report", annual_tables, report_kinds(), ledger::begin_plain<project_report>}};
}

std::vector<identity::RightRow> annual_rights() {
    return {{"disclosure.report", "Prepare, hand in and publish the annual report on disclosure."},
            {"disclosure.approve_report", "Approve, return or mend an annual report on disclosure."},
            {"disclosure.remedy", "Record complaints, reviews and lawsuits about disclosure."}};
}

}  // namespace disclosure
