#pragma once
// The tree of RFC 6962/9162 over SHA-256, kept as its frontier: the roots of its full subtrees, largest
// first. Appending a leaf is O(log n); the whole state is at most 64 hashes, so it is copied freely.

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

base::Digest leaf_hash(std::string_view leaf);                                // SHA-256(0x00 ‖ leaf)
base::Digest node_hash(const base::Digest& left, const base::Digest& right);  // SHA-256(0x01 ‖ L ‖ R)

class MerkleTree {
public:
    std::uint64_t size() const { return size_; }
    void append(const base::Digest& leaf);
    base::Digest root() const;     // SHA-256("") when empty
    std::string frontier() const;  // 8 bytes size, then 32 bytes a subtree
    static base::Result<MerkleTree> from_frontier(std::string_view bytes);
    bool operator==(const MerkleTree&) const = default;

private:
    std::uint64_t size_ = 0;
    std::vector<base::Digest> subtrees_;
};

}  // namespace ledger
