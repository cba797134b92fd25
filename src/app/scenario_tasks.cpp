// sunroom scenario run and definitions check: what can be asked of definition files on disk, without a node.

#include "app/definition_check.h"
#include "app/process_folder.h"
#include "app/scenario_run.h"
#include "app/tasks.h"
#include "base/json.h"
#include "casework/process_explore.h"

#include <algorithm>

namespace app {

namespace {

using Played = std::vector<ScenarioReport>;

base::Result<Played> play_all(std::vector<ScenarioFile> files, const web::Files& carried) {
    std::stable_sort(files.begin(), files.end(),
                     [](const ScenarioFile& a, const ScenarioFile& b) { return a.root < b.root; });
    Played played;
    std::unique_ptr<ScenarioGround> ground;
    for (std::size_t at = 0; at < files.size(); ++at) {
        if (at == 0 || files[at].root != files[at - 1].root) {
            const auto processes = TRY(read_processes(files[at].root));
            ground = TRY(ScenarioGround::make(carried, processes));
        }
        ScenarioReport report = TRY(play_scenario(*ground, {files[at].text, files[at].path}));
        played.push_back(std::move(report));
    }
    return played;
}

std::string sentence_of(const ScenarioFault& fault, const std::string& locale) {
    if (fault.expected.empty() && fault.found.empty()) {
        const std::string sentence = task_text(locale, fault.text_key, fault.args);
        if (fault.text_key.starts_with("scenario.") || fault.text_key == "definition.bad") return sentence;
        return task_text(locale, "scenario.refused", {{"sentence", sentence}, {"key", fault.text_key}});
    }
    return task_text(locale, fault.text_key, {{"expected", fault.expected}, {"found", fault.found}});
}

void tell(const ScenarioReport& one, const std::string& locale, std::vector<std::string>& lines) {
    lines.push_back(task_text(locale, one.passed() ? "scenario.line_passed" : "scenario.line_failed",
                              {{"file", one.file}, {"title", one.title}}));
    for (const ScenarioFault& fault : one.faults) {
        if (fault.line > 0)
            lines.push_back(task_text(
                locale, "scenario.line_fault",
                {{"file", one.file}, {"line", std::to_string(fault.line)}, {"statement", fault.statement}}));
        lines.push_back("        " + sentence_of(fault, locale));
    }
}

void tell_json(const ScenarioReport& one, const std::string& locale, base::JsonWriter& json) {
    json.open_object().member("file", one.file).member("title", one.title).flag("passed", one.passed());
    json.member("us", one.microseconds).key("faults").open_list();
    for (const ScenarioFault& fault : one.faults) {
        json.open_object().member("line", fault.line).member("statement", fault.statement);
        json.member("key", fault.text_key).member("expected", fault.expected).member("found", fault.found);
        json.member("says", sentence_of(fault, locale)).close_object();
    }
    json.close_list().close_object();
}

}  // namespace

base::Result<TaskReport> run_scenarios(const TaskOptions& options) {
    std::vector<ScenarioFile> files;
    for (const std::string& path : options.paths) {
        std::vector<ScenarioFile> found = TRY(find_scenarios(path));
        for (ScenarioFile& file : found) files.push_back(std::move(file));
    }
    const auto carried = web::embedded_files(web::carried_files());
    const Played played = TRY(play_all(std::move(files), *carried));
    TaskReport report;
    std::int64_t microseconds = 0;
    int failed = 0;
    base::JsonWriter json(report.json);
    json.open_object().key("scenarios").open_list();
    for (const ScenarioReport& one : played) {
        tell(one, options.locale, report.lines);
        tell_json(one, options.locale, json);
        microseconds += one.microseconds;
        if (!one.passed()) ++failed;
    }
    json.close_list().member("count", static_cast<std::int64_t>(played.size()));
    json.member("failed", failed).member("us", microseconds).close_object();
    report.lines.push_back(task_text(options.locale, "scenario.sum",
                                     {{"count", std::to_string(played.size())},
                                      {"failed", std::to_string(failed)},
                                      {"ms", std::to_string(microseconds / 1000)}}));
    report.passed = failed == 0;
    return report;
}

namespace {

std::string place_of(const std::string& path, const catalog::Finding& finding) {
    return finding.line > 0 ? path + ":" + std::to_string(finding.line) : path;
}

std::string word_of(const catalog::Finding& finding, std::string_view name) {
    for (const auto& [key, value] : finding.args) {
        if (key == name) return value;
    }
    return {};
}

void tell_findings(const CheckedDefinitions& checked, const std::string& locale, TaskReport& report) {
    for (const FileFindings& file : checked.found) {
        for (const catalog::Finding& finding : file.findings) {
            const std::string where = finding.text_key == "definition.rule" || finding.place.empty()
                                          ? place_of(file.path, finding)
                                          : place_of(file.path, finding) + " " + finding.place;
            report.lines.push_back(where + "  " + task_text(locale, finding.text_key, finding.args));
        }
    }
    for (const ScenarioReport& one : checked.scenarios)
        if (!one.passed()) tell(one, locale, report.lines);
    for (const auto& [process, states] : checked.partly_walked)
        report.lines.push_back(task_text(locale, "scenario.partly_walked",
                                         {{"process", process}, {"states", std::to_string(states)}}));
}

void tell_findings_json(const CheckedDefinitions& checked, const std::string& locale,
                        base::JsonWriter& json) {
    json.key("findings").open_list();
    for (const FileFindings& file : checked.found) {
        for (const catalog::Finding& finding : file.findings) {
            json.open_object().member("file", file.path).member("line", finding.line);
            json.member("place", finding.place).member("key", finding.text_key);
            json.member("rule", word_of(finding, "rule"));
            json.member("says", task_text(locale, finding.text_key, finding.args)).close_object();
        }
    }
    json.close_list().key("scenarios").open_list();
    for (const ScenarioReport& one : checked.scenarios) tell_json(one, locale, json);
    json.close_list().key("partly_walked").open_list();
    for (const auto& [process, states] : checked.partly_walked)
        json.open_object().member("process", process).member("states", states).close_object();
    json.close_list();
}

}  // namespace

base::Result<TaskReport> check_definition_files(const TaskOptions& options) {
    const auto carried = web::embedded_files(web::carried_files());
    const CheckedDefinitions checked = TRY(check_definitions(options.paths, *carried, casework::kStatesMax));
    TaskReport report;
    tell_findings(checked, options.locale, report);
    std::size_t findings = 0;
    for (const FileFindings& file : checked.found) findings += file.findings.size();
    report.lines.push_back(task_text(options.locale, "definition.checked",
                                     {{"files", std::to_string(checked.files)},
                                      {"scenarios", std::to_string(checked.scenarios.size())},
                                      {"mutations", std::to_string(checked.mutations)},
                                      {"count", std::to_string(findings)},
                                      {"ms", std::to_string(checked.microseconds / 1000)}}));
    base::JsonWriter json(report.json);
    json.open_object().member("files", checked.files).member("mutations", checked.mutations);
    json.member("us", checked.microseconds);
    tell_findings_json(checked, options.locale, json);
    json.close_object();
    report.passed = findings == 0;
    return report;
}

}  // namespace app
