#include "identity/delegation.h"

#include "identity/delegation_store.h"
#include "identity/limits.h"
#include "identity/person.h"
#include "identity/person_events.h"
#include "identity/person_store.h"

namespace identity {

namespace {

using base::Error;
using base::ErrorCode;

Error in_the_way(std::string_view key, std::string_view field, const Delegation& other) {
    return Error(ErrorCode::Conflict, key)
        .with("from", other.from.iso())
        .with("until", other.until.iso())
        .at(field);
}

base::Result<> decide_days(const DelegationWish& wish, calendar::Date today) {
    if (wish.from < today) return Error(ErrorCode::Invalid, "delegation.day_past").at("from");
    if (wish.until < wish.from) return Error(ErrorCode::Invalid, "delegation.days_reversed").at("until");
    if (wish.until.days - wish.from.days >= kDelegationDaysMax) {
        return Error(ErrorCode::Invalid, "delegation.too_long")
            .with("max", std::to_string(kDelegationDaysMax))
            .at("until");
    }
    return base::Done{};
}

}  // namespace

base::Result<> decide_delegation(const DelegationGround& ground, const DelegationWish& wish,
                                 calendar::Date today) {
    TRY(decide_days(wish, today));
    if (wish.deputy == wish.person) return Error(ErrorCode::Invalid, "delegation.same_person").at("deputy");
    if (ground.body_of_deputy != ground.body_of_person)
        return Error(ErrorCode::Invalid, "delegation.other_body").at("deputy");
    if (ground.deputy_absent) return Error(ErrorCode::Conflict, "delegation.deputy_absent").at("deputy");
    for (const Delegation& known : ground.known) {
        if (!known.touches(wish.from, wish.until)) continue;
        if (known.person == wish.person) return in_the_way("delegation.overlaps", "from", known);
        if (known.person == wish.deputy) return in_the_way("delegation.deputy_away", "deputy", known);
        // Whoever stands in for another stays, or that other's post would lie with nobody.
        if (known.deputy == wish.person) return in_the_way("delegation.stands_in", "from", known);
    }
    return base::Done{};
}

base::Result<> give_delegation(Act& act, const DelegationWish& wish) {
    const PersonRow person = TRY(official_row(act.db, wish.person));
    if (act.actor.person != wish.person) TRY(authorise_roster(act, person.body));
    const PersonRow deputy = TRY(official_row(act.db, wish.deputy));
    DelegationGround ground;
    ground.body_of_person = person.body;
    ground.body_of_deputy = deputy.body;
    ground.deputy_absent = deputy.absent;
    ground.known = TRY(list_touching(act.db, wish));
    TRY(decide_delegation(ground, wish, act.now.date()));
    DelegationGiven event;
    event.person = wish.person;
    event.n = TRY(last_delegation(act.db, wish.person)) + 1;
    event.deputy = wish.deputy;
    event.from = wish.from;
    event.until = wish.until;
    const std::string owner = subject_of(wish.person);
    if (!wish.reason.empty()) event.reason = TRY(act.seal({owner, wish.reason, {}, {}}));
    return act.record(owner, event);
}

base::Result<> end_delegation(Act& act, PersonId person, std::int64_t n) {
    const PersonRow row = TRY(official_row(act.db, person));
    if (act.actor.person != person) TRY(authorise_roster(act, row.body));
    const auto one = TRY(find_delegation(act.db, person, n));
    if (!one) return Error(ErrorCode::NotFound, "delegation.none");
    if (one->ended || one->until < act.now.date())
        return Error(ErrorCode::Conflict, "delegation.over").at("deputy");
    return act.record(subject_of(person), DelegationEnded{person, n});
}

}  // namespace identity
