#pragma once
// All SQL about passwords, sessions, one-time tokens and used form tokens: scratch rows without legal
// meaning. Tokens and logins are stored as digests only.

#include "identity/sign_in.h"

#include <optional>
#include <string>

namespace identity {

enum class LoginKind { Staff, Citizen };
base::Result<> keep_login(store::Tx& tx, PersonId person, std::string_view login, std::string_view hash,
                          LoginKind kind);
base::Result<> keep_password(store::Tx& tx, PersonId person, std::string_view hash);
base::Result<bool> login_taken(const store::Reader& db, std::string_view login);

struct PasswordRow {
    PersonId person;
    bool staff = false;
    std::string hash;
    int failures = 0;
    calendar::Instant locked_until;
};
base::Result<std::optional<PasswordRow>> find_password_row(const store::Reader& db, std::string_view login);
base::Result<std::optional<PasswordRow>> find_password_of(const store::Reader& db, PersonId person);
base::Result<> keep_failures(store::Tx& tx, PersonId person, int failures, calendar::Instant locked_until);

base::Result<> keep_session(store::Tx& tx, std::string_view token, PersonId person, LoginKind kind,
                            calendar::Instant now);
base::Result<> keep_session_seen(store::Tx& tx, std::string_view token, calendar::Instant now);
base::Result<> drop_session(store::Tx& tx, std::string_view token);
base::Result<> drop_other_sessions(store::Tx& tx, PersonId person, std::string_view token);
// Last seen first.
base::Result<std::vector<SessionLine>> list_session_rows(const store::Reader& db, PersonId person,
                                                         std::string_view token);
struct SessionRow {
    PersonId person;
    bool staff = false;
    calendar::Instant started;
    calendar::Instant seen;
};
base::Result<std::optional<SessionRow>> find_session_row(const store::Reader& db, std::string_view token);

base::Result<> keep_one_time_token(store::Tx& tx, std::string_view token, PersonId person,
                                   calendar::Instant now);
base::Result<std::optional<PersonId>> take_one_time_token(store::Tx& tx, std::string_view token,
                                                          calendar::Instant not_before);

base::Result<std::optional<std::string>> find_act_answer(const store::Reader& db, std::string_view key);
base::Result<> keep_act_answer(store::Tx& tx, std::string_view key, std::string_view answer,
                               calendar::Instant now);

base::Result<> sweep(store::Tx& tx, calendar::Instant sessions_before, calendar::Instant keys_before);

}  // namespace identity
