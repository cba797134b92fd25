#include "casework/case_state.h"

#include "casework/limits.h"

#include <algorithm>
#include <charconv>

namespace casework {

using base::Error;
using base::ErrorCode;
using calendar::Instant;

bool ClockState::held() const {
    return std::any_of(pauses.begin(), pauses.end(), [](const ClockPause& pause) { return pause.open; });
}

bool ClockState::held(std::size_t step) const {
    return std::any_of(pauses.begin(), pauses.end(),
                       [&](const ClockPause& pause) { return pause.open && pause.step == step; });
}

const StepState& CaseState::step(std::size_t slot) const {
    static const StepState untouched;
    return slot < steps.size() ? steps[slot] : untouched;
}

const ClockState& CaseState::clock(std::size_t slot) const {
    static const ClockState idle;
    return slot < clocks.size() ? clocks[slot] : idle;
}

const MemberState* CaseState::member(std::size_t slot, const Code& body) const {
    for (const MemberState& found : members)
        if (found.slot == slot && found.body == body) return &found;
    return nullptr;
}

std::int64_t CaseState::fact(std::size_t slot) const {
    for (const FactValue& set : facts)
        if (set.slot == static_cast<std::int64_t>(slot)) return set.value;
    return 0;
}

bool CaseState::has_fact(std::size_t slot) const {
    return std::any_of(facts.begin(), facts.end(),
                       [&](const FactValue& set) { return set.slot == static_cast<std::int64_t>(slot); });
}

int CaseState::members_of(std::size_t slot) const {
    return static_cast<int>(std::count_if(members.begin(), members.end(), [&](const MemberState& member) {
        return member.slot == slot && member.step.round == step(slot).round;
    }));
}

int CaseState::votes(std::size_t slot) const {
    return static_cast<int>(std::count_if(members.begin(), members.end(), [&](const MemberState& member) {
        return member.slot == slot && member.step.round == step(slot).round && member.step.done();
    }));
}

int CaseState::votes(std::size_t slot, std::size_t choice) const {
    return static_cast<int>(std::count_if(members.begin(), members.end(), [&](const MemberState& member) {
        return member.slot == slot && member.step.round == step(slot).round && member.step.done() &&
               member.step.outcome == choice + 1;
    }));
}

bool CaseState::any_open(std::size_t slot) const {
    return step(slot).open() || std::any_of(members.begin(), members.end(), [&](const MemberState& member) {
               return member.slot == slot && member.step.open();
           });
}

int CaseState::count(std::size_t slot) const {
    int total = 0;
    for (const Tally& tally : tallies)
        if (tally.slot == slot) total += tally.count;
    return total;
}

int CaseState::count(std::size_t slot, std::size_t choice) const {
    for (const Tally& tally : tallies)
        if (tally.slot == slot && tally.choice == choice) return tally.count;
    return 0;
}

namespace {

StepState& step_at(CaseState& state, std::int64_t slot) {
    CHECK(slot >= 0 && slot < static_cast<std::int64_t>(kStepsMax));
    if (state.steps.size() <= static_cast<std::size_t>(slot))
        state.steps.resize(static_cast<std::size_t>(slot) + 1);
    return state.steps[static_cast<std::size_t>(slot)];
}

MemberState* member_at(CaseState& state, std::int64_t slot, const Code& body) {
    for (MemberState& found : state.members)
        if (found.slot == slot && found.body == body) return &found;
    return nullptr;
}

void count_outcome(CaseState& state, const StepEnd& end) {
    for (Tally& tally : state.tallies) {
        if (tally.slot != end.slot || tally.choice != end.choice) continue;
        if (tally.count < 255) ++tally.count;
        return;
    }
    state.tallies.push_back({static_cast<std::uint8_t>(end.slot), static_cast<std::uint8_t>(end.choice), 1});
}

}  // namespace

void open_step(CaseState& state, const Opening& opened) {
    StepState fresh;
    fresh.phase = StepPhase::Ready;
    fresh.round = static_cast<std::uint8_t>(opened.round);
    StepState& whole = step_at(state, opened.slot);
    // The instances of one opening share the step; what was settled for it stays.
    if (opened.member.empty() || whole.phase != StepPhase::Ready || whole.round != fresh.round) whole = fresh;
    if (opened.member.empty()) return;
    const PersonId holder = holder_of(opened.member);
    if (!holder.empty()) {
        fresh.phase = StepPhase::Claimed;
        fresh.person = holder.number();
    }
    if (MemberState* known = member_at(state, opened.slot, opened.member))
        known->step = fresh;
    else
        state.members.push_back({static_cast<std::uint8_t>(opened.slot), opened.member, fresh});
}

void set_quorum(CaseState& state, const Quorum& quorum) {
    step_at(state, quorum.slot).need = static_cast<std::uint8_t>(quorum.need);
}

// A step that is done stays done; only the instances that nobody waits for any more are closed.
void close_step(CaseState& state, std::int64_t slot) {
    StepState& whole = step_at(state, slot);
    if (!whole.done()) whole.phase = StepPhase::Void;
    for (MemberState& member : state.members)
        if (member.slot == slot && member.step.open()) member.step.phase = StepPhase::Void;
}

void mark_stale(CaseState& state, std::int64_t slot) {
    step_at(state, slot).phase = StepPhase::Stale;
}

void finish_step(CaseState& state, const StepEnd& end, PersonId person) {
    StepState done;
    done.phase = StepPhase::Done;
    done.round = static_cast<std::uint8_t>(end.round);
    done.outcome = static_cast<std::uint8_t>(end.choice + 1);
    done.person = person.number();
    count_outcome(state, end);
    StepState& whole = step_at(state, end.slot);
    const std::uint8_t need = whole.need;
    if (end.member.empty()) {
        whole = done;
        return;
    }
    MemberState* member = member_at(state, end.slot, end.member);
    CHECK(member != nullptr);
    member->step = done;
    // A joint step is done when every instance is, or as many as it needs.
    const auto slot = static_cast<std::size_t>(end.slot);
    const bool all = std::none_of(state.members.begin(), state.members.end(), [&](const MemberState& other) {
        return other.slot == slot && other.step.open();
    });
    if (!all && (need == 0 || state.votes(slot) < need)) return;
    whole = done;
    whole.need = need;
}

PersonId holder_of(const Code& member) {
    const std::string& text = member.text();
    if (text.size() < 2 || text.front() != 'p') return {};
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? PersonId(number) : PersonId();
}

void set_fact(CaseState& state, const FactSet& set) {
    for (FactValue& known : state.facts)
        if (known.slot == set.slot) {
            known.value = set.value;
            return;
        }
    state.facts.push_back({set.slot, set.value});
}

void apply(CaseState& state, const Turn& turn, PersonId person) {
    if (!turn.outcome.empty()) finish_step(state, {turn.slot, turn.round, turn.choice, turn.member}, person);
    for (const FactSet& set : turn.facts) set_fact(state, set);
    for (const std::int64_t slot : turn.closed) close_step(state, slot);
    for (const std::int64_t slot : turn.stale) mark_stale(state, slot);
    for (const Opening& opened : turn.opened) open_step(state, opened);
    for (const Spawned& child : turn.spawned)
        open_step(state, {child.step, child.slot, child.round, child.member, {}, {}});
    for (const Quorum& quorum : turn.quorums) set_quorum(state, quorum);
    for (const AutoDone& done : turn.autos)
        finish_step(state, {done.slot, done.round, done.choice, {}}, PersonId());
    for (const ClockChange& change : turn.clocks) apply(state, change);
    if (!turn.result.empty()) state.result = turn.result;
    state.ended = state.ended || turn.ended;
}

void apply(CaseState& state, const StepClaimed& claimed, PersonId person) {
    const auto claim = [&](StepState& step) {
        step.phase = StepPhase::Claimed;
        step.person = person.number();
    };
    if (claimed.member.empty()) {
        claim(step_at(state, claimed.slot));
    } else if (MemberState* member = member_at(state, claimed.slot, claimed.member)) {
        claim(member->step);
    }
}

static ClockPhase phase_after(const ClockChange& change, const ClockState& clock) {
    const std::string& word = change.change.text();
    if (word == "started") return ClockPhase::Running;
    if (word == "paused") return ClockPhase::Paused;
    // Another special procedure may still go on.
    if (word == "resumed") return clock.held() ? ClockPhase::Paused : ClockPhase::Running;
    if (word == "stopped") return change.late ? ClockPhase::Late : ClockPhase::OnTime;
    if (word == "deemed") return ClockPhase::Deemed;
    if (word == "void") return ClockPhase::Void;
    return clock.phase;  // extended, recounted, moved
}

static void start_again(ClockState& clock, const ClockChange& change) {
    clock = {};
    clock.round = static_cast<std::uint8_t>(change.round);
    const auto unit = calendar::parse_unit(change.unit.text());
    CHECK(unit.ok());
    clock.unit = unit.value();
    clock.deems = change.silence.text() == "deem";
    clock.waits = change.silence.text() == "wait";
    clock.budget = static_cast<std::int32_t>(change.n);
    clock.start = change.on;
    clock.entered_later = change.entered.days != 0;
}

void apply(CaseState& state, const ClockChange& change) {
    CHECK(change.slot >= 0 && change.slot < static_cast<std::int64_t>(kDeadlinesMax));
    const auto slot = static_cast<std::size_t>(change.slot);
    if (state.clocks.size() <= slot) state.clocks.resize(slot + 1);
    ClockState& clock = state.clocks[slot];
    const std::string& word = change.change.text();
    const auto step = change.during.empty() ? kNoStep : static_cast<std::uint8_t>(change.during.front());
    if (word == "started") {
        start_again(clock, change);
    } else if (word == "paused") {
        clock.pauses.push_back({change.on, change.until, true, step});
    } else if (word == "resumed") {
        for (ClockPause& pause : clock.pauses)
            if (pause.open && pause.step == step) pause.resumed = change.on, pause.open = false;
    } else if (word == "extended") {
        clock.extension += static_cast<std::int32_t>(change.n);
    } else if (word == "recounted") {
        clock.budget = static_cast<std::int32_t>(change.n);
        if (change.on.days != 0) clock.start = change.on, clock.entered_later = change.entered.days != 0;
    } else if (word != "moved") {
        clock.stopped = change.on;
        clock.hours_used = static_cast<std::int32_t>(change.n);
    }
    clock.phase = phase_after(change, clock);
    clock.due = change.due;
    clock.due_at = change.due_at;
    clock.no_later = change.no_later;
    clock.provisional = change.provisional;
}

// Stored form: a version byte, then counts and numbers as base-128 varints (zigzag). At most 400 bytes a
// matter (time-and-process C3): what follows from something else is left out, small things share a number.
// Whoever changes it changes the number, here and at the top of case_tables.sql: then the tables are built
// again.
namespace {

constexpr std::uint64_t kForm = 3;
constexpr std::int64_t kBodiesEnd = 1000;  // bodies have three digits

class Packer {
public:
    explicit Packer(std::string& out) : out_(out) {}
    void number(std::int64_t value) {
        auto bits = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
        while (bits >= 128) out_ += static_cast<char>(bits | 128), bits >>= 7;
        out_ += static_cast<char>(bits);
    }
    void word(const Code& code) {
        number(static_cast<std::int64_t>(code.text().size()));
        out_ += code.text();
    }
    void step(const StepState& step) {
        const bool plain = step.need == 0 && step.person == 0;
        number(static_cast<int>(step.phase) | (plain ? 8 : 0) | (step.round << 4));
        if (step == StepState()) return;
        number(step.outcome | (step.need << 6));
        if (!plain) number(step.person);
    }
    // A body as its digits, a person as his number: 4 n + 1, 4 n + 2; else 4 n and n characters.
    void member(const Code& code) {
        const std::int64_t body = digits_of(code.text());
        const PersonId holder = holder_of(code);
        if (body >= 0) return number(body * 4 + 1);
        if (!holder.empty() && "p" + std::to_string(holder.number()) == code.text())
            return number(holder.number() * 4 + 2);
        number(static_cast<std::int64_t>(code.text().size()) * 4);
        out_ += code.text();
    }

private:
    static std::int64_t digits_of(std::string_view text) {
        std::int64_t value = 0;
        for (const char c : text) {
            if (c < '0' || c > '9') return -1;
            value = value * 10 + (c - '0');
        }
        return text.size() == 3 ? value : -1;
    }
    std::string& out_;
};

class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
    std::int64_t number() {
        std::uint64_t bits = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (at_ >= bytes_.size()) return bad_ = true, 0;
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            bits |= static_cast<std::uint64_t>(byte & 127) << shift;
            if (byte < 128)
                return static_cast<std::int64_t>(bits >> 1) ^ -static_cast<std::int64_t>(bits & 1);
        }
        return bad_ = true, 0;
    }
    std::size_t count(std::size_t max) {
        const std::int64_t value = number();
        if (value < 0 || value > static_cast<std::int64_t>(max)) return bad_ = true, 0;
        return static_cast<std::size_t>(value);
    }
    Code word() { return letters(count(64)); }
    Code letters(std::size_t size) {
        if (size == 0 || at_ + size > bytes_.size()) return bad_ = bad_ || size > 0, Code();
        auto code = Code::parse(bytes_.substr(at_, size));
        at_ += size;
        if (!code.ok()) return bad_ = true, Code();
        return std::move(code).value();
    }
    StepState step() {
        StepState step;
        const std::int64_t head = number();
        step.phase = static_cast<StepPhase>(head & 7);
        step.round = static_cast<std::uint8_t>(head >> 4);
        bad_ = bad_ || step.phase > StepPhase::Void;
        const bool plain = (head & 8) != 0;
        if (plain && step == StepState()) return step;
        const std::int64_t outcome = number();
        step.outcome = static_cast<std::uint8_t>(outcome & 63);
        step.need = static_cast<std::uint8_t>(outcome >> 6);
        if (!plain) step.person = number();
        return step;
    }
    Code member() {
        const std::int64_t head = number();
        const std::int64_t rest = head >> 2;
        if (rest < 0) return bad_ = true, Code();
        if ((head & 3) == 2) return Code::of("p" + std::to_string(rest));
        if ((head & 3) == 1 && rest < kBodiesEnd) {
            const std::string digits = std::to_string(rest);
            return Code::of(std::string(3 - digits.size(), '0') + digits);
        }
        if ((head & 3) != 0 || rest > 64) return bad_ = true, Code();
        return letters(static_cast<std::size_t>(rest));
    }
    bool bad() const { return bad_; }
    bool at_end() const { return at_ == bytes_.size(); }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool bad_ = false;
};

// Beside phase and round: what is rare needs a second byte.
enum ClockFlag : std::int64_t {
    kProvisional = 4,
    kDeems = 8,
    kWaits = 16,
    kPauses = 32,
    kExtended = 64,
    kStopped = 128,
    kLimited = 256,
    kEnteredLater = 512,
    kOddMoment = 1024,  // the due moment is not the end of the due day
};

Instant end_of(Date day) {
    return Instant::start_of(day.plus(1));
}

void pack_clock(Packer& out, const ClockState& clock) {
    out.number(static_cast<int>(clock.phase) | (clock.round << 3));
    if (clock.phase == ClockPhase::Idle) return;
    const auto flag = [](bool set, ClockFlag one) { return set ? std::int64_t{one} : 0; };
    const bool odd = clock.due_at != end_of(clock.due);
    out.number(static_cast<std::int64_t>(clock.unit) | flag(clock.provisional, kProvisional) |
               flag(clock.deems, kDeems) | flag(clock.waits, kWaits) | flag(!clock.pauses.empty(), kPauses) |
               flag(clock.extension != 0, kExtended) | flag(clock.stopped.days != 0, kStopped) |
               flag(clock.no_later.days != 0, kLimited) | flag(clock.entered_later, kEnteredLater) |
               flag(odd, kOddMoment));
    out.number(clock.budget);
    out.number(clock.start.days);
    out.number(clock.due.days - clock.start.days);
    if (clock.extension != 0) out.number(clock.extension);
    if (clock.stopped.days != 0) out.number(clock.stopped.days - clock.start.days);
    if (clock.stopped.days != 0 && clock.unit == calendar::Unit::Hours) out.number(clock.hours_used);
    if (clock.no_later.days != 0) out.number(clock.no_later.days - clock.start.days);
    if (odd) out.number(clock.due_at.seconds() - end_of(clock.due).seconds());
    if (clock.pauses.empty()) return;
    out.number(static_cast<std::int64_t>(clock.pauses.size()));
    for (const ClockPause& pause : clock.pauses) {
        out.number(pause.paused.days - clock.start.days);
        out.number((pause.resumed.days - pause.paused.days) * 2 + (pause.open ? 1 : 0));
        out.number(pause.step == kNoStep ? -1 : pause.step);
    }
}

ClockState unpack_clock(Unpacker& in) {
    ClockState clock;
    const std::int64_t head = in.number();
    clock.phase = static_cast<ClockPhase>(head & 7);
    if (clock.phase == ClockPhase::Idle) return clock;
    clock.round = static_cast<std::uint8_t>(head >> 3);
    const std::int64_t flags = in.number();
    clock.unit = static_cast<calendar::Unit>(flags & 3);
    clock.provisional = (flags & kProvisional) != 0;
    clock.deems = (flags & kDeems) != 0;
    clock.waits = (flags & kWaits) != 0;
    clock.entered_later = (flags & kEnteredLater) != 0;
    const auto narrow = [&] { return static_cast<std::int32_t>(in.number()); };
    clock.budget = narrow();
    clock.start.days = narrow();
    clock.due = clock.start.plus(narrow());
    if ((flags & kExtended) != 0) clock.extension = narrow();
    if ((flags & kStopped) != 0) clock.stopped = clock.start.plus(narrow());
    if ((flags & kStopped) != 0 && clock.unit == calendar::Unit::Hours) clock.hours_used = narrow();
    if ((flags & kLimited) != 0) clock.no_later = clock.start.plus(narrow());
    clock.due_at = end_of(clock.due);
    if ((flags & kOddMoment) != 0) clock.due_at = clock.due_at.plus_seconds(in.number());
    if ((flags & kPauses) == 0) return clock;
    clock.pauses.resize(in.count(calendar::kPausesMax));
    for (ClockPause& pause : clock.pauses) {
        pause.paused = clock.start.plus(narrow());
        const std::int32_t length = narrow();
        pause.resumed = pause.paused.plus(length >> 1);
        pause.open = (length & 1) != 0;
        pause.step = static_cast<std::uint8_t>(in.number());
    }
    return clock;
}

}  // namespace

std::string CaseState::encode() const {
    std::string out;
    out.reserve(256);
    Packer pack(out);
    pack.number(kForm);
    pack.number(ended ? 1 : 0);
    pack.word(result);
    pack.number(static_cast<std::int64_t>(steps.size()));
    for (const StepState& step : steps) pack.step(step);
    pack.number(static_cast<std::int64_t>(members.size()));
    for (const MemberState& member : members)
        pack.number(member.slot), pack.member(member.body), pack.step(member.step);
    pack.number(static_cast<std::int64_t>(tallies.size()));
    for (const Tally& tally : tallies)
        pack.number(tally.slot), pack.number(tally.choice), pack.number(tally.count);
    pack.number(static_cast<std::int64_t>(facts.size()));
    for (const FactValue& set : facts) pack.number(set.slot), pack.number(set.value);
    pack.number(static_cast<std::int64_t>(clocks.size()));
    for (const ClockState& clock : clocks) pack_clock(pack, clock);
    return out;
}

base::Result<CaseState> CaseState::decode(std::string_view bytes) {
    Unpacker in(bytes);
    CaseState state;
    const std::int64_t form = in.number();
    state.ended = in.number() != 0;
    state.result = in.word();
    state.steps.resize(in.count(kStepsMax));
    for (StepState& step : state.steps) step = in.step();
    state.members.resize(in.count(kMembersMax * 4));
    for (MemberState& member : state.members) {
        member.slot = static_cast<std::uint8_t>(in.count(kStepsMax));
        member.body = in.member();
        member.step = in.step();
    }
    state.tallies.resize(in.count(kStepsMax * kOutcomesMax));
    for (Tally& tally : state.tallies) {
        tally.slot = static_cast<std::uint8_t>(in.count(kStepsMax));
        tally.choice = static_cast<std::uint8_t>(in.count(kOutcomesMax));
        tally.count = static_cast<std::uint8_t>(in.count(255));
    }
    state.facts.resize(in.count(kFactsMax));
    for (FactValue& set : state.facts) set.slot = in.number(), set.value = in.number();
    state.clocks.resize(in.count(kDeadlinesMax));
    for (ClockState& clock : state.clocks) clock = unpack_clock(in);
    if (form != static_cast<std::int64_t>(kForm) || in.bad() || !in.at_end())
        return Error(ErrorCode::Corrupt, "casework.state_damaged");
    return state;
}

}  // namespace casework
