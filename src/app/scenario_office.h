#pragma once
// The small invented county in which scenarios are played: bodies 000 to 060, the hall, the carried calendars
// and roles, and the processes under test. Made once, copied for each scenario, so that none sees another.

#include "app/node.h"
#include "casework/process.h"
#include "casework/scenario.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace app {

// A process as it stands in a folder, with its bundle.
struct ProcessSource {
    std::string id;
    std::string bundle;
};

// What the item of one scenario needs beyond its process.
inline constexpr std::string_view kSyntheticItem = "s-012-01";
struct SyntheticItem {
    std::string code = std::string(kSyntheticItem);
    std::string process;
    std::string body = "012";
    std::map<std::string, int> numbers;     // legal_days promise_days handling scope visits
    std::string authorised = "2099-12-31";  // last day of the window's authorisation
    std::vector<std::string> joint;
    std::vector<std::string> materials;
};
std::string synthetic_item(const SyntheticItem& item);  // JSON as the catalogue reads it

// One scenario's own office: a folder that goes with it, a moved clock, seeded entropy.
struct ScenarioHouse {
    ScenarioHouse() = default;
    ScenarioHouse(const ScenarioHouse&) = delete;
    ScenarioHouse& operator=(const ScenarioHouse&) = delete;
    ~ScenarioHouse();
    std::string folder;
    calendar::MovedClock clock{calendar::Instant()};
    std::unique_ptr<base::Entropy> entropy;
    std::unique_ptr<Node> node;
};

class ScenarioGround {
public:
    // `files` are the carried ones (calendars, roles, tables); they outlive the ground.
    static base::Result<std::unique_ptr<ScenarioGround>> make(const web::Files& files,
                                                              const std::vector<ProcessSource>& processes);
    ~ScenarioGround();

    // `instead` (may be null) is in force in this house in place of the process of its id.
    base::Result<std::unique_ptr<ScenarioHouse>> build(const SyntheticItem& item, calendar::Instant from,
                                                       const ProcessSource* instead = nullptr) const;
    const casework::ScenarioWords& words() const { return words_; }
    const casework::Process* find_process(std::string_view id) const;  // null: unknown or does not parse

    explicit ScenarioGround(const web::Files& files);  // makes nothing; use make()

private:
    std::set<std::string> begun_by_itself(std::string_view id) const;
    const web::Files& files_;
    std::string folder_;
    casework::ScenarioWords words_;
    std::map<std::string, casework::Process, std::less<>> processes_;
    mutable int built_ = 0;
};

}  // namespace app
