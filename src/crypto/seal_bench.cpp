// Cost of sealing and opening an answer of 300 bytes, and of one leaf hash.
#include "base/log.h"
#include "crypto/digest.h"
#include "crypto/seal.h"

#include <time.h>

#include <string>

namespace {

double seconds_now() {
    timespec read{};
    clock_gettime(CLOCK_MONOTONIC, &read);
    return static_cast<double>(read.tv_sec) + static_cast<double>(read.tv_nsec) / 1e9;
}

template <class Work>
void report(std::string_view what, const Work& work) {
    constexpr int kRounds = 100'000;
    const double start = seconds_now();
    for (int i = 0; i < kRounds; ++i) work();
    const auto nanoseconds = static_cast<long>((seconds_now() - start) * 1e9 / kRounds);
    base::log(base::LogLevel::Info, what, {{"ns", std::to_string(nanoseconds)}});
}

}  // namespace

int main() {
    const std::string plain(300, 'p');
    const std::string salt(32, 's');
    for (const auto profile : {crypto::SealProfile::Gm, crypto::SealProfile::Intl}) {
        const auto sealer = crypto::Sealer::from_master(profile, std::string(32, 'm')).value();
        const std::string name(crypto::algorithm_name(profile));
        const auto sealed = sealer.seal(plain, salt, "matter/1");
        report(name + " seal", [&] { sealer.seal(plain, salt, "matter/1"); });
        report(name + " open", [&] { static_cast<void>(sealer.open(sealed, salt, "matter/1")); });
    }
    report("sha256 of 300 bytes", [&] { crypto::sha256(plain); });
    report("hmac-sha256 of 300 bytes", [&] { crypto::hmac_sha256(salt, plain); });
    return 0;
}
