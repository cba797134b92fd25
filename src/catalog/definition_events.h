#pragma once
// What happens to definitions: prepared by one person, activated by another or returned. Texts stand on the
// open shelf; an event names them by digest.

#include "identity/actor.h"
#include "ledger/event.h"

namespace catalog {

// A definition was written or changed and waits for another person. Preparing again before approval replaces
// the text.
struct DefinitionPrepared {
    static constexpr ledger::Kind kKind{"catalog.definition_prepared", 1};
    base::Code kind;  // bodies hall themes roles law calendar process item
    base::Code id;    // qx-012-01, permit, xingzheng-xuke-fa, cn-2026; for single ones the kind again
    int version = 0;
    base::Digest text;   // on the open shelf
    base::VaultRef why;  // for the one who approves; may be empty
    void fields(auto& visit) {
        visit("id", id), visit("kind", kind), visit("text", text), visit("version", version),
            visit("why", why);
    }
};

// It is in force from the day named. What was activated never changes.
struct DefinitionActivated {
    static constexpr ledger::Kind kKind{"catalog.definition_activated", 1};
    base::Code kind;
    base::Code id;
    int version = 0;
    base::Digest text;
    calendar::Date from;
    identity::PersonId prepared_by;
    void fields(auto& visit) {
        visit("from", from), visit("id", id), visit("kind", kind), visit("prepared_by", prepared_by);
        visit("text", text), visit("version", version);
    }
};

struct DefinitionReturned {
    static constexpr ledger::Kind kKind{"catalog.definition_returned", 1};
    base::Code kind;
    base::Code id;
    int version = 0;
    base::Digest text;
    base::VaultRef reason;
    void fields(auto& visit) {
        visit("id", id), visit("kind", kind), visit("reason", reason), visit("text", text),
            visit("version", version);
    }
};

}  // namespace catalog
