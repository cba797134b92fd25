#pragma once
// What the pages of the roster share: who may look after which body, how a person's place today is told,
// lists to choose from. For pages only.

#include "casework/handler_pages.h"
#include "casework/wording_pages.h"
#include "identity/roster.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

bool may_manage(const identity::Actor& actor, std::string_view body);  // people, roles, links
bool may_tend(const identity::Actor& actor, std::string_view body);    // presence and stand-ins

std::string person_url(PersonId person);
// "" the whole county
std::string roster_body_name(const Teller& teller, std::string_view body);
// Bodies whose people this reader manages; with the whole county, as "all", where that is theirs.
std::vector<OptionRow> managed_bodies(const Teller& teller, std::string_view chosen);
std::vector<OptionRow> role_options(const Teller& teller, std::string_view chosen);

// Where somebody is today, in words; state: here, away (somebody stands in), bare (nobody does).
struct PlaceWords {
    std::string state, words;
};
PlaceWords place_words(const Teller& teller, const identity::Roster& roster,
                       const identity::Official& official);

// One role of one person, as rows and forms name it.
struct RoleHeldRow {
    std::string role, body, role_code, body_code;
    void fields(auto& visit) {
        visit("role", role), visit("body", body), visit("role_code", role_code),
            visit("body_code", body_code);
    }
};
std::vector<RoleHeldRow> role_rows(const Teller& teller, const identity::Official& official);

}  // namespace casework
