#pragma once
// What the room of disclosure brings to the house: its events, projections, rights and effects. Each noun
// adds its own lines; wiring asks only here.

#include "casework/effect.h"
#include "identity/act.h"
#include "identity/person.h"
#include "ledger/journal.h"

#include <functional>
#include <string_view>
#include <vector>

namespace disclosure {

std::vector<ledger::EventRow> disclosure_events();
// `tables` gives the text of a *_tables.sql of this module by its name: "document" → document_tables.sql.
std::vector<ledger::ProjectionRow>
disclosure_projections(const std::function<std::string_view(std::string_view)>& tables);
std::vector<identity::RightRow> disclosure_rights();
std::vector<casework::EffectRow> disclosure_effects();

}  // namespace disclosure
