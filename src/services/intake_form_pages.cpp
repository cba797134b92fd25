// Showing and reading the counter's form.

#include "services/intake_form_pages.h"

#include "services/limits.h"
#include "services/tracker_pages.h"
#include "text/display.h"

#include <algorithm>
#include <charconv>

namespace services {

namespace {

using base::Result;

constexpr int kCopiesMax = 99;

bool english(const web::Request& request) {
    return request.skin.locale == web::Locale::English;
}

// On a form shown again what was just typed stands, otherwise what the draft holds.
std::string value_of(const Counter& counter, const web::Request& request, const std::string& field) {
    if (request.refused != nullptr) return std::string(request.typed(field));
    return counter.draft ? counter.draft->content.answer(field) : std::string();
}

std::vector<CounterOption> options_of(const Rooms& rooms, const web::Request& request, const AskField& field,
                                      const std::string& value) {
    std::vector<CounterOption> options;
    for (const AskOption& option : field.options) {
        const bool only = field.options.size() == 1 && field.required;
        options.push_back(
            {option.value, english(request) ? option.label_en : option.label, only || option.value == value});
    }
    if (field.kind == "yesno") {
        options.push_back({"yes", rooms.site.text(request, "field.yes"), value == "yes"});
        options.push_back({"no", rooms.site.text(request, "field.no"), value == "no"});
    }
    return options;
}

CounterField field_of(const Rooms& rooms, const web::Request& request, const Counter& counter,
                      const AskField& field) {
    CounterField model;
    model.id = field.id;
    model.label = field.label_in(request.skin.locale);
    model.hint = field.hint_in(request.skin.locale);
    model.value = value_of(counter, request, field.id);
    model.max = std::to_string(field.characters_max);
    model.required = field.required;
    model.options = options_of(rooms, request, field, model.value);
    model.is_select = model.options.size() > kRadiosMax;
    model.is_choice = !model.options.empty() && !model.is_select;
    model.is_long = field.kind == "long";
    model.is_number = field.kind == "number";
    model.is_date = field.kind == "date";
    model.is_text =
        !model.is_choice && !model.is_select && !model.is_long && !model.is_number && !model.is_date;
    return model;
}

void fill_fields(const Rooms& rooms, const web::Request& request, const Counter& counter,
                 IntakeItemModel& model) {
    for (const AskPage& page : *counter.pages) {
        for (const AskField& field : page.fields) {
            CounterField shown = field_of(rooms, request, counter, field);
            shown.error = web::error_of(model.errors, field.id);
            if (field.id == "applicant_kind") {
                model.kinds = std::move(shown.options);
            } else if (field.about_applicant && field.id.starts_with("agent_")) {
                model.has_agent = model.has_agent || !shown.value.empty() || !shown.error.empty();
                model.agent.push_back(std::move(shown));
            } else if (field.about_applicant && shown.is_text) {
                model.identity.push_back(std::move(shown));
            } else {
                model.questions.push_back(std::move(shown));
            }
        }
    }
}

const Upload* kept_paper(const Counter& counter, std::string_view material) {
    if (!counter.draft) return nullptr;
    const auto uploads = counter.draft->content.uploads_for(material);
    return uploads.empty() ? nullptr : uploads.front();
}

std::string form_of(const Counter& counter, const web::Request& request, const std::string& material) {
    if (request.refused != nullptr) return std::string(request.typed("got." + material));
    const Upload* kept = kept_paper(counter, material);
    if (kept == nullptr) return {};
    return kept->paper.empty() ? "electronic" : kept->paper;
}

void fill_materials(const web::Request& request, const Counter& counter, const std::string& scenario,
                    IntakeItemModel& model) {
    for (const catalog::Material* material : counter.item().materials_for(scenario)) {
        CounterMaterial& row = model.materials.emplace_back();
        row.material = material->id;
        row.name = english(request) ? material->name_en : material->name;
        row.need = material->need;
        row.note = english(request) ? material->note_en : material->note;
        row.error = web::error_of(model.errors, "m-" + material->id);
        // 716号 7: what the county holds is looked up, not asked for.
        row.is_shared = material->source == "government" && material->need == "necessary";
        row.shared_from = material->issuer;
        const std::string got = form_of(counter, request, material->id);
        for (const char* form : {"original", "copy", "electronic", "none"})
            row.forms.push_back({form, got == form});
        const Upload* kept = kept_paper(counter, material->id);
        row.copies = std::to_string(kept == nullptr || kept->copies == 0 ? material->copies : kept->copies);
        if (request.refused != nullptr) row.copies = request.typed("copies." + material->id);
    }
}

std::string chosen_scenario(const Counter& counter, const web::Request& request) {
    std::string scenario = counter.draft && request.refused == nullptr
                               ? counter.draft->content.scenario
                               : std::string(request.field("scenario"));
    const auto& all = counter.item().scenarios;
    if (counter.item().find_scenario(scenario) == nullptr && !all.empty()) scenario = all.front().code;
    return scenario;
}

void fill_then(const Rooms& rooms, const identity::Reading& reading, const web::Request& request,
               const Counter& counter, IntakeItemModel& model) {
    model.then.push_back({"slip", rooms.site.text(request, "receipt.title"), {}, {}, {}});
    const int slot = counter.handling.process->find_deadline("intake");
    if (slot >= 0) {
        // 许可法 32(4): five working days to say whether it is accepted.
        const casework::Deadline& rule = counter.handling.process->deadlines[static_cast<std::size_t>(slot)];
        const auto& days = casework::days_of(counter.handling.pinned(), casework::CaseState(),
                                             static_cast<std::size_t>(slot));
        const auto due = days.add(reading.now.date(), rule.budget).date;
        model.then.push_back(
            {"starts",
             rooms.site.text(request, "intake.check_period"),
             rooms.site.text(request, "date.span." + std::string(calendar::unit_code(rule.budget.unit)),
                             {{"n", std::to_string(rule.budget.count)}}),
             text::short_date(due, request.skin.locale),
             {}});
    }
}

int copies_of(std::string_view typed) {
    int copies = 0;
    std::from_chars(typed.data(), typed.data() + typed.size(), copies);
    return std::clamp(copies, 1, kCopiesMax);
}

// One line of the table of papers: nothing, the paper itself, its scan, or both.
Result<std::optional<Upload>> read_paper(const Counter& counter, const web::Request& request,
                                         const Scans& scans, const std::string& material) {
    const std::string_view got = request.field("got." + material);
    const auto fresh = std::find_if(scans.begin(), scans.end(),
                                    [&](const Upload& scan) { return scan.material == material; });
    const Upload* kept = kept_paper(counter, material);
    if (got != "original" && got != "copy" && got != "electronic") return std::optional<Upload>();
    Upload upload;
    if (fresh != scans.end())
        upload = *fresh;
    else if (kept != nullptr)
        upload = *kept;
    upload.material = material;
    upload.paper = got == "electronic" ? std::string() : std::string(got);
    upload.copies = got == "electronic" ? 0 : copies_of(request.field("copies." + material));
    if (got == "electronic" && upload.type.empty()) {
        return base::Error(base::ErrorCode::Invalid, "intake.scan_missing").at(material);
    }
    return std::optional<Upload>(std::move(upload));
}

// services.md 5: what the guide does not list cannot be taken in, whatever a form claims.
Result<base::Done> refuse_unlisted(const Counter& counter, const web::Request& request) {
    constexpr std::string_view got = "got.";
    for (const auto& [name, value] : request.form.fields) {
        if (!name.starts_with(got)) continue;
        if (counter.item().find_material(std::string_view(name).substr(got.size())) == nullptr) {
            return base::Error(base::ErrorCode::Forbidden, "upload.not_in_guide");
        }
    }
    return base::Done{};
}

}  // namespace

Holder clerk_hands(const web::Request& request) {
    return {request.actor.person, request.browser};
}

std::string body_text(const Rooms& rooms, const web::Request& request, std::string_view code) {
    const auto* body = rooms.practice.keeper().current()->find_body(code);
    if (body == nullptr) return std::string(code);
    return english(request) ? body->name_en : body->name;
}

std::string promise_text(const Rooms& rooms, const web::Request& request, const catalog::ServiceItem& item) {
    if (item.is_instant()) return rooms.site.text(request, "intake.at_once");
    return rooms.site.text(request, "intake.promise", {{"days", std::to_string(item.promise_days)}});
}

bool may_begin(const identity::Actor& actor, const casework::Handling& handling) {
    const casework::Who& who = handling.process->steps.front().who;
    const base::Code office = casework::office_of(handling.pinned(), casework::CaseState(), who, {});
    return handling.process->begun_inside() && actor.has_role(who.role, office.text());
}

Result<Counter> open_counter(const Rooms& rooms, const identity::Reading& reading,
                             const web::Request& request, Side side) {
    if (side == Side::Window) TRY(identity::authorise(reading, "casework.receive"));
    Counter counter;
    counter.side = side;
    counter.handling = TRY(rooms.practice.for_guide(request.param("item")));
    const bool inside = counter.handling.process->begun_inside();
    if (inside != (side == Side::Inside))
        return base::Error(base::ErrorCode::NotFound, "item.not_found", request.param("item"));
    if (inside && !may_begin(reading.actor, counter.handling))
        return base::Error(base::ErrorCode::Forbidden, "begin.not_yours");
    counter.pages = TRY(rooms.asks.pages(rooms.practice, counter.handling));
    std::string draft(request.field("draft"));
    if (draft.empty()) draft = request.query("draft");
    if (draft.empty()) return counter;
    Draft found = TRY(find_draft(reading, clerk_hands(request), draft));
    if (found.item != counter.item().code) return base::Error(base::ErrorCode::NotFound, "draft.not_found");
    if (!found.filed.empty()) {
        return base::Error(base::ErrorCode::Conflict, "draft.filed_before").with("number", found.filed);
    }
    counter.draft = std::move(found);
    return counter;
}

Result<Scans> seal_scans(const Rooms& rooms, const identity::Reading& reading, const web::Request& request,
                         Side side) {
    const Counter counter = TRY(open_counter(rooms, reading, request, side));
    constexpr std::string_view file = "file.";
    Scans scans;
    for (const http::File& sent : request.form.files) {
        if (!sent.field.starts_with(file)) continue;
        const std::string material = sent.field.substr(file.size());
        if (counter.item().find_material(material) == nullptr) {
            return base::Error(base::ErrorCode::Forbidden, "upload.not_in_guide");
        }
        Upload scan = TRY(seal_file(rooms, reading, sent, material));
        scans.push_back(std::move(scan));
    }
    return scans;
}

Result<DraftContent> read_counter(const Counter& counter, const web::Request& request, const Scans& scans) {
    TRY(refuse_unlisted(counter, request));
    DraftContent content;
    content.scenario = chosen_scenario(counter, request);
    for (const AskPage& page : *counter.pages) {
        for (const AskField& field : page.fields) {
            std::string& value = content.answers[field.id] = request.field(field.id);
            const bool settled = value.empty() && field.id == "applicant_kind" && field.options.size() == 1;
            if (settled) value = field.options.front().value;
        }
    }
    for (const catalog::Material* material : counter.item().materials_for(content.scenario)) {
        std::optional<Upload> paper = TRY(read_paper(counter, request, scans, material->id));
        if (paper) content.uploads.push_back(std::move(*paper));
        // 容缺后补: only where the guide says so, and the slip says it.
        else if (material->need == "deferrable")
            content.deferred.push_back(material->id);
    }
    return content;
}

IntakeItemModel counter_model(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request, const Counter& counter) {
    const catalog::ServiceItem& item = counter.item();
    IntakeItemModel model;
    model.item = name_of(item, request.skin.locale);
    model.body = body_text(rooms, request, item.body);
    model.handling = std::to_string(item.handling);
    model.promise = promise_text(rooms, request, item);
    model.guide_url = "/items/" + item.code;
    model.guide_pin = item.code + "@" + std::to_string(item.version);
    const bool inside = counter.side == Side::Inside;
    model.action_url = (inside ? "/desk/begin/" : "/desk/intake/") + item.code;
    if (counter.draft) {
        model.draft = model.draft_number = counter.draft->draft;
        model.draft_code = code_shown(draft_code(reading, counter.draft->draft));
    }
    model.is_authorised = item.is_instant();
    model.errors = rooms.site.errors(request);
    for (web::FormError& error : model.errors) {
        if (item.find_material(error.field) != nullptr) error.field = "m-" + error.field;
    }
    const std::string scenario = chosen_scenario(counter, request);
    for (const catalog::Scenario& one : item.scenarios) {
        model.scenarios.push_back(
            {one.code, english(request) ? one.name_en : one.name, one.code == scenario});
    }
    fill_fields(rooms, request, counter, model);
    fill_materials(request, counter, scenario, model);
    fill_then(rooms, reading, request, counter, model);
    for (const catalog::Fee& fee : item.fees) {
        model.fees.push_back({english(request) ? fee.name_en : fee.name,
                              english(request) ? fee.standard_en : fee.standard,
                              fee.basis.law + " " + fee.basis.article});
    }
    return model;
}

// All faults at once: a clerk mends them together.
Result<base::Done> refuse_faults(const Counter& counter, const web::Request& request,
                                 const DraftContent& content, calendar::Date today) {
    const auto faults = faults_of({*counter.pages, counter.item(), Papers::AtCounter, today}, content);
    web::FormReader form(request.form);
    for (const Fault& fault : faults) form.fault(fault.field, fault.text_key);
    if (!form.fits()) return form.refusal();
    return base::Done{};
}

}  // namespace services
