// /desk/matters/{number}: the whole matter on one page: what is to do, until when and why, who did what, with
// which papers.

#include "casework/form_pages.h"
#include "casework/handler_pages.h"
#include "casework/material_file.h"
#include "identity/person_events.h"
#include "text/display.h"
#include "text/mask.h"

#include <algorithm>

namespace casework {

namespace {

struct OutcomeLink {
    std::string outcome, outcome_name, tells, url;
    bool is_direct = false, is_main = false, is_refusal = false;
    void fields(auto& visit) {
        visit("outcome", outcome), visit("outcome_name", outcome_name), visit("tells", tells),
            visit("url", url);
        visit("is_direct", is_direct), visit("is_main", is_main), visit("is_refusal", is_refusal);
    }
};
struct ReadyRow {
    std::string step, step_due, who, blocked, claim_url;
    bool can_claim = false;
    std::vector<OutcomeLink> outcomes;
    void fields(auto& visit) {
        visit("step", step), visit("step_due", step_due), visit("who", who), visit("blocked", blocked);
        visit("claim_url", claim_url), visit("can_claim", can_claim), visit("outcomes", outcomes);
    }
};
struct SideAct {
    std::string side_act, url;
    void fields(auto& visit) { visit("side_act", side_act), visit("url", url); }
};
struct MemberRow {
    std::string member, state, outcome_name, asks;
    bool is_good = false;
    Meter meter;
    void fields(auto& visit) {
        visit("member", member), visit("state", state), visit("outcome_name", outcome_name),
            visit("asks", asks);
        visit("is_good", is_good), visit("", meter);
    }
};
struct StepRow {
    std::string step, state, outcome_name, who, time, opinion;
    bool is_good = false;
    std::vector<MemberRow> members;
    void fields(auto& visit) {
        visit("step", step), visit("state", state), visit("outcome_name", outcome_name), visit("who", who);
        visit("time", time), visit("opinion", opinion), visit("is_good", is_good), visit("members", members);
    }
};
struct AnswerRow {
    std::string question, answer, source;
    void fields(auto& visit) {
        visit("question", question), visit("answer", answer), visit("source", source);
    }
};
struct LetterRow {
    std::string letter, number, time, url, state;
    bool is_good = false;
    void fields(auto& visit) {
        visit("letter", letter), visit("number", number), visit("time", time), visit("url", url);
        visit("state", state), visit("is_good", is_good);
    }
};
struct EntryRow {
    std::string time, who, what, number, leaf, corrected;
    void fields(auto& visit) {
        visit("time", time), visit("who", who), visit("what", what), visit("number", number),
            visit("leaf", leaf);
        visit("corrected", corrected);
    }
};

// What this matter began out of, or what began out of it.
struct RelatedRow {
    std::string relation, item, number_shown, state, url;
    void fields(auto& visit) {
        visit("relation", relation), visit("item", item), visit("number_shown", number_shown);
        visit("state", state), visit("url", url);
    }
};

struct MatterModel {
    MatterHead head;
    std::string received, channel, state, cause, waits_for, process_name, process_pin, process_url, guide_pin;
    std::string reveal_url, reveal_error, revealed_note, applicant_kind, identity, contact, address, agent;
    bool is_revealed = false, has_applicant = false;
    std::vector<ReadyRow> ready;
    std::vector<SideAct> side_acts;
    std::vector<ClockRow> deadlines;
    std::vector<StepRow> steps;
    std::vector<MaterialRow> materials;
    std::vector<AnswerRow> answers;
    std::vector<LetterRow> letters;
    std::vector<EntryRow> entries;
    std::vector<RelatedRow> related;
    void fields(auto& visit) {
        visit("", head), visit("received", received), visit("channel", channel), visit("state", state);
        visit("cause", cause), visit("waits_for", waits_for), visit("process_name", process_name);
        visit("process_pin", process_pin), visit("process_url", process_url), visit("guide_pin", guide_pin),
            visit("reveal_url", reveal_url);
        visit("reveal_error", reveal_error), visit("revealed_note", revealed_note);
        visit("applicant_kind", applicant_kind), visit("identity", identity), visit("contact", contact);
        visit("address", address), visit("agent", agent), visit("is_revealed", is_revealed),
            visit("has_applicant", has_applicant), visit("ready", ready);
        visit("side_acts", side_acts), visit("deadlines", deadlines), visit("steps", steps);
        visit("materials", materials), visit("answers", answers), visit("letters", letters);
        visit("entries", entries), visit("related", related);
    }
};

Stand stand_of(const MatterFile& file, const DeskRow& row, const identity::Actor& actor) {
    Stand stand{file.matter,
                file.handling,
                file.texts,
                row,
                0,
                nullptr,
                acting_at(actor, row, file.matter, file.handling)};
    stand.slot = static_cast<std::size_t>(std::max(0, file.handling.process->find_step(row.step)));
    stand.step = &file.handling.process->steps[stand.slot];
    return stand;
}

// Nothing to write, nothing to tick, nothing that ends the matter: one press is enough.
bool is_direct(const Outcome& outcome, const Step& step) {
    return outcome.needs.empty() && outcome.sets.empty() && outcome.end.empty() && step.signatures < 2 &&
           outcome.records != Records::SupplementRequested && outcome.records != Records::Delivered;
}

bool is_refusal(const Outcome& outcome) {
    const bool reasons = std::any_of(outcome.needs.begin(), outcome.needs.end(),
                                     [](const Code& need) { return need.text() == "reasons"; });
    return outcome.records == Records::Refused || (reasons && !outcome.end.empty());
}

std::vector<OutcomeLink> outcome_links(const Teller& teller, const Stand& stand) {
    std::vector<OutcomeLink> links;
    const StepForm form(teller, stand);
    const std::string url = step_url(stand.matter.number, stand.open.step, stand.open.member);
    for (const Outcome& outcome : stand.step->outcomes) {
        const auto foretold = form.foretell_outcome(outcome);
        OutcomeLink& link = links.emplace_back();
        link.outcome = outcome.name;
        link.outcome_name = stand.texts->outcome(teller.locale(), outcome.name);
        link.tells = form.tells(foretold);
        link.is_direct = foretold.ok() && is_direct(outcome, *stand.step);
        link.url = link.is_direct ? url : with_query(url, "outcome", outcome.name);
        link.is_main = links.size() == 1;
        link.is_refusal = is_refusal(outcome);
    }
    return links;
}

ReadyRow ready_row(const Teller& teller, const MatterFile& file, const DeskRow& row) {
    const Stand stand = stand_of(file, row, teller.reading().actor);
    ReadyRow ready;
    ready.step = file.texts->step(teller.locale(), row.step);
    ready.step_due =
        row.due_at.ms == 0 ? teller.text("matter.no_due") : teller.day(row.due_at.plus_seconds(-1).date());
    const PersonId me = teller.reading().actor.person;
    if (!row.claimed_by.empty() && row.claimed_by != me) {
        ready.who = teller.person_name(row.claimed_by);
        ready.blocked = teller.text("step.claimed_by", {{"name", ready.who}});
        return ready;
    }
    // 许可法 34, 48: who examined does not decide; the engine says so before anybody writes a line.
    const auto claimed = decide_claim(stand.handling.pinned(), file.matter.state, Code::of(row.step),
                                      stand.acting, row.claimed_by.empty() ? Hold::Lapsed : Hold::Stands);
    if (!claimed.ok()) {
        ready.who = teller.role_name(row.role);
        ready.blocked = teller.pages().site.texts().error_text(claimed.error(), teller.locale());
        return ready;
    }
    ready.who = teller.text(row.claimed_by.empty() ? "step.nobody_yet" : "step.claimed_by_you");
    ready.can_claim = row.claimed_by.empty();
    ready.claim_url = step_url(file.matter.number, row.step, row.member) + "/claim";
    if (!ready.can_claim) ready.outcomes = outcome_links(teller, stand);
    return ready;
}

std::string waits_for(const Teller& teller, const MatterFile& file) {
    if (file.matter.ended) {
        return teller.text("matter.waits_ended",
                           {{"result", file.texts->result(teller.locale(), file.matter.result)}});
    }
    if (file.open.empty()) return {};
    const DeskRow& row = file.open.front();
    const std::string who = row.office.empty() ? teller.role_name(row.role) : teller.body_name(row.office);
    return teller.text("matter.waits_for",
                       {{"who", who}, {"step", file.texts->step(teller.locale(), row.step)}});
}

void fill_todo(MatterModel& model, const Teller& teller, const MatterFile& file) {
    for (const DeskRow& row : file.open) {
        if (lies_with(teller.reading().actor, row)) model.ready.push_back(ready_row(teller, file, row));
    }
    if (model.ready.empty()) model.waits_for = waits_for(teller, file);
    const std::string base = matter_url(file.matter.number) + "/steps/";
    if (can_open_procedure(teller, file)) model.side_acts.push_back({"pause", base + "pause"});
    if (can_extend(teller, file)) model.side_acts.push_back({"extend", base + "extend"});
}

std::string_view phase_word(StepPhase phase) {
    switch (phase) {
    case StepPhase::Dormant: return "todo";
    case StepPhase::Ready: return "now";
    case StepPhase::Claimed: return "claimed";
    case StepPhase::Done: return "done";
    case StepPhase::Stale: return "stale";
    case StepPhase::Void: return "withdrawn";
    }
    return "todo";
}

}  // namespace

std::string opinion_of(const Teller& teller, const Happening& one) {
    for (const std::string_view slot : {"opinion", "reasons", "statement", "record"}) {
        const Evidence* evidence = one.find_evidence(slot);
        if (evidence == nullptr) continue;
        const auto opened = teller.reading().unseal(evidence->item);
        return opened.ok() ? opened.value() : teller.text("matter.erased");
    }
    return {};
}

const Happening* last_done(const MatterFile& file, std::string_view step, std::string_view member) {
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend(); ++one) {
        if (one->turn.step.text() != step || one->is(StepClaimed::kKind.name)) continue;
        if (member.empty() || one->turn.member.text() == member) return &*one;
    }
    return nullptr;
}

namespace {

const Happening* last_claim(const MatterFile& file, std::string_view step) {
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend(); ++one) {
        if (one->turn.step.text() == step && one->is(StepClaimed::kKind.name)) return &*one;
    }
    return nullptr;
}

Meter member_meter(const Teller& teller, const MatterFile& file, const MemberState& member,
                   const Happening* done) {
    const Process& process = *file.handling.process;
    for (std::size_t slot = 0; slot < process.deadlines.size(); ++slot) {
        const Deadline& rule = process.deadlines[slot];
        if (rule.owner.relation != Relation::Member) continue;
        ClockState clock = file.matter.state.clock(slot);
        if (clock.phase == ClockPhase::Idle) continue;
        // All members share one period; who has answered is measured on the day of the answer.
        if (member.step.done() && done != nullptr) {
            clock.phase = done->at < clock.due_at ? ClockPhase::OnTime : ClockPhase::Late;
            clock.stopped = done->at.date();
        }
        // By the calendar of the body itself.
        const auto& own = file.handling.calendars->of(member.body.text());
        const calendar::Instant now = teller.reading().now;
        const ClockReading reading = evaluate(clock, rule, *own, now);
        return teller.meter(reading, rule, lamp_code(reading, rule.kind, *own, now));
    }
    return {"none", teller.text("meter.none"), "0", "0", 0};
}

std::vector<MemberRow> member_rows(const Teller& teller, const MatterFile& file, std::size_t slot) {
    std::vector<MemberRow> rows;
    const Step& step = file.handling.process->steps[slot];
    for (const MemberState& member : file.matter.state.members) {
        if (member.slot != slot) continue;
        const Happening* done = last_done(file, step.name, member.body.text());
        MemberRow& row = rows.emplace_back();
        row.member = teller.body_name(member.body.text());
        row.state = phase_word(member.step.phase);
        row.is_good = member.step.done();
        if (member.step.done() && done != nullptr)
            row.outcome_name = file.texts->outcome(teller.locale(), done->turn.outcome.text());
        for (const catalog::JointBody& joint : file.handling.item->joint) {
            if (joint.body == member.body.text()) row.asks = teller.pick(joint.asks, joint.asks_en);
        }
        row.meter = member_meter(teller, file, member, done);
    }
    return rows;
}

void fill_steps(MatterModel& model, const Teller& teller, const MatterFile& file) {
    const Process& process = *file.handling.process;
    for (std::size_t slot = 0; slot < process.steps.size(); ++slot) {
        const Step& step = process.steps[slot];
        const StepState& now = file.matter.state.step(slot);
        // Parts have pages of their own; they stand among what is related.
        std::vector<MemberRow> members;
        if (step.kind != StepKind::Child) members = member_rows(teller, file, slot);
        // What may never come is shown once it has come.
        const bool certain = slot == 0 || (!step.optional && !step.when.empty());
        if (!certain && now.round == 0) continue;
        StepRow row;
        row.step = file.texts->step(teller.locale(), step.name);
        row.state = phase_word(now.phase);
        if (!members.empty() &&
            std::any_of(members.begin(), members.end(), [](const MemberRow& one) { return !one.is_good; })) {
            row.state = "now";
        }
        row.is_good = row.state == "done" || row.state == "now" || row.state == "claimed";
        const bool done = now.phase == StepPhase::Done || now.phase == StepPhase::Stale;
        const Happening* one =
            now.phase == StepPhase::Claimed ? last_claim(file, step.name) : last_done(file, step.name, {});
        if (one != nullptr && (done || now.phase == StepPhase::Claimed)) {
            row.who = teller.doer(*one);
            row.time = teller.moment(one->at);
            if (done) row.outcome_name = file.texts->outcome(teller.locale(), one->turn.outcome.text());
            if (done && members.empty()) row.opinion = opinion_of(teller, *one);
        } else if (members.empty()) {
            const Opening desk = desk_of(file.handling.pinned(), file.matter.state, slot, 1, {});
            row.who = teller.role_name(desk.role.text());
            if (!desk.office.empty()) {
                row.who = teller.text("who.official",
                                      {{"name", row.who}, {"body", teller.body_name(desk.office.text())}});
            }
        }
        if (file.matter.ended && row.state == "todo") continue;
        row.members = std::move(members);
        model.steps.push_back(std::move(row));
    }
}

base::Result<> fill_applicant(MatterModel& model, const Teller& teller, const MatterFile& file) {
    const Happening* opened = revealed_by(file, teller.reading().actor.person, teller.reading().now);
    model.is_revealed = opened != nullptr;
    model.reveal_url = model.head.matter_url + "/reveal";
    model.reveal_error = web::error_of(teller.pages().site.errors(teller.request()), "reason");
    model.applicant_kind = teller.text("applicant_kind." + file.matter.applicant_kind);
    auto details = applicant_of(teller.reading(), file.matter);
    if (!details.ok()) {
        if (details.error().code() != base::ErrorCode::NotFound) return details.take_error();
        return base::Done{};  // erased: the head says so
    }
    const ApplicantDetails& known = details.value();
    model.identity = opened != nullptr ? known.number : text::mask_id_number(known.number);
    model.contact = opened != nullptr ? known.phone : text::mask_phone(known.phone);
    model.address = opened != nullptr ? known.address : text::mask_address(known.address);
    if (!known.agent_name.empty())
        model.agent = opened != nullptr ? known.agent_name : text::mask_person(known.agent_name);
    if (opened == nullptr) return base::Done{};
    model.head.applicant = known.name;
    const Evidence* reason = opened->find_evidence("reason");
    const auto why =
        reason == nullptr ? base::Result<std::string>(std::string()) : teller.reading().unseal(reason->item);
    model.revealed_note =
        teller.text("matter.revealed_note", {{"time", teller.moment(opened->at)},
                                             {"reason", why.ok() ? why.value() : std::string()}});
    return base::Done{};
}

std::string answer_text(const Teller& teller, const catalog::Question& question, const std::string& value) {
    for (const catalog::Choice& choice : question.choices) {
        if (choice.value == value) return std::string(teller.pick(choice.label, choice.label_en));
    }
    if (question.kind == "body") return teller.body_name(value);
    if (question.kind == "yesno") return teller.text(value == "yes" ? "matter.yes" : "matter.no");
    const auto day = question.kind == "date" ? Date::parse(value) : base::Result<Date>(Date());
    return question.kind == "date" && day.ok() ? text::date(day.value(), teller.locale()) : value;
}

}  // namespace

namespace {

std::string fact_shown(const Teller& teller, const MatterFile& file, const Fact& fact, std::int64_t value) {
    switch (fact.type) {
    case FactType::Truth: return teller.text(value != 0 ? "matter.yes" : "matter.no");
    case FactType::List:
    case FactType::Number: return text::integer(value);
    case FactType::Date: return teller.day(Date{static_cast<std::int32_t>(value)});
    case FactType::Body: return teller.body_name(body_of_fact(value).text());
    case FactType::Span: return teller.span({static_cast<int>(value), fact.unit});
    case FactType::Choice: break;
    }
    return file.texts->text(teller.locale(), "fact." + fact.name + "." + fact_text(fact, value));
}

// What was settled on the way, unless an answer of the same name says it.
void tell_facts(const Teller& teller, const MatterFile& file, const std::vector<std::string>& answered,
                std::vector<std::pair<std::string, std::string>>& told) {
    for (const FactValue& set : file.matter.state.facts) {
        const Fact& fact = file.handling.process->facts[static_cast<std::size_t>(set.slot)];
        const bool said = std::find(answered.begin(), answered.end(), fact.name) != answered.end();
        const bool empty = set.value == 0 && fact.type != FactType::Truth && fact.type != FactType::Number;
        if (said || empty) continue;
        told.emplace_back(file.texts->text(teller.locale(), "fact." + fact.name),
                          fact_shown(teller, file, fact, set.value));
    }
}

}  // namespace

base::Result<std::vector<std::pair<std::string, std::string>>> told_answers(const Teller& teller,
                                                                            const MatterFile& file) {
    std::vector<std::pair<std::string, std::string>> told;
    auto answers = answers_of(teller.reading(), file.matter);
    if (!answers.ok()) {
        if (answers.error().code() == base::ErrorCode::NotFound) return told;  // erased
        return answers.take_error();
    }
    std::vector<std::string> answered;
    const auto tell_answer = [&](const catalog::Question& question) {
        for (const auto& [id, value] : answers.value()) {
            if (id != question.id || value.empty()) continue;
            told.emplace_back(teller.pick(question.label, question.label_en),
                              answer_text(teller, question, value));
            answered.push_back(id);
        }
    };
    for (const catalog::Question& question : file.texts->questions()) tell_answer(question);
    for (const catalog::QuestionPage& page : file.handling.item->questions)
        for (const catalog::Question& question : page.questions) tell_answer(question);
    tell_facts(teller, file, answered, told);
    return told;
}

namespace {

void fill_letters(MatterModel& model, const Teller& teller, const MatterFile& file) {
    for (const LetterLine& line : list_letters(file.happenings, *file.texts)) {
        LetterRow& row = model.letters.emplace_back();
        row.letter = file.texts->text(teller.locale(), line.title_key);
        row.number = teller.text("matter.entry", {{"number", text::integer(line.entry)}});
        row.time = teller.moment(line.at);
        row.url =
            with_query(model.head.matter_url + "/letters/" + line.kind, "entry", std::to_string(line.entry));
        row.is_good = line.kind != "decision" || file.matter.delivered.ms != 0;
        row.state = row.is_good ? "served" : "sent";
    }
}

base::Result<RelatedRow> related_row(const Teller& teller, std::string_view number, std::string relation) {
    const MatterFile file = TRY(read_file(teller.reading(), teller.pages().bench(), number));
    RelatedRow row;
    row.relation = std::move(relation);
    const bool part = file.matter.is_part();
    row.item = part ? file.texts->name(teller.locale()) : teller.item_name(*file.handling.item);
    // Of several parts of one step each is about something else.
    const auto about = teller.reading().caption(file.matter.applicant);
    if (!file.matter.parent_member.empty() && about.ok()) row.item = about.value() + " " + row.item;
    row.number_shown = grouped_number(file.matter.number);
    row.state = teller.state(file);
    // Whoever may not read it sees only that it is there.
    if (may_read(teller.reading(), file.matter, file.handling)) row.url = matter_url(file.matter.number);
    return row;
}

base::Result<> fill_related(MatterModel& model, const Teller& teller, const MatterFile& file) {
    const auto add = [&](std::string_view number, std::string relation) -> base::Result<> {
        RelatedRow row = TRY(related_row(teller, number, std::move(relation)));
        model.related.push_back(std::move(row));
        return base::Done{};
    };
    if (!file.matter.parent.empty()) TRY(add(file.matter.parent, file.matter.is_part() ? "whole" : "from"));
    for (const std::string& number : TRY(list_children(teller.reading().db, file.matter.number))) {
        const MatterRow child = TRY(load_matter(teller.reading(), number));
        TRY(add(number, child.is_part() ? "part" : "begun"));
    }
    return base::Done{};
}

std::string what_happened(const Teller& teller, const MatterFile& file, const Happening& one) {
    const std::string step = file.texts->step(teller.locale(), one.turn.step.text());
    if (one.is(StepClaimed::kKind.name)) return teller.text("entry.claimed", {{"step", step}});
    if (one.is(GuideBreached::kKind.name)) {
        const auto asked = teller.reading().unseal(one.sealed);
        return teller.text("entry.guide_breached",
                           {{"material", asked.ok() ? asked.value() : std::string()}});
    }
    if (one.is(identity::SealedRead::kKind.name)) {
        const bool applicant = one.sealed.item == file.matter.applicant.item;
        return teller.text(applicant ? "entry.revealed" : "entry.opened");
    }
    if (one.is(Extended::kKind.name) || one.is(DueChanged::kKind.name)) {
        return teller.text(one.is(Extended::kKind.name) ? "entry.extended" : "entry.due_changed",
                           {{"clock", file.texts->clock(teller.locale(), one.clock.clock.text())},
                            {"day", teller.day(one.clock.due)}});
    }
    if (one.is(Paused::kKind.name)) {
        const std::string opened =
            one.turn.opened.empty() ? std::string()
                                    : file.texts->step(teller.locale(), one.turn.opened.front().step.text());
        return teller.text("entry.paused", {{"step", opened}, {"day", teller.day(one.until)}});
    }
    if (one.deemed) return teller.text("entry.deemed");
    if (one.is(Ended::kKind.name) || (one.is(Withdrawn::kKind.name) && one.turn.step.empty())) {
        return teller.text("entry.ended",
                           {{"result", file.texts->result(teller.locale(), one.turn.result.text())}});
    }
    if (one.is(ChildStarted::kKind.name))
        return teller.text("entry.child_started", {{"number", grouped_number(one.child.text())}});
    if (one.turn.step.empty() && !one.turn.opened.empty())
        return teller.text("entry.begun", {{"step", file.texts->step(teller.locale(),
                                                                     one.turn.opened.front().step.text())}});
    if (one.turn.step.empty()) return teller.text("entry.other", {{"kind", one.kind}});
    return teller.text(
        "entry.step",
        {{"step", step}, {"outcome", file.texts->outcome(teller.locale(), one.turn.outcome.text())}});
}

void fill_entries(MatterModel& model, const Teller& teller, const MatterFile& file) {
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend(); ++one) {
        const std::string hash = one->leaf_hash.hex();
        model.entries.push_back({teller.moment(one->at),
                                 teller.doer(*one),
                                 what_happened(teller, file, *one),
                                 text::integer(one->seq),
                                 hash,
                                 {}});
        if (const Happening* by = corrected_by(file.happenings, *one))
            model.entries.back().corrected =
                teller.text("entry.corrected_by", {{"number", text::integer(by->seq)}});
        else if (one->corrects != 0)
            model.entries.back().corrected =
                teller.text("entry.corrects", {{"number", text::integer(one->corrects)}});
    }
}

std::string channel_text(const Teller& teller, std::string_view channel) {
    return teller.text(channel == "hall"  ? "channel.window"
                       : channel == "web" ? "channel.online"
                                          : "channel." + std::string(channel));
}

}  // namespace

Answer show_matter(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const MatterFile file = TRY(open_file(reading, pages.bench(), request.param("number")));
    MatterModel model;
    model.head = teller.head(file);
    model.received = teller.moment(file.matter.filed);
    model.channel = channel_text(teller, file.matter.channel);
    model.state = teller.state(file);
    model.cause =
        file.matter.ended ? "ended" : tell(file.handling.pinned(), file.matter.state, reading.now).cause;
    model.process_name = file.texts->name(teller.locale());
    model.process_pin = file.handling.process_text->pin();
    model.process_url = "/definitions/process/" + file.handling.process_text->id + "@" +
                        std::to_string(file.handling.process_text->version);
    model.guide_pin = file.handling.item->code + "@" + std::to_string(file.handling.item->version);
    fill_todo(model, teller, file);
    model.deadlines = teller.clocks(file);
    fill_steps(model, teller, file);
    model.has_applicant = !file.handling.process->begun_inside();
    if (model.has_applicant) TRY(fill_applicant(model, teller, file));
    model.materials = teller.materials(file);
    const auto answers = TRY(told_answers(teller, file));
    for (const auto& [question, answer] : answers) model.answers.push_back({question, answer, {}});
    fill_letters(model, teller, file);
    TRY(fill_related(model, teller, file));
    fill_entries(model, teller, file);
    return pages.site.page(request, "casework/matter", model, model.head.item);
}

// 个人信息保护法, articles 6 and 51: personal data are opened for a stated reason, and every opening is kept.
Answer reveal(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const std::string number(request.param("number"));
    web::FormReader form(request.form);
    SealedOpening opening;
    opening.number = number;
    opening.reason = form.text("reason", {web::Need::Required, 60, 2});
    if (!form.fits()) return form.refusal();
    const auto happenings = TRY(list_happenings(act.db, number));
    if (happenings.empty()) return base::Error(base::ErrorCode::NotFound, "matter.not_found");
    opening.item = happenings.front().sealed;  // the applicant's details, as filed
    TRY(record_opening(act, pages.bench(), opening));
    return http::see_other(matter_url(number));
}

void add_matter_pages(web::Site& site) {
    site.add<MatterModel>("casework/matter");
}

}  // namespace casework
