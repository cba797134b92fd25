#pragma once
// Works out one turn of a matter: a step was done, so which steps open, close or go stale, which periods
// start, pause or stop, and whether the matter ends. Used by the decide_* functions only; it fills a Turn and
// never records.

#include "casework/case.h"

namespace casework {

class TurnBuilder {
public:
    TurnBuilder(const Pinned& pinned, const CaseState& before, calendar::Instant now)
        : pinned_(pinned), state_(before), now_(now) {}

    void finish(std::size_t slot, std::size_t choice, const Code& member, PersonId person);
    void set(const FactSet& fact);
    void open(std::size_t slot);   // by hand: an optional step
    void end(const Code& result);  // the matter ends without a step
    void pause_until(Date until) { until_ = until; }
    // R6: what this turn records happened on an earlier day, as its evidence shows.
    void happened(Date day) { happened_ = day; }
    // Periods that start in this turn count from `day`; the period `slot` did not stop, it was deemed (许可法
    // 32).
    void deem(std::size_t slot, Date day);

    const CaseState& state() const { return state_; }
    Turn settle();  // all consequences; call last

private:
    bool holds(const Expression& condition) const {
        return condition.holds({state_, pinned_.item, now_.date()});
    }
    void open_ready(std::size_t slot);
    void open_each(std::size_t slot, int round);
    void spawn(std::size_t slot, int round, const Code& member);
    void settle_votes();
    void close(std::size_t slot);
    bool settle_once();
    void settle_premises();
    void settle_result();
    void settle_clock(std::size_t slot);
    void settle_pauses(std::size_t slot);
    void start(std::size_t slot);
    void restart_earlier(std::size_t slot);
    void change(const ClockChange& change);
    bool opened_now(std::size_t slot) const;

    const Pinned& pinned_;
    CaseState state_;
    calendar::Instant now_;
    Turn turn_;
    Date until_;
    Date effective_;
    Date happened_;
    int deemed_clock_ = -1;
    bool reopened_ = false;
};

}  // namespace casework
