// sunroom inspect self: what an inspector of the site would find today.

#include "app/house.h"
#include "app/task_node.h"
#include "base/json.h"

namespace app {

base::Result<TaskReport> inspect_self(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    const auto house = TRY(House::open(*bench.node, "http://127.0.0.1:8080"));
    TaskReport report;
    report.json = TRY(house->inspect());
    const base::Json told = TRY(base::parse_json(report.json));
    for (const base::Json& rule : told.list("rules")) {
        const bool by_person = rule.string_or("by") == "person";
        const std::string key = by_person ? "inspect.person" : "inspect.rule";
        report.lines.push_back(say(options, key,
                                   {{"rule", std::string(rule.string_or("rule"))},
                                    {"name", std::string(rule.string_or("name"))},
                                    {"found", std::to_string(rule.integer_or("found", 0))}}));
        // A veto row, or anything grave, is what the operator has to hear at once.
        const bool grave = rule.string_or("severity") == "veto" || rule.string_or("severity") == "high";
        if (grave && rule.integer_or("found", 0) > 0) report.passed = false;
    }
    for (const base::Json& finding : told.list("findings"))
        report.lines.push_back("  " + std::string(finding.string_or("rule")) + "  " +
                               std::string(finding.string_or("place")) + "  " +
                               std::string(finding.string_or("evidence")));
    return report;
}

}  // namespace app
