#pragma once
// Actor: who asks, for which body, with which rights, from where. Made at sign-in (identity) and handed to
// every verb.

#include "base/types.h"

#include <string>
#include <string_view>
#include <vector>

namespace identity {

struct PersonTag {};
using PersonId = base::Id<PersonTag>;  // officials and citizens alike; 0: nobody signed in

// A right, exercised for one body. body "" means every body (supervision, administration).
struct Grant {
    std::string right;            // e.g. casework.decide
    std::string body;             // e.g. 012
    std::string role;             // the role that gives it, e.g. head
    std::int64_t for_person = 0;  // not 0: exercised as the B of this absent A (AB角)
};

enum class Door { Public, SignedIn, Citizen, Staff };  // who may knock; rights are checked in the verb

struct Actor {
    PersonId person;
    std::string name;  // for display only; citizens' names come from the vault
    std::string post;
    std::string body;  // home body of an official; empty for citizens
    std::vector<Grant> grants;
    std::vector<std::string> roles;
    std::string via = "web";  // web hall phone api peer clock
    bool is_staff = false;
    bool is_citizen = false;

    bool may(std::string_view right) const;                         // for some body
    bool may(std::string_view right, std::string_view body) const;  // for this body
    bool has_role(std::string_view role, std::string_view body) const;
};

Actor nobody();                                // a visitor without an account
Actor system_clock_actor();                    // system/clock, via clock
Actor office_actor(std::string_view command);  // the operator at the command line

}  // namespace identity
