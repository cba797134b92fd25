#pragma once
// What an act sets in motion outside its own matter: the effects of its outcomes run, parts begin, the end of
// a part is told to the whole. Used by the verbs; every matter is received here, whoever filed it.

#include "casework/practice.h"
#include "identity/act.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

void pin_versions(identity::Act& act, const Handling& handling);
// By what a sealed applicant is found again; who gave no name is found by the number of the matter alone.
std::vector<std::string> terms_of(std::string_view name, std::string_view number);
// Empty stays empty.
base::Result<Code> code_or_none(std::string_view text);
base::Result<VaultRef> seal_text(identity::Act& act, const std::string& subject, std::string_view text);

// The next number of the day at the accountable body.
base::Result<> number_filing(const identity::Act& act, const Handling& handling, Filing& filing);
// The bodies of the county whose function the process names; whatever was typed for them is dropped.
void set_county_facts(const Practice& practice, const Handling& handling, Filing& filing);
// Call last in the act of a matter: after its own event was recorded.
base::Result<> follow(identity::Act& act, const Practice& practice, const Handling& handling,
                      std::string_view number, const Turn& turn);

}  // namespace casework
