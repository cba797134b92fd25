// 政务公开 for the public: the section's front, columns, what each body discloses, the guide to disclosure,
// and the list of everything with its index number (公开条例 12, 23–25; 国办公开办函〔2019〕61号).

#include "disclosure/document_verbs.h"
#include "disclosure/gov_model_pages.h"
#include "text/display.h"
#include "text/markup.h"

#include <algorithm>
#include <span>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct SectionRow {
    std::string name;
    std::vector<NamedLink> columns;
    void fields(auto& visit) { visit("name", name), visit("columns", columns); }
};
struct GovModel {
    std::string documents_count, request_url;
    std::vector<ColumnBox> leading;
    std::vector<SectionRow> sections;
    std::vector<NamedLink> departments, townships;
    void fields(auto& visit) {
        visit("documents_count", documents_count), visit("request_url", request_url);
        visit("leading", leading), visit("sections", sections);
        visit("departments", departments), visit("townships", townships);
    }
};
struct ColumnModel {
    std::string name, about, keywords, type, feed_url, q;
    std::vector<CrumbRow> crumbs;
    std::vector<NamedLink> side;
    std::vector<DocumentLine> documents;
    web::Pager pager;
    void fields(auto& visit) {
        visit("name", name), visit("about", about), visit("keywords", keywords), visit("type", type);
        visit("feed_url", feed_url), visit("q", q), visit("crumbs", crumbs), visit("side", side);
        visit("documents", documents), visit("", pager);
    }
};
struct CatalogueRow {
    std::string title, url, idxno, number, body, formed, published, attribute, reason, request_url;
    bool is_open = false;
    void fields(auto& visit) {
        visit("title", title), visit("url", url), visit("idxno", idxno), visit("number", number);
        visit("body", body), visit("formed", formed), visit("published", published);
        visit("attribute", attribute), visit("reason", reason), visit("request_url", request_url);
        visit("is_open", is_open);
    }
};
struct CatalogueModel {
    std::string office, genre;
    bool shows_closed = false;
    std::vector<NamedLink> bodies, genres;
    std::vector<CrumbRow> crumbs;
    std::vector<CatalogueRow> rows;
    web::Pager pager;
    void fields(auto& visit) {
        visit("office", office), visit("genre", genre), visit("shows_closed", shows_closed);
        visit("bodies", bodies), visit("genres", genres), visit("crumbs", crumbs), visit("rows", rows);
        visit("", pager);
    }
};
struct UnitModel {
    std::string name, duties, address, hours, phone, uscc, request_url, catalogue_url, documents_count;
    std::vector<CrumbRow> crumbs;
    std::vector<DocumentLine> documents;
    void fields(auto& visit) {
        visit("name", name), visit("duties", duties), visit("address", address), visit("hours", hours);
        visit("phone", phone), visit("uscc", uscc), visit("request_url", request_url);
        visit("catalogue_url", catalogue_url), visit("documents_count", documents_count);
        visit("crumbs", crumbs), visit("documents", documents);
    }
};
struct GuideModel {
    std::string office_name, office_address, office_hours, office_phone, request_url;
    std::vector<CrumbRow> crumbs;
    std::vector<SectionRow> sections;
    std::vector<NamedLink> bodies;
    void fields(auto& visit) {
        visit("office_name", office_name), visit("office_address", office_address);
        visit("office_hours", office_hours), visit("office_phone", office_phone);
        visit("request_url", request_url), visit("crumbs", crumbs), visit("sections", sections);
        visit("bodies", bodies);
    }
};

constexpr std::string_view kSections[] = {"news",   "decision",  "execution",  "management", "service",
                                          "result", "statutory", "grassroots", "systems"};
constexpr std::string_view kLeading[] = {"news", "notices", "policies", "interpretations"};
constexpr int kLeadingLines = 6;

std::string column_url(const Column& column) {
    return "/gov/columns/" + column.id;
}

// The item by which information is asked for, of the body itself or of the county's office.
std::string request_url(const DisclosureRoom& room, std::string_view office) {
    const auto catalogue = room.practice.keeper().current();
    std::string found;
    for (const auto& [code, item] : catalogue->items) {
        if (item->process != "disclosure-request" || item->status != 1) continue;
        if (item->body == office) return "/apply/" + code;
        if (found.empty() || item->body == kDisclosureOffice) found = "/apply/" + code;
    }
    return found;
}

// 空白栏目: a column without anything is not shown; whoever keeps it sees that it is empty.
std::vector<SectionRow> sections_of(const DisclosureRoom& room, const web::Request& request,
                                    const std::vector<ColumnState>& states) {
    std::vector<SectionRow> sections;
    for (const std::string_view section : kSections) {
        SectionRow row;
        row.name = room.site.text(request, "gov.section." + std::string(section));
        for (const Column& column : room.columns.all) {
            if (column.section != section) continue;
            const auto state = std::find_if(states.begin(), states.end(),
                                            [&](const ColumnState& s) { return s.column == column.id; });
            if (state == states.end()) continue;
            row.columns.push_back({pick(request, column.name, column.name_en), column_url(column),
                                   text::integer(state->documents)});
        }
        if (!row.columns.empty()) sections.push_back(std::move(row));
    }
    return sections;
}

Result<std::vector<ColumnBox>> boxes_of(const DisclosureRoom& room, const identity::Reading& reading,
                                        const web::Request& request,
                                        std::span<const std::string_view> columns) {
    std::vector<ColumnBox> boxes;
    for (const std::string_view id : columns) {
        const Column* column = room.columns.find(id);
        CHECK(column != nullptr);
        ColumnBox box;
        box.name = pick(request, column->name, column->name_en);
        box.url = column_url(*column);
        PublishedQuestion question;
        question.column = id;
        question.limit = kLeadingLines;
        box.documents = TRY(lines_of(room, reading, request, question));
        if (!box.documents.empty()) boxes.push_back(std::move(box));
    }
    return boxes;
}

Answer show_gov(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    GovModel model;
    const auto states = TRY(list_column_states(reading.db));
    model.sections = sections_of(room, request, states);
    model.request_url = request_url(room, kDisclosureOffice);
    model.documents_count = text::integer(TRY(count_published(reading.db, {})));
    model.leading = TRY(boxes_of(room, reading, request, kLeading));
    for (const catalog::PublicBody& body : room.practice.keeper().current()->bodies) {
        NamedLink link{in_english(request) ? body.name_en : body.short_name, "/gov/units/" + body.code, {}};
        (body.kind == "township" ? model.townships : model.departments).push_back(std::move(link));
    }
    return room.site.page(request, "disclosure/gov", model, room.site.text(request, "gov.h1"));
}

Answer show_column(const DisclosureRoom& room, const identity::Reading& reading,
                   const web::Request& request) {
    const Column* column = room.columns.find(request.param("column"));
    // 内部公开: for people of the administration only.
    const bool is_internal = column != nullptr && column->section == "internal";
    if (column == nullptr || (is_internal && !reading.actor.is_staff))
        return Error(ErrorCode::NotFound, "column.not_found");
    const web::PageView page = web::page_view(request);
    ColumnModel model;
    model.name = pick(request, column->name, column->name_en);
    model.about = pick(request, column->about, column->about_en);
    model.keywords = column->name + "," + room.site.options().county;
    model.type = column->type;
    model.feed_url = column_url(*column) + "/feed";
    model.crumbs = {{room.site.text(request, "gov.h1"), "/gov"}};
    PublishedQuestion question;
    question.column = column->id;
    if (is_internal) question.scope = "staff";
    const std::int64_t total = TRY(count_published(reading.db, question));
    question.offset = page.offset();
    question.limit = page.size;
    model.documents = TRY(lines_of(room, reading, request, question));
    model.pager = web::make_pager(page, total, column_url(*column));
    const auto states = TRY(list_column_states(reading.db));
    for (const SectionRow& section : sections_of(room, request, states)) {
        for (NamedLink link : section.columns) {
            link.is_current = link.url == column_url(*column);
            const bool near = std::any_of(section.columns.begin(), section.columns.end(),
                                          [&](const NamedLink& l) { return l.url == column_url(*column); });
            if (near) model.side.push_back(std::move(link));
        }
    }
    return room.site.page(request, "disclosure/column", model, model.name);
}

Result<CatalogueRow> open_row(const DisclosureRoom& room, const identity::Reading& reading,
                              const web::Request& request, const PublishedLine& line) {
    const Manifest manifest = TRY(manifest_of(room.vault, reading.db, line.manifest));
    CatalogueRow row;
    row.title = pick(request, manifest.draft.title, manifest.draft.title_en);
    row.url = "/doc/" + line.document;
    row.idxno = manifest.idxno;
    row.number = manifest.draft.number;
    row.body = body_name(room, request, line.office);
    row.formed = line.formed.iso();
    row.published = line.published.date().iso();
    row.attribute = room.site.text(request, "attribute." + manifest.draft.attribute);
    row.is_open = true;
    return row;
}

// 公开条例 12: what is not open has its row too, unless the title itself is protected.
Result<CatalogueRow> closed_row(const DisclosureRoom& room, const identity::Reading& reading,
                                const web::Request& request, const DocumentRow& document) {
    CatalogueRow row;
    row.body = body_name(room, request, document.office);
    row.attribute = room.site.text(request, "attribute." + document.attribute);
    row.reason = room.site.text(request, "article." + document.article);
    if (document.row) {
        const std::string card = TRY(room.vault.unshelve(reading.db, *document.row));
        const base::Json json = TRY(base::parse_json(card));
        row.title =
            pick(request, std::string(json.string_or("title")), std::string(json.string_or("title_en")));
        row.idxno = json.string_or("idxno");
        row.number = json.string_or("number");
        row.formed = json.string_or("formed");
    } else {
        row.title = room.site.text(request, "gov.title_protected");
    }
    if (document.attribute == "on_request") row.request_url = request_url(room, document.office);
    return row;
}

Answer show_catalogue(const DisclosureRoom& room, const identity::Reading& reading,
                      const web::Request& request) {
    const web::PageView page = web::page_view(request);
    CatalogueModel model;
    model.crumbs = {{room.site.text(request, "gov.h1"), "/gov"}};
    model.shows_closed = request.query("show") == "closed";
    PublishedQuestion question;
    const auto catalogue = room.practice.keeper().current();
    if (catalogue->find_body(request.query("body")) != nullptr) question.office = request.query("body");
    if (is_genre(request.query("genre"))) question.genre = request.query("genre");
    for (const catalog::PublicBody& body : catalogue->bodies) {
        model.bodies.push_back({in_english(request) ? body.name_en : body.short_name,
                                body.code,
                                {},
                                body.code == question.office});
    }
    for (const std::string_view genre : kGenres) {
        model.genres.push_back(
            {genre_word(room, request, genre), std::string(genre), {}, genre == question.genre});
    }
    std::string address = web::with_query("/gov/catalogue", "body", question.office);
    address = web::with_query(address, "genre", question.genre);
    std::int64_t total = 0;
    if (model.shows_closed) {
        for (const DocumentRow& document : TRY(list_registered(reading.db, page.offset(), page.size))) {
            CatalogueRow row = TRY(closed_row(room, reading, request, document));
            model.rows.push_back(std::move(row));
        }
        total = TRY(count_registered(reading.db));
        address = web::with_query(address, "show", "closed");
    } else {
        total = TRY(count_published(reading.db, question));
        question.offset = page.offset();
        question.limit = page.size;
        for (const PublishedLine& line : TRY(list_published(reading.db, question))) {
            CatalogueRow row = TRY(open_row(room, reading, request, line));
            model.rows.push_back(std::move(row));
        }
    }
    model.pager = web::make_pager(page, total, address);
    return room.site.page(request, "disclosure/catalogue", model, room.site.text(request, "gov.catalogue"));
}

Answer show_unit(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    const catalog::PublicBody* body = room.practice.keeper().current()->find_body(request.param("body"));
    if (body == nullptr) return Error(ErrorCode::NotFound, "gov.no_such_body");
    UnitModel model;
    model.name = pick(request, body->name, body->name_en);
    model.duties = pick(request, body->duties, body->duties_en);
    model.address = pick(request, body->address, body->address_en);
    model.hours = body->hours;
    model.phone = body->phone;
    model.uscc = body->uscc;
    model.request_url = request_url(room, body->code);
    model.catalogue_url = "/gov/catalogue?body=" + body->code;
    model.crumbs = {{room.site.text(request, "gov.h1"), "/gov"}};
    PublishedQuestion question;
    question.office = body->code;
    model.documents_count = text::integer(TRY(count_published(reading.db, question)));
    model.documents = TRY(lines_of(room, reading, request, question));
    return room.site.page(request, "disclosure/unit", model, model.name);
}

// 公开条例 12, 53(2): made of the county's own roll, so it cannot be older than it.
Answer show_guide(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    GuideModel model;
    const auto catalogue = room.practice.keeper().current();
    model.crumbs = {{room.site.text(request, "gov.h1"), "/gov"}};
    if (const catalog::PublicBody* office = catalogue->find_body(kDisclosureOffice)) {
        model.office_name = pick(request, office->name, office->name_en);
        model.office_address = pick(request, office->address, office->address_en);
        model.office_hours = office->hours;
        model.office_phone = office->phone;
    }
    model.request_url = request_url(room, kDisclosureOffice);
    const auto states = TRY(list_column_states(reading.db));
    model.sections = sections_of(room, request, states);
    for (const catalog::PublicBody& body : catalogue->bodies) {
        model.bodies.push_back(
            {pick(request, body.name, body.name_en), "/gov/units/" + body.code, body.phone});
    }
    return room.site.page(request, "disclosure/guide", model, room.site.text(request, "gov.guide"));
}

}  // namespace

bool in_english(const web::Request& request) {
    return request.skin.locale == web::Locale::English;
}

const std::string& pick(const web::Request& request, const std::string& chinese, const std::string& english) {
    return in_english(request) && !english.empty() ? english : chinese;
}

std::string genre_word(const DisclosureRoom& room, const web::Request& request, std::string_view genre) {
    return room.site.text(request, "genre." + std::string(genre));
}

Result<DocumentLine> line_of(const DisclosureRoom& room, const identity::Reading& reading,
                             const web::Request& request, const PublishedLine& published) {
    const Manifest manifest = TRY(manifest_of(room.vault, reading.db, published.manifest));
    DocumentLine line;
    line.title = pick(request, manifest.draft.title, manifest.draft.title_en);
    line.url = "/doc/" + published.document;
    line.number = manifest.draft.number;
    line.body = body_name(room, request, published.office);
    line.date_iso = published.published.date().iso();
    line.date = line.date_iso;
    line.genre = genre_word(room, request, published.genre);
    return line;
}

Result<std::vector<DocumentLine>> lines_of(const DisclosureRoom& room, const identity::Reading& reading,
                                           const web::Request& request, const PublishedQuestion& question) {
    std::vector<DocumentLine> lines;
    for (const PublishedLine& published : TRY(list_published(reading.db, question))) {
        DocumentLine line = TRY(line_of(room, reading, request, published));
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string with_citations(const catalog::Catalogue& catalogue, std::string_view markup) {
    return text::link_citations(markup, [&](std::string_view name) {
        const catalog::LawEntry* law = catalogue.laws.find(name);
        return law == nullptr ? std::string() : "/laws/" + law->slug;
    });
}

Result<std::vector<ColumnBox>> leading_columns(const DisclosureRoom& room, const identity::Reading& reading,
                                               const web::Request& request) {
    return boxes_of(room, reading, request, std::span(kLeading).first(3));
}

void add_gov_pages(web::Site& site) {
    site.add<GovModel>("disclosure/gov");
    site.add<ColumnModel>("disclosure/column");
    site.add<CatalogueModel>("disclosure/catalogue");
    site.add<UnitModel>("disclosure/unit");
    site.add<GuideModel>("disclosure/guide");
    add_edition_pages(site);
}

std::vector<web::Route> gov_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    std::vector<web::Route> routes;
    const auto page = [&](std::string_view pattern, std::string_view summary, auto handler) {
        routes.push_back(web::get(pattern, {}, summary, reads(handler)).in("gov"));
    };
    page("/gov", "What the county makes public", show_gov);
    page("/gov/guide", "How to get government information", show_guide);
    page("/gov/catalogue", "Every document with its index number", show_catalogue);
    page("/gov/columns/{column}", "The documents of one column", show_column);
    page("/gov/units/{body}", "What one body makes public", show_unit);
    page("/doc/{document}", "A published document", show_document);
    page("/doc/{document}/e/{n}", "One edition of a document", show_edition);
    page("/doc/{document}/e/{n}/compare", "An edition beside the one before it", show_comparison);
    page("/doc/{document}/e/{n}/manifest", "The bytes of an edition, to be hashed", give_manifest);
    page("/doc/{document}/e/{n}/pictures/{digest}", "A picture of an edition", give_picture);
    page("/doc/{document}/e/{n}/files/{k}", "A file published with an edition", give_file);
    return routes;
}

}  // namespace disclosure
