// What desk, tracker and board ask of matters, statement by statement as SQLite runs it: no question reads
// through all matters, so ten million closed ones do not slow an open one (F13).

#include "app/house.h"

#include "town.h"
#include "visitor.h"
#include <sqlite3.h>

#include <mutex>
#include <set>

namespace app {
namespace {

using web::Visitor;

// Every statement that any connection of this process runs while it listens.
class Listener {
public:
    static Listener& here() {
        static Listener listener;
        return listener;
    }
    void begin() {
        const std::lock_guard lock(mutex_);
        heard_.clear();
        listens_ = true;
    }
    std::set<std::string> end() {
        const std::lock_guard lock(mutex_);
        listens_ = false;
        return std::move(heard_);
    }

private:
    Listener() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(&Listener::attach)); }
    static int attach(sqlite3* db, char**, const sqlite3_api_routines*) {
        sqlite3_trace_v2(db, SQLITE_TRACE_STMT, &Listener::hear, nullptr);
        return SQLITE_OK;
    }
    static int hear(unsigned, void*, void* statement, void*) {
        Listener& listener = here();
        const std::lock_guard lock(listener.mutex_);
        if (listener.listens_) listener.heard_.insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
        return 0;
    }
    std::mutex mutex_;
    bool listens_ = false;
    std::set<std::string> heard_;
};

// Tables that grow with every matter ever handled.
constexpr std::string_view kGrowing[] = {"matter", "matter_act", "journal", "leaf", "leaf_key", "vault_item"};
// Indexes that hold open matters only.
constexpr std::string_view kOfOpenRows[] = {"matter_open_due", "matter_open_guide", "matter_open_definition",
                                            "matter_paused", "matter_silent"};

// "SCAN matter USING COVERING INDEX matter_open_due" → why it may not stand; empty: it may.
std::string fault_of(const std::string& plan, const std::string& sql) {
    constexpr std::string_view kScan = "SCAN ";
    if (!plan.starts_with(kScan)) return {};
    const std::string table = plan.substr(kScan.size(), plan.find(' ', kScan.size()) - kScan.size());
    if (std::find(std::begin(kGrowing), std::end(kGrowing), table) == std::end(kGrowing)) return {};
    for (const std::string_view index : kOfOpenRows)
        if (plan.find("INDEX " + std::string(index)) != std::string::npos) return {};
    // The last entry: read from the end, one row.
    if (sql.find("ORDER BY seq DESC LIMIT 1") != std::string::npos) return {};
    return plan;
}

// The search has a database of its own and a bench that measures it.
bool is_of_the_index(const std::string& sql) {
    for (const char* table : {" passage", "term_config", " index_state"})
        if (sql.find(table) != std::string::npos) return true;
    return false;
}

class OpenQuestions : public testing::Test {
protected:
    std::vector<std::string> faults_in(const std::set<std::string>& statements) {
        sqlite3* db = nullptr;
        CHECK(sqlite3_open_v2((town_.data() + "/sunroom.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr) ==
              SQLITE_OK);
        std::vector<std::string> faults;
        for (const std::string& sql : statements) {
            if (sql.find("SELECT") == std::string::npos || is_of_the_index(sql)) continue;
            sqlite3_stmt* plan = nullptr;
            const std::string explained = "EXPLAIN QUERY PLAN " + sql;
            EXPECT_EQ(sqlite3_prepare_v2(db, explained.c_str(), -1, &plan, nullptr), SQLITE_OK) << sql;
            while (sqlite3_step(plan) == SQLITE_ROW) {
                const auto* detail = reinterpret_cast<const char*>(sqlite3_column_text(plan, 3));
                const std::string fault = fault_of(detail, sql);
                if (!fault.empty()) faults.push_back(fault + " in " + sql);
            }
            sqlite3_finalize(plan);
        }
        sqlite3_close(db);
        return faults;
    }

    std::string plan_of(const std::string& sql) {
        sqlite3* db = nullptr;
        CHECK(sqlite3_open_v2((town_.data() + "/sunroom.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr) ==
              SQLITE_OK);
        std::string whole;
        sqlite3_stmt* plan = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db, ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &plan, nullptr),
                  SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW)
            whole += std::string(reinterpret_cast<const char*>(sqlite3_column_text(plan, 3))) + "\n";
        sqlite3_finalize(plan);
        sqlite3_close(db);
        return whole;
    }

    Listener& listener_ = Listener::here();  // before the first connection of the town
    Town town_;
};

TEST_F(OpenQuestions, F13_OfDeskTrackerAndBoardNeverReadThroughAllMatters) {
    const DemoSize size{"T", 120, 60, 4000};
    const auto counts =
        make_demo_years(town_.node(), town_.clock(), {size, town_.at("2026-06-30T15:00:00+08:00"), 7, {}});
    ASSERT_TRUE(counts.ok()) << counts.error().text_key();
    const auto& items = town_.node().catalogue().current()->items;
    const auto permit = std::find_if(items.begin(), items.end(), [](const auto& one) {
        return one.second->process == "permit" && one.second->status == 1;
    });
    ASSERT_NE(permit, items.end());
    const std::string idle = town_.file(permit->second->code);  // nobody will review it
    ASSERT_TRUE(town_.step(town_.official("window", "029"), idle, choose("check", "accept")).ok());
    town_.clock().move_to(town_.clock().now().plus_seconds(std::int64_t{30} * 24 * 3600));
    const std::string number = town_.file(permit->second->code);
    const auto house = House::open(town_.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    Visitor visitor(house.value()->site());

    listener_.begin();
    house.value()->tick();
    for (const char* address : {"/", "/results", "/track"}) EXPECT_EQ(visitor.get(address).status, 200);
    const auto code = town_.node().keys().inquiry_code("matter/" + number);
    const auto opened = visitor.post("/track", "number=" + number + "&code=" + code);
    ASSERT_EQ(opened.status, 303) << opened.body;
    for (const auto& [header, value] : opened.headers)
        if (header == "Set-Cookie") visitor.cookies += value.substr(0, value.find(';')) + "; ";
    EXPECT_EQ(visitor.get("/matters/" + number).status, 200);
    visitor.come_in(town_.official("window", "029").person);
    for (const std::string& address :
         {std::string("/desk"), std::string("/desk?lamp=over"), std::string("/desk?lamp=warn&size=100"),
          std::string("/desk?q=") + number, std::string("/desk.csv"), std::string("/desk/mine"),
          std::string("/overview"), "/desk/matters/" + number, "/desk/matters/" + number + "/steps/check"})
        EXPECT_EQ(visitor.get(address).status, 200) << address;
    visitor.come_in(town_.official("supervisor", "029").person);
    // What is stuck is asked by the seniors' desks: one step along an index for each post.
    for (const char* address : {"/board", "/board/late", "/overview?scope=all", "/desk", "/desk?stuck=1"})
        EXPECT_EQ(visitor.get(address).status, 200) << address;
    const std::set<std::string> statements = listener_.end();

    EXPECT_GT(statements.size(), 40u) << "the pages asked, and were heard";
    EXPECT_EQ(faults_in(statements), std::vector<std::string>());
    int of_stuck = 0;
    for (const std::string& sql : statements) {
        if (sql.find("matter_step") == std::string::npos || sql.find("idle_from <") == std::string::npos)
            continue;
        ++of_stuck;
        EXPECT_NE(plan_of(sql).find("INDEX matter_step_idle (body=? AND role=?"), std::string::npos)
            << plan_of(sql);
    }
    EXPECT_EQ(of_stuck, 2) << "counted and listed";
    EXPECT_EQ(faults_in({"SELECT number FROM matter WHERE result = 'granted'"}).size(), 1u)
        << "a question without an index is seen";
}

TEST_F(OpenQuestions, TheStateOfAMatterIsAFewHundredBytes) {
    const DemoSize size{"T", 200, 60, 4000};
    const auto counts =
        make_demo_years(town_.node(), town_.clock(), {size, town_.at("2026-06-30T15:00:00+08:00"), 7, {}});
    ASSERT_TRUE(counts.ok()) << counts.error().text_key();
    auto reader = std::move(town_.node().registrar().lend()).value();
    std::vector<std::int64_t> bytes;
    {
        auto rows = reader->query("SELECT length(state) FROM matter ORDER BY length(state)");
        ASSERT_TRUE(rows.ok());
        while (rows.value().next().value()) bytes.push_back(rows.value().integer(0));
    }
    town_.node().registrar().give_back(std::move(reader));
    ASSERT_GE(bytes.size(), 200u) << "and the parts that some began";
    const auto at = [&](std::size_t share) { return bytes[(bytes.size() - 1) * share / 100]; };
    std::printf("state: p50 %ld, p95 %ld, max %ld bytes\n", static_cast<long>(at(50)),
                static_cast<long>(at(95)), static_cast<long>(bytes.back()));
    EXPECT_LE(bytes.back(), 400) << "time-and-process C3";
}

}  // namespace
}  // namespace app
