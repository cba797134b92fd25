#pragma once
// Canonical JSON read where it lies: no spaces, members in the order of their keys, whole numbers, texts
// without escapes. It is what the journal holds and is read by the million, so nothing is copied and memory
// is used again. Every other JSON is read by base/json.h.

#include "base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace base {

// A value, or the key before it: where it stands in the text and which node comes after all that is in it. A
// key has the digest of its letters there.
struct JsonNode {
    enum class Kind : std::uint8_t { Bool, Integer, String, List, Object };
    Kind kind = Kind::Object;
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t after = 0;

    // Tells nearly all keys apart without looking at the text.
    static std::uint32_t digest_of(std::string_view key) {
        if (key.empty()) return 0;
        const auto letter = [key](std::size_t at) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(key[at]));
        };
        return static_cast<std::uint32_t>(key.size()) << 24 ^ letter(0) << 16 ^ letter(key.size() / 2) << 8 ^
               letter(key.size() - 1);
    }
};

// One value of a text that was read. Borrows the text and its nodes; a piece that is absent answers with
// nothing to every question.
class JsonPiece {
public:
    JsonPiece() = default;
    JsonPiece(const char* text, const JsonNode* nodes) : text_(text), nodes_(nodes), end_(nodes->after) {}

    bool present() const { return nodes_ != nullptr; }
    bool is_string() const { return is(JsonNode::Kind::String); }
    bool is_integer() const { return is(JsonNode::Kind::Integer); }
    bool is_bool() const { return is(JsonNode::Kind::Bool); }
    bool is_list() const { return is(JsonNode::Kind::List); }
    bool is_object() const { return is(JsonNode::Kind::Object); }
    std::string_view written() const {  // the value as it stands in the text; a string without its quotes
        if (nodes_ == nullptr) return {};
        return {text_ + nodes_[at_].begin, nodes_[at_].size};
    }
    std::string_view string() const { return is_string() ? written() : std::string_view(); }
    std::int64_t integer() const;  // 0 where it is none
    bool truth() const { return is_bool() && written() == "true"; }
    JsonPiece find(std::string_view key) const {  // absent: no such member or not an object
        if (!is_object()) return {};
        const std::uint32_t digest = JsonNode::digest_of(key);
        for (std::uint32_t at = at_ + 1; at < end_; at = nodes_[at + 1].after)
            if (nodes_[at].after == digest && piece(at).written() == key) return piece(at + 1);
        return {};
    }

    // Items of a list, or members of an object, in order.
    template <class Take>
    void each_item(const Take& take) const {
        if (!is_list()) return;
        for (std::uint32_t at = at_ + 1; at < end_; at = nodes_[at].after) take(piece(at));
    }
    template <class Take>
    void each_member(const Take& take) const {
        if (!is_object()) return;
        for (std::uint32_t at = at_ + 1; at < end_; at = nodes_[at + 1].after)
            take(piece(at).written(), piece(at + 1));
    }

    std::uint32_t node() const { return at_; }
    JsonPiece at_node(std::uint32_t at) const { return piece(at); }  // a value of the same text

private:
    bool is(JsonNode::Kind kind) const { return nodes_ != nullptr && nodes_[at_].kind == kind; }
    JsonPiece piece(std::uint32_t at) const {
        JsonPiece found = *this;
        found.at_ = at;
        found.end_ = nodes_[at].after;
        return found;
    }

    const char* text_ = nullptr;
    const JsonNode* nodes_ = nullptr;
    std::uint32_t at_ = 0;
    std::uint32_t end_ = 0;
};

// Puts the nodes of `text` in `nodes`, the whole first. False when it is not canonical, or deeper than 32.
bool read_canonical(std::string_view text, std::vector<JsonNode>& nodes);

}  // namespace base
