// 在线申请: one thing per page, each saved as it is answered; check the answers; file. Works without a script
// and without an account.

#include "services/apply_model_pages.h"
#include "services/limits.h"
#include "services/services_pages.h"
#include "text/display.h"
#include "text/identifiers.h"
#include "text/mask.h"
#include "text/qr.h"
#include "web/guard.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

bool english(const web::Request& request) {
    return request.skin.locale == web::Locale::English;
}

std::string draft_url(std::string_view draft, std::string_view page) {
    return "/apply/draft/" + std::string(draft) + "/" + std::string(page);
}

// One draft on one page: what every handler below looks up first.
struct Desk {
    casework::Handling handling;
    std::shared_ptr<const AskPages> pages;  // Reason for shared_ptr: the shelf shares one copy a version
    Draft draft;
};
Result<Desk> open_desk(const Rooms& rooms, const identity::Reading& reading, const web::Request& request) {
    Desk desk;
    desk.draft = TRY(find_draft(reading, holder_of(request), request.param("draft")));
    desk.handling = TRY(rooms.practice.for_guide(desk.draft.item));
    desk.pages = TRY(rooms.asks.pages(rooms.practice, desk.handling));
    return desk;
}

int index_of(const AskPages& pages, std::string_view id) {
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i].id == id) return static_cast<int>(i);
    }
    return -1;
}

std::string page_after(const AskPages& pages, int index) {
    return static_cast<std::size_t>(index + 1) < pages.size() ? pages[static_cast<std::size_t>(index + 1)].id
                                                              : "materials";
}

// Stages shown above the question: the applicant, the item's own questions, papers, check.
std::vector<StageModel> stages_of(const Rooms& rooms, const web::Request& request, const AskPages& pages,
                                  int index) {
    const int count = static_cast<int>(pages.size());
    int stage = index == count ? 2 : 3;
    if (index < count) stage = pages[static_cast<std::size_t>(index)].about_applicant ? 0 : 1;
    static constexpr std::string_view kKeys[] = {"stage.applicant", "stage.questions", "stage.materials",
                                                 "stage.check"};
    std::vector<StageModel> stages;
    for (int i = 0; i < 4; ++i) {
        stages.push_back({rooms.site.text(request, kKeys[i]),
                          i < stage    ? "done"
                          : i == stage ? "now"
                                       : "todo",
                          i == stage});
    }
    return stages;
}

DraftFrame frame_of(const Rooms& rooms, const identity::Reading& reading, const web::Request& request,
                    const Desk& desk, int index) {
    DraftFrame frame;
    const int count = static_cast<int>(desk.pages->size());
    frame.head_name = name_of(*desk.handling.item, request.skin.locale);
    frame.minutes_left = std::to_string(std::max(1, count + 2 - index));
    frame.kept_until = text::short_date(desk.draft.updated.date().plus(kDraftDays), request.skin.locale);
    frame.draft_number = desk.draft.draft;
    frame.draft_code = code_shown(draft_code(reading, desk.draft.draft));
    frame.draft_url = draft_url(desk.draft.draft, "check");
    frame.stages = stages_of(rooms, request, *desk.pages, index);
    frame.errors = rooms.site.errors(request);
    if (index > 0) {
        const std::string before =
            index <= count ? (*desk.pages)[static_cast<std::size_t>(index - 1)].id : "materials";
        frame.previous_url = draft_url(desk.draft.draft, before);
    } else {
        frame.previous_url = "/apply/" + desk.draft.item;
    }
    return frame;
}

FieldModel field_of(const AskField& field, const web::Request& request, const std::string& kept) {
    FieldModel model;
    model.field = field.id;
    model.label = field.label_in(request.skin.locale);
    model.hint = field.hint_in(request.skin.locale);
    model.value = request.refused != nullptr ? std::string(request.typed(field.id)) : kept;
    model.max = std::to_string(field.characters_max);
    model.is_optional = !field.required;
    model.is_long = field.kind == "long";
    model.is_number = field.kind == "number";
    model.is_date = field.kind == "date";
    model.is_select = field.options.size() > kRadiosMax;
    model.is_choice = field.kind == "choice" && !model.is_select;
    model.is_yesno = field.kind == "yesno";
    model.is_text = !model.is_long && !model.is_number && !model.is_date && !model.is_choice &&
                    !model.is_select && !model.is_yesno;
    model.is_yes = model.is_yesno && model.value == "yes";
    model.is_no = model.is_yesno && model.value == "no";
    model.is_stacked = field.options.size() > 3;
    if (field.kind == "phone") model.autocomplete = "tel", model.width = "w-10";
    if (field.kind == "identifier") model.width = "w-18";
    if (field.id == "name") model.autocomplete = "name", model.width = "w-18";
    if (field.id == "address") model.autocomplete = "address-line1";
    for (const AskOption& option : field.options) {
        model.options.push_back({option.value,
                                 english(request) ? option.label_en : option.label,
                                 {},
                                 option.value == model.value});
    }
    return model;
}

Result<Response> show_start(const Rooms& rooms, const identity::Reading&, const web::Request& request) {
    const casework::Handling handling = TRY(rooms.practice.for_guide(request.param("item")));
    const catalog::ServiceItem& item = *handling.item;
    const auto pages = TRY(rooms.asks.pages(rooms.practice, handling));
    StartModel model;
    model.item = item.code;
    model.head_name = model.item_name = name_of(item, request.skin.locale);
    model.minutes = std::to_string(pages->size() + 4);
    model.is_instant = item.is_instant();
    model.promise_days = std::to_string(item.promise_days);
    model.legal_days = std::to_string(item.legal_days);
    if (!item.fees.empty())
        model.fee_short = english(request) ? item.fees.front().standard_en : item.fees.front().standard;
    model.errors = rooms.site.errors(request);
    model.scenario_error = web::error_of(model.errors, "scenario");
    for (const catalog::Material& material : item.materials) {
        if (material.need == "optional") continue;
        model.materials.push_back({english(request) ? material.name_en : material.name,
                                   english(request) ? material.note_en : material.note,
                                   material.need == "deferrable", material.source == "government"});
    }
    if (item.scenarios.size() > 1) {
        for (const catalog::Scenario& scenario : item.scenarios) {
            model.scenarios.push_back({scenario.code,
                                       english(request) ? scenario.name_en : scenario.name,
                                       {},
                                       request.field("scenario") == scenario.code});
        }
    }
    return rooms.site.page(request, "services/apply_start", model,
                           rooms.site.text(request, "apply.start_title", {{"item_name", model.item_name}}));
}

// What an account already knows is filled in and says so (716号 7: not asked again).
Result<base::Done> fill_from_account(const identity::Act& act, DraftContent& content) {
    if (!act.actor.is_citizen) return base::Done{};
    const identity::Profile profile = TRY(identity::citizen_profile(act, act.actor.person));
    content.answers["name"] = profile.name;
    content.answers["number"] = profile.number;
    content.answers["phone"] = profile.phone;
    const bool person = text::CitizenNumber::parse(profile.number, act.now.date()).ok();
    content.answers["applicant_kind"] = person ? "person" : "firm";
    return base::Done{};
}

Result<Response> begin(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const casework::Handling handling = TRY(rooms.practice.for_guide(request.param("item")));
    const catalog::ServiceItem& item = *handling.item;
    if (request.field("way") == "account" && request.actor.person.empty()) {
        return http::see_other("/sign-in?next=/apply/" + item.code);
    }
    DraftContent content;
    if (item.scenarios.size() == 1) content.scenario = item.scenarios.front().code;
    if (item.scenarios.size() > 1) {
        content.scenario = request.field("scenario");
        if (item.find_scenario(content.scenario) == nullptr) {
            return base::Error(base::ErrorCode::Invalid, "apply.choose_scenario").at("scenario");
        }
    }
    TRY(fill_from_account(act, content));
    const auto pages = TRY(rooms.asks.pages(rooms.practice, handling));
    const std::string draft = TRY(begin_draft(act, holder_of(request), item, content));
    return http::see_other(draft_url(draft, pages->empty() ? "materials" : pages->front().id));
}

Result<Response> show_question(const Rooms& rooms, const identity::Reading& reading,
                               const web::Request& request) {
    const Desk desk = TRY(open_desk(rooms, reading, request));
    if (!desk.draft.filed.empty()) return http::see_other(draft_url(desk.draft.draft, "done"));
    const int index = index_of(*desk.pages, request.param("page"));
    if (index < 0) return base::Error(base::ErrorCode::NotFound, "draft.no_such_page");
    const AskPage& page = (*desk.pages)[static_cast<std::size_t>(index)];
    QuestionsModel model;
    model.draft = frame_of(rooms, reading, request, desk, index);
    model.heading = page.title_in(request.skin.locale);
    model.hint = page.hint_in(request.skin.locale);
    const bool from_account = !desk.draft.person.empty();
    for (const AskField& field : page.fields) {
        model.questions.push_back(field_of(field, request, desk.draft.content.answer(field.id)));
        FieldModel& shown = model.questions.back();
        shown.error = web::error_of(model.draft.errors, field.id);
        const bool known = field.id == "name" || field.id == "number" || field.id == "phone";
        if (from_account && known && !shown.value.empty()) shown.filled_from = "account";
    }
    return rooms.site.page(request, "services/apply_page", model, model.heading);
}

Result<Response> save_question(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    Desk desk = TRY(open_desk(rooms, act, request));
    const int index = index_of(*desk.pages, request.param("page"));
    if (index < 0) return base::Error(base::ErrorCode::NotFound, "draft.no_such_page");
    const AskPage& page = (*desk.pages)[static_cast<std::size_t>(index)];
    web::FormReader form(request.form);
    DraftContent typed = desk.draft.content;
    // A choice on this page may decide how another field of it is read (person or firm).
    for (const AskField& field : page.fields) typed.answers[field.id] = request.field(field.id);
    for (const AskField& field : page.fields) {
        const auto answer = read_answer(field, request.field(field.id), typed, act.now.date());
        if (answer.ok())
            desk.draft.content.answers[field.id] = answer.value();
        else
            form.fault(field.id, answer.error().text_key());
    }
    if (!form.fits()) return form.refusal();
    TRY(save_draft(act, holder_of(request), desk.draft));
    const bool back_to_check = request.query("back") == "check";
    return http::see_other(
        draft_url(desk.draft.draft, back_to_check ? "check" : page_after(*desk.pages, index)));
}

std::string shown_answer(const AskField& field, const std::string& value, const web::Request& request,
                         const Rooms& rooms) {
    if (field.kind == "yesno")
        return value.empty() ? value : rooms.site.text(request, value == "yes" ? "field.yes" : "field.no");
    for (const AskOption& option : field.options) {
        if (option.value == value) return english(request) ? option.label_en : option.label;
    }
    if (field.kind == "identifier" && value.size() == 18 && value[0] >= '1' && value[0] <= '8')
        return text::mask_id_number(value);
    return value;
}

CheckMaterial check_material(const Desk& desk, const catalog::Material& material,
                             const web::Request& request) {
    CheckMaterial shown;
    shown.id = material.id;
    shown.name = english(request) ? material.name_en : material.name;
    shown.change_url = draft_url(desk.draft.draft, "materials#m-" + material.id);
    shown.is_deferred = desk.draft.content.is_deferred(material.id);
    for (const Upload* upload : desk.draft.content.uploads_for(material.id)) {
        shown.files_text += (shown.files_text.empty() ? "" : ", ") + upload->name;
    }
    shown.is_ready = !shown.files_text.empty();
    return shown;
}

// The first page that still lacks something; "check" when nothing does. Who goes on with a draft begins
// there.
std::string page_to_go_on(const Desk& desk, calendar::Date today) {
    const auto faults =
        faults_of({*desk.pages, *desk.handling.item, Papers::Uploaded, today}, desk.draft.content);
    const bool has_page =
        !faults.empty() && faults.front().field != "scenario";  // that one is chosen at the start
    return has_page ? faults.front().page : "check";
}

Result<Response> show_check(const Rooms& rooms, const identity::Reading& reading,
                            const web::Request& request) {
    const Desk desk = TRY(open_desk(rooms, reading, request));
    if (!desk.draft.filed.empty()) return http::see_other(draft_url(desk.draft.draft, "done"));
    const std::string open = page_to_go_on(desk, reading.now.date());
    if (request.refused == nullptr && open != "check")
        return http::see_other(draft_url(desk.draft.draft, open));
    CheckModel model;
    model.draft = frame_of(rooms, reading, request, desk, static_cast<int>(desk.pages->size()) + 1);
    for (const AskPage& page : *desk.pages) {
        AnswerGroup& group = model.groups.emplace_back();
        group.heading = page.title_in(request.skin.locale);
        for (const AskField& field : page.fields) {
            group.answers.push_back({field.id,
                                     field.label_in(request.skin.locale),
                                     shown_answer(field, desk.draft.content.answer(field.id), request, rooms),
                                     {},
                                     draft_url(desk.draft.draft, page.id + "?back=check")});
        }
    }
    for (const catalog::Material* material : desk.handling.item->materials_for(desk.draft.content.scenario)) {
        if (material->source == "government" && material->need == "necessary") continue;
        model.materials.push_back(check_material(desk, *material, request));
    }
    model.declare_error = web::error_of(model.draft.errors, "declare");
    model.is_declared = request.field("declare") == "yes";
    if (!desk.draft.content.deferred.empty())
        model.deferral_text = rooms.site.text(request, "check.deferral");
    return rooms.site.page(request, "services/apply_check", model, rooms.site.text(request, "check.title"));
}

Result<Response> file_draft(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const Desk desk = TRY(open_desk(rooms, act, request));
    if (!desk.draft.filed.empty()) return http::see_other(draft_url(desk.draft.draft, "done"));
    if (request.field("declare") != "yes")
        return base::Error(base::ErrorCode::Invalid, "check.not_declared").at("declare");
    const Arrival arrival{"web", request.actor.is_citizen ? request.actor.person : identity::PersonId()};
    const casework::Filed filed =
        TRY(file_application(act, rooms.practice, rooms.asks, desk.draft.item, desk.draft.content, arrival));
    TRY(mark_filed(act, desk.draft.draft, filed.number));
    return http::see_other(draft_url(desk.draft.draft, "done"));
}

std::vector<NextStep> next_steps(const Rooms& rooms, const web::Request& request, const Desk& desk,
                                 const casework::MatterRow& matter) {
    const auto line = [&](std::string_view state, const std::string& name, std::string when,
                          const web::TextArgs& args) {
        return NextStep{std::string(state), rooms.site.text(request, "next." + name, args), std::move(when),
                        rooms.site.text(request, "next_note." + name, args)};
    };
    const catalog::ServiceItem& item = *desk.handling.item;
    const calendar::Date check_by =
        desk.handling.days->add(matter.filed.date(), {5, calendar::Unit::WorkingDays}).date;
    std::vector<NextStep> steps;
    steps.push_back(line("done", "filed", text::date_time(matter.filed, request.skin.locale), {}));
    // 许可法 32(4): within five working days it is accepted, or all that is missing is told at once.
    steps.push_back(line("now", "check", text::short_date(check_by, request.skin.locale), {}));
    if (item.is_instant()) {
        steps.push_back(line("todo", "decide_instant", {}, {}));
    } else {
        steps.push_back(line("todo", "decide", {}, {{"days", std::to_string(item.promise_days)}}));
    }
    steps.push_back(line("todo", "deliver", {}, {}));
    return steps;
}

Result<Response> show_done(const Rooms& rooms, const identity::Reading& reading,
                           const web::Request& request) {
    const Desk desk = TRY(open_desk(rooms, reading, request));
    if (desk.draft.filed.empty()) return http::see_other(draft_url(desk.draft.draft, "check"));
    const casework::MatterRow matter = TRY(casework::load_matter(reading, desk.draft.filed));
    DoneModel model;
    model.head_name = model.item_name = name_of(*desk.handling.item, request.skin.locale);
    model.number = matter.number;
    model.number_shown = number_shown(matter.number);
    model.code = code_shown(casework::inquiry_code(reading, matter.number));
    model.track_url = "/track?number=" + matter.number;
    model.page_url = rooms.address + model.track_url;
    model.page_qr = TRY(text::qr_code(model.page_url, rooms.site.text(request, "done.qr")));
    model.phone = desk.handling.item->consult;
    model.phone_masked = text::mask_phone(desk.draft.content.answer("phone"));
    const auto* body = rooms.practice.keeper().current()->find_body(desk.handling.item->body);
    if (body != nullptr) model.body = english(request) ? body->name_en : body->name;
    model.next = next_steps(rooms, request, desk, matter);
    return rooms.site.page(request, "services/apply_done", model, rooms.site.text(request, "done.title"));
}

ResumeModel resume_model(const Rooms& rooms, const web::Request& request) {
    ResumeModel model;
    model.head_name = rooms.site.text(request, "resume.title");
    model.errors = rooms.site.errors(request);
    for (const char* id : {"draft", "code"}) {
        FieldModel& field = model.questions.emplace_back();
        field.field = id;
        field.label = rooms.site.text(request, "resume." + std::string(id));
        field.hint = rooms.site.text(request, "resume." + std::string(id) + "_hint");
        field.value = request.typed(id);
        field.error = web::error_of(model.errors, id);
        field.max = "12";
        field.width = "w-10";
        field.is_text = true;
    }
    return model;
}

// D4T7K2, however it was typed.
std::string draft_typed(std::string draft) {
    std::erase_if(draft, [](char c) { return c == '-' || c == ' '; });
    std::transform(draft.begin(), draft.end(), draft.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return draft;
}

// Six digits are soon guessed by whoever may try without end: the same limits as for a matter's 查询码.
struct ResumeTries {
    web::RateLimit by_address{kTriesPerAddress, kTriesPerAddress};
    web::RateLimit by_draft{kTriesPerNumber, 1};
};

Result<Response> resume(const Rooms&, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const std::string draft = draft_typed(form.text("draft", {web::Need::Required, 12, 0}));
    std::string code = form.text("code", {web::Need::Required, 12, 0});
    if (!form.fits()) return form.refusal();
    std::erase_if(code, [](char c) { return c == ' '; });
    TRY(resume_draft(act, holder_of(request), draft, code));
    return http::see_other(draft_url(draft, "check"));
}

}  // namespace

void add_apply_pages(web::Site& site) {
    site.add<StartModel>("services/apply_start");
    site.add<QuestionsModel>("services/apply_page");
    site.add<UploadsModel>("services/apply_materials");
    site.add<CheckModel>("services/apply_check");
    site.add<DoneModel>("services/apply_done");
    site.add<ResumeModel>("services/apply_resume");
}

std::vector<web::Route> apply_routes(const Rooms& rooms) {
    const auto reads = [rooms](auto handler) {
        return [rooms, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(rooms, reading, request);
        };
    };
    const auto acts = [rooms](auto handler) {
        return [rooms, handler](identity::Act& act, const web::Request& request) {
            return handler(rooms, act, request);
        };
    };
    const auto show_resume = [](const Rooms& all, const identity::Reading&,
                                const web::Request& request) -> Result<Response> {
        return all.site.page(request, "services/apply_resume", resume_model(all, request),
                             all.site.text(request, "resume.title"));
    };
    // Reason for shared_ptr: the route keeps it, and std::function copies its captures.
    const auto tries = std::make_shared<ResumeTries>();
    const web::PrepareStep slow_down = [tries](const identity::Reading& reading,
                                               const web::Request& request) -> Result<std::any> {
        TRY(tries->by_address.take(request.http.address, reading.now));
        const std::string draft = draft_typed(std::string(request.field("draft").substr(0, 12)));
        if (!draft.empty()) TRY(tries->by_draft.take(draft, reading.now));
        return std::any();
    };
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/apply/{item}", {}, "What is needed before an application is begun", reads(show_start))
            .in("services"));
    routes.push_back(web::post("/apply/{item}", {}, "Begins a draft", acts(begin))
                         .or_show(reads(show_start))
                         .in("services"));
    routes.push_back(web::get("/apply/draft", {}, "Asks for a draft's number and code", reads(show_resume))
                         .in("services"));
    routes.push_back(web::post("/apply/draft", {}, "Resumes a draft here", acts(resume))
                         .first(slow_down)
                         .or_show(reads(show_resume))
                         .every_time()
                         .in("services"));
    routes.push_back(
        web::get("/apply/draft/{draft}/check", {}, "Answers to be checked before filing", reads(show_check))
            .in("services"));
    routes.push_back(web::post("/apply/draft/{draft}/check", {}, "Files the application", acts(file_draft))
                         .or_show(reads(show_check))
                         .in("services"));
    routes.push_back(
        web::get("/apply/draft/{draft}/done", {}, "Number, code and what happens next", reads(show_done))
            .in("services"));
    routes.push_back(
        web::get("/apply/draft/{draft}/{page}", {}, "One question of an application", reads(show_question))
            .in("services"));
    routes.push_back(web::post("/apply/draft/{draft}/{page}", {}, "Saves one answer", acts(save_question))
                         .or_show(reads(show_question))
                         .every_time()
                         .in("services"));
    return routes;
}

}  // namespace services
