// Service items as JSON: GET /api/items?q=&page= and /api/items/{code}.

#include "catalog/catalog_pages.h"
#include "catalog/definition_store.h"
#include "catalog/item_pages.h"

namespace catalog {

namespace {

constexpr std::size_t kPageSize = 50;

http::Response list_items(const CatalogRoom& room, const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const PageWindow window = window_of(request, kPageSize);
    SearchQuery query;
    query.words = request.query("q");
    query.kind = "item";
    query.body = request.query("body");
    query.theme = request.query("theme");
    query.audience = request.query("audience");
    query.from = window.from;
    query.size = window.size;
    const SearchAnswer answer = catalogue->search->find(query);
    std::string body;
    base::JsonWriter json(body);
    json.open_object().member("total", static_cast<std::int64_t>(answer.total));
    json.member("page", static_cast<std::int64_t>(window.page))
        .member("size", static_cast<std::int64_t>(window.size));
    json.flag("guessed", answer.guessed).key("items").open_list();
    for (const SearchHit& hit : answer.hits) {
        const ServiceItem* item = catalogue->find_item(hit.id);
        if (item == nullptr) continue;
        json.open_object().member("item", item->code).member("version", std::int64_t{item->version});
        json.member("name", item->name).member("name_en", item->name_en).member("body", item->body);
        json.member("summary", item->summary).member("status", std::int64_t{item->status});
        json.member("legal_days", std::int64_t{item->legal_days})
            .member("promise_days", std::int64_t{item->promise_days});
        json.flag("online", item->online())
            .member("digest", item->digest.hex())
            .member("url", "/api/items/" + item->code);
        json.close_object();
    }
    json.close_list().close_object();
    return http::json(200, std::move(body));
}

// The guide itself, as it was activated: the very text the digest names.
base::Result<http::Response> one_item(const CatalogRoom& room, const identity::Reading& reading,
                                      const web::Request& request) {
    const auto catalogue = room.keeper.current();
    const ServiceItem* item = catalogue->find_offered(request.param("code"));
    if (item == nullptr) return base::Error(base::ErrorCode::NotFound, "item.not_found");
    std::string body;
    base::JsonWriter json(body);
    json.open_object().member("digest", item->digest.hex()).key("guide");
    json.raw(TRY(shelved_text(reading.db, item->digest))).close_object();
    return http::json(200, std::move(body));
}

}  // namespace

void add_item_api(const CatalogRoom& room, std::vector<web::Route>& routes) {
    using identity::Door;
    const auto list = [&room](const identity::Reading&,
                              const web::Request& request) -> base::Result<http::Response> {
        return list_items(room, request);
    };
    const auto one = [&room](const identity::Reading& reading, const web::Request& request) {
        return one_item(room, reading, request);
    };
    routes.push_back(
        web::get("/api/items", {Door::Public}, "Service items, found by words or all, 50 a page", list));
    routes.push_back(web::get("/api/items/{code}", {Door::Public},
                              "One service item: the guide in force and its digest", one)
                         .kept_in_memory());
}

}  // namespace catalog
