// /wall/hall: the screen in the hall, the same figures for everybody. No name of an applicant or an official
// stands here.

#include "casework/figure_store.h"
#include "supervision/board_store.h"
#include "supervision/wording_pages.h"
#include "text/display.h"
#include "text/qr.h"

#include <algorithm>

namespace supervision {

namespace {

constexpr std::size_t kItemsShown = 6;
constexpr std::size_t kBodiesShown = 6;
constexpr std::size_t kLateShown = 4;
constexpr std::string_view kRefreshSeconds = "30";

struct ItemRow {
    std::string item, statute_days, promise_days, real_days;
    void fields(auto& visit) {
        visit("item", item), visit("statute_days", statute_days), visit("promise_days", promise_days);
        visit("real_days", real_days);
    }
};
struct RankRow {
    std::string department, bar, rate;
    void fields(auto& visit) { visit("department", department), visit("bar", bar), visit("rate", rate); }
};
struct NoticeRow {
    std::string notice, text;
    void fields(auto& visit) { visit("notice", notice), visit("text", text); }
};
// GAP: numbers are called by the hall's own machine; none is connected yet, so that no call is shown.
struct CallRow {
    std::string ticket, desk, area, call;
    bool is_called = false;
    void fields(auto& visit) {
        visit("ticket", ticket), visit("desk", desk), visit("area", area), visit("call", call);
        visit("is_called", is_called);
    }
};
struct WallModel {
    std::string hall, time, received, decided, ontime, wait, good, root;
    std::vector<CallRow> calls;
    std::vector<ItemRow> items;
    std::vector<LampRow> lamps;
    std::vector<LateRow> late;
    std::vector<RankRow> departments;
    std::vector<NoticeRow> notices;
    text::Html qr;
    void fields(auto& visit) {
        visit("hall", hall), visit("time", time), visit("received", received), visit("decided", decided);
        visit("ontime", ontime), visit("wait", wait), visit("good", good), visit("root", root),
            visit("calls", calls);
        visit("items", items), visit("lamps", lamps), visit("late", late), visit("departments", departments);
        visit("notices", notices), visit("qr", qr);
    }
};

// 3.1, in working days, rounded to tenths.
std::string tenths(std::int64_t sum, std::int64_t count) {
    const std::int64_t value = (sum * 10 + count / 2) / count;
    return std::to_string(value / 10) + "." + std::to_string(value % 10);
}

base::Result<> fill_items(WallModel& model, const Speaker& speaker, calendar::Date from, calendar::Date to) {
    if (speaker.days() == nullptr) return base::Done{};
    for (const ItemPace& pace : TRY(list_paces(speaker.reading().db, from, to, kItemsShown))) {
        const catalog::ServiceItem* item = speaker.catalogue().find_item(pace.item);
        if (item == nullptr || pace.spans.empty()) continue;
        std::int64_t sum = 0;
        for (const auto& [accepted, decided] : pace.spans) sum += speaker.days()->elapsed(accepted, decided);
        const auto count = static_cast<std::int64_t>(pace.spans.size());
        const auto days = [&speaker](int limit) {
            return limit == 0 ? speaker.text("wall.at_once") : std::to_string(limit);
        };
        model.items.push_back({std::string(speaker.pick(item->name, item->name_en)), days(item->legal_days),
                               days(item->promise_days),
                               sum == 0 ? speaker.text("wall.at_once") : tenths(sum, count)});
    }
    return base::Done{};
}

void fill_rank(WallModel& model, const Speaker& speaker, const std::vector<BodyRecord>& month) {
    std::vector<const BodyRecord*> busiest;
    for (const BodyRecord& body : month) busiest.push_back(&body);
    std::sort(busiest.begin(), busiest.end(), [](const BodyRecord* left, const BodyRecord* right) {
        return left->decided != right->decided ? left->decided > right->decided
                                               : left->office < right->office;
    });
    for (std::size_t i = 0; i < busiest.size() && i < kBodiesShown; ++i) {
        const BodyRecord& body = *busiest[i];
        const std::int64_t good = body.decided - body.promise_late;
        const catalog::PublicBody* known = speaker.catalogue().find_body(body.office);
        const std::string name = known == nullptr ? body.office
                                 : known->short_name.empty()
                                     ? std::string(speaker.pick(known->name, known->name_en))
                                     : std::string(speaker.pick(known->short_name, known->name_en));
        model.departments.push_back(
            {name, std::to_string(100 * good / body.decided), text::percent_of(good, body.decided)});
    }
}

base::Result<> fill_lamps(WallModel& model, const Speaker& speaker) {
    const identity::Reading& reading = speaker.reading();
    const auto near =
        speaker.days() == nullptr ? reading.now : casework::near_until(*speaker.days(), reading.now);
    casework::OpenCount sum;
    for (const casework::OpenCount& body : TRY(casework::count_open(reading.db, reading.now, near))) {
        sum.open += body.open;
        sum.near += body.near;
        sum.over += body.over;
        sum.paused += body.paused;
    }
    const auto over = TRY(watch_over(speaker, "", Reasons::Left));
    const std::int64_t red =
        std::count_if(over.begin(), over.end(), [](const Watched& one) { return one.lamp == "red"; });
    model.lamps = {{"red", text::integer(red), {}, false},
                   {"yellow", text::integer(sum.over - red), {}, false},
                   {"warn", text::integer(sum.near), {}, false},
                   {"normal", text::integer(sum.open - sum.over - sum.near - sum.paused), {}, false},
                   {"paused", text::integer(sum.paused), {}, false}};
    for (std::size_t i = 0; i < over.size() && i < kLateShown; ++i) {
        const Watched told =
            TRY(watch(reading, speaker.pages().bench(), over[i].matter.number, Reasons::Asked));
        LateRow row = speaker.row(told);
        row.number_shown
            .clear();  // a number leads to a person who is asked for the code; it has no place on a wall
        row.url.clear();
        model.late.push_back(std::move(row));
    }
    return base::Done{};
}

base::Result<> fill_ratings(WallModel& model, const Speaker& speaker) {
    model.good = text::percent_of(0, 0);
    if (!speaker.pages().ratings) return base::Done{};
    const calendar::Date today = speaker.reading().now.date();
    const auto levels = TRY(speaker.pages().ratings(speaker.reading().db, today, today));
    const std::int64_t good = levels[3] + levels[4] + levels[5];
    model.good = text::percent_of(good, good + levels[1] + levels[2]);
    return base::Done{};
}

base::Result<> fill_foot(WallModel& model, const Speaker& speaker) {
    const std::string host(speaker.request().http.header("host"));
    const auto code = text::qr_code(
        "http://" + (host.empty() ? std::string("localhost") : host) + "/wall/hall", speaker.text("wall.qr"));
    if (code.ok()) model.qr = code.value();
    model.notices.push_back({speaker.text("wall.watch"), speaker.text("wall.watch_text")});
    const JournalHead head = TRY(journal_head(speaker.reading().db, speaker.reading().now.date()));
    model.root = base::to_base64(head.root.view());
    return base::Done{};
}

}  // namespace

Answer show_wall(const BoardPages& pages, const identity::Reading& reading, const web::Request& request) {
    const Speaker speaker(pages, reading, request);
    const calendar::Date today = reading.now.date();
    const calendar::Date from = calendar::Date::of(today.year(), today.month(), 1);
    WallModel model;
    model.hall = speaker.pick(speaker.catalogue().hall.name, speaker.catalogue().hall.name_en);
    model.time = text::time_of_day(reading.now);
    std::int64_t received = 0, decided = 0, month_decided = 0, month_late = 0;
    for (const casework::DayFlow& flow : TRY(casework::list_day_flows(reading.db, today))) {
        received += flow.received;
        decided += flow.decided;
    }
    const auto month = TRY(count_decided(reading.db, from, today));
    for (const BodyRecord& body : month) {
        month_decided += body.decided;
        month_late += body.promise_late;
    }
    model.received = text::integer(received);
    model.decided = text::integer(decided);
    model.ontime = text::percent_of(month_decided - month_late, month_decided);
    TRY(fill_items(model, speaker, from, today));
    fill_rank(model, speaker, month);
    TRY(fill_lamps(model, speaker));
    TRY(fill_ratings(model, speaker));
    TRY(fill_foot(model, speaker));
    http::Response response = pages.site.page(request, "supervision/wall", model,
                                              speaker.text("wall.title", {{"hall", model.hall}}));
    response.set("Refresh", kRefreshSeconds);
    return response;
}

void add_wall_models(web::Site& site) {
    site.add<WallModel>("supervision/wall");
}

}  // namespace supervision
