#include "base/bytes.h"

#include <algorithm>

namespace base {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using Reverse = std::array<std::int8_t, 256>;

constexpr Reverse reverse_of_hex() {
    Reverse table{};
    for (auto& entry : table) entry = -1;
    for (std::size_t i = 0; i < 16; ++i) {
        const char digit = kHexDigits[i];
        table[static_cast<unsigned char>(digit)] = static_cast<std::int8_t>(i);
        if (i >= 10) table[static_cast<unsigned char>(digit - 'a' + 'A')] = static_cast<std::int8_t>(i);
    }
    return table;
}

constexpr Reverse kFromHex = reverse_of_hex();

int hex_value(char digit) {
    return kFromHex[static_cast<unsigned char>(digit)];
}

constexpr Reverse reverse_of(std::string_view alphabet) {
    Reverse table{};
    for (auto& entry : table) entry = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return table;
}

constexpr Reverse kFromBase64 = reverse_of(kBase64);
constexpr Reverse kFromBase64Url = reverse_of(kBase64Url);

std::string encode(std::string_view raw, std::string_view alphabet) {
    std::string out;
    out.reserve((raw.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : raw) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        count += 8;
        while (count >= 6) {
            count -= 6;
            out.push_back(alphabet[(bits >> count) & 63u]);
        }
    }
    if (count > 0) out.push_back(alphabet[(bits << (6 - count)) & 63u]);
    return out;
}

// Canonical only: a last group of one digit, or bits left over that are not zero, is refused.
Result<Bytes> decode(std::string_view text, const Reverse& table) {
    if (text.size() % 4 == 1) return Error(ErrorCode::Invalid, "bytes.not_base64");
    Bytes out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = table[static_cast<unsigned char>(c)];
        if (value < 0) return Error(ErrorCode::Invalid, "bytes.not_base64");
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<char>((bits >> count) & 255u));
        }
    }
    const bool leftover = (bits & ((1u << count) - 1u)) != 0;
    if (leftover) return Error(ErrorCode::Invalid, "bytes.not_base64");
    return out;
}

}  // namespace

std::string Digest::hex() const {
    return to_hex(view());
}

Result<Digest> Digest::from_hex(std::string_view text) {
    Digest digest;
    if (text.size() != 2 * digest.bytes.size()) return Error(ErrorCode::Invalid, "bytes.not_a_digest");
    for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
        const int byte = hex_value(text[2 * i]) * 16 + hex_value(text[2 * i + 1]);
        if (hex_value(text[2 * i]) < 0 || hex_value(text[2 * i + 1]) < 0)
            return Error(ErrorCode::Invalid, "bytes.not_hex");
        digest.bytes[i] = static_cast<decltype(digest.bytes)::value_type>(byte);
    }
    return digest;
}

Result<Digest> Digest::from_bytes(std::string_view raw) {
    Digest digest;
    if (raw.size() != digest.bytes.size()) return Error(ErrorCode::Invalid, "bytes.not_a_digest");
    std::copy(raw.begin(), raw.end(), digest.bytes.begin());
    return digest;
}

std::string to_hex(std::string_view raw) {
    std::string out;
    out.reserve(raw.size() * 2);
    for (const char c : raw) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(kHexDigits[byte >> 4]);
        out.push_back(kHexDigits[byte & 15u]);
    }
    return out;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return Error(ErrorCode::Invalid, "bytes.not_hex");
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return Error(ErrorCode::Invalid, "bytes.not_hex");
        out.push_back(static_cast<char>(high * 16 + low));
    }
    return out;
}

std::string to_base64(std::string_view raw) {
    std::string out = encode(raw, kBase64);
    while (out.size() % 4 != 0) out.push_back('=');
    return out;
}

std::string to_base64url(std::string_view raw) {
    return encode(raw, kBase64Url);
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return Error(ErrorCode::Invalid, "bytes.not_base64");
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    return decode(text, kFromBase64);
}

Result<Bytes> from_base64url(std::string_view text) {
    return decode(text, kFromBase64Url);
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    volatile unsigned char difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto one = static_cast<unsigned char>(left[i]);
        const auto other = static_cast<unsigned char>(right[i]);
        difference = static_cast<unsigned char>(difference | (one ^ other));
    }
    return difference == 0;
}

}  // namespace base
