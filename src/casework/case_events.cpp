#include "casework/case_events.h"

namespace casework {

std::vector<PublicClock> public_clocks(const std::vector<ClockChange>& changes) {
    std::vector<PublicClock> shown;
    for (const ClockChange& change : changes) {
        const std::string& word = change.change.text();
        if (word == "stopped" || word == "void" || word == "deemed") continue;
        shown.push_back({change.kind, change.n, change.unit, change.due});
    }
    return shown;
}

std::vector<ClockChange> Extended::all() const {
    std::vector<ClockChange> changes{change};
    changes.insert(changes.end(), moved.begin(), moved.end());
    return changes;
}

std::vector<ledger::EventRow> casework_events() {
    using ledger::event_row;
    return {
        event_row<Received>("A matter was received at a window or online.", {"n"}),
        event_row<SupplementRequested>("The applicant was told once, in full, what is missing."),
        event_row<Supplemented>("The applicant handed in what was missing."),
        event_row<Accepted>("A matter was accepted, and its periods began.", {"clk", "effective"}),
        event_row<Refused>("A matter was not accepted; the reasons and the competent body were told."),
        event_row<StepClaimed>("An official took a step from the desk.", {"slot"}),
        event_row<StepDone>("A step was done.", {"slot"}),
        event_row<Paused>("A special procedure began whose time is not counted.", {"clk", "until"}),
        event_row<Resumed>("A special procedure ended and time counts again.", {"clk"}),
        event_row<Extended>("A period was extended once by the head.", {"clk"}),
        event_row<DueChanged>("A new holiday notice moved a due date.", {"calendar", "clk"}),
        event_row<Decided>("The decision was made.", {"outcome"}),
        event_row<Delivered>("The result was delivered."),
        event_row<Withdrawn>("The applicant took the matter back."),
        event_row<Ended>("A matter ended without a decision.", {"why"}),
        event_row<ChildStarted>("A case of its own was begun for a part of a matter.", {"slot"}),
        event_row<Joined>("A case begun for a part of a matter ended and was joined."),
        event_row<Corrected>("What an earlier entry says is wrong; that entry is named.", {"why"}),
        event_row<Migrated>("A running matter went over to another version of its process.", {"process"}),
        event_row<GuideBreached>("A material that the guide does not list was asked for; this was refused."),
    };
}

}  // namespace casework
