#include "app/scenario_proof.h"

#include "base/json.h"

#include <algorithm>

namespace app {

namespace {

base::Json* member(base::Json& object, std::string_view key) {
    for (auto& [name, value] : object.members)
        if (name == key) return &value;
    return nullptr;
}

}  // namespace

std::string with_open_guard(std::string_view bundle, std::string_view guard) {
    auto json = base::parse_json(bundle, base::JsonComments::Allowed);
    CHECK(json.ok());  // its process was read from it
    base::Json whole = std::move(json).value();
    base::Json* process = member(whole, "process");
    base::Json* guards = process == nullptr ? nullptr : member(*process, "guards");
    CHECK(guards != nullptr);
    for (base::Json& one : guards->items) {
        base::Json* condition = member(one, "if");
        if (one.string_or("guard") == guard && condition != nullptr) condition->text = "1 = 1";
    }
    std::string opened;
    base::append_json(opened, whole);
    return opened;
}

namespace {

using casework::Process;
using Scenarios = std::vector<std::pair<std::string, std::string>>;

class Prover {
public:
    Prover(const ScenarioGround& ground, const ProcessSource& source, const Process& process,
           const Scenarios& scenarios)
        : ground_(ground), source_(source), process_(process), scenarios_(scenarios) {}

    base::Result<> prove() {
        for (const auto& [path, text] : scenarios_) {
            ScenarioReport report = TRY(play_scenario(ground_, {text, path, nullptr}));
            for (const std::string& one : report.done) done_.insert(one);
            for (const std::string& one : report.expired) expired_.insert(one);
            if (!report.passed()) find("P19", path.substr(path.rfind('/') + 1), "does not pass");
            proof.played.push_back(std::move(report));
        }
        check_cover();
        for (std::size_t slot = 0; slot < process_.guards.size(); ++slot) TRY(check_guard(slot));
        return base::Done{};
    }
    ScenarioProof proof;

private:
    void find(std::string_view rule, std::string_view where, std::string what) {
        proof.findings.push_back({std::string(rule), std::string(where), std::move(what)});
    }

    void check_cover() {
        for (const casework::Step& step : process_.steps)
            for (const casework::Outcome& outcome : step.outcomes)
                if (!done_.contains(step.name + "/" + outcome.name))
                    find("P19", step.name + " " + outcome.name, "happens in no scenario");
        for (const casework::Deadline& rule : process_.deadlines)
            if (!expired_.contains(rule.name))
                find("P19", rule.name, "runs out in no scenario (" + rule.basis.front().cite() + ")");
    }

    bool tries(const std::string& text, std::size_t guard) const {
        const auto scenario = casework::parse_scenario(text, ground_.words(), source_.id);
        if (!scenario.ok()) return false;
        return std::any_of(scenario.value().steps.begin(), scenario.value().steps.end(),
                           [&](const casework::ScenarioStep& step) {
                               const int slot = process_.find_step(step.target);
                               if (step.kind != casework::ScenarioStep::Kind::Do || slot < 0) return false;
                               const casework::Step& at = process_.steps[static_cast<std::size_t>(slot)];
                               const int choice = Process::find_outcome(at, step.outcome);
                               if (choice < 0) return false;
                               const auto& guards = at.outcomes[static_cast<std::size_t>(choice)].guards;
                               return std::find(guards.begin(), guards.end(), guard) != guards.end();
                           });
    }

    base::Result<> check_guard(std::size_t slot) {
        const casework::Guard& guard = process_.guards[slot];
        const ProcessSource open{source_.id, with_open_guard(source_.bundle, guard.name)};
        ++proof.mutations;
        for (const auto& [path, text] : scenarios_) {
            if (!tries(text, slot)) continue;
            const ScenarioReport report = TRY(play_scenario(ground_, {text, path, &open}));
            if (!report.passed()) return base::Done{};
        }
        find("P20", guard.name, "thrown open, no scenario notices (" + guard.basis.front().cite() + ")");
        return base::Done{};
    }

    const ScenarioGround& ground_;
    const ProcessSource& source_;
    const Process& process_;
    const Scenarios& scenarios_;
    std::set<std::string> done_, expired_;
};

}  // namespace

base::Result<ScenarioProof> prove_process(const ScenarioGround& ground, const ProcessSource& source,
                                          const Scenarios& scenarios) {
    const Process* process = ground.find_process(source.id);
    if (process == nullptr) return base::Error(base::ErrorCode::Invalid, "definition.no_process", source.id);
    Prover prover(ground, source, *process, scenarios);
    TRY(prover.prove());
    return std::move(prover.proof);
}

}  // namespace app
