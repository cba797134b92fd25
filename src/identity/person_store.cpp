#include "identity/person_store.h"

#include "identity/delegation_store.h"
#include "identity/limits.h"
#include "identity/person_events.h"

namespace identity {

base::Result<> project_person(store::Tx& tx, const ledger::Entry& entry) {
    constexpr std::string_view insert = R"sql(
        INSERT INTO person(person, staff, person_key, body, card, sealed, backup, absent, password_set,
            link_made) VALUES(?, ?, ?, ?, ?, ?, ?, 0, 0, 0))sql";
    if (entry.is<OfficialEnrolled>()) {
        const auto event = entry.read<OfficialEnrolled>();
        return tx.execute(insert, event.person.number(), 1, event.key, event.body, event.card, 0,
                          event.backup);
    }
    if (entry.is<CitizenRegistered>()) {
        const auto event = entry.read<CitizenRegistered>();
        return tx.execute(insert, event.person.number(), 0, "", "", store::Value(), event.details.item, "");
    }
    if (entry.is<RoleGranted>()) {
        const auto event = entry.read<RoleGranted>();
        return tx.execute(
            "INSERT INTO person_role(person, role, body) VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
            event.person.number(), event.role, event.body);
    }
    if (entry.is<RoleRevoked>()) {
        const auto event = entry.read<RoleRevoked>();
        return tx.execute("DELETE FROM person_role WHERE person = ? AND role = ? AND body = ?",
                          event.person.number(), event.role, event.body);
    }
    if (entry.is<PresenceMarked>()) {
        const auto event = entry.read<PresenceMarked>();
        return tx.execute("UPDATE person SET absent = ? WHERE person = ?", event.absent ? 1 : 0,
                          event.person.number());
    }
    if (entry.is<BackupNamed>()) {
        const auto event = entry.read<BackupNamed>();
        return tx.execute("UPDATE person SET backup = ? WHERE person = ?", event.backup,
                          event.person.number());
    }
    if (entry.is<PasswordChanged>()) {
        return tx.execute("UPDATE person SET password_set = ? WHERE person = ?", entry.at.seconds(),
                          entry.read<PasswordChanged>().person.number());
    }
    if (entry.is<LinkMade>()) {
        return tx.execute("UPDATE person SET link_made = ? WHERE person = ?", entry.at.seconds(),
                          entry.read<LinkMade>().person.number());
    }
    return project_delegation(tx, entry);
}

base::Result<PersonId> next_person(const store::Reader& db) {
    auto rows = TRY(db.query("SELECT person FROM person ORDER BY person DESC LIMIT 1"));
    return PersonId(TRY(rows.next()) ? rows.integer(0) + 1 : 1);
}

base::Result<std::optional<PersonId>> find_person_by_key(const store::Reader& db, std::string_view key) {
    auto rows = TRY(db.query("SELECT person FROM person WHERE person_key = ? LIMIT 1", key));
    if (!TRY(rows.next())) return std::optional<PersonId>();
    return std::optional<PersonId>(PersonId(rows.integer(0)));
}

base::Result<std::optional<PersonId>> find_first_citizen(const store::Reader& db) {
    auto rows = TRY(db.query("SELECT person FROM person WHERE staff = 0 ORDER BY person LIMIT 1"));
    if (!TRY(rows.next())) return std::optional<PersonId>();
    return std::optional<PersonId>(PersonId(rows.integer(0)));
}

namespace {

PersonRow read_row(const store::Rows& rows) {
    PersonRow row;
    row.person = PersonId(rows.integer(0));
    row.staff = rows.integer(1) != 0;
    row.key = rows.text(2);
    row.body = rows.text(3);
    row.backup = rows.text(4);
    row.absent = rows.integer(5) != 0;
    row.sealed = rows.integer(6);
    row.card = rows.blob(7);
    row.password_set = calendar::Instant::of_seconds(rows.integer(8));
    row.link_made = calendar::Instant::of_seconds(rows.integer(9));
    return row;
}

}  // namespace

base::Result<std::optional<PersonRow>> find_person_row(const store::Reader& db, PersonId person) {
    constexpr std::string_view sql = R"sql(
        SELECT p.person, p.staff, p.person_key, p.body, p.backup, p.absent, p.sealed, s.bytes, p.password_set,
            p.link_made FROM person p
        LEFT JOIN shelf s ON s.digest = p.card WHERE p.person = ?)sql";
    auto rows = TRY(db.query(sql, person.number()));
    if (!TRY(rows.next())) return std::optional<PersonRow>();
    return std::optional<PersonRow>(read_row(rows));
}

base::Result<PersonRow> official_row(const store::Reader& db, PersonId person) {
    auto row = TRY(find_person_row(db, person));
    if (!row || !row->staff) return base::Error(base::ErrorCode::NotFound, "identity.no_such_official");
    return std::move(*row);
}

base::Result<std::vector<PersonRow>> list_official_rows(const store::Reader& db, int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT p.person, p.staff, p.person_key, p.body, p.backup, p.absent, p.sealed, s.bytes, p.password_set,
            p.link_made FROM person p
        LEFT JOIN shelf s ON s.digest = p.card WHERE p.staff = 1 ORDER BY p.person LIMIT ?)sql";
    auto rows = TRY(db.query(sql, limit));
    std::vector<PersonRow> found;
    while (TRY(rows.next())) found.push_back(read_row(rows));
    return found;
}

base::Result<std::vector<PersonId>> list_holders(const store::Reader& db, std::string_view role,
                                                 std::string_view body) {
    auto rows =
        TRY(db.query("SELECT person FROM person_role WHERE role = ? AND body = ? ORDER BY person LIMIT ?",
                     role, body, kOfficialsMax));
    std::vector<PersonId> found;
    while (TRY(rows.next())) found.emplace_back(rows.integer(0));
    return found;
}

base::Result<std::vector<RoleRow>> list_roles(const store::Reader& db, PersonId person) {
    auto rows =
        TRY(db.query("SELECT role, body FROM person_role WHERE person = ? ORDER BY role, body LIMIT 100",
                     person.number()));
    std::vector<RoleRow> found;
    while (TRY(rows.next())) found.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
    return found;
}

base::Result<std::vector<Seat>> list_seats(const store::Reader& db) {
    constexpr std::string_view sql = R"sql(
        SELECT person_role.role, person_role.body, person.person_key, person.backup
        FROM person JOIN person_role ON person_role.person = person.person WHERE person.staff = 1
        ORDER BY person.person, person_role.role, person_role.body LIMIT ?)sql";
    auto rows = TRY(db.query(sql, kSeatsMax));
    std::vector<Seat> found;
    while (TRY(rows.next()))
        found.push_back(Seat{std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                             std::string(rows.text(3))});
    return found;
}

}  // namespace identity
