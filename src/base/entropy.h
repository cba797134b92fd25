#pragma once
// Entropy is a port: the program draws from the kernel, tests and the demonstration from a printed seed.

#include <cstdint>
#include <memory>
#include <string>

namespace base {

class Entropy {
public:
    virtual ~Entropy() = default;
    virtual std::string bytes(std::size_t count) = 0;  // safe to call from several threads
};

std::unique_ptr<Entropy> system_entropy();
std::unique_ptr<Entropy> seeded_entropy(std::uint64_t seed);  // for tests and demo data only: predictable

}  // namespace base
