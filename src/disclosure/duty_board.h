#pragma once
// How the county stands with its catalogues: item by item and body by body, from what was published and the
// work calendar of today. Counts are of what is there; nothing is called published that has no document.

#include "disclosure/duty_verbs.h"

#include <map>

namespace disclosure {

// The duty of one body under one item.
struct DutyLine {
    const DutyCatalogue* catalogue = nullptr;
    const CatalogItem* item = nullptr;
    std::string place;  // social-assistance/05
    std::string unit;
    bool of_township = false;
    DutyStanding standing;
    std::int64_t editions = 0;
    calendar::Instant newest;
};

struct DutyBoardAsked {
    std::string_view catalogue;  // its id; empty: all
    std::string_view unit;       // its code; empty: all
    const std::vector<DutyUnit>* roll = nullptr;
    const calendar::WorkCalendar* days = nullptr;  // null: nothing falls due
};
// In the order of the book. The lines point into the book.
base::Result<std::vector<DutyLine>> list_duty_lines(const identity::Reading& reading, const DutyBook& book,
                                                    const DutyBoardAsked& asked);

// What the public is told of an item: late when a body that leads it is late, published when a document is
// there.
struct ItemStanding {
    DutyLamp lamp = DutyLamp::NotYet;
    calendar::Date next;   // soonest
    calendar::Date since;  // late: longest ago
    std::int64_t editions = 0;
    int townships = 0, townships_published = 0;
};
std::map<std::string, ItemStanding, std::less<>> items_of(const std::vector<DutyLine>& lines);  // by place

struct DutyTally {
    int items = 0, met = 0, late = 0, near = 0, not_yet = 0;
    void add(DutyLamp lamp);
};

}  // namespace disclosure
