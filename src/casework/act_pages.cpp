// /desk/mine: what the reader did, step by step.

#include "casework/figure_store.h"
#include "casework/handler_pages.h"
#include "casework/wording_pages.h"
#include "text/display.h"

namespace casework {

namespace {

constexpr int kMineDays = 30;  // shown when no dates are asked for

struct MineRow {
    std::string lamp, item, number_shown, applicant, url, step, outcome, time, now_step, post;
    void fields(auto& visit) {
        visit("lamp", lamp), visit("item", item), visit("number_shown", number_shown);
        visit("applicant", applicant), visit("url", url), visit("step", step), visit("outcome", outcome);
        visit("time", time), visit("now_step", now_step), visit("post", post);
    }
};

struct MineModel {
    std::string q, from_day, to_day;
    std::vector<OptionRow> acts;
    std::vector<MineRow> rows;
    Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("from_day", from_day), visit("to_day", to_day), visit("acts", acts);
        visit("rows", rows), visit("", pager);
    }
};

Date day_or(std::string_view typed, Date otherwise) {
    const auto day = Date::parse(typed);
    return day.ok() ? day.value() : otherwise;
}

base::Result<MineRow> mine_row(const Teller& teller, const ActLine& line) {
    const Loaded loaded = TRY(load_row(teller, line.number));
    MineRow row;
    row.lamp = loaded.told.lamp;
    row.item = teller.item_name(*loaded.handling.item);
    row.number_shown = grouped_number(line.number);
    const auto caption = teller.reading().caption(loaded.matter.applicant);
    row.applicant = caption.ok() ? caption.value() : teller.text("matter.erased");
    row.url = matter_url(line.number);
    row.step = loaded.texts->step(teller.locale(), line.step);
    row.outcome = loaded.texts->outcome(teller.locale(), line.outcome);
    row.time = teller.moment(line.at);
    const auto open = TRY(list_open_steps(teller.reading().db, line.number));
    row.now_step = open.empty() ? loaded.texts->result(teller.locale(), loaded.matter.result)
                                : loaded.texts->step(teller.locale(), open.front().step);
    // Done for another post: as the B of an absent colleague.
    if (line.office != teller.reading().actor.body) {
        row.post = teller.text(
            "mine.for", {{"role", teller.role_name(line.role)}, {"body", teller.body_name(line.office)}});
    }
    return row;
}

}  // namespace

Answer show_mine(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const PageView page = page_view(request);
    ActQuestion question;
    question.person = reading.actor.person;
    question.to = day_or(request.query("to"), reading.now.date());
    question.from = day_or(request.query("from"), question.to.plus(-kMineDays));
    const auto step = base::Code::parse(request.query("act"));
    if (step.ok()) question.step = step.value().text();
    question.offset = page.offset();
    question.limit = page.size;

    MineModel model;
    model.from_day = question.from.iso();
    model.to_day = question.to.iso();
    model.acts.push_back({"", teller.text("desk.every_step"), question.step.empty()});
    for (const StepCount& known : TRY(count_act_steps(reading.db, question))) {
        model.acts.push_back({known.step, teller.plain_step(known.step), known.step == question.step});
    }
    for (const ActLine& line : TRY(list_acts(reading.db, question))) {
        MineRow row = TRY(mine_row(teller, line));
        model.rows.push_back(std::move(row));
    }
    std::string address = with_query("/desk/mine", "from", request.query("from"));
    address = with_query(with_query(address, "to", request.query("to")), "act", question.step);
    const std::int64_t total = TRY(count_acts(reading.db, question));
    model.pager = make_pager(page, total, address);
    return pages.site.page(request, "casework/mine", model, teller.text("mine.h1"));
}

void add_act_pages(web::Site& site) {
    site.add<MineModel>("casework/mine");
}

}  // namespace casework
