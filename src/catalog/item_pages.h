#pragma once
// What catalog's lists share: the pager, links, an item as a row. Fields as the templates name them.

#include "catalog/catalogue.h"
#include "web/site.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

struct Link {
    std::string name, url;
    void fields(auto& visit) { visit("name", name), visit("url", url); }
};

struct PageLink {
    std::string label, url;
    bool is_current = false;
    void fields(auto& visit) { visit("label", label), visit("url", url), visit("is_current", is_current); }
};

struct Pager {
    std::vector<PageLink> pages;  // empty when one page holds all
    std::string previous_url, next_url;
    std::string from, to, total;
    void fields(auto& visit) {
        visit("pages", pages), visit("previous_url", previous_url), visit("next_url", next_url);
        visit("from", from), visit("to", to), visit("total", total);
    }
};

struct ItemRow {
    std::string name, url, summary, body, promise_days, visits, apply_url;
    bool is_instant = false, is_online = false, is_joint = false, is_suspended = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("summary", summary), visit("body", body);
        visit("promise_days", promise_days), visit("visits", visits), visit("apply_url", apply_url);
        visit("is_instant", is_instant), visit("is_online", is_online), visit("is_joint", is_joint);
        visit("is_suspended", is_suspended);
    }
};

// A path with its query put together; empty values are left out.
std::string address(std::string_view path,
                    const std::vector<std::pair<std::string_view, std::string>>& query);

struct PageWindow {
    std::size_t from = 0;  // first row, counted from 0
    std::size_t size = 20;
    std::size_t page = 1;
};
PageWindow window_of(const web::Request& request, std::size_t size);
// `query` without the page number.
Pager pager_of(const PageWindow& window, std::size_t total, std::string_view path,
               const std::vector<std::pair<std::string_view, std::string>>& query);

const std::string& in_locale(web::Locale locale, const std::string& chinese, const std::string& english);
ItemRow item_row(const Catalogue& catalogue, const ServiceItem& item, web::Locale locale);
std::string body_name(const Catalogue& catalogue, std::string_view code, web::Locale locale);

}  // namespace catalog
