// /desk/begin: business that an official begins inside (决策, 信息发布, 检查 …). Which it is, who may begin
// it and what is asked stand in its definition; the form is the counter's.

#include "services/intake_form_pages.h"
#include "services/tracker_pages.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

struct BeginRow {
    std::string item, summary, body, url, process;
    void fields(auto& visit) {
        visit("item", item), visit("summary", summary), visit("body", body), visit("url", url);
        visit("process", process);
    }
};
struct BeginModel {
    std::string q;
    std::vector<BeginRow> items;
    void fields(auto& visit) { visit("q", q), visit("items", items); }
};

// Only what the reader may begin: the list is short, and nothing on it is refused later.
Result<Response> show_beginnings(const Rooms& rooms, const identity::Reading& reading,
                                 const web::Request& request) {
    BeginModel model;
    const auto catalogue = rooms.practice.keeper().current();
    for (const auto& [code, item] : catalogue->inside) {
        const auto handling = rooms.practice.for_guide(code);
        if (!handling.ok() || !may_begin(reading.actor, handling.value())) continue;
        BeginRow& row = model.items.emplace_back();
        const bool english = request.skin.locale == web::Locale::English;
        row.item = name_of(*item, request.skin.locale);
        row.summary = english && !item->summary_en.empty() ? item->summary_en : item->summary;
        row.body = body_text(rooms, request, item->body);
        row.url = "/desk/begin/" + code;
        row.process = handling.value().process->id;
    }
    return rooms.site.page(request, "services/begin", model, rooms.site.text(request, "begin.h1"));
}

Result<Response> show_form(const Rooms& rooms, const identity::Reading& reading,
                           const web::Request& request) {
    const Counter counter = TRY(open_counter(rooms, reading, request, Side::Inside));
    const IntakeItemModel model = counter_model(rooms, reading, request, counter);
    return rooms.site.page(request, "services/begin_item", model, model.item);
}

Result<Response> begin_matter(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const Counter counter = TRY(open_counter(rooms, act, request, Side::Inside));
    const DraftContent content = TRY(read_counter(counter, request, request.prepared_as<Scans>()));
    TRY(refuse_faults(counter, request, content, act.now.date()));
    const casework::Filed filed = TRY(file_application(act, rooms.practice, rooms.asks, counter.item().code,
                                                       content, Arrival{"internal", {}}));
    return http::see_other("/desk/matters/" + filed.number);
}

}  // namespace

void add_begin_pages(web::Site& site) {
    site.add<BeginModel>("services/begin");
    site.add<IntakeItemModel>("services/begin_item");
}

std::vector<web::Route> begin_routes(const Rooms& rooms) {
    const auto reads = [rooms](auto handler) {
        return [rooms, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(rooms, reading, request);
        };
    };
    const web::PrepareStep seal = [rooms](const identity::Reading& reading,
                                          const web::Request& request) -> Result<std::any> {
        Scans scans = TRY(seal_scans(rooms, reading, request, Side::Inside));
        return std::any(std::move(scans));
    };
    const web::Guarded staff{identity::Door::Staff, {}};
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/desk/begin", staff, "Business you may begin inside", reads(show_beginnings)).in("begin"));
    routes.push_back(
        web::get("/desk/begin/{item}", staff, "The form that begins it", reads(show_form)).in("begin"));
    routes.push_back(web::post("/desk/begin/{item}", staff, "Begins a matter inside",
                               [rooms](identity::Act& act, const web::Request& request) {
                                   return begin_matter(rooms, act, request);
                               })
                         .first(seal)
                         .with_uploads()
                         .or_show(reads(show_form))
                         .in("begin"));
    return routes;
}

}  // namespace services
