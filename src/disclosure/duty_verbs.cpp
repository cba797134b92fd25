#include "disclosure/duty_verbs.h"

#include "disclosure/document_verbs.h"

#include <algorithm>

namespace disclosure {

using base::Code;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

// A document under every item whose rule it fits.
std::vector<DutyPlace> places_of(const DutyBook& book, const PublishedPaper& paper,
                                 const std::vector<DutyUnit>& roll) {
    std::vector<DutyPlace> places;
    for (const DutyCatalogue& catalogue : book.catalogues) {
        for (const CatalogItem& item : catalogue.items) {
            const std::string unit = unit_met_by(item, paper, roll);
            if (unit.empty() || places.size() == kPlacesMax) continue;
            places.push_back({Code::of(catalogue.id + "/" + item.id), Code::of(unit)});
        }
    }
    return places;
}

Result<> sort_one(identity::Act& act, const DutyBook& book, const std::vector<DutyUnit>& roll,
                  const UnsortedEdition& found) {
    const auto edition = TRY(find_edition(act.db, found.document, found.edition));
    CHECK(edition && edition->manifest);
    const Manifest manifest = TRY(manifest_of(act.office.vault, act.db, *edition->manifest));
    DutySorted event;
    event.document = Code::of(found.document);
    event.edition = found.edition;
    event.published = found.published;
    event.places = places_of(book, {edition->office, manifest.draft.title, manifest.draft.columns}, roll);
    return act.record("document/" + found.document, event);
}

}  // namespace

std::vector<DutyUnit> duty_roll(const catalog::Catalogue& catalogue) {
    std::vector<DutyUnit> roll;
    for (const catalog::PublicBody& body : catalogue.bodies) roll.push_back({body.code, body.kind});
    return roll;
}

const DutyCatalogue* DutyBook::find(std::string_view catalogue) const {
    const auto found = std::find_if(catalogues.begin(), catalogues.end(),
                                    [&](const DutyCatalogue& one) { return one.id == catalogue; });
    return found == catalogues.end() ? nullptr : &*found;
}

const CatalogItem* DutyBook::item(std::string_view place) const {
    const std::size_t stroke = place.find('/');
    if (stroke == std::string_view::npos) return nullptr;
    const DutyCatalogue* catalogue = find(place.substr(0, stroke));
    return catalogue == nullptr ? nullptr : catalogue->find(place.substr(stroke + 1));
}

Result<DutyBook> read_duty_book(const std::vector<std::pair<std::string_view, std::string_view>>& files) {
    DutyBook book;
    for (const auto& [path, bytes] : files) {
        if (!path.starts_with("definitions/catalogues/")) continue;
        DutyCatalogue catalogue = TRY(parse_duty_catalogue(bytes));
        book.catalogues.push_back(std::move(catalogue));
    }
    std::sort(book.catalogues.begin(), book.catalogues.end(),
              [](const DutyCatalogue& a, const DutyCatalogue& b) { return a.order < b.order; });
    return book;
}

Result<int> sort_published(identity::Act& act, const DutyBook& book, const std::vector<DutyUnit>& roll) {
    const auto unsorted = TRY(list_unsorted(act.db, kSortedPerAct));
    for (const UnsortedEdition& found : unsorted) TRY(sort_one(act, book, roll, found));
    return static_cast<int>(unsorted.size());
}

Result<> sort_by_hand(identity::Act& act, const DutyBook& book, const std::vector<DutyUnit>& roll,
                      std::string_view document, const std::vector<std::string>& items) {
    const auto row = TRY(find_document(act.db, document));
    if (!row || row->live == 0) return Error(ErrorCode::NotFound, "document.not_found");
    TRY(identity::authorise(act, "disclosure.draft", row->office));
    if (items.size() > kPlacesMax)
        return Error(ErrorCode::TooMany, "duty.too_many_items").with("max", std::to_string(kPlacesMax));
    const auto edition = TRY(find_edition(act.db, document, row->live));
    CHECK(edition);
    DutySorted event;
    event.document = Code::of(row->document);
    event.edition = row->live;
    event.published = edition->published;
    event.by_person = true;
    for (const std::string& place : items) {
        const CatalogItem* item = book.item(place);
        const std::string unit = item == nullptr ? std::string() : unit_for(*item, row->office, roll);
        if (unit.empty()) return Error(ErrorCode::Invalid, "duty.no_such_item").at("items");
        event.places.push_back({Code::of(place), Code::of(unit)});
    }
    return act.record("document/" + row->document, event);
}

}  // namespace disclosure
