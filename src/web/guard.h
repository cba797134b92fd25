#pragma once
// What stands at the door: form tokens bound to one browser and one person, and limits per address. In memory
// and bounded; nothing here knows what is being done.

#include "base/bytes.h"
#include "base/entropy.h"
#include "base/result.h"
#include "calendar/instant.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace web {

inline constexpr int kFormTokenHours = 12;  // used tokens are remembered for a day, so this must stay below
inline constexpr std::size_t kAddressesMax = 20'000;

// For whom a token is good.
struct Bearer {
    std::string_view browser;
    std::int64_t person = 0;
};

class FormTokens {
public:
    explicit FormTokens(std::string secret) : secret_(std::move(secret)) {}
    std::string make(const Bearer& bearer, calendar::Instant now, base::Entropy& entropy) const;
    // Invalid form.token_missing or form.token_foreign; Conflict form.token_old.
    base::Result<> check(std::string_view token, const Bearer& bearer, calendar::Instant now) const;
    // The idempotency key of an act: the same token on the same route by the same person is the same act.
    std::string act_key(std::string_view token, std::string_view route, std::int64_t person) const;

private:
    std::string mac(std::string_view head, const Bearer& bearer) const;
    std::string secret_;
};

// A bucket per address: so many at once, then so many a minute.
class RateLimit {
public:
    RateLimit(int burst, int per_minute) : burst_(burst), per_minute_(per_minute) {}
    // TooMany form.too_many_tries; `now` from the caller's clock.
    base::Result<> take(const std::string& address, calendar::Instant now);
    // A try that went well does not count: whoever knows what he types may type as often as he likes.
    void give_back(const std::string& address);
    std::size_t size() const;

private:
    struct Bucket {
        std::int64_t milli_tokens = 0;
        std::int64_t at_ms = 0;
    };
    void sweep(std::int64_t now_ms);
    std::int64_t burst_;
    std::int64_t per_minute_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace web
