#pragma once
// 滞留提级 (escalation): with whom a step lies besides its own post when nobody moves it, and after how many
// working days. An order of the county, never code: each level names its basis.

#include "catalog/item.h"

namespace catalog {

inline constexpr std::size_t kEscalationLevelsMax = 4;

// Of which body the senior post is: of the body at which the step lies, of the hall, of the government.
enum class SeniorOf : std::uint8_t { Body, Hall, Government };

struct EscalationLevel {
    std::string role;  // head
    SeniorOf of = SeniorOf::Body;
    int working_days = 0;  // longer than of the level before
    Basis basis;
};
struct Escalation {
    std::vector<EscalationLevel> levels;  // the nearest senior first; empty: nothing is passed up
};
Escalation parse_escalation(std::string_view text, Findings& findings);
// Every basis resolves on `on`, and somebody holds each post, as far as the roster is known.
void check_escalation(const Escalation& escalation, const Surroundings& around, calendar::Date on,
                      Findings& findings);

}  // namespace catalog
