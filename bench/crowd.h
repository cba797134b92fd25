#pragma once
// A crowd of keep-alive connections on one thread: each asks, waits for the whole answer, and asks again.
// What is asked is an Errand's business. Answers need a Content-Length; a connection that the server closes
// between two requests is opened anew.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench {

inline constexpr std::int64_t kAnswerNsMax = 20'000'000'000;  // later is an error
inline constexpr std::size_t kRequestBytesMax = 1u << 20;

struct Caller {
    std::size_t index = 0;
    int fd = -1;
    std::string request;
    std::size_t sent = 0;
    std::string head;  // of an answer that came in pieces
    bool in_body = false;
    std::size_t body_left = 0;
    std::size_t body_bytes = 0;
    std::string body;  // only when the errand reads bodies
    int status = 0;
    bool closes = false;
    bool asking = false;
    bool wants_room = false;  // waits until the socket takes more
    std::int64_t began = 0;
    std::uint64_t answers = 0;  // counted by the errand, within the measured time
};

// What the callers ask. All times are of CLOCK_MONOTONIC, in nanoseconds.
class Errand {
public:
    virtual ~Errand() = default;
    virtual bool reads_bodies() const = 0;
    // Puts the next request of this caller into `request`; false: nothing to ask now.
    virtual bool ask(Caller& caller, std::int64_t now) = 0;
    virtual void answered(Caller& caller, std::int64_t now) = 0;
    virtual void failed(Caller& caller, const std::string& why) = 0;
    // When idle callers should be asked again although no answer came; 0: never.
    virtual std::int64_t next_start(std::int64_t now) = 0;
    virtual bool finished(std::int64_t now) const = 0;
};

class Crowd {
public:
    Crowd(std::uint16_t port, std::size_t size, Errand& errand);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    bool open(std::string& why);  // all connections, before the clock starts
    bool run(std::string& why);   // until the errand is finished
    std::vector<std::uint64_t> answers() const;
    std::uint64_t reopened() const { return reopened_; }

private:
    bool connect(Caller& caller);
    void close(Caller& caller);
    void start(Caller& caller, std::int64_t now);
    void start_idle(std::int64_t now);
    void send(Caller& caller);
    void watch(Caller& caller, bool room);
    void receive(Caller& caller);
    std::size_t take_head(Caller& caller, const char* bytes, std::size_t count);
    std::size_t take_body(Caller& caller, const char* bytes, std::size_t count);
    void finish(Caller& caller);
    void give_up(Caller& caller, const std::string& why);
    void sweep(std::int64_t now);

    std::uint16_t port_;
    Errand& errand_;
    int epoll_ = -1;
    std::vector<Caller> callers_;
    std::vector<std::size_t> idle_;
    std::string buffer_;
    std::uint64_t reopened_ = 0;
    int refused_in_a_row_ = 0;
    std::string broken_;
};

}  // namespace bench
