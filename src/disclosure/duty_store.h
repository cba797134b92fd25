#pragma once
// Questions about what answers the items of the catalogues, and the fold of their events.

#include "disclosure/document_store.h"
#include "disclosure/duty_events.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

// The newest edition that a body published under an item, and how many there are.
struct DutyCount {
    std::string item, office;
    std::int64_t editions = 0;
    calendar::Instant newest;
};
// Of one catalogue (its id), or of all.
base::Result<std::vector<DutyCount>> list_duty_counts(const store::Reader& db, std::string_view catalogue);

// The newest documents under one item, at most `limit`.
base::Result<std::vector<PublishedLine>> list_duty_editions(const store::Reader& db, std::string_view item,
                                                            int limit);
base::Result<std::vector<DutyPlace>> list_duty_places(const store::Reader& db, std::string_view document);

// Published to everybody and not yet put with the catalogues, oldest first.
struct UnsortedEdition {
    std::string document;
    int edition = 0;
    calendar::Instant published;
};
base::Result<std::vector<UnsortedEdition>> list_unsorted(const store::Reader& db, int limit);

base::Result<> project_duty(store::Tx& tx, const ledger::Entry& entry);

}  // namespace disclosure
