// A backup is made while the office works and comes back whole; a damaged one does not come back at all.

#include "app/tasks.h"
#include "base/file.h"

#include "town.h"

namespace app {
namespace {

class Backup : public testing::Test {
protected:
    Backup() {
        town_.file(permit());
        options_.data = town_.data();
        options_.from = options_.to = town_.data() + "-backup";
        options_.locale = "zh-CN";
    }
    ~Backup() override {
        std::filesystem::remove_all(options_.to);
        std::filesystem::remove_all(restored());
    }
    std::string permit() {
        const auto catalogue = town_.node().catalogue().current();
        for (const auto& [code, item] : catalogue->items) {
            if (item->process == "permit" && item->status == 1) return code;
        }
        return {};
    }
    std::string restored() const { return town_.data() + "-restored"; }
    base::Result<TaskReport> restore_it() {
        TaskOptions options = options_;
        options.data = restored();
        return restore(options);
    }

    Town town_;
    TaskOptions options_;
};

TEST_F(Backup, ComesBackWholeIntoAnEmptyFolderAndReplays) {
    EXPECT_FALSE(last_backup(options_.data).has_value());
    const auto made = back_up(options_);
    ASSERT_TRUE(made.ok()) << made.error().text_key() << " " << made.error().detail();
    EXPECT_TRUE(last_backup(options_.data).has_value()) << "doctor knows when";
    const auto back = restore_it();
    ASSERT_TRUE(back.ok()) << back.error().text_key() << " " << back.error().detail();
    EXPECT_TRUE(back.value().passed) << back.value().json;
    const auto mode = std::filesystem::status(restored() + "/node.key").permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(restore_it().error().text_key(), "restore.not_empty") << "nothing is ever overwritten";
}

TEST_F(Backup, ThatIsDamagedIsNamedAndNotRestored) {
    ASSERT_TRUE(back_up(options_).ok());
    const std::string books = options_.to + "/sunroom.db";
    std::string bytes = base::read_file(books).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    ASSERT_TRUE(base::write_file_synced(books, bytes, 0600).ok());
    const auto back = restore_it();
    ASSERT_TRUE(back.ok());
    EXPECT_FALSE(back.value().passed);
    EXPECT_NE(back.value().json.find("sunroom.db"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(restored()));
}

TEST_F(Backup, ThatIsNoneOrLeadsOutOfItsFolderIsRefused) {
    EXPECT_EQ(restore_it().error().text_key(), "restore.no_manifest");
    ASSERT_TRUE(back_up(options_).ok());
    const std::string manifest = R"({"sunroom.db":"00","../../etc/passwd":"00"})";
    ASSERT_TRUE(base::write_file_synced(options_.to + "/manifest.json", manifest, 0600).ok());
    EXPECT_EQ(restore_it().error().text_key(), "restore.bad_manifest");
}

}  // namespace
}  // namespace app
