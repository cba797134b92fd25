#include "casework/case_turn.h"

#include <algorithm>
#include <utility>

namespace casework {

Opening desk_of(const Pinned& pinned, std::size_t slot, int round, const Code& member) {
    const Step& step = pinned.process.steps[slot];
    Opening desk{Code::of(step.name), static_cast<std::int64_t>(slot), round, member, {}, {}};
    if (step.kind != StepKind::Auto) desk.role = Code::of(step.who.role);
    switch (step.who.relation) {
    case Relation::Outsider: break;
    case Relation::Hall: desk.office = pinned.item.hall; break;
    case Relation::ItemOffice: desk.office = pinned.item.office; break;
    case Relation::RegionGov: desk.office = pinned.item.government; break;
    case Relation::Member: desk.office = member; break;
    }
    return desk;
}

void TurnBuilder::set(const FactSet& fact) {
    turn_.facts.push_back(fact);
    set_fact(state_, fact);
}

void TurnBuilder::finish(std::size_t slot, std::size_t choice, const Code& member, PersonId person) {
    const Step& step = pinned_.process.steps[slot];
    const Outcome& outcome = step.outcomes[choice];
    const MemberState* one = member.empty() ? nullptr : state_.member(slot, member);
    const int round = std::max<int>(1, one != nullptr ? one->step.round : state_.step(slot).round);
    turn_.step = Code::of(step.name);
    turn_.slot = static_cast<std::int64_t>(slot);
    turn_.round = round;
    turn_.outcome = Code::of(outcome.name);
    turn_.choice = static_cast<std::int64_t>(choice);
    turn_.member = member;
    turn_.letters = outcome.letters;
    finish_step(state_, {turn_.slot, turn_.round, turn_.choice, member}, person);
    if (!outcome.end.empty()) end(Code::of(outcome.end));
    if (outcome.then == Then::Nothing) return;
    reopened_ = outcome.then == Then::Reopen;
    open_ready(outcome.target);
}

void TurnBuilder::open(std::size_t slot) {
    open_ready(slot);
}

void TurnBuilder::end(const Code& result) {
    turn_.result = result;
    state_.result = result;
}

void TurnBuilder::deem(std::size_t slot, Date day) {
    deemed_clock_ = static_cast<int>(slot);
    effective_ = day;
}

bool TurnBuilder::opened_now(std::size_t slot) const {
    return std::any_of(turn_.opened.begin(), turn_.opened.end(),
                       [&](const Opening& opened) { return opened.slot == static_cast<std::int64_t>(slot); });
}

// A step that was closed undone keeps its round; one that was done and is wanted again gets the next.
void TurnBuilder::open_ready(std::size_t slot) {
    const Step& step = pinned_.process.steps[slot];
    const StepState& now = state_.step(slot);
    const bool undone = now.phase == StepPhase::Void && now.round > 0;
    const int round = undone ? now.round : now.round + 1;
    if (step.each) {
        for (const Code& body : pinned_.item.joint) {
            turn_.opened.push_back(desk_of(pinned_, slot, round, body));
            open_step(state_, turn_.opened.back());
        }
        return;
    }
    const Opening desk = desk_of(pinned_, slot, round, {});
    if (step.kind == StepKind::Auto) {
        AutoDone done{desk.step, desk.slot, round, Code::of(step.outcomes.front().name), 0};
        finish_step(state_, {done.slot, done.round, 0, {}}, PersonId());
        turn_.autos.push_back(std::move(done));
        if (!step.outcomes.front().end.empty()) end(Code::of(step.outcomes.front().end));
        return;
    }
    turn_.opened.push_back(desk);
    open_step(state_, desk);
}

void TurnBuilder::close(std::size_t slot) {
    std::erase_if(turn_.opened,
                  [&](const Opening& opened) { return opened.slot == static_cast<std::int64_t>(slot); });
    turn_.closed.push_back(static_cast<std::int64_t>(slot));
    close_step(state_, static_cast<std::int64_t>(slot));
}

// 退回: what depended on the reopened step is stale, shown and never erased; its condition is asked again.
void TurnBuilder::settle_premises() {
    for (std::size_t slot = 1; slot < pinned_.process.steps.size(); ++slot) {
        const Step& step = pinned_.process.steps[slot];
        const StepState& now = state_.step(slot);
        if (step.when.empty() || (!now.open() && !now.done()) || holds(step.when)) continue;
        if (now.open()) {
            close(slot);
        } else if (reopened_) {
            turn_.stale.push_back(static_cast<std::int64_t>(slot));
            mark_stale(state_, static_cast<std::int64_t>(slot));
        }
    }
}

bool TurnBuilder::settle_once() {
    bool changed = false;
    for (std::size_t slot = 1; slot < pinned_.process.steps.size(); ++slot) {
        const Step& step = pinned_.process.steps[slot];
        if (step.optional || step.when.empty()) continue;
        const StepState& now = state_.step(slot);
        if (now.open() || now.done() || now.round >= step.repeat) continue;
        // After the result is known only what follows it opens: delivery, notice.
        if (!state_.result.empty() && now.phase != StepPhase::Dormant) continue;
        if (!holds(step.when)) continue;
        open_ready(slot);
        changed = true;
    }
    return changed;
}

// A matter with a result ends as soon as nothing that must be done is open.
void TurnBuilder::settle_result() {
    if (state_.result.empty()) return;
    bool waits = false;
    for (std::size_t slot = 0; slot < pinned_.process.steps.size(); ++slot) {
        if (!state_.step(slot).open()) continue;
        if (!turn_.result.empty() && !opened_now(slot))
            close(slot);
        else
            waits = waits || !pinned_.process.steps[slot].optional;
    }
    turn_.ended = !waits;
    state_.ended = turn_.ended;
}

void TurnBuilder::change(const ClockChange& change) {
    turn_.clocks.push_back(change);
    apply(state_, change);
}

bool TurnBuilder::wants_pause(const Deadline& rule) const {
    return std::any_of(rule.pauses.begin(), rule.pauses.end(),
                       [&](const PauseRule& pause) { return state_.step(pause.step).open(); });
}

void TurnBuilder::settle_clock(std::size_t slot) {
    const Deadline& rule = pinned_.process.deadlines[slot];
    const ClockState clock = state_.clock(slot);
    const Date today = now_.date();
    const bool stops = holds(rule.stops);
    if (clock.running()) {
        if (deemed_clock_ == static_cast<int>(slot)) {
            ClockChange deemed = stop_clock(clock, rule, slot, now_);
            deemed.change = Code::of("deemed");
            change(deemed);
        } else if (stops) {
            change(stop_clock(clock, rule, slot, now_));
        } else if (state_.ended) {
            ClockChange ended = stop_clock(clock, rule, slot, now_);
            ended.change = Code::of("void");
            change(ended);
        } else if (clock.phase == ClockPhase::Running && wants_pause(rule)) {
            change(pause_clock(clock, rule, slot, pinned_.days, today, until_.days == 0 ? today : until_));
        } else if (clock.phase == ClockPhase::Paused && !wants_pause(rule)) {
            change(resume_clock(clock, rule, slot, pinned_.days, today));
        }
        return;
    }
    if (stops || state_.ended || !holds(rule.starts)) return;
    // R1: the day of the start is day 0. A new instance; the old one keeps its record.
    ClockStart start{slot, clock.round + 1, effective_.days == 0 ? today : effective_, now_, {}};
    if (rule.within_another && state_.clock(rule.within).running())
        start.no_later = pinned_.days.back(state_.clock(rule.within).due, rule.within_days);
    change(start_clock(rule, pinned_.item, pinned_.days, start));
}

Turn TurnBuilder::settle() {
    settle_premises();
    for (int round = 0; round < kSettleRoundsMax && settle_once(); ++round) {
    }
    settle_result();
    for (std::size_t slot = 0; slot < pinned_.process.deadlines.size(); ++slot) settle_clock(slot);
    return std::move(turn_);
}

}  // namespace casework
