// Special procedures whose time is not counted (许可法 45) and the one extension of a legal period (许可法
// 42). Both are told to the applicant in writing; both use the form of a step.

#include "casework/clock_ground.h"
#include "casework/form_pages.h"
#include "casework/handler_pages.h"

#include <algorithm>

namespace casework {

namespace {

struct ProcedureModel {
    MatterHead head;
    std::string h1, note, action_url, outcome_error;
    std::vector<web::FormError> errors;
    std::vector<OutcomeRow> outcomes;
    std::vector<ClockRow> deadlines;
    void fields(auto& visit) {
        visit("", head), visit("h1", h1), visit("note", note), visit("action_url", action_url);
        visit("outcome_error", outcome_error), visit("errors", errors), visit("outcomes", outcomes);
        visit("deadlines", deadlines);
    }
};

bool sits_at(const identity::Actor& actor, const MatterFile& file, const Who& who) {
    const Code office = office_of(file.handling.pinned(), file.matter.state, who, {});
    return !office.empty() && actor.has_role(who.role, office.text());
}

Stand stand_for(const MatterFile& file, const Step& step, const identity::Actor& actor) {
    Stand stand{file.matter, file.handling, file.texts, {}, 0, &step, {}};
    stand.slot = static_cast<std::size_t>(&step - file.handling.process->steps.data());
    stand.acting = {actor.person, Code::of(step.who.role),
                    office_of(file.handling.pinned(), file.matter.state, step.who, {})};
    return stand;
}

base::Result<Turn> rehearse(const Stand& stand, Date until, calendar::Instant now) {
    OpenRequest wanted;
    wanted.step = Code::of(stand.step->name);
    wanted.until = until;
    return foretell_opening(stand.handling.pinned(), stand.matter.state, wanted, stand.acting, now);
}

std::vector<const Step*> procedures_of(const Teller& teller, const MatterFile& file) {
    std::vector<const Step*> found;
    const calendar::Instant now = teller.reading().now;
    for (const Step& step : file.handling.process->steps) {
        if (!step.optional || step.each != Each::One || !sits_at(teller.reading().actor, file, step.who))
            continue;
        const Date tomorrow = file.handling.days->add(now.date(), {1, calendar::Unit::WorkingDays}).date;
        if (rehearse(stand_for(file, step, teller.reading().actor), tomorrow, now).ok())
            found.push_back(&step);
    }
    return found;
}

bool pauses_something(const Process& process, const Step& step) {
    const auto slot = static_cast<std::size_t>(&step - process.steps.data());
    return std::any_of(process.deadlines.begin(), process.deadlines.end(), [&](const Deadline& rule) {
        return std::any_of(rule.pauses.begin(), rule.pauses.end(),
                           [&](const PauseRule& pause) { return pause.step == slot; });
    });
}

OutcomeRow procedure_row(const Teller& teller, const MatterFile& file, const Step& step,
                         std::string_view chosen) {
    const Stand stand = stand_for(file, step, teller.reading().actor);
    const StepForm form(teller, stand);
    OutcomeRow row;
    row.outcome = step.name;
    row.outcome_name = file.texts->step(teller.locale(), step.name);
    const bool pauses = pauses_something(*file.handling.process, step);
    row.tells = teller.text(pauses ? "procedure.pauses" : "procedure.counts");
    row.is_checked = step.name == chosen;
    if (pauses)
        row.needs.push_back(form.need({"planned_end", Asked::Day, web::Need::Required, 10}, step.name));
    row.needs.push_back(form.need({"reasons", Asked::Long, web::Need::Required, 500}, step.name));
    const calendar::Instant now = teller.reading().now;
    const auto typed = Date::parse(teller.request().typed(field_of(step.name, "planned_end")));
    const Date until = typed.ok()
                           ? typed.value()
                           : file.handling.days->add(now.date(), {5, calendar::Unit::WorkingDays}).date;
    if (const auto turn = rehearse(stand, until, now); turn.ok())
        row.then = form.then(turn.value(), Show::Applicant);
    return row;
}

// Running periods that may still be put off, and by whom.
std::vector<const Deadline*> extendable(const Teller& teller, const MatterFile& file) {
    std::vector<const Deadline*> found;
    const Process& process = *file.handling.process;
    for (std::size_t slot = 0; slot < process.deadlines.size(); ++slot) {
        const Deadline& rule = process.deadlines[slot];
        const ClockState& clock = file.matter.state.clock(slot);
        if (!rule.extend.allowed || !clock.running() || clock.extension > 0 ||
            teller.reading().now >= clock.due_at)
            continue;
        if (sits_at(teller.reading().actor, file, rule.extend.who)) found.push_back(&rule);
    }
    return found;
}

OutcomeRow extension_row(const Teller& teller, const MatterFile& file, const Deadline& rule,
                         std::string_view chosen) {
    const Stand stand = stand_for(file, file.handling.process->steps.front(), teller.reading().actor);
    const StepForm form(teller, stand);
    const auto slot = static_cast<std::size_t>(&rule - file.handling.process->deadlines.data());
    const ClockState& clock = file.matter.state.clock(slot);
    OutcomeRow row;
    row.outcome = rule.name;
    row.outcome_name = file.texts->clock(teller.locale(), rule.name);
    row.tells = teller.text("extension.by",
                            {{"span", teller.span(rule.extend.by)}, {"basis", teller.basis(rule.basis)}});
    row.is_checked = rule.name == chosen || chosen.empty();
    for (const Code& slot_name : rule.extend.needs) {
        row.needs.push_back(form.need({slot_name.text(), Asked::Long, web::Need::Required, 500}, rule.name));
    }
    const Pinned pinned = file.handling.pinned();
    const ClockChange change = extend_clock(clock_within(pinned, file.matter.state, slot), rule, slot,
                                            days_of(pinned, file.matter.state, slot));
    row.then.push_back({"moves", row.outcome_name, {}, teller.day(change.due), teller.day(clock.due)});
    row.then.push_back({"told", teller.text("who.applicant"), {}, {}, {}});
    return row;
}

Answer show(const Teller& teller, const MatterFile& file, ProcedureModel model) {
    const web::Request& request = teller.request();
    model.head = teller.head(file);
    model.action_url = std::string(request.http.path);
    model.errors = teller.pages().site.errors(request);
    model.outcome_error = web::error_of(model.errors, "outcome");
    model.deadlines = teller.clocks(file);
    return teller.pages().site.page(request, "casework/procedure", model, model.h1);
}

}  // namespace

bool can_open_procedure(const Teller& teller, const MatterFile& file) {
    return !file.matter.ended && !procedures_of(teller, file).empty();
}

bool can_extend(const Teller& teller, const MatterFile& file) {
    return !file.matter.ended && !extendable(teller, file).empty();
}

Answer show_procedures(const CasePages& pages, const identity::Reading& reading,
                       const web::Request& request) {
    const Teller teller(pages, reading, request);
    const MatterFile file = TRY(open_file(reading, pages.bench(), request.param("number")));
    ProcedureModel model;
    model.h1 = teller.text("procedure.h1");
    model.note = teller.text("procedure.note");
    const std::string chosen(request.typed("outcome"));
    for (const Step* step : procedures_of(teller, file)) {
        model.outcomes.push_back(procedure_row(teller, file, *step, chosen));
    }
    return show(teller, file, std::move(model));
}

Answer submit_procedure(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const std::string number(request.param("number"));
    web::FormReader form(request.form);
    const base::Code step = form.code("outcome");
    if (!form.fits()) return form.refusal();
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(pages.practice.for_matter(act.db, matter));
    const int slot = handling.process->find_step(step.text());
    if (slot < 0) return base::Error(base::ErrorCode::Invalid, "step.choose_one").at("outcome");
    const bool pauses =
        pauses_something(*handling.process, handling.process->steps[static_cast<std::size_t>(slot)]);
    const auto until =
        pauses ? form.date(field_of(step.text(), "planned_end")) : std::optional<Date>(act.now.date());
    std::vector<TypedEvidence> evidence;
    evidence.push_back(
        {"reasons", form.lines(field_of(step.text(), "reasons"), {web::Need::Required, 500, 0})});
    if (!form.fits()) return form.refusal();
    TRY(open_procedure(act, pages.practice, number, step.text(), *until, evidence));
    pages.site.public_changed();
    return http::see_other(matter_url(number));
}

Answer show_extension(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const MatterFile file = TRY(open_file(reading, pages.bench(), request.param("number")));
    ProcedureModel model;
    model.h1 = teller.text("extension.h1");
    model.note = teller.text("extension.note");
    const std::string chosen(request.typed("outcome"));
    for (const Deadline* rule : extendable(teller, file)) {
        model.outcomes.push_back(extension_row(teller, file, *rule, chosen));
    }
    return show(teller, file, std::move(model));
}

Answer submit_extension(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const std::string number(request.param("number"));
    web::FormReader form(request.form);
    const base::Code clock = form.code("outcome");
    if (!form.fits()) return form.refusal();
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(pages.practice.for_matter(act.db, matter));
    const int slot = handling.process->find_deadline(clock.text());
    if (slot < 0) return base::Error(base::ErrorCode::Invalid, "step.choose_one").at("outcome");
    std::vector<TypedEvidence> evidence;
    for (const Code& need : handling.process->deadlines[static_cast<std::size_t>(slot)].extend.needs) {
        evidence.push_back(
            {need.text(), form.lines(field_of(clock.text(), need.text()), {web::Need::Required, 500, 0})});
    }
    if (!form.fits()) return form.refusal();
    TRY(extend_deadline(act, pages.practice, number, clock.text(), evidence));
    pages.site.public_changed();
    return http::see_other(matter_url(number));
}

void add_procedure_pages(web::Site& site) {
    site.add<ProcedureModel>("casework/procedure");
}

}  // namespace casework
