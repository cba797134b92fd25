#include "casework/case.h"

#include "casework/case_turn.h"
#include "casework/clock_ground.h"

#include <algorithm>

namespace casework {

using base::Error;
using base::ErrorCode;
using base::Result;
using calendar::Instant;

namespace {

Error conflict(std::string_view key) {
    return {ErrorCode::Conflict, key};
}

// An open step and the person's right to do it.
struct Found {
    std::size_t slot = 0;
    const Step* step = nullptr;
    StepState now;
    Code member;
};

Result<Found> find_step(const Pinned& pinned, const CaseState& state, const Code& name,
                        const Acting& acting) {
    const int slot = pinned.process.find_step(name.text());
    if (slot < 0) return Error(ErrorCode::NotFound, "casework.no_such_step").with("step", name.text());
    Found found{
        static_cast<std::size_t>(slot), &pinned.process.steps[static_cast<std::size_t>(slot)], {}, {}};
    found.now = state.step(found.slot);
    if (found.step->each != Each::One) {
        const Code own = found.step->each == Each::Holders ? holder_code(acting.person) : acting.office;
        const MemberState* member = state.member(found.slot, own);
        if (member == nullptr)
            return Error(ErrorCode::Forbidden, "casework.not_your_desk").with("step", name.text());
        found.member = member->body;
        found.now = member->step;
    }
    const Opening desk = desk_of(pinned, state, found.slot, found.now.round, found.member);
    // A vote is the person's own, whatever post he holds by now: the roster was frozen when the step opened.
    if (found.step->each == Each::Holders) return found;
    if (desk.role != acting.role || desk.office != acting.office)
        return Error(ErrorCode::Forbidden, "casework.not_your_desk").with("step", name.text());
    return found;
}

Result<> check_open(const Found& found, const Acting& acting) {
    if (!found.now.open()) return conflict("casework.step_not_open").with("step", found.step->name);
    if (found.now.phase == StepPhase::Claimed && found.now.person != acting.person.number())
        return conflict("casework.claimed_by_other").with("step", found.step->name);
    return base::Done{};
}

bool did(const CaseState& state, std::size_t slot, PersonId person) {
    const auto same = [&](const StepState& step) { return step.done() && step.person == person.number(); };
    if (same(state.step(slot))) return true;
    return std::any_of(state.members.begin(), state.members.end(),
                       [&](const MemberState& member) { return member.slot == slot && same(member.step); });
}

// Persons, not posts: who stands in for another acts as himself.
Result<> check_separation(const Pinned& pinned, const CaseState& state, const Found& found,
                          const std::vector<PersonId>& persons) {
    for (std::size_t slot = 0; slot < pinned.process.steps.size(); ++slot) {
        if ((found.step->not_steps >> slot & 1) == 0) continue;
        for (const PersonId person : persons)
            if (!person.empty() && did(state, slot, person))
                return conflict("casework.same_person").with("step", pinned.process.steps[slot].name);
    }
    return base::Done{};
}

// 许可法 34: the facts are verified by two or more staff members.
Result<> check_signatures(const Step& step, const Sight& sight, std::vector<PersonId> persons) {
    if (step.signatures < 2 || !step.signatures_if.holds(sight)) return base::Done{};
    std::sort(persons.begin(), persons.end());
    const auto distinct = std::unique(persons.begin(), persons.end()) - persons.begin();
    if (distinct < step.signatures)
        return Error(ErrorCode::Invalid, "casework.signatures_missing")
            .with("n", std::to_string(step.signatures));
    return base::Done{};
}

Result<> check_evidence(const std::vector<Code>& needs, const std::vector<Evidence>& brought) {
    if (brought.size() > kEvidenceMax) return Error(ErrorCode::TooLarge, "casework.too_much_evidence");
    for (const Code& slot : needs) {
        const bool there = std::any_of(brought.begin(), brought.end(), [&](const Evidence& evidence) {
            return evidence.slot == slot && !evidence.item.empty();
        });
        if (!there)
            return Error(ErrorCode::Invalid, "casework.evidence_missing")
                .with("slot", slot.text())
                .at(slot.text());
    }
    return base::Done{};
}

// 许可法 31, 32(4): nothing may be asked for that the published guide does not list.
Result<> check_listed(const ItemTerms& item, const Code& material) {
    if (std::find(item.materials.begin(), item.materials.end(), material) != item.materials.end())
        return base::Done{};
    return Error(ErrorCode::Invalid, "casework.material_not_listed").with("material", material.text());
}

Result<> check_handed_in(const ItemTerms& item, const std::vector<HandedIn>& materials) {
    if (materials.size() > kMaterialsMax) return Error(ErrorCode::TooLarge, "casework.too_many_materials");
    for (const HandedIn& one : materials) TRY(check_listed(item, one.material));
    return base::Done{};
}

Result<> check_guards(const Process& process, const Outcome& outcome, const Sight& sight) {
    for (const std::uint8_t slot : outcome.guards) {
        const Guard& guard = process.guards[slot];
        if (guard.condition.holds(sight)) continue;
        return conflict("casework.guard_refused")
            .with("process", process.id)
            .with("guard", guard.name)
            .with("basis", guard.basis.front().cite());
    }
    return base::Done{};
}

Result<> set_facts(const Process& process, const Outcome& outcome, const StepRequest& wanted,
                   TurnBuilder& turn) {
    for (const std::uint8_t slot : outcome.sets) {
        const std::string& name = process.facts[slot].name;
        const auto given = std::find_if(wanted.facts.begin(), wanted.facts.end(),
                                        [&](const FactSet& fact) { return fact.fact.text() == name; });
        // A truth that nobody ticked does not hold; a number has to be given.
        if (given == wanted.facts.end() && process.facts[slot].type != FactType::Truth)
            return Error(ErrorCode::Invalid, "casework.fact_missing").with("fact", name).at(name);
        turn.set({Code::of(name), slot, given == wanted.facts.end() ? 0 : given->value});
    }
    return base::Done{};
}

// R6: a day that lies ahead has not happened, and one that nobody can check any more is not taken.
Result<> take_event_day(const Process& process, const Outcome& outcome, Instant now, TurnBuilder& turn) {
    if (outcome.happened == kNoFact || !turn.state().has_fact(outcome.happened)) return base::Done{};
    const Date day{static_cast<std::int32_t>(turn.state().fact(outcome.happened))};
    const std::string& name = process.facts[outcome.happened].name;
    if (day > now.date()) return Error(ErrorCode::Invalid, "casework.event_ahead").at(name);
    if (day < now.date().plus(-kEnteredLaterDaysMax))
        return Error(ErrorCode::Invalid, "casework.event_too_old")
            .with("days", std::to_string(kEnteredLaterDaysMax))
            .at(name);
    turn.happened(day);
    return base::Done{};
}

// 优化营商环境条例 36: who does not finish in the promised time says why, in public.
Result<> check_overdue_reason(const Outcome& outcome, const Turn& turn,
                              const std::vector<Evidence>& brought) {
    if (outcome.records != Records::Decided) return base::Done{};
    const bool late = std::any_of(turn.clocks.begin(), turn.clocks.end(), [](const ClockChange& change) {
        return change.late && change.kind.text() != "S";
    });
    if (!late) return base::Done{};
    return check_evidence({Code::of("overdue_reason")}, brought);
}

// 许可法 32(4): after five days of silence the matter is accepted by law; nobody can refuse it or ask for
// papers any more.
Result<> check_not_deemed(const Pinned& pinned, const CaseState& state, std::size_t slot, Instant now) {
    for (std::size_t i = 0; i < pinned.process.deadlines.size(); ++i) {
        const Deadline& rule = pinned.process.deadlines[i];
        if (!rule.deem.allowed || rule.deem.step != slot || !state.clock(i).running()) continue;
        if (now >= state.clock(i).due_at)
            return conflict("casework.decided_by_silence").with("basis", rule.basis.front().cite());
    }
    return base::Done{};
}

StepEvent wrap(const Process& process, const StepRequest& wanted, Turn turn, Instant now) {
    const Outcome& outcome =
        process.steps[static_cast<std::size_t>(turn.slot)].outcomes[static_cast<std::size_t>(turn.choice)];
    const Date day = day_of_event(process, turn);
    switch (outcome.records) {
    case Records::Accepted: return Accepted{false, day.days == 0 ? now.date() : day, std::move(turn)};
    case Records::Refused: return Refused{std::move(turn)};
    case Records::SupplementRequested: return SupplementRequested{wanted.asked, std::move(turn)};
    case Records::Supplemented: return Supplemented{wanted.materials, std::move(turn)};
    case Records::Decided: return Decided{std::move(turn)};
    case Records::Delivered: return Delivered{wanted.channel, std::move(turn)};
    case Records::Withdrawn: return Withdrawn{wanted.reason, std::move(turn)};
    case Records::Resumed: return Resumed{std::move(turn)};
    case Records::Corrected: {
        const Code why = turn.outcome;
        return Corrected{wanted.corrects, why, std::move(turn)};
    }
    case Records::StepDone: break;
    }
    const bool resumes = std::any_of(turn.clocks.begin(), turn.clocks.end(), [](const ClockChange& change) {
        return change.change.text() == "resumed";
    });
    if (resumes) return Resumed{std::move(turn)};
    return StepDone{std::move(turn)};
}

}  // namespace

Result<Received> decide_filing(const Pinned& pinned, const Filing& filing, Instant now) {
    if (filing.applicant.empty()) return Error(ErrorCode::Invalid, "casework.no_applicant").at("name");
    TRY(check_handed_in(pinned.item, filing.materials));
    const bool joint = std::any_of(pinned.process.steps.begin(), pinned.process.steps.end(),
                                   [](const Step& step) { return step.each == Each::Bodies; });
    if (joint && pinned.item.joint.empty()) return Error(ErrorCode::Invalid, "casework.no_members");
    if (pinned.item.joint.size() > kMembersMax) return Error(ErrorCode::TooLarge, "casework.no_members");
    TurnBuilder turn(pinned, CaseState(), now);
    for (const std::uint8_t slot : pinned.process.steps.front().outcomes.front().sets) {
        const Code name = Code::of(pinned.process.facts[slot].name);
        for (const FactSet& fact : filing.facts)
            if (fact.fact == name) turn.set({name, slot, fact.value});
    }
    TRY(take_event_day(pinned.process, pinned.process.steps.front().outcomes.front(), now, turn));
    for (std::size_t slot = 0; slot < pinned.process.facts.size(); ++slot) {
        const Fact& fact = pinned.process.facts[slot];
        if (fact.function.empty()) continue;
        const auto given = std::find_if(filing.facts.begin(), filing.facts.end(),
                                        [&](const FactSet& one) { return one.fact.text() == fact.name; });
        // Nobody may choose who reviews him: without a body of the county nothing begins.
        if (given == filing.facts.end())
            return conflict("casework.function_of_nobody").with("function", fact.function);
        turn.set({given->fact, static_cast<std::int64_t>(slot), given->value});
    }
    turn.finish(0, 0, {}, filing.applicant_person);
    Received received;
    received.number = filing.number;
    received.n = filing.serial;
    received.process = Code::of(pinned.process.pin());
    received.definition = pinned.process.digest;
    received.item = pinned.item.item;
    received.guide = pinned.item.guide;
    received.office = pinned.item.office;
    received.channel = filing.channel;
    received.applicant_kind = filing.applicant_kind;
    received.applicant_person = filing.applicant_person;
    received.applicant = filing.applicant;
    received.answers = filing.answers;
    received.scenario = filing.scenario;
    received.delivery = filing.delivery;
    received.materials = filing.materials;
    received.parent = filing.parent;
    received.turn = turn.settle();
    return received;
}

Result<StepClaimed> decide_claim(const Pinned& pinned, const CaseState& state, const Code& step,
                                 const Acting& acting, Hold hold) {
    if (state.ended) return conflict("casework.ended");
    Found found = TRY(find_step(pinned, state, step, acting));
    if (hold == Hold::Lapsed && found.now.phase == StepPhase::Claimed) found.now.phase = StepPhase::Ready;
    if (acting.person.empty())
        return Error(ErrorCode::Forbidden, "casework.not_your_desk").with("step", step.text());
    TRY(check_open(found, acting));
    TRY(check_separation(pinned, state, found, {acting.person}));
    return StepClaimed{step, static_cast<std::int64_t>(found.slot), found.now.round, found.member};
}

Result<StepEvent> decide_step(const Pinned& pinned, const CaseState& state, const StepRequest& wanted,
                              const Acting& acting, Instant now) {
    if (state.ended) return conflict("casework.ended");
    const Found found = TRY(find_step(pinned, state, wanted.step, acting));
    TRY(check_open(found, acting));
    TRY(check_not_deemed(pinned, state, found.slot, now));
    const int choice = Process::find_outcome(*found.step, wanted.outcome.text());
    if (choice < 0)
        return Error(ErrorCode::Invalid, "casework.no_such_outcome").with("outcome", wanted.outcome.text());
    const auto index = static_cast<std::size_t>(choice);
    const Outcome& outcome = found.step->outcomes[index];
    if (outcome.at_most > 0 && state.count(found.slot, index) >= outcome.at_most)
        return conflict("casework.at_most").with("n", std::to_string(outcome.at_most));

    std::vector<PersonId> persons = wanted.cosigned;
    persons.push_back(acting.person);
    TRY(check_separation(pinned, state, found, persons));
    TRY(check_evidence(outcome.needs, wanted.evidence));
    TRY(check_handed_in(pinned.item, wanted.materials));
    if (outcome.records == Records::SupplementRequested && wanted.asked.empty())
        return Error(ErrorCode::Invalid, "casework.nothing_asked").at("materials");
    for (const Code& material : wanted.asked) TRY(check_listed(pinned.item, material));
    if (outcome.records == Records::Corrected && wanted.corrects == 0)
        return conflict("casework.nothing_to_correct");

    TurnBuilder turn(pinned, state, now);
    TRY(set_facts(pinned.process, outcome, wanted, turn));
    TRY(take_event_day(pinned.process, outcome, now, turn));
    const Sight sight{turn.state(), pinned.item, now.date()};
    TRY(check_guards(pinned.process, outcome, sight));
    TRY(check_signatures(*found.step, sight, persons));
    turn.finish(found.slot, index, found.member, acting.person);
    Turn settled = turn.settle();
    TRY(check_overdue_reason(outcome, settled, wanted.evidence));
    settled.evidence = wanted.evidence;
    settled.cosigned = wanted.cosigned;
    return wrap(pinned.process, wanted, std::move(settled), now);
}

namespace {

struct PauseOf {
    std::size_t clock = 0;
    const PauseRule& rule;
};
// I7: all special procedures of this kind together are never longer than the definition's limit.
Result<> check_length(const Pinned& pinned, const CaseState& state, const PauseOf& pause,
                      const calendar::Pause& wanted) {
    const ClockState& clock = state.clock(pause.clock);
    if (clock.pauses.size() >= calendar::kPausesMax)
        return conflict("casework.at_most").with("n", std::to_string(calendar::kPausesMax));
    const calendar::WorkCalendar& days = days_of(pinned, state, pause.clock);
    const calendar::Span& max = pause.rule.max;
    const int before = clock.running() ? paused_so_far(clock, pause.rule.step, days, max.unit) : 0;
    if (before + days.elapsed(wanted.paused, wanted.resumed, max.unit) <= max.count) return base::Done{};
    const bool natural = max.unit == calendar::Unit::Days;
    const std::string_view key = before == 0
                                     ? (natural ? "casework.pause_too_long_days" : "casework.pause_too_long")
                                 : natural ? "casework.pauses_too_long_days"
                                           : "casework.pauses_too_long";
    return Error(ErrorCode::Invalid, key)
        .with("max", std::to_string(max.count))
        .with("before", std::to_string(before))
        .at("until");
}

// 许可法 45: how long it takes is told in writing; B5: never longer than the definition's limit.
Result<std::vector<Code>> check_pause(const Pinned& pinned, const CaseState& state, std::size_t slot,
                                      const OpenRequest& wanted, Instant now) {
    std::vector<Code> letters;
    for (const Deadline& rule : pinned.process.deadlines)
        for (const PauseRule& pause : rule.pauses) {
            if (pause.step != slot) continue;
            const auto index = static_cast<std::size_t>(&rule - pinned.process.deadlines.data());
            const Code notice = Code::of(pause.needs);
            const auto& outputs = pinned.process.outputs;
            const bool issued = std::find(outputs.begin(), outputs.end(), notice) != outputs.end();
            if (!issued) TRY(check_evidence({notice}, wanted.evidence));
            if (issued && std::find(letters.begin(), letters.end(), notice) == letters.end())
                letters.push_back(notice);
            if (wanted.until <= now.date())
                return Error(ErrorCode::Invalid, "casework.pause_end_missing").at("until");
            TRY(check_length(pinned, state, {index, pause}, {now.date(), wanted.until}));
        }
    return letters;
}

}  // namespace

Result<OpenEvent> decide_open(const Pinned& pinned, const CaseState& state, const OpenRequest& wanted,
                              const Acting& acting, Instant now) {
    if (state.ended || !state.result.empty()) return conflict("casework.ended");
    const Found found = TRY(find_step(pinned, state, wanted.step, acting));
    if (!found.step->optional || found.step->each != Each::One) return conflict("casework.step_not_optional");
    if (found.now.open()) return conflict("casework.step_open_already");
    if (found.now.round >= found.step->repeat)
        return conflict("casework.at_most").with("n", std::to_string(found.step->repeat));
    if (!found.step->when.holds({state, pinned.item, now.date()}))
        return conflict("casework.step_not_open").with("step", found.step->name);
    std::vector<Code> letters = TRY(check_pause(pinned, state, found.slot, wanted, now));
    TurnBuilder turn(pinned, state, now);
    turn.pause_until(wanted.until);
    turn.open(found.slot);
    Turn settled = turn.settle();
    settled.evidence = wanted.evidence;
    settled.letters = std::move(letters);
    const bool pauses =
        std::any_of(settled.clocks.begin(), settled.clocks.end(),
                    [](const ClockChange& change) { return change.change.text() == "paused"; });
    if (pauses) return OpenEvent(Paused{wanted.until, std::move(settled)});
    return OpenEvent(StepDone{std::move(settled)});
}

// 许可法 42: once, by no more than the article allows, before the period ends, by the head, and the
// applicant is told.
Result<Extended> decide_extension(const Pinned& pinned, const CaseState& state,
                                  const ExtensionRequest& wanted, const Acting& acting, Instant now) {
    const int slot = pinned.process.find_deadline(wanted.clock.text());
    if (slot < 0)
        return Error(ErrorCode::NotFound, "casework.no_such_clock").with("clock", wanted.clock.text());
    const auto index = static_cast<std::size_t>(slot);
    const Deadline& rule = pinned.process.deadlines[index];
    const ClockState& clock = state.clock(index);
    const std::string basis = rule.basis.front().cite();
    if (!rule.extend.allowed) return conflict("casework.extension_none").with("basis", basis);
    if (!clock.running()) return conflict("casework.clock_not_running").with("clock", rule.name);
    if (clock.extension > 0) return conflict("casework.extension_used").with("basis", basis);
    if (now >= clock.due_at) return conflict("casework.extension_late").with("basis", basis);
    const Code office = office_of(pinned, state, rule.extend.who, {});
    if (acting.role.text() != rule.extend.who.role || acting.office != office)
        return Error(ErrorCode::Forbidden, "casework.extension_not_yours").with("basis", basis);
    TRY(check_evidence(rule.extend.needs, wanted.evidence));
    ClockChange change =
        extend_clock(clock_within(pinned, state, index), rule, index, days_of(pinned, state, index));
    change.on = now.date();
    CaseState after = state;
    apply(after, change);
    std::vector<ClockChange> moved{change};
    follow_limits(pinned, after, now, moved);
    moved.erase(moved.begin());
    return Extended{std::move(change), wanted.evidence, std::move(moved)};
}

Result<Withdrawn> decide_withdrawal(const Pinned& pinned, const CaseState& state, VaultRef reason,
                                    Instant now) {
    if (state.ended) return conflict("casework.ended");
    if (!state.result.empty()) return conflict("casework.already_decided");
    TurnBuilder turn(pinned, state, now);
    turn.end(Code::of("withdrawn"));
    return Withdrawn{reason, turn.settle()};
}

Result<Ended> decide_end(const Pinned& pinned, const CaseState& state, const Code& why, VaultRef reason,
                         Instant now) {
    if (state.ended) return conflict("casework.ended");
    if (why.text() != "void" && why.text() != "transferred")
        return Error(ErrorCode::Invalid, "casework.no_such_outcome").with("outcome", why.text());
    if (reason.empty())
        return Error(ErrorCode::Invalid, "casework.evidence_missing").with("slot", "reasons").at("reasons");
    TurnBuilder turn(pinned, state, now);
    turn.end(why);
    return Ended{why, reason, turn.settle()};
}

// 许可法 32(4): where nothing is said within five days, the application is accepted from the day it was
// received.
Result<StepEvent> decide_deemed(const Pinned& pinned, const CaseState& state, std::size_t clock,
                                Instant now) {
    if (state.ended) return conflict("casework.ended");
    if (clock >= pinned.process.deadlines.size()) return Error(ErrorCode::NotFound, "casework.no_such_clock");
    const Deadline& rule = pinned.process.deadlines[clock];
    const ClockState& running = state.clock(clock);
    if (!rule.deem.allowed)
        return conflict("casework.nothing_deemed").with("basis", rule.basis.front().cite());
    if (!running.running() || now < running.due_at)
        return conflict("casework.clock_not_running").with("clock", rule.name);
    if (!state.step(rule.deem.step).open()) return conflict("casework.step_not_open");
    TurnBuilder turn(pinned, state, now);
    const Records records = pinned.process.steps[rule.deem.step].outcomes[rule.deem.choice].records;
    const bool accepts = records == Records::Accepted;
    turn.deem(clock, accepts ? running.start : now.date());
    turn.finish(rule.deem.step, rule.deem.choice, {}, PersonId());
    if (accepts) return StepEvent(Accepted{true, running.start, turn.settle()});
    return wrap(pinned.process, {}, turn.settle(), now);
}

Result<Joined> decide_join(const Pinned& pinned, const CaseState& state, const Spawned& child,
                           const Code& number, const Code& result, Instant now) {
    if (state.ended) return conflict("casework.ended");
    const auto slot = static_cast<std::size_t>(child.slot);
    const MemberState* member = child.member.empty() ? nullptr : state.member(slot, child.member);
    const StepState& waiting = member != nullptr ? member->step : state.step(slot);
    const bool one_of_several =
        slot < pinned.process.steps.size() && pinned.process.steps[slot].each != Each::One;
    if (!waiting.open() || waiting.round != child.round || one_of_several != (member != nullptr))
        return conflict("casework.step_not_open").with("step", child.step.text());
    const Step& step = pinned.process.steps[slot];
    int choice = Process::find_outcome(step, result.text());
    if (choice < 0) choice = static_cast<int>(step.outcomes.size()) - 1;
    TurnBuilder turn(pinned, state, now);
    turn.finish(slot, static_cast<std::size_t>(choice), child.member, PersonId());
    return Joined{number, turn.settle()};
}

namespace {

Error cannot_migrate(std::string_view word) {
    return conflict("casework.cannot_migrate").with("word", std::string(word));
}

// The slot of the same name in the other version.
Result<std::size_t> same_step(const Pinned& from, const Pinned& to, std::size_t slot) {
    const std::string& name = from.process.steps[slot].name;
    const int found = to.process.find_step(name);
    if (found < 0) return cannot_migrate(name);
    return static_cast<std::size_t>(found);
}

// What was done stays done under the same names, so every slot and outcome must mean the same there.
Result<> check_same_meaning(const Pinned& from, const Pinned& to, const CaseState& state) {
    for (std::size_t slot = 0; slot < state.steps.size(); ++slot) {
        if (state.step(slot).phase == StepPhase::Dormant) continue;
        const std::size_t there = TRY(same_step(from, to, slot));
        if (there != slot) return cannot_migrate(from.process.steps[slot].name);
    }
    for (const Tally& tally : state.tallies) {
        const Outcome& outcome = from.process.steps[tally.slot].outcomes[tally.choice];
        if (Process::find_outcome(to.process.steps[tally.slot], outcome.name) != tally.choice)
            return cannot_migrate(outcome.name);
    }
    for (const FactValue& fact : state.facts) {
        const auto slot = static_cast<std::size_t>(fact.slot);
        const Fact& known = from.process.facts[slot];
        const bool there = slot < to.process.facts.size() && to.process.facts[slot].name == known.name &&
                           to.process.facts[slot].type == known.type;
        if (!there) return cannot_migrate(known.name);
    }
    return base::Done{};
}

}  // namespace

// A running period keeps its start, pauses and extension and is counted again under the new length.
Result<Migrated> decide_migration(const Pinned& from, const Pinned& to, const CaseState& state, Instant now) {
    if (state.ended) return conflict("casework.ended");
    if (from.process.digest == to.process.digest) return conflict("casework.same_version");
    if (from.process.id != to.process.id) return cannot_migrate(to.process.id);
    TRY(check_same_meaning(from, to, state));
    Migrated migrated;
    migrated.from = Code::of(from.process.pin());
    migrated.process = Code::of(to.process.pin());
    migrated.definition = to.process.digest;
    CaseState after = state;
    for (const std::size_t slot : wholes_first(from.process)) {
        const Deadline& rule = from.process.deadlines[slot];
        if (!state.clock(slot).running()) continue;
        if (to.process.find_deadline(rule.name) != static_cast<int>(slot)) return cannot_migrate(rule.name);
        const Deadline& next = to.process.deadlines[slot];
        const ClockState clock = clock_within(to, after, slot);
        const Sight sight{state, to.item, now.date()};
        ClockChange moved =
            recount_clock(clock, next, slot, budget_of(next, sight), days_of(to, after, slot));
        if (calendar::parse_unit(moved.unit.text()).value() != clock.unit) return cannot_migrate(rule.name);
        if (moved.due == clock.due && moved.n == clock.budget) continue;
        apply(after, moved);
        migrated.turn.clocks.push_back(std::move(moved));
    }
    return migrated;
}

std::vector<DueChanged> decide_calendar_change(const Pinned& pinned, const CaseState& state) {
    std::vector<DueChanged> changes;
    CaseState after = state;
    for (const std::size_t slot : wholes_first(pinned.process)) {
        if (!after.clock(slot).running() || after.clock(slot).unit == calendar::Unit::Hours) continue;
        const ClockState clock = clock_within(pinned, after, slot);
        const calendar::WorkCalendar& days = days_of(pinned, after, slot);
        ClockChange moved = recompute_clock(clock, pinned.process.deadlines[slot], slot, days);
        // V41, V42: an event only where the date differs.
        if (moved.due == clock.due) continue;
        apply(after, moved);
        changes.push_back({Code::of(days.pin()), std::move(moved)});
    }
    return changes;
}

Date day_of_event(const Process& process, const Turn& turn) {
    if (turn.step.empty()) return {};
    const Outcome& outcome =
        process.steps[static_cast<std::size_t>(turn.slot)].outcomes[static_cast<std::size_t>(turn.choice)];
    for (const FactSet& set : turn.facts)
        if (outcome.happened != kNoFact && set.slot == outcome.happened)
            return {static_cast<std::int32_t>(set.value)};
    return {};
}

}  // namespace casework
