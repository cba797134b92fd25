#pragma once
// x_effects(): what an outcome may set in motion besides its own event, by name. The table is closed at
// start; a definition that names an unknown effect is refused. An effect runs inside the act of its outcome
// and only records.

#include "casework/case_store.h"
#include "identity/act.h"

#include <string_view>
#include <vector>

namespace catalog {
struct ServiceItem;
}

namespace casework {

struct EffectContext {
    const MatterRow& matter;           // as it stood before this outcome
    const catalog::ServiceItem& item;  // the pinned guide
    std::string_view subject;          // matter/<number>
    std::string_view outcome;
};

struct EffectRow {
    std::string_view name;  // publish_grant
    std::string_view sentence;
    base::Result<> (*run)(identity::Act& act, const EffectContext& context);
};

}  // namespace casework
