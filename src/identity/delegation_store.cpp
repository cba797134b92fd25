#include "identity/delegation_store.h"

#include "identity/limits.h"
#include "identity/person_events.h"

namespace identity {

base::Result<> project_delegation(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<DelegationEnded>()) {
        const auto event = entry.read<DelegationEnded>();
        return tx.execute("UPDATE delegation SET ended = 1 WHERE person = ? AND n = ?", event.person.number(),
                          event.n);
    }
    const auto event = entry.read<DelegationGiven>();
    constexpr std::string_view sql = R"sql(
        INSERT INTO delegation(person, n, deputy, from_day, until_day, reason, ended)
        VALUES(?, ?, ?, ?, ?, ?, 0))sql";
    return tx.execute(sql, event.person.number(), event.n, event.deputy.number(), event.from.days,
                      event.until.days, event.reason.item);
}

base::Result<std::int64_t> last_delegation(const store::Reader& db, PersonId person) {
    auto rows =
        TRY(db.query("SELECT n FROM delegation WHERE person = ? ORDER BY n DESC LIMIT 1", person.number()));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

namespace {

base::Result<std::vector<Delegation>> all_of(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    std::vector<Delegation> found;
    while (TRY(rows.next())) {
        Delegation& one = found.emplace_back();
        one.person = PersonId(rows.integer(0));
        one.n = rows.integer(1);
        one.deputy = PersonId(rows.integer(2));
        one.from = {static_cast<std::int32_t>(rows.integer(3))};
        one.until = {static_cast<std::int32_t>(rows.integer(4))};
        one.reason = rows.integer(5);
        one.ended = rows.integer(6) != 0;
    }
    return found;
}

}  // namespace

base::Result<std::vector<Delegation>> list_given(const store::Reader& db, PersonId person) {
    constexpr std::string_view sql = R"sql(
        SELECT person, n, deputy, from_day, until_day, reason, ended FROM delegation WHERE person = ?
        ORDER BY n DESC LIMIT ?)sql";
    return all_of(db.query(sql, person.number(), kDelegationsShown));
}

base::Result<std::vector<Delegation>> list_held(const store::Reader& db, PersonId deputy,
                                                calendar::Date today) {
    constexpr std::string_view sql = R"sql(
        SELECT person, n, deputy, from_day, until_day, reason, ended FROM delegation
        WHERE ended = 0 AND deputy = ? AND until_day >= ? ORDER BY from_day, person LIMIT ?)sql";
    return all_of(db.query(sql, deputy.number(), today.days, kDelegationsShown));
}

base::Result<std::optional<Delegation>> find_delegation(const store::Reader& db, PersonId person,
                                                        std::int64_t n) {
    constexpr std::string_view sql = R"sql(
        SELECT person, n, deputy, from_day, until_day, reason, ended FROM delegation
        WHERE person = ? AND n = ?)sql";
    auto found = TRY(all_of(db.query(sql, person.number(), n)));
    if (found.empty()) return std::optional<Delegation>();
    return std::optional<Delegation>(std::move(found.front()));
}

base::Result<std::vector<Delegation>> list_touching(const store::Reader& db, const DelegationWish& wish) {
    constexpr std::string_view sql = R"sql(
        SELECT person, n, deputy, from_day, until_day, reason, ended FROM delegation
        WHERE ended = 0 AND from_day <= ? AND until_day >= ? AND (person = ? OR person = ? OR deputy = ?)
        ORDER BY person, n LIMIT ?)sql";
    return all_of(db.query(sql, wish.until.days, wish.from.days, wish.person.number(), wish.deputy.number(),
                           wish.person.number(), kOfficialsMax));
}

base::Result<std::vector<Delegation>> list_running(const store::Reader& db, calendar::Date day) {
    constexpr std::string_view sql = R"sql(
        SELECT person, n, deputy, from_day, until_day, reason, ended FROM delegation
        WHERE ended = 0 AND until_day >= ? AND from_day <= ? ORDER BY person LIMIT ?)sql";
    return all_of(db.query(sql, day.days, day.days, kOfficialsMax));
}

base::Result<bool> is_away(const store::Reader& db, PersonId person, calendar::Date day) {
    constexpr std::string_view sql = R"sql(
        SELECT 1 FROM delegation WHERE person = ? AND ended = 0 AND from_day <= ? AND until_day >= ?
        LIMIT 1)sql";
    auto rows = TRY(db.query(sql, person.number(), day.days, day.days));
    return TRY(rows.next());
}

base::Result<std::optional<PersonId>> find_stand_in(const store::Reader& db, PersonId person,
                                                    calendar::Date day) {
    // As list_principals: a deputy named for these days comes before the standing B.
    constexpr std::string_view sql = R"sql(
        SELECT deputy FROM delegation WHERE person = ? AND ended = 0 AND from_day <= ? AND until_day >= ?
        ORDER BY n DESC LIMIT 1)sql";
    auto rows = TRY(db.query(sql, person.number(), day.days, day.days));
    if (TRY(rows.next())) return std::optional<PersonId>(PersonId(rows.integer(0)));
    auto backup = TRY(db.query(R"sql(
        SELECT b.person FROM person a JOIN person b ON b.person_key = a.backup
        WHERE a.person = ? AND a.absent = 1 AND a.backup <> '' LIMIT 1)sql",
                               person.number()));
    if (!TRY(backup.next())) return std::optional<PersonId>();
    return std::optional<PersonId>(PersonId(backup.integer(0)));
}

base::Result<std::vector<PersonId>> list_principals(const store::Reader& db, PersonId person,
                                                    std::string_view key, calendar::Date day) {
    // A deputy named for these days comes before the standing B.
    constexpr std::string_view sql = R"sql(
        SELECT d.person FROM delegation d
        WHERE d.ended = 0 AND d.deputy = ? AND d.until_day >= ? AND d.from_day <= ?
        UNION
        SELECT p.person FROM person p WHERE p.absent = 1 AND p.backup = ? AND NOT EXISTS (
            SELECT 1 FROM delegation r WHERE r.person = p.person AND r.ended = 0 AND r.from_day <= ?
                AND r.until_day >= ?)
        ORDER BY 1 LIMIT 20)sql";
    auto rows = TRY(db.query(sql, person.number(), day.days, day.days, key, day.days, day.days));
    std::vector<PersonId> found;
    while (TRY(rows.next())) found.emplace_back(rows.integer(0));
    return found;
}

}  // namespace identity
