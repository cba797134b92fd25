#pragma once
// Loads a whole county through the real verbs: an editor prepares, an approver activates, a registrar of
// people enrols. What was loaded before is not loaded again; a file that changed becomes the next version.

#include "catalog/definition.h"
#include "identity/registrar.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

// A carried file: definitions/law/x.json, counties/qingxi/services/012/y.json … Views live as long as the
// call.
struct CarriedFile {
    std::string_view path;
    std::string_view bytes;
};

struct CountyActors {
    identity::Actor editor;     // catalog.prepare
    identity::Actor approver;   // catalog.approve; another person
    identity::Actor operator_;  // identity.manage; enrols the people of people.json
};

struct CountyReport {
    int definitions = 0;  // activated now
    int unchanged = 0;
    int officials = 0;
    std::vector<std::pair<std::string, Findings>> refused;  // path and what was wrong
};
// `county`: the folder's name below counties/. Stops at the first refusal that is not a finding.
base::Result<CountyReport> load_county(identity::Registrar& registrar, DefinitionDesk& desk,
                                       const CountyActors& actors, const std::vector<CarriedFile>& files,
                                       std::string_view county);

// people.json: who holds which post of which body.
std::vector<identity::Official> parse_people(std::string_view text, Findings& findings);

// definitions/processes/<id>/ as one text, process first so that its line numbers stay right; form, texts and
// scenarios follow.
std::string process_bundle(const std::vector<CarriedFile>& files, std::string_view id);
// The processes whose business a process begins: as parts of its own ("spawn" of its child steps), or by
// itself
// ("effects" and "rated_bad").
std::vector<std::string> begun_by(std::string_view bundle);

}  // namespace catalog
