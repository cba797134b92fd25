#pragma once
// All SQL about delegations (AB角).

#include "identity/delegation.h"
#include "ledger/journal.h"

namespace identity {

base::Result<> project_delegation(store::Tx& tx, const ledger::Entry& entry);
base::Result<std::int64_t> last_delegation(const store::Reader& db, PersonId person);  // 0: none yet
base::Result<std::optional<Delegation>> find_delegation(const store::Reader& db, PersonId person,
                                                        std::int64_t n);
// All that touch the days of this wish and in which either of the two stands.
base::Result<std::vector<Delegation>> list_touching(const store::Reader& db, const DelegationWish& wish);
base::Result<bool> is_away(const store::Reader& db, PersonId person, calendar::Date day);  // by a delegation
// Those who are away that day and for whom this person, whose roster key is `key`, stands in.
base::Result<std::vector<PersonId>> list_principals(const store::Reader& db, PersonId person,
                                                    std::string_view key, calendar::Date day);

// Who stands in for a person who is away that day: the deputy named for it, else the B of the pair.
base::Result<std::optional<PersonId>> find_stand_in(const store::Reader& db, PersonId person,
                                                    calendar::Date day);

}  // namespace identity
