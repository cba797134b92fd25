#include "casework/expression.h"

#include "base/json_keys.h"
#include "casework/limits.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace casework {

namespace {

constexpr std::string_view kItemWords[kItemFields] = {
    "legal_days", "promise_days", "handling", "scope", "visits", "fees", "joint_bodies", "authorised_until"};

}  // namespace

std::string_view item_field_word(ItemField field) {
    return kItemWords[static_cast<std::size_t>(field)];
}

base::Error bad_definition(Place place, std::string_view what) {
    const std::string where = std::string(place.file) + ":" + std::to_string(place.line);
    return base::Error(base::ErrorCode::Invalid, "definition.bad", where + ": " + std::string(what))
        .with("place", where)
        .with("what", what);
}

base::Error unknown_word(Place place, std::string_view kind, std::string_view word,
                         const std::vector<std::string>& known) {
    std::vector<std::string_view> views(known.begin(), known.end());
    return bad_definition(place, base::unknown_word(kind, word, views));
}

// Reads one condition by recursive descent, bounded in depth, and appends its codes in postfix order.
class ExpressionReader {
public:
    ExpressionReader(std::string_view text, const Vocabulary& words, Place place, Expression& out)
        : text_(text), words_(words), place_(place), out_(out) {}

    base::Result<> read() {
        if (text_.size() > kExpressionLengthMax) return refuse("condition is too long");
        const Type type = TRY(read_or());
        skip_spaces();
        if (at_ != text_.size()) return refuse("unexpected '" + std::string(text_.substr(at_)) + "'");
        if (type != Type::Truth) return refuse("a condition must be true or false, this is a number");
        if (out_.codes_.size() > kExpressionCodesMax) return refuse("condition is too long");
        return base::Done{};
    }

private:
    enum class Type { Truth, Number, Choice };
    using Op = Expression::Op;

    base::Error refuse(std::string_view what) const {
        return bad_definition(place_, std::string(what) + " in '" + std::string(text_) + "'");
    }
    void put(Op op, std::size_t a = 0, std::size_t b = 0, std::int32_t n = 0) {
        out_.codes_.push_back({op, static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b), n});
    }
    void skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool take(std::string_view sign) {
        skip_spaces();
        if (!text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        return true;
    }
    std::string_view take_word() {
        skip_spaces();
        const std::size_t from = at_;
        const auto fits = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                   c == '.';
        };
        while (at_ < text_.size() && fits(text_[at_])) ++at_;
        return text_.substr(from, at_ - from);
    }

    base::Result<Type> read_or() {
        if (++depth_ > kExpressionDepthMax) return refuse("nested too deeply");
        Type type = TRY(read_and());
        while (take("||")) {
            const Type right = TRY(read_and());
            if (type != Type::Truth || right != Type::Truth) return refuse("|| needs conditions");
            put(Op::Or);
        }
        --depth_;
        return type;
    }
    base::Result<Type> read_and() {
        Type type = TRY(read_not());
        while (take("&&")) {
            const Type right = TRY(read_not());
            if (type != Type::Truth || right != Type::Truth) return refuse("&& needs conditions");
            put(Op::And);
        }
        return type;
    }
    base::Result<Type> read_not() {
        skip_spaces();
        const bool negated = at_ + 1 < text_.size() && text_[at_] == '!' && text_[at_ + 1] != '=';
        if (negated) ++at_;
        const std::uint64_t needed = out_.steps_needed_;
        const Type type = TRY(read_comparison());
        if (!negated) return type;
        out_.steps_needed_ = needed;
        if (type != Type::Truth) return refuse("! needs a condition");
        put(Op::Not);
        return Type::Truth;
    }
    base::Result<Type> read_comparison() {
        const Type left = TRY(read_term());
        constexpr std::pair<std::string_view, Op> signs[] = {{"!=", Op::Unequal},      {"<=", Op::LessEqual},
                                                             {">=", Op::GreaterEqual}, {"=", Op::Equal},
                                                             {"<", Op::Less},          {">", Op::Greater}};
        for (const auto& [sign, op] : signs) {
            if (!take(sign)) continue;
            if (left == Type::Choice) return read_option(op);
            const Type right = TRY(read_term());
            if (left != Type::Number || right != Type::Number) return refuse("only numbers are compared so");
            put(op);
            return Type::Truth;
        }
        return left;
    }
    base::Result<Type> read_term() {
        if (take("(")) {
            const Type type = TRY(read_or());
            if (!take(")")) return refuse("')' is missing");
            return type;
        }
        const std::string_view word = take_word();
        if (word.empty()) return refuse("a word is missing");
        if (word[0] >= '0' && word[0] <= '9') return read_number(word);
        if (take("(")) return read_call(word);
        if (word.starts_with("item.")) return read_item(word.substr(5));
        if (word.starts_with("fact.")) return read_fact(word.substr(5));
        if (word == "received") {
            put(Op::Received);
            return Type::Truth;
        }
        if (word == "today") {
            put(Op::Today);
            return Type::Number;
        }
        if (member_of_ >= 0) return read_member_outcome(word);
        return read_step_outcome(word);
    }
    base::Result<Type> read_number(std::string_view word) {
        std::int32_t number = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
        if (read.ec != std::errc() || read.ptr != word.data() + word.size())
            return refuse("'" + std::string(word) + "' is no number");
        put(Op::Number, 0, 0, number);
        return Type::Number;
    }
    base::Result<Type> read_item(std::string_view word) {
        for (std::size_t i = 0; i < kItemFields; ++i) {
            if (kItemWords[i] != word) continue;
            put(Op::Item, i);
            return Type::Number;
        }
        return unknown_word(place_, "item field", word, {std::begin(kItemWords), std::end(kItemWords)});
    }
    base::Result<Type> read_fact(std::string_view word) {
        std::vector<std::string> known;
        for (std::size_t i = 0; i < words_.facts.size(); ++i) {
            known.push_back(words_.facts[i].name);
            if (words_.facts[i].name != word) continue;
            put(Op::Fact, i);
            fact_ = i;
            if (!words_.facts[i].options.empty()) return Type::Choice;
            return words_.facts[i].truth ? Type::Truth : Type::Number;
        }
        return unknown_word(place_, "fact", word, known);
    }
    // fact.category = complaint
    base::Result<Type> read_option(Op op) {
        const auto& options = words_.facts[fact_].options;
        const std::string_view word = take_word();
        const auto found = std::find(options.begin(), options.end(), word);
        if (found == options.end()) return unknown_word(place_, "option", word, options);
        if (op != Op::Equal && op != Op::Unequal) return refuse("a choice is compared with = or !=");
        put(Op::Number, 0, 0, static_cast<std::int32_t>(found - options.begin()) + 1);
        put(op);
        return Type::Truth;
    }
    base::Result<Type> read_has() {
        const std::string_view word = take_word();
        std::vector<std::string> known;
        for (std::size_t i = 0; i < words_.facts.size(); ++i) {
            known.push_back(words_.facts[i].name);
            if (words_.facts[i].name != word) continue;
            put(Op::Has, i);
            return close(Type::Truth);
        }
        return unknown_word(place_, "fact", word, known);
    }
    // count(step[, outcome]), votes(step[, outcome])
    base::Result<Type> read_count(Op whole, Op one) {
        const std::size_t step = TRY(find_step(take_word()));
        if (!take(",")) {
            put(whole, step);
            return close(Type::Number);
        }
        const auto choice = TRY(find_outcome(step, take_word()));
        put(one, step, choice);
        return close(Type::Number);
    }
    base::Result<std::size_t> find_step(std::string_view word) {
        std::vector<std::string> known{"received"};
        for (std::size_t i = 0; i < words_.steps.size(); ++i) {
            known.push_back(words_.steps[i].name);
            if (words_.steps[i].name != word) continue;
            out_.steps_needed_ |= std::uint64_t{1} << i;
            return i;
        }
        return unknown_word(place_, "step", word, known);
    }
    base::Result<std::size_t> find_outcome(std::size_t step, std::string_view word) {
        const auto& outcomes = words_.steps[step].outcomes;
        const auto found = std::find(outcomes.begin(), outcomes.end(), word);
        if (found == outcomes.end())
            return unknown_word(place_, "outcome of " + words_.steps[step].name, word, outcomes);
        return static_cast<std::size_t>(found - outcomes.begin());
    }
    // step = outcome, step != outcome
    base::Result<Type> read_step_outcome(std::string_view word) {
        const std::size_t step = TRY(find_step(word));
        const bool unequal = take("!=");
        if (!unequal && !take("="))
            return refuse("a step's name is compared with an outcome: step = outcome");
        const std::size_t outcome = TRY(find_outcome(step, take_word()));
        put(Op::Outcome, step, outcome);
        if (unequal) put(Op::Not);
        return Type::Truth;
    }
    base::Result<Type> read_member_outcome(std::string_view word) {
        const auto step = static_cast<std::size_t>(member_of_);
        const auto choice = TRY(find_outcome(step, word));
        put(Op::MemberOutcome, step, choice);
        return Type::Truth;
    }
    base::Result<Type> read_call(std::string_view name) {
        if (name == "done" || name == "running") {
            const Op op = name == "done" ? Op::Done : Op::Running;
            const auto first = TRY(find_step(take_word()));
            put(op, first);
            while (op == Op::Running && take(",")) {  // any of these
                const auto other = TRY(find_step(take_word()));
                put(op, other);
                put(Op::Or);
            }
            return close(Type::Truth);
        }
        if (name == "has") return read_has();
        if (name == "count") return read_count(Op::Count, Op::CountOutcome);
        if (name == "votes") return read_count(Op::Votes, Op::VotesFor);
        if (name == "members") {
            const std::size_t step = TRY(find_step(take_word()));
            put(Op::Members, step);
            return close(Type::Number);
        }
        if (name == "elapsed") {
            const auto word = take_word();
            const auto found = std::find(words_.deadlines.begin(), words_.deadlines.end(), word);
            if (found == words_.deadlines.end())
                return unknown_word(place_, "deadline", word, words_.deadlines);
            put(Op::Elapsed, static_cast<std::size_t>(found - words_.deadlines.begin()));
            return close(Type::Truth);
        }
        if (name == "all" || name == "any") return read_quantified(name == "all" ? Op::All : Op::Any);
        return unknown_word(place_, "function", name,
                            {"done", "running", "count", "votes", "members", "has", "elapsed", "all", "any"});
    }
    base::Result<Type> read_quantified(Op op) {
        if (member_of_ >= 0) return refuse("all and any do not nest");
        const std::size_t step = TRY(find_step(take_word()));
        if (!take(",")) return refuse("',' is missing");
        const std::size_t here = out_.codes_.size();
        put(op, step);
        member_of_ = static_cast<int>(step);
        const Type type = TRY(read_or());
        member_of_ = -1;
        if (type != Type::Truth) return refuse("all and any need a condition");
        out_.codes_[here].b = static_cast<std::uint8_t>(out_.codes_.size() - here - 1);
        return close(Type::Truth);
    }
    base::Result<Type> close(Type type) {
        if (!take(")")) return refuse("')' is missing");
        return type;
    }

    std::string_view text_;
    const Vocabulary& words_;
    Place place_;
    Expression& out_;
    std::size_t at_ = 0;
    std::size_t fact_ = 0;  // the last one read
    int depth_ = 0;
    int member_of_ = -1;
};

base::Result<Expression> Expression::compile(std::string_view text, const Vocabulary& words, Place place) {
    Expression compiled;
    compiled.text_ = text;
    TRY(ExpressionReader(text, words, place, compiled).read());
    return compiled;
}

bool Expression::holds(const Sight& sight) const {
    return codes_.empty() || run(0, codes_.size(), sight, nullptr) != 0;
}

static bool fits(const Expression::OpCode& code, Expression::Op op, int slot) {
    return code.op == op && (slot == Expression::kAnySlot || slot == code.a);
}

bool Expression::asks(Op op, int slot) const {
    return std::any_of(codes_.begin(), codes_.end(),
                       [&](const OpCode& code) { return fits(code, op, slot); });
}

int Expression::times_asked(Op op, int slot) const {
    return static_cast<int>(std::count_if(codes_.begin(), codes_.end(),
                                          [&](const OpCode& code) { return fits(code, op, slot); }));
}

bool Expression::names_outcome(std::size_t step, std::size_t choice) const {
    return std::any_of(codes_.begin(), codes_.end(), [&](const OpCode& code) {
        const bool names = code.op == Op::Outcome || code.op == Op::CountOutcome || code.op == Op::VotesFor ||
                           code.op == Op::MemberOutcome;
        return names && code.a == step && code.b == choice;
    });
}

// There is no arithmetic, so what two terms are compared with stands beside them.
std::vector<std::int32_t> Expression::compared_with(Op op, int slot) const {
    std::vector<std::int32_t> found;
    for (std::size_t i = 0; i < codes_.size(); ++i) {
        if (!fits(codes_[i], op, slot)) continue;
        if (i > 0 && codes_[i - 1].op == Op::Number) found.push_back(codes_[i - 1].n);
        if (i + 1 < codes_.size() && codes_[i + 1].op == Op::Number) found.push_back(codes_[i + 1].n);
    }
    return found;
}

bool Expression::quantified(const OpCode& code, std::size_t from, const Sight& sight) const {
    bool any = false;
    for (const MemberState& member : sight.state.members) {
        // Who belonged to an earlier round is not asked again.
        if (member.slot != code.a || member.step.round != sight.state.step(code.a).round) continue;
        const bool holds = run(from, from + code.b, sight, &member) != 0;
        if (holds && code.op == Op::Any) return true;
        if (!holds && code.op == Op::All) return false;
        any = true;
    }
    return any && code.op == Op::All;  // all of none is not yet all
}

static std::int64_t compare(Expression::Op op, std::int64_t left, std::int64_t right) {
    using Op = Expression::Op;
    if (op == Op::Equal) return left == right;
    if (op == Op::Unequal) return left != right;
    if (op == Op::Less) return left < right;
    if (op == Op::LessEqual) return left <= right;
    if (op == Op::Greater) return left > right;
    if (op == Op::GreaterEqual) return left >= right;
    if (op == Op::And) return left != 0 && right != 0;
    return left != 0 || right != 0;
}

static std::int64_t term(const Expression::OpCode& code, const Sight& sight, const MemberState* member) {
    using Op = Expression::Op;
    const CaseState& state = sight.state;
    switch (code.op) {
    case Op::Number: return code.n;
    case Op::Item: return sight.item.numbers[code.a];
    case Op::Fact: return state.fact(code.a);
    case Op::Received: return 1;
    case Op::Today: return sight.today.days;
    case Op::Outcome: return state.step(code.a).done() && state.step(code.a).outcome == code.b + 1;
    case Op::Done: return state.step(code.a).done();
    case Op::Running: return state.step(code.a).open();
    case Op::Count: return state.count(code.a);
    case Op::CountOutcome: return state.count(code.a, code.b);
    case Op::Votes: return state.votes(code.a);
    case Op::VotesFor: return state.votes(code.a, code.b);
    case Op::Members: return state.members_of(code.a);
    case Op::Has: return state.has_fact(code.a);
    case Op::Elapsed: {
        // R8 (713号, article 15): "at least n" has passed from the day after its last day.
        const ClockState& clock = state.clock(code.a);
        return clock.phase != ClockPhase::Idle && sight.today > clock.due;
    }
    default: break;
    }
    CHECK(code.op == Op::MemberOutcome && member != nullptr);
    return member->step.done() && member->step.outcome == code.b + 1;
}

std::int64_t Expression::run(std::size_t from, std::size_t to, const Sight& sight,
                             const MemberState* member) const {
    std::array<std::int64_t, kExpressionCodesMax> stack;
    std::size_t top = 0;
    for (std::size_t i = from; i < to; ++i) {
        const OpCode& code = codes_[i];
        if (code.op == Op::All || code.op == Op::Any) {
            stack[top++] = quantified(code, i + 1, sight);
            i += code.b;
        } else if (code.op == Op::Not) {
            stack[top - 1] = stack[top - 1] == 0;
        } else if (code.op >= Op::Equal) {
            --top;
            stack[top - 1] = compare(code.op, stack[top - 1], stack[top]);
        } else {
            stack[top++] = term(code, sight, member);
        }
    }
    return stack[0];
}

}  // namespace casework
