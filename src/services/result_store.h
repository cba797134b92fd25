#pragma once
// All SQL about ratings and results.

#include "ledger/journal.h"
#include "services/rating.h"
#include "services/result.h"

#include <optional>

namespace services {

base::Result<> project_services(store::Tx& tx, const ledger::Entry& entry);
base::Result<std::int64_t> last_result_serial(const store::Reader& db, std::string_view office, int year);

}  // namespace services
