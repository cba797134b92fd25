#include "casework/case_verbs.h"

#include "casework/limits.h"
#include "identity/person.h"
#include "text/identifiers.h"
#include "text/mask.h"

#include <algorithm>

namespace casework {

std::string subject_of(std::string_view number) {
    return "matter/" + std::string(number);
}

namespace {

base::Result<Code> code_of(std::string_view text) {
    if (text.empty()) return Code();
    return Code::parse(text);
}

base::Result<VaultRef> seal_text(identity::Act& act, const std::string& subject, std::string_view text) {
    if (text.empty()) return VaultRef();
    return act.seal({subject, text, {}, {}});
}

base::Result<std::vector<HandedIn>> seal_materials(identity::Act& act, const std::string& subject,
                                                   const std::vector<NewMaterial>& materials) {
    std::vector<HandedIn> sealed;
    for (const NewMaterial& material : materials) {
        HandedIn& paper = sealed.emplace_back();
        paper.material = TRY(Code::parse(material.material));
        paper.form = TRY(Code::parse(material.form));
        paper.file = TRY(seal_text(act, subject, material.record));
    }
    return sealed;
}

base::Result<std::vector<Evidence>> seal_evidence(identity::Act& act, const std::string& subject,
                                                  const std::vector<TypedEvidence>& typed) {
    std::vector<Evidence> sealed;
    for (const TypedEvidence& evidence : typed) {
        if (evidence.text.empty()) continue;
        Evidence& kept = sealed.emplace_back();
        kept.slot = TRY(Code::parse(evidence.slot));
        kept.item = TRY(seal_text(act, subject, evidence.text));
    }
    return sealed;
}

void pin_versions(identity::Act& act, const Handling& handling) {
    act.pin("cal", handling.days->pin());
    act.pin("item", handling.item->code + "@" + std::to_string(handling.item->version) + "#" +
                        handling.item->digest.hex().substr(0, 8));
    act.pin("process", handling.process_text->pin());
}

}  // namespace

base::Result<Filed> file_case(identity::Act& act, const Practice& practice, std::string_view item,
                              const NewCase& wanted) {
    if (wanted.channel == "hall") TRY(identity::authorise(act, "casework.receive"));
    const Handling handling = TRY(practice.for_item(item));
    const Date today = act.now.date();
    const std::int64_t serial = TRY(last_serial(act.db, handling.item->body, today)) + 1;
    const auto number = TRY(
        text::CaseNumber::compose({act.office.region, handling.item->body, today, static_cast<int>(serial)}));
    const std::string subject = subject_of(number.text());

    Filing filing;
    filing.number = Code::of(number.text());
    filing.serial = serial;
    filing.channel = TRY(Code::parse(wanted.channel));
    filing.applicant_kind = TRY(Code::parse(wanted.applicant_kind));
    filing.applicant_person = wanted.applicant_person;
    filing.scenario = TRY(code_of(wanted.scenario));
    filing.delivery = TRY(code_of(wanted.delivery));
    const std::string caption =
        wanted.applicant_kind == "person" ? text::mask_person(wanted.applicant_name) : wanted.applicant_name;
    filing.applicant = TRY(
        act.seal({subject,
                  wanted.applicant,
                  caption,
                  {store::index_term(wanted.applicant_name), store::index_term(wanted.applicant_number)}}));
    filing.answers = TRY(seal_text(act, subject, wanted.answers));
    filing.materials = TRY(seal_materials(act, subject, wanted.materials));

    const Received received = TRY(decide_filing(handling.pinned(), filing, act.now));
    pin_versions(act, handling);
    if (wanted.channel == "hall") act.acting(practice.hall(), "window");
    TRY(act.record(subject, received));
    return Filed{number.text(), inquiry_code(act, number.text())};
}

namespace {

// The desk of one open step, and the person's standing at it. role@relation of the definition is the
// authorisation.
base::Result<Acting> acting_on(const identity::Act& act, const MatterRow& matter, const Handling& handling,
                               const StepChoice& choice, Standing standing) {
    Acting acting;
    acting.person = act.actor.person;
    for (const DeskRow& row : TRY(list_open_steps(act.db, matter.number))) {
        if (row.step != choice.step || (!choice.member.empty() && row.member != choice.member)) continue;
        if (standing == Standing::Applicant) {
            if (!row.office.empty())
                return base::Error(base::ErrorCode::Forbidden, "step.not_yours", choice.step);
            acting.role = Code::of("applicant");
            return acting;
        }
        if (row.office.empty() || !act.actor.has_role(row.role, row.office)) continue;
        acting.role = Code::of(row.role);
        acting.office = Code::of(row.office);
        return acting;
    }
    if (act.actor.person.empty() && standing == Standing::Official) {
        return base::Error(base::ErrorCode::SignInFirst, "error.sign_in_first");
    }
    if (standing == Standing::Official && !may_read(act.actor, matter, handling))
        return base::Error(base::ErrorCode::Forbidden, "matter.not_yours");
    // Either it is not open any more or it lies on another desk: both are said the same way to whoever may
    // read the matter.
    return base::Error(base::ErrorCode::Conflict, "step.not_on_your_desk", choice.step);
}

// services.md 5: a clerk cannot ask for a material that the pinned guide does not list.
base::Result<> only_from_the_guide(const Handling& handling, const StepChoice& choice) {
    for (const std::string& material : choice.asked) {
        if (handling.item->find_material(material) == nullptr) {
            return base::Error(base::ErrorCode::Forbidden, kNotInGuide).with("material", material);
        }
    }
    return base::Done{};
}

base::Result<StepRequest> step_request(identity::Act& act, const std::string& subject,
                                       const StepChoice& choice) {
    StepRequest request;
    request.step = TRY(Code::parse(choice.step));
    request.outcome = TRY(Code::parse(choice.outcome));
    request.evidence = TRY(seal_evidence(act, subject, choice.evidence));
    for (const std::string& fact : choice.facts) {
        const Code code = TRY(Code::parse(fact));
        request.facts.push_back({code, 0, 1});
    }
    for (const std::string& material : choice.asked) {
        const Code code = TRY(Code::parse(material));
        request.asked.push_back(code);
    }
    request.materials = TRY(seal_materials(act, subject, choice.materials));
    request.cosigned = choice.cosigned;
    request.channel = TRY(code_of(choice.channel));
    request.reason = TRY(seal_text(act, subject, choice.reason));
    return request;
}

base::Result<> run_effects(identity::Act& act, const Practice& practice, const Handling& handling,
                           const EffectContext& context, const StepChoice& choice) {
    const int slot = handling.process->find_step(choice.step);
    CHECK(slot >= 0);
    const Step& step = handling.process->steps[static_cast<std::size_t>(slot)];
    const int outcome = Process::find_outcome(step, choice.outcome);
    CHECK(outcome >= 0);
    for (const std::string& name : step.outcomes[static_cast<std::size_t>(outcome)].effects) {
        const EffectRow* effect = practice.find_effect(name);
        CHECK(effect != nullptr);  // checked when the definition was activated
        TRY(effect->run(act, context));
    }
    return base::Done{};
}

}  // namespace

base::Result<> do_step(identity::Act& act, const Practice& practice, std::string_view number,
                       Standing standing, const StepChoice& choice) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const Acting acting = TRY(acting_on(act, matter, handling, choice, standing));
    TRY(only_from_the_guide(handling, choice));
    const std::string subject = subject_of(number);
    const StepRequest request = TRY(step_request(act, subject, choice));
    const StepEvent event = TRY(decide_step(handling.pinned(), matter.state, request, acting, act.now));
    pin_versions(act, handling);
    if (standing == Standing::Official)
        act.acting(acting.office.text(), acting.role.text());
    else
        act.acting("", "applicant");
    TRY(std::visit([&](const auto& decided) { return act.record(subject, decided); }, event));
    return run_effects(act, practice, handling, {matter, *handling.item, subject, choice.outcome}, choice);
}

base::Result<> record_breach(identity::Act& act, const Practice& practice, std::string_view number,
                             const StepChoice& choice) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const Acting acting = TRY(acting_on(act, matter, handling, choice, Standing::Official));
    std::string asked;
    for (const std::string& material : choice.asked) {
        if (handling.item->find_material(material) == nullptr)
            asked += (asked.empty() ? "" : ", ") + material;
    }
    GuideBreached breach;
    breach.step = TRY(Code::parse(choice.step));
    breach.slot = handling.process->find_step(choice.step);
    breach.member = TRY(code_of(choice.member));
    breach.asked = TRY(seal_text(act, subject_of(number), asked));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    return act.record(subject_of(number), breach);
}

base::Result<> claim_step(identity::Act& act, const Practice& practice, std::string_view number,
                          std::string_view step, std::string_view member) {
    const MatterRow matter = TRY(load_matter(act, number));
    StepChoice choice;
    choice.step = step;
    choice.member = member;
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const Acting acting = TRY(acting_on(act, matter, handling, choice, Standing::Official));
    const Code code = TRY(Code::parse(step));
    const StepClaimed claimed = TRY(decide_claim(handling.pinned(), matter.state, code, acting));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    return act.record(subject_of(number), claimed);
}

namespace {

// Acting for a rule's role@relation outside an open step: extensions, special procedures.
base::Result<Acting> acting_for(const identity::Act& act, const Handling& handling, const Who& who) {
    Acting acting;
    acting.person = act.actor.person;
    const ItemTerms& terms = *handling.terms;
    const Code& office = who.relation == Relation::Hall        ? terms.hall
                         : who.relation == Relation::RegionGov ? terms.government
                                                               : terms.office;
    if (!act.actor.has_role(who.role, office.text())) {
        return base::Error(base::ErrorCode::Forbidden, "step.not_on_your_desk", who.role);
    }
    acting.role = Code::of(who.role);
    acting.office = office;
    return acting;
}

}  // namespace

base::Result<> open_procedure(identity::Act& act, const Practice& practice, std::string_view number,
                              std::string_view step, Date until, const std::vector<TypedEvidence>& evidence) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const int slot = handling.process->find_step(step);
    if (slot < 0) return base::Error(base::ErrorCode::NotFound, "step.unknown", step);
    const Acting acting =
        TRY(acting_for(act, handling, handling.process->steps[static_cast<std::size_t>(slot)].who));
    OpenRequest request;
    request.step = TRY(Code::parse(step));
    request.until = until;
    request.evidence = TRY(seal_evidence(act, subject_of(number), evidence));
    const OpenEvent event = TRY(decide_open(handling.pinned(), matter.state, request, acting, act.now));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    return std::visit([&](const auto& decided) { return act.record(subject_of(number), decided); }, event);
}

base::Result<> extend_deadline(identity::Act& act, const Practice& practice, std::string_view number,
                               std::string_view clock, const std::vector<TypedEvidence>& evidence) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const int slot = handling.process->find_deadline(clock);
    if (slot < 0) return base::Error(base::ErrorCode::NotFound, "deadline.unknown", clock);
    const Deadline& rule = handling.process->deadlines[static_cast<std::size_t>(slot)];
    if (!rule.extend.allowed) return base::Error(base::ErrorCode::Conflict, "deadline.not_extendable", clock);
    const Acting acting = TRY(acting_for(act, handling, rule.extend.who));
    ExtensionRequest request;
    request.clock = TRY(Code::parse(clock));
    request.evidence = TRY(seal_evidence(act, subject_of(number), evidence));
    const Extended extended =
        TRY(decide_extension(handling.pinned(), matter.state, request, acting, act.now));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    return act.record(subject_of(number), extended);
}

base::Result<> withdraw_case(identity::Act& act, const Practice& practice, std::string_view number,
                             std::string_view reason) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const VaultRef sealed = TRY(seal_text(act, subject_of(number), reason));
    const Withdrawn withdrawn = TRY(decide_withdrawal(handling.pinned(), matter.state, sealed, act.now));
    pin_versions(act, handling);
    act.acting("", "applicant");
    return act.record(subject_of(number), withdrawn);
}

base::Result<int> deem_due(identity::Act& act, const Practice& practice, int limit) {
    int deemed = 0;
    for (const std::string& number : TRY(list_silent(act.db, act.now, limit))) {
        const MatterRow matter = TRY(load_matter(act, number));
        const Handling handling = TRY(practice.for_matter(act.db, matter));
        for (std::size_t clock = 0; clock < handling.process->deadlines.size(); ++clock) {
            if (!handling.process->deadlines[clock].deem.allowed) continue;
            auto accepted = decide_deemed(handling.pinned(), matter.state, clock, act.now);
            if (!accepted.ok()) continue;  // not due, or already answered
            pin_versions(act, handling);
            TRY(act.record(subject_of(number), accepted.value(), matter.state.clock(clock).due_at));
            ++deemed;
            break;
        }
        if (deemed >= ledger::kEventsPerActMax) break;
    }
    return deemed;
}

base::Result<MatterRow> load_matter(const identity::Reading& reading, std::string_view number) {
    auto found = TRY(find_matter(reading.db, number));
    if (!found) return base::Error(base::ErrorCode::NotFound, "matter.not_found");
    return std::move(*found);
}

std::string inquiry_code(const identity::Reading& reading, std::string_view number) {
    return reading.office.vault.keys().inquiry_code(subject_of(number));
}

base::Result<bool> code_fits(const identity::Reading& reading, std::string_view number,
                             std::string_view code) {
    // The same work for an unknown number, so that numbers cannot be told by the time an answer takes.
    const bool fits = base::equal_in_constant_time(code, inquiry_code(reading, number));
    const auto found = TRY(find_matter(reading.db, number));
    return fits && found.has_value();
}

std::vector<Desk> desks_of(const identity::Actor& actor) {
    std::vector<Desk> desks;
    for (const identity::Grant& grant : actor.grants) {
        const bool known = std::any_of(desks.begin(), desks.end(), [&](const Desk& desk) {
            return desk.role == grant.role && desk.office == grant.body;
        });
        if (!known && !grant.body.empty() && desks.size() < kDesksMax)
            desks.push_back({grant.role, grant.body});
    }
    return desks;
}

bool may_read(const identity::Actor& actor, const MatterRow& matter, const Handling& handling) {
    if (actor.may("supervision.read")) return true;
    if (actor.may("casework.read", matter.office) || actor.may("casework.read", handling.terms->hall.text()))
        return true;
    return std::any_of(handling.terms->joint.begin(), handling.terms->joint.end(),
                       [&](const Code& body) { return actor.may("casework.read", body.text()); }) ||
           actor.may("casework.read", handling.terms->government.text());
}

std::vector<identity::RightRow> casework_rights() {
    return {{"casework.receive", "Take in applications at a window."},
            {"casework.check", "Accept, refuse or ask once for what is missing."},
            {"casework.review", "Examine a matter and give an opinion."},
            {"casework.decide", "Grant or refuse."},
            {"casework.deliver", "Hand over results."},
            {"casework.read", "Read matters of the body."},
            {"casework.extend", "Extend a legal period once."}};
}

}  // namespace casework
