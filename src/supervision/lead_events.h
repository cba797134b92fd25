#pragma once
// 线索 (lead): something that supervision should look at, opened by an effect of a matter's process. A lead
// is no verdict; a person closes it and says what came of it.

#include "ledger/event.h"

namespace supervision {

struct LeadOpened {
    static constexpr ledger::Kind kKind{"supervision.lead_opened", 1};
    base::Code lead;  // 2026-00017: year, serial without holes
    std::int64_t n = 0;
    base::Code number;  // of the matter it comes from
    base::Code item;
    base::Code office;  // the body it concerns; empty: not known yet
    base::Code cause;   // the outcome that called for it
    void fields(auto& visit) {
        visit("lead", lead), visit("n", n), visit("number", number), visit("item", item);
        visit("office", office), visit("cause", cause);
    }
};

struct LeadClosed {
    static constexpr ledger::Kind kKind{"supervision.lead_closed", 1};
    base::Code lead;
    base::Code how;         // founded unfounded passed_on
    base::VaultRef reason;  // what was found, as a supervisor wrote it
    void fields(auto& visit) { visit("lead", lead), visit("how", how), visit("reason", reason); }
};

}  // namespace supervision
