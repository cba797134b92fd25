#include "http/server.h"

#include "base/log.h"
#include "http/pool.h"
#include "http/wire.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#if defined(__SANITIZE_THREAD__)
#pragma GCC diagnostic ignored "-Wtsan"  // Asio's fences, which the sanitizer cannot follow
#endif

namespace http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;
using Ticks = std::chrono::steady_clock;

namespace {

class Connection;

// What connections, exchanges and the server share. Shared by pointer, because an exchange may be answered
// after the server has stopped.
struct Core : std::enable_shared_from_this<Core> {
    Core(ServerOptions wanted, Front& behind)
        : options(std::move(wanted)),
          front(behind),
          acceptor(io),
          sweeper(io),
          quick(options.threads, options.limits.queue),
          slow(options.slow_threads, options.limits.slow_queue) {}

    void accept();
    void admit(tcp::socket socket);
    void sweep();
    std::vector<std::shared_ptr<Connection>> all() const;
    void forget(Connection* connection, const std::string& address);
    void tell_if_drained();
    const std::string& date_line();
    std::string next_id();
    Pool& lane(Lane wanted) { return wanted == Lane::Quick ? quick : slow; }
    void count(int status) {
        answered[static_cast<std::size_t>(status / 100 % 6)].fetch_add(1, std::memory_order_relaxed);
    }

    const ServerOptions options;
    Front& front;
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::steady_timer sweeper;
    std::array<char, 64 * 1024> scratch{};  // every read of every connection lands here first: one thread
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;  // shared with their handlers
    std::unordered_map<std::string, std::size_t> by_address;
    bool stopping = false;  // I/O thread only
    std::int64_t date_second = -1;
    std::uint64_t ids = 0;
    std::string date;

    std::atomic<bool> closed{false};  // the front may be gone
    std::atomic<std::size_t> body_bytes{0};
    std::atomic<std::uint64_t> open{0}, requests{0}, from_memory{0}, refused{0};
    std::array<std::atomic<std::uint64_t>, 6> answered{};
    Pool quick;
    Pool slow;
    std::mutex mutex;
    std::condition_variable drained;
};

class OneExchange : public Exchange {
public:
    OneExchange(std::shared_ptr<Core> core, std::weak_ptr<Connection> connection)
        : core_(std::move(core)), connection_(std::move(connection)) {}
    ~OneExchange() override;
    void answer(Response response) override;
    void answer(std::shared_ptr<const Ready> ready) override;
    void go_on(Lane lane, std::function<void()> work) override;
    void hold(std::size_t bytes) { held_ = bytes; }

private:
    bool first() { return !answered_.exchange(true); }
    void send(Outgoing outgoing);
    std::shared_ptr<Core> core_;            // shared: see Core
    std::weak_ptr<Connection> connection_;  // locked on the I/O thread only
    std::atomic<bool> answered_{false};
    std::size_t held_ = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Core> core, tcp::socket socket, std::string address)
        : core_(std::move(core)), socket_(std::move(socket)), address_(std::move(address)) {}

    void start() { become_idle(); }
    void send(Outgoing outgoing);
    void check_deadline(Ticks::time_point now);
    void close_if_idle();
    void close();

private:
    enum class State { Idle, Header, Body, Handling, Writing, Lingering };

    void become_idle();
    void wait();
    void on_readable();
    void take(std::string_view bytes);
    void take_header();
    void plan_body(std::size_t used);
    void take_body(std::string_view bytes);
    void dispatch();
    Request make_request();
    void hand_over(Request request);
    void refuse(int status);
    void on_written(const error_code& failed);
    void linger();
    void expect_within(int ms) { deadline_ = Ticks::now() + std::chrono::milliseconds(ms); }
    bool too_slow(Ticks::time_point now) const;
    const Limits& limits() const { return core_->options.limits; }

    std::shared_ptr<Core> core_;  // shared: see Core
    tcp::socket socket_;
    std::string address_;
    State state_ = State::Idle;
    Ticks::time_point deadline_;
    Ticks::time_point body_since_;
    std::size_t body_seen_ = 0;
    std::size_t held_ = 0;            // of Core::body_bytes
    std::string pending_;             // read and not yet used; empty while idle
    std::unique_ptr<Parser> parser_;  // of the request being read
    Plan plan_;
    std::unique_ptr<Outgoing> outgoing_;
    std::string tail_;
    bool head_only_ = false;
    bool keep_alive_ = true;
};

// ---- exchange
// -------------------------------------------------------------------------------------------------------

OneExchange::~OneExchange() {
    if (!answered_ && !core_->closed) answer(core_->front.refuse(500, request.id));
    core_->body_bytes.fetch_sub(held_);
}

void OneExchange::answer(Response response) {
    if (first()) send(outgoing_of(std::move(response), request));  // compressed here, not on the I/O thread
}

void OneExchange::answer(std::shared_ptr<const Ready> ready) {
    if (first()) send(outgoing_of(*ready, request));
}

void OneExchange::send(Outgoing outgoing) {
    asio::post(core_->io, [connection = connection_, outgoing = std::move(outgoing)]() mutable {
        if (const auto alive = connection.lock()) alive->send(std::move(outgoing));
    });
}

void OneExchange::go_on(Lane lane, std::function<void()> work) {
    if (core_->lane(lane).submit(std::move(work))) return;
    if (!core_->closed) answer(core_->front.refuse(503, request.id));
}

// ---- connection
// -----------------------------------------------------------------------------------------------------

void Connection::become_idle() {
    parser_.reset();
    outgoing_.reset();
    if (pending_.empty()) std::string().swap(pending_);  // an idle connection holds no buffer
    core_->body_bytes.fetch_sub(std::exchange(held_, 0));
    if (core_->stopping) return close();
    state_ = State::Idle;
    expect_within(limits().idle_ms);
    if (pending_.empty()) return wait();
    // Pipelined: the next request waits its turn behind other connections.
    asio::post(core_->io, [self = shared_from_this()] {
        if (self->state_ == State::Idle && self->socket_.is_open()) self->take({});
    });
}

void Connection::wait() {
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& failed) {
        if (!failed) self->on_readable();
    });
}

void Connection::on_readable() {
    error_code failed;
    const std::size_t count = socket_.read_some(asio::buffer(core_->scratch), failed);
    if (failed == asio::error::would_block) return wait();
    if (failed) return close();
    if (state_ == State::Lingering) return wait();
    take({core_->scratch.data(), count});
}

void Connection::take(std::string_view bytes) {
    if (state_ == State::Body) return take_body(bytes);
    pending_.append(bytes);
    if (state_ == State::Idle) {
        // RFC 9112 2.2: an empty line before a request is ignored.
        while (pending_.starts_with("\r\n")) pending_.erase(0, 2);
        if (pending_.empty()) return wait();
        state_ = State::Header;
        expect_within(limits().header_ms);
    }
    take_header();
}

void Connection::take_header() {
    const std::size_t end = std::string_view(pending_).substr(0, kHeaderBytesMax).find("\r\n\r\n");
    if (end == std::string::npos) {
        if (pending_.size() > kRequestLineMax && pending_.find("\r\n") > kRequestLineMax) return refuse(414);
        if (pending_.size() >= kHeaderBytesMax) return refuse(431);
        return wait();
    }
    if (const int fault = fault_of_head(std::string_view(pending_).substr(0, end + 4))) return refuse(fault);
    parser_ = std::make_unique<Parser>();
    parser_->header_limit(static_cast<std::uint32_t>(kHeaderBytesMax));
    parser_->body_limit(kUploadRequestMax);
    error_code failed;
    const std::size_t used = parser_->put(asio::buffer(pending_.data(), end + 4), failed);
    if (failed == beast::http::error::body_limit) return refuse(413);
    if (failed || !parser_->is_header_done()) return refuse(400);
    plan_body(used);
}

void Connection::plan_body(std::size_t used) {
    if (parser_->is_done()) {
        pending_.erase(0, used);
        return dispatch();
    }
    std::string_view target = origin_form(parser_->get().target());
    target = target.substr(0, target.find('?'));
    const auto path = decode_path(target);
    if (!path.ok()) return refuse(400);
    plan_ = core_->front.plan(method_of(parser_->get().method_string()), path.value());
    plan_.body_max = std::min(plan_.body_max, kUploadRequestMax);
    const std::uint64_t length = parser_->content_length().value_or(plan_.body_max);
    if (length > plan_.body_max) return refuse(413);
    held_ = static_cast<std::size_t>(length);
    if (core_->body_bytes.fetch_add(held_) + held_ > limits().bodies) return refuse(503);
    parser_->body_limit(plan_.body_max);
    parser_->eager(true);
    state_ = State::Body;
    body_since_ = Ticks::now();
    body_seen_ = 0;
    deadline_ = Ticks::time_point::max();  // the rate decides
    std::string rest = pending_.substr(used);
    pending_.clear();
    const std::string_view expects = parser_->get()["Expect"];
    if (!expects.empty()) {
        if (!beast::iequals(expects, "100-continue")) return refuse(417);
        error_code ignored;
        if (rest.empty()) socket_.write_some(asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), ignored);
    }
    take_body(rest);
}

void Connection::take_body(std::string_view bytes) {
    body_seen_ += bytes.size();
    std::string joined;
    if (!pending_.empty()) {
        joined = std::move(pending_) + std::string(bytes);
        bytes = joined;
    }
    error_code failed;
    while (!bytes.empty() && !parser_->is_done()) {
        const std::size_t used = parser_->put(asio::buffer(bytes.data(), bytes.size()), failed);
        bytes.remove_prefix(used);
        if (failed == beast::http::error::need_more) break;
        if (failed == beast::http::error::body_limit) return refuse(413);
        if (failed) return refuse(400);
    }
    pending_ = std::string(bytes);
    if (parser_->is_done()) return dispatch();
    if (pending_.size() > kRequestLineMax) return refuse(400);  // a chunk header that does not end
    wait();
}

Request Connection::make_request() {
    auto& message = parser_->get();
    Request request;
    request.method = method_of(message.method_string());
    for (const auto& field : message) {
        std::string name(field.name_string());
        for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        request.headers.add(std::move(name), std::string(field.value()));
    }
    request.body = std::move(message.body());
    request.address = address_;
    if (core_->options.proxy == Proxy::Trusted) {
        const std::string_view forwarded = forwarded_address(request.header("x-forwarded-for"));
        if (!forwarded.empty()) request.address = forwarded;
    }
    request.id = core_->next_id();
    return request;
}

void Connection::dispatch() {
    keep_alive_ = parser_->get().keep_alive() && parser_->get().version() == 11;
    Request request = make_request();
    head_only_ = request.method == Method::Head;
    if (request.method == Method::Other) return refuse(501);
    if (!read_target(origin_form(parser_->get().target()), request).ok()) return refuse(400);
    parser_.reset();
    core_->requests.fetch_add(1, std::memory_order_relaxed);
    if (request.method == Method::Get || request.method == Method::Head) {
        if (const auto ready = core_->front.glance(request)) {
            core_->from_memory.fetch_add(1, std::memory_order_relaxed);
            state_ = State::Handling;
            return send(outgoing_of(*ready, request));
        }
    }
    hand_over(std::move(request));
}

void Connection::hand_over(Request request) {
    state_ = State::Handling;
    expect_within(limits().handler_ms);
    const Lane lane = core_->front.plan(request.method, request.path).lane;
    auto exchange = std::make_shared<OneExchange>(core_, weak_from_this());  // shared: handlers may keep it
    exchange->request = std::move(request);
    exchange->hold(std::exchange(held_, 0));
    exchange->go_on(lane, [core = core_, exchange] {
        try {
            core->front.serve(exchange);
        } catch (const std::exception& bug) {
            base::log(base::LogLevel::Error, "handler.bug",
                      {{"id", exchange->request.id}, {"what", bug.what()}});
        }
    });
}

void Connection::refuse(int status) {
    core_->refused.fetch_add(1, std::memory_order_relaxed);
    core_->body_bytes.fetch_sub(std::exchange(held_, 0));
    keep_alive_ = false;
    parser_.reset();
    pending_.clear();
    state_ = State::Handling;
    const Response response = core_->front.refuse(status, core_->next_id());
    send({head_of(response, response.bytes().size(), Encoding::Identity),
          std::make_shared<const std::string>(response.bytes()), response.status});
}

void Connection::send(Outgoing outgoing) {
    if (state_ != State::Handling || !socket_.is_open()) return;  // too late: the deadline has answered
    core_->count(outgoing.status);
    state_ = State::Writing;
    if (core_->stopping) keep_alive_ = false;
    const std::size_t size = outgoing.body && !head_only_ ? outgoing.body->size() : 0;
    expect_within(limits().body_grace_ms + static_cast<int>(size * 1000 / limits().body_bytes_per_second));
    outgoing_ = std::make_unique<Outgoing>(std::move(outgoing));
    tail_ = core_->date_line();
    tail_ += keep_alive_ ? "\r\n" : "Connection: close\r\n\r\n";
    const std::array<asio::const_buffer, 3> pieces{asio::buffer(outgoing_->head), asio::buffer(tail_),
                                                   size > 0 ? asio::buffer(*outgoing_->body)
                                                            : asio::const_buffer()};
    asio::async_write(socket_, pieces, [self = shared_from_this()](const error_code& failed, std::size_t) {
        self->on_written(failed);
    });
}

void Connection::on_written(const error_code& failed) {
    if (failed) return close();
    if (state_ != State::Writing) return;
    std::string().swap(tail_);
    if (keep_alive_) return become_idle();
    if (core_->stopping && pending_.empty()) return close();  // nothing unread: no reset can take the answer
    linger();
}

// The answer is out; what the caller still sends is read and dropped for a moment, else a reset would take
// the answer from them.
void Connection::linger() {
    outgoing_.reset();
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    state_ = State::Lingering;
    expect_within(2000);
    wait();
}

bool Connection::too_slow(Ticks::time_point now) const {
    if (state_ != State::Body) return now >= deadline_;
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - body_since_).count();
    if (elapsed < limits().body_grace_ms) return false;
    return body_seen_ < limits().body_bytes_per_second * static_cast<std::size_t>(elapsed) / 1000;
}

void Connection::check_deadline(Ticks::time_point now) {
    if (!too_slow(now)) return;
    switch (state_) {
    case State::Header:
    case State::Body: {
        error_code ignored;
        socket_.cancel(ignored);  // the wait for more
        return refuse(408);
    }
    case State::Handling: return refuse(503);
    case State::Idle:
    case State::Writing:
    case State::Lingering: return close();
    }
}

void Connection::close_if_idle() {
    if (state_ == State::Idle || state_ == State::Header || state_ == State::Lingering) close();
}

void Connection::close() {
    if (!socket_.is_open()) return;
    core_->body_bytes.fetch_sub(std::exchange(held_, 0));
    error_code ignored;
    socket_.close(ignored);
    core_->forget(this, address_);
}

// ---- core
// -----------------------------------------------------------------------------------------------------------

void Core::accept() {
    acceptor.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
        if (failed == asio::error::operation_aborted || self->stopping) return;
        if (!failed) {
            self->admit(std::move(socket));
            return self->accept();
        }
        // Out of descriptors: try again when the next sweep may have closed some.
        base::log(base::LogLevel::Error, "accept.failed", {{"what", failed.message()}});
        auto pause = std::make_shared<asio::steady_timer>(self->io, std::chrono::milliseconds(100));
        pause->async_wait([self, pause](const error_code&) { self->accept(); });
    });
}

void Core::admit(tcp::socket socket) {
    error_code failed;
    const auto peer = socket.remote_endpoint(failed);
    if (failed) return;
    socket.non_blocking(true, failed);
    socket.set_option(tcp::no_delay(true),
                      failed);  // without it an answer waits 40 ms for the peer's acknowledgement
    std::string address = peer.address().to_string();
    std::size_t& same = by_address[address];
    const std::size_t most = options.limits.connections_per_address;
    if (connections.size() >= options.limits.connections || (most > 0 && same >= most)) {
        if (same == 0) by_address.erase(address);
        refused.fetch_add(1, std::memory_order_relaxed);
        socket.write_some(asio::buffer(head_of(front.refuse(503, next_id()), 0, Encoding::Identity) +
                                       "Connection: close\r\n\r\n"),
                          failed);
        return;
    }
    ++same;
    open.store(connections.size() + 1, std::memory_order_relaxed);
    auto connection = std::make_shared<Connection>(shared_from_this(), std::move(socket), std::move(address));
    connections.emplace(connection.get(), connection);
    connection->start();
}

void Core::forget(Connection* connection, const std::string& address) {
    connections.erase(connection);
    open.store(connections.size(), std::memory_order_relaxed);
    const auto found = by_address.find(address);
    if (found != by_address.end() && --found->second == 0) by_address.erase(found);
    if (stopping) tell_if_drained();
}

void Core::tell_if_drained() {
    if (!connections.empty()) return;
    const std::lock_guard lock(mutex);
    drained.notify_all();
}

void Core::sweep() {
    sweeper.expires_after(std::chrono::milliseconds(options.limits.sweep_ms));
    sweeper.async_wait([self = shared_from_this()](const error_code& failed) {
        if (failed || self->closed) return;  // a tick may be under way when it is cancelled
        const auto now = Ticks::now();
        for (const auto& connection : self->all()) connection->check_deadline(now);
        self->sweep();
    });
}

// A copy: who is closed leaves the table.
std::vector<std::shared_ptr<Connection>> Core::all() const {
    std::vector<std::shared_ptr<Connection>> copied;
    copied.reserve(connections.size());
    for (const auto& [key, connection] : connections) copied.push_back(connection);
    return copied;
}

std::int64_t unix_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

const std::string& Core::date_line() {
    const std::int64_t second = unix_ms() / 1000;
    if (second != date_second) date = "Date: " + http_date(date_second = second) + "\r\n";
    return date;
}

std::string Core::next_id() {
    return request_id(unix_ms(), ids++);
}

class AsioServer : public Server {
public:
    explicit AsioServer(std::shared_ptr<Core> core) : core_(std::move(core)) {
        error_code ignored;
        port_ = core_->acceptor.local_endpoint(ignored).port();
        core_->accept();
        core_->sweep();
        thread_ = std::thread([this] { core_->io.run(); });
    }
    ~AsioServer() override { stop(); }
    std::uint16_t port() const override { return port_; }

    Counters counters() const override {
        Counters counters{core_->open, core_->requests, core_->from_memory, core_->refused, {}};
        for (std::size_t i = 0; i < core_->answered.size(); ++i) counters.status[i] = core_->answered[i];
        return counters;
    }

    void stop() override {
        if (!thread_.joinable()) return;
        asio::post(core_->io, [core = core_] {
            core->stopping = true;
            error_code ignored;
            core->acceptor.close(ignored);
            for (const auto& connection : core->all()) connection->close_if_idle();
            core->tell_if_drained();  // the last may have gone just before
        });
        {
            std::unique_lock lock(core_->mutex);
            core_->drained.wait_for(lock, std::chrono::milliseconds(core_->options.limits.stop_ms),
                                    [this] { return core_->open.load() == 0; });
        }
        core_->quick.stop();
        core_->slow.stop();
        core_->closed = true;
        asio::post(core_->io, [core = core_] {
            for (const auto& connection : core->all()) connection->close();
            core->sweeper.cancel();  // nothing is left to wait for: run() returns
        });
        thread_.join();
    }

private:
    std::shared_ptr<Core> core_;  // shared: see Core
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, Front& front) {
    auto core = std::make_shared<Core>(options, front);
    error_code failed;
    const auto cannot = [&](std::string_view step) {
        return base::Error(base::ErrorCode::Unavailable, "http.cannot_listen",
                           std::string(step) + " " + options.address + ":" + std::to_string(options.port) +
                               ": " + failed.message());
    };
    if (options.listen_fd >= 0) {
        core->acceptor.assign(tcp::v4(), options.listen_fd, failed);
        if (failed) return cannot("descriptor");
        return std::unique_ptr<Server>(std::make_unique<AsioServer>(std::move(core)));
    }
    const auto address = asio::ip::make_address(options.address, failed);
    if (failed) return cannot("address");
    const tcp::endpoint endpoint(address, options.port);
    core->acceptor.open(endpoint.protocol(), failed);
    if (!failed) core->acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) core->acceptor.bind(endpoint, failed);
    if (!failed) core->acceptor.listen(4096, failed);
    if (failed) return cannot("listen");
    return std::unique_ptr<Server>(std::make_unique<AsioServer>(std::move(core)));
}

}  // namespace http
