#pragma once
// The public leaf of an event: at most 1 KB of canonical JSON without any personal value or sentence. It
// commits to the event document under a salt that only the county can open, and links the matter's leaves by
// a token that links nothing else.

#include "ledger/event.h"

#include <string>
#include <string_view>

namespace ledger {

// salt = HMAC-SHA-256(leaf key, "salt" LF node LF seq); token = first 16 bytes of HMAC-SHA-256(leaf key,
// "token" LF subject).
std::string leaf_salt(std::string_view leaf_key, std::string_view node, std::int64_t seq);
std::string matter_token(std::string_view leaf_key, std::string_view subject);  // 32 hex digits
base::Digest commitment(std::string_view salt, std::string_view document);      // SHA-256(salt ‖ document)

struct LeafFacts {
    std::string at;
    base::Digest commitment;
    std::string token;
    std::string kind;  // module.past_tense/version
    std::string org;
    std::string previous;       // shard/index, empty for the matter's first
    std::string public_fields;  // canonical JSON object
};
std::string leaf_text(const LeafFacts& facts);

// The fields that the event's row names as public, as canonical JSON. TooLarge above 512 bytes.
base::Result<std::string> public_part(const EventRow& row, std::string_view fields);

}  // namespace ledger
