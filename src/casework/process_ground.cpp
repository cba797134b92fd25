// P05, P09, P10, P16: a process against the law register, the duties, the roster and the other processes.

#include "base/json.h"
#include "casework/practice.h"
#include "casework/process_bundle.h"

#include <algorithm>
#include <optional>
#include <set>

namespace casework {

std::vector<ClockDuty> read_clock_duties(std::string_view text) {
    std::vector<ClockDuty> duties;
    const auto json = base::parse_json(text);
    if (!json.ok()) return duties;
    for (const base::Json& row : json.value().items) {
        constexpr std::string_view kDeadline = "deadline ";
        const std::string_view kept_by = row.string_or("kept_by");
        if (!kept_by.starts_with(kDeadline)) continue;
        const std::string_view names = kept_by.substr(kDeadline.size());
        const std::size_t slash = std::min(names.find('/'), names.size());
        ClockDuty& duty = duties.emplace_back();
        duty.law = row.string_or("law");
        duty.article = row.string_or("art");
        duty.duty = row.string_or("duty");
        duty.process = names.substr(0, slash);
        duty.clock = names.substr(std::min(slash + 1, names.size()));
        for (const base::Json& other : row.list("also")) duty.others.push_back(other.text);
    }
    return duties;
}

namespace {

class GroundChecker {
public:
    GroundChecker(const Process& process, const ProcessGround& ground) : process_(process), ground_(ground) {}

    std::vector<Finding> check() {
        check_duties();
        check_bases();
        for (const Step& step : process_.steps) check_persons(step);
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) check_child(slot);
        for (const Step& step : process_.steps)
            for (const Outcome& outcome : step.outcomes) check_begun(step.name, outcome.effects);
        check_begun("rated_bad", process_.rated_bad);
        check_functions();
        return std::move(findings_);
    }

private:
    void find(std::string_view rule, std::string_view where, std::string what) {
        findings_.push_back({std::string(rule), std::string(where), std::move(what)});
    }

    static bool names(const std::vector<Basis>& bases, const ClockDuty& duty) {
        return std::any_of(bases.begin(), bases.end(), [&](const Basis& basis) {
            return basis.law == duty.law &&
                   catalog::article_number(basis.article) == catalog::article_number(duty.article);
        });
    }

    // P05: every statutory period of this kind of process has a clock that cites the article.
    void check_duties() {
        for (const ClockDuty& duty : ground_.duties) {
            const bool own = duty.process == process_.id;
            const bool also =
                std::find(duty.others.begin(), duty.others.end(), process_.id) != duty.others.end();
            if (!own && !also) continue;
            const bool kept =
                std::any_of(process_.deadlines.begin(), process_.deadlines.end(), [&](const Deadline& rule) {
                    return names(rule.basis, duty) && (also || rule.name == duty.clock);
                });
            if (!kept)
                find("P05", own ? duty.clock : process_.id,
                     "no clock keeps " + duty.law + " " + duty.article + ": " + duty.duty);
        }
    }

    // P10: cited as the register has it, and in force on the day the process would be.
    void check_bases() {
        check_basis(process_.id, process_.basis);
        for (const Guard& guard : process_.guards) check_basis(guard.name, guard.basis);
        for (const Deadline& rule : process_.deadlines) check_basis(rule.name, rule.basis);
        for (const Gate& gate : process_.gates) {
            check_basis(process_.steps[gate.step].name, gate.basis);
            check_basis(process_.steps[gate.step].name, gate.unless_basis);
        }
        if (process_.basis.empty()) find("P10", process_.id, "rests on no article");
    }
    void check_basis(const std::string& where, const std::vector<Basis>& bases) {
        for (const Basis& basis : bases) {
            switch (ground_.around.laws.resolve(basis.law, basis.article, ground_.on)) {
            case catalog::Resolution::InForce: break;
            case catalog::Resolution::UnknownLaw:
                find("P10", where, basis.cite() + " is in no register");
                break;
            case catalog::Resolution::UnknownArticle:
                find("P10", where, basis.cite() + " is no article of the register");
                break;
            case catalog::Resolution::NotInForce:
                find("P10", where, basis.cite() + " is not in force on " + ground_.on.iso());
                break;
            }
        }
    }

    // P16: a function that a desk rests on belongs to a body of the county.
    void check_functions() {
        const auto& known = ground_.around.functions;
        if (ground_.around.bodies.empty()) return;
        for (const Fact& fact : process_.facts)
            if (!fact.function.empty() && std::find(known.begin(), known.end(), fact.function) == known.end())
                find("P16", fact.name, "no body of the county has the function " + fact.function);
    }

    // ---- P09: enough different persons, whoever is away ----

    using Persons = std::set<std::string>;

    Persons holders(const Who& who, const std::string& body, const std::string& away) const {
        Persons found;
        for (const catalog::Seat& seat : ground_.around.roster) {
            if (seat.role != who.role || seat.body != body) continue;
            if (seat.person != away)
                found.insert(seat.person);
            else if (!seat.backup.empty())
                found.insert(seat.backup);
        }
        return found;
    }

    std::vector<std::string> bodies_of(const Who& who) const {
        const catalog::Surroundings& around = ground_.around;
        if (who.relation == Relation::Hall)
            return {around.hall.empty() ? std::string(catalog::kUsualHallBody) : around.hall};
        if (who.relation == Relation::RegionGov) return {std::string(catalog::kGovernmentBody)};
        if (who.relation != Relation::ItemOffice && who.relation != Relation::Member) return {};
        const auto& by_process = who.relation == Relation::Member ? around.members : around.offices;
        const auto bodies = by_process.find(process_.id);
        return bodies == by_process.end() ? std::vector<std::string>() : bodies->second;
    }

    void check_persons(const Step& step) {
        if (ground_.around.roster.empty() || step.who.relation == Relation::Outsider) return;
        for (const std::string& body : bodies_of(step.who)) {
            const std::string missing = missing_with_one_away(step, body);
            if (missing.empty()) continue;
            find("P09", step.name, missing);
            return;  // one body is enough to say it
        }
    }

    // A step that is opened by hand waits for whoever is back; every other can be done with one away. Further
    // signatures may come from anybody of the body.
    std::string missing_with_one_away(const Step& step, const std::string& body) const {
        Persons away{std::string()};
        if (!step.optional) away.merge(holders(step.who, body, {}));
        for (const std::string& one : away) {
            const Persons here = holders(step.who, body, one);
            const int left = static_cast<int>(here.size()) - taken(step, body, one, here);
            const int signers = static_cast<int>(staff(body, one).size());
            const int voices = quorum_of(step, body);
            if (left >= voices && signers >= step.signatures) continue;
            return step.who.role + " at " + body + ": " + std::to_string(std::max(voices, step.signatures)) +
                   " different persons are needed and " +
                   std::to_string(std::max(0, std::min(left, signers))) + " left" +
                   (one.empty() ? "" : " when one is away");
        }
        return {};
    }

    // How many holders of a post that is asked one by one have to be there. Who is away is asked all the same
    // where all are, and whoever stands in answers.
    int quorum_of(const Step& step, const std::string& body) const {
        const int all = static_cast<int>(holders(step.who, body, {}).size());
        if (step.each != Each::Holders || step.quorum == kQuorumAll) return 1;
        return step.quorum == kQuorumMajority ? all / 2 + 1 : step.quorum;
    }

    Persons staff(const std::string& body, const std::string& away) const {
        Persons found;
        for (const catalog::Seat& seat : ground_.around.roster)
            if (seat.body == body && seat.person != away) found.insert(seat.person);
        return found;
    }

    // Steps that must have been done by others and can only be done by the same few.
    int taken(const Step& step, const std::string& body, const std::string& away, const Persons& here) const {
        int taken = 0;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) {
            if ((step.not_steps >> slot & 1) == 0) continue;
            const Step& other = process_.steps[slot];
            if (other.who.relation != step.who.relation) continue;
            const Persons could = holders(other.who, body, away);
            const bool somebody_else = std::any_of(
                could.begin(), could.end(), [&](const std::string& one) { return !here.contains(one); });
            if (!could.empty() && !somebody_else) taken += 1;
        }
        return taken;
    }

    // ---- P16: children ----

    std::optional<Process> other(const std::string& id) const {
        const auto bundle = ground_.around.processes.find(id);
        if (bundle == ground_.around.processes.end()) return std::nullopt;
        const auto json = process_of_bundle(bundle->second);
        if (!json.ok()) return std::nullopt;
        auto parsed = parse_process(json.value(), id);
        if (!parsed.ok()) return std::nullopt;
        return std::move(parsed).value();
    }

    // What a process begins on its way: parts, and business that begins by itself. What a rating begins is
    // left out: it takes a person.
    static Persons begun_by(const Process& from) {
        Persons begun;
        for (const Step& step : from.steps) {
            if (step.kind == StepKind::Child) begun.insert(step.spawn.process);
            for (const Outcome& outcome : step.outcomes)
                for (const EffectUse& use : outcome.effects)
                    if (!use.process.empty()) begun.insert(use.process);
        }
        return begun;
    }
    bool leads_back(const Process& from, Persons& seen) const {
        for (const std::string& id : begun_by(from)) {
            if (id == process_.id) return true;
            if (!seen.insert(id).second) continue;
            const auto next = other(id);
            if (next && leads_back(*next, seen)) return true;
        }
        return false;
    }

    // Business that begins by itself needs an item in the county, and is told only what it can know.
    void check_begun(std::string_view where, const std::vector<EffectUse>& uses) {
        for (const EffectUse& use : uses) {
            if (use.process.empty()) continue;
            if (use.process == process_.id) {
                find("P16", where, "begins its own process again");
                continue;
            }
            const auto begun = other(use.process);
            if (!begun) {
                find("P16", where, "begins '" + use.process + "', which is no process in force");
                continue;
            }
            Persons seen;
            if (leads_back(*begun, seen)) find("P16", where, use.process + " begins this process again");
            if (!ground_.around.offices.empty() && !ground_.around.offices.contains(use.process))
                find("P16", where, "begins " + use.process + ", for which the county has no item");
            for (const Given& given : use.gives) {
                const Fact* fact = begun->find_fact(given.fact);
                if (fact == nullptr)
                    find("P16", where, use.process + " has no fact '" + given.fact + "'");
                else if (given.from == Given::From::Typed && !read_fact(*fact, given.typed).ok())
                    find("P16", where, "'" + given.typed + "' is no value of " + given.fact);
            }
        }
    }

    void check_child(std::size_t slot) {
        const Step& step = process_.steps[slot];
        if (step.kind != StepKind::Child) return;
        const std::string& id = step.spawn.process;
        if (id == process_.id) return find("P16", step.name, "begins its own process again");
        const auto child = other(id);
        if (!child) return find("P16", step.name, "begins '" + id + "', which is no process in force");
        Persons seen;
        if (leads_back(*child, seen)) find("P16", step.name, id + " begins this process again");
        // A period of the parent that waits for the child leaves it its own time.
        for (const Deadline& rule : process_.deadlines) {
            const bool waits =
                rule.bound == Bound::Max && (rule.stops.steps_needed() >> slot & 1) != 0 && !rule.from_item;
            for (const Deadline& part : child->deadlines) {
                if (!waits || part.bound != Bound::Max || part.from_item ||
                    part.budget.unit != rule.budget.unit || part.budget.count <= rule.budget.count)
                    continue;
                find("P16", step.name,
                     "clock " + part.name + " of " + id + " is longer than " + rule.name + " (" +
                         rule.basis.front().cite() + ")");
            }
        }
    }

    const Process& process_;
    const ProcessGround& ground_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_on_ground(const Process& process, const ProcessGround& ground) {
    return GroundChecker(process, ground).check();
}

}  // namespace casework
