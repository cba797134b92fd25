#pragma once
// Catalogue: an immutable snapshot of everything in force on one day: items, bodies, hall, themes, roles,
// laws, processes, work calendar and the search over them. The keeper replaces it after an activation;
// readers keep theirs as long as they like.

#include "calendar/work_calendar.h"
#include "catalog/body.h"
#include "catalog/calendars.h"
#include "catalog/definition.h"
#include "catalog/escalation.h"
#include "catalog/search.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// Reason for the shared_ptrs: cases hold the version they were filed under, snapshots share what did not
// change.
using ItemPtr = std::shared_ptr<const ServiceItem>;

// One process bundle as activated; casework compiles it.
struct ProcessText {
    std::string id;
    int version = 0;
    base::Digest digest;
    std::string text;
    bool begun_inside = false;  // by an official of the item's body or of the government, not by an applicant
    std::string name = {};      // its own words
    std::string name_en = {};
    std::string pin() const { return id + "@" + std::to_string(version) + "#" + digest.hex().substr(0, 8); }
};

struct Catalogue {
    calendar::Date day;                                  // for which it was made
    std::int64_t last_change = 0;                        // the entry it knows of last
    std::map<std::string, ItemPtr, std::less<>> items;   // by code; suspended and ended ones too
    std::map<std::string, ItemPtr, std::less<>> inside;  // business begun inside: no guide, no search
    std::vector<PublicBody> bodies;                      // by code
    Hall hall;
    std::vector<Theme> themes;
    std::vector<identity::RoleDefinition> roles;
    Escalation escalation;  // no levels until one was activated
    LawRegister laws;
    std::map<std::string, std::shared_ptr<const ProcessText>, std::less<>> processes;  // by id
    CalendarPtr calendar;                       // the national one; null until a calendar was activated
    WorkCalendars calendars;                    // with the days that bodies have off by local order
    std::shared_ptr<const SearchIndex> search;  // never null

    const ServiceItem* find_item(std::string_view code) const;     // those begun inside too; null when absent
    ItemPtr item(std::string_view code) const;                     // the same
    const ServiceItem* find_offered(std::string_view code) const;  // to applicants; null when absent
    const PublicBody* find_body(std::string_view code) const;
    const PublicBody* body_with(std::string_view function) const;  // null: the county gave it to nobody
    const Theme* find_theme(std::string_view id) const;
    const ProcessText* find_process(std::string_view id) const;
    std::vector<const ServiceItem*> items_of_body(std::string_view body) const;  // leading bodies only
    std::vector<const ServiceItem*> items_of_theme(std::string_view theme) const;
};

class CatalogueKeeper {
public:
    CatalogueKeeper();
    std::shared_ptr<const Catalogue> current() const;  // never null; empty before the first reload
    // After an activation, an import of laws, or midnight. Unchanged items are taken over, not parsed again.
    base::Result<> reload(const store::Reader& db, calendar::Date today);
    // Reloads when a definition, a law or the day has changed since; true when it did. One cheap question
    // otherwise.
    base::Result<bool> refresh(const store::Reader& db, calendar::Date today);
    // Versions that matters were filed under. NotFound when no such text was ever activated. At most 512 are
    // kept.
    base::Result<ItemPtr> item_version(const store::Reader& db, const base::Digest& digest);
    base::Result<std::shared_ptr<const ProcessText>> process_text(const store::Reader& db,
                                                                  const base::Digest& digest);
    // The calendar as it was when the file of `pin` (cn-2026@1) was the one activated last. NotFound
    // calendar.no_such_pin. At most 16 are kept.
    base::Result<CalendarPtr> calendar_under(const store::Reader& db, std::string_view pin);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Catalogue> current_;
    std::map<base::Digest, ItemPtr> old_items_;
    std::map<base::Digest, std::shared_ptr<const ProcessText>> old_processes_;
    std::map<std::string, CalendarPtr, std::less<>> old_calendars_;
};

}  // namespace catalog
