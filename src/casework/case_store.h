#pragma once
// All SQL about matters. The projection copies what events state; find_* and list_* ask. Every list has a
// limit and an index.

#include "casework/case_events.h"
#include "casework/case_state.h"
#include "ledger/journal.h"
#include "store/database.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace casework {

// Keeps up to `kept_max` matters in memory until it writes, so that a rebuild writes each row once.
std::unique_ptr<ledger::Projection> begin_matter_rows(std::size_t kept_max);
std::vector<ledger::ProjectionRow> casework_projections(std::string_view case_tables);

struct MatterRow {
    std::string number;
    std::string process;  // permit@1
    base::Digest definition;
    std::string item;
    base::Digest guide;
    std::string office;  // accountable body
    std::string channel;
    std::string applicant_kind;
    PersonId person;     // account of the applicant; 0: none
    VaultRef applicant;  // digest is not kept here
    VaultRef answers;
    std::string scenario;
    std::string delivery;
    calendar::Instant filed;
    calendar::Instant accepted;  // ms 0: not yet
    calendar::Instant decided;
    calendar::Instant delivered;
    bool ended = false;
    std::string result;
    calendar::Instant due_at;  // the nearest running period's last moment; ms 0: none runs
    bool paused = false;
    Date promise_due;  // days 0: none
    Date legal_due;
    bool promise_late = false;  // stopped after its due date
    bool legal_late = false;
    std::string parent;  // the matter that this one began out of
    std::int64_t parent_slot = 0;
    std::int64_t parent_round = 0;
    std::string parent_cause;   // the effect's; empty: a child step of the parent waits for this part
    std::string parent_member;  // of several parts of one step: which
    bool is_part() const { return !parent.empty() && parent_cause.empty(); }
    CaseState state;
};
base::Result<std::optional<MatterRow>> find_matter(const store::Reader& db, std::string_view number);
// Numbers of open matters, the nearest due first.
base::Result<std::vector<std::string>> list_open_numbers(const store::Reader& db, int limit);
// Numbers of what began out of a matter: its parts and what effects began; list_begun: only the latter.
base::Result<std::vector<std::string>> list_children(const store::Reader& db, std::string_view number);
base::Result<std::vector<std::string>> list_begun(const store::Reader& db, std::string_view number);
base::Result<std::int64_t> last_serial(const store::Reader& db, std::string_view office, Date day);

// One open step on somebody's desk.
struct DeskRow {
    std::string number;
    std::string item;
    std::string step;
    std::string member;
    std::string role;
    std::string office;
    PersonId claimed_by;
    calendar::Instant since;
    calendar::Instant due_at;
    bool paused = false;
    std::string caption;  // masked name of the applicant
};
// Columns 0 to 10 of a question for desk rows, in the order of the fields above.
DeskRow read_desk_row(const store::Rows& rows);
// A vote lies on no shared desk but on its holder's own: role kHolderDesk, office p<number>.
inline constexpr std::string_view kHolderDesk = "holder";
// A desk: a role for a body.
struct Desk {
    std::string role;
    std::string office;
};
enum class DeskLamp { All, Over, Near, Normal, Paused };
struct DeskQuestion {
    std::vector<Desk> desks;  // at most kDesksMax
    DeskLamp lamp = DeskLamp::All;
    std::string step;  // "" all
    calendar::Instant now;
    calendar::Instant near_until;
    int offset = 0;
    int limit = 50;
};
inline constexpr std::size_t kDesksMax = 12;
// Most urgent first; then what is paused, last what has no period.
base::Result<std::vector<DeskRow>> list_desk(const store::Reader& db, const DeskQuestion& question);
struct DeskCounts {
    std::int64_t all = 0, over = 0, near = 0, normal = 0, paused = 0;
};
base::Result<DeskCounts> count_desk(const store::Reader& db, const DeskQuestion& question);
struct StepCount {
    std::string step;
    std::int64_t count = 0;
};
base::Result<std::vector<StepCount>> count_desk_steps(const store::Reader& db, const DeskQuestion& question);

// Open steps of one matter.
base::Result<std::vector<DeskRow>> list_open_steps(const store::Reader& db, std::string_view number);

// A matter in a list.
struct MatterLine {
    std::string number;
    std::string item;
    std::string office;
    std::string channel;
    std::string caption;
    calendar::Instant filed;
    calendar::Instant decided;
    calendar::Instant due_at;
    bool paused = false;
    bool ended = false;
    std::string result;
    Date promise_due;
    Date legal_due;
};
base::Result<std::vector<MatterLine>> list_person_matters(const store::Reader& db, PersonId person,
                                                          int limit);
base::Result<std::vector<MatterLine>> list_numbers(const store::Reader& db,
                                                   const std::vector<std::string>& numbers);
// Open matters whose nearest due moment is before `before`, longest overdue first. `office` "" = every body.
base::Result<std::vector<MatterLine>> list_due_before(const store::Reader& db, std::string_view office,
                                                      calendar::Instant before, int offset, int limit);

// Matters not accepted yet whose period to say so ran out before `before`, longest first: what silence
// decides (许可法 32).
base::Result<std::vector<std::string>> list_silent(const store::Reader& db, calendar::Instant before,
                                                   int limit);

}  // namespace casework
