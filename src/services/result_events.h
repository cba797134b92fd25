#pragma once
// 办事结果 (result): the licence or decision that a granted matter yields, its number, how long it holds and
// whether it is published. 许可法 40: grants of permits are public and anyone may look them up.

#include "calendar/instant.h"
#include "ledger/event.h"

namespace services {

struct ResultIssued {
    static constexpr ledger::Kind kKind{"services.result_issued", 1};
    base::Code result;  // 012-2026-00017: body, year, serial without holes
    std::int64_t n = 0;
    base::Code number;  // of the matter
    base::Code item;
    base::Code office;
    calendar::Date decided;
    base::VaultRef holder;   // the applicant as sealed with the matter
    bool published = false;  // permits are; welfare, confirmations and the like are not
    void fields(auto& visit) {
        visit("result", result), visit("n", n), visit("number", number), visit("item", item),
            visit("office", office);
        visit("decided", decided), visit("holder", holder), visit("published", published);
    }
};

}  // namespace services
