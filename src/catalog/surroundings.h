#pragma once
// What a definition is held against when it is checked: laws, bodies, processes, themes and who holds which
// post. Made from what is active in a node, or from folders on disk.

#include "catalog/law.h"
#include "identity/person.h"

#include <map>
#include <string>
#include <vector>

namespace catalog {

using identity::Seat;

struct Surroundings {
    LawRegister laws;
    std::vector<std::string> bodies;                            // codes of bodies in the roll
    std::vector<std::string> functions;                         // that some body of the roll has
    std::map<std::string, std::string, std::less<>> processes;  // bundle by id
    std::vector<std::string> themes;
    std::vector<Seat> roster;  // empty: not known
    std::string hall;          // the body that runs the windows
    // Bodies by process: those that answer for its items, and those that its joint items ask.
    std::map<std::string, std::vector<std::string>, std::less<>> offices, members;
};

// Notes who answers for an item, and whom it asks; a text that is no item is passed over.
void add_offices(std::string_view item, Surroundings& around);

}  // namespace catalog
