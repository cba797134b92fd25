#include "http/wire.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace http {

namespace {

bool token_character(char c) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool same_word(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? a + 32 : a) == (b >= 'A' && b <= 'Z' ? b + 32 : b);
           });
}

struct Counted {
    std::size_t fields = 0;
    int hosts = 0;
    int lengths = 0;
    int codings = 0;
};

// RFC 9112 5.1, 5.2, 6.1: no space before the colon, no folded line, one framing.
int fault_of_field(std::string_view line, Counted& counted) {
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return 400;
    const std::string_view name = line.substr(0, colon);
    if (!std::all_of(name.begin(), name.end(), token_character)) return 400;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7f) return 400;
    }
    if (same_word(name, "host")) ++counted.hosts;
    if (same_word(name, "content-length")) {
        ++counted.lengths;
        if (value.empty() || value.size() > 18) return 400;
        if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) return 400;
    }
    if (same_word(name, "transfer-encoding")) {
        ++counted.codings;
        if (!same_word(value, "chunked")) return 501;
    }
    return ++counted.fields > kHeaderFieldsMax ? 431 : 0;
}

}  // namespace

int fault_of_head(std::string_view head) {
    if (head.size() > kHeaderBytesMax) return 431;
    const std::size_t line_end = head.find("\r\n");
    if (line_end > kRequestLineMax) return 414;
    const std::string_view line = head.substr(0, line_end);
    const bool old = line.ends_with(" HTTP/1.0");
    if (!old && !line.ends_with(" HTTP/1.1"))
        return line.find(" HTTP/") == std::string_view::npos ? 400 : 505;
    for (const char c : line) {
        if (static_cast<unsigned char>(c) <= 0x1f || c == 0x7f) return 400;
    }
    Counted counted;
    for (std::size_t at = line_end + 2; at + 2 < head.size();) {
        const std::size_t end = head.find("\r\n", at);
        if (end == std::string_view::npos) return 400;
        if (const int fault = fault_of_field(head.substr(at, end - at), counted)) return fault;
        at = end + 2;
    }
    if (counted.hosts > 1 || (counted.hosts == 0 && !old)) return 400;
    if (counted.lengths > 1 || counted.codings > 1 || (counted.lengths > 0 && counted.codings > 0))
        return 400;
    if (old && counted.codings > 0) return 400;
    return 0;
}

Outgoing outgoing_of(Response response, const Request& request) {
    Outgoing outgoing;
    outgoing.status = response.status;
    const std::string_view bytes = response.bytes();
    const bool squeeze = bytes.size() >= kCompressFrom && compressible(response.header("Content-Type")) &&
                         response.header("Content-Encoding").empty();
    if (squeeze) response.set("Vary", "Accept-Encoding, Cookie");
    if (squeeze && accepts(request.header("accept-encoding"), "gzip")) {
        outgoing.body = std::make_shared<const std::string>(gzip(bytes));
        outgoing.head = head_of(response, outgoing.body->size(), Encoding::Gzip);
        return outgoing;
    }
    outgoing.head = head_of(response, bytes.size(), Encoding::Identity);
    outgoing.body =
        response.shared ? response.shared : std::make_shared<const std::string>(std::move(response.body));
    return outgoing;
}

Outgoing outgoing_of(const Ready& ready, const Request& request) {
    if (!ready.etag.empty() && request.header("if-none-match").find(ready.etag) != std::string_view::npos)
        return {ready.not_modified_head, nullptr, 304};
    const Ready::Form& form = ready.form_for(request.header("accept-encoding"));
    return {form.head, form.body, ready.status};
}

std::string_view origin_form(std::string_view target) {
    if (!target.starts_with("http://") && !target.starts_with("https://")) return target;
    const std::size_t slash = target.find('/', target.find("//") + 2);
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

std::string request_id(std::int64_t unix_ms, std::uint64_t count) {
    constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::uint64_t value = (static_cast<std::uint64_t>(unix_ms) << 18) | (count & 0x3ffff);
    std::string id(12, '0');
    for (std::size_t i = 12; i-- > 0; value >>= 5) id[i] = digits[value & 31];
    return id;
}

std::string http_date(std::int64_t unix_seconds) {
    using namespace std::chrono;
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds at{seconds{unix_seconds}};
    const auto day = floor<std::chrono::days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    const auto two = [](auto number) {
        const auto value = static_cast<int>(number);
        return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
    };
    std::string out(days[weekday{day}.c_encoding()]);
    out += ", " + two(unsigned{date.day()}) + " " + std::string(months[unsigned{date.month()} - 1]) + " ";
    out += std::to_string(int{date.year()}) + " " + two(time.hours().count()) + ":";
    return out + two(time.minutes().count()) + ":" + two(time.seconds().count()) + " GMT";
}

std::string_view forwarded_address(std::string_view list) {
    const std::size_t comma = list.rfind(',');
    if (comma != std::string_view::npos) list.remove_prefix(comma + 1);
    while (!list.empty() && list.front() == ' ') list.remove_prefix(1);
    while (!list.empty() && list.back() == ' ') list.remove_suffix(1);
    return list.size() <= 45 ? list : std::string_view();  // 45: the longest IPv6 form
}

}  // namespace http
