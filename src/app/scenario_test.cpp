// Every scenario of every process that ships is played here, and the runner itself is shown what it must
// find.

#include "app/definition_check.h"
#include "app/process_folder.h"
#include "app/scenario_proof.h"
#include "app/scenario_run.h"

#include <gtest/gtest.h>

namespace {

using app::ScenarioReport;

const web::Files& carried() {
    static const std::unique_ptr<web::Files> files = web::embedded_files(web::carried_files());
    return *files;
}

const app::ScenarioGround& ground() {
    static const std::unique_ptr<app::ScenarioGround> made = [] {
        auto processes = app::read_processes("definitions/processes");
        CHECK(processes.ok());
        auto all = app::ScenarioGround::make(carried(), processes.value());
        CHECK(all.ok());
        return std::move(all).value();
    }();
    return *made;
}

std::string told(const ScenarioReport& report) {
    std::string text = report.title + "\n";
    for (const app::ScenarioFault& fault : report.faults) {
        text += "  " + report.file + ":" + std::to_string(fault.line) + " " + fault.statement + "\n    " +
                fault.text_key + " expected " + fault.expected + " found " + fault.found;
        for (const auto& [name, value] : fault.args) text.append(" ").append(name).append("=").append(value);
        text += "\n";
    }
    return text;
}

ScenarioReport play(const std::string& text) {
    auto report = app::play_scenario(ground(), {text, "a.scenario"});
    CHECK(report.ok());
    return std::move(report).value();
}
const std::string kFiled =
    "题目 试\n今天 2026-03-02\n申请人 李禾 提交 permit { channel: window, legal_days: 20 }\n";

// P01 to P20 over everything in definitions/ and counties/: articles, rosters, texts, states, scenarios,
// guards thrown open. `sunroom definitions check` walks further.
TEST(Definitions, ThatShipPassTheWholeChecker) {
    const auto checked = app::check_definitions({"definitions", "counties"}, carried(), 3000);
    ASSERT_TRUE(checked.ok()) << checked.error().text_key() << " " << checked.error().detail();
    for (const app::FileFindings& file : checked.value().found) {
        for (const catalog::Finding& finding : file.findings) {
            std::string args;
            for (const auto& [name, value] : finding.args) args += " " + value;
            ADD_FAILURE() << file.path << ":" << finding.line << " " << finding.text_key << args;
        }
    }
    std::int64_t microseconds = 0;
    for (const app::ScenarioReport& report : checked.value().scenarios) {
        EXPECT_TRUE(report.passed()) << told(report);
        EXPECT_FALSE(report.done.empty()) << report.file << " does nothing";
        microseconds += report.microseconds;
    }
    const auto count = static_cast<std::int64_t>(checked.value().scenarios.size());
    ASSERT_GE(count, 190);
    const std::string line = "[ scenarios] " + std::to_string(count) + " played, " +
                             std::to_string(microseconds / count) + " us each; " +
                             std::to_string(checked.value().mutations) + " guards thrown open\n";
    std::fputs(line.c_str(), stdout);
    EXPECT_GE(checked.value().files, 400);
    EXPECT_GE(checked.value().mutations, 40);
}

TEST(AScenario, FailsAtTheLineWhereTheDayIsAnother) {
    const ScenarioReport report =
        play(kFiled + "窗口 王敏 办理 check accept\n则 legal 期限 2026-03-31, legal 期限 2026-03-30\n");
    ASSERT_EQ(report.faults.size(), 1u) << told(report);
    EXPECT_EQ(report.faults[0].line, 5);
    EXPECT_EQ(report.faults[0].expected, "2026-03-31");
    EXPECT_EQ(report.faults[0].found, "2026-03-30");
}

TEST(AScenario, FailsWhenARefusalWasNotExpectedAndGoesNoFurther) {
    const ScenarioReport report =
        play(kFiled + "负责人 赵清 办理 decide grant\n窗口 王敏 办理 check accept\n则 结果 granted\n");
    ASSERT_EQ(report.faults.size(), 1u) << told(report);
    EXPECT_EQ(report.faults[0].line, 4);
    EXPECT_EQ(report.faults[0].text_key, "step.not_on_your_desk");
}

TEST(AScenario, FailsWhenWhatShouldBeRefusedIsDone) {
    const ScenarioReport report = play(kFiled + "窗口 王敏 办理 check accept\n则 拒绝 \"one_supplement\"\n");
    ASSERT_EQ(report.faults.size(), 1u) << told(report);
    EXPECT_EQ(report.faults[0].text_key, "scenario.not_refused");
}

TEST(AScenario, MayBeWrittenInEnglish) {
    const ScenarioReport report = play(R"(title In English
today 2026-03-02
applicant Li He files permit { channel: window, legal_days: 20, promise_days: 7 }
Window clerk Wang Min does check accept
then legal due 2026-03-30 by 行政许可法 42, review ready at handler@012, decide not_ready
after 3 working days
handler Zhou Ning does review advise { opinion: attached, on_site: no }
then promise consumed 3 remaining 4, fact on_site = no, promise no_mark near
on 2026-03-10 head Zhao Qing does decide grant
then result granted, public sees grant, Li He receives decision, event casework.decided 1 times, open
)");
    EXPECT_TRUE(report.passed()) << told(report);
    EXPECT_TRUE(report.done.contains("decide/grant"));
}

TEST(AScenario, SeesMarksOnTheDayTheyAreReachedAndWhatTimeDoesByItself) {
    const ScenarioReport report =
        play(kFiled + "过 4 个工作日\n则 intake 标记 near, intake 无标记 over, intake 运行\n"
                      "过 2 个工作日\n则 intake 视为, legal 运行, check 未开\n");
    EXPECT_TRUE(report.passed()) << told(report);
    EXPECT_TRUE(report.expired.contains("intake"));
}

TEST(AScenario, IsNotTouchedByAnother) {
    const std::string once = kFiled + "窗口 王敏 办理 check accept\n则 事件 casework.accepted 1 次\n";
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(play(once).passed());
}

TEST(AScenario, IsRefusedWithTheLineAndTheNearestWord) {
    struct Bad {
        std::string text, place, what;
    };
    const Bad examples[] = {
        {"题目 试\n今天 2026-03-02\n则 check 待半\n", "a.scenario:3",
         "unknown expectation '待半', did you mean '待办'?"},
        {"题目 试\n窗囗 王敏 办理 check accept\n", "a.scenario:2",
         "unknown role or keyword '窗囗', did you mean '窗口'?"},
        {"题目 试\n今天 2026-02-30\n", "a.scenario:2", "'2026-02-30' is no date such as 2026-03-02"},
        {"题目 试\n申请人 李禾 提交 permit { legal_days: 20\n", "a.scenario:3", "'}' is missing"},
        {"题目 试\n申请人 李禾 提交 permit { joint: [036] }\n", "a.scenario:2",
         "'[036]' is no code such as 012"},
        {"今天 2026-03-02\n", "a.scenario:1", "the title is missing"}};
    for (const Bad& bad : examples) {
        const ScenarioReport report = play(bad.text);
        ASSERT_EQ(report.faults.size(), 1u) << bad.text;
        const auto& args = report.faults[0].args;
        ASSERT_EQ(args.size(), 2u) << bad.text << report.faults[0].text_key;
        EXPECT_EQ(args[0].second, bad.place) << bad.text;
        EXPECT_EQ(args[1].second, bad.what) << bad.text;
    }
}

const app::ProcessSource& source_of(const std::string& id) {
    static const std::vector<app::ProcessSource> all = app::read_processes("definitions/processes").value();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    CHECK(found != all.end());
    return *found;
}
const std::string kSecondList =
    kFiled + "窗口 王敏 办理 check ask_to_supplement { asked: lease, new_material_defective: no }\n"
             "于 2026-03-04 申请人 李禾 答复 supplement filed { materials: attached }\n"
             "窗口 王敏 办理 check ask_to_supplement { asked: identity, new_material_defective: no }\n"
             "则 拒绝 \"one_supplement\"\n";

TEST(AProof, ThrowsAGuardOpenAndSeesThatAScenarioNotices) {
    const std::string open = app::with_open_guard(source_of("permit").bundle, "one_supplement");
    EXPECT_EQ(open.find("count(check, ask_to_supplement) = 0"), std::string::npos);
    const app::ProcessSource instead{"permit", open};
    EXPECT_TRUE(play(kSecondList).passed()) << told(play(kSecondList));
    const auto report = app::play_scenario(ground(), {kSecondList, "a.scenario", &instead}).value();
    ASSERT_EQ(report.faults.size(), 1u) << told(report);
    EXPECT_EQ(report.faults[0].text_key, "scenario.not_refused");
}

TEST(AProof, NamesWhatNoScenarioShows) {
    const auto proof = app::prove_process(ground(), source_of("permit"), {{"second.scenario", kSecondList}});
    ASSERT_TRUE(proof.ok());
    std::set<std::string> rules;
    for (const auto& finding : proof.value().findings) rules.insert(finding.rule + " " + finding.step);
    EXPECT_TRUE(rules.contains("P19 decide grant"));
    EXPECT_TRUE(rules.contains("P19 legal"));
    EXPECT_FALSE(rules.contains("P19 supplement filed"));
    EXPECT_FALSE(rules.contains("P20 one_supplement"));
    const auto nothing = app::prove_process(ground(), source_of("permit"), {{"filed.scenario", kFiled}});
    ASSERT_TRUE(nothing.ok());
    rules.clear();
    for (const auto& finding : nothing.value().findings) rules.insert(finding.rule + " " + finding.step);
    EXPECT_TRUE(rules.contains("P20 one_supplement"));
}

}  // namespace
