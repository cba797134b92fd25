// /gov/catalogues: what must be public by the standard catalogues, and what is; each as a table, a workbook
// and data.

#include "disclosure/duty_board.h"
#include "disclosure/duty_model_pages.h"
#include "disclosure/sheet.h"
#include "text/display.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kDocumentsShown = 3;
// data: the marks of a title
constexpr std::string_view kOpenTitle = "《", kCloseTitle = "》";

struct DomainRow {
    std::string name, url, items, met, late, near, not_yet, guide;
    bool is_late = false, is_unverified = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("items", items), visit("met", met), visit("late", late);
        visit("near", near), visit("not_yet", not_yet), visit("guide", guide), visit("is_late", is_late);
        visit("is_unverified", is_unverified);
    }
};
struct DomainsModel {
    std::string domains, items, met, late, not_yet;
    std::vector<CrumbRow> crumbs;
    std::vector<DomainRow> rows;
    void fields(auto& visit) {
        visit("domains", domains), visit("items", items), visit("met", met), visit("late", late);
        visit("not_yet", not_yet), visit("crumbs", crumbs), visit("rows", rows);
    }
};

struct ItemRow {
    std::string no, anchor, name, elements, when, next, units, townships, channels, audience, way, levels,
        lamp;
    std::string lamp_shape, more;
    std::vector<NamedLink> grounds;
    std::vector<DocumentLine> documents;
    bool is_kept_by_page = false;
    void fields(auto& visit) {
        visit("no", no), visit("anchor", anchor), visit("name", name), visit("elements", elements);
        visit("when", when), visit("next", next), visit("units", units), visit("townships", townships);
        visit("channels", channels), visit("audience", audience), visit("way", way), visit("levels", levels);
        visit("lamp", lamp_shape), visit("state", lamp), visit("more", more), visit("grounds", grounds);
        visit("documents", documents), visit("is_kept_by_page", is_kept_by_page);
    }
};
struct GroupRow {
    std::string name;
    std::vector<ItemRow> items;
    void fields(auto& visit) { visit("name", name), visit("items", items); }
};
struct DomainModel {
    std::string name, guide, met, late, not_yet, total, sheet_url, data_url;
    bool is_unverified = false;
    std::vector<CrumbRow> crumbs;
    std::vector<GroupRow> groups;
    void fields(auto& visit) {
        visit("name", name), visit("guide", guide), visit("met", met), visit("late", late);
        visit("not_yet", not_yet), visit("total", total), visit("sheet_url", sheet_url);
        visit("data_url", data_url), visit("is_unverified", is_unverified), visit("crumbs", crumbs);
        visit("groups", groups);
    }
};

std::string domain_url(const DutyCatalogue& catalogue) {
    return "/gov/catalogues/" + catalogue.id;
}

std::string joined(const std::vector<std::string>& words, std::string_view mark) {
    std::string all;
    for (const std::string& word : words) {
        if (!all.empty()) all += mark;
        all += word;
    }
    return all;
}

// What the page's words are joined with: 、 or a comma.
std::string mark_of(const DisclosureRoom& room, const web::Request& request) {
    return room.site.text(request, "duty.mark");
}

Answer show_domains(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request) {
    DomainsModel model;
    model.crumbs = {{room.site.text(request, "gov.h1"), "/gov"}};
    const auto standing = TRY(stand(room, reading, {}));
    const auto items = items_of(standing.lines);
    DutyTally all;
    for (const DutyCatalogue& catalogue : room.duties.catalogues) {
        DutyTally tally;
        for (const CatalogItem& item : catalogue.items) {
            const auto found = items.find(catalogue.id + "/" + item.id);
            const DutyLamp lamp = found == items.end() ? DutyLamp::NotYet : found->second.lamp;
            tally.add(lamp);
            all.add(lamp);
        }
        DomainRow row{pick(request, catalogue.domain, catalogue.domain_en),
                      domain_url(catalogue),
                      text::integer(tally.items),
                      text::integer(tally.met),
                      text::integer(tally.late),
                      text::integer(tally.near),
                      text::integer(tally.not_yet + tally.near),
                      catalogue.guide};
        row.is_late = tally.late > 0;
        row.is_unverified = !catalogue.verified;
        model.rows.push_back(std::move(row));
    }
    model.domains = text::integer(static_cast<std::int64_t>(room.duties.catalogues.size()));
    model.items = text::integer(all.items);
    model.met = text::integer(all.met);
    model.late = text::integer(all.late);
    model.not_yet = text::integer(all.not_yet + all.near);
    return room.site.page(request, "disclosure/domains", model, room.site.text(request, "duty.h1"));
}

std::string units_shown(const DisclosureRoom& room, const web::Request& request, const CatalogItem& item) {
    std::vector<std::string> names;
    const auto catalogue = room.practice.keeper().current();
    for (const std::string& unit : item.units) {
        const catalog::PublicBody* body = catalogue->find_body(unit);
        if (body == nullptr)
            names.push_back(room.site.text(request, "duty.unit." + unit));
        else
            names.push_back(in_english(request) ? body->name_en : body->short_name);
        if (names.size() < 4 || item.units.size() < 6) continue;
        names.push_back(room.site.text(request, "duty.and_others"));
        break;
    }
    return joined(names, mark_of(room, request));
}

std::string flags_shown(const DisclosureRoom& room, const web::Request& request,
                        std::initializer_list<std::pair<bool, const char*>> flags) {
    std::vector<std::string> names;
    for (const auto& [is_set, key] : flags)
        if (is_set) names.push_back(room.site.text(request, std::string("duty.flag.") + key));
    return joined(names, mark_of(room, request));
}

std::vector<NamedLink> grounds_of(const DisclosureRoom& room, const CatalogItem& item) {
    const auto catalogue = room.practice.keeper().current();
    std::vector<NamedLink> links;
    for (const std::string& ground : item.grounds) {
        NamedLink link{ground, {}, {}};
        const std::size_t open = ground.find(kOpenTitle), close = ground.find(kCloseTitle);
        if (open == 0 && close != std::string::npos) {
            const auto* law = catalogue->laws.find(
                std::string_view(ground).substr(kOpenTitle.size(), close - kOpenTitle.size()));
            if (law != nullptr) link.url = "/laws/" + law->slug;
        }
        links.push_back(std::move(link));
    }
    return links;
}

Result<ItemRow> item_row(const DisclosureRoom& room, const identity::Reading& reading,
                         const web::Request& request, const DutyCatalogue& catalogue,
                         const CatalogItem& item) {
    ItemRow row;
    row.no = item.id;
    row.anchor = "i" + item.id;
    row.name = pick(request, item.name, item.name_en);
    row.elements = joined(item.elements, mark_of(room, request));
    row.grounds = grounds_of(room, item);
    row.when = item.when.words;
    row.units = units_shown(room, request, item);
    std::vector<std::string> channels;
    for (std::size_t i = 0; i < std::size(kChannels); ++i)
        if ((item.channels >> i & 1U) != 0) channels.emplace_back(kChannels[i]);
    row.channels = joined(channels, mark_of(room, request));
    row.audience = flags_shown(room, request, {{item.for_all, "everybody"}, {item.for_some, "group"}});
    row.way = flags_shown(room, request, {{item.offered, "offered"}, {item.asked, "asked"}});
    row.levels = flags_shown(
        room, request, {{item.county, "county"}, {item.township, "township"}, {item.village, "village"}});
    row.is_kept_by_page = item.kept_by_page;
    const std::string place = catalogue.id + "/" + item.id;
    for (const PublishedLine& line : TRY(list_duty_editions(reading.db, place, kDocumentsShown))) {
        DocumentLine document = TRY(line_of(room, reading, request, line));
        row.documents.push_back(std::move(document));
    }
    return row;
}

void tell(ItemRow& row, const ItemStanding& standing) {
    row.lamp = duty_lamp_word(standing.lamp);
    row.lamp_shape = lamp_of(standing.lamp);
    if (standing.since.days != 0 && standing.lamp == DutyLamp::Late)
        row.next = standing.since.iso();
    else if (standing.next.days != 0)
        row.next = standing.next.iso();
    if (standing.townships > 1)
        row.townships = text::integer(standing.townships_published) + "/" + text::integer(standing.townships);
    if (standing.editions > kDocumentsShown) row.more = text::integer(standing.editions);
}

const DutyCatalogue* asked_catalogue(const DisclosureRoom& room, const web::Request& request) {
    return room.duties.find(request.param("catalogue"));
}

Answer show_domain(const DisclosureRoom& room, const identity::Reading& reading,
                   const web::Request& request) {
    const DutyCatalogue* catalogue = asked_catalogue(room, request);
    if (catalogue == nullptr) return Error(ErrorCode::NotFound, "duty.no_such_catalogue");
    DomainModel model;
    model.name = pick(request, catalogue->domain, catalogue->domain_en);
    model.guide = catalogue->guide;
    model.is_unverified = !catalogue->verified;
    model.sheet_url = domain_url(*catalogue) + "/sheet";
    model.data_url = domain_url(*catalogue) + "/data";
    model.crumbs = {{room.site.text(request, "gov.h1"), "/gov"},
                    {room.site.text(request, "duty.h1"), "/gov/catalogues"}};
    DutyBoardAsked asked;
    asked.catalogue = catalogue->id;
    const auto standing = TRY(stand(room, reading, asked));
    const auto items = items_of(standing.lines);
    DutyTally tally;
    for (const CatalogItem& item : catalogue->items) {
        const std::string group = pick(request, item.group, item.group_en);
        if (model.groups.empty() || model.groups.back().name != group) model.groups.push_back({group, {}});
        ItemRow row = TRY(item_row(room, reading, request, *catalogue, item));
        const auto found = items.find(catalogue->id + "/" + item.id);
        const ItemStanding one = found == items.end() ? ItemStanding{} : found->second;
        tell(row, one);
        tally.add(one.lamp);
        model.groups.back().items.push_back(std::move(row));
    }
    model.total = text::integer(tally.items);
    model.met = text::integer(tally.met);
    model.late = text::integer(tally.late);
    model.not_yet = text::integer(tally.not_yet + tally.near);
    return room.site.page(request, "disclosure/domain", model, model.name);
}

Answer give_data(const DisclosureRoom& room, const identity::Reading&, const web::Request& request) {
    const DutyCatalogue* catalogue = asked_catalogue(room, request);
    if (catalogue == nullptr) return Error(ErrorCode::NotFound, "duty.no_such_catalogue");
    return http::json(200, duty_catalogue_json(*catalogue));
}

// The form is Chinese, as the ministries have it.
Answer give_sheet(const DisclosureRoom& room, const identity::Reading&, const web::Request& request) {
    const DutyCatalogue* catalogue = asked_catalogue(room, request);
    if (catalogue == nullptr) return Error(ErrorCode::NotFound, "duty.no_such_catalogue");
    const UnitNames names = unit_names(room.practice.keeper().current()->bodies);
    std::string bytes = workbook_of(sheet_of(*catalogue, names), catalogue->domain);
    return http::download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                          catalogue->id + ".xlsx", std::move(bytes));
}

}  // namespace

std::string lamp_of(DutyLamp lamp) {
    switch (lamp) {
    case DutyLamp::Late: return "red";
    case DutyLamp::Near: return "warn";
    case DutyLamp::Met: return "normal";
    case DutyLamp::NotYet: return "none";
    }
    return "none";
}

Result<DutyBoard> stand(const DisclosureRoom& room, const identity::Reading& reading, DutyBoardAsked asked) {
    const auto catalogue = room.practice.keeper().current();
    DutyBoard board;
    board.roll = duty_roll(*catalogue);
    asked.roll = &board.roll;
    asked.days = catalogue->calendar.get();
    board.lines = TRY(list_duty_lines(reading, room.duties, asked));
    return board;
}

void add_duty_pages(web::Site& site) {
    site.add<DomainsModel>("disclosure/domains");
    site.add<DomainModel>("disclosure/domain");
    add_duty_desk_pages(site);
    add_duty_sheet_pages(site);
}

std::vector<web::Route> duty_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    std::vector<web::Route> routes = duty_desk_routes(room);
    for (web::Route& route : duty_sheet_routes(room)) routes.push_back(std::move(route));
    const auto page = [&](std::string_view pattern, std::string_view summary, auto handler) {
        routes.push_back(web::get(pattern, {}, summary, reads(handler)).in("gov"));
    };
    page("/gov/catalogues", "What must be public, by domain, and what is", show_domains);
    page("/gov/catalogues/{catalogue}", "One standard catalogue, item by item", show_domain);
    page("/gov/catalogues/{catalogue}/sheet", "A standard catalogue as a workbook", give_sheet);
    page("/gov/catalogues/{catalogue}/data", "A standard catalogue as data", give_data);
    return routes;
}

}  // namespace disclosure
