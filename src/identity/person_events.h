#pragma once
// What happens to people and their roles. Names never stand here: an official's card (name, post) is public
// and shelved by digest, a citizen's details are sealed.

#include "identity/actor.h"
#include "ledger/event.h"

namespace identity {

// An official was entered in the roster. `key` is the roster's own code, `card` names the shelved {name,
// post, post_en, login}.
struct OfficialEnrolled {
    static constexpr ledger::Kind kKind{"identity.official_enrolled", 1};
    PersonId person;
    base::Code key;
    base::Code body;
    base::Digest card;
    base::Code backup;
    void fields(auto& visit) {
        visit("backup", backup), visit("body", body), visit("card", card), visit("key", key),
            visit("person", person);
    }
};

// A citizen or firm opened an account; everything typed is sealed.
struct CitizenRegistered {
    static constexpr ledger::Kind kKind{"identity.citizen_registered", 1};
    PersonId person;
    base::VaultRef details;
    void fields(auto& visit) { visit("details", details), visit("person", person); }
};

struct RoleGranted {
    static constexpr ledger::Kind kKind{"identity.role_granted", 1};
    PersonId person;
    base::Code role;
    base::Code body;
    void fields(auto& visit) { visit("body", body), visit("person", person), visit("role", role); }
};

struct RoleRevoked {
    static constexpr ledger::Kind kKind{"identity.role_revoked", 1};
    PersonId person;
    base::Code role;
    base::Code body;
    void fields(auto& visit) { visit("body", body), visit("person", person), visit("role", role); }
};

// AB角: while A is marked absent, the B named in the roster acts with A's rights; separation of duties counts
// the B.
struct PresenceMarked {
    static constexpr ledger::Kind kKind{"identity.presence_marked", 1};
    PersonId person;
    bool absent = false;
    void fields(auto& visit) { visit("absent", absent), visit("person", person); }
};

// A sealed item was opened by an official, for the stated reason (sealed).
struct SealedRead {
    static constexpr ledger::Kind kKind{"identity.sealed_read", 1};
    base::VaultRef item;
    base::VaultRef reason;
    void fields(auto& visit) { visit("item", item), visit("reason", reason); }
};

}  // namespace identity
