#include "supervision/lead.h"

#include "casework/case_verbs.h"
#include "supervision/lead_events.h"
#include "supervision/lead_store.h"

#include <algorithm>

namespace supervision {

namespace {

using base::Error;
using base::ErrorCode;

std::string lead_number(int year, std::int64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return std::to_string(year) + "-" + digits;
}

std::string subject_of_lead(std::string_view lead) {
    return "lead/" + std::string(lead);
}

// Empty while the body that a fact names is not known.
base::Code office_concerned(const casework::EffectContext& context) {
    if (!context.use.about) return base::Code::of(context.matter.office);
    const casework::Who& about = *context.use.about;
    if (about.relation == casework::Relation::Fact)
        return casework::body_of_fact(context.matter.state.fact(about.fact));
    return casework::office_of(context.handling.pinned(), context.matter.state, about, {});
}

// 22号意见, section 5: what is complained of about enforcement comes to the eyes of supervision by itself.
base::Result<> open_lead(identity::Act& act, const casework::EffectContext& context) {
    const int year = act.now.date().year();
    LeadOpened event;
    event.n = TRY(last_lead_serial(act.db, year)) + 1;
    event.lead = TRY(base::Code::parse(lead_number(year, event.n)));
    event.number = base::Code::of(context.matter.number);
    event.item = base::Code::of(context.matter.item);
    event.cause = base::Code::of(context.cause);
    event.office = office_concerned(context);
    return act.record(subject_of_lead(event.lead.text()), event);
}

}  // namespace

base::Result<> close_lead(identity::Act& act, std::string_view lead, const LeadAnswer& answer) {
    TRY(identity::authorise(act, "supervision.answer"));
    const auto found = TRY(find_lead(act.db, lead));
    if (!found) return Error(ErrorCode::NotFound, "lead.not_found");
    if (found->closed.ms != 0) return Error(ErrorCode::Conflict, "lead.closed");
    if (std::find(std::begin(kLeadEnds), std::end(kLeadEnds), answer.how) == std::end(kLeadEnds))
        return Error(ErrorCode::Invalid, "lead.choose_how").at("how");
    if (answer.reason.empty()) return Error(ErrorCode::Invalid, "lead.say_why").at("reason");
    const std::string subject = subject_of_lead(found->lead);
    LeadClosed event;
    event.lead = base::Code::of(found->lead);
    event.how = base::Code::of(answer.how);
    event.reason = TRY(act.seal({subject, answer.reason, {}, {}}));
    return act.record(subject, event);
}

std::vector<casework::EffectRow> supervision_effects() {
    return {{"open_lead", "Opens a lead for supervision, about the body concerned.", open_lead}};
}

std::vector<ledger::EventRow> supervision_events() {
    return {ledger::event_row<LeadOpened>("Something came up that supervision has to look at.", {"n"}),
            ledger::event_row<LeadClosed>("A supervisor closed a lead and said what was found.", {"how"})};
}

std::vector<ledger::ProjectionRow> supervision_projections(std::string_view tables) {
    return {{"supervision",
             tables,
             {LeadOpened::kKind.name, LeadClosed::kKind.name},
             ledger::begin_plain<project_lead>}};
}

}  // namespace supervision
