#include "disclosure/document_verbs.h"

#include "crypto/digest.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Code;
using base::Error;
using base::ErrorCode;
using base::Result;

std::string subject_of_document(std::string_view document) {
    return "document/" + std::string(document);
}

std::string url_of_edition(std::string_view document, int edition) {
    return "doc/" + std::string(document) + "/e/" + std::to_string(edition);
}

Code code_or_empty(std::string_view text) {
    return text.empty() ? Code() : Code::of(text);
}

Result<base::VaultRef> seal_draft(identity::Act& act, std::string_view document, const Draft& draft) {
    const std::string json = draft_json(draft);
    return act.seal({subject_of_document(document), json, draft.title, {}});
}

Result<EditionRow> latest_edition(const identity::Reading& reading, std::string_view document) {
    const auto found = TRY(find_document(reading.db, document));
    if (!found) return Error(ErrorCode::NotFound, "document.not_found");
    const auto edition = TRY(find_edition(reading.db, document, found->latest));
    CHECK(edition.has_value());
    return *edition;
}

// A matter of `publication` at the office, with the title as its caption.
Result<std::string> begin_review(identity::Act& act, const casework::Practice& practice,
                                 std::string_view office, const Draft& draft) {
    const auto handling = TRY(practice.for_process(act.db, kPublicationProcess, office));
    if (!handling || handling->item->body != office)
        return Error(ErrorCode::Conflict, "document.no_process").with("body", std::string(office));
    casework::NewCase wanted;
    wanted.channel = "internal";
    wanted.applicant_kind = "unit";
    wanted.applicant = R"({"kind":"unit"})";
    wanted.caption = draft.title;
    base::JsonWriter json(wanted.answers);
    const calendar::Date formed = draft.formed.days == 0 ? act.now.date() : draft.formed;
    json.open_object().member("title", draft.title).member("formed", formed.iso());
    json.member("channel_wanted", "site").close_object();
    if (!handling->item->scenarios.empty()) wanted.scenario = handling->item->scenarios.front().code;
    return TRY(casework::file_case(act, practice, handling->item->code, wanted)).number;
}

Result<> record_draft(identity::Act& act, const Drafted& made, std::int64_t serial, std::string_view office,
                      const Draft& draft) {
    DocumentDrafted event;
    event.document = Code::of(made.document);
    event.n = serial;
    event.edition = made.edition;
    event.office = Code::of(office);
    event.number = Code::of(made.number);
    event.genre = Code::of(draft.genre);
    event.interprets = code_or_empty(draft.interprets);
    event.content = TRY(seal_draft(act, made.document, draft));
    return act.record(subject_of_document(made.document), event);
}

Result<> refuse_shape(const Draft& draft) {
    if (!is_genre(draft.genre)) return Error(ErrorCode::Invalid, "document.choose_genre").at("genre");
    if (draft.title.empty()) return Error(ErrorCode::Invalid, "document.say_title").at("title");
    if (draft.body.size() > kBodyBytesMax)
        return Error(ErrorCode::TooLarge, "document.body_too_long").at("body");
    if (draft.files.size() > kFilesMax)
        return Error(ErrorCode::Invalid, "document.too_many_files").at("file");
    return base::Done{};
}

// 公开条例 10: who made a paper makes it public. The county's office does it for the government and for
// bodies that have no review of their own.
Result<> refuse_maker(identity::Act& act, const casework::Practice& practice, std::string_view office,
                      const Draft& draft) {
    if (draft.made_by.empty()) return base::Done{};
    const bool known = practice.keeper().current()->find_body(draft.made_by) != nullptr;
    const auto own = TRY(practice.for_process(act.db, kPublicationProcess, draft.made_by));
    const bool has_own = own && own->item->body == draft.made_by;
    if (!known || has_own || office != kDisclosureOffice)
        return Error(ErrorCode::Invalid, "document.own_paper").at("made_by");
    return base::Done{};
}

Result<Drafted> number_document(identity::Act& act, std::string_view office, std::int64_t& serial) {
    const int year = act.now.date().year();
    serial = TRY(last_document_serial(act.db, office, year)) + 1;
    return Drafted{document_id(office, year, serial), 1, {}};
}

}  // namespace

bool may_draft(const identity::Reading& reading, std::string_view office) {
    return identity::authorise(reading, "disclosure.draft", office).ok();
}

Result<Drafted> draft_document(identity::Act& act, const casework::Practice& practice,
                               std::string_view office, const Draft& draft) {
    TRY(identity::authorise(act, "disclosure.draft", office));
    TRY(refuse_shape(draft));
    TRY(refuse_maker(act, practice, office, draft));
    if (!draft.interprets.empty()) {
        const auto meant = TRY(find_document(act.db, draft.interprets));
        if (!meant) return Error(ErrorCode::Invalid, "document.interprets_nothing").at("interprets");
    }
    std::int64_t serial = 0;
    Drafted made = TRY(number_document(act, office, serial));
    made.number = TRY(begin_review(act, practice, office, draft));
    TRY(record_draft(act, made, serial, office, draft));
    return made;
}

Result<Drafted> draft_edition(identity::Act& act, const casework::Practice& practice,
                              std::string_view document) {
    const auto row = TRY(find_document(act.db, document));
    if (!row) return Error(ErrorCode::NotFound, "document.not_found");
    TRY(identity::authorise(act, "disclosure.draft", row->office));
    const EditionRow latest = TRY(latest_edition(act, document));
    // I1: at most one open edition of a document.
    if (latest.state == "draft" || latest.state == "submitted")
        return Error(ErrorCode::Conflict, "document.edition_open");
    Draft draft = TRY(open_draft(act, latest));
    draft.change.clear();
    Drafted made{std::string(document), latest.edition + 1, {}};
    made.number = TRY(begin_review(act, practice, row->office, draft));
    TRY(record_draft(act, made, 0, row->office, draft));
    return made;
}

Result<bool> is_in_hand(const identity::Reading& reading, const EditionRow& edition) {
    if (edition.state == "superseded" || edition.state == "withdrawn") return false;
    for (const casework::DeskRow& row : TRY(casework::open_steps_today(reading, edition.number)))
        if (row.step == "mark") return true;
    return false;
}

Result<> revise_document(identity::Act& act, const casework::Practice& practice, std::string_view document,
                         const Draft& draft) {
    const EditionRow latest = TRY(latest_edition(act, document));
    TRY(identity::authorise(act, "disclosure.draft", latest.office));
    TRY(refuse_shape(draft));
    TRY(refuse_maker(act, practice, latest.office, draft));
    // I2: what reviewers look at does not change under their eyes.
    if (!TRY(is_in_hand(act, latest))) return Error(ErrorCode::Conflict, "document.under_review");
    if (latest.state == "published" || latest.state == "registered") {
        // 更正: what is public stays as it was until the corrected text takes its place.
        return record_draft(act, {std::string(document), latest.edition + 1, latest.number}, 0, latest.office,
                            draft);
    }
    DocumentRevised event;
    event.document = Code::of(document);
    event.edition = latest.edition;
    event.genre = Code::of(draft.genre);
    event.content = TRY(seal_draft(act, document, draft));
    return act.record(subject_of_document(document), event);
}

Result<Draft> open_draft(const identity::Reading& reading, const EditionRow& edition) {
    return parse_draft(TRY(reading.unseal(edition.content)));
}

Result<Manifest> manifest_of(const store::Vault& vault, const store::Reader& db,
                             const base::Digest& manifest) {
    return parse_manifest(TRY(vault.unshelve(db, manifest)));
}

Result<> submit_document(identity::Act& act, const casework::Practice& practice, const Columns& columns,
                         std::string_view document) {
    const EditionRow latest = TRY(latest_edition(act, document));
    TRY(identity::authorise(act, "disclosure.draft", latest.office));
    if (latest.state != "draft" || !TRY(is_in_hand(act, latest)))
        return Error(ErrorCode::Conflict, "document.under_review");
    const Draft draft = TRY(open_draft(act, latest));
    for (const DraftFault& fault : faults_of(draft, columns))
        return Error(ErrorCode::Invalid, fault.key).at(fault.field);
    const bool policy = needs_interpretation(draft.genre) && draft.scope == "public";
    casework::StepChoice mark;
    mark.step = "mark";
    mark.outcome = draft.attribute;
    mark.evidence = {
        {"document", draft.title + " " + latest.document + "/" + std::to_string(latest.edition)}};
    if (draft.attribute != "open") {
        mark.evidence.push_back({"article", draft.article});
        mark.evidence.push_back({draft.attribute == "partial" ? "redaction" : "reasons", draft.reason});
    }
    if (policy) mark.facts.emplace_back("policy");
    TRY(casework::do_step(act, practice, latest.number, casework::Standing::Official, mark));
    if (!policy || draft.interpretation.empty()) return base::Done{};
    casework::StepChoice explained;
    explained.step = "interpretation";
    explained.outcome = "written";
    explained.evidence = {{"interpretation_text", draft.interpretation.title}};
    return casework::do_step(act, practice, latest.number, casework::Standing::Official, explained);
}

Result<> release_document(identity::Act& act, const casework::Practice& practice, std::string_view document) {
    const EditionRow latest = TRY(latest_edition(act, document));
    TRY(identity::authorise(act, "disclosure.draft", latest.office));
    casework::StepChoice choice;
    for (const casework::DeskRow& row : TRY(casework::open_steps_today(act, latest.number)))
        if (row.step == "release" || row.step == "register") choice.step = row.step;
    if (choice.step.empty() || latest.state != "submitted")
        return Error(ErrorCode::Conflict, "document.not_cleared");
    const bool released = choice.step == "release";
    choice.outcome = released ? "released" : "registered";
    choice.evidence = {{released ? "address" : "catalogue_entry", "/doc/" + std::string(document)}};
    return casework::do_step(act, practice, latest.number, casework::Standing::Official, choice);
}

Result<> propose_withdrawal(identity::Act& act, std::string_view document, std::string_view why,
                            std::string_view explanation) {
    const auto row = TRY(find_document(act.db, document));
    if (!row) return Error(ErrorCode::NotFound, "document.not_found");
    TRY(identity::authorise(act, "disclosure.draft", row->office));
    if (row->live == 0) return Error(ErrorCode::Conflict, "document.not_public");
    if (std::find(std::begin(kWithdrawReasons), std::end(kWithdrawReasons), why) ==
        std::end(kWithdrawReasons))
        return Error(ErrorCode::Invalid, "document.choose_why").at("why");
    if (explanation.empty()) return Error(ErrorCode::Invalid, "document.say_explanation").at("explanation");
    WithdrawalProposed event;
    event.document = Code::of(document);
    event.edition = row->live;
    event.why = Code::of(why);
    event.explanation = TRY(act.seal({subject_of_document(document), explanation, {}, {}}));
    TRY(act.record(subject_of_document(document), event));
    if (why != "secrecy") return base::Done{};
    EditionTakenDown down;
    down.document = event.document;
    down.edition = event.edition;
    down.why = event.why;
    down.explanation = TRY(act.shelve(explanation));
    return act.record(subject_of_document(document), down);
}

Result<> take_down(identity::Act& act, std::string_view document) {
    const auto row = TRY(find_document(act.db, document));
    if (!row) return Error(ErrorCode::NotFound, "document.not_found");
    TRY(identity::authorise(act, "disclosure.withdraw", row->office));
    const auto edition = row->live == 0 ? std::nullopt : TRY(find_edition(act.db, document, row->live));
    if (!edition || edition->proposed_by.empty()) return Error(ErrorCode::Conflict, "document.not_proposed");
    if (edition->proposed_by == act.actor.person)
        return Error(ErrorCode::Forbidden, "document.second_person");
    std::string explanation;
    for (const auto& entry : TRY(ledger::list_entries(act.db, subject_of_document(document), 500))) {
        if (entry.kind == WithdrawalProposed::kKind.name)
            explanation = TRY(act.unseal(entry.read<WithdrawalProposed>().explanation));
    }
    EditionTakenDown down;
    down.document = Code::of(document);
    down.edition = row->live;
    down.why = Code::of(edition->why);
    down.explanation = TRY(act.shelve(explanation));
    return act.record(subject_of_document(document), down);
}

namespace {

// The effects. A matter of `publication` without a document (a notice board, a newspaper) has none of them.

std::string idxno_of(const casework::Practice& practice, std::string_view office, std::string_view document) {
    const catalog::PublicBody* body = practice.keeper().current()->find_body(office);
    return index_number(body == nullptr ? std::string() : body->uscc, document);
}

Manifest manifest_for(const casework::Practice& practice, const EditionRow& edition, Draft draft) {
    draft.settled.clear();
    draft.reason.clear();
    draft.interpretation = {};
    const std::string& maker = draft.made_by.empty() ? edition.office : draft.made_by;
    std::string idxno = idxno_of(practice, maker, edition.document);
    return {edition.document, edition.edition, maker, std::move(idxno), std::move(draft)};
}

// The policy and its interpretation are reviewed as one, so one digest stands for both.
base::Digest digest_to_review(const casework::Practice& practice, const EditionRow& edition,
                              const Draft& draft) {
    std::string bytes = manifest_json(manifest_for(practice, edition, draft));
    if (!draft.interpretation.empty()) {
        bytes += '\n';
        bytes += draft.interpretation.title + "\n" + draft.interpretation.body;
    }
    return crypto::sha256(bytes);
}

Result<> submit_edition(identity::Act& act, const casework::EffectContext& context) {
    const auto edition = TRY(find_edition_of(act.db, context.matter.number));
    if (!edition) return base::Done{};
    if (edition->state != "draft") return Error(ErrorCode::Conflict, "document.nothing_changed");
    const Draft draft = TRY(open_draft(act, *edition));
    if (draft.attribute != context.cause) return Error(ErrorCode::Conflict, "document.other_attribute");
    if (!personal_hits(draft).empty() && draft.settled.empty())
        return Error(ErrorCode::Conflict, "document.personal_data");
    EditionSubmitted event;
    event.document = Code::of(edition->document);
    event.edition = edition->edition;
    event.manifest = digest_to_review(context.practice, *edition, draft);
    event.attribute = Code::of(draft.attribute);
    event.article = code_or_empty(draft.article);
    event.formed = draft.formed;
    event.hits_settled = !draft.settled.empty();
    return act.record(subject_of_document(edition->document), event);
}

// 国办发〔2016〕80号: who says that the explanation is written has written it where it is published.
Result<> need_interpretation(identity::Act& act, const casework::EffectContext& context) {
    const auto edition = TRY(find_edition_of(act.db, context.matter.number));
    if (!edition) return base::Done{};
    const Draft draft = TRY(open_draft(act, *edition));
    if (draft.interpretation.empty()) return Error(ErrorCode::Conflict, "document.no_interpretation");
    return base::Done{};
}

Result<> shelve_files(identity::Act& act, const Draft& draft) {
    for (const AttachedFile& file : draft.files) {
        if (file.use == kOriginal) continue;
        const std::string bytes = TRY(act.office.vault.read_file(file.stored, file.salt));
        if (TRY(act.shelve(bytes)) != file.content) return Error(ErrorCode::Corrupt, "document.file_changed");
    }
    return base::Done{};
}

Result<> record_published(identity::Act& act, const casework::Practice& practice, const EditionRow& edition,
                          const Draft& draft) {
    const std::string subject = subject_of_document(edition.document);
    const Manifest manifest = manifest_for(practice, edition, draft);
    TRY(shelve_files(act, draft));
    const auto document = TRY(find_document(act.db, edition.document));
    if (document && document->live > 0) {
        EditionSuperseded old;
        old.document = Code::of(edition.document);
        old.edition = document->live;
        old.of = Code::of(edition.document + "/" + std::to_string(edition.edition));
        TRY(act.record(subject, old));
    }
    EditionPublished event;
    event.document = Code::of(edition.document);
    event.edition = edition.edition;
    event.office = Code::of(manifest.office);
    event.genre = Code::of(draft.genre);
    event.manifest = TRY(act.shelve(manifest_json(manifest)));
    event.formed = draft.formed;
    event.valid_to = draft.valid_to;
    for (const std::string& column : draft.columns) event.columns.push_back(Code::of(column));
    event.interprets = code_or_empty(draft.interprets);
    event.topic = code_or_empty(draft.topic);
    event.scope = Code::of(draft.scope);
    event.idxno = Code::of(manifest.idxno);
    event.url = Code::of(url_of_edition(edition.document, edition.edition));
    return act.record(subject, event);
}

// 解读 is published in the same act as what it explains, as a document of its own.
Result<> publish_companion(identity::Act& act, const casework::Practice& practice, const EditionRow& policy,
                           const Draft& draft) {
    const auto before = TRY(list_interpretations(act.db, policy.document));
    std::int64_t serial = 0;
    Drafted made;
    if (before.empty()) {
        made = TRY(number_document(act, policy.office, serial));
    } else {
        made = {before.front().document, before.front().edition + 1, {}};
    }
    made.number = policy.number;
    Draft companion;
    companion.genre = "interpretation";
    companion.title = draft.interpretation.title;
    companion.title_en = draft.interpretation.title_en;
    companion.summary = draft.interpretation.summary;
    companion.body = draft.interpretation.body;
    companion.formed = draft.formed;
    companion.topic = draft.topic;
    companion.columns = {"interpretations"};
    companion.interprets = policy.document;
    companion.made_by = draft.made_by;
    TRY(record_draft(act, made, serial, policy.office, companion));
    const auto edition = TRY(find_edition(act.db, made.document, made.edition));
    CHECK(edition.has_value());
    return record_published(act, practice, *edition, companion);
}

Result<> publish_edition(identity::Act& act, const casework::EffectContext& context) {
    const auto edition = TRY(find_edition_of(act.db, context.matter.number));
    if (!edition) return base::Done{};
    if (edition->state != "submitted") return Error(ErrorCode::Conflict, "document.nothing_changed");
    const Draft draft = TRY(open_draft(act, *edition));
    // I2: the bytes that go out are those that were reviewed.
    if (!edition->manifest || digest_to_review(context.practice, *edition, draft) != *edition->manifest)
        return Error(ErrorCode::Corrupt, "document.not_as_reviewed");
    TRY(record_published(act, context.practice, *edition, draft));
    if (draft.interpretation.empty()) return base::Done{};
    return publish_companion(act, context.practice, *edition, draft);
}

// 公开条例 18 says at intervals; how long they are is the county's own rule: a year for internal and
// unfinished matters, two for the others.
calendar::Date look_again_on(calendar::Date today, std::string_view article) {
    return today.plus_months(article.starts_with("16") ? 12 : 24);
}

Result<> register_document(identity::Act& act, const casework::EffectContext& context) {
    const auto edition = TRY(find_edition_of(act.db, context.matter.number));
    if (!edition) return base::Done{};
    if (edition->state != "submitted") return Error(ErrorCode::Conflict, "document.nothing_changed");
    const Draft draft = TRY(open_draft(act, *edition));
    DocumentRegistered event;
    event.document = Code::of(edition->document);
    event.edition = edition->edition;
    event.office = Code::of(edition->office);
    event.attribute = Code::of(draft.attribute);
    event.article = code_or_empty(draft.article);
    // The title of a state secret, or one that would name a person, tells what may not be told.
    const bool title_is_open = draft.article != "14-1" && draft.article != "15-2" && draft.scope == "public";
    if (title_is_open) {
        std::string row;
        base::JsonWriter json(row);
        json.open_object().member("document", edition->document);
        json.member("idxno", idxno_of(context.practice, edition->office, edition->document));
        json.member("title", draft.title).member("title_en", draft.title_en).member("number", draft.number);
        json.member("formed", draft.formed.iso()).close_object();
        event.row = TRY(act.shelve(row));
    }
    event.look_again = look_again_on(act.now.date(), draft.article);
    return act.record(subject_of_document(edition->document), event);
}

// 发布后核验 found that it should not stand there.
Result<> take_down_edition(identity::Act& act, const casework::EffectContext& context) {
    const auto edition = TRY(find_edition_of(act.db, context.matter.number));
    if (!edition || edition->state != "published") return base::Done{};
    EditionTakenDown down;
    down.document = Code::of(edition->document);
    down.edition = edition->edition;
    down.why = Code::of("mistake");
    return act.record(subject_of_document(edition->document), down);
}

}  // namespace

std::vector<casework::EffectRow> document_effects() {
    return {
        {"submit_edition", "Fixes the text of the document that is sent for review.", submit_edition},
        {"need_interpretation", "The interpretation has been written where it is published.",
         need_interpretation},
        {"publish_edition", "Publishes the edition as it was reviewed, with its interpretation.",
         publish_edition},
        {"register_document", "Puts what is not open on the list, with its reason.", register_document},
        {"take_down_edition", "Takes the edition down; its page says that it was there.", take_down_edition},
    };
}

}  // namespace disclosure
