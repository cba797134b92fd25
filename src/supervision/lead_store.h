#pragma once
// All SQL about leads.

#include "ledger/journal.h"
#include "supervision/lead.h"

#include <optional>

namespace supervision {

base::Result<> project_lead(store::Tx& tx, const ledger::Entry& entry);
base::Result<std::int64_t> last_lead_serial(const store::Reader& db, int year);  // 0: none
base::Result<std::optional<LeadLine>> find_lead(const store::Reader& db, std::string_view lead);

}  // namespace supervision
