#pragma once
// What people do with a matter: file, claim, do a step, hand in what was missing, open a special procedure,
// extend, withdraw. Each verb authorises on the object, loads, seals what was typed, decides and records;
// nothing else writes.

#include "casework/practice.h"
#include "identity/act.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

// A paper as it comes in: `record` is what is kept about it (sealed), e.g. {file, name, type, size}.
struct NewMaterial {
    std::string material;
    std::string form;  // paper electronic reused
    std::string record;
};

// 申请: who applies for what. `applicant` and `answers` are JSON of what was typed; both go to the vault.
struct NewCase {
    std::string channel;           // web hall phone post api
    std::string applicant_kind;    // person firm
    PersonId applicant_person;     // the account, if one
    std::string applicant_name;    // for the masked caption and the keyed index
    std::string applicant_number;  // for the keyed index
    std::string applicant;         // JSON
    std::string caption;           // of a matter begun inside: what it is about, for lists of officials
    std::string answers;           // JSON
    std::string scenario;
    std::string delivery;  // window post electronic
    std::vector<NewMaterial> materials;
};
struct Filed {
    std::string number;
    std::string code;  // 查询码, six digits
};
// The matter is received; for the hall the clerk needs the role window, online nobody needs a right. A
// process begun inside is begun by who holds the role of its first step there (channel internal).
base::Result<Filed> file_case(identity::Act& act, const Practice& practice, std::string_view item,
                              const NewCase& wanted);

// Where a step is done from: an official's desk, or the applicant (already proved by account or number and
// code).
enum class Standing { Official, Applicant };

struct TypedEvidence {
    std::string slot;  // opinion reasons remedy …
    std::string text;
};
// A value of a fact as typed: yes, 3, 2026-03-05, the name of an option, the digits of a body.
struct TypedFact {
    std::string name;
    std::string value;
    TypedFact(std::string fact, std::string typed) : name(std::move(fact)), value(std::move(typed)) {}
    TypedFact(const char* truth) : name(truth), value("yes") {}  // NOLINT: a truth is named, not built
    TypedFact(std::string truth) : name(std::move(truth)), value("yes") {}
};
struct StepChoice {
    std::string step;
    std::string member;  // body, for one of several side by side; empty otherwise
    std::string outcome;
    std::vector<TypedEvidence> evidence;
    std::vector<TypedFact> facts;        // a truth that is not named does not hold
    std::vector<std::string> asked;      // materials a one-time list asks for
    std::vector<NewMaterial> materials;  // handed in with a supplement
    std::vector<PersonId> cosigned;
    std::string channel;  // how the result was delivered
    std::string reason;   // of giving up
};
base::Result<> do_step(identity::Act& act, const Practice& practice, std::string_view number,
                       Standing standing, const StepChoice& choice);
// The refusal of do_step when a clerk asks for what the pinned guide does not list. Nothing was done by then;
// the attempt itself is kept by record_breach, in the same act (services.md 5, G16).
inline constexpr std::string_view kNotInGuide = "step.material_not_in_guide";
base::Result<> record_breach(identity::Act& act, const Practice& practice, std::string_view number,
                             const StepChoice& choice);
base::Result<> claim_step(identity::Act& act, const Practice& practice, std::string_view number,
                          std::string_view step, std::string_view member);

// A special procedure whose time is not counted (许可法 45); `until` is the planned end told in writing.
base::Result<> open_procedure(identity::Act& act, const Practice& practice, std::string_view number,
                              std::string_view step, Date until, const std::vector<TypedEvidence>& evidence);
// 许可法 42: ten working days more, once, by the head, told with reasons.
base::Result<> extend_deadline(identity::Act& act, const Practice& practice, std::string_view number,
                               std::string_view clock, const std::vector<TypedEvidence>& evidence);
base::Result<> withdraw_case(identity::Act& act, const Practice& practice, std::string_view number,
                             std::string_view reason);
// A running matter goes over to the version of its process in force now: catalog.approve for every body, a
// reason, every date that moves in the event. `rehearse` tells the same without recording.
base::Result<Migrated> migrate_case(identity::Act& act, const Practice& practice, std::string_view number,
                                    std::string_view reason);
base::Result<Migrated> rehearse_migration(const identity::Reading& reading, const Practice& practice,
                                          const MatterRow& matter);

// What the law makes of silence (许可法 32(4)), done by the clock for every matter whose period ran out.
// Returns how many.
base::Result<int> deem_due(identity::Act& act, const Practice& practice, int limit);

// Readings.
base::Result<MatterRow> load_matter(const identity::Reading& reading,
                                    std::string_view number);  // NotFound matter.not_found
base::Result<bool> code_fits(const identity::Reading& reading, std::string_view number,
                             std::string_view code);
std::string inquiry_code(const identity::Reading& reading, std::string_view number);
std::string subject_of(std::string_view number);  // matter/<number>
// The desks an actor sits at: every role held for a body, the B's of absent colleagues included.
std::vector<Desk> desks_of(const identity::Actor& actor);
// Whether whoever claimed the step fills its post today; else the claim has lapsed and a colleague may take
// over.
base::Result<bool> claim_stands(const store::Reader& db, const DeskRow& row, Date today);
// The open steps of a matter, claims that have lapsed taken off.
base::Result<std::vector<DeskRow>> open_steps_today(const identity::Reading& reading,
                                                    std::string_view number);
// Whether an open step lies with the actor, and as whom he then acts.
bool lies_with(const identity::Actor& actor, const DeskRow& row);
Acting acting_at(const identity::Actor& actor, const DeskRow& row, const MatterRow& matter,
                 const Handling& handling);
// Whether the actor may see the whole matter: by the right to read at its office, its hall or a body asked,
// by a step of it that lies or lay with him, or by the supervisor's right.
bool may_read(const identity::Reading& reading, const MatterRow& matter, const Handling& handling);

std::vector<identity::RightRow> casework_rights();

}  // namespace casework
