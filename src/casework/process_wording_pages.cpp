#include "casework/process_wording_pages.h"

#include <array>

namespace casework {

using Op = Expression::Op;

std::string ProcessWords::step(std::size_t slot) const {
    return texts_.step(teller_.locale(), process_.steps[slot].name);
}
std::string ProcessWords::fact(std::size_t slot) const {
    return texts_.text(teller_.locale(), "fact." + process_.facts[slot].name);
}

// What the texts of the process do not name has one name for all processes.
std::string ProcessWords::evidence(std::string_view slot) const {
    const std::string own = "evidence." + std::string(slot);
    if (const std::string* found = texts_.find(teller_.locale(), own)) return *found;
    const bool known = teller_.pages().site.texts().find(teller_.locale(), own) != nullptr;
    return known ? teller_.text(own) : std::string(slot);
}

std::string ProcessWords::strung(const std::vector<std::string>& parts, std::string_view key) const {
    std::string all;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!all.empty()) all += teller_.text(key);
        all += part;
    }
    return all;
}
std::string ProcessWords::listed(const std::vector<std::string>& names) const {
    return strung(names, "process.list");
}
std::string ProcessWords::joined(const std::vector<std::string>& clauses) const {
    return strung(clauses, "process.clauses");
}

ProcessWords::Clause ProcessWords::both(std::string_view key, const web::TextArgs& args) const {
    const std::string says(key);
    return {teller_.text(says, args), teller_.text(says + ".not", args)};
}

ProcessWords::Clause ProcessWords::term(const Expression::OpCode& code) const {
    const auto name = [&] { return step(code.a); };
    const auto outcome = [&] {
        return texts_.outcome(teller_.locale(), process_.steps[code.a].outcomes[code.b].name);
    };
    switch (code.op) {
    case Op::Number: return {std::to_string(code.n), {}, false, -1, code.n};
    case Op::Item:
        return {teller_.text("process.item." + std::string(item_field_word(static_cast<ItemField>(code.a))))};
    case Op::Fact: {
        Clause clause = both("process.fact", {{"fact", fact(code.a)}});
        const FactType type = process_.facts[code.a].type;
        if (type != FactType::Truth) clause.says = teller_.text("process.value", {{"fact", fact(code.a)}});
        if (type == FactType::Choice) clause.choice = code.a;
        return clause;
    }
    case Op::Has: return both("process.has", {{"fact", fact(code.a)}});
    case Op::Today: return {teller_.text("process.today")};
    case Op::Received: return both("process.received", {});
    case Op::Outcome: return both("process.outcome", {{"step", name()}, {"outcome", outcome()}});
    case Op::MemberOutcome: return both("process.member_outcome", {{"outcome", outcome()}});
    case Op::Done: return both("process.done", {{"step", name()}});
    case Op::Running: return both("process.running", {{"step", name()}});
    case Op::Count: return {teller_.text("process.count", {{"step", name()}})};
    case Op::CountOutcome:
        return {teller_.text("process.count_outcome", {{"step", name()}, {"outcome", outcome()}})};
    case Op::Votes: return {teller_.text("process.votes", {{"step", name()}})};
    case Op::VotesFor: return {teller_.text("process.votes_for", {{"step", name()}, {"outcome", outcome()}})};
    case Op::Members: return {teller_.text("process.members", {{"step", name()}})};
    case Op::Elapsed:
        return both("process.elapsed",
                    {{"clock", texts_.clock(teller_.locale(), process_.deadlines[code.a].name)}});
    default: return {};
    }
}

ProcessWords::Clause ProcessWords::compare(Op op, const Clause& left, const Clause& right) const {
    const auto as = [&](std::string_view key, std::string_view value) {
        return teller_.text(key, {{"left", left.says}, {"right", std::string(value)}});
    };
    if (left.choice >= 0) {
        const Fact& fact = process_.facts[static_cast<std::size_t>(left.choice)];
        const std::string& option = fact.options[static_cast<std::size_t>(right.number - 1)];
        const std::string named = texts_.text(teller_.locale(), "fact." + fact.name + "." + option);
        Clause clause{as("process.is", named), as("process.is.not", named)};
        if (op == Op::Unequal) std::swap(clause.says, clause.denies);
        return clause;
    }
    struct Sign {
        Op op;
        std::string_view says, denies;
    };
    constexpr Sign signs[] = {{Op::Equal, "process.equal", "process.equal.not"},
                              {Op::Unequal, "process.equal.not", "process.equal"},
                              {Op::Less, "process.less", "process.less.not"},
                              {Op::GreaterEqual, "process.less.not", "process.less"},
                              {Op::Greater, "process.more", "process.more.not"},
                              {Op::LessEqual, "process.more.not", "process.more"}};
    for (const Sign& sign : signs)
        if (sign.op == op) return {as(sign.says, right.says), as(sign.denies, right.says)};
    return {};
}

ProcessWords::Clause ProcessWords::join(std::string_view key, const Clause& left, const Clause& right) const {
    const auto part = [&](const Clause& clause) {
        return clause.is_joined ? teller_.text("process.brackets", {{"what", clause.says}}) : clause.says;
    };
    Clause whole;
    whole.says = part(left) + teller_.text(key) + part(right);
    whole.denies = teller_.text("process.opposite", {{"what", whole.says}});
    return whole;
}

ProcessWords::Clause ProcessWords::run(const std::vector<Expression::OpCode>& codes, std::size_t from,
                                       std::size_t to) const {
    std::vector<Clause> stack;
    for (std::size_t i = from; i < to; ++i) {
        const Expression::OpCode& code = codes[i];
        if (code.op == Op::All || code.op == Op::Any) {
            const Clause each = run(codes, i + 1, i + 1 + code.b);
            stack.push_back(both(code.op == Op::All ? "process.all" : "process.any",
                                 {{"step", step(code.a)}, {"what", each.says}}));
            i += code.b;
        } else if (code.op == Op::Not) {
            std::swap(stack.back().says, stack.back().denies);
        } else if (code.op >= Op::Equal) {
            const Clause right = std::move(stack.back());
            stack.pop_back();
            const Clause left = std::move(stack.back());
            const bool joins = code.op == Op::And || code.op == Op::Or;
            stack.back() = joins ? join(code.op == Op::And ? "process.and" : "process.or", left, right)
                                 : compare(code.op, left, right);
            stack.back().is_joined = code.op == Op::Or;
        } else {
            stack.push_back(term(code));
        }
    }
    return stack.empty() ? Clause{} : stack.front();
}

std::string ProcessWords::condition(const Expression& expression) const {
    return run(expression.codes(), 0, expression.codes().size()).says;
}

std::string ProcessWords::who(const Who& who) const {
    const std::string role = teller_.role_name(who.role);
    switch (who.relation) {
    case Relation::Outsider: return role == who.role ? evidence(who.role) : role;
    case Relation::Hall: return teller_.text("process.at_hall", {{"role", role}});
    case Relation::ItemOffice: return teller_.text("process.at_office", {{"role", role}});
    case Relation::RegionGov: return teller_.text("process.at_government", {{"role", role}});
    case Relation::Member: return teller_.text("process.at_member", {{"role", role}});
    case Relation::Fact: return teller_.text("process.at_fact", {{"role", role}, {"fact", fact(who.fact)}});
    }
    return role;
}

std::string ProcessWords::budget(const Deadline& rule) const {
    std::vector<std::string> parts;
    for (const BudgetCase& one : rule.cases)
        parts.push_back(teller_.text("process.budget_if",
                                     {{"what", condition(one.when)}, {"span", teller_.span(one.budget)}}));
    if (rule.from_fact != kNoFact) {
        const Fact& given = process_.facts[rule.from_fact];
        parts.push_back(
            teller_.text("process.budget_fact", {{"fact", fact(rule.from_fact)},
                                                 {"least", std::to_string(given.least)},
                                                 {"span", teller_.span({given.longest, given.unit})}}));
        parts.push_back(teller_.text("process.budget_otherwise_fact", {{"span", teller_.span(rule.budget)}}));
    } else if (rule.from_item) {
        const std::string field(item_field_word(rule.field));
        parts.push_back(teller_.text("process.item." + field));
        if (rule.budget.count > 0)
            parts.push_back(teller_.text("process.budget_otherwise", {{"span", teller_.span(rule.budget)}}));
    } else {
        const std::string days = teller_.span(rule.budget);
        parts.push_back(rule.cases.empty() ? days : teller_.text("process.budget_else", {{"span", days}}));
    }
    if (rule.within_another)
        parts.push_back(
            teller_.text("process.within",
                         {{"clock", texts_.clock(teller_.locale(), process_.deadlines[rule.within].name)},
                          {"n", std::to_string(rule.within_days)}}));
    if (rule.counts_event) parts.push_back(teller_.text("process.counts_event"));
    const std::string all = joined(parts);
    return rule.bound == Bound::Min ? teller_.text("process.at_least", {{"span", all}}) : all;
}

std::string ProcessWords::pauses(const Deadline& rule) const {
    std::vector<std::string> parts;
    for (const PauseRule& pause : rule.pauses)
        parts.push_back(pause.max.count == 0
                            ? step(pause.step)
                            : teller_.text("process.pause",
                                           {{"step", step(pause.step)}, {"span", teller_.span(pause.max)}}));
    return listed(parts);
}

std::string ProcessWords::extension(const Deadline& rule) const {
    if (!rule.extend.allowed) return {};
    return teller_.text("process.extension",
                        {{"span", teller_.span(rule.extend.by)}, {"who", who(rule.extend.who)}});
}

std::string ProcessWords::expiry(const Deadline& rule) const {
    if (rule.deem.allowed) {
        const Step& step = process_.steps[rule.deem.step];
        return teller_.text(
            "process.deems",
            {{"step", texts_.step(teller_.locale(), step.name)},
             {"outcome", texts_.outcome(teller_.locale(), step.outcomes[rule.deem.choice].name)}});
    }
    if (rule.bound == Bound::Min) return teller_.text("process.then_free");
    return teller_.text(rule.alerts ? "process.alerts" : "process.silent");
}

std::string ProcessWords::then(const Outcome& outcome) const {
    std::vector<std::string> parts;
    if (outcome.then != Then::Nothing) {
        const bool open = outcome.then == Then::Open;
        parts.push_back(
            teller_.text(open ? "process.opens" : "process.reopens", {{"step", step(outcome.target)}}));
        if (outcome.at_most > 0)
            parts.push_back(teller_.text("process.at_most", {{"n", std::to_string(outcome.at_most)}}));
    }
    if (outcome.corrects >= 0)
        parts.push_back(
            teller_.text("process.corrects", {{"step", step(static_cast<std::size_t>(outcome.corrects))}}));
    if (!outcome.end.empty())
        parts.push_back(
            teller_.text("process.ends", {{"result", texts_.result(teller_.locale(), outcome.end)}}));
    for (const EffectUse& use : outcome.effects) parts.push_back(effect(use));
    return joined(parts);
}

std::string ProcessWords::effect(const EffectUse& use) const {
    return teller_.text("process.effect." + use.effect, {{"process", teller_.process_name(use.process)}});
}

std::string ProcessWords::conditions_of(const Step& step) const {
    std::vector<std::string> parts;
    std::vector<std::string> others;
    for (std::size_t slot = 0; slot < process_.steps.size(); ++slot)
        if ((step.not_steps >> slot & 1) != 0) others.push_back(this->step(slot));
    if (!others.empty()) parts.push_back(teller_.text("process.not_who", {{"steps", listed(others)}}));
    if (step.signatures > 1) {
        const std::string when = condition(step.signatures_if);
        const std::string n = std::to_string(step.signatures);
        parts.push_back(when.empty() ? teller_.text("process.signatures", {{"n", n}})
                                     : teller_.text("process.signatures_if", {{"n", n}, {"what", when}}));
    }
    if (step.each == Each::Bodies) parts.push_back(teller_.text("process.each_body"));
    if (step.each == Each::Entries)
        parts.push_back(teller_.text("process.each_entry", {{"fact", fact(step.each_fact)}}));
    if (step.each == Each::Holders) {
        const char* key = step.quorum == kQuorumAll        ? "process.quorum_all"
                          : step.quorum == kQuorumMajority ? "process.quorum_majority"
                                                           : "process.quorum_n";
        parts.push_back(teller_.text(key, {{"n", std::to_string(step.quorum)}}));
    }
    if (!step.spawn.process.empty())
        parts.push_back(
            teller_.text("process.spawns", {{"process", teller_.process_name(step.spawn.process)}}));
    if (step.optional) parts.push_back(teller_.text("process.by_hand"));
    return joined(parts);
}

}  // namespace casework
