#include "catalog/calendars.h"

#include "calendar/calendar_file.h"
#include "calendar/local_order.h"

#include <algorithm>
#include <limits>

namespace catalog {

const CalendarPtr& WorkCalendars::of(std::string_view body) const {
    const auto own = local.find(body);
    return own == local.end() ? national : own->second;
}

// A pin names the file activated last, so the files go in that order.
base::Result<WorkCalendars> compile_calendars(std::vector<ActiveText> active) {
    std::sort(active.begin(), active.end(), [](const ActiveText& left, const ActiveText& right) {
        return left.version.seq < right.version.seq;
    });
    WorkCalendars calendars;
    calendar::LocalCalendar local;
    std::vector<calendar::CalendarFile> files;
    for (const ActiveText& one : active) {
        if (one.version.id == calendar::kLocalCalendar) {
            local = TRY(calendar::parse_local_calendar(one.text, one.version.id));
            calendars.stamp += local.pin() + " ";
            continue;
        }
        files.push_back(TRY(calendar::parse_calendar(one.text, one.version.id)));
        calendars.stamp += files.back().pin() + " ";
    }
    // Statutory days alone are no calendar: a county begins with its first yearly notice.
    const auto is_yearly = [](const calendar::CalendarFile& file) { return file.year != 0; };
    if (std::none_of(files.begin(), files.end(), is_yearly)) return calendars;
    auto national = std::make_shared<const calendar::WorkCalendar>(TRY(calendar::compile_calendar(files)));
    for (const std::string& body : local.bodies()) {
        calendars.local.emplace(body, std::make_shared<const calendar::WorkCalendar>(
                                          calendar::calendar_of_body(*national, local, body)));
    }
    calendars.national = std::move(national);
    return calendars;
}

base::Result<WorkCalendars> calendars_with(const store::Reader& db, const DefinitionDraft& draft) {
    constexpr calendar::Date kWhenever{std::numeric_limits<std::int32_t>::max()};
    auto active = TRY(list_active(db, DefinitionKind::Calendar, kWhenever));
    std::erase_if(active, [&](const ActiveText& one) { return one.version.id == draft.id; });
    ActiveText last;
    last.version.id = draft.id;
    last.version.seq = std::numeric_limits<std::int64_t>::max();
    last.text = draft.text;
    active.push_back(std::move(last));
    return compile_calendars(std::move(active));
}

int calendar_version(const DefinitionDraft& draft) {
    if (draft.id == calendar::kLocalCalendar) {
        const auto local = calendar::parse_local_calendar(draft.text, draft.id);
        return local.ok() ? local.value().version : 0;
    }
    const auto parsed = calendar::parse_calendar(draft.text, draft.id);
    return parsed.ok() ? parsed.value().version : 0;
}

}  // namespace catalog
