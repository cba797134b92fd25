#include "catalog/escalation.h"

#include "calendar/span.h"
#include "catalog/limits.h"

#include <algorithm>

namespace catalog {

namespace {

EscalationLevel read_level(const base::Json& json, Findings& findings) {
    ObjectReader reader(json, "levels." + std::string(json.string_or("role")), findings);
    EscalationLevel level;
    level.role = reader.text("role");
    const std::string of = reader.word("of", {"body", "hall", "government"});
    level.of = of == "hall" ? SeniorOf::Hall : of == "government" ? SeniorOf::Government : SeniorOf::Body;
    const std::string after = reader.text("after");
    const auto span = calendar::Span::parse(after);
    if (span.ok() && span.value().unit == calendar::Unit::WorkingDays && span.value().count > 0)
        level.working_days = span.value().count;
    else if (!after.empty())
        reader.fault("definition.not_working_days", "after", after);
    level.basis = read_basis_of(reader, findings);
    return level;
}

}  // namespace

Escalation parse_escalation(std::string_view text, Findings& findings) {
    Escalation escalation;
    auto json = base::parse_json(text, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (!json.ok()) {
        add_refusal(json.error(), findings);
        return escalation;
    }
    ObjectReader reader(json.value(), "escalation", findings);
    for (const base::Json& level : reader.list("levels"))
        escalation.levels.push_back(read_level(level, findings));
    if (escalation.levels.empty() || escalation.levels.size() > kEscalationLevelsMax)
        reader.fault("definition.levels_count", "levels", std::to_string(kEscalationLevelsMax));
    const bool grows = std::is_sorted(escalation.levels.begin(), escalation.levels.end(),
                                      [](const EscalationLevel& one, const EscalationLevel& other) {
                                          return one.working_days <= other.working_days;
                                      });
    if (escalation.levels.size() > 1 && !grows) reader.fault("definition.levels_order", "levels");
    return escalation;
}

void check_escalation(const Escalation& escalation, const Surroundings& around, calendar::Date on,
                      Findings& findings) {
    for (const EscalationLevel& level : escalation.levels) {
        check_basis(level.basis, "levels." + level.role, around, on, findings);
        const bool held =
            around.roster.empty() || std::any_of(around.roster.begin(), around.roster.end(),
                                                 [&](const Seat& seat) { return seat.role == level.role; });
        if (!held) findings.push_back({"definition.nobody_holds", "levels", 0, {{"value", level.role}}});
    }
}

}  // namespace catalog
