#include "base/json_keys.h"

#include "base/nearest.h"

#include <algorithm>

namespace base {

namespace {

char letter_of(Json::Kind kind) {
    switch (kind) {
    case Json::Kind::Null: return 'n';
    case Json::Kind::Bool: return 'b';
    case Json::Kind::Integer: return 'i';
    case Json::Kind::Number: return 'd';
    case Json::Kind::String: return 's';
    case Json::Kind::List: return 'l';
    case Json::Kind::Object: return 'o';
    }
    return 0;
}

std::string_view word_of(char letter) {
    switch (letter) {
    case 's': return "text";
    case 'i': return "a whole number";
    case 'b': return "true or false";
    case 'l': return "a list";
    case 'o': return "an object";
    default: return "nothing";
    }
}

std::string wrong_kind(const KeyRule& rule) {
    std::string what = "'" + std::string(rule.key) + "' must be ";
    for (std::size_t i = 0; i < rule.kinds.size(); ++i)
        what.append(i == 0 ? "" : " or ").append(word_of(rule.kinds[i]));
    return what;
}

}  // namespace

std::string unknown_word(std::string_view kind, std::string_view word,
                         std::span<const std::string_view> known) {
    const std::string_view nearest = nearest_word(word, known);
    std::string what = "unknown " + std::string(kind) + " '" + std::string(word) + "'";
    if (!nearest.empty()) what += ", did you mean '" + std::string(nearest) + "'?";
    return what;
}

std::optional<KeyFault> find_key_fault(const Json& object, std::span<const KeyRule> known) {
    if (!object.is_object()) return KeyFault{object.line, "an object is expected"};
    for (const auto& [key, value] : object.members) {
        const auto rule =
            std::find_if(known.begin(), known.end(), [&](const KeyRule& one) { return one.key == key; });
        if (rule == known.end()) {
            std::vector<std::string_view> words;
            for (const KeyRule& one : known) words.push_back(one.key);
            return KeyFault{value.line, unknown_word("key", key, words)};
        }
        if (!rule->kinds.empty() && rule->kinds.find(letter_of(value.kind)) == std::string_view::npos)
            return KeyFault{value.line, wrong_kind(*rule)};
    }
    return std::nullopt;
}

}  // namespace base
