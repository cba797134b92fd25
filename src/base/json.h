#pragma once
// JSON in and out. Json is a plain tree that remembers the line of each value, so that a refusal can point at
// it. Reading: depth ≤ 32, size ≤ the caller's limit, no duplicate keys; numbers that are not integers are
// kept as text. Comments (//) are read only from definition files. Writing: JsonWriter appends, nothing is
// built first.

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

class Json {
public:
    enum class Kind { Null, Bool, Integer, Number, String, List, Object };

    // Written elsewhere: clang cannot make them while the type is still being read (a list of itself).
    Json();
    Json(const Json& other);
    Json(Json&& other) noexcept;
    Json& operator=(const Json& other);
    Json& operator=(Json&& other) noexcept;
    ~Json();

    Kind kind = Kind::Null;
    int line = 0;                                       // 1-based line of the nearest key
    bool truth = false;                                 // Bool
    std::int64_t integer = 0;                           // Integer
    std::string text;                                   // String, and Number as written
    std::vector<Json> items;                            // List
    std::vector<std::pair<std::string, Json>> members;  // Object, in written order

    bool is_string() const { return kind == Kind::String; }
    bool is_object() const { return kind == Kind::Object; }
    bool is_list() const { return kind == Kind::List; }
    const Json* find(std::string_view key) const;  // null: no such member or not an object
    std::string_view string_or(std::string_view key, std::string_view otherwise = {}) const;
    std::int64_t integer_or(std::string_view key, std::int64_t otherwise) const;
    bool is_true(std::string_view key) const;                   // absent or no truth value: false
    const std::vector<Json>& list(std::string_view key) const;  // empty when absent
};

enum class JsonComments { Refused, Allowed };
Result<Json> parse_json(std::string_view text, JsonComments comments = JsonComments::Refused,
                        std::size_t bytes_max = 4u << 20);

// Appends JSON to a string. Keys and values in the caller's order; strings are escaped, UTF-8 is kept as it
// is.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}
    JsonWriter& open_object();
    JsonWriter& close_object();
    JsonWriter& open_list();
    JsonWriter& close_list();
    JsonWriter& key(std::string_view name);
    JsonWriter& string(std::string_view value);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& raw(std::string_view json);  // a value that is JSON already
    JsonWriter& member(std::string_view name, std::string_view value) { return key(name).string(value); }
    JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
    JsonWriter& flag(std::string_view name, bool value) { return key(name).boolean(value); }

private:
    void before_value();
    std::string& out_;
    bool comma_ = false;
};

void append_json_string(std::string& out, std::string_view value);  // with the quotes
void append_json(std::string& out, const Json& value);              // a whole tree, without its comments

}  // namespace base
