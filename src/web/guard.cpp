#include "web/guard.h"

#include "crypto/digest.h"

#include <algorithm>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kTimeBytes = 5;
constexpr std::size_t kRandomBytes = 13;
constexpr std::size_t kMacBytes = 18;
constexpr std::size_t kHeadBytes = kTimeBytes + kRandomBytes;

std::string time_bytes(std::int64_t seconds) {
    std::string out;
    for (std::size_t i = kTimeBytes; i-- > 0;) out += static_cast<char>((seconds >> (8 * i)) & 0xff);
    return out;
}

std::int64_t seconds_of(std::string_view bytes) {
    std::int64_t seconds = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i)
        seconds = seconds << 8 | static_cast<unsigned char>(bytes[i]);
    return seconds;
}

}  // namespace

std::string FormTokens::mac(std::string_view head, const Bearer& bearer) const {
    const auto digest = crypto::hmac(crypto::Hash::Sha256, secret_,
                                     {"form\n", head, std::to_string(bearer.person), "\n", bearer.browser});
    return std::string(digest.view().substr(0, kMacBytes));
}

std::string FormTokens::make(const Bearer& bearer, calendar::Instant now, base::Entropy& entropy) const {
    const std::string head = time_bytes(now.seconds()) + entropy.bytes(kRandomBytes);
    return base::to_base64url(head + mac(head, bearer));
}

Result<> FormTokens::check(std::string_view token, const Bearer& bearer, calendar::Instant now) const {
    const Error foreign(ErrorCode::Invalid, "form.token_foreign");
    if (token.empty() || bearer.browser.empty()) return Error(ErrorCode::Invalid, "form.token_missing");
    const auto bytes = base::from_base64url(token);
    if (!bytes.ok() || bytes.value().size() != kHeadBytes + kMacBytes) return foreign;
    const std::string_view whole = bytes.value();
    if (!base::equal_in_constant_time(whole.substr(kHeadBytes), mac(whole.substr(0, kHeadBytes), bearer)))
        return foreign;
    const std::int64_t age = now.seconds() - seconds_of(whole);
    if (age > kFormTokenHours * 3600 || age < -3600) return Error(ErrorCode::Conflict, "form.token_old");
    return base::Done{};
}

std::string FormTokens::act_key(std::string_view token, std::string_view route, std::int64_t person) const {
    const auto digest = crypto::hmac(crypto::Hash::Sha256, secret_,
                                     {"act\n", route, "\n", std::to_string(person), "\n", token});
    return digest.hex().substr(0, 40);
}

Result<> RateLimit::take(const std::string& address, calendar::Instant now) {
    const std::lock_guard lock(mutex_);
    if (buckets_.size() >= kAddressesMax && !buckets_.contains(address)) sweep(now.ms);
    const auto [place, fresh] = buckets_.try_emplace(address, Bucket{burst_ * 1000, now.ms});
    Bucket& bucket = place->second;
    const std::int64_t elapsed = std::clamp<std::int64_t>(now.ms - bucket.at_ms, 0, 24 * 3600 * 1000);
    bucket.milli_tokens = std::min(burst_ * 1000, bucket.milli_tokens + elapsed * per_minute_ / 60);
    bucket.at_ms = now.ms;
    if (bucket.milli_tokens < 1000) return Error(ErrorCode::TooMany, "form.too_many_tries");
    bucket.milli_tokens -= 1000;
    return base::Done{};
}

void RateLimit::give_back(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto place = buckets_.find(address);
    if (place == buckets_.end()) return;
    place->second.milli_tokens = std::min(burst_ * 1000, place->second.milli_tokens + 1000);
}

// Full buckets say nothing; when all are in use, the memory is worth more than the count.
void RateLimit::sweep(std::int64_t now_ms) {
    std::erase_if(buckets_, [&](const auto& pair) {
        return pair.second.milli_tokens + (now_ms - pair.second.at_ms) * per_minute_ / 60 >= burst_ * 1000;
    });
    if (buckets_.size() >= kAddressesMax) buckets_.clear();
}

std::size_t RateLimit::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

}  // namespace web
