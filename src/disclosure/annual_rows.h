#pragma once
// The rows that requests, remedies and annual reports put into the module's sockets.

#include "identity/person.h"
#include "ledger/journal.h"

#include <string_view>
#include <vector>

namespace disclosure {

std::vector<ledger::EventRow> annual_events();
std::vector<ledger::ProjectionRow> annual_projections(std::string_view request_tables,
                                                      std::string_view annual_tables);
std::vector<identity::RightRow> annual_rights();

}  // namespace disclosure
