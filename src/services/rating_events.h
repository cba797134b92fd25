#pragma once
// 好差评 (rating): what an applicant said of how a matter was handled. What was typed is sealed; the level is
// a number.

#include "ledger/event.h"

namespace services {

// 国办发〔2019〕51号: one matter, one rating, on five levels. 5 非常满意 … 1 非常不满意; 1 and 2 are 差评.
struct Rated {
    static constexpr ledger::Kind kKind{"services.rated", 1};
    base::Code number;
    base::Code item;
    base::Code office;
    std::int64_t level = 0;
    base::Code source;   // active: the person chose; a default never counts as active
    base::Code channel;  // web hall
    std::vector<base::Code> tags;
    base::VaultRef words;
    void fields(auto& visit) {
        visit("number", number), visit("item", item), visit("office", office), visit("level", level);
        visit("source", source), visit("channel", channel), visit("tags", tags), visit("words", words);
    }
};

}  // namespace services
