#pragma once
// What of a matter's state can still make a difference to its process: states that no condition, limit or
// period tells apart are walked as one. For the explorer only; the engine keeps states whole.

#include "casework/process.h"

#include <set>

namespace casework {

class StateKey {
public:
    explicit StateKey(const Process& process);

    std::string of(const CaseState& state, calendar::Instant now) const;

    // Of a fact, one value of each kind that some condition tells from others.
    std::vector<std::int64_t> values_of(std::size_t fact) const;
    // When this period, by running out, next changes what can be done, or now if it did; ms 0: never again.
    calendar::Instant next_change(const CaseState& state, std::size_t clock, calendar::Instant now) const;
    // Openings by hand are not counted either.
    static bool is_limited_by_hand(const Step& step) { return step.repeat < kRoundsMax; }
    // A return that may be made a limited number of times which the key does not tell: what leads on only by
    // it can come to a stop.
    bool is_limited(const Outcome& outcome) const { return outcome.at_most > kReturnsTold; }
    bool is_limited(const Step& step) const { return step.repeat < kRoundsMax && step.repeat > kRepeatTold; }

private:
    static constexpr int kReturnsTold = 1;
    static constexpr int kRepeatTold = 3;
    static constexpr int kCountedMax = 8;
    static constexpr int kComparedMax = 5000;  // conditions asked whether they tell two apart; then they do

    struct Told {                         // of one step
        std::vector<std::uint8_t> kinds;  // of outcomes that no condition tells apart
        std::vector<int> counts;          // how far each is counted; 0: not
        int count = 0;                    // how far its rounds are counted
        int rounds = 1;                   // how far openings are told apart
        bool only_open = false;           // nothing asks more of it than whether it is open
    };
    bool asked(Expression::Op op, std::size_t slot) const;
    bool asked_done(std::size_t slot) const;
    bool beyond_numbers(std::size_t fact) const;
    int phase_told(std::size_t slot, const StepState& step) const;
    std::vector<std::uint8_t> kinds_of(Expression::Op op, std::size_t slot, int first, std::size_t count);
    bool elapses_while(std::size_t clock, std::size_t step) const;
    bool is_watched(const CaseState& state, std::size_t clock) const;
    int counted(Expression::Op op, std::size_t slot) const;
    int counted(std::size_t slot, std::size_t choice) const;
    std::uint8_t outcome_told(std::size_t slot, const StepState& step) const;
    void put_steps(const CaseState& state, std::string& key) const;
    void put_clocks(const CaseState& state, calendar::Instant now, std::string& key) const;

    const Process& process_;
    int compared_ = 0;
    std::vector<const Expression*> conditions_;
    std::vector<Told> steps_;
    std::vector<bool> facts_, elapsing_;
    std::vector<int> only_while_;  // by clock: whether it ran out is asked of this open step only; -1: more
    std::vector<std::set<std::int64_t>> numbers_;          // by fact: what conditions compare it with
    std::vector<std::vector<std::uint8_t>> option_kinds_;  // of each choice
};

}  // namespace casework
