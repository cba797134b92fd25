#include "app/process_trial.h"

#include "app/scenario_proof.h"
#include "base/json.h"
#include "casework/process_bundle.h"
#include "casework/process_explore.h"
#include "catalog/county_load.h"
#include "catalog/limits.h"

#include <algorithm>
#include <map>

namespace app {

namespace {

using Bundles = std::map<std::string, std::string, std::less<>>;

const Bundles& carried_bundles() {
    static const Bundles all = [] {
        constexpr std::string_view kFolder = "definitions/processes/";
        constexpr std::string_view kFile = "/process.json";
        std::vector<catalog::CarriedFile> files;
        for (const web::File& file : web::carried_files())
            if (file.path.starts_with(kFolder)) files.push_back({file.path, file.bytes});
        Bundles found;
        for (const catalog::CarriedFile& file : files) {
            if (!file.path.ends_with(kFile)) continue;
            const std::string id(
                file.path.substr(kFolder.size(), file.path.size() - kFolder.size() - kFile.size()));
            found.emplace(id, catalog::process_bundle(files, id));
        }
        return found;
    }();
    return all;
}

// The process under trial, and what it begins, and what that begins.
std::vector<ProcessSource> family_of(const catalog::DefinitionDraft& draft,
                                     const catalog::Surroundings& around) {
    std::vector<ProcessSource> family{{draft.id, draft.text}};
    for (std::size_t at = 0; at < family.size(); ++at) {
        const std::vector<std::string> begun = catalog::begun_by(family[at].bundle);
        for (const std::string& id : begun) {
            const auto known = around.processes.find(id);
            const bool there = std::any_of(family.begin(), family.end(),
                                           [&](const ProcessSource& one) { return one.id == id; });
            if (known != around.processes.end() && !there) family.push_back({id, known->second});
        }
    }
    return family;
}

bool is_carried(const ProcessSource& source) {
    const auto known = carried_bundles().find(source.id);
    return known != carried_bundles().end() && known->second == source.bundle;
}

base::Result<catalog::Findings> play(const std::vector<ProcessSource>& family) {
    const ProcessSource& source = family.front();
    const base::Json bundle = TRY(base::parse_json(source.bundle, base::JsonComments::Allowed));
    std::vector<std::pair<std::string, std::string>> scenarios;
    if (const base::Json* written = bundle.find("scenarios"))
        for (const auto& [name, text] : written->members)
            scenarios.emplace_back(name + ".scenario", text.text);
    if (scenarios.size() > kScenariosPlayedMax)
        return catalog::Findings{
            {"definition.too_many_plays", {}, 0, {{"limit", std::to_string(kScenariosPlayedMax)}}}};
    const auto carried = web::embedded_files(web::carried_files());
    const auto ground = TRY(ScenarioGround::make(*carried, family));
    const ScenarioProof proof = TRY(prove_process(*ground, source, scenarios));
    catalog::Findings findings;
    casework::add_findings(
        casework::explore_process(*ground->find_process(source.id), casework::kStatesMax).findings, findings);
    casework::add_findings(proof.findings, findings);
    return findings;
}

}  // namespace

base::Result<catalog::Findings> play_process(const catalog::DefinitionDraft& draft,
                                             const catalog::Surroundings& around) {
    return play(family_of(draft, around));
}

base::Result<catalog::Findings> try_process(const catalog::DefinitionDraft& draft,
                                            const catalog::Surroundings& around) {
    const std::vector<ProcessSource> family = family_of(draft, around);
    if (std::all_of(family.begin(), family.end(), is_carried)) return catalog::Findings();
    return play(family);
}

}  // namespace app
