// The front door: what people come for, found in one look, and how the county keeps its word, counted from
// the matters themselves. Figures are worked out at most every half minute, whoever asks.

#include "services/portal_store.h"
#include "services/public_parts_pages.h"
#include "services/rating.h"
#include "services/result.h"
#include "services/services_pages.h"
#include "text/display.h"
#include "web/chart.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

namespace services {

namespace {

using base::Result;
using calendar::Date;
using http::Response;

constexpr int kChartDays = 30;   // working days drawn
constexpr int kChartReach = 75;  // days back in which they are looked for
constexpr int kHotDays = 30;
constexpr int kHotItems = 6;
constexpr int kMostItems = 8;
constexpr int kGrantsShown = 6;
constexpr int kLateShown = 3;
constexpr std::int64_t kFiguresSeconds = 30;

// What the page shows of the work done, before it is put into words.
struct Figures {
    calendar::Instant at;
    std::int64_t received = 0, received_window = 0, decided = 0, decided_instant = 0;
    Punctuality year, month, overdue;
    std::int64_t pace_days = 0, pace_count = 0;  // working days from acceptance to decision
    std::int64_t legal_days = 0, legal_count = 0;
    RatingCounts ratings;
    std::vector<Date> days;  // of the chart, oldest first
    std::map<std::int32_t, std::int64_t> received_by_day, decided_by_day;
    std::vector<NamedCount> filed;
    std::vector<ResultLine> grants;
    std::vector<casework::MatterLine> late;
};

Date first_of_year(Date day) {
    return Date::of(day.year(), 1, 1);
}
Date first_of_month(Date day) {
    return Date::of(day.year(), day.month(), 1);
}

std::vector<Date> working_days_before(const calendar::WorkCalendar& days, Date today) {
    std::vector<Date> found;
    for (int back = 0; back < kChartReach && found.size() < kChartDays; ++back) {
        if (days.works(today.plus(-back))) found.push_back(today.plus(-back));
    }
    std::reverse(found.begin(), found.end());
    return found;
}

Result<base::Done> count_today(const store::Reader& db, const catalog::Catalogue& catalogue, Date today,
                               Figures& figures) {
    for (const NamedCount& channel : TRY(count_channels(db, today))) {
        figures.received += channel.count;
        if (channel.name == "hall") figures.received_window += channel.count;
    }
    for (const NamedCount& row : TRY(count_decided_items(db, today))) {
        const catalog::ServiceItem* item = catalogue.find_item(row.name);
        figures.decided += row.count;
        if (item != nullptr && item->is_instant()) figures.decided_instant += row.count;
    }
    return base::Done{};
}

// How long it took against how long the law allows, of what was decided in the days of the chart.
Result<base::Done> count_pace(const store::Reader& db, const catalog::Catalogue& catalogue, Date from,
                              Figures& figures) {
    for (const Pace& pace : TRY(list_paces(db, from))) {
        figures.pace_days += pace.count * catalogue.calendar->elapsed(pace.accepted, pace.decided);
        figures.pace_count += pace.count;
    }
    for (const NamedCount& row : TRY(count_decided_items(db, from))) {
        const catalog::ServiceItem* item = catalogue.find_item(row.name);
        if (item == nullptr || item->legal_days <= 0) continue;
        figures.legal_days += row.count * item->legal_days;
        figures.legal_count += row.count;
    }
    return base::Done{};
}

// Reason for shared_ptr: pages in the making keep these figures while the next are counted.
Result<std::shared_ptr<const Figures>> count_all(const identity::Reading& reading,
                                                 const catalog::Catalogue& catalogue) {
    auto figures = std::make_shared<Figures>();
    const Date today = reading.now.date();
    figures->at = reading.now;
    TRY(count_today(reading.db, catalogue, today, *figures));
    figures->year = TRY(count_punctuality(reading.db, first_of_year(today)));
    figures->month = TRY(count_punctuality(reading.db, first_of_month(today)));
    figures->overdue = TRY(count_overdue(reading.db, reading.now));
    figures->ratings = TRY(count_ratings(reading.db, first_of_year(today), today.plus(1)));
    figures->filed = TRY(list_filed_items(reading.db, today.plus(-kHotDays), kMostItems));
    ResultQuestion newest;
    newest.limit = kGrantsShown;
    figures->grants = TRY(list_published(reading.db, newest));
    figures->late = TRY(casework::list_due_before(reading.db, {}, reading.now, 0, kLateShown));
    if (catalogue.calendar != nullptr) figures->days = working_days_before(*catalogue.calendar, today);
    if (!figures->days.empty()) {
        const Date from = figures->days.front();
        TRY(count_pace(reading.db, catalogue, from, *figures));
        for (const DayCount& day : TRY(count_received_days(reading.db, from)))
            figures->received_by_day[day.day.days] = day.count;
        for (const DayCount& day : TRY(count_decided_days(reading.db, from)))
            figures->decided_by_day[day.day.days] = day.count;
    }
    return std::shared_ptr<const Figures>(figures);
}

// The last figures, shared by all who look at the page.
class Blackboard {
public:
    Result<std::shared_ptr<const Figures>> figures(const identity::Reading& reading,
                                                   const catalog::Catalogue& catalogue) {
        {
            const std::lock_guard lock(mutex_);
            const bool young = last_ != nullptr && reading.now >= last_->at &&
                               reading.now < last_->at.plus_seconds(kFiguresSeconds);
            if (young) return last_;
        }
        auto counted = TRY(count_all(reading, catalogue));
        const std::lock_guard lock(mutex_);
        last_ = counted;
        return counted;
    }

private:
    std::mutex mutex_;
    std::shared_ptr<const Figures> last_;
};

struct ThemeTile {
    std::string code, name, icon, url, count;
    void fields(auto& visit) {
        visit("code", code), visit("name", name), visit("icon", icon), visit("url", url),
            visit("count", count);
    }
};
struct JointTile {
    std::string name, icon, url, bodies_count, materials_before, materials, days_before, days;
    void fields(auto& visit) {
        visit("name", name), visit("icon", icon), visit("url", url), visit("bodies_count", bodies_count);
        visit("materials_before", materials_before), visit("materials", materials);
        visit("days_before", days_before), visit("days", days);
    }
};
struct DayRow {
    std::string day, received, decided;
    void fields(auto& visit) { visit("day", day), visit("received", received), visit("decided", decided); }
};
struct LateRow {
    std::string lamp, item, body, late_days, url;
    void fields(auto& visit) {
        visit("lamp", lamp), visit("item", item), visit("body", body), visit("late_days", late_days),
            visit("url", url);
    }
};
struct GrantRow {
    std::string item, holder, date, date_iso, url;
    void fields(auto& visit) {
        visit("item", item), visit("holder", holder), visit("date", date), visit("date_iso", date_iso),
            visit("url", url);
    }
};
struct MostRow {
    std::string name, url, promise_days;
    bool is_instant = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("promise_days", promise_days),
            visit("is_instant", is_instant);
    }
};
struct BodyTile {
    std::string name, url, count;
    void fields(auto& visit) { visit("name", name), visit("url", url), visit("count", count); }
};

struct HomeModel {
    std::string bodies_count, items_count, online_count, person_items, person_online, firm_items, firm_online;
    std::vector<LinkRow> hot, townships;
    std::vector<ThemeTile> person_themes, firm_themes;
    std::vector<JointTile> joint;
    std::string updated, received, received_window, received_online, decided, decided_instant, ontime_pct;
    std::string days_average, legal_average, good_pct, rated, month_yellow, month_red;
    text::Html chart;
    std::vector<DayRow> chart_rows;
    std::vector<LateRow> events;
    std::vector<GrantRow> grants;
    std::vector<MostRow> most;
    std::vector<BodyTile> bodies;
    std::vector<NewsBox> news;
    void fields(auto& visit) {
        visit("news", news);
        visit("bodies_count", bodies_count), visit("items_count", items_count),
            visit("online_count", online_count);
        visit("person_items", person_items), visit("person_online", person_online),
            visit("firm_items", firm_items);
        visit("firm_online", firm_online), visit("hot", hot), visit("townships", townships);
        visit("person_themes", person_themes), visit("firm_themes", firm_themes), visit("joint", joint);
        visit("updated", updated), visit("received", received), visit("received_window", received_window);
        visit("received_online", received_online), visit("decided", decided),
            visit("decided_instant", decided_instant);
        visit("ontime_pct", ontime_pct), visit("days_average", days_average),
            visit("legal_average", legal_average);
        visit("good_pct", good_pct), visit("rated", rated), visit("month_yellow", month_yellow);
        visit("month_red", month_red), visit("chart", chart), visit("chart_rows", chart_rows),
            visit("events", events);
        visit("grants", grants), visit("most", most), visit("bodies", bodies);
    }
};

// One reader's page in the making.
struct Painter {
    const Rooms& rooms;
    const web::Request& request;
    const catalog::Catalogue& catalogue;
    const Figures& figures;
    HomeModel model = {};

    web::Locale locale() const { return request.skin.locale; }
    std::string item_name(std::string_view code) const {
        const catalog::ServiceItem* item = catalogue.find_item(code);
        return item == nullptr ? std::string(code) : name_of(*item, locale());
    }
};

void paint_counts(Painter& painter) {
    HomeModel& model = painter.model;
    std::int64_t items = 0, online = 0, persons = 0, persons_online = 0, firms = 0, firms_online = 0;
    for (const auto& [code, item] : painter.catalogue.items) {
        if (item->status != 1) continue;
        const std::int64_t is_online = item->online() ? 1 : 0;
        ++items;
        online += is_online;
        if (item->serves_persons()) ++persons, persons_online += is_online;
        if (item->serves_firms()) ++firms, firms_online += is_online;
    }
    model.items_count = text::integer(items);
    model.online_count = text::integer(online);
    model.person_items = text::integer(persons);
    model.person_online = text::integer(persons_online);
    model.firm_items = text::integer(firms);
    model.firm_online = text::integer(firms_online);
}

void paint_bodies(Painter& painter) {
    std::size_t bodies = 0;
    for (const catalog::PublicBody& body : painter.catalogue.bodies) {
        const std::string url = "/bodies/" + body.code;
        if (body.kind == "township") {
            painter.model.townships.push_back(
                {in_locale(painter.locale(), body.short_name, body.name_en), url});
            continue;
        }
        const std::size_t count = painter.catalogue.items_of_body(body.code).size();
        if (count == 0) continue;
        ++bodies;
        painter.model.bodies.push_back(
            {in_locale(painter.locale(), body.short_name, body.name_en), url, std::to_string(count)});
    }
    painter.model.bodies_count = std::to_string(bodies);
}

void paint_themes(Painter& painter) {
    for (const catalog::Theme& theme : painter.catalogue.themes) {
        const std::size_t count = painter.catalogue.items_of_theme(theme.id).size();
        if (count == 0) continue;
        auto& tiles = theme.audience == "firm" ? painter.model.firm_themes : painter.model.person_themes;
        tiles.push_back({theme.id, in_locale(painter.locale(), theme.name, theme.name_en), theme.icon,
                         "/items?theme=" + theme.id, std::to_string(count)});
    }
}

// Whole rows of six, four, three and two; the list of all of them is one link away.
constexpr std::size_t kJointShown = 12;

// 高效办成一件事: of the papers listed, those that the departments look up themselves are not asked for; of
// the days the law allows, the promise takes fewer. Both numbers come from the guide.
void paint_joint(Painter& painter) {
    for (const auto& [code, item] : painter.catalogue.items) {
        if (!item->is_joint() || item->status != 1) continue;
        if (painter.model.joint.size() == kJointShown) return;
        const auto asked = std::count_if(
            item->materials.begin(), item->materials.end(), [](const catalog::Material& material) {
                return material.source != "government" || material.need != "necessary";
            });
        JointTile tile;
        tile.name = name_of(*item, painter.locale());
        tile.url = "/items/" + code;
        tile.bodies_count = std::to_string(item->joint.size() + 1);
        tile.materials = std::to_string(asked);
        if (static_cast<std::size_t>(asked) < item->materials.size())
            tile.materials_before = std::to_string(item->materials.size());
        tile.days = std::to_string(item->promise_days);
        if (item->promise_days < item->legal_days) tile.days_before = std::to_string(item->legal_days);
        for (const std::string& id : item->themes) {
            const catalog::Theme* theme = painter.catalogue.find_theme(id);
            if (theme != nullptr && tile.icon.empty()) tile.icon = theme->icon;
        }
        painter.model.joint.push_back(std::move(tile));
    }
}

std::string without_sign(std::string percent) {
    while (!percent.empty() && (percent.back() == '%' || percent.back() == ' ')) percent.pop_back();
    return percent;
}

std::string one_decimal(std::int64_t sum, std::int64_t count) {
    const std::int64_t tenths = (sum * 10 + count / 2) / count;
    return text::integer(tenths / 10) + "." + std::to_string(tenths % 10);
}

void paint_figures(Painter& painter) {
    const Figures& figures = painter.figures;
    HomeModel& model = painter.model;
    model.updated = month_day(figures.at.date()) + " " + text::time_of_day(figures.at);
    model.received = text::integer(figures.received);
    model.received_window = text::integer(figures.received_window);
    model.received_online = text::integer(figures.received - figures.received_window);
    model.decided = text::integer(figures.decided);
    model.decided_instant = text::integer(figures.decided_instant);
    const Punctuality& year = figures.year;
    if (year.decided > 0) {
        model.ontime_pct =
            without_sign(text::percent_of(year.decided - year.promise_late - year.legal_late, year.decided));
    }
    if (figures.pace_count > 0 && figures.legal_count > 0) {
        model.days_average = one_decimal(figures.pace_days, figures.pace_count);
        model.legal_average = one_decimal(figures.legal_days, figures.legal_count);
    }
    if (figures.ratings.all() > 0) {
        model.good_pct = without_sign(text::percent_of(figures.ratings.good(), figures.ratings.all()));
        model.rated = text::integer(figures.ratings.all());
    }
    model.month_yellow = text::integer(figures.month.promise_late + figures.overdue.promise_late);
    model.month_red = text::integer(figures.month.legal_late + figures.overdue.legal_late);
}

std::int64_t count_of(const std::map<std::int32_t, std::int64_t>& counts, Date day) {
    const auto found = counts.find(day.days);
    return found == counts.end() ? 0 : found->second;
}

void paint_chart(Painter& painter) {
    web::BarChart chart;
    chart.series = {"b1", "b2"};
    std::int64_t received = 0, decided = 0;
    for (const Date day : painter.figures.days) {
        const std::int64_t in = count_of(painter.figures.received_by_day, day);
        const std::int64_t out = count_of(painter.figures.decided_by_day, day);
        received += in;
        decided += out;
        chart.groups.push_back({month_day(day), {in, out}});
        painter.model.chart_rows.push_back({month_day(day), text::integer(in), text::integer(out)});
    }
    if (received + decided == 0) {
        painter.model.chart_rows.clear();
        return;
    }
    chart.title = painter.rooms.site.text(painter.request, "home.chart_title",
                                          {{"days", std::to_string(chart.groups.size())},
                                           {"received", text::integer(received)},
                                           {"decided", text::integer(decided)}});
    painter.model.chart = web::bar_chart(chart);
}

void paint_late(Painter& painter) {
    const Date today = painter.figures.at.date();
    for (const casework::MatterLine& line : painter.figures.late) {
        const bool past_law = line.legal_due.days > 0 && line.legal_due < today;
        const Date due = line.due_at.plus_seconds(-1).date();
        const int days =
            painter.catalogue.calendar == nullptr ? 0 : painter.catalogue.calendar->elapsed(due, today);
        painter.model.events.push_back({past_law ? "red" : "yellow", painter.item_name(line.item),
                                        short_body_name(painter.catalogue, line.office, painter.locale()),
                                        std::to_string(std::max(1, days)), "/bodies/" + line.office});
    }
}

// The year is said where it is not this one.
std::string day_shown(const Painter& painter, Date day) {
    return day.year() == painter.figures.at.date().year() ? month_day(day) : day.iso();
}

void paint_lists(Painter& painter) {
    for (const ResultLine& line : painter.figures.grants) {
        painter.model.grants.push_back({painter.item_name(line.item), line.holder,
                                        day_shown(painter, line.decided), line.decided.iso(),
                                        "/results/" + line.result});
    }
    for (const NamedCount& row : painter.figures.filed) {
        const catalog::ServiceItem* item = painter.catalogue.find_item(row.name);
        if (item == nullptr || item->status != 1) continue;
        const std::string url = "/items/" + item->code;
        const std::string& name = name_of(*item, painter.locale());
        if (painter.model.hot.size() < kHotItems) painter.model.hot.push_back({name, url});
        painter.model.most.push_back({name, url, std::to_string(item->promise_days), item->is_instant()});
    }
}

Result<Response> show_home(const Rooms& rooms, Blackboard& blackboard, const identity::Reading& reading,
                           const web::Request& request) {
    const auto catalogue = rooms.practice.keeper().current();
    const auto figures = TRY(blackboard.figures(reading, *catalogue));
    Painter painter{rooms, request, *catalogue, *figures};
    paint_counts(painter);
    paint_bodies(painter);
    paint_themes(painter);
    paint_joint(painter);
    paint_figures(painter);
    paint_chart(painter);
    paint_late(painter);
    paint_lists(painter);
    if (rooms.news) painter.model.news = TRY(rooms.news(reading, request));
    return rooms.site.page(request, "services/home", painter.model, rooms.site.text(request, "home.title"));
}

}  // namespace

void add_portal_pages(web::Site& site) {
    site.add<HomeModel>("services/home");
}

std::vector<web::Route> portal_routes(const Rooms& rooms) {
    // Shared: the handler is copied with its route.
    auto blackboard = std::make_shared<Blackboard>();
    const auto home = [rooms, blackboard](const identity::Reading& reading, const web::Request& request) {
        return show_home(rooms, *blackboard, reading, request);
    };
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/", {}, "The portal: services by theme and body, and how the county keeps its word", home)
            .in("home")
            .kept_in_memory());
    return routes;
}

}  // namespace services
