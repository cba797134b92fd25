#pragma once
// Parts that the public pages of services share: links, pager, citations, names in the reader's language.
// Fields as the templates name them.

#include "catalog/catalogue.h"
#include "web/site.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace services {

struct LinkRow {
    std::string name, url;
    void fields(auto& visit) { visit("name", name), visit("url", url); }
};

struct PageLinkRow {
    std::string label, url;
    bool is_current = false;
    void fields(auto& visit) { visit("label", label), visit("url", url), visit("is_current", is_current); }
};
struct PagerModel {
    std::vector<PageLinkRow> pages;  // empty when one page holds all
    std::string previous_url, next_url, from, to, total;
    void fields(auto& visit) {
        visit("pages", pages), visit("previous_url", previous_url), visit("next_url", next_url);
        visit("from", from), visit("to", to), visit("total", total);
    }
};

// Which rows of a long list are wanted: ?page=, counted from 1.
struct ListWindow {
    int page = 1;
    int size = 20;
    int offset() const { return (page - 1) * size; }
};
ListWindow window_of(const web::Request& request, int size);
using Query = std::vector<std::pair<std::string_view, std::string>>;
// `query` without the page number; empty values are left out of the addresses.
PagerModel pager_of(const ListWindow& window, std::int64_t total, std::string_view path, const Query& query);
std::string address_of(std::string_view path, const Query& query);

const std::string& in_locale(web::Locale locale, const std::string& chinese, const std::string& english);
std::string short_body_name(const catalog::Catalogue& catalogue, std::string_view code, web::Locale locale);
std::string full_body_name(const catalog::Catalogue& catalogue, std::string_view code, web::Locale locale);

// A citation as it is shown, and where the article can be read; url is empty when the register does not know
// the law.
struct Cited {
    std::string law, article, words, url;
};
Cited cite(const web::Site& site, const web::Request& request, const catalog::LawRegister& laws,
           std::string_view law, std::string_view article);

// 第三十五条第二款 for 35(2) in Chinese, "art. 35(2)" in English.
std::string article_shown(const web::Site& site, const web::Request& request, std::string_view cited);
std::string digest_shown(const base::Digest& digest, int groups);  // 9f2c 41ab …
std::string month_day(calendar::Date date);                        // 11-24

}  // namespace services
