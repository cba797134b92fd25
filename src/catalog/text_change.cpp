// Comparing two definition texts key by key (definition.h).

#include "catalog/definition.h"
#include "catalog/limits.h"

#include <algorithm>

namespace catalog {

namespace {

using base::Json;

constexpr std::string_view kCodeKeys[] = {"id",  "item", "step", "page",     "deadline", "outcome",
                                          "art", "code", "role", "calendar", "fact",     "v"};
constexpr std::string_view kNameKeys[] = {"name", "title", "label", "summary", "q", "law"};
constexpr std::size_t kChangesMax = 2000;

void print(const Json& value, base::JsonWriter& out) {
    switch (value.kind) {
    case Json::Kind::Null: out.raw("null"); return;
    case Json::Kind::Bool: out.boolean(value.truth); return;
    case Json::Kind::Integer: out.integer(value.integer); return;
    case Json::Kind::Number: out.raw(value.text); return;
    case Json::Kind::String: out.string(value.text); return;
    case Json::Kind::List:
        out.open_list();
        for (const Json& item : value.items) print(item, out);
        out.close_list();
        return;
    case Json::Kind::Object:
        out.open_object();
        for (const auto& [key, member] : value.members) print(member, (out.key(key), out));
        out.close_object();
        return;
    }
}

// A value as an official reads it: text as it is, an object by its name.
std::string words(const Json* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return value->text;
    if (value->is_object()) {
        for (const std::string_view key : kNameKeys) {
            const Json* name = value->find(key);
            if (name != nullptr && name->is_string() && !name->text.empty()) {
                const std::string_view article = value->string_or("art");
                return article.empty() ? name->text : name->text + " " + std::string(article);
            }
        }
    }
    std::string printed;
    base::JsonWriter out(printed);
    print(*value, out);
    return printed;
}

std::string_view code_of(const Json& row) {
    for (const std::string_view key : kCodeKeys) {
        const std::string_view code = row.string_or(key);
        if (!code.empty()) return code;
    }
    return {};
}

// Rows are matched by code only when every row has one of its own.
bool has_codes(const std::vector<Json>& rows) {
    std::vector<std::string_view> codes;
    for (const Json& row : rows) codes.push_back(code_of(row));
    std::sort(codes.begin(), codes.end());
    return !codes.empty() && !codes.front().empty() &&
           std::adjacent_find(codes.begin(), codes.end()) == codes.end();
}

class Comparison {
public:
    std::vector<TextChange> changes;

    void compare(const Json* before, const Json* after, const std::string& key, const std::string& place) {
        if ((before == nullptr && after == nullptr) || changes.size() >= kChangesMax) return;
        if (before != nullptr && after != nullptr) {
            if (before->is_object() && after->is_object()) return compare_members(*before, *after, place);
            if (before->is_list() && after->is_list())
                return compare_rows(before->items, after->items, key, place);
        }
        std::string was = words(before);
        std::string is = words(after);
        if (was != is) changes.push_back({key, place, std::move(was), std::move(is)});
    }

private:
    static std::string below(const std::string& place, std::string_view key) {
        return place.empty() ? std::string(key) : place + "." + std::string(key);
    }
    void compare_members(const Json& before, const Json& after, const std::string& place) {
        for (const auto& [key, value] : after.members)
            compare(before.find(key), &value, key, below(place, key));
        for (const auto& [key, value] : before.members) {
            if (after.find(key) == nullptr) compare(&value, nullptr, key, below(place, key));
        }
    }
    void compare_rows(const std::vector<Json>& before, const std::vector<Json>& after, const std::string& key,
                      const std::string& place) {
        const bool by_code = (before.empty() || has_codes(before)) && (after.empty() || has_codes(after));
        if (!by_code) {
            for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
                compare(i < before.size() ? &before[i] : nullptr, i < after.size() ? &after[i] : nullptr, key,
                        below(place, std::to_string(i + 1)));
            }
            return;
        }
        const auto find = [](const std::vector<Json>& rows, std::string_view code) -> const Json* {
            const auto row = std::find_if(rows.begin(), rows.end(),
                                          [&](const Json& each) { return code_of(each) == code; });
            return row == rows.end() ? nullptr : &*row;
        };
        for (const Json& row : after)
            compare(find(before, code_of(row)), &row, key, below(place, code_of(row)));
        for (const Json& row : before) {
            if (find(after, code_of(row)) == nullptr) compare(&row, nullptr, key, below(place, code_of(row)));
        }
    }
};

}  // namespace

std::vector<TextChange> compare_texts(std::string_view before, std::string_view after) {
    const auto was = base::parse_json(before, base::JsonComments::Allowed, kDefinitionBytesMax);
    const auto is = base::parse_json(after, base::JsonComments::Allowed, kDefinitionBytesMax);
    Comparison comparison;
    comparison.compare(was.ok() ? &was.value() : nullptr, is.ok() ? &is.value() : nullptr, {}, {});
    return std::move(comparison.changes);
}

}  // namespace catalog
