// form.json as it is handed in: every key and kind known, every question named once. An unknown word is told
// with its line in the file and the nearest known word.

#include "casework/process_bundle.h"
#include "catalog/limits.h"

#include <algorithm>
#include <set>

namespace casework {

namespace {

using catalog::Findings;
using catalog::ObjectReader;

// What services::AskField can ask.
const std::vector<std::string_view> kKinds{"text",  "long",       "number", "date", "choice",
                                           "yesno", "identifier", "phone",  "body"};
constexpr std::size_t kPagesMax = 20;
constexpr std::int64_t kCharactersMax = 4000;

class FormChecker {
public:
    explicit FormChecker(Findings& findings) : findings_(findings) {}

    void check(const base::Json& form) {
        ObjectReader reader(form, "form.json", findings_);
        const auto& pages = reader.list("pages");
        if (pages.size() > kPagesMax) reader.fault("form_check.too_many", "pages", std::to_string(kPagesMax));
        for (const base::Json& page : pages) check_page(page);
    }

private:
    void check_page(const base::Json& json) {
        ObjectReader page(json, "form.json " + std::string(json.string_or("page")), findings_);
        page.text("page");
        page.text("title");
        page.text("title_en");
        page.maybe("hint");
        page.maybe("hint_en");
        for (const base::Json& field : page.list("fields")) check_field(field);
    }

    void check_field(const base::Json& json) {
        ObjectReader field(json, "form.json " + std::string(json.string_or("id")), findings_);
        const std::string id = field.text("id");
        if (!id.empty() && !asked_.insert(id).second) field.fault("form_check.twice", "id", id);
        if (asked_.size() > catalog::kQuestionsMax)
            field.fault("form_check.too_many", "fields", std::to_string(catalog::kQuestionsMax));
        field.text("label");
        field.text("label_en");
        field.maybe("hint");
        field.maybe("hint_en");
        field.truth("required");
        const std::string kind = field.word("kind", kKinds);
        const std::int64_t most = field.number_or("max", 1);
        if (most < 1 || most > kCharactersMax)
            field.fault("form_check.bad_max", "max", std::to_string(kCharactersMax));
        const auto& options = field.list("options");
        if ((kind == "choice") != (options.size() >= 2) || options.size() > kOptionsMax)
            field.fault("form_check.bad_options", "options", std::to_string(kOptionsMax));
        for (const base::Json& option : options) {
            ObjectReader one(option, "form.json " + id, findings_);
            one.text("v");
            one.text("label");
            one.text("label_en");
        }
    }

    Findings& findings_;
    std::set<std::string> asked_;
};

}  // namespace

void check_form(const base::Json& bundle, Findings& findings) {
    const base::Json* form = bundle.find("form");
    if (form == nullptr || (form->is_object() && form->members.empty())) return;  // asks nothing
    Findings own;
    if (form->is_object())
        FormChecker(own).check(*form);
    else
        own.push_back({"definition.not_an_object", "form.json", form->line, {}});
    // Lines of the file, which stands in the bundle as it was written.
    for (catalog::Finding& finding : own) {
        finding.line = std::max(0, finding.line - form->line + 1);
        findings.push_back(std::move(finding));
    }
}

}  // namespace casework
