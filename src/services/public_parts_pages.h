#pragma once
// Parts that the public pages of services share: links, citations, names in the reader's language.
// Fields as the templates name them.

#include "catalog/catalogue.h"
#include "web/site.h"

#include <string>
#include <string_view>
#include <vector>

namespace services {

struct LinkRow {
    std::string name, url;
    void fields(auto& visit) { visit("name", name), visit("url", url); }
};

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
