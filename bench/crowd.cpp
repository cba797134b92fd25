#include "crowd.h"

#include "times.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace bench {

namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kHeadBytesMax = 64 * 1024;
constexpr int kEventsAtOnce = 512;
constexpr int kRefusedMax = 200;  // connections refused one after the other: the server is gone
constexpr std::int64_t kSweepNs = 200'000'000;

bool same_word(std::string_view left, std::string_view lower) {
    if (left.size() != lower.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if ((left[i] | 0x20) != lower[i] && left[i] != lower[i]) return false;
    }
    return true;
}

struct Head {
    int status = 0;
    std::size_t length = 0;
    bool has_length = false;
    bool closes = false;
};

Head read_head(std::string_view text) {
    Head head;
    if (text.size() < 12 || !text.starts_with("HTTP/1.1 ")) return head;
    head.status = (text[9] - '0') * 100 + (text[10] - '0') * 10 + (text[11] - '0');
    head.has_length = head.status == 204 || head.status == 304;
    std::size_t at = text.find('\n');
    while (at != std::string_view::npos && at + 1 < text.size()) {
        const std::size_t end = text.find('\n', at + 1);
        const std::string_view line = text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
        at = end;
        // Only two fields matter, both begin with c.
        if (line.empty() || (line[0] | 0x20) != 'c') continue;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        std::string_view value = line.substr(colon + 1);
        while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
        while (!value.empty() && (value.back() == '\r' || value.back() == ' ')) value.remove_suffix(1);
        const std::string_view name = line.substr(0, colon);
        if (same_word(name, "connection")) head.closes = same_word(value, "close");
        if (!same_word(name, "content-length")) continue;
        head.has_length = true;
        head.length = 0;
        for (const char digit : value) head.length = head.length * 10 + static_cast<std::size_t>(digit - '0');
    }
    return head;
}

}  // namespace

Crowd::Crowd(std::uint16_t port, std::size_t size, Errand& errand)
    : port_(port),
      errand_(errand),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      callers_(size),
      buffer_(kReadBytes, '\0') {
    for (std::size_t i = 0; i < size; ++i) callers_[i].index = i;
}

Crowd::~Crowd() {
    for (Caller& caller : callers_) {
        if (caller.fd >= 0) ::close(caller.fd);
    }
    ::close(epoll_);
}

bool Crowd::connect(Caller& caller) {
    caller.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (caller.fd < 0 ||
        ::connect(caller.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (caller.fd >= 0) ::close(caller.fd);
        caller.fd = -1;
        return false;
    }
    const int on = 1;
    ::setsockopt(caller.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(caller.fd, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = caller.index;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, caller.fd, &event);
    return true;
}

bool Crowd::open(std::string& why) {
    for (Caller& caller : callers_) {
        if (connect(caller)) continue;
        why = "connection " + std::to_string(caller.index) + ": " + std::strerror(errno);
        return false;
    }
    return true;
}

void Crowd::close(Caller& caller) {
    if (caller.fd >= 0) ::close(caller.fd);
    caller.fd = -1;
    caller.head.clear();
    caller.in_body = caller.asking = caller.wants_room = false;
}

void Crowd::watch(Caller& caller, bool room) {
    epoll_event event{};
    event.events = EPOLLIN | (room ? EPOLLOUT : 0u);
    event.data.u64 = caller.index;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, caller.fd, &event);
    caller.wants_room = room;
}

void Crowd::start(Caller& caller, std::int64_t now) {
    if (!errand_.ask(caller, now)) {
        idle_.push_back(caller.index);
        return;
    }
    if (caller.fd < 0 && !connect(caller)) {
        if (++refused_in_a_row_ > kRefusedMax) broken_ = "the server refuses connections";
        errand_.failed(caller, "refused");
        idle_.push_back(caller.index);
        return;
    }
    refused_in_a_row_ = 0;
    caller.sent = 0;
    caller.asking = true;
    caller.began = now;
    caller.status = 0;
    caller.body.clear();
    send(caller);
}

// Swapped out first: a caller that has nothing to ask goes back into the list.
void Crowd::start_idle(std::int64_t now) {
    std::vector<std::size_t> waiting;
    waiting.swap(idle_);
    for (const std::size_t index : waiting) start(callers_[index], now);
}

void Crowd::send(Caller& caller) {
    while (caller.sent < caller.request.size()) {
        const ssize_t count = ::send(caller.fd, caller.request.data() + caller.sent,
                                     caller.request.size() - caller.sent, MSG_NOSIGNAL);
        if (count > 0) {
            caller.sent += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            if (!caller.wants_room) watch(caller, true);
            return;
        } else if (errno != EINTR) {
            return give_up(caller, "broken");
        }
    }
    if (caller.wants_room) watch(caller, false);
}

void Crowd::receive(Caller& caller) {
    const ssize_t count = ::recv(caller.fd, buffer_.data(), buffer_.size(), 0);
    if (count < 0) {
        if (errno != EAGAIN && errno != EINTR) give_up(caller, "broken");
        return;
    }
    if (count == 0) return give_up(caller, "closed");
    const char* bytes = buffer_.data();
    auto left = static_cast<std::size_t>(count);
    while (left > 0 && caller.fd >= 0) {
        if (!caller.asking) return give_up(caller, "unasked");
        const std::size_t used =
            caller.in_body ? take_body(caller, bytes, left) : take_head(caller, bytes, left);
        bytes += used;
        left -= used;
    }
}

std::size_t Crowd::take_head(Caller& caller, const char* bytes, std::size_t count) {
    std::size_t used = count;
    std::string_view head(bytes, count);
    const std::size_t kept = caller.head.size();
    if (kept > 0) {
        caller.head.append(bytes, count);
        head = caller.head;
    }
    const std::size_t end = head.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        if (kept == 0) caller.head.assign(bytes, count);
        if (caller.head.size() > kHeadBytesMax) give_up(caller, "unreadable");
        return count;
    }
    used = end + 4 - kept;
    const Head read = read_head(head.substr(0, end));
    caller.head.clear();
    if (read.status < 100 || !read.has_length) {
        give_up(caller, "unreadable");
        return count;
    }
    caller.status = read.status;
    caller.closes = read.closes;
    caller.body_bytes = caller.body_left = read.length;
    caller.in_body = true;
    if (read.length == 0) finish(caller);
    return used;
}

std::size_t Crowd::take_body(Caller& caller, const char* bytes, std::size_t count) {
    const std::size_t used = std::min(count, caller.body_left);
    if (errand_.reads_bodies()) caller.body.append(bytes, used);
    caller.body_left -= used;
    if (caller.body_left == 0) finish(caller);
    return used;
}

void Crowd::finish(Caller& caller) {
    const std::int64_t now = now_ns();
    caller.asking = caller.in_body = false;
    errand_.answered(caller, now);
    if (caller.closes) {
        close(caller);
        ++reopened_;
    }
    start(caller, now);
}

// A connection closed between two requests is no failure.
void Crowd::give_up(Caller& caller, const std::string& why) {
    const bool asked = caller.asking;
    close(caller);
    ++reopened_;
    if (!asked) return;
    errand_.failed(caller, why);
    idle_.push_back(caller.index);
}

void Crowd::sweep(std::int64_t now) {
    for (Caller& caller : callers_) {
        if (caller.asking && now - caller.began > kAnswerNsMax) give_up(caller, "late");
    }
}

bool Crowd::run(std::string& why) {
    std::vector<epoll_event> events(kEventsAtOnce);
    std::int64_t now = now_ns();
    std::int64_t swept = now;
    for (Caller& caller : callers_) start(caller, now);
    while (broken_.empty() && !errand_.finished(now = now_ns())) {
        if (now - swept > kSweepNs) sweep(swept = now);
        const std::int64_t next = errand_.next_start(now);
        if (!idle_.empty() && next > 0 && next <= now) start_idle(now);
        std::int64_t wait = kSweepNs / 10;
        if (!idle_.empty() && next > now) wait = std::min(wait, next - now);
        const timespec patience{0, wait};
        const int ready = ::epoll_pwait2(epoll_, events.data(), kEventsAtOnce, &patience, nullptr);
        for (int i = 0; i < ready; ++i) {
            const epoll_event& event = events[static_cast<std::size_t>(i)];
            Caller& caller = callers_[event.data.u64];
            if (caller.fd >= 0 && (event.events & EPOLLOUT) != 0) send(caller);
            if (caller.fd >= 0 && (event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0)
                receive(caller);
        }
    }
    why = broken_;
    return broken_.empty();
}

std::vector<std::uint64_t> Crowd::answers() const {
    std::vector<std::uint64_t> counts;
    for (const Caller& caller : callers_) counts.push_back(caller.answers);
    return counts;
}

}  // namespace bench
