#include "web/texts.h"

#include "base/json.h"

#include <algorithm>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

std::size_t index_of(Locale locale) {
    return static_cast<std::size_t>(locale);
}

bool name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// {name} at `at`: its name, or "" when the brace is only a brace.
std::string_view placeholder_at(std::string_view sentence, std::size_t at) {
    std::size_t end = at + 1;
    while (end < sentence.size() && name_character(sentence[end])) ++end;
    if (end == at + 1 || end == sentence.size() || sentence[end] != '}') return {};
    return sentence.substr(at + 1, end - at - 1);
}

// The county's name is {county} here and {county_en} there.
std::vector<std::string> compared_names(std::string_view sentence) {
    auto names = placeholders_of(sentence);
    std::erase_if(names, [](const std::string& name) { return name.starts_with("county"); });
    return names;
}

}  // namespace

std::vector<std::string> placeholders_of(std::string_view sentence) {
    std::vector<std::string> names;
    for (std::size_t at = sentence.find('{'); at != std::string_view::npos; at = sentence.find('{', at + 1)) {
        const auto name = placeholder_at(sentence, at);
        if (!name.empty()) names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Result<Texts> Texts::load(const Files& files) {
    Texts texts;
    std::string faults;
    for (const Locale locale : {Locale::Chinese, Locale::English}) {
        auto& by_key = texts.by_key_[index_of(locale)];
        for (const std::string_view path :
             files.under("web/text/" + std::string(locale_code(locale)) + "/")) {
            const auto parsed = base::parse_json(files.find(path)->bytes);
            if (!parsed.ok() || !parsed.value().is_object()) {
                faults += std::string(path) + ": not a flat JSON object\n";
                continue;
            }
            for (const auto& [key, value] : parsed.value().members) {
                const std::string place = std::string(path) + ":" + std::to_string(value.line) + ": " + key;
                if (!value.is_string()) faults += place + " is not a text\n";
                if (!by_key.emplace(key, value.text).second) faults += place + " stands twice\n";
            }
        }
    }
    const auto& chinese = texts.by_key_[index_of(Locale::Chinese)];
    const auto& english = texts.by_key_[index_of(Locale::English)];
    for (const auto& [key, sentence] : chinese) {
        const auto other = english.find(key);
        if (other == english.end())
            faults += "web/text/en: " + key + " is missing\n";
        else if (compared_names(sentence) != compared_names(other->second))
            faults += "web/text: " + key + " has other {names} in en than in zh-CN\n";
    }
    for (const auto& [key, sentence] : english) {
        if (!chinese.contains(key)) faults += "web/text/zh-CN: " + key + " is missing\n";
    }
    if (!faults.empty()) return Error(ErrorCode::Corrupt, "web.texts_broken", faults);
    return texts;
}

const std::string* Texts::find(Locale locale, std::string_view key) const {
    const auto& by_key = by_key_[index_of(locale)];
    const auto found = by_key.find(key);
    return found == by_key.end() ? nullptr : &found->second;
}

std::string Texts::text(Locale locale, std::string_view key, const TextArgs& args) const {
    const std::string* sentence = find(locale, key);
    if (!sentence) return std::string(key);
    std::string out;
    for (std::size_t at = 0; at < sentence->size();) {
        const auto name = (*sentence)[at] == '{' ? placeholder_at(*sentence, at) : std::string_view();
        const auto arg =
            std::find_if(args.begin(), args.end(), [&](const auto& pair) { return pair.first == name; });
        if (name.empty() || arg == args.end()) {
            out += (*sentence)[at++];
        } else {
            out += arg->second;
            at += name.size() + 2;
        }
    }
    return out;
}

std::string Texts::error_text(const Error& error, Locale locale) const {
    return text(locale, error.text_key(), error.args());
}

std::vector<std::string_view> Texts::keys() const {
    std::vector<std::string_view> found;
    for (const auto& [key, sentence] : by_key_[0]) found.emplace_back(key);
    return found;
}

std::vector<std::string_view> Texts::keys_like(std::string_view prefix, std::string_view suffix) const {
    std::vector<std::string_view> found;
    const auto& by_key = by_key_[0];
    for (auto at = by_key.lower_bound(prefix); at != by_key.end() && at->first.starts_with(prefix); ++at) {
        const std::string_view key = at->first;
        if (key.size() <= prefix.size() + suffix.size() || !key.ends_with(suffix)) continue;
        const auto middle = key.substr(prefix.size(), key.size() - prefix.size() - suffix.size());
        if (middle.find('.') == std::string_view::npos) found.push_back(key);
    }
    return found;
}

}  // namespace web
