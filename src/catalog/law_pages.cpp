// The laws the county leans on: /laws and /laws/{law}, with the items that cite each article.

#include "catalog/catalog_pages.h"
#include "catalog/item_pages.h"
#include "text/html.h"

#include <algorithm>
#include <map>

namespace catalog {

namespace {

using identity::Door;
using web::Locale;

constexpr std::string_view kRanks[] = {"law", "regulation", "local", "rule", "document", "interpretation"};

struct Citation {
    const ServiceItem* item = nullptr;
    std::string_view use;  // power material fee
    bool operator==(const Citation&) const = default;
};
// By article number.
using Citations = std::map<std::string, std::vector<Citation>, std::less<>>;

Citations citations_of(const Catalogue& catalogue, const LawEntry& law) {
    Citations found;
    const auto add = [&](const ServiceItem& item, const Basis& basis, std::string_view use) {
        if (basis.law != law.law && basis.law != law.name) return;
        auto& list = found[std::string(article_number(basis.article))];
        const Citation citation{&item, use};
        if (std::find(list.begin(), list.end(), citation) == list.end()) list.push_back(citation);
    };
    for (const auto& [code, item] : catalogue.items) {
        if (item->status == 3) continue;
        for (const Basis& basis : item->basis) add(*item, basis, "power");
        for (const Material& material : item->materials) add(*item, material.basis, "material");
        for (const Fee& fee : item->fees) add(*item, fee.basis, "fee");
    }
    return found;
}

std::string items_count(const Citations& citations) {
    std::vector<const ServiceItem*> items;
    for (const auto& [article, list] : citations) {
        for (const Citation& citation : list) items.push_back(citation.item);
    }
    std::sort(items.begin(), items.end());
    return std::to_string(std::unique(items.begin(), items.end()) - items.begin());
}

struct LawRow {
    std::string name, url, number, edition, articles_count, items_count;
    bool is_unverified = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("number", number), visit("edition", edition);
        visit("articles_count", articles_count), visit("items_count", items_count),
            visit("is_unverified", is_unverified);
    }
};
struct LawGroup {
    std::string rank, count;
    std::vector<LawRow> laws;
    void fields(auto& visit) { visit("rank", rank), visit("count", count), visit("laws", laws); }
};
struct LawsPage {
    std::vector<Link> crumbs;
    std::vector<LawGroup> groups;
    void fields(auto& visit) { visit("crumbs", crumbs), visit("groups", groups); }
};

http::Response show_laws(const web::Site& site, const CatalogRoom& room, const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const Locale locale = request.skin.locale;
    LawsPage page;
    page.crumbs = {{site.text(request, "laws.title"), {}}};
    for (const std::string_view rank : kRanks) {
        LawGroup group;
        group.rank = rank;
        for (const auto& [name, law] : catalogue->laws.entries()) {
            if (law.rank != rank) continue;
            group.laws.push_back({in_locale(locale, law.law, law.name_en), "/laws/" + law.slug, law.number,
                                  law.edition, std::to_string(law.articles.size()),
                                  items_count(citations_of(*catalogue, law)), law.status != "verified"});
        }
        group.count = std::to_string(group.laws.size());
        if (!group.laws.empty()) page.groups.push_back(std::move(group));
    }
    return site.page(request, "catalog/laws", page, site.text(request, "laws.title"));
}

struct ParagraphRow {
    std::string text;
    void fields(auto& visit) { visit("text", text); }
};
struct CitedRow {
    std::string item, url, use;
    void fields(auto& visit) { visit("item", item), visit("url", url), visit("use", use); }
};
struct ArticleRow {
    std::string anchor, number, summary;
    std::vector<ParagraphRow> paragraphs;
    std::vector<CitedRow> cited;
    void fields(auto& visit) {
        visit("anchor", anchor), visit("number", number), visit("summary", summary),
            visit("paragraphs", paragraphs);
        visit("cited", cited);
    }
};
struct EditionRow {
    std::string edition, url;
    bool is_current = false;
    void fields(auto& visit) {
        visit("edition", edition), visit("url", url), visit("is_current", is_current);
    }
};
struct LawPage {
    std::string name, rank, number, issuer, issued, edition, effective, ends, items_count;
    bool is_unverified = false, has_full_text = false;
    std::vector<Link> crumbs;
    std::vector<EditionRow> editions;
    std::vector<ArticleRow> articles;
    void fields(auto& visit) {
        visit("name", name), visit("rank", rank), visit("number", number), visit("issuer", issuer);
        visit("issued", issued), visit("edition", edition), visit("effective", effective),
            visit("ends", ends);
        visit("items_count", items_count), visit("is_unverified", is_unverified),
            visit("has_full_text", has_full_text);
        visit("crumbs", crumbs), visit("editions", editions), visit("articles", articles);
    }
};

std::vector<ParagraphRow> paragraphs_of(std::string_view text) {
    std::vector<ParagraphRow> rows;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t begin = line.find_first_not_of(" \t\r");
        if (begin == std::string_view::npos) continue;
        rows.push_back({std::string(line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1))});
    }
    return rows;
}

class LawShower {
public:
    LawShower(const web::Site& site, const web::Request& request, Citations citations)
        : site_(site), request_(request), citations_(std::move(citations)) {}

    void add_text(const ParsedLaw& text, LawPage& page) const {
        page.has_full_text = true;
        for (const TextArticle& article : text.law.articles) {
            ArticleRow row = article_row(article.number);
            row.paragraphs = paragraphs_of(article.text);
            page.articles.push_back(std::move(row));
        }
        if (!text.law.articles.empty()) return;
        // A text without articles is shown whole.
        const std::size_t head = text.markdown.find("-->");
        ArticleRow whole;
        whole.anchor = "text";
        whole.number = site_.text(request_, "law.whole");
        whole.paragraphs =
            paragraphs_of(std::string_view(text.markdown).substr(head == std::string::npos ? 0 : head + 3));
        page.articles.push_back(std::move(whole));
    }
    void add_summaries(const LawEntry& law, LawPage& page) const {
        for (const LawArticle& article : law.articles) {
            ArticleRow row = article_row(article_number(article.article));
            row.summary = in_locale(request_.skin.locale, article.summary, article.summary_en);
            page.articles.push_back(std::move(row));
        }
    }
    std::string count() const { return items_count(citations_); }

private:
    ArticleRow article_row(std::string_view number) const {
        ArticleRow row;
        row.anchor = "art-" + std::string(number);
        row.number = request_.skin.locale == Locale::English
                         ? site_.text(request_, "law.article", {{"number", std::string(number)}})
                         : chinese_article(number);
        const auto cited = citations_.find(number);
        if (cited == citations_.end()) return row;
        for (const Citation& citation : cited->second) {
            row.cited.push_back({in_locale(request_.skin.locale, citation.item->name, citation.item->name_en),
                                 "/items/" + citation.item->code, std::string(citation.use)});
        }
        return row;
    }

    const web::Site& site_;
    const web::Request& request_;
    Citations citations_;
};

void describe(const LawEntry& law, Locale locale, LawPage& page) {
    page.name = in_locale(locale, law.name, law.name_en);
    page.rank = law.rank;
    page.number = law.number;
    page.issuer = law.issuer;
    page.issued = law.issued;
    page.edition = law.edition;
    page.effective = law.effective;
    page.ends = law.ends;
    page.is_unverified = law.status != "verified";
}

// The edition asked for by date, else the newest that is in force.
const LawEdition* chosen(const std::vector<LawEdition>& editions, std::string_view asked,
                         calendar::Date today) {
    const LawEdition* newest = nullptr;
    for (const LawEdition& edition : editions) {
        if (!asked.empty() && edition.edition.iso() == asked) return &edition;
        if (newest == nullptr && edition.edition <= today) newest = &edition;
    }
    return newest;
}

base::Result<http::Response> show_law(const web::Site& site, const CatalogRoom& room,
                                      const identity::Reading& reading, const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const std::string_view wanted = request.param("law");
    const LawEntry* law = catalogue->laws.find_by_slug(wanted);
    if (law == nullptr) law = catalogue->laws.find(wanted);
    const std::vector<LawEdition> editions =
        TRY(list_editions(reading.db, law != nullptr ? std::string_view(law->name) : wanted));
    const LawEdition* edition = chosen(editions, request.query("edition"), catalogue->day);
    if (law == nullptr && edition == nullptr) return base::Error(base::ErrorCode::NotFound, "law.not_found");

    LawPage page;
    if (law != nullptr) describe(*law, request.skin.locale, page);
    const LawShower shower(site, request, law != nullptr ? citations_of(*catalogue, *law) : Citations());
    page.items_count = shower.count();
    if (edition != nullptr) {
        if (law == nullptr) page.name = edition->title, page.rank = edition->rank;
        page.edition = edition->edition.iso();
        const auto text = TRY(room.texts.open(reading.db, *edition));
        shower.add_text(*text, page);
    } else {
        shower.add_summaries(*law, page);
    }
    std::string path = "/laws/";
    text::append_url_encoded(path, wanted);
    for (const LawEdition& one : editions) {
        if (editions.size() < 2) break;
        const std::string day = one.edition.iso();
        page.editions.push_back({day, address(path, {{"edition", day}}), &one == edition});
    }
    page.crumbs = {{site.text(request, "laws.title"), "/laws"}, {page.name, {}}};
    return site.page(request, "catalog/law", page, page.name);
}

}  // namespace

void add_law_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes) {
    site.add<LawsPage>("catalog/laws");
    site.add<LawPage>("catalog/law");
    const auto laws = [&site, &room](const identity::Reading&,
                                     const web::Request& request) -> base::Result<http::Response> {
        return show_laws(site, room, request);
    };
    const auto law = [&site, &room](const identity::Reading& reading, const web::Request& request) {
        return show_law(site, room, reading, request);
    };
    routes.push_back(web::get("/laws", {Door::Public}, "The laws that items rest on, by rank", laws)
                         .in("laws")
                         .kept_in_memory());
    routes.push_back(web::get("/laws/{law}", {Door::Public},
                              "One law: its articles, editions and the items that cite it", law)
                         .in("laws")
                         .kept_in_memory());
}

}  // namespace catalog
