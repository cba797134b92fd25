// Anything that arrives as a process, its form, its texts or one of its conditions: no crash, no CHECK, no
// endless walk; what is accepted can be checked, walked and asked.
#include "base/json.h"
#include "casework/practice.h"
#include "casework/process_bundle.h"
#include "casework/process_explore.h"

namespace {

const casework::Vocabulary& words() {
    static const casework::Vocabulary known{
        {{"check", {"accept", "refuse"}}, {"comment", {"agree", "disagree"}}},
        {{"on_site", true}, {"amount", false}},
        {"legal", "window"}};
    return known;
}

void ask(std::string_view input) {
    const auto condition = casework::Expression::compile(input, words(), {"fuzz", 1});
    if (!condition.ok()) return;
    const casework::CaseState state;
    const casework::ItemTerms item;
    static_cast<void>(condition.value().holds({state, item, casework::Date::of(2026, 3, 2)}));
}

void walk(std::string_view input) {
    const auto process = casework::parse_process(input, "fuzz");
    if (!process.ok()) return;
    static_cast<void>(casework::check_process(process.value()));
    static_cast<void>(casework::explore_process(process.value(), 30));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    ask(input);
    walk(input);
    const auto inside = casework::process_of_bundle(input);
    if (!inside.ok()) return 0;
    walk(inside.value());
    const catalog::Surroundings around;
    catalog::Findings findings;
    casework::check_bundle(input, "fuzz", {around, casework::Date::of(2026, 3, 2), {}, {}}, findings);
    return 0;
}
