#pragma once
// What is answered, and the bytes it becomes. A Response is what handlers return; Ready is a finished answer
// that can be sent again and again from memory.

#include "http/request.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

struct Response {
    int status = 200;
    // Content-Length, Date and Connection are the server's
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::shared_ptr<const std::string> shared;  // instead of body: bytes that others hold too

    std::string_view bytes() const { return shared ? std::string_view(*shared) : std::string_view(body); }
    std::string_view header(std::string_view name) const;          // without case; "" when absent
    Response& set(std::string_view name, std::string_view value);  // replaces
    Response& add(std::string_view name, std::string_view value);  // Set-Cookie may come twice
};

Response see_other(std::string_view location);  // 303
Response html(int status, std::string body);
Response json(int status, std::string body);
Response plain(int status, std::string_view text);  // health checks
Response download(std::string_view content_type, std::string_view file_name, std::string body);

enum class CookieScope { Strict, Lax };
struct Cookie {
    std::string_view name;
    std::string_view value;
    int max_age_seconds = 0;  // 0: ends with the browser; negative: forget now
    CookieScope scope = CookieScope::Lax;
    bool secure = false;  // only over TLS
};
std::string cookie_text(const Cookie& cookie);  // always HttpOnly, Path=/

std::string_view reason_of(int status);

enum class Encoding { Identity, Gzip, Brotli };

// A finished answer: everything but Date and Connection. The pieces are shared; sending copies nothing.
struct Ready {
    int status = 200;
    std::string etag;  // with the quotes; empty: never 304
    struct Form {
        std::string head;                         // status line and headers, without the empty line
        std::shared_ptr<const std::string> body;  // null: this encoding does not exist
    };
    Form identity;
    Form gzip;
    Form brotli;
    std::string not_modified_head;

    const Form& form_for(std::string_view accept_encoding) const;
};

// Makes the finished answer, compressed as well where that pays. Runs on the thread of the caller.
std::shared_ptr<const Ready> make_ready(const Response& response);
// Status line and headers as they travel; `length` is that of the body.
std::string head_of(const Response& response, std::size_t length, Encoding encoding);
bool compressible(std::string_view content_type);
std::string gzip(std::string_view bytes);
bool accepts(std::string_view accept_encoding, std::string_view coding);  // by name or *, quality not 0

}  // namespace http
