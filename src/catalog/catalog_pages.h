#pragma once
// The pages of catalog: search, directory, bodies, laws, definitions, and the items as JSON. What other rooms
// know about a body or about open matters is handed in by app, since catalog stands below them.

#include "catalog/catalogue.h"
#include "catalog/law_store.h"
#include "catalog/passage_follow.h"
#include "web/site.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// What casework knows of a body this year; shown beside its items.
struct BodyNews {
    struct Grant {
        std::string item, holder, date, date_iso, url;
        void fields(auto& visit) {
            visit("item", item), visit("holder", holder), visit("date", date), visit("date_iso", date_iso);
            visit("url", url);
        }
    };
    std::vector<Grant> grants;
    std::string received, decided, ontime_pct, late_now;  // as shown; received empty: no figures
};

struct CatalogRoom {
    CatalogueKeeper& keeper;
    DefinitionDesk& desk;
    LawTexts& texts;
    PassageFollower& passages;
    // Each may be empty.
    std::function<base::Result<BodyNews>(const identity::Reading&, web::Locale, std::string_view body)>
        body_news;
    // How many open matters go by this very text.
    std::function<base::Result<std::int64_t>(const identity::Reading&, DefinitionKind, const base::Digest&)>
        open_matters;
};

// Registers the page models with the site and returns the routes. `room` outlives the site.
std::vector<web::Route> catalog_routes(web::Site& site, const CatalogRoom& room);

// Its parts.
void add_public_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes);
void add_search_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes);
void add_law_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes);
void add_definition_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes);
void add_date_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes);
void add_item_api(const CatalogRoom& room, std::vector<web::Route>& routes);

}  // namespace catalog
