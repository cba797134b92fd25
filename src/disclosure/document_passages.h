#pragma once
// x_passages() of disclosure.

#include "catalog/passage.h"

#include <vector>

namespace disclosure {

std::vector<catalog::PassageSource> disclosure_passages();

}  // namespace disclosure
