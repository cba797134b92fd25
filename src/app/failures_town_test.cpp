// What went wrong in other systems and must not go wrong here, where it takes a whole office to see: rows
// F01, F05, F12, F16 and F17 of the table. F06, F09, F13, F14 and F19 are named in the stories of their own
// subjects.

#include "app/house.h"
#include "base/json.h"
#include "casework/happening.h"
#include "text/display.h"

#include "town.h"
#include "visitor.h"

namespace app {
namespace {

using casework::Happening;
using web::between;
using web::holds;
using web::Visitor;

class FailuresOfOthers : public testing::Test {
protected:
    FailuresOfOthers() {
        for (const auto& [code, item] : town_.node().catalogue().current()->items) {
            if (item->process == "permit" && item->status == 1 && item->legal_days == 20 &&
                item->promise_days >= 5 && item->promise_days < 20)
                item_ = item;
        }
        auto opened = House::open(town_.node(), "https://qingxi.example");
        CHECK(item_ != nullptr && opened.ok());
        house_ = std::move(opened).value();
        visitor_ = std::make_unique<Visitor>(house_->site());
    }
    std::string accepted() {
        const std::string number = town_.file(item_->code);
        EXPECT_TRUE(town_.step(clerk(), number, choose("check", "accept")).ok());
        return number;
    }
    identity::Actor clerk() { return town_.official("window", "029"); }
    identity::Actor handler() { return town_.official("handler", item_->body); }
    identity::Actor head() { return town_.official("head", item_->body); }
    std::int64_t entries() { return town_.node().journal().position().seq; }

    template <class T>
    T read(const std::function<base::Result<T>(const identity::Reading&)>& work) {
        auto found = town_.node().registrar().read<T>(identity::nobody(), work);
        CHECK(found.ok());
        return std::move(found).value();
    }
    casework::ClockReading clock(const std::string& number, std::string_view name) {
        return read<casework::ClockReading>([&](const identity::Reading& reading) {
            const auto matter = casework::load_matter(reading, number).value();
            const auto handling = town_.node().practice().for_matter(reading.db, matter).value();
            const auto slot = static_cast<std::size_t>(handling.process->find_deadline(name));
            return base::Result<casework::ClockReading>(casework::evaluate(
                matter.state.clock(slot), handling.process->deadlines[slot], *handling.days, reading.now));
        });
    }
    int times(const std::string& number, std::string_view kind) {
        const auto all = read<std::vector<Happening>>(
            [&](const identity::Reading& reading) { return casework::list_happenings(reading.db, number); });
        return static_cast<int>(
            std::count_if(all.begin(), all.end(), [&](const Happening& one) { return one.is(kind); }));
    }
    std::string lamp_on_desk(const std::string& number) {
        visitor_->come_in(clerk().person);
        for (const char* lamp : {"red", "yellow", "warn", "normal", "paused"})
            if (holds(visitor_->get("/desk?size=100&lamp=" + std::string(lamp)), number)) return lamp;
        return "none";
    }
    void pass_days(int days) {
        town_.clock().move_to(town_.clock().now().plus_seconds(std::int64_t{days} * 24 * 3600));
    }
    base::Json api(const std::string& number) {
        const auto answer = visitor_->call(http::Method::Get, "/api/matters/" + number);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return base::parse_json(answer.body).value();
    }
    // The tracker, as the citizen with the slip in hand sees it.
    http::Response tracker(const std::string& number) {
        Visitor citizen(house_->site());
        const auto code = town_.node().keys().inquiry_code("matter/" + number);
        const auto opened = citizen.post("/track", "number=" + number + "&code=" + code);
        EXPECT_EQ(opened.status, 303) << opened.body;
        for (const auto& [header, value] : opened.headers)
            if (header == "Set-Cookie") citizen.cookies += value.substr(0, value.find(';')) + "; ";
        return citizen.get("/matters/" + number);
    }
    // Every row of the journal up to an entry, as bytes.
    std::string journal_until(std::int64_t seq) {
        auto reader = std::move(town_.node().registrar().lend()).value();
        std::string all;
        {
            auto rows = reader->query(
                "SELECT seq, kind, ver, subject, at, act, doc FROM journal WHERE seq <= ? ORDER BY seq", seq);
            CHECK(rows.ok());
            while (rows.value().next().value()) {
                all += std::to_string(rows.value().integer(0)) + std::string(rows.value().text(1)) +
                       std::to_string(rows.value().integer(2)) + std::string(rows.value().text(3)) +
                       std::to_string(rows.value().integer(4)) + std::string(rows.value().blob(5)) +
                       std::string(rows.value().blob(6));
            }
        }
        town_.node().registrar().give_back(std::move(reader));
        return all;
    }

    Town town_;
    catalog::ItemPtr item_;
    std::unique_ptr<House> house_;
    std::unique_ptr<Visitor> visitor_;
};

TEST_F(FailuresOfOthers, F01_AfterAReturnTheReminderIsAliveOnTheDeskAndActs) {
    const std::string number = town_.file(item_->code);
    auto ask = choose("check", "ask_to_supplement", {{"reasons", "缺一份"}});
    ask.asked = {item_->materials.front().id};
    ASSERT_TRUE(town_.step(clerk(), number, ask).ok());
    pass_days(40);
    house_->tick();
    EXPECT_EQ(times(number, "casework.accepted"), 0) << "the citizen has the word";
    auto handed_in = choose("supplement", "filed");
    handed_in.materials = {{item_->materials.front().id, "paper", "{}"}};
    ASSERT_TRUE(town_.step(identity::nobody(), number, handed_in, casework::Standing::Applicant).ok());
    EXPECT_EQ(lamp_on_desk(number), "normal");
    const auto second = clock(number, "intake");
    town_.clock().move_to(calendar::Instant::start_of(second.due));
    EXPECT_EQ(lamp_on_desk(number), "warn");
    town_.clock().move_to(second.due_at);
    EXPECT_EQ(lamp_on_desk(number), "red") << "before any timer ran";
    pass_days(1);
    house_->tick();
    EXPECT_EQ(times(number, "casework.accepted"), 1) << "许可法 32(4), for the second round as for the first";
    town_.expect_books_agree();
}

TEST_F(FailuresOfOthers, F05_AfterASleepOfTwoMonthsEachConsequenceComesOnceAndNoDateMoves) {
    std::vector<std::string> silent, running;
    for (int i = 0; i < 5; ++i) silent.push_back(town_.file(item_->code));
    for (int i = 0; i < 5; ++i) running.push_back(accepted());
    const auto hear = [&](identity::Act& act) {
        return casework::open_procedure(act, town_.node().practice(), running.front(), "hearing",
                                        calendar::Date::of(2026, 4, 1), {});
    };
    ASSERT_TRUE(town_.perform<base::Done>(handler(), hear).ok());
    std::map<std::string, std::string> due;
    for (const std::string& number : running) due[number] = clock(number, "legal").due.iso();
    EXPECT_NE(due[running.front()], due[running.back()]) << "the hearing counts";
    const int left = clock(running.front(), "legal").remaining;
    town_.at("2026-04-01T20:00:00+08:00");
    EXPECT_EQ(clock(running.front(), "legal").remaining, left) << "thirty days of pause cost none";
    house_.reset();
    town_.restart();
    town_.at("2026-05-20T09:00:00+08:00");
    house_ = std::move(House::open(town_.node(), "https://qingxi.example")).value();
    const std::int64_t before = entries();
    house_->tick();
    EXPECT_EQ(entries() - before, 5) << "one for each matter that silence decided, none for what was missed";
    for (const std::string& number : silent) EXPECT_EQ(times(number, "casework.accepted"), 1);
    for (int minute = 0; minute < 5; ++minute) {
        town_.clock().move_to(town_.clock().now().plus_seconds(60));
        house_->tick();
    }
    EXPECT_EQ(entries() - before, 5) << "and no burst afterwards";
    for (const std::string& number : running) {
        EXPECT_EQ(clock(number, "legal").due.iso(), due[number]) << "time alone moves no date";
        EXPECT_TRUE(clock(number, "legal").overdue);
    }
    town_.expect_books_agree();
}

TEST_F(FailuresOfOthers, F12_WhoWroteReadsItAtOnce) {
    visitor_->come_in(clerk().person);
    for (int i = 0; i < 20; ++i) {
        const std::string other = town_.file(item_->code);
        const auto answer = visitor_->call(http::Method::Post, "/api/matters/" + other + "/steps/check",
                                           R"({"outcome":"accept"})");
        ASSERT_EQ(answer.status, 200) << answer.body;
        const base::Json told = base::parse_json(answer.body).value();
        const base::Json stored = api(other);
        for (const char* key : {"number", "result", "lamp", "cause"})
            ASSERT_EQ(told.string_or(key), stored.string_or(key)) << key;
        ASSERT_EQ(told.list("open").size(), 1u);
        ASSERT_EQ(stored.list("open").size(), 1u);
        ASSERT_EQ(told.list("open").front().string_or("step"), "review");
        ASSERT_EQ(stored.list("open").front().string_or("step"), "review");
        ASSERT_TRUE(holds(visitor_->get("/desk/matters/" + other), "审查"));
        ASSERT_FALSE(holds(visitor_->get("/desk?size=100"), other + "/steps/check")) << "it left this desk";
    }
    town_.expect_books_agree();
}

TEST_F(FailuresOfOthers, F12_TrackerDeskSlipAndProgramTellOneClockAndOneBasis) {
    const std::string number = town_.file(item_->code);
    visitor_->come_in(clerk().person);
    const auto done = visitor_->post("/desk/matters/" + number + "/steps/check", "outcome=accept");
    ASSERT_EQ(done.status, 303) << done.body;
    const base::Json matter = api(number);
    const auto& deadlines = matter.list("deadlines");
    const auto of = [&](std::string_view name) -> const base::Json& {
        const auto found = std::find_if(deadlines.begin(), deadlines.end(), [&](const base::Json& one) {
            return one.string_or("deadline") == name;
        });
        CHECK(found != deadlines.end());
        return *found;
    };
    const auto shown_day = [](std::string_view iso) {
        const auto day = calendar::Date::parse(iso).value();
        return text::short_date(day, text::Locale::Chinese);
    };
    const std::string legal = shown_day(of("legal").string_or("due"));
    const std::string promise = shown_day(of("promise").string_or("due"));
    EXPECT_EQ(of("legal").string_or("due"), clock(number, "legal").due.iso());
    EXPECT_EQ(of("promise").string_or("due"), clock(number, "promise").due.iso());
    EXPECT_EQ(of("legal").string_or("calendar"), "cn-2026@1");
    ASSERT_EQ(of("legal").string_or("basis"), "行政许可法 42");

    const auto track = tracker(number);
    const auto desk_page = visitor_->get("/desk/matters/" + number);
    const std::string letter =
        between(desk_page.body, "<a class=\"t\" href=\"/desk/matters/" + number + "/letters/", "\"");
    ASSERT_FALSE(letter.empty()) << desk_page.body;
    const auto slip = visitor_->get("/desk/matters/" + number + "/letters/" + letter);
    struct Page {
        const char* name;
        const http::Response& page;
    };
    for (const Page& page : {Page{"tracker", track}, Page{"desk", desk_page}, Page{"slip", slip}}) {
        EXPECT_EQ(page.page.status, 200) << page.name;
        EXPECT_TRUE(holds(page.page, legal)) << page.name << " " << legal << page.page.body;
        EXPECT_TRUE(holds(page.page, promise)) << page.name << " " << promise;
    }
    EXPECT_TRUE(holds(desk_page, "行政许可法第42条"));
    // The row of the desk is sorted and lit by the same moment.
    const auto row = read<casework::MatterRow>(
        [&](const identity::Reading& reading) { return casework::load_matter(reading, number); });
    EXPECT_EQ(row.due_at, clock(number, "promise").due_at);
    EXPECT_EQ(row.legal_due, clock(number, "legal").due);
    // An extension is on all of them with the next look.
    const auto extend = [&](identity::Act& act) {
        return casework::extend_deadline(act, town_.node().practice(), number, "legal",
                                         {{"reasons", "复杂"}});
    };
    ASSERT_TRUE(town_.perform<base::Done>(head(), extend).ok());
    const std::string later = shown_day(clock(number, "legal").due.iso());
    EXPECT_NE(later, legal);
    EXPECT_TRUE(holds(tracker(number), later));
    EXPECT_TRUE(holds(visitor_->get("/desk/matters/" + number), later));
    town_.expect_books_agree();
}

TEST_F(FailuresOfOthers, F16_WhatIsLateShowsItsCalendarItsVersionAndItsDays) {
    const std::string number = accepted();
    const auto promise = clock(number, "promise");
    town_.clock().move_to({promise.due_at.ms - 1000});
    visitor_->come_in(town_.official("supervisor", "029").person);
    EXPECT_FALSE(holds(visitor_->get("/board/late"), number)) << "the last second of the last day";
    town_.clock().move_to(promise.due_at);
    EXPECT_TRUE(holds(visitor_->get("/board/late"), number)) << "and midnight";
    const auto page = visitor_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(page, "cn-2026@1")) << page.body;
    EXPECT_TRUE(holds(page, town_.matter(number).process)) << "permit@1";
    EXPECT_TRUE(holds(page, "<table class=\"day\">"));
    const base::Json matter = api(number);
    for (const base::Json& one : matter.list("deadlines")) {
        int counted = 0;
        for (const base::Json& row : one.list("ledger"))
            if (row.integer_or("last_number", 0) > counted)
                counted = static_cast<int>(row.integer_or("last_number", 0));
        EXPECT_EQ(counted, one.integer_or("total", 0)) << one.string_or("deadline");
    }
}

TEST_F(FailuresOfOthers, F17_MarksFollowEachEventAtOnceAndNothingOfTheJournalIsEverRewritten) {
    const std::string number = accepted();
    const std::int64_t then = entries();
    const std::string written = journal_until(then);
    const auto before = clock(number, "legal");
    town_.clock().move_to(calendar::Instant::start_of(before.due).plus_seconds(3600));
    EXPECT_TRUE(clock(number, "legal").marks.front().reached);
    // No timer runs in this test: the event alone takes the mark back and moves the lamp.
    const auto extend = [&](identity::Act& act) {
        return casework::extend_deadline(act, town_.node().practice(), number, "legal",
                                         {{"reasons", "复杂"}});
    };
    ASSERT_TRUE(town_.perform<base::Done>(head(), extend).ok());
    EXPECT_FALSE(clock(number, "legal").marks.front().reached);
    EXPECT_GT(clock(number, "legal").due, before.due);
    EXPECT_EQ(entries(), then + 1) << "by a new entry";
    EXPECT_EQ(journal_until(then), written) << "and none of the old changed";

    // The book refuses to be rewritten, whoever holds it.
    {
        auto tx = store::Tx::open(town_.data() + "/sunroom.db");
        ASSERT_TRUE(tx.ok());
        for (const char* sql :
             {"UPDATE journal SET at = 0 WHERE seq = 1", "DELETE FROM journal WHERE seq = 1",
              "UPDATE leaf SET idx = idx + 1", "DELETE FROM leaf"}) {
            const auto done = tx.value().execute(sql);
            EXPECT_FALSE(done.ok()) << sql;
        }
    }
    EXPECT_EQ(journal_until(then), written);
    town_.expect_books_agree();
}

}  // namespace
}  // namespace app
