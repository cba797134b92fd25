#pragma once
// Sealing: what a person wrote becomes bytes that only the node's key opens, and that cannot be changed or
// moved to another place unnoticed. Two profiles: `gm` SM4-CTR then HMAC-SM3, `intl` AES-256-GCM. No key
// leaves as plain bytes. Sealed form: version 1 | profile 1 | key id 4 | IV 16 or 12 | ciphertext | tag 32
// or 16.

#include "base/bytes.h"
#include "base/types.h"

#include <string>
#include <string_view>

namespace crypto {

enum class SealProfile : char { Gm = 'g', Intl = 'i' };
base::Result<SealProfile>
parse_seal_profile(std::string_view name);             // "gm", "intl"; else seal.unknown_profile
std::string_view algorithm_name(SealProfile profile);  // "sm4-ctr+hmac-sm3", "aes-256-gcm"

// Seals under keys derived (HKDF) from one master key and the salt of each item. Safe to share between
// threads.
class Sealer {
public:
    // `master` has 32 bytes, else seal.bad_master (Invalid).
    static base::Result<Sealer> from_master(SealProfile profile, std::string_view master);

    // `salt`: at least 16 fresh random bytes for every call; the same salt for two texts would give both
    // away. CHECKs the length. `place` is bound in but not stored: the same words must be given to open
    // (owner, kind of item).
    base::Bytes seal(std::string_view plain, std::string_view salt, std::string_view place) const;

    // Corrupt: seal.broken (changed, cut, other salt or place), seal.other_key (sealed under another master
    // or profile).
    base::Result<base::Bytes> open(std::string_view sealed, std::string_view salt,
                                   std::string_view place) const;

    SealProfile profile() const { return profile_; }
    const base::Bytes& key_id() const {
        return key_id_;
    }  // 4 bytes; tells keys apart, reveals nothing of them

private:
    Sealer(SealProfile profile, base::Digest root) : profile_(profile), root_(root) {}
    SealProfile profile_;
    base::Secret<base::Digest> root_;
    base::Bytes key_id_;
};

base::Bytes
key_id_of(std::string_view sealed);  // to choose among several sealers after a rotation; empty if none

}  // namespace crypto
