// /definitions/process/{id}/migrate: what it means to take the open matters of older versions over to the one
// in force, and the form that does it.

#include "casework/handler_pages.h"
#include "casework/migration.h"
#include "casework/wording_pages.h"
#include "text/display.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kCasesShown = 200;
constexpr std::size_t kReasonMax = 300;

struct MovedRow {
    std::string clock, before, after;
    void fields(auto& visit) { visit("clock", clock), visit("before", before), visit("after", after); }
};
struct MigrationRow {
    std::string item, body, number_shown, url, from, why;
    std::vector<MovedRow> moved;
    void fields(auto& visit) {
        visit("item", item), visit("body", body), visit("number_shown", number_shown), visit("url", url);
        visit("from", from), visit("why", why), visit("moved", moved);
    }
};
struct MigrationModel {
    std::string q, name, to, definition_url, action_url, open, tried, moved, cannot, next, done, reason,
        reason_error;
    bool is_part = false;
    std::vector<MigrationRow> cases;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("name", name), visit("to", to), visit("definition_url", definition_url);
        visit("action_url", action_url), visit("open", open), visit("tried", tried), visit("moved", moved);
        visit("cannot", cannot), visit("next", next), visit("done", done), visit("reason", reason);
        visit("reason_error", reason_error), visit("is_part", is_part), visit("cases", cases);
        visit("errors", errors);
    }
};

MigrationRow row_of(const Teller& teller, const ProcessTexts& texts, const MigrationCase& one) {
    MigrationRow row;
    row.item = teller.item_name(one.item);
    row.body = teller.body_name(one.office);
    row.number_shown = grouped_number(one.number);
    row.url = matter_url(one.number);
    row.from = one.from;
    if (one.refusal) row.why = teller.pages().site.texts().error_text(*one.refusal, teller.locale());
    for (const MovedPeriod& period : one.moved)
        row.moved.push_back(
            {texts.clock(teller.locale(), period.clock), period.before.iso(), period.after.iso()});
    return row;
}

// What the last press did, as it stands in the address; anything else is not shown.
std::string done_before(const web::Request& request) {
    const std::string_view typed = request.query("done");
    const bool number = !typed.empty() && typed.size() <= 2 &&
                        std::all_of(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; });
    return number ? std::string(typed) : std::string();
}

std::string address_of(std::string_view process) {
    return "/definitions/process/" + std::string(process) + "/migrate";
}

}  // namespace

Answer show_migration(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    TRY(identity::authorise(reading, "catalog.approve"));
    const Teller teller(pages, reading, request);
    const MigrationPlan plan = TRY(plan_migration(reading, pages.practice, request.param("id"), kCasesShown));
    const catalog::ProcessText* newest = teller.catalogue().find_process(plan.process);
    CHECK(newest != nullptr);
    const auto texts = TRY(pages.wordings.of(*newest));
    MigrationModel model;
    model.name = teller.process_name(plan.process);
    model.to = plan.to;
    model.definition_url = "/definitions/" + plan.process;
    model.action_url = address_of(plan.process);
    model.open = text::integer(plan.open);
    model.tried = text::integer(plan.tried);
    model.moved = text::integer(plan.moved);
    model.cannot = text::integer(plan.cannot);
    model.is_part = plan.tried < plan.open;
    const std::int64_t ready = std::min<std::int64_t>(plan.tried - plan.cannot, kMigratedPerAct);
    if (ready > 0) model.next = text::integer(ready);
    model.done = done_before(request);
    model.reason = request.typed("reason");
    model.errors = pages.site.errors(request);
    model.reason_error = web::error_of(model.errors, "reason");
    for (const MigrationCase& one : plan.cases) model.cases.push_back(row_of(teller, *texts, one));
    return pages.site.page(request, "casework/migration", model, teller.text("migration.h1"));
}

Answer apply_migration(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const std::string reason = form.lines("reason", {web::Need::Required, kReasonMax, 2});
    if (!form.fits()) return form.refusal();
    const std::string process(request.param("id"));
    const int done = TRY(migrate_next(act, pages.practice, process, reason));
    return http::see_other(address_of(process) + "?done=" + std::to_string(done));
}

void add_migration_pages(web::Site& site) {
    site.add<MigrationModel>("casework/migration");
}

}  // namespace casework
