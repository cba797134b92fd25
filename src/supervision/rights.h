#pragma once
// x_rights() of supervision.

#include "identity/person.h"

#include <vector>

namespace supervision {

std::vector<identity::RightRow> supervision_rights();

}  // namespace supervision
