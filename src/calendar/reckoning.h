#pragma once
// A period worked out for whoever asks: what was typed (20wd, 30d, 24h, 6mo, pauses, an extension) is read
// with limits, and the answer carries the last day and why, day by day. Knows no matter and no law: the
// periods of matters are casework's.

#include "base/json.h"
#include "calendar/work_calendar.h"

#include <string>
#include <string_view>
#include <vector>

namespace calendar {

inline constexpr int kPeriodHoursMax = 8784;  // a year and a day
inline constexpr std::size_t kPeriodPausesMax = 12;
inline constexpr std::size_t kPeriodTextMax = 32;  // characters of one value as typed

// As row_word; natural days that count are `natural`.
std::string_view row_words(RowKind kind, Unit unit);

struct PeriodTyped {
    std::string start;                // 2026-03-02, for hours 2026-03-02 10:00
    std::string span;                 // 20wd, 30d, 24h, 6mo
    std::string extend;               // the same unit, or empty
    std::string roll;                 // next, none, or empty: next
    std::vector<std::string> pauses;  // 2026-03-09..2026-04-08: paused on one day, resumed on the other (R7)
};

struct Period {
    Date start;
    Instant from;  // of hours
    Unit unit = Unit::WorkingDays;
    int count = 0;
    int extension = 0;
    std::vector<Pause> pauses;
    Roll roll = Roll::Next;
    std::string span_text() const;    // 20wd
    std::string extend_text() const;  // empty without one
};
// Invalid, with the field to mend: start, span, extend, roll or pause.
base::Result<Period> read_period(const PeriodTyped& typed);

struct Reckoning {
    Due due;
    Instant due_at;            // the last moment, exclusive (R5)
    int provisional_year = 0;  // the first year without a notice that the period touches; 0: none
    int counted = 0;           // days that count; of hours 0
    std::vector<LedgerRow> rows;
};
// Invalid calendar.beyond_table when the period ends after the last year of the table.
base::Result<Reckoning> reckon(const Period& period, const WorkCalendar& days);

// Days after `from` up to and with `to`. Invalid calendar.backwards when `to` is earlier.
struct Elapsed {
    int working_days = 0;
    int days = 0;
    bool provisional = false;
};
base::Result<Elapsed> elapsed_between(std::string_view from, std::string_view to, const WorkCalendar& days);

// The answer as one JSON value, the same for the command and for GET /api/date.
std::string reckoning_json(const Period& period, const Reckoning& answer, const WorkCalendar& days);
// The member "ledger": the rows of an explanation (B4).
void write_ledger(base::JsonWriter& json, const std::vector<LedgerRow>& rows);

}  // namespace calendar
