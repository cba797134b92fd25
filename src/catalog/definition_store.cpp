#include "catalog/definition_store.h"

#include "catalog/definition_events.h"
#include "catalog/limits.h"

#include <algorithm>
#include <charconv>

namespace catalog {

namespace {

constexpr std::string_view kColumns =
    "kind, id, version, state, text, prepared_by, prepared_at, why, decided_by, decided_at, reason, "
    "effective, seq";

std::string select(std::string_view rest) {
    std::string sql = "SELECT ";
    sql.append(kColumns).append(" FROM definition ").append(rest);
    return sql;
}

DefinitionVersion read_version(const store::Rows& rows) {
    DefinitionVersion found;
    found.kind = kind_from(rows.text(0)).value_or(DefinitionKind::Item);
    found.id = rows.text(1);
    found.version = static_cast<int>(rows.integer(2));
    found.state = rows.text(3);
    found.text = rows.digest(4);
    found.prepared_by = identity::PersonId(rows.integer(5));
    found.prepared_at = calendar::Instant::of_seconds(rows.integer(6));
    found.why = rows.integer(7);
    found.decided_by = identity::PersonId(rows.integer(8));
    found.decided_at = calendar::Instant::of_seconds(rows.integer(9));
    found.reason = rows.integer(10);
    found.effective = calendar::Date{static_cast<std::int32_t>(rows.integer(11))};
    found.seq = rows.integer(12);
    return found;
}

base::Result<std::optional<DefinitionVersion>> first_of(base::Result<store::Rows> asked) {
    auto rows = TRY(std::move(asked));
    if (!TRY(rows.next())) return std::optional<DefinitionVersion>();
    return std::optional<DefinitionVersion>(read_version(rows));
}

base::Result<std::vector<DefinitionVersion>> all_of(base::Result<store::Rows> asked) {
    auto rows = TRY(std::move(asked));
    std::vector<DefinitionVersion> found;
    while (TRY(rows.next())) found.push_back(read_version(rows));
    return found;
}

}  // namespace

base::Result<> project_definition(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<DefinitionPrepared>()) {
        const auto event = entry.read<DefinitionPrepared>();
        constexpr std::string_view sql = R"sql(
            INSERT INTO definition(kind, id, version, state, text, prepared_by, prepared_at, why, decided_by,
                decided_at, reason, effective, seq) VALUES(?, ?, ?, 'prepared', ?, ?, ?, ?, 0, 0, 0, 0, ?)
            ON CONFLICT(kind, id, version) DO UPDATE SET state = excluded.state, text = excluded.text,
                prepared_by = excluded.prepared_by, prepared_at = excluded.prepared_at, why = excluded.why,
                decided_by = 0, decided_at = 0, reason = 0, seq = excluded.seq)sql";
        return tx.execute(sql, event.kind, event.id, event.version, event.text, entry.person,
                          entry.at.seconds(), event.why.item, entry.seq);
    }
    if (entry.is<DefinitionActivated>()) {
        const auto event = entry.read<DefinitionActivated>();
        constexpr std::string_view sql = R"sql(
            UPDATE definition SET state = 'active', decided_by = ?, decided_at = ?, effective = ?, seq = ?
            WHERE kind = ? AND id = ? AND version = ?)sql";
        return tx.execute(sql, entry.person, entry.at.seconds(), event.from.days, entry.seq, event.kind,
                          event.id, event.version);
    }
    if (entry.is<DefinitionReturned>()) {
        const auto event = entry.read<DefinitionReturned>();
        constexpr std::string_view sql = R"sql(
            UPDATE definition SET state = 'returned', decided_by = ?, decided_at = ?, reason = ?, seq = ?
            WHERE kind = ? AND id = ? AND version = ?)sql";
        return tx.execute(sql, entry.person, entry.at.seconds(), event.reason.item, entry.seq, event.kind,
                          event.id, event.version);
    }
    return base::Done{};
}

base::Result<int> last_active_version(const store::Reader& db, DefinitionKind kind, std::string_view id) {
    constexpr std::string_view sql = R"sql(
        SELECT version FROM definition WHERE kind = ? AND id = ? AND state = 'active'
        ORDER BY version DESC LIMIT 1)sql";
    auto rows = TRY(db.query(sql, kind_word(kind), id));
    return TRY(rows.next()) ? static_cast<int>(rows.integer(0)) : 0;
}

base::Result<std::optional<DefinitionVersion>> find_waiting(const store::Reader& db, DefinitionKind kind,
                                                            std::string_view id) {
    static const std::string sql =
        select("WHERE kind = ? AND id = ? AND state = 'prepared' ORDER BY version DESC LIMIT 1");
    return first_of(db.query(sql, kind_word(kind), id));
}

base::Result<std::optional<DefinitionVersion>> find_version(const store::Reader& db, DefinitionKind kind,
                                                            std::string_view id, int version) {
    static const std::string sql = select("WHERE kind = ? AND id = ? AND version = ? LIMIT 1");
    return first_of(db.query(sql, kind_word(kind), id, version));
}

base::Result<std::optional<DefinitionVersion>> find_latest(const store::Reader& db, std::string_view id) {
    static const std::string sql = select("WHERE id = ? ORDER BY version DESC LIMIT 1");
    return first_of(db.query(sql, id));
}

base::Result<std::vector<DefinitionVersion>> list_versions(const store::Reader& db, DefinitionKind kind,
                                                           std::string_view id, int limit) {
    static const std::string sql = select("WHERE kind = ? AND id = ? ORDER BY version DESC LIMIT ?");
    return all_of(db.query(sql, kind_word(kind), id, limit));
}

base::Result<std::vector<DefinitionVersion>> list_definitions(const store::Reader& db,
                                                              std::optional<DefinitionKind> kind, int limit) {
    // state sorts prepared and returned behind active; waiting ones are wanted first.
    static const std::string sql = select(R"sql(AS d
        WHERE (? = '' OR kind = ?) AND version =
            (SELECT max(version) FROM definition AS m WHERE m.kind = d.kind AND m.id = d.id)
        ORDER BY CASE state WHEN 'prepared' THEN 0 WHEN 'returned' THEN 1 ELSE 2 END, kind, id LIMIT ?)sql");
    const std::string_view word = kind ? kind_word(*kind) : std::string_view();
    return all_of(db.query(sql, word, word, limit));
}

namespace {

// Of versions by id and number, the last of each id.
std::vector<DefinitionVersion> newest_of(std::vector<DefinitionVersion> all) {
    std::vector<DefinitionVersion> newest;
    for (DefinitionVersion& version : all) {
        if (!newest.empty() && newest.back().id == version.id)
            newest.back() = std::move(version);
        else
            newest.push_back(std::move(version));
    }
    return newest;
}

base::Result<std::vector<ActiveText>> with_texts(const store::Reader& db,
                                                 std::vector<DefinitionVersion> versions) {
    std::vector<ActiveText> found;
    for (DefinitionVersion& version : versions) {
        std::string text = TRY(shelved_text(db, version.text));
        found.push_back({std::move(version), std::move(text)});
    }
    return found;
}

}  // namespace

base::Result<std::vector<DefinitionVersion>> list_active_versions(const store::Reader& db,
                                                                  DefinitionKind kind, calendar::Date day) {
    static const std::string sql =
        select("WHERE state = 'active' AND kind = ? AND effective <= ? ORDER BY id, version LIMIT ?");
    return newest_of(TRY(all_of(db.query(sql, kind_word(kind), day.days, kDefinitionsMax))));
}

base::Result<std::vector<ActiveText>> list_active(const store::Reader& db, DefinitionKind kind,
                                                  calendar::Date day) {
    auto versions = TRY(list_active_versions(db, kind, day));
    return with_texts(db, std::move(versions));
}

base::Result<std::vector<ActiveText>> list_active_until(const store::Reader& db, DefinitionKind kind,
                                                        std::int64_t seq) {
    static const std::string sql =
        select("WHERE state = 'active' AND kind = ? AND seq <= ? ORDER BY id, version LIMIT ?");
    auto versions = TRY(all_of(db.query(sql, kind_word(kind), seq, kDefinitionsMax)));
    return with_texts(db, newest_of(std::move(versions)));
}

base::Result<std::string> shelved_text(const store::Reader& db, const base::Digest& digest) {
    auto rows = TRY(db.query("SELECT bytes FROM shelf WHERE digest = ?", digest));
    if (!TRY(rows.next())) return base::Error(base::ErrorCode::NotFound, "definition.no_text", digest.hex());
    return std::string(rows.blob(0));
}

base::Result<std::optional<DefinitionVersion>> find_by_text(const store::Reader& db,
                                                            const base::Digest& digest) {
    static const std::string sql =
        select("WHERE text = ? AND state = 'active' ORDER BY version DESC LIMIT 1");
    return first_of(db.query(sql, digest));
}

base::Result<std::int64_t> last_change(const store::Reader& db) {
    auto definitions = TRY(db.query("SELECT seq FROM definition ORDER BY seq DESC LIMIT 1"));
    std::int64_t last = TRY(definitions.next()) ? definitions.integer(0) : 0;
    auto laws = TRY(db.query("SELECT seq FROM law_text ORDER BY seq DESC LIMIT 1"));
    if (TRY(laws.next())) last = std::max(last, laws.integer(0));
    return last;
}

namespace {

base::Result<std::string> stamp_of(base::Result<store::Rows> asked) {
    auto rows = TRY(std::move(asked));
    if (!TRY(rows.next())) return std::string();
    return std::to_string(rows.integer(0)) + ' ' + rows.digest(1).hex();
}

}  // namespace

base::Result<std::string> activation_stamp(const store::Reader& db) {
    constexpr std::string_view sql = R"sql(
        SELECT seq, text FROM definition
        WHERE state = 'active' AND kind IN ('bodies', 'themes', 'law', 'process')
        ORDER BY seq DESC LIMIT 1)sql";
    return stamp_of(db.query(sql));
}

base::Result<std::string> law_stamp(const store::Reader& db) {
    constexpr std::string_view sql = R"sql(
        SELECT seq, text FROM definition WHERE state = 'active' AND kind = 'law'
        ORDER BY seq DESC LIMIT 1)sql";
    return stamp_of(db.query(sql));
}

base::Result<DefinitionVersion> find_asked(const store::Reader& db, std::string_view asked) {
    const std::size_t at = asked.rfind('@');
    auto found = TRY(find_latest(db, asked.substr(0, at)));
    if (found && at != std::string_view::npos) {
        int number = 0;
        const std::string_view digits = asked.substr(at + 1);
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        found = TRY(find_version(db, found->kind, found->id, number));
    }
    if (!found) return base::Error(base::ErrorCode::NotFound, "definition.not_found", asked);
    return std::move(*found);
}

}  // namespace catalog
