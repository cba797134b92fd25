#pragma once
// The work calendars in force together: the national one from the yearly notices, and one for each body that
// a local order gives days off. Readers keep theirs; an activation makes new ones.

#include "calendar/work_calendar.h"
#include "catalog/definition_store.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// Reason for shared_ptr: snapshots, matters and pages share 200 KB of tables.
using CalendarPtr = std::shared_ptr<const calendar::WorkCalendar>;

struct WorkCalendars {
    CalendarPtr national;                                   // null until a yearly notice was activated
    std::map<std::string, CalendarPtr, std::less<>> local;  // by body
    std::string stamp;                                      // every file and version that went into them
    const CalendarPtr& of(std::string_view body) const;
};
base::Result<WorkCalendars> compile_calendars(std::vector<ActiveText> active);
// As they would be with `draft` (a yearly notice or the local orders) activated last.
base::Result<WorkCalendars> calendars_with(const store::Reader& db, const DefinitionDraft& draft);

// The number a calendar file gives itself; 0 when the text is none.
int calendar_version(const DefinitionDraft& draft);

}  // namespace catalog
