#pragma once
// What people do with documents: draft, revise, send for review, release, take down. The reviews are steps of
// the matter of process `publication`; the effects here bind them to the text, so that nothing is published
// that was not reviewed as it stands (公开条例 17).

#include "casework/case_verbs.h"
#include "casework/effect.h"
#include "disclosure/document.h"
#include "disclosure/document_store.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

inline constexpr std::string_view kPublicationProcess = "publication";
// 公开条例 4: the office that the county names for the daily work of disclosure.
inline constexpr std::string_view kDisclosureOffice = "001";

struct Drafted {
    std::string document;
    int edition = 1;
    std::string number;  // of the matter that reviews it
};
// disclosure.draft at the office. Begins a matter of `publication`; Conflict document.no_process when the
// office has none.
base::Result<Drafted> draft_document(identity::Act& act, const casework::Practice& practice,
                                     std::string_view office, const Draft& draft);
// Another edition of a published document: a copy of what is public, under a matter of its own.
base::Result<Drafted> draft_edition(identity::Act& act, const casework::Practice& practice,
                                    std::string_view document);
// Only while it is not under review: Conflict document.under_review.
base::Result<> revise_document(identity::Act& act, const casework::Practice& practice,
                               std::string_view document, const Draft& draft);
// 送审. Does the steps `mark` and, for a policy, `interpretation`. Invalid with the first of faults_of().
base::Result<> submit_document(identity::Act& act, const casework::Practice& practice, const Columns& columns,
                               std::string_view document);
// 发布: does the step `release`, or `register` for what is not open.
base::Result<> release_document(identity::Act& act, const casework::Practice& practice,
                                std::string_view document);

// 撤回: one person proposes with a public explanation, another takes it down; where a secret is suspected the
// first does it at once (保密法 57: stop the spread first).
base::Result<> propose_withdrawal(identity::Act& act, std::string_view document, std::string_view why,
                                  std::string_view explanation);
base::Result<> take_down(identity::Act& act, std::string_view document);

// The draft of an edition, for those who may work on it or review it.
base::Result<Draft> open_draft(const identity::Reading& reading, const EditionRow& edition);
bool may_draft(const identity::Reading& reading, std::string_view office);
// Whether its text may be changed now: a draft, or sent back by a review.
base::Result<bool> is_in_hand(const identity::Reading& reading, const EditionRow& edition);
base::Result<Manifest> manifest_of(const store::Vault& vault, const store::Reader& db,
                                   const base::Digest& manifest);

// x_effects(): submit_edition publish_edition register_document take_down_edition need_interpretation.
std::vector<casework::EffectRow> document_effects();

}  // namespace disclosure
