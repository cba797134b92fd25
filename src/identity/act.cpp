#include "identity/act.h"

namespace identity {

Act::Act(store::Tx& tx, const Actor& who, calendar::Instant when, const Office& where)
    : Reading(tx, who, when, where), tx_(tx) {
    frame_.act = office.entropy.bytes(16);
    frame_.now = when;
    frame_.actor.person = who.person.number();
    frame_.actor.org = who.body;
    if (!who.roles.empty()) frame_.actor.role = who.roles.front();
    frame_.actor.via = who.via;
}

void Act::pin(std::string_view what, std::string_view version) {
    frame_.pins[std::string(what)] = version;
}

void Act::acting(std::string_view body, std::string_view role) {
    acting_body_ = body;
    acting_role_ = role;
    frame_.actor.org = acting_body_;
    frame_.actor.role = acting_role_;
}

base::Result<base::VaultRef> Act::seal(const store::SealRequest& request) {
    return office.vault.seal(tx_, request, office.entropy.bytes(32));
}

base::Result<base::Digest> Act::shelve(std::string_view bytes) {
    return office.vault.shelve(tx_, bytes);
}
base::Result<> Act::erase(std::int64_t item) {
    return office.vault.erase(tx_, item);
}

base::Result<> authorise(const Reading& reading, std::string_view right, std::string_view body) {
    if (reading.actor.may(right, body)) return base::Done{};
    if (reading.actor.person.empty())
        return base::Error(base::ErrorCode::SignInFirst, "error.sign_in_first", right);
    return base::Error(base::ErrorCode::Forbidden, "error.forbidden", right);
}

base::Result<> authorise(const Reading& reading, std::string_view right) {
    if (reading.actor.may(right)) return base::Done{};
    if (reading.actor.person.empty())
        return base::Error(base::ErrorCode::SignInFirst, "error.sign_in_first", right);
    return base::Error(base::ErrorCode::Forbidden, "error.forbidden", right);
}

}  // namespace identity
