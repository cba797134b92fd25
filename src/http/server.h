#pragma once
// The server: HTTP/1.1, one thread for all sockets, two bounded pools for handlers. It knows limits and
// bytes, no person and no case. What stands behind it is a Front (web::Site). TLS and HTTP/2 are the proxy's.

#include "http/limits.h"
#include "http/request.h"
#include "http/response.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace http {

enum class Lane { Quick, Slow };  // the pool for pages; the pool for passwords, exports, uploads

// One request and its one answer. Handlers may keep the pointer and answer later, from any thread.
class Exchange {
public:
    virtual ~Exchange() = default;  // unanswered: the caller gets a 500
    Request request;
    // the first answer counts, others are dropped
    virtual void answer(Response response) = 0;
    // Shared: memory keeps a finished page while connections still send it.
    virtual void answer(std::shared_ptr<const Ready> ready) = 0;
    // Goes on in a pool, e.g. to show a form again after the writer refused the act. Full: answers 503
    // itself.
    virtual void go_on(Lane lane, std::function<void()> work) = 0;
};

// What the server must know of a request before it reads the body.
struct Plan {
    std::size_t body_max = kBodyMax;
    Lane lane = Lane::Quick;
};

class Front {
public:
    virtual ~Front() = default;
    // I/O thread: quick, from memory
    virtual Plan plan(Method method, std::string_view path) const = 0;
    // I/O thread: from memory or null
    virtual std::shared_ptr<const Ready> glance(const Request& request) = 0;
    virtual void serve(std::shared_ptr<Exchange> exchange) = 0;  // on the lane's pool
    // I/O thread: 400 408 413 431 503 …
    virtual Response refuse(int status, const std::string& request_id) const = 0;
};

enum class Proxy { None, Trusted };  // Trusted: X-Forwarded-For names the caller

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one, see port()
    int listen_fd = -1;         // a socket handed over by systemd
    Proxy proxy = Proxy::None;
    int threads = 2;
    int slow_threads = 1;
    Limits limits;
};

struct Counters {
    std::uint64_t connections = 0;  // open now
    std::uint64_t requests = 0;
    std::uint64_t from_memory = 0;
    std::uint64_t refused = 0;     // by the server itself: limits, malformed, full
    std::uint64_t status[6] = {};  // answers by first digit
};

class Server {
public:
    static base::Result<std::unique_ptr<Server>> open(const ServerOptions& options, Front& front);
    virtual ~Server() = default;  // stops
    virtual std::uint16_t port() const = 0;
    virtual Counters counters() const = 0;
    // graceful: no new connections, what is in flight is finished, then returns
    virtual void stop() = 0;
};

}  // namespace http
