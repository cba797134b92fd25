#pragma once
// Checks a whole process as it is handed in for activation: {"process":…,"form":…,"text":{"zh-CN":…,"en":…}}.
// It may be activated only if nothing is found: the definition parses, the checker is content, every effect
// is known and every name has its words in both languages.

#include "casework/process.h"
#include "catalog/finding.h"

#include <span>
#include <string_view>

namespace casework {

// `effects` are the names of the composed table; findings carry definition.bad or definition.rule {rule,
// step, what}.
void check_bundle(std::string_view bundle, std::string_view id, std::span<const std::string_view> effects,
                  catalog::Findings& findings);

}  // namespace casework
