#include "web/route.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kMethods = 7;
constexpr std::size_t kSegmentsMax = 16;

std::size_t index_of(http::Method method) {
    return static_cast<std::size_t>(method);
}

// A HEAD is answered by the GET of the same path.
http::Method answering(http::Method method) {
    return method == http::Method::Head ? http::Method::Get : method;
}

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(std::min<std::size_t>(1, path.size()));
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::string_view name_of(std::string_view segment) {
    segment = segment.substr(1, segment.size() - 2);
    if (segment.ends_with('*')) segment.remove_suffix(1);
    return segment;
}

Route begin(http::Method method, std::string_view pattern, Guarded guard, std::string_view summary) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.door = guard.door;
    route.right = guard.right;
    route.summary = summary;
    return route;
}

}  // namespace

Route get(std::string_view pattern, Guarded guard, std::string_view summary, ReadingHandler handler) {
    Route route = begin(http::Method::Get, pattern, guard, summary);
    route.reading = std::move(handler);
    return route;
}

Route post(std::string_view pattern, Guarded guard, std::string_view summary, ActHandler handler) {
    Route route = begin(http::Method::Post, pattern, guard, summary);
    route.act = std::move(handler);
    return route;
}

Route ask(std::string_view pattern, Guarded guard, std::string_view summary, ReadingHandler handler) {
    Route route = begin(http::Method::Post, pattern, guard, summary);
    route.reading = std::move(handler);
    return route;
}

std::string_view Request::param(std::string_view name) const {
    for (const auto& [key, value] : params) {
        if (key == name) return value;
    }
    CHECK(!"the pattern has this parameter");
    return {};
}

bool Request::is_api() const {
    return http.path.starts_with("/api/") || http.accepts_json();
}

struct Router::Node {
    std::map<std::string, std::shared_ptr<Node>, std::less<>> literal;
    std::shared_ptr<Node> parameter;
    std::array<const Route*, kMethods> here{};
    std::array<const Route*, kMethods> rest{};  // {path*}

    static bool any(const std::array<const Route*, kMethods>& routes) {
        return std::any_of(routes.begin(), routes.end(), [](const Route* route) { return route != nullptr; });
    }
};

Result<> Router::add(Route route) {
    const auto refusal = [&](std::string_view why) {
        return Error(ErrorCode::Invalid, "web.route_broken",
                     std::string(http::method_word(route.method)) + " " + route.pattern + ": " +
                         std::string(why));
    };
    const auto segments = segments_of(route.pattern);
    if (!route.pattern.starts_with('/')) return refusal("a pattern begins with /");
    if (segments.size() > kSegmentsMax) return refusal("too many segments");
    if (!route.reading == !route.act) return refusal("either a reading or an act");
    if (route.act && route.method == http::Method::Get) return refusal("a GET does not act");
    if (!root_) root_ = std::make_shared<Node>();
    Node* node = root_.get();
    bool takes_rest = false;
    for (const std::string_view segment : segments) {
        if (takes_rest) return refusal("{rest*} is the last segment");
        if (is_parameter(segment) && segment.ends_with("*}")) {
            takes_rest = true;
            continue;
        }
        auto& next = is_parameter(segment) ? node->parameter : node->literal[std::string(segment)];
        if (!next) next = std::make_shared<Node>();
        node = next.get();
    }
    const Route*& place = (takes_rest ? node->rest : node->here)[index_of(route.method)];
    if (place != nullptr) return refusal("stands there already: " + place->pattern);
    routes_.push_back(std::make_unique<Route>(std::move(route)));
    place = routes_.back().get();
    return base::Done{};
}

Router::Found Router::find(http::Method method, std::string_view path) const {
    const auto segments = segments_of(path);
    Found found;
    if (!root_ || segments.size() > 4 * kSegmentsMax) return found;
    // Depth first, literal before parameter; a pattern has few parameters, so the search stays small.
    const std::array<const Route*, kMethods>* ends = nullptr;
    std::size_t rest_from = 0;
    const auto search = [&](const auto& self, const Node& node, std::size_t at) -> bool {
        if (at == segments.size() && Node::any(node.here)) return ends = &node.here, rest_from = at, true;
        if (at < segments.size()) {
            const auto literal = node.literal.find(segments[at]);
            if (literal != node.literal.end() && self(self, *literal->second, at + 1)) return true;
            if (node.parameter && !segments[at].empty() && self(self, *node.parameter, at + 1)) return true;
        }
        if (Node::any(node.rest) && at < segments.size()) return ends = &node.rest, rest_from = at, true;
        return false;
    };
    if (!search(search, *root_, 0)) return found;
    found.route = (*ends)[index_of(answering(method))];
    if (found.route == nullptr) {
        for (std::size_t i = 0; i < kMethods; ++i) {
            if ((*ends)[i] == nullptr) continue;
            if (!found.allow.empty()) found.allow += ", ";
            found.allow += http::method_word(static_cast<http::Method>(i));
        }
        return found;
    }
    const auto pattern = segments_of(found.route->pattern);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (!is_parameter(pattern[i])) continue;
        const bool rest = pattern[i].ends_with("*}");
        const std::string_view value =
            rest ? path.substr(static_cast<std::size_t>(segments[rest_from].data() - path.data()))
                 : segments[i];
        found.params.emplace_back(name_of(pattern[i]), value);
    }
    return found;
}

}  // namespace web
