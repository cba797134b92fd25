// For machines: Atom of every column, the site map, robots.txt, and each document as JSON-LD.

#include "disclosure/document_verbs.h"
#include "disclosure/gov_model_pages.h"
#include "text/html.h"

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using http::Response;

constexpr int kFeedEntries = 50;
constexpr int kSiteMapUrls = 20'000;  // the protocol allows 50,000 and 50 MB a file

Response with_type(std::string body, std::string_view type) {
    Response response;
    response.body = std::move(body);
    response.set("Content-Type", type);
    return response;
}

void element(std::string& out, std::string_view name, std::string_view value) {
    out.append("<").append(name).append(">");
    text::append_escaped(out, value);
    out.append("</").append(name).append(">\n");
}

struct Feed {
    std::string title, url, feed_url;
    PublishedQuestion question;
};

Result<std::string> atom(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
                         Feed feed) {
    feed.question.limit = kFeedEntries;
    const auto published = TRY(list_published(reading.db, feed.question));
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n";
    element(out, "title", feed.title);
    element(out, "id", room.address + feed.url);
    element(out, "updated", (published.empty() ? reading.now : published.front().published).text());
    out += "<link rel=\"self\" type=\"application/atom+xml\" href=\"";
    text::append_escaped(out, room.address + feed.feed_url);
    out += "\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"";
    text::append_escaped(out, room.address + feed.url);
    out += "\"/>\n";
    for (const PublishedLine& line : published) {
        const Manifest manifest = TRY(manifest_of(room.vault, reading.db, line.manifest));
        const std::string url = room.address + "/doc/" + line.document;
        out += "<entry>\n";
        element(out, "title", manifest.draft.title);
        element(out, "id", url);
        element(out, "updated", line.published.text());
        out += "<link href=\"";
        text::append_escaped(out, url);
        out += "\"/>\n<author>";
        element(out, "name", body_name(room, request, line.office));
        out += "</author>\n";
        if (!manifest.draft.summary.empty()) element(out, "summary", manifest.draft.summary);
        out += "</entry>\n";
    }
    out += "</feed>\n";
    return out;
}

Answer give_feed(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    Feed feed{room.site.options().county + " 政务公开", "/gov", "/gov/feed", {}};
    return with_type(TRY(atom(room, reading, request, std::move(feed))), "application/atom+xml; charset=utf-8");
}

Answer give_column_feed(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    const Column* column = room.columns.find(request.param("column"));
    if (column == nullptr || column->section == "internal") return Error(ErrorCode::NotFound, "column.not_found");
    const std::string url = "/gov/columns/" + column->id;
    Feed feed{room.site.options().county + " " + column->name, url, url + "/feed", {}};
    feed.question.column = column->id;
    return with_type(TRY(atom(room, reading, request, std::move(feed))), "application/atom+xml; charset=utf-8");
}

void site_map_url(std::string& out, const std::string& url, std::string_view changed) {
    out += "<url>";
    out += "<loc>";
    text::append_escaped(out, url);
    out += "</loc>";
    if (!changed.empty()) out.append("<lastmod>").append(changed).append("</lastmod>");
    out += "</url>\n";
}

Answer give_site_map(const DisclosureRoom& room, const identity::Reading& reading, const web::Request&) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const char* page : {"/", "/gov", "/gov/guide", "/gov/catalogue", "/items", "/laws", "/results", "/help"})
        site_map_url(out, room.address + page, {});
    for (const ColumnState& state : TRY(list_column_states(reading.db))) {
        const Column* column = room.columns.find(state.column);
        if (column != nullptr && column->section != "internal")
            site_map_url(out, room.address + "/gov/columns/" + state.column, state.newest.text());
    }
    const auto catalogue = room.practice.keeper().current();
    for (const auto& [code, item] : catalogue->items)
        if (item->status == 1) site_map_url(out, room.address + "/items/" + code, {});
    PublishedQuestion question;
    question.limit = kSiteMapUrls;
    for (const PublishedLine& line : TRY(list_published(reading.db, question)))
        site_map_url(out, room.address + "/doc/" + line.document, line.published.text());
    out += "</urlset>\n";
    return with_type(std::move(out), "application/xml; charset=utf-8");
}

Answer give_robots(const DisclosureRoom& room, const identity::Reading&, const web::Request&) {
    return with_type("User-agent: *\nDisallow: /desk\nDisallow: /apply\nDisallow: /matters\nDisallow: /track\n"
                     "Disallow: /account\nSitemap: " +
                         room.address + "/sitemap.xml\n",
                     "text/plain; charset=utf-8");
}

Answer give_linked_data(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
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
    json.member("name", body_name(room, request, edition->office)).close_object();
    json.close_object();
    return with_type(std::move(out), "application/ld+json; charset=utf-8");
}

}  // namespace

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
