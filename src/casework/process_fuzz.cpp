// Anything that arrives as a definition or as a condition: no crash, no CHECK, no endless walk; what is
// accepted can be checked and asked.
#include "casework/process_explore.h"

namespace {

const casework::Vocabulary& words() {
    static const casework::Vocabulary known{
        {{"check", {"accept", "refuse"}}, {"comment", {"agree", "disagree"}}},
        {{"on_site", true}, {"amount", false}},
        {"legal", "window"}};
    return known;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto condition = casework::Expression::compile(input, words(), {"fuzz", 1});
    if (condition.ok()) {
        const casework::CaseState state;
        const casework::ItemTerms item;
        static_cast<void>(condition.value().holds({state, item, casework::Date::of(2026, 3, 2)}));
    }
    const auto process = casework::parse_process(input, "fuzz");
    if (!process.ok()) return 0;
    static_cast<void>(casework::check_process(process.value()));
    static_cast<void>(casework::explore_process(process.value(), 60));
    return 0;
}
