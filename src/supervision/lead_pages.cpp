// /board/leads: what came up by itself for supervision to look at, and what came of it.

#include "supervision/lead.h"
#include "supervision/wording_pages.h"
#include "text/display.h"
#include "web/form.h"

#include <algorithm>

namespace supervision {

namespace {

constexpr std::size_t kReasonMax = 500;

struct EndRow {
    std::string how;
    bool is_selected = false;
    void fields(auto& visit) { visit("how", how), visit("is_selected", is_selected); }
};
struct LeadRow {
    std::string lead, cause, department, item, number_shown, url, opened, closed, how, reason, closed_by,
        close_url, how_error, reason_error, reason_id, typed;
    bool is_open = false, is_unfolded = false;
    std::vector<EndRow> ends;
    void fields(auto& visit) {
        visit("lead", lead), visit("cause", cause), visit("department", department), visit("item", item);
        visit("number_shown", number_shown), visit("url", url), visit("opened", opened);
        visit("closed", closed), visit("how", how), visit("reason", reason), visit("closed_by", closed_by);
        visit("close_url", close_url), visit("how_error", how_error), visit("reason_error", reason_error),
            visit("reason_id", reason_id);
        visit("typed", typed), visit("is_open", is_open), visit("is_unfolded", is_unfolded),
            visit("ends", ends);
    }
};
struct LeadsModel {
    std::string q, open_count, closed_count;
    bool shows_closed = false;
    std::vector<web::FormError> errors;
    std::vector<LeadRow> rows;
    web::Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("open_count", open_count), visit("closed_count", closed_count);
        visit("shows_closed", shows_closed), visit("errors", errors), visit("rows", rows), visit("", pager);
    }
};

// What was not known when the lead was opened may have been found out in the matter since.
std::string office_now(const Speaker& speaker, const LeadLine& lead, const Watched& watched) {
    std::string office = lead.office;
    for (const casework::FactValue& fact : watched.matter.state.facts) {
        const auto slot = static_cast<std::size_t>(fact.slot);
        const bool body = watched.handling.process->facts[slot].type == casework::FactType::Body;
        if (office.empty() && body) office = casework::body_of_fact(fact.value).text();
    }
    return office.empty() ? std::string() : speaker.body_name(office);
}

base::Result<LeadRow> row_of(const Speaker& speaker, const LeadLine& lead) {
    const Watched watched =
        TRY(watch(speaker.reading(), speaker.pages().bench(), lead.number, Reasons::Left));
    LeadRow row;
    row.lead = lead.lead;
    row.cause = watched.texts->outcome(speaker.locale(), lead.cause);
    row.department = office_now(speaker, lead, watched);
    row.item = speaker.item_name(lead.item);
    row.number_shown = casework::grouped_number(lead.number);
    row.url = "/desk/matters/" + lead.number;
    row.opened = speaker.moment(lead.opened);
    row.is_open = lead.closed.ms == 0;
    if (row.is_open) {
        row.close_url = "/board/leads/" + lead.lead + "/close";
        const web::Request& request = speaker.request();
        row.reason_id = "reason-" + lead.lead;
        row.is_unfolded = request.refused != nullptr && request.http.path == row.close_url;
        const auto errors = speaker.pages().site.errors(request);
        if (row.is_unfolded) {
            row.how_error = web::error_of(errors, "how");
            row.reason_error = web::error_of(errors, "reason");
            row.typed = request.typed("reason");
            row.reason_id = "reason";  // the summary of what is wrong leads there
        }
        for (const std::string_view how : kLeadEnds)
            row.ends.push_back({std::string(how), row.is_unfolded && request.typed("how") == how});
        return row;
    }
    row.closed = speaker.moment(lead.closed);
    row.how = lead.how;
    const auto official = TRY(identity::find_official(speaker.reading().db, lead.closed_by));
    if (official) row.closed_by = official->name;
    const auto reason = speaker.reading().unseal(lead.reason);
    row.reason = reason.ok() ? reason.value() : speaker.text("matter.erased");
    return row;
}

}  // namespace

Answer show_leads(const BoardPages& pages, const identity::Reading& reading, const web::Request& request) {
    const Speaker speaker(pages, reading, request);
    const web::PageView page = web::page_view(request);
    LeadsModel model;
    model.shows_closed = request.refused == nullptr && request.query("state") == "closed";
    const LeadState state = model.shows_closed ? LeadState::Closed : LeadState::Open;
    const std::int64_t open = TRY(count_leads(reading.db, LeadState::Open));
    const std::int64_t closed = TRY(count_leads(reading.db, LeadState::Closed));
    model.open_count = text::integer(open);
    model.closed_count = text::integer(closed);
    model.errors = pages.site.errors(request);
    for (const LeadLine& lead : TRY(list_leads(reading.db, state, page.offset(), page.size))) {
        LeadRow row = TRY(row_of(speaker, lead));
        model.rows.push_back(std::move(row));
    }
    const std::string address =
        web::with_query("/board/leads", "state", model.shows_closed ? "closed" : "open");
    model.pager = web::make_pager(page, model.shows_closed ? closed : open, address);
    return pages.site.page(request, "supervision/leads", model, speaker.text("leads.h1"));
}

Answer submit_lead(const BoardPages&, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    LeadAnswer answer;
    answer.how = form.choice("how", {std::begin(kLeadEnds), std::end(kLeadEnds)});
    answer.reason = form.lines("reason", {web::Need::Required, kReasonMax, 2});
    if (!form.fits()) return form.refusal();
    TRY(close_lead(act, request.param("lead"), answer));
    return http::see_other("/board/leads");
}

void add_lead_models(web::Site& site) {
    site.add<LeadsModel>("supervision/leads");
}

}  // namespace supervision
