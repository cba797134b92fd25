// The board's figures over a whole office: what is late, by promise and by statute, is asked of the matters
// themselves.

#include "casework/case_events.h"
#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "casework/figure_store.h"
#include "catalog/test_office.h"
#include "supervision/board_store.h"
#include "supervision/watch.h"

#include <gtest/gtest.h>

namespace supervision {
namespace {

using casework::StepChoice;

class Board : public testing::Test {
protected:
    Board() {
        office_.read_files();
        EXPECT_TRUE(office_.load().ok());
        EXPECT_TRUE(keeper_.reload(*office_.reader(), office_.clock.now().date()).ok());
        for (const auto& [code, item] : keeper_.current()->items) {
            if (item->process == "permit" && item->status == 1 && item->promise_days < item->legal_days)
                item_ = item;
        }
    }

    static identity::Actor official(std::int64_t person, std::string role, std::string body) {
        identity::Actor actor;
        actor.person = identity::PersonId(person);
        actor.is_staff = true;
        actor.body = body;
        actor.grants.push_back({"casework.receive", body, role, 0});
        actor.grants.push_back({"casework.read", body, role, 0});
        return actor;
    }
    std::string file() {
        casework::NewCase wanted;
        wanted.channel = "hall";
        wanted.applicant_kind = "person";
        wanted.applicant_name = "李禾";
        wanted.applicant_number = "11010519491231002X";
        wanted.applicant = R"({"name":"李禾","number":"11010519491231002X"})";
        wanted.delivery = "window";
        for (const auto& material : item_->materials)
            wanted.materials.push_back({material.id, "paper", "{}"});
        auto filed = office_.registrar().perform<casework::Filed>(window_, [&](identity::Act& act) {
            return casework::file_case(act, practice_, item_->code, wanted);
        });
        EXPECT_TRUE(filed.ok()) << filed.error().text_key();
        return filed.value().number;
    }
    void does(const identity::Actor& actor, const std::string& number, StepChoice choice) {
        const auto done = office_.registrar().perform<base::Done>(actor, [&](identity::Act& act) {
            return casework::do_step(act, practice_, number, casework::Standing::Official, choice);
        });
        EXPECT_TRUE(done.ok()) << done.error().text_key() << " " << done.error().detail();
    }
    static StepChoice choice(std::string step, std::string outcome,
                             std::vector<casework::TypedEvidence> evidence = {}) {
        StepChoice made;
        made.step = std::move(step);
        made.outcome = std::move(outcome);
        made.evidence = std::move(evidence);
        return made;
    }
    void at(std::string_view instant) { office_.clock.move_to(calendar::Instant::parse(instant).value()); }
    calendar::Instant now() const { return office_.clock.now(); }

    const std::string tables_ = catalog::file_text("src/casework/case_tables.sql");
    catalog::TestOffice office_{{casework::casework_events(), casework::casework_projections(tables_)}};
    catalog::CatalogueKeeper keeper_;
    casework::Practice practice_{
        keeper_,
        {{"issue_result", "Nothing.",
          [](identity::Act&, const casework::EffectContext&) -> base::Result<> { return base::Done{}; }}},
        "029"};
    casework::Wordings wordings_;
    catalog::ItemPtr item_;
    const identity::Actor window_ = official(11, "window", "029");
};

TEST_F(Board, TellsLateByPromiseFromLateByStatute) {
    ASSERT_NE(item_, nullptr);
    const identity::Actor handler = official(12, "handler", item_->body);
    const identity::Actor head = official(13, "head", item_->body);
    const std::string in_time = file(), late = file(), waiting = file();
    for (const std::string& number : {in_time, late, waiting}) {
        does(window_, number, choice("check", "accept"));
        does(handler, number, choice("review", "advise", {{"opinion", "符合条件"}}));
    }
    does(head, in_time, choice("decide", "grant"));
    const auto due = casework::find_matter(*office_.reader(), late).value()->promise_due;
    at(due.plus(1).iso() + "T10:00:00+08:00");
    does(head, late, choice("decide", "grant", {{"overdue_reason", "等待外县回函"}}));

    const auto db = office_.reader();
    const calendar::Date today = now().date();
    const auto month = count_decided(*db, today.plus(-60), today).value();
    ASSERT_EQ(month.size(), 1u);
    EXPECT_EQ(month[0].office, item_->body);
    EXPECT_EQ(month[0].decided, 2);
    EXPECT_EQ(month[0].promise_late, 1);
    EXPECT_EQ(month[0].statute_late, 0);
    LateQuestion question;
    question.from = today.plus(-60);
    question.to = today;
    EXPECT_EQ(list_decided_late(*db, question).value(), std::vector<std::string>{late});
    question.statute_only = true;
    EXPECT_EQ(count_decided_late(*db, question).value(), 0);

    OpenQuestion over;
    over.due_to = now().seconds();
    EXPECT_EQ(list_open(*db, over).value(), std::vector<std::string>{waiting});
    const auto open = casework::count_open(*db, now(), now()).value();
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].over, 1);
    EXPECT_GE(open[0].open, 1) << "what was decided stays open until it is delivered";
}

TEST_F(Board, SaysWhoseStepItIsAndWhichReasonWasGiven) {
    const identity::Actor handler = official(12, "handler", item_->body);
    const std::string number = file();
    does(window_, number, choice("check", "accept"));
    const auto due = casework::find_matter(*office_.reader(), number).value()->promise_due;
    at(due.plus(1).iso() + "T10:00:00+08:00");
    const identity::Actor watcher = official(14, "supervisor", "029");
    const auto db = office_.reader();
    const identity::Reading reading(*db, watcher, now(), office_.registrar().office());
    const casework::Bench bench{practice_, wordings_};
    const Watched over = watch(reading, bench, number, Reasons::Asked).value();
    EXPECT_EQ(over.lamp, "yellow");
    EXPECT_EQ(over.cause, "over_promise");
    EXPECT_EQ(over.step, "review");
    EXPECT_EQ(over.desk, item_->body);
    EXPECT_TRUE(over.reason.empty());
    const auto legal = casework::find_matter(*db, number).value()->legal_due;
    at(legal.plus(1).iso() + "T10:00:00+08:00");
    const identity::Reading later(*db, watcher, now(), office_.registrar().office());
    EXPECT_EQ(watch(later, bench, number, Reasons::Left).value().lamp, "red");
}

TEST_F(Board, CountsTheDayAndTheJournalItRestsOn) {
    const std::string number = file();
    does(window_, number, choice("check", "accept"));
    const auto db = office_.reader();
    const calendar::Date today = now().date();
    const auto days = list_days(*db, today, today).value();
    ASSERT_EQ(days.size(), 1u);
    EXPECT_EQ(days[0].received, 1);
    const auto flows = casework::list_day_flows(*db, today).value();
    ASSERT_EQ(flows.size(), 1u);
    EXPECT_EQ(flows[0].channel, "hall");
    EXPECT_EQ(flows[0].accepted_same_day, 1);
    const JournalHead head = journal_head(*db, today).value();
    EXPECT_EQ(head.entries, ledger::count_entries(*db).value());
    EXPECT_EQ(head.entries_today, head.entries) << "the office was opened today";
    EXPECT_EQ(journal_head(*db, today.plus(1)).value().entries_today, 0) << "tomorrow has none yet";
    EXPECT_EQ(journal_head(*db, today.plus(-1)).value().entries_today, head.entries);
    EXPECT_EQ(head.root, office_.journal().position().tree.root());
    casework::ActQuestion own;
    own.person = identity::PersonId(11);
    own.from = own.to = today;
    EXPECT_EQ(casework::count_acts(*db, own).value(), 2) << "took it in, accepted it";
}

}  // namespace
}  // namespace supervision
