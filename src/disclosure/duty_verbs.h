#pragma once
// 归集 by rule and by hand: what was published is put with the items of the catalogues that it answers.

#include "catalog/catalogue.h"
#include "disclosure/duty.h"
#include "disclosure/duty_store.h"
#include "identity/act.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace disclosure {

std::vector<DutyUnit> duty_roll(const catalog::Catalogue& catalogue);

// The catalogues the program carries.
struct DutyBook {
    std::vector<DutyCatalogue> catalogues;  // in their order
    const DutyCatalogue* find(std::string_view catalogue) const;
    const CatalogItem* item(std::string_view place) const;  // social-assistance/05
};
// `files`: path and bytes; those below definitions/catalogues/ are read.
base::Result<DutyBook>
read_duty_book(const std::vector<std::pair<std::string_view, std::string_view>>& files);

inline constexpr int kSortedPerAct = 50;
inline constexpr std::size_t kPlacesMax = 60;  // of one document

// What was published since is put with its items; returns how many documents were looked at, 0 when none is
// left. Begun by the clock.
base::Result<int> sort_published(identity::Act& act, const DutyBook& book, const std::vector<DutyUnit>& roll);

// disclosure.draft at the document's body. Invalid duty.no_such_item; the list replaces what the rule found.
base::Result<> sort_by_hand(identity::Act& act, const DutyBook& book, const std::vector<DutyUnit>& roll,
                            std::string_view document, const std::vector<std::string>& items);

}  // namespace disclosure
