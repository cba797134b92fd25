#pragma once
// The roster (名册) of one day: every official, who is there, who stands in for whom, and which post nobody
// holds today. A picture read at once; it decides nothing.

#include "identity/delegation.h"
#include "identity/person.h"

namespace identity {

class Roster {
public:
    static base::Result<Roster> read(const store::Reader& db, calendar::Date today);

    const std::vector<Official>& officials() const { return officials_; }
    const Official* find(PersonId person) const;  // null when absent
    const Official* find(std::string_view key) const;

    struct Place {
        bool is_away = false;
        const Official* stand_in = nullptr;  // null: nobody
        bool stand_in_is_away = false;
        calendar::Date until;  // last day away; days 0: not known
        bool is_covered() const { return !is_away || (stand_in != nullptr && !stand_in_is_away); }
    };
    Place place_of(const Official& official) const;

    // How many hold this role for this body, and how many of those posts somebody fills today.
    struct Post {
        std::string role, body;
        int holders = 0, filled = 0;
    };
    Post post(std::string_view role, std::string_view body) const;
    std::vector<Post> unmanned() const;  // posts with holders and nobody there, by body

private:
    bool is_away(const Official& official) const;
    const Delegation* running(PersonId person) const;
    std::vector<Official> officials_;
    std::vector<Delegation> running_;
};

// Short questions about one post or person, for lists that read no whole roster.
// Whether the person is there today: not marked absent and not handed over.
base::Result<bool> is_there(const store::Reader& db, PersonId person, calendar::Date today);
// Whether somebody fills the post today: a holder who is there, or whoever stands in for one.
base::Result<bool> is_manned(const store::Reader& db, std::string_view role, std::string_view body,
                             calendar::Date today);
// Whether this person does: there, and holding the post or standing in for a holder.
base::Result<bool> fills_post(const store::Reader& db, PersonId person, const RoleRow& post,
                              calendar::Date today);

}  // namespace identity
