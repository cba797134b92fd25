// /desk: what lies on the reader's desks, the most urgent first, and the search over matters.

#include "casework/figure_store.h"
#include "casework/handler_pages.h"
#include "casework/stuck_pages.h"
#include "casework/wording_pages.h"
#include "text/csv.h"
#include "text/display.h"
#include "text/identifiers.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kOverMax = 200;  // rows that are over and told one by one
constexpr int kExportMax = 1000;
constexpr int kFoundMax = 50;
constexpr std::size_t kLateShown = 5;

// Orders of supervision that wait for an answer. GAP: none are issued yet.
struct OrderRow {
    std::string order, lamp, item, cause, due, issuer, url;
    void fields(auto& visit) {
        visit("order", order), visit("lamp", lamp), visit("item", item), visit("cause", cause);
        visit("due", due), visit("issuer", issuer), visit("url", url);
    }
};

struct DeskModel {
    std::string q, day_fact, all_count, all_url, export_url, due_today, received_today, done_today;
    bool is_working_day = true, all_is_current = true, is_stuck_list = false, has_more_stuck = false;
    StuckGroup stuck;
    std::vector<LampRow> lamps;
    std::vector<LinkRow> steps;
    std::vector<WorkRow> rows, late;
    std::vector<OrderRow> orders;
    Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("day_fact", day_fact), visit("all_count", all_count), visit("all_url", all_url);
        visit("export_url", export_url), visit("due_today", due_today),
            visit("received_today", received_today);
        visit("done_today", done_today), visit("is_working_day", is_working_day);
        visit("all_is_current", all_is_current), visit("lamps", lamps), visit("steps", steps),
            visit("rows", rows);
        visit("late", late), visit("orders", orders), visit("", pager);
        visit("is_stuck_list", is_stuck_list), visit("has_more_stuck", has_more_stuck), visit("", stuck);
    }
};

constexpr std::string_view kLamps[] = {"red", "yellow", "warn", "normal", "paused"};

struct DeskView {
    std::string lamp, step, q;
    bool stuck = false;
    PageView page;
};

DeskView read_view(const web::Request& request) {
    DeskView view;
    view.page = page_view(request);
    const std::string_view lamp = request.query("lamp");
    if (std::find(std::begin(kLamps), std::end(kLamps), lamp) != std::end(kLamps)) view.lamp = lamp;
    const auto step = base::Code::parse(request.query("step"));
    if (step.ok()) view.step = step.value().text();
    view.q = request.query("q");
    view.stuck = request.query("stuck") == "1";
    return view;
}

std::string desk_url(std::string_view lamp, std::string_view step) {
    return with_query(with_query("/desk", "lamp", lamp), "step", step);
}

DeskLamp range_of(std::string_view lamp) {
    if (lamp == "red" || lamp == "yellow") return DeskLamp::Over;
    if (lamp == "warn") return DeskLamp::Near;
    if (lamp == "normal") return DeskLamp::Normal;
    return lamp == "paused" ? DeskLamp::Paused : DeskLamp::All;
}

DeskQuestion question_of(const Teller& teller) {
    DeskQuestion question;
    question.desks = desks_of(teller.reading().actor);
    question.now = teller.reading().now;
    question.near_until = teller.days() == nullptr ? question.now : near_until(*teller.days(), question.now);
    return question;
}

base::Result<std::vector<WorkRow>> work_rows(const Teller& teller, const DeskQuestion& question) {
    std::vector<WorkRow> rows;
    for (const DeskRow& open : TRY(list_desk(teller.reading().db, question))) {
        WorkRow row = TRY(work_row(teller, open));
        rows.push_back(std::move(row));
    }
    return rows;
}

// Everything over on these desks; few, so that red and yellow are told from the periods themselves.
base::Result<std::vector<WorkRow>> rows_over(const Teller& teller, DeskQuestion question) {
    question.lamp = DeskLamp::Over;
    question.step.clear();
    question.offset = 0;
    question.limit = kOverMax;
    return work_rows(teller, question);
}

std::int64_t count_lamp(const std::vector<WorkRow>& rows, std::string_view lamp) {
    return std::count_if(rows.begin(), rows.end(),
                         [&](const WorkRow& row) { return row.meter.lamp == lamp; });
}

void fill_lamps(DeskModel& model, const DeskView& view, const DeskCounts& counts,
                const std::vector<WorkRow>& over) {
    const std::int64_t red = count_lamp(over, "red");
    const std::int64_t numbers[] = {red, counts.over - red, counts.near, counts.normal, counts.paused};
    for (std::size_t i = 0; i < std::size(kLamps); ++i) {
        model.lamps.push_back({std::string(kLamps[i]), text::integer(numbers[i]),
                               desk_url(kLamps[i], view.step), view.lamp == kLamps[i]});
    }
    model.all_count = text::integer(counts.all);
    model.all_url = "/desk";
    model.all_is_current = view.lamp.empty() && view.q.empty() && !view.stuck;
}

base::Result<> fill_steps(DeskModel& model, const Teller& teller, const DeskView& view,
                          const DeskQuestion& question) {
    std::int64_t all = 0;
    std::vector<LinkRow> tabs;
    for (const StepCount& step : TRY(count_desk_steps(teller.reading().db, question))) {
        all += step.count;
        tabs.push_back({teller.plain_step(step.step), text::integer(step.count),
                        desk_url(view.lamp, step.step), view.step == step.step});
    }
    model.steps.push_back(
        {teller.text("desk.every_step"), text::integer(all), desk_url(view.lamp, ""), view.step.empty()});
    for (LinkRow& tab : tabs) model.steps.push_back(std::move(tab));
    return base::Done{};
}

// How many rows the list has altogether.
base::Result<std::int64_t> count_rows(const Teller& teller, const DeskView& view, DeskQuestion question,
                                      const DeskCounts& counts) {
    if (view.step.empty()) {
        switch (question.lamp) {
        case DeskLamp::All: return counts.all;
        case DeskLamp::Over: return counts.over;
        case DeskLamp::Near: return counts.near;
        case DeskLamp::Normal: return counts.normal;
        case DeskLamp::Paused: return counts.paused;
        }
    }
    if (question.lamp == DeskLamp::All) {
        for (const StepCount& step : TRY(count_desk_steps(teller.reading().db, question))) {
            if (step.step == view.step) return step.count;
        }
        return std::int64_t{0};
    }
    question.offset = 0;
    question.limit = kExportMax;
    const auto rows = TRY(list_desk(teller.reading().db, question));
    return static_cast<std::int64_t>(rows.size());
}

void slice(std::vector<WorkRow>& rows, const PageView& page) {
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(page.offset()), rows.size());
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(from));
    if (rows.size() > static_cast<std::size_t>(page.size)) rows.resize(static_cast<std::size_t>(page.size));
}

base::Result<> fill_rows(DeskModel& model, const Teller& teller, const DeskView& view,
                         const DeskCounts& counts, const std::vector<WorkRow>& over) {
    DeskQuestion question = question_of(teller);
    question.step = view.step;
    question.lamp = range_of(view.lamp);
    question.offset = view.page.offset();
    question.limit = view.page.size;
    const std::string address = desk_url(view.lamp, view.step);
    if (question.lamp == DeskLamp::Over) {
        const std::string step = teller.plain_step(view.step);
        for (const WorkRow& row : over) {
            if (row.meter.lamp == view.lamp && (view.step.empty() || row.step == step))
                model.rows.push_back(row);
        }
        model.pager = make_pager(view.page, static_cast<std::int64_t>(model.rows.size()), address);
        slice(model.rows, view.page);
        return base::Done{};
    }
    model.rows = TRY(work_rows(teller, question));
    const std::int64_t total = TRY(count_rows(teller, view, question, counts));
    model.pager = make_pager(view.page, total, address);
    return base::Done{};
}

base::Result<std::vector<std::string>> numbers_of_items(const Teller& teller, std::string_view words) {
    catalog::SearchQuery query;
    query.words = words;
    query.kind = "item";
    query.size = 10;
    std::vector<std::string> numbers;
    const catalog::SearchAnswer answer = teller.catalogue().search->find(query);
    if (answer.guessed) return numbers;
    for (const catalog::SearchHit& hit : answer.hits) {
        for (std::string& number : TRY(list_item_matters(teller.reading().db, hit.id, kFoundMax))) {
            numbers.push_back(std::move(number));
        }
    }
    return numbers;
}

// By number; by the exact name or number of the applicant, through the keyed index; by words of the item.
base::Result<std::vector<std::string>> numbers_found(const Teller& teller, std::string_view typed) {
    const std::string folded = text::fold_identifier(typed);
    if (text::CaseNumber::parse(folded).ok()) return std::vector<std::string>{folded};
    std::vector<std::string> numbers;
    const auto& office = teller.reading().office;
    for (const std::string& owner :
         TRY(office.vault.find_owners(teller.reading().db, store::index_term(typed), kFoundMax))) {
        if (owner.starts_with("matter/")) numbers.push_back(owner.substr(7));
    }
    if (!numbers.empty()) return numbers;
    return numbers_of_items(teller, typed);
}

base::Result<> fill_found(DeskModel& model, const Teller& teller, const DeskView& view) {
    for (const std::string& number : TRY(numbers_found(teller, view.q))) {
        if (model.rows.size() >= static_cast<std::size_t>(kFoundMax)) break;
        auto row = TRY(found_row(teller, number));
        if (row) model.rows.push_back(std::move(*row));
    }
    model.pager =
        make_pager({1, 50}, static_cast<std::int64_t>(model.rows.size()), with_query("/desk", "q", view.q));
    model.pager.sizes.clear();
    return base::Done{};
}

// Whoever holds no senior post has none; the list of all stands instead of the desk's own.
base::Result<> fill_stuck(DeskModel& model, const Teller& teller, const DeskView& view) {
    std::int64_t total = 0;
    model.is_stuck_list = view.stuck;
    model.stuck = TRY(stuck_group(teller, view.stuck ? view.page.offset() : 0,
                                  view.stuck ? view.page.size : kStuckShown, total));
    model.has_more_stuck = !view.stuck && total > kStuckShown;
    if (view.stuck) model.pager = make_pager(view.page, total, "/desk?stuck=1");
    return base::Done{};
}

// Days are working days; a clerk sees whether today is one and when the next comes.
void fill_today(DeskModel& model, const Teller& teller) {
    const calendar::WorkCalendar* days = teller.days();
    if (days == nullptr) return;
    const Date today = teller.reading().now.date();
    model.is_working_day = days->works(today);
    const std::string next = teller.day(days->add(today, {1, calendar::Unit::WorkingDays}).date);
    switch (days->kind_of(today)) {
    case calendar::DayKind::Working: break;
    case calendar::DayKind::Weekend:
        model.day_fact = teller.text("desk.day_weekend", {{"next", next}});
        break;
    case calendar::DayKind::Holiday:
        model.day_fact = teller.text("desk.day_holiday", {{"next", next}});
        break;
    case calendar::DayKind::Local: model.day_fact = teller.text("desk.day_local", {{"next", next}}); break;
    case calendar::DayKind::Makeup: model.day_fact = teller.text("desk.day_makeup"); break;
    }
}

base::Result<> fill_own_day(DeskModel& model, const Teller& teller, DeskQuestion question) {
    const Date today = teller.reading().now.date();
    question.near_until = calendar::Instant::start_of(today.plus(1));
    const DeskCounts due = TRY(count_desk(teller.reading().db, question));
    model.due_today = text::integer(due.near);
    ActQuestion own;
    own.person = teller.reading().actor.person;
    own.from = own.to = today;
    std::int64_t received = 0, done = 0;
    for (const StepCount& step : TRY(count_act_steps(teller.reading().db, own))) {
        (step.step == "receive" ? received : done) += step.count;
    }
    model.received_today = text::integer(received);
    model.done_today = text::integer(done);
    return base::Done{};
}

}  // namespace

Answer show_desk(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const DeskView view = read_view(request);
    const DeskQuestion question = question_of(teller);
    DeskModel model;
    model.q = view.q;
    const DeskCounts counts = TRY(count_desk(reading.db, question));
    const std::vector<WorkRow> over = TRY(rows_over(teller, question));
    fill_lamps(model, view, counts, over);
    TRY(fill_steps(model, teller, view, question));
    if (!view.q.empty())
        TRY(fill_found(model, teller, view));
    else if (!view.stuck)
        TRY(fill_rows(model, teller, view, counts, over));
    if (view.q.empty()) TRY(fill_stuck(model, teller, view));
    fill_today(model, teller);
    TRY(fill_own_day(model, teller, question));
    model.late.assign(over.begin(),
                      over.begin() + static_cast<std::ptrdiff_t>(std::min(over.size(), kLateShown)));
    if (view.q.empty() && !view.stuck)
        model.export_url = with_query(with_query("/desk.csv", "lamp", view.lamp), "step", view.step);
    return pages.site.page(request, "casework/desk", model, teller.text("desk.h1"));
}

Answer export_desk(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const DeskView view = read_view(request);
    DeskQuestion question = question_of(teller);
    question.step = view.step;
    question.lamp = range_of(view.lamp);
    question.limit = kExportMax;
    std::string csv(text::kCsvMark);
    text::append_csv_row(csv, {teller.text("desk.csv_number"), teller.text("desk.csv_item"),
                               teller.text("desk.csv_applicant"), teller.text("desk.col_step"),
                               teller.text("desk.col_who"), teller.text("desk.col_lamp"),
                               teller.text("desk.col_due")});
    for (const WorkRow& row : TRY(work_rows(teller, question))) {
        if (!view.lamp.empty() && row.meter.lamp != view.lamp) continue;
        text::append_csv_row(csv, {row.number, row.item, row.applicant, row.step, row.who,
                                   teller.text("lamp." + row.meter.lamp), row.meter.left});
    }
    return http::download("text/csv; charset=utf-8", "desk-" + reading.now.date().iso() + ".csv",
                          std::move(csv));
}

void add_desk_pages(web::Site& site) {
    site.add<DeskModel>("casework/desk");
}

}  // namespace casework
