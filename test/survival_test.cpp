// What must hold whatever happens to the machine: what was acknowledged is there, what was not is not there
// by half, and whoever asks again gets the first answer. The real program, killed, starved of disk and sent
// home.

#include "program.h"
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

#include <atomic>
#include <map>
#include <mutex>
#include <random>

namespace {

namespace fs = std::filesystem;

// An act somebody wanted, by its key: which application, and what was said to it.
struct Wanted {
    int index = 0;
    std::string key;
    std::string answer;  // the body of the 201, empty while nobody knows
};

// Everybody applies for the same licence of a shop under a name of their own.
std::string name_of(int index) {
    std::string name = "李";
    for (const char digit : std::to_string(100000 + index)) {
        static constexpr std::string_view kGiven[] = {"禾", "春", "夏", "秋", "冬",
                                                      "山", "水", "云", "林", "石"};
        name += kGiven[digit - '0'];
    }
    return name;
}

std::string application_of(int index) {
    const std::string name = name_of(index);
    return R"({"item":"qx-012-01","scenario":"01","answers":{"applicant_kind":"person","name":")" + name +
           R"(","number":"11010519491231002X","phone":"13800000000","address":"清溪县城关镇新街 12 号",)"
           R"("delivery":"window","q.name":")" +
           name +
           R"(杂货店","q.scope":"日用百货零售","q.address":"清溪县城关镇新街 12 号","q.home":"yes"},)" +
           R"("materials":[{"material":"form","name":"登记申请书.pdf","content":"JVBERi0xLjQK"},)" +
           R"({"material":"premises","paper":true}]})";
}

class Survival : public testing::Test {
protected:
    // One small county, copied for each test.
    static void SetUpTestSuite() {
        root_ = fs::temp_directory_path() / ("sunroom-survival-" + std::to_string(::getpid()));
        fs::create_directories(root_);
        const std::string log = root_ / "demo.log";
        ASSERT_EQ(Program::run({"demo", "--size", "none", "--data", root_ / "county"}, log), 0);
    }
    static void TearDownTestSuite() { fs::remove_all(root_); }

    void SetUp() override {
        seed_ = std::random_device{}();
        if (const char* again = std::getenv("SEED")) seed_ = static_cast<unsigned>(std::stoul(again));
        std::printf("seed %u (SEED=%u repeats it)\n", seed_, seed_);
        random_.seed(seed_);
        data_ = root_ / testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::copy(root_ / "county", data_, fs::copy_options::recursive);
    }

    std::string headers(std::string_view key) const {
        return "Authorization: Bearer " + session_ + "\r\nAct-Key: " + std::string(key) +
               "\r\nContent-Type: application/json\r\n";
    }
    Answer files(Line& line, const Wanted& wanted) const {
        return line.ask("POST", "/api/applications", headers(wanted.key), application_of(wanted.index));
    }
    Answer reads(Line& line, const std::string& target) const { return line.ask("GET", target, headers("")); }

    // Several people apply at once until the program is gone. Whoever got no answer does not know.
    class Crowd {
    public:
        Crowd(const Survival& test, std::uint16_t port, int size) {
            for (int i = 0; i < size; ++i) threads_.emplace_back([this, &test, port] { apply(test, port); });
        }
        void wait_for(int acknowledged) const {
            while (acknowledged_ < acknowledged && gone_ == 0) std::this_thread::yield();
        }
        std::vector<Wanted> end() {
            for (std::thread& thread : threads_) thread.join();
            threads_.clear();
            return std::move(wanted_);
        }
        int refused() const { return refused_; }

    private:
        void apply(const Survival& test, std::uint16_t port) {
            Line line(port);
            for (;;) {
                Wanted wanted;
                wanted.index = next_++;
                wanted.key = "survival-" + std::to_string(wanted.index);
                const Answer answer = test.files(line, wanted);
                if (answer.status == 201) ++acknowledged_;
                if (answer.status == 201) wanted.answer = answer.body;
                if (answer.status == 503) ++refused_;
                EXPECT_TRUE(answer.status == 201 || answer.status == 503 || answer.status == 0)
                    << answer.status << answer.body;
                const std::lock_guard lock(mutex_);
                wanted_.push_back(std::move(wanted));
                if (answer.status != 201) {
                    ++gone_;
                    return;
                }
            }
        }
        std::vector<std::thread> threads_;
        std::mutex mutex_;
        std::vector<Wanted> wanted_;
        std::atomic<int> acknowledged_{0}, refused_{0}, gone_{0};
    };

    // Every act that was wanted is asked for again with its key: who had an answer gets the same, who had
    // none gets one now; and under each name there is one matter and no second.
    void expect_kept(std::uint16_t port, std::vector<Wanted>& all) const {
        Line line(port);
        std::map<std::string, int> numbers;
        for (Wanted& wanted : all) {
            const Answer again = files(line, wanted);
            ASSERT_EQ(again.status, 201) << again.body;
            if (!wanted.answer.empty()) {
                EXPECT_EQ(again.body, wanted.answer);
            }
            wanted.answer = again.body;
            const std::string number = between(again.body, "\"number\":\"", "\"");
            EXPECT_EQ(++numbers[number], 1) << "two acts were given the number " << number;
            const Answer found = reads(line, "/api/matters?name=" + url(name_of(wanted.index)));
            EXPECT_EQ(found.status, 200) << found.body;
            std::size_t matters = 0;
            for (std::size_t at = 0; (at = found.body.find("\"number\":", at)) != std::string::npos; ++at)
                ++matters;
            EXPECT_EQ(matters, 1u) << found.body;
            EXPECT_TRUE(found.holds("\"number\":\"" + number + "\"")) << found.body;
        }
    }
    void expect_books_agree() const {
        const std::string log = data_ / "replay.log";
        EXPECT_EQ(Program::run({"replay", "--check", "--data", data_}, log), 0) << text_of(log);
    }
    static std::string text_of(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static std::string url(const std::string& text) {
        std::string out;
        for (const char c : text) {
            static constexpr std::string_view kDigits = "0123456789ABCDEF";
            const auto byte = static_cast<unsigned char>(c);
            out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
        }
        return out;
    }

    static inline fs::path root_;
    static inline std::atomic<int> next_{0};
    fs::path data_;
    std::string session_;
    unsigned seed_ = 0;
    std::mt19937 random_;
};

TEST_F(Survival, WhatWasAcknowledgedOutlivesAKill) {
    std::vector<Wanted> all;
    for (int kill = 0; kill < 4; ++kill) {
        std::vector<Wanted> before;
        {
            Program program(data_);
            if (session_.empty()) session_ = program.enter_as_clerk();
            Crowd crowd(*this, program.port(), 4);
            crowd.wait_for(1 + static_cast<int>(random_() % 60));
            std::this_thread::sleep_for(std::chrono::microseconds(random_() % 20000));
            EXPECT_EQ(program.end(SIGKILL), -SIGKILL);
            before = crowd.end();
            EXPECT_EQ(crowd.refused(), 0);
        }
        Program program(data_);
        expect_kept(program.port(), before);
        EXPECT_EQ(program.end(SIGKILL), -SIGKILL) << "idle, but no less dead";
        all.insert(all.end(), before.begin(), before.end());
    }
    expect_books_agree();
    Program program(data_);
    expect_kept(program.port(), all);
    EXPECT_EQ(program.end(SIGTERM), 0) << program.words();
}

TEST_F(Survival, LeavingGracefullyAnswersWhatIsInFlight) {
    std::vector<Wanted> all;
    {
        Program program(data_);
        session_ = program.enter_as_clerk();
        Crowd crowd(*this, program.port(), 4);
        crowd.wait_for(1 + static_cast<int>(random_() % 60));
        // Somebody has said half of what they want when the program is sent home.
        Wanted slow{next_++, "survival-slow", {}};
        const std::string body = application_of(slow.index);
        Line line(program.port());
        ASSERT_TRUE(line.say("POST /api/applications HTTP/1.1\r\nHost: qingxi\r\n" + headers(slow.key) +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                             body.substr(0, body.size() / 2)));
        ASSERT_EQ(reads(*std::make_unique<Line>(program.port()), "/healthz").status, 200);
        program.signal(SIGTERM);
        all = crowd.end();
        ASSERT_TRUE(line.say(body.substr(body.size() / 2)));
        const Answer answer = line.hear();
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(answer.header("Connection"), "close");
        slow.answer = answer.body;
        all.push_back(slow);
        EXPECT_EQ(program.end(0), 0) << program.words();
        EXPECT_EQ(crowd.refused(), 0);
    }
    expect_books_agree();
    Program program(data_);
    expect_kept(program.port(), all);
}

// What the server refuses before it knows anybody is said in both languages; who dawdles costs nobody
// anything.
TEST_F(Survival, NobodyIsHinderedByWhoSpeaksBadly) {
    Program program(data_);
    std::vector<std::unique_ptr<Line>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<Line>(program.port()));
        ASSERT_TRUE(slow.back()->say(i % 2 == 0
                                         ? "GET / HTTP/1.1\r\nHost: qing"
                                         : "POST /api/applications HTTP/1.1\r\nHost: qingxi\r\n"
                                           "Content-Type: application/json\r\nContent-Length: 999\r\n\r\n{"));
    }
    struct Case {
        int status;
        std::string bytes;
        const char *chinese, *english;
    };
    const std::string head = " HTTP/1.1\r\nHost: qingxi\r\n";
    const Case cases[] = {
        {431, "GET /" + head + "X: " + std::string(40000, 'x') + "\r\n\r\n", "填写的内容有误", "not right"},
        {414, "GET /" + std::string(9000, 'a') + head + "\r\n", "填写的内容有误", "not right"},
        {400, "GET /search?q=%ff" + head + "\r\n", "填写的内容有误", "not right"},
        {400, "GET /../etc/passwd" + head + "\r\n", "填写的内容有误", "not right"},
        {413, "POST /api/applications" + head + "Content-Length: 999999999\r\n\r\n", "太大", "too large"},
        {413, "POST /track" + head + "Content-Length: 70000\r\n\r\n", "太大", "too large"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.bytes.substr(0, 60));
        Line line(program.port());
        ASSERT_TRUE(line.say(one.bytes));
        const Answer answer = line.hear();
        EXPECT_EQ(answer.status, one.status);
        EXPECT_TRUE(answer.holds(one.chinese)) << answer.body;
        EXPECT_TRUE(answer.holds(one.english)) << answer.body;
        EXPECT_EQ(Line(program.port()).ask("GET", "/items/qx-012-01").status, 200);
    }
    slow.clear();
    EXPECT_EQ(program.end(SIGTERM), 0) << program.words();
}

// Fills the disk and gives the room back.
class Disk {
public:
    virtual ~Disk() = default;
    virtual void fill() = 0;
    virtual void free() = 0;
};

class FullDisk : public Survival {
protected:
    // Applies until the program says that it cannot; then it says so each time, in both languages, and reads
    // go on. Once there is room again the very same acts succeed.
    void story(Program& program, Disk& disk) {
        session_ = program.enter_as_clerk();
        Line line(program.port());
        std::vector<Wanted> all;
        const auto apply = [&] {
            all.push_back({next_++, {}, {}});
            all.back().key = "survival-" + std::to_string(all.back().index);
            const Answer answer = files(line, all.back());
            if (answer.status == 201) all.back().answer = answer.body;
            return answer;
        };
        for (int i = 0; i < 5; ++i) EXPECT_EQ(apply().status, 201);
        const std::string number = between(all[0].answer, "\"number\":\"", "\"");

        const Home home = begin_at_home(line);

        disk.fill();
        Answer answer = apply();
        for (int i = 0; i < 300 && answer.status == 201; ++i) answer = apply();
        for (int i = 0; i < 20; ++i) {
            ASSERT_EQ(answer.status, 503) << answer.body << program.words();
            EXPECT_NE(answer.header("Retry-After"), "");
            EXPECT_TRUE(answer.holds("没有保存")) << answer.body;
            EXPECT_FALSE(answer.holds(data_.string())) << "no path of ours: " << answer.body;
            answer = apply();
        }
        const Answer english = line.ask("POST", "/api/applications?lang=en", headers("survival-english"),
                                        application_of(next_++));
        EXPECT_EQ(english.status, 503);
        EXPECT_TRUE(english.holds("othing was saved")) << english.body;
        const Answer paper = upload(line, home);
        EXPECT_EQ(paper.status, 503) << paper.body;
        EXPECT_TRUE(paper.holds("没有保存")) << paper.body;
        EXPECT_FALSE(paper.holds(data_.string())) << "no path of ours: " << paper.body;
        EXPECT_EQ(line.ask("GET", "/").status, 200);
        EXPECT_EQ(line.ask("GET", "/items/qx-012-01").status, 200);
        EXPECT_TRUE(reads(line, "/api/matters/" + number).holds(number));
        EXPECT_EQ(line.ask("GET", "/healthz").status, 200);

        disk.free();
        EXPECT_EQ(upload(line, home).status, 303) << program.words();
        expect_kept(program.port(), all);
        EXPECT_EQ(program.end(SIGTERM), 0) << program.words();
        expect_books_agree();
        for (const auto& one : fs::recursive_directory_iterator(data_))
            EXPECT_EQ(one.path().string().find(".part-"), std::string::npos) << "half a file: " << one.path();
        Program after(data_);
        expect_kept(after.port(), all);
    }

    // An application begun at home, before its papers are added.
    struct Home {
        std::string draft, cookie, token;
    };
    static Home begin_at_home(Line& line) {
        Home home;
        const Answer start = line.ask("GET", "/apply/qx-012-01");
        home.cookie = "Cookie: b=" + between(start.head, "Set-Cookie: b=", ";") + "\r\n";
        home.token = between(start.body, "name=\"form_token\" value=\"", "\"");
        const Answer begun = line.ask("POST", "/apply/qx-012-01",
                                      home.cookie + "Content-Type: application/x-www-form-urlencoded\r\n",
                                      "scenario=01&form_token=" + home.token);
        home.draft = between(begun.header("Location"), "/apply/draft/", "/");
        EXPECT_FALSE(home.draft.empty()) << begun.status << begun.body;
        return home;
    }
    static Answer upload(Line& line, const Home& home) {
        const std::string body = "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" +
                                 home.token + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; " +
                                 "filename=\"a.pdf\"\r\n\r\n%PDF-1.4 a page\r\n--x--\r\n";
        return line.ask("POST", "/apply/draft/" + home.draft + "/materials/form",
                        home.cookie + "Content-Type: multipart/form-data; boundary=x\r\n", body);
    }
};

class FileLimit : public Disk {
public:
    FileLimit(const Program& program, fs::path data) : program_(program), data_(std::move(data)) {}
    void fill() override { program_.limit_files_to(fs::file_size(data_ / "sunroom.db-wal")); }
    void free() override { program_.limit_files_to(RLIM_INFINITY); }

private:
    const Program& program_;
    fs::path data_;
};

// A quota, or the limit of a service manager: the file may not grow.
TEST_F(FullDisk, OfAQuotaIsAnHonestRefusal) {
    Program program(data_);
    FileLimit disk(program, data_);
    story(program, disk);
}

// A file system of our own, in a name space of our own; nobody needs to be root for it.
class SmallDisk : public Disk {
public:
    static bool mount_on(const fs::path& folder) {
        const std::string user = std::to_string(::getuid()), group = std::to_string(::getgid());
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << user + " " + user + " 1";
        std::ofstream("/proc/self/gid_map") << group + " " + group + " 1";
        return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64m") == 0;
    }
    explicit SmallDisk(fs::path folder) : filler_(std::move(folder) / "filler") {}
    void fill() override {
        const int file = ::open(filler_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        const std::string piece(4096, 'x');
        while (::write(file, piece.data(), piece.size()) > 0) continue;
        EXPECT_EQ(errno, ENOSPC);
        ::close(file);
    }
    void free() override { fs::remove(filler_); }

private:
    fs::path filler_;
};

TEST_F(FullDisk, IsAnHonestRefusal) {
    const fs::path folder = root_ / "small";
    fs::create_directories(folder);
    if (!SmallDisk::mount_on(folder)) GTEST_SKIP() << "no file system of our own may be mounted here";
    fs::copy(data_, folder / "data", fs::copy_options::recursive);
    data_ = folder / "data";
    {
        SmallDisk disk(folder);
        Program program(data_);
        story(program, disk);
    }
    ::umount(folder.c_str());
}

}  // namespace
