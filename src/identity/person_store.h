#pragma once
// All SQL about people and roles.

#include "identity/person.h"

#include <optional>

namespace identity {

base::Result<> project_person(store::Tx& tx, const ledger::Entry& entry);
base::Result<PersonId> next_person(const store::Reader& db);
base::Result<std::optional<PersonId>> find_person_by_key(const store::Reader& db, std::string_view key);

struct PersonRow {
    PersonId person;
    bool staff = false;
    std::string key;
    std::string body;
    std::string backup;
    bool absent = false;
    std::int64_t sealed = 0;                    // vault item of a citizen's details
    calendar::Instant password_set, link_made;  // ms 0: never
    std::string card;                           // shelved JSON of an official
};
base::Result<std::optional<PersonRow>> find_person_row(const store::Reader& db, PersonId person);
base::Result<PersonRow> official_row(const store::Reader& db, PersonId person);  // identity.no_such_official
base::Result<std::vector<PersonRow>> list_official_rows(const store::Reader& db, int limit);
base::Result<std::vector<RoleRow>> list_roles(const store::Reader& db, PersonId person);
// Who holds this role for this body, there or not.
base::Result<std::vector<PersonId>> list_holders(const store::Reader& db, std::string_view role,
                                                 std::string_view body);
}  // namespace identity
