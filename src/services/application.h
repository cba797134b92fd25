#pragma once
// 申请 (application): the questions of one item in the order they are asked, what of the answers is wrong,
// and the filing of a finished draft. The same questions serve the citizen's pages, the counter's form and
// the API.

#include "casework/case_verbs.h"
#include "services/draft.h"
#include "text/locale.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace services {

struct AskOption {
    std::string value, label, label_en;
};
struct AskField {
    std::string id;
    std::string label, label_en, hint, hint_en;
    std::string kind;  // text long number date choice yesno identifier phone body
    bool required = false;
    bool about_applicant = false;  // who asks and how to reach him; the rest is what the matter is about
    std::size_t characters_max = 120;
    std::vector<AskOption> options;

    const std::string& label_in(text::Locale locale) const {
        return locale == text::Locale::English ? label_en : label;
    }
    const std::string& hint_in(text::Locale locale) const {
        return locale == text::Locale::English ? hint_en : hint;
    }
};
struct AskPage {
    std::string id;
    std::string title, title_en, hint, hint_en;
    bool about_applicant = false;  // begins with who asks
    std::vector<AskField> fields;
    const std::string& title_in(text::Locale locale) const {
        return locale == text::Locale::English ? title_en : title;
    }
    const std::string& hint_in(text::Locale locale) const {
        return locale == text::Locale::English ? hint_en : hint;
    }
};
using AskPages = std::vector<AskPage>;

// Pages of an item under its process; kept per version.
class AskShelf {
public:
    // Reason for shared_ptr: shared by all requests of one version.
    // A question for a body offers those of the roll.
    base::Result<std::shared_ptr<const AskPages>> pages(const casework::Practice& practice,
                                                        const casework::Handling& handling);

private:
    std::mutex mutex_;
    // Reason for shared_ptr: requests go on with a version that the shelf has forgotten.
    std::map<std::pair<base::Digest, base::Digest>, std::shared_ptr<const AskPages>> kept_;
};

// Reads one typed value: trimmed, limited, of its kind. The error names the field and says what to do.
base::Result<std::string> read_answer(const AskField& field, std::string_view typed,
                                      const DraftContent& content, calendar::Date today);

// One thing that still keeps an application from being filed.
struct Fault {
    std::string page;   // page id, or "materials"
    std::string field;  // field or material
    std::string text_key;
    std::vector<std::pair<std::string, std::string>> args;
};
enum class Papers {
    Uploaded,
    AtCounter
};  // online a necessary paper needs a file; the counter looks at the paper itself
struct Checking {
    const AskPages& pages;
    const catalog::ServiceItem& item;
    Papers papers;
    calendar::Date today;
};
std::vector<Fault> faults_of(const Checking& checking, const DraftContent& content);

struct Arrival {
    std::string channel;        // web hall api internal
    identity::PersonId person;  // account of the applicant
};
// What is kept of one paper that was handed in.
casework::NewMaterial material_of(const Upload& upload);
// Checks all and makes ready what is filed. Invalid, at the first fault. Needs no act: it may be done on the
// pool.
struct Asked {
    const casework::Practice& practice;
    AskShelf& shelf;
    std::string_view item;
    calendar::Date today;
};
base::Result<casework::NewCase> complete_application(const Asked& asked, DraftContent content,
                                                     const Arrival& arrival);
// Checks all, seals and files. Invalid application.incomplete names the first fault.
base::Result<casework::Filed> file_application(identity::Act& act, const casework::Practice& practice,
                                               AskShelf& shelf, std::string_view item,
                                               const DraftContent& content, const Arrival& arrival);

}  // namespace services
