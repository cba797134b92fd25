#include "crypto/password.h"

#include <gtest/gtest.h>

namespace crypto {
namespace {

TEST(Password, OpensItsOwnRecordAndNoOther) {
    const auto entropy = base::seeded_entropy(3);
    const auto record = hash_password("清溪 correct horse", *entropy).value();
    EXPECT_TRUE(record.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << record;
    EXPECT_EQ(verify_password(record, "清溪 correct horse").value(), PasswordMatch::Right);
    EXPECT_EQ(verify_password(record, "清溪 correct horsf").value(), PasswordMatch::Wrong);
    EXPECT_EQ(verify_password(record, "").value(), PasswordMatch::Wrong);
    EXPECT_NE(hash_password("清溪 correct horse", *entropy).value(), record)
        << "each record has its own salt";
}

TEST(Password, GivesThePublishedValue) {
    // phc-winner-argon2, test.c, argon2id v=19: "password", "somesalt", t=2, m=2^16, p=1.
    const auto* record =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    EXPECT_EQ(verify_password(record, "password").value(), PasswordMatch::Right);
    EXPECT_EQ(verify_password(record, "passwort").value(), PasswordMatch::Wrong);
    EXPECT_TRUE(needs_rehash(record));
}

TEST(Password, IsHashedAgainWhenTheCostsHaveChanged) {
    const auto entropy = base::seeded_entropy(3);
    EXPECT_FALSE(needs_rehash(hash_password("x", *entropy).value()));
    EXPECT_TRUE(needs_rehash("$argon2id$v=19$m=19456,t=3,p=1$c29tZXNhbHQ$x"));
    EXPECT_TRUE(needs_rehash(""));
}

TEST(Password, HasALimitOfLength) {
    const auto entropy = base::seeded_entropy(3);
    const std::string longest(kPasswordBytesMax, 'p');
    const auto record = hash_password(longest, *entropy).value();
    EXPECT_EQ(verify_password(record, longest).value(), PasswordMatch::Right);
    EXPECT_EQ(verify_password(record, longest + "p").value(), PasswordMatch::Wrong);
    EXPECT_EQ(hash_password(longest + "p", *entropy).error().text_key(), "password.too_long");
}

TEST(Password, RefusesARecordThatIsBrokenOrTooDear) {
    for (const auto* record :
         {"", "plain", "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA",
          "$argon2id$v=19$m=", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ",
          "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJH"}) {
        const auto match = verify_password(record, "password");
        ASSERT_FALSE(match.ok()) << record;
        EXPECT_EQ(match.error().code(), base::ErrorCode::Corrupt);
    }
}

TEST(Password, OfAnUnknownAccountCostsTheSameAndFails) {
    EXPECT_EQ(verify_password(decoy_password_record(), "anything").value(), PasswordMatch::Wrong);
    EXPECT_FALSE(needs_rehash(decoy_password_record()));
}

}  // namespace
}  // namespace crypto
