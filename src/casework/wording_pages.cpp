// Rows, meters, pagers and the words around them: what the staff pages of casework have in common.

#include "casework/wording_pages.h"

#include "calendar/reckoning.h"
#include "casework/clock_ground.h"
#include "casework/material_file.h"
#include "identity/person.h"
#include "text/display.h"
#include "text/html.h"

#include <algorithm>

namespace casework {

std::string matter_url(std::string_view number) {
    return "/desk/matters/" + std::string(number);
}

std::string step_url(std::string_view number, std::string_view step, std::string_view member) {
    std::string url = matter_url(number) + "/steps/" + std::string(step);
    return member.empty() ? url : url + "/" + std::string(member);
}

Teller::Teller(const CasePages& pages, const identity::Reading& reading, const web::Request& request)
    : pages_(pages), reading_(reading), request_(request), catalogue_(pages.practice.keeper().current()) {}

std::string Teller::text(std::string_view key, const web::TextArgs& args) const {
    return pages_.site.text(request_, key, args);
}

std::string_view Teller::pick(const std::string& chinese, const std::string& english) const {
    return locale() == text::Locale::English && !english.empty() ? english : chinese;
}

std::string Teller::item_name(std::string_view code) const {
    const catalog::ServiceItem* item = catalogue_->find_item(code);
    return item == nullptr ? std::string(code) : item_name(*item);
}

std::string Teller::body_name(std::string_view code) const {
    // One of several who are asked one by one stands under his own name.
    const auto member = base::Code::parse(code);
    if (member.ok() && !holder_of(member.value()).empty()) return person_name(holder_of(member.value()));
    const std::int64_t entry = member.ok() ? entry_of(member.value()) : 0;
    if (entry > 0) return text("member.entry", {{"n", std::to_string(entry)}});
    const catalog::PublicBody* body = catalogue_->find_body(code);
    return body == nullptr ? std::string(code) : std::string(pick(body->name, body->name_en));
}

std::string Teller::person_name(PersonId person) const {
    if (person.empty()) return {};
    const auto known = names_.find(person.number());
    if (known != names_.end()) return known->second;
    auto name = identity::official_name(reading_.db, person);
    return names_[person.number()] = name.ok() ? std::move(name).value() : std::string();
}

std::string Teller::role_name(std::string_view role) const {
    for (const identity::RoleDefinition& known : catalogue_->roles) {
        if (known.role == role) return std::string(pick(known.name, known.name_en));
    }
    if (role == kHolderDesk) return text("who.member");
    return role == "applicant" ? text("who.applicant") : std::string(role);
}

std::string Teller::doer(const Happening& happening) const {
    if (!happening.org.empty()) {
        const std::string name = person_name(happening.person);
        const std::string body = body_name(happening.org);
        return name.empty() ? body : text("who.official", {{"name", name}, {"body", body}});
    }
    if (happening.role == "applicant" || happening.is(Received::kKind.name)) return text("who.applicant");
    return happening.via == "clock" ? text("who.clock") : person_name(happening.person);
}

std::string Teller::day(Date date) const {
    if (date.days == 0) return {};
    const bool this_year = date.year() == reading_.now.date().year();
    return text("matter.day",
                {{"date", this_year ? text::short_date(date, locale()) : text::date(date, locale())},
                 {"weekday", text::weekday(date, locale())}});
}

std::string Teller::moment(calendar::Instant at) const {
    if (at.ms == 0) return {};
    if (at.date().year() != reading_.now.date().year()) return text::date_time(at, locale());
    return text::short_date(at.date(), locale()) + " " + text::time_of_day(at);
}

std::string Teller::process_name(std::string_view id) const {
    const catalog::ProcessText* process = catalogue_->find_process(id);
    return process == nullptr ? std::string(id) : std::string(pick(process->name, process->name_en));
}

std::string Teller::plain_step(std::string_view step) const {
    const std::string key = "step." + std::string(step);
    for (const auto& [id, process] : catalogue_->processes) {
        const auto texts = pages_.wordings.of(*process);
        if (!texts.ok()) continue;
        if (const std::string* name = texts.value()->find(locale(), key)) return *name;
    }
    return std::string(step);
}

std::string Teller::basis(const std::vector<Basis>& list) const {
    std::string out;
    for (const Basis& one : list) {
        if (!out.empty()) out += text("matter.and");
        out += text("matter.article", {{"law", one.law}, {"article", one.article}});
    }
    return out;
}

std::string Teller::span(calendar::Span span) const {
    return text("date.span." + std::string(calendar::unit_code(span.unit)),
                {{"n", text::integer(span.count)}});
}

std::string Teller::left_of(const ClockReading& reading, const Deadline& rule) const {
    const Sentence left = left_words(reading, rule, reading_.now.date());
    return text(left.key, {{"n", text::integer(left.n)}, {"day", day(left.day)}});
}

Meter Teller::meter(const ClockReading& reading, const Deadline& rule, std::string_view lamp) const {
    Meter meter;
    meter.lamp = lamp;
    meter.left = left_of(reading, rule);
    meter.used = text::integer(std::max(0, reading.consumed));
    meter.total = text::integer(reading.budget);
    meter.unit = calendar::unit_code(reading.unit);
    if (reading.budget > 0)
        meter.bar = std::clamp(100 * reading.consumed / reading.budget, 0, 100);
    else
        meter.bar = reading.phase == ClockPhase::Idle ? 0 : 100;
    return meter;
}

Meter Teller::meter(const Told& told) const {
    if (told.clock >= 0) return meter(told.reading, *told.rule, told.lamp);
    return {"none", text("meter.none"), "0", "0", 0};
}

std::vector<DayRow> Teller::days_of(const ClockState& clock, const Deadline& rule,
                                    const calendar::WorkCalendar& days) const {
    std::vector<DayRow> rows;
    for (const calendar::LedgerRow& run : explain(clock, rule, days)) {
        DayRow& row = rows.emplace_back();
        row.dates = run.from == run.last
                        ? text("matter.one_day", {{"date", text::short_date(run.from, locale())},
                                                  {"weekday", text::weekday(run.from, locale())}})
                        : text("matter.span", {{"from", text::short_date(run.from, locale())},
                                               {"to", text::short_date(run.last, locale())}});
        row.kind = calendar::row_words(run.kind, clock.unit);
        row.note = run.name;
        if (run.counted()) {
            row.count = text::integer(run.first_number);
            if (run.last_number != run.first_number) {
                row.count =
                    text("matter.span", {{"from", row.count}, {"to", text::integer(run.last_number)}});
            }
        }
        row.is_off = !run.counted();
        row.is_due = run.kind == calendar::RowKind::Due;
    }
    return rows;
}

std::vector<ClockRow> Teller::clocks(const MatterFile& file) const {
    constexpr std::string_view states[] = {"idle", "running", "paused", "on_time", "late", "deemed", "void"};
    std::vector<ClockRow> rows;
    const Process& process = *file.handling.process;
    const Pinned pinned = file.handling.pinned();
    for (std::size_t slot = 0; slot < process.deadlines.size(); ++slot) {
        const ClockState& clock = file.matter.state.clock(slot);
        if (clock.phase == ClockPhase::Idle || clock.phase == ClockPhase::Void) continue;
        const Deadline& rule = process.deadlines[slot];
        const ClockCalendar counted = calendar_of(pinned, file.matter.state, slot);
        const ClockReading reading = evaluate(clock, rule, counted.days, reading_.now);
        ClockRow& row = rows.emplace_back();
        row.deadline = file.texts->clock(locale(), rule.name);
        row.clock_class = class_code(rule.kind);
        row.state = states[static_cast<std::size_t>(reading.phase)];
        row.due = day(reading.due);
        row.basis = basis(rule.basis);
        row.calendar_pin = counted.days.pin();
        row.calendar_body = body_name(counted.body.text());
        row.entered_later = clock.entered_later;
        if (reading.limited)
            row.limited_by = file.texts->clock(locale(), process.deadlines[rule.within].name);
        row.is_provisional = reading.provisional;
        row.meter = meter(reading, rule, lamp_code(reading, rule.kind, counted.days, reading_.now));
        row.days = days_of(clock, rule, counted.days);
    }
    // What still runs comes first.
    std::stable_partition(rows.begin(), rows.end(), [](const ClockRow& row) {
        return row.state == "running" || row.state == "paused";
    });
    return rows;
}

namespace {

std::string size_text(std::int64_t bytes) {
    if (bytes >= (1 << 20)) {
        const std::int64_t tenths = bytes * 10 >> 20;
        return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
    }
    return std::to_string(std::max<std::int64_t>(1, bytes >> 10)) + " KB";
}

std::string short_digest(const base::Digest& digest) {
    const std::string hex = digest.hex();
    return hex.substr(0, 4) + "\xe2\x80\xa6" + hex.substr(hex.size() - 4);
}

// How far a paper is believed, by how it came: from the issuing body, seen at the window, uploaded, declared.
std::string_view trust_of(const HandedIn& paper, const MaterialFile& file) {
    if (paper.form.text() == "reused") return "A";
    if (paper.form.text() == "paper") return "B";
    return file.has_bytes() ? "C" : "D";
}

// What was erased, or came as paper only, has no bytes.
MaterialFile file_of(const identity::Reading& reading, const HandedIn& paper) {
    if (paper.file.empty()) return {};
    const auto record = reading.unseal(paper.file);
    if (!record.ok()) return {};
    auto found = MaterialFile::from_json(record.value());
    return found.ok() ? std::move(found).value() : MaterialFile();
}

}  // namespace

std::vector<MaterialRow> Teller::materials(const MatterFile& file) const {
    std::vector<MaterialRow> rows;
    const std::vector<Handed> handed = handed_in(file.happenings);
    const bool checked = file.matter.accepted.ms != 0;
    for (const catalog::Material* material : file.handling.item->materials_for(file.matter.scenario)) {
        MaterialRow& row = rows.emplace_back();
        row.material = pick(material->name, material->name_en);
        row.need = material->need;
        row.trust = "D";
        bool here = false;
        for (std::size_t i = 0; i < handed.size(); ++i) {
            const HandedIn& paper = handed[i].paper;
            if (paper.material.text() != material->id) continue;
            here = true;
            row.form = text("material_form." + paper.form.text());
            const MaterialFile found = file_of(reading_, paper);
            row.trust = trust_of(paper, found);
            if (!found.has_bytes()) continue;
            const std::string url = matter_url(file.matter.number) + "/files/" + std::to_string(i + 1);
            row.files.push_back({found.name, size_text(found.size), short_digest(paper.file.digest), url});
        }
        row.state = here                             ? (checked ? "accepted" : "pending")
                    : material->need == "deferrable" ? "deferred"
                                                     : "missing";
        if (!here) row.form = text("material_form.none");
        row.is_good = here && checked;
        row.is_bad = !here && material->need == "necessary";
        if (!row.files.empty()) row.url = row.files.back().url;
    }
    return rows;
}

MatterHead Teller::head(const MatterFile& file) const {
    MatterHead head;
    head.number = file.matter.number;
    head.number_shown = grouped_number(file.matter.number);
    head.lamp =
        file.matter.ended ? "ended" : tell(file.handling.pinned(), file.matter.state, reading_.now).lamp;
    head.item = item_name(*file.handling.item);
    head.body = body_name(file.matter.office);
    const auto caption = reading_.caption(file.matter.applicant);
    head.applicant = caption.ok() ? caption.value() : text("matter.erased");
    head.matter_url = matter_url(file.matter.number);
    if (pages_.text_of) head.text_url = pages_.text_of(reading_, file.matter.number);
    return head;
}

std::string Teller::state(const MatterFile& file) const {
    if (file.matter.ended) return file.texts->result(locale(), file.matter.result);
    std::string out;
    for (const DeskRow& row : file.open) {
        const std::string step = file.texts->step(locale(), row.step);
        if (out.find(step) != std::string::npos) continue;
        if (!out.empty()) out += text("matter.and");
        out += step;
    }
    return out.empty() ? text("matter.waiting") : out;
}

LetterWords Teller::letter_words(const MatterFile& file) const {
    LetterWords words;
    words.locale = locale();
    const auto caption = reading_.caption(file.matter.applicant);
    if (caption.ok()) words.applicant = caption.value();
    if (revealed_by(file, reading_.actor.person, reading_.now) != nullptr) {
        if (auto details = applicant_of(reading_, file.matter); details.ok())
            words.applicant = details.value().name;
    }
    words.office = body_name(file.matter.office);
    for (const std::string_view why : {"missing", "unclear", "expired", "mismatch", "unsigned"}) {
        words.whys.emplace_back(why, text("why." + std::string(why)));
    }
    return words;
}

base::Result<Loaded> load_row(const Teller& teller, std::string_view number) {
    Loaded loaded;
    loaded.matter = TRY(load_matter(teller.reading(), number));
    loaded.handling = TRY(teller.pages().practice.for_matter(teller.reading().db, loaded.matter));
    loaded.texts = TRY(teller.pages().wordings.of(*loaded.handling.process_text));
    loaded.told = tell(loaded.handling.pinned(), loaded.matter.state, teller.reading().now);
    return loaded;
}

namespace {

std::string step_note(const Teller& teller, const Loaded& loaded, const DeskRow& row) {
    if (!row.member.empty()) return teller.body_name(row.member);
    for (const ClockState& clock : loaded.matter.state.clocks) {
        if (clock.phase != ClockPhase::Paused || clock.pauses.empty()) continue;
        return teller.text("desk.paused_until", {{"day", teller.day(clock.pauses.back().resumed)}});
    }
    return {};
}

WorkRow plain_row(const Teller& teller, const Loaded& loaded) {
    WorkRow row;
    row.item = teller.item_name(*loaded.handling.item);
    row.number = loaded.matter.number;
    row.number_shown = grouped_number(loaded.matter.number);
    row.url = matter_url(loaded.matter.number);
    row.act_url = row.url;
    row.act = "view";
    row.meter = teller.meter(loaded.told);
    row.is_urgent = row.meter.lamp == "red" || row.meter.lamp == "yellow" || row.meter.lamp == "warn";
    return row;
}

}  // namespace

base::Result<bool> Teller::claim_stands(const DeskRow& row) const {
    if (row.claimed_by.empty() || row.claimed_by == reading_.actor.person) return true;
    const std::string claim = std::to_string(row.claimed_by.number()) + " " + row.role + "@" + row.office;
    const auto known = stands_.find(claim);
    if (known != stands_.end()) return known->second;
    const bool stands = TRY(casework::claim_stands(reading_.db, row, reading_.now.date()));
    stands_.emplace(claim, stands);
    return stands;
}

base::Result<WorkRow> work_row(const Teller& teller, const DeskRow& claimed) {
    DeskRow open = claimed;
    if (!TRY(teller.claim_stands(open))) open.claimed_by = {};
    const Loaded loaded = TRY(load_row(teller, open.number));
    WorkRow row = plain_row(teller, loaded);
    row.applicant = open.caption;
    row.step = loaded.texts->step(teller.locale(), open.step);
    row.step_note = step_note(teller, loaded, open);
    row.who = open.claimed_by.empty() ? teller.text("desk.unclaimed") : teller.person_name(open.claimed_by);
    const bool mine = open.claimed_by == teller.reading().actor.person;
    if (row.meter.lamp != "paused" && (mine || open.claimed_by.empty())) {
        row.act = mine ? "do" : "claim";
        row.act_url = step_url(open.number, open.step, open.member);
    }
    return row;
}

base::Result<std::optional<WorkRow>> found_row(const Teller& teller, std::string_view number) {
    const auto matter = TRY(find_matter(teller.reading().db, number));
    if (!matter) return std::optional<WorkRow>();
    const Loaded loaded = TRY(load_row(teller, number));
    if (!may_read(teller.reading(), loaded.matter, loaded.handling)) return std::optional<WorkRow>();
    WorkRow row = plain_row(teller, loaded);
    const auto caption = teller.reading().caption(loaded.matter.applicant);
    row.applicant = caption.ok() ? caption.value() : teller.text("matter.erased");
    row.step = loaded.texts->result(teller.locale(), loaded.matter.result);
    for (const DeskRow& open : TRY(list_open_steps(teller.reading().db, number))) {
        row.step = loaded.texts->step(teller.locale(), open.step);
        row.who =
            open.claimed_by.empty() ? teller.text("desk.unclaimed") : teller.person_name(open.claimed_by);
        if (open.office.empty()) row.who = teller.role_name(open.role);
    }
    return std::optional<WorkRow>(std::move(row));
}

}  // namespace casework
