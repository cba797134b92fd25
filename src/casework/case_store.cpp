#include "casework/case_store.h"

#include "casework/limits.h"

#include <algorithm>

namespace casework {

namespace {

// What a matter's clocks say for lists: the nearest running period.
struct Governing {
    std::int64_t due_at = 0;  // seconds; 0: none runs
    bool paused = false;
};

Governing governing_of(const CaseState& state) {
    Governing found;
    bool any_running = false;
    for (const ClockState& clock : state.clocks) {
        if (!clock.running() || clock.waits) continue;
        const bool paused = clock.phase == ClockPhase::Paused;
        const std::int64_t due = clock.due_at.seconds();
        // A running period governs before a paused one; among equals the nearest.
        if (found.due_at == 0 || (found.paused && !paused) ||
            (found.paused == paused && due < found.due_at)) {
            found = {due, paused};
        }
        any_running = any_running || !paused;
    }
    if (any_running) found.paused = false;
    return found;
}

// When silence will have its consequence; 0: never.
std::int64_t silent_at(const CaseState& state) {
    std::int64_t first = 0;
    for (const ClockState& clock : state.clocks) {
        if (!clock.deems || clock.phase != ClockPhase::Running) continue;
        const std::int64_t due = clock.due_at.seconds();
        if (first == 0 || due < first) first = due;
    }
    return first;
}

// Until when everybody who could act has to wait: the planned end of a pause, the end of a waiting period.
// Afterwards a step lies idle without any event.
std::int64_t held_until(const CaseState& state) {
    std::int64_t last = 0;
    for (const ClockState& clock : state.clocks) {
        if (clock.waits && clock.running()) last = std::max(last, clock.due_at.seconds());
        if (!clock.pauses.empty())
            last = std::max(last, calendar::Instant::start_of(clock.pauses.back().resumed).seconds());
    }
    return last;
}

struct Marks {
    Date promise_due, legal_due;
    bool promise_late = false, legal_late = false;
};

void note_clock(Marks& marks, const ClockChange& change) {
    const bool promise = change.kind.text() == "C";
    const bool legal = change.clock.text() == "legal" || change.clock.text() == "joint";
    if (!promise && !legal) return;
    (promise ? marks.promise_due : marks.legal_due) = change.due;
    if (change.change.text() == "stopped") (promise ? marks.promise_late : marks.legal_late) = change.late;
}

base::Result<> write_open_steps(store::Tx& tx, std::string_view number, const Turn& turn,
                                calendar::Instant at) {
    constexpr std::string_view insert = R"sql(
        INSERT INTO matter_step(number, slot, member, step, round, role, office, body, claimed_by, since,
            moved, due_at, paused, idle_from, item, applicant)
        SELECT number, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, item, applicant FROM matter WHERE number = ?
        ON CONFLICT(number, slot, member) DO UPDATE SET round = excluded.round, role = excluded.role,
            office = excluded.office, body = excluded.body, claimed_by = excluded.claimed_by,
            since = excluded.since, moved = excluded.moved)sql";
    if (!turn.step.empty()) {
        TRY(tx.execute("DELETE FROM matter_step WHERE number = ? AND slot = ? AND member = ?", number,
                       turn.slot, turn.member));
    }
    for (const std::int64_t slot : turn.closed) {
        TRY(tx.execute("DELETE FROM matter_step WHERE number = ? AND slot = ?", number, slot));
    }
    for (const std::int64_t slot : turn.stale) {
        TRY(tx.execute("DELETE FROM matter_step WHERE number = ? AND slot = ?", number, slot));
    }
    for (const Opening& opened : turn.opened) {
        // A person's own vote lies on a desk of his own.
        const PersonId holder = holder_of(opened.member);
        const std::string role = holder.empty() ? opened.role.text() : std::string(kHolderDesk);
        const Code& office = holder.empty() ? opened.office : opened.member;
        TRY(tx.execute(insert, opened.slot, opened.member, opened.step, opened.round, role, office,
                       opened.office, holder.number(), at.seconds(), at.seconds(), number));
    }
    for (const Spawned& child : turn.spawned) {
        TRY(tx.execute(insert, child.slot, child.member, child.step, child.round, "", "", "", 0, at.seconds(),
                       at.seconds(), number));
    }
    for (const AutoDone& done : turn.autos) {
        TRY(tx.execute("DELETE FROM matter_step WHERE number = ? AND slot = ?", number, done.slot));
    }
    if (turn.ended) TRY(tx.execute("DELETE FROM matter_step WHERE number = ?", number));
    return base::Done{};
}

base::Result<> write_due(store::Tx& tx, std::string_view number, const CaseState& state) {
    constexpr std::string_view sql = R"sql(
        UPDATE matter_step SET due_at = ?, paused = ?, idle_from = CASE WHEN moved > ? THEN moved ELSE ? END
        WHERE number = ?)sql";
    const Governing due = governing_of(state);
    const std::int64_t held = held_until(state);
    return tx.execute(sql, due.due_at, due.paused ? 1 : 0, held, held, number);
}

// Only what an official did: applicants and the clock act for no body.
base::Result<> write_act(store::Tx& tx, const ledger::Entry& entry, std::string_view number,
                         const Turn& turn) {
    if (entry.person == 0 || entry.org.empty() || turn.step.empty()) return base::Done{};
    constexpr std::string_view sql = R"sql(
        INSERT INTO matter_act(seq, person, at, day, number, step, member, outcome, role, office)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
    return tx.execute(sql, entry.seq, entry.person, entry.at.seconds(), entry.at.date().days, number,
                      turn.step, turn.member, turn.outcome, entry.role, entry.org);
}

std::string_view number_of(const ledger::Entry& entry) {
    return entry.subject.substr(entry.subject.find('/') + 1);  // matter/<number>
}

base::Result<> project_received(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<Received>();
    CaseState state;
    apply(state, event.turn, PersonId(entry.person));
    Marks marks;
    for (const ClockChange& change : event.turn.clocks) note_clock(marks, change);
    const Governing due = governing_of(state);
    constexpr std::string_view sql = R"sql(
        INSERT INTO matter(number, process, definition, item, guide, office, channel, applicant_kind,
            person, applicant, answers, scenario, delivery, serial, filed, filed_day, accepted, accepted_day,
            decided, decided_day, delivered, ended, result, due_at, paused, promise_due, legal_due,
            promise_late, legal_late, silent_at, parent, parent_slot, parent_round, parent_cause,
            parent_member, state)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?,
            ?, ?, ?, ?))sql";
    const Parent parent = event.parent.empty() ? Parent() : event.parent.front();
    TRY(tx.execute(sql, event.number, event.process, event.definition, event.item, event.guide, event.office,
                   event.channel, event.applicant_kind, event.applicant_person.number(), event.applicant.item,
                   event.answers.item, event.scenario, event.delivery, event.n, entry.at.seconds(),
                   entry.at.date().days, event.turn.ended ? entry.at.seconds() : 0, event.turn.result,
                   due.due_at, due.paused ? 1 : 0, marks.promise_due.days, marks.legal_due.days,
                   silent_at(state), parent.number, parent.slot, parent.round, parent.cause, parent.member,
                   store::Blob{state.encode()}));
    TRY(write_open_steps(tx, event.number.text(), event.turn, entry.at));
    TRY(write_act(tx, entry, event.number.text(), event.turn));
    return write_due(tx, event.number.text(), state);
}

// What one later event adds to the row of its matter.
struct Addition {
    const Turn* turn = nullptr;
    std::vector<ClockChange> clocks;  // events without a turn
    const StepClaimed* claimed = nullptr;
    bool accepted = false, decided = false, delivered = false;
};

base::Result<> project_later(store::Tx& tx, const ledger::Entry& entry, const Addition& added) {
    const std::string_view number = number_of(entry);
    constexpr std::string_view ask = R"sql(
        SELECT state, accepted, decided, delivered, promise_due, legal_due, promise_late, legal_late,
            ended, result FROM matter WHERE number = ?)sql";
    auto rows = TRY(tx.query(ask, number));
    if (!TRY(rows.next())) return base::Error(base::ErrorCode::Corrupt, "casework.no_such_matter", number);
    CaseState state = TRY(CaseState::decode(rows.blob(0)));
    const std::int64_t accepted = added.accepted ? entry.at.seconds() : rows.integer(1);
    const std::int64_t decided = added.decided ? entry.at.seconds() : rows.integer(2);
    const std::int64_t delivered = added.delivered ? entry.at.seconds() : rows.integer(3);
    Marks marks{{static_cast<std::int32_t>(rows.integer(4))},
                {static_cast<std::int32_t>(rows.integer(5))},
                rows.integer(6) != 0,
                rows.integer(7) != 0};
    const std::int64_t ended_before = rows.integer(8);
    if (added.turn != nullptr) apply(state, *added.turn, PersonId(entry.person));
    if (added.claimed != nullptr) apply(state, *added.claimed, PersonId(entry.person));
    for (const ClockChange& change : added.clocks) apply(state, change);
    for (const ClockChange& change : added.turn != nullptr ? added.turn->clocks : added.clocks)
        note_clock(marks, change);
    const Governing due = governing_of(state);
    const auto day_of = [](std::int64_t seconds) {
        return seconds == 0 ? 0 : calendar::Instant::of_seconds(seconds).date().days;
    };
    constexpr std::string_view sql = R"sql(
        UPDATE matter SET state = ?, accepted = ?, accepted_day = ?, decided = ?, decided_day = ?,
            delivered = ?, ended = ?, result = ?, due_at = ?, paused = ?, promise_due = ?, legal_due = ?,
            promise_late = ?, legal_late = ?, silent_at = ?
        WHERE number = ?)sql";
    TRY(tx.execute(sql, store::Blob{state.encode()}, accepted, day_of(accepted), decided, day_of(decided),
                   delivered, state.ended ? (ended_before != 0 ? ended_before : entry.at.seconds()) : 0,
                   state.result, due.due_at, due.paused ? 1 : 0, marks.promise_due.days, marks.legal_due.days,
                   marks.promise_late ? 1 : 0, marks.legal_late ? 1 : 0, silent_at(state), number));
    if (added.turn != nullptr) {
        TRY(write_open_steps(tx, number, *added.turn, entry.at));
        TRY(write_act(tx, entry, number, *added.turn));
    }
    if (added.claimed != nullptr) {
        TRY(tx.execute(
            "UPDATE matter_step SET claimed_by = ?, moved = ? WHERE number = ? AND slot = ? AND member = ?",
            entry.person, entry.at.seconds(), number, added.claimed->slot, added.claimed->member));
    }
    return write_due(tx, number, state);
}

template <class T>
base::Result<> project_turn(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<T>();
    Addition added;
    added.turn = &event.turn;
    added.accepted = entry.is<Accepted>();
    added.decided = entry.is<Decided>();
    added.delivered = entry.is<Delivered>();
    return project_later(tx, entry, added);
}

// services.md 5, G16: an attempt changes nothing about the matter; it is counted against the body that tried.
base::Result<> project_breach(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<GuideBreached>();
    constexpr std::string_view sql = R"sql(
        INSERT INTO matter_breach(seq, number, step, person, office, day) VALUES(?, ?, ?, ?, ?, ?))sql";
    return tx.execute(sql, entry.seq, number_of(entry), event.step, entry.person, entry.org,
                      entry.at.date().days);
}

// The matter goes on under another version of its process.
base::Result<> project_migrated(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<Migrated>();
    TRY(tx.execute("UPDATE matter SET process = ?, definition = ? WHERE number = ?", event.process,
                   event.definition, number_of(entry)));
    Addition added;
    added.turn = &event.turn;
    return project_later(tx, entry, added);
}

}  // namespace

base::Result<> project_case(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<Received>()) return project_received(tx, entry);
    if (entry.is<Accepted>()) return project_turn<Accepted>(tx, entry);
    if (entry.is<Decided>()) return project_turn<Decided>(tx, entry);
    if (entry.is<Delivered>()) return project_turn<Delivered>(tx, entry);
    if (entry.is<StepDone>()) return project_turn<StepDone>(tx, entry);
    if (entry.is<Refused>()) return project_turn<Refused>(tx, entry);
    if (entry.is<SupplementRequested>()) return project_turn<SupplementRequested>(tx, entry);
    if (entry.is<Supplemented>()) return project_turn<Supplemented>(tx, entry);
    if (entry.is<Paused>()) return project_turn<Paused>(tx, entry);
    if (entry.is<Resumed>()) return project_turn<Resumed>(tx, entry);
    if (entry.is<Withdrawn>()) return project_turn<Withdrawn>(tx, entry);
    if (entry.is<Ended>()) return project_turn<Ended>(tx, entry);
    if (entry.is<Joined>()) return project_turn<Joined>(tx, entry);
    if (entry.is<Corrected>()) return project_turn<Corrected>(tx, entry);
    if (entry.is<Migrated>()) return project_migrated(tx, entry);
    if (entry.is<ChildStarted>()) return base::Done{};  // the child's own row names its parent
    if (entry.is<GuideBreached>()) return project_breach(tx, entry);
    Addition added;
    if (entry.is<StepClaimed>()) {
        const auto event = entry.read<StepClaimed>();
        added.claimed = &event;
        return project_later(tx, entry, added);
    }
    if (entry.is<Extended>()) added.clocks = entry.read<Extended>().all();
    if (entry.is<DueChanged>()) added.clocks.push_back(entry.read<DueChanged>().change);
    return project_later(tx, entry, added);
}

std::vector<ledger::ProjectionRow> casework_projections(std::string_view case_tables) {
    return {{"case",
             case_tables,
             {Received::kKind.name,     SupplementRequested::kKind.name,
              Supplemented::kKind.name, Accepted::kKind.name,
              Refused::kKind.name,      StepClaimed::kKind.name,
              StepDone::kKind.name,     Paused::kKind.name,
              Resumed::kKind.name,      Extended::kKind.name,
              DueChanged::kKind.name,   Decided::kKind.name,
              Delivered::kKind.name,    Withdrawn::kKind.name,
              Ended::kKind.name,        ChildStarted::kKind.name,
              Joined::kKind.name,       Corrected::kKind.name,
              Migrated::kKind.name,     GuideBreached::kKind.name},
             project_case}};
}

base::Result<std::optional<MatterRow>> find_matter(const store::Reader& db, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT number, process, definition, item, guide, office, channel, applicant_kind, person,
            applicant, answers, scenario, delivery, filed, accepted, decided, delivered, ended, result,
            due_at, paused, promise_due, legal_due, promise_late, legal_late, parent, parent_slot,
            parent_round, state, parent_cause, parent_member
        FROM matter WHERE number = ?)sql";
    auto rows = TRY(db.query(sql, number));
    if (!TRY(rows.next())) return std::optional<MatterRow>();
    MatterRow row;
    row.number = rows.text(0);
    row.process = rows.text(1);
    row.definition = rows.digest(2);
    row.item = rows.text(3);
    row.guide = rows.digest(4);
    row.office = rows.text(5);
    row.channel = rows.text(6);
    row.applicant_kind = rows.text(7);
    row.person = PersonId(rows.integer(8));
    row.applicant.item = rows.integer(9);
    row.answers.item = rows.integer(10);
    row.scenario = rows.text(11);
    row.delivery = rows.text(12);
    row.filed = calendar::Instant::of_seconds(rows.integer(13));
    row.accepted = calendar::Instant::of_seconds(rows.integer(14));
    row.decided = calendar::Instant::of_seconds(rows.integer(15));
    row.delivered = calendar::Instant::of_seconds(rows.integer(16));
    row.ended = rows.integer(17) != 0;
    row.result = rows.text(18);
    row.due_at = calendar::Instant::of_seconds(rows.integer(19));
    row.paused = rows.integer(20) != 0;
    row.promise_due = {static_cast<std::int32_t>(rows.integer(21))};
    row.legal_due = {static_cast<std::int32_t>(rows.integer(22))};
    row.promise_late = rows.integer(23) != 0;
    row.legal_late = rows.integer(24) != 0;
    row.parent = rows.text(25);
    row.parent_slot = rows.integer(26);
    row.parent_round = rows.integer(27);
    row.state = TRY(CaseState::decode(rows.blob(28)));
    row.parent_cause = rows.text(29);
    row.parent_member = rows.text(30);
    return std::optional<MatterRow>(std::move(row));
}

base::Result<std::vector<std::string>> list_open_numbers(const store::Reader& db, int limit) {
    auto rows =
        TRY(db.query("SELECT number FROM matter WHERE ended = 0 ORDER BY due_at, number LIMIT ?", limit));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::vector<std::string>> list_children(const store::Reader& db, std::string_view number) {
    auto rows = TRY(
        db.query("SELECT number FROM matter WHERE parent = ? AND parent <> '' ORDER BY filed, number LIMIT ?",
                 number, kListMax));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::vector<std::string>> list_begun(const store::Reader& db, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT number FROM matter WHERE parent = ? AND parent <> '' AND parent_cause <> ''
        ORDER BY filed, number LIMIT ?)sql";
    auto rows = TRY(db.query(sql, number, kListMax));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::int64_t> last_serial(const store::Reader& db, std::string_view office, Date day) {
    constexpr std::string_view sql =
        "SELECT serial FROM matter WHERE office = ? AND filed_day = ? ORDER BY serial DESC LIMIT 1";
    auto rows = TRY(db.query(sql, office, day.days));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace casework
