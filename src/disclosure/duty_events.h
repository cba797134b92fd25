#pragma once
// 归集: a published edition was put with the items of the catalogues that it answers, by the rule of each
// item or by a person who knew better. 国办发〔2019〕54号: content is kept once and shown under every item.

#include "ledger/event.h"

namespace disclosure {

// An item of a catalogue, and the body whose duty it is.
struct DutyPlace {
    base::Code item;  // social-assistance/05
    base::Code office;
    void fields(auto& visit) { visit("item", item), visit("office", office); }
};

struct DutySorted {
    static constexpr ledger::Kind kKind{"disclosure.duty_sorted", 1};
    base::Code document;
    std::int64_t edition = 1;
    std::vector<DutyPlace> places;  // all of them; what was said before no longer holds
    calendar::Instant published;
    bool by_person = false;
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("places", places);
        visit("published", published), visit("by_person", by_person);
    }
};

}  // namespace disclosure
