#pragma once
// Sentences by key and language: web/text/<locale>/*.json, flat. Both languages hold the same keys with the
// same {names}; a difference stops the start. Code holds keys, never sentences.

#include "base/result.h"
#include "web/files.h"
#include "web/locale.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

using TextArgs = std::vector<std::pair<std::string, std::string>>;

class Texts {
public:
    static base::Result<Texts> load(const Files& files);  // the detail lists every fault, one a line

    const std::string* find(Locale locale, std::string_view key) const;  // null when absent
    // Placeholders filled, not escaped. A key that nobody wrote comes back as itself.
    std::string text(Locale locale, std::string_view key, const TextArgs& args = {}) const;
    std::string error_text(const base::Error& error, Locale locale) const;
    std::vector<std::string_view> keys() const;
    std::vector<std::string_view> keys_like(std::string_view prefix, std::string_view suffix) const;

private:
    std::map<std::string, std::string, std::less<>> by_key_[kLocales];
};

// The {names} of a sentence, sorted.
std::vector<std::string> placeholders_of(std::string_view sentence);

}  // namespace web
