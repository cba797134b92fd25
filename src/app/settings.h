#pragma once
// The settings a node knows (sunroom.toml < environment SUNROOM_SECTION_KEY < flags). An unknown key stops
// the start.

#include "base/config.h"

#include <map>
#include <span>
#include <string>

namespace app {

std::span<const base::ConfigKey> known_settings();
std::map<std::string, std::string> environment_settings();  // SUNROOM_* of the process

}  // namespace app
