#pragma once
// Bytes and the forms they are written in: hex, base64, base64url. Digest is a 32-byte hash value with its
// own type.

#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace base {

using Bytes = std::string;  // raw bytes; text is std::string too, checked where it comes in

// A SHA-256 value. Ordered and comparable, written as 64 lower-case hex digits.
struct Digest {
    std::array<unsigned char, 32> bytes{};

    std::string hex() const;
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
    static Result<Digest> from_hex(std::string_view text);
    static Result<Digest> from_bytes(std::string_view raw);
    auto operator<=>(const Digest&) const = default;
};

std::string to_hex(std::string_view raw);
Result<Bytes> from_hex(std::string_view text);     // even length, lower or upper case; else Invalid
std::string to_base64(std::string_view raw);       // padded
std::string to_base64url(std::string_view raw);    // without padding
Result<Bytes> from_base64(std::string_view text);  // padded, canonical; else Invalid
Result<Bytes> from_base64url(std::string_view text);

// Same time for every pair of equal length; for tokens and codes.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace base
