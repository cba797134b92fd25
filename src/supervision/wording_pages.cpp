// The words of the board, and its routes.

#include "supervision/wording_pages.h"

#include "casework/told.h"
#include "supervision/board_store.h"
#include "text/display.h"

#include <algorithm>

namespace supervision {

Speaker::Speaker(const BoardPages& pages, const identity::Reading& reading, const web::Request& request)
    : pages_(pages), reading_(reading), request_(request), catalogue_(pages.practice.keeper().current()) {}

std::string Speaker::text(std::string_view key, const web::TextArgs& args) const {
    return pages_.site.text(request_, key, args);
}

std::string_view Speaker::pick(const std::string& chinese, const std::string& english) const {
    return locale() == web::Locale::English && !english.empty() ? english : chinese;
}

std::string Speaker::body_name(std::string_view code) const {
    const catalog::PublicBody* body = catalogue_->find_body(code);
    return body == nullptr ? std::string(code) : std::string(pick(body->name, body->name_en));
}

std::string Speaker::item_name(std::string_view code) const {
    const catalog::ServiceItem* item = catalogue_->find_item(code);
    return item == nullptr ? std::string(code) : std::string(pick(item->name, item->name_en));
}

std::string Speaker::role_name(std::string_view role) const {
    for (const identity::RoleDefinition& known : catalogue_->roles) {
        if (known.role == role) return std::string(pick(known.name, known.name_en));
    }
    return role == "applicant" ? text("who.applicant") : std::string(role);
}

std::string Speaker::moment(calendar::Instant at) const {
    if (at.ms == 0) return {};
    if (at.date().year() != reading_.now.date().year()) return text::date_time(at, locale());
    return text::short_date(at.date(), locale()) + " " + text::time_of_day(at);
}

std::string Speaker::day(calendar::Date date) const {
    if (date.days == 0) return {};
    return text("matter.day",
                {{"date", text::short_date(date, locale())}, {"weekday", text::weekday(date, locale())}});
}

std::string Speaker::day_fact() const {
    if (days() == nullptr) return {};
    return text(days()->works(reading_.now.date()) ? "overview.day_working" : "overview.day_off");
}

std::string Speaker::over_words(const Watched& watched) const {
    return text("date.span." + std::string(calendar::unit_code(watched.unit)),
                {{"n", text::integer(watched.days_over)}});
}

Meter Speaker::meter(const Watched& watched) const {
    Meter meter;
    meter.lamp = watched.lamp;
    if (watched.told.clock < 0) {
        meter.left = watched.days_over > 0 ? over_words(watched) : text("meter.none");
        meter.used = meter.total = "0";
        meter.bar = watched.days_over > 0 ? 100 : 0;
        return meter;
    }
    const casework::ClockReading& reading = watched.told.reading;
    const casework::Sentence left = casework::left_words(reading, *watched.told.rule, reading_.now.date());
    meter.left = text(left.key, {{"n", text::integer(left.n)}, {"day", day(left.day)}});
    meter.used = text::integer(std::max(0, reading.consumed));
    meter.total = text::integer(reading.budget);
    meter.unit = calendar::unit_code(reading.unit);
    meter.bar = reading.budget > 0 ? std::clamp(100 * reading.consumed / reading.budget, 0, 100) : 100;
    return meter;
}

// Body, step and post are named, never a person.
LateRow Speaker::row(const Watched& watched) const {
    LateRow row;
    row.item = pick(watched.handling.item->name, watched.handling.item->name_en);
    row.number_shown = casework::grouped_number(watched.matter.number);
    row.url = "/desk/matters/" + watched.matter.number;
    row.department = body_name(watched.desk.empty() ? std::string_view(watched.matter.office) : watched.desk);
    row.step = watched.step.empty() ? watched.texts->result(locale(), watched.matter.result)
                                    : watched.texts->step(locale(), watched.step);
    row.who = role_name(watched.role);
    row.cause = watched.cause;
    row.meter = meter(watched);
    if (watched.days_over > 0) row.days = over_words(watched);
    const bool decided = watched.matter.decided.ms != 0;
    const calendar::Date due =
        watched.matter.legal_late ? watched.matter.legal_due : watched.matter.promise_due;
    row.since = decided ? day(due) : moment(watched.told.reading.due_at);
    row.answer = watched.reason.empty() ? "waiting" : "explained";
    if (watched.reason.empty()) return row;
    const auto opened = reading_.unseal(watched.reason);
    row.reason = opened.ok() ? opened.value() : text("matter.erased");
    row.reason_by = moment(watched.reason_at);
    return row;
}

base::Result<std::vector<Watched>> watch_over(const Speaker& speaker, std::string_view office,
                                              Reasons reasons) {
    OpenQuestion question;
    question.due_to = speaker.reading().now.seconds();
    question.office = office;
    question.limit = kOverMax;
    const auto numbers = TRY(list_open(speaker.reading().db, question));
    return watch_all(speaker.reading(), speaker.pages().bench(), numbers, reasons);
}

namespace {

template <auto Handler>
web::ReadingHandler reads(const BoardPages& pages) {
    return [&pages](const identity::Reading& reading, const web::Request& request) {
        return Handler(pages, reading, request);
    };
}

}  // namespace

std::vector<web::Route> supervision_routes(const BoardPages& pages) {
    constexpr web::Guarded watchers{identity::Door::Staff, "supervision.read"};
    std::vector<web::Route> routes;
    routes.push_back(web::get("/board", watchers,
                              "How the county stands: in time by promise and by statute, what is late.",
                              reads<show_board>(pages))
                         .in("board"));
    routes.push_back(web::get("/board/late", watchers,
                              "Every matter that is late or near, whose step it is, and why.",
                              reads<show_late>(pages))
                         .in("late"));
    routes.push_back(
        web::get("/board/late.csv", watchers, "The same list as a table.", reads<export_late>(pages))
            .in("late"));
    const auto show = reads<show_leads>(pages);
    const auto close = [&pages](identity::Act& act, const web::Request& request) {
        return submit_lead(pages, act, request);
    };
    routes.push_back(
        web::get("/board/leads", watchers, "What came up for supervision to look at.", show).in("leads"));
    routes.push_back(web::post("/board/leads/{lead}/close", {identity::Door::Staff, "supervision.answer"},
                               "Closes a lead with what was found.", close)
                         .or_show(show)
                         .in("leads"));
    routes.push_back(web::get("/wall/hall", {identity::Door::Public, {}},
                              "The screen in the hall: figures without any person.", reads<show_wall>(pages))
                         .kept_in_memory());
    return routes;
}

void add_supervision_pages(web::Site& site) {
    add_board_models(site);
    add_late_models(site);
    add_lead_models(site);
    add_wall_models(site);
}

}  // namespace supervision
