#pragma once
// 草稿 (draft): an application while it is being filled in, saved page by page, resumable on another device
// or at the counter by its number and code. It has no legal meaning; filing turns it into a matter. What was
// typed stays sealed.

#include "catalog/item.h"
#include "identity/registrar.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace services {

// A file handed in for one material, already sealed on disk.
struct Upload {
    std::string material;
    std::string name;  // as the person called it
    std::string type;  // image/jpeg …
    std::int64_t size = 0;
    base::Digest file;     // name of the sealed file
    base::Digest content;  // salted digest of what was handed in
    std::string salt;
    std::string bytes;  // a small paper that travels inside the record (API); then `file` is zero
    std::string paper;  // original copy, when the window has seen the paper; `type` is then that of its scan,
                        // or empty
    int copies = 0;     // of that paper
};

struct DraftContent {
    std::string scenario;
    std::map<std::string, std::string> answers;  // field → what was typed
    std::vector<Upload> uploads;
    std::vector<std::string> deferred;  // materials to follow (容缺后补)

    std::string answer(const std::string& field) const;
    std::vector<const Upload*> uploads_for(std::string_view material) const;
    bool is_deferred(std::string_view material) const;
    std::string to_json() const;
    static base::Result<DraftContent> from_json(std::string_view json);
};

struct Draft {
    std::string draft;  // D4T7K2
    std::string item;
    base::Digest guide;         // the guide it was begun under
    identity::PersonId person;  // 0: no account
    DraftContent content;
    calendar::Instant updated;
    std::string filed;  // case number once handed in
};

// Whose hands a draft is in: the account, or the browser that began or resumed it.
struct Holder {
    identity::PersonId person;
    std::string browser;
};

// Verbs (scratch only: nothing of a draft enters the journal).
base::Result<std::string> begin_draft(identity::Act& act, const Holder& holder,
                                      const catalog::ServiceItem& item, const DraftContent& content);
base::Result<> save_draft(identity::Act& act, const Holder& holder, const Draft& draft);
base::Result<> resume_draft(identity::Act& act, const Holder& holder, std::string_view draft,
                            std::string_view code);
base::Result<> mark_filed(identity::Act& act, std::string_view draft, std::string_view number);
base::Result<> drop_draft(identity::Act& act, const Holder& holder,
                          std::string_view draft);  // no longer wanted
base::Result<> sweep_drafts(identity::Act& act);    // untouched for 30 days; at most 200 at once

// A paper that nobody handed in leaves the disk when its draft is dropped, runs out or loses it. The act that
// drops it only notes the file; this erases what was noted, so that an act undone undoes it.
base::Result<int> erase_dropped_files(identity::Registrar& registrar);

// Papers of a supplement, gathered under the matter's own number until they are handed in. The caller has
// proved to be its applicant; nobody finds them as a draft.
base::Result<DraftContent> gathered_papers(const identity::Reading& reading, std::string_view number);
base::Result<> gather_papers(identity::Act& act, std::string_view number, const DraftContent& papers);
base::Result<> papers_handed_in(identity::Act& act, std::string_view number);  // they are the matter's now

// Readings. NotFound unless it exists and is in these hands.
base::Result<Draft> find_draft(const identity::Reading& reading, const Holder& holder,
                               std::string_view draft);
std::string draft_code(const identity::Reading& reading, std::string_view draft);  // six digits
struct DraftLine {
    std::string draft;
    std::string item;
    calendar::Instant updated;
};
base::Result<std::vector<DraftLine>> list_drafts(const identity::Reading& reading, identity::PersonId person);

}  // namespace services
