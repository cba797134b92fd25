#include "catalog/definition.h"

#include "calendar/calendar_file.h"
#include "calendar/local_order.h"
#include "catalog/body.h"
#include "catalog/calendars.h"
#include "catalog/definition_events.h"
#include "catalog/definition_store.h"
#include "catalog/escalation.h"
#include "catalog/law_events.h"
#include "catalog/law_store.h"
#include "catalog/limits.h"
#include "crypto/digest.h"

#include <algorithm>
#include <limits>

namespace catalog {

namespace {

constexpr std::string_view kWords[] = {"bodies", "hall",     "themes",  "roles", "escalation",
                                       "law",    "calendar", "process", "item"};
constexpr calendar::Date kWhenever{std::numeric_limits<std::int32_t>::max()};

bool is_single(DefinitionKind kind) {
    return kind <= DefinitionKind::Escalation;
}

std::string subject_of(DefinitionKind kind, std::string_view id) {
    return "definition/" + std::string(kind_word(kind)) + "/" + std::string(id);
}

void check_version(std::int64_t written, int version, std::string_view place, Findings& findings) {
    if (written == version) return;
    findings.push_back({"definition.other_version",
                        std::string(place),
                        0,
                        {{"value", std::to_string(written)}, {"version", std::to_string(version)}}});
}

void check_calendar(const DefinitionDraft& draft, int version, Findings& findings) {
    if (draft.id == calendar::kLocalCalendar) {
        const auto local = calendar::parse_local_calendar(draft.text, draft.id);
        if (!local.ok())
            add_refusal(local.error(), findings);
        else if (version > 0)
            check_version(local.value().version, version, "ver", findings);
        return;
    }
    const auto parsed = calendar::parse_calendar(draft.text, draft.id);
    if (!parsed.ok()) return add_refusal(parsed.error(), findings);
    if (parsed.value().id != draft.id) {
        findings.push_back(
            {"definition.other_id", "calendar", 0, {{"value", parsed.value().id}, {"id", draft.id}}});
    }
    if (version > 0) check_version(parsed.value().version, version, "ver", findings);
}

// The next number of a definition. The first calendar of a year may be a later one of its notices already.
int version_after(int last, const DefinitionDraft& draft) {
    if (last > 0 || draft.kind != DefinitionKind::Calendar) return last + 1;
    return std::max(1, calendar_version(draft));
}

void check_process(const DefinitionDraft& draft, const Judgement& judgement, Findings& findings) {
    const auto bundle = base::parse_json(draft.text, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (!bundle.ok()) {
        add_refusal(bundle.error(), findings);
        return;
    }
    const base::Json* process = bundle.value().find("process");
    if (process == nullptr || !process->is_object()) {
        findings.push_back({"definition.no_process", {}, 1, {}});
        return;
    }
    const std::string_view id = process->string_or("id");
    if (id != draft.id)
        findings.push_back(
            {"definition.other_id", "process", 0, {{"value", std::string(id)}, {"id", draft.id}}});
    const int version = judgement.version;
    if (version > 0) check_version(process->integer_or("version", version), version, "version", findings);
    if (judgement.check_process != nullptr)
        judgement.check_process(draft, judgement.around, judgement.on, findings);
}

void check_item_text(const DefinitionDraft& draft, const Judgement& judgement, Findings& findings) {
    const ServiceItem item = parse_item(draft.text, findings);
    if (!item.code.empty() && item.code != draft.id) {
        findings.push_back({"definition.other_id", "item", 0, {{"value", item.code}, {"id", draft.id}}});
    }
    if (judgement.version > 0) check_version(item.version, judgement.version, "version", findings);
    if (!findings.empty()) return;  // what is not read whole cannot be judged
    check_item(item, judgement.around, std::max(judgement.on, item.effective), findings);
}

base::Error findings_refusal(const Findings& findings) {
    std::string detail;
    for (const Finding& finding : findings) {
        detail += finding.text_key + " " + finding.place + ":" + std::to_string(finding.line) + "; ";
        if (detail.size() > 2000) break;
    }
    return base::Error(base::ErrorCode::Invalid, "definition.findings", detail)
        .with("count", std::to_string(findings.size()))
        .at("text");
}

base::Result<DefinitionVersion> waiting_for(const identity::Act& act, DefinitionKind kind,
                                            std::string_view id, const base::Digest& text) {
    TRY(authorise(act, "catalog.approve"));
    auto waiting = TRY(find_waiting(act.db, kind, id));
    if (!waiting) return base::Error(base::ErrorCode::Conflict, "definition.nothing_waiting", id);
    if (waiting->text != text)
        return base::Error(base::ErrorCode::Conflict, "definition.changed_meanwhile", id);
    // 22号意见 §6: who prepares does not approve.
    if (waiting->prepared_by == act.actor.person) {
        return base::Error(base::ErrorCode::Conflict, "definition.same_person", id);
    }
    return std::move(*waiting);
}

}  // namespace

std::string_view kind_word(DefinitionKind kind) {
    return kWords[static_cast<std::size_t>(kind)];
}

std::optional<DefinitionKind> kind_from(std::string_view word) {
    for (const DefinitionKind kind : kDefinitionKinds) {
        if (kind_word(kind) == word) return kind;
    }
    return std::nullopt;
}

base::Result<std::shared_ptr<const Surroundings>> DefinitionDesk::surroundings(const store::Reader& db) {
    const std::lock_guard lock(mutex_);
    std::string stamp = TRY(activation_stamp(db));
    if (around_ != nullptr && stamp == stamp_) return around_;
    auto around = std::make_shared<Surroundings>();
    Findings ignored;  // what is active was checked before it became so
    std::string laws = TRY(law_stamp(db));
    if (around_ != nullptr && laws == law_stamp_) {
        around->laws = around_->laws;
    } else {
        for (const ActiveText& law : TRY(list_active(db, DefinitionKind::Law, kWhenever)))
            around->laws.add(parse_law(law.text, law.version.id, ignored));
    }
    for (const ActiveText& roll : TRY(list_active(db, DefinitionKind::Bodies, kWhenever))) {
        add_bodies(parse_bodies(roll.text, ignored), *around);
    }
    for (const ActiveText& list : TRY(list_active(db, DefinitionKind::Themes, kWhenever))) {
        for (const Theme& theme : parse_themes(list.text, ignored)) around->themes.push_back(theme.id);
    }
    for (ActiveText& process : TRY(list_active(db, DefinitionKind::Process, kWhenever)))
        around->processes.emplace(process.version.id, std::move(process.text));
    stamp_ = std::move(stamp);
    law_stamp_ = std::move(laws);
    around_ = std::move(around);
    return around_;
}

Findings judge_definition(const DefinitionDraft& draft, const Judgement& judgement) {
    Findings findings;
    if (draft.text.size() > kDefinitionBytesMax) {
        findings.push_back({"definition.too_long", {}, 0, {{"limit", std::to_string(kDefinitionBytesMax)}}});
        return findings;
    }
    switch (draft.kind) {
    case DefinitionKind::Bodies: parse_bodies(draft.text, findings); break;
    case DefinitionKind::Hall: parse_hall(draft.text, findings); break;
    case DefinitionKind::Themes: parse_themes(draft.text, findings); break;
    case DefinitionKind::Roles: {
        const auto parsed = identity::parse_roles(draft.text);
        if (!parsed.ok()) add_refusal(parsed.error(), findings);
        break;
    }
    case DefinitionKind::Escalation:
        check_escalation(parse_escalation(draft.text, findings), judgement.around, judgement.on, findings);
        break;
    case DefinitionKind::Law: parse_law(draft.text, draft.id, findings); break;
    case DefinitionKind::Calendar: check_calendar(draft, judgement.version, findings); break;
    case DefinitionKind::Process: check_process(draft, judgement, findings); break;
    case DefinitionKind::Item: check_item_text(draft, judgement, findings); break;
    }
    return findings;
}

base::Result<DefinitionDesk::Around> DefinitionDesk::with_roster(const store::Reader& db,
                                                                 Around around) const {
    auto held = std::make_shared<Surroundings>(*around);
    held->roster = TRY(identity::list_seats(db));
    held->hall = hall_;
    if (!held->roster.empty())
        for (const ActiveText& item : TRY(list_active(db, DefinitionKind::Item, kWhenever)))
            add_offices(item.text, *held);
    return Around(std::move(held));
}

// Only a process and the order of escalation ask who holds which post.
base::Result<DefinitionDesk::Around> DefinitionDesk::surroundings_of(const store::Reader& db,
                                                                     DefinitionKind kind) {
    Around around = TRY(surroundings(db));
    const bool asks = kind == DefinitionKind::Process || kind == DefinitionKind::Escalation;
    return asks ? with_roster(db, std::move(around)) : std::move(around);
}

namespace {

// What a trial depends on: the text and the processes in force beside it.
base::Digest trial_of(const DefinitionDraft& draft, const Surroundings& around) {
    std::string all = draft.text;
    for (const auto& [id, text] : around.processes)
        if (id != draft.id) all.append(1, '\0').append(id).append(1, '\0').append(text);
    return crypto::sha256(all);
}

}  // namespace

std::optional<Findings> DefinitionDesk::tried(const base::Digest& trial) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [known, found] : tried_)
        if (known == trial) return found;
    return std::nullopt;
}

base::Result<> DefinitionDesk::try_out(const store::Reader& db, const DefinitionDraft& draft,
                                       calendar::Date on) {
    if (draft.kind != DefinitionKind::Process || try_process_ == nullptr) return base::Done{};
    const Around around = TRY(surroundings_of(db, draft.kind));
    if (!judge_definition(draft, {*around, on, 0, check_process_}).empty()) return base::Done{};
    const std::lock_guard one_at_a_time(trial_);
    const base::Digest trial = trial_of(draft, *around);
    if (tried(trial)) return base::Done{};
    Findings found = TRY(try_process_(draft, *around));
    const std::lock_guard lock(mutex_);
    if (tried_.size() >= kTrialsKeptMax) tried_.erase(tried_.begin());
    tried_.emplace_back(trial, std::move(found));
    return base::Done{};
}

base::Result<Findings> DefinitionDesk::check(const store::Reader& db, const DefinitionDraft& draft,
                                             int version, calendar::Date on) {
    const Around around = TRY(surroundings_of(db, draft.kind));
    Findings findings = judge_definition(draft, {*around, on, version, check_process_});
    if (!findings.empty()) return findings;
    if (draft.kind == DefinitionKind::Process && try_process_ != nullptr)
        return tried(trial_of(draft, *around)).value_or(Findings{{"definition.not_tried", {}, 0, {}}});
    if (draft.kind != DefinitionKind::Calendar || draft.id == calendar::kLocalCalendar) return findings;
    // A day that two years tell differently would stop every calendar of the county.
    const auto together = calendars_with(db, draft);
    if (!together.ok()) add_refusal(together.error(), findings);
    return findings;
}

base::Result<Findings> check_definition(const identity::Reading& reading, DefinitionDesk& desk,
                                        const DefinitionDraft& draft) {
    const int last = TRY(last_active_version(reading.db, draft.kind, draft.id));
    return desk.check(reading.db, draft, version_after(last, draft), reading.now.date());
}

base::Result<DefinitionVersion> prepare_definition(identity::Act& act, DefinitionDesk& desk,
                                                   const DefinitionDraft& draft) {
    TRY(authorise(act, "catalog.prepare"));
    DefinitionPrepared event;
    event.kind = base::Code::of(kind_word(draft.kind));
    event.id = TRY(base::Code::parse(draft.id));
    if (is_single(draft.kind) && draft.id != kind_word(draft.kind)) {
        return base::Error(base::ErrorCode::Invalid, "definition.single", draft.id);
    }
    const int last = TRY(last_active_version(act.db, draft.kind, draft.id));
    event.version = version_after(last, draft);
    const auto active = TRY(find_version(act.db, draft.kind, draft.id, last));
    if (active && active->text == crypto::sha256(draft.text)) {
        return base::Error(base::ErrorCode::Conflict, "definition.unchanged", draft.id);
    }
    const Findings findings = TRY(desk.check(act.db, draft, event.version, act.now.date()));
    if (!findings.empty()) return findings_refusal(findings);
    event.text = TRY(act.shelve(draft.text));
    const std::string subject = subject_of(draft.kind, draft.id);
    if (!draft.why.empty()) event.why = TRY(act.seal({subject, draft.why, {}, {}}));
    TRY(act.record(subject, event));
    return *TRY(find_version(act.db, draft.kind, draft.id, event.version));
}

base::Result<DefinitionVersion> approve_definition(identity::Act& act, DefinitionDesk& desk,
                                                   DefinitionKind kind, std::string_view id,
                                                   const base::Digest& text) {
    const DefinitionVersion waiting = TRY(waiting_for(act, kind, id, text));
    std::string written = TRY(shelved_text(act.db, text));
    const DefinitionDraft draft{kind, std::string(id), std::move(written), {}};
    // services.md 4: no resolvable basis, no publication; what it leaned on may have changed since.
    const calendar::Date today = act.now.date();
    const Findings findings = TRY(desk.check(act.db, draft, waiting.version, today));
    if (!findings.empty()) return findings_refusal(findings);
    DefinitionActivated event;
    event.kind = base::Code::of(kind_word(kind));
    event.id = base::Code::of(id);
    event.version = waiting.version;
    event.text = text;
    event.prepared_by = waiting.prepared_by;
    event.from = today;
    if (kind == DefinitionKind::Item) {
        // In force no earlier than it is published.
        Findings none;
        event.from = std::max(today, parse_item(draft.text, none).effective);
    }
    TRY(act.record(subject_of(kind, id), event));
    return *TRY(find_version(act.db, kind, id, waiting.version));
}

base::Result<> return_definition(identity::Act& act, DefinitionKind kind, std::string_view id,
                                 const base::Digest& text, const base::VaultRef& reason) {
    const DefinitionVersion waiting = TRY(waiting_for(act, kind, id, text));
    if (reason.empty()) return base::Error(base::ErrorCode::Invalid, "definition.no_reason").at("opinion");
    DefinitionReturned event{base::Code::of(kind_word(kind)), base::Code::of(id), waiting.version, text,
                             reason};
    return act.record(subject_of(kind, id), event);
}

std::vector<identity::RightRow> catalog_rights() {
    return {
        {"catalog.prepare",
         "Prepare definitions: items, laws, processes, calendars, bodies, hall, themes, roles, escalation."},
        {"catalog.approve", "Activate or return what another person prepared."},
        {"catalog.import", "Take in a folder of law texts."}};
}

std::vector<ledger::EventRow> catalog_events() {
    return {ledger::event_row<DefinitionPrepared>("A definition was prepared and waits for another person.",
                                                  {"kind", "id", "version", "text"}),
            ledger::event_row<DefinitionActivated>(
                "A definition was approved and is in force from the day named.",
                {"kind", "id", "version", "text", "from"}),
            ledger::event_row<DefinitionReturned>("A prepared definition was returned with a reason.",
                                                  {"kind", "id", "version"}),
            ledger::event_row<LawImported>("The full text of a law was taken in.",
                                           {"title", "edition", "text", "articles", "rank"})};
}

std::vector<ledger::ProjectionRow> catalog_projections(std::string_view definition_sql,
                                                       std::string_view law_sql) {
    return {
        {"catalog",
         definition_sql,
         {DefinitionPrepared::kKind.name, DefinitionActivated::kKind.name, DefinitionReturned::kKind.name},
         ledger::begin_plain<project_definition>},
        {"law", law_sql, {LawImported::kKind.name}, ledger::begin_plain<project_law>}};
}

}  // namespace catalog
