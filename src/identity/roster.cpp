#include "identity/roster.h"

#include "identity/delegation_store.h"
#include "identity/person_store.h"

#include <algorithm>
#include <map>

namespace identity {

base::Result<Roster> Roster::read(const store::Reader& db, calendar::Date today) {
    Roster roster;
    roster.officials_ = TRY(list_officials(db));
    roster.running_ = TRY(list_running(db, today));
    return roster;
}

const Official* Roster::find(PersonId person) const {
    const auto found = std::find_if(officials_.begin(), officials_.end(),
                                    [&](const Official& one) { return one.person == person; });
    return found == officials_.end() ? nullptr : &*found;
}

const Official* Roster::find(std::string_view key) const {
    if (key.empty()) return nullptr;
    const auto found = std::find_if(officials_.begin(), officials_.end(),
                                    [&](const Official& one) { return one.key == key; });
    return found == officials_.end() ? nullptr : &*found;
}

const Delegation* Roster::running(PersonId person) const {
    const auto found = std::find_if(running_.begin(), running_.end(),
                                    [&](const Delegation& one) { return one.person == person; });
    return found == running_.end() ? nullptr : &*found;
}

bool Roster::is_away(const Official& official) const {
    return official.absent || running(official.person) != nullptr;
}

Roster::Place Roster::place_of(const Official& official) const {
    Place place;
    place.is_away = is_away(official);
    if (!place.is_away) return place;
    if (const Delegation* given = running(official.person)) {
        place.stand_in = find(given->deputy);
        place.until = given->until;
    } else {
        place.stand_in = find(official.backup);
    }
    place.stand_in_is_away = place.stand_in != nullptr && is_away(*place.stand_in);
    return place;
}

Roster::Post Roster::post(std::string_view role, std::string_view body) const {
    Post found{std::string(role), std::string(body), 0, 0};
    for (const Official& official : officials_) {
        const bool holds =
            std::any_of(official.roles.begin(), official.roles.end(),
                        [&](const RoleRow& held) { return held.role == role && held.body == body; });
        if (!holds) continue;
        ++found.holders;
        if (place_of(official).is_covered()) ++found.filled;
    }
    return found;
}

std::vector<Roster::Post> Roster::unmanned() const {
    std::map<std::pair<std::string, std::string>, Post> posts;  // by body and role
    for (const Official& official : officials_) {
        const int filled = place_of(official).is_covered() ? 1 : 0;
        for (const RoleRow& held : official.roles) {
            Post& post = posts[{held.body, held.role}];
            post.role = held.role;
            post.body = held.body;
            ++post.holders;
            post.filled += filled;
        }
    }
    std::vector<Post> found;
    for (auto& [name, post] : posts) {
        if (post.filled == 0) found.push_back(std::move(post));
    }
    return found;
}

base::Result<bool> is_there(const store::Reader& db, PersonId person, calendar::Date today) {
    const auto row = TRY(find_person_row(db, person));
    if (!row || !row->staff || row->absent) return false;
    const bool away = TRY(is_away(db, person, today));
    return !away;
}

base::Result<bool> is_manned(const store::Reader& db, std::string_view role, std::string_view body,
                             calendar::Date today) {
    for (const PersonId holder : TRY(list_holders(db, role, body))) {
        if (TRY(is_there(db, holder, today))) return true;
        const auto stand_in = TRY(find_stand_in(db, holder, today));
        if (stand_in && TRY(is_there(db, *stand_in, today))) return true;
    }
    return false;
}

base::Result<bool> fills_post(const store::Reader& db, PersonId person, const RoleRow& post,
                              calendar::Date today) {
    if (!TRY(is_there(db, person, today))) return false;
    const PersonRow row = TRY(official_row(db, person));
    std::vector<PersonId> holders = TRY(list_principals(db, person, row.key, today));
    holders.push_back(person);
    for (const PersonId holder : holders)
        for (const RoleRow& held : TRY(list_roles(db, holder)))
            if (held.role == post.role && (held.body.empty() || held.body == post.body)) return true;
    return false;
}

}  // namespace identity
