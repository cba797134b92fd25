#include "calendar/local_order.h"

#include "calendar/calendar_file.h"

#include <algorithm>
#include <optional>

namespace calendar {

namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

std::optional<OrderKind> kind_from(std::string_view word) {
    if (word == "statutory_local") return OrderKind::StatutoryLocal;
    if (word == "hall_closed") return OrderKind::HallClosed;
    if (word == "extended_service") return OrderKind::ExtendedService;
    return std::nullopt;
}

base::Result<LocalOrder> read_order(const Json& entry, std::string_view file) {
    constexpr base::KeyRule known[] = {{"kind", "s"}, {"order", "s"}, {"issuer", "s"}, {"issued", "s"},
                                       {"name", "s"}, {"from", "s"},  {"to", "s"},     {"bodies", "l"}};
    TRY(only_known(entry, known, file));
    LocalOrder order;
    const auto kind = kind_from(entry.string_or("kind"));
    constexpr std::string_view kinds[] = {"statutory_local", "hall_closed", "extended_service"};
    if (!kind) return bad_file(file, entry.line, base::unknown_word("kind", entry.string_or("kind"), kinds));
    order.kind = *kind;
    order.order = entry.string_or("order");
    order.issuer = entry.string_or("issuer");
    order.name = entry.string_or("name");
    // An order nobody can look up binds nobody.
    if (order.order.empty() || order.issuer.empty() || order.name.empty())
        return bad_file(file, entry.line, "an entry needs its order, issuer and name");
    order.issued = TRY(Date::parse(entry.string_or("issued")));
    order.from = TRY(Date::parse(entry.string_or("from")));
    order.to = TRY(Date::parse(entry.string_or("to")));
    if (order.to <= order.from || order.to.days - order.from.days > kOrderDaysMax)
        return bad_file(file, entry.line, "bad days of " + order.order);
    for (const Json& body : entry.list("bodies")) order.bodies.push_back(body.text);
    if (order.bodies.empty() || order.bodies.size() > kOrderBodiesMax)
        return bad_file(file, entry.line, "an order names the bodies it covers");
    return order;
}

}  // namespace

std::vector<std::string> LocalCalendar::bodies() const {
    std::vector<std::string> found;
    for (const LocalOrder& order : orders)
        if (order.kind == OrderKind::StatutoryLocal)
            found.insert(found.end(), order.bodies.begin(), order.bodies.end());
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

base::Result<LocalCalendar> parse_local_calendar(std::string_view json, std::string_view file) {
    constexpr base::KeyRule known[] = {{"calendar", "s"}, {"ver", "i"}, {"orders", "l"}};
    const Json root = TRY(base::parse_json(json, base::JsonComments::Allowed));
    TRY(only_known(root, known, file));
    if (root.string_or("calendar") != kLocalCalendar)
        return bad_file(file, root.line, "not the local calendar");
    LocalCalendar read;
    read.version = static_cast<int>(root.integer_or("ver", 0));
    if (read.version < 1 || read.version > 999) return bad_file(file, root.line, "bad ver");
    const auto& orders = root.list("orders");
    if (orders.size() > kOrdersMax) return bad_file(file, root.line, "too many orders");
    for (const Json& entry : orders) {
        LocalOrder order = TRY(read_order(entry, file));
        read.orders.push_back(std::move(order));
    }
    return read;
}

WorkCalendar calendar_of_body(const WorkCalendar& national, const LocalCalendar& local,
                              std::string_view body) {
    WorkCalendar days = national;
    for (const LocalOrder& order : local.orders) {
        const bool names = std::find(order.bodies.begin(), order.bodies.end(), body) != order.bodies.end();
        if (order.kind != OrderKind::StatutoryLocal || !names) continue;
        std::vector<Date> off;
        for (Date day = order.from; day < order.to; day = day.plus(1))
            if (days.works(day)) off.push_back(day);  // what is off already keeps its own reason
        days = days.with_local_days(off, order.label());
    }
    return days;
}

}  // namespace calendar
