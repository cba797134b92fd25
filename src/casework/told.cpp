#include "casework/told.h"

#include "casework/clock_ground.h"

#include <algorithm>

namespace casework {

namespace {

// Stands for what would be sealed; a rehearsal never reaches the vault.
constexpr std::int64_t kSupposedItem = 1;
constexpr std::int64_t kSupposedPerson = INT64_MAX;

std::string_view cause_of(const Told& told) {
    const bool statutory = told.rule->kind == DeadlineClass::Statutory;
    const bool promise = told.rule->kind == DeadlineClass::Promise;
    if (told.lamp == "red" || told.lamp == "yellow") {
        return statutory ? "over_statutory" : promise ? "over_promise" : "over_stage";
    }
    if (told.lamp == "warn") return statutory ? "near_statutory" : promise ? "near_promise" : "near_stage";
    return told.lamp == "paused" ? "paused" : "running";
}

// Which of two running periods speaks first.
bool speaks_before(const Told& left, const Told& right) {
    const auto rank = [](const Told& told) {
        if (told.lamp == "red") return 0;
        return told.lamp == "paused" ? 2 : 1;
    };
    if (rank(left) != rank(right)) return rank(left) < rank(right);
    return left.reading.due_at < right.reading.due_at;
}

std::vector<Evidence> supposed(const std::vector<Code>& needs) {
    std::vector<Evidence> evidence;
    for (const Code& slot : needs) {
        VaultRef item;
        item.item = kSupposedItem;
        evidence.push_back({slot, item});
    }
    return evidence;
}

}  // namespace

std::string grouped_number(std::string_view number) {
    constexpr std::size_t ends[] = {6, 9, 17, 22};
    std::string out;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (std::find(std::begin(ends), std::end(ends), i) != std::end(ends)) out += ' ';
        out += number[i];
    }
    return out;
}

std::string_view lamp_code(const ClockReading& reading, DeadlineClass kind,
                           const calendar::WorkCalendar& days, calendar::Instant now) {
    const std::string_view passed = kind == DeadlineClass::Statutory ? "red" : "yellow";
    switch (reading.phase) {
    case ClockPhase::Idle:
    case ClockPhase::Void: return "none";
    case ClockPhase::OnTime:
    case ClockPhase::Deemed: return "normal";
    case ClockPhase::Late: return passed;
    case ClockPhase::Paused: return "paused";
    case ClockPhase::Running: break;
    }
    if (reading.overdue) return passed;
    return reading.due_at <= near_until(days, now) ? "warn" : "normal";
}

Told tell(const Pinned& pinned, const CaseState& state, calendar::Instant now) {
    Told best;
    for (std::size_t slot = 0; slot < pinned.process.deadlines.size(); ++slot) {
        const ClockState& clock = state.clock(slot);
        if (!clock.running() || clock.waits) continue;
        Told told;
        told.clock = static_cast<int>(slot);
        told.rule = &pinned.process.deadlines[slot];
        const calendar::WorkCalendar& days = days_of(pinned, state, slot);
        told.reading = evaluate(clock, *told.rule, days, now);
        told.lamp = lamp_code(told.reading, told.rule->kind, days, now);
        if (best.clock < 0 || speaks_before(told, best)) best = told;
    }
    if (best.clock >= 0) best.cause = cause_of(best);
    return best;
}

Sentence left_words(const ClockReading& reading, const Deadline& rule, Date today) {
    const bool statutory = rule.kind == DeadlineClass::Statutory;
    const bool promise = rule.kind == DeadlineClass::Promise;
    switch (reading.phase) {
    case ClockPhase::Idle:
    case ClockPhase::Void: return {"meter.none", 0, {}};
    case ClockPhase::OnTime: return {"meter.on_time", 0, {}};
    case ClockPhase::Deemed: return {"meter.deemed", 0, {}};
    case ClockPhase::Paused: return {"meter.paused", 0, {}};
    case ClockPhase::Late:
    case ClockPhase::Running: break;
    }
    const std::string unit(calendar::unit_code(reading.unit));
    if (reading.overdue || reading.phase == ClockPhase::Late) {
        if (reading.remaining >= 0) return {"meter.just_over", 0, {}};
        return {(statutory ? "meter.over_statutory."
                 : promise ? "meter.over_promise."
                           : "meter.over_stage.") +
                    unit,
                -reading.remaining,
                {}};
    }
    if (rule.bound == Bound::Min && reading.due < today) return {"meter.waited", 0, {}};
    if (rule.bound == Bound::Min) return {"meter.at_least", 0, reading.due};
    if (reading.due == today) return {"meter.today", 0, {}};
    if (reading.remaining <= 0) return {"meter.until", 0, reading.due};
    return {"meter.left." + unit, reading.remaining, {}};
}

const Turn& turn_of(const StepEvent& event) {
    return std::visit([](const auto& one) -> const Turn& { return one.turn; }, event);
}

base::Result<Turn> foretell(const Pinned& pinned, const CaseState& state, const Choice& choice,
                            const Acting& acting, calendar::Instant now) {
    const int slot = pinned.process.find_step(choice.step.text());
    if (slot < 0) return base::Error(base::ErrorCode::NotFound, "step.unknown", choice.step.text());
    const Step& step = pinned.process.steps[static_cast<std::size_t>(slot)];
    const int index = Process::find_outcome(step, choice.outcome.text());
    if (index < 0) return base::Error(base::ErrorCode::NotFound, "step.unknown", choice.outcome.text());
    const Outcome& outcome = step.outcomes[static_cast<std::size_t>(index)];

    StepRequest request;
    request.step = choice.step;
    request.outcome = choice.outcome;
    std::vector<Code> needs = outcome.needs;
    needs.push_back(Code::of("overdue_reason"));  // asked for when it turns out late
    request.evidence = supposed(needs);
    request.asked = choice.asked;
    request.corrects = 1;  // which entry is asked when it is done
    if (outcome.records == Records::SupplementRequested && request.asked.empty() &&
        !pinned.item.materials.empty()) {
        request.asked.push_back(pinned.item.materials.front());
    }
    for (const std::uint8_t fact : outcome.sets) {
        const Fact& known = pinned.process.facts[fact];
        FactSet given{Code::of(known.name), fact, known.supposed(now.date())};
        for (const FactSet& typed : choice.facts)
            if (typed.fact == given.fact) given.value = typed.value;
        request.facts.push_back(std::move(given));
    }
    // A second signature is supposed: who signs is asked on the form.
    for (int extra = 1; extra < step.signatures; ++extra)
        request.cosigned.push_back(PersonId(kSupposedPerson - extra));
    const StepEvent event = TRY(decide_step(pinned, state, request, acting, now));
    return turn_of(event);
}

base::Result<Turn> foretell_opening(const Pinned& pinned, const CaseState& state, const OpenRequest& wanted,
                                    const Acting& acting, calendar::Instant now) {
    OpenRequest request = wanted;
    for (const Deadline& rule : pinned.process.deadlines) {
        for (const PauseRule& pause : rule.pauses) {
            if (pinned.process.steps[pause.step].name != wanted.step.text()) continue;
            for (Evidence& one : supposed({Code::of(pause.needs)}))
                request.evidence.push_back(std::move(one));
        }
    }
    const OpenEvent event = TRY(decide_open(pinned, state, request, acting, now));
    return std::visit([](const auto& one) { return one.turn; }, event);
}

}  // namespace casework
