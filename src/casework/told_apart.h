#pragma once
// Whether a condition tells two options of a choice apart, or two outcomes of a step, whatever else holds.
// Used where states are merged for the checker; when it would take too long to say, they are told apart.

#include "casework/expression.h"

namespace casework {

struct Alternatives {
    Expression::Op op = Expression::Op::Outcome;  // Outcome of a step, or Fact
    std::size_t slot = 0;
    int one = 0, other = 0;  // outcomes from 0; options from 1
};
bool looks_at(const Expression& condition, const Alternatives& two);  // at that step or fact, in any way
bool tells_apart(const Expression& condition, const Alternatives& two);

}  // namespace casework
