// kill -9 at any byte of the journal (F19): whatever of the log reached the disk, the program opens with
// whole acts only, the chain of leaves verifies, the tables are what the journal says, and every due date is
// what it was after that act.

#include "base/file.h"

#include "town.h"

#include <cstdlib>
#include <map>
#include <random>

namespace app {
namespace {

namespace fs = std::filesystem;

class TornJournal : public testing::Test {
protected:
    TornJournal() {
        seed_ = std::random_device{}();
        if (const char* again = std::getenv("SEED")) seed_ = static_cast<unsigned>(std::stoul(again));
        std::printf("seed %u (SEED=%u repeats it)\n", seed_, seed_);
        random_.seed(seed_);
    }
    ~TornJournal() override { fs::remove_all(copy_); }

    // Number, state of the file and every due date of all matters, as one text.
    static std::string due_dates(Node& node) {
        auto reader = std::move(node.registrar().lend()).value();
        std::string text;
        {
            auto rows =
                reader->query("SELECT number, process, due_at, promise_due, legal_due, silent_at, state "
                              "FROM matter ORDER BY number");
            CHECK(rows.ok());
            while (rows.value().next().value()) {
                for (int i = 0; i < 6; ++i) text += std::to_string(rows.value().integer(i)) + " ";
                text += std::string(rows.value().text(0)) + std::string(rows.value().blob(6)) + "\n";
            }
        }
        node.registrar().give_back(std::move(reader));
        return text;
    }
    void remember() { known_[town_.node().journal().position().seq] = due_dates(town_.node()); }
    void does(const identity::Actor& actor, const std::string& number, const casework::StepChoice& choice) {
        const auto done = town_.step(actor, number, choice);
        ASSERT_TRUE(done.ok()) << choice.step << " " << done.error().text_key();
        remember();
    }
    void play() {
        const catalog::ServiceItem* item = nullptr;
        for (const auto& [code, one] : town_.node().catalogue().current()->items)
            if (one->process == "permit" && one->status == 1) item = one.get();
        const std::string code = item->code;
        const std::string body = item->body;
        remember();
        for (int day = 3; day < 9; ++day) {
            town_.at("2026-03-0" + std::to_string(day) + "T10:00:00+08:00");
            const std::string number = town_.file(code);
            remember();
            does(town_.official("window", "029"), number, choose("check", "accept"));
            does(town_.official("handler", body), number, choose("review", "advise", {{"opinion", "可以"}}));
            does(town_.official("head", body), number, choose("decide", "grant"));
        }
    }

    Town town_;
    std::string copy_ = town_.data() + "-torn";
    unsigned seed_ = 0;
    std::mt19937 random_;
    std::map<std::int64_t, std::string> known_;  // by the last entry of each act
};

TEST_F(TornJournal, F19_OpensWithWholeActsAndTheSameDueDates) {
    town_.restart();  // what was written before lies in the database, the log begins anew
    const std::string database = town_.data() + "/sunroom.db";
    const std::string before = base::read_file(database, 1u << 30).value();
    play();
    ASSERT_EQ(base::read_file(database, 1u << 30).value(), before) << "all acts are in the log alone";
    const std::string log = base::read_file(database + "-wal", 1u << 30).value();
    ASSERT_GT(log.size(), 100000u);
    const auto files = web::disk_files(".", SUNROOM_SPRITE_PATH);
    ASSERT_TRUE(files.ok());
    std::uniform_int_distribution<std::size_t> anywhere(0, log.size());
    std::set<std::int64_t> recovered;
    for (int kill = 0; kill < 24; ++kill) {
        const std::size_t bytes = kill == 0 ? log.size() : kill == 1 ? 0 : anywhere(random_);
        SCOPED_TRACE("killed at byte " + std::to_string(bytes) + ", seed " + std::to_string(seed_));
        fs::remove_all(copy_);
        fs::create_directories(copy_);
        for (const char* name : {"sunroom.toml", "node.key"})
            if (fs::exists(town_.data() + "/" + name)) fs::copy(town_.data() + "/" + name, copy_);
        ASSERT_TRUE(base::write_file_synced(copy_ + "/sunroom.db", before, 0600).ok());
        ASSERT_TRUE(base::write_file_synced(copy_ + "/sunroom.db-wal", log.substr(0, bytes), 0600).ok());
        const auto entropy = base::seeded_entropy(7);
        NodeOptions options{copy_, Create::Never, files.value().get(), &town_.clock(), entropy.get()};
        auto node = Node::open(options);
        ASSERT_TRUE(node.ok()) << node.error().text_key() << " " << node.error().detail();
        const std::int64_t seq = node.value()->journal().position().seq;
        const auto act = known_.find(seq);
        ASSERT_NE(act, known_.end()) << "entry " << seq << " does not end an act";
        EXPECT_EQ(due_dates(*node.value()), act->second);
        recovered.insert(seq);
        auto reader = std::move(node.value()->registrar().lend()).value();
        const auto verified = node.value()->journal().verify_leaves(*reader);
        EXPECT_TRUE(verified.ok()) << verified.error().detail();
        auto aside = store::Tx::open(copy_ + "/aside.db");
        ASSERT_TRUE(aside.ok());
        const auto same = node.value()->journal().compare_with_replay(*reader, aside.value());
        ASSERT_TRUE(same.ok());
        EXPECT_EQ(same.value().differing, std::vector<std::string>());
        node.value()->registrar().give_back(std::move(reader));
    }
    EXPECT_GT(recovered.size(), 5u) << "the kills met different acts";
    EXPECT_EQ(*recovered.rbegin(), known_.rbegin()->first) << "the whole log gives everything back";
    EXPECT_EQ(*recovered.begin(), known_.begin()->first) << "and none of it what stood before";
}

}  // namespace
}  // namespace app
