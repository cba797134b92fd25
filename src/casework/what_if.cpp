#include "casework/what_if.h"

#include "casework/clock_ground.h"
#include "casework/versions_then.h"
#include "ledger/replay.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <unordered_map>

namespace casework {

namespace {

constexpr std::int64_t kProgressEvery = 20000;

base::Error bad_limit(std::string_view text) {
    return base::Error(base::ErrorCode::Invalid, "what_if.bad_limit").with("limit", std::string(text));
}

// 15wd, 30d, 24h, or in words: 15 working days.
base::Result<calendar::Span> read_span(std::string_view text) {
    auto in_words = calendar::Span::parse(text);
    if (in_words.ok()) return in_words;
    calendar::Span span;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), span.count);
    if (failed != std::errc() || span.count < 0 || span.count > calendar::kSpanMax) return bad_limit(text);
    auto unit = calendar::parse_unit(text.substr(static_cast<std::size_t>(end - text.data())));
    if (!unit.ok()) return bad_limit(text);
    span.unit = unit.value();
    if (span.unit == calendar::Unit::Months && span.count > calendar::kMonthsMax) return bad_limit(text);
    return span;
}

// One period of a matter, as it was and as it would have been.
struct Twice {
    std::string clock;
    bool counts = false;  // its lateness is the matter's
    bool late_before = false, late_after = false;
    bool moved = false;
    Date due_before, due_after, stopped;
};

struct Matter {
    const Handling* handling = nullptr;
    std::string number;
    base::Digest guide;
    std::string office;
    CaseState recorded;
    CaseState otherwise;        // only its periods are used
    std::vector<Twice> clocks;  // by slot
    bool questionable = false;
};

class Supposing {
public:
    Supposing(VersionsThen versions, const Supposition& supposed, const WhatIfProgress& progress,
              std::int64_t all)
        : versions_(std::move(versions)), supposed_(supposed), progress_(progress), all_(all) {}

    base::Result<> suppose_calendar();
    base::Result<> take(const ledger::StoredEntry& stored);
    base::Result<WhatIf> finish();

private:
    base::Result<> begin(const ledger::StoredEntry& stored);
    base::Result<> follow(const ledger::StoredEntry& stored, Matter& matter, const Turn& turn,
                          const std::vector<ClockChange>& changes);
    bool concerns(const Received& filed, const Handling& handling) const;
    void recount(Matter& matter, const ClockChange& change, const catalog::WorkCalendars& calendars,
                 calendar::Instant at);
    const Deadline* rule_for(const Matter& matter, const Deadline& recorded);
    bool same_rule(const Deadline& recorded, const Process& of, const Deadline& other) const;
    calendar::Span length(const Matter& matter, const Deadline& rule, const ClockChange& change,
                          calendar::Instant at) const;
    const ClockState* whole_of(const Matter& matter, const Deadline& rule) const;
    void stop(Matter& matter, const Deadline& rule, const ClockChange& change, calendar::Instant at);
    void close(Matter& matter);
    void still_runs(Matter& matter, std::size_t slot);

    VersionsThen versions_;
    const Supposition& supposed_;
    const WhatIfProgress& progress_;
    std::int64_t all_ = 0;
    std::int64_t seen_ = 0;
    std::optional<catalog::WorkCalendars> calendars_;  // as supposed
    std::unordered_map<std::string, Matter> open_;
    std::map<std::string, LateCount> bodies_, items_;
    std::set<std::string> not_compared_;
    std::set<std::string> known_;  // periods of the versions that matters went by
    bool met_ = false;             // something the supposition names was there
    WhatIf found_;
};

base::Result<> Supposing::suppose_calendar() {
    if (!supposed_.calendar) return base::Done{};
    std::vector<catalog::ActiveText> texts =
        versions_.calendar_texts(std::numeric_limits<std::int64_t>::max(), supposed_.now.date());
    std::erase_if(texts,
                  [&](const catalog::ActiveText& one) { return one.version.id == supposed_.calendar->id; });
    catalog::ActiveText last;
    last.version.id = supposed_.calendar->id;
    last.version.seq = std::numeric_limits<std::int64_t>::max();
    last.text = supposed_.calendar_text;
    texts.push_back(std::move(last));
    calendars_ = TRY(catalog::compile_calendars(std::move(texts)));
    return base::Done{};
}

bool Supposing::concerns(const Received& filed, const Handling& handling) const {
    if (supposed_.process != nullptr) return handling.process->id == supposed_.process->id;
    if (!supposed_.limit) return true;
    return filed.item.text() == supposed_.limit->of || handling.process->id == supposed_.limit->of;
}

// The rule is the same but for its length: what starts, stops and pauses it reads alike.
bool Supposing::same_rule(const Deadline& recorded, const Process& of, const Deadline& other) const {
    const Process& to = *supposed_.process;
    if (recorded.starts.text() != other.starts.text() || recorded.stops.text() != other.stops.text())
        return false;
    if (recorded.pauses.size() != other.pauses.size() || recorded.bound != other.bound) return false;
    if (recorded.deem.allowed != other.deem.allowed) return false;
    for (std::size_t i = 0; i < other.pauses.size(); ++i)
        if (of.steps[recorded.pauses[i].step].name != to.steps[other.pauses[i].step].name) return false;
    if (other.cases.empty()) return true;
    // A length by condition looks at steps and facts, which then have to stand in the same places.
    for (std::size_t slot = 0; slot < of.steps.size(); ++slot)
        if (to.find_step(of.steps[slot].name) != static_cast<int>(slot)) return false;
    for (std::size_t slot = 0; slot < of.facts.size(); ++slot)
        if (slot >= to.facts.size() || to.facts[slot].name != of.facts[slot].name) return false;
    return true;
}

// Null: the period cannot be compared, and its name is kept.
const Deadline* Supposing::rule_for(const Matter& matter, const Deadline& recorded) {
    if (supposed_.process == nullptr) return &recorded;
    const int slot = supposed_.process->find_deadline(recorded.name);
    const Deadline* other =
        slot < 0 ? nullptr : &supposed_.process->deadlines[static_cast<std::size_t>(slot)];
    if (other != nullptr && same_rule(recorded, *matter.handling->process, *other)) return other;
    not_compared_.insert(recorded.name);
    return nullptr;
}

calendar::Span Supposing::length(const Matter& matter, const Deadline& rule, const ClockChange& change,
                                 calendar::Instant at) const {
    const auto& limit = supposed_.limit;
    const bool named =
        limit && (limit->clock.empty() ? rule.kind == DeadlineClass::Promise : rule.name == limit->clock);
    if (named) return limit->limit;
    if (supposed_.process != nullptr)
        return budget_of(rule, {matter.recorded, *matter.handling->terms, at.date()});
    const auto unit = calendar::parse_unit(change.unit.text());
    return {static_cast<int>(change.n), unit.ok() ? unit.value() : calendar::Unit::WorkingDays};
}

void Supposing::stop(Matter& matter, const Deadline& rule, const ClockChange& change, calendar::Instant at) {
    const auto slot = static_cast<std::size_t>(change.slot);
    const ClockState& clock = matter.otherwise.clock(slot);
    Twice& twice = matter.clocks[slot];
    twice.stopped = change.on;
    const bool over_before = at >= matter.recorded.clock(slot).due_at;
    const bool over_after = at >= clock.due_at;
    if (change.change.text() == "stopped") {
        twice.late_before = twice.late_before || change.late;
        twice.late_after = twice.late_after || (rule.bound == Bound::Max && over_after);
    }
    // Silence would have decided, or would not have.
    if (rule.deem.allowed && over_before != over_after) matter.questionable = true;
    if (rule.bound == Bound::Min && over_before != over_after) matter.questionable = true;
}

// The running period that this one may not outlast; its slot is that of the recorded version.
const ClockState* Supposing::whole_of(const Matter& matter, const Deadline& rule) const {
    if (!rule.within_another) return nullptr;
    int slot = rule.within;
    if (supposed_.process != nullptr)
        slot = matter.handling->process->find_deadline(supposed_.process->deadlines[rule.within].name);
    if (slot < 0) return nullptr;
    const ClockState& whole = matter.otherwise.clock(static_cast<std::size_t>(slot));
    return whole.running() ? &whole : nullptr;
}

void Supposing::recount(Matter& matter, const ClockChange& change, const catalog::WorkCalendars& calendars,
                        calendar::Instant at) {
    const auto slot = static_cast<std::size_t>(change.slot);
    if (slot >= matter.handling->process->deadlines.size()) return;
    const Pinned pinned{
        *matter.handling->process, *matter.handling->terms, *calendars.of(matter.office), {}, &calendars};
    const calendar::WorkCalendar& days = days_of(pinned, matter.recorded, slot);
    const Deadline& recorded = matter.handling->process->deadlines[slot];
    const Deadline* rule = rule_for(matter, recorded);
    if (rule == nullptr) return;
    if (matter.clocks.size() <= slot) matter.clocks.resize(slot + 1);
    Twice& twice = matter.clocks[slot];
    const std::string& word = change.change.text();
    const auto step = change.during.empty() ? kNoStep : static_cast<std::uint8_t>(change.during.front());
    ClockState clock = matter.otherwise.clock(slot);
    const ClockState* whole = whole_of(matter, *rule);
    if (whole != nullptr) clock.no_later = std::max(clock.start, days.back(whole->due, rule->within_days));
    ClockChange again = change;
    if (word == "started") {
        twice.clock = rule->name;
        const bool named = supposed_.limit && supposed_.limit->clock == rule->name;
        twice.counts = rule->bound == Bound::Max && (rule->kind != DeadlineClass::Stage || named);
        if (supposed_.limit &&
            (supposed_.limit->clock.empty() ? rule->kind == DeadlineClass::Promise : named))
            met_ = true;
        ClockStart start{slot, static_cast<int>(change.round), change.on, at, {}, {}, change.entered};
        start.budget = length(matter, *rule, change, at);
        if (whole != nullptr) start.no_later = days.back(whole->due, rule->within_days);
        again = start_clock(*rule, days, start);
        ++found_.periods;
    } else if (word == "paused") {
        again = pause_clock(clock, *rule, slot, days, {change.on, change.until, step});
    } else if (word == "resumed") {
        again = resume_clock(clock, *rule, slot, days, at.date(), step);
    } else if (word == "extended") {
        if (at >= clock.due_at || !rule->extend.allowed) matter.questionable = true;
        if (rule->extend.allowed) again = extend_clock(clock, *rule, slot, days);
    } else if (word == "moved") {
        again = recompute_clock(clock, *rule, slot, days);
    } else if (word == "recounted") {
        const calendar::Span budget = length(matter, *rule, change, at);
        clock.budget = budget.count;
        again = change.on.days == 0 ? recount_clock(clock, *rule, slot, budget, days)
                                    : restart_clock(clock, *rule, slot, days, {change.on, change.entered});
    } else {
        stop(matter, *rule, change, at);
        again.due = clock.due;
        again.due_at = clock.due_at;
    }
    apply(matter.otherwise, again);
    twice.due_before = change.due;
    twice.due_after = matter.otherwise.clock(slot).due;
    const bool moved = twice.due_before != twice.due_after;
    if (moved && !twice.moved) ++found_.moved;
    twice.moved = twice.moved || moved;
}

base::Result<> Supposing::follow(const ledger::StoredEntry& stored, Matter& matter, const Turn& turn,
                                 const std::vector<ClockChange>& changes) {
    const ledger::Entry& entry = stored.entry();
    const catalog::WorkCalendars* calendars = calendars_ ? &*calendars_ : nullptr;
    if (calendars == nullptr && !changes.empty())
        calendars = TRY(versions_.calendars_at(entry.seq, entry.at.date(), stored.pin("cal"), matter.office));
    // A length by condition sees the steps of this turn, but the periods as they were.
    Turn steps = turn;
    steps.clocks.clear();
    apply(matter.recorded, steps, PersonId(entry.person));
    for (const ClockChange& change : changes) {
        recount(matter, change, *calendars, entry.at);
        apply(matter.recorded, change);
    }
    return base::Done{};
}

base::Result<> Supposing::begin(const ledger::StoredEntry& stored) {
    const ledger::Entry& entry = stored.entry();
    const Date filed = entry.at.date();
    if (supposed_.from.days != 0 && filed < supposed_.from) return base::Done{};
    if (supposed_.to.days != 0 && filed > supposed_.to) return base::Done{};
    const auto received = entry.read<Received>();
    Matter matter;
    matter.number = received.number.text();
    matter.guide = received.guide;
    matter.office = received.office.text();
    matter.handling = TRY(versions_.pinned_to(received.definition, received.guide, matter.office));
    if (!concerns(received, *matter.handling)) return base::Done{};
    if (!supposed_.limit) met_ = true;
    for (const Deadline& rule : matter.handling->process->deadlines) known_.insert(rule.name);
    Matter& kept = open_[matter.number] = std::move(matter);
    return follow(stored, kept, received.turn, received.turn.clocks);
}

// A clock that never stopped is late now, or not.
void Supposing::still_runs(Matter& matter, std::size_t slot) {
    const ClockState& before = matter.recorded.clock(slot);
    if (!before.running()) return;
    const ClockState& after = matter.otherwise.clock(slot);
    Twice& twice = matter.clocks[slot];
    const bool over_before = supposed_.now >= before.due_at;
    const bool over_after = supposed_.now >= after.due_at;
    if (after.deems && over_before != over_after) matter.questionable = true;
    if (after.deems) return;
    twice.late_before = twice.late_before || over_before;
    twice.late_after = twice.late_after || over_after;
}

void Supposing::close(Matter& matter) {
    for (std::size_t slot = 0; slot < matter.clocks.size(); ++slot)
        if (matter.clocks[slot].counts) still_runs(matter, slot);
    if (matter.questionable) {
        ++found_.open_questions;
        if (found_.questionable.size() < kChangesMax) found_.questionable.push_back(matter.number);
        return;
    }
    bool before = false, after = false;
    for (const Twice& twice : matter.clocks) {
        before = before || (twice.counts && twice.late_before);
        after = after || (twice.counts && twice.late_after);
    }
    const std::string& item = matter.handling->item->code;
    for (LateCount* into : {&found_.all, &bodies_[matter.office], &items_[item]}) {
        ++into->matters;
        into->before += before ? 1 : 0;
        into->after += after ? 1 : 0;
    }
    if (before == after) return;
    if (found_.changes.size() >= kChangesMax) {
        ++found_.left_out;
        return;
    }
    const auto turned = std::find_if(matter.clocks.begin(), matter.clocks.end(), [&](const Twice& twice) {
        return twice.counts && twice.late_before != twice.late_after && twice.late_after == after;
    });
    CHECK(turned != matter.clocks.end());
    found_.changes.push_back({matter.number, item, matter.office, turned->clock, turned->due_before,
                              turned->due_after, turned->stopped, after});
}

// Turn and period changes of an event, whatever its kind.
template <class T>
void read_turn(const ledger::Entry& entry, Turn& turn) {
    if (entry.is<T>()) turn = entry.read<T>().turn;
}

base::Result<> Supposing::take(const ledger::StoredEntry& stored) {
    const ledger::Entry& entry = stored.entry();
    if (++seen_ % kProgressEvery == 0 && progress_) progress_(entry.seq, all_);
    if (entry.is<Received>()) return begin(stored);
    const auto found = open_.find(std::string(entry.subject.substr(entry.subject.find('/') + 1)));
    if (found == open_.end()) return base::Done{};
    Matter& matter = found->second;
    Turn turn;
    read_turn<SupplementRequested>(entry, turn);
    read_turn<Supplemented>(entry, turn);
    read_turn<Accepted>(entry, turn);
    read_turn<Refused>(entry, turn);
    read_turn<StepDone>(entry, turn);
    read_turn<Paused>(entry, turn);
    read_turn<Resumed>(entry, turn);
    read_turn<Decided>(entry, turn);
    read_turn<Delivered>(entry, turn);
    read_turn<Withdrawn>(entry, turn);
    read_turn<Ended>(entry, turn);
    read_turn<Joined>(entry, turn);
    read_turn<Corrected>(entry, turn);
    read_turn<Migrated>(entry, turn);
    std::vector<ClockChange> changes = turn.clocks;
    if (entry.is<Extended>()) changes = entry.read<Extended>().all();
    if (entry.is<DueChanged>()) changes.push_back(entry.read<DueChanged>().change);
    if (entry.is<Migrated>()) {
        const auto migrated = entry.read<Migrated>();
        matter.handling = TRY(versions_.pinned_to(migrated.definition, matter.guide, matter.office));
    }
    TRY(follow(stored, matter, turn, changes));
    if (matter.recorded.ended) {
        close(matter);
        open_.erase(found);
    }
    return base::Done{};
}

base::Result<WhatIf> Supposing::finish() {
    std::vector<Matter*> rest;
    for (auto& [number, matter] : open_) rest.push_back(&matter);
    std::sort(rest.begin(), rest.end(),
              [](const Matter* a, const Matter* b) { return a->number < b->number; });
    for (Matter* matter : rest) close(*matter);
    if (!met_ && (supposed_.limit || supposed_.process != nullptr)) {
        const std::string of = supposed_.limit ? supposed_.limit->of : supposed_.process->id;
        return base::Error(base::ErrorCode::NotFound, "what_if.nothing_such").with("of", of);
    }
    if (supposed_.process != nullptr && met_)
        for (const Deadline& rule : supposed_.process->deadlines)
            if (!known_.contains(rule.name)) not_compared_.insert(rule.name);
    found_.not_compared.assign(not_compared_.begin(), not_compared_.end());
    const auto listed = [](std::map<std::string, LateCount>& counts) {
        std::vector<LateCount> list;
        for (auto& [name, one] : counts) {
            one.name = name;
            list.push_back(one);
        }
        return list;
    };
    found_.bodies = listed(bodies_);
    found_.items = listed(items_);
    return std::move(found_);
}

}  // namespace

base::Result<LimitChange> read_limit_change(std::string_view text) {
    const std::size_t equal = text.find('=');
    if (equal == std::string_view::npos || equal == 0) return bad_limit(text);
    LimitChange change;
    const std::string_view of = text.substr(0, equal);
    const std::size_t dot = of.find('.');
    change.of = of.substr(0, dot);
    if (dot != std::string_view::npos) change.clock = of.substr(dot + 1);
    if (!base::Code::parse(change.of).ok() || (dot != std::string_view::npos && change.clock.empty()))
        return bad_limit(text);
    auto limit = read_span(text.substr(equal + 1));
    if (!limit.ok()) return bad_limit(text);
    change.limit = limit.value();
    return change;
}

base::Result<WhatIf> suppose(const store::Reader& db, const Practice& practice, const Supposition& supposed,
                             const WhatIfProgress& progress) {
    VersionsThen versions = TRY(VersionsThen::open(db, practice));
    const std::int64_t all = TRY(ledger::count_entries(db));
    Supposing supposing(std::move(versions), supposed, progress, all);
    TRY(supposing.suppose_calendar());
    TRY(ledger::read_entries(db, "casework",
                             [&](const ledger::StoredEntry& stored) { return supposing.take(stored); }));
    return supposing.finish();
}

}  // namespace casework
