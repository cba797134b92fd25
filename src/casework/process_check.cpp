#include "casework/process.h"

#include <algorithm>

namespace casework {

// GAP: time-and-process C4: P09 (roster), P10 (law register), P11–P13 (classes, uses, letters and texts),
// P16–P20
// (children, min windows, mandatory gates, scenarios, mutation) need the catalogue or the scenario runner.

namespace {

class Checker {
public:
    explicit Checker(const Process& process) : process_(process) {}

    std::vector<Finding> check() {
        reach();
        for (std::size_t i = 0; i < process_.steps.size(); ++i) check_step(i);
        for (const Deadline& rule : process_.deadlines) check_deadline(rule);
        check_cover();
        check_endings();
        return std::move(findings_);
    }

private:
    void find(std::string_view rule, std::string_view where, std::string_view what) {
        findings_.push_back({std::string(rule), std::string(where), std::string(what)});
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
        bool goes_on = false;
        for (const Outcome& outcome : step.outcomes) {
            check_outcome(step, outcome);
            goes_on = goes_on || outcome.end.empty();
        }
        // P01: after the last step of a path something must be ready, awaited or decided.
        const bool leads = goes_on && slot + 1 < process_.steps.size();
        if (!leads && goes_on && !step.optional && !any_end_before(slot))
            find("P01", step.name, "nothing follows and nothing ends");
    }

    bool any_end_before(std::size_t slot) const {
        for (std::size_t i = 0; i <= slot; ++i)
            for (const Outcome& outcome : process_.steps[i].outcomes)
                if (!outcome.end.empty()) return true;
        return false;
    }

    void check_outcome(const Step& step, const Outcome& outcome) {
        const std::string where = step.name + " " + outcome.name;
        // P03: a way back is walked a bounded number of times.
        if (outcome.then == Then::Reopen) {
            const Step& target = process_.steps[outcome.target];
            if (outcome.at_most == 0 && target.repeat == kRoundsMax && step.repeat == kRoundsMax &&
                !opened_rarely(step))
                find("P03", where, "a return without at_most or repeat");
        }
        // 许可法 38: a refusal in writing tells its reasons and the right to review and suit.
        const bool refuses = outcome.name == "refuse" || outcome.records == Records::Refused;
        if (!refuses) return;
        if (!has(outcome, "reasons")) find("P04", where, "a refusal needs reasons");
        if (!has(outcome, "remedy")) find("P04", where, "a refusal needs remedy");
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

    void check_deadline(const Deadline& rule) {
        // B5: pauses only of the closed lists, with notice and limit; deeming only by 许可法 32.
        for (const PauseRule& pause : rule.pauses) {
            const bool listed = std::find(std::begin(kPermitPauses), std::end(kPermitPauses), pause.kind) !=
                                    std::end(kPermitPauses) ||
                                pause.kind == "third_party" || pause.kind == "other_bodies" ||
                                pause.kind == "fee_notice";
            if (!listed) find("P08", rule.name, "pause kind '" + pause.kind + "' is in no law's list");
            if (pause.needs.empty()) find("P08", rule.name, "a pause needs a written notice");
            if (pause.max.count < 1) find("P08", rule.name, "a pause needs a limit");
            if (!process_.steps[pause.step].optional && process_.steps[pause.step].kind == StepKind::Act)
                find("P08", rule.name, "only an optional or waiting step pauses a period");
        }
        if (rule.deem.allowed) {
            const Outcome& outcome = process_.steps[rule.deem.step].outcomes[rule.deem.choice];
            const bool by_law = std::any_of(rule.basis.begin(), rule.basis.end(), [](const Basis& basis) {
                // data: short names of the laws whose deeming rules may load (B5)
                return (basis.law == "行政许可法" && basis.article.starts_with("32")) ||
                       (basis.law == "政府信息公开条例" && (basis.article == "30" || basis.article == "34"));
            });
            if (!by_law) find("P08", rule.name, "silence has this consequence in no law's list");
            if (outcome.then != Then::Nothing)
                find("P08", rule.name, "a deemed outcome opens nothing by hand");
        }
    }

    // P05, P07: a statutory period exists, and a promise never without one. P06 is approximated: some period
    // starts with the receipt.
    void check_cover() {
        bool from_receipt = false;
        bool statutory = false;
        bool promise = false;
        CaseState filed;
        filed.steps.push_back({StepPhase::Done, 1, 1, 0});
        const ItemTerms item;
        for (const Deadline& rule : process_.deadlines) {
            from_receipt = from_receipt || rule.starts.holds({filed, item, Date{}});
            statutory = statutory || rule.kind == DeadlineClass::Statutory;
            promise = promise || rule.kind == DeadlineClass::Promise;
        }
        if (!from_receipt) find("P06", process_.id, "no period runs from the receipt");
        if (!statutory && !promise) find("P05", process_.id, "no statutory period and no promise");
    }

    void check_endings() {
        bool ends = false;
        bool delivers = false;
        for (const Step& step : process_.steps)
            for (const Outcome& outcome : step.outcomes) {
                ends = ends || !outcome.end.empty();
                delivers = delivers || outcome.records == Records::Delivered;
            }
        if (!ends) find("P01", process_.id, "no outcome ends a matter");
        // P14: archive and rating are followers of `ended`; delivery is a step.
        if (!delivers) find("P14", process_.id, "no outcome delivers");
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
