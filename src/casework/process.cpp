#include "casework/process.h"

#include "base/json.h"
#include "casework/reading_place.h"

#include <algorithm>

namespace casework {

using base::Json;
using base::Result;

namespace {

const Words kStepKinds{"act", "wait", "notice", "child", "auto"};
const Words kRecords{"step_done",    "accepted", "refused",   "supplement_requested",
                     "supplemented", "decided",  "delivered", "withdrawn",
                     "resumed",      "corrected"};
const Words kSecrecy = {"open", "personal", "commercial", "internal"};
const Words kShows{"internal", "applicant", "public", "supervisor"};
// Threshold set A (督办制): a hint one working day before the last day, and the breach itself.
const std::vector<MarkRule> kSetA{{"near", -1}, {"over", 0}};

class ProcessReader : ReadingPlace {
public:
    explicit ProcessReader(std::string_view file) : ReadingPlace(file) {}

    Result<Process> read(const Json& root) {
        TRY(check_keys(root, {"id", "version", "basis", "facts", "outputs", "steps", "guards", "gates",
                              "deadlines", "rated_bad"}));
        process_.id = root.string_or("id");
        if (!is_name(process_.id)) return refuse(root, "id is missing or no name");
        process_.version = TRY(read_number(root, "version", 0, {1, 9999}, place(root)));
        if (process_.version == 0) return refuse(root, "version is missing");
        process_.basis = TRY(read_basis(root));
        TRY(read_words(root));
        process_.outputs = TRY(read_codes(root, "outputs"));
        for (const Json& item : root.list("guards")) TRY(read_guard(item));
        for (const Json& item : root.list("steps")) TRY(read_step(item));
        for (const Json& item : root.list("gates")) TRY(read_gate(item));
        for (const Json& item : root.list("deadlines")) TRY(read_deadline(item));
        TRY(read_effects(root, "rated_bad", process_.rated_bad));
        return std::move(process_);
    }

private:
    Result<> read_words(const Json& root) {
        for (const Json& item : root.list("facts")) TRY(read_fact_word(item));
        for (const Json& item : root.list("steps")) {
            Vocabulary::StepWords step{std::string(item.string_or("step")), {}};
            for (const Json& outcome : item.list("outcomes"))
                step.outcomes.emplace_back(outcome.string_or("outcome"));
            if (!is_name(step.name)) return refuse(item, "step is missing or no name");
            words_.steps.push_back(std::move(step));
            names_.push_back(words_.steps.back().name);
        }
        for (const Json& item : root.list("deadlines"))
            words_.deadlines.emplace_back(item.string_or("deadline"));
        if (words_.steps.empty() || words_.steps.size() > kStepsMax)
            return refuse(root, "1 to 64 steps are allowed");
        if (words_.deadlines.size() > kDeadlinesMax) return refuse(root, "at most 16 deadlines are allowed");
        if (words_.facts.size() > kFactsMax) return refuse(root, "at most 32 facts are allowed");
        TRY(check_unique(root, fact_names()));
        TRY(check_unique(root, names_));
        return check_unique(root, words_.deadlines);
    }

    Result<> read_guard(const Json& at) {
        TRY(check_keys(at, {"guard", "if", "basis"}));
        if (process_.guards.size() == kGuardsMax) return refuse(at, "at most 32 guards are allowed");
        Guard guard{std::string(at.string_or("guard")), {}, {}};
        if (!is_name(guard.name)) return refuse(at, "guard is missing");
        guard.condition = TRY(read_condition(at, "if"));
        if (guard.condition.empty()) return refuse(at, "a guard needs if");
        guard.basis = TRY(read_basis(at));
        if (guard.basis.empty()) return refuse(at, "a guard needs a basis");
        process_.guards.push_back(std::move(guard));
        return base::Done{};
    }

    // {"gate": "legality", "before": ["meeting", "chair adopt"], "unless": {"if": …, "basis": …}, "basis": …}
    Result<> read_gate(const Json& at) {
        TRY(check_keys(at, {"gate", "before", "unless", "basis"}));
        if (process_.gates.size() == kGatesMax) return refuse(at, "at most 32 gates are allowed");
        Gate gate;
        gate.step = static_cast<std::uint8_t>(TRY(choose(at, "step", at.string_or("gate"), names_)));
        for (const Json& item : at.list("before")) {
            const std::size_t space = std::min(item.text.find(' '), item.text.size());
            Gate::Before before;
            before.step =
                static_cast<std::uint8_t>(TRY(choose(item, "step", item.text.substr(0, space), names_)));
            if (space < item.text.size())
                before.choice = static_cast<int>(TRY(choose(item, "outcome", item.text.substr(space + 1),
                                                            words_.steps[before.step].outcomes)));
            gate.before.push_back(before);
        }
        if (gate.before.empty()) return refuse(at, "a gate stands before something");
        gate.basis = TRY(read_basis(at));
        if (gate.basis.empty()) return refuse(at, "a gate needs a basis");
        TRY(read_exception(at, gate));
        process_.gates.push_back(std::move(gate));
        return base::Done{};
    }
    Result<> read_exception(const Json& at, Gate& gate) const {
        const Json* unless = at.find("unless");
        if (unless == nullptr) return base::Done{};
        TRY(check_keys(*unless, {"if", "basis"}));
        gate.unless = TRY(read_condition(*unless, "if"));
        gate.unless_basis = TRY(read_basis(*unless));
        if (gate.unless.empty()) return refuse(*unless, "an exception needs if");
        return base::Done{};
    }

    Result<> read_step(const Json& at) {
        TRY(check_keys(at, {"step", "kind", "who", "when", "optional", "each", "quorum", "spawn", "repeat",
                            "not", "min", "outcomes"}));
        Step step;
        step.line = at.line;
        step.name = at.string_or("step");
        step.kind = static_cast<StepKind>(TRY(choose(at, "kind", at.string_or("kind"), kStepKinds)));
        if (step.kind != StepKind::Auto && step.kind != StepKind::Child) step.who = TRY(read_who(at, "who"));
        step.when = TRY(read_condition(at, "when"));
        step.optional = at.is_true("optional");
        TRY(read_each(at, step));
        TRY(read_quorum(at, step));
        TRY(read_spawn(at, step));
        step.repeat = TRY(read_number(at, "repeat", kRoundsMax, {1, kRoundsMax}, place(at)));
        for (const Json& other : at.list("not"))
            step.not_steps |= std::uint64_t{1} << TRY(choose(other, "step", other.text, names_));
        TRY(read_signatures(at, step));
        for (const Json& item : at.list("outcomes")) TRY(read_outcome(item, step));
        if (step.outcomes.empty()) return refuse(at, "a step needs an outcome");
        if (step.outcomes.size() > kOutcomesMax) return refuse(at, "at most 32 outcomes are allowed");
        process_.steps.push_back(std::move(step));
        return base::Done{};
    }

    // "item.joint", "holders" or, of a child, "fact.<list>"
    Result<> read_each(const Json& at, Step& step) const {
        const Json* each = at.find("each");
        if (each == nullptr) return base::Done{};
        const std::string_view text = each->text;
        if (text.starts_with("fact.")) {
            const std::size_t slot = TRY(choose(*each, "fact", text.substr(5), fact_names()));
            if (process_.facts[slot].type != FactType::List || step.kind != StepKind::Child)
                return refuse(*each, "each over a fact is of a child step, and the fact is a list");
            step.each = Each::Entries;
            step.each_fact = static_cast<std::uint8_t>(slot);
            return base::Done{};
        }
        step.each =
            TRY(choose(*each, "each", text, {"item.joint", "holders"})) == 0 ? Each::Bodies : Each::Holders;
        return base::Done{};
    }

    // "majority", "all" or a number
    Result<> read_quorum(const Json& at, Step& step) const {
        const Json* quorum = at.find("quorum");
        if (quorum == nullptr) return base::Done{};
        if (step.each == Each::One) return refuse(*quorum, "a quorum needs each");
        if (quorum->is_string()) {
            step.quorum = TRY(choose(*quorum, "quorum", quorum->text, {"majority", "all"})) == 0
                              ? kQuorumMajority
                              : kQuorumAll;
            return base::Done{};
        }
        step.quorum = TRY(read_number(at, "quorum", 0, {1, static_cast<int>(kMembersMax)}, place(*quorum)));
        return base::Done{};
    }

    // "spawn": {"process": "inspection-follow-up", "office": "fact.unit"}
    Result<> read_spawn(const Json& at, Step& step) const {
        const Json* spawn = at.find("spawn");
        if ((spawn != nullptr) != (step.kind == StepKind::Child))
            return refuse(at, "a child step, and no other, has spawn");
        if (spawn == nullptr) return base::Done{};
        TRY(check_keys(*spawn, {"process", "office"}));
        if (step.each == Each::Holders) return refuse(at, "a child step is not asked of persons");
        step.spawn.process = spawn->string_or("process");
        if (!is_name(step.spawn.process)) return refuse(*spawn, "spawn names a process");
        return read_relation(*spawn, spawn->string_or("office", "item.office"), step.spawn.office);
    }

    // "min": {"n": 2, "if": "fact.on_site"}
    Result<> read_signatures(const Json& at, Step& step) const {
        const Json* min = at.find("min");
        if (min == nullptr) return base::Done{};
        TRY(check_keys(*min, {"n", "if"}));
        step.signatures = TRY(read_number(*min, "n", 0, {2, 9}, place(*min)));
        if (step.signatures == 0) return refuse(*min, "min n is 2 to 9");
        step.signatures_if = TRY(read_condition(*min, "if"));
        return base::Done{};
    }

    Result<> read_outcome(const Json& at, Step& step) {
        TRY(check_keys(at, {"outcome", "needs", "sets", "then", "at_most", "guard", "end", "records", "show",
                            "class", "effects", "happened", "corrects"}));
        Outcome outcome;
        outcome.line = at.line;
        outcome.name = at.string_or("outcome");
        if (!is_name(outcome.name)) return refuse(at, "outcome is missing");
        for (Code& slot : TRY(read_codes(at, "needs"))) {
            (issued(slot) ? outcome.letters : outcome.needs).push_back(std::move(slot));
        }
        for (const Json& fact : at.list("sets"))
            outcome.sets.push_back(
                static_cast<std::uint8_t>(TRY(choose(fact, "fact", fact.text, fact_names()))));
        TRY(read_happened(at, outcome, step));
        for (const std::uint8_t slot : outcome.sets) {
            const Fact& fact = process_.facts[slot];
            if (!fact.function.empty())
                return refuse(at, "'" + fact.name + "' is set by the county, at filing");
            if (fact.type == FactType::List && process_.steps.empty())
                return refuse(at, "the list '" + fact.name + "' is set by a later step than filing");
        }
        TRY(read_then(at, outcome));
        outcome.at_most = TRY(read_number(at, "at_most", 0, {1, kRoundsMax}, place(at)));
        TRY(read_guard_names(at, outcome));
        outcome.end = at.string_or("end");
        if (!outcome.end.empty() && !is_name(outcome.end)) return refuse(at, "end is no name");
        outcome.records =
            static_cast<Records>(TRY(choose(at, "event", at.string_or("records", "step_done"), kRecords)));
        TRY(read_correction(at, outcome));
        outcome.show = static_cast<Show>(TRY(choose(at, "show", at.string_or("show", "internal"), kShows)));
        if (const Json* secrecy = at.find("class"); secrecy != nullptr)
            outcome.secrecy =
                static_cast<Secrecy>(1 + TRY(choose(*secrecy, "class", secrecy->text, kSecrecy)));
        TRY(read_effects(at, "effects", outcome.effects));
        step.outcomes.push_back(std::move(outcome));
        return base::Done{};
    }

    // "corrects": "release": what stands wrong there is named by the event of this outcome.
    Result<> read_correction(const Json& at, Outcome& outcome) const {
        const Json* corrects = at.find("corrects");
        if ((corrects != nullptr) != (outcome.records == Records::Corrected))
            return refuse(at, "an outcome that records corrected, and no other, has corrects");
        if (corrects != nullptr)
            outcome.corrects = static_cast<int>(TRY(choose(*corrects, "step", corrects->text, names_)));
        return base::Done{};
    }

    // ["issue_result", {"effect": "begin", "process": "bad-rating", "gives": {"unit": "item.office"}}]
    Result<> read_effects(const Json& at, std::string_view key, std::vector<EffectUse>& uses) const {
        for (const Json& item : at.list(key)) {
            EffectUse use;
            use.effect = item.is_object() ? item.string_or("effect") : item.text;
            if (!is_name(use.effect)) return refuse(item, "an effect is a name");
            if (item.is_object()) TRY(read_effect(item, use));
            uses.push_back(std::move(use));
        }
        return base::Done{};
    }

    Result<> read_effect(const Json& at, EffectUse& use) const {
        TRY(check_keys(at, {"effect", "process", "gives", "about"}));
        use.process = at.string_or("process");
        if (at.find("about") != nullptr) TRY(read_relation(at, at.string_or("about"), use.about.emplace()));
        const Json* gives = at.find("gives");
        if (gives == nullptr) return base::Done{};
        if (!gives->is_object()) return refuse(*gives, "an object is expected");
        for (const auto& [fact, value] : gives->members) {
            if (!value.is_string()) return refuse(value, "'" + fact + "' must be text");
            Given given{fact, Given::From::Typed, value.text, {}};
            if (given.typed == "applicant.named") {
                given.from = Given::From::ApplicantNamed;
            } else if (given.typed.find('.') != std::string::npos) {
                given.from = Given::From::Body;
                TRY(read_relation(value, given.typed, given.body));
            }
            use.gives.push_back(std::move(given));
        }
        return base::Done{};
    }

    // R6: "happened": "receipt_day". Evidence shows that day; what an official files is its own evidence.
    Result<> read_happened(const Json& at, Outcome& outcome, const Step& step) const {
        const Json* happened = at.find("happened");
        if (happened == nullptr) return base::Done{};
        const std::size_t slot = TRY(choose(*happened, "fact", happened->text, fact_names()));
        const bool set = std::find(outcome.sets.begin(), outcome.sets.end(), slot) != outcome.sets.end();
        if (process_.facts[slot].type != FactType::Date || !set)
            return refuse(*happened, "happened names a date that the outcome sets");
        const bool inside =
            step.who.relation == Relation::ItemOffice || step.who.relation == Relation::RegionGov;
        if (outcome.needs.empty() && !(process_.steps.empty() && inside))
            return refuse(*happened, "what happened before it was entered needs evidence");
        outcome.happened = static_cast<std::uint8_t>(slot);
        return base::Done{};
    }

    // "then": "open supplement" or "reopen check"
    Result<> read_then(const Json& at, Outcome& outcome) const {
        const std::string_view then = at.string_or("then");
        if (then.empty()) return base::Done{};
        const auto space = then.find(' ');
        if (space == std::string_view::npos) return refuse(at, "then is 'open step' or 'reopen step'");
        const std::size_t verb = TRY(choose(at, "word", then.substr(0, space), {"open", "reopen"}));
        outcome.then = verb == 0 ? Then::Open : Then::Reopen;
        outcome.target = static_cast<std::uint8_t>(TRY(choose(at, "step", then.substr(space + 1), names_)));
        return base::Done{};
    }

    Result<> read_guard_names(const Json& at, Outcome& outcome) const {
        const Json* named = at.find("guard");
        if (named == nullptr) return base::Done{};
        Words known;
        for (const Guard& guard : process_.guards) known.push_back(guard.name);
        if (named->is_string()) {
            outcome.guards.push_back(
                static_cast<std::uint8_t>(TRY(choose(*named, "guard", named->text, known))));
            return base::Done{};
        }
        for (const Json& item : named->items)
            outcome.guards.push_back(static_cast<std::uint8_t>(TRY(choose(item, "guard", item.text, known))));
        return base::Done{};
    }

    Result<> read_deadline(const Json& at) {
        TRY(check_keys(at, {"deadline", "class", "owner", "starts", "stops", "budget", "otherwise", "within",
                            "bound", "roll", "pauses", "extend", "marks", "expire", "basis", "counts"}));
        Deadline rule;
        rule.line = at.line;
        rule.name = at.string_or("deadline");
        if (!is_name(rule.name)) return refuse(at, "deadline is missing");
        rule.kind =
            static_cast<DeadlineClass>(TRY(choose(at, "class", at.string_or("class"), {"F", "C", "S"})));
        rule.owner = TRY(read_who(at, "owner"));
        rule.starts = TRY(read_condition(at, "starts"));
        rule.stops = TRY(read_condition(at, "stops"));
        if (rule.starts.empty() || rule.stops.empty()) return refuse(at, "a deadline needs starts and stops");
        rule.counts_event =
            TRY(choose(at, "word", at.string_or("counts", "recorded"), {"recorded", "event+evidence"})) == 1;
        rule.bound =
            static_cast<Bound>(TRY(choose(at, "bound", at.string_or("bound", "max"), {"max", "min"})));
        rule.roll = static_cast<calendar::Roll>(
            TRY(choose(at, "roll", at.string_or("roll", "next"), {"none", "next"})));
        TRY(read_budget(at, rule));
        for (const Json& item : at.list("pauses")) TRY(read_pause(item, rule));
        TRY(read_extension(at, rule));
        TRY(read_marks(at, rule));
        TRY(read_expiry(at, rule));
        rule.basis = TRY(read_basis(at));
        if (rule.basis.empty()) return refuse(at, "a deadline needs a basis");
        process_.deadlines.push_back(std::move(rule));
        return base::Done{};
    }

    Result<> read_budget(const Json& at, Deadline& rule) const {
        const std::string_view budget = at.string_or("budget");
        const Json* written = at.find("budget");
        if (written != nullptr && written->is_list()) {
            TRY(read_budget_cases(*written, rule));
        } else if (budget.starts_with("item.")) {
            rule.from_item = true;
            Words known;
            for (std::size_t i = 0; i < kItemFields; ++i)
                known.emplace_back(item_field_word(static_cast<ItemField>(i)));
            rule.field = static_cast<ItemField>(TRY(choose(at, "item field", budget.substr(5), known)));
            rule.budget = TRY(read_span(at, at.string_or("otherwise")));
        } else if (budget.starts_with("fact.")) {
            const std::size_t slot = TRY(choose(at, "fact", budget.substr(5), fact_names()));
            rule.budget = TRY(read_span(at, at.string_or("otherwise")));
            if (process_.facts[slot].type != FactType::Span || process_.facts[slot].unit != rule.budget.unit)
                return refuse(at, "a budget from a fact is a span in the unit of otherwise");
            rule.from_fact = static_cast<std::uint8_t>(slot);
        } else {
            rule.budget = TRY(read_span(at, budget));
        }
        const Json* within = at.find("within");
        if (within == nullptr) return base::Done{};
        TRY(check_keys(*within, {"deadline", "before"}));
        rule.within_another = true;
        rule.within = static_cast<std::uint8_t>(
            TRY(choose(*within, "deadline", within->string_or("deadline"), words_.deadlines)));
        const calendar::Span before = TRY(read_span(*within, within->string_or("before")));
        if (before.unit != calendar::Unit::WorkingDays) return refuse(*within, "before is in working days");
        rule.within_days = before.count;
        return base::Done{};
    }

    // [{"if": "fact.category = consult", "is": "3 working days"}, {"is": "15 working days"}]
    Result<> read_budget_cases(const Json& list, Deadline& rule) const {
        for (const Json& item : list.items) {
            TRY(check_keys(item, {"if", "is"}));
            BudgetCase one;
            one.when = TRY(read_condition(item, "if"));
            one.budget = TRY(read_span(item, item.string_or("is")));
            const bool last = &item == &list.items.back();
            if (one.when.empty() != last) return refuse(item, "the last budget, and only that, has no if");
            if (last)
                rule.budget = one.budget;
            else
                rule.cases.push_back(std::move(one));
        }
        if (list.items.empty()) return refuse(list, "a budget is missing");
        return base::Done{};
    }

    Result<> read_pause(const Json& at, Deadline& rule) const {
        TRY(check_keys(at, {"while", "kind", "needs", "max"}));
        PauseRule pause;
        pause.step = static_cast<std::uint8_t>(TRY(choose(at, "step", at.string_or("while"), names_)));
        pause.kind = at.string_or("kind", at.string_or("while"));
        pause.needs = at.string_or("needs");
        pause.max = TRY(read_span(at, at.string_or("max")));
        if (pause.max.unit != calendar::Unit::WorkingDays && pause.max.unit != calendar::Unit::Days)
            return refuse(at, "the max of a pause is in working days or days");
        rule.pauses.push_back(std::move(pause));
        return base::Done{};
    }

    Result<> read_extension(const Json& at, Deadline& rule) const {
        const Json* extend = at.find("extend");
        if (extend == nullptr) return base::Done{};
        TRY(check_keys(*extend, {"by", "who", "times", "needs"}));
        rule.extend.allowed = true;
        rule.extend.by = TRY(read_span(*extend, extend->string_or("by")));
        rule.extend.who = TRY(read_who(*extend, "who"));
        for (Code& slot : TRY(read_codes(*extend, "needs")))
            if (!issued(slot)) rule.extend.needs.push_back(std::move(slot));
        if (extend->integer_or("times", 1) != 1) return refuse(*extend, "a period is extended once");
        if (rule.extend.by.unit != rule.budget.unit)
            return refuse(*extend, "an extension cannot change the unit");
        return base::Done{};
    }

    // "set" is threshold set A; else [{"at": "-1 working days" | "due" | "+3 working days", "level":
    // "near"}].
    Result<> read_marks(const Json& at, Deadline& rule) const {
        const Json* marks = at.find("marks");
        if (marks == nullptr) return base::Done{};
        if (marks->is_string()) {
            TRY(choose(*marks, "marks", marks->text, {"set"}));
            rule.marks = kSetA;
            return base::Done{};
        }
        for (const Json& item : marks->items) {
            TRY(check_keys(item, {"at", "level"}));
            std::string_view when = item.string_or("at");
            MarkRule mark{std::string(item.string_or("level")), 0};
            if (when != "due") {
                const bool before = when.starts_with('-');
                if (!before && !when.starts_with('+'))
                    return refuse(item, "at is '-n working days', 'due' or '+n …'");
                const calendar::Span span = TRY(read_span(item, when.substr(1)));
                if (span.unit != calendar::Unit::WorkingDays)
                    return refuse(item, "marks are in working days");
                mark.offset = before ? -span.count : span.count;
            }
            rule.marks.push_back(std::move(mark));
        }
        return base::Done{};
    }

    // "alert", "none", or {"deem": "check accept"}: as of the day the period began.
    Result<> read_expiry(const Json& at, Deadline& rule) const {
        const Json* expire = at.find("expire");
        if (expire == nullptr) return base::Done{};
        if (expire->is_string()) {
            rule.alerts = TRY(choose(*expire, "expire", expire->text, {"alert", "none"})) == 0;
            return base::Done{};
        }
        TRY(check_keys(*expire, {"deem"}));
        const std::string_view deem = expire->string_or("deem");
        const auto space = deem.find(' ');
        if (space == std::string_view::npos) return refuse(*expire, "deem is 'step outcome'");
        rule.deem.allowed = true;
        rule.deem.step =
            static_cast<std::uint8_t>(TRY(choose(*expire, "step", deem.substr(0, space), names_)));
        const auto& outcomes = words_.steps[rule.deem.step].outcomes;
        rule.deem.choice =
            static_cast<std::uint8_t>(TRY(choose(*expire, "outcome", deem.substr(space + 1), outcomes)));
        return base::Done{};
    }
};

}  // namespace

Result<Process> parse_process(std::string_view json, std::string_view file) {
    const Json root = TRY(base::parse_json(json, base::JsonComments::Allowed, kProcessBytesMax));
    if (!root.is_object()) return bad_definition({file, root.line}, "an object is expected");
    return ProcessReader(file).read(root);
}

std::string_view kind_word(StepKind kind) {
    return kStepKinds[static_cast<std::size_t>(kind)];
}
std::string_view show_word(Show show) {
    return kShows[static_cast<std::size_t>(show)];
}

}  // namespace casework
