// The rows of the applicant's page: stations, periods day by day, journal lines.

#include "services/matter_pages.h"

#include "calendar/calendar_file.h"
#include "calendar/reckoning.h"
#include "casework/letter.h"
#include "casework/told.h"
#include "services/applicant_pages.h"
#include "text/display.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using casework::Happening;

Result<casework::MatterFile> file_of(const Rooms& rooms, const identity::Reading& reading,
                                     casework::MatterRow matter) {
    casework::MatterFile file;
    file.matter = std::move(matter);
    file.handling = TRY(rooms.practice.for_matter(reading.db, file.matter));
    file.texts = TRY(rooms.wordings->of(*file.handling.process_text));
    file.happenings = TRY(casework::list_happenings(reading.db, file.matter.number));
    file.open = TRY(casework::list_open_steps(reading.db, file.matter.number));
    return file;
}

bool did_a_step(const Happening& one) {
    return !one.turn.outcome.empty() && !one.is(casework::StepClaimed::kKind.name);
}

const casework::Outcome* outcome_of(const MatterView& view, const Happening& one) {
    const auto& steps = view.file.handling.process->steps;
    const auto slot = static_cast<std::size_t>(one.turn.slot);
    const auto choice = static_cast<std::size_t>(one.turn.choice);
    if (!did_a_step(one) || slot >= steps.size() || choice >= steps[slot].outcomes.size()) return nullptr;
    return &steps[slot].outcomes[choice];
}

bool shown_to_applicant(const MatterView& view, const Happening& one) {
    if (one.is(casework::Received::kKind.name)) return true;
    const casework::Outcome* outcome = outcome_of(view, one);
    return outcome != nullptr &&
           (outcome->show == casework::Show::Applicant || outcome->show == casework::Show::Public);
}

std::string letter_url(const MatterView& view, std::string_view kind) {
    return view.url() + "/letters/" + std::string(kind);
}

void add_letter(const MatterView& view, TrackerStage& stage, const Happening& one) {
    if (one.is(casework::Received::kKind.name)) {
        stage.letter = view.text("receipt.title");
        stage.letter_url = letter_url(view, "receipt");
    }
    for (const casework::LetterLine& line : casework::list_letters(view.file.happenings, *view.file.texts)) {
        if (line.entry != one.seq) continue;
        stage.letter = view.file.texts->text(view.locale(), line.title_key);
        stage.letter_url = letter_url(view, line.kind) + "?entry=" + std::to_string(line.entry);
        return;
    }
}

std::string note_of(const MatterView& view, const Happening& one) {
    if (one.is(casework::Received::kKind.name)) {
        return view.text("tracker.papers", {{"count", std::to_string(one.materials.size())}});
    }
    // 许可法 32(4): silence accepts, and the page says so.
    if (one.deemed) return view.text("tracker.deemed");
    if (!shown_to_applicant(view, one)) return {};
    const std::string outcome = view.file.texts->outcome(view.locale(), one.turn.outcome.text());
    if (one.org.empty()) return outcome;
    return view.text("tracker.done_by", {{"outcome", outcome}, {"body", view.body_name(one.org)}});
}

// Beside what is corrected stands by what, and the other way round; both are told by their moments.
std::string correction_of(const MatterView& view, const Happening& one) {
    if (const Happening* by = casework::corrected_by(view.file.happenings, one))
        return view.text("tracker.corrected_by", {{"when", view.moment(by->at)}});
    for (const Happening& wrong : view.file.happenings) {
        if (one.corrects != 0 && wrong.seq == one.corrects)
            return view.text("tracker.corrects", {{"when", view.moment(wrong.at)}});
    }
    return {};
}

// A station that is behind the applicant, or nothing when the entry stays inside the office.
bool fill_done(const MatterView& view, const Happening& one, TrackerStage& stage) {
    stage.state = "done";
    stage.when = view.moment(one.at);
    if (one.is(casework::Extended::kKind.name)) {
        stage.name = view.text("tracker.extended");
        stage.note =
            view.text("tracker.extended_to", {{"due", text::short_date(one.clock.due, view.locale())}});
    } else if (one.is(casework::Withdrawn::kKind.name) || one.is(casework::Ended::kKind.name)) {
        stage.state = "stopped";
        stage.name = view.file.texts->result(view.locale(), one.turn.result.text());
    } else if (const casework::Outcome* outcome = outcome_of(view, one)) {
        const bool inside = !shown_to_applicant(view, one);
        const auto& step = view.file.handling.process->steps[static_cast<std::size_t>(one.turn.slot)];
        if (inside && (step.optional || outcome->then != casework::Then::Nothing)) return false;
        if (one.is(casework::Refused::kKind.name)) stage.state = "stopped";
        stage.name = view.step_name(step.name);
        stage.note = note_of(view, one);
    } else {
        return false;
    }
    stage.corrected = correction_of(view, one);
    add_letter(view, stage, one);
    return true;
}

void add_done(const MatterView& view, std::vector<TrackerStage>& stages) {
    for (const Happening& one : view.file.happenings) {
        TrackerStage stage;
        if (!fill_done(view, one, stage)) continue;
        const auto& steps = view.file.handling.process->steps;
        const auto slot = static_cast<std::size_t>(one.turn.slot);
        // Bodies that answer side by side stand as one station, done when the last one answered.
        if (did_a_step(one) && steps[slot].each != casework::Each::One) {
            if (view.file.matter.state.step(slot).open()) continue;
            std::erase_if(stages, [&](const TrackerStage& known) { return known.name == stage.name; });
        }
        stages.push_back(std::move(stage));
    }
}

std::string waits_for(const MatterView& view, const casework::DeskRow& row) {
    if (row.office.empty()) return view.text("tracker.waits_for_you");
    return view.body_name(row.office);
}

void add_open(const MatterView& view, std::vector<TrackerStage>& stages) {
    std::vector<std::string> named;
    for (const casework::DeskRow& row : view.file.open) {
        if (std::find(named.begin(), named.end(), row.step) != named.end()) continue;
        TrackerStage& stage = stages.emplace_back();
        stage.state = "now";
        stage.is_current = named.empty();
        stage.name = view.step_name(row.step);
        stage.when = view.text("tracker.since", {{"day", text::short_date(row.since.date(), view.locale())}});
        stage.note = waits_for(view, row);
        named.push_back(row.step);
        for (const Happening& one : view.file.happenings) {
            if (!one.is(casework::Paused::kKind.name) || one.until.days == 0) continue;
            const auto opens = [&](const casework::Opening& opening) {
                return opening.step.text() == row.step;
            };
            if (std::any_of(one.turn.opened.begin(), one.turn.opened.end(), opens))
                add_letter(view, stage, one);
        }
    }
}

// The usual way on from here: every step taken with its first outcome, nothing recorded.
class WayAhead {
public:
    explicit WayAhead(const MatterView& view)
        : steps_(view.file.handling.process->steps),
          terms_(*view.file.handling.terms),
          state_(view.file.matter.state),
          today_(view.reading.now.date()) {
        for (const casework::DeskRow& row : view.file.open) take(row.step);
    }
    std::vector<std::size_t> slots() {
        for (std::size_t slot = 1; slot < steps_.size(); ++slot) {
            const casework::Step& step = steps_[slot];
            if (state_.step(slot).done() || step.optional || step.when.empty()) continue;
            if (!step.when.holds({state_, terms_, today_})) continue;
            ahead_.push_back(slot);
            finish(slot);
        }
        return std::move(ahead_);
    }

private:
    void take(std::string_view name) {
        for (std::size_t slot = 0; slot < steps_.size(); ++slot) {
            if (steps_[slot].name != name || state_.step(slot).done()) continue;
            finish(slot);
            if (steps_[slot].outcomes.empty() || steps_[slot].outcomes[0].then != casework::Then::Reopen)
                return;
            const std::size_t back = steps_[slot].outcomes[0].target;
            ahead_.push_back(back);
            finish(back);
        }
    }
    void finish(std::size_t slot) {
        casework::StepEnd end;
        end.slot = static_cast<std::int64_t>(slot);
        if (steps_[slot].each != casework::Each::Bodies) return casework::finish_step(state_, end, {});
        for (const base::Code& body : terms_.joint) {
            casework::open_step(state_, {base::Code::of(steps_[slot].name), end.slot, 1, body, {}, {}});
        }
        for (const base::Code& body : terms_.joint) {
            end.member = body;
            casework::finish_step(state_, end, {});
        }
    }
    const std::vector<casework::Step>& steps_;
    const casework::ItemTerms& terms_;
    casework::CaseState state_;
    calendar::Date today_;
    std::vector<std::size_t> ahead_;
};

void add_ahead(const MatterView& view, std::vector<TrackerStage>& stages) {
    if (view.file.matter.ended) return;
    const auto& steps = view.file.handling.process->steps;
    for (const std::size_t slot : WayAhead(view).slots()) {
        TrackerStage& stage = stages.emplace_back();
        stage.state = "todo";
        stage.name = view.step_name(steps[slot].name);
        const casework::Records records = steps[slot].outcomes.front().records;
        const calendar::Date due = view.file.matter.promise_due;
        if (records == casework::Records::Decided && due.days != 0) {
            stage.when = view.text("tracker.expected", {{"day", text::short_date(due, view.locale())}});
        } else if (records == casework::Records::Delivered) {
            stage.when = view.text("tracker.after_decision");
        }
    }
}

}  // namespace

std::string MatterView::url() const {
    return matter_url_of(file.matter.number);
}

std::string MatterView::body_name(std::string_view code) const {
    const auto* body = rooms.practice.keeper().current()->find_body(code);
    return body == nullptr ? std::string(code) : pick(body->name, body->name_en);
}

std::string MatterView::moment(calendar::Instant at) const {
    return text::short_date(at.date(), locale()) + " " + text::time_of_day(at);
}

const casework::DeskRow* MatterView::waiting() const {
    for (const casework::DeskRow& row : file.open) {
        if (row.office.empty()) return &row;
    }
    return nullptr;
}

Result<MatterView> open_view(const Rooms& rooms, const identity::Reading& reading,
                             const web::Request& request) {
    casework::MatterRow matter = TRY(matter_of_applicant(reading, request));
    casework::MatterFile file = TRY(file_of(rooms, reading, std::move(matter)));
    return MatterView{rooms, reading, request, std::move(file)};
}

Result<MatterView> open_for_counter(const Rooms& rooms, const identity::Reading& reading,
                                    const web::Request& request) {
    TRY(identity::authorise(reading, "casework.receive"));
    casework::MatterRow matter = TRY(casework::load_matter(reading, request.param("number")));
    casework::MatterFile file = TRY(file_of(rooms, reading, std::move(matter)));
    if (!casework::may_read(reading, file.matter, file.handling)) {
        return base::Error(base::ErrorCode::Forbidden, "matter.not_yours");
    }
    return MatterView{rooms, reading, request, std::move(file)};
}

std::vector<TrackerStage> stages_of(const MatterView& view) {
    std::vector<TrackerStage> stages;
    add_done(view, stages);
    add_open(view, stages);
    add_ahead(view, stages);
    return stages;
}

namespace {

std::string what_of(const MatterView& view, const Happening& one) {
    const auto day = [&](calendar::Date date) { return text::short_date(date, view.locale()); };
    if (one.is(casework::Received::kKind.name)) return view.text("tracker.entry_received");
    if (one.deemed) return view.text("tracker.entry_deemed");
    if (one.is(casework::Extended::kKind.name))
        return view.text("tracker.entry_extended", {{"due", day(one.clock.due)}});
    if (one.is(casework::DueChanged::kKind.name))
        return view.text("tracker.entry_moved", {{"due", day(one.clock.due)}});
    if (one.is(casework::Paused::kKind.name))
        return view.text("tracker.entry_paused", {{"until", day(one.until)}});
    if (one.is(casework::Resumed::kKind.name)) return view.text("tracker.entry_resumed");
    if (one.is(casework::Withdrawn::kKind.name) || one.is(casework::Ended::kKind.name)) {
        return view.file.texts->result(view.locale(), one.turn.result.text());
    }
    if (one.is(casework::ChildStarted::kKind.name) && one.begun_by_itself)
        return view.text("tracker.entry_begun", {{"number", number_shown(one.child.text())}});
    if (!shown_to_applicant(view, one)) return view.text("tracker.entry_inside");
    return view.text("tracker.entry_step",
                     {{"step", view.step_name(one.turn.step.text())},
                      {"outcome", view.file.texts->outcome(view.locale(), one.turn.outcome.text())}});
}

std::string who_of(const MatterView& view, const Happening& one) {
    if (one.via == "clock") return view.text("tracker.who_clock");
    if (!one.org.empty()) return view.body_name(one.org);
    return view.text("tracker.who_applicant");
}

// Enough of the leaf's hash to compare by eye, and where the leaf stands in the public log.
std::string proof_of(const Happening& one) {
    const std::string hex = one.leaf_hash.hex();
    std::string shown;
    for (std::size_t i = 0; i < 16; i += 4) shown += hex.substr(i, 4) + " ";
    return shown + one.shard + "/" + std::to_string(one.index);
}

}  // namespace

std::vector<TrackerEntry> entries_of(const MatterView& view) {
    std::vector<TrackerEntry> entries;
    for (const Happening& one : view.file.happenings) {
        entries.push_back({view.moment(one.at), what_of(view, one), who_of(view, one), proof_of(one),
                           correction_of(view, one)});
    }
    return entries;
}

namespace {

struct Period {
    const casework::ClockState* clock = nullptr;
    const casework::Deadline* rule = nullptr;
    const calendar::WorkCalendar* days = nullptr;  // of `body`
    std::string body;
    casework::ClockReading reading;
    bool began() const { return clock != nullptr; }
    bool late() const { return began() && (reading.overdue || clock->phase == casework::ClockPhase::Late); }
};

Period period_of(const MatterView& view, std::size_t slot) {
    Period period;
    const casework::ClockState& clock = view.file.matter.state.clock(slot);
    if (clock.phase == casework::ClockPhase::Idle || clock.phase == casework::ClockPhase::Void) return period;
    period.clock = &clock;
    period.rule = &view.file.handling.process->deadlines[slot];
    const casework::ClockCalendar counted =
        casework::calendar_of(view.file.handling.pinned(), view.file.matter.state, slot);
    period.days = &counted.days;
    period.body = counted.body.text();
    period.reading = casework::evaluate(clock, *period.rule, counted.days, view.reading.now);
    return period;
}

Period promise_of(const MatterView& view) {
    const auto& rules = view.file.handling.process->deadlines;
    for (std::size_t slot = 0; slot < rules.size(); ++slot) {
        if (rules[slot].kind == casework::DeadlineClass::Promise) return period_of(view, slot);
    }
    return {};
}

// Whether another legal period tells more of the matter: one that runs, and of these the longest.
bool tells_more(const Period& one, const Period& known) {
    if (!known.began()) return true;
    if (one.clock->running() != known.clock->running()) return one.clock->running();
    return one.reading.due >= known.reading.due;
}

// 许可法 42(2): of a joint matter it is the limit of the whole. Elsewhere the longest legal period of the
// office that runs, or the last one that ran.
Period legal_of(const MatterView& view) {
    const casework::Process& process = *view.file.handling.process;
    for (const char* name : {"legal", "joint"}) {
        const int slot = process.find_deadline(name);
        if (slot >= 0) return period_of(view, static_cast<std::size_t>(slot));
    }
    Period found;
    for (std::size_t slot = 0; slot < process.deadlines.size(); ++slot) {
        const casework::Deadline& rule = process.deadlines[slot];
        const bool waits = rule.owner.relation == casework::Relation::Outsider;
        if (rule.kind != casework::DeadlineClass::Statutory || rule.bound == casework::Bound::Min || waits)
            continue;
        Period one = period_of(view, slot);
        if (one.began() && tells_more(one, found)) found = std::move(one);
    }
    return found;
}

std::string span_words(const MatterView& view, calendar::Span span) {
    return view.text("date.span." + std::string(calendar::unit_code(span.unit)),
                     {{"n", std::to_string(span.count)}});
}

std::string days_text(const MatterView& view, const casework::ClockReading& reading, int count) {
    return span_words(view, {count, reading.unit});
}

// As the law says it: three months, where the days are counted for it.
std::string length_of(const MatterView& view, const Period& period) {
    if (period.reading.limited) return days_text(view, period.reading, period.reading.budget);
    return span_words(view, {period.clock->budget + period.clock->extension, period.clock->unit});
}

std::string notice_of(const MatterView& view, std::string_view notice) {
    const calendar::Notice named = calendar::name_notice(notice);
    switch (named.kind) {
    case calendar::NoticeKind::None: return {};
    case calendar::NoticeKind::Yearly: return view.text("date.notice_of", {{"year", named.year}});
    case calendar::NoticeKind::Statutory: return view.text("date.notice_statutory");
    case calendar::NoticeKind::Order: break;
    }
    return std::string(notice);
}

// The same period on the page where anyone may count it again.
std::string date_url(const Period& period) {
    const casework::ClockState& clock = *period.clock;
    if (clock.unit == calendar::Unit::Hours) return {};
    const std::string unit(calendar::unit_code(clock.unit));
    std::string url = "/date?start=" + clock.start.iso() + "&span=" + std::to_string(clock.budget) + unit;
    if (clock.extension > 0) url += "&extend=" + std::to_string(clock.extension) + unit;
    for (const casework::ClockPause& pause : clock.pauses)
        url += "&pause=" + pause.paused.iso() + ".." + pause.resumed.iso();
    if (period.rule->roll == calendar::Roll::None) url += "&roll=none";
    return url;
}

}  // namespace

std::vector<TrackerDay> day_rows(const MatterView& view, const std::vector<calendar::LedgerRow>& runs,
                                 calendar::Unit unit) {
    std::vector<TrackerDay> days;
    const std::string dash = "\xe2\x80\x93";
    for (const calendar::LedgerRow& run : runs) {
        TrackerDay& row = days.emplace_back();
        row.day = text::short_date(run.from, view.locale());
        if (run.from == run.last)
            row.day += " " + text::weekday(run.from, view.locale());
        else
            row.day += dash + text::short_date(run.last, view.locale());
        row.count = run.counted() ? std::to_string(run.first_number) : "\xe2\x80\x94";
        if (run.last_number > run.first_number) row.count += dash + std::to_string(run.last_number);
        row.why = view.text("day." + std::string(calendar::row_words(run.kind, unit)));
        if (!run.name.empty()) row.why += " (" + std::string(run.name) + ")";
        row.notice = notice_of(view, run.notice);
        row.is_off = !run.counted();
    }
    return days;
}

std::string calendar_words(const MatterView& view, const casework::ClockCalendar& counted) {
    return view.text("tracker.calendar_of",
                     {{"body", view.body_name(counted.body.text())}, {"pin", counted.days.pin()}});
}

std::string MatterView::span_text(const casework::ClockChange& started) const {
    return text("date.span." + started.unit.text(), {{"n", std::to_string(started.n)}});
}

TrackerClock clock_of(const MatterView& view) {
    TrackerClock shown;
    const Period promise = promise_of(view);
    const Period legal = legal_of(view);
    if (!promise.began() && !legal.began()) return shown;
    const Period& main = promise.began() && !(legal.late() && !promise.late()) ? promise : legal;
    shown.has_clock = true;
    shown.is_late = main.late();
    shown.has_promise = promise.began();
    if (promise.began() && promise.reading.budget > 0) {
        shown.promise_due = text::short_date(promise.reading.due, view.locale());
        shown.promise = length_of(view, promise);
    }
    if (legal.began()) {
        shown.legal_due = text::short_date(legal.reading.due, view.locale());
        shown.legal = length_of(view, legal);
    }
    const int used = main.reading.consumed;
    const int left = main.reading.remaining;
    if (shown.is_late) {
        shown.used = days_text(view, main.reading, std::max(0, -left));
        shown.used_note = view.text("tracker.used_all", {{"span", days_text(view, main.reading, used)}});
    } else {
        shown.used = days_text(view, main.reading, used);
        if (main.clock->running() && left > 0)
            shown.used_note = view.text("tracker.left", {{"span", days_text(view, main.reading, left)}});
    }
    shown.unit = calendar::unit_code(main.reading.unit);
    shown.calendar = calendar_words(view, {base::Code::of(main.body), *main.days});
    if (main.reading.entered_later)
        shown.entered_later = view.text("tracker.entered_later",
                                        {{"day", text::short_date(main.reading.start, view.locale())}});
    shown.days = day_rows(view, casework::explain(*main.clock, *main.rule, *main.days), main.clock->unit);
    shown.date_url = date_url(main);
    return shown;
}

std::string lamp_of_matter(const MatterView& view) {
    const casework::Told told =
        casework::tell(view.file.handling.pinned(), view.file.matter.state, view.reading.now);
    if (told.clock >= 0) return std::string(told.lamp);
    if (legal_of(view).late()) return "red";
    if (promise_of(view).late()) return "yellow";
    if (view.file.matter.ended) return "ended";
    return view.file.matter.result.empty() ? "none" : "normal";
}

std::string headline_of(const MatterView& view) {
    const casework::MatterRow& matter = view.file.matter;
    if (matter.ended) return view.text("tracker.head_ended", {{"result", view.result_name()}});
    if (!matter.result.empty()) return view.text("tracker.head_decided", {{"result", view.result_name()}});
    if (view.waiting() != nullptr) return view.text("tracker.head_supplement");
    const casework::Told told = casework::tell(view.file.handling.pinned(), matter.state, view.reading.now);
    const std::string step =
        view.file.open.empty() ? std::string() : view.step_name(view.file.open.front().step);
    if (told.clock < 0) return view.text("tracker.head_plain", {{"step", step}});
    const std::string due = text::short_date(told.reading.due, view.locale());
    if (told.lamp == "red") return view.text("tracker.head_over_legal", {{"due", due}});
    if (told.lamp == "yellow") return view.text("tracker.head_over", {{"due", due}});
    if (told.lamp == "paused") return view.text("tracker.head_paused", {{"due", due}});
    const bool intake = promise_of(view).began() || legal_of(view).began();
    return view.text(intake ? "tracker.head_running" : "tracker.head_intake", {{"step", step}, {"due", due}});
}

std::string basis_text(const MatterView& view, const catalog::Basis& basis) {
    if (basis.law.empty()) return {};
    return view.text("tracker.basis", {{"law", basis.law}, {"article", basis.article}});
}

std::string basis_url(const catalog::Catalogue& catalogue, const catalog::Basis& basis) {
    const catalog::LawEntry* law = catalogue.laws.find(basis.law);
    if (law == nullptr) return {};
    return "/laws/" + law->slug + "#art-" + std::string(catalog::article_number(basis.article));
}

}  // namespace services
