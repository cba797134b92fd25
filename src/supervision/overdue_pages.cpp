// /board/late: every matter that is late or near, whose step it is, since when and why; and the same as a
// table.

#include "supervision/board_store.h"
#include "supervision/wording_pages.h"
#include "text/csv.h"
#include "text/display.h"

#include <algorithm>

namespace supervision {

namespace {

constexpr int kClosedDays = 90;  // how far back decided matters are looked at
constexpr int kExportMax = 1000;

struct StateRow {
    std::string state;
    bool is_selected = false;
    void fields(auto& visit) { visit("state", state), visit("is_selected", is_selected); }
};
struct CauseRow {
    std::string cause;
    bool is_selected = false;
    void fields(auto& visit) { visit("cause", cause), visit("is_selected", is_selected); }
};
struct LateModel {
    std::string q, export_url;
    std::vector<StateRow> states;
    std::vector<OptionRow> bodies;
    std::vector<CauseRow> causes;
    std::vector<LateRow> rows;
    web::Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("export_url", export_url), visit("states", states), visit("bodies", bodies);
        visit("causes", causes), visit("rows", rows), visit("", pager);
    }
};

constexpr std::string_view kStates[] = {"late", "near", "open", "closed_late"};
constexpr std::string_view kCauses[] = {"over_statutory", "over_promise", "over_stage",
                                        "near_statutory", "near_promise", "near_stage"};

struct LateView {
    std::string state = "late";
    std::string lamp, body, cause;
    web::PageView page;
};

template <std::size_t N>
std::string known(const std::string_view (&words)[N], std::string_view typed, std::string_view otherwise) {
    const bool fits = std::find(std::begin(words), std::end(words), typed) != std::end(words);
    return std::string(fits ? typed : otherwise);
}

LateView read_view(const web::Request& request) {
    constexpr std::string_view lamps[] = {"red", "yellow", "warn", "normal", "paused"};
    LateView view;
    view.page = web::page_view(request);
    view.lamp = known(lamps, request.query("lamp"), "");
    const std::string_view of_lamp = view.lamp.empty() || view.lamp == "red" || view.lamp == "yellow" ? "late"
                                     : view.lamp == "warn"                                            ? "near"
                                                           : "open";
    view.state = known(kStates, request.query("state"), of_lamp);
    view.cause = known(kCauses, request.query("cause"), "");
    const auto body = base::Code::parse(request.query("body"));
    if (body.ok()) view.body = body.value().text();
    return view;
}

std::string address_of(std::string address, const LateView& view) {
    address = web::with_query(std::move(address), "state", view.state);
    address = web::with_query(std::move(address), "lamp", view.lamp);
    address = web::with_query(std::move(address), "body", view.body);
    return web::with_query(std::move(address), "cause", view.cause);
}

struct Found {
    std::vector<Watched> rows;
    std::int64_t total = 0;
};

// Lamp and cause are told from the periods themselves, so these lists are told first and cut afterwards.
void keep(Found& found, const LateView& view) {
    std::erase_if(found.rows, [&](const Watched& one) {
        return (!view.lamp.empty() && one.lamp != view.lamp) ||
               (!view.cause.empty() && one.cause != view.cause);
    });
    found.total = static_cast<std::int64_t>(found.rows.size());
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(view.page.offset()), found.rows.size());
    found.rows.erase(found.rows.begin(), found.rows.begin() + static_cast<std::ptrdiff_t>(from));
    if (found.rows.size() > static_cast<std::size_t>(view.page.size)) {
        found.rows.erase(found.rows.begin() + view.page.size, found.rows.end());
    }
}

base::Result<Found> find_closed(const Speaker& speaker, const LateView& view) {
    LateQuestion question;
    question.to = speaker.reading().now.date();
    question.from = question.to.plus(-kClosedDays);
    question.office = view.body;
    question.statute_only = view.cause == "over_statutory";
    question.offset = view.page.offset();
    question.limit = view.page.size;
    Found found;
    const auto numbers = TRY(list_decided_late(speaker.reading().db, question));
    found.rows = TRY(watch_all(speaker.reading(), speaker.pages().bench(), numbers, Reasons::Asked));
    found.total = TRY(count_decided_late(speaker.reading().db, question));
    return found;
}

OpenQuestion open_question(const Speaker& speaker, const LateView& view) {
    const calendar::Instant now = speaker.reading().now;
    const calendar::Instant near =
        speaker.days() == nullptr ? now : casework::near_until(*speaker.days(), now);
    OpenQuestion question;
    question.office = view.body;
    question.paused = view.lamp == "paused";
    question.due_to = view.state == "late"   ? now.seconds()
                      : view.state == "near" ? near.seconds()
                                             : INT64_MAX;
    if (view.state == "near") question.due_from = now.seconds();
    if (view.lamp == "normal") question.due_from = near.seconds();
    return question;
}

base::Result<Found> find_rows(const Speaker& speaker, const LateView& view) {
    if (view.state == "closed_late") return find_closed(speaker, view);
    OpenQuestion question = open_question(speaker, view);
    const bool told = !view.cause.empty() || view.lamp == "red" || view.lamp == "yellow";
    question.offset = told ? 0 : view.page.offset();
    question.limit = told ? kOverMax : view.page.size;
    const auto numbers = TRY(list_open(speaker.reading().db, question));
    Found found;
    found.rows = TRY(watch_all(speaker.reading(), speaker.pages().bench(), numbers, Reasons::Left));
    if (told) {
        keep(found, view);
    } else {
        found.total = TRY(count_open_due(speaker.reading().db, question));
    }
    // The reason stands in the entries; only what is shown is read.
    std::vector<std::string> shown;
    for (const Watched& one : found.rows) shown.push_back(one.matter.number);
    found.rows = TRY(watch_all(speaker.reading(), speaker.pages().bench(), shown, Reasons::Asked));
    return found;
}

}  // namespace

Answer show_late(const BoardPages& pages, const identity::Reading& reading, const web::Request& request) {
    const Speaker speaker(pages, reading, request);
    const LateView view = read_view(request);
    const Found found = TRY(find_rows(speaker, view));
    LateModel model;
    for (const std::string_view state : kStates)
        model.states.push_back({std::string(state), state == view.state});
    for (const std::string_view cause : kCauses)
        model.causes.push_back({std::string(cause), cause == view.cause});
    for (const catalog::PublicBody& body : speaker.catalogue().bodies) {
        model.bodies.push_back(
            {body.code, std::string(speaker.pick(body.name, body.name_en)), body.code == view.body});
    }
    for (const Watched& one : found.rows) model.rows.push_back(speaker.row(one));
    model.pager = web::make_pager(view.page, found.total, address_of("/board/late", view));
    model.export_url = address_of("/board/late.csv", view);
    return pages.site.page(request, "supervision/late", model, speaker.text("late.h1"));
}

Answer export_late(const BoardPages& pages, const identity::Reading& reading, const web::Request& request) {
    const Speaker speaker(pages, reading, request);
    LateView view = read_view(request);
    view.page = {1, kExportMax};
    const Found found = TRY(find_rows(speaker, view));
    std::string csv(text::kCsvMark);
    text::append_csv_row(
        csv, {speaker.text("desk.csv_number"), speaker.text("board.item"), speaker.text("late.department"),
              speaker.text("desk.col_step"), speaker.text("desk.col_lamp"), speaker.text("late.cause"),
              speaker.text("board.days"), speaker.text("late.since"), speaker.text("board.why")});
    for (const Watched& one : found.rows) {
        const LateRow row = speaker.row(one);
        text::append_csv_row(csv, {one.matter.number, row.item, row.department, row.step,
                                   speaker.text("lamp." + one.lamp), speaker.text("board.cause." + one.cause),
                                   row.days, row.since, row.reason});
    }
    return http::download("text/csv; charset=utf-8", "late-" + reading.now.date().iso() + ".csv",
                          std::move(csv));
}

void add_late_models(web::Site& site) {
    site.add<LateModel>("supervision/late");
}

}  // namespace supervision
