#pragma once
// What the pages about duties share, those for everybody and those for the desks.

#include "disclosure/duty_board.h"
#include "disclosure/gov_model_pages.h"

namespace disclosure {

struct DutyBoard {
    std::vector<DutyUnit> roll;
    std::vector<DutyLine> lines;
};
// Roll and calendar are those of today.
base::Result<DutyBoard> stand(const DisclosureRoom& room, const identity::Reading& reading,
                              DutyBoardAsked asked);

std::string lamp_of(DutyLamp lamp);  // red warn normal none

void add_duty_desk_pages(web::Site& site);
std::vector<web::Route> duty_desk_routes(const DisclosureRoom& room);
void add_duty_sheet_pages(web::Site& site);
std::vector<web::Route> duty_sheet_routes(const DisclosureRoom& room);

}  // namespace disclosure
