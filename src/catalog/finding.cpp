#include "catalog/finding.h"

#include "base/nearest.h"

#include <algorithm>
#include <cstdlib>

namespace catalog {

void add_refusal(const base::Error& error, Findings& findings) {
    Finding finding{error.text_key(), {}, 0, error.args()};
    for (const auto& [name, value] : error.args()) {
        if (name == "line") finding.line = std::atoi(value.c_str());
    }
    findings.push_back(std::move(finding));
}

ObjectReader::ObjectReader(const base::Json& object, std::string place, Findings& findings)
    : object_(object), place_(std::move(place)), findings_(findings) {
    if (!object.is_object()) findings_.push_back({"definition.not_an_object", place_, object.line, {}});
}

ObjectReader::~ObjectReader() {
    for (const auto& [key, value] : object_.members) {
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
        const std::string nearest(base::nearest_word(key, known_));
        findings_.push_back({nearest.empty() ? "definition.unknown_key" : "definition.unknown_key_near",
                             place_,
                             value.line,
                             {{"key", key}, {"nearest", nearest}}});
    }
}

const base::Json* ObjectReader::take(std::string_view key) {
    known_.push_back(key);
    return object_.find(key);
}

void ObjectReader::fault(std::string_view text_key, std::string_view key, std::string_view value) {
    const base::Json* at = object_.find(key);
    findings_.push_back({std::string(text_key),
                         place_,
                         at != nullptr ? at->line : object_.line,
                         {{"key", std::string(key)}, {"value", std::string(value)}}});
}

std::string ObjectReader::text(std::string_view key) {
    const base::Json* found = take(key);
    if (found == nullptr || !found->is_string() || found->text.empty()) {
        fault("definition.missing_text", key);
        return {};
    }
    return found->text;
}

std::string ObjectReader::maybe(std::string_view key) {
    const base::Json* found = take(key);
    if (found == nullptr || found->kind == base::Json::Kind::Null) return {};
    if (!found->is_string()) fault("definition.not_text", key);
    return found->text;
}

std::int64_t ObjectReader::number(std::string_view key) {
    const base::Json* found = take(key);
    if (found == nullptr || found->kind != base::Json::Kind::Integer) {
        fault("definition.missing_number", key);
        return 0;
    }
    return found->integer;
}

std::int64_t ObjectReader::number_or(std::string_view key, std::int64_t otherwise) {
    const base::Json* found = take(key);
    if (found == nullptr) return otherwise;
    if (found->kind != base::Json::Kind::Integer) fault("definition.not_number", key);
    return found->integer;
}

bool ObjectReader::truth(std::string_view key) {
    const base::Json* found = take(key);
    if (found != nullptr && found->kind != base::Json::Kind::Bool) fault("definition.not_truth", key);
    return found != nullptr && found->truth;
}

const std::vector<base::Json>& ObjectReader::list(std::string_view key) {
    static const std::vector<base::Json> kNone;
    const base::Json* found = take(key);
    if (found == nullptr) return kNone;
    if (!found->is_list()) fault("definition.not_list", key);
    return found->items;
}

const base::Json* ObjectReader::object(std::string_view key) {
    return take(key);
}

std::vector<std::string> ObjectReader::texts(std::string_view key) {
    std::vector<std::string> found;
    for (const base::Json& item : list(key)) {
        if (!item.is_string() || item.text.empty()) fault("definition.not_text", key);
        found.push_back(item.text);
    }
    return found;
}

std::vector<int> ObjectReader::numbers(std::string_view key) {
    std::vector<int> found;
    for (const base::Json& item : list(key)) {
        if (item.kind != base::Json::Kind::Integer) fault("definition.not_number", key);
        found.push_back(static_cast<int>(item.integer));
    }
    return found;
}

std::string ObjectReader::word(std::string_view key, const std::vector<std::string_view>& allowed) {
    std::string found = text(key);
    if (found.empty() || std::find(allowed.begin(), allowed.end(), found) != allowed.end()) return found;
    const std::string_view nearest = base::nearest_word(found, allowed);
    fault(nearest.empty() ? "definition.unknown_word" : "definition.unknown_word_near", key, found);
    findings_.back().args.emplace_back("nearest", nearest);
    return found;
}

}  // namespace catalog
