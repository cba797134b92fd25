#pragma once
// The rules of a matter. decide_* = (pinned definition, state, request, now) → event or refusal; no Clock, no
// database. A refusal names its text key, and where a guard of the definition refuses, the article.

#include "casework/case_events.h"
#include "casework/case_state.h"
#include "casework/deadline.h"
#include "casework/process.h"

#include <span>
#include <variant>
#include <vector>

namespace catalog {
struct WorkCalendars;
}

namespace casework {

// Who holds a post today.
struct Holder {
    Code role;
    Code office;
    PersonId person;
};

// The versions a matter is pinned to.
struct Pinned {
    const Process& process;
    const ItemTerms& item;
    const calendar::WorkCalendar& days;    // of the matter's body
    std::span<const Holder> holders = {};  // of the posts the process asks one by one
    // Of every body, for periods that another one answers for; null: all go by `days`.
    const catalog::WorkCalendars* calendars = nullptr;
};

// Who acts, for which desk. The verb has made sure that the person holds the role there.
struct Acting {
    PersonId person;
    Code role;    // window handler head applicant …
    Code office;  // empty for outsiders
};

struct Filing {
    Code number;
    std::int64_t serial = 0;
    Code channel;
    Code applicant_kind;
    PersonId applicant_person;
    VaultRef applicant;
    VaultRef answers;
    Code scenario;
    Code delivery;
    std::vector<HandedIn> materials;
    std::vector<FactSet> facts;  // slot is found by name
    std::vector<Parent> parent;  // none or one
};

// A person's choice on an open step, with what it needs.
struct StepRequest {
    Code step;
    Code outcome;
    std::vector<Evidence> evidence;
    std::vector<FactSet> facts;       // slot is found by name
    std::vector<PersonId> cosigned;   // further signatures, already proved
    std::vector<HandedIn> materials;  // a supplement's
    std::vector<Code> asked;          // materials a supplement notice asks for
    Code channel;                     // how it was delivered
    VaultRef reason;
    std::int64_t corrects = 0;  // seq of the entry that a correction names
};

// Opening an optional step by hand: a hearing, an inspection. `until` is the planned end told in writing.
struct OpenRequest {
    Code step;
    Date until;
    std::vector<Evidence> evidence;
};

struct ExtensionRequest {
    Code clock;
    std::vector<Evidence> evidence;
};

using StepEvent = std::variant<StepDone, Accepted, Refused, SupplementRequested, Supplemented, Decided,
                               Delivered, Withdrawn, Resumed, Corrected, Joined>;
using OpenEvent = std::variant<StepDone, Paused>;

base::Result<Received> decide_filing(const Pinned& pinned, const Filing& filing, calendar::Instant now);
// A claim of somebody else stands while he fills the post (time-and-process F11); who does is the roster's
// word.
enum class Hold { Stands, Lapsed };
base::Result<StepClaimed> decide_claim(const Pinned& pinned, const CaseState& state, const Code& step,
                                       const Acting& acting, Hold hold = Hold::Stands);
base::Result<StepEvent> decide_step(const Pinned& pinned, const CaseState& state, const StepRequest& wanted,
                                    const Acting& acting, calendar::Instant now);
base::Result<OpenEvent> decide_open(const Pinned& pinned, const CaseState& state, const OpenRequest& wanted,
                                    const Acting& acting, calendar::Instant now);
base::Result<Extended> decide_extension(const Pinned& pinned, const CaseState& state,
                                        const ExtensionRequest& wanted, const Acting& acting,
                                        calendar::Instant now);
// The applicant takes the matter back, at any time before it is decided.
base::Result<Withdrawn> decide_withdrawal(const Pinned& pinned, const CaseState& state, VaultRef reason,
                                          calendar::Instant now);
// An end without a step: `why` is void or transferred.
base::Result<Ended> decide_end(const Pinned& pinned, const CaseState& state, const Code& why, VaultRef reason,
                               calendar::Instant now);
// What a period does when it runs out, if the law gives it a consequence (B5). Conflict when it has none or
// not yet.
base::Result<StepEvent> decide_deemed(const Pinned& pinned, const CaseState& state, std::size_t clock,
                                      calendar::Instant now);
// A child ended with `result`: its step is done with the outcome of that name, or with its last one.
base::Result<Joined> decide_join(const Pinned& pinned, const CaseState& state, const Spawned& child,
                                 const Code& number, const Code& result, calendar::Instant now);
// The same matter under another version of its process: what is open stays open under the same names, running
// periods are counted again from their own start. Conflict casework.cannot_migrate when a step, outcome or
// period in use is missing there.
base::Result<Migrated> decide_migration(const Pinned& from, const Pinned& to, const CaseState& state,
                                        calendar::Instant now);
// Under a new calendar: one DueChanged for each running period whose due date differs (I6).
std::vector<DueChanged> decide_calendar_change(const Pinned& pinned, const CaseState& state);
// R6: the day on which what a turn did happened, where its outcome says so by a fact; days == 0: when it was
// recorded.
Date day_of_event(const Process& process, const Turn& turn);
inline constexpr int kEnteredLaterDaysMax = 366;

// Which desk a step lies on: role and body. For each-steps give the member.
Opening desk_of(const Pinned& pinned, const CaseState& state, std::size_t slot, int round,
                const Code& member);
// The body that role@relation means in this matter; empty for outsiders.
Code office_of(const Pinned& pinned, const CaseState& state, const Who& who, const Code& member);
// The instance of one person of a step with one for each holder, and of the n-th entry of a list; entry_of is
// 0 when it is another's.
Code holder_code(PersonId person);
Code entry_code(std::int64_t n);
std::int64_t entry_of(const Code& member);

}  // namespace casework
