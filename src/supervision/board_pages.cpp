// /board: the figures of the month and of today, what is late and why, body by body, day by day, and the
// journal they rest on.

#include "casework/figure_store.h"
#include "supervision/board_store.h"
#include "supervision/wording_pages.h"
#include "text/display.h"
#include "web/chart.h"

#include <algorithm>
#include <map>

namespace supervision {

namespace {

constexpr std::size_t kLateShown = 8;
constexpr int kNearShown = 8;
constexpr int kPausedMax = 500;
constexpr int kSeriesDays = 30;  // working days

struct BodyRow {
    std::string department, open, decided, promise, statute, red, yellow, warn, pause_days, url;
    void fields(auto& visit) {
        visit("department", department), visit("open", open), visit("decided", decided),
            visit("promise", promise);
        visit("statute", statute), visit("red", red), visit("yellow", yellow), visit("warn", warn);
        visit("pause_days", pause_days), visit("url", url);
    }
};
struct SeriesRow {
    std::string day, received, decided, late;
    void fields(auto& visit) {
        visit("day", day), visit("received", received), visit("decided", decided), visit("late", late);
    }
};
struct ChannelRow {
    std::string channel, received, accepted, decided, delivered;
    void fields(auto& visit) {
        visit("channel", channel), visit("received", received), visit("accepted", accepted);
        visit("decided", decided), visit("delivered", delivered);
    }
};
struct RatingRow {
    std::string rating, count;
    std::int64_t bar = 0;
    bool is_bad = false;
    void fields(auto& visit) {
        visit("rating", rating), visit("count", count), visit("bar", bar), visit("is_bad", is_bad);
    }
};

struct BoardModel {
    std::string q, day_fact, as_of, ontime_promise, ontime_statute, promise_ok, statute_ok, month_decided;
    std::string late_count, late_departments, near_count, good_rate, rated, open_count, rated_rate;
    std::string total_received, total_accepted, total_decided, total_delivered, entries, entries_today,
        last_entry, root, breaches;
    std::vector<LampRow> lamps;
    std::vector<LateRow> late, near;
    std::vector<BodyRow> departments;
    std::vector<SeriesRow> days_30;
    std::vector<ChannelRow> channels;
    std::vector<RatingRow> ratings;
    text::Html chart;
    void fields(auto& visit) {
        visit("q", q), visit("day_fact", day_fact), visit("as_of", as_of),
            visit("ontime_promise", ontime_promise);
        visit("ontime_statute", ontime_statute), visit("promise_ok", promise_ok),
            visit("statute_ok", statute_ok);
        visit("month_decided", month_decided), visit("late_count", late_count);
        visit("late_departments", late_departments), visit("near_count", near_count),
            visit("good_rate", good_rate);
        visit("rated", rated), visit("open_count", open_count), visit("rated_rate", rated_rate);
        visit("total_received", total_received), visit("total_accepted", total_accepted);
        visit("total_decided", total_decided), visit("total_delivered", total_delivered),
            visit("entries", entries);
        visit("entries_today", entries_today), visit("last_entry", last_entry), visit("root", root),
            visit("breaches", breaches);
        visit("lamps", lamps), visit("late", late), visit("near", near), visit("departments", departments);
        visit("days_30", days_30), visit("channels", channels), visit("ratings", ratings),
            visit("chart", chart);
    }
};

// What the page is made of, asked once.
struct Figures {
    std::vector<BodyRecord> month;
    std::vector<casework::OpenCount> open;
    std::vector<casework::DayFlow> today;
    std::vector<Watched> over, near;
    std::map<std::string, int, std::less<>> paused_days;  // by body
    calendar::Instant near_until;
};

calendar::Date month_start(calendar::Date day) {
    return calendar::Date::of(day.year(), day.month(), 1);
}

base::Result<Figures> ask_figures(const Speaker& speaker) {
    const identity::Reading& reading = speaker.reading();
    const calendar::Date today = reading.now.date();
    Figures figures;
    figures.near_until =
        speaker.days() == nullptr ? reading.now : casework::near_until(*speaker.days(), reading.now);
    figures.month = TRY(count_decided(reading.db, month_start(today), today));
    figures.open = TRY(casework::count_open(reading.db, reading.now, figures.near_until));
    figures.today = TRY(casework::list_day_flows(reading.db, today));
    figures.over = TRY(watch_over(speaker, "", Reasons::Left));
    OpenQuestion near;
    near.due_from = reading.now.seconds();
    near.due_to = figures.near_until.seconds();
    near.limit = kNearShown;
    const auto numbers = TRY(list_open(reading.db, near));
    figures.near = TRY(watch_all(reading, speaker.pages().bench(), numbers, Reasons::Left));
    OpenQuestion paused;
    paused.due_to = INT64_MAX;
    paused.paused = true;
    paused.limit = kPausedMax;
    const auto still = TRY(list_open(reading.db, paused));
    for (const Watched& one : TRY(watch_all(reading, speaker.pages().bench(), still, Reasons::Left))) {
        figures.paused_days[one.matter.office] += paused_days(one, today);
    }
    return figures;
}

std::int64_t count_lamp(const std::vector<Watched>& over, std::string_view lamp, std::string_view office) {
    return std::count_if(over.begin(), over.end(), [&](const Watched& one) {
        return one.lamp == lamp && (office.empty() || one.matter.office == office);
    });
}

void fill_month(BoardModel& model, const Figures& figures) {
    BodyRecord sum;
    for (const BodyRecord& body : figures.month) {
        sum.decided += body.decided;
        sum.promise_late += body.promise_late;
        sum.statute_late += body.statute_late;
    }
    model.month_decided = text::integer(sum.decided);
    model.promise_ok = text::integer(sum.decided - sum.promise_late);
    model.statute_ok = text::integer(sum.decided - sum.statute_late);
    model.ontime_promise = text::percent_of(sum.decided - sum.promise_late, sum.decided);
    model.ontime_statute = text::percent_of(sum.decided - sum.statute_late, sum.decided);
}

void fill_lamps(BoardModel& model, const Figures& figures) {
    casework::OpenCount sum;
    std::int64_t bodies_late = 0;
    for (const casework::OpenCount& body : figures.open) {
        sum.open += body.open;
        sum.near += body.near;
        sum.over += body.over;
        sum.paused += body.paused;
        if (body.over > 0) ++bodies_late;
    }
    const std::int64_t red = count_lamp(figures.over, "red", "");
    const auto lamp = [&](const char* code, std::int64_t count) {
        model.lamps.push_back({code, text::integer(count), std::string("/board/late?lamp=") + code, false});
    };
    lamp("red", red);
    lamp("yellow", sum.over - red);
    lamp("warn", sum.near);
    lamp("normal", sum.open - sum.over - sum.near - sum.paused);
    lamp("paused", sum.paused);
    model.open_count = text::integer(sum.open);
    model.late_count = text::integer(sum.over);
    model.late_departments = text::integer(bodies_late);
    model.near_count = text::integer(sum.near);
}

base::Result<> fill_late(BoardModel& model, const Speaker& speaker, const Figures& figures) {
    for (std::size_t i = 0; i < figures.over.size() && i < kLateShown; ++i) {
        const Watched told = TRY(
            watch(speaker.reading(), speaker.pages().bench(), figures.over[i].matter.number, Reasons::Asked));
        model.late.push_back(speaker.row(told));
    }
    for (const Watched& one : figures.near) model.near.push_back(speaker.row(one));
    return base::Done{};
}

void fill_departments(BoardModel& model, const Speaker& speaker, const Figures& figures) {
    for (const catalog::PublicBody& body : speaker.catalogue().bodies) {
        const auto month = std::find_if(figures.month.begin(), figures.month.end(),
                                        [&](const BodyRecord& one) { return one.office == body.code; });
        const auto open =
            std::find_if(figures.open.begin(), figures.open.end(),
                         [&](const casework::OpenCount& one) { return one.office == body.code; });
        if (month == figures.month.end() && open == figures.open.end()) continue;
        const BodyRecord record = month == figures.month.end() ? BodyRecord{} : *month;
        const casework::OpenCount now = open == figures.open.end() ? casework::OpenCount{} : *open;
        const std::int64_t red = count_lamp(figures.over, "red", body.code);
        const auto paused = figures.paused_days.find(body.code);
        BodyRow& row = model.departments.emplace_back();
        row.department = speaker.pick(body.name, body.name_en);
        row.open = text::integer(now.open);
        row.decided = text::integer(record.decided);
        row.promise = text::percent_of(record.decided - record.promise_late, record.decided);
        row.statute = text::percent_of(record.decided - record.statute_late, record.decided);
        row.red = text::integer(red);
        row.yellow = text::integer(now.over - red);
        row.warn = text::integer(now.near);
        row.pause_days = text::integer(paused == figures.paused_days.end() ? 0 : paused->second);
        row.url = web::with_query("/board/late", "body", body.code);
    }
}

// The last working days, today included; what came in on a day off is counted on no bar but stands in the
// month.
base::Result<> fill_series(BoardModel& model, const Speaker& speaker) {
    const calendar::WorkCalendar* days = speaker.days();
    if (days == nullptr) return base::Done{};
    const calendar::Date today = speaker.reading().now.date();
    std::vector<calendar::Date> shown;
    for (calendar::Date day = today;
         static_cast<int>(shown.size()) < kSeriesDays && day.days > today.days - 120; day = day.plus(-1)) {
        if (days->works(day)) shown.push_back(day);
    }
    std::reverse(shown.begin(), shown.end());
    if (shown.empty()) return base::Done{};
    const auto records = TRY(list_days(speaker.reading().db, shown.front(), shown.back()));
    web::BarChart chart;
    chart.series = {"b1", "b2"};
    DayRecord last;
    for (const calendar::Date day : shown) {
        const auto found = std::find_if(records.begin(), records.end(),
                                        [&](const DayRecord& one) { return one.day == day; });
        const DayRecord record = found == records.end() ? DayRecord{day, 0, 0, 0} : *found;
        model.days_30.push_back({text::short_date(day, speaker.locale()), text::integer(record.received),
                                 text::integer(record.decided), text::integer(record.late)});
        chart.groups.push_back({std::to_string(day.month()) + "-" + std::to_string(day.day()),
                                {record.received, record.decided}});
        last = record;
    }
    chart.title =
        speaker.text("board.chart_title", {{"day", text::short_date(shown.back(), speaker.locale())},
                                           {"received", text::integer(last.received)},
                                           {"decided", text::integer(last.decided)}});
    model.chart = web::bar_chart(chart);
    return base::Done{};
}

std::string channel_code(std::string_view channel) {
    return channel == "hall" ? "window" : channel == "web" ? "online" : std::string(channel);
}

void fill_channels(BoardModel& model, const Figures& figures) {
    std::map<std::string, casework::DayFlow> channels;
    casework::DayFlow all;
    for (const casework::DayFlow& flow : figures.today) {
        for (casework::DayFlow* sum : {&channels[channel_code(flow.channel)], &all}) {
            sum->received += flow.received;
            sum->accepted += flow.accepted;
            sum->decided += flow.decided;
            sum->delivered += flow.delivered;
        }
    }
    for (const auto& [channel, flow] : channels) {
        model.channels.push_back({channel, text::integer(flow.received), text::integer(flow.accepted),
                                  text::integer(flow.decided), text::integer(flow.delivered)});
    }
    model.total_received = text::integer(all.received);
    model.total_accepted = text::integer(all.accepted);
    model.total_decided = text::integer(all.decided);
    model.total_delivered = text::integer(all.delivered);
}

// 国办发〔2019〕51号: only what a person chose counts; a default never does.
base::Result<> fill_ratings(BoardModel& model, const Speaker& speaker, const Figures& figures) {
    model.good_rate = model.rated_rate = text::percent_of(0, 0);
    model.rated = "0";
    if (!speaker.pages().ratings) return base::Done{};
    const calendar::Date today = speaker.reading().now.date();
    const auto levels = TRY(speaker.pages().ratings(speaker.reading().db, today, today));
    constexpr std::string_view words[] = {"", "very_bad", "bad", "fair", "good", "very_good"};
    std::int64_t all = 0, good = 0, decided = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) {
        all += levels[level];
        if (level >= 3) good += levels[level];
    }
    for (const casework::DayFlow& flow : figures.today) decided += flow.decided;
    for (std::size_t level = levels.size() - 1; level >= 1; --level) {
        model.ratings.push_back({std::string(words[level]), text::integer(levels[level]),
                                 all == 0 ? 0 : 100 * levels[level] / all, level <= 2});
    }
    model.rated = text::integer(all);
    model.good_rate = text::percent_of(good, all);
    model.rated_rate = text::percent_of(std::min(all, decided), decided);
    return base::Done{};
}

base::Result<> fill_journal(BoardModel& model, const Speaker& speaker) {
    const JournalHead head = TRY(journal_head(speaker.reading().db, speaker.reading().now.date()));
    model.entries = text::integer(head.entries);
    model.entries_today = text::integer(head.entries_today);
    const calendar::Date today = speaker.reading().now.date();
    model.breaches = text::integer(TRY(count_breaches(speaker.reading().db, month_start(today), today)));
    model.last_entry = speaker.moment(head.last);
    model.root = base::to_base64(head.root.view());
    return base::Done{};
}

}  // namespace

Answer show_board(const BoardPages& pages, const identity::Reading& reading, const web::Request& request) {
    const Speaker speaker(pages, reading, request);
    const Figures figures = TRY(ask_figures(speaker));
    BoardModel model;
    model.day_fact = speaker.day_fact();
    model.as_of = text::time_of_day(reading.now);
    fill_month(model, figures);
    fill_lamps(model, figures);
    TRY(fill_late(model, speaker, figures));
    fill_departments(model, speaker, figures);
    TRY(fill_series(model, speaker));
    fill_channels(model, figures);
    TRY(fill_ratings(model, speaker, figures));
    TRY(fill_journal(model, speaker));
    return pages.site.page(request, "supervision/board", model, speaker.text("board.h1"));
}

void add_board_models(web::Site& site) {
    site.add<BoardModel>("supervision/board");
}

}  // namespace supervision
