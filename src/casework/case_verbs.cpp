#include "casework/case_verbs.h"

#include "base/json.h"
#include "casework/case_follow.h"
#include "casework/figure_store.h"
#include "casework/happening.h"
#include "casework/limits.h"
#include "casework/told.h"
#include "identity/person.h"
#include "identity/roster.h"
#include "text/mask.h"

#include <algorithm>

namespace casework {

std::string subject_of(std::string_view number) {
    return "matter/" + std::string(number);
}

namespace {

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

base::Result<> may_begin(const identity::Act& act, const Handling& handling, std::string_view channel) {
    const bool inside = channel == "internal";
    if (handling.process->begun_inside() != inside)
        return base::Error(base::ErrorCode::Conflict, inside ? "item.begun_outside" : "item.begun_inside");
    if (!inside) return base::Done{};
    const Who& who = handling.process->steps.front().who;
    const Code office = office_of(handling.pinned(), CaseState(), who, {});
    if (act.actor.has_role(who.role, office.text())) return base::Done{};
    return base::Error(base::ErrorCode::Forbidden, "step.not_on_your_desk", who.role);
}

// R6: 补录. The journal keeps both moments: when it was recorded, and the day on which it happened.
calendar::Instant happened_at(const identity::Act& act, const Handling& handling, const Turn& turn) {
    const Date day = day_of_event(*handling.process, turn);
    const bool earlier = day.days != 0 && day < act.now.date();
    return earlier ? calendar::Instant::start_of(day) : calendar::Instant();
}

// An answer whose question has the name of a fact sets it.
base::Result<std::vector<FactSet>> facts_of_filing(const Process& process, const NewCase& wanted) {
    std::vector<FactSet> facts;
    const auto& sets = process.steps.front().outcomes.front().sets;
    if (sets.empty()) return facts;
    const base::Json answers = TRY(base::parse_json(wanted.answers.empty() ? "{}" : wanted.answers));
    const base::Json applicant = TRY(base::parse_json(wanted.applicant.empty() ? "{}" : wanted.applicant));
    for (const std::uint8_t slot : sets) {
        const Fact& fact = process.facts[slot];
        std::string_view typed = answers.string_or(fact.name);
        if (typed.empty()) typed = applicant.string_or(fact.name);
        if (typed.empty()) continue;
        const std::int64_t value = TRY(read_fact(fact, typed));
        facts.push_back({Code::of(fact.name), slot, value});
    }
    return facts;
}

}  // namespace

base::Result<Filed> file_case(identity::Act& act, const Practice& practice, std::string_view item,
                              const NewCase& wanted) {
    if (wanted.channel == "hall") TRY(identity::authorise(act, "casework.receive"));
    const Handling handling = TRY(practice.for_item(act.db, item));
    TRY(may_begin(act, handling, wanted.channel));
    Filing filing;
    TRY(number_filing(act, handling, filing));
    const std::string subject = subject_of(filing.number.text());
    filing.channel = TRY(Code::parse(wanted.channel));
    filing.applicant_kind = TRY(Code::parse(wanted.applicant_kind));
    filing.applicant_person = wanted.applicant_person;
    filing.scenario = TRY(code_or_none(wanted.scenario));
    filing.delivery = TRY(code_or_none(wanted.delivery));
    std::string caption =
        wanted.applicant_kind == "person" ? text::mask_person(wanted.applicant_name) : wanted.applicant_name;
    if (!wanted.caption.empty()) caption = wanted.caption;
    filing.applicant = TRY(act.seal(
        {subject, wanted.applicant, caption, terms_of(wanted.applicant_name, wanted.applicant_number)}));
    filing.answers = TRY(seal_text(act, subject, wanted.answers));
    filing.materials = TRY(seal_materials(act, subject, wanted.materials));
    filing.facts = TRY(facts_of_filing(*handling.process, wanted));
    set_county_facts(practice, handling, filing);

    const Received received = TRY(decide_filing(handling.pinned(), filing, act.now));
    pin_versions(act, handling);
    if (wanted.channel == "hall") act.acting(practice.hall(), "window");
    if (wanted.channel == "internal") {
        const Who& who = handling.process->steps.front().who;
        act.acting(office_of(handling.pinned(), CaseState(), who, {}).text(), who.role);
    }
    TRY(act.record(subject, received, happened_at(act, handling, received.turn)));
    TRY(follow(act, practice, handling, filing.number.text(), received.turn));
    return Filed{filing.number.text(), inquiry_code(act, filing.number.text())};
}

bool lies_with(const identity::Actor& actor, const DeskRow& row) {
    if (row.role == kHolderDesk) return holder_of(Code::of(row.office)) == actor.person;
    return !row.office.empty() && actor.has_role(row.role, row.office);
}

Acting acting_at(const identity::Actor& actor, const DeskRow& row, const MatterRow& matter,
                 const Handling& handling) {
    Acting acting;
    acting.person = actor.person;
    acting.role = Code::of(row.role);
    if (!row.office.empty()) acting.office = Code::of(row.office);
    if (row.role != kHolderDesk) return acting;
    const int slot = handling.process->find_step(row.step);
    CHECK(slot >= 0);
    const Who& who = handling.process->steps[static_cast<std::size_t>(slot)].who;
    acting.role = Code::of(who.role);
    acting.office = office_of(handling.pinned(), matter.state, who, {});
    return acting;
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
            if (row.role != "applicant")
                return base::Error(base::ErrorCode::Forbidden, "step.not_yours", choice.step);
            acting.role = Code::of("applicant");
            return acting;
        }
        if (!lies_with(act.actor, row)) continue;
        return acting_at(act.actor, row, matter, handling);
    }
    if (act.actor.person.empty() && standing == Standing::Official) {
        return base::Error(base::ErrorCode::SignInFirst, "error.sign_in_first");
    }
    if (standing == Standing::Official && !may_read(act, matter, handling))
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

base::Result<StepRequest> step_request(identity::Act& act, const Process& process, const std::string& subject,
                                       const StepChoice& choice) {
    StepRequest request;
    request.step = TRY(Code::parse(choice.step));
    request.outcome = TRY(Code::parse(choice.outcome));
    request.evidence = TRY(seal_evidence(act, subject, choice.evidence));
    for (const TypedFact& typed : choice.facts) {
        const Fact* fact = process.find_fact(typed.name);
        if (fact == nullptr) return base::Error(base::ErrorCode::Invalid, "casework.fact_bad", typed.name);
        const std::int64_t value = TRY(read_fact(*fact, typed.value));
        // Sentences stand in no fact: the lines of a list are sealed beside it.
        if (fact->type == FactType::List) {
            const VaultRef lines = TRY(seal_text(act, subject, typed.value));
            request.evidence.push_back({Code::of(fact->name), lines});
        }
        request.facts.push_back({Code::of(typed.name), fact - process.facts.data(), value});
    }
    for (const std::string& material : choice.asked) {
        const Code code = TRY(Code::parse(material));
        request.asked.push_back(code);
    }
    request.materials = TRY(seal_materials(act, subject, choice.materials));
    request.cosigned = choice.cosigned;
    request.channel = TRY(code_or_none(choice.channel));
    request.reason = TRY(seal_text(act, subject, choice.reason));
    return request;
}

// The entry that a correction names: the last one in which the step was done. 0: none is named.
base::Result<std::int64_t> entry_to_correct(const identity::Reading& reading, const Process& process,
                                            std::string_view number, const StepChoice& choice) {
    const int slot = process.find_step(choice.step);
    const Step& step = process.steps[static_cast<std::size_t>(std::max(0, slot))];
    const int index = Process::find_outcome(step, choice.outcome);
    if (slot < 0 || index < 0) return 0;
    const int corrects = step.outcomes[static_cast<std::size_t>(index)].corrects;
    std::int64_t found = 0;
    if (corrects < 0) return found;
    for (const Happening& one : TRY(list_happenings(reading.db, number)))
        if (!one.turn.outcome.empty() && one.turn.slot == corrects) found = one.seq;
    return found;
}

}  // namespace

base::Result<> do_step(identity::Act& act, const Practice& practice, std::string_view number,
                       Standing standing, const StepChoice& choice) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const Acting acting = TRY(acting_on(act, matter, handling, choice, standing));
    TRY(only_from_the_guide(handling, choice));
    const std::string subject = subject_of(number);
    StepRequest request = TRY(step_request(act, *handling.process, subject, choice));
    request.corrects = TRY(entry_to_correct(act, *handling.process, number, choice));
    const StepEvent event = TRY(decide_step(handling.pinned(), matter.state, request, acting, act.now));
    pin_versions(act, handling);
    if (standing == Standing::Official)
        act.acting(acting.office.text(), acting.role.text());
    else
        act.acting("", "applicant");
    const calendar::Instant happened = happened_at(act, handling, turn_of(event));
    TRY(std::visit([&](const auto& decided) { return act.record(subject, decided, happened); }, event));
    return follow(act, practice, handling, number, turn_of(event));
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
    breach.member = TRY(code_or_none(choice.member));
    breach.asked = TRY(seal_text(act, subject_of(number), asked));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    return act.record(subject_of(number), breach);
}

namespace {

// Whether the claim of whoever took the step up before still stands.
base::Result<Hold> hold_of(const identity::Act& act, const MatterRow& matter, const StepChoice& choice) {
    for (const DeskRow& row : TRY(list_open_steps(act.db, matter.number)))
        if (row.step == choice.step && row.member == choice.member)
            return TRY(claim_stands(act.db, row, act.now.date())) ? Hold::Stands : Hold::Lapsed;
    return Hold::Stands;
}

}  // namespace

base::Result<> claim_step(identity::Act& act, const Practice& practice, std::string_view number,
                          std::string_view step, std::string_view member) {
    const MatterRow matter = TRY(load_matter(act, number));
    StepChoice choice;
    choice.step = step;
    choice.member = member;
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const Acting acting = TRY(acting_on(act, matter, handling, choice, Standing::Official));
    const Code code = TRY(Code::parse(step));
    const Hold hold = TRY(hold_of(act, matter, choice));
    const StepClaimed claimed = TRY(decide_claim(handling.pinned(), matter.state, code, acting, hold));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    return act.record(subject_of(number), claimed);
}

namespace {

// Acting for a rule's role@relation outside an open step: extensions, special procedures.
base::Result<Acting> acting_for(const identity::Act& act, const MatterRow& matter, const Handling& handling,
                                const Who& who) {
    Acting acting;
    acting.person = act.actor.person;
    const Code office = office_of(handling.pinned(), matter.state, who, {});
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
        TRY(acting_for(act, matter, handling, handling.process->steps[static_cast<std::size_t>(slot)].who));
    OpenRequest request;
    request.step = TRY(Code::parse(step));
    request.until = until;
    request.evidence = TRY(seal_evidence(act, subject_of(number), evidence));
    const OpenEvent event = TRY(decide_open(handling.pinned(), matter.state, request, acting, act.now));
    pin_versions(act, handling);
    act.acting(acting.office.text(), acting.role.text());
    TRY(std::visit([&](const auto& decided) { return act.record(subject_of(number), decided); }, event));
    return follow(act, practice, handling, number,
                  std::visit([](const auto& decided) -> const Turn& { return decided.turn; }, event));
}

base::Result<> extend_deadline(identity::Act& act, const Practice& practice, std::string_view number,
                               std::string_view clock, const std::vector<TypedEvidence>& evidence) {
    const MatterRow matter = TRY(load_matter(act, number));
    const Handling handling = TRY(practice.for_matter(act.db, matter));
    const int slot = handling.process->find_deadline(clock);
    if (slot < 0) return base::Error(base::ErrorCode::NotFound, "deadline.unknown", clock);
    const Deadline& rule = handling.process->deadlines[static_cast<std::size_t>(slot)];
    if (!rule.extend.allowed) return base::Error(base::ErrorCode::Conflict, "deadline.not_extendable", clock);
    const Acting acting = TRY(acting_for(act, matter, handling, rule.extend.who));
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
    TRY(act.record(subject_of(number), withdrawn));
    return follow(act, practice, handling, number, withdrawn.turn);
}

base::Result<Migrated> rehearse_migration(const identity::Reading& reading, const Practice& practice,
                                          const MatterRow& matter) {
    const Handling from = TRY(practice.for_matter(reading.db, matter));
    const Handling to = TRY(practice.for_newest(reading.db, matter));
    return decide_migration(from.pinned(), to.pinned(), matter.state, reading.now);
}

base::Result<Migrated> migrate_case(identity::Act& act, const Practice& practice, std::string_view number,
                                    std::string_view reason) {
    TRY(identity::authorise(act, "catalog.approve"));
    const MatterRow matter = TRY(load_matter(act, number));
    Migrated migrated = TRY(rehearse_migration(act, practice, matter));
    migrated.reason = TRY(seal_text(act, subject_of(number), reason));
    if (migrated.reason.empty())
        return base::Error(base::ErrorCode::Invalid, "casework.evidence_missing")
            .with("slot", "reasons")
            .at("reason");
    const Handling newest = TRY(practice.for_newest(act.db, matter));
    pin_versions(act, newest);
    TRY(act.record(subject_of(number), migrated));
    return migrated;
}

base::Result<int> deem_due(identity::Act& act, const Practice& practice, int limit) {
    int deemed = 0;
    for (const std::string& number : TRY(list_silent(act.db, act.now, limit))) {
        const MatterRow matter = TRY(load_matter(act, number));
        const Handling handling = TRY(practice.for_matter(act.db, matter));
        for (std::size_t clock = 0; clock < handling.process->deadlines.size(); ++clock) {
            if (!handling.process->deadlines[clock].deem.allowed) continue;
            auto event = decide_deemed(handling.pinned(), matter.state, clock, act.now);
            if (!event.ok()) continue;  // not due, or already answered
            pin_versions(act, handling);
            TRY(std::visit(
                [&](const auto& decided) {
                    return act.record(subject_of(number), decided, matter.state.clock(clock).due_at);
                },
                event.value()));
            TRY(follow(act, practice, handling, number, turn_of(event.value())));
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

namespace {

// 许可法 42: who may put a running period off has to see what for.
bool may_extend_some(const identity::Actor& actor, const MatterRow& matter, const Handling& handling) {
    for (std::size_t slot = 0; slot < handling.process->deadlines.size(); ++slot) {
        const ExtensionRule& rule = handling.process->deadlines[slot].extend;
        if (!rule.allowed || !matter.state.clock(slot).running()) continue;
        const Code office = office_of(handling.pinned(), matter.state, rule.who, {});
        if (!office.empty() && actor.has_role(rule.who.role, office.text())) return true;
    }
    return false;
}

// A step of the matter lies with the actor or at his body now, or he did one.
bool sits_or_sat(const identity::Reading& reading, std::string_view number) {
    if (!reading.actor.is_staff) return false;
    const auto open = list_open_steps(reading.db, number);
    if (open.ok() && std::any_of(open.value().begin(), open.value().end(), [&](const DeskRow& row) {
            return lies_with(reading.actor, row) || reading.actor.may("casework.read", row.office);
        }))
        return true;
    const auto did = has_acted(reading.db, reading.actor.person, number);
    return did.ok() && did.value();
}

}  // namespace

base::Result<bool> claim_stands(const store::Reader& db, const DeskRow& row, Date today) {
    if (row.claimed_by.empty() || row.role == kHolderDesk) return true;
    return identity::fills_post(db, row.claimed_by, {row.role, row.office}, today);
}

base::Result<std::vector<DeskRow>> open_steps_today(const identity::Reading& reading,
                                                    std::string_view number) {
    std::vector<DeskRow> open = TRY(list_open_steps(reading.db, number));
    for (DeskRow& row : open)
        if (!TRY(claim_stands(reading.db, row, reading.now.date()))) row.claimed_by = {};
    return open;
}

std::vector<Desk> desks_of(const identity::Actor& actor) {
    std::vector<Desk> desks;
    if (!actor.person.empty()) desks.push_back({std::string(kHolderDesk), holder_code(actor.person).text()});
    for (const identity::Grant& grant : actor.grants) {
        const bool known = std::any_of(desks.begin(), desks.end(), [&](const Desk& desk) {
            return desk.role == grant.role && desk.office == grant.body;
        });
        if (!known && !grant.body.empty() && desks.size() < kDesksMax)
            desks.push_back({grant.role, grant.body});
    }
    return desks;
}

bool may_read(const identity::Reading& reading, const MatterRow& matter, const Handling& handling) {
    const identity::Actor& actor = reading.actor;
    if (actor.may("supervision.read")) return true;
    if (actor.may("casework.read", matter.office) || actor.may("casework.read", handling.terms->hall.text()))
        return true;
    for (const FactValue& fact : matter.state.facts) {
        const bool body = handling.process->facts[static_cast<std::size_t>(fact.slot)].type == FactType::Body;
        if (body && actor.may("casework.read", body_of_fact(fact.value).text())) return true;
    }
    const auto& joint = handling.terms->joint;
    if (std::any_of(joint.begin(), joint.end(),
                    [&](const Code& body) { return actor.may("casework.read", body.text()); }))
        return true;
    return may_extend_some(actor, matter, handling) || sits_or_sat(reading, matter.number);
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
