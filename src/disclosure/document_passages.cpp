// What of the documents the search finds: the text of each live public edition, and the questions that its
// interpretation answers.

#include "disclosure/document_passages.h"

#include "disclosure/document_verbs.h"
#include "text/clean_html.h"
#include "text/markup.h"

namespace disclosure {

namespace {

using base::Result;
using catalog::Passage;
using catalog::PassageChange;

catalog::Validity validity_of(const EditionRow& edition, calendar::Date today) {
    if (edition.valid_to.days == 0)
        return edition.genre == "normative" ? catalog::Validity::InForce : catalog::Validity::None;
    return edition.valid_to < today ? catalog::Validity::Ended : catalog::Validity::InForce;
}

Result<> put_edition(const catalog::PassageGround& ground, const EditionRow& edition, PassageChange& change) {
    const Manifest manifest = TRY(manifest_of(ground.vault, ground.db, *edition.manifest));
    const Draft& draft = manifest.draft;
    Passage passage;
    passage.id = "doc/" + edition.document;
    passage.url = "/doc/" + edition.document;
    passage.title = draft.title;
    passage.title_en = draft.title_en;
    passage.number = draft.number;
    passage.names = {manifest.idxno};
    const std::string plain = TRY(text::clean_html(draft.body)).plain;
    passage.body = draft.summary.empty() ? plain : draft.summary + "\n" + plain;
    passage.office = edition.maker;
    passage.genre = edition.genre;
    passage.topic = edition.topic;
    passage.validity = validity_of(edition, ground.catalogue.day);
    passage.date = edition.published.date();
    change.put.push_back(passage);
    if (edition.genre != "interpretation") return base::Done{};
    int number = 0;
    for (text::Answered& one : text::questions_in(plain)) {
        Passage asked;
        asked.kind = catalog::PassageKind::Question;
        asked.id = passage.id + "/q/" + std::to_string(++number);
        asked.url = passage.url;
        asked.title = std::move(one.question);
        asked.body = std::move(one.answer);
        asked.office = passage.office;
        asked.genre = passage.genre;
        asked.date = passage.date;
        change.put.push_back(std::move(asked));
    }
    return base::Done{};
}

Result<PassageChange> change_of(const catalog::PassageGround& ground, const ledger::Entry& entry) {
    constexpr std::string_view prefix = "document/";
    PassageChange change;
    if (!entry.subject.starts_with(prefix)) return change;
    const std::string document(entry.subject.substr(prefix.size()));
    change.removed = {"doc/" + document, "doc/" + document + "/"};
    const auto row = TRY(find_document(ground.db, document));
    if (!row || row->live == 0) return change;
    const auto edition = TRY(find_edition(ground.db, document, row->live));
    // 内部公开: what is for staff never touches the public's search.
    if (!edition || edition->state != "published" || edition->scope != "public") return change;
    TRY(put_edition(ground, *edition, change));
    return change;
}

// A normative document ends by its day, without anybody's act.
Result<PassageChange> ended_yesterday(const catalog::PassageGround& ground) {
    PassageChange change;
    for (const EditionRow& edition : TRY(list_ending(ground.db, ground.catalogue.day.plus(-1))))
        TRY(put_edition(ground, edition, change));
    return change;
}

}  // namespace

std::vector<catalog::PassageSource> disclosure_passages() {
    return {{"document",
             1,
             {EditionPublished::kKind.name, EditionSuperseded::kKind.name, EditionTakenDown::kKind.name},
             change_of,
             ended_yesterday}};
}

}  // namespace disclosure
