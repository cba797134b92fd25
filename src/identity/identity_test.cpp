// People, roles, the A/B pair, signing in: told through the registrar over a temporary database.

#include "base/file.h"
#include "crypto/password.h"
#include "identity/limits.h"
#include "identity/person_events.h"
#include "identity/registrar.h"
#include "identity/roster.h"
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
    for (const char* name : {"0001_journal.sql", "0002_vault.sql", "0003_sign_in.sql", "0004_drafts.sql",
                             "0005_sessions_of_a_person.sql"}) {
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
        return perform<PersonId>(manager(), [&](Act& act) { return enrol_official(act, official); }).value();
    }
    // Of the county, or of one body.
    static Actor manager(std::string_view body = {}) {
        Actor actor = office_actor("test");
        actor.person = PersonId(999);
        actor.grants.push_back({"identity.manage", std::string(body), "admin", 0});
        return actor;
    }
    calendar::Date today() const { return clock_.now().date(); }
    std::string delegates(const Actor& who, PersonId person, PersonId deputy, int from, int until) {
        const DelegationWish wish{person, deputy, today().plus(from), today().plus(until), "年休假"};
        const auto given = perform<base::Done>(who, [&](Act& act) { return give_delegation(act, wish); });
        return given.ok() ? "done" : given.error().text_key();
    }
    std::string grants(const Actor& who, PersonId person, const RoleRow& role) {
        const auto given =
            perform<base::Done>(who, [&](Act& act) { return grant_role(act, person, role, roles_); });
        return given.ok() ? "done" : given.error().text_key();
    }
    Actor actor(PersonId person) {
        return registrar_
            ->read<Actor>(
                nobody(),
                [&](const Reading& reading) { return actor_of(reading.db, person, roles_, today()); })
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
        {"head", "负责人", "Head", {"casework.decide", "identity.presence"}},
        {"admin", "系统管理", "Administrator", {"identity.manage"}}};
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
    const PersonId deputy = enrol("p3", "handler", "p2");
    EXPECT_FALSE(actor(deputy).may("casework.decide", "012"));
    const auto leave = perform<base::Done>(
        actor(head), [&](Act& act) { return mark_presence(act, head, Presence::Absent); });
    ASSERT_TRUE(leave.ok());
    EXPECT_TRUE(actor(deputy).may("casework.decide", "012"));
    EXPECT_EQ(actor(deputy).grants.back().for_person, head.number());
    EXPECT_FALSE(actor(head).may("casework.decide", "012"));
    const auto both = perform<base::Done>(
        actor(deputy), [&](Act& act) { return mark_presence(act, deputy, Presence::Absent); });
    EXPECT_EQ(both.error().text_key(), "identity.backup_away") << "the pair is never away together";
}

TEST_F(IdentityTest, ADelegationHoldsFromItsFirstToItsLastDay) {
    const PersonId head = enrol("p2", "head");
    const PersonId deputy = enrol("p3", "handler");
    ASSERT_EQ(delegates(actor(head), head, deputy, 1, 2), "done");
    EXPECT_TRUE(actor(head).may("casework.decide", "012"));
    EXPECT_FALSE(actor(deputy).may("casework.decide", "012"));
    clock_.move_to(clock_.now().plus_seconds(86400));
    EXPECT_FALSE(actor(head).may("casework.decide", "012")) << "one's own rights rest";
    EXPECT_TRUE(actor(deputy).may("casework.decide", "012"));
    EXPECT_EQ(actor(deputy).grants.back().for_person, head.number()) << "the deputy counts as himself";
    clock_.move_to(clock_.now().plus_seconds(2 * 86400));
    EXPECT_TRUE(actor(head).may("casework.decide", "012"));
    EXPECT_FALSE(actor(deputy).may("casework.decide", "012"));
}

TEST_F(IdentityTest, ADelegationIsTakenBackByThePersonOnceAndHoldsNoMore) {
    const PersonId head = enrol("p2", "head");
    const PersonId deputy = enrol("p3", "handler");
    ASSERT_EQ(delegates(actor(head), head, deputy, 0, 5), "done");
    const auto end = [&](const Actor& who) {
        const auto ended = perform<base::Done>(who, [&](Act& act) { return end_delegation(act, head, 1); });
        return ended.ok() ? std::string("done") : ended.error().text_key();
    };
    EXPECT_EQ(end(actor(enrol("p4", "handler"))), "error.forbidden");
    EXPECT_EQ(end(actor(head)), "done");
    EXPECT_TRUE(actor(head).may("casework.decide", "012"));
    EXPECT_FALSE(actor(deputy).may("casework.decide", "012"));
    EXPECT_EQ(end(actor(head)), "delegation.over");
}

TEST_F(IdentityTest, ADelegationIsRefusedWhereAPostWouldLieWithNobody) {
    const PersonId head = enrol("p2", "head");
    const PersonId second = enrol("p3", "handler");
    const PersonId third = enrol("p4", "handler", "p3");
    const Actor all = manager();
    EXPECT_EQ(delegates(all, head, head, 0, 1), "delegation.same_person");
    EXPECT_EQ(delegates(all, head, second, -1, 1), "delegation.day_past");
    EXPECT_EQ(delegates(all, head, second, 2, 1), "delegation.days_reversed");
    EXPECT_EQ(delegates(all, head, second, 0, kDelegationDaysMax), "delegation.too_long");
    EXPECT_EQ(delegates(all, head, second, 0, kDelegationDaysMax - 1), "done");
    EXPECT_EQ(delegates(all, head, third, 3, 4), "delegation.overlaps");
    EXPECT_EQ(delegates(all, second, third, 3, 4), "delegation.stands_in") << "who stands in stays";
    EXPECT_EQ(delegates(all, third, head, 3, 4), "delegation.deputy_away");
    ASSERT_TRUE(
        perform<base::Done>(all, [&](Act& act) { return mark_presence(act, third, Presence::Absent); }).ok());
    EXPECT_EQ(delegates(all, second, third, 300, 301), "delegation.deputy_absent");
    EXPECT_EQ(delegates(manager("013"), second, head, 300, 301), "error.forbidden") << "of another body";
}

// However many there are: what a page shows of them is another matter.
TEST_F(IdentityTest, TheFirstOfManyDelegationsStillCounts) {
    const PersonId head = enrol("head", "window"), second = enrol("second", "window");
    const Actor all = manager();
    for (int day = 0; day < kDelegationsShown + 5; ++day)
        ASSERT_EQ(delegates(all, head, second, 10 + day, 10 + day), "done") << day;
    EXPECT_EQ(delegates(all, head, second, 10, 10), "delegation.overlaps");
    EXPECT_EQ(delegates(all, second, enrol("third", "window"), 10, 10), "delegation.stands_in");
    const auto ended = perform<base::Done>(all, [&](Act& act) { return end_delegation(act, head, 1); });
    EXPECT_TRUE(ended.ok()) << ended.error().text_key();
    EXPECT_EQ(delegates(all, head, second, 10, 10), "done");
}

TEST_F(IdentityTest, ARoleIsGivenByAManagerOfItsBodyAndNeverToOneself) {
    const PersonId wang = enrol("p2", "handler");
    EXPECT_EQ(grants(actor(wang), wang, {"head", "012"}), "error.forbidden");
    EXPECT_EQ(grants(manager("013"), wang, {"head", "012"}), "error.forbidden");
    EXPECT_EQ(grants(manager("012"), wang, {"king", "012"}), "identity.no_such_role");
    EXPECT_EQ(grants(manager("012"), wang, {"handler", "012"}), "identity.role_held");
    EXPECT_EQ(grants(manager("012"), wang, {"admin", "012"}), "error.forbidden")
        << "managers are the county's";
    EXPECT_EQ(grants(manager("012"), wang, {"head", "012"}), "done");
    EXPECT_TRUE(actor(wang).may("casework.decide", "012"));
    Actor self = manager();
    self.person = wang;
    EXPECT_EQ(grants(self, wang, {"admin", "012"}), "identity.own_role");
    const auto taken = [&](const Actor& who) {
        const auto done = perform<base::Done>(who, [&](Act& act) {
            return revoke_role(act, wang, {"head", "012"});
        });
        return done.ok() ? std::string("done") : done.error().text_key();
    };
    EXPECT_EQ(taken(self), "identity.own_role");
    EXPECT_EQ(taken(manager("012")), "done");
    EXPECT_EQ(taken(manager("012")), "identity.role_not_held");
    EXPECT_FALSE(actor(wang).may("casework.decide", "012"));
}

TEST_F(IdentityTest, EnteringPeopleAsksForTheRightAndALoginOfTheirOwn) {
    enrol("p2", "handler");
    Official official;
    official.key = "p3";
    official.login = "login-p2";
    official.name = "李燕";
    official.body = "012";
    const auto enters = [&](const Actor& who) {
        const auto done = perform<PersonId>(who, [&](Act& act) { return enrol_official(act, official); });
        return done.ok() ? std::string("done") : done.error().text_key();
    };
    EXPECT_EQ(enters(nobody()), "error.sign_in_first");
    EXPECT_EQ(enters(manager("013")), "error.forbidden");
    EXPECT_EQ(enters(manager("012")), "identity.login_taken");
    official.login = "login-p3";
    official.roles = {{"supervisor", "029"}};
    EXPECT_EQ(enters(manager("012")), "error.forbidden") << "no role for a body one does not manage";
    official.roles = {{"handler", "012"}};
    EXPECT_EQ(enters(manager("012")), "done");
}

TEST_F(IdentityTest, TheRosterKnowsWhichPostLiesWithNobodyToday) {
    const PersonId head = enrol("p2", "head", "p3");
    const PersonId deputy = enrol("p3", "handler");
    const auto unmanned = [&] {
        const auto reader = registrar_->lend().value();
        const Roster roster = Roster::read(*reader, today()).value();
        std::string posts;
        for (const Roster::Post& post : roster.unmanned()) posts += post.role + "@" + post.body + " ";
        return posts;
    };
    EXPECT_EQ(unmanned(), "");
    ASSERT_TRUE(perform<base::Done>(manager(), [&](Act& act) {
                    return mark_presence(act, head, Presence::Absent);
                }).ok());
    EXPECT_EQ(unmanned(), "") << "the B stands in";
    const PersonId third = enrol("p4", "handler");
    ASSERT_EQ(delegates(manager(), deputy, third, 0, 1), "done");
    EXPECT_EQ(unmanned(), "head@012 ") << "the B has left too; somebody still handles";
}

TEST_F(IdentityTest, ASignInLinkIsMadeByAManagerAndRecorded) {
    const PersonId wang = enrol("p2", "handler");
    const auto link = [&](const Actor& who) {
        return perform<std::string>(who, [&](Act& act) { return make_sign_in_link(act, wang); });
    };
    EXPECT_EQ(link(actor(wang)).error().text_key(), "error.forbidden");
    const auto before = journal_.position().seq;
    EXPECT_TRUE(link(manager("012")).ok());
    EXPECT_EQ(journal_.position().seq, before + 1);
}

TEST_F(IdentityTest, SigningOutElsewhereLeavesOnlyTheSessionThatAsks) {
    const PersonId wang = enrol("p2", "handler");
    const auto begin = [&] {
        return perform<SignInOutcome>(nobody(),
                                      [&](Act& act) -> base::Result<SignInOutcome> {
                                          const std::string link = TRY(make_one_time_token(act, wang));
                                          return redeem_one_time_token(act, link);
                                      })
            .value()
            .token;
    };
    const std::string here = begin();
    const std::string there = begin();
    const Actor self = actor(wang);
    const auto lines = [&] {
        return registrar_
            ->read<std::vector<SessionLine>>(
                self, [&](const Reading& reading) { return list_sessions(reading, here); })
            .value();
    };
    ASSERT_EQ(lines().size(), 2u);
    ASSERT_TRUE(perform<base::Done>(self, [&](Act& act) { return sign_out_elsewhere(act, here); }).ok());
    ASSERT_EQ(lines().size(), 1u);
    EXPECT_TRUE(lines().front().is_this);
}

TEST(APassword, OfTooManyCharactersIsToldHowManyItMayHave) {
    const auto refused =
        check_password_rules(std::string(kPasswordCharactersMax + 1, 'a'), Audience::Staff, {});
    EXPECT_EQ(refused.error().text_key(), "password.too_long");
    ASSERT_EQ(refused.error().args().size(), 1u);
    EXPECT_EQ(refused.error().args().front().first, "max");
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
    const PersonId nine = enrol("p9", "head", "p8");
    const PersonId ten = enrol("p10", "handler");
    ASSERT_EQ(delegates(manager(), nine, ten, 0, 3), "done");
    ASSERT_TRUE(perform<base::Done>(manager(), [&](Act& act) { return name_backup(act, nine, ten); }).ok());
    ASSERT_TRUE(perform<base::Done>(manager(), [&](Act& act) { return end_delegation(act, nine, 1); }).ok());
    auto aside = store::Tx::open(folder_.string() + "/aside.db").value();
    auto reader = registrar_->lend().value();
    EXPECT_TRUE(journal_.compare_with_replay(*reader, aside).value().differing.empty());
    EXPECT_EQ(journal_.verify_leaves(*reader).value(), journal_.position().seq);
    registrar_->give_back(std::move(reader));
}

}  // namespace
}  // namespace identity
