#include "ledger/leaf.h"

#include "base/json.h"
#include "crypto/digest.h"
#include "ledger/limits.h"

namespace ledger {

std::string leaf_salt(std::string_view leaf_key, std::string_view node, std::int64_t seq) {
    std::string message = "salt\n";
    message.append(node).append("\n").append(std::to_string(seq));
    return std::string(crypto::hmac_sha256(leaf_key, message).view());
}

std::string matter_token(std::string_view leaf_key, std::string_view subject) {
    std::string message = "token\n";
    message.append(subject);
    return base::to_hex(crypto::hmac_sha256(leaf_key, message).view().substr(0, 16));
}

base::Digest commitment(std::string_view salt, std::string_view document) {
    std::string bytes(salt);
    bytes += document;
    return crypto::sha256(bytes);
}

std::string leaf_text(const LeafFacts& facts) {
    std::string leaf;
    leaf.reserve(384);
    base::JsonWriter json(leaf);
    json.open_object()
        .member("at", facts.at)
        .member("c", base::to_base64(facts.commitment.view()))
        .member("case", facts.token)
        .member("k", facts.kind)
        .member("org", facts.org)
        .member("prev", facts.previous)
        .key("pub")
        .raw(facts.public_fields)
        .member("v", 1)
        .close_object();
    return leaf;
}

namespace {

// Cuts one member's value out of canonical JSON written by FieldWriter: keys are plain words, so the top
// level can be walked by counting brackets and quotes.
std::string_view member_of(std::string_view object, std::string_view wanted) {
    std::size_t at = 1;
    while (at + 1 < object.size()) {
        const std::size_t key_end = object.find('"', at + 1);
        const std::string_view key = object.substr(at + 1, key_end - at - 1);
        const std::size_t begin = key_end + 2;
        std::size_t end = begin;
        int depth = 0;
        bool quoted = false;
        while (end < object.size()) {
            const char c = object[end];
            if (quoted) {
                if (c == '\\')
                    ++end;
                else if (c == '"')
                    quoted = false;
            } else if (c == '"')
                quoted = true;
            else if (c == '{' || c == '[')
                ++depth;
            else if (depth == 0 && (c == ',' || c == '}'))
                break;
            else if (c == '}' || c == ']')
                --depth;
            ++end;
        }
        if (key == wanted) return object.substr(begin, end - begin);
        at = end + 1;
    }
    return {};
}

}  // namespace

base::Result<std::string> public_part(const EventRow& row, std::string_view fields) {
    std::string out = "{";
    for (const std::string& name :
         row.public_fields) {  // listed in alphabetical order, checked by the event table's test
        const std::string_view value = member_of(fields, name);
        if (value.empty()) continue;
        if (out.size() > 1) out += ',';
        out.append("\"").append(name).append("\":").append(value);
    }
    out += '}';
    if (out.size() > kPublicBytesMax)
        return base::Error(base::ErrorCode::TooLarge, "ledger.public_part_too_large");
    return out;
}

}  // namespace ledger
