#include "services/draft.h"

#include "base/json.h"
#include "casework/case_verbs.h"
#include "crypto/digest.h"
#include "identity/person.h"
#include "services/draft_store.h"
#include "services/limits.h"

#include <algorithm>

namespace services {

std::string DraftContent::answer(const std::string& field) const {
    const auto found = answers.find(field);
    return found == answers.end() ? std::string() : found->second;
}

std::vector<const Upload*> DraftContent::uploads_for(std::string_view material) const {
    std::vector<const Upload*> found;
    for (const Upload& upload : uploads) {
        if (upload.material == material) found.push_back(&upload);
    }
    return found;
}

bool DraftContent::is_deferred(std::string_view material) const {
    return std::find(deferred.begin(), deferred.end(), material) != deferred.end();
}

std::string DraftContent::to_json() const {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().member("scenario", scenario).key("answers").open_object();
    for (const auto& [field, value] : answers) json.member(field, value);
    json.close_object().key("uploads").open_list();
    for (const Upload& upload : uploads) {
        json.open_object()
            .member("material", upload.material)
            .member("name", upload.name)
            .member("type", upload.type)
            .member("size", upload.size)
            .member("file", upload.file.hex())
            .member("content", upload.content.hex())
            .member("salt", base::to_base64(upload.salt))
            .member("paper", upload.paper)
            .member("copies", static_cast<std::int64_t>(upload.copies))
            .close_object();
    }
    json.close_list().key("deferred").open_list();
    for (const std::string& material : deferred) json.string(material);
    json.close_list().close_object();
    return out;
}

base::Result<DraftContent> DraftContent::from_json(std::string_view text) {
    const base::Json json = TRY(base::parse_json(text));
    DraftContent content;
    content.scenario = json.string_or("scenario");
    if (const base::Json* answers = json.find("answers")) {
        for (const auto& [field, value] : answers->members) content.answers[field] = value.text;
    }
    for (const base::Json& item : json.list("uploads")) {
        Upload& upload = content.uploads.emplace_back();
        upload.material = item.string_or("material");
        upload.name = item.string_or("name");
        upload.type = item.string_or("type");
        upload.size = item.integer_or("size", 0);
        upload.file = TRY(base::Digest::from_hex(item.string_or("file")));
        upload.content = TRY(base::Digest::from_hex(item.string_or("content")));
        upload.salt = TRY(base::from_base64(item.string_or("salt")));
        upload.paper = item.string_or("paper");
        upload.copies = static_cast<int>(item.integer_or("copies", 0));
    }
    for (const base::Json& item : json.list("deferred")) content.deferred.push_back(item.text);
    return content;
}

namespace {

// Letters and digits that cannot be mistaken for one another on paper or on the phone.
constexpr std::string_view kDraftAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string new_draft_word(identity::Act& act) {
    std::string word = "D";
    for (const char byte : act.random(7))
        word += kDraftAlphabet[static_cast<unsigned char>(byte) % kDraftAlphabet.size()];
    return word;
}

base::Digest browser_digest(const identity::Reading& reading, const Holder& holder) {
    return reading.office.vault.keys().keyed_digest("draft browser", holder.browser);
}

std::string place_of(std::string_view draft) {
    return "draft/" + std::string(draft);
}

base::Error not_found() {
    return {base::ErrorCode::NotFound, "draft.not_found"};
}

base::Result<> keep(identity::Act& act, const Holder& holder, const Draft& draft) {
    const std::string json = draft.content.to_json();
    if (json.size() > kDraftBytesMax) return base::Error(base::ErrorCode::TooLarge, "draft.too_large");
    DraftRow row;
    row.draft = draft.draft;
    row.item = draft.item;
    row.guide = draft.guide;
    row.person = holder.person.number();
    row.browser = browser_digest(act, holder);
    row.salt = act.random(32);
    row.sealed = act.office.vault.keys().sealer().seal(json, row.salt, place_of(draft.draft));
    row.updated = act.now;
    return keep_draft(act.scratch(), row);
}

bool in_these_hands(const identity::Reading& reading, const Holder& holder, const DraftRow& row) {
    // Handed over at a counter: the clerk who gave the code works on in his own browser, the account keeps
    // its draft.
    const bool foreign = row.person != 0 && row.person != holder.person.number();
    if (foreign && !reading.actor.may("casework.receive")) return false;
    if (row.person != 0 && !foreign) return true;
    return !holder.browser.empty() && row.browser == browser_digest(reading, holder);
}

}  // namespace

std::string draft_code(const identity::Reading& reading, std::string_view draft) {
    return reading.office.vault.keys().inquiry_code(place_of(draft));
}

namespace {

base::Result<> drop_file(identity::Act& act, const Upload& upload) {
    if (upload.file == base::Digest{}) return base::Done{};  // seen on paper, or carried inside the record
    return keep_file_to_erase(act.scratch(), upload.file, act.now);
}

// Papers that stood before and stand no longer.
base::Result<> drop_missing(identity::Act& act, const DraftContent& before, const DraftContent& after) {
    for (const Upload& upload : before.uploads) {
        const bool kept = std::any_of(after.uploads.begin(), after.uploads.end(),
                                      [&](const Upload& other) { return other.file == upload.file; });
        if (!kept) TRY(drop_file(act, upload));
    }
    return base::Done{};
}

// Gathered papers of a supplement stand under their matter's own name.
std::string sealed_under(std::string_view draft) {
    return draft.starts_with("matter/") ? std::string(draft) : place_of(draft);
}

base::Result<DraftContent> open_content(const identity::Reading& reading, const DraftRow& row) {
    return DraftContent::from_json(
        TRY(reading.office.vault.keys().sealer().open(row.sealed, row.salt, sealed_under(row.draft))));
}

// What was filed belongs to its matter; everything else goes with its draft.
base::Result<> drop_row(identity::Act& act, const DraftRow& row) {
    if (row.filed.empty()) {
        const auto content = open_content(act, row);
        if (content.ok()) TRY(drop_missing(act, content.value(), {}));
    }
    return erase_draft(act.scratch(), row.draft);
}

}  // namespace

base::Result<std::string> begin_draft(identity::Act& act, const Holder& holder,
                                      const catalog::ServiceItem& item, const DraftContent& content) {
    Draft draft;
    draft.draft = new_draft_word(act);
    draft.item = item.code;
    draft.guide = item.digest;
    draft.content = content;
    TRY(keep(act, holder, draft));
    return draft.draft;
}

base::Result<> save_draft(identity::Act& act, const Holder& holder, const Draft& draft) {
    const Draft before = TRY(find_draft(act, holder, draft.draft));
    if (!before.filed.empty())
        return base::Error(base::ErrorCode::Conflict, "draft.filed_before").with("number", before.filed);
    TRY(drop_missing(act, before.content, draft.content));
    return keep(act, holder, draft);
}

base::Result<> resume_draft(identity::Act& act, const Holder& holder, std::string_view draft,
                            std::string_view code) {
    const auto row = TRY(find_draft_row(act.db, draft));
    if (!base::equal_in_constant_time(code, draft_code(act, draft)) || !row) return not_found();
    const bool foreign = row->person != 0 && row->person != holder.person.number();
    if (foreign && !act.actor.may("casework.receive")) {
        // Begun by a clerk for somebody: number and code, written on the slip, make it the applicant's own.
        if (TRY(identity::find_official(act.db, identity::PersonId(row->person))))
            return keep_draft_owner(act.scratch(), draft, browser_digest(act, holder),
                                    holder.person.number());
        // A draft of an account is resumed by signing in; its code opens it at the counter only.
        return not_found();
    }
    return keep_draft_hands(act.scratch(), draft, browser_digest(act, holder), holder.person.number());
}

base::Result<DraftContent> gathered_papers(const identity::Reading& reading, std::string_view number) {
    const auto row = TRY(find_draft_row(reading.db, casework::subject_of(number)));
    if (!row) return DraftContent();
    return open_content(reading, *row);
}

base::Result<> gather_papers(identity::Act& act, std::string_view number, const DraftContent& papers) {
    const DraftContent before = TRY(gathered_papers(act, number));
    TRY(drop_missing(act, before, papers));
    DraftRow row;
    row.draft = casework::subject_of(number);
    // No browser has this word, so that these papers are never taken for a draft.
    row.browser = act.office.vault.keys().keyed_digest("supplement", number);
    row.salt = act.random(32);
    row.sealed = act.office.vault.keys().sealer().seal(papers.to_json(), row.salt, row.draft);
    row.updated = act.now;
    return keep_draft(act.scratch(), row);
}

base::Result<> papers_handed_in(identity::Act& act, std::string_view number) {
    return erase_draft(act.scratch(), casework::subject_of(number));
}

base::Result<> mark_filed(identity::Act& act, std::string_view draft, std::string_view number) {
    return keep_draft_filed(act.scratch(), draft, number);
}

base::Result<> drop_draft(identity::Act& act, const Holder& holder, std::string_view draft) {
    TRY(find_draft(act, holder, draft));
    const auto row = TRY(find_draft_row(act.db, draft));
    return drop_row(act, *row);
}

base::Result<> sweep_drafts(identity::Act& act) {
    const auto oldest = act.now.plus_seconds(-86400LL * kDraftDays);
    for (const DraftRow& row : TRY(list_drafts_before(act.db, oldest, kDraftsPerSweep)))
        TRY(drop_row(act, row));
    return base::Done{};
}

base::Result<int> erase_dropped_files(identity::Registrar& registrar) {
    auto reader = TRY(registrar.lend());
    auto listed = list_files_to_erase(*reader, kFilesErasedAtOnce);
    registrar.give_back(std::move(reader));
    const std::vector<base::Digest> files = TRY(std::move(listed));
    if (files.empty()) return 0;
    std::vector<base::Digest> gone;
    for (const base::Digest& file : files) {
        const auto erased = registrar.office().vault.erase_file(file);
        if (erased.ok() || erased.error().code() == base::ErrorCode::NotFound) gone.push_back(file);
    }
    const auto forget = [&](identity::Act& act) -> base::Result<int> {
        for (const base::Digest& file : gone) TRY(forget_file_to_erase(act.scratch(), file));
        return static_cast<int>(gone.size());
    };
    return registrar.perform<int>(identity::system_clock_actor(), forget);
}

base::Result<Draft> find_draft(const identity::Reading& reading, const Holder& holder,
                               std::string_view wanted) {
    const auto row = TRY(find_draft_row(reading.db, wanted));
    if (!row || !in_these_hands(reading, holder, *row)) return not_found();
    Draft draft;
    draft.draft = row->draft;
    draft.item = row->item;
    draft.guide = row->guide;
    draft.person = identity::PersonId(row->person);
    draft.updated = row->updated;
    draft.filed = row->filed;
    draft.content = TRY(open_content(reading, *row));
    return draft;
}

base::Result<std::vector<DraftLine>> list_drafts(const identity::Reading& reading,
                                                 identity::PersonId person) {
    return list_draft_lines(reading.db, person.number(), kDraftsPerPersonShown);
}

}  // namespace services
