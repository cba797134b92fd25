#pragma once
// What a Site keeps in memory, bounded: actors by session, finished assets, refusals that need no request.
// Internal to site.cpp and serve.cpp.

#include "crypto/digest.h"
#include "web/guard.h"
#include "web/site.h"

#include <map>
#include <mutex>
#include <unordered_map>

namespace web {

inline constexpr std::size_t kActorsMax = 20'000;
inline constexpr std::string_view kNoId = "############";  // replaced by the request's id

// Who a session token stands for, believed for a few seconds.
class Actors {
public:
    explicit Actors(int keep_seconds) : keep_ms_(std::int64_t{keep_seconds} * 1000) {}

    // Shared with the requests the actor serves just now.
    std::shared_ptr<const identity::Actor> find(std::string_view token, calendar::Instant now) const {
        const auto name = crypto::sha256(token).hex();
        const std::lock_guard lock(mutex_);
        const auto found = by_token_.find(name);
        return found != by_token_.end() && found->second.until_ms > now.ms ? found->second.actor : nullptr;
    }
    void keep(std::string_view token, std::shared_ptr<const identity::Actor> actor, calendar::Instant now) {
        const auto name = crypto::sha256(token).hex();
        const std::lock_guard lock(mutex_);
        if (by_token_.size() >= kActorsMax) by_token_.clear();
        by_token_[name] = {std::move(actor), now.ms + keep_ms_};
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        by_token_.clear();
    }

private:
    struct Kept {
        std::shared_ptr<const identity::Actor> actor;  // shared with the requests it serves
        std::int64_t until_ms = 0;
    };
    std::int64_t keep_ms_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Kept> by_token_;
};

struct Site::Memory {
    explicit Memory(const SiteOptions& options)
        : tokens(options.form_secret),
          actors(options.actor_keep_seconds),
          roles(std::make_shared<const std::vector<identity::RoleDefinition>>(options.roles)) {}
    FormTokens tokens;
    Actors actors;
    std::map<std::string, std::shared_ptr<const http::Ready>, std::less<>> assets;  // /assets/gov.….css
    mutable std::mutex mutex;
    // Shared with the requests that go by them.
    std::shared_ptr<const std::vector<identity::RoleDefinition>> roles;
    std::string setup_code;               // empty: the node has its administrator
    std::map<int, std::string> refusals;  // by status, with kNoId
};

// One request on its way through the house.
struct Site::Visit {
    explicit Visit(std::shared_ptr<http::Exchange> on) : exchange(std::move(on)) {}
    std::shared_ptr<http::Exchange> exchange;  // shared: answered from the pool or from the writer
    http::Form form;
    std::shared_ptr<const identity::Actor> actor;  // shared with Actors
    Route nowhere;                                 // for errors before a route is found
    Router::Found found;
    std::optional<Request> request;  // borrows from the members above
    std::string page_key;            // empty: not to be kept
    std::uint64_t generation = 0;
    std::string act_key;
    std::optional<http::Response> answer;  // of the act, when it ran now and not before
    std::optional<base::Error> refused;
    std::vector<std::string> cookies;
    bool bearer = false;  // a session token in a header instead of a cookie
    std::int64_t started_ms = 0;
};

std::int64_t steady_ms();
// What every answer carries, whatever it is.
void add_security_headers(http::Response& response, Transport transport);

}  // namespace web
