#include "identity/sign_in_store.h"

#include "crypto/digest.h"
#include "identity/limits.h"

namespace identity {

namespace {

base::Digest digest_of_login(std::string_view login) {
    return crypto::sha256(store::index_term(login));
}

}  // namespace

base::Result<> keep_login(store::Tx& tx, PersonId person, std::string_view login, std::string_view hash,
                          LoginKind kind) {
    return tx.execute(
        "INSERT INTO password(login, person, staff, hash, failures, locked_until) VALUES(?, ?, ?, ?, 0, 0)",
        digest_of_login(login), person.number(), kind == LoginKind::Staff ? 1 : 0, hash);
}

base::Result<> keep_password(store::Tx& tx, PersonId person, std::string_view hash) {
    return tx.execute("UPDATE password SET hash = ?, failures = 0, locked_until = 0 WHERE person = ?", hash,
                      person.number());
}

base::Result<bool> login_taken(const store::Reader& db, std::string_view login) {
    auto rows = TRY(db.query("SELECT 1 FROM password WHERE login = ?", digest_of_login(login)));
    return TRY(rows.next());
}

namespace {

base::Result<std::optional<PasswordRow>> read_password(store::Rows& rows) {
    if (!TRY(rows.next())) return std::optional<PasswordRow>();
    return std::optional<PasswordRow>(
        PasswordRow{PersonId(rows.integer(0)), rows.integer(1) != 0, std::string(rows.text(2)),
                    static_cast<int>(rows.integer(3)), calendar::Instant::of_seconds(rows.integer(4))});
}

}  // namespace

base::Result<std::optional<PasswordRow>> find_password_row(const store::Reader& db, std::string_view login) {
    auto rows =
        TRY(db.query("SELECT person, staff, hash, failures, locked_until FROM password WHERE login = ?",
                     digest_of_login(login)));
    return read_password(rows);
}

base::Result<std::optional<PasswordRow>> find_password_of(const store::Reader& db, PersonId person) {
    auto rows =
        TRY(db.query("SELECT person, staff, hash, failures, locked_until FROM password WHERE person = ?",
                     person.number()));
    return read_password(rows);
}

base::Result<> keep_failures(store::Tx& tx, PersonId person, int failures, calendar::Instant locked_until) {
    return tx.execute("UPDATE password SET failures = ?, locked_until = ? WHERE person = ?", failures,
                      locked_until.seconds(), person.number());
}

base::Result<> keep_session(store::Tx& tx, std::string_view token, PersonId person, LoginKind kind,
                            calendar::Instant now) {
    return tx.execute("INSERT INTO session(token, person, staff, started, seen) VALUES(?, ?, ?, ?, ?)",
                      crypto::sha256(token), person.number(), kind == LoginKind::Staff ? 1 : 0, now.seconds(),
                      now.seconds());
}

base::Result<> keep_session_seen(store::Tx& tx, std::string_view token, calendar::Instant now) {
    return tx.execute("UPDATE session SET seen = ? WHERE token = ?", now.seconds(), crypto::sha256(token));
}

base::Result<> drop_session(store::Tx& tx, std::string_view token) {
    return tx.execute("DELETE FROM session WHERE token = ?", crypto::sha256(token));
}

base::Result<> drop_other_sessions(store::Tx& tx, PersonId person, std::string_view token) {
    return tx.execute("DELETE FROM session WHERE person = ? AND token <> ?", person.number(),
                      crypto::sha256(token));
}

base::Result<std::vector<SessionLine>> list_session_rows(const store::Reader& db, PersonId person,
                                                         std::string_view token) {
    constexpr std::string_view sql = R"sql(
        SELECT started, seen, CASE WHEN token = ? THEN 1 ELSE 0 END FROM session WHERE person = ?
        ORDER BY seen DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, crypto::sha256(token), person.number(), kSessionsShown));
    std::vector<SessionLine> found;
    while (TRY(rows.next())) {
        found.push_back({calendar::Instant::of_seconds(rows.integer(0)),
                         calendar::Instant::of_seconds(rows.integer(1)), rows.integer(2) != 0});
    }
    return found;
}

base::Result<std::optional<SessionRow>> find_session_row(const store::Reader& db, std::string_view token) {
    auto rows = TRY(
        db.query("SELECT person, staff, started, seen FROM session WHERE token = ?", crypto::sha256(token)));
    if (!TRY(rows.next())) return std::optional<SessionRow>();
    return std::optional<SessionRow>(SessionRow{PersonId(rows.integer(0)), rows.integer(1) != 0,
                                                calendar::Instant::of_seconds(rows.integer(2)),
                                                calendar::Instant::of_seconds(rows.integer(3))});
}

base::Result<> keep_one_time_token(store::Tx& tx, std::string_view token, PersonId person,
                                   calendar::Instant now) {
    return tx.execute("INSERT INTO one_time_token(token, person, made) VALUES(?, ?, ?)",
                      crypto::sha256(token), person.number(), now.seconds());
}

base::Result<std::optional<PersonId>> take_one_time_token(store::Tx& tx, std::string_view token,
                                                          calendar::Instant not_before) {
    auto rows = TRY(
        tx.query("DELETE FROM one_time_token WHERE token = ? RETURNING person, made", crypto::sha256(token)));
    if (!TRY(rows.next())) return std::optional<PersonId>();
    if (rows.integer(1) < not_before.seconds()) return std::optional<PersonId>();
    return std::optional<PersonId>(PersonId(rows.integer(0)));
}

base::Result<std::optional<std::string>> find_act_answer(const store::Reader& db, std::string_view key) {
    auto rows = TRY(db.query("SELECT answer FROM act_key WHERE key = ?", crypto::sha256(key)));
    if (!TRY(rows.next())) return std::optional<std::string>();
    return std::optional<std::string>(rows.text(0));
}

base::Result<> keep_act_answer(store::Tx& tx, std::string_view key, std::string_view answer,
                               calendar::Instant now) {
    return tx.execute("INSERT INTO act_key(key, answer, at) VALUES(?, ?, ?)", crypto::sha256(key), answer,
                      now.seconds());
}

base::Result<> sweep(store::Tx& tx, calendar::Instant sessions_before, calendar::Instant keys_before) {
    TRY(tx.execute("DELETE FROM session WHERE seen < ?", sessions_before.seconds()));
    TRY(tx.execute("DELETE FROM one_time_token WHERE made < ?", keys_before.seconds()));
    return tx.execute("DELETE FROM act_key WHERE at < ?", keys_before.seconds());
}

}  // namespace identity
