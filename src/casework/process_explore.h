#pragma once
// Walks the states a matter of one process can come to, through the very functions that decide, breadth
// first and bounded. It answers what no look at single steps can: does every state lead to an end, does some
// period run in each, can every outcome happen.

#include "casework/process.h"

namespace casework {

inline constexpr int kStatesMax = 40000;

struct Exploration {
    int states = 0;
    bool whole = false;             // false: the bound was reached, what was not seen is not judged
    std::vector<Finding> findings;  // P01, P02, P06, P18
};
// `states_max` of an item whose numbers are given, and again of one whose numbers are not, where conditions
// ask for them.
Exploration explore_process(const Process& process, int states_max);

}  // namespace casework
