#include "casework/case_follow.h"

#include "base/json.h"
#include "casework/case_verbs.h"
#include "casework/happening.h"
#include "text/identifiers.h"

#include <algorithm>

namespace casework {

using base::Result;

void pin_versions(identity::Act& act, const Handling& handling) {
    act.pin("cal", handling.days->pin());
    act.pin("item", handling.item->code + "@" + std::to_string(handling.item->version) + "#" +
                        handling.item->digest.hex().substr(0, 8));
    act.pin("process", handling.process_text->pin());
}

std::vector<std::string> terms_of(std::string_view name, std::string_view number) {
    std::vector<std::string> terms;
    for (const std::string_view one : {name, number})
        if (!one.empty()) terms.push_back(store::index_term(one));
    return terms;
}

Result<Code> code_or_none(std::string_view text) {
    if (text.empty()) return Code();
    return Code::parse(text);
}

Result<VaultRef> seal_text(identity::Act& act, const std::string& subject, std::string_view text) {
    if (text.empty()) return VaultRef();
    return act.seal({subject, text, {}, {}});
}

Result<> number_filing(const identity::Act& act, const Handling& handling, Filing& filing) {
    const Date today = act.now.date();
    const std::string& office = handling.terms->office.text();
    filing.serial = TRY(last_serial(act.db, office, today)) + 1;
    const auto number =
        TRY(text::CaseNumber::compose({act.office.region, office, today, static_cast<int>(filing.serial)}));
    filing.number = Code::of(number.text());
    return base::Done{};
}

void set_county_facts(const Practice& practice, const Handling& handling, Filing& filing) {
    const auto catalogue = practice.keeper().current();
    const auto& facts = handling.process->facts;
    for (std::size_t slot = 0; slot < facts.size(); ++slot) {
        const Fact& fact = facts[slot];
        if (fact.function.empty()) continue;
        std::erase_if(filing.facts, [&](const FactSet& set) { return set.fact.text() == fact.name; });
        const catalog::PublicBody* body = catalogue->body_with(fact.function);
        if (body == nullptr) continue;
        const auto value = read_fact(fact, body->code);
        if (value.ok())
            filing.facts.push_back({Code::of(fact.name), static_cast<std::int64_t>(slot), value.value()});
    }
}

namespace {

Result<> take_ways(const MatterRow& from, Filing& filing) {
    filing.channel = Code::of("internal");
    filing.scenario = TRY(code_or_none(from.scenario));
    filing.delivery = TRY(code_or_none(from.delivery));
    return base::Done{};
}

// What is begun out of a matter has the same applicant; what he gave is sealed for it again, so that each can
// be erased alone. Returns what he gave.
Result<base::Json> take_applicant(identity::Act& act, const MatterRow& from, Filing& filing) {
    filing.applicant_kind = TRY(code_or_none(from.applicant_kind));
    filing.applicant_person = from.person;
    const std::string applicant = TRY(act.unseal(from.applicant));
    base::Json told = TRY(base::parse_json(applicant));
    const std::string caption = TRY(act.caption(from.applicant));
    filing.applicant = TRY(act.seal({subject_of(filing.number.text()), applicant, caption,
                                     terms_of(told.string_or("name"), told.string_or("number"))}));
    return told;
}

// The part of one entry of a list is about that entry: what stands in its line is whom or what it concerns.
Result<> name_entry(identity::Act& act, const Practice& practice, const MatterRow& whole, const Spawned& part,
                    Filing& filing) {
    const Handling handling = TRY(practice.for_matter(act.db, whole));
    const Step& step = handling.process->steps[static_cast<std::size_t>(part.slot)];
    const std::string& list = handling.process->facts[step.each_fact].name;
    VaultRef lines;
    for (const Happening& one : TRY(list_happenings(act.db, whole.number)))
        if (const Evidence* evidence = one.find_evidence(list)) lines = evidence->item;
    const std::string typed = TRY(act.unseal(lines));
    const std::vector<std::string> entries = list_entries(typed);
    const auto place = static_cast<std::size_t>(entry_of(part.member)) - 1;
    if (place >= entries.size()) return base::Error(base::ErrorCode::Corrupt, "casework.state_damaged", list);
    std::string applicant;
    base::JsonWriter(applicant)
        .open_object()
        .member("kind", "unit")
        .member("name", entries[place])
        .close_object();
    filing.applicant_kind = Code::of("unit");
    filing.applicant = TRY(act.seal(
        {subject_of(filing.number.text()), applicant, entries[place], terms_of(entries[place], {})}));
    return base::Done{};
}

Result<> start_part(identity::Act& act, const Practice& practice, const MatterRow& whole,
                    const Spawned& part) {
    const Handling handling = TRY(practice.for_part(act.db, whole, part));
    Filing filing;
    TRY(number_filing(act, handling, filing));
    TRY(take_ways(whole, filing));
    filing.parent = {{Code::of(whole.number), part.step, part.slot, part.round, {}, part.member}};
    if (entry_of(part.member) > 0)
        TRY(name_entry(act, practice, whole, part, filing));
    else
        TRY(take_applicant(act, whole, filing));
    // A part knows by the same names what the whole knows.
    const Handling of_whole = TRY(practice.for_matter(act.db, whole));
    for (const FactValue& fact : whole.state.facts) {
        const std::string& name = of_whole.process->facts[static_cast<std::size_t>(fact.slot)].name;
        filing.facts.push_back({Code::of(name), fact.slot, fact.value});
    }
    set_county_facts(practice, handling, filing);
    const Received received = TRY(decide_filing(handling.pinned(), filing, act.now));
    pin_versions(act, handling);
    TRY(act.record(subject_of(filing.number.text()), received));
    TRY(act.record(subject_of(whole.number),
                   ChildStarted{part.step, part.slot, part.round, filing.number, received.process, {}}));
    return follow(act, practice, handling, filing.number.text(), received.turn);
}

Result<> join_whole(identity::Act& act, const Practice& practice, const MatterRow& part) {
    const MatterRow whole = TRY(load_matter(act, part.parent));
    const auto slot = static_cast<std::size_t>(part.parent_slot);
    const Code member = TRY(code_or_none(part.parent_member));
    const MemberState* one = member.empty() ? nullptr : whole.state.member(slot, member);
    const StepState& waiting = one != nullptr ? one->step : whole.state.step(slot);
    // The whole may have ended or gone on without an optional part.
    if (whole.ended || !waiting.open() || waiting.round != part.parent_round) return base::Done{};
    const Handling handling = TRY(practice.for_matter(act.db, whole));
    const Spawned begun{
        Code::of(handling.process->steps[slot].name), part.parent_slot, part.parent_round, {}, {}, member};
    const Code result = TRY(code_or_none(part.result));
    const Joined joined =
        TRY(decide_join(handling.pinned(), whole.state, begun, Code::of(part.number), result, act.now));
    pin_versions(act, handling);
    TRY(act.record(subject_of(whole.number), joined));
    return follow(act, practice, handling, whole.number, joined.turn);
}

struct Called {
    const std::vector<EffectUse>* uses = nullptr;
    std::string_view cause;
};
// The effects of everything that was done in the turn, by a person or by itself.
std::vector<Called> called_by(const Process& process, const Turn& turn) {
    std::vector<Called> called;
    const auto call = [&](std::int64_t slot, std::int64_t choice) {
        const Step& step = process.steps[static_cast<std::size_t>(slot)];
        const Outcome& outcome = step.outcomes[static_cast<std::size_t>(choice)];
        if (!outcome.effects.empty()) called.push_back({&outcome.effects, outcome.name});
    };
    if (!turn.outcome.empty()) call(turn.slot, turn.choice);
    for (const AutoDone& done : turn.autos) call(done.slot, done.choice);
    return called;
}

}  // namespace

Result<> follow(identity::Act& act, const Practice& practice, const Handling& handling,
                std::string_view number, const Turn& turn) {
    for (const Called& called : called_by(*handling.process, turn))
        TRY(run_effects(act, practice, *called.uses, {handling, number, called.cause}));
    if (turn.spawned.empty() && !turn.ended) return base::Done{};
    const MatterRow matter = TRY(load_matter(act, number));
    for (const Spawned& part : turn.spawned) TRY(start_part(act, practice, matter, part));
    if (turn.ended && matter.is_part()) TRY(join_whole(act, practice, matter));
    return base::Done{};
}

Result<> run_effects(identity::Act& act, const Practice& practice, const std::vector<EffectUse>& uses,
                     const EffectCause& why) {
    if (uses.empty()) return base::Done{};
    const MatterRow matter = TRY(load_matter(act, why.number));
    for (const EffectUse& use : uses) {
        const EffectRow* effect = practice.find_effect(use.effect);
        CHECK(effect != nullptr);  // checked when the definition was activated
        TRY(effect->run(act, {practice, why.handling, matter, use, why.cause, why.answers}));
    }
    return base::Done{};
}

namespace {

std::string given_text(const EffectContext& context, const Given& given, const base::Json& applicant) {
    switch (given.from) {
    case Given::From::Body:
        return office_of(context.handling.pinned(), context.matter.state, given.body, {}).text();
    case Given::From::ApplicantNamed: return applicant.string_or("name").empty() ? "no" : "yes";
    case Given::From::Typed: break;
    }
    return given.typed;
}

Result<> begin(identity::Act& act, const EffectContext& context) {
    const auto found = TRY(context.practice.for_process(act.db, context.use.process, context.matter.office));
    // No item of the county is in force for it: what called for it is not refused over that.
    if (!found) return base::Done{};
    const Handling& handling = *found;
    Filing filing;
    TRY(number_filing(act, handling, filing));
    TRY(take_ways(context.matter, filing));
    const base::Json applicant = TRY(take_applicant(act, context.matter, filing));
    const std::string subject = subject_of(filing.number.text());
    filing.answers = TRY(seal_text(act, subject, context.answers));
    filing.parent = {{Code::of(context.matter.number), {}, 0, 0, Code::of(context.cause), {}}};
    for (const Given& given : context.use.gives) {
        const Fact* fact = handling.process->find_fact(given.fact);
        const std::string typed = given_text(context, given, applicant);
        if (fact == nullptr || typed.empty()) continue;
        const std::int64_t value = TRY(read_fact(*fact, typed));
        filing.facts.push_back({Code::of(given.fact), fact - handling.process->facts.data(), value});
    }
    set_county_facts(context.practice, handling, filing);
    const Received received = TRY(decide_filing(handling.pinned(), filing, act.now));
    pin_versions(act, handling);
    TRY(act.record(subject, received));
    TRY(follow(act, context.practice, handling, filing.number.text(), received.turn));
    pin_versions(act, context.handling);
    return act.record(subject_of(context.matter.number),
                      ChildStarted{{}, 0, 0, filing.number, received.process, Code::of(context.cause)});
}

}  // namespace

std::vector<EffectRow> casework_effects() {
    return {{"begin", "Begins business of another process by itself, linked both ways.", begin}};
}

}  // namespace casework
