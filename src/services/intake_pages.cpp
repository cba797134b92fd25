// 窗口收件: any comprehensive window takes any item. Find it by what people call it, take everything in on
// one form, hand out the slip with number and 查询码.

#include "casework/figure_store.h"
#include "casework/material_file.h"
#include "casework/told.h"
#include "services/intake_form_pages.h"
#include "services/tracker_pages.h"
#include "text/display.h"
#include "text/identifiers.h"
#include "text/mask.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

constexpr int kRecentDays = 30;
constexpr int kRecentActs = 60;
constexpr std::size_t kRecentItems = 8;
constexpr std::size_t kHits = 12;
constexpr std::string_view kReceive = "receive";

CounterItem counter_item(const Rooms& rooms, const web::Request& request, const catalog::ServiceItem& item) {
    CounterItem row;
    row.item = name_of(item, request.skin.locale);
    row.body = body_text(rooms, request, item.body);
    row.handling = std::to_string(item.handling);
    row.promise = promise_text(rooms, request, item);
    row.url = "/desk/intake/" + item.code;
    row.guide_url = "/items/" + item.code;
    row.material_count = static_cast<std::int64_t>(item.materials.size());
    row.is_authorised = item.is_instant();
    return row;
}

void find_items(const Rooms& rooms, const web::Request& request, IntakeModel& model) {
    const auto catalogue = rooms.practice.keeper().current();
    catalog::SearchQuery query;
    query.words = model.words;
    query.kind = "item";
    query.size = kHits;
    const auto add = [&](const catalog::ServiceItem* item) {
        if (item != nullptr && item->status == 1) model.hits.push_back(counter_item(rooms, request, *item));
    };
    // By its code, as it stands on a paper guide.
    add(catalogue->find_offered(model.words));
    const catalog::SearchAnswer answer = catalogue->search->find(query);
    for (const catalog::SearchHit& hit : answer.hits) add(catalogue->find_item(hit.id));
    model.hit_count = std::to_string(std::max(answer.total, model.hits.size()));
}

// What this clerk took in lately, newest first.
Result<base::Done> recent_items(const Rooms& rooms, const identity::Reading& reading,
                                const web::Request& request, IntakeModel& model) {
    casework::ActQuestion question;
    question.person = reading.actor.person;
    question.to = reading.now.date();
    question.from = question.to.plus(-kRecentDays);
    question.step = kReceive;
    question.limit = kRecentActs;
    std::vector<std::string> numbers;
    for (const casework::ActLine& line : TRY(casework::list_acts(reading.db, question)))
        numbers.push_back(line.number);
    const auto catalogue = rooms.practice.keeper().current();
    std::vector<std::string> shown;
    for (const casework::MatterLine& line : TRY(casework::list_numbers(reading.db, numbers))) {
        const catalog::ServiceItem* item = catalogue->find_item(line.item);
        const bool known = std::find(shown.begin(), shown.end(), line.item) != shown.end();
        if (known || item == nullptr || item->status != 1 || shown.size() >= kRecentItems) continue;
        shown.push_back(line.item);
        model.recent.push_back(counter_item(rooms, request, *item));
    }
    question.from = question.to;
    const std::int64_t today = TRY(casework::count_acts(reading.db, question));
    model.today_count = std::to_string(today);
    model.slips = rooms.site.text(request, "intake.slips_today", {{"count", model.today_count}});
    return base::Done{};
}

Result<base::Done> open_drafts(const Rooms& rooms, const identity::Reading& reading,
                               const web::Request& request, IntakeModel& model) {
    const auto catalogue = rooms.practice.keeper().current();
    for (const DraftLine& line : TRY(list_drafts(reading, reading.actor.person))) {
        const catalog::ServiceItem* item = catalogue->find_item(line.item);
        auto draft = find_draft(reading, clerk_hands(request), line.draft);
        if (item == nullptr || !draft.ok()) continue;
        model.drafts.push_back({name_of(*item, request.skin.locale),
                                text::mask_name(draft.value().content.answer("name")), line.draft,
                                text::time_of_day(line.updated),
                                "/desk/intake/" + line.item + "?draft=" + line.draft});
    }
    return base::Done{};
}

Result<Response> show_window(const Rooms& rooms, const identity::Reading& reading,
                             const web::Request& request) {
    IntakeModel model;
    model.words = request.query("words");
    if (model.words.empty()) model.words = request.query("q");
    if (!model.words.empty()) find_items(rooms, request, model);
    TRY(recent_items(rooms, reading, request, model));
    TRY(open_drafts(rooms, reading, request, model));
    model.draft = request.refused == nullptr ? std::string() : std::string(request.typed("draft"));
    if (request.refused != nullptr)
        model.draft_error = rooms.site.texts().error_text(*request.refused, request.skin.locale);
    model.desk = reading.actor.post;
    model.seal = rooms.site.text(request, "licence.seal");
    return rooms.site.page(request, "services/intake", model, rooms.site.text(request, "intake.h1"));
}

// services.md 8: the clerk opens the same draft, by its number and code.
Result<Response> resume_at_counter(const Rooms&, identity::Act& act, const web::Request& request) {
    TRY(identity::authorise(act, "casework.receive"));
    const auto plain = [](std::string_view typed) {
        std::string kept;
        for (const char c : typed) {
            if (c == ' ' || c == '-') continue;
            kept += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        return kept;
    };
    const std::string word = plain(request.field("draft"));
    // It stays the applicant's draft: only this browser is added to the hands it is in.
    TRY(resume_draft(act, {identity::PersonId(), request.browser}, word, plain(request.field("code"))));
    const Draft draft = TRY(find_draft(act, clerk_hands(request), word));
    return http::see_other("/desk/intake/" + draft.item + "?draft=" + draft.draft);
}

Result<Response> show_item(const Rooms& rooms, const identity::Reading& reading,
                           const web::Request& request) {
    const Counter counter = TRY(open_counter(rooms, reading, request, Side::Window));
    const IntakeItemModel model = counter_model(rooms, reading, request, counter);
    return rooms.site.page(request, "services/intake_item", model, model.item);
}

Result<Response> keep_at_counter(identity::Act& act, const web::Request& request, Counter& counter,
                                 DraftContent content) {
    const std::string url = "/desk/intake/" + counter.item().code + "?draft=";
    if (!counter.draft) {
        const std::string word = TRY(begin_draft(act, clerk_hands(request), counter.item(), content));
        return http::see_other(url + word);
    }
    counter.draft->content = std::move(content);
    TRY(save_draft(act, clerk_hands(request), *counter.draft));
    return http::see_other(url + counter.draft->draft);
}

Result<Response> take_in(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    Counter counter = TRY(open_counter(rooms, act, request, Side::Window));
    const std::string_view wanted = request.field("do");
    DraftContent content = TRY(read_counter(counter, request, request.prepared_as<Scans>()));
    if (wanted == "save") return keep_at_counter(act, request, counter, std::move(content));
    // 许可法 32(1), (2): what needs no permit or is not ours is refused in writing, so its papers need not be
    // complete.
    const bool turned_away = wanted == "not_needed" || wanted == "not_ours";
    if (turned_away) {
        for (const catalog::Material* material : counter.item().materials_for(content.scenario)) {
            if (content.uploads_for(material->id).empty()) content.deferred.push_back(material->id);
        }
    }
    TRY(refuse_faults(counter, request, content, act.now.date()));
    Arrival arrival{"hall", {}};
    // Begun under an account, it stays that account's matter.
    if (counter.draft && counter.draft->person != act.actor.person) arrival.person = counter.draft->person;
    const casework::Filed filed =
        TRY(file_application(act, rooms.practice, rooms.asks, counter.item().code, content, arrival));
    if (counter.draft) TRY(mark_filed(act, counter.draft->draft, filed.number));
    if (turned_away) {
        return http::see_other("/desk/matters/" + filed.number +
                               "/steps/check?outcome=" + std::string(wanted));
    }
    if (wanted == "accept") {
        casework::StepChoice accept;
        accept.step = "check";
        accept.outcome = "accept";
        TRY(casework::do_step(act, rooms.practice, filed.number, casework::Standing::Official, accept));
    }
    return http::see_other("/desk/intake/done/" + filed.number);
}

// The check as it lies on the reader's desk, if it does.
const casework::DeskRow* own_check(const MatterView& view) {
    for (const casework::DeskRow& row : view.file.open) {
        if (row.step == "check" && view.reading.actor.has_role(row.role, row.office)) return &row;
    }
    return nullptr;
}

void fill_accept(const MatterView& view, IntakeDoneModel& model) {
    model.is_accepted = view.file.matter.accepted.ms != 0;
    if (model.is_accepted) return;
    const casework::DeskRow* row = own_check(view);
    if (row == nullptr) {
        model.cannot_why = view.text("step.not_on_your_desk");
        return;
    }
    const casework::Acting acting{view.reading.actor.person, base::Code::of(row->role),
                                  base::Code::of(row->office)};
    const casework::Choice accept{base::Code::of("check"), base::Code::of("accept"), {}, {}};
    const auto turn = casework::foretell(view.file.handling.pinned(), view.file.matter.state, accept, acting,
                                         view.reading.now);
    if (!turn.ok()) {
        model.cannot_why = view.rooms.site.texts().error_text(turn.error(), view.locale());
        return;
    }
    model.can_accept = true;
    for (const base::Code& letter : turn.value().letters) {
        model.then.push_back(
            {"slip", view.file.texts->text(view.locale(), "evidence." + letter.text()), {}, {}, {}});
    }
    for (const casework::ClockChange& change : turn.value().clocks) {
        const std::string clock = view.file.texts->clock(view.locale(), change.clock.text());
        if (change.change.text() == "stopped") model.then.push_back({"ends", clock, {}, {}, {}});
        if (change.change.text() != "started") continue;
        model.then.push_back(
            {"starts", clock, view.span_text(change), text::short_date(change.due, view.locale()), {}});
    }
}

void fill_deadlines(const MatterView& view, IntakeDoneModel& model) {
    const auto& rules = view.file.handling.process->deadlines;
    for (std::size_t slot = 0; slot < rules.size(); ++slot) {
        const casework::ClockState& clock = view.file.matter.state.clock(slot);
        if (!clock.running()) continue;
        const calendar::WorkCalendar& days =
            casework::days_of(view.file.handling.pinned(), view.file.matter.state, slot);
        const auto reading = casework::evaluate(clock, rules[slot], days, view.reading.now);
        SlipDeadline& row = model.deadlines.emplace_back();
        row.deadline = view.file.texts->clock(view.locale(), rules[slot].name);
        row.lamp = casework::lamp_code(reading, rules[slot].kind, days, view.reading.now);
        const casework::Sentence left = casework::left_words(reading, rules[slot], view.reading.now.date());
        row.left = view.text(
            left.key, {{"n", std::to_string(left.n)}, {"day", text::short_date(left.day, view.locale())}});
        row.unit = calendar::unit_code(reading.unit);
        row.used = std::to_string(reading.consumed);
        row.total = std::to_string(reading.budget);
        row.due = text::short_date(reading.due, view.locale());
        row.bar = reading.budget > 0 ? std::clamp(100 * reading.consumed / reading.budget, 0, 100) : 100;
    }
}

void fill_slip(const MatterView& view, IntakeDoneModel& model) {
    for (const casework::Handed& handed : casework::handed_in(view.file.happenings)) {
        const catalog::Material* material = view.item().find_material(handed.paper.material.text());
        SlipMaterial& row = model.materials.emplace_back();
        row.name =
            material == nullptr ? handed.paper.material.text() : view.pick(material->name, material->name_en);
        row.form = view.text("receipt.form." + handed.paper.form.text());
        const auto record = view.reading.unseal(handed.paper.file);
        if (!record.ok()) continue;  // erased
        const auto kept = casework::MaterialFile::from_json(record.value());
        if (!kept.ok() || kept.value().paper.empty()) continue;
        row.form = view.text("got." + kept.value().paper);
        row.copies = std::to_string(kept.value().copies);
    }
}

Result<Response> show_done(const Rooms& rooms, const identity::Reading& reading,
                           const web::Request& request) {
    const MatterView view = TRY(open_for_counter(rooms, reading, request));
    const std::string& number = view.file.matter.number;
    const auto parts = TRY(text::CaseNumber::parse(number)).parts();
    IntakeDoneModel model;
    model.item = name_of(view.item(), view.locale());
    const auto caption = reading.caption(view.file.matter.applicant);
    if (caption.ok()) model.applicant = caption.value();
    model.number_shown = number_shown(number);
    model.code = code_shown(casework::inquiry_code(reading, number));
    model.slip_number = parts.office + "-" + parts.day.iso() + "-" + std::to_string(parts.sequence);
    model.print_url = "/desk/intake/done/" + number + "/receipt";
    model.matter_url = "/desk/matters/" + number;
    model.accept_url = model.check_url = model.matter_url + "/steps/check";
    fill_accept(view, model);
    fill_slip(view, model);
    fill_deadlines(view, model);
    return rooms.site.page(request, "services/intake_done", model, view.text("intake_done.h1"));
}

}  // namespace

void add_intake_pages(web::Site& site) {
    site.add<IntakeModel>("services/intake");
    site.add<IntakeItemModel>("services/intake_item");
    site.add<IntakeDoneModel>("services/intake_done");
}

std::vector<web::Route> intake_routes(const Rooms& rooms) {
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
    const web::PrepareStep seal = [rooms](const identity::Reading& reading,
                                          const web::Request& request) -> Result<std::any> {
        Scans scans = TRY(seal_scans(rooms, reading, request, Side::Window));
        return std::any(std::move(scans));
    };
    const web::Guarded clerk{identity::Door::Staff, "casework.receive"};
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/desk/intake", clerk, "The window: find an item, go on with a draft", reads(show_window))
            .in("intake"));
    routes.push_back(
        web::post("/desk/intake/draft", clerk, "Opens a draft by number and code", acts(resume_at_counter))
            .or_show(reads(show_window))
            .every_time()
            .in("intake"));
    routes.push_back(
        web::get("/desk/intake/{item}", clerk, "The counter's form of one item", reads(show_item))
            .in("intake"));
    routes.push_back(
        web::post("/desk/intake/{item}", clerk, "Takes an application in at the window", acts(take_in))
            .first(seal)
            .with_uploads()
            .or_show(reads(show_item))
            .in("intake"));
    routes.push_back(
        web::get("/desk/intake/done/{number}", clerk, "Slip with number and code", reads(show_done))
            .in("intake"));
    routes.push_back(web::get("/desk/intake/done/{number}/receipt", clerk, "The receipt to be printed",
                              reads(show_counter_receipt))
                         .in("intake"));
    return routes;
}

}  // namespace services
