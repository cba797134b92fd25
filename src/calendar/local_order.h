#pragma once
// Days that one county orders for itself (counties/<name>/calendar.json), each entry with its order attached:
// number, issuer, date. Only statutory_local takes days out of periods, and only for the bodies it names;
// hall_closed moves appointments, extended_service never makes a weekend a working day.

#include "base/result.h"
#include "calendar/work_calendar.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calendar {

inline constexpr std::string_view kLocalCalendar = "local";  // its id among the calendars
inline constexpr std::size_t kOrdersMax = 100;
inline constexpr int kOrderDaysMax = 31;  // days of one entry
inline constexpr std::size_t kOrderBodiesMax = 200;

// 放假办法 4: local and minority holidays; an emergency stop of work ordered by a competent body.
enum class OrderKind : std::uint8_t { StatutoryLocal, HallClosed, ExtendedService };

struct LocalOrder {
    OrderKind kind = OrderKind::HallClosed;
    std::string order;   // 清政发〔2026〕3号
    std::string issuer;  // 清溪县人民政府
    Date issued;
    std::string name;  // 县庆
    Date from;
    Date to;                          // exclusive
    std::vector<std::string> bodies;  // codes; all bodies have to be named
    std::string label() const { return order + " " + name; }
};
struct LocalCalendar {
    int version = 1;
    std::vector<LocalOrder> orders;
    std::string pin() const { return std::string(kLocalCalendar) + "@" + std::to_string(version); }
    // The bodies that some statutory_local order names, each once.
    std::vector<std::string> bodies() const;
};

// `file` is named in refusals only.
base::Result<LocalCalendar> parse_local_calendar(std::string_view json, std::string_view file);

// The calendar of one body: the national one without the days that its orders give off.
WorkCalendar calendar_of_body(const WorkCalendar& national, const LocalCalendar& local,
                              std::string_view body);

}  // namespace calendar
