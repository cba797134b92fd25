// People, roles, the A/B pair, signing in: told through the registrar over a temporary database.

#include "base/file.h"
#include "crypto/password.h"
#include "identity/person_events.h"
#include "identity/registrar.h"
#include "identity/sign_in.h"
#include "store/migrations.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>

namespace identity {
namespace {

std::string read(const std::string& path) {
    return base::read_file(path).value();
}

store::Tx opened(const std::string& path) {
    auto tx = store::Tx::open(path);
    std::vector<store::Migration> migrations;
    for (const char* name : {"0001_journal.sql", "0002_vault.sql", "0003_sign_in.sql"}) {
        migrations.push_back(store::migration_of(name, read("migrations/" + std::string(name))).value());
    }
    EXPECT_TRUE(store::migrate(tx.value(), migrations).ok());
    return std::move(tx).value();
}

class IdentityTest : public testing::Test {
protected:
    IdentityTest()
        : folder_(std::filesystem::temp_directory_path() /
                  ("sunroom-identity-" + std::to_string(::getpid()))),
          path_(made(folder_) + "/journal.db"),
          keys_(store::Keys::from_master(std::string(32, 'k'), "gm").value()),
          vault_(keys_, folder_.string() + "/files"),
          journal_(identity_events(), identity_projections(tables_), "999921", *entropy_),
          tx_(opened(path_)) {
        EXPECT_TRUE(journal_.open(tx_).ok());
        writer_.emplace(std::move(tx_), journal_, clock_);
        registrar_.emplace(*writer_, office_, clock_, path_);
    }
    ~IdentityTest() override {
        registrar_.reset();
        writer_.reset();
        std::filesystem::remove_all(folder_);
    }
    static std::string made(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        return folder.string();
    }

    template <class T>
    base::Result<T> perform(const Actor& actor, std::function<base::Result<T>(Act&)> work) {
        return registrar_->perform<T>(actor, work);
    }
    PersonId enrol(const std::string& key, const std::string& role, const std::string& backup = {}) {
        Official official;
        official.key = key;
        official.login = "login-" + key;
        official.name = "王敏";
        official.body = "012";
        official.post = "注册股科员";
        official.post_en = "Registration clerk";
        official.roles = {{role, "012"}};
        official.backup = backup;
        return perform<PersonId>(office_actor("test"),
                                 [&](Act& act) { return enrol_official(act, official); })
            .value();
    }
    Actor actor(PersonId person) {
        return registrar_
            ->read<Actor>(nobody(),
                          [&](const Reading& reading) { return actor_of(reading.db, person, roles_); })
            .value();
    }

    std::filesystem::path folder_;
    std::string path_;
    std::string tables_ = read("src/identity/identity_tables.sql");
    std::unique_ptr<base::Entropy> entropy_ = base::seeded_entropy(7);
    calendar::MovedClock clock_{calendar::Instant::parse("2026-03-02T09:00:00+08:00").value()};
    store::Keys keys_;
    store::Vault vault_;
    ledger::Journal journal_;
    store::Tx tx_;
    Office office_{vault_, *entropy_, journal_, "999921"};
    std::optional<ledger::Writer> writer_;
    std::optional<Registrar> registrar_;
    std::vector<RoleDefinition> roles_ = {
        {"handler", "经办", "Handler", {"casework.review", "casework.read"}},
        {"head", "负责人", "Head", {"casework.decide"}}};
};

TEST_F(IdentityTest, AnOfficialHasTheRightsOfTheRolesForTheirBodyOnly) {
    const Actor wang = actor(enrol("p1", "handler"));
    EXPECT_EQ(wang.name, "王敏");
    EXPECT_TRUE(wang.may("casework.review", "012"));
    EXPECT_FALSE(wang.may("casework.review", "013"));
    EXPECT_FALSE(wang.may("casework.decide", "012"));
    EXPECT_TRUE(wang.has_role("handler", "012"));
}

TEST_F(IdentityTest, TheBStandsInWhileTheAIsAbsentAndTheAHasNoRightsThen) {
    const PersonId head = enrol("p2", "head", "p3");
    const PersonId deputy = enrol("p3", "handler");
    EXPECT_FALSE(actor(deputy).may("casework.decide", "012"));
    const auto leave = perform<base::Done>(
        actor(head), [&](Act& act) { return mark_presence(act, head, Presence::Absent); });
    ASSERT_TRUE(leave.ok());
    EXPECT_TRUE(actor(deputy).may("casework.decide", "012"));
    EXPECT_EQ(actor(deputy).grants.back().for_person, head.number());
    EXPECT_FALSE(actor(head).may("casework.decide", "012"));
}

TEST_F(IdentityTest, NobodyIsGivenTheRightToManageByBeingAnOfficial) {
    const PersonId wang = enrol("p4", "handler");
    const PersonId other = enrol("p5", "handler", "p4");
    const auto refused = perform<base::Done>(
        actor(wang), [&](Act& act) { return mark_presence(act, other, Presence::Absent); });
    EXPECT_EQ(refused.error().code(), base::ErrorCode::Forbidden);
}

TEST_F(IdentityTest, ACitizensDetailsStandInTheVaultAndNowhereElse) {
    CitizenDetails details{"李禾", "11010519491231002X", "13800000000", "lihe", "$argon2id$hash"};
    const auto person = perform<PersonId>(nobody(), [&](Act& act) { return register_citizen(act, details); });
    ASSERT_TRUE(person.ok());
    const Actor li = actor(person.value());
    EXPECT_TRUE(li.is_citizen);
    const auto profile = registrar_->read<Profile>(
        li, [&](const Reading& reading) { return citizen_profile(reading, li.person); });
    EXPECT_EQ(profile.value().name, "李禾");
    const auto again = perform<PersonId>(nobody(), [&](Act& act) { return register_citizen(act, details); });
    EXPECT_EQ(again.error().text_key(), "register.login_taken");
    const std::string bytes =
        read(path_) + (std::filesystem::exists(path_ + "-wal") ? read(path_ + "-wal") : "");
    EXPECT_EQ(bytes.find("李禾"), std::string::npos);
    EXPECT_EQ(bytes.find("11010519491231002X"), std::string::npos);
    EXPECT_EQ(bytes.find("lihe"), std::string::npos);
}

TEST_F(IdentityTest, FiveWrongPasswordsLockForAQuarterOfAnHour) {
    const PersonId wang = enrol("p6", "handler");
    const std::string hash = "kept-hash";
    ASSERT_TRUE(
        perform<base::Done>(actor(wang), [&](Act& act) { return set_password(act, wang, hash); }).ok());
    const auto attempt = [&](PasswordFit fit) {
        return perform<SignInOutcome>(nobody(), [&](Act& act) { return sign_in(act, "login-p6", fit); })
            .value()
            .token;
    };
    for (int i = 0; i < kFailuresBeforeLock; ++i) EXPECT_TRUE(attempt(PasswordFit::Wrong).empty());
    EXPECT_TRUE(attempt(PasswordFit::Fits).empty());
    clock_.move_to(clock_.now().plus_seconds(60 * kLockMinutes + 1));
    EXPECT_FALSE(attempt(PasswordFit::Fits).empty());
}

TEST_F(IdentityTest, AnUnknownLoginCostsTheSameWorkAndNeverFits) {
    const auto check = registrar_->read<PasswordCheck>(
        nobody(), [&](const Reading& reading) { return find_password(reading, "nobody-of-that-name"); });
    ASSERT_TRUE(check.ok());
    EXPECT_FALSE(check.value().hash.empty());
    EXPECT_EQ(crypto::verify_password(check.value().hash, "").value(), crypto::PasswordMatch::Wrong);
}

TEST_F(IdentityTest, ASessionEndsAfterSilence) {
    const PersonId wang = enrol("p7", "handler");
    const std::string link = perform<std::string>(office_actor("test"), [&](Act& act) {
                                 return make_one_time_token(act, wang);
                             }).value();
    const auto redeem = [&] {
        return perform<SignInOutcome>(nobody(), [&](Act& act) { return redeem_one_time_token(act, link); });
    };
    const std::string token = redeem().value().token;
    EXPECT_EQ(redeem().error().text_key(), "sign_in.link_used_or_old");
    const auto session = [&] {
        return registrar_->read<Session>(
            nobody(), [&](const Reading& reading) { return find_session(reading.db, token, clock_.now()); });
    };
    EXPECT_EQ(session().value().person, wang);
    clock_.move_to(clock_.now().plus_seconds(60 * kStaffIdleMinutes + 1));
    EXPECT_FALSE(session().ok());
}

TEST_F(IdentityTest, TheSameActKeyReturnsTheFirstAnswer) {
    int done = 0;
    const auto press = [&] {
        std::promise<std::string> answer;
        registrar_->submit(
            nobody(), "key-1",
            [&](Act&) -> base::Result<std::string> { return "answer " + std::to_string(++done); },
            [&](base::Result<std::string> result) { answer.set_value(std::move(result).value()); });
        return answer.get_future().get();
    };
    EXPECT_EQ(press(), "answer 1");
    EXPECT_EQ(press(), "answer 1");
    EXPECT_EQ(done, 1);
}

TEST_F(IdentityTest, ReplayEqualsTables) {
    enrol("p8", "handler");
    enrol("p9", "head", "p8");
    auto aside = store::Tx::open(folder_.string() + "/aside.db").value();
    auto reader = registrar_->lend().value();
    EXPECT_TRUE(journal_.compare_with_replay(*reader, aside).value().differing.empty());
    EXPECT_EQ(journal_.verify_leaves(*reader).value(), journal_.position().seq);
    registrar_->give_back(std::move(reader));
}

}  // namespace
}  // namespace identity
