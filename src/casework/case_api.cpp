// Matters as JSON, for programs of other bodies and for tests: the same readings and verbs as the pages. A
// session token in Authorization: Bearer says who asks; an Act-Key makes a write idempotent.

#include "base/json.h"
#include "calendar/reckoning.h"
#include "casework/clock_ground.h"
#include "casework/handler_pages.h"
#include "casework/told.h"
#include "text/identifiers.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kFoundMax = 50;
constexpr std::size_t kOpenShown = 12;
constexpr std::size_t kBodyMax = 64u << 10;

void write_instant(base::JsonWriter& json, std::string_view name, calendar::Instant at) {
    if (at.ms != 0) json.member(name, at.text());
}

std::string_view phase_word(StepPhase phase) {
    constexpr std::string_view words[] = {"dormant", "ready", "claimed", "done", "stale", "void"};
    return words[static_cast<std::size_t>(phase)];
}

std::string_view phase_word(ClockPhase phase) {
    constexpr std::string_view words[] = {"idle", "running", "paused", "on_time", "late", "deemed", "void"};
    return words[static_cast<std::size_t>(phase)];
}

void write_steps(base::JsonWriter& json, const MatterFile& file) {
    json.key("steps").open_list();
    for (std::size_t slot = 0; slot < file.handling.process->steps.size(); ++slot) {
        const StepState& state = file.matter.state.step(slot);
        if (state.round == 0) continue;
        const Step& step = file.handling.process->steps[slot];
        json.open_object()
            .member("step", step.name)
            .member("state", phase_word(state.phase))
            .member("round", state.round);
        if (state.outcome > 0 && state.outcome <= step.outcomes.size()) {
            json.member("outcome", step.outcomes[state.outcome - 1u].name);
        }
        json.close_object();
    }
    json.close_list();
}

void write_open(base::JsonWriter& json, const MatterFile& file) {
    json.key("open").open_list();
    for (const DeskRow& row : file.open) {
        const int slot = file.handling.process->find_step(row.step);
        json.open_object().member("step", row.step).member("role", row.role).member("office", row.office);
        if (!row.member.empty()) json.member("member", row.member);
        json.flag("claimed", !row.claimed_by.empty()).key("outcomes").open_list();
        for (const Outcome& outcome :
             file.handling.process->steps[static_cast<std::size_t>(std::max(0, slot))].outcomes) {
            json.open_object().member("outcome", outcome.name).key("needs").open_list();
            for (const Code& need : outcome.needs) json.string(need.text());
            json.close_list().close_object();
        }
        json.close_list().close_object();
    }
    json.close_list();
}

void write_clocks(base::JsonWriter& json, const MatterFile& file, calendar::Instant now) {
    json.key("deadlines").open_list();
    const Pinned pinned = file.handling.pinned();
    for (std::size_t slot = 0; slot < file.handling.process->deadlines.size(); ++slot) {
        const ClockState& clock = file.matter.state.clock(slot);
        if (clock.phase == ClockPhase::Idle) continue;
        const Deadline& rule = file.handling.process->deadlines[slot];
        const ClockCalendar counted = calendar_of(pinned, file.matter.state, slot);
        const ClockReading reading = evaluate(clock, rule, counted.days, now);
        json.open_object()
            .member("deadline", rule.name)
            .member("class", class_code(rule.kind))
            .member("state", phase_word(reading.phase))
            .member("start", reading.start.iso())
            .member("due", reading.due.iso())
            .member("unit", calendar::unit_code(reading.unit))
            .member("used", reading.consumed)
            .member("total", reading.budget)
            .member("left", reading.remaining)
            .flag("overdue", reading.overdue)
            .flag("provisional", reading.provisional)
            .flag("entered_later", reading.entered_later)
            .member("basis", rule.basis.front().cite())
            .member("calendar", counted.days.pin())
            .member("calendar_of", counted.body.text());
        calendar::write_ledger(json, explain(clock, rule, counted.days));
        json.close_object();
    }
    json.close_list();
}

std::string matter_json(const MatterFile& file, calendar::Instant now) {
    std::string out;
    base::JsonWriter json(out);
    const Told told = tell(file.handling.pinned(), file.matter.state, now);
    json.open_object()
        .member("number", file.matter.number)
        .member("item", file.matter.item)
        .member("office", file.matter.office)
        .member("process", file.handling.process_text->pin())
        .member("calendar", file.handling.days->pin())
        .member("channel", file.matter.channel)
        .flag("ended", file.matter.ended)
        .member("result", file.matter.result)
        .member("lamp", told.lamp)
        .member("cause", told.cause);
    write_instant(json, "received", file.matter.filed);
    write_instant(json, "accepted", file.matter.accepted);
    write_instant(json, "decided", file.matter.decided);
    write_instant(json, "delivered", file.matter.delivered);
    write_open(json, file);
    write_steps(json, file);
    write_clocks(json, file, now);
    json.close_object();
    return out;
}

// The new state in a few words: the answer of an act is kept under its key and stays small.
Answer answer_act(const CasePages& pages, const identity::Reading& reading, std::string_view number) {
    const MatterRow matter = TRY(load_matter(reading, number));
    const Handling handling = TRY(pages.practice.for_matter(reading.db, matter));
    const Told told = tell(handling.pinned(), matter.state, reading.now);
    std::string out;
    base::JsonWriter json(out);
    json.open_object()
        .member("number", matter.number)
        .flag("ended", matter.ended)
        .member("result", matter.result)
        .member("lamp", told.lamp)
        .member("cause", told.cause)
        .key("open")
        .open_list();
    std::size_t shown = 0;
    for (const DeskRow& row : TRY(list_open_steps(reading.db, number))) {
        if (++shown > kOpenShown) break;
        json.open_object().member("step", row.step).member("office", row.office);
        if (!row.member.empty()) json.member("member", row.member);
        json.flag("claimed", !row.claimed_by.empty()).close_object();
    }
    json.close_list().close_object();
    return http::json(200, std::move(out));
}

base::Result<std::vector<std::string>> numbers_asked(const identity::Reading& reading,
                                                     const web::Request& request) {
    std::vector<std::string> numbers;
    const std::string_view number = request.query("number");
    if (!number.empty()) numbers.push_back(text::fold_identifier(number));
    const std::string_view name = request.query("name");
    if (name.empty()) return numbers;
    for (const std::string& owner :
         TRY(reading.office.vault.find_owners(reading.db, store::index_term(name), kFoundMax))) {
        if (owner.starts_with("matter/")) numbers.push_back(owner.substr(7));
    }
    return numbers;
}

std::vector<std::string> strings(const base::Json& body, std::string_view key) {
    std::vector<std::string> found;
    for (const base::Json& one : body.list(key)) found.push_back(one.text);
    return found;
}

base::Result<StepChoice> read_body(const web::Request& request) {
    const base::Json body = TRY(base::parse_json(request.http.body, base::JsonComments::Refused, kBodyMax));
    StepChoice choice;
    choice.step = request.param("step");
    choice.member = body.string_or("member");
    choice.outcome = body.string_or("outcome");
    choice.channel = body.string_or("channel");
    choice.reason = body.string_or("reason");
    // ["on_site"] names truths; {"unit": "012"} gives values.
    for (const std::string& truth : strings(body, "facts")) choice.facts.emplace_back(truth);
    if (const base::Json* facts = body.find("facts"); facts != nullptr)
        for (const auto& [name, value] : facts->members) choice.facts.emplace_back(name, value.text);
    choice.asked = strings(body, "asked");
    for (const base::Json& one : body.list("evidence")) {
        choice.evidence.push_back({std::string(one.string_or("slot")), std::string(one.string_or("text"))});
    }
    if (choice.outcome.empty()) return base::Error(base::ErrorCode::Invalid, "step.choose_one").at("outcome");
    return choice;
}

}  // namespace

Answer api_matter(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const MatterFile file = TRY(open_file(reading, pages.bench(), request.param("number")));
    return http::json(200, matter_json(file, reading.now));
}

// Only what the caller may read: other matters are not there.
Answer api_find(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object().key("matters").open_list();
    for (const std::string& number : TRY(numbers_asked(reading, request))) {
        const auto matter = TRY(find_matter(reading.db, number));
        if (!matter) continue;
        const Handling handling = TRY(pages.practice.for_matter(reading.db, *matter));
        if (!may_read(reading, *matter, handling)) continue;
        json.open_object()
            .member("number", matter->number)
            .member("item", matter->item)
            .member("office", matter->office)
            .flag("ended", matter->ended)
            .member("result", matter->result);
        write_instant(json, "received", matter->filed);
        json.close_object();
    }
    json.close_list().close_object();
    return http::json(200, std::move(out));
}

Answer api_claim(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const std::string number(request.param("number"));
    std::string member;
    if (!request.http.body.empty()) {
        const base::Json body =
            TRY(base::parse_json(request.http.body, base::JsonComments::Refused, kBodyMax));
        member = body.string_or("member");
    }
    TRY(claim_step(act, pages.practice, number, request.param("step"), member));
    return answer_act(pages, act, number);
}

Answer api_do(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const std::string number(request.param("number"));
    const StepChoice choice = TRY(read_body(request));
    auto done = do_step(act, pages.practice, number, Standing::Official, choice);
    if (!done.ok()) {
        TRY(keep_breach(pages, act, request, choice, done.error()));
        if (!request.kept_refusal) return done.take_error();
    }
    pages.site.public_changed();
    return answer_act(pages, act, number);
}

}  // namespace casework
