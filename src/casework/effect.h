#pragma once
// x_effects(): what an outcome, or a bad rating, sets in motion besides its own event, by name. The table is
// closed at start; a definition that names an unknown effect is refused. An effect runs inside the act that
// calls for it and only records.

#include "casework/case_store.h"
#include "identity/act.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

class Practice;
struct Handling;
struct EffectUse;

struct EffectContext {
    const Practice& practice;
    const Handling& handling;  // the versions the matter is pinned to
    const MatterRow& matter;   // as it stands after the outcome
    const EffectUse& use;      // what the definition gives it
    std::string_view cause;    // the outcome's name, or rated_bad
    std::string_view answers;  // begin: JSON of what is known already, by question
};

struct EffectRow {
    std::string_view name;  // issue_result
    std::string_view sentence;
    base::Result<> (*run)(identity::Act& act, const EffectContext& context);
};

// begin: business of another process begins by itself, for the same applicant, linked both ways.
std::vector<EffectRow> casework_effects();

// Why effects run, for which matter. `uses` are those of an outcome or of a rating.
struct EffectCause {
    const Handling& handling;
    std::string_view number;
    std::string_view cause;
    std::string_view answers = {};
};
base::Result<> run_effects(identity::Act& act, const Practice& practice, const std::vector<EffectUse>& uses,
                           const EffectCause& why);

}  // namespace casework
