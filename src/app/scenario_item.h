#pragma once
// The one item that serves a whole scenario: everything its braces name, so that nothing of the county is
// needed.

#include "app/scenario_office.h"
#include "casework/scenario.h"

#include <string>
#include <string_view>
#include <vector>

namespace app {

// Refused when a number or code in braces is none, with file and line.
base::Result<SyntheticItem> item_of(const casework::Scenario& scenario);

// Whether a key in the braces of a filing is a number of the item.
bool is_number_of_item(std::string_view key);
// "a+b" cut at the mark.
std::vector<std::string> cut(std::string_view text, char mark);

}  // namespace app
