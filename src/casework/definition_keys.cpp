#include "casework/definition_keys.h"

#include <algorithm>

namespace casework {

namespace {

using base::Json;

constexpr std::string_view kLists[] = {"basis",   "facts",     "outputs", "steps",    "guards",
                                       "gates",   "deadlines", "options", "outcomes", "not",
                                       "effects", "sets",      "pauses",  "rated_bad"};
constexpr std::string_view kNumbers[] = {"version", "repeat", "at_most", "n", "times", "least", "longest"};
constexpr std::string_view kTruths[] = {"optional"};
constexpr std::string_view kParts[] = {"spawn", "min", "extend", "unless", "gives"};
// A word, or something longer; whoever reads them looks.
constexpr std::string_view kMany[] = {"budget", "marks",  "expire", "quorum",
                                      "guard",  "within", "before", "needs"};

template <std::size_t n>
bool among(const std::string_view (&words)[n], std::string_view key) {
    return std::find(std::begin(words), std::end(words), key) != std::end(words);
}

}  // namespace

base::Result<> check_kind(std::string_view key, const Json& value, Place place) {
    const auto wanted = [&](bool fits, std::string_view kind) -> base::Result<> {
        if (fits) return base::Done{};
        return bad_definition(place, "'" + std::string(key) + "' takes " + std::string(kind));
    };
    if (among(kMany, key)) {
        const bool names = value.is_list() &&
                           std::all_of(value.items.begin(), value.items.end(),
                                       [](const Json& item) { return item.is_string() || item.is_object(); });
        return wanted(value.is_string() || value.is_object() || names || value.kind == Json::Kind::Integer,
                      "a word, a number or a list of words");
    }
    if (among(kLists, key)) return wanted(value.is_list(), "a list");
    if (among(kNumbers, key)) return wanted(value.kind == Json::Kind::Integer, "a whole number");
    if (among(kTruths, key)) return wanted(value.kind == Json::Kind::Bool, "true or false");
    if (among(kParts, key)) return wanted(value.is_object(), "an object");
    return wanted(value.is_string(), "a word");
}

base::Result<int> read_number(const Json& at, std::string_view key, int otherwise, Between bounds,
                              Place place) {
    const Json* found = at.find(key);
    if (found == nullptr) return otherwise;
    const bool fits =
        found->kind == Json::Kind::Integer && found->integer >= bounds.low && found->integer <= bounds.high;
    if (fits) return static_cast<int>(found->integer);
    place.line = found->line;
    return bad_definition(place, std::string(key) + " is " + std::to_string(bounds.low) + " to " +
                                     std::to_string(bounds.high));
}

}  // namespace casework
