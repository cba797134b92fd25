#include "app/definition_check.h"

#include "app/definition_tree.h"
#include "app/scenario_proof.h"
#include "app/wiring.h"
#include "calendar/calendar_file.h"
#include "casework/process_bundle.h"
#include "casework/process_explore.h"

#include <algorithm>
#include <chrono>

namespace app {

namespace {

using catalog::DefinitionKind;
using catalog::Findings;

class DefinitionChecker {
public:
    DefinitionChecker(const DefinitionTree& tree, const web::Files& carried, int states_max,
                      CheckedDefinitions& out)
        : tree_(tree), carried_(carried), around_(tree.surroundings()), states_max_(states_max), out_(out) {}

    base::Result<> check() {
        for (const std::string& inside : tree_.asked()) {
            ++out_.files;
            const catalog::DefinitionDraft draft = tree_.draft(inside);
            const calendar::Date today = calendar::SystemClock().now().date();
            Findings findings = catalog::judge_definition(draft, {around_, today, 0, &check_process_draft});
            if (draft.kind == DefinitionKind::Process) TRY(walk_and_play(draft, findings));
            if (!findings.empty()) out_.found.push_back({tree_.shown(inside), std::move(findings)});
        }
        return base::Done{};
    }

private:
    // P01, P02, P06, P18 by walking through its states, P19 and P20 by playing its scenarios; only of a
    // process that can be read.
    base::Result<> walk_and_play(const catalog::DefinitionDraft& draft, Findings& findings) {
        if (ground_ == nullptr) ground_ = TRY(ScenarioGround::make(carried_, tree_.processes()));
        const casework::Process* process = ground_->find_process(draft.id);
        if (process == nullptr) return base::Done{};
        const casework::Exploration walked = casework::explore_process(*process, states_max_);
        if (!walked.whole) out_.partly_walked.push_back({draft.id, walked.states});
        casework::add_findings(walked.findings, findings);
        ScenarioProof proof = TRY(prove_process(*ground_, {draft.id, draft.text}, tree_.scenarios(draft.id)));
        casework::add_findings(proof.findings, findings);
        for (ScenarioReport& report : proof.played) out_.scenarios.push_back(std::move(report));
        out_.mutations += proof.mutations;
        return base::Done{};
    }

    const DefinitionTree& tree_;
    const web::Files& carried_;
    catalog::Surroundings around_;
    int states_max_;
    CheckedDefinitions& out_;
    std::unique_ptr<ScenarioGround> ground_;
};

}  // namespace

base::Result<CheckedDefinitions> check_definitions(const std::vector<std::string>& paths,
                                                   const web::Files& carried, int states_max) {
    const auto started = std::chrono::steady_clock::now();
    CheckedDefinitions checked;
    for (const std::string& path : paths) {
        const DefinitionTree tree = TRY(DefinitionTree::around(path, carried));
        TRY(DefinitionChecker(tree, carried, states_max, checked).check());
    }
    const auto spent = std::chrono::steady_clock::now() - started;
    checked.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
    return checked;
}

}  // namespace app
