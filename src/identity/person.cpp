#include "identity/person.h"

#include "base/json_keys.h"
#include "identity/delegation_store.h"
#include "identity/limits.h"
#include "identity/person_events.h"
#include "identity/person_store.h"
#include "identity/sign_in_store.h"

#include <algorithm>

namespace identity {

namespace {

Official read_official(const PersonRow& row) {
    Official official;
    official.person = row.person;
    official.key = row.key;
    official.body = row.body;
    official.backup = row.backup;
    official.absent = row.absent;
    official.password_set = row.password_set;
    official.link_made = row.link_made;
    auto card = base::parse_json(row.card);
    if (card.ok()) {
        official.login = card.value().string_or("login");
        official.name = card.value().string_or("name");
        official.post = card.value().string_or("post");
        official.post_en = card.value().string_or("post_en");
    }
    return official;
}

std::string card_of(const Official& official) {
    std::string card;
    base::JsonWriter(card)
        .open_object()
        .member("login", official.login)
        .member("name", official.name)
        .member("post", official.post)
        .member("post_en", official.post_en)
        .close_object();
    return card;
}

// RoleGranted or RoleRevoked: the same fields, the same subject.
template <class Event>
base::Result<> record_role(Act& act, PersonId person, const RoleRow& role) {
    Event event;
    event.person = person;
    event.role = TRY(base::Code::parse(role.role));
    if (!role.body.empty()) event.body = TRY(base::Code::parse(role.body));
    return act.record(subject_of(person), event);
}

bool holds(const std::vector<RoleRow>& roles, const RoleRow& role) {
    return std::any_of(roles.begin(), roles.end(),
                       [&](const RoleRow& held) { return held.role == role.role && held.body == role.body; });
}

}  // namespace

std::string subject_of(PersonId person) {
    return "person/" + std::to_string(person.number());
}

base::Result<> authorise_roster(const Reading& reading, std::string_view body) {
    if (reading.actor.may("identity.manage", body)) return base::Done{};
    return authorise(reading, "identity.presence", body);
}

namespace {

base::Result<> only_known(const base::Json& object, std::span<const base::KeyRule> known) {
    const auto fault = base::find_key_fault(object, known);
    if (!fault) return base::Done{};
    const std::string place = "roles.json:" + std::to_string(fault->line);
    return base::Error(base::ErrorCode::Invalid, "definition.bad", place + ": " + fault->what)
        .with("place", place)
        .with("what", fault->what);
}

}  // namespace

base::Result<std::vector<RoleDefinition>> parse_roles(std::string_view json) {
    const auto parsed = TRY(base::parse_json(json, base::JsonComments::Allowed));
    constexpr base::KeyRule of_file[] = {{"roles", "l"}};
    constexpr base::KeyRule of_role[] = {{"role", "s"}, {"name", "s"}, {"name_en", "s"}, {"rights", "l"}};
    TRY(only_known(parsed, of_file));
    std::vector<RoleDefinition> found;
    for (const base::Json& role : parsed.list("roles")) {
        TRY(only_known(role, of_role));
        RoleDefinition& definition = found.emplace_back();
        definition.role = role.string_or("role");
        definition.name = role.string_or("name");
        definition.name_en = role.string_or("name_en");
        for (const base::Json& right : role.list("rights")) definition.rights.push_back(right.text);
        if (definition.role.empty()) {
            return base::Error(base::ErrorCode::Invalid, "identity.role_without_name",
                               std::to_string(role.line));
        }
    }
    return found;
}

std::vector<RightRow> identity_rights() {
    return {{"identity.manage", "Enter officials, grant and revoke roles, make sign-in links."},
            {"identity.presence", "Mark absence and name who stands in, among the people of one's own body."},
            {"identity.open_sealed", "Open a sealed name, number or contact with a stated reason."}};
}

std::vector<ledger::EventRow> identity_events() {
    return {ledger::event_row<OfficialEnrolled>("An official was entered in the roster."),
            ledger::event_row<CitizenRegistered>("A citizen or firm opened an account."),
            ledger::event_row<RoleGranted>("A person was given a role for a body.", {"role"}),
            ledger::event_row<RoleRevoked>("A person's role for a body was taken back.", {"role"}),
            ledger::event_row<PresenceMarked>(
                "An official was marked absent or present; the B of the pair stands in."),
            ledger::event_row<BackupNamed>("An official was given the B who stands in when absent."),
            ledger::event_row<DelegationGiven>("For a span of days a deputy acts with an official's rights."),
            ledger::event_row<DelegationEnded>("A delegation was taken back before its last day."),
            ledger::event_row<PasswordChanged>("An account was given a new password."),
            ledger::event_row<LinkMade>("A one-time sign-in link was made for an official."),
            ledger::event_row<SealedRead>("An official opened a sealed item for a stated reason.")};
}

std::vector<ledger::ProjectionRow> identity_projections(std::string_view tables_sql) {
    return {{"identity",
             tables_sql,
             {OfficialEnrolled::kKind.name, CitizenRegistered::kKind.name, RoleGranted::kKind.name,
              RoleRevoked::kKind.name, PresenceMarked::kKind.name, BackupNamed::kKind.name,
              DelegationGiven::kKind.name, DelegationEnded::kKind.name, PasswordChanged::kKind.name,
              LinkMade::kKind.name},
             ledger::begin_plain<project_person>}};
}

base::Result<PersonId> enrol_official(Act& act, const Official& official) {
    TRY(authorise(act, "identity.manage", official.body));
    const auto taken = TRY(find_person_by_key(act.db, official.key));
    if (taken) return base::Error(base::ErrorCode::Conflict, "identity.key_taken", official.key).at("login");
    if (!official.login.empty() && TRY(login_taken(act.db, official.login)))
        return base::Error(base::ErrorCode::Conflict, "identity.login_taken").at("login");
    OfficialEnrolled event;
    event.person = TRY(next_person(act.db));
    event.key = TRY(base::Code::parse(official.key));
    event.body = TRY(base::Code::parse(official.body));
    if (!official.backup.empty()) event.backup = TRY(base::Code::parse(official.backup));
    event.card = TRY(act.shelve(card_of(official)));
    TRY(act.record(subject_of(event.person), event));
    for (const RoleRow& role : official.roles) {
        TRY(authorise(act, "identity.manage", role.body));
        TRY(record_role<RoleGranted>(act, event.person, role));
    }
    if (!official.login.empty())
        TRY(keep_login(act.scratch(), event.person, official.login, {}, LoginKind::Staff));
    return event.person;
}

base::Result<> grant_role(Act& act, PersonId person, const RoleRow& role,
                          const std::vector<RoleDefinition>& known) {
    TRY(authorise(act, "identity.manage", role.body));
    TRY(official_row(act.db, person));
    if (act.actor.person == person)
        return base::Error(base::ErrorCode::Conflict, "identity.own_role").at("role");
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const RoleDefinition& one) { return one.role == role.role; });
    if (found == known.end())
        return base::Error(base::ErrorCode::Invalid, "identity.no_such_role").at("role");
    // Whoever manages one body cannot make others managers; that is the county's own.
    const bool manages =
        std::find(found->rights.begin(), found->rights.end(), "identity.manage") != found->rights.end();
    if (manages) TRY(authorise(act, "identity.manage", {}));
    const auto held = TRY(list_roles(act.db, person));
    if (holds(held, role)) return base::Error(base::ErrorCode::Conflict, "identity.role_held").at("role");
    if (held.size() >= kRolesPerPersonMax) {
        return base::Error(base::ErrorCode::Conflict, "identity.roles_full")
            .with("max", std::to_string(kRolesPerPersonMax))
            .at("role");
    }
    return record_role<RoleGranted>(act, person, role);
}

base::Result<> revoke_role(Act& act, PersonId person, const RoleRow& role) {
    TRY(authorise(act, "identity.manage", role.body));
    // So a county never loses its last manager by a slip.
    if (act.actor.person == person)
        return base::Error(base::ErrorCode::Conflict, "identity.own_role").at("role");
    const auto held = TRY(list_roles(act.db, person));
    if (!holds(held, role))
        return base::Error(base::ErrorCode::Conflict, "identity.role_not_held").at("role");
    return record_role<RoleRevoked>(act, person, role);
}

base::Result<> mark_presence(Act& act, PersonId person, Presence presence) {
    const PersonRow row = TRY(official_row(act.db, person));
    if (act.actor.person != person) TRY(authorise_roster(act, row.body));
    const bool absent = presence == Presence::Absent;
    if (row.absent == absent)
        return base::Error(base::ErrorCode::Conflict, "identity.presence_unchanged").at("presence");
    if (absent) {
        const auto backup = TRY(find_person_by_key(act.db, row.backup));
        if (row.backup.empty() || !backup)
            return base::Error(base::ErrorCode::Conflict, "identity.no_backup").at("presence");
        const PersonRow second = TRY(official_row(act.db, *backup));
        if (second.absent || TRY(is_away(act.db, *backup, act.now.date())))
            return base::Error(base::ErrorCode::Conflict, "identity.backup_away").at("presence");
    }
    return act.record(subject_of(person), PresenceMarked{person, absent});
}

base::Result<> name_backup(Act& act, PersonId person, PersonId backup) {
    const PersonRow row = TRY(official_row(act.db, person));
    TRY(authorise_roster(act, row.body));
    const PersonRow second = TRY(official_row(act.db, backup));
    if (person == backup) return base::Error(base::ErrorCode::Invalid, "delegation.same_person").at("backup");
    if (row.body != second.body)
        return base::Error(base::ErrorCode::Invalid, "delegation.other_body").at("backup");
    if (row.backup == second.key)
        return base::Error(base::ErrorCode::Conflict, "identity.backup_unchanged").at("backup");
    return act.record(subject_of(person), BackupNamed{person, base::Code::of(second.key)});
}

base::Result<PersonId> register_citizen(Act& act, const CitizenDetails& details) {
    if (TRY(login_taken(act.db, details.login))) {
        return base::Error(base::ErrorCode::Conflict, "register.login_taken").at("login");
    }
    const PersonId person = TRY(next_person(act.db));
    std::string sealed;
    base::JsonWriter(sealed)
        .open_object()
        .member("name", details.name)
        .member("number", details.number)
        .member("phone", details.phone)
        .close_object();
    CitizenRegistered event{person, {}};
    const std::string owner = subject_of(person);
    event.details = TRY(
        act.seal({owner, sealed, {}, {store::index_term(details.name), store::index_term(details.number)}}));
    TRY(act.record(owner, event));
    TRY(keep_login(act.scratch(), person, details.login, details.password_hash, LoginKind::Citizen));
    return person;
}

base::Result<> set_password(Act& act, PersonId person, std::string_view password_hash) {
    if (act.actor.person != person) {
        const PersonRow row = TRY(official_row(act.db, person));
        TRY(authorise(act, "identity.manage", row.body));
    }
    TRY(act.record(subject_of(person), PasswordChanged{person}));
    return keep_password(act.scratch(), person, password_hash);
}

base::Result<std::vector<Official>> list_officials(const store::Reader& db) {
    std::vector<Official> found;
    for (const PersonRow& row : TRY(list_official_rows(db, kOfficialsMax))) {
        found.push_back(read_official(row));
        found.back().roles = TRY(list_roles(db, row.person));
    }
    return found;
}

base::Result<std::string> official_name(const store::Reader& db, PersonId person) {
    const auto row = TRY(find_person_row(db, person));
    return row && row->staff ? read_official(*row).name : std::string();
}

base::Result<std::optional<Official>> find_official(const store::Reader& db, PersonId person) {
    const auto row = TRY(find_person_row(db, person));
    if (!row || !row->staff) return std::optional<Official>();
    Official official = read_official(*row);
    official.roles = TRY(list_roles(db, person));
    return std::optional<Official>(std::move(official));
}

namespace {

base::Result<> add_grants(const store::Reader& db, PersonId holder, std::int64_t for_person,
                          const std::vector<RoleDefinition>& roles, Actor& actor) {
    for (const RoleRow& held : TRY(list_roles(db, holder))) {
        const auto known = std::find_if(roles.begin(), roles.end(),
                                        [&](const RoleDefinition& role) { return role.role == held.role; });
        if (known == roles.end()) continue;
        if (for_person == 0) actor.roles.push_back(held.role);
        for (const std::string& right : known->rights) {
            actor.grants.push_back({right, held.body, held.role, for_person});
        }
    }
    return base::Done{};
}

}  // namespace

base::Result<Actor> actor_of(const store::Reader& db, PersonId person,
                             const std::vector<RoleDefinition>& roles, calendar::Date today) {
    const auto row = TRY(find_person_row(db, person));
    if (!row) return base::Error(base::ErrorCode::NotFound, "identity.no_such_person");
    Actor actor;
    actor.person = person;
    if (!row->staff) {
        actor.is_citizen = true;
        return actor;
    }
    const Official official = read_official(*row);
    actor.is_staff = true;
    actor.name = official.name;
    actor.post = official.post;
    actor.body = official.body;
    // Away: the B acts, and A has no rights until marked present or the delegation is over.
    if (row->absent || TRY(is_away(db, person, today))) return actor;
    TRY(add_grants(db, person, 0, roles, actor));
    for (const PersonId principal : TRY(list_principals(db, person, row->key, today))) {
        TRY(add_grants(db, principal, principal.number(), roles, actor));
    }
    return actor;
}

base::Result<Profile> citizen_profile(const Reading& reading, PersonId person) {
    const auto row = TRY(find_person_row(reading.db, person));
    if (!row || row->staff || reading.actor.person != person) {
        return base::Error(base::ErrorCode::NotFound, "identity.no_such_person");
    }
    const std::string opened = TRY(reading.office.vault.open(reading.db, row->sealed));
    const base::Json details = TRY(base::parse_json(opened));
    return Profile{std::string(details.string_or("name")), std::string(details.string_or("number")),
                   std::string(details.string_or("phone"))};
}

}  // namespace identity
