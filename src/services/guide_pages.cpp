// 办事指南: everything a person must know before applying, from the record that counter, form and engine also
// run on. What the law wants published (22号意见 13; 许可法 30) is all here or the item could not have been
// activated.

#include "services/flow.h"
#include "services/public_parts_pages.h"
#include "services/services_pages.h"
#include "text/display.h"
#include "text/qr.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

constexpr int kDigestGroups = 4;

struct ConditionRow {
    std::string text;
    void fields(auto& visit) { visit("text", text); }
};
struct ScenarioRow {
    std::string name, url;
    bool is_current = false;
    void fields(auto& visit) { visit("name", name), visit("url", url), visit("is_current", is_current); }
};
struct MaterialRow {
    std::string id, name, note, need, form, copies, source, issuer, basis, basis_url, sample;
    bool is_reused = false;
    void fields(auto& visit) {
        visit("id", id), visit("name", name), visit("note", note), visit("need", need), visit("form", form);
        visit("copies", copies), visit("source", source), visit("issuer", issuer), visit("basis", basis);
        visit("basis_url", basis_url), visit("sample", sample), visit("is_reused", is_reused);
    }
};
struct StepRow {
    std::string name, who, limit, note;
    void fields(auto& visit) {
        visit("name", name), visit("who", who), visit("limit", limit), visit("note", note);
    }
};
struct JointRow {
    std::string body, asks;
    void fields(auto& visit) { visit("body", body), visit("asks", asks); }
};
struct FeeRow {
    std::string name, standard, basis, basis_url, reduction;
    void fields(auto& visit) {
        visit("name", name), visit("standard", standard), visit("basis", basis),
            visit("basis_url", basis_url);
        visit("reduction", reduction);
    }
};
struct BasisRow {
    std::string law, article, rank, url, summary;
    bool is_unverified = false;
    void fields(auto& visit) {
        visit("law", law), visit("article", article), visit("rank", rank), visit("url", url),
            visit("summary", summary);
        visit("is_unverified", is_unverified);
    }
};
struct FaqRow {
    std::string question, answer;
    void fields(auto& visit) { visit("question", question), visit("answer", answer); }
};

struct GuideModel {
    std::string item, name, summary, type, body, body_url, suspended_reason, apply_url, minutes, promise_days,
        legal_days;
    std::string legal_note, legal_basis, legal_basis_url, visits, scope, materials_count, materials_necessary,
        fee_short;
    std::string served, result_kind, result, validity, supervise, place, hours, consult, channels, version,
        effective, digest;
    std::string page_url;
    bool is_suspended = false, is_instant = false, has_acceptance = false, has_remedy = false;
    std::string delivery_days;
    text::Html flow, page_qr;
    std::vector<LinkRow> crumbs;
    std::vector<ConditionRow> conditions;
    std::vector<ScenarioRow> scenarios;
    std::vector<MaterialRow> materials;
    std::vector<StepRow> steps;
    std::vector<JointRow> joint;
    std::vector<FeeRow> fees;
    std::vector<BasisRow> basis;
    std::vector<FaqRow> faq;
    void fields(auto& visit) {
        visit("item", item), visit("name", name), visit("summary", summary), visit("type", type),
            visit("body", body);
        visit("body_url", body_url), visit("suspended_reason", suspended_reason),
            visit("apply_url", apply_url);
        visit("minutes", minutes), visit("promise_days", promise_days), visit("legal_days", legal_days);
        visit("legal_note", legal_note), visit("legal_basis", legal_basis),
            visit("legal_basis_url", legal_basis_url);
        visit("visits", visits), visit("scope", scope), visit("materials_count", materials_count);
        visit("materials_necessary", materials_necessary), visit("fee_short", fee_short),
            visit("served", served);
        visit("result_kind", result_kind), visit("result", result), visit("validity", validity);
        visit("supervise", supervise), visit("place", place), visit("hours", hours),
            visit("consult", consult);
        visit("channels", channels), visit("version", version), visit("effective", effective),
            visit("digest", digest);
        visit("page_url", page_url), visit("is_suspended", is_suspended), visit("is_instant", is_instant);
        visit("has_acceptance", has_acceptance), visit("has_remedy", has_remedy),
            visit("delivery_days", delivery_days);
        visit("flow", flow), visit("page_qr", page_qr), visit("crumbs", crumbs),
            visit("conditions", conditions);
        visit("scenarios", scenarios), visit("materials", materials), visit("steps", steps),
            visit("joint", joint);
        visit("fees", fees), visit("basis", basis), visit("faq", faq);
    }
};

// One guide in the making.
struct GuideWriter {
    const Rooms& rooms;
    const web::Request& request;
    const catalog::Catalogue& catalogue;
    const catalog::ServiceItem& item;
    GuideModel model = {};

    web::Locale locale() const { return request.skin.locale; }
    bool english() const { return locale() == web::Locale::English; }
    std::string say(std::string_view key, const web::TextArgs& args = {}) const {
        return rooms.site.text(request, key, args);
    }
    const std::string& either(const std::string& chinese, const std::string& other) const {
        return in_locale(locale(), chinese, other);
    }
    Cited cited(std::string_view law, std::string_view article) const {
        return cite(rooms.site, request, catalogue.laws, law, article);
    }
    // Words of a list, put together as the language does.
    std::string listed(const std::vector<std::string>& words) const {
        std::string out;
        for (const std::string& word : words) out += (out.empty() ? "" : say("list.comma")) + word;
        return out;
    }
};

void write_head(GuideWriter& writer) {
    const catalog::ServiceItem& item = writer.item;
    GuideModel& model = writer.model;
    model.item = item.code;
    model.name = name_of(item, writer.locale());
    model.summary = writer.either(item.summary, item.summary_en);
    model.type = item.type;
    model.body = full_body_name(writer.catalogue, item.body, writer.locale());
    model.body_url = "/bodies/" + item.body;
    model.is_suspended = item.status != 1;
    if (item.status == 2) model.suspended_reason = writer.say("guide.suspended");
    if (item.status == 3) model.suspended_reason = writer.say("guide.ended");
    if (item.online() && item.status == 1) model.apply_url = "/apply/" + item.code;
    model.is_instant = item.is_instant();
    model.promise_days = std::to_string(item.promise_days);
    model.legal_days = std::to_string(item.legal_days);
    if (!writer.english()) model.legal_note = item.legal_note;
    model.visits = std::to_string(item.visits);
    model.scope = std::to_string(item.scope);
    model.crumbs.push_back({writer.say("nav.services"), "/items"});
    if (!item.themes.empty()) {
        const catalog::Theme* theme = writer.catalogue.find_theme(item.themes.front());
        if (theme != nullptr)
            model.crumbs.push_back({writer.either(theme->name, theme->name_en), "/items?theme=" + theme->id});
    }
    model.crumbs.push_back({model.name, {}});
}

void write_conditions(GuideWriter& writer) {
    const catalog::ServiceItem& item = writer.item;
    const bool translated = writer.english() && item.conditions_en.size() == item.conditions.size();
    for (const std::string& condition : translated ? item.conditions_en : item.conditions) {
        writer.model.conditions.push_back({condition});
    }
    std::vector<std::string> served;
    for (const int kind : item.served) served.push_back(writer.say("served." + std::to_string(kind)));
    writer.model.served = writer.listed(served);
    for (const catalog::JointBody& joint : item.joint) {
        writer.model.joint.push_back({short_body_name(writer.catalogue, joint.body, writer.locale()),
                                      writer.either(joint.asks, joint.asks_en)});
    }
}

std::string form_words(const GuideWriter& writer, const catalog::Material& material) {
    const auto has = [&](std::string_view form) {
        return std::find(material.forms.begin(), material.forms.end(), form) != material.forms.end();
    };
    if (has("paper") && has("electronic")) return writer.say("material.form.both");
    return writer.say(has("paper") ? "material.form.paper" : "material.form.electronic");
}

MaterialRow material_row(const GuideWriter& writer, const catalog::Material& material) {
    MaterialRow row;
    row.id = material.id;
    row.name = writer.either(material.name, material.name_en);
    row.note = writer.either(material.note, material.note_en);
    row.need = material.need;
    row.form = form_words(writer, material);
    row.copies = material.copies > 0 ? std::to_string(material.copies) : std::string();
    row.source = material.source;
    if (!writer.english()) row.issuer = material.issuer, row.sample = material.sample;
    const Cited cited = writer.cited(material.basis.law, material.basis.article);
    row.basis = cited.words;
    row.basis_url = cited.url;
    row.is_reused = material.source == "government" && material.need == "necessary";
    return row;
}

void write_materials(GuideWriter& writer) {
    const catalog::ServiceItem& item = writer.item;
    std::string scenario(writer.request.query("scenario"));
    if (item.find_scenario(scenario) == nullptr)
        scenario = item.scenarios.empty() ? "" : item.scenarios.front().code;
    if (item.scenarios.size() > 1) {
        for (const catalog::Scenario& one : item.scenarios) {
            writer.model.scenarios.push_back({writer.either(one.name, one.name_en),
                                              "?scenario=" + one.code + "#materials", one.code == scenario});
        }
    }
    std::size_t necessary = 0;
    for (const catalog::Material* material : item.materials_for(scenario)) {
        writer.model.materials.push_back(material_row(writer, *material));
        const MaterialRow& row = writer.model.materials.back();
        if (row.need == "necessary" && !row.is_reused) ++necessary;
    }
    writer.model.materials_count = std::to_string(writer.model.materials.size());
    writer.model.materials_necessary = std::to_string(necessary);
}

void write_fees(GuideWriter& writer) {
    for (const catalog::Fee& fee : writer.item.fees) {
        const Cited cited = writer.cited(fee.basis.law, fee.basis.article);
        writer.model.fees.push_back({writer.either(fee.name, fee.name_en),
                                     writer.either(fee.standard, fee.standard_en), cited.words, cited.url,
                                     writer.english() ? std::string() : fee.reduction});
    }
    if (writer.item.fees.empty()) return;
    const catalog::Fee& first = writer.item.fees.front();
    writer.model.fee_short = writer.model.fees.front().standard;
    if (first.amount_fen > 0) writer.model.fee_short = text::money({first.amount_fen}, writer.locale());
}

void write_result(GuideWriter& writer) {
    const catalog::ServiceItem& item = writer.item;
    GuideModel& model = writer.model;
    model.result_kind = std::to_string(item.result_kind);
    model.result = writer.either(item.result_name, item.result_name_en);
    model.validity = writer.either(item.validity, item.validity_en);
    for (const catalog::Basis& basis : item.basis) {
        const Cited cited = writer.cited(basis.law, basis.article);
        BasisRow row{cited.law, cited.article, basis.rank, cited.url, {}, basis.status != "verified"};
        const catalog::LawEntry* law = writer.catalogue.laws.find(basis.law);
        const catalog::LawArticle* article = law == nullptr ? nullptr : law->find_article(basis.article);
        if (article != nullptr) row.summary = writer.either(article->summary, article->summary_en);
        model.basis.push_back(std::move(row));
    }
    for (const catalog::Faq& faq : item.faq) {
        model.faq.push_back(
            {writer.either(faq.question, faq.question_en), writer.either(faq.answer, faq.answer_en)});
    }
    model.supervise = item.supervise;
    model.place = writer.either(item.place, item.place_en);
    model.hours = writer.either(item.hours, item.hours_en);
    model.consult = item.consult;
    std::vector<std::string> channels;
    for (const std::string& channel : item.channels) channels.push_back(writer.say("channel." + channel));
    model.channels = writer.listed(channels);
    model.version = std::to_string(item.version);
    model.effective = text::date(item.effective, writer.locale());
    model.digest = "sha256 " + digest_shown(item.digest, kDigestGroups);
}

// Who a step lies on: the role, and for whom.
std::string who_words(const GuideWriter& writer, const casework::Who& who) {
    if (who.relation == casework::Relation::Outsider) {
        return writer.say(who.role == "applicant" ? "guide.by_applicant" : "guide.by_outsider");
    }
    std::string role = who.role;
    for (const identity::RoleDefinition& known : writer.catalogue.roles) {
        if (known.role == who.role) role = writer.either(known.name, known.name_en);
    }
    std::string office = writer.say("guide.by_members");
    if (who.relation == casework::Relation::Hall)
        office = short_body_name(writer.catalogue, writer.rooms.practice.hall(), writer.locale());
    if (who.relation == casework::Relation::ItemOffice)
        office = short_body_name(writer.catalogue, writer.item.body, writer.locale());
    if (who.relation == casework::Relation::Fact) office = writer.say("guide.by_chosen");
    if (who.relation == casework::Relation::RegionGov)
        office = short_body_name(writer.catalogue, catalog::kGovernmentBody, writer.locale());
    return writer.say("guide.by_role", {{"office", office}, {"role", role}});
}

std::string limit_words(const GuideWriter& writer, const casework::Deadline& deadline) {
    calendar::Span span = deadline.budget;
    if (deadline.from_item) {
        const bool promised = deadline.field == casework::ItemField::PromiseDays;
        const int days = promised ? writer.item.promise_days : writer.item.legal_days;
        if (days > 0 || promised) span = {days, calendar::Unit::WorkingDays};
    }
    const bool promise = deadline.kind == casework::DeadlineClass::Promise;
    if (span.count <= 0) return promise ? writer.say("guide.at_once") : std::string();
    const std::string words = writer.say("date.span." + std::string(calendar::unit_code(span.unit)),
                                         {{"n", std::to_string(span.count)}});
    return writer.say(promise ? "guide.limit_promised" : "guide.limit_legal", {{"span", words}});
}

struct Flow {
    const casework::Process& process;
    const casework::ProcessTexts& texts;
};

StepRow step_row(const GuideWriter& writer, const Flow& flow, std::size_t slot) {
    const casework::Step& step = flow.process.steps[slot];
    StepRow row;
    row.name = flow.texts.step(writer.locale(), step.name);
    const casework::Who& who =
        slot == 0 ? casework::Who{"applicant", casework::Relation::Outsider} : step.who;
    const bool by_itself = step.kind == casework::StepKind::Auto || step.kind == casework::StepKind::Child;
    row.who = by_itself ? writer.say("guide.by_itself") : who_words(writer, who);
    std::vector<std::string> limits, outcomes;
    for (const casework::Deadline* deadline : limits_of(flow.process, slot)) {
        const std::string words = limit_words(writer, *deadline);
        if (!words.empty()) limits.push_back(words);
    }
    row.limit = writer.listed(limits);
    for (const casework::Outcome& outcome : step.outcomes)
        outcomes.push_back(flow.texts.outcome(writer.locale(), outcome.name));
    if (outcomes.size() > 1) row.note = writer.say("guide.outcomes", {{"outcomes", writer.listed(outcomes)}});
    return row;
}

// The article that lets a period stand still.
std::string pause_basis(const GuideWriter& writer, const casework::Process& process) {
    for (const casework::Deadline& deadline : process.deadlines) {
        if (deadline.pauses.empty() || deadline.basis.empty()) continue;
        const casework::Basis& basis = deadline.basis.back();
        return writer.cited(basis.law, basis.article).words;
    }
    return {};
}

// What only some processes promise: an answer whether it is accepted, delivery in time, a remedy.
void write_rules(GuideWriter& writer, const casework::Process& process) {
    for (const casework::Deadline& deadline : process.deadlines) {
        if (deadline.name == "intake" && deadline.deem.allowed) writer.model.has_acceptance = true;
        if (deadline.name == "delivery") writer.model.delivery_days = std::to_string(deadline.budget.count);
    }
    for (const casework::Step& step : process.steps)
        for (const casework::Outcome& outcome : step.outcomes)
            for (const base::Code& letter : outcome.letters)
                writer.model.has_remedy = writer.model.has_remedy || letter.text() == "remedy";
}

StepRow special_row(const GuideWriter& writer, const Flow& flow, const FlowPlan& plan) {
    std::vector<std::string> names;
    for (const std::size_t slot : plan.special)
        names.push_back(flow.texts.step(writer.locale(), flow.process.steps[slot].name));
    StepRow row;
    row.name = writer.say("guide.special");
    row.who = who_words(writer, flow.process.steps[plan.special.front()].who);
    row.limit = writer.say("guide.special_limit");
    row.note = writer.say("guide.special_note",
                          {{"names", writer.listed(names)}, {"basis", pause_basis(writer, flow.process)}});
    return row;
}

// services.md 6: chart and list come from the process that runs, never from a drawing.
void write_flow(GuideWriter& writer, const Flow& flow) {
    write_rules(writer, flow.process);
    const FlowPlan plan = flow_of(flow.process);
    FlowWords words;
    std::vector<std::string> line;
    for (const casework::Step& step : flow.process.steps)
        words.names.push_back(flow.texts.step(writer.locale(), step.name));
    for (std::size_t i = 0; i < plan.line.size(); ++i) {
        const FlowPlan::Stop& stop = plan.line[i];
        line.push_back(words.names[stop.slot]);
        if (i == plan.special_at && !plan.special.empty())
            writer.model.steps.push_back(special_row(writer, flow, plan));
        writer.model.steps.push_back(step_row(writer, flow, stop.slot));
        for (const std::size_t slot : stop.aside) writer.model.steps.push_back(step_row(writer, flow, slot));
    }
    for (const std::size_t slot : plan.other) {
        StepRow row = step_row(writer, flow, slot);
        row.limit = writer.say("guide.if_needed");
        writer.model.steps.push_back(std::move(row));
    }
    words.special = writer.say("guide.special");
    words.title = writer.say("guide.flow_title",
                             {{"count", std::to_string(line.size())}, {"steps", writer.listed(line)}});
    writer.model.flow = draw_flow(plan, words);
}

void write_legal_basis(GuideWriter& writer, const casework::Process& process) {
    for (const casework::Deadline& deadline : process.deadlines) {
        if (!deadline.from_item || deadline.field != casework::ItemField::LegalDays || deadline.basis.empty())
            continue;
        const Cited cited = writer.cited(deadline.basis.front().law, deadline.basis.front().article);
        writer.model.legal_basis = cited.words;
        writer.model.legal_basis_url = cited.url;
        return;
    }
}

Result<Response> show_guide(const Rooms& rooms, const web::Request& request) {
    const auto catalogue = rooms.practice.keeper().current();
    const catalog::ServiceItem* item = catalogue->find_offered(request.param("code"));
    if (item == nullptr) return base::Error(base::ErrorCode::NotFound, "item.not_found");
    GuideWriter writer{rooms, request, *catalogue, *item};
    write_head(writer);
    write_conditions(writer);
    write_materials(writer);
    write_fees(writer);
    write_result(writer);
    // A suspended item has a guide but takes nothing in; its process is still shown when it can be read.
    const auto handling = rooms.practice.for_guide(item->code);
    if (handling.ok()) {
        const auto texts = TRY(rooms.wordings->of(*handling.value().process_text));
        const auto pages = TRY(rooms.asks.pages(rooms.practice, handling.value()));
        writer.model.minutes = std::to_string(pages->size() + 4);
        write_flow(writer, {*handling.value().process, *texts});
        write_legal_basis(writer, *handling.value().process);
    }
    writer.model.page_url = rooms.address + "/items/" + item->code;
    writer.model.page_qr = TRY(text::qr_code(writer.model.page_url, writer.say("guide.qr")));
    return rooms.site.page(request, "services/guide", writer.model, writer.model.name);
}

}  // namespace

void add_guide_pages(web::Site& site) {
    site.add<GuideModel>("services/guide");
}

std::vector<web::Route> guide_routes(const Rooms& rooms) {
    const auto guide = [rooms](const identity::Reading&, const web::Request& request) {
        return show_guide(rooms, request);
    };
    std::vector<web::Route> routes;
    routes.push_back(web::get("/items/{code}", {}, "The guide of one service item", guide)
                         .in("services")
                         .kept_in_memory());
    return routes;
}

}  // namespace services
