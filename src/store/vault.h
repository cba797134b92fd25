#pragma once
// The vault keeps what a person typed or handed in, sealed item by item under keys derived from the node's
// master key, and erases it on demand. The open shelf keeps what is public anyway (definition texts,
// published documents) by digest. Projections never read either, so that replay gives the same tables after
// an erasure.

#include "base/types.h"
#include "crypto/seal.h"
#include "store/database.h"

#include <string>
#include <string_view>
#include <vector>

namespace store {

// What is sealed, whom it belongs to, and what may be found or shown without opening it.
struct SealRequest {
    std::string_view owner;  // subject, e.g. matter/99992101220260302000179
    std::string_view bytes;
    std::string_view caption;  // masked caption for lists (刘**), erased with the item; may be empty
    std::vector<std::string> index_terms;  // normalised names and numbers; kept as keyed digests
};

// Keys of the node, derived from one master key (32 bytes). No key leaves as plain bytes.
class Keys {
public:
    static base::Result<Keys> from_master(std::string_view master,
                                          std::string_view profile);  // "gm" or "intl"
    const crypto::Sealer& sealer() const { return sealer_; }
    // HMAC under a key of its own for each purpose: vault index, 查询码, form tokens.
    base::Digest keyed_digest(std::string_view purpose, std::string_view text) const;
    // Six digits that belong to a case number for ever, so that they need not be stored.
    std::string inquiry_code(std::string_view number) const;

private:
    Keys(crypto::Sealer sealer, std::string digest_key)
        : sealer_(std::move(sealer)), digest_key_(std::move(digest_key)) {}
    crypto::Sealer sealer_;
    base::Secret<std::string> digest_key_;
};

class Vault {
public:
    Vault(const Keys& keys, std::string blob_folder) : keys_(keys), blob_folder_(std::move(blob_folder)) {}

    // Inside an act. `salt` is 32 fresh random bytes.
    base::Result<base::VaultRef> seal(Tx& tx, const SealRequest& request, std::string_view salt) const;
    base::Result<std::string> open(const Reader& db, std::int64_t item) const;  // NotFound after erasure
    base::Result<std::string> caption(const Reader& db, std::int64_t item) const;
    // Owners of the items that hold this very name or number, newest first.
    base::Result<std::vector<std::string>> find_owners(const Reader& db, std::string_view term,
                                                       int limit) const;
    base::Result<> erase(Tx& tx, std::int64_t item) const;

    // Files: sealed to disk before the act (never inside it), named by the digest of the ciphertext.
    struct StoredFile {
        base::Digest name;
        base::Digest content;
        std::string salt;
        std::int64_t size = 0;
    };
    base::Result<StoredFile> store_file(std::string_view bytes, std::string_view salt) const;
    base::Result<std::string> read_file(const base::Digest& name, std::string_view salt) const;
    base::Result<> erase_file(const base::Digest& name) const;

    // Open shelf.
    base::Result<base::Digest> shelve(Tx& tx, std::string_view bytes) const;
    base::Result<std::string> unshelve(const Reader& db, const base::Digest& digest) const;

    const Keys& keys() const { return keys_; }

private:
    const Keys& keys_;
    std::string blob_folder_;
};

// Normalises a name or number for the keyed index: no spaces, upper case, half width.
std::string index_term(std::string_view typed);

}  // namespace store
