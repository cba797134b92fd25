#pragma once
// What happens to a matter: the events of kind casework.*. Each states all its consequences (steps that
// became ready, due dates, the result), so a projection only copies and a later repair never rewrites
// history. Fields may be added with a default, never renamed. What a person typed is a VaultRef.

#include "base/types.h"
#include "calendar/instant.h"
#include "identity/actor.h"
#include "ledger/event.h"

#include <cstdint>
#include <vector>

namespace casework {

using base::Code;
using base::VaultRef;
using calendar::Date;
using identity::PersonId;

// A paper handed in: which material of the guide, in what form, and where it is kept.
struct HandedIn {
    Code material;
    Code form;  // paper electronic reused
    VaultRef file;
    void fields(auto& visit) { visit("material", material), visit("form", form), visit("file", file); }
};

// What an outcome needs: a document, a notice, reasons.
struct Evidence {
    Code slot;
    VaultRef item;
    void fields(auto& visit) { visit("slot", slot), visit("item", item); }
};

struct FactSet {
    Code fact;
    std::int64_t slot = 0;
    std::int64_t value = 0;
    void fields(auto& visit) { visit("fact", fact), visit("slot", slot), visit("value", value); }
    bool operator==(const FactSet&) const = default;
};

// A step that became ready, and whose desk it lies on. `member` names one instance: the body of a joint step,
// or p<number> of the person whose vote it is.
struct Opening {
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code member;
    Code role;
    Code office;  // empty: an outsider is awaited
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("round", round);
        visit("member", member), visit("role", role), visit("office", office);
    }
};

// What happened to a running period. `due` is the last day; `due_at` its last moment, exclusive (R5).
struct ClockChange {
    Code clock;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code change;   // started stopped paused resumed extended moved recounted deemed void
    Code kind;     // F 法定  C 承诺  S 环节
    Code silence;  // started: "deem" when the law gives silence a consequence (B5), "wait" when at least
                   // this long must pass: nobody is late by it
    std::int64_t n =
        0;         // started, recounted: the budget; extended: by how much; stopped: hours used of hours
    Code unit;     // wd d h mo
    Date on;       // the day it happened, as the period counts it; recounted: a new start, if any
    Date entered;  // 补录: it happened on `on` and was entered on this later day
    Date until;    // paused: the planned end told to the applicant
    std::vector<std::int64_t> during;  // paused, resumed: the step whose time is not counted; none or one
    Date no_later;                     // the last day that another period leaves this one; mostly none
    Date due;
    calendar::Instant due_at;
    bool late = false;         // stopped: after due_at
    bool provisional = false;  // the span touches a year without a notice
    void fields(auto& visit) {
        visit("clock", clock), visit("slot", slot), visit("round", round), visit("change", change);
        visit("kind", kind), visit("silence", silence), visit("n", n), visit("unit", unit), visit("on", on);
        visit("entered", entered), visit("until", until), visit("during", during);
        visit("no_later", no_later);
        visit("due", due), visit("due_at", due_at), visit("late", late), visit("provisional", provisional);
    }
};

// What the public leaf says of a period, enough to compute its due date again: class, budget, unit, due day.
struct PublicClock {
    Code kind;
    std::int64_t n = 0;
    Code unit;
    Date due;
    void fields(auto& visit) { visit("k", kind), visit("n", n), visit("u", unit), visit("due", due); }
};
// Of the changes that move a due date.
std::vector<PublicClock> public_clocks(const std::vector<ClockChange>& changes);

// An auto step that was done by the engine in the same turn.
struct AutoDone {
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code outcome;
    std::int64_t choice = 0;
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("round", round);
        visit("outcome", outcome), visit("choice", choice);
    }
};

// How many instances of a step that opened in this turn make it done.
struct Quorum {
    std::int64_t slot = 0;
    std::int64_t need = 0;
    void fields(auto& visit) { visit("slot", slot), visit("need", need); }
};

// A case of another process that this turn begins, at which body. `member` names one of several: a body of a
// joint item, or e<n> of the n-th entry of a list.
struct Spawned {
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code process;
    Code office;
    Code member;
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("round", round);
        visit("process", process), visit("office", office), visit("member", member);
    }
};

// One turn of a matter: a step was done, and what followed. Shared by most events; its fields stand flat in
// them.
struct Turn {
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code outcome;
    std::int64_t choice = 0;  // index of the outcome in the pinned definition
    Code member;
    std::vector<Opening> opened;
    std::vector<AutoDone> autos;
    std::vector<Quorum> quorums;
    std::vector<Spawned> spawned;
    std::vector<std::int64_t> closed;  // slots that were open and are not needed any more
    std::vector<std::int64_t> stale;   // slots whose premise was reopened
    std::vector<ClockChange> clocks;
    std::vector<FactSet> facts;
    std::vector<Evidence> evidence;
    std::vector<Code> letters;  // outputs of the definition that this outcome issues
    std::vector<PersonId> cosigned;
    Code result;  // set when this turn decides how the matter ends
    bool ended = false;
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("round", round), visit("outcome", outcome);
        visit("choice", choice), visit("member", member), visit("opened", opened), visit("autos", autos);
        visit("quorums", quorums), visit("spawned", spawned), visit("closed", closed), visit("stale", stale),
            visit("clocks", clocks), visit("facts", facts), visit("evidence", evidence);
        visit("letters", letters), visit("cosigned", cosigned), visit("result", result),
            visit("ended", ended);
    }
};

// The matter that this one began out of: a child step of it that waits for this part, or, with a cause, an
// effect of its outcome or rating that waits for nothing.
struct Parent {
    Code number;
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code cause;   // rated_bad, or the outcome's name; empty: a part
    Code member;  // of several parts of one step: which
    void fields(auto& visit) {
        visit("number", number), visit("step", step), visit("slot", slot), visit("round", round);
        visit("cause", cause), visit("member", member);
    }
};

// A matter was received (收件). The filing step is done by it.
struct Received {
    static constexpr ledger::Kind kKind{"casework.received", 1};
    Code number;
    std::int64_t n = 0;  // serial of the day at this body; a hole is an alarm
    Code process;        // permit@1
    base::Digest definition;
    Code item;
    base::Digest guide;   // of the item record the matter is pinned to
    Code office;          // the accountable body
    Code channel;         // hall web phone post internal
    Code applicant_kind;  // person firm unit
    PersonId applicant_person;
    VaultRef applicant;
    VaultRef answers;
    Code scenario;
    Code delivery;  // window post electronic
    std::vector<HandedIn> materials;
    std::vector<Parent> parent;  // none or one
    Turn turn;
    void fields(auto& visit) {
        visit("number", number), visit("n", n), visit("process", process), visit("definition", definition);
        visit("item", item), visit("guide", guide), visit("office", office), visit("channel", channel);
        visit("applicant_kind", applicant_kind), visit("applicant_person", applicant_person);
        visit("applicant", applicant), visit("answers", answers), visit("scenario", scenario);
        visit("delivery", delivery), visit("materials", materials), visit("parent", parent);
        turn.fields(visit);
    }
};

// One list of everything missing, told once (一次性告知). 许可法 32(4).
struct SupplementRequested {
    static constexpr ledger::Kind kKind{"casework.supplement_requested", 1};
    std::vector<Code> materials;  // only those the pinned guide lists
    Turn turn;
    void fields(auto& visit) { visit("materials", materials), turn.fields(visit); }
};

struct Supplemented {
    static constexpr ledger::Kind kKind{"casework.supplemented", 1};
    std::vector<HandedIn> materials;
    Turn turn;
    void fields(auto& visit) { visit("materials", materials), turn.fields(visit); }
};

// Accepted (受理), by a person or because nothing was said in time.
struct Accepted {
    static constexpr ledger::Kind kKind{"casework.accepted", 1};
    bool deemed = false;  // 许可法 32(4): not told within five days, accepted from the day of receipt
    Date effective;       // the day from which the periods count
    Turn turn;
    std::vector<PublicClock> clk = public_clocks(turn.clocks);
    void fields(auto& visit) {
        visit("deemed", deemed), visit("effective", effective), visit("clk", clk), turn.fields(visit);
    }
};

struct Refused {
    static constexpr ledger::Kind kKind{"casework.refused", 1};
    Turn turn;
    void fields(auto& visit) { turn.fields(visit); }
};

struct StepClaimed {
    static constexpr ledger::Kind kKind{"casework.step_claimed", 1};
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code member;
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("round", round), visit("member", member);
    }
};

struct StepDone {
    static constexpr ledger::Kind kKind{"casework.step_done", 1};
    Turn turn;
    void fields(auto& visit) { turn.fields(visit); }
};

// A special procedure began; its time is not counted (许可法 45) and its planned end was told.
struct Paused {
    static constexpr ledger::Kind kKind{"casework.paused", 1};
    Date until;
    Turn turn;
    std::vector<PublicClock> clk = public_clocks(turn.clocks);
    void fields(auto& visit) { visit("until", until), visit("clk", clk), turn.fields(visit); }
};

struct Resumed {
    static constexpr ledger::Kind kKind{"casework.resumed", 1};
    Turn turn;
    std::vector<PublicClock> clk = public_clocks(turn.clocks);
    void fields(auto& visit) { visit("clk", clk), turn.fields(visit); }
};

struct Extended {
    static constexpr ledger::Kind kKind{"casework.extended", 1};
    ClockChange change;
    std::vector<Evidence> evidence;  // the reason, and the notice to the applicant
    std::vector<ClockChange> moved;  // periods that end before this one, now later too
    std::vector<PublicClock> clk = public_clocks(all());
    std::vector<ClockChange> all() const;  // the change and what it moved
    void fields(auto& visit) {
        visit("clock", change), visit("evidence", evidence), visit("moved", moved), visit("clk", clk);
    }
};

// A new calendar version moved a due date.
struct DueChanged {
    static constexpr ledger::Kind kKind{"casework.due_changed", 1};
    Code calendar;
    ClockChange change;
    std::vector<PublicClock> clk = public_clocks({change});
    void fields(auto& visit) { visit("calendar", calendar), visit("clock", change), visit("clk", clk); }
};

struct Decided {
    static constexpr ledger::Kind kKind{"casework.decided", 1};
    Turn turn;
    void fields(auto& visit) { turn.fields(visit); }
};

struct Delivered {
    static constexpr ledger::Kind kKind{"casework.delivered", 1};
    Code channel;  // window post electronic
    Turn turn;
    void fields(auto& visit) { visit("channel", channel), turn.fields(visit); }
};

struct Withdrawn {
    static constexpr ledger::Kind kKind{"casework.withdrawn", 1};
    VaultRef reason;
    Turn turn;
    void fields(auto& visit) { visit("reason", reason), turn.fields(visit); }
};

// What an earlier entry of the matter says is wrong; that entry stays, and this one names it.
struct Corrected {
    static constexpr ledger::Kind kKind{"casework.corrected", 1};
    std::int64_t of = 0;  // seq of the entry
    Code why;             // the outcome's name
    Turn turn;
    void fields(auto& visit) { visit("of", of), visit("why", why), turn.fields(visit); }
};

// An end without a step: void (opened by mistake), transferred. `why` is the closed word, the reasons are
// sealed.
struct Ended {
    static constexpr ledger::Kind kKind{"casework.ended", 1};
    Code why;
    VaultRef reason;
    Turn turn;
    void fields(auto& visit) { visit("why", why), visit("reason", reason), turn.fields(visit); }
};

// A child step of this matter began a case of its own (并联, 后续处理), or an effect did (差评整改).
struct ChildStarted {
    static constexpr ledger::Kind kKind{"casework.child_started", 1};
    Code step;
    std::int64_t slot = 0;
    std::int64_t round = 1;
    Code child;  // number of the case
    Code process;
    Code cause;  // of an effect: rated_bad, or the outcome's name
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("round", round);
        visit("child", child), visit("process", process), visit("cause", cause);
    }
};

// A child ended, and with it the step that began it.
struct Joined {
    static constexpr ledger::Kind kKind{"casework.joined", 1};
    Code child;
    Turn turn;
    void fields(auto& visit) { visit("child", child), turn.fields(visit); }
};

// A running matter goes on under another version of its process, by the order of somebody who may and for a
// stated reason. Every date that moved stands in it.
struct Migrated {
    static constexpr ledger::Kind kKind{"casework.migrated", 1};
    Code from;
    Code process;  // permit@2
    base::Digest definition;
    VaultRef reason;
    Turn turn;
    void fields(auto& visit) {
        visit("from", from), visit("process", process), visit("definition", definition);
        visit("reason", reason), turn.fields(visit);
    }
};

// A clerk asked for a material that the pinned guide does not list: refused, and kept on record for those who
// look on. What was asked for was typed, so it is sealed.
struct GuideBreached {
    static constexpr ledger::Kind kKind{"casework.guide_breached", 1};
    Code step;
    std::int64_t slot = 0;
    Code member;
    VaultRef asked;
    void fields(auto& visit) {
        visit("step", step), visit("slot", slot), visit("member", member), visit("asked", asked);
    }
};

// The rows of x_events() for this module.
std::vector<ledger::EventRow> casework_events();

}  // namespace casework
