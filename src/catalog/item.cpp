#include "catalog/item.h"

#include "catalog/law.h"
#include "catalog/limits.h"
#include "crypto/digest.h"

#include <algorithm>

namespace catalog {

const Material* ServiceItem::find_material(std::string_view id) const {
    for (const Material& material : materials) {
        if (material.id == id) return &material;
    }
    return nullptr;
}

const Scenario* ServiceItem::find_scenario(std::string_view wanted) const {
    for (const Scenario& scenario : scenarios) {
        if (scenario.code == wanted) return &scenario;
    }
    return nullptr;
}

std::vector<const Material*> ServiceItem::materials_for(std::string_view scenario) const {
    const Scenario* chosen = find_scenario(scenario);
    std::vector<const Material*> found;
    for (const Material& material : materials) {
        const bool dropped =
            chosen != nullptr && std::find(chosen->materials_minus.begin(), chosen->materials_minus.end(),
                                           material.id) != chosen->materials_minus.end();
        if (!dropped) found.push_back(&material);
    }
    return found;
}

// 服务对象 1 自然人; 2–5 企业法人 事业法人 社会组织 非法人企业.
bool ServiceItem::serves_persons() const {
    return std::find(served.begin(), served.end(), 1) != served.end();
}
bool ServiceItem::serves_firms() const {
    return std::any_of(served.begin(), served.end(),
                       [](int served_code) { return served_code >= 2 && served_code <= 5; });
}
bool ServiceItem::online() const {
    return std::find(channels.begin(), channels.end(), "online") != channels.end();
}

namespace {

Basis read_basis(const base::Json& json, const std::string& place, Findings& findings) {
    ObjectReader reader(json, place + ".basis", findings);
    Basis basis;
    basis.law = reader.text("law");
    basis.article = reader.text("art");
    basis.rank = reader.maybe("rank");
    basis.status = reader.maybe("status");
    basis.line = reader.line();
    return basis;
}

}  // namespace

Basis read_basis_of(ObjectReader& owner, Findings& findings) {
    const base::Json* basis = owner.object("basis");
    if (basis == nullptr) {
        owner.fault("definition.no_basis", "basis");
        return {};
    }
    return read_basis(*basis, owner.place(), findings);
}

namespace {

Material read_material(const base::Json& json, Findings& findings) {
    ObjectReader reader(json, "materials." + std::string(json.string_or("id")), findings);
    Material material;
    material.id = reader.text("id");
    material.name = reader.text("name");
    material.name_en = reader.text("name_en");
    material.forms = reader.texts("form");
    material.copies = static_cast<int>(reader.number_or("copies", 1));
    material.need = reader.word("need", {"necessary", "optional", "deferrable"});
    material.source = reader.word("source", {"applicant", "government", "other"});
    material.issuer = reader.maybe("issuer");
    material.trust_floor = reader.word("trust_floor", {"A", "B", "C", "D"});
    material.basis = read_basis_of(reader, findings);
    material.purpose = reader.text("purpose");
    material.note = reader.maybe("note");
    material.note_en = reader.maybe("note_en");
    material.sample = reader.maybe("sample");
    material.blank = reader.truth("blank");
    // 许可法 30: a sample is published with the list; every necessary material needs a specimen or a
    // blank form.
    if (material.need == "necessary" && material.sample.empty() && !material.blank) {
        reader.fault("definition.no_sample", "sample", material.name);
    }
    return material;
}

Question read_question(const base::Json& json, Findings& findings) {
    ObjectReader reader(json, "questions." + std::string(json.string_or("id")), findings);
    Question question;
    question.id = reader.text("id");
    question.label = reader.text("label");
    question.label_en = reader.text("label_en");
    question.kind = reader.word(
        "kind", {"text", "long", "number", "date", "choice", "yesno", "identifier", "phone", "body"});
    question.required = reader.truth("required");
    question.characters_max = static_cast<int>(reader.number_or("max", question.kind == "long" ? 1000 : 120));
    question.hint = reader.maybe("hint");
    question.hint_en = reader.maybe("hint_en");
    for (const base::Json& option : reader.list("options")) {
        ObjectReader choice(option, reader.place() + ".options", findings);
        question.choices.push_back({choice.text("v"), choice.text("label"), choice.text("label_en")});
    }
    if (question.kind == "choice" && question.choices.size() < 2)
        reader.fault("definition.too_few_choices", "options");
    return question;
}

}  // namespace

QuestionPage read_question_page(const base::Json& json, Findings& findings) {
    ObjectReader reader(json, "questions." + std::string(json.string_or("page")), findings);
    QuestionPage page;
    page.id = reader.text("page");
    page.title = reader.text("title");
    page.title_en = reader.text("title_en");
    page.hint = reader.maybe("hint");
    page.hint_en = reader.maybe("hint_en");
    for (const base::Json& field : reader.list("fields"))
        page.questions.push_back(read_question(field, findings));
    return page;
}

namespace {

Fee read_fee(const base::Json& json, Findings& findings) {
    ObjectReader reader(json, "fees", findings);
    Fee fee;
    fee.name = reader.text("name");
    fee.name_en = reader.text("name_en");
    fee.standard = reader.text("standard");
    fee.standard_en = reader.text("standard_en");
    fee.amount_fen = reader.number_or("amount_fen", 0);
    fee.basis = read_basis_of(reader, findings);
    fee.reduction = reader.maybe("reduction");
    return fee;
}

void read_lists(ObjectReader& reader, ServiceItem& item, Findings& findings) {
    for (const base::Json& basis : reader.list("basis"))
        item.basis.push_back(read_basis(basis, "item", findings));
    for (const base::Json& material : reader.list("materials"))
        item.materials.push_back(read_material(material, findings));
    for (const base::Json& page : reader.list("questions"))
        item.questions.push_back(read_question_page(page, findings));
    for (const base::Json& fee : reader.list("fees")) item.fees.push_back(read_fee(fee, findings));
    for (const base::Json& json : reader.list("joint")) {
        ObjectReader joint(json, "joint", findings);
        item.joint.push_back({joint.text("body"), joint.text("asks"), joint.text("asks_en")});
    }
    for (const base::Json& json : reader.list("scenarios")) {
        ObjectReader scenario(json, "scenarios", findings);
        item.scenarios.push_back({scenario.text("code"), scenario.text("name"), scenario.text("name_en"),
                                  scenario.texts("materials_minus")});
    }
    for (const base::Json& json : reader.list("faq")) {
        ObjectReader faq(json, "faq", findings);
        item.faq.push_back({faq.text("q"), faq.text("q_en"), faq.text("a"), faq.text("a_en")});
    }
    if (const base::Json* json = reader.object("authorisation")) {
        ObjectReader letter(*json, "authorisation", findings);
        item.authorisation.document = letter.text("document");
        item.authorisation.document_en = letter.text("document_en");
        const auto until = calendar::Date::parse(letter.text("until"));
        if (until.ok())
            item.authorisation.until = until.value();
        else
            letter.fault("definition.bad_date", "until");
    }
    if (const base::Json* json = reader.object("result")) {
        ObjectReader result(*json, "result", findings);
        item.result_kind = static_cast<int>(result.number("kind"));
        item.result_name = result.text("name");
        item.result_name_en = result.text("name_en");
        item.validity = result.maybe("validity");
        item.validity_en = result.maybe("validity_en");
    } else {
        reader.fault("definition.no_result", "result");
    }
}

void read_terms(ObjectReader& reader, ServiceItem& item) {
    item.type = reader.word("type", {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"});
    item.status = static_cast<int>(reader.number("status"));
    item.version = static_cast<int>(reader.number("version"));
    const auto effective = calendar::Date::parse(reader.text("effective"));
    if (effective.ok())
        item.effective = effective.value();
    else
        reader.fault("definition.bad_date", "effective");
    item.handling = static_cast<int>(reader.number("handling"));
    item.process = reader.text("process");
    item.served = reader.numbers("served");
    item.themes = reader.texts("themes");
    item.conditions = reader.texts("conditions");
    item.conditions_en = reader.texts("conditions_en");
    item.legal_days = static_cast<int>(reader.number("legal_days"));
    item.legal_note = reader.maybe("legal_note");
    item.promise_days = static_cast<int>(reader.number("promise_days"));
    item.scope = static_cast<int>(reader.number("scope"));
    item.visits = static_cast<int>(reader.number("visits"));
    item.channels = reader.texts("channels");
    item.keywords = reader.texts("keywords");
}

}  // namespace

ServiceItem parse_item(std::string_view text, Findings& findings) {
    ServiceItem item;
    item.digest = crypto::sha256(text);
    const auto json = base::parse_json(text, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (!json.ok()) {
        add_refusal(json.error(), findings);
        return item;
    }
    ObjectReader reader(json.value(), "item", findings);
    item.code = reader.text("item");
    item.body = reader.text("body");
    item.name = reader.text("name");
    item.name_en = reader.text("name_en");
    item.summary = reader.text("summary");
    item.summary_en = reader.text("summary_en");
    read_terms(reader, item);
    read_lists(reader, item, findings);
    item.consult = reader.text("consult");
    item.supervise = reader.text("supervise");
    item.place = reader.text("place");
    item.place_en = reader.text("place_en");
    item.hours = reader.text("hours");
    item.hours_en = reader.text("hours_en");
    return item;
}

namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

// services.md 4: no resolvable basis, no publication.
void check_basis(const Basis& basis, std::string_view place, const Surroundings& around, calendar::Date on,
                 Findings& findings) {
    const auto fault = [&](std::string_view key) {
        findings.push_back({std::string(key),
                            std::string(place),
                            basis.line,
                            {{"law", basis.law}, {"article", basis.article}}});
    };
    switch (around.laws.resolve(basis.law, basis.article, on)) {
    case Resolution::InForce: return;
    case Resolution::UnknownLaw: return fault("definition.law_unknown");
    case Resolution::UnknownArticle: return fault("definition.article_unknown");
    case Resolution::NotInForce: return fault("definition.law_not_in_force");
    }
}

namespace {

void check_fees(const ServiceItem& item, const Surroundings& around, calendar::Date on, Findings& findings) {
    for (const Fee& fee : item.fees) {
        check_basis(fee.basis, "fees", around, on, findings);
        // 许可法 58–59: only a law or an administrative regulation may set a fee.
        const LawEntry* law = around.laws.find(fee.basis.law);
        if (law != nullptr && law->rank != "law" && law->rank != "regulation") {
            findings.push_back({"definition.fee_rank", "fees", fee.basis.line, {{"law", fee.basis.law}}});
        }
    }
}

void check_limits(const ServiceItem& item, Findings& findings) {
    const auto fault = [&](std::string_view key, std::string_view place) {
        findings.push_back({std::string(key), std::string(place), 0, {}});
    };
    // 722号 36: where the law sets no limit one must be promised; the promise never exceeds the law.
    if (item.legal_days > 0 && item.promise_days > item.legal_days)
        fault("definition.promise_over_law", "promise_days");
    if (!item.is_instant() && item.promise_days <= 0) fault("definition.no_promise", "promise_days");
    if (item.is_instant() && item.promise_days != 0) fault("definition.instant_promise", "promise_days");
    if (item.handling != 1 && item.handling != 2) fault("definition.bad_handling", "handling");
    if (item.materials.size() > kMaterialsMax) fault("definition.too_many_materials", "materials");
    if (item.joint.size() > kJointBodiesMax) fault("definition.too_many_bodies", "joint");
    if (item.scenarios.size() > kScenariosMax) fault("definition.too_many_scenarios", "scenarios");
    std::size_t questions = 0;
    for (const QuestionPage& page : item.questions) questions += page.questions.size();
    if (questions > kQuestionsMax) fault("definition.too_many_questions", "questions");
}

}  // namespace

void check_item(const ServiceItem& item, const Surroundings& around, calendar::Date on, Findings& findings) {
    const auto fault = [&](std::string_view key, std::string_view place, std::string_view value = {}) {
        findings.push_back({std::string(key), std::string(place), 0, {{"value", std::string(value)}}});
    };
    if (item.basis.empty()) fault("definition.no_basis", "basis", item.name);
    bool resolved = false;
    for (const Basis& basis : item.basis) {
        if (basis.status == "unverified" && basis.rank == "rule")
            continue;  // an additional basis, marked as such
        check_basis(basis, "basis", around, on, findings);
        resolved = true;
    }
    if (!item.basis.empty() && !resolved) fault("definition.only_unverified_basis", "basis", item.name);
    for (const Material& material : item.materials) {
        check_basis(material.basis, "materials." + material.id, around, on, findings);
    }
    check_fees(item, around, on, findings);
    check_limits(item, findings);
    if (item.conditions.empty()) fault("definition.no_conditions", "conditions", item.name);
    if (!contains(around.bodies, item.body)) fault("definition.unknown_body", "body", item.body);
    for (const JointBody& joint : item.joint) {
        if (!contains(around.bodies, joint.body)) fault("definition.unknown_body", "joint", joint.body);
        if (joint.body == item.body) fault("definition.lead_repeated", "joint", joint.body);
    }
    if (!around.processes.contains(item.process))
        fault("definition.unknown_process", "process", item.process);
    if (item.is_joint() != (item.process == "permit-joint"))
        fault("definition.joint_mismatch", "joint", item.process);
    for (const std::string& theme : item.themes) {
        if (!contains(around.themes, theme)) fault("definition.unknown_theme", "themes", theme);
    }
    for (const Scenario& scenario : item.scenarios) {
        for (const std::string& id : scenario.materials_minus) {
            if (item.find_material(id) == nullptr) fault("definition.unknown_material", "scenarios", id);
        }
    }
}

void add_offices(std::string_view item, Surroundings& around) {
    const auto json = base::parse_json(item, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (!json.ok()) return;
    const std::string process(json.value().string_or("process"));
    const auto note = [](std::vector<std::string>& bodies, std::string_view body) {
        if (std::find(bodies.begin(), bodies.end(), body) == bodies.end()) bodies.emplace_back(body);
    };
    note(around.offices[process], json.value().string_or("body"));
    for (const base::Json& joint : json.value().list("joint"))
        note(around.members[process], joint.string_or("body"));
}

}  // namespace catalog
