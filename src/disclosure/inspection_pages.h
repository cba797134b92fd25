#pragma once
// Self-inspection of the whole site: pages as a visitor gets them, and what is on record.

#include "disclosure/disclosure_pages.h"
#include "disclosure/inspection.h"

#include <vector>

namespace disclosure {

struct Inspection {
    calendar::Instant at;
    int pages = 0;  // looked at
    std::vector<InspectionRule> rules;
    Findings findings;
    int found(std::string_view rule) const;
};
base::Result<Inspection> inspect_site(const DisclosureRoom& room, const identity::Reading& reading);
std::string inspection_json(const Inspection& inspection);

void add_inspection_pages(web::Site& site);
std::vector<web::Route> inspection_routes(const DisclosureRoom& room);

}  // namespace disclosure
