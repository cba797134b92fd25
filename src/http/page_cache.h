#pragma once
// Finished public pages, answered from memory on the I/O thread. One change of anything public drops them
// all; a time limit covers what changes with the clock. Never holds a page made for a person.

#include "http/response.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace http {

class PageCache {
public:
    explicit PageCache(int keep_seconds = 60, std::size_t bytes_max = kPageCacheBytesMax)
        : keep_ms_(std::int64_t{keep_seconds} * 1000), bytes_max_(bytes_max) {}

    // `now_ms` is a steady time in milliseconds; the caller's clock, so that tests need not wait.
    std::shared_ptr<const Ready> find(const std::string& key, std::int64_t now_ms) const;
    // Taken before the page is read from the database; a page whose generation has passed is not kept.
    std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
    void keep(const std::string& key, std::shared_ptr<const Ready> ready, std::uint64_t generation,
              std::int64_t now_ms);
    void drop_all();  // from any thread
    std::size_t size() const;

private:
    struct Kept {
        std::shared_ptr<const Ready> ready;
        std::int64_t until_ms = 0;
        std::size_t bytes = 0;
    };
    std::int64_t keep_ms_;
    std::size_t bytes_max_;
    std::atomic<std::uint64_t> generation_{1};
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Kept> kept_;
    std::size_t bytes_ = 0;
};

}  // namespace http
