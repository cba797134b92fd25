#include "store/vault.h"

#include "base/file.h"
#include "crypto/digest.h"
#include "store/limits.h"

#include <sys/stat.h>
#include <unistd.h>

namespace store {

base::Result<Keys> Keys::from_master(std::string_view master, std::string_view profile) {
    const auto chosen = TRY(crypto::parse_seal_profile(profile));
    auto sealer = TRY(crypto::Sealer::from_master(chosen, master));
    return Keys(std::move(sealer),
                crypto::hkdf(crypto::Hash::Sha256, master, "sunroom", "keyed digests", 32));
}

base::Digest Keys::keyed_digest(std::string_view purpose, std::string_view text) const {
    return crypto::hmac(crypto::Hash::Sha256, digest_key_.expose(), {purpose, "\n", text});
}

std::string Keys::inquiry_code(std::string_view number) const {
    const base::Digest digest = keyed_digest("inquiry code", number);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = (value << 8) | digest.bytes[i];
    std::string code = std::to_string(value % 1000000);
    return std::string(6 - code.size(), '0') + code;
}

std::string index_term(std::string_view typed) {
    std::string out;
    for (const char c : typed) {
        if (c == ' ' || c == '\t') continue;
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

base::Result<base::VaultRef> Vault::seal(Tx& tx, const SealRequest& request, std::string_view salt) const {
    if (request.bytes.size() > kSealedItemBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "store.item_too_large")
            .with("max", std::to_string(kSealedItemBytesMax));
    }
    base::VaultRef ref;
    {
        auto rows = TRY(tx.query("SELECT item FROM vault_item ORDER BY item DESC LIMIT 1"));
        ref.item = TRY(rows.next()) ? rows.integer(0) + 1 : 1;
    }
    ref.digest = crypto::Sha256().update(salt).update(request.bytes).finish();
    const std::string sealed = keys_.sealer().seal(request.bytes, salt, request.owner);
    TRY(tx.execute("INSERT INTO vault_item(item, owner, salt, sealed, caption) VALUES(?, ?, ?, ?, ?)",
                   ref.item, request.owner, Blob{salt}, Blob{sealed}, request.caption));
    for (const std::string& term : request.index_terms) {
        if (term.empty()) continue;
        TRY(tx.execute("INSERT INTO vault_index(term, item) VALUES(?, ?) ON CONFLICT DO NOTHING",
                       keys_.keyed_digest("vault index", term), ref.item));
    }
    return ref;
}

base::Result<std::string> Vault::open(const Reader& db, std::int64_t item) const {
    auto rows = TRY(db.query("SELECT owner, salt, sealed FROM vault_item WHERE item = ?", item));
    if (!TRY(rows.next())) return base::Error(base::ErrorCode::NotFound, "store.erased");
    return keys_.sealer().open(rows.blob(2), rows.blob(1), rows.text(0));
}

base::Result<std::string> Vault::caption(const Reader& db, std::int64_t item) const {
    auto rows = TRY(db.query("SELECT caption FROM vault_item WHERE item = ?", item));
    if (!TRY(rows.next())) return std::string();
    return std::string(rows.text(0));
}

base::Result<std::vector<std::string>> Vault::find_owners(const Reader& db, std::string_view term,
                                                          int limit) const {
    constexpr std::string_view sql = R"sql(
        SELECT i.owner FROM vault_index x JOIN vault_item i ON i.item = x.item
        WHERE x.term = ? ORDER BY i.item DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, keys_.keyed_digest("vault index", index_term(term)), limit));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<> Vault::erase(Tx& tx, std::int64_t item) const {
    TRY(tx.execute("DELETE FROM vault_index WHERE item = ?", item));
    return tx.execute("DELETE FROM vault_item WHERE item = ?", item);
}

namespace {

std::string path_of(const std::string& folder, const base::Digest& name) {
    const std::string hex = name.hex();
    return folder + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

// The refusal of a file names its path: that is for the log, not for the person.
base::Error for_the_person(const base::Error& error) {
    if (error.code() == base::ErrorCode::NotFound) return {error.code(), "store.erased", error.detail()};
    return {error.code(), "store.unavailable", error.detail()};
}

}  // namespace

base::Result<Vault::StoredFile> Vault::store_file(std::string_view bytes, std::string_view salt) const {
    if (bytes.size() > kFileBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "store.file_too_large")
            .with("max", std::to_string(kFileBytesMax >> 20));
    }
    const std::string sealed = keys_.sealer().seal(bytes, salt, "file");
    StoredFile stored;
    stored.name = crypto::sha256(sealed);
    stored.content = crypto::Sha256().update(salt).update(bytes).finish();
    stored.salt = salt;
    stored.size = static_cast<std::int64_t>(bytes.size());
    const std::string path = path_of(blob_folder_, stored.name);
    ::mkdir(blob_folder_.c_str(), 0700);
    ::mkdir(path.substr(0, path.rfind('/')).c_str(), 0700);  // may exist; the write below says if it cannot
    const auto written = base::write_file_synced(path, sealed, 0600);
    if (!written.ok()) return for_the_person(written.error());
    return stored;
}

base::Result<std::string> Vault::read_file(const base::Digest& name, std::string_view salt) const {
    const auto sealed = base::read_file(path_of(blob_folder_, name));
    if (!sealed.ok()) return for_the_person(sealed.error());
    return keys_.sealer().open(sealed.value(), salt, "file");
}

base::Result<> Vault::erase_file(const base::Digest& name) const {
    if (::unlink(path_of(blob_folder_, name).c_str()) != 0) {
        return base::Error(base::ErrorCode::NotFound, "store.erased", name.hex());
    }
    return base::Done{};
}

base::Result<base::Digest> Vault::shelve(Tx& tx, std::string_view bytes) const {
    if (bytes.size() > kShelfBytesMax) return base::Error(base::ErrorCode::TooLarge, "store.text_too_large");
    const base::Digest digest = crypto::sha256(bytes);
    TRY(tx.execute("INSERT INTO shelf(digest, bytes) VALUES(?, ?) ON CONFLICT DO NOTHING", digest,
                   Blob{bytes}));
    return digest;
}

base::Result<std::string> Vault::unshelve(const Reader& db, const base::Digest& digest) const {
    auto rows = TRY(db.query("SELECT bytes FROM shelf WHERE digest = ?", digest));
    if (!TRY(rows.next())) return base::Error(base::ErrorCode::NotFound, "store.not_on_shelf", digest.hex());
    return std::string(rows.blob(0));
}

}  // namespace store
