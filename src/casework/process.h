#pragma once
// A process definition as the engine runs it: compiled from process.json, every key explicit, all names
// resolved to slots. It cannot run code. What was activated never changes; a matter keeps the version it
// began with.

#include "base/bytes.h"
#include "calendar/span.h"
#include "casework/expression.h"
#include "casework/limits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

struct Basis {
    std::string law;
    std::string edition;
    std::string article;
    std::string status;  // verified unverified local
    std::string cite() const { return law + " " + article; }
};

enum class StepKind : std::uint8_t { Act, Wait, Notice, Child, Auto };
enum class Relation : std::uint8_t { Outsider, Hall, ItemOffice, RegionGov, Member, Fact };

// role@relation: window@hall, head@item.office, head@region.gov, handler@member, handler@fact.unit,
// applicant.
struct Who {
    std::string role;
    Relation relation = Relation::Outsider;
    std::uint8_t fact = 0;  // of Relation::Fact: the slot of the fact that names the body
    bool operator==(const Who&) const = default;
};

// The event by which an outcome is recorded; the closed list of the exchange tables.
enum class Records : std::uint8_t {
    StepDone,
    Accepted,
    Refused,
    SupplementRequested,
    Supplemented,
    Decided,
    Delivered,
    Withdrawn,
    Resumed,
    Corrected
};
enum class Show : std::uint8_t { Internal, Applicant, Public, Supervisor };
// 公开条例 14–16: what may be public, and why something may not. State secrets have no place in this program.
enum class Secrecy : std::uint8_t { Unstated, Open, Personal, Commercial, Internal };
enum class Then : std::uint8_t { Nothing, Open, Reopen };

// What a begun matter is told: one of its facts, and where the value comes from.
struct Given {
    enum class From : std::uint8_t { Typed, Body, ApplicantNamed };
    std::string fact;
    From from = From::Typed;
    std::string typed;  // as an answer would be typed
    Who body;           // role is empty
};

// One use of an effect of the closed table, with what this definition gives it.
struct EffectUse {
    std::string effect;        // issue_result begin open_lead
    std::string process;       // begin: of what is begun
    std::vector<Given> gives;  // begin
    std::optional<Who> about;  // open_lead: the body it concerns; role is empty
};

inline constexpr std::uint8_t kNoFact = 255;

struct Outcome {
    std::string name;
    std::vector<Code> needs;          // evidence slots a person must bring
    std::vector<Code> letters;        // needs that the engine issues from outputs
    std::vector<std::uint8_t> sets;   // fact slots
    std::uint8_t happened = kNoFact;  // the date fact that says when it happened (R6), entered perhaps later
    Then then = Then::Nothing;
    std::uint8_t target = 0;  // step slot of `then`
    int at_most = 0;          // 0: as often as the rounds allow
    std::vector<std::uint8_t> guards;
    std::string end;  // result of the matter
    Records records = Records::StepDone;
    int corrects = -1;  // of Corrected: the step whose last entry is corrected
    Show show = Show::Internal;
    Secrecy secrecy = Secrecy::Unstated;
    std::vector<EffectUse> effects;
    int line = 0;
};

// Whose instances a step has: one of nobody in particular, one of each body of item.joint, one of each person
// who holds the post on the day it opens, one of each entry of a list (a child step only).
enum class Each : std::uint8_t { One, Bodies, Holders, Entries };

// A case of another process, begun when a child step becomes ready.
struct Spawn {
    std::string process;
    Who office;  // role is empty
};

inline constexpr int kQuorumAll = 0;
inline constexpr int kQuorumMajority = -1;

struct Step {
    std::string name;
    StepKind kind = StepKind::Act;
    Who who;
    Expression when;  // empty: opened by an outcome or by hand only
    bool optional = false;
    Each each = Each::One;
    std::uint8_t each_fact = 0;  // of Entries: the slot of the list
    int quorum = kQuorumAll;     // instances that make the step done
    Spawn spawn;                 // of a child
    int repeat = kRoundsMax;
    std::uint64_t not_steps = 0;  // persons who did these may not do this
    int signatures = 1;
    Expression signatures_if;  // empty: always
    std::vector<Outcome> outcomes;
    int line = 0;
};

struct Guard {
    std::string name;
    Expression condition;
    std::vector<Basis> basis;
};

// 必经环节: a step that has to be done before others, whatever way a matter takes. The engine does not ask
// it; the checker proves it by walking (P18). An exception is declared, with its own article.
struct Gate {
    struct Before {
        std::uint8_t step = 0;
        int choice = -1;  // any outcome
    };
    std::uint8_t step = 0;
    std::vector<Before> before;
    Expression unless;  // empty: no exception
    std::vector<Basis> unless_basis;
    std::vector<Basis> basis;
};

struct PauseRule {
    std::uint8_t step = 0;
    std::string kind;   // from the closed list of the law
    std::string needs;  // evidence slot of the written notice
    calendar::Span max;
};

struct ExtensionRule {
    bool allowed = false;
    calendar::Span by;
    Who who;
    std::vector<Code> needs;
};

struct DeemRule {
    bool allowed = false;
    std::uint8_t step = 0;
    std::uint8_t choice = 0;
};

struct MarkRule {
    std::string level;  // near over …
    int offset = 0;     // working days; 0 is the due moment, negative before
};

enum class DeadlineClass : std::uint8_t { Statutory, Promise, Stage };  // F C S
enum class Bound : std::uint8_t { Max, Min };

struct BudgetCase {
    Expression when;
    calendar::Span budget;
};

struct Deadline {
    std::string name;
    DeadlineClass kind = DeadlineClass::Statutory;
    Who owner;
    Expression starts;
    Expression stops;
    bool from_item = false;
    ItemField field = ItemField::LegalDays;
    std::uint8_t from_fact = kNoFact;  // the span fact that says how long
    std::vector<BudgetCase> cases;     // the first whose condition holds, else `budget`
    calendar::Span budget;             // or what holds when the item gives no number
    bool within_another = false;       // due no later than `before` working days ahead of another's due date
    std::uint8_t within = 0;
    int within_days = 0;
    bool counts_event = false;  // R6: from the day of the event, with evidence, though entered later
    Bound bound = Bound::Max;
    calendar::Roll roll = calendar::Roll::Next;
    std::vector<PauseRule> pauses;
    ExtensionRule extend;
    DeemRule deem;
    bool alerts = true;
    std::vector<MarkRule> marks;
    std::vector<Basis> basis;
    int line = 0;
};

enum class FactType : std::uint8_t { Truth, Number, Date, Choice, Body, Span, List };

struct Fact {
    std::string name;
    FactType type = FactType::Truth;
    std::vector<std::string> options = {};  // of a choice
    // Of a span (公开条例 30: a reasonable period): its unit, and how many of them may be given.
    calendar::Unit unit = calendar::Unit::WorkingDays;
    int least = 0;
    int longest = 0;
    std::string function = {};  // of a body: the county names who has it, at filing; else empty

    std::int64_t most() const;                          // the greatest value it is kept as
    std::int64_t supposed(calendar::Date today) const;  // a value that would be taken
};
// A typed value as it is kept: 0/1, the number, days since 1970, 1 + index of the option, the body's three
// digits, how many of the unit, how many entries a list has (its lines are sealed as evidence of the same
// name). 0 is also "not given" of a choice, a body and a span. Invalid casework.fact_bad, of a span
// casework.fact_span.
base::Result<std::int64_t> read_fact(const Fact& fact, std::string_view typed);
std::string fact_text(const Fact& fact, std::int64_t value);
Code body_of_fact(std::int64_t value);  // empty: no body
// A list as typed: one entry a line, empty lines left out.
std::vector<std::string> list_entries(std::string_view typed);

struct Process {
    std::string id;
    int version = 1;
    base::Digest digest;  // of process.json; set by whoever pins it
    std::vector<Basis> basis;
    std::vector<Fact> facts;
    std::vector<Code> outputs;  // letters the engine issues
    std::vector<Step> steps;    // steps[0] is done by filing
    std::vector<Guard> guards;
    std::vector<Gate> gates;
    std::vector<Deadline> deadlines;
    std::vector<EffectUse> rated_bad;  // what follows when the applicant rates the matter bad (差评)

    // Who begins a matter: an official inside, or anybody.
    bool begun_inside() const {
        return steps.front().who.relation == Relation::ItemOffice ||
               steps.front().who.relation == Relation::RegionGov;
    }
    bool asks_holders() const;  // some step has an instance for each holder of a post
    std::string pin() const { return id + "@" + std::to_string(version); }
    int find_step(std::string_view name) const;      // -1
    int find_deadline(std::string_view name) const;  // -1
    const Fact* find_fact(std::string_view name) const;
    static int find_outcome(const Step& step, std::string_view name);
};

// A name of a definition: lower case, digits, _ and - ; outcomes may also be reply leaves such as R3.1.
bool is_name(std::string_view text);
// `file` is named in refusals.
base::Result<Process> parse_process(std::string_view json, std::string_view file);

// The publish-time checker: rules P01… broken by a definition that parses. Empty: it may be activated.
struct Finding {
    std::string rule;  // P03
    std::string step;  // step, outcome or deadline concerned
    std::string what;  // one English sentence for the log and the command line
};
std::vector<Finding> check_process(const Process& process);

// A name of a definition: letters, digits, _ and - ; outcomes may also be reply leaves such as R3.1.
bool is_name(std::string_view text);
std::string_view class_code(DeadlineClass kind);
std::string_view kind_word(StepKind kind);  // act wait notice child auto
std::string_view show_word(Show show);      // internal applicant public supervisor
inline constexpr std::string_view kPermitPauses[] = {"hearing", "tender",     "auction",   "inspection",
                                                     "testing", "quarantine", "appraisal", "expert_review"};

}  // namespace casework
