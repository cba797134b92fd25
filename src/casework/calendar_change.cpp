#include "casework/calendar_change.h"

#include "casework/case_verbs.h"
#include "ledger/limits.h"

#include <map>
#include <tuple>
#include <utility>

namespace casework {

namespace {

constexpr int kMattersAtOnce = 500;
constexpr std::size_t kLot = ledger::kEventsPerActMax;
constexpr int kWalksMax = 3;  // what began or stopped under a walk is found by the next

// Walks over every open matter with a running period; versions are looked up once each.
class RunningWalk {
public:
    RunningWalk(const store::Reader& db, const Practice& practice) : db_(db), practice_(practice) {}

    // The next few; empty at the end.
    base::Result<std::vector<RunningMatter>> next() {
        auto some = TRY(list_running(db_, place_, kMattersAtOnce));
        if (!some.empty()) place_ = {some.back().due_at.seconds(), some.back().number};
        return some;
    }
    base::Result<std::vector<DueChanged>> moves_of(const RunningMatter& matter,
                                                   const catalog::WorkCalendars& calendars) {
        const Handling& handling = *TRY(versions_of(matter));
        const auto& days = calendars.of(matter.office);
        return decide_calendar_change(
            {*handling.process, *handling.terms, *days, handling.holders, &calendars}, matter.state);
    }

private:
    base::Result<const Handling*> versions_of(const RunningMatter& matter) {
        const auto key = std::make_tuple(matter.definition, matter.guide, matter.office);
        const auto known = known_.find(key);
        if (known != known_.end()) return &known->second;
        MatterRow row;
        row.number = matter.number;
        row.definition = matter.definition;
        row.guide = matter.guide;
        row.office = matter.office;
        Handling handling = TRY(practice_.for_matter(db_, row));
        return &known_.emplace(key, std::move(handling)).first->second;
    }

    const store::Reader& db_;
    const Practice& practice_;
    RunningPlace place_;
    std::map<std::tuple<base::Digest, base::Digest, std::string>, Handling> known_;
};

ClockMove move_of(const RunningMatter& matter, const DueChanged& changed) {
    const ClockState& clock = matter.state.clock(static_cast<std::size_t>(changed.change.slot));
    ClockMove move;
    move.number = matter.number;
    move.item = matter.item;
    move.office = matter.office;
    move.clock = changed.change.clock.text();
    move.kind = changed.change.kind.text() == "C"   ? DeadlineClass::Promise
                : changed.change.kind.text() == "S" ? DeadlineClass::Stage
                                                    : DeadlineClass::Statutory;
    move.before = clock.due;
    move.after = changed.change.due;
    move.provisional = changed.change.provisional;
    return move;
}

base::Result<CalendarMoves> walk(RunningWalk& all, const catalog::WorkCalendars& calendars,
                                 std::size_t listed_max) {
    CalendarMoves found;
    while (true) {
        const auto some = TRY(all.next());
        if (some.empty()) return found;
        for (const RunningMatter& matter : some) {
            const auto moves = TRY(all.moves_of(matter, calendars));
            ++found.looked_at;
            if (moves.empty()) continue;
            ++found.matters;
            found.clocks += static_cast<std::int64_t>(moves.size());
            for (const DueChanged& changed : moves)
                if (found.moves.size() < listed_max) found.moves.push_back(move_of(matter, changed));
        }
    }
}

// The matters to move, in lots that one act can hold.
base::Result<std::vector<std::vector<std::string>>>
lots_to_move(const store::Reader& db, const Practice& practice, const catalog::WorkCalendars& calendars) {
    RunningWalk all(db, practice);
    std::vector<std::vector<std::string>> lots;
    std::size_t events = 0;
    while (true) {
        const auto some = TRY(all.next());
        if (some.empty()) return lots;
        for (const RunningMatter& matter : some) {
            const auto moves = TRY(all.moves_of(matter, calendars));
            if (moves.empty()) continue;
            if (lots.empty() || events + moves.size() > kLot) {
                lots.emplace_back();
                events = 0;
            }
            lots.back().push_back(matter.number);
            events += moves.size();
        }
    }
}

}  // namespace

base::Result<CalendarMoves> foretell_calendar(const store::Reader& db, const Practice& practice,
                                              const catalog::WorkCalendars& calendars,
                                              std::size_t listed_max) {
    if (calendars.national == nullptr) return CalendarMoves();
    RunningWalk all(db, practice);
    return walk(all, calendars, listed_max);
}

// I6: one event for each period whose date differs, none when only the 预计 goes; the day it became known is
// the day of this act.
base::Result<int> move_periods(identity::Act& act, const Practice& practice,
                               const std::vector<std::string>& numbers) {
    int moved = 0;
    for (const std::string& number : numbers) {
        const MatterRow matter = TRY(load_matter(act, number));
        if (matter.ended) continue;
        const Handling handling = TRY(practice.for_matter(act.db, matter));
        auto changes = decide_calendar_change(handling.pinned(), matter.state);
        // What began or stopped meanwhile may make more of them than were counted; the next walk takes the
        // rest.
        if (static_cast<std::size_t>(moved) + changes.size() > kLot) break;
        act.pin("cal", handling.days->pin());
        for (DueChanged& changed : changes) {
            const auto slot = static_cast<std::size_t>(changed.change.slot);
            not_before_known(changed.change, matter.state.clock(slot), act.now);
            TRY(act.record(subject_of(number), changed));
            ++moved;
        }
    }
    return moved;
}

base::Result<int> follow_calendar(identity::Registrar& registrar, const Practice& practice) {
    const auto catalogue = practice.keeper().current();
    if (catalogue->calendar == nullptr) return 0;
    int moved = 0;
    for (int walks = 0; walks < kWalksMax; ++walks) {
        auto reader = TRY(registrar.lend());
        auto listed = lots_to_move(*reader, practice, catalogue->calendars);
        registrar.give_back(std::move(reader));
        const auto lots = TRY(std::move(listed));
        if (lots.empty()) break;
        for (const std::vector<std::string>& numbers : lots) {
            const auto move = [&](identity::Act& act) { return move_periods(act, practice, numbers); };
            const int some = TRY(registrar.perform<int>(identity::system_clock_actor(), move));
            moved += some;
        }
    }
    return moved;
}

}  // namespace casework
