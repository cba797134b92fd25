#include "http/page_cache.h"

namespace http {

namespace {

std::size_t weight_of(const std::string& key, const Ready& ready) {
    std::size_t bytes = key.size() + sizeof(Ready);
    for (const Ready::Form* form : {&ready.identity, &ready.gzip, &ready.brotli})
        bytes += form->head.size() + (form->body ? form->body->size() : 0);
    return bytes;
}

}  // namespace

std::shared_ptr<const Ready> PageCache::find(const std::string& key, std::int64_t now_ms) const {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end() || found->second.until_ms <= now_ms) return nullptr;
    return found->second.ready;
}

void PageCache::keep(const std::string& key, std::shared_ptr<const Ready> ready, std::uint64_t generation,
                     std::int64_t now_ms) {
    const std::size_t bytes = weight_of(key, *ready);
    const std::lock_guard lock(mutex_);
    if (generation != generation_.load(std::memory_order_relaxed) || key.size() > kPageKeyMax) return;
    if (bytes > bytes_max_ / 8) return;
    // Full: begin anew. Simpler than an order of use, and a county's public pages fit many times over.
    if (bytes_ + bytes > bytes_max_) kept_.clear(), bytes_ = 0;
    Kept& kept = kept_[key];
    bytes_ += bytes - kept.bytes;
    kept = {std::move(ready), now_ms + keep_ms_, bytes};
}

void PageCache::drop_all() {
    const std::lock_guard lock(mutex_);
    generation_.fetch_add(1, std::memory_order_release);
    kept_.clear();
    bytes_ = 0;
}

std::size_t PageCache::size() const {
    const std::lock_guard lock(mutex_);
    return kept_.size();
}

}  // namespace http
