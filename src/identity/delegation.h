#pragma once
// 委托 (AB角): for a span of days a deputy of the same body acts with all rights of a person who is away, so
// that no step lies with nobody. The person's own rights rest meanwhile; separation of duties counts whoever
// really acts.

#include "calendar/instant.h"
#include "identity/act.h"

#include <optional>
#include <string>
#include <vector>

namespace identity {

struct Delegation {
    PersonId person;
    std::int64_t n = 0;  // of this person's delegations
    PersonId deputy;
    calendar::Date from, until;  // both days included
    std::int64_t reason = 0;     // vault item
    bool ended = false;          // taken back before its last day
    bool touches(calendar::Date first, calendar::Date last) const {
        return !ended && from <= last && until >= first;
    }
};

struct DelegationWish {
    PersonId person, deputy;
    calendar::Date from, until;
    std::string reason;
};

// What the decision rests on: both people as they stand, and every delegation in which either of them stands.
struct DelegationGround {
    std::string body_of_person, body_of_deputy;
    bool deputy_absent = false;  // marked absent, no end known
    std::vector<Delegation> known;
};
// Invalid at a field: delegation.day_past, days_reversed, too_long {max}, same_person, other_body. Conflict:
// delegation.overlaps, deputy_away, stands_in {from, until}.
base::Result<> decide_delegation(const DelegationGround& ground, const DelegationWish& wish,
                                 calendar::Date today);

// Verbs. One's own post, or a body's people with identity.presence or identity.manage for it.
base::Result<> give_delegation(Act& act, const DelegationWish& wish);
base::Result<> end_delegation(Act& act, PersonId person, std::int64_t n);  // by the same people

// Readings, newest first.
base::Result<std::vector<Delegation>> list_given(const store::Reader& db, PersonId person);
base::Result<std::vector<Delegation>> list_held(const store::Reader& db, PersonId deputy,
                                                calendar::Date today);
// Of all people, in force on that day.
base::Result<std::vector<Delegation>> list_running(const store::Reader& db, calendar::Date day);

}  // namespace identity
