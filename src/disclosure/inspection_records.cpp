// The rules that are answered by what is on record.

#include "disclosure/annual_store.h"
#include "disclosure/document_verbs.h"
#include "disclosure/inspection.h"
#include "text/clean_html.h"

#include <algorithm>
#include <map>

namespace disclosure {

namespace {

using base::Result;

constexpr int kPublishedMax = 2000;  // newest first; what is older was looked at before
constexpr int kLateMax = 500;
constexpr int kInterpretationDays = 3;
constexpr int kRepeatDays = 90;
constexpr int kUnansweredDays = 92;

struct Looked {
    const InspectedBooks& books;
    const identity::Reading& reading;
    Findings& findings;
    calendar::Date today() const { return reading.now.date(); }
    void found(const char* rule, std::string place, std::string evidence) const {
        findings.push_back({rule, std::move(place), std::move(evidence)});
    }
};

// C-02, C-03, I-01, P-03: every published text is read again, as if it came from somebody else.
Result<> inspect_texts(const Looked& at) {
    std::map<std::string, std::pair<std::string, calendar::Date>> seen;
    PublishedQuestion question;
    question.limit = kPublishedMax;
    for (const PublishedLine& line : TRY(list_published(at.reading.db, question))) {
        const Manifest manifest = TRY(manifest_of(at.books.vault, at.reading.db, line.manifest));
        const Draft& draft = manifest.draft;
        const std::string page = "/doc/" + line.document;
        const bool has_fields = !manifest.idxno.empty() && !draft.title.empty() && draft.formed.days != 0;
        if (!has_fields || draft.summary.empty())
            at.found("P-03", page, draft.summary.empty() ? "summary" : "");
        for (const PersonalHit& hit : personal_hits(draft)) {
            if (draft.attribute == "open" || draft.attribute == "partial")
                at.found("C-02", page, hit.kind + " " + hit.shown);
        }
        const auto [first, fresh] = seen.try_emplace(draft.body, line.document, line.published.date());
        if (!fresh && first->second.second.days - line.published.date().days <= kRepeatDays)
            at.found("C-03", page, "/doc/" + first->second.first);
        const bool due = line.published.date().plus(kInterpretationDays) < at.today();
        if (!needs_interpretation(line.genre) || !due) continue;
        if (TRY(list_interpretations(at.reading.db, line.document)).empty())
            at.found("I-01", page, draft.title);
    }
    return base::Done{};
}

// D-01, F-01, V-08: periods that ran out, told by the process they belong to.
Result<> inspect_periods(const Looked& at) {
    for (const casework::MatterLine& matter :
         TRY(casework::list_due_before(at.reading.db, "", at.reading.now, 0, kLateMax))) {
        if (matter.paused) continue;
        const catalog::ServiceItem* item = at.books.practice.keeper().current()->find_item(matter.item);
        if (item == nullptr) continue;
        const std::string place = "/desk/matters/" + matter.number;
        const std::string due = matter.due_at.date().iso();
        if (item->process == kPublicationProcess) at.found("D-01", place, due);
        if (item->process == "disclosure-request") at.found("F-01", place, due);
        const bool letter = item->process == "leader-mailbox" || item->process == "hotline";
        if (letter && matter.filed.date().plus(kUnansweredDays) < at.today()) at.found("V-08", place, due);
    }
    return base::Done{};
}

// D-03, D-04.
Result<> inspect_closed(const Looked& at) {
    std::map<std::string, std::pair<int, int>> by_office;  // this year, last year
    const int year = at.today().year();
    for (const DocumentRow& document : TRY(list_registered(at.reading.db, 0, kPublishedMax))) {
        if (document.article.empty()) at.found("D-03", document.document, "article");
        if (document.look_again < at.today()) at.found("D-03", document.document, document.look_again.iso());
        auto& counts = by_office[document.office];
        const bool of_this_year =
            document.document.find("-" + std::to_string(year) + "-") != std::string::npos;
        const bool of_last_year =
            document.document.find("-" + std::to_string(year - 1) + "-") != std::string::npos;
        counts.first += of_this_year ? 1 : 0;
        counts.second += of_last_year ? 1 : 0;
    }
    for (const auto& [office, counts] : by_office) {
        if (counts.second > 0 && counts.first > counts.second)
            at.found("D-04", office, std::to_string(counts.second) + " → " + std::to_string(counts.first));
    }
    return base::Done{};
}

// 公开条例 49: departments by 31 January, the county by 31 March.
Result<> inspect_reports(const Looked& at) {
    const int year = at.today().year() - 1;
    const calendar::Date due = calendar::Date::of(year + 1, 3, 31);
    if (at.today() <= due) return base::Done{};
    const auto report = TRY(find_report(at.reading.db, catalog::kGovernmentBody, year));
    if (!report || report->state != "published")
        at.found("P-04", std::string(catalog::kGovernmentBody), due.iso());
    return base::Done{};
}

void inspect_guides(const Looked& at) {
    for (const auto& [code, item] : at.books.practice.keeper().current()->items) {
        if (item->status != 1) continue;
        const std::pair<const char*, bool> elements[] = {{"name", !item->name.empty()},
                                                         {"basis", !item->basis.empty()},
                                                         {"conditions", !item->conditions.empty()},
                                                         {"place", !item->place.empty()},
                                                         {"hours", !item->hours.empty()},
                                                         {"phone", !item->consult.empty()},
                                                         {"supervise", !item->supervise.empty()}};
        for (const auto& [element, present] : elements)
            if (!present) at.found("V-09", "/items/" + code, element);
    }
}

// D-02: an edition is out only after four reviews of the text as it was sent.
Result<> inspect_reviews(const Looked& at) {
    PublishedQuestion question;
    question.limit = kPublishedMax;
    for (const PublishedLine& line : TRY(list_published(at.reading.db, question))) {
        const auto edition = TRY(find_edition(at.reading.db, line.document, line.edition));
        CHECK(edition.has_value());
        const auto matter = TRY(casework::find_matter(at.reading.db, edition->number));
        if (!matter) {
            at.found("D-02", "/doc/" + line.document, edition->number);
            continue;
        }
        const casework::Handling handling = TRY(at.books.practice.for_matter(at.reading.db, *matter));
        for (const char* step : {"first_review", "second_review", "final_review", "secrecy"}) {
            const int slot = handling.process->find_step(step);
            const bool done = slot >= 0 && matter->state.steps[static_cast<std::size_t>(slot)].done();
            if (!done) at.found("D-02", "/doc/" + line.document, step);
        }
    }
    return base::Done{};
}

}  // namespace

Result<> inspect_records(const InspectedBooks& books, const identity::Reading& reading, Findings& findings) {
    const Looked at{books, reading, findings};
    const auto states = TRY(list_column_states(reading.db));
    inspect_columns(books.columns, states, at.today(), findings);
    TRY(inspect_texts(at));
    TRY(inspect_periods(at));
    TRY(inspect_closed(at));
    TRY(inspect_reports(at));
    TRY(inspect_reviews(at));
    inspect_guides(at);
    return base::Done{};
}

}  // namespace disclosure
