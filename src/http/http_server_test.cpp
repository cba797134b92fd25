// The server on a real socket: its limits, order, slow callers and its end. Deadlines are made small here.
#include "http/page_cache.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace http {
namespace {

// A caller that speaks bytes.
class Caller {
public:
    explicit Caller(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    Caller(Caller&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)),
          connected_(other.connected_),
          seen_(std::move(other.seen_)) {}
    Caller(const Caller&) = delete;
    ~Caller() {
        if (socket_ >= 0) ::close(socket_);
    }

    bool connected() const { return connected_; }
    bool say(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // One answer: head and body; "" when the connection ended first.
    std::string hear() {
        std::size_t end = std::string::npos;
        while ((end = seen_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return {};
        }
        std::size_t length = 0;
        const std::size_t at = seen_.find("Content-Length: ");
        if (at < end) length = std::stoul(seen_.substr(at + 16));
        if (head_only_) length = 0;
        while (seen_.size() < end + 4 + length) {
            if (!more()) return {};
        }
        std::string answer = seen_.substr(0, end + 4 + length);
        seen_.erase(0, end + 4 + length);
        return answer;
    }
    std::string ask(std::string_view bytes) {
        say(bytes);
        return hear();
    }
    bool ended() { return seen_.empty() && !more(); }
    void expects_head_only() { head_only_ = true; }

private:
    bool more() {
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, 20'000) <= 0) return false;
        char bytes[65536];
        const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        seen_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }
    int socket_;
    bool connected_ = false;
    bool head_only_ = false;
    std::string seen_;
};

// Answers what was asked; a few paths do more.
class Echo : public Front {
public:
    Plan plan(Method, std::string_view path) const override {
        if (path == "/upload") return {1 << 20, Lane::Slow};
        return {};
    }
    std::shared_ptr<const Ready> glance(const Request& request) override {
        return cache.find(request.target, 0);
    }
    void serve(std::shared_ptr<Exchange> exchange) override {
        const Request& request = exchange->request;
        if (request.path == "/later") {
            const std::lock_guard lock(mutex);
            later.push_back(exchange);
            return;
        }
        if (request.path == "/silent") return;
        if (request.path == "/twice") exchange->answer(plain(200, "first"));
        if (request.path == "/wait") std::this_thread::sleep_for(std::chrono::milliseconds(300));
        if (request.path == "/large") return exchange->answer(html(200, std::string(300'000, 'x')));
        exchange->answer(plain(200, std::string(method_word(request.method)) + " " + request.path + " " +
                                        std::to_string(request.body.size())));
    }
    Response refuse(int status, const std::string& id) const override {
        Response response = plain(status, id);
        if (status == 503) response.set("Retry-After", "2");
        return response;
    }
    std::vector<std::shared_ptr<Exchange>> take_later(std::size_t count) {
        while (true) {
            const std::lock_guard lock(mutex);
            if (later.size() >= count) return std::exchange(later, {});
        }
    }
    PageCache cache;
    std::mutex mutex;
    std::vector<std::shared_ptr<Exchange>> later;
};

struct Running {
    Echo echo;
    std::unique_ptr<Server> server;
    explicit Running(Limits limits = {}, Proxy proxy = Proxy::None) {
        ServerOptions options;
        options.port = 0;
        options.limits = limits;
        options.proxy = proxy;
        server = Server::open(options, echo).value();
    }
    Caller caller() const { return Caller(server->port()); }
};

std::string status(std::string_view answer) {
    return std::string(answer.substr(0, std::min<std::size_t>(12, answer.size())));
}
std::string body(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : answer.substr(end + 4);
}
std::string get(std::string_view path, std::string_view lines = {}) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: qingxi\r\n" + std::string(lines) + "\r\n";
}
std::string post(std::string_view path, std::size_t bytes) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: q\r\nContent-Length: " + std::to_string(bytes) +
           "\r\n\r\n" + std::string(bytes, 'x');
}

TEST(Server, AnswersOnOneConnectionAgainAndAgain) {
    Running running;
    auto caller = running.caller();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(body(caller.ask(get("/a%20b?x=1"))), "GET /a b 0");
    EXPECT_EQ(body(caller.ask(post("/p", 1000))), "POST /p 1000");
    EXPECT_EQ(running.server->counters().connections, 1u);
    EXPECT_EQ(running.server->counters().requests, 21u);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    Running running;
    auto caller = running.caller();
    std::string all;
    for (int i = 0; i < 50; ++i)
        all += i % 3 == 0 ? post("/" + std::to_string(i), 10) : get("/" + std::to_string(i));
    caller.say(all);
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(body(caller.hear()),
                  i % 3 == 0 ? "POST /" + std::to_string(i) + " 10" : "GET /" + std::to_string(i) + " 0");
}

TEST(Server, TakesBytesOneByOne) {
    Running running;
    auto caller = running.caller();
    for (const char c : post("/slow", 5)) caller.say({&c, 1});
    EXPECT_EQ(body(caller.hear()), "POST /slow 5");
}

TEST(Server, AnswersHeadWithoutABody) {
    Running running;
    auto caller = running.caller();
    caller.expects_head_only();
    const std::string answer = caller.ask("HEAD /large HTTP/1.1\r\nHost: q\r\n\r\n");
    EXPECT_NE(answer.find("Content-Length: 300000"), std::string::npos);
    EXPECT_EQ(status(caller.ask("HEAD /b HTTP/1.1\r\nHost: q\r\n\r\n")), "HTTP/1.1 200");
}

TEST(Server, SaysContinueToWhoAsksFirst) {
    Running running;
    auto caller = running.caller();
    const std::string ask = "POST /p HTTP/1.1\r\nHost: q\r\nExpect: 100-continue\r\nContent-Length: ";
    EXPECT_EQ(status(caller.ask(ask + "3\r\n\r\n")), "HTTP/1.1 100");
    EXPECT_EQ(body(caller.ask("abc")), "POST /p 3");
    EXPECT_EQ(status(caller.ask(ask + "70000\r\n\r\n")), "HTTP/1.1 413") << "before the body is sent";
}

TEST(Server, ReadsChunkedBodiesWithinTheLimit) {
    Running running;
    auto caller = running.caller();
    const std::string head = "POST /p HTTP/1.1\r\nHost: q\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(body(caller.ask(head + "3\r\nabc\r\n10;x=y\r\n0123456789abcdef\r\n0\r\n\r\n")), "POST /p 19");
    caller.say(head);
    for (int i = 0; i < 20; ++i) caller.say("1000\r\n" + std::string(4096, 'x') + "\r\n");
    EXPECT_EQ(status(caller.hear()), "HTTP/1.1 413");
    auto other = running.caller();
    EXPECT_EQ(status(other.ask(head + "zz\r\n")), "HTTP/1.1 400");
}

TEST(Server, HoldsBodiesToTheLimitOfTheirRoute) {
    Running running;
    auto caller = running.caller();
    EXPECT_EQ(body(caller.ask(post("/p", kBodyMax))), "POST /p 65536");
    EXPECT_EQ(body(caller.ask(post("/upload", 1 << 20))), "POST /upload 1048576");
    EXPECT_EQ(status(caller.ask(post("/p", kBodyMax + 1))), "HTTP/1.1 413");
    EXPECT_TRUE(caller.ended());
    auto other = running.caller();
    EXPECT_EQ(status(other.ask(post("/upload", (1 << 20) + 1))), "HTTP/1.1 413");
}

TEST(Server, HoldsAllBodiesTogetherToALimit) {
    Limits limits;
    limits.bodies = 1000;
    Running running(limits);
    auto first = running.caller();
    auto second = running.caller();
    first.say(post("/later", 900));
    const auto held = running.echo.take_later(1);
    EXPECT_EQ(status(second.ask(post("/p", 200))), "HTTP/1.1 503");
    held[0]->answer(plain(200, "done"));
    EXPECT_EQ(body(first.hear()), "done");
}

TEST(Server, RefusesWhatIsTooLongOrBroken) {
    Running running;
    const auto answer = [&](const std::string& bytes) {
        auto caller = running.caller();
        return status(caller.ask(bytes));
    };
    EXPECT_EQ(answer("GET /" + std::string(kRequestLineMax, 'a')), "HTTP/1.1 414");
    EXPECT_EQ(answer(get("/", "X: " + std::string(kHeaderBytesMax - 60, 'x') + "\r\n")), "HTTP/1.1 200");
    EXPECT_EQ(answer(get("/", "X: " + std::string(kHeaderBytesMax, 'x') + "\r\n")), "HTTP/1.1 431");
    EXPECT_EQ(answer("nonsense\r\n\r\n"), "HTTP/1.1 400");
    EXPECT_EQ(answer("BREW / HTTP/1.1\r\nHost: q\r\n\r\n"), "HTTP/1.1 501");
    EXPECT_EQ(answer(get("/../etc")), "HTTP/1.1 400");
    EXPECT_EQ(answer("POST / HTTP/1.1\r\nHost: q\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
              "HTTP/1.1 400");
    EXPECT_EQ(
        answer(
            "POST / HTTP/1.1\r\nHost: q\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        "HTTP/1.1 400");
}

TEST(Server, NeverReadsTheRestOfARefusedRequestAsAnother) {
    Running running;
    auto caller = running.caller();
    caller.say(
        "POST / HTTP/1.1\r\nHost: q\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
        get("/smuggled"));
    EXPECT_EQ(status(caller.hear()), "HTTP/1.1 400");
    EXPECT_TRUE(caller.ended());
    EXPECT_EQ(running.server->counters().requests, 0u);
}

TEST(Server, EndsConnectionsThatAskForIt) {
    Running running;
    auto caller = running.caller();
    EXPECT_NE(caller.ask(get("/", "Connection: close\r\n")).find("Connection: close"), std::string::npos);
    EXPECT_TRUE(caller.ended());
    auto old = running.caller();
    EXPECT_EQ(status(old.ask("GET / HTTP/1.0\r\n\r\n")), "HTTP/1.1 200");
    EXPECT_TRUE(old.ended());
}

TEST(Server, CompressesForWhoAccepts) {
    Running running;
    auto caller = running.caller();
    const std::string answer = caller.ask(get("/large", "Accept-Encoding: gzip\r\n"));
    EXPECT_NE(answer.find("Content-Encoding: gzip"), std::string::npos);
    EXPECT_LT(answer.size(), 3000u);
    EXPECT_EQ(caller.ask(get("/large")).find("Content-Encoding"), std::string::npos);
}

TEST(Server, AnswersFinishedPagesFromMemory) {
    Running running;
    const auto ready = make_ready(html(200, std::string(5000, 'p')));
    running.echo.cache.keep("/page", ready, running.echo.cache.generation(), 0);
    auto caller = running.caller();
    EXPECT_EQ(body(caller.ask(get("/page"))).size(), 5000u);
    EXPECT_NE(caller.ask(get("/page", "Accept-Encoding: gzip\r\n")).find("gzip"), std::string::npos);
    EXPECT_EQ(status(caller.ask(get("/page", "If-None-Match: " + ready->etag + "\r\n"))), "HTTP/1.1 304");
    EXPECT_EQ(running.server->counters().from_memory, 3u);
}

TEST(Server, AnswersOnceAndAlways) {
    Running running;
    auto caller = running.caller();
    EXPECT_EQ(body(caller.ask(get("/twice"))), "first");
    EXPECT_EQ(status(caller.ask(get("/silent"))), "HTTP/1.1 500");
    caller.say(get("/later"));
    for (const auto& exchange : running.echo.take_later(1))
        std::thread([exchange] { exchange->answer(plain(200, "late")); }).join();
    EXPECT_EQ(body(caller.hear()), "late");
}

TEST(Server, SaysSoWhenItsQueueIsFull) {
    Limits limits;
    limits.queue = 2;
    Running running(limits);
    std::vector<Caller> callers;
    for (int i = 0; i < 8; ++i) {
        callers.push_back(running.caller());
        callers.back().say(get("/wait"));
    }
    int full = 0;
    for (auto& caller : callers) {
        const std::string answer = caller.hear();
        if (status(answer) != "HTTP/1.1 503") continue;
        EXPECT_NE(answer.find("Retry-After: 2"), std::string::npos);
        ++full;
    }
    EXPECT_GE(full, 1);
    EXPECT_LE(full, 6);
}

// Each deadline alone is small, so that a busy machine cannot make another one strike first.
Limits swept_often() {
    Limits limits;
    limits.sweep_ms = 20;
    return limits;
}

TEST(Server, CutsOffWhoDawdlesOverTheHeader) {
    Limits limits = swept_often();
    limits.header_ms = 100;
    Running running(limits);
    auto caller = running.caller();
    EXPECT_EQ(status(caller.ask("GET / HT")), "HTTP/1.1 408");
    EXPECT_TRUE(caller.ended());
}

TEST(Server, CutsOffWhoDawdlesOverTheBody) {
    Limits limits = swept_often();
    limits.body_grace_ms = 100;
    Running running(limits);
    auto caller = running.caller();
    EXPECT_EQ(status(caller.ask("POST /p HTTP/1.1\r\nHost: q\r\nContent-Length: 50000\r\n\r\nabc")),
              "HTTP/1.1 408");
}

TEST(Server, ClosesWhatIsIdle) {
    Limits limits = swept_often();
    limits.idle_ms = 100;
    Running running(limits);
    auto caller = running.caller();
    EXPECT_TRUE(caller.ended());
}

TEST(Server, AnswersForAHandlerThatDoesNot) {
    Limits limits = swept_often();
    limits.handler_ms = 200;
    Running running(limits);
    auto caller = running.caller();
    caller.say(get("/later"));
    const auto held = running.echo.take_later(1);
    EXPECT_EQ(status(caller.hear()), "HTTP/1.1 503");
    held[0]->answer(plain(200, "too late"));
    EXPECT_TRUE(caller.ended());
}

TEST(Server, HoldsConnectionsToTheirLimits) {
    Limits limits;
    limits.connections = 3;
    Running running(limits);
    std::vector<Caller> callers;
    for (int i = 0; i < 3; ++i) {
        callers.push_back(running.caller());
        EXPECT_EQ(status(callers.back().ask(get("/"))), "HTTP/1.1 200");
    }
    auto fourth = running.caller();
    EXPECT_EQ(status(fourth.hear()), "HTTP/1.1 503");
    limits.connections = 100;
    limits.connections_per_address = 2;
    Running other(limits);
    auto a = other.caller();
    auto b = other.caller();
    EXPECT_EQ(status(a.ask(get("/"))), "HTTP/1.1 200");
    EXPECT_EQ(status(b.ask(get("/"))), "HTTP/1.1 200");
    auto c = other.caller();
    EXPECT_EQ(status(c.hear()), "HTTP/1.1 503");
}

TEST(Server, StarvesNobodyAmongAThousandIdleConnections) {
    Running running;
    std::vector<Caller> callers;
    for (int i = 0; i < 1000; ++i) {
        callers.push_back(running.caller());
        ASSERT_TRUE(callers.back().connected());
    }
    callers[0].say("GET / HT");  // one that dawdles
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 1; i < callers.size(); ++i) callers[i].say(get("/"));
        for (std::size_t i = 1; i < callers.size(); ++i)
            ASSERT_EQ(status(callers[i].hear()), "HTTP/1.1 200") << i;
    }
    EXPECT_EQ(running.server->counters().connections, 1000u);
}

TEST(Server, FinishesWhatIsInFlightBeforeItStops) {
    Running running;
    auto busy = running.caller();
    auto idle = running.caller();
    EXPECT_EQ(status(idle.ask(get("/"))), "HTTP/1.1 200");
    busy.say(get("/later"));
    const auto held = running.echo.take_later(1);
    auto stopping = std::async(std::launch::async, [&] { running.server->stop(); });
    EXPECT_TRUE(idle.ended());
    EXPECT_FALSE(running.caller().connected() && !running.caller().ended()) << "nobody new";
    held[0]->answer(plain(200, "finished"));
    const std::string answer = busy.hear();
    EXPECT_EQ(body(answer), "finished");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    stopping.get();
}

TEST(Server, StopsWithoutWhoNeverAnswers) {
    Limits limits;
    limits.stop_ms = 50;
    Running running(limits);
    auto caller = running.caller();
    caller.say(get("/later"));
    const auto held = running.echo.take_later(1);
    running.server->stop();
    EXPECT_TRUE(caller.ended());
    held[0]->answer(plain(200, "nobody hears"));
    running.server.reset();
}

TEST(Server, BelievesTheProxyOnlyWhenToldTo) {
    for (const Proxy proxy : {Proxy::None, Proxy::Trusted}) {
        Running running({}, proxy);
        auto caller = running.caller();
        caller.say(get("/later", "X-Forwarded-For: 9.9.9.9, 10.1.2.3\r\n"));
        const auto held = running.echo.take_later(1);
        EXPECT_EQ(held[0]->request.address, proxy == Proxy::Trusted ? "10.1.2.3" : "127.0.0.1");
        held[0]->answer(plain(200, ""));
    }
}

}  // namespace
}  // namespace http
