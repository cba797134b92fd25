#pragma once
// Signing in and staying signed in. Five failures lock an account for fifteen minutes with one neutral
// message; staff sessions end after 15 minutes of silence or 10 hours, citizens' after 30 minutes and 10
// hours. A fresh node has no password at all: a one-time token, printed at start, opens the first door.

#include "identity/person.h"

#include <string>

namespace identity {

inline constexpr int kFailuresBeforeLock = 5;
inline constexpr int kLockMinutes = 15;
inline constexpr int kStaffIdleMinutes = 15;
inline constexpr int kCitizenIdleMinutes = 30;
inline constexpr int kSessionHoursMax = 10;
inline constexpr int kOneTimeTokenHours = 24;
inline constexpr std::size_t kStaffPasswordMin = 10;
inline constexpr std::size_t kCitizenPasswordMin = 8;

// What is needed to check a password outside the act (argon2id takes milliseconds; it runs on the slow pool).
struct PasswordCheck {
    PersonId person;
    std::string hash;  // a decoy hash when the login is unknown: same work, same answer
    bool locked = false;
    bool staff = false;
};
base::Result<PasswordCheck> find_password(const Reading& reading, std::string_view login);
enum class Audience { Staff, Citizen };
base::Result<> check_password_rules(std::string_view password, Audience audience, std::string_view login);

// Counts failures and locks, or begins a session. `token` (base64url, for the cookie) is empty when refused;
// the page then shows one neutral message. The act itself succeeds, so that the count is kept.
enum class PasswordFit { Fits, Wrong };
struct SignInOutcome {
    std::string token;
    bool staff = false;
};
base::Result<SignInOutcome> sign_in(Act& act, std::string_view login, PasswordFit fit);
base::Result<> sign_out(Act& act, std::string_view token);

// The account one is signed in with. An account entered by a link only has no password yet.
base::Result<bool> has_password(const Reading& reading);
struct SessionLine {
    calendar::Instant started, seen;
    bool is_this = false;  // the one that asks
};
base::Result<std::vector<SessionLine>> list_sessions(const Reading& reading, std::string_view token);
base::Result<> sign_out_elsewhere(Act& act, std::string_view token);  // all of one's own but this one

// A manager of the body gives an official the link of the first sign-in, or of a forgotten password.
base::Result<std::string> make_sign_in_link(Act& act, PersonId person);
// One-time links for demonstration roles and the first-run token. ≤ 24 h, used once.
base::Result<std::string> make_one_time_token(Act& act, PersonId person);
base::Result<SignInOutcome> redeem_one_time_token(Act& act, std::string_view token);

struct Session {
    PersonId person;
    bool staff = false;
    calendar::Instant expires;
    bool stale = false;  // last seen long enough ago that the sliding end should be written again
};
// NotFound when there is none, it idled out or it ended.
base::Result<Session> find_session(const store::Reader& db, std::string_view token, calendar::Instant now);
base::Result<> touch_session(Act& act, std::string_view token);
base::Result<>
sweep_scratch(Act& act);  // ended sessions, old drafts' keys, used form tokens older than a day

}  // namespace identity
