#pragma once
// Reading and Act: the two shapes of everything people do. A Reading asks; an Act also records. One request =
// one Act = one actor, one instant, kept or undone whole. Only the Registrar makes them, so nothing is
// written without an author.

#include "base/entropy.h"
#include "identity/actor.h"
#include "ledger/journal.h"

#include <string>
#include <string_view>

namespace identity {

// What every act and reading shares for the life of the program.
struct Office {
    store::Vault& vault;
    base::Entropy& entropy;
    ledger::Journal& journal;
    std::string region;  // 6 digits, e.g. 999921
};

class Reading {
public:
    Reading(const store::Reader& reader, const Actor& who, calendar::Instant when, const Office& where)
        : db(reader), actor(who), now(when), office(where) {}
    const store::Reader& db;
    const Actor& actor;
    calendar::Instant now;
    const Office& office;

    // Opening a sealed item. The caller has authorised it; staff openings are recorded by the verb that shows
    // them.
    base::Result<std::string> unseal(const base::VaultRef& ref) const {
        return office.vault.open(db, ref.item);
    }
    base::Result<std::string> caption(const base::VaultRef& ref) const {
        return office.vault.caption(db, ref.item);
    }
};

class Act : public Reading {
public:
    Act(store::Tx& tx, const Actor& who, calendar::Instant when, const Office& where);

    // Appends one event to the journal under `subject` (matter/…, item/…, person/…, node). ≤ 64 an act.
    template <class T>
    base::Result<> record(std::string_view subject, const T& event, calendar::Instant happened_at = {}) {
        return office.journal.record(tx_, frame_, subject, event, happened_at);
    }
    // Names the version in force ("process" → "permit@3#ab12cd34") in every event recorded from here on.
    void pin(std::string_view what, std::string_view version);
    // Narrows what is recorded of the actor: the body and role this act is done for.
    void acting(std::string_view body, std::string_view role);

    base::Result<base::VaultRef> seal(const store::SealRequest& request);
    base::Result<base::Digest>
    shelve(std::string_view bytes);  // open shelf: definition texts, published documents
    base::Result<> erase(std::int64_t item);

    // Rows without legal meaning: sign-ins, drafts, uploads, used form tokens. For *_store.cpp of scratch
    // tables only.
    store::Tx& scratch() { return tx_; }
    std::string random(std::size_t bytes) { return office.entropy.bytes(bytes); }
    std::string act_id() const { return frame_.act; }

private:
    store::Tx& tx_;
    ledger::ActFrame frame_;
    std::string acting_body_;
    std::string acting_role_;
};

// Refuses with Forbidden unless the actor holds the right for the body.
base::Result<> authorise(const Reading& reading, std::string_view right, std::string_view body);
base::Result<> authorise(const Reading& reading, std::string_view right);  // for any body

}  // namespace identity
