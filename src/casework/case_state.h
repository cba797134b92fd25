#pragma once
// The state of a matter: the fold of its events. It needs no definition, so replay and projections copy it;
// it is stored as a few hundred bytes and read back with one row. Conditions look at it through slots, the
// indices of the pinned definition.

#include "calendar/work_calendar.h"
#include "casework/case_events.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

enum class StepPhase : std::uint8_t { Dormant, Ready, Claimed, Done, Stale, Void };
enum class ClockPhase : std::uint8_t { Idle, Running, Paused, OnTime, Late, Deemed, Void };

struct StepState {
    StepPhase phase = StepPhase::Dormant;
    std::uint8_t round = 0;
    std::uint8_t outcome = 0;  // index + 1 of the last outcome of this round; 0: none
    std::uint8_t need = 0;     // instances that make it done; 0: all
    std::int64_t person = 0;   // who did it, or who claimed it
    bool open() const { return phase == StepPhase::Ready || phase == StepPhase::Claimed; }
    bool done() const { return phase == StepPhase::Done; }
    bool operator==(const StepState&) const = default;
};

// One body's instance of a joint step.
struct MemberState {
    std::uint8_t slot = 0;
    Code body;
    StepState step;
    bool operator==(const MemberState&) const = default;
};

// How often an outcome was recorded.
struct Tally {
    std::uint8_t slot = 0;
    std::uint8_t choice = 0;
    std::uint8_t count = 0;
    bool operator==(const Tally&) const = default;
};

inline constexpr std::uint8_t kNoStep = 255;
struct ClockPause {
    Date paused;
    Date resumed;  // the planned end while `open`
    bool open = false;
    std::uint8_t step = kNoStep;  // whose time is not counted
    bool operator==(const ClockPause&) const = default;
};

// The current instance of one period.
struct ClockState {
    ClockPhase phase = ClockPhase::Idle;
    std::uint8_t round = 0;
    calendar::Unit unit = calendar::Unit::WorkingDays;
    bool provisional = false;
    bool deems = false;          // silence until the due moment has a consequence
    bool waits = false;          // a minimum: nobody is late by it
    bool entered_later = false;  // 补录: it began on a day before its start was entered
    std::int32_t budget = 0;
    std::int32_t extension = 0;
    std::int32_t hours_used = 0;  // of hours, once stopped
    Date start;
    Date due;
    Date no_later;  // what another period leaves it (min(own, parent.due − 5wd)); days == 0: no such limit
    Date stopped;
    calendar::Instant due_at;
    std::vector<ClockPause> pauses;
    bool running() const { return phase == ClockPhase::Running || phase == ClockPhase::Paused; }
    // Whether some special procedure goes on, or (with a slot) that step's.
    bool held() const;
    bool held(std::size_t step) const;
    bool operator==(const ClockState&) const = default;
};

// The last value of a fact; its name stands in the definition, at `slot`.
struct FactValue {
    std::int64_t slot = 0;
    std::int64_t value = 0;
    bool operator==(const FactValue&) const = default;
};

struct CaseState {
    std::vector<StepState> steps;  // by slot; shorter than the definition while later steps are untouched
    std::vector<MemberState> members;
    std::vector<Tally> tallies;
    std::vector<ClockState> clocks;  // by slot
    std::vector<FactValue> facts;    // last value of each
    Code result;
    bool ended = false;

    const StepState& step(std::size_t slot) const;
    const ClockState& clock(std::size_t slot) const;
    const MemberState* member(std::size_t slot, const Code& body) const;
    std::int64_t fact(std::size_t slot) const;
    bool has_fact(std::size_t slot) const;
    int members_of(std::size_t slot) const;
    int votes(std::size_t slot) const;  // instances done in the current round
    int votes(std::size_t slot, std::size_t choice) const;
    bool any_open(std::size_t slot) const;  // the step, or an instance of it
    int count(std::size_t slot) const;      // rounds done
    int count(std::size_t slot, std::size_t choice) const;
    bool open() const { return !ended; }
    bool operator==(const CaseState&) const = default;

    std::string encode() const;
    static base::Result<CaseState> decode(std::string_view bytes);  // Corrupt when damaged
};

// The person whose instance `member` is; nobody when it is a body's.
PersonId holder_of(const Code& member);

// The fold. `person` is the actor of the event. Its parts are shared with the rules that write a turn.
void open_step(CaseState& state, const Opening& opened);
void set_quorum(CaseState& state, const Quorum& quorum);
void close_step(CaseState& state, std::int64_t slot);
void mark_stale(CaseState& state, std::int64_t slot);
struct StepEnd {
    std::int64_t slot = 0;
    std::int64_t round = 1;
    std::int64_t choice = 0;
    Code member;
};
void finish_step(CaseState& state, const StepEnd& end, PersonId person);
void set_fact(CaseState& state, const FactSet& set);
void apply(CaseState& state, const Turn& turn, PersonId person);
void apply(CaseState& state, const StepClaimed& claimed, PersonId person);
void apply(CaseState& state, const ClockChange& change);

}  // namespace casework
