#include "disclosure/disclosure.h"

#include "disclosure/annual_rows.h"
#include "disclosure/document_store.h"
#include "disclosure/document_verbs.h"
#include "disclosure/duty_store.h"
#include "disclosure/import_events.h"
#include "disclosure/import_store.h"

namespace disclosure {

namespace {

template <class Row>
std::vector<Row> with(std::vector<Row> all, std::vector<Row> more) {
    for (Row& row : more) all.push_back(std::move(row));
    return all;
}

std::vector<ledger::EventRow> document_events() {
    return {
        ledger::event_row<DocumentDrafted>("A document, or a new edition of one, was drafted.", {}),
        ledger::event_row<DocumentRevised>("The drafter changed the text before it was sent for review.", {}),
        ledger::event_row<EditionSubmitted>("The text was fixed and sent for review.", {}),
        ledger::event_row<EditionPublished>("An edition was published.",
                                            {"edition", "formed", "idxno", "manifest", "url"}),
        ledger::event_row<EditionSuperseded>("A newer edition took an edition's place.", {"of"}),
        ledger::event_row<DocumentRegistered>(
            "A document was put on the list with the reason why it is not open.", {}),
        ledger::event_row<WithdrawalProposed>("Somebody proposed to take an edition down.", {}),
        ledger::event_row<EditionTakenDown>("An edition was taken down, with a notice of why.", {"why"}),
        ledger::event_row<DutySorted>(
            "An edition was put with the items of the standard catalogues that it answers.", {}),
        ledger::event_row<ImportStaged>("A text was taken in from outside and waits for a person.", {}),
        ledger::event_row<ImportTaken>("An imported text was taken over as a draft.", {}),
        ledger::event_row<ImportDiscarded>("An imported text was discarded.", {}),
    };
}

}  // namespace

std::vector<ledger::EventRow> disclosure_events() {
    return with(document_events(), annual_events());
}

std::vector<ledger::ProjectionRow>
disclosure_projections(const std::function<std::string_view(std::string_view)>& tables) {
    std::vector<ledger::ProjectionRow> own = {
        {"document",
         tables("document"),
         {DocumentDrafted::kKind.name, DocumentRevised::kKind.name, EditionSubmitted::kKind.name,
          EditionPublished::kKind.name, EditionSuperseded::kKind.name, DocumentRegistered::kKind.name,
          WithdrawalProposed::kKind.name, EditionTakenDown::kKind.name},
         ledger::begin_plain<project_document>},
        {"duty",
         tables("duty"),
         {DutySorted::kKind.name, EditionTakenDown::kKind.name},
         ledger::begin_plain<project_duty>},
        {"import",
         tables("import"),
         {ImportStaged::kKind.name, ImportTaken::kKind.name, ImportDiscarded::kKind.name},
         ledger::begin_plain<project_import>}};
    return with(std::move(own), annual_projections(tables("request"), tables("annual")));
}

std::vector<identity::RightRow> disclosure_rights() {
    std::vector<identity::RightRow> own = {
        {"disclosure.import", "Take in texts from outside, to be checked by a person."},
        {"disclosure.draft", "Draft documents of a body, send them for review and release them."},
        {"disclosure.withdraw", "Take a published document down, as the second of two persons."}};
    return with(std::move(own), annual_rights());
}

std::vector<casework::EffectRow> disclosure_effects() {
    return document_effects();
}

}  // namespace disclosure
