#pragma once
// What happens to people and their roles. Names never stand here: an official's card (name, post) is public
// and shelved by digest, a citizen's details are sealed.

#include "calendar/instant.h"
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

// The standing B of an official, who stands in whenever A is marked absent.
struct BackupNamed {
    static constexpr ledger::Kind kKind{"identity.backup_named", 1};
    PersonId person;
    base::Code backup;
    void fields(auto& visit) { visit("backup", backup), visit("person", person); }
};

// AB角 for a period: from the first to the last day, both included, the deputy acts with all rights of the
// person, whose own rights rest. The reason is sealed.
struct DelegationGiven {
    static constexpr ledger::Kind kKind{"identity.delegation_given", 1};
    PersonId person;
    std::int64_t n = 0;  // of this person's delegations
    PersonId deputy;
    calendar::Date from;
    calendar::Date until;
    base::VaultRef reason;
    void fields(auto& visit) {
        visit("deputy", deputy), visit("from", from), visit("n", n), visit("person", person);
        visit("reason", reason), visit("until", until);
    }
};

// A delegation was taken back before its last day; the person's own rights hold again at once.
struct DelegationEnded {
    static constexpr ledger::Kind kKind{"identity.delegation_ended", 1};
    PersonId person;
    std::int64_t n = 0;
    void fields(auto& visit) { visit("n", n), visit("person", person); }
};

// A new password was set; other sessions of the account ended with it. The password itself is scratch.
struct PasswordChanged {
    static constexpr ledger::Kind kKind{"identity.password_changed", 1};
    PersonId person;
    void fields(auto& visit) { visit("person", person); }
};

// A one-time link was made with which this official signs in; the link itself is scratch.
struct LinkMade {
    static constexpr ledger::Kind kKind{"identity.link_made", 1};
    PersonId person;
    void fields(auto& visit) { visit("person", person); }
};

// A sealed item was opened by an official, for the stated reason (sealed).
struct SealedRead {
    static constexpr ledger::Kind kKind{"identity.sealed_read", 1};
    base::VaultRef item;
    base::VaultRef reason;
    void fields(auto& visit) { visit("item", item), visit("reason", reason); }
};

}  // namespace identity
