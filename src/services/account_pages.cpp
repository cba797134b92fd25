// 我的办件: what a citizen's account has on its way, not finished and done; and the end of a draft that is
// not wanted any more.

#include "services/applicant_pages.h"
#include "services/draft.h"
#include "services/limits.h"
#include "services/public_parts_pages.h"
#include "services/rating.h"
#include "services/result.h"
#include "services/services_pages.h"
#include "text/display.h"
#include "text/mask.h"

#include <memory>

namespace services {

namespace {

using base::Result;
using http::Response;

constexpr int kMattersShown = 100;

struct OpenMatter {
    std::string item, url, lamp, headline, number_shown, filed, todo, todo_url;
    void fields(auto& visit) {
        visit("item", item), visit("url", url), visit("lamp", lamp), visit("headline", headline);
        visit("number_shown", number_shown), visit("filed", filed), visit("todo", todo),
            visit("todo_url", todo_url);
    }
};
struct DraftRowModel {
    std::string item, url, draft_number, saved_at, kept_until, drop_url;
    void fields(auto& visit) {
        visit("item", item), visit("url", url), visit("draft_number", draft_number),
            visit("saved_at", saved_at);
        visit("kept_until", kept_until), visit("drop_url", drop_url);
    }
};
struct DoneMatter {
    std::string item, url, outcome, number_shown, decided, licence_url, rate_url;
    bool is_granted = false;
    void fields(auto& visit) {
        visit("item", item), visit("url", url), visit("outcome", outcome),
            visit("number_shown", number_shown);
        visit("decided", decided), visit("licence_url", licence_url), visit("rate_url", rate_url);
        visit("is_granted", is_granted);
    }
};
struct AccountModel {
    std::string phone, level;
    std::vector<OpenMatter> matters;
    std::vector<DraftRowModel> drafts;
    std::vector<DoneMatter> done;
    void fields(auto& visit) {
        visit("phone", phone), visit("level", level), visit("matters", matters), visit("drafts", drafts),
            visit("done", done);
    }
};

struct Desk {
    const Rooms& rooms;
    const identity::Reading& reading;
    const web::Request& request;
    // Reason for shared_ptr: the page keeps its snapshot while the keeper takes the next.
    std::shared_ptr<const catalog::Catalogue> catalogue;

    std::string say(std::string_view key, const web::TextArgs& args = {}) const {
        return rooms.site.text(request, key, args);
    }
    std::string item_name(std::string_view code) const {
        const catalog::ServiceItem* item = catalogue->find_item(code);
        return item == nullptr ? std::string(code) : name_of(*item, request.skin.locale);
    }
};

std::string lamp_of_line(const Desk& desk, const casework::MatterLine& line) {
    if (line.paused) return "paused";
    if (line.due_at.ms == 0 || desk.catalogue->calendar == nullptr) return "none";
    const bool past_law = line.legal_due.days > 0 && line.legal_due < desk.reading.now.date();
    if (line.due_at <= desk.reading.now) return past_law ? "red" : "yellow";
    return line.due_at <= casework::near_until(*desk.catalogue->calendar, desk.reading.now) ? "warn"
                                                                                            : "normal";
}

// What is happening now, in the words of the process the matter is pinned to; and what the applicant must do,
// if anything.
Result<base::Done> write_headline(const Desk& desk, const casework::MatterLine& line, OpenMatter& shown) {
    const web::Locale locale = desk.request.skin.locale;
    const casework::MatterRow matter = TRY(casework::load_matter(desk.reading, line.number));
    const auto process = TRY(desk.rooms.practice.keeper().process_text(desk.reading.db, matter.definition));
    const auto texts = TRY(desk.rooms.wordings->of(*process));
    std::string step;
    for (const casework::DeskRow& row : TRY(casework::list_open_steps(desk.reading.db, line.number))) {
        if (row.role != "applicant") {
            if (step.empty()) step = texts->step(locale, row.step);
            continue;
        }
        shown.todo = desk.say("account.todo_supplement");
        shown.todo_url = shown.url + "#supplement";
        shown.headline = desk.say("account.waits_for_you");
    }
    if (!shown.headline.empty()) return base::Done{};
    const calendar::Date due = line.promise_due.days > 0 ? line.promise_due : line.legal_due;
    if (step.empty())
        shown.headline = desk.say("account.under_way");
    else if (due.days == 0)
        shown.headline = desk.say("account.at_step", {{"step", step}});
    else
        shown.headline =
            desk.say("account.at_step_until", {{"step", step}, {"due", text::short_date(due, locale)}});
    return base::Done{};
}

Result<base::Done> write_open(const Desk& desk, const casework::MatterLine& line, AccountModel& model) {
    OpenMatter shown;
    shown.item = desk.item_name(line.item);
    shown.url = matter_url_of(line.number);
    shown.lamp = lamp_of_line(desk, line);
    shown.number_shown = number_shown(line.number);
    shown.filed =
        desk.say("account.filed_on", {{"day", text::date(line.filed.date(), desk.request.skin.locale)}});
    TRY(write_headline(desk, line, shown));
    model.matters.push_back(std::move(shown));
    return base::Done{};
}

Result<base::Done> write_done(const Desk& desk, const casework::MatterLine& line, AccountModel& model) {
    DoneMatter shown;
    shown.item = desk.item_name(line.item);
    shown.url = matter_url_of(line.number);
    shown.outcome = line.result;
    shown.is_granted = line.result == "granted";
    shown.number_shown = number_shown(line.number);
    if (line.decided.ms != 0) {
        shown.decided = desk.say("account.decided_on",
                                 {{"day", text::date(line.decided.date(), desk.request.skin.locale)}});
    }
    const auto result = TRY(find_result_of(desk.reading.db, line.number));
    if (result) shown.licence_url = "/results/" + result->result + "/licence";
    const bool young = desk.reading.now < line.decided.plus_seconds(86400LL * kRateDays);
    if (young && !TRY(find_rating(desk.reading.db, line.number))) shown.rate_url = shown.url + "/rate";
    model.done.push_back(std::move(shown));
    return base::Done{};
}

Result<base::Done> write_drafts(const Desk& desk, AccountModel& model) {
    const web::Locale locale = desk.request.skin.locale;
    for (const DraftLine& line : TRY(list_drafts(desk.reading, desk.reading.actor.person))) {
        DraftRowModel row;
        row.item = desk.item_name(line.item);
        row.url = "/apply/draft/" + line.draft + "/check";
        row.draft_number = line.draft;
        row.saved_at = text::date_time(line.updated, locale);
        row.kept_until = text::date(line.updated.date().plus(kDraftDays), locale);
        row.drop_url = "/apply/draft/" + line.draft + "/drop";
        model.drafts.push_back(std::move(row));
    }
    return base::Done{};
}

Result<Response> show_account(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request) {
    const Desk desk{rooms, reading, request, rooms.practice.keeper().current()};
    AccountModel model;
    const identity::Profile profile = TRY(identity::citizen_profile(reading, reading.actor.person));
    model.phone = text::mask_phone(profile.phone);
    model.level = "none";
    for (const casework::MatterLine& line :
         TRY(casework::list_person_matters(reading.db, reading.actor.person, kMattersShown))) {
        if (line.ended || line.decided.ms != 0)
            TRY(write_done(desk, line, model));
        else
            TRY(write_open(desk, line, model));
    }
    TRY(write_drafts(desk, model));
    return rooms.site.page(request, "services/account", model, rooms.site.text(request, "account.title"));
}

Result<Response> drop(const Rooms&, identity::Act& act, const web::Request& request) {
    TRY(drop_draft(act, holder_of(request), request.param("draft")));
    return http::see_other("/account");
}

}  // namespace

void add_account_pages(web::Site& site) {
    site.add<AccountModel>("services/account");
}

std::vector<web::Route> account_routes(const Rooms& rooms) {
    const auto show = [rooms](const identity::Reading& reading, const web::Request& request) {
        return show_account(rooms, reading, request);
    };
    const auto end_draft = [rooms](identity::Act& act, const web::Request& request) {
        return drop(rooms, act, request);
    };
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/account", {identity::Door::Citizen}, "A citizen's own matters and drafts", show)
            .in("account"));
    routes.push_back(web::post("/apply/draft/{draft}/drop", {identity::Door::Citizen},
                               "Drops a draft of the account", end_draft)
                         .in("account"));
    return routes;
}

}  // namespace services
