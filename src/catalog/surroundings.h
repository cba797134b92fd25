#pragma once
// What a definition is held against when it is checked: laws, bodies, processes, themes and who holds which
// post. Made from what is active in a node, or from folders on disk.

#include "catalog/law.h"

#include <map>
#include <string>
#include <vector>

namespace catalog {

struct Seat {
    std::string role;
    std::string body;
    std::string person;  // key
    std::string backup;  // key of the B in the A/B pair, who holds A's posts while A is absent
};

struct Surroundings {
    LawRegister laws;
    std::vector<std::string> bodies;                            // codes of bodies in the roll
    std::map<std::string, std::string, std::less<>> processes;  // bundle by id
    std::vector<std::string> themes;
    std::vector<Seat> roster;                                              // empty: not known
    std::map<std::string, std::vector<std::string>, std::less<>> offices;  // bodies with items, by process
};

}  // namespace catalog
