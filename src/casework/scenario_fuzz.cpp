// Anything that arrives as a scenario: no crash, no CHECK; what is accepted has a title and keeps its limits.
#include "base/check.h"
#include "casework/scenario.h"

namespace {

const casework::ScenarioWords& words() {
    static const casework::ScenarioWords known = [] {
        constexpr std::string_view kWords = R"([
{"word":"title","zh":["题目"],"en":["title"]},{"word":"today","zh":["今天"],"en":["today"]},
{"word":"on","zh":["于"],"en":["on"]},{"word":"after","zh":["过"],"en":["after"]},
{"word":"people","zh":["人员"],"en":["people"]},{"word":"applicant","zh":["申请人"],"en":["applicant"]},
{"word":"files","zh":["提交"],"en":["files"]},{"word":"does","zh":["办理"],"en":["does"]},
{"word":"opens","zh":["开始"],"en":["opens"]},{"word":"claims","zh":["认领"],"en":["claims"]},
{"word":"extends","zh":["延长"],"en":["extends"]},{"word":"withdraws","zh":["撤回"],"en":["withdraws"]},
{"word":"then","zh":["则"],"en":["then"]},{"word":"ready","zh":["待办"],"en":["ready"]},
{"word":"due","zh":["期限"],"en":["due"]},{"word":"by","zh":["依据"],"en":["by"]},
{"word":"working_days","zh":["个工作日"],"en":["working days"]},
{"word":"refused","zh":["拒绝"],"en":["refused"]}
])";
        constexpr std::string_view kRoles =
            R"({"roles":[{"role":"window","name":"窗口","name_en":"Window","rights":[]},
{"role":"handler","name":"经办","name_en":"Handler","rights":[]}]})";
        auto parsed = casework::ScenarioWords::parse(kWords, kRoles);
        CHECK(parsed.ok());
        return std::move(parsed).value();
    }();
    return known;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto scenario = casework::parse_scenario(input, words(), "fuzz");
    if (!scenario.ok()) return 0;
    CHECK(!scenario.value().title.empty());
    CHECK(scenario.value().steps.size() <= casework::kScenarioStepsMax);
    return 0;
}
