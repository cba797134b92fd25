// A process is activated in the browser only if its scenarios pass and prove something (P19, P20), and if the
// people of this county can do it (P09). What is refused changes nothing.

#include "app/house.h"
#include "app/process_trial.h"
#include "catalog/definition_store.h"
#include "text/html.h"

#include "town.h"
#include "visitor.h"

#include <chrono>

namespace app {
namespace {

using web::holds;
using web::Visitor;

constexpr auto kProcess = catalog::DefinitionKind::Process;

class Trial : public testing::Test {
protected:
    void SetUp() override {
        auto opened = House::open(town_.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house_ = std::move(opened).value();
        visitor_ = std::make_unique<Visitor>(house_->site());
        visitor_->come_in(town_.official("editor", "029").person);
    }

    struct Change {
        std::string from, to;
    };
    // The text in force as its next version, with some of it written differently.
    std::string next_version(const std::string& id, const std::vector<Change>& changes) {
        const auto* now = town_.node().catalogue().current()->find_process(id);
        std::string text = now->text;
        const auto swap = [&](const Change& change) {
            const std::size_t at = text.find(change.from);
            ASSERT_NE(at, std::string::npos) << change.from;
            text.replace(at, change.from.size(), change.to);
        };
        swap({"\"version\": " + std::to_string(now->version),
              "\"version\": " + std::to_string(now->version + 1)});
        for (const Change& change : changes) swap(change);
        return text;
    }
    http::Response prepare(const std::string& id, const std::string& bundle) {
        std::string form = "why=fix&text=";
        text::append_url_encoded(form, bundle);
        return visitor_->post("/definitions/" + id + "/edit?kind=process", form);
    }
    std::optional<catalog::DefinitionVersion> waiting(const std::string& id) {
        return town_.node()
            .registrar()
            .read<std::optional<catalog::DefinitionVersion>>(identity::nobody(),
                                                             [&](const identity::Reading& reading) {
                                                                 return catalog::find_waiting(reading.db,
                                                                                              kProcess, id);
                                                             })
            .value();
    }
    void expect_refused(const std::string& id, const std::string& text, const std::string& said) {
        const auto answer = prepare(id, text);
        EXPECT_EQ(answer.status, 422) << answer.body;
        EXPECT_TRUE(holds(answer, said)) << said << "\n"
                                         << answer.body.substr(answer.body.find("find-l"), 1500);
        EXPECT_FALSE(waiting(id)) << "nothing is prepared";
    }

    Town town_;
    std::unique_ptr<House> house_;
    std::unique_ptr<Visitor> visitor_;
};

TEST_F(Trial, AProcessIsPreparedAndApprovedInTheBrowserWhenItsScenariosPass) {
    const std::string text = next_version("permit-instant", {{"\"letter.acceptance_slip.title\": \"",
                                                              "\"letter.acceptance_slip.title\": \"（新）"}});
    const auto begun = std::chrono::steady_clock::now();
    const auto prepared = prepare("permit-instant", text);
    const auto spent = std::chrono::steady_clock::now() - begun;
    ASSERT_EQ(prepared.status, 303) << prepared.body;
    std::printf("%ld ms to prepare permit-instant with its scenarios\n",
                static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()));
    const auto version = waiting("permit-instant");
    ASSERT_TRUE(version);
    visitor_->come_in(town_.official("approver", "029").person);
    const auto page = visitor_->get("/definitions/permit-instant");
    EXPECT_FALSE(holds(page, "还没有演练")) << "the result of the trial is kept";
    const std::string approve =
        "/definitions/permit-instant/approve?kind=process&text=" + version->text.hex();
    EXPECT_EQ(visitor_->post(approve, "do=approve&opinion=").status, 303);
    house_->tick();
    EXPECT_EQ(town_.node().catalogue().current()->find_process("permit-instant")->version, 2);
    town_.expect_books_agree();
}

TEST_F(Trial, AfterARestartItIsTriedAgainBeforeItIsApproved) {
    const std::string text = next_version("permit-instant", {{"\"letter.acceptance_slip.title\": \"",
                                                              "\"letter.acceptance_slip.title\": \"（新）"}});
    ASSERT_EQ(prepare("permit-instant", text).status, 303);
    const auto version = waiting("permit-instant");
    ASSERT_TRUE(version);
    visitor_.reset();
    house_.reset();
    town_.restart();
    SetUp();
    // The verb alone refuses what nobody tried in this program.
    const auto untried =
        town_.perform<catalog::DefinitionVersion>(town_.official("approver", "029"), [&](identity::Act& act) {
            return catalog::approve_definition(act, town_.node().desk(), kProcess, "permit-instant",
                                               version->text);
        });
    ASSERT_FALSE(untried.ok());
    EXPECT_EQ(untried.error().text_key(), "definition.findings");
    EXPECT_NE(untried.error().detail().find("definition.not_tried"), std::string::npos);
    visitor_->come_in(town_.official("approver", "029").person);
    EXPECT_TRUE(holds(visitor_->get("/definitions/permit-instant"), "还没有演练"));
    const std::string approve =
        "/definitions/permit-instant/approve?kind=process&text=" + version->text.hex();
    EXPECT_EQ(visitor_->post(approve, "do=approve&opinion=").status, 303);
}

TEST_F(Trial, P19_AScenarioThatFailsAndAnOutcomeThatNoneShowsAreRefused) {
    expect_refused("permit-instant",
                   next_version("permit-instant",
                                {{"\"budget\": \"10 working days\"", "\"budget\": \"9 working days\""}}),
                   "P19");
}

TEST_F(Trial, P20_AGuardThatNoScenarioWouldMissIsRefused) {
    // A guard beside the others that holds back nothing which any scenario tries.
    const std::string text = next_version(
        "permit-instant",
        {{"\"guards\": [", "\"guards\": [\n  {\"guard\": \"idle_guard\", \"if\": \"received\", "
                           "\"basis\": [{\"law\": \"行政许可法\", "
                           "\"ed\": \"2019-04-23\", \"art\": \"34\", \"status\": \"verified\"}]},"},
         {"{\"outcome\": \"advise\", \"needs\": [\"opinion\"]}",
          "{\"outcome\": \"advise\", \"needs\": [\"opinion\"], \"guard\": \"idle_guard\"}"},
         {"\"guard.one_supplement\": \"",
          "\"guard.idle_guard\": \"还没有收到。\",\n  \"guard.one_supplement\": \""},
         {"\"en\":{", "\"en\":{\n  \"guard.idle_guard\": \"Nothing was received yet.\","}});
    expect_refused("permit-instant", text, "P20");
}

TEST_F(Trial, P09_PeopleOfThisCountyAreCountedNotAssumedOnes) {
    const std::string text =
        next_version("permit-instant", {{"\"who\": \"head@item.office\", \"not\": [\"review\"]",
                                         "\"who\": \"councillor@item.office\", \"not\": [\"review\"]"}});
    expect_refused("permit-instant", text, "P09");
}

// What ships passes on a node as it does on disk; printed, not judged: how long the longest takes.
TEST_F(Trial, TellsWhatTheTrialOfEachProcessCosts) {
    const auto around = town_.node()
                            .registrar()
                            .read<std::shared_ptr<const catalog::Surroundings>>(
                                identity::nobody(),
                                [&](const identity::Reading& reading) {
                                    return town_.node().desk().surroundings(reading.db);
                                })
                            .value();
    for (const char* id : {"permit-instant", "publication"}) {
        const auto begun = std::chrono::steady_clock::now();
        const auto found = play_process({kProcess, id, around->processes.find(id)->second, {}}, *around);
        const auto spent = std::chrono::steady_clock::now() - begun;
        ASSERT_TRUE(found.ok()) << found.error().text_key() << found.error().detail();
        EXPECT_TRUE(found.value().empty()) << id << found.value().front().place;
        std::printf("%ld ms for the trial of %s\n",
                    static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()),
                    id);
    }
}

}  // namespace
}  // namespace app
