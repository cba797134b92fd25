#include "base/json.h"

#include "base/bytes.h"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace base {

namespace {

constexpr std::size_t kDepthMax = 32;
constexpr std::size_t kValuesMax = 400'000;  // 4 MB of "0,0,0" would else become 200 MB of tree
constexpr std::size_t kFewMembers = 12;
constexpr std::size_t kMembersAtFirst = 8;

using ParserError = boost::json::error_code;
using Piece = boost::json::string_view;

// Receives the parser's events, builds the tree and keeps the line. Lines are counted from where pieces of
// the input lie; a piece that was unescaped elsewhere keeps the line of the one before.
class TreeHandler {
public:
    static constexpr std::size_t max_array_size = kValuesMax;
    static constexpr std::size_t max_object_size = kValuesMax;
    static constexpr std::size_t max_string_size = std::size_t{1} << 30;
    static constexpr std::size_t max_key_size = 4096;

    explicit TreeHandler(std::string_view input) : input_(input), seen_(input.data()) {}

    Json take() { return std::move(root_); }
    int line() const { return line_; }
    int line_at(std::size_t offset) const {
        const auto end = input_.begin() + static_cast<std::ptrdiff_t>(std::min(offset, input_.size()));
        return 1 + static_cast<int>(std::count(input_.begin(), end, '\n'));
    }
    bool found_duplicate() const { return found_duplicate_; }
    const std::string& duplicate() const { return duplicate_; }
    bool too_many() const { return values_ > kValuesMax; }

    bool on_document_begin(ParserError&) { return true; }
    bool on_document_end(ParserError&) { return true; }

    bool on_object_begin(ParserError& error) { return open(Json::Kind::Object, error); }
    bool on_object_end(std::size_t, ParserError& error) {
        if (has_duplicate(*open_.back())) return refuse(error);
        open_.pop_back();
        return true;
    }
    bool on_array_begin(ParserError& error) { return open(Json::Kind::List, error); }
    bool on_array_end(std::size_t, ParserError&) {
        open_.pop_back();
        return true;
    }

    bool on_key_part(Piece piece, std::size_t, ParserError&) { return gather(piece); }
    bool on_key(Piece piece, std::size_t, ParserError&) {
        look_at(piece);
        auto& members = open_.back()->members;
        if (members.empty()) members.reserve(kMembersAtFirst);
        auto& member = members.emplace_back();
        take(piece, member.first);
        member.second.line = line_;
        return true;
    }
    bool on_string_part(Piece piece, std::size_t, ParserError&) { return gather(piece); }
    bool on_string(Piece piece, std::size_t, ParserError& error) {
        look_at(piece);
        return place_text(Json::Kind::String, piece, error);
    }
    bool on_number_part(Piece piece, ParserError&) { return gather(piece); }
    bool on_int64(std::int64_t number, Piece piece, ParserError& error) {
        look_at(piece);
        gathered_.clear();
        Json* value = place(Json::Kind::Integer, error);
        if (value != nullptr) value->integer = number;
        return value != nullptr;
    }
    bool on_uint64(std::uint64_t, Piece piece, ParserError& error) { return number_as_written(piece, error); }
    bool on_double(double, Piece piece, ParserError& error) { return number_as_written(piece, error); }
    bool on_bool(bool truth, ParserError& error) {
        Json* value = place(Json::Kind::Bool, error);
        if (value != nullptr) value->truth = truth;
        return value != nullptr;
    }
    bool on_null(ParserError& error) { return place(Json::Kind::Null, error) != nullptr; }
    bool on_comment_part(Piece piece, ParserError&) { return look_at(piece); }
    bool on_comment(Piece piece, ParserError&) { return look_at(piece); }

private:
    static bool refuse(ParserError& error) {
        error = boost::json::make_error_code(boost::json::error::exception);
        return false;
    }

    bool look_at(Piece piece) {
        const char* start = piece.data();
        const bool inside = start >= seen_ && start <= input_.data() + input_.size();
        if (!inside) return true;
        while (seen_ < start) {
            const void* end_of_line = std::memchr(seen_, '\n', static_cast<std::size_t>(start - seen_));
            if (end_of_line == nullptr) break;
            ++line_;
            seen_ = static_cast<const char*>(end_of_line) + 1;
        }
        seen_ = start;
        return true;
    }
    bool gather(Piece piece) {
        look_at(piece);
        gathered_.append(piece.data(), piece.size());
        return true;
    }
    // A text that came in one piece goes straight to its place.
    void take(Piece piece, std::string& into) {
        if (gathered_.empty()) {
            into.assign(piece.data(), piece.size());
            return;
        }
        gathered_.append(piece.data(), piece.size());
        into = std::move(gathered_);
        gathered_.clear();
    }
    bool number_as_written(Piece piece, ParserError& error) {
        look_at(piece);
        return place_text(Json::Kind::Number, piece, error);
    }
    bool place_text(Json::Kind kind, Piece piece, ParserError& error) {
        Json* value = place(kind, error);
        if (value != nullptr) take(piece, value->text);
        return value != nullptr;
    }

    bool open(Json::Kind kind, ParserError& error) {
        Json* value = place(kind, error);
        if (value != nullptr) open_.push_back(value);
        return value != nullptr;
    }
    // Makes the value where it belongs; null when there are too many. What is open does not move: its parent
    // takes nothing in before it is closed. A member keeps the line of its key, an item or the root the line
    // reached so far.
    Json* place(Json::Kind kind, ParserError& error) {
        if (++values_ > kValuesMax) {
            refuse(error);
            return nullptr;
        }
        Json* value = &root_;
        if (open_.empty()) {
            root_.line = 1;
        } else if (open_.back()->is_list()) {
            value = &open_.back()->items.emplace_back();
            value->line = line_;
        } else {
            value = &open_.back()->members.back().second;
        }
        value->kind = kind;
        return value;
    }

    bool has_duplicate(const Json& object) {
        const auto& members = object.members;
        if (members.size() <= kFewMembers) {
            for (std::size_t i = 0; i < members.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) {
                    if (members[i].first == members[j].first) return note_duplicate(members[i]);
                }
            }
            return false;
        }
        std::vector<std::size_t> order(members.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&members](std::size_t one, std::size_t other) {
            return members[one].first < members[other].first;
        });
        for (std::size_t i = 1; i < order.size(); ++i) {
            if (members[order[i]].first == members[order[i - 1]].first)
                return note_duplicate(members[order[i]]);
        }
        return false;
    }
    bool note_duplicate(const std::pair<std::string, Json>& member) {
        duplicate_ = member.first;
        line_ = member.second.line;
        found_duplicate_ = true;
        return true;
    }

    std::string_view input_;
    const char* seen_;
    int line_ = 1;
    std::size_t values_ = 0;
    std::string gathered_;
    std::vector<Json*> open_;
    Json root_;
    std::string duplicate_;
    bool found_duplicate_ = false;
};

Error refusal(const TreeHandler& handler, const ParserError& error, std::size_t offset) {
    const auto line_text = [](int line) { return std::to_string(line); };
    if (handler.found_duplicate()) {
        return Error(ErrorCode::Invalid, "json.duplicate_key")
            .with("key", handler.duplicate())
            .with("line", line_text(handler.line()));
    }
    const std::string line = line_text(std::max(handler.line(), handler.line_at(offset)));
    const bool too_big = handler.too_many() || error == boost::json::error::array_too_large ||
                         error == boost::json::error::object_too_large;
    if (too_big) {
        return Error(ErrorCode::TooLarge, "json.too_many_values").with("max", std::to_string(kValuesMax));
    }
    if (error == boost::json::error::too_deep) {
        return Error(ErrorCode::Invalid, "json.too_deep")
            .with("line", line)
            .with("max", std::to_string(kDepthMax));
    }
    const std::string detail = error ? error.message() : "text after the end";
    return Error(ErrorCode::Invalid, "json.broken", detail).with("line", line);
}

constexpr std::string_view kShortEscapes = "btnvfr";

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escaped(std::string& out, char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out.push_back('\\');
        out.push_back(c);
    } else if (byte >= 8 && byte <= 13 && byte != 11) {
        out.push_back('\\');
        out.push_back(kShortEscapes[byte - 8u]);
    } else {
        out.append("\\u00").append(to_hex(std::string_view(&c, 1)));
    }
}

}  // namespace

Json::Json() = default;
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

const Json* Json::find(std::string_view key) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [key](const auto& member) { return member.first == key; });
    return found == members.end() ? nullptr : &found->second;
}

std::string_view Json::string_or(std::string_view key, std::string_view otherwise) const {
    const Json* found = find(key);
    return found != nullptr && found->kind == Kind::String ? std::string_view(found->text) : otherwise;
}

std::int64_t Json::integer_or(std::string_view key, std::int64_t otherwise) const {
    const Json* found = find(key);
    return found != nullptr && found->kind == Kind::Integer ? found->integer : otherwise;
}

bool Json::is_true(std::string_view key) const {
    const Json* found = find(key);
    return found != nullptr && found->kind == Kind::Bool && found->truth;
}

const std::vector<Json>& Json::list(std::string_view key) const {
    static const std::vector<Json> none;
    const Json* found = find(key);
    return found != nullptr ? found->items : none;
}

Result<Json> parse_json(std::string_view text, JsonComments comments, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return Error(ErrorCode::TooLarge, "json.too_large").with("max", std::to_string(bytes_max));
    }
    boost::json::parse_options options;
    options.max_depth = kDepthMax;
    options.allow_comments = comments == JsonComments::Allowed;
    boost::json::basic_parser<TreeHandler> parser(options, text);
    ParserError error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (error || used < text.size()) return refusal(parser.handler(), error, used);
    return parser.handler().take();
}

void append_json_string(std::string& out, std::string_view value) {
    out.push_back('"');
    std::size_t start = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!needs_escape(value[i])) continue;
        out.append(value.substr(start, i - start));
        append_escaped(out, value[i]);
        start = i + 1;
    }
    out.append(value.substr(start));
    out.push_back('"');
}

void JsonWriter::before_value() {
    if (comma_) out_.push_back(',');
    comma_ = true;
}

JsonWriter& JsonWriter::open_object() {
    before_value();
    out_.push_back('{');
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::close_object() {
    out_.push_back('}');
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::open_list() {
    before_value();
    out_.push_back('[');
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::close_list() {
    out_.push_back(']');
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    before_value();
    append_json_string(out_, name);
    out_.push_back(':');
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
    before_value();
    append_json_string(out_, value);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    before_value();
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    before_value();
    out_.append(value ? "true" : "false");
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    before_value();
    out_.append(json);
    return *this;
}

void append_json(std::string& out, const Json& value) {
    switch (value.kind) {
    case Json::Kind::Null: out += "null"; break;
    case Json::Kind::Bool: out += value.truth ? "true" : "false"; break;
    case Json::Kind::Integer: out += std::to_string(value.integer); break;
    case Json::Kind::Number: out += value.text; break;
    case Json::Kind::String: append_json_string(out, value.text); break;
    case Json::Kind::List:
        out += '[';
        for (std::size_t at = 0; at < value.items.size(); ++at) {
            if (at > 0) out += ',';
            append_json(out, value.items[at]);
        }
        out += ']';
        break;
    case Json::Kind::Object:
        out += '{';
        for (std::size_t at = 0; at < value.members.size(); ++at) {
            if (at > 0) out += ',';
            append_json_string(out, value.members[at].first);
            out += ':';
            append_json(out, value.members[at].second);
        }
        out += '}';
        break;
    }
}

}  // namespace base
