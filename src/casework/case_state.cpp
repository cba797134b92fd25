#include "casework/case_state.h"

#include "casework/limits.h"

#include <algorithm>
#include <charconv>

namespace casework {

using base::Error;
using base::ErrorCode;

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
    for (const FactSet& set : facts)
        if (set.slot == static_cast<std::int64_t>(slot)) return set.value;
    return 0;
}

bool CaseState::has_fact(std::size_t slot) const {
    return std::any_of(facts.begin(), facts.end(),
                       [&](const FactSet& set) { return set.slot == static_cast<std::int64_t>(slot); });
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
    for (FactSet& known : state.facts)
        if (known.slot == set.slot) {
            known.value = set.value;
            return;
        }
    state.facts.push_back(set);
}

void apply(CaseState& state, const Turn& turn, PersonId person) {
    if (!turn.outcome.empty()) finish_step(state, {turn.slot, turn.round, turn.choice, turn.member}, person);
    for (const FactSet& set : turn.facts) set_fact(state, set);
    for (const std::int64_t slot : turn.closed) close_step(state, slot);
    for (const std::int64_t slot : turn.stale) mark_stale(state, slot);
    for (const Opening& opened : turn.opened) open_step(state, opened);
    for (const Quorum& quorum : turn.quorums) set_quorum(state, quorum);
    for (const Spawned& child : turn.spawned)
        open_step(state, {child.step, child.slot, child.round, {}, {}, {}});
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

static ClockPhase phase_after(const ClockChange& change, ClockPhase before) {
    const std::string& word = change.change.text();
    if (word == "started" || word == "resumed") return ClockPhase::Running;
    if (word == "paused") return ClockPhase::Paused;
    if (word == "stopped") return change.late ? ClockPhase::Late : ClockPhase::OnTime;
    if (word == "deemed") return ClockPhase::Deemed;
    if (word == "void") return ClockPhase::Void;
    return before;  // extended, moved
}

void apply(CaseState& state, const ClockChange& change) {
    CHECK(change.slot >= 0 && change.slot < static_cast<std::int64_t>(kDeadlinesMax));
    const auto slot = static_cast<std::size_t>(change.slot);
    if (state.clocks.size() <= slot) state.clocks.resize(slot + 1);
    ClockState& clock = state.clocks[slot];
    const std::string& word = change.change.text();
    if (word == "started") {
        clock = {};
        clock.round = static_cast<std::uint8_t>(change.round);
        const auto unit = calendar::parse_unit(change.unit.text());
        CHECK(unit.ok());
        clock.unit = unit.value();
        clock.deems = change.silence.text() == "deem";
        clock.waits = change.silence.text() == "wait";
        clock.budget = static_cast<std::int32_t>(change.n);
        clock.start = change.on;
    } else if (word == "paused") {
        clock.pauses.push_back({change.on, change.until, true});
    } else if (word == "resumed") {
        for (ClockPause& pause : clock.pauses)
            if (pause.open) pause.resumed = change.on, pause.open = false;
    } else if (word == "extended") {
        clock.extension += static_cast<std::int32_t>(change.n);
    } else if (word == "recounted") {
        clock.budget = static_cast<std::int32_t>(change.n);
    } else if (word != "moved") {
        clock.stopped = change.on;
    }
    clock.phase = phase_after(change, clock.phase);
    clock.due = change.due;
    clock.due_at = change.due_at;
    clock.provisional = change.provisional;
}

// Stored form: a version byte, then counts and numbers as base-128 varints (zigzag). A few hundred bytes a
// matter.
namespace {

constexpr std::uint64_t kForm = 2;

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
        number(static_cast<int>(step.phase) | (step.round << 3));
        number(step.outcome | (step.need << 6));
        number(step.person);
    }

private:
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
    Code word() {
        const std::size_t size = count(64);
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
        step.round = static_cast<std::uint8_t>(head >> 3);
        const std::int64_t outcome = number();
        step.outcome = static_cast<std::uint8_t>(outcome & 63);
        step.need = static_cast<std::uint8_t>(outcome >> 6);
        step.person = number();
        bad_ = bad_ || step.phase > StepPhase::Void;
        return step;
    }
    bool bad() const { return bad_; }
    bool at_end() const { return at_ == bytes_.size(); }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool bad_ = false;
};

void pack_clock(Packer& out, const ClockState& clock) {
    out.number(static_cast<int>(clock.phase));
    if (clock.phase == ClockPhase::Idle) return;
    out.number(clock.round);
    out.number(static_cast<int>(clock.unit) | (clock.provisional ? 4 : 0) | (clock.deems ? 8 : 0) |
               (clock.waits ? 16 : 0));
    out.number(clock.budget);
    out.number(clock.extension);
    out.number(clock.start.days);
    out.number(clock.due.days - clock.start.days);
    out.number(clock.stopped.days);
    out.number(clock.due_at.seconds());
    out.number(static_cast<std::int64_t>(clock.pauses.size()));
    for (const ClockPause& pause : clock.pauses) {
        out.number(pause.paused.days);
        out.number(pause.resumed.days - pause.paused.days);
        out.number(pause.open ? 1 : 0);
    }
}

ClockState unpack_clock(Unpacker& in) {
    ClockState clock;
    clock.phase = static_cast<ClockPhase>(in.count(static_cast<std::size_t>(ClockPhase::Void)));
    if (clock.phase == ClockPhase::Idle) return clock;
    clock.round = static_cast<std::uint8_t>(in.number());
    const std::size_t unit = in.count(30);
    clock.unit = static_cast<calendar::Unit>(unit & 3);
    clock.provisional = (unit & 4) != 0;
    clock.deems = (unit & 8) != 0;
    clock.waits = (unit & 16) != 0;
    clock.budget = static_cast<std::int32_t>(in.number());
    clock.extension = static_cast<std::int32_t>(in.number());
    clock.start.days = static_cast<std::int32_t>(in.number());
    clock.due = clock.start.plus(static_cast<int>(in.number()));
    clock.stopped.days = static_cast<std::int32_t>(in.number());
    clock.due_at = calendar::Instant::of_seconds(in.number());
    clock.pauses.resize(in.count(calendar::kPausesMax));
    for (ClockPause& pause : clock.pauses) {
        pause.paused.days = static_cast<std::int32_t>(in.number());
        pause.resumed = pause.paused.plus(static_cast<int>(in.number()));
        pause.open = in.number() != 0;
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
        pack.number(member.slot), pack.word(member.body), pack.step(member.step);
    pack.number(static_cast<std::int64_t>(tallies.size()));
    for (const Tally& tally : tallies)
        pack.number(tally.slot), pack.number(tally.choice), pack.number(tally.count);
    pack.number(static_cast<std::int64_t>(facts.size()));
    for (const FactSet& set : facts) pack.word(set.fact), pack.number(set.slot), pack.number(set.value);
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
        member.body = in.word();
        member.step = in.step();
    }
    state.tallies.resize(in.count(kStepsMax * kOutcomesMax));
    for (Tally& tally : state.tallies) {
        tally.slot = static_cast<std::uint8_t>(in.count(kStepsMax));
        tally.choice = static_cast<std::uint8_t>(in.count(kOutcomesMax));
        tally.count = static_cast<std::uint8_t>(in.count(255));
    }
    state.facts.resize(in.count(kFactsMax));
    for (FactSet& set : state.facts) set.fact = in.word(), set.slot = in.number(), set.value = in.number();
    state.clocks.resize(in.count(kDeadlinesMax));
    for (ClockState& clock : state.clocks) clock = unpack_clock(in);
    if (form != static_cast<std::int64_t>(kForm) || in.bad() || !in.at_end())
        return Error(ErrorCode::Corrupt, "casework.state_damaged");
    return state;
}

}  // namespace casework
