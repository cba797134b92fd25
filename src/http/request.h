#pragma once
// What was asked: method, decoded path, query, headers, body. Everything a caller typed is checked UTF-8 and
// within a limit before it gets here; what is not is answered 400 by the server and never reaches a handler.

#include "base/result.h"
#include "http/limits.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

enum class Method { Get, Head, Post, Put, Delete, Options, Other };
Method method_of(std::string_view word);
std::string_view method_word(Method method);

// Name and value pairs in the order they came; a name may come twice.
class Fields {
public:
    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
    const std::string* find(std::string_view name) const;  // the first, or null
    std::string_view value(std::string_view name) const;   // the first, or ""
    std::vector<std::string_view> all(std::string_view name) const;
    std::size_t size() const { return pairs_.size(); }
    auto begin() const { return pairs_.begin(); }
    auto end() const { return pairs_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

struct Request {
    Method method = Method::Get;
    std::string target;  // as sent: /items/a%20b?x=1
    std::string path;    // decoded, UTF-8, no "." or ".." segment: /items/a b
    Fields query;
    Fields headers;  // names in lower case
    std::string body;
    std::string address;  // of the caller; the proxy's word only when the proxy is trusted
    std::string id;       // 报错编号: 12 characters, unique for this program's life

    std::string_view header(std::string_view name) const { return headers.value(name); }
    std::string_view cookie(std::string_view name) const;  // "" when absent
    bool accepts_json() const;                             // Accept names application/json before text/html
};

// %XX and UTF-8. Plus stays plus in a path and is a space in a form.
base::Result<std::string> decode_path(std::string_view raw);
base::Result<Fields> parse_urlencoded(std::string_view text);

// Splits a request target into path and query and checks both.
base::Result<base::Done> read_target(std::string_view target, Request& into);

}  // namespace http
