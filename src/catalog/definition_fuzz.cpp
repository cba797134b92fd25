// Anything that arrives as an item, a law, a calendar, the local orders, bodies, hall, themes or roles: no
// crash, no CHECK; what is wrong is told, and what is accepted can be read again.
#include "base/check.h"
#include "base/json.h"
#include "catalog/definition.h"

namespace {

void judge(catalog::DefinitionKind kind, std::string_view id, std::string_view text) {
    static const catalog::Surroundings around;
    const calendar::Date day = calendar::Date::of(2026, 3, 2);
    const catalog::DefinitionDraft draft{kind, std::string(id), std::string(text), {}};
    const catalog::Findings findings = catalog::judge_definition(draft, {around, day, 0, nullptr});
    for (const catalog::Finding& finding : findings) CHECK(!finding.text_key.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto json = base::parse_json(input, base::JsonComments::Allowed);
    if (json.ok()) {
        std::string written;
        base::append_json(written, json.value());
        CHECK(base::parse_json(written).ok());
    }
    for (const catalog::DefinitionKind kind : catalog::kDefinitionKinds) judge(kind, "cn-2026", input);
    judge(catalog::DefinitionKind::Calendar, "local", input);
    static_cast<void>(catalog::compare_texts(input, "{}"));
    return 0;
}
