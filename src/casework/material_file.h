#pragma once
// What is kept of a paper handed in: its name, kind and size, and where its bytes are. The record is sealed
// with the matter; small papers travel inside it, larger ones are sealed files beside the database.

#include "store/vault.h"

#include <string>

namespace casework {

inline constexpr std::size_t kInlineBytesMax = 8u << 10;

struct MaterialFile {
    std::string name;  // as the person called it; empty: paper only, no file
    std::string type;  // application/pdf …
    std::int64_t size = 0;
    base::Digest file;  // name of the sealed file; zero when inside the record
    std::string salt;
    std::string bytes;  // when inside the record
    std::string paper;  // original copy, when the window has seen the paper itself
    int copies = 0;     // of that paper

    bool on_disk() const { return file != base::Digest{}; }
    bool has_bytes() const { return on_disk() || !bytes.empty(); }
    std::string to_json() const;
    static base::Result<MaterialFile> from_json(std::string_view json);
    base::Result<std::string> read(const store::Vault& vault) const;
};

// Uploads are told by their first bytes, never by their name. Invalid upload.unknown_kind for what is not
// PDF, JPEG, PNG, OFD or DOCX (both ZIP).
base::Result<std::string> kind_of_upload(std::string_view bytes);

}  // namespace casework
