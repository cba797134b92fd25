#include "base/check.h"
#include "crypto/token.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <set>

namespace crypto {
namespace {

// Says exactly what it is told to.
class ScriptedEntropy : public base::Entropy {
public:
    explicit ScriptedEntropy(std::deque<std::string> script) : script_(std::move(script)) {}
    std::string bytes(std::size_t count) override {
        std::string next = script_.front();
        script_.pop_front();
        CHECK(next.size() == count);
        return next;
    }

private:
    std::deque<std::string> script_;
};

TEST(Token, Has22CharactersAndNeverRepeats) {
    const auto entropy = base::seeded_entropy(11);
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto token = new_token(*entropy);
        EXPECT_EQ(token.size(), 22u);
        EXPECT_TRUE(seen.insert(token).second);
    }
}

TEST(InquiryCode, HasSixDigitsAndLeadingZeros) {
    ScriptedEntropy entropy(
        {std::string("\0\0\0\x07", 4), std::string("\xff\xff\xff\xff", 4), std::string("\0\x0f\x42\x3f", 4)});
    EXPECT_EQ(new_inquiry_code(entropy), "000007");
    EXPECT_EQ(new_inquiry_code(entropy), "999999")
        << "the first word lies in the incomplete round and is skipped";
}

TEST(UniformBelow, MeetsEveryNumberAboutEquallyOften) {
    constexpr std::uint64_t kSeed = 5;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    const auto entropy = base::seeded_entropy(kSeed);
    std::array<int, 10> counts{};
    for (int i = 0; i < 100'000; ++i) ++counts[uniform_below(*entropy, counts.size())];
    for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
    EXPECT_EQ(uniform_below(*entropy, 1), 0u);
    EXPECT_THROW(uniform_below(*entropy, 0), base::Bug);
}

}  // namespace
}  // namespace crypto
