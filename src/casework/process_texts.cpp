#include "casework/process_texts.h"

#include "base/json.h"

#include <algorithm>

namespace casework {

namespace {

constexpr std::size_t kWordingsMax = 512;

std::size_t index_of(text::Locale locale) {
    return locale == text::Locale::English ? 1 : 0;
}

}  // namespace

bool is_about_applicant(std::string_view question) {
    constexpr std::string_view kFields[] = {"applicant_kind", "name",       "number",       "phone",
                                            "address",        "agent_name", "agent_number", "delivery"};
    return std::find(std::begin(kFields), std::end(kFields), question) != std::end(kFields);
}

base::Result<ProcessTexts> ProcessTexts::parse(std::string_view bundle) {
    const base::Json json = TRY(base::parse_json(bundle, base::JsonComments::Allowed));
    ProcessTexts texts;
    const base::Json* both = json.find("text");
    if (both == nullptr) return base::Error(base::ErrorCode::Invalid, "definition.bad", "no text");
    constexpr std::string_view locales[] = {"zh-CN", "en"};
    for (std::size_t i = 0; i < 2; ++i) {
        const base::Json* one = both->find(locales[i]);
        if (one == nullptr) continue;
        for (const auto& [key, value] : one->members) texts.by_key_[i][key] = value.text;
    }
    if (const base::Json* form = json.find("form"); form != nullptr) {
        catalog::Findings ignored;  // checked before it was activated
        for (const base::Json& page : form->list("pages"))
            for (catalog::Question& question : catalog::read_question_page(page, ignored).questions)
                if (!is_about_applicant(question.id)) texts.questions_.push_back(std::move(question));
    }
    return texts;
}

const std::string* ProcessTexts::find(text::Locale locale, std::string_view key) const {
    const auto& texts = by_key_[index_of(locale)];
    const auto found = texts.find(key);
    return found == texts.end() ? nullptr : &found->second;
}

std::string ProcessTexts::text(text::Locale locale, std::string_view key, const Filling& filling) const {
    if (const std::string* found = find(locale, key)) return filled(*found, filling);
    return std::string(key.substr(key.rfind('.') + 1));
}

std::string ProcessTexts::of(text::Locale locale, std::string_view group, std::string_view name) const {
    return text(locale, std::string(group).append(name));
}

std::string filled(std::string_view sentence, const Filling& filling) {
    std::string out;
    while (!sentence.empty()) {
        const std::size_t open = sentence.find('{');
        const std::size_t close = open == std::string_view::npos ? open : sentence.find('}', open);
        if (close == std::string_view::npos) break;
        out.append(sentence.substr(0, open));
        const std::string_view name = sentence.substr(open + 1, close - open - 1);
        for (const auto& [key, value] : filling) {
            if (key == name) {
                out += value;
                break;
            }
        }
        sentence.remove_prefix(close + 1);
    }
    return out.append(sentence);
}

base::Result<std::shared_ptr<const ProcessTexts>> Wordings::of(const catalog::ProcessText& process) const {
    {
        const std::lock_guard lock(mutex_);
        const auto known = known_.find(process.digest);
        if (known != known_.end()) return known->second;
    }
    auto texts = std::make_shared<const ProcessTexts>(TRY(ProcessTexts::parse(process.text)));
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kWordingsMax) known_.clear();
    known_[process.digest] = texts;
    return texts;
}

}  // namespace casework
