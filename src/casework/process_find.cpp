// The names of a process: what one is, and what stands under it.

#include "casework/process.h"

#include <algorithm>

namespace casework {

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '.';
    });
}

int Process::find_step(std::string_view name) const {
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (steps[i].name == name) return static_cast<int>(i);
    return -1;
}

int Process::find_deadline(std::string_view name) const {
    for (std::size_t i = 0; i < deadlines.size(); ++i)
        if (deadlines[i].name == name) return static_cast<int>(i);
    return -1;
}

const Fact* Process::find_fact(std::string_view name) const {
    for (const Fact& fact : facts)
        if (fact.name == name) return &fact;
    return nullptr;
}

int Process::find_outcome(const Step& step, std::string_view name) {
    for (std::size_t i = 0; i < step.outcomes.size(); ++i)
        if (step.outcomes[i].name == name) return static_cast<int>(i);
    return -1;
}

bool Process::asks_holders() const {
    return std::any_of(steps.begin(), steps.end(),
                       [](const Step& step) { return step.each == Each::Holders; });
}

}  // namespace casework
