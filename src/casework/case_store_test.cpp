// Matters in a whole office: filed, handled and read back through the verbs, and the same again by replay.

#include "base/file.h"
#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "casework/process_bundle.h"
#include "catalog/test_office.h"

#include <gtest/gtest.h>
#include <time.h>

namespace casework {
namespace {

const std::string& case_tables() {
    static const std::string sql = catalog::file_text("src/casework/case_tables.sql");
    return sql;
}

class Hall : public testing::Test {
protected:
    static void SetUpTestSuite() {
        office_ = std::make_unique<catalog::TestOffice>(
            catalog::OfficeRows{casework_events(), casework_projections(case_tables())});
        office_->read_files();
        auto loaded = office_->load();
        ASSERT_TRUE(loaded.ok()) << loaded.error().text_key() << " " << loaded.error().detail();
        keeper_ = std::make_unique<catalog::CatalogueKeeper>();
        ASSERT_TRUE(keeper_->reload(*office_->reader(), office_->clock.now().date()).ok());
        const auto nothing = [](identity::Act&, const EffectContext&) -> base::Result<> {
            return base::Done{};
        };
        practice_ = std::make_unique<Practice>(
            *keeper_, std::vector<EffectRow>{{"issue_result", "Nothing.", nothing}}, "029");
    }
    static void TearDownTestSuite() {
        practice_.reset();
        keeper_.reset();
        office_.reset();
    }

    static identity::Actor official(std::int64_t person, std::string role, std::string body) {
        identity::Actor actor;
        actor.person = PersonId(person);
        actor.is_staff = true;
        actor.body = body;
        for (const char* right : {"casework.receive", "casework.read"})
            actor.grants.push_back({right, body, role, 0});
        return actor;
    }
    // The first item in force that runs the process.
    static catalog::ItemPtr item_of(std::string_view process) {
        for (const auto& [code, item] : keeper_->current()->items)
            if (item->process == process && item->status == 1) return item;
        return nullptr;
    }
    static NewCase application(const catalog::ServiceItem& item) {
        NewCase wanted;
        wanted.channel = "hall";
        wanted.applicant_kind = "person";
        wanted.applicant_name = "李禾";
        wanted.applicant_number = "11010519491231002X";
        wanted.applicant = R"({"name":"李禾","number":"11010519491231002X","phone":"13800000000"})";
        wanted.answers = R"({"address":"清溪县政通路 1 号"})";
        wanted.delivery = "window";
        for (const auto& material : item.materials)
            wanted.materials.push_back({material.id, "paper", R"({"name":"原件"})"});
        return wanted;
    }
    template <class T>
    static std::string act(const identity::Actor& actor,
                           const std::function<base::Result<T>(identity::Act&)>& work) {
        auto result = office_->registrar().perform<T>(actor, work);
        return result.ok() ? "done" : result.error().text_key();
    }
    static std::string file(const catalog::ServiceItem& item) {
        std::string number;
        const auto done = act<Filed>(window_, [&](identity::Act& now) -> base::Result<Filed> {
            auto filed = file_case(now, *practice_, item.code, application(item));
            if (filed.ok()) number = filed.value().number;
            return filed;
        });
        EXPECT_EQ(done, "done");
        return number;
    }
    static std::string does(const identity::Actor& actor, const std::string& number, StepChoice choice,
                            Standing standing = Standing::Official) {
        return act<base::Done>(
            actor, [&](identity::Act& now) { return do_step(now, *practice_, number, standing, choice); });
    }
    static StepChoice choice(std::string step, std::string outcome,
                             std::vector<TypedEvidence> evidence = {}) {
        StepChoice made;
        made.step = std::move(step);
        made.outcome = std::move(outcome);
        made.evidence = std::move(evidence);
        return made;
    }
    static MatterRow matter(const std::string& number) {
        auto found = find_matter(*office_->reader(), number);
        CHECK(found.ok() && found.value().has_value());
        return *found.value();
    }
    static DeskQuestion desk(std::string role, std::string office) {
        DeskQuestion question;
        question.desks = {{std::move(role), std::move(office)}};
        question.now = office_->clock.now();
        question.near_until = near_until(*keeper_->current()->calendar, question.now);
        return question;
    }
    // Whether a matter stays in memory from its first entry to its last or has to make room for others.
    static void expect_replay_equals_tables() {
        auto rows = office_->journal().projections();
        for (ledger::ProjectionRow& row : rows)
            if (row.name == "case") row.begin = [] { return begin_matter_rows(2); };
        auto entropy = base::seeded_entropy(3);
        const ledger::Journal cramped(office_->journal().events(), rows, "999921", *entropy);
        const ledger::Journal& roomy = office_->journal();
        for (const ledger::Journal* journal : {&roomy, &cramped}) {
            auto aside = store::Tx::open(office_->path() + ".aside", store::Sync::Never);
            ASSERT_TRUE(aside.ok());
            auto compared = journal->compare_with_replay(*office_->reader(), aside.value());
            ASSERT_TRUE(compared.ok()) << compared.error().text_key() << " " << compared.error().detail();
            EXPECT_EQ(compared.value().differing, std::vector<std::string>());
            std::filesystem::remove(office_->path() + ".aside");
        }
    }

    static inline std::unique_ptr<catalog::TestOffice> office_;
    static inline std::unique_ptr<catalog::CatalogueKeeper> keeper_;
    static inline std::unique_ptr<Practice> practice_;
    static inline const identity::Actor window_ = official(11, "window", "029");
};

TEST_F(Hall, HandlesAnInstantItemFromReceiptToDelivery) {
    const auto item = item_of("permit-instant");
    ASSERT_NE(item, nullptr);
    const std::string number = file(*item);
    EXPECT_EQ(number.size(), 23u);
    EXPECT_EQ(matter(number).due_at.text(), "2026-03-10T00:00:00+08:00");
    EXPECT_EQ(does(official(12, "handler", item->body), number, choice("check", "accept")),
              "step.not_on_your_desk");
    EXPECT_EQ(does(window_, number, choice("check", "accept")), "done");
    EXPECT_EQ(does(window_, number, choice("decide", "grant")), "done");
    EXPECT_EQ(matter(number).result, "granted");
    EXPECT_FALSE(matter(number).ended);
    EXPECT_EQ(does(window_, number, choice("deliver", "delivered")), "done");
    EXPECT_TRUE(matter(number).ended);
    EXPECT_LE(matter(number).state.encode().size(), 120u);
    EXPECT_TRUE(list_open_steps(*office_->reader(), number).value().empty());
    expect_replay_equals_tables();
}

TEST_F(Hall, AsksOnceForWhatIsMissingAndTheApplicantAnswers) {
    const auto item = item_of("permit");
    ASSERT_NE(item, nullptr);
    const std::string number = file(*item);
    StepChoice ask = choice("check", "ask_to_supplement");
    ask.asked = {"a_paper_of_our_own"};
    EXPECT_EQ(does(window_, number, ask), "step.material_not_in_guide");
    ask.asked = {item->materials.front().id};
    EXPECT_EQ(does(window_, number, ask), "done");
    StepChoice answer = choice("supplement", "filed");
    answer.materials = {{item->materials.front().id, "electronic", R"({"name":"补正"})"}};
    EXPECT_EQ(does(identity::nobody(), number, answer, Standing::Applicant), "done");
    EXPECT_EQ(does(window_, number, ask), "casework.guard_refused");
    EXPECT_EQ(does(window_, number, choice("check", "accept")), "done");
    EXPECT_EQ(matter(number).legal_due,
              keeper_->current()->calendar->add(office_->clock.now().date(), {item->legal_days, {}}).date);
    expect_replay_equals_tables();
}

TEST_F(Hall, LaysEveryStepOnOneDeskWithItsLamp) {
    const auto item = item_of("permit");
    const std::string number = file(*item);
    const auto before = count_desk(*office_->reader(), desk("handler", item->body)).value();
    EXPECT_EQ(does(window_, number, choice("check", "accept")), "done");
    const auto after = count_desk(*office_->reader(), desk("handler", item->body)).value();
    EXPECT_EQ(after.all, before.all + 1);
    const auto rows = list_desk(*office_->reader(), desk("handler", item->body)).value();
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.back().step, "review");
    EXPECT_EQ(rows.back().caption, "李*");
    const identity::Actor handler = official(12, "handler", item->body);
    EXPECT_EQ(
        act<base::Done>(
            handler, [&](identity::Act& now) { return claim_step(now, *practice_, number, "review", ""); }),
        "done");
    EXPECT_EQ(
        does(official(13, "handler", item->body), number, choice("review", "advise", {{"opinion", "同意"}})),
        "casework.claimed_by_other");
    EXPECT_EQ(does(handler, number, choice("review", "advise", {{"opinion", "符合条件"}})), "done");
    EXPECT_EQ(does(official(12, "head", item->body), number, choice("decide", "grant")),
              "casework.same_person");
    const identity::Actor head = official(14, "head", item->body);
    EXPECT_EQ(act<base::Done>(
                  head,
                  [&](identity::Act& now) {
                      return extend_deadline(now, *practice_, number, "legal", {{"reasons", "情况复杂"}});
                  }),
              "done");
    EXPECT_EQ(does(head, number, choice("decide", "refuse", {{"reasons", "不符合条件"}})), "done");
    EXPECT_EQ(matter(number).result, "refused");
    expect_replay_equals_tables();
}

TEST_F(Hall, PutsWhatIsPausedBehindWhatRuns) {
    const auto item = item_of("permit");
    const std::string paused = file(*item);
    ASSERT_EQ(does(window_, paused, choice("check", "accept")), "done");
    ASSERT_EQ(act<base::Done>(official(12, "handler", item->body),
                              [&](identity::Act& now) {
                                  return open_procedure(now, *practice_, paused, "testing",
                                                        now.now.date().plus(3),
                                                        {{"special_notice", "检测需三日"}});
                              }),
              "done");
    office_->clock.move_to(office_->clock.now().plus_seconds(14 * 24 * 3600));
    const std::string running = file(*item);
    ASSERT_EQ(does(window_, running, choice("check", "accept")), "done");
    ASSERT_LT(matter(paused).due_at, matter(running).due_at);
    DeskQuestion question = desk("handler", item->body);
    const auto place_of = [&](const std::string& number) {
        const auto rows = list_desk(*office_->reader(), question).value();
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const DeskRow& row) {
            return row.number == number && row.step == "review";
        });
        return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
    };
    question.lamp = DeskLamp::Paused;
    ASSERT_GE(place_of(paused), 0);
    EXPECT_EQ(place_of(running), -1);
    question.lamp = DeskLamp::All;
    ASSERT_GE(place_of(running), 0);
    EXPECT_GT(place_of(paused), place_of(running)) << "it was filed first and would be due first";
    question.desks.push_back({"head", item->body});
    EXPECT_GT(place_of(paused), place_of(running)) << "over several desks too";
}

TEST_F(Hall, JoinsTheAnswersOfAllBodiesOfAJointItem) {
    const auto item = item_of("permit-joint");
    ASSERT_NE(item, nullptr);
    const std::string number = file(*item);
    EXPECT_EQ(does(window_, number, choice("check", "accept")), "done");
    std::int64_t person = 100;
    for (const auto& joint : item->joint) {
        EXPECT_EQ(matter(number).state.step(static_cast<std::size_t>(3)).phase, StepPhase::Ready);
        EXPECT_EQ(does(official(person++, "handler", joint.body), number,
                       choice("members", "agree", {{"opinion", "同意"}})),
                  "done");
    }
    EXPECT_EQ(
        does(official(90, "lead", item->body), number, choice("review", "advise", {{"opinion", "汇总同意"}})),
        "done");
    EXPECT_EQ(does(official(91, "head", item->body), number, choice("decide", "grant")), "done");
    expect_replay_equals_tables();
}

TEST_F(Hall, AcceptsByLawWhatNobodyAnsweredInFiveDays) {  // 许可法 32(4)
    const auto item = item_of("permit");
    const std::string number = file(*item);
    const auto filed = office_->clock.now();
    office_->clock.move_to(calendar::Instant::start_of(matter(number).state.clock(0).due.plus(1)));
    EXPECT_EQ(list_silent(*office_->reader(), office_->clock.now(), 10).value(),
              std::vector<std::string>{number});
    EXPECT_EQ(does(window_, number, choice("check", "accept")), "casework.decided_by_silence");
    EXPECT_EQ(act<int>(identity::system_clock_actor(),
                       [&](identity::Act& now) { return deem_due(now, *practice_, 10); }),
              "done");
    EXPECT_TRUE(list_silent(*office_->reader(), office_->clock.now(), 10).value().empty());
    EXPECT_EQ(matter(number).legal_due,
              keeper_->current()->calendar->add(filed.date(), {item->legal_days, {}}).date);
    EXPECT_EQ(
        act<base::Done>(window_,
                        [&](identity::Act& now) { return withdraw_case(now, *practice_, number, "不办了"); }),
        "done");
    EXPECT_TRUE(matter(number).ended);
    expect_replay_equals_tables();
}

TEST_F(Hall, ChecksTheShippedProcessesAsTheyAreHandedIn) {
    const std::string_view effects[] = {"issue_result", "begin"};
    catalog::Surroundings around;
    around.laws = keeper_->current()->laws;
    around.processes["bad-rating"] = catalog::process_bundle(office_->carried(), "bad-rating");
    const ProcessGround ground{around, Date::of(2026, 3, 2), effects, {}};
    const ProcessGround bare{around, Date::of(2026, 3, 2), {}, {}};
    for (const char* id : {"permit", "permit-instant", "permit-joint"}) {
        const std::string bundle = catalog::process_bundle(office_->carried(), id);
        catalog::Findings findings;
        check_bundle(bundle, id, ground, findings);
        for (const auto& finding : findings)
            ADD_FAILURE() << id << " " << finding.text_key << " " << finding.place
                          << (finding.args.empty() ? "" : " " + finding.args.back().second);
        check_bundle(bundle, id, bare, findings);
        EXPECT_FALSE(findings.empty()) << "an effect that nobody knows";
    }
}

// Printed, not judged: CPU time of the writer's thread, without the commit.
TEST_F(Hall, TellsWhatAFilingCosts) {
    constexpr int kActs = 60;
    const auto item = item_of("permit-instant");
    const NewCase wanted = application(*item);
    long microseconds = 0;
    const auto cpu = [] {
        timespec read{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &read);
        return read.tv_sec * 1'000'000 + read.tv_nsec / 1000;
    };
    const auto done = act<base::Done>(window_, [&](identity::Act& now) -> base::Result<> {
        const auto begin = cpu();
        for (int i = 0; i < kActs; ++i) TRY(file_case(now, *practice_, item->code, wanted));
        microseconds = (cpu() - begin) / kActs;
        return base::Done{};
    });
    EXPECT_EQ(done, "done");
    RecordProperty("microseconds", static_cast<int>(microseconds));
    std::printf("%ld us of CPU a filing with %zu materials\n", microseconds, wanted.materials.size());
}

TEST_F(Hall, AStartAfterATableChangeRebuildsTheRowsAsTheyWere) {
    const auto item = item_of("permit-instant");
    ASSERT_NE(item, nullptr);
    const std::string number = file(*item);
    EXPECT_EQ(does(window_, number, choice("check", "accept")), "done");
    const std::string copy = office_->path() + ".copy";
    ASSERT_TRUE(office_->reader()->copy_to(copy).ok());
    {
        auto tx = std::move(store::Tx::open(copy)).value();
        ASSERT_TRUE(tx.run_script("UPDATE projection SET digest = zeroblob(32) WHERE name = 'case';"
                                  "DELETE FROM matter_step; UPDATE matter SET office = '000';"
                                  "DELETE FROM matter_day; DROP INDEX matter_person")
                        .ok());
        auto entropy = base::seeded_entropy(3);
        ledger::Journal journal(office_->journal().events(), office_->journal().projections(), "999921",
                                *entropy);
        const auto opened = journal.open(tx);
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        EXPECT_EQ(opened.value(), office_->journal().position().seq);
        auto aside = store::Tx::open(copy + ".aside", store::Sync::Never);
        const auto compared = journal.compare_with_replay(tx, aside.value());
        EXPECT_EQ(compared.value().differing, std::vector<std::string>());
        EXPECT_EQ(find_matter(tx, number).value()->office, matter(number).office);
        EXPECT_TRUE(tx.query("SELECT number FROM matter INDEXED BY matter_person WHERE person > 0").ok());
        EXPECT_EQ(journal.open(tx).value(), 0) << "once is enough";
    }
    for (const char* end : {"", "-wal", "-shm", ".aside"}) std::filesystem::remove(copy + end);
}

}  // namespace
}  // namespace casework
