#pragma once
// Lists in pages: which page of which size was asked for, and the links to the others. Every list is an
// address: filters, page and size stand in the query.

#include "web/request.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace web {

// One link of a row of links: a page, a size, a filter.
struct LinkRow {
    std::string name, count, url;
    bool is_current = false;
    void fields(auto& visit) {
        visit("name", name), visit("label", name), visit("step", name), visit("size", name);
        visit("count", count), visit("url", url), visit("is_current", is_current);
    }
};

struct PageView {
    int page = 1;
    int size = 20;
    int offset() const { return (page - 1) * size; }
};
PageView page_view(const Request& request);  // 10, 20, 50 or 100 rows; what is none of these is 20

// The fields of _parts/pager.html and _parts/staff_pager.html.
struct Pager {
    std::string from, to, total, previous_url, next_url;
    std::vector<LinkRow> sizes, pages;
    void fields(auto& visit) {
        visit("from", from), visit("to", to), visit("total", total), visit("previous_url", previous_url);
        visit("next_url", next_url), visit("sizes", sizes), visit("pages", pages);
    }
};
Pager make_pager(const PageView& view, std::int64_t total, const std::string& address);

// `address` with ?name=value or &name=value; an empty value adds nothing.
std::string with_query(std::string address, std::string_view name, std::string_view value);

}  // namespace web
