// The rows of matters: each is the fold of its entries, kept in memory until it is written. Inside an act
// that follows each entry; in a rebuild a matter is written once, when it has ended or room is needed.

#include "casework/case_store.h"
#include "casework/limits.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace casework {

namespace {

// What a matter's clocks say for lists: the nearest running period.
struct Governing {
    std::int64_t due_at = 0;  // seconds; 0: none runs
    bool paused = false;
    bool operator==(const Governing&) const = default;
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

std::int32_t day_of(std::int64_t seconds) {
    return seconds == 0 ? 0 : calendar::Instant::of_seconds(seconds).date().days;
}

// A step that lies on somebody's desk.
struct OpenStep {
    enum class Row { None, Differs, Same };
    std::int64_t slot = 0;
    std::string member, step;
    std::int64_t round = 1;
    std::string role, office, body;
    std::int64_t claimed_by = 0, since = 0;
    std::int64_t moved = 0, idle_from = 0;
    Row row = Row::None;
};

// What the rows that count say of a matter.
struct Counted {
    std::int64_t filed = 0, accepted = 0, decided = 0, delivered = 0;  // moments; 0: not yet
    bool late = false, legal_late = false;
    bool open = false;
    Governing due;
};

struct Matter {
    std::unique_ptr<Received> received;  // as it began, while it has no row yet
    std::string number, office, channel;
    std::string item;
    std::int64_t applicant = 0;
    CaseState state;
    std::int64_t filed = 0, accepted = 0, decided = 0, delivered = 0, ended = 0;
    Marks marks;
    std::vector<OpenStep> steps;
    std::vector<std::pair<std::int64_t, std::string>> closed;  // slot and member of rows to take away
    Counted counted;                                           // as the tables have it
    bool differs = false;                                      // from its row
    bool is_warm = true;                                       // an entry came since room was made last
};

Counted counted_of(const Matter& matter) {
    return {matter.filed,
            matter.accepted,
            matter.decided,
            matter.delivered,
            matter.marks.promise_late || matter.marks.legal_late,
            matter.marks.legal_late,
            matter.ended == 0,
            governing_of(matter.state)};
}

void close_rows(Matter& matter, const auto& concerns) {
    std::erase_if(matter.steps, [&](const OpenStep& step) {
        if (!concerns(step)) return false;
        if (step.row != OpenStep::Row::None) matter.closed.emplace_back(step.slot, step.member);
        return true;
    });
}

void open_row(Matter& matter, OpenStep opened) {
    for (OpenStep& step : matter.steps) {
        if (step.slot != opened.slot || step.member != opened.member) continue;
        opened.row = step.row == OpenStep::Row::None ? step.row : OpenStep::Row::Differs;
        step = std::move(opened);
        return;
    }
    matter.steps.push_back(std::move(opened));
}

void turn_steps(Matter& matter, const Turn& turn, std::int64_t at) {
    const auto close = [&matter](std::int64_t slot) {
        close_rows(matter, [slot](const OpenStep& step) { return step.slot == slot; });
    };
    if (!turn.step.empty()) {
        close_rows(matter, [&turn](const OpenStep& step) {
            return step.slot == turn.slot && step.member == turn.member.text();
        });
    }
    for (const std::int64_t slot : turn.closed) close(slot);
    for (const std::int64_t slot : turn.stale) close(slot);
    for (const Opening& opened : turn.opened) {
        // A person's own vote lies on a desk of his own.
        const PersonId holder = holder_of(opened.member);
        open_row(matter, {opened.slot, opened.member.text(), opened.step.text(), opened.round,
                          holder.empty() ? opened.role.text() : std::string(kHolderDesk),
                          holder.empty() ? opened.office.text() : opened.member.text(), opened.office.text(),
                          holder.number(), at, at});
    }
    for (const Spawned& child : turn.spawned)
        open_row(matter,
                 {child.slot, child.member.text(), child.step.text(), child.round, {}, {}, {}, 0, at, at});
    for (const AutoDone& done : turn.autos) close(done.slot);
    if (turn.ended) close_rows(matter, [](const OpenStep&) { return true; });
}

void claim_row(Matter& matter, const StepClaimed& claimed, std::int64_t person, std::int64_t at) {
    for (OpenStep& step : matter.steps) {
        if (step.slot != claimed.slot || step.member != claimed.member.text()) continue;
        step.claimed_by = person;
        step.moved = at;
        if (step.row == OpenStep::Row::Same) step.row = OpenStep::Row::Differs;
    }
}

// What happened on a day at a body through a channel.
struct DayCounts {
    std::int64_t received = 0, accepted = 0, accepted_same_day = 0, decided = 0, decided_same_day = 0,
                 decided_late = 0, decided_legal_late = 0, delivered = 0;
    bool operator==(const DayCounts&) const = default;
};

// Day and due counts that still have to be added to the rows of the tables.
struct Sums {
    std::map<std::tuple<std::int32_t, std::string, std::string>, DayCounts> days;  // day, office, channel
    std::map<std::tuple<std::string, std::int64_t, bool>, std::int64_t> due;       // office, due_at, paused
    void add(const Matter& matter, const Counted& counted, std::int64_t sign);
};

void Sums::add(const Matter& matter, const Counted& counted, std::int64_t sign) {
    if (counted.filed == 0) return;
    const std::int32_t filed = day_of(counted.filed);
    const auto on = [&](std::int32_t day) -> DayCounts& {
        return days[{day, matter.office, matter.channel}];
    };
    on(filed).received += sign;
    if (counted.accepted != 0) {
        const std::int32_t day = day_of(counted.accepted);
        on(day).accepted += sign;
        if (day == filed) on(day).accepted_same_day += sign;
    }
    if (counted.decided != 0) {
        const std::int32_t day = day_of(counted.decided);
        DayCounts& counts = on(day);
        counts.decided += sign;
        if (day == filed) counts.decided_same_day += sign;
        if (counted.late) counts.decided_late += sign;
        if (counted.legal_late) counts.decided_legal_late += sign;
    }
    if (counted.delivered != 0) on(day_of(counted.delivered)).delivered += sign;
    if (counted.open) due[{matter.office, counted.due.due_at, counted.due.paused}] += sign;
}

base::Result<> project_days(store::Tx& tx, const Sums& sums) {
    constexpr std::string_view add = R"sql(
        INSERT INTO matter_day(day, office, channel, received, accepted, accepted_same_day, decided,
            decided_same_day, decided_late, decided_legal_late, delivered)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(day, office, channel) DO UPDATE SET received = received + excluded.received,
            accepted = accepted + excluded.accepted,
            accepted_same_day = accepted_same_day + excluded.accepted_same_day,
            decided = decided + excluded.decided,
            decided_same_day = decided_same_day + excluded.decided_same_day,
            decided_late = decided_late + excluded.decided_late,
            decided_legal_late = decided_legal_late + excluded.decided_legal_late,
            delivered = delivered + excluded.delivered)sql";
    constexpr std::string_view clear = R"sql(
        DELETE FROM matter_day WHERE day = ? AND office = ? AND channel = ? AND received = 0 AND accepted = 0
            AND decided = 0 AND delivered = 0)sql";
    for (const auto& [key, counts] : sums.days) {
        if (counts == DayCounts()) continue;
        const auto& [day, office, channel] = key;
        TRY(tx.execute(add, day, office, channel, counts.received, counts.accepted, counts.accepted_same_day,
                       counts.decided, counts.decided_same_day, counts.decided_late,
                       counts.decided_legal_late, counts.delivered));
        if (std::min({counts.received, counts.accepted, counts.decided, counts.delivered}) < 0)
            TRY(tx.execute(clear, day, office, channel));
    }
    return base::Done{};
}

base::Result<> project_due(store::Tx& tx, const Sums& sums) {
    constexpr std::string_view add = R"sql(
        INSERT INTO matter_due(office, due_at, paused, matters) VALUES(?, ?, ?, ?)
        ON CONFLICT(office, due_at, paused) DO UPDATE SET matters = matters + excluded.matters)sql";
    constexpr std::string_view clear =
        "DELETE FROM matter_due WHERE office = ? AND due_at = ? AND paused = ? AND matters = 0";
    for (const auto& [key, matters] : sums.due) {
        if (matters == 0) continue;
        const auto& [office, due_at, paused] = key;
        TRY(tx.execute(add, office, due_at, paused ? 1 : 0, matters));
        if (matters < 0) TRY(tx.execute(clear, office, due_at, paused ? 1 : 0));
    }
    return base::Done{};
}

base::Result<> project_steps(store::Tx& tx, Matter& matter, const Governing& due) {
    constexpr std::string_view insert = R"sql(
        INSERT INTO matter_step(number, slot, member, step, round, role, office, body, claimed_by, since,
            moved, due_at, paused, idle_from, item, applicant)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
    constexpr std::string_view update = R"sql(
        UPDATE matter_step SET step = ?, round = ?, role = ?, office = ?, body = ?, claimed_by = ?, since = ?,
            moved = ?, due_at = ?, paused = ?, idle_from = ?
        WHERE number = ? AND slot = ? AND member = ?)sql";
    for (const auto& [slot, member] : matter.closed) {
        TRY(tx.execute("DELETE FROM matter_step WHERE number = ? AND slot = ? AND member = ?", matter.number,
                       slot, member));
    }
    matter.closed.clear();
    const std::int64_t held = held_until(matter.state);
    for (OpenStep& step : matter.steps) {
        const std::int64_t idle_from = std::max(step.moved, held);
        if (step.row == OpenStep::Row::None) {
            TRY(tx.execute(insert, matter.number, step.slot, step.member, step.step, step.round, step.role,
                           step.office, step.body, step.claimed_by, step.since, step.moved, due.due_at,
                           due.paused ? 1 : 0, idle_from, matter.item, matter.applicant));
        } else if (step.row == OpenStep::Row::Differs || due != matter.counted.due ||
                   idle_from != step.idle_from) {
            TRY(tx.execute(update, step.step, step.round, step.role, step.office, step.body, step.claimed_by,
                           step.since, step.moved, due.due_at, due.paused ? 1 : 0, idle_from, matter.number,
                           step.slot, step.member));
        }
        step.idle_from = idle_from;
        step.row = OpenStep::Row::Same;
    }
    return base::Done{};
}

base::Result<> project_new_matter(store::Tx& tx, const Matter& matter, const Governing& due) {
    constexpr std::string_view sql = R"sql(
        INSERT INTO matter(number, process, definition, item, guide, office, channel, applicant_kind,
            person, applicant, answers, scenario, delivery, serial, filed, filed_day, accepted, accepted_day,
            decided, decided_day, delivered, ended, result, due_at, paused, promise_due, legal_due,
            promise_late, legal_late, silent_at, parent, parent_slot, parent_round, parent_cause,
            parent_member, state)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
            ?, ?, ?, ?))sql";
    const Received& event = *matter.received;
    const Parent parent = event.parent.empty() ? Parent() : event.parent.front();
    const std::string state = matter.state.encode();
    return tx.execute(sql, event.number, event.process, event.definition, event.item, event.guide,
                      event.office, event.channel, event.applicant_kind, event.applicant_person.number(),
                      event.applicant.item, event.answers.item, event.scenario, event.delivery, event.n,
                      matter.filed, day_of(matter.filed), matter.accepted, day_of(matter.accepted),
                      matter.decided, day_of(matter.decided), matter.delivered, matter.ended,
                      matter.state.result, due.due_at, due.paused ? 1 : 0, matter.marks.promise_due.days,
                      matter.marks.legal_due.days, matter.marks.promise_late ? 1 : 0,
                      matter.marks.legal_late ? 1 : 0, silent_at(matter.state), parent.number, parent.slot,
                      parent.round, parent.cause, parent.member, store::Blob{state});
}

base::Result<> project_matter(store::Tx& tx, Matter& matter, Sums& sums) {
    const Governing due = governing_of(matter.state);
    if (matter.received != nullptr) {
        TRY(project_new_matter(tx, matter, due));
        matter.received.reset();
    } else {
        constexpr std::string_view sql = R"sql(
            UPDATE matter SET state = ?, accepted = ?, accepted_day = ?, decided = ?, decided_day = ?,
                delivered = ?, ended = ?, result = ?, due_at = ?, paused = ?, promise_due = ?, legal_due = ?,
                promise_late = ?, legal_late = ?, silent_at = ?
            WHERE number = ?)sql";
        const std::string state = matter.state.encode();
        TRY(tx.execute(sql, store::Blob{state}, matter.accepted, day_of(matter.accepted), matter.decided,
                       day_of(matter.decided), matter.delivered, matter.ended, matter.state.result,
                       due.due_at, due.paused ? 1 : 0, matter.marks.promise_due.days,
                       matter.marks.legal_due.days, matter.marks.promise_late ? 1 : 0,
                       matter.marks.legal_late ? 1 : 0, silent_at(matter.state), matter.number));
    }
    TRY(project_steps(tx, matter, due));
    const Counted now = counted_of(matter);
    sums.add(matter, matter.counted, -1);
    sums.add(matter, now, 1);
    matter.counted = now;
    matter.differs = false;
    return base::Done{};
}

// Only what an official did: applicants and the clock act for no body.
base::Result<> project_act(store::Tx& tx, const ledger::Entry& entry, std::string_view number,
                           const Turn& turn) {
    if (entry.person == 0 || entry.org.empty() || turn.step.empty()) return base::Done{};
    constexpr std::string_view sql = R"sql(
        INSERT INTO matter_act(seq, person, at, day, number, step, member, outcome, role, office)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
    return tx.execute(sql, entry.seq, entry.person, entry.at.seconds(), entry.at.date().days, number,
                      turn.step, turn.member, turn.outcome, entry.role, entry.org);
}

// services.md 5, G16: an attempt changes nothing about the matter; it is counted against the body that tried.
base::Result<> project_breach(store::Tx& tx, const ledger::Entry& entry, std::string_view number) {
    const auto event = entry.read<GuideBreached>();
    constexpr std::string_view sql = R"sql(
        INSERT INTO matter_breach(seq, number, step, person, office, day) VALUES(?, ?, ?, ?, ?, ?))sql";
    return tx.execute(sql, entry.seq, number, event.step, entry.person, entry.org, entry.at.date().days);
}

base::Result<> project_version(store::Tx& tx, const Matter& matter, const Migrated& event) {
    if (matter.received != nullptr) {
        matter.received->process = event.process;
        matter.received->definition = event.definition;
        return base::Done{};
    }
    return tx.execute("UPDATE matter SET process = ?, definition = ? WHERE number = ?", event.process,
                      event.definition, matter.number);
}

base::Result<> find_steps(store::Tx& tx, Matter& matter) {
    constexpr std::string_view sql = R"sql(
        SELECT slot, member, step, round, role, office, body, claimed_by, since, moved, idle_from
        FROM matter_step WHERE number = ?
        ORDER BY slot, member LIMIT ?)sql";
    auto rows = TRY(tx.query(sql, matter.number, kStepsMax * kMembersMax));
    while (TRY(rows.next())) {
        matter.steps.push_back({rows.integer(0), std::string(rows.text(1)), std::string(rows.text(2)),
                                rows.integer(3), std::string(rows.text(4)), std::string(rows.text(5)),
                                std::string(rows.text(6)), rows.integer(7), rows.integer(8), rows.integer(9),
                                rows.integer(10), OpenStep::Row::Same});
    }
    return base::Done{};
}

base::Result<Matter> find_row(store::Tx& tx, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT state, office, channel, item, applicant, filed, accepted, decided, delivered, ended,
            promise_due, legal_due, promise_late, legal_late FROM matter WHERE number = ?)sql";
    auto rows = TRY(tx.query(sql, number));
    if (!TRY(rows.next())) return base::Error(base::ErrorCode::Corrupt, "casework.no_such_matter", number);
    Matter matter;
    matter.number = number;
    matter.state = TRY(CaseState::decode(rows.blob(0)));
    matter.office = rows.text(1);
    matter.channel = rows.text(2);
    matter.item = rows.text(3);
    matter.applicant = rows.integer(4);
    matter.filed = rows.integer(5);
    matter.accepted = rows.integer(6);
    matter.decided = rows.integer(7);
    matter.delivered = rows.integer(8);
    matter.ended = rows.integer(9);
    matter.marks = {{static_cast<std::int32_t>(rows.integer(10))},
                    {static_cast<std::int32_t>(rows.integer(11))},
                    rows.integer(12) != 0,
                    rows.integer(13) != 0};
    matter.counted = counted_of(matter);
    if (matter.ended == 0) TRY(find_steps(tx, matter));
    return matter;
}

class MatterRows : public ledger::Projection {
public:
    explicit MatterRows(std::size_t kept_max) : kept_max_(kept_max) {}
    base::Result<> take(store::Tx& tx, const ledger::Entry& entry) override;
    base::Result<> write(store::Tx& tx) override;

private:
    template <class T>
    base::Result<> take_turn(store::Tx& tx, const ledger::Entry& entry);
    base::Result<> take_received(store::Tx& tx, const ledger::Entry& entry);
    base::Result<> take_migrated(store::Tx& tx, const ledger::Entry& entry);
    base::Result<> take_claimed(store::Tx& tx, const ledger::Entry& entry);
    base::Result<> take_clocks(store::Tx& tx, const ledger::Entry& entry,
                               const std::vector<ClockChange>& changes);
    base::Result<Matter*> matter_of(store::Tx& tx, const ledger::Entry& entry);
    base::Result<> turned(store::Tx& tx, const ledger::Entry& entry, Matter& matter, const Turn& turn);
    base::Result<> make_room(store::Tx& tx);
    base::Result<> write_matters(store::Tx& tx);

    const std::size_t kept_max_;
    std::unordered_map<std::string, Matter> kept_;
    Sums sums_;
};

std::string number_of(const ledger::Entry& entry) {
    return std::string(entry.subject.substr(entry.subject.find('/') + 1));  // matter/<number>
}

base::Result<Matter*> MatterRows::matter_of(store::Tx& tx, const ledger::Entry& entry) {
    std::string number = number_of(entry);
    auto found = kept_.find(number);
    if (found == kept_.end()) {
        Matter read = TRY(find_row(tx, number));
        if (kept_.size() >= kept_max_) TRY(make_room(tx));
        found = kept_.emplace(std::move(number), std::move(read)).first;
    }
    found->second.differs = true;
    found->second.is_warm = true;
    return &found->second;
}

base::Result<> MatterRows::turned(store::Tx& tx, const ledger::Entry& entry, Matter& matter,
                                  const Turn& turn) {
    apply(matter.state, turn, PersonId(entry.person));
    for (const ClockChange& change : turn.clocks) note_clock(matter.marks, change);
    turn_steps(matter, turn, entry.at.seconds());
    if (matter.state.ended && matter.ended == 0) matter.ended = entry.at.seconds();
    return project_act(tx, entry, matter.number, turn);
}

base::Result<> MatterRows::take_received(store::Tx& tx, const ledger::Entry& entry) {
    auto event = std::make_unique<Received>(entry.read<Received>());
    Matter matter;
    matter.number = event->number.text();
    matter.office = event->office.text();
    matter.channel = event->channel.text();
    matter.item = event->item.text();
    matter.applicant = event->applicant.item;
    matter.filed = entry.at.seconds();
    matter.differs = true;
    TRY(turned(tx, entry, matter, event->turn));
    event->turn = {};
    event->materials = {};
    matter.received = std::move(event);
    if (kept_.size() >= kept_max_) TRY(make_room(tx));
    std::string number = matter.number;
    CHECK(kept_.emplace(std::move(number), std::move(matter)).second);
    return base::Done{};
}

template <class T>
base::Result<> MatterRows::take_turn(store::Tx& tx, const ledger::Entry& entry) {
    Matter* matter = TRY(matter_of(tx, entry));
    if (entry.is<Accepted>()) matter->accepted = entry.at.seconds();
    if (entry.is<Decided>()) matter->decided = entry.at.seconds();
    if (entry.is<Delivered>()) matter->delivered = entry.at.seconds();
    return turned(tx, entry, *matter, entry.read<T>().turn);
}

// The matter goes on under another version of its process.
base::Result<> MatterRows::take_migrated(store::Tx& tx, const ledger::Entry& entry) {
    Matter* matter = TRY(matter_of(tx, entry));
    const auto event = entry.read<Migrated>();
    TRY(project_version(tx, *matter, event));
    return turned(tx, entry, *matter, event.turn);
}

base::Result<> MatterRows::take_claimed(store::Tx& tx, const ledger::Entry& entry) {
    Matter* matter = TRY(matter_of(tx, entry));
    const auto event = entry.read<StepClaimed>();
    apply(matter->state, event, PersonId(entry.person));
    claim_row(*matter, event, entry.person, entry.at.seconds());
    return base::Done{};
}

base::Result<> MatterRows::take_clocks(store::Tx& tx, const ledger::Entry& entry,
                                       const std::vector<ClockChange>& changes) {
    Matter* matter = TRY(matter_of(tx, entry));
    for (const ClockChange& change : changes) {
        apply(matter->state, change);
        note_clock(matter->marks, change);
    }
    return base::Done{};
}

base::Result<> MatterRows::take(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<Received>()) return take_received(tx, entry);
    if (entry.is<Accepted>()) return take_turn<Accepted>(tx, entry);
    if (entry.is<Decided>()) return take_turn<Decided>(tx, entry);
    if (entry.is<Delivered>()) return take_turn<Delivered>(tx, entry);
    if (entry.is<StepDone>()) return take_turn<StepDone>(tx, entry);
    if (entry.is<Refused>()) return take_turn<Refused>(tx, entry);
    if (entry.is<SupplementRequested>()) return take_turn<SupplementRequested>(tx, entry);
    if (entry.is<Supplemented>()) return take_turn<Supplemented>(tx, entry);
    if (entry.is<Paused>()) return take_turn<Paused>(tx, entry);
    if (entry.is<Resumed>()) return take_turn<Resumed>(tx, entry);
    if (entry.is<Withdrawn>()) return take_turn<Withdrawn>(tx, entry);
    if (entry.is<Ended>()) return take_turn<Ended>(tx, entry);
    if (entry.is<Joined>()) return take_turn<Joined>(tx, entry);
    if (entry.is<Corrected>()) return take_turn<Corrected>(tx, entry);
    if (entry.is<Migrated>()) return take_migrated(tx, entry);
    if (entry.is<StepClaimed>()) return take_claimed(tx, entry);
    if (entry.is<Extended>()) return take_clocks(tx, entry, entry.read<Extended>().all());
    if (entry.is<DueChanged>()) return take_clocks(tx, entry, {entry.read<DueChanged>().change});
    if (entry.is<GuideBreached>()) return project_breach(tx, entry, number_of(entry));
    CHECK(entry.is<ChildStarted>());  // the child's own row names its parent
    return base::Done{};
}

base::Result<> MatterRows::write_matters(store::Tx& tx) {
    std::vector<Matter*> differing;
    for (auto& [number, matter] : kept_)
        if (matter.differs) differing.push_back(&matter);
    // Rows that lie together in the index are written together.
    std::sort(differing.begin(), differing.end(),
              [](const Matter* one, const Matter* other) { return one->number < other->number; });
    for (Matter* matter : differing) TRY(project_matter(tx, *matter, sums_));
    return base::Done{};
}

// Ended matters leave first, then those that had no entry since the last time.
base::Result<> MatterRows::make_room(store::Tx& tx) {
    TRY(write_matters(tx));
    std::erase_if(kept_, [](const auto& one) { return one.second.ended != 0 || !one.second.is_warm; });
    if (kept_.size() > kept_max_ / 2) kept_.clear();
    for (auto& [number, matter] : kept_) matter.is_warm = false;
    return base::Done{};
}

base::Result<> MatterRows::write(store::Tx& tx) {
    TRY(write_matters(tx));
    TRY(project_days(tx, sums_));
    TRY(project_due(tx, sums_));
    kept_.clear();
    sums_ = {};
    return base::Done{};
}

}  // namespace

std::unique_ptr<ledger::Projection> begin_matter_rows(std::size_t kept_max) {
    return std::make_unique<MatterRows>(kept_max);
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
             [] { return begin_matter_rows(kMattersKeptMax); }}};
}

}  // namespace casework
