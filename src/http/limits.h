#pragma once
// Every limit of the front, named once and tested from both sides. A server takes them as values, so that a
// test can make them small; what stands here is what a county runs.

#include <cstddef>
#include <cstdint>

namespace http {

inline constexpr std::size_t kRequestLineMax = 8 * 1024;
inline constexpr std::size_t kHeaderBytesMax = 32 * 1024;
inline constexpr std::size_t kHeaderFieldsMax = 100;
inline constexpr std::size_t kBodyMax = 64 * 1024;                // unless the route names another
inline constexpr std::size_t kUploadFileMax = 20u * 1024 * 1024;  // one file of a form
// all files of a form; no route may allow more
inline constexpr std::size_t kUploadRequestMax = 60u * 1024 * 1024;
inline constexpr std::size_t kBodiesMax = 256u * 1024 * 1024;  // all bodies in memory at once
inline constexpr std::size_t kFormFieldsMax = 200;             // query and form, each
inline constexpr std::size_t kPartsMax = 40;                   // of one multipart body
inline constexpr std::size_t kPartHeaderBytesMax = 4 * 1024;
inline constexpr std::size_t kCookiesMax = 50;
inline constexpr std::size_t kCompressFrom = 1024;  // smaller bodies travel as they are
inline constexpr std::size_t kPageCacheBytesMax = 64u * 1024 * 1024;
inline constexpr std::size_t kPageKeyMax = 1024;  // longer addresses are not kept

// What one server holds its callers to.
struct Limits {
    std::size_t connections = 10'000;
    std::size_t connections_per_address = 0;  // 0: no limit (behind a proxy all come from one)
    std::size_t queue = 1024;                 // requests waiting for a thread; one more is answered 503
    std::size_t slow_queue = 64;
    std::size_t bodies = kBodiesMax;
    int header_ms = 10'000;                    // first byte of a request to the end of its header
    int idle_ms = 60'000;                      // between requests
    int body_grace_ms = 10'000;                // before the rate below is asked for
    std::size_t body_bytes_per_second = 1024;  // slower is cut off, both ways
    int handler_ms = 120'000;                  // no answer by then: 503, and the late answer is dropped
    int stop_ms = 10'000;                      // how long a stopping server waits for what is in flight
    int sweep_ms = 1'000;
};

}  // namespace http
