// 办件进度: asked by number and 查询码, or by the account it was filed under. Nobody else learns whether a
// number exists.

#include "services/tracker_pages.h"

#include "casework/case.h"
#include "identity/person.h"
#include "services/applicant_pages.h"
#include "services/limits.h"
#include "services/rating.h"
#include "services/result.h"
#include "text/display.h"
#include "text/mask.h"
#include "text/qr.h"
#include "web/guard.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

// Reason for shared_ptr: the routes keep it, and std::function copies its captures.
struct Tries {
    web::RateLimit by_address{kTriesPerAddress, kTriesPerAddress};
    web::RateLimit by_number{kTriesPerNumber, 1};
};

std::string digits_of(std::string_view typed) {
    std::string digits;
    std::copy_if(typed.begin(), typed.end(), std::back_inserter(digits),
                 [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

FieldModel track_field(const Rooms& rooms, const web::Request& request, const std::string& id,
                       std::string value) {
    FieldModel field;
    field.field = id;
    field.label = rooms.site.text(request, "track." + id);
    field.hint = rooms.site.text(request, "track." + id + "_hint");
    field.value = std::move(value);
    field.error = web::error_of(rooms.site.errors(request), id);
    field.max = id == "number" ? "40" : "7";
    field.width = id == "number" ? "w-18" : "w-6";
    field.is_text = true;
    return field;
}

Result<Response> show_track(const Rooms& rooms, const identity::Reading& reading,
                            const web::Request& request) {
    const std::string asked = digits_of(request.query("number"));
    if (!asked.empty() && request.refused == nullptr) {
        const auto known = TRY(casework::find_matter(reading.db, asked));
        if (known && prove_applicant(reading, request, *known).ok())
            return http::see_other(matter_url_of(asked));
    }
    TrackModel model;
    model.errors = rooms.site.errors(request);
    const std::string typed(request.refused == nullptr ? request.query("number") : request.typed("number"));
    model.questions.push_back(track_field(rooms, request, "number", typed));
    model.questions.push_back(track_field(rooms, request, "code", {}));
    return rooms.site.page(request, "services/track", model, rooms.site.text(request, "track.title"));
}

// Number and code together, or one neutral answer.
Result<Response> check_code(const Rooms& rooms, Tries& tries, const identity::Reading& reading,
                            const web::Request& request) {
    const std::string number = digits_of(request.field("number"));
    const std::string code = digits_of(request.field("code"));
    TRY(tries.by_address.take(request.http.address, reading.now));
    if (!number.empty()) TRY(tries.by_number.take(number, reading.now));
    const bool fits = TRY(casework::code_fits(reading, number, code));
    if (!fits) return base::Error(base::ErrorCode::Invalid, "track.no_match").at("number");
    // A service hall is one address for everybody in it.
    tries.by_address.give_back(request.http.address);
    tries.by_number.give_back(number);
    Response response = http::see_other(matter_url_of(number));
    std::string browser = request.browser;
    if (browser.empty()) {
        // A grant without the browser's word could be carried off, and the front page, the same for all,
        // gives none. Another site that sends this form makes a browser hold its word back; it must not lose
        // it, nor the drafts bound to it.
        if (request.http.header("sec-fetch-site") == "cross-site") {
            return base::Error(base::ErrorCode::Forbidden, "form.token_foreign");
        }
        browser = base::to_base64url(reading.office.entropy.bytes(16));
        response.add("Set-Cookie", rooms.site.browser_cookie(browser));
    }
    response.add("Set-Cookie", grant_cookie(rooms.site, reading, {browser, number}));
    return response;
}

void fill_todo(const MatterView& view, TrackerModel& model) {
    if (!model.supplement.empty()) {
        model.todo =
            view.text("tracker.todo_supplement", {{"count", std::to_string(model.supplement.size())}});
        model.todo_url = "#supplement";
        model.todo_link = view.text("tracker.todo_go");
        return;
    }
    const casework::MatterRow& matter = view.file.matter;
    if (matter.ended || matter.result.empty() || matter.delivery != "window") return;
    model.todo =
        view.text("tracker.todo_fetch", {{"place", view.pick(view.item().place, view.item().place_en)}});
}

Result<base::Done> fill_result(const MatterView& view, TrackerModel& model) {
    const casework::MatterRow& matter = view.file.matter;
    if (const auto result = TRY(find_result_of(view.reading.db, matter.number))) {
        model.result_url = "/results/" + result->result;
        model.result_line =
            view.text("tracker.result_line", {{"day", text::date(result->decided, view.locale())},
                                              {"result", view.result_name()},
                                              {"number", result->result}});
    }
    const bool rated = TRY(find_rating(view.reading.db, matter.number)).has_value();
    NewRating sample;
    sample.level = kLevelBest;
    if (decide_rating(matter, rated ? RatedBefore::Yes : RatedBefore::No, sample, view.reading.now).ok())
        model.rate_url = view.url() + "/rate";
    const auto withdrawal =
        casework::decide_withdrawal(view.file.handling.pinned(), matter.state, {}, view.reading.now);
    if (withdrawal.ok()) model.withdraw_url = view.url() + "/withdraw";
    return base::Done{};
}

Result<base::Done> fill_facts(const MatterView& view, TrackerModel& model) {
    const catalog::ServiceItem& item = view.item();
    model.body = view.body_name(item.body);
    model.phone = item.consult;
    model.supervise = item.supervise;
    model.version = std::to_string(item.version);
    model.guide_url = "/items/" + item.code + "?version=" + model.version;
    if (!item.basis.empty()) {
        model.basis = basis_text(view, item.basis.front());
        model.basis_url = basis_url(*view.rooms.practice.keeper().current(), item.basis.front());
    }
    if (!item.fees.empty()) model.fee = view.pick(item.fees.front().standard, item.fees.front().standard_en);
    for (const casework::DeskRow& row : view.file.open) {
        if (row.claimed_by.empty()) continue;
        const auto official = TRY(identity::find_official(view.reading.db, row.claimed_by));
        if (official) model.handler = text::mask_person(official->name);
    }
    return base::Done{};
}

std::string state_of_related(const MatterView& view, const casework::MatterFile& file) {
    if (!file.matter.result.empty()) return file.texts->result(view.locale(), file.matter.result);
    if (file.open.empty()) return {};
    const std::string step = file.texts->step(view.locale(), file.open.front().step);
    if (file.matter.due_at.ms == 0) return step;
    const calendar::Date due = file.matter.due_at.plus_seconds(-1).date();
    return view.text("tracker.related_due", {{"step", step}, {"due", text::short_date(due, view.locale())}});
}

// What began by itself out of this matter has the same applicant, who follows both from either.
Result<base::Done> fill_related(const MatterView& view, TrackerModel& model) {
    const casework::Bench bench{view.rooms.practice, *view.rooms.wordings};
    const auto add = [&](std::string_view number, std::string relation) -> Result<base::Done> {
        const casework::MatterFile file = TRY(casework::read_file(view.reading, bench, number));
        model.related.push_back({std::move(relation), name_of(*file.handling.item, view.locale()),
                                 number_shown(file.matter.number), state_of_related(view, file),
                                 matter_url_of(file.matter.number)});
        return base::Done{};
    };
    const casework::MatterRow& matter = view.file.matter;
    if (!matter.parent.empty() && !matter.is_part())
        TRY(add(matter.parent, view.text("tracker.related_from")));
    for (const std::string& number : TRY(casework::list_begun(view.reading.db, matter.number))) {
        TRY(add(number, view.text("tracker.related_begun")));
    }
    return base::Done{};
}

Result<Response> withdraw(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const casework::MatterRow matter = TRY(matter_of_applicant(act, request));
    web::FormReader form(request.form);
    const std::string reason = form.text("reason", {web::Need::Optional, 200, 0});
    if (!form.fits()) return form.refusal();
    TRY(casework::withdraw_case(act, rooms.practice, matter.number, reason));
    return http::see_other(matter_url_of(matter.number));
}

web::ReadingHandler reads(const Rooms& rooms,
                          Answer (*handler)(const Rooms&, const identity::Reading&, const web::Request&)) {
    return or_ask_code([rooms, handler](const identity::Reading& reading, const web::Request& request) {
        return handler(rooms, reading, request);
    });
}

web::ActHandler acts(const Rooms& rooms,
                     Answer (*handler)(const Rooms&, identity::Act&, const web::Request&)) {
    return [rooms, handler](identity::Act& act, const web::Request& request) -> Result<Response> {
        return handler(rooms, act, request);
    };
}

}  // namespace

Answer show_tracker(const Rooms& rooms, const identity::Reading& reading, const web::Request& request) {
    const MatterView view = TRY(open_view(rooms, reading, request));
    const casework::MatterRow& matter = view.file.matter;
    TrackerModel model;
    model.head_name = view.text("tracker.title");
    model.number = matter.number;
    model.number_shown = number_shown(matter.number);
    model.item = name_of(view.item(), view.locale());
    const auto caption = reading.caption(matter.applicant);
    if (caption.ok()) model.applicant = caption.value();
    model.filed = view.moment(matter.filed);
    model.headline = headline_of(view);
    model.lamp = lamp_of_matter(view);
    model.clock = clock_of(view);
    model.stages = stages_of(view);
    model.supplement = TRY(missing_of(view));
    model.supplement_url = view.url() + "/supplement";
    model.errors = rooms.site.errors(request);
    for (web::FormError& error : model.errors) {
        if (view.item().find_material(error.field) != nullptr) error.field = "m-" + error.field;
    }
    fill_todo(view, model);
    TRY(fill_result(view, model));
    TRY(fill_facts(view, model));
    TRY(fill_related(view, model));
    model.entries = entries_of(view);
    model.entries_count = std::to_string(model.entries.size());
    model.page_url = rooms.address + view.url();
    model.page_qr = TRY(text::qr_code(model.page_url, view.text("done.qr")));
    return rooms.site.page(request, "services/tracker", model, model.head_name);
}

void add_tracker_pages(web::Site& site) {
    site.add<TrackModel>("services/track");
    site.add<TrackerModel>("services/tracker");
    site.add<NoticeModel>("services/notice");
}

std::vector<web::Route> tracker_routes(const Rooms& rooms) {
    const auto tries = std::make_shared<Tries>();
    const auto show_form = [rooms](const identity::Reading& reading, const web::Request& request) {
        return show_track(rooms, reading, request);
    };
    const auto check = [rooms, tries](const identity::Reading& reading, const web::Request& request) {
        return check_code(rooms, *tries, reading, request);
    };
    const web::PrepareStep seal = [rooms](const identity::Reading& reading, const web::Request& request) {
        return seal_missing(rooms, reading, request);
    };
    const std::string matter = "/matters/{number}";
    const std::string paper = matter + "/supplement/{material}";
    const auto again = reads(rooms, show_tracker);
    std::vector<web::Route> routes;
    routes.push_back(web::get("/track", {}, "Asks for a matter's number and code", show_form).in("track"));
    routes.push_back(web::ask("/track", {}, "Checks number and code", check).or_show(show_form).in("track"));
    routes.push_back(web::get(matter, {}, "How a matter stands, for its applicant", again).in("track"));
    routes.push_back(
        web::post(matter + "/withdraw", {}, "The applicant takes the matter back", acts(rooms, withdraw))
            .or_show(again)
            .in("track"));
    routes.push_back(
        web::post(matter + "/supplement", {}, "Hands in what was missing", acts(rooms, hand_in_missing))
            .or_show(again)
            .in("track"));
    routes.push_back(web::post(paper, {}, "Adds a file to what was missing", acts(rooms, add_missing))
                         .first(seal)
                         .with_uploads()
                         .or_show(again)
                         .every_time()
                         .in("track"));
    routes.push_back(
        web::get(paper + "/{n}", {}, "A file gathered for the supplement", reads(rooms, show_missing))
            .slowly()
            .in("track"));
    routes.push_back(
        web::post(paper + "/{n}/remove", {}, "Removes a gathered file", acts(rooms, remove_missing))
            .or_show(again)
            .every_time()
            .in("track"));
    routes.push_back(web::get(matter + "/letters/{kind}", {}, "A letter of a matter, to be printed",
                              reads(rooms, show_notice))
                         .in("track"));
    return routes;
}

}  // namespace services
