// The journal and its writer: gapless, one leaf an entry, replay equals tables, refusals undone alone,
// alterations found.

#include "base/file.h"
#include "ledger/leaf.h"
#include "ledger/limits.h"
#include "ledger/replay.h"
#include "ledger/writer.h"
#include "store/migrations.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>

namespace ledger {
namespace {

struct Paper {
    base::Code sort;
    std::int64_t sheets = 0;
    void fields(auto& visit) { visit("sort", sort), visit("sheets", sheets); }
};

struct LetterPosted {
    static constexpr Kind kKind{"test.letter_posted", 1};
    base::Code to;
    calendar::Date due;
    std::vector<Paper> papers;
    bool registered = false;
    base::VaultRef text;
    void fields(auto& visit) {
        visit("to", to), visit("due", due), visit("papers", papers), visit("registered", registered),
            visit("text", text);
    }
};

constexpr std::string_view kTables =
    "CREATE TABLE letter(seq {int} PRIMARY KEY, sheets {int} NOT NULL, due {int} NOT NULL) {strict};";

base::Result<> project_letter(store::Tx& tx, const Entry& entry) {
    const auto letter = entry.read<LetterPosted>();
    std::int64_t sheets = 0;
    for (const Paper& paper : letter.papers) sheets += paper.sheets;
    return tx.execute("INSERT INTO letter(seq, sheets, due) VALUES(?, ?, ?)", entry.seq, sheets,
                      letter.due.days);
}

// A temporary database with the journal's tables, one event kind and one projection.
class JournalTest : public testing::Test {
protected:
    JournalTest() {
        folder_ = std::filesystem::temp_directory_path() /
                  ("sunroom-journal-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(folder_);
        path_ = (folder_ / "journal.db").string();
    }
    ~JournalTest() override { std::filesystem::remove_all(folder_); }

    store::Tx opened() {
        auto tx = store::Tx::open(path_);
        std::vector<store::Migration> migrations;
        const auto sql = base::read_file("migrations/0001_journal.sql");
        migrations.push_back(store::migration_of("0001_journal.sql", sql.value()).value());
        EXPECT_TRUE(store::migrate(tx.value(), migrations).ok());
        return std::move(tx).value();
    }
    static std::vector<EventRow> events() {
        return {event_row<LetterPosted>("A letter was posted.", {"due", "registered"})};
    }
    static std::vector<ProjectionRow> projections() {
        return {{"letter", kTables, {LetterPosted::kKind.name}, begin_plain<project_letter>}};
    }
    static LetterPosted letter(int sheets) {
        return {base::Code::of("town-hall"),
                calendar::Date::of(2026, 3, 30),
                {{base::Code::of("form"), sheets}},
                true,
                {}};
    }
    static ActFrame frame(calendar::Instant now) {
        static int act = 0;
        ActFrame frame;
        frame.act = std::string(12, 'a') + std::to_string(1000 + act++);
        frame.now = now;
        frame.actor = {7, "012", "window", "hall"};
        return frame;
    }

    std::unique_ptr<base::Entropy> entropy_ = base::seeded_entropy(42);
    calendar::MovedClock clock_{calendar::Instant::parse("2026-03-02T09:15:04+08:00").value()};
    std::filesystem::path folder_;
    std::string path_;
    static inline int counter = 0;
};

TEST_F(JournalTest, FieldsAreCanonicalAndComeBackAsTheyWere) {
    std::string text;
    FieldWriter::object(text, letter(3));
    EXPECT_EQ(
        text,
        R"({"due":"2026-03-30","papers":[{"sheets":3,"sort":"form"}],"registered":true,"to":"town-hall"})");
    std::vector<base::JsonNode> nodes;
    ASSERT_TRUE(base::read_canonical(text, nodes));
    LetterPosted back;
    EXPECT_TRUE(FieldReader::object(base::JsonPiece(text.data(), nodes.data()), back));
    EXPECT_EQ(back.due, letter(3).due);
    EXPECT_EQ(back.papers.front().sheets, 3);
}

TEST_F(JournalTest, APublicLeafNamesOnlyThePublicFields) {
    std::string fields;
    FieldWriter::object(fields, letter(3));
    EXPECT_EQ(public_part(events().front(), fields).value(), R"({"due":"2026-03-30","registered":true})");
}

TEST_F(JournalTest, EntriesAreGaplessAndReplayEqualsTables) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    ASSERT_TRUE(tx.begin().ok());
    for (int i = 1; i <= 20; ++i) {
        auto act = frame(clock_.now());
        ASSERT_TRUE(journal.record(tx, act, "letter/" + std::to_string(i % 3), letter(i)).ok());
    }
    ASSERT_TRUE(journal.save_position(tx).ok());
    ASSERT_TRUE(tx.commit().ok());
    EXPECT_EQ(journal.position().seq, 20);
    EXPECT_EQ(journal.position().tree.size(), 20U);
    EXPECT_EQ(journal.verify_leaves(tx).value(), 20);

    auto aside = store::Tx::open((folder_ / "aside.db").string());
    const auto same = journal.compare_with_replay(tx, aside.value());
    ASSERT_TRUE(same.ok());
    EXPECT_EQ(same.value().entries, 20);
    EXPECT_TRUE(same.value().differing.empty());

    ASSERT_TRUE(tx.run_script("UPDATE letter SET sheets = 99 WHERE seq = 5").ok());
    auto aside_again = store::Tx::open((folder_ / "aside2.db").string());
    EXPECT_EQ(journal.compare_with_replay(tx, aside_again.value()).value().differing,
              std::vector<std::string>{"letter"});
}

TEST_F(JournalTest, AStartFindsThePositionAgainAndRebuildsAChangedProjection) {
    {
        auto tx = opened();
        Journal journal(events(), projections(), "999921", *entropy_);
        ASSERT_TRUE(journal.open(tx).ok());
        ASSERT_TRUE(tx.begin().ok());
        auto act = frame(clock_.now());
        ASSERT_TRUE(journal.record(tx, act, "letter/1", letter(1)).ok());
        ASSERT_TRUE(journal.save_position(tx).ok());
        ASSERT_TRUE(tx.commit().ok());
    }
    auto tx = opened();
    auto rows = projections();
    rows[0].tables =
        "CREATE TABLE letter(seq {int} PRIMARY KEY, sheets {int} NOT NULL, due {int} NOT NULL, note "
        "TEXT) {strict};";
    Journal journal(events(), rows, "999921", *entropy_);
    EXPECT_EQ(journal.open(tx).value(), 1);
    EXPECT_EQ(journal.position().seq, 1);
    EXPECT_EQ(journal.verify_leaves(tx).value(), 1);
}

bool breaks_off = false;

base::Result<> project_letter_or_break_off(store::Tx& tx, const Entry& entry) {
    if (breaks_off && entry.seq == 1500) return base::Error(base::ErrorCode::Unavailable, "test.power_cut");
    return project_letter(tx, entry);
}

TEST_F(JournalTest, ARebuildThatBrokeOffBeginsAnewAtTheNextStart) {
    auto tx = opened();
    const std::vector<ProjectionRow> rows = {
        {"letter", kTables, {LetterPosted::kKind.name}, begin_plain<project_letter_or_break_off>}};
    Journal journal(events(), rows, "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    ASSERT_TRUE(tx.begin().ok());
    for (int i = 1; i <= 2000; ++i) {
        auto act = frame(clock_.now());
        ASSERT_TRUE(journal.record(tx, act, "letter/" + std::to_string(i % 3), letter(i)).ok());
    }
    ASSERT_TRUE(journal.save_position(tx).ok());
    ASSERT_TRUE(tx.commit().ok());
    const auto count = [&tx] {
        auto found = tx.query("SELECT count(*), sum(sheets) FROM letter");
        EXPECT_TRUE(found.value().next().value());
        return std::pair(found.value().integer(0), found.value().integer(1));
    };
    const auto before = count();
    ASSERT_TRUE(tx.run_script("UPDATE projection SET digest = zeroblob(32)").ok());
    breaks_off = true;
    EXPECT_EQ(journal.open(tx).error().text_key(), "test.power_cut");
    breaks_off = false;
    EXPECT_EQ(journal.open(tx).value(), 2000);
    EXPECT_EQ(count(), before);
}

TEST_F(JournalTest, EntriesAreReadAheadInOrderAndNoFurtherThanTheyStood) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    const auto post = [&](int sheets) {
        auto act = frame(clock_.now());
        EXPECT_TRUE(tx.begin().ok());
        for (int i = 0; i < 100; ++i)
            EXPECT_TRUE(journal.record(tx, act = frame(clock_.now()), "letter/1", letter(sheets)).ok());
        EXPECT_TRUE(journal.save_position(tx).ok());
        EXPECT_TRUE(tx.commit().ok());
    };
    for (int round = 1; round <= 30; ++round) post(round);
    std::int64_t last = 0;
    const auto take = [&](const StoredEntry& stored) -> base::Result<> {
        EXPECT_EQ(stored.entry().seq, ++last);
        EXPECT_EQ(stored.entry().read<LetterPosted>().papers.front().sheets, 1 + (last - 1) / 100);
        if (last == 1) post(99);
        return base::Done{};
    };
    EXPECT_EQ(read_entries(tx, "test", take).value(), 3000);
    EXPECT_EQ(last, 3000);
    EXPECT_EQ(read_entries(tx, "tes", take).value(), 0) << "a module is a whole word";
    const auto stop = [&](const StoredEntry& stored) -> base::Result<> {
        last = stored.entry().seq;
        return base::Error(base::ErrorCode::Conflict, "test.enough");
    };
    EXPECT_EQ(read_entries(tx, {}, stop).error().text_key(), "test.enough");
    EXPECT_EQ(last, 1) << "and the reading thread is let go";
}

TEST_F(JournalTest, NoRowCanBeUpdatedOrDeletedAndAnAlteredLeafIsFound) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    ASSERT_TRUE(tx.begin().ok());
    auto act = frame(clock_.now());
    ASSERT_TRUE(journal.record(tx, act, "letter/1", letter(1)).ok());
    ASSERT_TRUE(journal.save_position(tx).ok());
    ASSERT_TRUE(tx.commit().ok());
    EXPECT_FALSE(tx.run_script("UPDATE journal SET at = 1").ok());
    EXPECT_FALSE(tx.run_script("DELETE FROM leaf").ok());
    ASSERT_TRUE(tx.run_script("DROP TRIGGER journal_is_never_updated; "
                              "UPDATE journal SET doc = CAST(replace(doc, '2026-03-30', "
                              "'2026-04-30') AS BLOB)")
                    .ok());
    EXPECT_EQ(journal.verify_leaves(tx).error().text_key(), "ledger.entry_altered");
}

TEST_F(JournalTest, ANewYearBeginsANewShard) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    ASSERT_TRUE(tx.begin().ok());
    auto before = frame(calendar::Instant::parse("2025-12-31T23:59:59+08:00").value());
    ASSERT_TRUE(journal.record(tx, before, "letter/1", letter(1)).ok());
    auto after = frame(calendar::Instant::parse("2026-01-01T00:00:00+08:00").value());
    ASSERT_TRUE(journal.record(tx, after, "letter/1", letter(2)).ok());
    ASSERT_TRUE(journal.save_position(tx).ok());
    ASSERT_TRUE(tx.commit().ok());
    const auto lines = list_entries(tx, "letter/1", 10).value();
    EXPECT_EQ(lines[0].shard, "2025");
    EXPECT_EQ(lines[1].shard, "2026");
    EXPECT_EQ(lines[1].index, 0);
    EXPECT_EQ(lines[1].read<LetterPosted>().papers.front().sheets, 2);
    EXPECT_EQ(journal.verify_leaves(tx).value(), 2);
}

TEST_F(JournalTest, TheWriterAnswersEachActAndUndoesOnlyTheRefused) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    std::atomic<int> kept = 0;
    std::atomic<int> refused = 0;
    {
        Writer writer(std::move(tx), journal, clock_);
        std::vector<std::future<void>> callers;
        for (int caller = 0; caller < 8; ++caller) {
            callers.push_back(std::async(std::launch::async, [&, caller] {
                for (int i = 0; i < 25; ++i) {
                    const auto outcome =
                        writer.perform([&](store::Tx& db, calendar::Instant now) -> base::Result<> {
                            ActFrame act;
                            act.act = std::string(14, static_cast<char>('a' + caller)) +
                                      static_cast<char>('A' + i) + "x";
                            act.now = now;
                            TRY(journal.record(db, act, "letter/" + std::to_string(caller), letter(i)));
                            if (i % 5 == 0) return base::Error(base::ErrorCode::Conflict, "test.refused");
                            if (i % 7 == 0) throw base::Bug("a bug of the test");
                            return base::Done{};
                        });
                    if (outcome.ok())
                        ++kept;
                    else
                        ++refused;
                }
            }));
        }
        for (auto& caller : callers) caller.get();
    }
    auto again = store::Reader::open(path_).value();
    EXPECT_EQ(count_entries(again).value(), kept);
    EXPECT_EQ(kept + refused, 200);
    EXPECT_EQ(refused, 8 * 8);
    EXPECT_EQ(journal.verify_leaves(again).value(), kept);
}

TEST_F(JournalTest, WhereNothingCanBeginEverybodyIsToldAndNobodyWaits) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    Writer writer(std::move(tx), journal, clock_);
    const auto post = [&](store::Tx& db, calendar::Instant now) -> base::Result<> {
        auto act = frame(now);
        return journal.record(db, act, "letter/1", letter(1));
    };
    {
        auto other = store::Tx::open(path_);
        ASSERT_TRUE(other.ok() && other.value().begin().ok());
        EXPECT_EQ(writer.perform(post).error().code(), base::ErrorCode::Unavailable);
        other.value().rollback();
    }
    EXPECT_TRUE(writer.perform(post).ok()) << "it goes on when it can";
    EXPECT_EQ(journal.position().seq, 1);
}

TEST_F(JournalTest, TimeNeverRunsBackwardsAlongTheJournal) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    Writer writer(std::move(tx), journal, clock_);
    const auto post = [&](store::Tx& db, calendar::Instant now) -> base::Result<> {
        auto act = frame(now);
        return journal.record(db, act, "letter/1", letter(1));
    };
    ASSERT_TRUE(writer.perform(post).ok());
    const auto first = journal.position().at;
    clock_.move_to(first.plus_seconds(-3600));
    ASSERT_TRUE(writer.perform(post).ok());
    EXPECT_EQ(journal.position().at, first);
}

TEST_F(JournalTest, ActsStopWhileTheClockIsWrongAndGoOnWhenItIsRightAgain) {
    auto tx = opened();
    Journal journal(events(), projections(), "999921", *entropy_);
    ASSERT_TRUE(journal.open(tx).ok());
    const calendar::Instant start = clock_.now();
    std::atomic<std::int64_t> passed = 5000;
    Writer writer(std::move(tx), journal, clock_, [&] { return passed.load(); });
    const auto posts = [&] {
        return writer
            .perform([&](store::Tx& db, calendar::Instant now) -> base::Result<> {
                auto act = frame(now);
                return journal.record(db, act, "letter/1", letter(1));
            })
            .ok();
    };
    EXPECT_TRUE(posts());
    clock_.move_to(start.plus_seconds(kClockAheadSecondsMax));
    EXPECT_TRUE(posts()) << "an hour may be a correction";
    clock_.move_to(start.plus_seconds(kClockAheadSecondsMax + 1));
    EXPECT_FALSE(posts());
    EXPECT_FALSE(writer.clock_is_right());
    passed += 3600;
    EXPECT_TRUE(posts()) << "the time has really passed meanwhile";
    EXPECT_TRUE(writer.clock_is_right());
    const calendar::Instant last = journal.position().at;
    clock_.move_to(last.plus_seconds(-kClockBackSecondsMax));
    EXPECT_TRUE(posts()) << "held at the last instant";
    EXPECT_EQ(journal.position().at.seconds(), last.seconds());
    clock_.move_to(last.plus_seconds(-kClockBackSecondsMax - 1));
    EXPECT_FALSE(posts());
}

}  // namespace
}  // namespace ledger
