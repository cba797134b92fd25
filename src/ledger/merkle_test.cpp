// The tree against the definition: MTH of RFC 9162 2.1.1 computed recursively, and its published root of
// eight leaves.

#include "crypto/digest.h"
#include "ledger/merkle.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

base::Digest slow_root(const std::vector<base::Digest>& leaves, std::size_t from, std::size_t to) {
    if (to - from == 1) return leaves[from];
    std::size_t split = 1;
    while (split * 2 < to - from) split *= 2;
    return node_hash(slow_root(leaves, from, from + split), slow_root(leaves, from + split, to));
}

TEST(MerkleTree, AgreesWithTheRecursiveDefinitionForEverySize) {
    MerkleTree tree;
    std::vector<base::Digest> leaves;
    for (int size = 1; size <= 300; ++size) {
        leaves.push_back(leaf_hash("leaf " + std::to_string(size)));
        tree.append(leaves.back());
        ASSERT_EQ(tree.root(), slow_root(leaves, 0, leaves.size())) << size;
    }
}

TEST(MerkleTree, OfNothingIsTheHashOfNothing) {
    EXPECT_EQ(MerkleTree().root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(MerkleTree, OfTheEightCertificateTransparencyTestLeavesHasThePublishedRoot) {
    // Leaves and root as in the RFC 6962 test data of transparency-dev/merkle.
    constexpr std::string_view kLeaves[] = {
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    MerkleTree tree;
    for (const auto leaf : kLeaves) tree.append(leaf_hash(base::from_hex(leaf).value()));
    EXPECT_EQ(tree.root().hex(), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(MerkleTree, ComesBackFromItsFrontier) {
    MerkleTree tree;
    for (int i = 0; i < 77; ++i) tree.append(leaf_hash(std::to_string(i)));
    EXPECT_EQ(MerkleTree::from_frontier(tree.frontier()).value(), tree);
    EXPECT_FALSE(MerkleTree::from_frontier("short").ok());
    EXPECT_FALSE(MerkleTree::from_frontier(tree.frontier() + "x").ok());
}

}  // namespace
}  // namespace ledger
