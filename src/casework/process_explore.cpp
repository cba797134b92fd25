#include "casework/process_explore.h"

#include "casework/case.h"
#include "casework/state_key.h"
#include "casework/told.h"
#include "catalog/body.h"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>

namespace casework {

namespace {

using calendar::Instant;

constexpr std::size_t kAll = 1000;
constexpr std::size_t kByHandJudged = 3;  // an outcome may need two procedures opened by hand
constexpr std::size_t kFactCombinationsMax = 64;
constexpr int kDeedsTold = 40;
constexpr std::size_t kAskedPerState = 100;  // on average; a definition of any size is walked in bounded time

const Code& one_material() {
    static const Code material = Code::of("m");
    return material;
}

ItemTerms explored_item(std::int64_t scale) {
    ItemTerms item;
    item.item = Code::of("explored");
    item.office = Code::of("012");
    item.hall = Code::of(catalog::kUsualHallBody);
    item.government = Code::of(catalog::kGovernmentBody);
    item.joint = {Code::of("013"), Code::of("036")};
    item.materials = {one_material()};
    item.number(ItemField::LegalDays) = 20 * scale;
    item.number(ItemField::PromiseDays) = 7 * scale;
    item.number(ItemField::Handling) = 1 + scale;
    item.number(ItemField::Scope) = 4 * scale;
    item.number(ItemField::Visits) = scale;
    item.number(ItemField::Fees) = scale;
    item.number(ItemField::JointBodies) = 2;
    item.number(ItemField::AuthorisedUntil) = Date::of(2099, 12, 31).days * scale;
    return item;
}

const calendar::WorkCalendar& plain_weeks() {
    static const calendar::WorkCalendar days =
        calendar::WorkCalendar::compile({"explored@1", {}, {""}, {}, {}});
    return days;
}

constexpr int kHolders = 3;  // of a post that is asked one by one

struct Way {
    int to = 0;
    bool limited = false;  // it may be used up
};
struct Node {
    CaseState state;
    Instant now;
    std::vector<Way> leads_to;
    bool ended = false;
    bool edge = false;  // not walked further: a bound was reached
    int from = -1;      // how it was come to first
    std::string by;
};

class Explorer {
public:
    Explorer(const Process& process, int states_max)
        : process_(process), told_(process), max_(static_cast<std::size_t>(states_max)) {
        for (std::size_t slot = 1; slot < process.steps.size(); ++slot)
            if (process.steps[slot].optional && !like_an_earlier(slot)) optional_.push_back(slot);
    }

    Exploration run() {
        walk(explored_item(1));
        if (conditions_name_the_item()) walk(explored_item(0));
        judge_outcomes();
        found_.whole = whole_ == kAll && !cut_;
        return std::move(found_);
    }

private:
    void find(std::string_view rule, std::string_view where, std::string what) {
        found_.findings.push_back({std::string(rule), std::string(where), std::move(what)});
    }

    // Special procedures of one kind are the same to every condition: one of them is walked.
    bool like_an_earlier(std::size_t slot) const {
        const Step& step = process_.steps[slot];
        const auto same = [&](const Step& other) {
            return other.optional && other.who == step.who && other.when.text() == step.when.text() &&
                   other.not_steps == step.not_steps && other.signatures == step.signatures &&
                   other.kind == step.kind && other.outcomes.size() == step.outcomes.size() &&
                   std::equal(step.outcomes.begin(), step.outcomes.end(), other.outcomes.begin(),
                              [](const Outcome& a, const Outcome& b) {
                                  return a.name == b.name && a.then == b.then && a.end == b.end;
                              });
        };
        return std::any_of(process_.steps.begin() + 1,
                           process_.steps.begin() + static_cast<std::ptrdiff_t>(slot), same);
    }

    bool conditions_name_the_item() const {
        const auto names = [](const Expression& condition) { return condition.asks(Expression::Op::Item); };
        return std::any_of(process_.steps.begin(), process_.steps.end(),
                           [&](const Step& step) { return names(step.when); }) ||
               std::any_of(process_.guards.begin(), process_.guards.end(),
                           [&](const Guard& guard) { return names(guard.condition); });
    }

    void walk(const ItemTerms& item) {
        nodes_.clear();
        known_.clear();
        item_ = item;
        const std::vector<Holder> holders = explored_holders(item);
        const Pinned pinned{process_, item, plain_weeks(), holders};
        asked_ = 0;
        waves_.assign(1, {});
        begin(pinned);
        std::size_t walked = 0;
        for (std::size_t by_hand = 0; by_hand < waves_.size(); ++by_hand) {
            for (; !waves_[by_hand].empty() && walked < max_ && !worn_out(); waves_[by_hand].pop_front()) {
                const int at = waves_[by_hand].front();
                if (nodes_[static_cast<std::size_t>(at)].ended || nodes_[static_cast<std::size_t>(at)].edge)
                    continue;
                expand(pinned, static_cast<std::size_t>(at));
                ++walked;
            }
            if (!waves_[by_hand].empty()) whole_ = std::min(whole_, by_hand);
            for (const int at : waves_[by_hand]) nodes_[static_cast<std::size_t>(at)].edge = true;
        }
        found_.states += static_cast<int>(nodes_.size());
        judge_ends();
        judge_cover();
    }

    bool worn_out() const { return asked_ >= max_ * kAskedPerState; }

    std::vector<Holder> explored_holders(const ItemTerms& item) const {
        std::vector<Holder> holders;
        const Pinned pinned{process_, item, plain_weeks()};
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) {
            const Step& step = process_.steps[slot];
            if (step.each != Each::Holders) continue;
            const Code office = office_of(pinned, {}, step.who, {});
            for (int i = 0; i < kHolders; ++i)
                holders.push_back({Code::of(step.who.role), office,
                                   PersonId(500 + static_cast<std::int64_t>(slot) * 8 + i)});
        }
        return holders;
    }

    void begin(const Pinned& pinned) {
        Filing filing;
        filing.number = Code::of("999921012202603020001");
        filing.channel = Code::of("web");
        filing.applicant_kind = Code::of("person");
        filing.applicant = VaultRef{1, {}};
        const Instant now = Instant::start_of(Date::of(2026, 3, 2)).plus_seconds(9 * 3600);
        std::vector<std::uint8_t> sets = process_.steps.front().outcomes.front().sets;
        for (std::size_t slot = 0; slot < process_.facts.size(); ++slot)
            if (!process_.facts[slot].function.empty()) sets.push_back(static_cast<std::uint8_t>(slot));
        for (std::vector<FactSet>& facts : combinations(sets)) {
            filing.facts = std::move(facts);
            const auto received = decide_filing(pinned, filing, now);
            filed_ = received.ok();
            if (!filed_)
                return find("P01", process_.steps.front().name,
                            "filing is refused: " + received.error().text_key());
            CaseState state;
            apply(state, received.value().turn, PersonId());
            note_autos(received.value().turn);
            add(std::move(state), now, {});
        }
    }

    // ---- what can be done ----

    void expand(const Pinned& pinned, std::size_t at) {
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) {
            const CaseState state = nodes_[at].state;
            const Step& step = process_.steps[slot];
            if (step.kind == StepKind::Child) {
                if (step.each == Each::One && state.step(slot).open()) join(pinned, at, slot, {});
                for (const MemberState& member : state.members)
                    if (member.slot == slot && member.step.open()) join(pinned, at, slot, member.body);
                continue;
            }
            if (step.each == Each::One && state.step(slot).open()) do_step(pinned, at, slot, {});
            for (const MemberState& member : state.members) {
                if (member.slot == slot && member.step.open()) do_step(pinned, at, slot, member.body);
            }
        }
        for (const std::size_t slot : optional_) open(pinned, at, slot);
        pass_time(pinned, at);
    }

    Acting acting(const Pinned& pinned, std::size_t at, std::size_t slot, const Code& member) const {
        const Opening desk = desk_of(pinned, nodes_[at].state, slot, 1, member);
        PersonId person(static_cast<std::int64_t>(slot) + 1);
        if (process_.steps[slot].each == Each::Holders) person = holder_of(member);
        return {person, desk.role, desk.office};
    }

    // A child ends with each result that the step knows.
    void join(const Pinned& pinned, std::size_t at, std::size_t slot, const Code& member) {
        const Step& step = process_.steps[slot];
        for (const Outcome& outcome : step.outcomes) {
            Spawned child;
            child.step = Code::of(step.name);
            child.slot = static_cast<std::int64_t>(slot);
            child.round = nodes_[at].state.step(slot).round;
            child.member = member;
            const auto joined = decide_join(pinned, nodes_[at].state, child, Code::of("child"),
                                            Code::of(outcome.name), nodes_[at].now);
            if (!joined.ok()) continue;
            take(at, joined.value().turn, PersonId(), nodes_[at].now);
        }
    }

    StepRequest request(std::size_t slot, const Outcome& outcome) const {
        StepRequest wanted;
        wanted.step = Code::of(process_.steps[slot].name);
        wanted.outcome = Code::of(outcome.name);
        const VaultRef paper{1, {}};
        for (const Code& need : outcome.needs) wanted.evidence.push_back({need, paper});
        wanted.evidence.push_back({Code::of("overdue_reason"), paper});
        for (int i = 1; i < process_.steps[slot].signatures; ++i)
            wanted.cosigned.push_back(PersonId(1000 + static_cast<std::int64_t>(slot) * 16 + i));
        if (outcome.records == Records::SupplementRequested) wanted.asked = {one_material()};
        if (outcome.records == Records::Supplemented)
            wanted.materials.push_back({one_material(), Code::of("electronic"), paper});
        if (outcome.records == Records::Delivered) wanted.channel = Code::of("window");
        wanted.reason = paper;
        wanted.corrects = 1;
        return wanted;
    }

    void do_step(const Pinned& pinned, std::size_t at, std::size_t slot, const Code& member) {
        const Step& step = process_.steps[slot];
        const Acting who = acting(pinned, at, slot, member);
        for (std::size_t choice = 0; choice < step.outcomes.size(); ++choice) {
            const Outcome& outcome = step.outcomes[choice];
            StepRequest wanted = request(slot, outcome);
            for (std::vector<FactSet>& facts : combinations(outcome.sets)) {
                if (worn_out()) return;
                ++asked_;
                wanted.facts = std::move(facts);
                const auto event = decide_step(pinned, nodes_[at].state, wanted, who, nodes_[at].now);
                if (event.ok()) take(at, turn_of(event.value()), who.person, nodes_[at].now);
            }
        }
    }

    void open(const Pinned& pinned, std::size_t at, std::size_t slot) {
        const Instant now = nodes_[at].now;
        OpenRequest wanted;
        wanted.step = Code::of(process_.steps[slot].name);
        wanted.until = now.date().plus(1);
        for (const Deadline& rule : process_.deadlines)
            for (const PauseRule& pause : rule.pauses)
                if (pause.step == slot && !pause.needs.empty())
                    wanted.evidence.push_back({Code::of(pause.needs), VaultRef{1, {}}});
        const Acting who = acting(pinned, at, slot, {});
        const auto event = decide_open(pinned, nodes_[at].state, wanted, who, now);
        if (!event.ok()) return;
        const bool limited = StateKey::is_limited_by_hand(process_.steps[slot]);
        std::visit([&](const auto& opened) { take(at, opened.turn, who.person, now, limited); },
                   event.value());
    }

    // To each moment when a period, by running out, changes what can be done; silence may decide then.
    void pass_time(const Pinned& pinned, std::size_t at) {
        std::set<std::int64_t> moments;
        for (std::size_t slot = 0; slot < process_.deadlines.size(); ++slot)
            moments.insert(told_.next_change(nodes_[at].state, slot, nodes_[at].now).ms);
        moments.erase(0);
        for (const std::int64_t moment : moments) pass_to(pinned, at, Instant{moment});
    }
    void pass_to(const Pinned& pinned, std::size_t at, Instant moment) {
        bool deemed = false;
        for (std::size_t slot = 0; slot < process_.deadlines.size(); ++slot) {
            const ClockState& clock = nodes_[at].state.clock(slot);
            if (!clock.running() || clock.due_at > moment) continue;
            const auto event = decide_deemed(pinned, nodes_[at].state, slot, moment);
            if (!event.ok()) continue;
            take(at, turn_of(event.value()), PersonId(), moment);
            deemed = true;
        }
        if (!deemed) lead(at, {add(nodes_[at].state, moment, {at, "time"}), false});
    }

    // What a decision does to the state, and what it showed.
    void take(std::size_t at, const Turn& turn, PersonId person, Instant now, bool by_hand = false) {
        check_gates(at, turn, now);
        const bool limited = by_hand || is_limited(nodes_[at].state, turn);
        if (!turn.outcome.empty())
            seen_.insert({static_cast<std::size_t>(turn.slot), static_cast<std::size_t>(turn.choice)});
        note_autos(turn);
        CaseState state = nodes_[at].state;
        apply(state, turn, person);
        const std::string by = turn.outcome.empty()
                                   ? turn.opened.empty() ? "" : turn.opened.front().step.text()
                                   : turn.step.text() + " " + turn.outcome.text();
        lead(at, {add(std::move(state), now, {at, by}), limited});
    }

    // A return that is allowed a number of times only, or a step that opens a number of times only.
    bool is_limited(const CaseState& before, const Turn& turn) const {
        const auto again = [&](std::int64_t slot) {
            const auto at = static_cast<std::size_t>(slot);
            return before.step(at).round > 0 && told_.is_limited(process_.steps[at]);
        };
        if (std::any_of(turn.opened.begin(), turn.opened.end(),
                        [&](const Opening& opened) { return again(opened.slot); }))
            return true;
        return !turn.outcome.empty() &&
               told_.is_limited(process_.steps[static_cast<std::size_t>(turn.slot)]
                                    .outcomes[static_cast<std::size_t>(turn.choice)]);
    }

    // P18: what a gate stands before is done only when the gate was passed, or its declared exception holds.
    void check_gates(std::size_t at, const Turn& turn, Instant now) {
        if (turn.outcome.empty() || process_.gates.empty()) return;
        CaseState then = nodes_[at].state;
        for (const FactSet& fact : turn.facts) set_fact(then, fact);
        const auto passes = [&](const Gate& gate) {
            return then.step(gate.step).done() ||
                   (!gate.unless.empty() && gate.unless.holds({then, item_, now.date()}));
        };
        for (const Gate& gate : process_.gates) {
            const bool guarded =
                std::any_of(gate.before.begin(), gate.before.end(), [&](const Gate::Before& one) {
                    return one.step == turn.slot && (one.choice < 0 || one.choice == turn.choice);
                });
            if (!guarded || passes(gate)) continue;
            const std::string& name = process_.steps[gate.step].name;
            const std::string done =
                process_.steps[static_cast<std::size_t>(turn.slot)].name + " " + turn.outcome.text();
            if (skipped_.insert(name + " " + done).second)
                find("P18", name,
                     done + " can be done without it (" + gate.basis.front().cite() + ")" +
                         way_to(static_cast<int>(at)));
        }
    }

    void note_autos(const Turn& turn) {
        for (const AutoDone& done : turn.autos)
            seen_.insert({static_cast<std::size_t>(done.slot), static_cast<std::size_t>(done.choice)});
    }

    // Every value that makes a difference, with every other.
    std::vector<std::vector<FactSet>> combinations(const std::vector<std::uint8_t>& sets) {
        std::vector<std::vector<FactSet>> all(1);
        for (const std::uint8_t slot : sets) {
            std::vector<std::vector<FactSet>> more;
            for (const std::vector<FactSet>& some : all) {
                for (const std::int64_t value : told_.values_of(slot)) {
                    more.push_back(some);
                    more.back().push_back({Code::of(process_.facts[slot].name), slot, value});
                }
            }
            if (more.size() > kFactCombinationsMax) {
                more.resize(kFactCombinationsMax);
                cut_ = true;
            }
            all = std::move(more);
        }
        return all;
    }
    // ---- states ----

    struct Came {
        std::size_t from = 0;
        std::string by;  // empty: it was filed
    };
    int add(CaseState state, Instant now, Came came) {
        const int index = static_cast<int>(nodes_.size());
        const auto [known, is_new] = known_.emplace(told_.of(state, now), index);
        if (!is_new) return known->second;
        Node& node = nodes_.emplace_back();
        node.ended = state.ended;
        if (!came.by.empty()) node.from = static_cast<int>(came.from);
        node.by = std::move(came.by);
        node.state = std::move(state);
        node.now = now;
        const std::size_t by_hand = opened_by_hand(node.state);
        if (waves_.size() <= by_hand) waves_.resize(by_hand + 1);
        waves_[by_hand].push_back(index);
        return index;
    }

    // Ways with few procedures opened by hand are walked before those with many.
    std::size_t opened_by_hand(const CaseState& state) const {
        std::size_t opened = 0;
        for (const std::size_t slot : optional_) opened += state.step(slot).round;
        return opened;
    }

    void lead(std::size_t from, Way way) { nodes_[from].leads_to.push_back(way); }

    // ---- judgement ----

    std::string open_steps(const CaseState& state) const {
        std::string names;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot) {
            const bool member =
                std::any_of(state.members.begin(), state.members.end(),
                            [&](const MemberState& one) { return one.slot == slot && one.step.open(); });
            if (!member && !state.step(slot).open()) continue;
            names += (names.empty() ? "" : ", ") + process_.steps[slot].name;
        }
        return names.empty() ? "nothing" : names;
    }
    // The shortest way that leads there, its last deeds.
    std::string way_to(int at) const {
        std::string way;
        int deeds = 0;
        for (; at >= 0 && nodes_[static_cast<std::size_t>(at)].from >= 0;
             at = nodes_[static_cast<std::size_t>(at)].from) {
            const std::string& by = nodes_[static_cast<std::size_t>(at)].by;
            way = ++deeds > kDeedsTold ? way : way.empty() ? by : by + ", " + way;
        }
        if (deeds > kDeedsTold) way = "…, " + way;
        return way.empty() ? "; at once" : "; by: " + way;
    }
    std::string last_step(const CaseState& state) const {
        for (std::size_t slot = process_.steps.size(); slot-- > 0;)
            if (state.step(slot).open()) return process_.steps[slot].name;
        return process_.id;
    }

    // P01: from every state some way leads to an end, and not only one that may be used up.
    void judge_ends() {
        const int stuck = first_without_end(true);
        if (stuck < 0) return;
        const bool for_good = first_without_end(false) >= 0;
        const int at = for_good ? first_without_end(false) : stuck;
        const CaseState& state = nodes_[static_cast<std::size_t>(at)].state;
        find("P01", last_step(state),
             (for_good ? "a matter can come to a state that never ends: open is "
                       : "a matter ends only by a return that may be used up: open is ") +
                 open_steps(state) + way_to(at));
    }
    int first_without_end(bool without_limited) const {
        std::vector<std::vector<int>> comes_from(nodes_.size());
        std::deque<int> wave;
        std::vector<bool> fine(nodes_.size(), false);
        for (std::size_t at = 0; at < nodes_.size(); ++at) {
            for (const Way& way : nodes_[at].leads_to)
                if (!without_limited || !way.limited)
                    comes_from[static_cast<std::size_t>(way.to)].push_back(static_cast<int>(at));
            if (!nodes_[at].ended && !nodes_[at].edge) continue;
            fine[at] = true;
            wave.push_back(static_cast<int>(at));
        }
        while (!wave.empty()) {
            const int at = wave.front();
            wave.pop_front();
            for (const int from : comes_from[static_cast<std::size_t>(at)]) {
                if (fine[static_cast<std::size_t>(from)]) continue;
                fine[static_cast<std::size_t>(from)] = true;
                wave.push_back(from);
            }
        }
        const auto stuck = std::find(fine.begin(), fine.end(), false);
        return stuck == fine.end() ? -1 : static_cast<int>(stuck - fine.begin());
    }

    // P06: some period with an owner runs or is lawfully paused, a named outsider is awaited, or a part with
    // periods of its own.
    void judge_cover() {
        std::set<std::string> told;
        for (const Node& node : nodes_) {
            if (node.ended || covered(node.state)) continue;
            const std::string names = open_steps(node.state);
            if (!told.insert(names).second || told.size() > 3) continue;
            find("P06", last_step(node.state), "no period runs while open is " + names);
        }
    }
    bool covered(const CaseState& state) const {
        for (std::size_t slot = 0; slot < process_.deadlines.size(); ++slot)
            if (process_.deadlines[slot].bound == Bound::Max && state.clock(slot).running()) return true;
        for (std::size_t slot = 0; slot < process_.steps.size(); ++slot)
            if (state.step(slot).open() && (process_.steps[slot].who.relation == Relation::Outsider ||
                                            process_.steps[slot].kind == StepKind::Child))
                return true;
        return false;
    }

    // P02: what no walk has seen cannot happen, if every walk was walked.
    void judge_outcomes() {
        if (whole_ < kByHandJudged || !filed_) return;
        for (std::size_t slot = 1; slot < process_.steps.size(); ++slot) {
            const Step& step = process_.steps[slot];
            if (step.optional && std::find(optional_.begin(), optional_.end(), slot) == optional_.end())
                continue;
            for (std::size_t choice = 0; choice < step.outcomes.size(); ++choice)
                if (!seen_.contains({slot, choice}))
                    find("P02", step.name + " " + step.outcomes[choice].name, "can never happen");
        }
    }

    const Process& process_;
    StateKey told_;
    std::size_t max_;
    std::size_t asked_ = 0;  // decisions of one walk
    ItemTerms item_;
    std::vector<std::size_t> optional_;
    std::vector<Node> nodes_;
    std::unordered_map<std::string, int> known_;
    std::set<std::pair<std::size_t, std::size_t>> seen_;
    std::vector<std::deque<int>> waves_;  // states to walk, by procedures opened by hand
    std::size_t whole_ = kAll;            // below this number of them everything was walked
    bool filed_ = false;
    bool cut_ = false;  // more combinations of facts than are tried
    std::set<std::string> skipped_;
    Exploration found_;
};

}  // namespace

Exploration explore_process(const Process& process, int states_max) {
    return Explorer(process, states_max).run();
}

}  // namespace casework
