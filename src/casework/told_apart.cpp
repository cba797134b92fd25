#include "casework/told_apart.h"

#include <algorithm>
#include <string>

namespace casework {

namespace {

using Op = Expression::Op;
using OpCode = Expression::OpCode;

constexpr std::size_t kAtomsMax = 10;  // 1024 ways to assign them

bool concerns(const OpCode& code, const Alternatives& two) {
    if (code.a != two.slot) return false;
    if (two.op == Op::Fact) return code.op == Op::Fact;
    return code.op == Op::Outcome || code.op == Op::CountOutcome || code.op == Op::VotesFor ||
           code.op == Op::MemberOutcome;
}

// A condition as a sum over atoms: whatever is true or false by itself.
class Sums {
public:
    Sums(const std::vector<OpCode>& codes, const Alternatives& two) : codes_(codes), two_(two) {}

    // False: the condition looks at the two in a way that is not a plain question for one of them.
    bool read() {
        std::vector<std::size_t> starts;  // where each value on the stack begins
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            const OpCode& code = codes_[i];
            if (code.op == Op::Not) {
                steps_.push_back({Op::Not, 0});
                continue;
            }
            if (code.op == Op::And || code.op == Op::Or) {
                starts.pop_back();
                steps_.push_back({code.op, 0});
                continue;
            }
            std::size_t end = i + 1;
            if (code.op >= Op::Equal) {
                starts.pop_back();
                // What is compared is a term, never a condition in parentheses.
                if (has_junction(starts.back(), i)) return false;
            } else {
                starts.push_back(i);
                if (code.op == Op::All || code.op == Op::Any) end += code.b;
                const bool operand = end < codes_.size() && is_operand(end);
                i = end - 1;
                if (operand) continue;
            }
            if (!put_atom(starts.back(), end)) return false;
        }
        return atoms_.size() <= kAtomsMax;
    }

    bool differ() const {
        for (std::uint32_t free = 0; free < (1u << atoms_.size()); ++free)
            if (value(free, two_.one) != value(free, two_.other)) return true;
        return false;
    }

private:
    struct Step {
        Op op = Op::Number;  // Number: an atom, free; Equal: holds for `n` of the two; Unequal
        int n = 0;
    };

    // Whether the value that ends before `at` is compared there, or is the first of two that are.
    bool is_operand(std::size_t at) const {
        const auto compares = [](Op op) { return op >= Op::Equal && op <= Op::GreaterEqual; };
        if (compares(codes_[at].op)) return true;
        const bool leaf = codes_[at].op < Op::Equal && codes_[at].op != Op::All && codes_[at].op != Op::Any;
        return leaf && at + 1 < codes_.size() && compares(codes_[at + 1].op);
    }

    bool has_junction(std::size_t begin, std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i)
            if (codes_[i].op >= Op::And) return true;
        return false;
    }

    bool put_atom(std::size_t begin, std::size_t end) {
        const auto from = codes_.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto to = codes_.begin() + static_cast<std::ptrdiff_t>(end);
        if (std::any_of(from, to, [&](const OpCode& code) { return concerns(code, two_); }))
            return put_question(begin, end);
        std::string text;
        for (auto code = from; code != to; ++code)
            text += std::to_string(static_cast<int>(code->op)) + ' ' + std::to_string(code->a) + ' ' +
                    std::to_string(code->b) + ' ' + std::to_string(code->n) + ';';
        const auto known = std::find(atoms_.begin(), atoms_.end(), text);
        steps_.push_back({Op::Number, static_cast<int>(known - atoms_.begin())});
        if (known == atoms_.end()) atoms_.push_back(std::move(text));
        return true;
    }

    // step = outcome; fact = option, fact != option.
    bool put_question(std::size_t begin, std::size_t end) {
        if (two_.op == Op::Outcome) {
            if (end - begin != 1 || codes_[begin].op != Op::Outcome) return false;
            steps_.push_back({Op::Equal, codes_[begin].b});
            return true;
        }
        if (end - begin != 3 || codes_[begin].op != Op::Fact || codes_[begin + 1].op != Op::Number)
            return false;
        const Op op = codes_[begin + 2].op;
        if (op != Op::Equal && op != Op::Unequal) return false;
        steps_.push_back({op, codes_[begin + 1].n});
        return true;
    }

    bool value(std::uint32_t free, int chosen) const {
        std::vector<bool> stack;
        for (const Step& step : steps_) {
            if (step.op == Op::Not) {
                stack.back() = !stack.back();
            } else if (step.op == Op::And || step.op == Op::Or) {
                const bool right = stack.back();
                stack.pop_back();
                stack.back() = step.op == Op::And ? stack.back() && right : stack.back() || right;
            } else if (step.op == Op::Number) {
                stack.push_back((free >> step.n & 1) != 0);
            } else {
                stack.push_back((step.n == chosen) == (step.op == Op::Equal));
            }
        }
        return stack.back();
    }

    const std::vector<OpCode>& codes_;
    const Alternatives& two_;
    std::vector<Step> steps_;
    std::vector<std::string> atoms_;
};

}  // namespace

bool looks_at(const Expression& condition, const Alternatives& two) {
    return std::any_of(condition.codes().begin(), condition.codes().end(),
                       [&](const OpCode& code) { return concerns(code, two); });
}

bool tells_apart(const Expression& condition, const Alternatives& two) {
    if (!looks_at(condition, two)) return false;
    Sums sums(condition.codes(), two);
    return !sums.read() || sums.differ();
}

}  // namespace casework
