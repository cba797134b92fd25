#pragma once
// The pages of a decision and of a delivery: the same form of a step, laid out for the one who signs and for
// the window.

#include "casework/form_pages.h"
#include "casework/handler_pages.h"

namespace casework {

Answer show_decision(const Teller& teller, const MatterFile& file, const Stand& stand,
                     std::vector<SheetRow> preview);
Answer show_delivery(const Teller& teller, const MatterFile& file, const Stand& stand);
// How the result was handed over: channel, who received it, proof of identity. Faults stay in `form`.
void read_delivery(const web::Request& request, web::FormReader& form, StepChoice& choice);
void add_decision_pages(web::Site& site);

}  // namespace casework
