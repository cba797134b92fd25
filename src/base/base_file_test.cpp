#include "base/file.h"
#include "base/log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace base {
namespace {

class Files : public testing::Test {
protected:
    void SetUp() override {
        folder_ = testing::TempDir() + "sunroom_files_XXXXXX";
        ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string folder_;
};

TEST_F(Files, AreWrittenWholeAndReplaced) {
    const auto path = folder_ + "/a.txt";
    ASSERT_TRUE(write_file_synced(path, "one").ok());
    ASSERT_TRUE(write_file_synced(path, "two", 0600).ok());
    EXPECT_EQ(read_file(path).value(), "two");
    struct stat facts {};
    ASSERT_EQ(stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777u, 0600u);
    const auto left = std::distance(std::filesystem::directory_iterator(folder_), {});
    EXPECT_EQ(left, 1) << "no temporary file stays";
}

TEST_F(Files, AreReadUpToALimit) {
    const auto path = folder_ + "/b";
    ASSERT_TRUE(write_file_synced(path, "12345").ok());
    EXPECT_TRUE(read_file(path, 5).ok());
    EXPECT_EQ(read_file(path, 4).error().code(), ErrorCode::TooLarge);
}

TEST_F(Files, SayWhatIsWrong) {
    EXPECT_EQ(read_file(folder_ + "/none").error().code(), ErrorCode::NotFound);
    EXPECT_EQ(read_file(folder_).error().text_key(), "file.unreadable");
    EXPECT_EQ(write_file_synced(folder_ + "/none/x", "").error().code(), ErrorCode::Unavailable);
}

TEST(Log, WritesOneLineWhateverTheValuesHold) {
    testing::internal::CaptureStderr();
    log(LogLevel::Warning, "peer_late", {{"peer", "a b"}, {"why", "x\nerror what=forged"}, {"n", "3"}});
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "warning what=peer_late peer=\"a b\" why=\"x\\x0aerror what=forged\" n=3\n");
}

TEST(Log, CanBeQuieted) {
    log_only(LogLevel::Error);
    testing::internal::CaptureStderr();
    log(LogLevel::Info, "started");
    log(LogLevel::Error, "failed");
    log_only(LogLevel::Info);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "error what=failed\n");
}

}  // namespace
}  // namespace base
