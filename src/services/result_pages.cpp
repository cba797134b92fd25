// 结果公开 (许可法 40): what was granted, for anyone to look up; the check of a licence by its number and
// code; and the licence itself, printable, for its holder and the offices that handle the matter.

#include "base/json.h"
#include "ledger/journal.h"
#include "services/applicant_pages.h"
#include "services/apply_model_pages.h"
#include "services/public_parts_pages.h"
#include "services/result.h"
#include "services/result_events.h"
#include "services/services_pages.h"
#include "services/test_seal.h"
#include "text/display.h"
#include "text/mask.h"
#include "text/qr.h"
#include "text/utf8.h"
#include "web/pager.h"

#include <algorithm>
#include <map>

namespace services {

namespace {

using base::Result;
using calendar::Date;
using http::Response;

constexpr std::size_t kWordsMax = 40;
constexpr std::size_t kNamedItemsMax = 40;
constexpr int kEntriesMax = 400;
constexpr int kProofGroups = 4;
constexpr std::string_view kValid = "valid", kExpired = "expired";

std::string result_url(std::string_view result) {
    return "/results/" + std::string(result);
}

struct BodyOption {
    std::string code, name;
    bool is_selected = false;
    void fields(auto& visit) { visit("code", code), visit("name", name), visit("is_selected", is_selected); }
};
struct ResultRow {
    std::string item, holder, paper_number, body, date, url, state;
    bool is_ended = false;
    void fields(auto& visit) {
        visit("item", item), visit("holder", holder), visit("paper_number", paper_number),
            visit("body", body);
        visit("date", date), visit("url", url), visit("state", state), visit("is_ended", is_ended);
    }
};
struct ResultsModel {
    std::string q, date_from, date_to;
    std::vector<BodyOption> bodies;
    std::vector<ResultRow> results;
    std::vector<web::FormError> errors;
    std::vector<FieldModel> questions;
    web::Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("date_from", date_from), visit("date_to", date_to), visit("bodies", bodies);
        visit("results", results), visit("errors", errors), visit("fields", questions), visit("", pager);
    }
};

// From the guide in force, since the record holds no words; an item that has gone is named by its code.
std::string item_name(const catalog::Catalogue& catalogue, std::string_view code, web::Locale locale) {
    const catalog::ServiceItem* item = catalogue.find_item(code);
    return item == nullptr ? std::string(code) : name_of(*item, locale);
}

Date end_of(const catalog::ServiceItem* item, Date decided) {
    return item == nullptr ? Date{} : valid_until(decided, item->validity_en);
}

std::string_view state_of(Date end, Date today) {
    return end.days > 0 && end < today ? kExpired : kValid;
}

std::vector<std::string> items_named(const catalog::Catalogue& catalogue, const std::string& words) {
    std::vector<std::string> codes;
    if (words.empty()) return codes;
    for (const auto& [code, item] : catalogue.items) {
        const bool named =
            item->name.find(words) != std::string::npos || item->name_en.find(words) != std::string::npos;
        if (named && codes.size() < kNamedItemsMax) codes.push_back(code);
    }
    return codes;
}

std::string cut_words(std::string_view typed) {
    auto clean = text::clean_line(typed, kWordsMax);
    return clean.ok() ? std::move(clean).value() : std::string();
}

Date day_of(std::string_view typed) {
    const auto day = Date::parse(typed);
    return day.ok() ? day.value() : Date{};
}

FieldModel check_field(const Rooms& rooms, const web::Request& request,
                       const std::vector<web::FormError>& errors, std::string_view id) {
    FieldModel field;
    field.field = id;
    field.label = rooms.site.text(request, "verify." + field.field);
    field.hint = rooms.site.text(request, "verify." + field.field + "_hint");
    field.value = request.typed(id);
    field.error = web::error_of(errors, id);
    field.max = "40";
    field.is_text = true;
    return field;
}

Result<Response> show_results(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request) {
    const auto catalogue = rooms.practice.keeper().current();
    const web::Locale locale = request.skin.locale;
    const web::PageView view = web::page_view(request);
    ResultsModel model;
    ResultQuestion question;
    question.words = model.q = cut_words(request.query("q"));
    question.named_items = items_named(*catalogue, model.q);
    question.from = day_of(request.query("from"));
    question.to = day_of(request.query("to"));
    if (question.from.days > 0) model.date_from = question.from.iso();
    if (question.to.days > 0) model.date_to = question.to.iso();
    if (catalogue->find_body(request.query("body")) != nullptr) question.office = request.query("body");
    question.offset = view.offset();
    question.limit = view.size;
    for (const catalog::PublicBody& body : catalogue->bodies) {
        if (catalogue->items_of_body(body.code).empty()) continue;
        model.bodies.push_back(
            {body.code, in_locale(locale, body.short_name, body.name_en), body.code == question.office});
    }
    for (const ResultLine& line : TRY(list_published(reading.db, question))) {
        const Date end = end_of(catalogue->find_item(line.item), line.decided);
        const std::string state(state_of(end, reading.now.date()));
        model.results.push_back({item_name(*catalogue, line.item, locale), line.holder, line.result,
                                 short_body_name(*catalogue, line.office, locale), line.decided.iso(),
                                 result_url(line.result), state, state != kValid});
    }
    const std::int64_t total = TRY(count_published(reading.db, question));
    std::string address = "/results";
    address = web::with_query(std::move(address), "q", model.q);
    address = web::with_query(std::move(address), "body", question.office);
    address = web::with_query(std::move(address), "from", model.date_from);
    address = web::with_query(std::move(address), "to", model.date_to);
    model.pager = web::make_pager(view, total, address);
    model.errors = rooms.site.errors(request);
    for (const char* id : {"paper", "check_code"})
        model.questions.push_back(check_field(rooms, request, model.errors, id));
    return rooms.site.page(request, "services/results", model, rooms.site.text(request, "results.title"));
}

// A licence is checked by what is printed on it; a number alone tells nothing of a result that is not public.
Result<Response> check_licence(const identity::Reading& reading, const web::Request& request) {
    web::FormReader form(request.form);
    const std::string paper = form.text("paper", {web::Need::Required, 40, 0});
    const std::string code = form.text("check_code", {web::Need::Required, 20, 0});
    if (!form.fits()) return form.refusal();
    const auto line = TRY(find_result(reading.db, paper));
    if (!line || !check_code_fits(reading, paper, code)) {
        return base::Error(base::ErrorCode::Invalid, "verify.no_match").at("check_code");
    }
    return http::see_other(result_url(line->result) + "?check=" + check_code(reading, line->result));
}

struct ResultModel {
    std::string item, paper_number, state, holder, holder_code, content, body, body_url, decided, valid_from,
        valid_until;
    std::string basis, basis_url, ended_reason, published, took, proof, guide_url, page_url;
    bool is_valid = true, is_checked = false;
    text::Html page_qr;
    std::vector<LinkRow> crumbs;
    void fields(auto& visit) {
        visit("item", item), visit("paper_number", paper_number), visit("state", state),
            visit("holder", holder);
        visit("holder_code", holder_code), visit("content", content), visit("body", body),
            visit("body_url", body_url);
        visit("decided", decided), visit("valid_from", valid_from), visit("valid_until", valid_until);
        visit("basis", basis), visit("basis_url", basis_url), visit("ended_reason", ended_reason);
        visit("published", published), visit("took", took), visit("proof", proof),
            visit("guide_url", guide_url);
        visit("page_url", page_url), visit("is_valid", is_valid), visit("is_checked", is_checked);
        visit("page_qr", page_qr), visit("crumbs", crumbs);
    }
};

// One result, with the matter it comes from and the guide that matter was handled under.
struct Paper {
    ResultLine line;
    casework::MatterRow matter;
    casework::Handling handling;
    Date end;
    std::string_view state = kValid;
};
Result<Paper> open_paper(const Rooms& rooms, const identity::Reading& reading, const web::Request& request) {
    const auto line = TRY(find_result(reading.db, request.param("result")));
    if (!line) return base::Error(base::ErrorCode::NotFound, "result.not_found");
    Paper paper;
    paper.line = *line;
    paper.matter = TRY(casework::load_matter(reading, line->number));
    paper.handling = TRY(rooms.practice.for_matter(reading.db, paper.matter));
    paper.end = end_of(paper.handling.item.get(), line->decided);
    paper.state = state_of(paper.end, reading.now.date());
    return paper;
}

// When it was published and where it stands in the log that nobody can change.
Result<base::Done> write_proof(const Rooms& rooms, const identity::Reading& reading,
                               const web::Request& request, const Paper& paper, ResultModel& model) {
    const auto entries =
        TRY(ledger::list_entries(reading.db, casework::subject_of(paper.matter.number), kEntriesMax));
    for (const ledger::EntryLine& entry : entries) {
        if (entry.kind != ResultIssued::kKind.name) continue;
        model.published = text::date_time(entry.at, request.skin.locale);
        model.proof = rooms.site.text(request, "result.proof",
                                      {{"digest", digest_shown(entry.leaf_hash, kProofGroups)},
                                       {"index", text::integer(entry.index)},
                                       {"shard", entry.shard}});
    }
    return base::Done{};
}

void write_took(const Rooms& rooms, const web::Request& request, const Paper& paper, ResultModel& model) {
    const calendar::Instant from = paper.matter.accepted.ms != 0 ? paper.matter.accepted : paper.matter.filed;
    const int days = paper.handling.days->elapsed(from.date(), paper.line.decided);
    const catalog::ServiceItem& item = *paper.handling.item;
    model.took = rooms.site.text(request, item.is_instant() ? "result.took_instant" : "result.took_days",
                                 {{"days", std::to_string(days)},
                                  {"promise_days", std::to_string(item.promise_days)},
                                  {"legal_days", std::to_string(item.legal_days)}});
}

Result<Response> show_result(const Rooms& rooms, const identity::Reading& reading,
                             const web::Request& request) {
    const auto catalogue = rooms.practice.keeper().current();
    const web::Locale locale = request.skin.locale;
    const Paper paper = TRY(open_paper(rooms, reading, request));
    const catalog::ServiceItem& item = *paper.handling.item;
    ResultModel model;
    model.is_checked = check_code_fits(reading, paper.line.result, request.query("check"));
    // What the law does not publish is shown to nobody but who holds the paper with its code.
    if (!paper.line.published && !model.is_checked)
        return base::Error(base::ErrorCode::NotFound, "result.not_found");
    model.item = name_of(item, locale);
    model.paper_number = paper.line.result;
    model.crumbs = {{rooms.site.text(request, "results.title"), "/results"}, {paper.line.result, {}}};
    model.state = paper.state;
    model.is_valid = paper.state == kValid;
    model.holder = paper.line.holder;
    model.content = in_locale(locale, item.result_name, item.result_name_en);
    model.body = full_body_name(*catalogue, paper.line.office, locale);
    model.body_url = "/bodies/" + paper.line.office;
    model.decided = text::date(paper.line.decided, locale);
    model.valid_from = model.decided;
    if (paper.end.days > 0) model.valid_until = text::date(paper.end, locale);
    if (!item.basis.empty()) {
        const Cited cited =
            cite(rooms.site, request, catalogue->laws, item.basis.front().law, item.basis.front().article);
        model.basis = cited.words;
        model.basis_url = cited.url;
    }
    TRY(write_proof(rooms, reading, request, paper, model));
    write_took(rooms, request, paper, model);
    model.guide_url = "/items/" + item.code;
    model.page_url = rooms.address + result_url(paper.line.result);
    model.page_qr = TRY(text::qr_code(model.page_url, rooms.site.text(request, "result.scan")));
    return rooms.site.page(request, "services/result", model, model.item);
}

struct FactModel {
    std::string label, value;
    void fields(auto& visit) { visit("label", label), visit("value", value); }
};
struct LicenceModel {
    std::string head_name, back_url, state, ended_reason, name, paper_number, valid_from, valid_until,
        validity, organ, date;
    std::string page_url, check_code;
    bool is_valid = true;
    text::Html seal, page_qr;
    std::vector<FactModel> facts;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("back_url", back_url), visit("state", state);
        visit("ended_reason", ended_reason), visit("name", name), visit("paper_number", paper_number);
        visit("valid_from", valid_from), visit("valid_until", valid_until), visit("validity", validity);
        visit("organ", organ), visit("date", date), visit("page_url", page_url),
            visit("check_code", check_code);
        visit("is_valid", is_valid), visit("seal", seal), visit("page_qr", page_qr), visit("facts", facts);
    }
};

// The holder sees the paper in full. Officials see it as the register shows it: opening what was sealed is an
// act of its own.
enum class Sight { Full, AsPublished };
Result<Sight> sight_of(const identity::Reading& reading, const web::Request& request, const Paper& paper) {
    if (reading.actor.is_staff && casework::may_read(reading, paper.matter, paper.handling))
        return Sight::AsPublished;
    TRY(prove_applicant(reading, request, paper.matter));
    return Sight::Full;
}

Result<base::Done> write_holder(const Rooms& rooms, const identity::Reading& reading,
                                const web::Request& request, const Paper& paper, LicenceModel& model) {
    const auto fact = [&](std::string_view key, std::string value) {
        if (!value.empty()) model.facts.push_back({rooms.site.text(request, key), std::move(value)});
    };
    if (TRY(sight_of(reading, request, paper)) == Sight::AsPublished) {
        fact("licence.holder", paper.line.holder);
        return base::Done{};
    }
    const std::string sealed = TRY(reading.unseal(paper.matter.applicant));
    const base::Json applicant = TRY(base::parse_json(sealed));
    const bool firm = paper.matter.applicant_kind == "firm";
    const std::string number(applicant.string_or("number"));
    fact("licence.holder", std::string(applicant.string_or("name")));
    fact(firm ? "licence.credit_code" : "licence.identity_number",
         firm ? number : text::mask_id_number(number));
    fact("licence.address", std::string(applicant.string_or("address")));
    return base::Done{};
}

Result<Response> show_licence(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request) {
    const auto catalogue = rooms.practice.keeper().current();
    const web::Locale locale = request.skin.locale;
    const Paper paper = TRY(open_paper(rooms, reading, request));
    const catalog::ServiceItem& item = *paper.handling.item;
    LicenceModel model;
    TRY(write_holder(rooms, reading, request, paper, model));
    model.name = model.head_name = in_locale(locale, item.result_name, item.result_name_en);
    model.back_url = matter_url_of(paper.matter.number);
    model.state = paper.state;
    model.is_valid = paper.state == kValid;
    model.paper_number = paper.line.result;
    model.facts.push_back({rooms.site.text(request, "licence.content"), name_of(item, locale)});
    const catalog::Scenario* scenario = item.find_scenario(paper.matter.scenario);
    if (scenario != nullptr && item.scenarios.size() > 1) {
        model.facts.push_back({rooms.site.text(request, "licence.scenario"),
                               in_locale(locale, scenario->name, scenario->name_en)});
    }
    model.valid_from = text::date(paper.line.decided, locale);
    if (paper.end.days > 0) model.valid_until = text::date(paper.end, locale);
    model.validity = in_locale(locale, item.validity, item.validity_en);
    model.organ = full_body_name(*catalogue, paper.line.office, locale);
    model.date = text::date(paper.line.decided, locale);
    const std::string purpose = rooms.site.text(request, "licence.seal");
    const std::string label =
        rooms.site.text(request, "licence.seal_label", {{"organ", model.organ}, {"purpose", purpose}});
    model.seal = test_seal({model.organ, purpose, label});
    const std::string code = check_code(reading, paper.line.result);
    model.check_code = code.substr(0, 4) + " " + code.substr(4);
    model.page_url = rooms.address + result_url(paper.line.result);
    model.page_qr =
        TRY(text::qr_code(model.page_url + "?check=" + code, rooms.site.text(request, "licence.scan")));
    Response response = rooms.site.page(request, "services/licence", model, model.name);
    response.set("Cache-Control", "no-store");
    return response;
}

}  // namespace

void add_result_pages(web::Site& site) {
    site.add<ResultsModel>("services/results");
    site.add<ResultModel>("services/result");
    site.add<LicenceModel>("services/licence");
}

std::vector<web::Route> result_routes(const Rooms& rooms) {
    const auto reads = [rooms](auto handler) {
        return [rooms, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(rooms, reading, request);
        };
    };
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/results", {}, "Published grants, filtered and paged", reads(show_results)).in("open"));
    routes.push_back(web::ask("/results", {}, "Checks a licence by its number and code", check_licence)
                         .or_show(reads(show_results))
                         .in("open"));
    routes.push_back(web::get("/results/{result}", {}, "One published grant", reads(show_result)).in("open"));
    routes.push_back(web::get("/results/{result}/licence", {},
                              "A licence to print, for its holder and the offices that handle it",
                              reads(show_licence))
                         .in("services"));
    return routes;
}

}  // namespace services
