#include "casework/material_file.h"

#include "base/json.h"

namespace casework {

std::string MaterialFile::to_json() const {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().member("name", name).member("type", type).member("size", size);
    if (on_disk())
        json.member("file", file.hex()).member("salt", base::to_base64(salt));
    else if (!bytes.empty())
        json.member("bytes", base::to_base64(bytes));
    if (!paper.empty()) json.member("paper", paper).member("copies", static_cast<std::int64_t>(copies));
    json.close_object();
    return out;
}

base::Result<MaterialFile> MaterialFile::from_json(std::string_view text) {
    const base::Json json = TRY(base::parse_json(text));
    MaterialFile found;
    found.name = json.string_or("name");
    found.type = json.string_or("type");
    found.size = json.integer_or("size", 0);
    if (json.find("file") != nullptr) {
        found.file = TRY(base::Digest::from_hex(json.string_or("file")));
        found.salt = TRY(base::from_base64(json.string_or("salt")));
    }
    found.paper = json.string_or("paper");
    found.copies = static_cast<int>(json.integer_or("copies", 0));
    if (json.find("bytes") != nullptr) found.bytes = TRY(base::from_base64(json.string_or("bytes")));
    return found;
}

base::Result<std::string> MaterialFile::read(const store::Vault& vault) const {
    if (on_disk()) return vault.read_file(file, salt);
    if (bytes.empty()) return base::Error(base::ErrorCode::NotFound, "upload.no_file");
    return bytes;
}

base::Result<std::string> kind_of_upload(std::string_view bytes) {
    if (bytes.starts_with("%PDF-")) return std::string("application/pdf");
    if (bytes.starts_with("\xff\xd8\xff")) return std::string("image/jpeg");
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return std::string("image/png");
    if (bytes.starts_with("PK\x03\x04")) {
        const std::string_view head = bytes.substr(0, 4096);
        if (head.find("OFD.xml") != std::string_view::npos) return std::string("application/ofd");
        if (head.find("word/") != std::string_view::npos ||
            head.find("[Content_Types].xml") != std::string_view::npos) {
            return std::string("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        }
    }
    return base::Error(base::ErrorCode::Invalid, "upload.unknown_kind").at("file");
}

}  // namespace casework
