// /overview: the day of the hall or of one's own body, hour by hour, body by body, and who sits at which
// window.

#include "casework/figure_store.h"
#include "casework/handler_pages.h"
#include "casework/wording_pages.h"
#include "identity/person.h"
#include "text/display.h"
#include "web/chart.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kAgendaMax = 6;
constexpr int kWindowsMax = 30;

struct BodyRow {
    std::string department, received, decided, open, near, late;
    void fields(auto& visit) {
        visit("department", department), visit("received", received), visit("decided", decided);
        visit("open", open), visit("near", near), visit("late", late);
    }
};
struct AgendaRow {
    std::string time, what, where, url;
    void fields(auto& visit) {
        visit("time", time), visit("what", what), visit("where", where), visit("url", url);
    }
};
struct WindowRow {
    std::string desk, who, state, served;
    void fields(auto& visit) {
        visit("desk", desk), visit("who", who), visit("state", state), visit("served", served);
    }
};

struct OverviewModel {
    std::string q, scope, day_fact, received, received_note, accepted, accepted_note, decided, decided_note;
    std::string delivered, delivered_note, ontime, all_url, all_count;
    std::vector<LinkRow> scopes;
    std::vector<LampRow> lamps;
    std::vector<BodyRow> departments;
    std::vector<AgendaRow> agenda;
    std::vector<WindowRow> desks;
    text::Html chart;
    void fields(auto& visit) {
        visit("q", q), visit("scope", scope), visit("day_fact", day_fact), visit("received", received);
        visit("received_note", received_note), visit("accepted", accepted),
            visit("accepted_note", accepted_note);
        visit("decided", decided), visit("decided_note", decided_note), visit("delivered", delivered);
        visit("delivered_note", delivered_note), visit("ontime", ontime), visit("all_url", all_url);
        visit("all_count", all_count), visit("scopes", scopes), visit("lamps", lamps);
        visit("departments", departments), visit("agenda", agenda), visit("desks", desks),
            visit("chart", chart);
    }
};

struct DaySum {
    DayFlow all;
    std::int64_t online = 0, window = 0, other = 0;
};

DaySum sum_of(const std::vector<DayFlow>& flows, std::string_view office) {
    DaySum sum;
    for (const DayFlow& flow : flows) {
        if (!office.empty() && flow.office != office) continue;
        sum.all.received += flow.received;
        sum.all.accepted += flow.accepted;
        sum.all.accepted_same_day += flow.accepted_same_day;
        sum.all.decided += flow.decided;
        sum.all.decided_same_day += flow.decided_same_day;
        sum.all.decided_in_promise += flow.decided_in_promise;
        sum.all.delivered += flow.delivered;
        (flow.channel == "web"    ? sum.online
         : flow.channel == "hall" ? sum.window
                                  : sum.other) += flow.received;
    }
    return sum;
}

void fill_figures(OverviewModel& model, const Teller& teller, const DaySum& sum) {
    model.received = text::integer(sum.all.received);
    model.received_note = teller.text("overview.received_note", {{"online", text::integer(sum.online)},
                                                                 {"window", text::integer(sum.window)},
                                                                 {"other", text::integer(sum.other)}});
    model.accepted = text::integer(sum.all.accepted);
    model.accepted_note = teller.text("overview.same_day", {{"n", text::integer(sum.all.accepted_same_day)}});
    model.decided = text::integer(sum.all.decided);
    model.decided_note = teller.text("overview.same_day", {{"n", text::integer(sum.all.decided_same_day)}});
    model.delivered = text::integer(sum.all.delivered);
    model.delivered_note = teller.text("overview.delivered_note");
    model.ontime = text::percent_of(sum.all.decided_in_promise, sum.all.decided);
}

void fill_departments(OverviewModel& model, const Teller& teller, const std::vector<DayFlow>& flows,
                      const std::vector<OpenCount>& open) {
    for (const OpenCount& body : open) {
        const DaySum sum = sum_of(flows, body.office);
        model.departments.push_back({teller.body_name(body.office), text::integer(sum.all.received),
                                     text::integer(sum.all.decided), text::integer(body.open),
                                     text::integer(body.near), text::integer(body.over)});
    }
}

void fill_lamps(OverviewModel& model, const std::vector<OpenCount>& open, std::string_view office) {
    OpenCount sum;
    for (const OpenCount& body : open) {
        if (!office.empty() && body.office != office) continue;
        sum.open += body.open;
        sum.near += body.near;
        sum.over += body.over;
        sum.paused += body.paused;
    }
    model.all_count = text::integer(sum.open);
    model.all_url = "/desk";
    // Whether a passed period is promised or legal is told on the desk, row by row; here both are over.
    model.lamps = {
        {"yellow", text::integer(sum.over), "/desk?lamp=yellow", false},
        {"warn", text::integer(sum.near), "/desk?lamp=warn", false},
        {"normal", text::integer(sum.open - sum.over - sum.near - sum.paused), "/desk?lamp=normal", false},
        {"paused", text::integer(sum.paused), "/desk?lamp=paused", false}};
}

text::Html hours_chart(const Teller& teller, const std::vector<std::int64_t>& hours, std::int64_t received) {
    web::BarChart chart;
    chart.title = teller.text("overview.hours_title", {{"n", text::integer(received)}});
    chart.series = {"b2"};
    chart.values_shown = true;
    for (std::size_t hour = 7; hour < 21; ++hour) {
        chart.groups.push_back({teller.text("overview.hour", {{"n", std::to_string(hour)}}), {hours[hour]}});
    }
    return web::bar_chart(chart);
}

// What falls due today on the reader's own desks.
base::Result<> fill_agenda(OverviewModel& model, const Teller& teller) {
    DeskQuestion question;
    question.desks = desks_of(teller.reading().actor);
    question.now = teller.reading().now;
    question.near_until = calendar::Instant::start_of(question.now.date().plus(1));
    question.lamp = DeskLamp::Near;
    question.limit = kAgendaMax;
    for (const DeskRow& open : TRY(list_desk(teller.reading().db, question))) {
        const WorkRow row = TRY(work_row(teller, open));
        model.agenda.push_back({teller.text("overview.before_midnight"),
                                teller.text("overview.due", {{"item", row.item}}), row.step, row.url});
    }
    return base::Done{};
}

// Windows are the posts of the hall's clerks: who is there, and what each has done today.
base::Result<> fill_windows(OverviewModel& model, const Teller& teller) {
    const std::string& hall = teller.pages().practice.hall();
    for (const identity::Official& official : TRY(identity::list_officials(teller.reading().db))) {
        const bool at_window =
            std::any_of(official.roles.begin(), official.roles.end(),
                        [&](const auto& role) { return role.role == "window" && role.body == hall; });
        if (!at_window || model.desks.size() >= static_cast<std::size_t>(kWindowsMax)) continue;
        ActQuestion today;
        today.person = official.person;
        today.from = today.to = teller.reading().now.date();
        const std::int64_t served = TRY(count_acts(teller.reading().db, today));
        model.desks.push_back(
            {std::string(teller.pick(official.post, official.post_en)), official.name,
             official.absent ? "paused" : "open",
             official.absent ? "" : teller.text("overview.served", {{"n", text::integer(served)}})});
    }
    return base::Done{};
}

}  // namespace

Answer show_overview(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const bool own = request.query("scope") == "own" && !reading.actor.body.empty();
    const std::string office = own ? reading.actor.body : std::string();
    const Date today = reading.now.date();
    OverviewModel model;
    model.scope = own ? teller.body_name(office) : teller.text("overview.scope_all");
    model.scopes = {{teller.text("overview.scope_all"), {}, "/overview", !own},
                    {teller.text("overview.scope_own"), {}, "/overview?scope=own", own}};
    if (teller.days() != nullptr) {
        model.day_fact =
            teller.text(teller.days()->works(today) ? "overview.day_working" : "overview.day_off");
    }
    const auto flows = TRY(list_day_flows(reading.db, today));
    const auto near = teller.days() == nullptr ? reading.now : near_until(*teller.days(), reading.now);
    const auto open = TRY(count_open(reading.db, reading.now, near));
    const DaySum sum = sum_of(flows, office);
    fill_figures(model, teller, sum);
    fill_departments(model, teller, flows, open);
    fill_lamps(model, open, office);
    const auto hours = TRY(count_hours(reading.db, today, office));
    model.chart = hours_chart(teller, hours, sum.all.received);
    TRY(fill_agenda(model, teller));
    TRY(fill_windows(model, teller));
    return pages.site.page(request, "casework/overview", model, teller.text("overview.h1"));
}

void add_overview_pages(web::Site& site) {
    site.add<OverviewModel>("casework/overview");
}

}  // namespace casework
