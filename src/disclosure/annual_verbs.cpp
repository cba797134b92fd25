#include "disclosure/annual_verbs.h"

#include "disclosure/annual_events.h"
#include "text/utf8.h"

#include <algorithm>

namespace disclosure {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::size_t kReasonMax = 500;
constexpr int kFirstYear = 2008;  // the ordinance came into force
constexpr std::size_t kErratumCellsMax = 60;

std::string subject_of_report(const ReportOf& which) {
    return "report/" + which.office + "/" + std::to_string(which.year);
}

Error conflict(std::string_view key) {
    return {ErrorCode::Conflict, key};
}

// 公开条例 49: last year's report; a year that is not over has none.
base::Result<> authorise_year(const identity::Reading& reading, const AnnualDesk& desk,
                              std::string_view right, const ReportOf& which) {
    TRY(authorise_report(reading, desk, right, which.office));
    if (which.year < kFirstYear || which.year >= reading.now.date().year())
        return Error(ErrorCode::Invalid, "annual.year_not_over").with("year", std::to_string(which.year));
    if (which.office != catalog::kGovernmentBody && desk.keeper.current()->find_body(which.office) == nullptr)
        return Error(ErrorCode::NotFound, "annual.no_such_unit");
    return base::Done{};
}

base::Result<> refuse_findings(const AnnualVerdict& verdict) {
    if (verdict.may_close()) return base::Done{};
    const auto blocks =
        std::count_if(verdict.findings.begin(), verdict.findings.end(),
                      [](const AnnualFinding& one) { return one.severity == Severity::Block; });
    return Error(ErrorCode::Conflict, "annual.blocked").with("count", std::to_string(blocks));
}

template <class Event>
Event about(const ReportOf& which) {
    Event event;
    event.office = base::Code::of(which.office);
    event.year = which.year;
    return event;
}

base::Result<> check_sections(const TypedReport& typed) {
    for (const std::string& section : typed.sections)
        if (text::character_count(section) > kSectionCharactersMax)
            return Error(ErrorCode::TooLarge, "annual.section_too_long")
                .with("most", std::to_string(kSectionCharactersMax));
    return base::Done{};
}

}  // namespace

base::Result<> authorise_report(const identity::Reading& reading, const AnnualDesk& desk,
                                std::string_view right, std::string_view office) {
    return identity::authorise(reading, right,
                               office == catalog::kGovernmentBody ? desk.overseer() : std::string(office));
}

base::Result<> write_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                            const TypedReport& typed) {
    TRY(authorise_year(act, desk, "disclosure.report", which));
    TRY(check_sections(typed));
    const auto found = TRY(find_report(act.db, which.office, which.year));
    if (found && found->is_closed()) return conflict("annual.closed");
    auto event = about<ReportWritten>(which);
    event.typed = TRY(act.seal({subject_of_report(which), typed_json(typed), {}, {}}));
    return act.record(subject_of_report(which), event);
}

base::Result<> hand_in_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which) {
    TRY(authorise_year(act, desk, "disclosure.report", which));
    const ReportView view = TRY(view_report(act, desk, which));
    if (view.line.is_closed()) return conflict("annual.closed");
    if (view.line.state == "checked") return conflict("annual.handed_in_before");
    TRY(refuse_findings(view.verdict));
    auto event = about<ReportHandedIn>(which);
    event.document = TRY(act.seal({subject_of_report(which), view.document, {}, {}}));
    event.warnings = static_cast<std::int64_t>(view.verdict.findings.size());
    return act.record(subject_of_report(which), event);
}

base::Result<> return_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                             std::string_view reason) {
    TRY(authorise_year(act, desk, "disclosure.approve_report", which));
    const auto found = TRY(find_report(act.db, which.office, which.year));
    if (!found || found->state != "checked") return conflict("annual.not_handed_in");
    const std::string words = TRY(text::clean_text(reason, kReasonMax));
    if (words.empty()) return Error(ErrorCode::Invalid, "annual.say_why").at("reason");
    auto event = about<ReportReturned>(which);
    event.reason = TRY(act.seal({subject_of_report(which), words, {}, {}}));
    return act.record(subject_of_report(which), event);
}

base::Result<> approve_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which) {
    TRY(authorise_year(act, desk, "disclosure.approve_report", which));
    const ReportView view = TRY(view_report(act, desk, which));
    if (view.line.state != "checked") return conflict("annual.not_handed_in");
    if (view.line.handed_in_by == act.actor.person.number()) return conflict("annual.same_person");
    TRY(refuse_findings(view.verdict));
    // Approved is what was read: figures that moved since are handed in again.
    const std::string handed_in = TRY(act.unseal(view.line.document));
    const AnnualReport then = TRY(read_annual_json(handed_in));
    if (!(then.tables == view.report.tables) || then.sections != view.report.sections)
        return conflict("annual.changed_since");
    auto event = about<ReportClosed>(which);
    event.text = TRY(act.shelve(view.document));
    event.origin = base::Code::of("own");
    return act.record(subject_of_report(which), event);
}

base::Result<> publish_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which) {
    TRY(authorise_year(act, desk, "disclosure.report", which));
    const auto found = TRY(find_report(act.db, which.office, which.year));
    if (!found || !found->is_closed()) return conflict("annual.not_closed");
    if (found->state == "published") return conflict("annual.published_before");
    auto event = about<ReportPublished>(which);
    event.text = found->text;
    return act.record(subject_of_report(which), event);
}

base::Result<> mend_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                           const Erratum& erratum) {
    TRY(authorise_year(act, desk, "disclosure.approve_report", which));
    const ReportView view = TRY(view_report(act, desk, which));
    if (!view.line.is_closed()) return conflict("annual.not_closed");
    if (view.line.handed_in_by == act.actor.person.number()) return conflict("annual.same_person");
    const std::string reason = TRY(text::clean_text(erratum.reason, kReasonMax));
    if (reason.empty()) return Error(ErrorCode::Invalid, "annual.say_why").at("reason");
    if (erratum.cells.empty() || erratum.cells.size() > kErratumCellsMax)
        return Error(ErrorCode::Invalid, "annual.choose_cells")
            .with("most", std::to_string(kErratumCellsMax));
    auto event = about<ReportMended>(which);
    AnnualReport mended = view.report;
    for (const auto& [name, value] : erratum.cells) {
        Cell* cell = find_cell(mended.tables, name);
        if (cell == nullptr || value < 0) return Error(ErrorCode::Invalid, "annual.no_such_cell");
        *cell = {value, true, {}};
        event.cells.push_back(base::Code::of(name));
    }
    AnnualVerdict sums;
    check_sums(mended, view.ground, sums);
    TRY(refuse_findings(sums));
    const AnnualVerdict verdict = check_annual(desk.form, mended, view.ground);
    event.text = TRY(act.shelve(annual_json(desk.form, which.office, mended, verdict)));
    event.reason = TRY(act.shelve(reason));
    return act.record(subject_of_report(which), event);
}

base::Result<> accept_report(identity::Act& act, const AnnualDesk& desk, const ReportOf& which,
                             const AnnualReport& report) {
    TRY(authorise_year(act, desk, "disclosure.approve_report",
                       {std::string(catalog::kGovernmentBody), which.year}));
    if (desk.keeper.current()->find_body(which.office) == nullptr)
        return Error(ErrorCode::NotFound, "annual.no_such_unit");
    const auto found = TRY(find_report(act.db, which.office, which.year));
    if (found && found->is_closed()) return conflict("annual.closed");
    AnnualGround ground;
    const auto previous = TRY(find_report(act.db, which.office, which.year - 1));
    if (previous && previous->is_closed()) {
        const std::string document = TRY(closed_document(act, *previous));
        ground.previous = TRY(read_annual_json(document)).tables;
    }
    AnnualVerdict sums;
    check_sums(report, ground, sums);
    TRY(refuse_findings(sums));
    const AnnualVerdict verdict = check_annual(desk.form, report, ground);
    auto event = about<ReportClosed>(which);
    event.text = TRY(act.shelve(annual_json(desk.form, which.office, report, verdict)));
    event.origin = base::Code::of("brought_in");
    return act.record(subject_of_report(which), event);
}

}  // namespace disclosure
