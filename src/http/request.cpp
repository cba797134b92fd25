#include "http/request.h"

#include "text/utf8.h"

#include <algorithm>

namespace http {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Control characters have no business in an address or a form; line breaks and tabs are what text areas send.
bool harmless(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 ? byte != 0x7f : (c == '\t' || c == '\n' || c == '\r');
    });
}

enum class Plus { Kept, Space };

Result<std::string> percent_decode(std::string_view raw, Plus plus) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '+' && plus == Plus::Space) {
            out += ' ';
        } else if (raw[i] != '%') {
            out += raw[i];
        } else {
            const int high = i + 2 < raw.size() ? hex_digit(raw[i + 1]) : -1;
            const int low = i + 2 < raw.size() ? hex_digit(raw[i + 2]) : -1;
            if (high < 0 || low < 0) return Error(ErrorCode::Invalid, "http.encoding", "broken %XX");
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (!text::is_utf8(out)) return Error(ErrorCode::Invalid, "http.encoding", "not UTF-8");
    return out;
}

// A path is one of ours or it is refused: it begins with /, names no parent and holds no control character.
bool plain_path(std::string_view path) {
    if (path.empty() || path[0] != '/') return false;
    if (path.size() > 1 && path[1] == '/') return false;
    if (path.find('\\') != std::string_view::npos) return false;
    if (!std::all_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20; }))
        return false;
    for (std::size_t begin = 1; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = path.substr(begin, end - begin);
        if (segment == "." || segment == "..") return false;
        begin = end + 1;
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

Method method_of(std::string_view word) {
    if (word == "GET") return Method::Get;
    if (word == "POST") return Method::Post;
    if (word == "HEAD") return Method::Head;
    if (word == "PUT") return Method::Put;
    if (word == "DELETE") return Method::Delete;
    if (word == "OPTIONS") return Method::Options;
    return Method::Other;
}

std::string_view method_word(Method method) {
    switch (method) {
    case Method::Get: return "GET";
    case Method::Head: return "HEAD";
    case Method::Post: return "POST";
    case Method::Put: return "PUT";
    case Method::Delete: return "DELETE";
    case Method::Options: return "OPTIONS";
    case Method::Other: break;
    }
    return "OTHER";
}

const std::string* Fields::find(std::string_view name) const {
    for (const auto& [key, value] : pairs_) {
        if (key == name) return &value;
    }
    return nullptr;
}

std::string_view Fields::value(std::string_view name) const {
    const std::string* found = find(name);
    return found ? std::string_view(*found) : std::string_view();
}

std::vector<std::string_view> Fields::all(std::string_view name) const {
    std::vector<std::string_view> found;
    for (const auto& [key, value] : pairs_) {
        if (key == name) found.emplace_back(value);
    }
    return found;
}

std::string_view Request::cookie(std::string_view name) const {
    std::size_t seen = 0;
    for (const auto& [key, line] : headers) {
        if (key != "cookie") continue;
        std::string_view rest = line;
        while (!rest.empty() && seen++ < kCookiesMax) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view pair = trimmed(rest.substr(0, end));
            const std::size_t equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name)
                return pair.substr(equals + 1);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return {};
}

bool Request::accepts_json() const {
    const std::string_view accept = header("accept");
    const std::size_t json = accept.find("application/json");
    return json != std::string_view::npos && json < accept.find("text/html");
}

Result<std::string> decode_path(std::string_view raw) {
    return percent_decode(raw, Plus::Kept);
}

Result<Fields> parse_urlencoded(std::string_view text) {
    Fields fields;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (fields.size() == kFormFieldsMax)
            return Error(ErrorCode::TooLarge, "http.too_many_fields")
                .with("max", std::to_string(kFormFieldsMax));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = TRY(percent_decode(pair.substr(0, equals), Plus::Space));
        auto value = TRY(percent_decode(pair.substr(std::min(equals + 1, pair.size())), Plus::Space));
        if (!harmless(name) || !harmless(value))
            return Error(ErrorCode::Invalid, "http.encoding", "control character");
        fields.add(std::move(name), std::move(value));
    }
    return fields;
}

Result<> read_target(std::string_view target, Request& into) {
    const std::size_t question = std::min(target.find('?'), target.size());
    into.target = target;
    into.path = TRY(decode_path(target.substr(0, question)));
    if (!plain_path(into.path)) return Error(ErrorCode::Invalid, "http.path", "not a plain path");
    into.query = TRY(parse_urlencoded(target.substr(std::min(question + 1, target.size()))));
    return base::Done{};
}

}  // namespace http
