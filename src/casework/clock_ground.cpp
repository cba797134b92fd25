#include "casework/clock_ground.h"

#include "catalog/calendars.h"

#include <algorithm>

namespace casework {

using calendar::Instant;
using calendar::WorkCalendar;

namespace {

ClockCalendar of_body(const Pinned& pinned, const Code& body) {
    if (pinned.calendars == nullptr) return {body, pinned.days};
    const catalog::CalendarPtr& days = pinned.calendars->of(body.text());
    return {body, days == nullptr ? pinned.days : *days};
}

// All members share one period.
ClockCalendar of_members(const Pinned& pinned, const CaseState& state, std::size_t slot) {
    const ClockState& clock = state.clock(slot);
    const calendar::Span whole{clock.budget + clock.extension, clock.unit};
    ClockCalendar latest = of_body(pinned, pinned.item.joint.front());
    Date end = latest.days.add(clock.start, whole).date;
    const WorkCalendar* days = &latest.days;
    Code body = latest.body;
    for (const Code& member : pinned.item.joint) {
        const ClockCalendar other = of_body(pinned, member);
        const Date due = other.days.add(clock.start, whole).date;
        if (due <= end) continue;
        end = due;
        days = &other.days;
        body = member;
    }
    return {body, *days};
}

// A change that only says that the date moved, or nothing.
void move(const Pinned& pinned, CaseState& state, std::size_t slot, Instant now,
          std::vector<ClockChange>& changes) {
    if (!state.clock(slot).running() || state.clock(slot).unit == calendar::Unit::Hours) return;
    const ClockState clock = clock_within(pinned, state, slot);
    const Deadline& rule = pinned.process.deadlines[slot];
    ClockChange moved = recompute_clock(clock, rule, slot, days_of(pinned, state, slot));
    if (moved.due == clock.due) return;
    not_before_known(moved, clock, now);
    apply(state, moved);
    changes.push_back(std::move(moved));
}

}  // namespace

ClockCalendar calendar_of(const Pinned& pinned, const CaseState& state, std::size_t slot) {
    const Who& owner = pinned.process.deadlines[slot].owner;
    if (owner.relation == Relation::Outsider) return of_body(pinned, pinned.item.office);
    if (owner.relation != Relation::Member) return of_body(pinned, office_of(pinned, state, owner, {}));
    if (pinned.item.joint.empty()) return of_body(pinned, pinned.item.office);
    return of_members(pinned, state, slot);
}

const WorkCalendar& days_of(const Pinned& pinned, const CaseState& state, std::size_t slot) {
    return calendar_of(pinned, state, slot).days;
}

Date limit_of(const Pinned& pinned, const CaseState& state, std::size_t slot) {
    const Deadline& rule = pinned.process.deadlines[slot];
    if (!rule.within_another) return {};
    const ClockState& whole = state.clock(rule.within);
    const ClockState& own = state.clock(slot);
    const bool was_beside = own.running() && whole.phase != ClockPhase::Idle &&
                            whole.phase != ClockPhase::Void && whole.stopped >= own.start;
    if (!whole.running() && !was_beside) return {};
    const Date limit = days_of(pinned, state, slot).back(whole.due, rule.within_days);
    return std::max(limit, own.start);
}

ClockState clock_within(const Pinned& pinned, const CaseState& state, std::size_t slot) {
    ClockState clock = state.clock(slot);
    clock.no_later = limit_of(pinned, state, slot);
    return clock;
}

std::vector<std::size_t> wholes_first(const Process& process) {
    std::vector<std::size_t> order;
    std::vector<bool> taken(process.deadlines.size());
    // A definition that limits two periods by each other still comes to an end: it is taken as written.
    for (std::size_t round = 0; round < process.deadlines.size(); ++round) {
        for (std::size_t slot = 0; slot < process.deadlines.size(); ++slot) {
            const Deadline& rule = process.deadlines[slot];
            const bool waits = rule.within_another && !taken[rule.within] && round + 1 < taken.size();
            if (taken[slot] || waits) continue;
            taken[slot] = true;
            order.push_back(slot);
        }
    }
    return order;
}

void follow_limits(const Pinned& pinned, CaseState& state, Instant now, std::vector<ClockChange>& changes) {
    for (const std::size_t slot : wholes_first(pinned.process)) {
        const Deadline& rule = pinned.process.deadlines[slot];
        if (!rule.within_another) continue;
        const bool concerned = std::any_of(changes.begin(), changes.end(), [&](const ClockChange& change) {
            return change.slot == static_cast<std::int64_t>(rule.within);
        });
        if (concerned) move(pinned, state, slot, now, changes);
    }
}

void follow_owners(const Pinned& pinned, CaseState& state, Instant now, Turn& turn) {
    for (std::size_t slot = 0; slot < pinned.process.deadlines.size(); ++slot) {
        const Who& owner = pinned.process.deadlines[slot].owner;
        const bool another = std::any_of(turn.facts.begin(), turn.facts.end(), [&](const FactSet& set) {
            return owner.relation == Relation::Fact && set.slot == owner.fact;
        });
        if (another) move(pinned, state, slot, now, turn.clocks);
    }
}

}  // namespace casework
