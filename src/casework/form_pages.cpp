// How the form of a step is made from the definition, and how what was typed becomes a choice.

#include "casework/form_pages.h"

#include "identity/person.h"
#include "text/display.h"

#include <algorithm>

namespace casework {

namespace {

constexpr std::string_view kWhys[] = {"missing", "unclear", "expired", "mismatch", "unsigned"};
constexpr std::string_view kShortSlots[] = {"competent_body", "receiver", "tracking", "conditions"};
constexpr std::string_view kDaySlots[] = {"valid_until", "supplement_by", "planned_end", "undertaking_due"};

template <std::size_t N>
bool among(const std::string_view (&list)[N], std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool needs_slot(const Outcome& outcome, std::string_view slot) {
    return std::any_of(outcome.needs.begin(), outcome.needs.end(),
                       [&](const Code& need) { return need.text() == slot; });
}

// 优化营商环境条例 36: what is not finished within its limit is explained, and the explanation is public.
bool stops_late(const base::Result<Turn>& foretold) {
    if (!foretold.ok()) return false;
    const auto& clocks = foretold.value().clocks;
    return std::any_of(clocks.begin(), clocks.end(), [](const ClockChange& change) {
        return change.change.text() == "stopped" && change.late && change.kind.text() != "S";
    });
}

}  // namespace

base::Result<Stand> stand_at(const identity::Reading& reading, const CasePages& pages,
                             const web::Request& request) {
    Stand stand;
    const std::string_view number = request.param("number");
    const std::string_view step = request.param("step");
    std::string_view member;
    for (const auto& [name, value] : request.params) {
        if (name == "member") member = value;
    }
    stand.matter = TRY(load_matter(reading, number));
    stand.handling = TRY(pages.practice.for_matter(reading.db, stand.matter));
    if (!may_read(reading, stand.matter, stand.handling)) {
        return base::Error(base::ErrorCode::Forbidden, "matter.not_yours");
    }
    stand.texts = TRY(pages.wordings.of(*stand.handling.process_text));
    const int slot = stand.handling.process->find_step(step);
    if (slot < 0) return base::Error(base::ErrorCode::NotFound, "step.unknown", step);
    stand.slot = static_cast<std::size_t>(slot);
    stand.step = &stand.handling.process->steps[stand.slot];
    for (DeskRow& row : TRY(open_steps_today(reading, number))) {
        if (row.step != step || (!member.empty() && row.member != member)) continue;
        if (!lies_with(reading.actor, row)) continue;
        stand.acting = acting_at(reading.actor, row, stand.matter, stand.handling);
        stand.open = std::move(row);
        return stand;
    }
    return base::Error(base::ErrorCode::Conflict, "step.not_on_your_desk", step);
}

std::string field_of(std::string_view outcome, std::string_view slot) {
    return std::string(outcome).append("-").append(slot);
}

std::vector<Need> needs_of(const Stand& stand, const Outcome& outcome, const base::Result<Turn>& foretold) {
    std::vector<Need> needs;
    if (outcome.records == Records::SupplementRequested) {
        needs.push_back({"one_time_list", Asked::Materials, web::Need::Required, 120});
    }
    for (const Code& slot : outcome.needs) {
        if (slot.text() == "one_time_list") continue;
        const Asked kind = among(kDaySlots, slot.text())     ? Asked::Day
                           : among(kShortSlots, slot.text()) ? Asked::Text
                                                             : Asked::Long;
        needs.push_back({slot.text(), kind, web::Need::Required, kind == Asked::Text ? 120u : 500u});
    }
    for (const std::uint8_t slot : outcome.sets) {
        constexpr Asked kinds[] = {Asked::Truth, Asked::Number, Asked::Day, Asked::Choice,
                                   Asked::Body,  Asked::Number, Asked::Long};
        const Fact& fact = stand.handling.process->facts[slot];
        const bool truth = fact.type == FactType::Truth;
        needs.push_back({fact.name, kinds[static_cast<std::size_t>(fact.type)],
                         truth ? web::Need::Optional : web::Need::Required,
                         fact.type == FactType::List ? 2000u : 40u, &fact, slot == outcome.happened});
    }
    const bool explains = needs_slot(outcome, "opinion") || needs_slot(outcome, "reasons");
    if (!explains && outcome.records != Records::SupplementRequested &&
        outcome.records != Records::Delivered) {
        needs.push_back({"opinion", Asked::Long, web::Need::Optional, 500});
    }
    if (outcome.records == Records::Decided && stops_late(foretold))
        needs.push_back({"overdue_reason", Asked::Long, web::Need::Required, 300});
    return needs;
}

NeedRow StepForm::materials_need(const Need& need, std::string_view outcome) const {
    const web::Request& request = teller_.request();
    NeedRow row;
    row.id = field_of(outcome, need.slot);
    row.is_materials = true;
    int number = 0;
    // services.md 5: only what the pinned guide lists can be asked for.
    for (const catalog::Material* material : stand_.handling.item->materials_for(stand_.matter.scenario)) {
        PickRow& pick = row.materials.emplace_back();
        pick.material = material->id;
        pick.material_id = "ask-" + std::to_string(number++);
        pick.name = teller_.pick(material->name, material->name_en);
        pick.standard = teller_.pick(material->note, material->note_en);
        pick.is_ticked = request.typed("ask." + material->id) == "yes";
        pick.say = request.typed("say." + material->id);
        const std::string_view why = request.typed("why." + material->id);
        for (const std::string_view known : kWhys) pick.whys.push_back({std::string(known), known == why});
        if (request.refused != nullptr && pick.is_ticked && why.empty()) {
            pick.material_error = teller_.text("step.why_missing");
        }
    }
    return row;
}

NeedRow StepForm::need(const Need& need, std::string_view outcome) const {
    NeedRow row = need.kind == Asked::Materials ? materials_need(need, outcome) : NeedRow();
    row.id = field_of(outcome, need.slot);
    row.need = need.slot;
    row.required = need.need == web::Need::Required;
    row.max = std::to_string(need.characters_max);
    row.value = teller_.request().typed(row.id);
    row.is_long = need.kind == Asked::Long;
    row.is_text = need.kind == Asked::Text;
    row.is_date = need.kind == Asked::Day;
    row.is_choice = need.kind == Asked::Choice || need.kind == Asked::Body;
    row.is_number = need.kind == Asked::Number;
    row.is_truth = need.kind == Asked::Truth;
    fill_options(need, row);
    const Date today = teller_.reading().now.date();
    if (row.is_date && need.fact == nullptr) {
        row.min = today.iso();
        row.max = today.plus(3660).iso();
    } else if (need.happened) {
        row.min = today.plus(-kEnteredLaterDaysMax).iso();
        row.max = today.iso();
    }
    row.is_ticked = row.is_truth && row.value == "yes";
    // The process knows its own words best; the house has words for what every process asks.
    const std::string own = (need.fact != nullptr ? "fact." : "evidence.") + need.slot;
    const std::string* known = teller_.pages().site.texts().find(teller_.locale(), "evidence." + need.slot);
    row.label = known != nullptr && need.fact == nullptr ? *known : stand_.texts->text(teller_.locale(), own);
    const std::string* hint =
        teller_.pages().site.texts().find(teller_.locale(), "evidence_hint." + need.slot);
    if (hint != nullptr) row.hint = *hint;
    if (need.happened) row.hint = teller_.text("step.happened_hint");
    if (need.fact != nullptr && need.fact->type == FactType::Span)
        row.hint =
            teller_.text("step.span_hint", {{"least", text::integer(need.fact->least)},
                                            {"span", teller_.span({need.fact->longest, need.fact->unit})}});
    if (teller_.request().refused != nullptr)
        row.error = web::error_of(teller_.pages().site.errors(teller_.request()), row.id);
    return row;
}

void StepForm::fill_options(const Need& need, NeedRow& row) const {
    if (need.fact == nullptr) return;
    if (need.kind == Asked::Choice) {
        for (const std::string& option : need.fact->options) {
            const std::string key = "fact." + need.fact->name + "." + option;
            row.options.push_back({option, stand_.texts->text(teller_.locale(), key), option == row.value});
        }
    }
    if (need.kind != Asked::Body) return;
    for (const catalog::PublicBody& body : teller_.catalogue().bodies)
        row.options.push_back({body.code, teller_.body_name(body.code), body.code == row.value});
}

namespace {

// What was typed for the facts of an outcome; what cannot be read is left out.
std::vector<FactSet> typed_facts(const Process& process, const Outcome& outcome,
                                 const web::Request& request) {
    std::vector<FactSet> facts;
    for (const std::uint8_t slot : outcome.sets) {
        const Fact& fact = process.facts[slot];
        const std::string_view typed = request.typed(field_of(outcome.name, fact.name));
        if (typed.empty()) continue;
        const auto value = read_fact(fact, typed);
        if (value.ok()) facts.push_back({Code::of(fact.name), slot, value.value()});
    }
    return facts;
}

}  // namespace

std::string StepForm::clocks_named(const Turn& turn, std::string_view change) const {
    std::string out;
    for (const ClockChange& one : turn.clocks) {
        if (one.change.text() != change) continue;
        if (!out.empty()) out += teller_.text("matter.and");
        out += stand_.texts->clock(teller_.locale(), one.clock.text());
    }
    return out;
}

std::vector<ThenRow> StepForm::then(const Turn& turn, Show show) const {
    std::vector<ThenRow> rows;
    for (const Code& letter : turn.letters) {
        if (letter.text() == "remedy") continue;
        rows.push_back(
            {"slip", stand_.texts->text(teller_.locale(), "evidence." + letter.text()), {}, {}, {}});
    }
    const std::string ended = clocks_named(turn, "stopped");
    if (!ended.empty()) rows.push_back({"ends", ended, {}, {}, {}});
    for (const ClockChange& change : turn.clocks) {
        const std::string name = stand_.texts->clock(teller_.locale(), change.clock.text());
        const Date before = stand_.matter.state.clock(static_cast<std::size_t>(change.slot)).due;
        const std::string& word = change.change.text();
        if (word == "started") {
            const auto unit = calendar::parse_unit(change.unit.text());
            CHECK(unit.ok());
            rows.push_back({"starts",
                            name,
                            teller_.span({static_cast<int>(change.n), unit.value()}),
                            teller_.day(change.due),
                            {}});
        } else if (word == "paused") {
            rows.push_back({"pauses", name, {}, teller_.day(change.until), {}});
        } else if (word == "resumed" || word == "extended" || word == "moved" || word == "recounted") {
            rows.push_back({"moves", name, {}, teller_.day(change.due), teller_.day(before)});
        }
    }
    std::vector<std::string> opened;
    for (const Opening& opening : turn.opened) {
        const std::string step = stand_.texts->step(teller_.locale(), opening.step.text());
        if (std::find(opened.begin(), opened.end(), step) != opened.end()) continue;
        opened.push_back(step);
        rows.push_back({"next", step, {}, {}, {}});
    }
    if (turn.ended)
        rows.push_back({"closes",
                        stand_.texts->result(teller_.locale(),
                                             turn.result.empty() ? stand_.matter.result : turn.result.text()),
                        {},
                        {},
                        {}});
    if (show == Show::Public) rows.push_back({"public", teller_.text("step.public_what"), {}, {}, {}});
    if (show == Show::Public || show == Show::Applicant) {
        rows.push_back({"told", teller_.text("who.applicant"), {}, {}, {}});
    }
    return rows;
}

std::string StepForm::tells(const base::Result<Turn>& foretold) const {
    if (!foretold.ok()) return teller_.text("step.tells_not_now");
    const Turn& turn = foretold.value();
    if (!turn.result.empty()) {
        return teller_.text("step.tells_result",
                            {{"result", stand_.texts->result(teller_.locale(), turn.result.text())}});
    }
    if (!turn.opened.empty()) {
        const std::string step = stand_.texts->step(teller_.locale(), turn.opened.front().step.text());
        return teller_.text("step.tells_next", {{"step", step}});
    }
    return teller_.text(turn.ended ? "step.tells_end" : "step.tells_recorded");
}

base::Result<Turn> StepForm::foretell_outcome(const Outcome& outcome) const {
    Choice choice;
    choice.step = Code::of(stand_.step->name);
    choice.outcome = Code::of(outcome.name);
    choice.facts = typed_facts(*stand_.handling.process, outcome, teller_.request());
    return foretell(stand_.handling.pinned(), stand_.matter.state, choice, stand_.acting,
                    teller_.reading().now);
}

OutcomeRow StepForm::outcome(const Outcome& outcome, std::string_view chosen) const {
    OutcomeRow row;
    const auto foretold = foretell_outcome(outcome);
    row.outcome = outcome.name;
    row.outcome_name = stand_.texts->outcome(teller_.locale(), outcome.name);
    row.tells = tells(foretold);
    row.is_checked = outcome.name == chosen;
    for (const Need& one : needs_of(stand_, outcome, foretold)) row.needs.push_back(need(one, outcome.name));
    if (foretold.ok())
        row.then = then(foretold.value(), outcome.show);
    else
        row.warning = teller_.pages().site.texts().error_text(foretold.error(), teller_.locale());
    if (foretold.ok() && outcome.records == Records::SupplementRequested)
        row.warning = teller_.text("step.once_only");
    return row;
}

std::vector<OutcomeRow> StepForm::outcomes(Which which, std::string_view chosen) const {
    std::vector<OutcomeRow> rows;
    for (const Outcome& one : stand_.step->outcomes) {
        if (which == Which::Every || one.records == Records::Decided) rows.push_back(outcome(one, chosen));
    }
    return rows;
}

namespace {

void read_materials(const Stand& stand, const web::Request& request, web::FormReader& form,
                    StepChoice& choice) {
    std::vector<Missing> list;
    for (const catalog::Material& material : stand.handling.item->materials) {
        if (!form.ticked("ask." + material.id)) continue;
        choice.asked.push_back(material.id);
        const std::string why(request.field("why." + material.id));
        if (!among(kWhys, why)) form.fault(field_of(choice.outcome, "one_time_list"), "step.why_missing");
        list.push_back({material.id, why, form.text("say." + material.id, {web::Need::Optional, 120, 0})});
    }
    // What the page never offered was put into the form by hand; the verb refuses it and keeps the attempt.
    for (const auto& [field, value] : request.form.fields) {
        if (!field.starts_with("ask.") || value != "yes") continue;
        if (stand.handling.item->find_material(field.substr(4)) == nullptr)
            choice.asked.push_back(field.substr(4));
    }
    if (list.empty() && choice.asked.empty()) {
        form.fault(field_of(choice.outcome, "one_time_list"), "step.nothing_asked");
        return;
    }
    choice.evidence.push_back({"one_time_list", write_missing(list)});
}

}  // namespace

base::Result<StepChoice> read_choice(const Stand& stand, const web::Request& request, web::FormReader& form,
                                     calendar::Instant now) {
    StepChoice choice;
    choice.step = stand.step->name;
    choice.member = stand.open.member;
    const int index = Process::find_outcome(*stand.step, request.field("outcome"));
    if (index < 0) return base::Error(base::ErrorCode::Invalid, "step.choose_one").at("outcome");
    const Outcome& outcome = stand.step->outcomes[static_cast<std::size_t>(index)];
    choice.outcome = outcome.name;
    Choice rehearsed{Code::of(choice.step), Code::of(choice.outcome), {}, {}};
    rehearsed.facts = typed_facts(*stand.handling.process, outcome, request);
    const auto foretold = foretell(stand.handling.pinned(), stand.matter.state, rehearsed, stand.acting, now);
    for (const Need& need : needs_of(stand, outcome, foretold)) {
        const std::string field = field_of(outcome.name, need.slot);
        const web::FieldRule rule{need.need, need.characters_max, 0};
        std::string value;
        switch (need.kind) {
        case Asked::Materials: read_materials(stand, request, form, choice); continue;
        case Asked::Truth:
            if (form.ticked(field)) choice.facts.emplace_back(need.slot);
            continue;
        case Asked::Number:
        case Asked::Body:
        case Asked::Long: value = form.lines(field, rule); break;
        case Asked::Text: value = form.text(field, rule); break;
        case Asked::Choice: value = form.text(field, rule); break;
        case Asked::Day: {
            const auto day = form.date(field, need.need);
            value = day ? day->iso() : std::string();
            break;
        }
        }
        if (value.empty()) continue;
        if (need.fact == nullptr)
            choice.evidence.push_back({need.slot, value});
        else if (need.fact->type == FactType::Span)
            choice.facts.emplace_back(
                need.slot, std::to_string(form.number(field, need.fact->least, need.fact->longest)));
        else if (read_fact(*need.fact, value).ok())
            choice.facts.emplace_back(need.slot, value);
        else
            form.fault(field, "casework.fact_bad");
    }
    return choice;
}

SheetRow sheet_of(const Letter& letter) {
    SheetRow sheet;
    sheet.title = letter.title;
    for (const std::string& paragraph : letter.paragraphs) sheet.paragraphs.push_back({paragraph, false});
    if (sheet.paragraphs.size() > 1) sheet.paragraphs.back().is_end = true;
    return sheet;
}

std::vector<SheetRow> preview_of(const Teller& teller, const MatterFile& file, const StepChoice& choice,
                                 const Turn& turn) {
    LetterDraft draft;
    draft.turn = turn;
    draft.typed = choice.evidence;
    draft.asked = choice.asked;
    std::vector<SheetRow> sheets;
    const LetterWords words = teller.letter_words(file);
    for (const Letter& letter : draft_letters(file, words, draft, teller.reading().now)) {
        sheets.push_back(sheet_of(letter));
    }
    return sheets;
}

}  // namespace casework
