#include "catalog/item_pages.h"

#include "catalog/catalog_pages.h"
#include "text/html.h"

#include <algorithm>
#include <charconv>

namespace catalog {

namespace {

constexpr std::size_t kPageMax = 10000;
constexpr std::size_t kPagesBeside = 2;  // links on each side of the current page

}  // namespace

std::string address(std::string_view path,
                    const std::vector<std::pair<std::string_view, std::string>>& query) {
    std::string made(path);
    char before = '?';
    for (const auto& [name, value] : query) {
        if (value.empty()) continue;
        made.push_back(before);
        made.append(name).push_back('=');
        text::append_url_encoded(made, value);
        before = '&';
    }
    return made;
}

PageWindow window_of(const web::Request& request, std::size_t size) {
    const std::string_view typed = request.query("page");
    std::size_t page = 1;
    std::from_chars(typed.data(), typed.data() + typed.size(), page);
    page = std::clamp<std::size_t>(page, 1, kPageMax);
    return {(page - 1) * size, size, page};
}

Pager pager_of(const PageWindow& window, std::size_t total, std::string_view path,
               const std::vector<std::pair<std::string_view, std::string>>& query) {
    Pager pager;
    const std::size_t pages = (total + window.size - 1) / window.size;
    pager.from = std::to_string(total == 0 ? 0 : std::min(window.from + 1, total));
    pager.to = std::to_string(std::min(window.from + window.size, total));
    pager.total = std::to_string(total);
    if (pages < 2) return pager;
    const auto url = [&](std::size_t page) {
        auto all = query;
        if (page > 1) all.emplace_back("page", std::to_string(page));
        return address(path, all);
    };
    std::size_t shown = 0;
    for (std::size_t page = 1; page <= pages; ++page) {
        const bool near = page + kPagesBeside >= window.page && page <= window.page + kPagesBeside;
        if (!near && page != 1 && page != pages) continue;
        if (page > shown + 1) pager.pages.push_back({"…", {}, false});
        pager.pages.push_back({std::to_string(page), url(page), page == window.page});
        shown = page;
    }
    if (window.page > 1) pager.previous_url = url(std::min(window.page - 1, pages));
    if (window.page < pages) pager.next_url = url(window.page + 1);
    return pager;
}

const std::string& in_locale(web::Locale locale, const std::string& chinese, const std::string& english) {
    return locale == web::Locale::English && !english.empty() ? english : chinese;
}

std::string body_name(const Catalogue& catalogue, std::string_view code, web::Locale locale) {
    const PublicBody* body = catalogue.find_body(code);
    return body == nullptr ? std::string(code) : in_locale(locale, body->short_name, body->name_en);
}

ItemRow item_row(const Catalogue& catalogue, const ServiceItem& item, web::Locale locale) {
    ItemRow row;
    row.name = in_locale(locale, item.name, item.name_en);
    row.url = "/items/" + item.code;
    row.summary = in_locale(locale, item.summary, item.summary_en);
    row.body = body_name(catalogue, item.body, locale);
    row.promise_days = std::to_string(item.promise_days);
    row.visits = std::to_string(item.visits);
    row.is_instant = item.is_instant();
    row.is_online = item.online();
    row.is_joint = item.is_joint();
    row.is_suspended = item.status != 1;
    if (row.is_online && !row.is_suspended) row.apply_url = "/apply/" + item.code;
    return row;
}

std::vector<web::Route> catalog_routes(web::Site& site, const CatalogRoom& room) {
    std::vector<web::Route> routes;
    add_public_routes(site, room, routes);
    add_search_routes(site, room, routes);
    add_law_routes(site, room, routes);
    add_definition_routes(site, room, routes);
    add_date_routes(site, room, routes);
    add_item_api(room, routes);
    return routes;
}

}  // namespace catalog
