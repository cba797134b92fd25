#include "base/entropy.h"

#include "base/check.h"

#include <sys/random.h>

#include <cerrno>
#include <mutex>

namespace base {

namespace {

class KernelEntropy : public Entropy {
public:
    std::string bytes(std::size_t count) override {
        std::string out(count, '\0');
        std::size_t filled = 0;
        while (filled < count) {
            const ssize_t got = getrandom(out.data() + filled, count - filled, 0);
            CHECK(got > 0 || errno == EINTR);
            if (got > 0) filled += static_cast<std::size_t>(got);
        }
        return out;
    }
};

// SplitMix64: the same bytes on every machine for the same seed.
class SeededEntropy : public Entropy {
public:
    explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}

    std::string bytes(std::size_t count) override {
        const std::lock_guard lock(mutex_);
        std::string out;
        out.reserve(count + 8);
        while (out.size() < count) {
            std::uint64_t word = next();
            for (int i = 0; i < 8; ++i, word >>= 8) out.push_back(static_cast<char>(word & 255u));
        }
        out.resize(count);
        return out;
    }

private:
    std::uint64_t next() {
        std::uint64_t word = (state_ += 0x9e3779b97f4a7c15u);
        word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
        word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
        return word ^ (word >> 31);
    }

    std::mutex mutex_;
    std::uint64_t state_;
};

}  // namespace

std::unique_ptr<Entropy> system_entropy() {
    return std::make_unique<KernelEntropy>();
}

std::unique_ptr<Entropy> seeded_entropy(std::uint64_t seed) {
    return std::make_unique<SeededEntropy>(seed);
}

}  // namespace base
