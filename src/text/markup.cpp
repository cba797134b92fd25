#include "text/markup.h"

#include "text/html.h"

namespace text {

namespace {

constexpr std::string_view kOpen = "《", kClose = "》";
constexpr std::size_t kNameBytesMax = 200;

// The name behind the mark at `at`, without nested ones; empty when it is none.
std::string_view name_at(std::string_view markup, std::size_t at) {
    const std::size_t from = at + kOpen.size();
    const std::size_t end = markup.find(kClose, from);
    if (end == std::string_view::npos || end - from > kNameBytesMax) return {};
    const std::string_view name = markup.substr(from, end - from);
    const bool plain = name.find('<') == std::string_view::npos && name.find(kOpen) == std::string_view::npos;
    return plain ? name : std::string_view();
}

}  // namespace

bool has_markup(std::string_view typed) {
    return typed.find("</") != std::string_view::npos;
}

std::string link_citations(std::string_view markup,
                           const std::function<std::string(std::string_view name)>& address_of) {
    std::string out;
    bool in_tag = false, in_link = false;
    for (std::size_t at = 0; at < markup.size();) {
        if (markup[at] == '<') {
            in_tag = true;
            if (markup.substr(at, 3) == "<a ") in_link = true;
            if (markup.substr(at, 4) == "</a>") in_link = false;
        } else if (markup[at] == '>') {
            in_tag = false;
        } else if (!in_tag && !in_link && markup.substr(at, kOpen.size()) == kOpen) {
            const std::string_view name = name_at(markup, at);
            const std::string address = name.empty() ? std::string() : address_of(name);
            if (!address.empty()) {
                const std::size_t size = name.size() + kOpen.size() + kClose.size();
                out += "<a href=\"";
                append_escaped(out, address);
                out.append("\">").append(markup.substr(at, size)).append("</a>");
                at += size;
                continue;
            }
        }
        out += markup[at++];
    }
    return out;
}

std::vector<Answered> questions_in(std::string_view plain) {
    constexpr std::string_view ask = "问：", reply = "答：";
    std::vector<Answered> found;
    bool answering = false;
    while (!plain.empty()) {
        const std::size_t end = plain.find('\n');
        const std::string_view line = plain.substr(0, end);
        if (line.starts_with(ask)) {
            found.push_back({std::string(line.substr(ask.size())), {}});
            answering = false;
        } else if (!found.empty()) {
            if (line.starts_with(reply)) answering = true;
            const std::string_view said = line.starts_with(reply) ? line.substr(reply.size()) : line;
            if (answering) found.back().answer.append(found.back().answer.empty() ? "" : "\n").append(said);
        }
        if (end == std::string_view::npos) break;
        plain.remove_prefix(end + 1);
    }
    return found;
}

}  // namespace text
