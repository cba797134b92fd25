#include "casework/redecide.h"

#include "casework/versions_then.h"
#include "ledger/replay.h"

#include <algorithm>
#include <unordered_map>

namespace casework {

namespace {

constexpr std::size_t kShownMax = 160;  // characters of a value in a difference
constexpr std::int64_t kProgressEvery = 20000;

// An event as it would be written today.
struct Written {
    std::string_view kind;
    std::string fields;
};
template <class T>
Written write(const T& event) {
    Written written{T::kKind.name, {}};
    ledger::FieldWriter::object(written.fields, event);
    return written;
}

std::string shown(std::string_view text) {
    if (text.size() <= kShownMax) return std::string(text);
    return std::string(text.substr(0, kShownMax)) + "…";
}

std::string shown(const base::Json& json) {
    std::string text;
    switch (json.kind) {
    case base::Json::Kind::Null: break;
    case base::Json::Kind::Bool: text = json.truth ? "true" : "false"; break;
    case base::Json::Kind::Integer: text = std::to_string(json.integer); break;
    case base::Json::Kind::Number:
    case base::Json::Kind::String: text = json.text; break;
    case base::Json::Kind::List:
        for (const base::Json& item : json.items) text += (text.empty() ? "[" : ",") + shown(item);
        text += text.empty() ? "[]" : "]";
        break;
    case base::Json::Kind::Object:
        for (const auto& [key, value] : json.members)
            text += (text.empty() ? "{" : ",") + key + "=" + shown(value);
        text += text.empty() ? "{}" : "}";
        break;
    }
    return shown(std::string_view(text));
}

struct Found {
    std::string field, recorded, now;
};

void compare(const std::string& path, const base::Json& recorded, const base::Json& now,
             std::vector<Found>& found) {
    if (recorded.kind != now.kind) {
        found.push_back({path, shown(recorded), shown(now)});
    } else if (recorded.is_object()) {
        const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
        for (const auto& [key, value] : recorded.members) {
            const base::Json* other = now.find(key);
            if (other == nullptr)
                found.push_back({below(key), shown(value), {}});
            else
                compare(below(key), value, *other, found);
        }
        for (const auto& [key, value] : now.members)
            if (recorded.find(key) == nullptr) found.push_back({below(key), {}, shown(value)});
    } else if (recorded.is_list() && recorded.items.size() == now.items.size()) {
        for (std::size_t i = 0; i < now.items.size(); ++i)
            compare(path + "[" + std::to_string(i) + "]", recorded.items[i], now.items[i], found);
    } else if (shown(recorded) != shown(now) || recorded.items.size() != now.items.size()) {
        found.push_back({path, shown(recorded), shown(now)});
    }
}

// A matter on its way, as the entries before this one have it.
struct OnItsWay {
    const Handling* handling = nullptr;
    base::Digest guide;
    std::string office;
    bool part = false;
    CaseState state;
};

// One entry and all that its decision leans on.
struct Case {
    const ledger::Entry& entry;
    OnItsWay& matter;
    const catalog::WorkCalendars* calendars;
    std::vector<Holder> holders;

    Pinned pinned() const { return pinned_under(*matter.handling); }
    Pinned pinned_under(const Handling& handling) const {
        return {*handling.process, *handling.terms, *calendars->of(matter.office), holders, calendars};
    }
    PersonId person() const { return PersonId(entry.person); }
    Acting acting() const {
        Acting acting;
        acting.person = person();
        if (!entry.role.empty()) acting.role = Code::of(entry.role);
        if (!entry.org.empty()) acting.office = Code::of(entry.org);
        return acting;
    }
};

// The roster stands in the openings it led to.
std::vector<Holder> holders_in(const Turn& turn) {
    std::vector<Holder> holders;
    for (const Opening& opened : turn.opened) {
        const PersonId person = holder_of(opened.member);
        if (!person.empty()) holders.push_back({opened.role, opened.office, person});
    }
    return holders;
}

// What people chose and brought, read back from what was recorded of it.
StepRequest request_in(const Turn& turn) {
    StepRequest request;
    request.step = turn.step;
    request.outcome = turn.outcome;
    request.evidence = turn.evidence;
    request.facts = turn.facts;
    request.cosigned = turn.cosigned;
    return request;
}
StepRequest request_of(const SupplementRequested& event) {
    StepRequest request = request_in(event.turn);
    request.asked = event.materials;
    return request;
}
StepRequest request_of(const Supplemented& event) {
    StepRequest request = request_in(event.turn);
    request.materials = event.materials;
    return request;
}
StepRequest request_of(const Delivered& event) {
    StepRequest request = request_in(event.turn);
    request.channel = event.channel;
    return request;
}
StepRequest request_of(const Withdrawn& event) {
    StepRequest request = request_in(event.turn);
    request.reason = event.reason;
    return request;
}
StepRequest request_of(const Corrected& event) {
    StepRequest request = request_in(event.turn);
    request.corrects = event.of;
    return request;
}
template <class T>
StepRequest request_of(const T& event) {
    return request_in(event.turn);
}

template <class T>
base::Result<Written> write_decided(const base::Result<T>& event) {
    if (!event.ok()) return event.error();
    return write(event.value());
}

int deemed_clock(const Turn& turn) {
    for (const ClockChange& change : turn.clocks)
        if (change.change.text() == "deemed") return static_cast<int>(change.slot);
    return -1;
}

base::Result<Written> open_again(const Case& one, const Turn& turn, Date until) {
    OpenRequest request;
    if (!turn.opened.empty())
        request.step = turn.opened.front().step;
    else if (!turn.spawned.empty())
        request.step = turn.spawned.front().step;
    else if (!turn.autos.empty())
        request.step = turn.autos.front().step;
    // Where no period was paused the planned end had no consequence and was not kept.
    request.until = until.days != 0 ? until : one.entry.at.date().plus(1);
    request.evidence = turn.evidence;
    const OpenEvent event =
        TRY(decide_open(one.pinned(), one.matter.state, request, one.acting(), one.entry.at));
    return std::visit([](const auto& decided) { return write(decided); }, event);
}

// Steps that people did, or that silence did for them.
template <class T>
base::Result<Written> decide_again(const Case& one, const T& recorded) {
    const int silent = deemed_clock(recorded.turn);
    const StepEvent event = silent >= 0 ? TRY(decide_deemed(one.pinned(), one.matter.state,
                                                            static_cast<std::size_t>(silent), one.entry.at))
                                        : TRY(decide_step(one.pinned(), one.matter.state,
                                                          request_of(recorded), one.acting(), one.entry.at));
    return std::visit([](const auto& decided) { return write(decided); }, event);
}

base::Result<Written> decide_again(const Case& one, const Received& recorded) {
    Filing filing;
    filing.number = recorded.number;
    filing.serial = recorded.n;
    filing.channel = recorded.channel;
    filing.applicant_kind = recorded.applicant_kind;
    filing.applicant_person = recorded.applicant_person;
    filing.applicant = recorded.applicant;
    filing.answers = recorded.answers;
    filing.scenario = recorded.scenario;
    filing.delivery = recorded.delivery;
    filing.materials = recorded.materials;
    filing.facts = recorded.turn.facts;
    filing.parent = recorded.parent;
    return write(TRY(decide_filing(one.pinned(), filing, one.entry.at)));
}

base::Result<Written> decide_again(const Case& one, const StepDone& recorded) {
    if (recorded.turn.step.empty()) return open_again(one, recorded.turn, {});
    return decide_again<StepDone>(one, recorded);
}

base::Result<Written> decide_again(const Case& one, const Paused& recorded) {
    return open_again(one, recorded.turn, recorded.until);
}

base::Result<Written> decide_again(const Case& one, const Withdrawn& recorded) {
    if (!recorded.turn.step.empty()) return decide_again<Withdrawn>(one, recorded);
    return write(TRY(decide_withdrawal(one.pinned(), one.matter.state, recorded.reason, one.entry.at)));
}

base::Result<Written> decide_again(const Case& one, const Ended& recorded) {
    return write(
        TRY(decide_end(one.pinned(), one.matter.state, recorded.why, recorded.reason, one.entry.at)));
}

base::Result<Written> decide_again(const Case& one, const StepClaimed& recorded) {
    // Whether the one before was at his post is the roster's, which is not decided again.
    return write(
        TRY(decide_claim(one.pinned(), one.matter.state, recorded.step, one.acting(), Hold::Lapsed)));
}

base::Result<Written> decide_again(const Case& one, const Extended& recorded) {
    const ExtensionRequest request{recorded.change.clock, recorded.evidence};
    return write(TRY(decide_extension(one.pinned(), one.matter.state, request, one.acting(), one.entry.at)));
}

base::Result<Written> decide_again(const Case& one, const DueChanged& recorded) {
    for (const DueChanged& moved : decide_calendar_change(one.pinned(), one.matter.state))
        if (moved.change.slot == recorded.change.slot) return write(moved);
    return Written{};
}

// Parts of matters by number: what became of them, until the whole is told.
using Results = std::unordered_map<std::string, Code>;

class Redecider {
public:
    Redecider(VersionsThen versions, const RedecisionProgress& progress, std::int64_t all)
        : versions_(std::move(versions)), progress_(progress), all_(all) {}

    base::Result<> take(const ledger::StoredEntry& stored);
    Redecision finish() { return std::move(found_); }

private:
    using Take = base::Result<> (Redecider::*)(const ledger::StoredEntry& stored);
    static const std::unordered_map<std::string_view, Take>& takes();

    template <class T>
    base::Result<> take_event(const ledger::StoredEntry& stored);
    template <class T>
    base::Result<> judge(const ledger::StoredEntry& stored, OnItsWay& matter, const T& recorded);
    base::Result<> take_received(const ledger::StoredEntry& stored);
    base::Result<> take_migrated(const ledger::StoredEntry& stored);
    base::Result<> take_joined(const ledger::StoredEntry& stored);
    base::Result<> take_told(const ledger::StoredEntry& stored);

    template <class T>
    bool read_event(const ledger::Entry& entry, T& event);
    base::Result<Case> case_of(const ledger::StoredEntry& stored, OnItsWay& matter, const Turn* turn);
    template <class T>
    void hold_against(const ledger::StoredEntry& stored, const T& recorded,
                      const base::Result<Written>& again);
    void differ(const ledger::Entry& entry, std::vector<Found> found);
    OnItsWay* find(const ledger::Entry& entry);
    void settle(const ledger::Entry& entry, const OnItsWay& matter);

    VersionsThen versions_;
    const RedecisionProgress& progress_;
    std::int64_t all_ = 0;
    Redecision found_;
    std::unordered_map<std::string, OnItsWay> on_their_way_;  // ended matters leave
    Results results_;
};

std::string number_in(const ledger::Entry& entry) {
    return std::string(entry.subject.substr(entry.subject.find('/') + 1));  // matter/<number>
}

// Reads the event, or tells that this entry cannot be read.
template <class T>
bool Redecider::read_event(const ledger::Entry& entry, T& event) {
    const bool readable = ledger::FieldReader::object(entry.stored, event);
    if (!readable) differ(entry, {{"unreadable", shown(entry.stored.written()), {}}});
    return readable;
}

void Redecider::differ(const ledger::Entry& entry, std::vector<Found> found) {
    if (found.empty()) return;
    ++found_.different;
    for (Found& one : found) {
        if (found_.differences.size() >= kDifferencesMax) {
            ++found_.left_out;
            continue;
        }
        found_.differences.push_back({number_in(entry), entry.seq, std::string(entry.kind),
                                      std::move(one.field), std::move(one.recorded), std::move(one.now)});
    }
}

template <class T>
void Redecider::hold_against(const ledger::StoredEntry& stored, const T& recorded,
                             const base::Result<Written>& again) {
    ++found_.decided;
    std::vector<Found> found;
    // A member that no field reads is no event of ours, whatever else agrees.
    const std::vector<std::string> names = ledger::FieldNames::of<T>();
    stored.entry().stored.each_member([&](std::string_view key, base::JsonPiece value) {
        if (std::find(names.begin(), names.end(), key) == names.end())
            found.push_back({std::string(key), shown(value.written()), {}});
    });
    const Written before = write(recorded);
    if (!again.ok()) {
        found.push_back({"refused", {}, again.error().text_key()});
    } else if (again.value().kind != before.kind) {
        found.push_back({"kind", std::string(before.kind), std::string(again.value().kind)});
    } else if (again.value().fields != before.fields) {
        const auto then = base::parse_json(before.fields);
        const auto now = base::parse_json(again.value().fields);
        CHECK(then.ok() && now.ok());
        compare({}, then.value(), now.value(), found);
    }
    differ(stored.entry(), std::move(found));
}

base::Result<Case> Redecider::case_of(const ledger::StoredEntry& stored, OnItsWay& matter, const Turn* turn) {
    const ledger::Entry& entry = stored.entry();
    const catalog::WorkCalendars* calendars =
        TRY(versions_.calendars_at(entry.seq, entry.at.date(), stored.pin("cal"), matter.office));
    return Case{entry, matter, calendars, turn == nullptr ? std::vector<Holder>() : holders_in(*turn)};
}

OnItsWay* Redecider::find(const ledger::Entry& entry) {
    const auto found = on_their_way_.find(number_in(entry));
    if (found != on_their_way_.end()) return &found->second;
    differ(entry, {{"refused", {}, "casework.ended"}});
    return nullptr;
}

void Redecider::settle(const ledger::Entry& entry, const OnItsWay& matter) {
    if (!matter.state.ended) return;
    const std::string number = number_in(entry);
    if (matter.part) results_[number] = matter.state.result;
    on_their_way_.erase(number);
}

template <class T>
concept HasTurn = requires(T event) {
    event.turn;
};

template <class T>
base::Result<> Redecider::judge(const ledger::StoredEntry& stored, OnItsWay& matter, const T& recorded) {
    const Turn* turn = nullptr;
    if constexpr (HasTurn<T>) turn = &recorded.turn;
    const Case one = TRY(case_of(stored, matter, turn));
    hold_against(stored, recorded, decide_again(one, recorded));
    if constexpr (HasTurn<T>)
        apply(matter.state, recorded.turn, one.person());
    else if constexpr (requires { recorded.all(); })
        for (const ClockChange& change : recorded.all()) apply(matter.state, change);
    else if constexpr (requires { recorded.change; })
        apply(matter.state, recorded.change);
    else
        apply(matter.state, recorded, one.person());
    settle(stored.entry(), matter);
    return base::Done{};
}

template <class T>
base::Result<> Redecider::take_event(const ledger::StoredEntry& stored) {
    OnItsWay* matter = find(stored.entry());
    if (matter == nullptr) return base::Done{};
    T recorded{};
    if (!read_event(stored.entry(), recorded)) return base::Done{};
    return judge(stored, *matter, recorded);
}

base::Result<> Redecider::take_received(const ledger::StoredEntry& stored) {
    Received recorded;
    if (!read_event(stored.entry(), recorded)) return base::Done{};
    ++found_.matters;
    OnItsWay matter;
    matter.guide = recorded.guide;
    matter.office = recorded.office.text();
    matter.part = !recorded.parent.empty() && recorded.parent.front().cause.empty();
    matter.handling = TRY(versions_.pinned_to(recorded.definition, recorded.guide, matter.office));
    OnItsWay& kept = on_their_way_[number_in(stored.entry())] = std::move(matter);
    return judge(stored, kept, recorded);
}

base::Result<> Redecider::take_migrated(const ledger::StoredEntry& stored) {
    OnItsWay* matter = find(stored.entry());
    if (matter == nullptr) return base::Done{};
    Migrated recorded;
    if (!read_event(stored.entry(), recorded)) return base::Done{};
    const Handling* to = TRY(versions_.pinned_to(recorded.definition, matter->guide, matter->office));
    const Case one = TRY(case_of(stored, *matter, &recorded.turn));
    auto again = decide_migration(one.pinned(), one.pinned_under(*to), matter->state, one.entry.at);
    if (again.ok()) again.value().reason = recorded.reason;  // why is a person's
    hold_against(stored, recorded, write_decided(again));
    apply(matter->state, recorded.turn, one.person());
    matter->handling = to;
    settle(stored.entry(), *matter);
    return base::Done{};
}

base::Result<> Redecider::take_joined(const ledger::StoredEntry& stored) {
    OnItsWay* matter = find(stored.entry());
    if (matter == nullptr) return base::Done{};
    Joined recorded;
    if (!read_event(stored.entry(), recorded)) return base::Done{};
    const Case one = TRY(case_of(stored, *matter, &recorded.turn));
    const auto part = results_.find(recorded.child.text());
    if (part == results_.end()) {
        ++found_.decided;
        differ(stored.entry(), {{"child", recorded.child.text(), {}}});
    } else {
        const Spawned begun{recorded.turn.step,  recorded.turn.slot, recorded.turn.round, {}, {},
                            recorded.turn.member};
        const auto again =
            decide_join(one.pinned(), matter->state, begun, recorded.child, part->second, one.entry.at);
        hold_against(stored, recorded, write_decided(again));
        results_.erase(part);
    }
    apply(matter->state, recorded.turn, one.person());
    settle(stored.entry(), *matter);
    return base::Done{};
}

base::Result<> Redecider::take_told(const ledger::StoredEntry&) {
    ++found_.told;
    return base::Done{};
}

const std::unordered_map<std::string_view, Redecider::Take>& Redecider::takes() {
    static const std::unordered_map<std::string_view, Take> kTakes = {
        {Received::kKind.name, &Redecider::take_received},
        {SupplementRequested::kKind.name, &Redecider::take_event<SupplementRequested>},
        {Supplemented::kKind.name, &Redecider::take_event<Supplemented>},
        {Accepted::kKind.name, &Redecider::take_event<Accepted>},
        {Refused::kKind.name, &Redecider::take_event<Refused>},
        {StepClaimed::kKind.name, &Redecider::take_event<StepClaimed>},
        {StepDone::kKind.name, &Redecider::take_event<StepDone>},
        {Paused::kKind.name, &Redecider::take_event<Paused>},
        {Resumed::kKind.name, &Redecider::take_event<Resumed>},
        {Extended::kKind.name, &Redecider::take_event<Extended>},
        {DueChanged::kKind.name, &Redecider::take_event<DueChanged>},
        {Decided::kKind.name, &Redecider::take_event<Decided>},
        {Delivered::kKind.name, &Redecider::take_event<Delivered>},
        {Withdrawn::kKind.name, &Redecider::take_event<Withdrawn>},
        {Ended::kKind.name, &Redecider::take_event<Ended>},
        {Corrected::kKind.name, &Redecider::take_event<Corrected>},
        {Joined::kKind.name, &Redecider::take_joined},
        {Migrated::kKind.name, &Redecider::take_migrated},
        {ChildStarted::kKind.name, &Redecider::take_told},
        {GuideBreached::kKind.name, &Redecider::take_told},
    };
    return kTakes;
}

base::Result<> Redecider::take(const ledger::StoredEntry& stored) {
    ++found_.entries;
    if (progress_ && found_.entries % kProgressEvery == 0) progress_(stored.entry().seq, all_);
    const auto known = takes().find(stored.entry().kind);
    if (known == takes().end()) {
        differ(stored.entry(), {{"kind", std::string(stored.entry().kind), {}}});
        return base::Done{};
    }
    return (this->*known->second)(stored);
}

}  // namespace

base::Result<Redecision> redecide(const store::Reader& db, const Practice& practice,
                                  const RedecisionProgress& progress) {
    VersionsThen versions = TRY(VersionsThen::open(db, practice));
    const std::int64_t all = TRY(ledger::count_entries(db));
    Redecider redecider(std::move(versions), progress, all);
    TRY(ledger::read_entries(db, "casework",
                             [&](const ledger::StoredEntry& stored) { return redecider.take(stored); }));
    return redecider.finish();
}

}  // namespace casework
