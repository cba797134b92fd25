// The public side: /items, /bodies/{code}.

#include "catalog/catalog_pages.h"

#include "catalog/item_pages.h"

#include <algorithm>

namespace catalog {

namespace {

using identity::Door;
using web::Locale;

constexpr std::size_t kPageSize = 20;

struct KindChip {
    std::string code, url, count;
    bool is_current = false;
    void fields(auto& visit) {
        visit("code", code), visit("url", url), visit("count", count), visit("is_current", is_current);
    }
};

struct BrowseLink {
    std::string code, name, icon, url, count;
    bool is_current = false;
    void fields(auto& visit) {
        visit("code", code), visit("name", name), visit("icon", icon), visit("url", url),
            visit("count", count);
        visit("is_current", is_current);
    }
};

struct DirectoryPage {
    std::string heading, all_count;
    bool is_all = false;
    std::vector<Link> crumbs;
    std::vector<KindChip> filters;
    std::vector<BrowseLink> person_themes, firm_themes, bodies;
    std::vector<ItemRow> items;
    Pager pager;
    void fields(auto& visit) {
        visit("heading", heading), visit("all_count", all_count), visit("is_all", is_all),
            visit("crumbs", crumbs);
        visit("filters", filters), visit("person_themes", person_themes), visit("firm_themes", firm_themes);
        visit("bodies", bodies), visit("items", items);
        pager.fields(visit);
    }
};

bool shown_under(const ServiceItem& item, std::string_view filter) {
    if (item.status == 3) return false;
    if (filter == "instant") return item.is_instant();
    if (filter == "online") return item.online();
    if (filter == "joint") return item.is_joint();
    return true;
}

std::vector<const ServiceItem*> offered(const Catalogue& catalogue, std::string_view theme) {
    std::vector<const ServiceItem*> items;
    for (const auto& [code, item] : catalogue.items) {
        const auto& themes = item->themes;
        const bool fits = theme.empty() || std::find(themes.begin(), themes.end(), theme) != themes.end();
        if (fits && item->status != 3) items.push_back(item.get());
    }
    return items;
}

void add_browse(const Catalogue& catalogue, std::string_view theme, Locale locale, DirectoryPage& page) {
    page.all_count = std::to_string(offered(catalogue, {}).size());
    for (const Theme& one : catalogue.themes) {
        BrowseLink link{one.id,
                        in_locale(locale, one.name, one.name_en),
                        one.icon,
                        "/items?theme=" + one.id,
                        std::to_string(offered(catalogue, one.id).size()),
                        one.id == theme};
        (one.audience == "person" ? page.person_themes : page.firm_themes).push_back(std::move(link));
    }
    for (const PublicBody& body : catalogue.bodies) {
        const std::size_t count = catalogue.items_of_body(body.code).size();
        if (count == 0) continue;
        page.bodies.push_back({body.code,
                               in_locale(locale, body.short_name, body.name_en),
                               {},
                               "/bodies/" + body.code,
                               std::to_string(count),
                               false});
    }
}

http::Response show_directory(const web::Site& site, const CatalogRoom& room, const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const Locale locale = request.skin.locale;
    const Theme* theme = catalogue->find_theme(request.query("theme"));
    const std::string theme_id = theme == nullptr ? std::string() : theme->id;
    std::string filter(request.query("show"));
    if (filter != "instant" && filter != "online" && filter != "joint") filter = "all";
    DirectoryPage page;
    std::string title = site.text(request, "directory.all");
    if (theme != nullptr) title = in_locale(locale, theme->name, theme->name_en);
    page.heading = title;
    if (theme != nullptr) {
        const std::string key = "audience." + theme->audience;
        page.heading = site.text(request, "directory.heading",
                                 {{"audience", site.text(request, key)}, {"theme", title}});
    }
    page.is_all = theme == nullptr;
    page.crumbs = {{site.text(request, "directory.all"), theme == nullptr ? "" : "/items"}};
    if (theme != nullptr) page.crumbs.push_back({title, {}});
    add_browse(*catalogue, theme_id, locale, page);

    const std::vector<const ServiceItem*> items = offered(*catalogue, theme_id);
    const PageWindow window = window_of(request, kPageSize);
    for (const std::string code : {"all", "instant", "online", "joint"}) {
        const auto count = std::count_if(items.begin(), items.end(),
                                         [&](const auto* item) { return shown_under(*item, code); });
        page.filters.push_back({code,
                                address("/items", {{"theme", theme_id}, {"show", code == "all" ? "" : code}}),
                                std::to_string(count), code == filter});
    }
    std::size_t total = 0;
    for (const ServiceItem* item : items) {
        if (!shown_under(*item, filter)) continue;
        if (total >= window.from && total < window.from + window.size)
            page.items.push_back(item_row(*catalogue, *item, locale));
        ++total;
    }
    page.pager =
        pager_of(window, total, "/items", {{"theme", theme_id}, {"show", filter == "all" ? "" : filter}});
    return site.page(request, "catalog/directory", page, title);
}

struct BodyPage {
    std::string name, summary, place, hours, consult, supervise, uscc;
    std::vector<Link> crumbs;
    std::vector<ItemRow> items;
    Pager pager;
    BodyNews news;
    bool has_figures = false;
    void fields(auto& visit) {
        visit("name", name), visit("summary", summary), visit("place", place), visit("hours", hours);
        visit("consult", consult), visit("supervise", supervise), visit("uscc", uscc),
            visit("crumbs", crumbs);
        visit("items", items);
        pager.fields(visit);
        visit("grants", news.grants), visit("received", news.received), visit("decided", news.decided);
        visit("ontime_pct", news.ontime_pct), visit("late_now", news.late_now),
            visit("has_figures", has_figures);
    }
};

base::Result<http::Response> show_body(const web::Site& site, const CatalogRoom& room,
                                       const identity::Reading& reading, const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const Locale locale = request.skin.locale;
    const PublicBody* body = catalogue->find_body(request.param("code"));
    if (body == nullptr) return base::Error(base::ErrorCode::NotFound, "body.not_found");
    BodyPage page;
    page.name = in_locale(locale, body->name, body->name_en);
    page.summary = in_locale(locale, body->duties, body->duties_en);
    page.place = in_locale(locale, body->address, body->address_en);
    page.hours = body->hours;
    page.consult = body->phone;
    page.uscc = body->uscc;
    page.crumbs = {{site.text(request, "directory.all"), "/items"}, {page.name, {}}};
    std::vector<const ServiceItem*> items = catalogue->items_of_body(body->code);
    std::erase_if(items, [](const ServiceItem* item) { return item->status == 3; });
    if (!items.empty()) page.supervise = items.front()->supervise;
    const PageWindow window = window_of(request, kPageSize);
    for (std::size_t i = window.from; i < std::min(items.size(), window.from + window.size); ++i) {
        page.items.push_back(item_row(*catalogue, *items[i], locale));
    }
    page.pager = pager_of(window, items.size(), "/bodies/" + body->code, {});
    if (room.body_news) page.news = TRY(room.body_news(reading, locale, body->code));
    page.has_figures = !page.news.received.empty();
    return site.page(request, "catalog/body", page, page.name);
}

}  // namespace

void add_public_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes) {
    site.add<DirectoryPage>("catalog/directory");
    site.add<BodyPage>("catalog/body");
    const auto directory = [&site, &room](const identity::Reading&,
                                          const web::Request& request) -> base::Result<http::Response> {
        return show_directory(site, room, request);
    };
    const auto body = [&site, &room](const identity::Reading& reading, const web::Request& request) {
        return show_body(site, room, reading, request);
    };
    routes.push_back(web::get("/items", {Door::Public}, "The directory of service items by theme", directory)
                         .in("services")
                         .kept_in_memory());
    routes.push_back(
        web::get("/bodies/{code}", {Door::Public}, "One public body: its items, duties and address", body)
            .in("services")
            .kept_in_memory());
}

}  // namespace catalog
