#include "ledger/merkle.h"

#include "crypto/digest.h"

#include <bit>

namespace ledger {

base::Digest leaf_hash(std::string_view leaf) {
    std::string bytes(1, '\0');
    bytes += leaf;
    return crypto::sha256(bytes);
}

base::Digest node_hash(const base::Digest& left, const base::Digest& right) {
    std::string bytes(1, '\1');
    bytes += left.view();
    bytes += right.view();
    return crypto::sha256(bytes);
}

// RFC 9162 2.1: the tree splits at the largest power of two below its size, so the full subtrees are the
// binary digits of the size, and a new leaf joins as many of them as the size has trailing ones.
void MerkleTree::append(const base::Digest& leaf) {
    base::Digest hash = leaf;
    for (std::uint64_t size = size_; (size & 1) == 1; size >>= 1) {
        hash = node_hash(subtrees_.back(), hash);
        subtrees_.pop_back();
    }
    subtrees_.push_back(hash);
    ++size_;
}

base::Digest MerkleTree::root() const {
    if (subtrees_.empty()) return crypto::sha256("");
    base::Digest hash = subtrees_.back();
    for (std::size_t i = subtrees_.size() - 1; i > 0; --i) hash = node_hash(subtrees_[i - 1], hash);
    return hash;
}

std::string MerkleTree::frontier() const {
    std::string out;
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((size_ >> shift) & 0xff);
    for (const base::Digest& subtree : subtrees_) out += subtree.view();
    return out;
}

base::Result<MerkleTree> MerkleTree::from_frontier(std::string_view bytes) {
    const base::Error corrupt(base::ErrorCode::Corrupt, "ledger.bad_frontier");
    if (bytes.size() < 8) return corrupt;
    MerkleTree tree;
    for (int i = 0; i < 8; ++i)
        tree.size_ = (tree.size_ << 8) | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    const auto subtrees = static_cast<std::size_t>(std::popcount(tree.size_));
    if (bytes.size() != 8 + 32 * subtrees) return corrupt;
    for (std::size_t i = 0; i < subtrees; ++i) {
        tree.subtrees_.push_back(TRY(base::Digest::from_bytes(bytes.substr(8 + 32 * i, 32))));
    }
    return tree;
}

}  // namespace ledger
