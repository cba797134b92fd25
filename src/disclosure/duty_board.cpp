#include "disclosure/duty_board.h"

#include <algorithm>

namespace disclosure {

namespace {

// Worst first; what a folded line keeps.
int weight(DutyLamp lamp) {
    switch (lamp) {
    case DutyLamp::Late: return 3;
    case DutyLamp::Near: return 2;
    case DutyLamp::Met: return 1;
    case DutyLamp::NotYet: return 0;
    }
    return 0;
}

void fold(ItemStanding& item, const DutyStanding& standing) {
    if (weight(standing.lamp) > weight(item.lamp)) item.lamp = standing.lamp;
    if (standing.next.days != 0 && (item.next.days == 0 || standing.next < item.next))
        item.next = standing.next;
    if (standing.since.days != 0 && (item.since.days == 0 || standing.since < item.since))
        item.since = standing.since;
}

}  // namespace

void DutyTally::add(DutyLamp lamp) {
    ++items;
    switch (lamp) {
    case DutyLamp::Late: ++late; break;
    case DutyLamp::Near: ++near; break;
    case DutyLamp::Met: ++met; break;
    case DutyLamp::NotYet: ++not_yet; break;
    }
}

base::Result<std::vector<DutyLine>> list_duty_lines(const identity::Reading& reading, const DutyBook& book,
                                                    const DutyBoardAsked& asked) {
    CHECK(asked.roll != nullptr);
    std::map<std::pair<std::string, std::string>, DutyCount> counts;
    for (DutyCount& count : TRY(list_duty_counts(reading.db, asked.catalogue)))
        counts.emplace(std::pair(count.item, count.office), std::move(count));
    std::map<std::string, std::string, std::less<>> kinds;
    for (const DutyUnit& unit : *asked.roll) kinds.emplace(unit.code, unit.kind);
    std::vector<DutyLine> lines;
    for (const DutyCatalogue& catalogue : book.catalogues) {
        if (!asked.catalogue.empty() && catalogue.id != asked.catalogue) continue;
        for (const CatalogItem& item : catalogue.items) {
            for (const std::string& unit : units_of(item, *asked.roll)) {
                if (!asked.unit.empty() && unit != asked.unit) continue;
                DutyLine line{&catalogue, &item, catalogue.id + "/" + item.id, unit, false, {}, 0, {}};
                line.of_township = kinds.find(unit)->second == "township";
                DutyAsked question{catalogue.from, {}, reading.now.date()};
                const auto count = counts.find(std::pair(line.place, unit));
                if (count != counts.end()) {
                    line.editions = count->second.editions;
                    line.newest = count->second.newest;
                    question.published = line.newest.date();
                }
                if (item.kept_by_page)
                    line.standing.lamp = DutyLamp::Met;
                else if (asked.days != nullptr)
                    line.standing = standing_of(item.when, question, *asked.days);
                lines.push_back(std::move(line));
            }
        }
    }
    return lines;
}

std::map<std::string, ItemStanding, std::less<>> items_of(const std::vector<DutyLine>& lines) {
    std::map<std::string, ItemStanding, std::less<>> items;
    std::map<std::string, bool, std::less<>> led;  // by a body that is no township
    for (const DutyLine& line : lines) led[line.place] = led[line.place] || !line.of_township;
    for (const DutyLine& line : lines) {
        ItemStanding& item = items[line.place];
        item.editions += line.editions;
        if (line.of_township) {
            ++item.townships;
            item.townships_published += line.editions > 0 ? 1 : 0;
        }
        if (!line.of_township || !led[line.place]) fold(item, line.standing);
        // A document of a township answers the item, too.
        else if (line.editions > 0 && item.lamp == DutyLamp::NotYet)
            item.lamp = DutyLamp::Met;
    }
    return items;
}

}  // namespace disclosure
