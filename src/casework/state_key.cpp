#include "casework/state_key.h"

#include "casework/told_apart.h"

#include <algorithm>
#include <utility>

namespace casework {

using calendar::Instant;
using Op = Expression::Op;

StateKey::StateKey(const Process& process) : process_(process) {
    for (const Step& step : process.steps) {
        conditions_.push_back(&step.when);
        conditions_.push_back(&step.signatures_if);
    }
    for (const Guard& guard : process.guards) conditions_.push_back(&guard.condition);
    for (const Gate& gate : process.gates) conditions_.push_back(&gate.unless);
    for (const Deadline& rule : process.deadlines) {
        conditions_.push_back(&rule.starts);
        conditions_.push_back(&rule.stops);
    }
    for (std::size_t slot = 0; slot < process.steps.size(); ++slot) {
        const Step& step = process.steps[slot];
        Told& told = steps_.emplace_back();
        told.count = counted(Op::Count, slot);
        told.only_open = step.optional && !asked_done(slot);
        if (step.optional)
            told.rounds = 0;
        else if (step.repeat <= kRepeatTold)
            told.rounds = step.repeat;
        told.kinds = kinds_of(Op::Outcome, slot, 0, step.outcomes.size());
        for (std::size_t choice = 0; choice < step.outcomes.size(); ++choice) {
            const int at_most = step.outcomes[choice].at_most;
            told.counts.push_back(std::max(counted(slot, choice), at_most > kReturnsTold ? 0 : at_most));
        }
    }
    for (std::size_t slot = 0; slot < process.deadlines.size(); ++slot) {
        elapsing_.push_back(asked(Op::Elapsed, slot));
        only_while_.push_back(-1);
        for (std::size_t step = 0; step < process.steps.size(); ++step)
            if (elapses_while(slot, step)) only_while_.back() = static_cast<int>(step);
    }
    for (std::size_t slot = 0; slot < process.facts.size(); ++slot) {
        const bool list = process.facts[slot].type == FactType::List;  // how many children begin
        facts_.push_back(list || asked(Op::Fact, slot) || asked(Op::Has, slot));
        option_kinds_.push_back(kinds_of(Op::Fact, slot, 1, process.facts[slot].options.size()));
        auto& named = numbers_.emplace_back();
        for (const Expression* condition : conditions_)
            for (const std::int32_t value : condition->compared_with(Op::Fact, static_cast<int>(slot)))
                named.insert(value);
    }
}

// Each gets the number of the first that is like it.
std::vector<std::uint8_t> StateKey::kinds_of(Op op, std::size_t slot, int first, std::size_t count) {
    std::vector<std::uint8_t> kinds;
    for (std::size_t one = 0; one < count; ++one) {
        std::size_t like = 0;
        const auto differs = [&](const Expression* condition) {
            const Alternatives two{op, slot, first + static_cast<int>(like), first + static_cast<int>(one)};
            return looks_at(*condition, two) && (++compared_ > kComparedMax || tells_apart(*condition, two));
        };
        while (like < one && std::any_of(conditions_.begin(), conditions_.end(), differs)) ++like;
        kinds.push_back(static_cast<std::uint8_t>(like));
    }
    return kinds;
}

// Whether the period begins anew whenever this step opens, and only this step's own outcomes ask for its end:
// while the step is closed and the period stands, how it stands makes no difference.
bool StateKey::elapses_while(std::size_t clock, std::size_t slot) const {
    const Deadline& rule = process_.deadlines[clock];
    const Step& step = process_.steps[slot];
    if (rule.starts.text() != "running(" + step.name + ")") return false;
    const auto asks = [&](const Expression& condition) {
        return condition.asks(Op::Elapsed, static_cast<int>(clock));
    };
    for (const Step& other : process_.steps) {
        if (asks(other.when) || asks(other.signatures_if)) return false;
        if (&other == &step) continue;
        for (const Outcome& outcome : other.outcomes)
            for (const std::uint8_t guard : outcome.guards)
                if (asks(process_.guards[guard].condition)) return false;
    }
    return std::none_of(process_.deadlines.begin(), process_.deadlines.end(),
                        [&](const Deadline& other) { return asks(other.starts) || asks(other.stops); }) &&
           std::none_of(process_.gates.begin(), process_.gates.end(),
                        [&](const Gate& gate) { return asks(gate.unless); });
}

bool StateKey::is_watched(const CaseState& state, std::size_t clock) const {
    if (!elapsing_[clock] || state.clock(clock).phase == ClockPhase::Idle) return false;
    const int step = only_while_[clock];
    return step < 0 || state.clock(clock).running() || state.step(static_cast<std::size_t>(step)).open();
}

bool StateKey::asked(Op op, std::size_t slot) const {
    return std::any_of(conditions_.begin(), conditions_.end(), [&](const Expression* condition) {
        return condition->asks(op, static_cast<int>(slot));
    });
}

// Whether it makes a difference that a step was done, and how.
bool StateKey::asked_done(std::size_t slot) const {
    for (const Op op : {Op::Done, Op::Outcome, Op::Count, Op::CountOutcome, Op::Votes, Op::VotesFor,
                        Op::Members, Op::All, Op::Any})
        if (asked(op, slot)) return true;
    return std::any_of(process_.gates.begin(), process_.gates.end(),
                       [&](const Gate& gate) { return gate.step == slot; });
}

// Whether a number is compared with more than numbers and other facts.
bool StateKey::beyond_numbers(std::size_t fact) const {
    return std::any_of(conditions_.begin(), conditions_.end(), [&](const Expression* condition) {
        if (!condition->asks(Op::Fact, static_cast<int>(fact))) return false;
        for (const Op op : {Op::Item, Op::Count, Op::CountOutcome, Op::Votes, Op::VotesFor, Op::Members})
            if (condition->asks(op)) return true;
        return false;
    });
}

// How far a condition counts: one more than the largest number it compares with, all the way when it compares
// with something else.
int StateKey::counted(Op op, std::size_t slot) const {
    int far = 0;
    for (const Expression* condition : conditions_) {
        const int times = condition->times_asked(op, static_cast<int>(slot));
        if (times == 0) continue;
        const auto numbers = condition->compared_with(op, static_cast<int>(slot));
        if (static_cast<int>(numbers.size()) < times) return kCountedMax;
        for (const std::int32_t number : numbers) far = std::max(far, std::min(number, kCountedMax - 1) + 1);
    }
    return far;
}

int StateKey::counted(std::size_t slot, std::size_t choice) const {
    const bool named = std::any_of(conditions_.begin(), conditions_.end(), [&](const Expression* condition) {
        return condition->asks(Op::CountOutcome, static_cast<int>(slot)) &&
               condition->names_outcome(slot, choice);
    });
    return named ? counted(Op::CountOutcome, slot) : 0;
}

std::vector<std::int64_t> StateKey::values_of(std::size_t slot) const {
    const Fact& fact = process_.facts[slot];
    switch (fact.type) {
    case FactType::Truth: break;
    case FactType::Date: return {Date::of(2026, 3, 2).days};
    case FactType::Body: return {13};
    case FactType::Span:
        if (!facts_[slot]) return {fact.least};
        return {fact.least, fact.longest};
    case FactType::List: return {1, 2};
    case FactType::Number: {
        if (!facts_[slot]) return {1};
        std::set<std::int64_t> values{0, 1};
        if (beyond_numbers(slot)) values.insert(1000);
        for (const std::int64_t number : numbers_[slot]) values.insert({number, number + 1});
        return {values.begin(), values.end()};
    }
    case FactType::Choice: {
        std::vector<std::int64_t> values;
        for (std::size_t option = 0; option < option_kinds_[slot].size(); ++option)
            if (option_kinds_[slot][option] == option)
                values.push_back(static_cast<std::int64_t>(option) + 1);
        return values;
    }
    }
    if (!facts_[slot]) return {0};
    return {0, 1};
}

Instant StateKey::next_change(const CaseState& state, std::size_t slot, Instant now) const {
    const ClockState& clock = state.clock(slot);
    Instant next{};
    if (process_.deadlines[slot].deem.allowed && clock.running()) next = std::max(clock.due_at, now);
    if (is_watched(state, slot) && now.date() <= clock.due) {
        const Instant after = Instant::start_of(clock.due.plus(1));
        if (next.ms == 0 || after < next) next = after;
    }
    return next;
}

// Outcomes that no condition tells apart are one. How it was done before a step was wanted again is not
// asked.
std::uint8_t StateKey::outcome_told(std::size_t slot, const StepState& step) const {
    const auto& kinds = steps_[slot].kinds;
    if (!step.done() || step.outcome == 0 || step.outcome > kinds.size()) return 0;
    return static_cast<std::uint8_t>(kinds[step.outcome - 1u] + 1);
}

// A desk that somebody claimed is open like any other; what was closed undone is wanted again like what is
// stale, as long as openings are not counted.
int StateKey::phase_told(std::size_t slot, const StepState& step) const {
    if (step.open()) return static_cast<int>(StepPhase::Ready);
    if (steps_[slot].only_open) return 0;
    // What is opened by hand may be opened again, whether or not it was before.
    if (process_.steps[slot].optional && !step.done()) return 0;
    const bool stale = step.phase == StepPhase::Stale && steps_[slot].rounds <= 1;
    return static_cast<int>(stale ? StepPhase::Void : step.phase);
}

void StateKey::put_steps(const CaseState& state, std::string& key) const {
    const auto put = [](std::string& out, int value) { out += static_cast<char>(value); };
    std::vector<std::string> members;
    for (std::size_t slot = 0; slot < steps_.size(); ++slot) {
        const Told& told = steps_[slot];
        const StepState& step = state.step(slot);
        put(key, phase_told(slot, step) * 16 + std::min<int>(step.round, told.rounds));
        if (!told.only_open) put(key, outcome_told(slot, step));
        if (told.count > 0) put(key, std::min(state.count(slot), told.count));
        for (std::size_t choice = 0; choice < told.counts.size(); ++choice)
            if (told.counts[choice] > 0) put(key, std::min(state.count(slot, choice), told.counts[choice]));
        // No condition names a member: who is who makes no difference.
        if (process_.steps[slot].each == Each::One) continue;
        members.clear();
        for (const MemberState& member : state.members) {
            if (member.slot != slot) continue;
            const bool now = member.step.round == step.round;
            std::string& one = members.emplace_back();
            put(one, phase_told(slot, member.step) * 2 + now);
            put(one, outcome_told(slot, member.step));
        }
        std::sort(members.begin(), members.end());
        for (const std::string& one : members) key += one;
    }
}

void StateKey::put_clocks(const CaseState& state, Instant now, std::string& key) const {
    for (std::size_t slot = 0; slot < elapsing_.size(); ++slot) {
        const ClockState& clock = state.clock(slot);
        int bits = clock.running() ? 1 : 0;
        if (is_watched(state, slot)) bits += now.date() > clock.due ? 4 : 2;
        if (process_.deadlines[slot].deem.allowed && clock.running() && now >= clock.due_at) bits += 8;
        key += static_cast<char>(bits);
    }
}

std::string StateKey::of(const CaseState& state, Instant now) const {
    std::string key;
    key += static_cast<char>((state.ended ? 2 : 0) + (state.result.empty() ? 0 : 1));
    put_steps(state, key);
    put_clocks(state, now, key);
    for (std::size_t slot = 0; slot < facts_.size(); ++slot) {
        if (!facts_[slot]) continue;
        key += state.has_fact(slot) ? '+' : '-';
        const std::int64_t value = state.fact(slot);
        const auto& kinds = option_kinds_[slot];
        const bool option = value >= 1 && value <= static_cast<std::int64_t>(kinds.size());
        key.append(std::to_string(option ? kinds[static_cast<std::size_t>(value) - 1] : value))
            .append(1, ',');
    }
    return key;
}

}  // namespace casework
