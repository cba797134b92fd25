#pragma once
// The bytes of a request header, judged before any parser sees them. Two readings of one message are how
// requests are smuggled past a proxy, so whatever could be read twice is refused.

#include "http/limits.h"
#include "http/response.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace http {

// `head` ends with the empty line. 0 when it is sound, else the status it is refused with: 400, 414, 431,
// 501, 505.
int fault_of_head(std::string_view head);

// An answer on its way out.
struct Outgoing {
    std::string head;
    std::shared_ptr<const std::string> body;  // shared: memory or the handler hold it too
    int status = 200;
};
Outgoing outgoing_of(Response response, const Request& request);  // compressed where that pays
Outgoing outgoing_of(const Ready& ready, const Request& request);

// "http://host/path" as some clients send it becomes "/path".
std::string_view origin_form(std::string_view target);

// 12 characters for a person to read out on the telephone: time and a count, in Crockford's base 32.
std::string request_id(std::int64_t unix_ms, std::uint64_t count);

// Sun, 06 Nov 1994 08:49:37 GMT
std::string http_date(std::int64_t unix_seconds);

// The last address of X-Forwarded-For, which the proxy itself wrote; "" when there is none.
std::string_view forwarded_address(std::string_view x_forwarded_for);

}  // namespace http
