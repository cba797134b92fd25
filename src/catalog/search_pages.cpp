// /search and /api/search: services by name and letters, guides, laws, documents and questions by every word.

#include "catalog/catalog_pages.h"
#include "catalog/find_all.h"
#include "catalog/item_pages.h"
#include "catalog/limits.h"
#include "text/display.h"
#include "text/html.h"

#include <algorithm>
#include <chrono>

namespace catalog {

namespace {

using identity::Door;
using web::Locale;

constexpr std::size_t kPageSize = 20;
constexpr std::size_t kPagesMax = 50;
constexpr std::size_t kSuggestionsMax = 8;
constexpr std::size_t kFacetRowsMax = 12;

struct TabChip {
    std::string code, url, count;
    bool is_current = false;
    void fields(auto& visit) {
        visit("code", code), visit("url", url), visit("count", count), visit("is_current", is_current);
    }
};

struct MetaPart {
    std::string text;
    void fields(auto& visit) { visit("text", text); }
};

struct ResultRow {
    std::string kind, title_plain, url, more, more_url, apply_url;
    text::Html title_marked, excerpt;
    std::vector<MetaPart> meta;
    bool is_instant = false, is_online = false;
    void fields(auto& visit) {
        visit("kind", kind), visit("title_plain", title_plain), visit("url", url), visit("meta", meta);
        visit("apply_url", apply_url), visit("title_marked", title_marked), visit("excerpt", excerpt);
        visit("more", more), visit("more_url", more_url);
        visit("is_instant", is_instant), visit("is_online", is_online);
    }
};

struct ResultGroup {
    std::string code, count, all_url;  // all_url: when the tab has more than is shown
    std::vector<ResultRow> rows;
    void fields(auto& visit) {
        visit("code", code), visit("count", count), visit("all_url", all_url), visit("rows", rows);
    }
};

struct FacetLink {
    std::string name, url, count;
    bool is_current = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("count", count), visit("is_current", is_current);
    }
};

struct FacetList {
    std::string code;  // unit genre validity year
    std::vector<FacetLink> links;
    void fields(auto& visit) { visit("code", code), visit("links", links); }
};

struct SearchPage {
    std::string q, kind, total, clear_url;
    bool is_guessed = false, is_all = false;
    std::vector<TabChip> tabs;
    std::vector<ResultGroup> groups;
    std::vector<FacetList> facets;
    Pager pager;
    std::vector<Link> suggestions;
    void fields(auto& visit) {
        visit("q", q), visit("kind", kind), visit("clear_url", clear_url);
        visit("is_guessed", is_guessed), visit("is_all", is_all), visit("tabs", tabs);
        visit("groups", groups), visit("facets", facets), visit("suggestions", suggestions);
        visit("found", total);
        pager.fields(visit);
    }
};

std::string clean_query(std::string_view typed) {
    std::string q(typed);
    // Cut at a character, not inside one.
    std::size_t bytes = std::min(q.size(), kPassageQueryBytesMax);
    while (bytes > 0 && bytes < q.size() && (static_cast<unsigned char>(q[bytes]) & 0xC0) == 0x80) --bytes;
    q.resize(bytes);
    return q;
}

Asked asked_by(const web::Request& request, const PageWindow& window) {
    Asked asked;
    asked.words = clean_query(request.query("q"));
    if (asked.words.find_first_not_of(" \t") == std::string::npos) asked.words.clear();
    asked.tab = tab_from(request.query("kind"));
    asked.unit = request.query("unit");
    asked.genre = request.query("genre");
    asked.validity = request.query("validity");
    asked.year = request.query("year");
    asked.from = window.from;
    asked.size = window.size;
    asked.locale = request.skin.locale;
    return asked;
}

// The address of this search with one thing otherwise; another tab forgets the filters.
std::string address_with(const Asked& asked, std::string_view name, const std::string& value) {
    std::vector<std::pair<std::string_view, std::string>> query{
        {"q", asked.words},           {"kind", std::string(tab_word(asked.tab))},
        {"unit", asked.unit},         {"genre", asked.genre},
        {"validity", asked.validity}, {"year", asked.year}};
    for (auto& [key, old] : query) {
        if (key == name) old = value;
        if (name == "kind" && key != "q" && key != "kind") old.clear();
    }
    return address("/search", query);
}

// Where a hit leads, and what is said beside it.
class HitShower {
public:
    HitShower(const web::Site& site, const web::Request& request, const Catalogue& catalogue)
        : site_(site), request_(request), catalogue_(catalogue), locale_(request.skin.locale) {}

    ResultRow row(const FoundRow& found) const {
        ResultRow row;
        row.kind = found.is_law ? "law" : tab_word(found.kind);
        row.title_plain = found.name;
        row.title_marked = found.title;
        row.excerpt = found.snippet;
        row.url = found.url;
        switch (found.kind) {
        case Tab::Service: add_item(found.id, row); break;
        case Tab::Body: add_body(found.id, row); break;
        case Tab::Document: add_document(found, row); break;
        case Tab::Question: add_unit(found, row); break;
        case Tab::All: break;
        }
        return row;
    }
    std::string unit(std::string_view code) const { return body_name(catalogue_, code, locale_); }
    std::string genre(std::string_view code) const {
        if (!code.starts_with(kRankGenre)) return site_.text(request_, "genre." + std::string(code));
        return site_.text(request_, "rank." + std::string(code.substr(kRankGenre.size())));
    }
    std::string validity(std::string_view word) const {
        return site_.text(request_, "validity." + std::string(word));
    }

private:
    void add_item(std::string_view code, ResultRow& row) const {
        const ServiceItem* item = catalogue_.find_item(code);
        if (item == nullptr) return;
        const ItemRow shown = item_row(catalogue_, *item, locale_);
        row.is_instant = shown.is_instant;
        row.is_online = shown.is_online;
        row.apply_url = shown.apply_url;
        const std::string_view key = shown.is_suspended ? "search.meta_suspended"
                                     : shown.is_instant ? "search.meta_instant"
                                                        : "search.meta_days";
        row.meta.push_back({site_.text(request_, key, {{"body", shown.body}, {"days", shown.promise_days}})});
    }
    void add_body(std::string_view code, ResultRow& row) const {
        const PublicBody* body = catalogue_.find_body(code);
        if (body != nullptr)
            row.meta.push_back({in_locale(locale_, body->address, body->address_en) + " " + body->phone});
    }
    void add_unit(const FoundRow& found, ResultRow& row) const {
        if (!found.office.empty()) row.meta.push_back({unit(found.office)});
    }
    void add_document(const FoundRow& found, ResultRow& row) const {
        if (!found.genre.empty()) row.meta.push_back({genre(found.genre)});
        if (!found.number.empty()) row.meta.push_back({found.number});
        add_unit(found, row);
        if (found.date != calendar::Date{}) row.meta.push_back({text::date(found.date, locale_)});
        const std::string_view state = validity_word(found.validity);
        if (!state.empty() && found.validity != Validity::InForce) row.meta.push_back({validity(state)});
        if (found.more == 0) return;
        row.more = std::to_string(found.more);
        row.more_url = found.url.substr(0, found.url.find('#'));
    }

    const web::Site& site_;
    const web::Request& request_;
    const Catalogue& catalogue_;
    Locale locale_;
};

void add_tabs(const Asked& asked, const Found& found, SearchPage& page) {
    for (const Tab tab : kTabs) {
        const auto count = found.counts.find(tab);
        const std::size_t many = count == found.counts.end() ? 0 : count->second;
        if (many == 0 && tab != asked.tab && tab != Tab::All) continue;
        page.tabs.push_back({std::string(tab_word(tab)),
                             address_with(asked, "kind", std::string(tab_word(tab))), std::to_string(many),
                             tab == asked.tab});
    }
}

class FacetShower {
public:
    FacetShower(const Asked& asked, SearchPage& page) : asked_(asked), page_(page) {}

    // `current`: the value filtered by; pressing it again takes the filter off.
    template <class Counts, class Word, class Name>
    void add(std::string_view code, const Counts& counts, const std::string& current, const Word& word,
             const Name& name) {
        FacetList list;
        list.code = code;
        for (const auto& [value, count] : counts) {
            const std::string as_word(word(value));
            const bool on = as_word == current;
            list.links.push_back(
                {name(value), address_with(asked_, code, on ? "" : as_word), std::to_string(count), on});
        }
        if (code == "year") std::reverse(list.links.begin(), list.links.end());
        if (code != "year")
            std::stable_sort(list.links.begin(), list.links.end(),
                             [](const FacetLink& a, const FacetLink& b) {
                                 return a.count.size() != b.count.size() ? a.count.size() > b.count.size()
                                                                         : a.count > b.count;
                             });
        if (list.links.size() > kFacetRowsMax) list.links.resize(kFacetRowsMax);
        if (list.links.size() > 1 || !current.empty()) page_.facets.push_back(std::move(list));
    }

private:
    const Asked& asked_;
    SearchPage& page_;
};

void add_facets(const Asked& asked, const Found& found, const HitShower& shower, SearchPage& page) {
    if (asked.tab == Tab::All || asked.tab == Tab::Body) return;
    const auto same = [](const std::string& word) { return word; };
    FacetShower facets(asked, page);
    facets.add("unit", found.facets.offices, asked.unit, same,
               [&](const std::string& code) { return shower.unit(code); });
    if (asked.tab != Tab::Document) return;
    facets.add("genre", found.facets.genres, asked.genre, same,
               [&](const std::string& code) { return shower.genre(code); });
    facets.add(
        "validity", found.facets.validities, asked.validity,
        [](Validity state) { return validity_word(state); },
        [&](Validity state) { return shower.validity(validity_word(state)); });
    facets.add(
        "year", found.facets.years, asked.year, [](int year) { return std::to_string(year); },
        [](int year) { return std::to_string(year); });
}

void suggest_themes(const Catalogue& catalogue, Locale locale, SearchPage& page) {
    for (const Theme& theme : catalogue.themes) {
        if (page.suggestions.size() == kSuggestionsMax) break;
        page.suggestions.push_back(
            {in_locale(locale, theme.name, theme.name_en), "/items?theme=" + theme.id});
    }
}

// What the index does not know yet is read first, so that what was withdrawn is not found.
base::Result<Found> ask(const CatalogRoom& room, const identity::Reading& reading, const Catalogue& catalogue,
                        const Asked& asked) {
    TRY(room.passages.catch_up({reading.db, reading.office.vault, catalogue}));
    return find_all(catalogue, room.passages.index(), asked);
}

base::Result<http::Response> show_search(const web::Site& site, const CatalogRoom& room,
                                         const identity::Reading& reading, const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const PageWindow window = window_of(request, kPageSize);
    const Asked asked = asked_by(request, window);
    SearchPage page;
    page.q = asked.words;
    page.kind = tab_word(asked.tab);
    if (asked.words.empty()) {
        suggest_themes(*catalogue, request.skin.locale, page);
        return site.page(request, "catalog/search", page, site.text(request, "search.title"));
    }
    const Found found = TRY(ask(room, reading, *catalogue, asked));
    add_tabs(asked, found, page);
    const HitShower shower(site, request, *catalogue);
    for (const FoundGroup& group : found.groups) {
        ResultGroup shown;
        shown.code = tab_word(group.tab);
        const std::size_t count = found.counts.at(group.tab);
        shown.count = std::to_string(count);
        if (count > group.rows.size())
            shown.all_url = address_with(asked, "kind", std::string(tab_word(group.tab)));
        for (const FoundRow& row : group.rows) shown.rows.push_back(shower.row(row));
        if (!shown.rows.empty()) page.groups.push_back(std::move(shown));
    }
    add_facets(asked, found, shower, page);
    page.is_all = asked.tab == Tab::All;
    page.is_guessed = found.guessed;
    page.total = std::to_string(found.total);
    if (!page.is_all) {
        page.pager = pager_of(window, std::min(found.total, kPageSize * kPagesMax), "/search",
                              {{"q", asked.words},
                               {"kind", page.kind},
                               {"unit", asked.unit},
                               {"genre", asked.genre},
                               {"validity", asked.validity},
                               {"year", asked.year}});
    }
    const bool filtered = !(asked.unit + asked.genre + asked.validity + asked.year).empty();
    if (filtered) page.clear_url = address_with(asked, "kind", page.kind);
    for (const std::string& name : found.perhaps)
        page.suggestions.push_back({name, address("/search", {{"q", name}})});
    return site.page(request, "catalog/search", page,
                     site.text(request, "search.title_for", {{"q", page.q}}));
}

void write_facet(base::JsonWriter& json, std::string_view name, const std::map<std::string, int>& counts) {
    json.key(name).open_object();
    for (const auto& [value, count] : counts) json.member(value, std::int64_t{count});
    json.close_object();
}

void write_facets(base::JsonWriter& json, const PassageFacets& facets) {
    json.key("facets").open_object();
    write_facet(json, "unit", facets.offices);
    write_facet(json, "genre", facets.genres);
    std::map<std::string, int> validities, years;
    for (const auto& [state, count] : facets.validities)
        validities[std::string(validity_word(state))] = count;
    for (const auto& [year, count] : facets.years) years[std::to_string(year)] = count;
    write_facet(json, "validity", validities);
    write_facet(json, "year", years);
    json.close_object();
}

base::Result<http::Response> answer_search(const CatalogRoom& room, const identity::Reading& reading,
                                           const web::Request& request) {
    const auto began = std::chrono::steady_clock::now();
    const auto catalogue = room.keeper.current();
    const PageWindow window = window_of(request, kPageSize);
    const Asked asked = asked_by(request, window);
    Found found;
    if (!asked.words.empty()) found = TRY(ask(room, reading, *catalogue, asked));
    std::string body;
    base::JsonWriter json(body);
    json.open_object().member("total", static_cast<std::int64_t>(found.total));
    json.member("page", static_cast<std::int64_t>(window.page));
    json.flag("guessed", found.guessed).key("hits").open_list();
    for (const FoundGroup& group : found.groups) {
        for (const FoundRow& row : group.rows) {
            json.open_object().member("kind", tab_word(row.kind)).member("title", row.name);
            json.member("url", row.url).member("snippet", row.snippet.view());
            if (row.date != calendar::Date{}) json.member("date", row.date.iso());
            if (!row.number.empty()) json.member("number", row.number);
            if (!row.office.empty()) json.member("unit", row.office);
            json.close_object();
        }
    }
    json.close_list().key("counts").open_object();
    for (const auto& [tab, count] : found.counts)
        json.member(tab_word(tab), static_cast<std::int64_t>(count));
    json.close_object();
    write_facets(json, found.facets);
    const auto took = std::chrono::steady_clock::now() - began;
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    json.key("took_ms").raw(std::to_string(us / 1000) + "." + std::to_string(us % 1000 / 100));
    json.close_object();
    return http::json(200, std::move(body));
}

}  // namespace

void add_search_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes) {
    site.add<SearchPage>("catalog/search");
    const auto page = [&site, &room](const identity::Reading& reading, const web::Request& request) {
        return show_search(site, room, reading, request);
    };
    const auto api = [&room](const identity::Reading& reading, const web::Request& request) {
        return answer_search(room, reading, request);
    };
    routes.push_back(
        web::get("/search", {Door::Public}, "Find services, documents, laws and questions by words", page)
            .in("services"));
    routes.push_back(web::get("/api/search", {Door::Public},
                              "The search as JSON: total, took_ms, hits, counts and facets", api));
}

}  // namespace catalog
