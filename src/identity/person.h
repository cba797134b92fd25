#pragma once
// People: officials (public name and post, roles by body, an A/B pair for absence) and citizens (name and
// number sealed). Sign-in by password (argon2id) or one-time link; sessions are scratch rows named by the
// digest of their token.

#include "calendar/instant.h"
#include "identity/act.h"

#include <optional>
#include <string>
#include <vector>

namespace identity {

struct RoleRow {
    std::string role;
    std::string body;
};

struct Official {
    PersonId person;
    std::string key;  // p0001 of people.json
    std::string login;
    std::string name;
    std::string body;
    std::string post;
    std::string post_en;
    std::vector<RoleRow> roles;
    std::string backup;  // key of the B in the A/B pair
    bool absent = false;
    calendar::Instant password_set, link_made;  // ms 0: never
};

// The rights each role gives: counties/<name>/roles.json.
struct RoleDefinition {
    std::string role;
    std::string name;
    std::string name_en;
    std::vector<std::string> rights;
};
base::Result<std::vector<RoleDefinition>> parse_roles(std::string_view json);

// One line of x_rights(): what a module lets people do.
struct RightRow {
    std::string_view right;
    std::string_view sentence;
};
std::vector<RightRow> identity_rights();
std::vector<ledger::EventRow> identity_events();
std::vector<ledger::ProjectionRow> identity_projections(std::string_view tables_sql);

// Verbs. Entering people, roles and links ask for identity.manage for the body; presence and stand-ins are
// one's own, or ask for identity.presence or identity.manage for the body. Nobody gives or takes a role of
// their own.
base::Result<PersonId> enrol_official(Act& act, const Official& official);
base::Result<> grant_role(Act& act, PersonId person, const RoleRow& role,
                          const std::vector<RoleDefinition>& known);
base::Result<> revoke_role(Act& act, PersonId person, const RoleRow& role);
enum class Presence { Present, Absent };
base::Result<> mark_presence(Act& act, PersonId person,
                             Presence presence);  // AB角: the B gains A's rights while A is absent
base::Result<> name_backup(Act& act, PersonId person, PersonId backup);  // of the same body
base::Result<> authorise_roster(const Reading& reading, std::string_view body);
std::string subject_of(PersonId person);  // person/7
// Citizens: `number` is the identity number or USCC, checked by text::identifiers before. All of it goes to
// the vault.
struct CitizenDetails {
    std::string name;
    std::string number;
    std::string phone;
    std::string login;
    std::string password_hash;  // made on the pool, not inside the act
};
base::Result<PersonId> register_citizen(Act& act, const CitizenDetails& details);
// One's own, or of an official of a body one manages.
base::Result<> set_password(Act& act, PersonId person, std::string_view password_hash);

// Readings.
base::Result<std::vector<Official>> list_officials(const store::Reader& db);

// Who holds which post, whoever is away.
struct Seat {
    std::string role;
    std::string body;
    std::string person;  // key
    std::string backup;  // key of the B in the A/B pair, who holds A's posts while A is absent
};
base::Result<std::vector<Seat>> list_seats(const store::Reader& db);
base::Result<std::string> official_name(const store::Reader& db, PersonId person);  // empty: no official
base::Result<std::optional<Official>> find_official(const store::Reader& db, PersonId person);
// With what this person may do on that day, their own and as somebody's stand-in.
base::Result<Actor> actor_of(const store::Reader& db, PersonId person,
                             const std::vector<RoleDefinition>& roles, calendar::Date today);
base::Result<std::optional<PersonId>>
find_first_citizen(const store::Reader& db);  // of a demonstration county
struct Profile {
    std::string name;
    std::string number;
    std::string phone;
};
base::Result<Profile> citizen_profile(const Reading& reading, PersonId person);

}  // namespace identity
