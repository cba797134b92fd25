#include "casework/happening.h"

#include "base/json.h"
#include "identity/person_events.h"

#include <algorithm>

namespace casework {

const Evidence* Happening::find_evidence(std::string_view slot) const {
    for (const std::vector<Evidence>* list : {&turn.evidence, &evidence}) {
        for (const Evidence& one : *list) {
            if (one.slot.text() == slot) return &one;
        }
    }
    return nullptr;
}

const Happening* corrected_by(const std::vector<Happening>& happenings, const Happening& one) {
    const auto found = std::find_if(happenings.begin(), happenings.end(),
                                    [&](const Happening& later) { return later.corrects == one.seq; });
    return found == happenings.end() ? nullptr : &*found;
}

namespace {

template <class T>
const T& keep_turn(Happening& into, const T& event) {
    into.turn = event.turn;
    return event;
}

void read_received(Happening& into, const Received& event) {
    keep_turn(into, event);
    into.materials = event.materials;
    into.channel = event.channel;
    into.sealed = event.applicant;
}

void read_opening(Happening& into, const ledger::EntryLine& line) {
    const auto event = line.read<identity::SealedRead>();
    into.sealed = event.item;
    into.evidence.push_back({Code::of("reason"), event.reason});
}

// Events that carry a turn and nothing else this module shows.
bool read_plain_turn(Happening& into, const ledger::EntryLine& line) {
    if (into.is(StepDone::kKind.name))
        into.turn = line.read<StepDone>().turn;
    else if (into.is(Refused::kKind.name))
        into.turn = line.read<Refused>().turn;
    else if (into.is(Decided::kKind.name))
        into.turn = line.read<Decided>().turn;
    else if (into.is(Resumed::kKind.name))
        into.turn = line.read<Resumed>().turn;
    else if (into.is(Joined::kKind.name))
        into.turn = line.read<Joined>().turn;
    else
        return false;
    return true;
}

void read_special(Happening& into, const ledger::EntryLine& line) {
    if (into.is(Accepted::kKind.name))
        into.deemed = keep_turn(into, line.read<Accepted>()).deemed;
    else if (into.is(SupplementRequested::kKind.name)) {
        into.asked = keep_turn(into, line.read<SupplementRequested>()).materials;
    } else if (into.is(Supplemented::kKind.name)) {
        into.materials = keep_turn(into, line.read<Supplemented>()).materials;
    } else if (into.is(Paused::kKind.name))
        into.until = keep_turn(into, line.read<Paused>()).until;
    else if (into.is(Delivered::kKind.name))
        into.channel = keep_turn(into, line.read<Delivered>()).channel;
    else if (into.is(Corrected::kKind.name))
        into.corrects = keep_turn(into, line.read<Corrected>()).of;
    else if (into.is(Withdrawn::kKind.name))
        into.sealed = keep_turn(into, line.read<Withdrawn>()).reason;
    else if (into.is(Ended::kKind.name))
        into.sealed = keep_turn(into, line.read<Ended>()).reason;
    else if (into.is(DueChanged::kKind.name))
        into.clock = line.read<DueChanged>().change;
    else if (into.is(identity::SealedRead::kKind.name))
        read_opening(into, line);
    else if (into.is(GuideBreached::kKind.name))
        into.sealed = line.read<GuideBreached>().asked;
    else if (into.is(ChildStarted::kKind.name)) {
        const auto started = line.read<ChildStarted>();
        into.child = started.child;
        into.begun_by_itself = !started.cause.empty();
    } else if (into.is(StepClaimed::kKind.name)) {
        const auto claimed = line.read<StepClaimed>();
        into.turn.step = claimed.step;
        into.turn.slot = claimed.slot;
        into.turn.round = claimed.round;
        into.turn.member = claimed.member;
    } else if (into.is(Extended::kKind.name)) {
        auto extended = line.read<Extended>();
        into.clock = extended.change;
        into.evidence = std::move(extended.evidence);
    }
}

}  // namespace

base::Result<std::vector<Happening>> list_happenings(const store::Reader& db, std::string_view number) {
    std::vector<Happening> found;
    for (const ledger::EntryLine& line : TRY(ledger::list_entries(db, subject_of(number), kHappeningsMax))) {
        Happening& one = found.emplace_back();
        one.seq = line.seq;
        one.at = line.at;
        one.kind = line.kind;
        one.person = PersonId(line.person);
        one.org = line.org;
        one.role = line.role;
        one.via = line.via;
        one.shard = line.shard;
        one.index = line.index;
        one.leaf_hash = line.leaf_hash;
        if (one.is(Received::kKind.name))
            read_received(one, line.read<Received>());
        else if (!read_plain_turn(one, line))
            read_special(one, line);
    }
    return found;
}

base::Result<MatterFile> read_file(const identity::Reading& reading, const Bench& bench,
                                   std::string_view number) {
    MatterFile file;
    file.matter = TRY(load_matter(reading, number));
    file.handling = TRY(bench.practice.for_matter(reading.db, file.matter));
    file.texts = TRY(bench.wordings.of(*file.handling.process_text));
    file.happenings = TRY(list_happenings(reading.db, number));
    file.open = TRY(open_steps_today(reading, number));
    return file;
}

base::Result<MatterFile> open_file(const identity::Reading& reading, const Bench& bench,
                                   std::string_view number) {
    MatterFile file = TRY(read_file(reading, bench, number));
    if (!may_read(reading, file.matter, file.handling)) {
        return base::Error(base::ErrorCode::Forbidden, "matter.not_yours");
    }
    return file;
}

std::vector<Handed> handed_in(const std::vector<Happening>& happenings) {
    std::vector<Handed> found;
    for (const Happening& one : happenings) {
        for (const HandedIn& paper : one.materials) found.push_back({one.seq, paper, one.at});
    }
    return found;
}

base::Result<ApplicantDetails> applicant_of(const identity::Reading& reading, const MatterRow& matter) {
    const std::string sealed = TRY(reading.unseal(matter.applicant));
    const base::Json json = TRY(base::parse_json(sealed));
    ApplicantDetails details;
    details.kind = matter.applicant_kind;
    details.name = json.string_or("name");
    details.number = json.string_or("number");
    details.phone = json.string_or("phone");
    details.address = json.string_or("address");
    details.agent_name = json.string_or("agent_name");
    details.agent_number = json.string_or("agent_number");
    details.delivery = matter.delivery;
    return details;
}

base::Result<std::vector<std::pair<std::string, std::string>>> answers_of(const identity::Reading& reading,
                                                                          const MatterRow& matter) {
    std::vector<std::pair<std::string, std::string>> answers;
    if (matter.answers.empty()) return answers;
    const std::string sealed = TRY(reading.unseal(matter.answers));
    const base::Json json = TRY(base::parse_json(sealed));
    for (const auto& [question, value] : json.members) answers.emplace_back(question, value.text);
    return answers;
}

const Happening* revealed_by(const MatterFile& file, PersonId person, calendar::Instant now) {
    const calendar::Instant since = now.plus_seconds(-60 * kRevealMinutes);
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend() && one->at >= since; ++one) {
        if (one->is(identity::SealedRead::kKind.name) && one->person == person && !person.empty() &&
            one->sealed.item == file.matter.applicant.item) {
            return &*one;
        }
    }
    return nullptr;
}

// 个人信息保护法, article 51: who opened personal data, and why, is kept.
base::Result<> record_opening(identity::Act& act, const Bench& bench, const SealedOpening& opening) {
    const MatterRow matter = TRY(load_matter(act, opening.number));
    const Handling handling = TRY(bench.practice.for_matter(act.db, matter));
    if (!may_read(act, matter, handling)) {
        return base::Error(base::ErrorCode::Forbidden, "matter.not_yours");
    }
    const std::string subject = subject_of(opening.number);
    identity::SealedRead event;
    event.item = opening.item;
    if (!opening.reason.empty()) event.reason = TRY(act.seal({subject, opening.reason, {}, {}}));
    return act.record(subject, event);
}

}  // namespace casework
