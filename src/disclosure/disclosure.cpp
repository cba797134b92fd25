#include "disclosure/disclosure.h"

#include "disclosure/document_store.h"
#include "disclosure/document_verbs.h"

namespace disclosure {

std::vector<ledger::EventRow> disclosure_events() {
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
    };
}

std::vector<ledger::ProjectionRow>
disclosure_projections(const std::function<std::string_view(std::string_view)>& tables) {
    return {{"document",
             tables("document"),
             {DocumentDrafted::kKind.name, DocumentRevised::kKind.name, EditionSubmitted::kKind.name,
              EditionPublished::kKind.name, EditionSuperseded::kKind.name, DocumentRegistered::kKind.name,
              WithdrawalProposed::kKind.name, EditionTakenDown::kKind.name},
             ledger::begin_plain<project_document>}};
}

std::vector<identity::RightRow> disclosure_rights() {
    return {{"disclosure.draft", "Draft documents of a body, send them for review and release them."},
            {"disclosure.withdraw", "Take a published document down, as the second of two persons."}};
}

std::vector<casework::EffectRow> disclosure_effects() {
    return document_effects();
}

}  // namespace disclosure
