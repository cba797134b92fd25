#pragma once
// Leads of supervision: opened by the effect open_lead in the act that calls for them, closed by a supervisor
// with what was found. None is ever withdrawn.

#include "casework/effect.h"
#include "identity/act.h"
#include "identity/person.h"

#include <string>
#include <string_view>
#include <vector>

namespace supervision {

struct LeadLine {
    std::string lead;
    std::string number;  // of the matter
    std::string item;
    std::string office;  // empty: not known when it was opened
    std::string cause;
    calendar::Instant opened;
    calendar::Instant closed;  // ms 0: open
    std::string how;
    base::VaultRef reason;
    casework::PersonId closed_by;
};
enum class LeadState { Open, Closed };
// Open ones oldest first, closed ones newest first.
base::Result<std::vector<LeadLine>> list_leads(const store::Reader& db, LeadState state, int offset,
                                               int limit);
base::Result<std::int64_t> count_leads(const store::Reader& db, LeadState state);
base::Result<std::int64_t> count_leads_of(const store::Reader& db, std::string_view number);

inline constexpr std::string_view kLeadEnds[] = {"founded", "unfounded", "passed_on"};
struct LeadAnswer {
    std::string how;     // of kLeadEnds
    std::string reason;  // sealed
};
// supervision.answer; NotFound lead.not_found, Conflict lead.closed.
base::Result<> close_lead(identity::Act& act, std::string_view lead, const LeadAnswer& answer);

// x_effects(): open_lead.
std::vector<casework::EffectRow> supervision_effects();
std::vector<ledger::EventRow> supervision_events();
std::vector<ledger::ProjectionRow> supervision_projections(std::string_view tables);

}  // namespace supervision
