// /desk/matters/{number}/steps/{step}[/{member}]: one open step. The definition says what may come of it and
// what each outcome needs; a decision and a delivery have pages of their own, made from the same form.

#include "casework/decision_pages.h"
#include "casework/handler_pages.h"
#include "crypto/password.h"
#include "identity/person.h"
#include "identity/sign_in.h"

#include <algorithm>
#include <charconv>

namespace casework {

namespace {

struct EarlierRow {
    std::string time, step, who, opinion;
    void fields(auto& visit) {
        visit("time", time), visit("step", step), visit("who", who), visit("opinion", opinion);
    }
};

struct StepModel {
    MatterHead head;
    std::string step, action_url, claim_url, outcome_error, second_error, standard, basis_text;
    bool can_claim = false, needs_second = false, second_required = false;
    std::vector<SheetRow> preview_letter;
    std::vector<web::FormError> errors;
    std::vector<OutcomeRow> outcomes;
    std::vector<OptionRow> seconds;
    std::vector<ClockRow> deadlines;
    std::vector<MaterialRow> materials;
    std::vector<EarlierRow> earlier;
    void fields(auto& visit) {
        visit("", head), visit("step", step), visit("action_url", action_url), visit("claim_url", claim_url);
        visit("outcome_error", outcome_error), visit("second_error", second_error),
            visit("standard", standard);
        visit("basis_text", basis_text), visit("can_claim", can_claim), visit("needs_second", needs_second);
        visit("second_required", second_required), visit("preview_letter", preview_letter),
            visit("errors", errors);
        visit("outcomes", outcomes), visit("seconds", seconds), visit("deadlines", deadlines);
        visit("materials", materials), visit("earlier", earlier);
    }
};

std::vector<EarlierRow> earlier_rows(const Teller& teller, const MatterFile& file) {
    std::vector<EarlierRow> rows;
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend(); ++one) {
        if (one->turn.step.empty() || one->is(StepClaimed::kKind.name)) continue;
        std::string opinion = opinion_of(teller, *one);
        if (opinion.empty()) continue;
        rows.push_back({teller.moment(one->at), file.texts->step(teller.locale(), one->turn.step.text()),
                        teller.doer(*one), std::move(opinion)});
    }
    return rows;
}

// Colleagues at the same desk, for a second signature. 许可法 34: two or more verify on the spot.
base::Result<std::vector<OptionRow>> colleagues(const Teller& teller, const Stand& stand) {
    std::vector<OptionRow> rows;
    const std::string_view chosen = teller.request().typed("second");
    for (const identity::Official& official : TRY(identity::list_officials(teller.reading().db))) {
        if (official.person == teller.reading().actor.person || official.absent) continue;
        const bool here =
            std::any_of(official.roles.begin(), official.roles.end(), [&](const identity::RoleRow& role) {
                return role.role == stand.open.role && role.body == stand.open.office;
            });
        const std::string value = std::to_string(official.person.number());
        if (here) rows.push_back({value, official.name, value == chosen});
    }
    return rows;
}

// What the step looks at, in the words of the process: standard.<step>; without them, the article alone.
void fill_standard(StepModel& model, const Teller& teller, const Stand& stand) {
    const std::string* own = stand.texts->find(teller.locale(), "standard." + stand.step->name);
    model.standard = own != nullptr ? *own : teller.text("step.standard_plain");
    model.basis_text = teller.basis(stand.handling.process->basis);
    for (const Deadline& rule : stand.handling.process->deadlines) {
        const ClockState& clock = stand.matter.state.clock(
            static_cast<std::size_t>(&rule - stand.handling.process->deadlines.data()));
        if (clock.running()) model.basis_text = teller.basis(rule.basis);
    }
}

Answer show_plain_step(const Teller& teller, const MatterFile& file, const Stand& stand,
                       std::vector<SheetRow> preview) {
    const web::Request& request = teller.request();
    StepModel model;
    model.head = teller.head(file);
    model.step = stand.texts->step(teller.locale(), stand.step->name);
    if (!stand.open.member.empty()) {
        model.step = teller.text("step.of_member",
                                 {{"step", model.step}, {"member", teller.body_name(stand.open.member)}});
    }
    model.action_url = step_url(stand.matter.number, stand.step->name, stand.open.member);
    model.claim_url = model.action_url + "/claim";
    model.can_claim = stand.open.claimed_by.empty();
    model.errors = teller.pages().site.errors(request);
    model.outcome_error = web::error_of(model.errors, "outcome");
    model.preview_letter = std::move(preview);
    if (!model.can_claim) {
        const std::string typed(request.typed("outcome"));
        const std::string chosen = typed.empty() ? std::string(request.query("outcome")) : typed;
        model.outcomes = StepForm(teller, stand).outcomes(StepForm::Which::Every, chosen);
    }
    model.needs_second = stand.step->signatures > 1;
    model.second_required = model.needs_second && stand.step->signatures_if.empty();
    model.second_error = web::error_of(model.errors, "second");
    if (model.needs_second) model.seconds = TRY(colleagues(teller, stand));
    fill_standard(model, teller, stand);
    model.deadlines = teller.clocks(file);
    model.materials = teller.materials(file);
    model.earlier = earlier_rows(teller, file);
    return teller.pages().site.page(request, "casework/step", model, model.step);
}

// Handing over and nothing else: it has a page of its own, with ways and receiver.
bool is_delivery(const Step& step) {
    const Outcome& first = step.outcomes.front();
    return step.outcomes.size() == 1 && first.records == Records::Delivered && first.needs.empty() &&
           first.sets.empty();
}

// A decision, or sending it back: it has a page of its own, with opinions and letters side by side.
bool is_decision(const Step& step) {
    const auto decides = [](const Outcome& outcome) { return outcome.records == Records::Decided; };
    const auto fits = [](const Outcome& outcome) {
        return outcome.records == Records::Decided || outcome.records == Records::StepDone;
    };
    return std::any_of(step.outcomes.begin(), step.outcomes.end(), decides) &&
           std::all_of(step.outcomes.begin(), step.outcomes.end(), fits);
}

Answer show_with(const CasePages& pages, const identity::Reading& reading, const web::Request& request,
                 std::vector<SheetRow> preview) {
    const Teller teller(pages, reading, request);
    const Stand stand = TRY(stand_at(reading, pages, request));
    const MatterFile file = TRY(open_file(reading, pages.bench(), stand.matter.number));
    if (!stand.open.claimed_by.empty() && stand.open.claimed_by != reading.actor.person) {
        return base::Error(base::ErrorCode::Conflict, "step.claimed_already")
            .with("name", teller.person_name(stand.open.claimed_by));
    }
    const bool claimed = !stand.open.claimed_by.empty();
    const std::string_view wanted = request.query("outcome");
    const int index = Process::find_outcome(*stand.step, wanted);
    const bool other =
        index >= 0 && stand.step->outcomes[static_cast<std::size_t>(index)].records == Records::StepDone;
    if (claimed && is_delivery(*stand.step)) return show_delivery(teller, file, stand);
    if (claimed && is_decision(*stand.step) && !other) {
        return show_decision(teller, file, stand, std::move(preview));
    }
    return show_plain_step(teller, file, stand, std::move(preview));
}

}  // namespace

Answer show_step(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    return show_with(pages, reading, request, {});
}

// The letters as they would be issued; nothing is recorded.
Answer preview_step(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const Stand stand = TRY(stand_at(reading, pages, request));
    web::FormReader form(request.form);
    auto choice = read_choice(stand, request, form, reading.now);
    if (!choice.ok() || choice.value().outcome.empty()) return show_with(pages, reading, request, {});
    const int index = Process::find_outcome(*stand.step, choice.value().outcome);
    const Outcome& outcome = stand.step->outcomes[static_cast<std::size_t>(index)];
    const auto turn = StepForm(teller, stand).foretell_outcome(outcome);
    if (!turn.ok()) return show_with(pages, reading, request, {});
    const MatterFile file = TRY(open_file(reading, pages.bench(), stand.matter.number));
    return show_with(pages, reading, request, preview_of(teller, file, choice.value(), turn.value()));
}

Answer claim(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const Stand stand = TRY(stand_at(act, pages, request));
    TRY(claim_step(act, pages.practice, stand.matter.number, stand.step->name, stand.open.member));
    return http::see_other(step_url(stand.matter.number, stand.step->name, stand.open.member));
}

// Whoever signs second proves it with the own password, at the same desk. The password is checked outside the
// act.
base::Result<std::any> prove_second(const CasePages&, const identity::Reading& reading,
                                    const web::Request& request) {
    std::int64_t number = 0;
    const std::string_view typed = request.field("second");
    std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (number == 0) return std::any(PersonId());
    const auto official = TRY(identity::find_official(reading.db, PersonId(number)));
    const base::Error wrong = base::Error(base::ErrorCode::Invalid, "step.second_wrong").at("second");
    if (!official) return wrong;
    const auto check = TRY(identity::find_password(reading, official->login));
    const auto match = TRY(crypto::verify_password(check.hash, request.field("second_password")));
    if (match != crypto::PasswordMatch::Right || check.locked || check.person != official->person)
        return wrong;
    return std::any(official->person);
}

namespace {

// Every refusal leads to a field that is on the page.
base::Error at_its_field(base::Error error) {
    if (error.text_key() == "casework.signatures_missing") return std::move(error).at("second");
    return error.field().empty() ? std::move(error).at("outcome") : std::move(error);
}

}  // namespace

base::Result<> keep_breach(const CasePages& pages, identity::Act& act, const web::Request& request,
                           const StepChoice& choice, const base::Error& why) {
    if (why.text_key() != kNotInGuide) return base::Done{};
    TRY(record_breach(act, pages.practice, request.param("number"), choice));
    request.kept_refusal = base::Error(why).at("outcome");
    return base::Done{};
}

Answer submit_step(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const Stand stand = TRY(stand_at(act, pages, request));
    web::FormReader form(request.form);
    StepChoice choice = TRY(read_choice(stand, request, form, act.now));
    if (is_delivery(*stand.step)) read_delivery(request, form, choice);
    if (!form.fits()) return form.refusal();
    if (request.prepared.has_value()) {
        const PersonId second = request.prepared_as<PersonId>();
        if (!second.empty()) choice.cosigned.push_back(second);
    }
    auto done = do_step(act, pages.practice, stand.matter.number, Standing::Official, choice);
    if (!done.ok()) TRY(keep_breach(pages, act, request, choice, done.error()));
    if (request.kept_refusal) return http::see_other(matter_url(stand.matter.number));
    if (!done.ok()) return at_its_field(done.take_error());
    pages.site.public_changed();
    return http::see_other(matter_url(stand.matter.number));
}

void add_step_pages(web::Site& site) {
    site.add<StepModel>("casework/step");
    add_decision_pages(site);
}

}  // namespace casework
