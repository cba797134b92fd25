#include "casework/case_turn.h"

#include "casework/clock_ground.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace casework {

Code office_of(const Pinned& pinned, const CaseState& state, const Who& who, const Code& member) {
    switch (who.relation) {
    case Relation::Outsider: return {};
    case Relation::Hall: return pinned.item.hall;
    case Relation::ItemOffice: return pinned.item.office;
    case Relation::RegionGov: return pinned.item.government;
    case Relation::Member: return member;
    case Relation::Fact: break;
    }
    // A body nobody chose yet: the accountable one answers.
    const Code chosen = body_of_fact(state.fact(who.fact));
    return chosen.empty() ? pinned.item.office : chosen;
}

Opening desk_of(const Pinned& pinned, const CaseState& state, std::size_t slot, int round,
                const Code& member) {
    const Step& step = pinned.process.steps[slot];
    Opening desk{Code::of(step.name), static_cast<std::int64_t>(slot), round, member, {}, {}};
    if (step.kind == StepKind::Auto || step.kind == StepKind::Child) return desk;
    desk.role = Code::of(step.who.role);
    desk.office = office_of(pinned, state, step.who, member);
    return desk;
}

Code holder_code(PersonId person) {
    return Code::of("p" + std::to_string(person.number()));
}

Code entry_code(std::int64_t n) {
    return Code::of("e" + std::to_string(n));
}

std::int64_t entry_of(const Code& member) {
    const std::string& text = member.text();
    std::int64_t n = 0;
    if (text.size() < 2 || text.front() != 'e') return 0;
    const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), n);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? n : 0;
}

void TurnBuilder::spawn(std::size_t slot, int round, const Code& member) {
    const Step& step = pinned_.process.steps[slot];
    const Code& body = step.each == Each::Bodies ? member : Code();
    turn_.spawned.push_back({Code::of(step.name), static_cast<std::int64_t>(slot), round,
                             Code::of(step.spawn.process),
                             office_of(pinned_, state_, step.spawn.office, body), member});
    const Spawned& child = turn_.spawned.back();
    open_step(state_, {child.step, child.slot, child.round, member, {}, {}});
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
    // A list may be another by now, so its children are always of a new round.
    const bool undone = now.phase == StepPhase::Void && now.round > 0 && step.each != Each::Entries;
    const int round = undone ? now.round : now.round + 1;
    if (step.each != Each::One) return open_each(slot, round);
    const Opening desk = desk_of(pinned_, state_, slot, round, {});
    if (step.kind == StepKind::Child) return spawn(slot, round, {});
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

// The roster of a vote is who holds the post on this day; it does not change while the step is open.
void TurnBuilder::open_each(std::size_t slot, int round) {
    const Step& step = pinned_.process.steps[slot];
    std::vector<Code> members = pinned_.item.joint;
    if (step.each == Each::Entries) {
        members.clear();
        for (std::int64_t n = 1; n <= state_.fact(step.each_fact); ++n) members.push_back(entry_code(n));
    } else if (step.each == Each::Holders) {
        members.clear();
        const Code office = office_of(pinned_, state_, step.who, {});
        for (const Holder& holder : pinned_.holders)
            if (holder.role.text() == step.who.role && holder.office == office)
                members.push_back(holder_code(holder.person));
        if (members.size() > kMembersMax) members.resize(kMembersMax);
    }
    for (const Code& member : members) {
        if (step.kind == StepKind::Child) {
            spawn(slot, round, member);
            continue;
        }
        turn_.opened.push_back(desk_of(pinned_, state_, slot, round, member));
        open_step(state_, turn_.opened.back());
    }
    if (step.quorum == kQuorumAll || members.empty()) return;
    const auto whole = static_cast<std::int64_t>(members.size());
    const std::int64_t need =
        step.quorum == kQuorumMajority ? whole / 2 + 1 : static_cast<std::int64_t>(step.quorum);
    // Fewer people than a quorum never make one: the step stays open and the checker's lamp shows the post.
    turn_.quorums.push_back({static_cast<std::int64_t>(slot), need});
    set_quorum(state_, turn_.quorums.back());
}

// Who has not voted when the meeting goes on is not waited for any more.
void TurnBuilder::settle_votes() {
    for (std::size_t slot = 1; slot < pinned_.process.steps.size(); ++slot) {
        if (pinned_.process.steps[slot].each == Each::One) continue;
        if (!state_.step(slot).done() || !state_.any_open(slot)) continue;
        const bool gone_on =
            std::any_of(pinned_.process.steps.begin(), pinned_.process.steps.end(), [&](const Step& later) {
                const auto other = static_cast<std::size_t>(&later - pinned_.process.steps.data());
                return (later.when.steps_needed() >> slot & 1) != 0 && state_.step(other).done();
            });
        if (gone_on) close(slot);
    }
}

void TurnBuilder::close(std::size_t slot) {
    std::erase_if(turn_.opened,
                  [&](const Opening& opened) { return opened.slot == static_cast<std::int64_t>(slot); });
    std::erase_if(turn_.spawned,
                  [&](const Spawned& child) { return child.slot == static_cast<std::int64_t>(slot); });
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
            // A voice that is still missing would make the vote of before whole again.
            if (state_.any_open(slot)) close(slot);
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
        const Step& step = pinned_.process.steps[slot];
        if (!state_.any_open(slot)) continue;
        // A matter does not end over a case that was begun for a part of it.
        const bool part = step.kind == StepKind::Child && !step.optional;
        if (!turn_.result.empty() && !opened_now(slot) && !part)
            close(slot);
        else
            waits = waits || !step.optional;
    }
    turn_.ended = !waits;
    state_.ended = turn_.ended;
}

void TurnBuilder::change(const ClockChange& change) {
    turn_.clocks.push_back(change);
    apply(state_, change);
}

// 许可法 45: while a special procedure goes on. Two that overlap are a union (R7), so each is kept for
// itself.
void TurnBuilder::settle_pauses(std::size_t slot) {
    const Deadline& rule = pinned_.process.deadlines[slot];
    const Date today = now_.date();
    const calendar::WorkCalendar& days = days_of(pinned_, state_, slot);
    for (const PauseRule& pause : rule.pauses) {
        const ClockState clock = clock_within(pinned_, state_, slot);
        const bool open = state_.step(pause.step).open();
        if (open && !clock.held(pause.step))
            change(
                pause_clock(clock, rule, slot, days, {today, until_.days == 0 ? today : until_, pause.step}));
        else if (!open && clock.held(pause.step))
            change(resume_clock(clock, rule, slot, days, today, pause.step));
    }
}

// R6, 公开条例 31: what was signed for earlier and is entered now counts from the day of the signature. It
// never wins time.
void TurnBuilder::restart_earlier(std::size_t slot) {
    const Deadline& rule = pinned_.process.deadlines[slot];
    const ClockState clock = clock_within(pinned_, state_, slot);
    const bool concerns =
        !turn_.step.empty() && (rule.starts.steps_needed() >> static_cast<unsigned>(turn_.slot) & 1) != 0;
    if (!rule.counts_event || !concerns || happened_.days == 0 || happened_ >= clock.start) return;
    change(restart_clock(clock, rule, slot, days_of(pinned_, state_, slot), {happened_, now_.date()}));
}

void TurnBuilder::settle_clock(std::size_t slot) {
    const Deadline& rule = pinned_.process.deadlines[slot];
    const bool stops = holds(rule.stops);
    if (!state_.clock(slot).running()) {
        if (!stops && !state_.ended && holds(rule.starts)) start(slot);
        return;
    }
    restart_earlier(slot);
    const bool deemed = deemed_clock_ == static_cast<int>(slot);
    if (!deemed && !stops && !state_.ended) return settle_pauses(slot);
    ClockChange ended = stop_clock(state_.clock(slot), rule, slot, now_);
    if (deemed)
        ended.change = Code::of("deemed");
    else if (!stops)
        ended.change = Code::of("void");
    change(ended);
}

// R1: the day of the start is day 0. A new instance; the old one keeps its record.
void TurnBuilder::start(std::size_t slot) {
    const Deadline& rule = pinned_.process.deadlines[slot];
    const Date today = now_.date();
    ClockStart start;
    start.slot = slot;
    start.round = state_.clock(slot).round + 1;
    start.at = now_;
    start.from = effective_.days == 0 ? today : effective_;
    if (rule.counts_event && happened_.days != 0 && happened_ < start.from) {
        start.from = happened_;
        start.entered = today;
    }
    start.budget = budget_of(rule, {state_, pinned_.item, today});
    // Whose calendar it is, and what the whole leaves it, are asked of the period as it begins.
    apply(state_, start_clock(rule, pinned_.days, start));
    start.no_later = limit_of(pinned_, state_, slot);
    change(start_clock(rule, days_of(pinned_, state_, slot), start));
}

Turn TurnBuilder::settle() {
    settle_premises();
    for (int round = 0; round < kSettleRoundsMax && settle_once(); ++round) {
    }
    settle_votes();
    settle_result();
    for (const std::size_t slot : wholes_first(pinned_.process)) settle_clock(slot);
    follow_owners(pinned_, state_, now_, turn_);
    follow_limits(pinned_, state_, now_, turn_.clocks);
    return std::move(turn_);
}

}  // namespace casework
