// For machines: Atom of every column, the site map, robots.txt, and each document as JSON-LD.

#include "disclosure/document_verbs.h"
#include "disclosure/gov_model_pages.h"

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using http::Response;

constexpr int kFeedEntries = 50;
constexpr int kSiteMapUrls = 20'000;  // the protocol allows 50,000 and 50 MB a file

struct EntryRow {
    std::string name, url, updated, source, summary;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("updated", updated), visit("source", source);
        visit("summary", summary);
    }
};
struct FeedModel {
    std::string name, page_url, feed_url, updated;
    std::vector<EntryRow> entries;
    void fields(auto& visit) {
        visit("name", name), visit("page_url", page_url), visit("feed_url", feed_url);
        visit("updated", updated), visit("entries", entries);
    }
};
struct SiteMapModel {
    std::vector<EntryRow> entries;
    void fields(auto& visit) { visit("entries", entries); }
};

Response with_type(Response response, std::string_view type) {
    response.set("Content-Type", type);
    return response;
}

Response as_text(std::string body, std::string_view type) {
    Response response;
    response.body = std::move(body);
    return with_type(std::move(response), type);
}

struct Feed {
    std::string title, url;
    PublishedQuestion question;
};

Answer atom(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
            Feed feed) {
    FeedModel model;
    model.name = std::move(feed.title);
    model.page_url = room.address + feed.url;
    model.feed_url = model.page_url + "/feed";
    model.updated = reading.now.text();
    feed.question.limit = kFeedEntries;
    for (const PublishedLine& line : TRY(list_published(reading.db, feed.question))) {
        const Manifest manifest = TRY(manifest_of(room.vault, reading.db, line.manifest));
        if (model.entries.empty()) model.updated = line.published.text();
        model.entries.push_back({manifest.draft.title, room.address + "/doc/" + line.document,
                                 line.published.text(), body_name(room, request, line.office),
                                 manifest.draft.summary});
    }
    return with_type(room.site.page(request, "disclosure/feed", model, model.name),
                     "application/atom+xml; charset=utf-8");
}

Answer give_feed(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    const std::string title = room.site.text(request, "feed.all", {{"county", room.site.options().county}});
    return atom(room, reading, request, {title, "/gov", {}});
}

Answer give_column_feed(const DisclosureRoom& room, const identity::Reading& reading,
                        const web::Request& request) {
    const Column* column = room.columns.find(request.param("column"));
    if (column == nullptr || column->section == "internal")
        return Error(ErrorCode::NotFound, "column.not_found");
    Feed feed{room.site.options().county + " " + column->name, "/gov/columns/" + column->id, {}};
    feed.question.column = column->id;
    return atom(room, reading, request, std::move(feed));
}

Answer give_site_map(const DisclosureRoom& room, const identity::Reading& reading,
                     const web::Request& request) {
    SiteMapModel model;
    const auto add = [&](const std::string& path, const std::string& updated) {
        model.entries.push_back({{}, room.address + path, updated, {}, {}});
    };
    for (const char* page :
         {"/", "/gov", "/gov/guide", "/gov/catalogue", "/items", "/laws", "/results", "/help"})
        add(page, {});
    for (const ColumnState& state : TRY(list_column_states(reading.db))) {
        const Column* column = room.columns.find(state.column);
        if (column != nullptr && column->section != "internal")
            add("/gov/columns/" + state.column, state.newest.text());
    }
    const auto catalogue = room.practice.keeper().current();
    for (const auto& [code, item] : catalogue->items)
        if (item->status == 1) add("/items/" + code, {});
    PublishedQuestion question;
    question.limit = kSiteMapUrls;
    for (const PublishedLine& line : TRY(list_published(reading.db, question)))
        add("/doc/" + line.document, line.published.text());
    return with_type(room.site.page(request, "disclosure/site_map", model, {}),
                     "application/xml; charset=utf-8");
}

Answer give_robots(const DisclosureRoom& room, const identity::Reading&, const web::Request&) {
    return as_text("User-agent: *\nDisallow: /desk\nDisallow: /apply\nDisallow: /matters\nDisallow: /track\n"
                   "Disallow: /account\nSitemap: " +
                       room.address + "/sitemap.xml\n",
                   "text/plain; charset=utf-8");
}

Answer give_linked_data(const DisclosureRoom& room, const identity::Reading& reading,
                        const web::Request& request) {
    const auto document = TRY(find_document(reading.db, request.param("document")));
    const auto edition = document && document->live > 0
                             ? TRY(find_edition(reading.db, document->document, document->live))
                             : std::optional<EditionRow>();
    if (!edition || edition->scope != "public") return Error(ErrorCode::NotFound, "document.not_found");
    const Manifest manifest = TRY(manifest_of(room.vault, reading.db, *edition->manifest));
    std::string out;
    base::JsonWriter json(out);
    json.open_object().member("@context", "https://schema.org");
    const bool rule = edition->genre == "normative" || edition->genre == "policy";
    json.member("@type", rule ? "Legislation" : "NewsArticle");
    json.member("@id", room.address + "/doc/" + edition->document);
    json.member(rule ? "name" : "headline", manifest.draft.title);
    json.member("identifier", manifest.idxno).member("inLanguage", "zh-CN");
    if (rule && !manifest.draft.number.empty()) json.member("legislationIdentifier", manifest.draft.number);
    if (rule) json.member("legislationDate", edition->formed.iso());
    json.member("datePublished", edition->published.text());
    json.member("abstract", manifest.draft.summary);
    json.key("publisher").open_object().member("@type", "GovernmentOrganization");
    json.member("name", body_name(room, request, edition->maker)).close_object();
    json.close_object();
    return as_text(std::move(out), "application/ld+json; charset=utf-8");
}

}  // namespace

void add_feed_pages(web::Site& site) {
    site.add<FeedModel>("disclosure/feed");
    site.add<SiteMapModel>("disclosure/site_map");
}

std::vector<web::Route> feed_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    std::vector<web::Route> routes;
    routes.push_back(web::get("/gov/feed", {}, "Atom feed of all documents", reads(give_feed)));
    routes.push_back(
        web::get("/gov/columns/{column}/feed", {}, "Atom feed of one column", reads(give_column_feed)));
    routes.push_back(web::get("/sitemap.xml", {}, "The site map", reads(give_site_map)).slowly());
    routes.push_back(web::get("/robots.txt", {}, "What crawlers may read", reads(give_robots)));
    routes.push_back(web::get("/doc/{document}/ld", {}, "A document as JSON-LD", reads(give_linked_data)));
    return routes;
}

}  // namespace disclosure
