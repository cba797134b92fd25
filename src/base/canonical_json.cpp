#include "base/canonical_json.h"

#include <charconv>
#include <limits>

namespace base {

namespace {

constexpr int kDepthMax = 32;

class CanonicalReader {
public:
    CanonicalReader(std::string_view text, std::vector<JsonNode>& nodes)
        : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), nodes_(nodes) {}

    bool whole() { return value(0) && at_ == end_; }

private:
    using Kind = JsonNode::Kind;

    bool skip(char expected) {
        if (at_ == end_ || *at_ != expected) return false;
        ++at_;
        return true;
    }
    std::uint32_t offset() const { return static_cast<std::uint32_t>(at_ - begin_); }
    std::uint32_t open(Kind kind) {
        nodes_.push_back({kind, offset(), 0, 0});
        return static_cast<std::uint32_t>(nodes_.size() - 1);
    }
    bool close(std::uint32_t node) {
        nodes_[node].size = offset() - nodes_[node].begin;
        nodes_[node].after = static_cast<std::uint32_t>(nodes_.size());
        return true;
    }

    static bool comes_after(std::string_view name, std::string_view before) {
        if (!name.empty() && !before.empty() && name.front() != before.front())
            return static_cast<unsigned char>(name.front()) > static_cast<unsigned char>(before.front());
        return name > before;
    }

    bool value(int depth) {
        if (at_ == end_ || depth > kDepthMax) return false;
        switch (*at_) {
        case '{': return object(depth);
        case '[': return list(depth);
        case '"': return string();
        case 't': return word("true");
        case 'f': return word("false");
        default: return number();
        }
    }
    bool object(int depth) {
        const std::uint32_t node = open(Kind::Object);
        ++at_;
        if (skip('}')) return close(node);
        std::string_view before;
        for (bool first = true;; first = false) {
            const std::size_t key = nodes_.size();
            if (!string() || !skip(':')) return false;
            const std::string_view name(begin_ + nodes_[key].begin, nodes_[key].size);
            if (!first && !comes_after(name, before)) return false;  // out of order, or twice
            before = name;
            nodes_[key].after = JsonNode::digest_of(name);
            if (!value(depth + 1)) return false;
            if (skip(',')) continue;
            return skip('}') && close(node);
        }
    }
    bool list(int depth) {
        const std::uint32_t node = open(Kind::List);
        ++at_;
        if (skip(']')) return close(node);
        while (value(depth + 1)) {
            if (skip(',')) continue;
            return skip(']') && close(node);
        }
        return false;
    }
    bool string() {
        if (!skip('"')) return false;
        const std::uint32_t node = open(Kind::String);
        while (at_ != end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20) ++at_;
        return close(node) && skip('"');
    }
    bool word(std::string_view expected) {
        if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, expected.size()) !=
            expected)
            return false;
        const std::uint32_t node = open(Kind::Bool);
        at_ += expected.size();
        return close(node);
    }
    bool number() {
        const std::uint32_t node = open(Kind::Integer);
        std::int64_t parsed = 0;
        const auto [end, failed] = std::from_chars(at_, end_, parsed);
        const bool padded = end - at_ > 1 && (*at_ == '0' || (*at_ == '-' && at_[1] == '0'));
        if (failed != std::errc() || padded) return false;
        at_ = end;
        return close(node);
    }

    const char* begin_;
    const char* at_;
    const char* end_;
    std::vector<JsonNode>& nodes_;
};

}  // namespace

std::int64_t JsonPiece::integer() const {
    std::int64_t number = 0;
    if (is_integer()) std::from_chars(written().data(), written().data() + written().size(), number);
    return number;
}

bool read_canonical(std::string_view text, std::vector<JsonNode>& nodes) {
    nodes.clear();
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) return false;
    return CanonicalReader(text, nodes).whole();
}

}  // namespace base
