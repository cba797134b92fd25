#pragma once
// Matters of every process other than a permit, moved step by step by whoever the definition seats, choosing
// among the outcomes that the engine itself offers. Nothing here knows a process by name.

#include "app/demo_people.h"
#include "app/node.h"
#include "casework/case_verbs.h"
#include "casework/process_texts.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

using DemoPeople = std::map<std::string, std::vector<identity::Actor>>;  // by role@body

// One of the three permit processes, whose matters demo.cpp tells beat by beat.
bool is_permit(const catalog::ServiceItem& item);

class DemoCourses {
public:
    DemoCourses(Node& node, const DemoWords& words, Dice& dice, const DemoPeople& people)
        : node_(node), words_(words), dice_(dice), people_(people) {}

    // Items whose process is none of the permits.
    std::vector<catalog::ItemPtr> items() const;

    struct Beginning {
        identity::Actor actor = identity::nobody();
        casework::NewCase wanted;
    };
    calendar::Date day_of_event();
    base::Result<Beginning> begin(const catalog::ServiceItem& item);

    struct Deed {
        identity::Actor actor = identity::nobody();
        casework::Standing standing = casework::Standing::Official;
        casework::StepChoice choice;
    };
    // What somebody can do now; none: time must pass, or others act first.
    base::Result<std::optional<Deed>> next(const std::string& number);
    base::Result<std::vector<std::string>> parts_of(const std::string& number);
    base::Result<bool> is_over(const std::string& number);

private:
    const identity::Actor* any(const std::string& post);
    std::string answer(const catalog::Question& question, const std::string& process);
    std::optional<Deed> try_row(const identity::Reading& reading, const casework::MatterRow& matter,
                                const casework::Handling& handling, const casework::DeskRow& row);
    std::string typed_of(const casework::Fact& fact, std::int64_t value);
    std::optional<Deed> try_as(const identity::Reading& reading, const casework::MatterRow& matter,
                               const casework::Handling& handling, const casework::DeskRow& row,
                               const identity::Actor& actor);
    std::vector<casework::FactSet> guess_facts(const casework::Process& process,
                                               const casework::Outcome& outcome,
                                               const casework::CaseState& state);
    std::string body_with_staff();

    Node& node_;
    const DemoWords& words_;
    Dice& dice_;
    const DemoPeople& people_;
    casework::Wordings wordings_;
};

}  // namespace app
