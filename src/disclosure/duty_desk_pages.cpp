// /duties: for the desks, what is late, near or published under the catalogues, body by body; and the form by
// which a person puts a document with other items than the rule did.

#include "disclosure/duty_model_pages.h"
#include "text/display.h"
#include "web/pager.h"

#include <algorithm>
#include <set>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kRecentShown = 8;

struct BodyRow {
    std::string name, url, met, late, near, not_yet;
    bool is_late = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("met", met), visit("late", late), visit("near", near);
        visit("not_yet", not_yet), visit("is_late", is_late);
    }
};
struct DutyRow {
    std::string item, url, domain, body, when, next, newest, lamp, state;
    void fields(auto& visit) {
        visit("item", item), visit("url", url), visit("domain", domain), visit("body", body),
            visit("when", when);
        visit("next", next), visit("newest", newest), visit("lamp", lamp), visit("state", state);
    }
};
struct RecentRow {
    std::string title, url, sort_url, items, date;
    void fields(auto& visit) {
        visit("title", title), visit("url", url), visit("sort_url", sort_url), visit("items", items);
        visit("date", date);
    }
};
struct DutiesModel {
    std::string q, body_name, late, near, met, not_yet;
    std::vector<NamedLink> views, states, bodies;
    std::vector<BodyRow> units;
    std::vector<DutyRow> rows;
    std::vector<RecentRow> recent;
    web::Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("body_name", body_name), visit("late", late), visit("near", near);
        visit("met", met);
        visit("not_yet", not_yet), visit("views", views), visit("states", states), visit("bodies", bodies);
        visit("units", units), visit("rows", rows), visit("recent", recent), visit("", pager);
    }
};

struct ChoiceRow {
    std::string place, name;
    bool is_checked = false;
    void fields(auto& visit) { visit("place", place), visit("name", name), visit("is_checked", is_checked); }
};
struct ChoiceGroup {
    std::string name;
    std::vector<ChoiceRow> items;
    void fields(auto& visit) { visit("name", name), visit("items", items); }
};
struct SortModel {
    std::string q, title, url, action;
    bool may_sort = false, is_saved = false;
    std::vector<web::FormError> errors;
    std::vector<ChoiceGroup> groups;
    void fields(auto& visit) {
        visit("q", q), visit("title", title), visit("url", url), visit("action", action);
        visit("may_sort", may_sort);
        visit("errors", errors), visit("groups", groups), visit("is_saved", is_saved);
    }
};

constexpr std::string_view kStates[] = {"late", "near", "met", "not_yet"};
constexpr std::string_view kViews[] = {"department", "township"};

struct DutyView {
    std::string state = "late", body, view;
    web::PageView page;
    std::string address() const {
        std::string url = web::with_query("/duties", "body", body);
        url = web::with_query(url, "view", view);
        return web::with_query(url, "state", state == "late" ? "" : state);
    }
};

DutyView read_view(const DisclosureRoom& room, const web::Request& request) {
    DutyView view;
    view.page = web::page_view(request);
    const auto known = [](const auto& words, std::string_view word) {
        return std::find(std::begin(words), std::end(words), word) != std::end(words);
    };
    if (known(kStates, request.query("state"))) view.state = request.query("state");
    if (known(kViews, request.query("view"))) view.view = request.query("view");
    if (room.practice.keeper().current()->find_body(request.query("body")) != nullptr)
        view.body = request.query("body");
    return view;
}

std::string short_name(const DisclosureRoom& room, const web::Request& request, std::string_view code) {
    const auto* body = room.practice.keeper().current()->find_body(code);
    if (body == nullptr) return std::string(code);
    return in_english(request) ? body->name_en : body->short_name;
}

DutyRow duty_row(const DisclosureRoom& room, const web::Request& request, const DutyLine& line) {
    DutyRow row;
    row.item = pick(request, line.item->group, line.item->group_en) + " · " +
               pick(request, line.item->name, line.item->name_en);
    row.url = "/gov/catalogues/" + line.catalogue->id + "#i" + line.item->id;
    row.domain = pick(request, line.catalogue->domain, line.catalogue->domain_en);
    row.body = short_name(room, request, line.unit);
    row.when = line.item->when.words;
    const bool is_late = line.standing.lamp == DutyLamp::Late;
    const calendar::Date day = is_late ? line.standing.since : line.standing.next;
    if (day.days != 0) row.next = day.iso();
    if (line.newest.ms != 0) row.newest = line.newest.date().iso();
    row.lamp = lamp_of(line.standing.lamp);
    row.state = duty_lamp_word(line.standing.lamp);
    return row;
}

std::vector<BodyRow> unit_rows(const DisclosureRoom& room, const web::Request& request, const DutyView& view,
                               const std::vector<DutyLine>& lines) {
    std::map<std::string, DutyTally> tallies;
    for (const DutyLine& line : lines) tallies[line.unit].add(line.standing.lamp);
    std::vector<BodyRow> rows;
    std::vector<std::pair<std::string, DutyTally>> sorted(tallies.begin(), tallies.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.late > b.second.late; });
    for (const auto& [unit, tally] : sorted) {
        DutyView of_unit = view;
        of_unit.body = unit;
        rows.push_back({short_name(room, request, unit), of_unit.address(), text::integer(tally.met),
                        text::integer(tally.late), text::integer(tally.near), text::integer(tally.not_yet),
                        tally.late > 0});
    }
    return rows;
}

void add_choices(const DisclosureRoom& room, const web::Request& request, const DutyView& view,
                 const DutyTally& tally, DutiesModel& model) {
    const int counts[] = {tally.late, tally.near, tally.met, tally.not_yet};
    for (std::size_t i = 0; i < std::size(kStates); ++i) {
        DutyView other = view;
        other.state = kStates[i];
        model.states.push_back({room.site.text(request, "duty.lamp." + other.state), other.address(),
                                text::integer(counts[i]), other.state == view.state});
    }
    for (const std::string_view word : {std::string_view(), kViews[0], kViews[1]}) {
        DutyView other = view;
        other.view = word;
        other.body.clear();
        const std::string key = word.empty() ? "everybody" : std::string(word);
        model.views.push_back(
            {room.site.text(request, "duties.view." + key), other.address(), {}, other.view == view.view});
    }
    for (const auto& body : room.practice.keeper().current()->bodies)
        model.bodies.push_back(
            {in_english(request) ? body.name_en : body.short_name, body.code, {}, body.code == view.body});
}

Result<> add_recent(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
                    const DutyView& view, DutiesModel& model) {
    PublishedQuestion question;
    question.office = view.body;
    question.limit = kRecentShown;
    for (const PublishedLine& line : TRY(list_published(reading.db, question))) {
        const DocumentLine document = TRY(line_of(room, reading, request, line));
        const auto places = TRY(list_duty_places(reading.db, line.document));
        model.recent.push_back({document.title, document.url, "/duties/documents/" + line.document,
                                text::integer(static_cast<std::int64_t>(places.size())), document.date});
    }
    return base::Done{};
}

Answer show_duties(const DisclosureRoom& room, const identity::Reading& reading,
                   const web::Request& request) {
    const DutyView view = read_view(room, request);
    DutyBoardAsked asked;
    asked.unit = view.body;
    auto board = TRY(stand(room, reading, asked));
    if (!view.view.empty())
        std::erase_if(board.lines,
                      [&](const DutyLine& line) { return line.of_township != (view.view == "township"); });
    DutiesModel model;
    DutyTally tally;
    for (const DutyLine& line : board.lines) tally.add(line.standing.lamp);
    model.late = text::integer(tally.late);
    model.near = text::integer(tally.near);
    model.met = text::integer(tally.met);
    model.not_yet = text::integer(tally.not_yet);
    add_choices(room, request, view, tally, model);
    if (view.body.empty())
        model.units = unit_rows(room, request, view, board.lines);
    else
        model.body_name = short_name(room, request, view.body);
    std::erase_if(board.lines,
                  [&](const DutyLine& line) { return duty_lamp_word(line.standing.lamp) != view.state; });
    std::stable_sort(board.lines.begin(), board.lines.end(), [](const DutyLine& a, const DutyLine& b) {
        return a.standing.lamp == DutyLamp::Late ? a.standing.since < b.standing.since
                                                 : a.newest.ms > b.newest.ms;
    });
    const auto total = static_cast<std::int64_t>(board.lines.size());
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(view.page.offset()), board.lines.size());
    const auto to =
        std::min<std::size_t>(from + static_cast<std::size_t>(view.page.size), board.lines.size());
    for (std::size_t at = from; at < to; ++at) model.rows.push_back(duty_row(room, request, board.lines[at]));
    model.pager = web::make_pager(view.page, total, view.address());
    TRY(add_recent(room, reading, request, view, model));
    return room.site.page(request, "disclosure/duties", model, room.site.text(request, "duties.h1"));
}

struct SortedDocument {
    DocumentRow row;
    DocumentLine line;
};
Result<SortedDocument> asked_document(const DisclosureRoom& room, const identity::Reading& reading,
                                      const web::Request& request) {
    const auto row = TRY(find_document(reading.db, request.param("document")));
    if (!row || row->live == 0) return Error(ErrorCode::NotFound, "document.not_found");
    const auto edition = TRY(find_edition(reading.db, row->document, row->live));
    if (!edition || !edition->manifest || edition->scope != "public")
        return Error(ErrorCode::NotFound, "document.not_found");
    const PublishedLine published{row->document,      row->live,       edition->office,   edition->genre,
                                  *edition->manifest, edition->formed, edition->valid_to, edition->published};
    DocumentLine line = TRY(line_of(room, reading, request, published));
    return SortedDocument{*row, std::move(line)};
}

Answer show_sorting(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request) {
    const SortedDocument document = TRY(asked_document(room, reading, request));
    SortModel model;
    model.errors = room.site.errors(request);
    model.is_saved = request.query("saved") == "1";
    model.title = document.line.title;
    model.url = document.line.url;
    model.action = "/duties/documents/" + document.row.document;
    model.may_sort = reading.actor.may("disclosure.draft", document.row.office);
    std::set<std::string> placed;
    for (const DutyPlace& place : TRY(list_duty_places(reading.db, document.row.document)))
        placed.insert(place.item.text());
    const auto roll = duty_roll(*room.practice.keeper().current());
    ChoiceGroup chosen{room.site.text(request, "duties.chosen"), {}};
    for (const DutyCatalogue& catalogue : room.duties.catalogues) {
        ChoiceGroup group{pick(request, catalogue.domain, catalogue.domain_en), {}};
        for (const CatalogItem& item : catalogue.items) {
            const std::string place = catalogue.id + "/" + item.id;
            if (unit_for(item, document.row.office, roll).empty()) continue;
            const bool is_placed = placed.contains(place);
            const std::string name =
                pick(request, item.group, item.group_en) + " · " + pick(request, item.name, item.name_en);
            (is_placed ? chosen : group).items.push_back({place, name, is_placed});
        }
        if (!group.items.empty()) model.groups.push_back(std::move(group));
    }
    // What it answers now stands first; there are hundreds of items.
    if (!chosen.items.empty()) model.groups.insert(model.groups.begin(), std::move(chosen));
    return room.site.page(request, "disclosure/sorting", model, room.site.text(request, "duties.sort_h1"));
}

Answer sort_document(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    std::vector<std::string> items;
    for (const std::string_view place : request.form.fields.all("items")) items.emplace_back(place);
    const auto roll = duty_roll(*room.practice.keeper().current());
    TRY(sort_by_hand(act, room.duties, roll, request.param("document"), items));
    return http::see_other("/duties/documents/" + std::string(request.param("document")) + "?saved=1");
}

}  // namespace

void add_duty_desk_pages(web::Site& site) {
    site.add<DutiesModel>("disclosure/duties");
    site.add<SortModel>("disclosure/sorting");
}

std::vector<web::Route> duty_desk_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    const auto sorts = [&room](identity::Act& act, const web::Request& request) -> Answer {
        auto done = sort_document(room, act, request);
        if (done.ok()) room.site.public_changed();
        return done;
    };
    const web::Guarded staff{identity::Door::Staff, {}};
    const std::string one = "/duties/documents/{document}";
    std::vector<web::Route> routes;
    routes.push_back(web::get("/duties", staff, "What is late under the standard catalogues, body by body",
                              reads(show_duties))
                         .in("duties"));
    routes.push_back(web::get(one, staff, "The items a document answers", reads(show_sorting)).in("duties"));
    routes.push_back(web::post(one, staff, "Puts a document with other items", sorts)
                         .or_show(reads(show_sorting))
                         .in("duties"));
    return routes;
}

}  // namespace disclosure
