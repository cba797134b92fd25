// A new holiday notice in a running county: foretold, prepared by one, approved by another, and every open
// period that it moves is on record once. V40–V42, V43, F06, F09 of the calendar vectors.

#include "app/house.h"
#include "casework/calendar_change.h"
#include "casework/happening.h"

#include "town.h"

namespace {

using catalog::DefinitionKind;

constexpr const char* kNotice2027 =  // V41, made up
    R"({"calendar":"cn-2027","ver":1,"status":"published","issuer":"国务院办公厅","issued":"2026-12-22",)"
    R"("work":["2027-01-10"],"off":["2027-01-01/2027-01-04"],"names":["元旦"]})";
constexpr const char* kSecondNotice =  // another day worked, behind every period of the story
    R"({"calendar":"cn-2027","ver":2,"status":"published","issuer":"国务院办公厅","issued":"2026-12-23",)"
    R"("work":["2027-01-10","2027-10-10"],"off":["2027-01-01/2027-01-04"],"names":["元旦"]})";

class CalendarChange : public testing::Test {
protected:
    void SetUp() override {
        town_.at("2026-12-21T09:00:00+08:00");
        ASSERT_TRUE(town_.node().refresh_catalogue().ok());
        auto opened = app::House::open(town_.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house_ = std::move(opened).value();
        house_->tick();
        for (const auto& [code, item] : town_.node().catalogue().current()->items) {
            if (item->process != "permit" || item->status != 1 || item->legal_days != 20) continue;
            if (first_ == nullptr) first_ = item.get();
            if (item->body != first_->body) other_ = item.get();
        }
        ASSERT_TRUE(first_ != nullptr && other_ != nullptr);
    }
    std::string accepted(const catalog::ServiceItem& item) {
        const std::string number = town_.file(item.code);
        EXPECT_TRUE(town_.step(town_.official("window", "029"), number, choose("check", "accept")).ok());
        return number;
    }
    casework::ClockState legal(const std::string& number) {
        return town_.matter(number).state.clock(legal_slot());
    }
    std::size_t legal_slot() {
        const auto handling =
            town_.node().registrar().read<std::size_t>(identity::nobody(), [&](const auto& reading) {
                const auto found = town_.node().practice().for_item(reading.db, first_->code);
                return base::Result<std::size_t>(
                    static_cast<std::size_t>(found.value().process->find_deadline("legal")));
            });
        return handling.value();
    }
    base::Result<catalog::DefinitionVersion> prepare(const std::string& id, const std::string& text) {
        return town_.perform<catalog::DefinitionVersion>(
            town_.somebody("editor", ""), [&](identity::Act& act) {
                return catalog::prepare_definition(act, town_.node().desk(),
                                                   {DefinitionKind::Calendar, id, text, "放假通知"});
            });
    }
    void activate(const std::string& id, const std::string& text) {
        const auto prepared = prepare(id, text);
        ASSERT_TRUE(prepared.ok()) << prepared.error().text_key() << " " << prepared.error().detail();
        const auto approve = [&](identity::Act& act) {
            return catalog::approve_definition(act, town_.node().desk(), DefinitionKind::Calendar, id,
                                               prepared.value().text);
        };
        // Who prepared it does not approve it, whatever else he may.
        EXPECT_FALSE(town_.perform<catalog::DefinitionVersion>(town_.somebody("editor", ""), approve).ok());
        const auto done = town_.perform<catalog::DefinitionVersion>(town_.somebody("approver", ""), approve);
        ASSERT_TRUE(done.ok()) << done.error().text_key() << " " << done.error().detail();
    }
    void pass_a_minute() {
        town_.clock().move_to(town_.clock().now().plus_seconds(60));
        house_->tick();
    }
    int times_moved(const std::string& number) {
        const auto all = town_.node().registrar().read<std::vector<casework::Happening>>(
            identity::nobody(),
            [&](const auto& reading) { return casework::list_happenings(reading.db, number); });
        int moved = 0;
        for (const auto& one : all.value()) moved += one.is(casework::DueChanged::kKind.name) ? 1 : 0;
        return moved;
    }
    casework::CalendarMoves foretold(const std::string& id, const std::string& text) {
        auto reader = std::move(town_.node().registrar().lend()).value();
        const auto calendars = catalog::calendars_with(*reader, {DefinitionKind::Calendar, id, text, {}});
        EXPECT_TRUE(calendars.ok());
        auto found = casework::foretell_calendar(*reader, town_.node().practice(), calendars.value(), 1000);
        town_.node().registrar().give_back(std::move(reader));
        EXPECT_TRUE(found.ok());
        return std::move(found).value();
    }

    Town town_;
    std::unique_ptr<app::House> house_;
    const catalog::ServiceItem* first_ = nullptr;
    const catalog::ServiceItem* other_ = nullptr;
};

TEST_F(CalendarChange, F09_MovesEachOpenPeriodOnceAndSaysSoBefore) {
    const std::string open = accepted(*first_);
    const std::string ended = accepted(*first_);
    const auto withdraw = [&](identity::Act& act) {
        return casework::withdraw_case(act, town_.node().practice(), ended, "不办了");
    };
    ASSERT_TRUE(town_.perform<base::Done>(identity::nobody(), withdraw).ok());
    EXPECT_EQ(legal(open).due.iso(), "2027-01-19");  // V40
    EXPECT_TRUE(legal(open).provisional);

    const auto moves = foretold("cn-2027", kNotice2027);
    int legal_moves = 0;
    for (const casework::ClockMove& move : moves.moves) {
        EXPECT_EQ(move.number, open) << "a matter that ended is not moved";
        if (move.clock != "legal") continue;
        ++legal_moves;
        EXPECT_EQ(move.before.iso(), "2027-01-19");
        EXPECT_EQ(move.after.iso(), "2027-01-18");
    }
    EXPECT_EQ(legal_moves, 1);
    EXPECT_EQ(times_moved(open), 0) << "foretelling records nothing";

    activate("cn-2027", kNotice2027);
    pass_a_minute();
    EXPECT_EQ(legal(open).due.iso(), "2027-01-18");  // V41
    EXPECT_FALSE(legal(open).provisional);
    EXPECT_EQ(times_moved(open), static_cast<int>(moves.clocks));
    EXPECT_EQ(times_moved(ended), 0);
    pass_a_minute();
    EXPECT_EQ(times_moved(open), static_cast<int>(moves.clocks)) << "once";
    EXPECT_EQ(town_.node().catalogue().current()->calendar->pin(), "cn-2027@1");

    // After a start everything is looked at again, and nothing is recorded twice.
    house_.reset();
    town_.restart();
    house_ = std::move(app::House::open(town_.node(), "https://qingxi.example")).value();
    house_->tick();
    EXPECT_EQ(times_moved(open), static_cast<int>(moves.clocks));
    town_.expect_books_agree();
}

TEST_F(CalendarChange, OfTheSameYearIsTheOneActivatedLastAndTheOldStaysReadable) {
    const std::string open = accepted(*first_);
    activate("cn-2027", kNotice2027);
    pass_a_minute();
    const int before = times_moved(open);
    activate("cn-2027", kSecondNotice);
    pass_a_minute();
    EXPECT_EQ(times_moved(open), before) << "no date differs";
    const auto calendar = town_.node().catalogue().current()->calendar;
    EXPECT_EQ(calendar->pin(), "cn-2027@2");
    EXPECT_TRUE(calendar->works(calendar::Date::of(2027, 10, 10)));
    auto reader = std::move(town_.node().registrar().lend()).value();
    const auto old = town_.node().catalogue().calendar_under(*reader, "cn-2027@1");
    ASSERT_TRUE(old.ok()) << old.error().detail();
    EXPECT_FALSE(old.value()->works(calendar::Date::of(2027, 10, 10)));
    const auto older = town_.node().catalogue().calendar_under(*reader, "cn-2026@1");
    ASSERT_TRUE(older.ok());
    const auto due = older.value()->add(calendar::Date::of(2026, 12, 21), {20, calendar::Unit::WorkingDays});
    EXPECT_EQ(due.date.iso(), "2027-01-19");
    EXPECT_TRUE(due.provisional);
    EXPECT_FALSE(town_.node().catalogue().calendar_under(*reader, "cn-2027@3").ok());
    town_.node().registrar().give_back(std::move(reader));
}

TEST_F(CalendarChange, IsRefusedWhenItIsNotTheNextVersionOrTwoYearsDisagree) {
    EXPECT_FALSE(prepare("cn-2026", kNotice2027).ok()) << "another year under this name";
    activate("cn-2027", kNotice2027);
    EXPECT_FALSE(prepare("cn-2027", kNotice2027).ok()) << "nothing changed";
    const std::string third =
        R"({"calendar":"cn-2027","ver":3,"work":["2027-01-10"],"off":["2027-01-01/2027-01-03"]})";
    EXPECT_FALSE(prepare("cn-2027", third).ok()) << "the second is missing";
    const std::string against =  // 2026-12-31 is off here, and worked nowhere; 2027-01-10 is off there
        R"({"calendar":"cn-2028","ver":1,"work":["2028-01-08"],"off":["2028-01-01/2028-01-02"]})";
    EXPECT_TRUE(prepare("cn-2028", against).ok());
    const std::string contradiction =
        R"({"calendar":"cn-2026","ver":2,"work":["2027-01-02"],"off":["2026-10-01/2026-10-08"]})";
    EXPECT_FALSE(prepare("cn-2026", contradiction).ok()) << "2 January is off in the next year's notice";
}

// V43: only a statutory local day off counts, and only for the bodies it names.
TEST_F(CalendarChange, OfTheCountyItselfCountsOnlyForTheBodiesItNames) {
    const std::string mine = accepted(*first_);
    const std::string theirs = accepted(*other_);
    const std::string before = legal(theirs).due.iso();
    const std::string bodies = R"(,"bodies":[")" + first_->body + R"("],"issued":"2026-12-01")";
    const std::string orders =
        R"({"calendar":"local","ver":2,"orders":[)"
        R"({"kind":"hall_closed","order":"清政办函〔2026〕9号","issuer":"清溪县人民政府办公室",)"
        R"("name":"大厅搬迁","from":"2026-12-24","to":"2026-12-25")" +
        bodies +
        R"(},{"kind":"extended_service","order":"清政办函〔2026〕10号","issuer":"清溪县人民政府办公室",)"
        R"("name":"周末延时服务","from":"2026-12-26","to":"2026-12-27")" +
        bodies +
        R"(},{"kind":"statutory_local","order":"清政发〔2026〕3号","issuer":"清溪县人民政府",)"
        R"("name":"县庆","from":"2026-12-23","to":"2026-12-24")" +
        bodies + "}]}";
    activate("local", orders);
    pass_a_minute();
    EXPECT_EQ(legal(mine).due.iso(), "2027-01-20");  // one day more than V40
    EXPECT_EQ(legal(theirs).due.iso(), before);
    EXPECT_EQ(times_moved(theirs), 0);
    const auto catalogue = town_.node().catalogue().current();
    const auto& days = catalogue->calendars.of(first_->body);
    EXPECT_NE(days, catalogue->calendar);
    bool named = false;
    for (const calendar::LedgerRow& row :
         days->explain(calendar::Date::of(2026, 12, 21), {20, calendar::Unit::WorkingDays})) {
        if (row.kind == calendar::RowKind::Local) {
            named = true;
            EXPECT_EQ(row.notice, "清政发〔2026〕3号 县庆");
            EXPECT_EQ(row.from.iso(), "2026-12-23");
            EXPECT_EQ(row.last.iso(), "2026-12-23");
        }
    }
    EXPECT_TRUE(named);
}

TEST_F(CalendarChange, OfMoreMattersThanAnActHoldsIsRecordedInSeveral) {
    constexpr int kMatters = 70;
    std::vector<std::string> numbers;
    for (int i = 0; i < kMatters; ++i) numbers.push_back(accepted(*first_));
    const auto moves = foretold("cn-2027", kNotice2027);
    EXPECT_GE(moves.clocks, kMatters);
    activate("cn-2027", kNotice2027);
    pass_a_minute();
    std::int64_t moved = 0;
    for (const std::string& number : numbers) moved += times_moved(number);
    EXPECT_EQ(moved, moves.clocks);
    EXPECT_EQ(foretold("cn-2027", kNotice2027).clocks, 0);
}

// F06: nobody ticked for a month. What is read is true all the same, and what has consequences acts once.
TEST_F(CalendarChange, F06_ASleepingSchedulerHidesNothingAndActsOnceWhenItWakes) {
    const std::string number = town_.file(first_->code);
    town_.clock().move_to(town_.clock().now().plus_seconds(std::int64_t{30} * 24 * 3600));
    const auto reads_deemed = [&] {
        const auto asked = [&](const identity::Reading& reading) -> base::Result<bool> {
            const auto matter = casework::load_matter(reading, number).value();
            const auto handling = town_.node().practice().for_matter(reading.db, matter).value();
            const int intake = handling.process->find_deadline("intake");
            CHECK(intake >= 0);
            const auto slot = static_cast<std::size_t>(intake);
            const auto read = casework::evaluate(matter.state.clock(slot), handling.process->deadlines[slot],
                                                 *handling.days, reading.now);
            return read.phase == casework::ClockPhase::Deemed;
        };
        return town_.node().registrar().read<bool>(identity::nobody(), asked).value();
    };
    EXPECT_TRUE(reads_deemed());
    EXPECT_EQ(town_.matter(number).accepted.ms, 0) << "a read writes nothing";
    const auto times_accepted = [&] {
        const auto all = town_.node().registrar().read<std::vector<casework::Happening>>(
            identity::nobody(),
            [&](const auto& reading) { return casework::list_happenings(reading.db, number); });
        return std::count_if(all.value().begin(), all.value().end(), [](const casework::Happening& one) {
            return one.is(casework::Accepted::kKind.name);
        });
    };
    pass_a_minute();
    EXPECT_EQ(times_accepted(), 1);
    EXPECT_EQ(legal(number).start.iso(), "2026-12-21") << "accepted as of the day of receipt, 许可法 32(4)";
    pass_a_minute();
    EXPECT_EQ(times_accepted(), 1);
    town_.expect_books_agree();
}

}  // namespace
