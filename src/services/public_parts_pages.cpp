#include "services/public_parts_pages.h"

#include "catalog/law_text.h"

#include <charconv>

namespace services {

const std::string& in_locale(web::Locale locale, const std::string& chinese, const std::string& english) {
    return locale == web::Locale::English && !english.empty() ? english : chinese;
}

std::string short_body_name(const catalog::Catalogue& catalogue, std::string_view code, web::Locale locale) {
    const catalog::PublicBody* body = catalogue.find_body(code);
    return body == nullptr ? std::string(code) : in_locale(locale, body->short_name, body->name_en);
}

std::string full_body_name(const catalog::Catalogue& catalogue, std::string_view code, web::Locale locale) {
    const catalog::PublicBody* body = catalogue.find_body(code);
    return body == nullptr ? std::string(code) : in_locale(locale, body->name, body->name_en);
}

namespace {

// 35(2) → 第三十五条 and what stands in brackets as it is cited: 款, 项.
std::string chinese_citation(const web::Site& site, const web::Request& request, std::string_view cited) {
    constexpr std::string_view kParts[] = {"cite.paragraph", "cite.clause"};
    std::string out = catalog::chinese_article(catalog::article_number(cited));
    std::size_t at = cited.find('(');
    for (const std::string_view part : kParts) {
        if (at == std::string_view::npos) break;
        int number = 0;
        std::from_chars(cited.data() + at + 1, cited.data() + cited.size(), number);
        if (number > 0) out += site.text(request, part, {{"number", catalog::chinese_numeral(number)}});
        at = cited.find('(', at + 1);
    }
    return out;
}

}  // namespace

std::string article_shown(const web::Site& site, const web::Request& request, std::string_view cited) {
    if (cited.empty()) return {};
    const bool english = request.skin.locale == web::Locale::English;
    return site.text(request, "cite.article",
                     {{"article", english ? std::string(cited) : chinese_citation(site, request, cited)}});
}

Cited cite(const web::Site& site, const web::Request& request, const catalog::LawRegister& laws,
           std::string_view law, std::string_view article) {
    Cited cited;
    const catalog::LawEntry* entry = laws.find(law);
    cited.law =
        entry == nullptr ? std::string(law) : in_locale(request.skin.locale, entry->law, entry->name_en);
    cited.article = article_shown(site, request, article);
    cited.words = site.text(request, "cite.law_article", {{"law", cited.law}, {"article", cited.article}});
    if (entry == nullptr) return cited;
    cited.url = "/laws/" + entry->slug;
    const std::string_view number = catalog::article_number(article);
    if (!number.empty()) cited.url.append("#art-").append(number);
    return cited;
}

std::string digest_shown(const base::Digest& digest, int groups) {
    const std::string hex = digest.hex();
    std::string out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(groups) * 4 && i < hex.size(); i += 4) {
        if (!out.empty()) out += ' ';
        out += hex.substr(i, 4);
    }
    return out;
}

std::string month_day(calendar::Date date) {
    return date.iso().substr(5);
}

}  // namespace services
