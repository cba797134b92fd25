#pragma once
// Times of many answers in little memory: classes less than one per cent wide, so that a share of them (p50,
// p99) can be told at the end. Owned by the benchmarks.

#include <time.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace bench {

inline std::int64_t now_ns() {
    timespec read{};
    clock_gettime(CLOCK_MONOTONIC, &read);
    return static_cast<std::int64_t>(read.tv_sec) * 1'000'000'000 + read.tv_nsec;
}

class Times {
public:
    void add(std::int64_t ns) {
        const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(ns, 0));
        ++classes_[class_of(value)];
        ++count_;
        max_ns_ = std::max(max_ns_, ns);
    }
    std::uint64_t count() const { return count_; }
    std::int64_t max_us() const { return max_ns_ / 1000; }

    // The time that so many of a thousand answers did not exceed, in microseconds; 0 when there was none.
    std::int64_t permille_us(std::uint64_t permille) const {
        const std::uint64_t wanted = (count_ * permille + 999) / 1000;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            seen += classes_[i];
            if (seen >= wanted && seen > 0)
                return std::min(static_cast<std::int64_t>(upper_end(i)), max_ns_) / 1000;
        }
        return 0;
    }

private:
    static constexpr std::size_t kFine = 128;  // classes in each doubling
    static std::size_t class_of(std::uint64_t value) {
        if (value < kFine) return value;
        const auto shift = static_cast<std::size_t>(std::bit_width(value)) - 8;
        return (shift + 1) * kFine + ((value >> shift) - kFine);
    }
    static std::uint64_t upper_end(std::size_t index) {
        if (index < kFine) return index;
        const std::size_t shift = index / kFine - 1;
        return (index % kFine + kFine + 1) << shift;
    }

    std::vector<std::uint64_t> classes_ = std::vector<std::uint64_t>(58 * kFine);
    std::uint64_t count_ = 0;
    std::int64_t max_ns_ = 0;
};

}  // namespace bench
