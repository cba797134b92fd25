#include "identity/actor.h"

#include <algorithm>

namespace identity {

bool Actor::may(std::string_view right) const {
    return std::any_of(grants.begin(), grants.end(),
                       [&](const Grant& grant) { return grant.right == right; });
}

bool Actor::may(std::string_view right, std::string_view for_body) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
        return grant.right == right && (grant.body.empty() || grant.body == for_body);
    });
}

bool Actor::has_role(std::string_view role, std::string_view for_body) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
        return grant.role == role && (grant.body.empty() || grant.body == for_body);
    });
}

Actor nobody() {
    return {};
}

Actor system_clock_actor() {
    Actor actor;
    actor.via = "clock";
    actor.roles = {"system"};
    return actor;
}

Actor office_actor(std::string_view command) {
    Actor actor;
    actor.via = "api";
    actor.roles = {std::string(command)};
    return actor;
}

}  // namespace identity
