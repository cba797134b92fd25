#include "app/demo_papers.h"

#include "disclosure/paper_text.h"
#include "text/clean_html.h"

#include <algorithm>
#include <map>

namespace app {

using base::Result;

namespace {

constexpr std::string_view kFolder = "counties/qingxi/documents/";

Result<std::string> markup_of(const disclosure::PaperText& paper) {
    return TRY(text::html_of_typed(paper.text)).source;
}

}  // namespace

Result<> DemoPapers::read(calendar::Date last_day) {
    const web::File* columns = node_.files().find("definitions/disclosure/columns.json");
    CHECK(columns != nullptr);
    columns_ = TRY(disclosure::parse_columns(columns->bytes));
    std::map<std::string, disclosure::PaperText> texts;
    for (const std::string_view path : node_.files().under(kFolder)) {
        if (!path.ends_with(".txt")) continue;
        const std::string slug(path.substr(kFolder.size(), path.size() - kFolder.size() - 4));
        disclosure::PaperText paper =
            TRY(disclosure::read_paper(slug, node_.files().find(path)->bytes, last_day));
        texts.emplace(slug, std::move(paper));
    }
    for (const auto& [slug, paper] : texts) {
        if (!paper.explains.empty()) continue;
        const bool reviews_itself = people_.contains("drafter@" + paper.office);
        Paper& made = papers_.emplace_back();
        made.office = reviews_itself ? paper.office : std::string(disclosure::kDisclosureOffice);
        disclosure::Draft& draft = made.draft;
        if (!reviews_itself) draft.made_by = paper.office;
        draft.genre = paper.genre;
        draft.title = paper.title;
        draft.title_en = paper.title_en;
        draft.number = paper.number;
        draft.columns = paper.columns;
        draft.formed = paper.formed;
        draft.valid_to = paper.valid_to;
        draft.topic = paper.theme;
        draft.summary = paper.summary;
        draft.attribute = paper.attribute;
        draft.article = paper.article;
        draft.reason = paper.reason;
        draft.body = TRY(markup_of(paper));
        if (paper.explained_by.empty()) continue;
        const disclosure::PaperText& explained = texts.at(paper.explained_by);
        std::string body = TRY(markup_of(explained));
        draft.interpretation = {explained.title, explained.title_en, explained.summary, std::move(body)};
    }
    return base::Done{};
}

const identity::Actor& DemoPapers::holder(std::string_view role, std::string_view body, std::size_t n) const {
    const auto found = people_.find(std::string(role) + "@" + std::string(body));
    CHECK(found != people_.end() && !found->second.empty());
    return found->second[n % found->second.size()];
}

// Names may stand in several posts; each review is done by the first who did none before.
identity::Registrar::Work DemoPapers::review(const Paper& paper) {
    casework::StepChoice choice;
    choice.outcome = "pass";
    const std::string said =
        words_.pick(paper.stage == Stage::Secrecy ? "secrecy_opinions" : "proofs", dice_);
    choice.evidence = {{"proof", said}};
    switch (paper.stage) {
    case Stage::First: choice.step = "first_review"; break;
    case Stage::Second: choice.step = "second_review"; break;
    case Stage::Final: choice.step = "final_review"; break;
    case Stage::Secrecy:
        choice.step = "secrecy";
        choice.outcome = "cleared";
        choice.evidence = {{"secrecy_letter", said}, {"opinion", said}};
        break;
    default:
        choice.step = "check";
        choice.outcome = "verified";
        choice.evidence = {{"page_seen", "/doc/" + paper.document}};
    }
    return [this, number = paper.number, choice](identity::Act& act) -> Result<std::string> {
        TRY(casework::do_step(act, node_.practice(), number, casework::Standing::Official, choice));
        return std::string();
    };
}

std::optional<DemoPapers::Deed> DemoPapers::next(std::size_t at) {
    Paper& paper = papers_[at];
    const identity::Actor& drafter = holder("drafter", paper.office, 0);
    std::vector<const identity::Actor*> reviewers;
    const auto found = people_.find("reviewer@" + paper.office);
    CHECK(found != people_.end());
    const identity::Actor& head = holder("head", paper.office, 0);
    const identity::Actor& secrecy = holder("secrecy", paper.office, 1);
    for (const identity::Actor& actor : found->second) {
        const bool other =
            actor.person != drafter.person && actor.person != head.person && actor.person != secrecy.person;
        if (other) reviewers.push_back(&actor);
    }
    CHECK(reviewers.size() >= 2);
    switch (paper.stage) {
    case Stage::Draft:
        return Deed{drafter, [this, at](identity::Act& act) -> Result<std::string> {
                        const auto made = TRY(disclosure::draft_document(
                            act, node_.practice(), papers_[at].office, papers_[at].draft));
                        return made.document + " " + made.number;
                    }};
    case Stage::Submit:
        return Deed{drafter, [this, document = paper.document](identity::Act& act) -> Result<std::string> {
                        TRY(disclosure::submit_document(act, node_.practice(), columns_, document));
                        return std::string();
                    }};
    case Stage::First: return Deed{*reviewers[0], review(paper)};
    case Stage::Second: return Deed{*reviewers[1], review(paper)};
    case Stage::Final: return Deed{head, review(paper)};
    case Stage::Secrecy: return Deed{secrecy, review(paper)};
    case Stage::Release:
        return Deed{drafter, [this, document = paper.document](identity::Act& act) -> Result<std::string> {
                        TRY(disclosure::release_document(act, node_.practice(), document));
                        return std::string();
                    }};
    case Stage::Check:
        if (paper.draft.attribute != "open" && paper.draft.attribute != "partial") return std::nullopt;
        return Deed{*reviewers[0], review(paper)};
    case Stage::Out: break;
    }
    return std::nullopt;
}

void DemoPapers::done(std::size_t at, const std::string& answer) {
    Paper& paper = papers_[at];
    if (paper.stage == Stage::Draft) {
        paper.document = answer.substr(0, answer.find(' '));
        paper.number = answer.substr(answer.find(' ') + 1);
    }
    paper.stage = static_cast<Stage>(static_cast<int>(paper.stage) + 1);
}

}  // namespace app
