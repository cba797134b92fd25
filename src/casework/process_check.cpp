// The publish-time checker: what can be told from the definition alone. Reachable states: process_explore.
// Laws, roster, duties and other processes: process_ground. Words: process_bundle. Scenarios: the runner.

#include "casework/process.h"

#include <algorithm>

namespace casework {

namespace {

// data: the articles that the rules themselves rest on
constexpr std::string_view kOnRefusals = "行政许可法 38";
constexpr std::string_view kOnPauses = "行政许可法 45";
constexpr std::string_view kOnPromises = "优化营商环境条例 36";
constexpr std::string_view kOnDelivery = "行政许可法 44";
constexpr std::string_view kOnOpenness = "政府信息公开条例 17";
constexpr std::string_view kOnSecrets = "政府信息公开条例 15";

constexpr std::string_view kFoiPauses[] = {"third_party", "other_bodies", "fee_notice"};

// data: the closed list of what silence may decide (B5), law and article
constexpr std::pair<std::string_view, std::string_view> kDeeming[] = {
    {"行政许可法", "32"}, {"行政许可法", "50"}, {"政府信息公开条例", "30"}, {"政府信息公开条例", "34"}};

class Checker {
public:
    explicit Checker(const Process& process) : process_(process) {}

    std::vector<Finding> check() {
        reach();
        for (std::size_t i = 0; i < process_.steps.size(); ++i) check_step(i);
        for (const Deadline& rule : process_.deadlines) check_deadline(rule);
        check_promises();
        check_receipt();
        check_endings();
        check_uses();
        check_windows();
        check_exceptions();
        for (const Gate& gate : process_.gates) check_gate(gate);
        check_size();
        return std::move(findings_);
    }

private:
    void find(std::string_view rule, std::string_view where, std::string_view what,
              std::string_view cited = {}) {
        std::string said(what);
        if (!cited.empty()) said.append(" (").append(cited).append(")");
        findings_.push_back({std::string(rule), std::string(where), std::move(said)});
    }
    static std::string cite(const std::vector<Basis>& basis) {
        return basis.empty() ? std::string() : basis.front().cite();
    }
    static std::uint64_t bit(std::size_t slot) { return std::uint64_t{1} << slot; }

    // Steps that can open: filing, a condition over reachable steps, a `then` of a reachable step, optional
    // by hand.
    void reach() {
        reached_ = bit(0);
        for (std::uint64_t before = 0; before != reached_;) {
            before = reached_;
            for (std::size_t i = 0; i < process_.steps.size(); ++i) {
                const Step& step = process_.steps[i];
                const bool opens_itself = !step.when.empty() && (step.when.steps_needed() & ~reached_) == 0;
                if (opens_itself || (step.optional && step.when.empty())) reached_ |= bit(i);
                if ((reached_ & bit(i)) == 0) continue;
                for (const Outcome& outcome : step.outcomes)
                    if (outcome.then != Then::Nothing) reached_ |= bit(outcome.target);
            }
        }
    }

    void check_step(std::size_t slot) {
        const Step& step = process_.steps[slot];
        if ((reached_ & bit(slot)) == 0) find("P02", step.name, "cannot be reached");
        if ((step.not_steps & bit(slot)) != 0) find("P09", step.name, "excludes itself");
        if (slot == 0 && !step.when.empty())
            find("P01", step.name, "the filing step cannot wait for a condition");
        for (const Outcome& outcome : step.outcomes) check_outcome(slot, outcome);
    }

    void check_outcome(std::size_t slot, const Outcome& outcome) {
        const Step& step = process_.steps[slot];
        const std::string where = step.name + " " + outcome.name;
        // P03: a way back is walked a bounded number of times.
        const bool back =
            outcome.then == Then::Reopen || (outcome.then == Then::Open && outcome.target <= slot);
        if (back) {
            const Step& target = process_.steps[outcome.target];
            if (outcome.at_most == 0 && target.repeat == kRoundsMax && step.repeat == kRoundsMax &&
                !opened_rarely(step))
                find("P03", where, "a return without at_most or repeat");
        }
        // 许可法 38: a refusal in writing tells its reasons and the right to review and suit.
        const bool refuses =
            outcome.name == "refuse" || outcome.end == "refused" || outcome.records == Records::Refused;
        if (refuses && !has(outcome, "reasons")) find("P04", where, "a refusal needs reasons", kOnRefusals);
        if (refuses && !has(outcome, "remedy")) find("P04", where, "a refusal needs remedy", kOnRefusals);
        check_shown(slot, outcome);
    }

    // P11: what the public sees says that it is open (公开条例 15–17), and what somebody typed was read by
    // somebody else before. What is a document has its own review: publication.
    void check_shown(std::size_t slot, const Outcome& outcome) {
        if (outcome.show != Show::Public) return;
        const std::string where = process_.steps[slot].name + " " + outcome.name;
        if (outcome.secrecy == Secrecy::Unstated)
            find("P11", where, "is public without a secrecy class", kOnOpenness);
        else if (outcome.secrecy != Secrecy::Open)
            find("P11", where, "is public and of a class that is not open", kOnSecrets);
        if (!outcome.needs.empty() && !looked_at_before(slot))
            find("P11", where, "free text goes to the public without a review by another post", kOnOpenness);
    }

    bool looked_at_before(std::size_t slot) const {
        const Step& step = process_.steps[slot];
        if (step.signatures > 1 || step.not_steps != 0) return true;
        for (std::size_t i = 1; i < process_.steps.size(); ++i) {
            const Step& other = process_.steps[i];
            const bool before = (step.when.steps_needed() >> i & 1) != 0;
            if (before && other.who.relation != Relation::Outsider && !(other.who == step.who)) return true;
        }
        return false;
    }

    // A step opened only by outcomes that are themselves bounded.
    bool opened_rarely(const Step& step) const {
        bool opened = false;
        for (const Step& other : process_.steps)
            for (const Outcome& outcome : other.outcomes) {
                if (outcome.then == Then::Nothing || process_.steps[outcome.target].name != step.name)
                    continue;
                if (outcome.at_most == 0) return false;
                opened = true;
            }
        return opened;
    }

    static bool has(const Outcome& outcome, std::string_view slot) {
        const auto is = [&](const Code& code) { return code.text() == slot; };
        return std::any_of(outcome.needs.begin(), outcome.needs.end(), is) ||
               std::any_of(outcome.letters.begin(), outcome.letters.end(), is);
    }

    // B5: pauses only of the closed lists, with notice and limit; silence decides only where a law says so.
    void check_deadline(const Deadline& rule) {
        for (const PauseRule& pause : rule.pauses) {
            const bool listed =
                std::find(std::begin(kPermitPauses), std::end(kPermitPauses), pause.kind) !=
                    std::end(kPermitPauses) ||
                std::find(std::begin(kFoiPauses), std::end(kFoiPauses), pause.kind) != std::end(kFoiPauses);
            if (!listed)
                find("P08", rule.name, "pause kind '" + pause.kind + "' is in no law's list", kOnPauses);
            if (pause.needs.empty()) find("P08", rule.name, "a pause needs a written notice", kOnPauses);
            if (pause.max.count < 1) find("P08", rule.name, "a pause needs a limit", kOnPauses);
            if (!process_.steps[pause.step].optional && process_.steps[pause.step].kind == StepKind::Act)
                find("P08", rule.name, "only an optional or waiting step pauses a period", kOnPauses);
        }
        if (!rule.deem.allowed) return;
        const bool by_law = std::any_of(rule.basis.begin(), rule.basis.end(), [](const Basis& basis) {
            return std::any_of(std::begin(kDeeming), std::end(kDeeming), [&](const auto& one) {
                const std::string_view article = basis.article;
                return basis.law == one.first && article.substr(0, article.find('(')) == one.second;
            });
        });
        if (!by_law)
            find("P08", rule.name, "silence has this consequence in no law's list", cite(rule.basis));
        const Outcome& outcome = process_.steps[rule.deem.step].outcomes[rule.deem.choice];
        if (outcome.then != Then::Nothing)
            find("P08", rule.name, "a deemed outcome opens nothing by hand", cite(rule.basis));
    }

    // P07: a promise never exceeds the law; where the law sets no limit one must be promised.
    void check_promises() {
        bool limited = false;
        for (const Deadline& promise : process_.deadlines) {
            if (promise.bound == Bound::Max) limited = true;
            if (promise.kind != DeadlineClass::Promise) continue;
            for (const Deadline& law : process_.deadlines) {
                const bool same = law.kind == DeadlineClass::Statutory && law.bound == Bound::Max &&
                                  law.starts.text() == promise.starts.text() &&
                                  law.stops.text() == promise.stops.text() &&
                                  law.budget.unit == promise.budget.unit;
                if (same && promise.budget.count > law.budget.count)
                    find("P07", promise.name, "promises more than " + law.name + " allows", kOnPromises);
            }
        }
        if (!limited) find("P07", process_.id, "no statutory period and no promise", kOnPromises);
    }

    // P06 in its simplest form: some period starts with the receipt. The rest is for the walk through states.
    void check_receipt() {
        CaseState filed;
        filed.steps.push_back({StepPhase::Done, 1, 1, 0, 0});
        const ItemTerms item;
        const bool from_receipt =
            std::any_of(process_.deadlines.begin(), process_.deadlines.end(), [&](const Deadline& rule) {
                return rule.starts.holds({filed, item, Date{}});
            });
        if (!from_receipt) find("P06", process_.id, "no period runs from the receipt");
    }

    // P14: archive and rating follow the end by themselves; that the applicant is told, and handed what was
    // decided, is the definition's.
    void check_endings() {
        bool ends = false;
        bool delivers = false;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) {
            for (const Outcome& outcome : process_.steps[slot].outcomes) {
                ends = ends || !outcome.end.empty();
                delivers = delivers || outcome.records == Records::Delivered;
                if (outcome.end.empty() || process_.begun_inside() || told_at_the_end(slot, outcome))
                    continue;
                find("P14", process_.steps[slot].name + " " + outcome.name,
                     "ends without a word to the applicant", kOnDelivery);
            }
        }
        if (!ends) find("P01", process_.id, "no outcome ends a matter");
        if (!delivers && !process_.begun_inside())
            find("P14", process_.id, "no outcome delivers", kOnDelivery);
    }
    bool told_at_the_end(std::size_t slot, const Outcome& outcome) const {
        if (outcome.show == Show::Applicant || outcome.show == Show::Public || !outcome.letters.empty())
            return true;
        if (process_.steps[slot].who.relation == Relation::Outsider) return true;
        return std::any_of(process_.steps.begin(), process_.steps.end(), [&](const Step& later) {
            return (later.when.steps_needed() >> slot & 1) != 0 &&
                   std::any_of(later.outcomes.begin(), later.outcomes.end(),
                               [](const Outcome& one) { return one.records == Records::Delivered; });
        });
    }

    template <class Look>
    bool any_outcome(const Look& look) const {
        return std::any_of(process_.steps.begin(), process_.steps.end(), [&](const Step& step) {
            return std::any_of(step.outcomes.begin(), step.outcomes.end(), look);
        });
    }

    // P12: nothing is asked for that nobody uses; nothing stands in a definition that does nothing.
    void check_uses() {
        for (std::size_t slot = 0; slot < process_.facts.size(); ++slot) {
            const std::string& name = process_.facts[slot].name;
            const bool set =
                !process_.facts[slot].function.empty() || any_outcome([&](const Outcome& outcome) {
                    return std::find(outcome.sets.begin(), outcome.sets.end(), slot) != outcome.sets.end();
                });
            if (!set) find("P12", name, "no outcome sets this fact");
        }
        for (std::size_t slot = 0; slot < process_.guards.size(); ++slot) {
            const bool used = any_outcome([&](const Outcome& outcome) {
                return std::find(outcome.guards.begin(), outcome.guards.end(), slot) != outcome.guards.end();
            });
            if (!used)
                find("P12", process_.guards[slot].name, "guards nothing", cite(process_.guards[slot].basis));
        }
        for (const Code& letter : process_.outputs) {
            const bool issued = any_outcome([&](const Outcome& outcome) {
                return std::find(outcome.letters.begin(), outcome.letters.end(), letter) !=
                       outcome.letters.end();
            });
            if (!issued && !announces(letter)) find("P12", letter.text(), "is never issued");
        }
    }
    // A letter of a pause or an extension is issued when these begin.
    bool announces(const Code& letter) const {
        return std::any_of(process_.deadlines.begin(), process_.deadlines.end(), [&](const Deadline& rule) {
            return rule.extend.allowed ||
                   std::any_of(rule.pauses.begin(), rule.pauses.end(),
                               [&](const PauseRule& pause) { return pause.needs == letter.text(); });
        });
    }

    // P17: a waiting period holds something back.
    void check_windows() {
        for (std::size_t slot = 0; slot < process_.deadlines.size(); ++slot) {
            const Deadline& rule = process_.deadlines[slot];
            if (rule.bound != Bound::Min) continue;
            const auto looks = [&](const Expression& condition) {
                return condition.asks(Expression::Op::Elapsed, static_cast<int>(slot));
            };
            const bool waited = std::any_of(process_.steps.begin(), process_.steps.end(),
                                            [&](const Step& step) { return looks(step.when); }) ||
                                std::any_of(process_.guards.begin(), process_.guards.end(),
                                            [&](const Guard& guard) { return looks(guard.condition); });
            if (!waited) find("P17", rule.name, "nothing waits for this period", cite(rule.basis));
        }
    }

    // P18: an exception from a gate is declared by an outcome that brings its reasons.
    void check_exceptions() {
        for (const Guard& guard : process_.guards) {
            if (guard.condition.text().find("||") == std::string::npos) continue;
            for (std::size_t slot = 0; slot < process_.facts.size(); ++slot) {
                const std::string& name = process_.facts[slot].name;
                if (!guard.condition.asks(Expression::Op::Fact, static_cast<int>(slot))) continue;
                const bool bare = any_outcome([&](const Outcome& outcome) {
                    return std::find(outcome.sets.begin(), outcome.sets.end(), slot) != outcome.sets.end() &&
                           outcome.needs.empty() && outcome.letters.empty();
                });
                if (bare)
                    find("P18", guard.name, "the exception " + name + " is declared without a document",
                         cite(guard.basis));
            }
        }
        for (const Step& step : process_.steps)
            for (const Outcome& outcome : step.outcomes)
                if (outcome.name == "not_applicable" && !has(outcome, "reasons"))
                    find("P18", step.name + " " + outcome.name, "a step is left out without reasons");
    }

    // P18: an exception from a gate names its article, and what it rests on was signed: an outcome or a fact
    // that an official records with a document. That nothing else leads past the gate is for the walk.
    void check_gate(const Gate& gate) {
        if (gate.unless.empty()) return;
        const std::string& name = process_.steps[gate.step].name;
        if (gate.unless_basis.empty())
            find("P18", name, "its exception rests on no article", cite(gate.basis));
        bool rests = false;
        for (const Step& step : process_.steps) {
            for (const Outcome& outcome : step.outcomes) {
                const auto slot = static_cast<std::size_t>(&step - process_.steps.data());
                const auto choice = static_cast<std::size_t>(&outcome - step.outcomes.data());
                const bool sets = std::any_of(outcome.sets.begin(), outcome.sets.end(),
                                              [&](std::uint8_t fact) { return gate.unless.asks_fact(fact); });
                if (!sets && !gate.unless.names_outcome(slot, choice)) continue;
                rests = true;
                const bool official = step.who.relation != Relation::Outsider && step.kind != StepKind::Auto;
                if (official && !(outcome.needs.empty() && outcome.letters.empty())) continue;
                find("P18", name,
                     "its exception rests on " + step.name + " " + outcome.name +
                         ", which nobody signs with a document",
                     cite(gate.basis));
            }
        }
        if (!rests) find("P18", name, "its exception is declared by nobody", cite(gate.basis));
    }

    // P15: conditions were typed when they were read; the state of a matter stays small.
    void check_size() {
        CaseState full;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) {
            full.steps.push_back({StepPhase::Done, 9, 1, 9, 1000});
            for (std::size_t choice = 0; choice < process_.steps[slot].outcomes.size(); ++choice)
                full.tallies.push_back(
                    {static_cast<std::uint8_t>(slot), static_cast<std::uint8_t>(choice), 9});
        }
        for (const Fact& fact : process_.facts)
            full.facts.push_back({static_cast<std::int64_t>(full.facts.size()), fact.most()});
        full.clocks.resize(process_.deadlines.size());
        for (ClockState& clock : full.clocks) clock.pauses.resize(2);
        const std::size_t bytes = full.encode().size();
        if (bytes > kStateBytesMax)
            find("P15", process_.id,
                 "the state of a matter would take " + std::to_string(bytes) + " bytes, the limit is " +
                     std::to_string(kStateBytesMax));
    }

    const Process& process_;
    std::uint64_t reached_ = 0;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_process(const Process& process) {
    return Checker(process).check();
}

}  // namespace casework
