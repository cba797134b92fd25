#pragma once
// The words of a process for people: names of steps, outcomes, periods and the sentences of its letters, in
// both languages, as they stood in the bundle a matter is pinned to. Nothing here decides.

#include "catalog/catalogue.h"
#include "text/locale.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace casework {

using Filling = std::vector<std::pair<std::string, std::string>>;

// What the engine itself knows of an applicant: kind, name, number … Every other question of a form is about
// the matter.
bool is_about_applicant(std::string_view question);

class ProcessTexts {
public:
    // Invalid definition.bad when the bundle is no JSON.
    static base::Result<ProcessTexts> parse(std::string_view bundle);

    const std::string* find(text::Locale locale, std::string_view key) const;  // null when nobody wrote it
    // The sentence with {names} filled in; a key that nobody wrote comes back as its last word.
    std::string text(text::Locale locale, std::string_view key, const Filling& filling = {}) const;
    std::string step(text::Locale locale, std::string_view name) const { return of(locale, "step.", name); }
    std::string outcome(text::Locale locale, std::string_view name) const {
        return of(locale, "outcome.", name);
    }
    std::string clock(text::Locale locale, std::string_view name) const { return of(locale, "clock.", name); }
    std::string result(text::Locale locale, std::string_view name) const {
        return of(locale, "result.", name);
    }
    std::string name(text::Locale locale) const { return text(locale, "name"); }

    // What the process's own form asks about the matter, in order.
    const std::vector<catalog::Question>& questions() const { return questions_; }

private:
    std::string of(text::Locale locale, std::string_view group, std::string_view name) const;
    std::map<std::string, std::string, std::less<>> by_key_[2];
    std::vector<catalog::Question> questions_;
};

// Placeholders {name} filled with values; one without a value is left out.
std::string filled(std::string_view sentence, const Filling& filling);

// The words of every version that a page has asked for, parsed once. May be used from several threads.
class Wordings {
public:
    // Reason for shared_ptr: a page keeps its words while others are added or the store is emptied.
    base::Result<std::shared_ptr<const ProcessTexts>> of(const catalog::ProcessText& process) const;

private:
    mutable std::mutex mutex_;
    mutable std::map<base::Digest, std::shared_ptr<const ProcessTexts>> known_;
};

}  // namespace casework
