#pragma once
// One year's holiday notice as a file (definitions/calendars/cn-YYYY.json), and the compiling of all year
// files into a WorkCalendar. A file is facts with a source; a day that stands in both lists, a weekday listed
// as worked, or an unknown key stops the load with file and line. cn-statutory.json holds the 13 days of
// 放假办法 2 for years without notice.

#include "base/json_keys.h"
#include "calendar/work_calendar.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calendar {

inline constexpr std::size_t kCalendarDaysMax = 400;  // listed days of one file

struct CalendarFile {
    struct OffRun {
        Date from;
        Date to;  // exclusive
        std::string name;
    };
    std::string id;  // cn-2026, cn-statutory
    int year = 0;    // 0: the statutory days of years without a notice
    int version = 1;
    std::string status;  // published | superseded | computed
    std::string issuer;
    std::string issued;  // YYYY-MM-DD or empty where the source does not say
    std::string known;   // the day this node loaded it; empty for years before the node
    std::string source;
    std::string text_sha256;
    std::string replaces;  // cn-2020@1, or empty
    bool retroactive = false;
    std::vector<Date> work;
    std::vector<OffRun> off;

    std::string pin() const { return id + "@" + std::to_string(version); }
};

// What the `notice` of an explained day names.
enum class NoticeKind { None, Yearly, Statutory, Order };
struct Notice {
    NoticeKind kind = NoticeKind::None;
    std::string year;  // of the yearly notice
};
Notice name_notice(std::string_view notice);  // cn-2026@1, cn-statutory@1, or an order of the county

// Invalid calendar.bad_file {place, what}: a calendar or the local orders cannot be read so.
base::Error bad_file(std::string_view file, int line, std::string_view what);
// The same for a key that nobody knows or a value of another kind.
base::Result<> only_known(const base::Json& object, std::span<const base::KeyRule> known,
                          std::string_view file);
// `file` is named in refusals only.
base::Result<CalendarFile> parse_calendar(std::string_view json, std::string_view file);

// All files active at one moment, in the order in which they were activated; one version per id. The pin
// names the file activated last; the statutory days name it only when they were changed (cn-statutory@2).
base::Result<WorkCalendar> compile_calendar(std::span<const CalendarFile> files);

// Of the files the program carries, those of a county that knew nothing later than `pin`: its own year and
// all before it, and the statutory days after it. NotFound calendar.no_such_pin, also for years whose
// following year has no statutory days in the table.
base::Result<WorkCalendar> compile_carried(std::span<const CalendarFile> files, std::string_view pin);

}  // namespace calendar
