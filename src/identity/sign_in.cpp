#include "identity/sign_in.h"

#include "crypto/password.h"
#include "crypto/token.h"
#include "identity/limits.h"
#include "identity/person_events.h"
#include "identity/person_store.h"
#include "identity/sign_in_store.h"
#include "text/utf8.h"

namespace identity {

namespace {

calendar::Instant minutes_before(calendar::Instant now, int minutes) {
    return now.plus_seconds(-60LL * minutes);
}

base::Result<std::string> begin_session(Act& act, PersonId person, LoginKind kind) {
    std::string token = crypto::new_token(act.office.entropy);
    TRY(keep_session(act.scratch(), token, person, kind, act.now));
    return token;
}

}  // namespace

base::Result<PasswordCheck> find_password(const Reading& reading, std::string_view login) {
    const auto row = TRY(find_password_row(reading.db, login));
    PasswordCheck check;
    check.hash = crypto::decoy_password_record();  // same work and answer as for a wrong password
    if (!row) return check;
    check.person = row->person;
    check.staff = row->staff;
    check.locked = row->locked_until > reading.now;
    if (!row->hash.empty() && !check.locked) check.hash = row->hash;
    return check;
}

// GB/T 22239 8.1.4 as parameters: length by audience, three of four classes, not the login itself.
base::Result<> check_password_rules(std::string_view password, Audience audience, std::string_view login) {
    const std::size_t least = audience == Audience::Staff ? kStaffPasswordMin : kCitizenPasswordMin;
    const std::size_t length = text::character_count(password);
    if (length < least) {
        return base::Error(base::ErrorCode::Invalid, "password.too_short")
            .with("min", std::to_string(least))
            .at("password");
    }
    if (length > kPasswordCharactersMax)
        return base::Error(base::ErrorCode::Invalid, "password.too_long")
            .with("max", std::to_string(kPasswordCharactersMax))
            .at("password");
    int lower = 0;
    int upper = 0;
    int digit = 0;
    int other = 0;
    for (const char c : password) {
        if (c >= 'a' && c <= 'z')
            lower = 1;
        else if (c >= 'A' && c <= 'Z')
            upper = 1;
        else if (c >= '0' && c <= '9')
            digit = 1;
        else
            other = 1;
    }
    if (lower + upper + digit + other < 3)
        return base::Error(base::ErrorCode::Invalid, "password.too_plain").at("password");
    if (!login.empty() && password.find(login) != std::string_view::npos) {
        return base::Error(base::ErrorCode::Invalid, "password.holds_login").at("password");
    }
    return base::Done{};
}

base::Result<SignInOutcome> sign_in(Act& act, std::string_view login, PasswordFit fit) {
    const auto row = TRY(find_password_row(act.db, login));
    SignInOutcome outcome;
    if (!row || row->locked_until > act.now) return outcome;
    if (fit == PasswordFit::Wrong) {
        const int failures = row->failures + 1;
        const bool lock = failures >= kFailuresBeforeLock;
        TRY(keep_failures(act.scratch(), row->person, lock ? 0 : failures,
                          lock ? act.now.plus_seconds(60LL * kLockMinutes) : calendar::Instant{}));
        return outcome;
    }
    if (row->failures > 0) TRY(keep_failures(act.scratch(), row->person, 0, {}));
    outcome.token = TRY(begin_session(act, row->person, row->staff ? LoginKind::Staff : LoginKind::Citizen));
    outcome.staff = row->staff;
    return outcome;
}

base::Result<> sign_out(Act& act, std::string_view token) {
    return drop_session(act.scratch(), token);
}

base::Result<std::string> make_one_time_token(Act& act, PersonId person) {
    std::string token = crypto::new_token(act.office.entropy);
    TRY(keep_one_time_token(act.scratch(), token, person, act.now));
    return token;
}

base::Result<std::string> make_sign_in_link(Act& act, PersonId person) {
    const auto row = TRY(find_person_row(act.db, person));
    if (!row || !row->staff) return base::Error(base::ErrorCode::NotFound, "identity.no_such_official");
    TRY(authorise(act, "identity.manage", row->body));
    TRY(act.record(subject_of(person), LinkMade{person}));
    return make_one_time_token(act, person);
}

base::Result<SignInOutcome> redeem_one_time_token(Act& act, std::string_view token) {
    const auto oldest = minutes_before(act.now, 60 * kOneTimeTokenHours);
    const auto person = TRY(take_one_time_token(act.scratch(), token, oldest));
    if (!person) return base::Error(base::ErrorCode::NotFound, "sign_in.link_used_or_old");
    const auto official = TRY(find_official(act.db, *person));
    SignInOutcome outcome;
    outcome.staff = official.has_value();
    outcome.token = TRY(begin_session(act, *person, outcome.staff ? LoginKind::Staff : LoginKind::Citizen));
    return outcome;
}

base::Result<Session> find_session(const store::Reader& db, std::string_view token, calendar::Instant now) {
    const auto row = TRY(find_session_row(db, token));
    const base::Error none(base::ErrorCode::NotFound, "sign_in.ended");
    if (!row) return none;
    const int idle = row->staff ? kStaffIdleMinutes : kCitizenIdleMinutes;
    if (row->seen < minutes_before(now, idle) || row->started < minutes_before(now, 60 * kSessionHoursMax))
        return none;
    return Session{row->person, row->staff, row->seen.plus_seconds(60LL * idle),
                   row->seen < minutes_before(now, 1)};
}

base::Result<std::vector<SessionLine>> list_sessions(const Reading& reading, std::string_view token) {
    std::vector<SessionLine> found;
    for (const SessionLine& line : TRY(list_session_rows(reading.db, reading.actor.person, token))) {
        const int idle = reading.actor.is_staff ? kStaffIdleMinutes : kCitizenIdleMinutes;
        if (line.seen >= minutes_before(reading.now, idle)) found.push_back(line);
    }
    return found;
}

base::Result<> sign_out_elsewhere(Act& act, std::string_view token) {
    return drop_other_sessions(act.scratch(), act.actor.person, token);
}

base::Result<bool> has_password(const Reading& reading) {
    const auto row = TRY(find_password_of(reading.db, reading.actor.person));
    return row && !row->hash.empty();
}

base::Result<> touch_session(Act& act, std::string_view token) {
    return keep_session_seen(act.scratch(), token, act.now);
}

base::Result<> sweep_scratch(Act& act) {
    return sweep(act.scratch(), minutes_before(act.now, 60 * kSessionHoursMax),
                 minutes_before(act.now, 60 * kActAnswerHoursMax));
}

}  // namespace identity
