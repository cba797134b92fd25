#pragma once
// The real program as its own process, as a county runs it: started on a folder, asked over a socket, ended
// by a signal. For what only a whole process can show: being killed, a full disk, leaving gracefully.

#include "base/entropy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

struct Answer {
    int status = 0;  // 0: the connection broke, nobody knows what was done
    std::string head, body;

    bool holds(std::string_view words) const { return body.find(words) != std::string::npos; }
    std::string header(std::string_view name) const {
        const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
        if (at == std::string::npos) return {};
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

// One connection, one question after the other.
class Line {
public:
    explicit Line(std::uint16_t port) : port_(port) {}
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() { hang_up(); }

    Answer ask(std::string_view method, std::string_view target, std::string_view headers = {},
               std::string_view body = {}) {
        std::string bytes(method);
        bytes.append(" ").append(target).append(" HTTP/1.1\r\nHost: qingxi\r\n").append(headers);
        if (method != "GET")
            bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
        bytes.append("\r\n").append(body);
        return say(bytes) ? hear() : Answer{};
    }
    // Half of a request may be said now and the rest later.
    bool say(std::string_view bytes) {
        if (socket_ < 0 && !dial()) return false;
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return hang_up(), false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    Answer hear() {
        Answer answer;
        std::string bytes;
        std::size_t head_end = std::string::npos;
        std::size_t whole = 0;
        std::array<char, 16384> piece{};
        while (head_end == std::string::npos || bytes.size() < whole) {
            const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
            if (got <= 0) return hang_up(), Answer{};
            bytes.append(piece.data(), static_cast<std::size_t>(got));
            if (head_end != std::string::npos) continue;
            head_end = bytes.find("\r\n\r\n");
            if (head_end == std::string::npos) continue;
            answer.head = bytes.substr(0, head_end + 2);
            const std::string length = answer.header("Content-Length");
            whole = head_end + 4 + (length.empty() ? 0 : std::stoul(length));
        }
        answer.body = bytes.substr(head_end + 4, whole - head_end - 4);
        answer.status = std::stoi(answer.head.substr(9, 3));
        if (answer.header("Connection") == "close") hang_up();
        return answer;
    }
    void hang_up() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

private:
    bool dial() {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{60, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
        hang_up();
        return false;
    }

    std::uint16_t port_;
    int socket_ = -1;
};

inline std::string between(const std::string& text, std::string_view before, std::string_view after) {
    const std::size_t at = text.find(before);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

// The program stands beside the test in the build folder.
class Program {
public:
    static std::string path() {
        return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "sunroom").string();
    }
    // Runs one command to its end; returns its exit code, the words go to `log`.
    static int run(const std::vector<std::string>& words, const std::string& log) {
        return wait_for(start(words, log));
    }

    // Serves the county in `data` on a free port and waits until it answers.
    explicit Program(const std::string& data) : log_(data + "/serve.log") {
        std::filesystem::remove(log_);  // what an earlier run said
        process_ = start({"serve", "--data", data, "--listen", "127.0.0.1:0", "--lang", "en"}, log_);
        for (int tries = 0; tries < 12000 && port_ == 0; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            // The one-time link of a clerk is the last thing that is printed before the first tick.
            const std::string said = words();
            const std::string port = between(said, "http://127.0.0.1:", "/enter/");
            if (said.find("supervisor ") != std::string::npos && said.ends_with('\n'))
                port_ = static_cast<std::uint16_t>(std::stoi(port));
            if (ended()) break;
        }
        EXPECT_NE(port_, 0) << "serve did not come up:\n" << words();
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program() {
        if (!ended()) end(SIGKILL);
    }

    std::uint16_t port() const { return port_; }
    pid_t process() const { return process_; }
    std::string words() const {
        std::ifstream file(log_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    bool ended() {
        if (code_) return true;
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) != process_) return false;
        code_ = told(status);
        return true;
    }
    void signal(int number) const { ::kill(process_, number); }
    // The exit code, or minus the signal that ended it.
    int end(int number) {
        if (!ended()) {
            signal(number);
            code_ = wait_for(process_);
        }
        return *code_;
    }
    // From now on no file may grow beyond so many bytes; RLIM_INFINITY: as before.
    void limit_files_to(rlim_t bytes) const {
        rlimit limit{bytes, RLIM_INFINITY};
        EXPECT_EQ(::prlimit(process_, RLIMIT_FSIZE, &limit, nullptr), 0);
    }

    // A session of the window clerk: their printed link, pressed as a browser does.
    std::string enter_as_clerk() const {
        Line line(port_);
        std::string link;
        const std::string said = words();
        for (std::size_t at = 0; at < said.size();) {
            const std::size_t end = std::min(said.find('\n', at), said.size());
            const std::string one = said.substr(at, end - at);
            if (one.starts_with("window")) link = "/enter/" + one.substr(one.find("/enter/") + 7);
            at = end + 1;
        }
        const Answer page = line.ask("GET", link);
        const std::string browser = between(page.head, "Set-Cookie: b=", ";");
        const std::string form = "form_token=" + between(page.body, "name=\"form_token\" value=\"", "\"");
        const Answer in = line.ask(
            "POST", link, "Cookie: b=" + browser + "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            form);
        const std::string session = between(in.head, "Set-Cookie: s=", ";");
        EXPECT_FALSE(session.empty()) << link << in.status << in.body;
        return session;
    }

private:
    static int told(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }
    static int wait_for(pid_t process) {
        int status = 0;
        while (::waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
        return told(status);
    }
    static pid_t start(const std::vector<std::string>& words, const std::string& log) {
        const std::string program = path();
        std::vector<char*> arguments{const_cast<char*>(program.c_str())};
        for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        const pid_t child = ::fork();
        if (child != 0) return child;
        const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        ::setenv("SUNROOM_SITE_ACCESS_LOG", "false", 1);
        ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }

    std::string log_;
    pid_t process_ = -1;
    std::uint16_t port_ = 0;
    std::optional<int> code_;
};
