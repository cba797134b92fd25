#include "services/application.h"

#include "base/json.h"
#include "casework/material_file.h"
#include "casework/process_texts.h"
#include "text/identifiers.h"
#include "text/utf8.h"

#include <algorithm>

namespace services {

namespace {

// Questions of an item stand under q., so that they never meet those of the process.
AskPage ask_page(const catalog::QuestionPage& questions, std::string_view prefix) {
    AskPage page;
    page.id = questions.id;
    page.title = questions.title;
    page.title_en = questions.title_en;
    page.hint = questions.hint;
    page.hint_en = questions.hint_en;
    for (const catalog::Question& question : questions.questions) {
        AskField& field = page.fields.emplace_back();
        field.id = std::string(prefix) + question.id;
        field.about_applicant = casework::is_about_applicant(field.id);
        field.label = question.label;
        field.label_en = question.label_en;
        field.hint = question.hint;
        field.hint_en = question.hint_en;
        field.kind = question.kind;
        field.required = question.required;
        field.characters_max = static_cast<std::size_t>(question.characters_max);
        for (const catalog::Choice& choice : question.choices) {
            field.options.push_back({choice.value, choice.label, choice.label_en});
        }
    }
    page.about_applicant = !page.fields.empty() && page.fields.front().about_applicant;
    return page;
}

// A body is chosen from the roll, whatever the form calls the question.
void offer_bodies(AskPages& pages, const catalog::Catalogue& catalogue) {
    for (AskPage& page : pages) {
        for (AskField& field : page.fields) {
            if (field.kind != "body") continue;
            for (const catalog::PublicBody& body : catalogue.bodies)
                field.options.push_back({body.code, body.name, body.name_en});
        }
    }
}

// An item for persons only, or for firms only, does not ask which of them applies.
void settle_applicant_kind(AskPages& pages, const catalog::ServiceItem& item) {
    for (AskPage& page : pages) {
        for (AskField& field : page.fields) {
            if (field.id != "applicant_kind") continue;
            std::erase_if(field.options, [&](const AskOption& option) {
                return option.value == "person" ? !item.serves_persons() : !item.serves_firms();
            });
        }
    }
}

}  // namespace

base::Result<std::shared_ptr<const AskPages>> AskShelf::pages(const casework::Practice& practice,
                                                              const casework::Handling& handling) {
    const std::pair key{handling.process_text->digest, handling.item->digest};
    {
        const std::lock_guard lock(mutex_);
        const auto known = kept_.find(key);
        if (known != kept_.end()) return known->second;
    }
    const base::Json bundle = TRY(base::parse_json(handling.process_text->text, base::JsonComments::Allowed));
    auto pages = std::make_shared<AskPages>();
    if (const base::Json* form = bundle.find("form")) {
        catalog::Findings ignored;  // checked before it was activated
        for (const base::Json& page : form->list("pages"))
            pages->push_back(ask_page(catalog::read_question_page(page, ignored), ""));
    }
    for (const catalog::QuestionPage& questions : handling.item->questions)
        pages->push_back(ask_page(questions, "q."));
    settle_applicant_kind(*pages, *handling.item);
    offer_bodies(*pages, *practice.keeper().current());
    const std::lock_guard lock(mutex_);
    if (kept_.size() > 2048) kept_.clear();
    kept_[key] = pages;
    return std::shared_ptr<const AskPages>(pages);
}

namespace {

base::Error wrong(const AskField& field, std::string_view key) {
    return base::Error(base::ErrorCode::Invalid, key)
        .with("max", std::to_string(field.characters_max))
        .at(field.id);
}

// A person's number is checked by GB 11643, a firm's by GB 32100; a code that is really issued and fails its
// own check digit passes (services.md 20): the window looks at the licence.
base::Result<std::string> read_number(const AskField& field, const std::string& value,
                                      const DraftContent& content, calendar::Date today) {
    const bool firm = field.id == "number" && content.answer("applicant_kind") == "firm";
    if (firm) {
        const auto code = text::CreditCode::parse(value);
        // A firm's name is published in full, so nobody becomes one by a person's number.
        const bool of_person = code.ok() && code.value().soundness() == text::Soundness::Doubtful &&
                               text::CitizenNumber::parse(value, today).ok();
        if (!code.ok() || of_person) {
            return base::Error(base::ErrorCode::Invalid, "answer.not_credit_code").at(field.id);
        }
        return code.value().text();
    }
    const auto number = text::CitizenNumber::parse(value, today);
    if (!number.ok()) return base::Error(base::ErrorCode::Invalid, "answer.not_identity_number").at(field.id);
    return number.value().text();
}

bool is_number(const std::string& value) {
    const std::size_t dot = value.find('.');
    const auto digits = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (dot == std::string::npos) return digits(value);
    return digits(std::string_view(value).substr(0, dot)) && digits(std::string_view(value).substr(dot + 1));
}

// Loose on purpose: mobile, landline with area code, extension.
bool is_phone(const std::string& value) {
    const auto digits =
        std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 7 && digits <= 15 && value.find_first_not_of("0123456789+- ") == std::string::npos;
}

}  // namespace

base::Result<std::string> read_answer(const AskField& field, std::string_view typed,
                                      const DraftContent& content, calendar::Date today) {
    auto cleaned = field.kind == "long" ? text::clean_text(typed, field.characters_max)
                                        : text::clean_line(typed, field.characters_max);
    if (!cleaned.ok()) return wrong(field, cleaned.error().text_key());
    std::string value = std::move(cleaned).value();
    if (value.empty()) {
        if (field.required)
            return wrong(field, field.options.empty() && field.kind != "yesno" ? "answer.missing"
                                                                               : "answer.not_chosen");
        return value;
    }
    if (field.kind == "identifier") return read_number(field, value, content, today);
    if (field.kind == "phone" && !is_phone(value)) return wrong(field, "answer.not_phone");
    if (field.kind == "number" && !is_number(value)) return wrong(field, "answer.not_number");
    if (field.kind == "date" && !calendar::Date::parse(value).ok()) return wrong(field, "answer.not_date");
    if (field.kind == "yesno" && value != "yes" && value != "no") return wrong(field, "answer.not_chosen");
    if ((field.kind == "choice" || field.kind == "body") &&
        std::none_of(field.options.begin(), field.options.end(),
                     [&](const AskOption& option) { return option.value == value; })) {
        return wrong(field, "answer.not_chosen");
    }
    return value;
}

std::vector<Fault> faults_of(const Checking& checking, const DraftContent& content) {
    const catalog::ServiceItem& item = checking.item;
    const Papers papers = checking.papers;
    std::vector<Fault> faults;
    for (const AskPage& page : checking.pages) {
        for (const AskField& field : page.fields) {
            const auto answer = read_answer(field, content.answer(field.id), content, checking.today);
            if (!answer.ok())
                faults.push_back({page.id, field.id, answer.error().text_key(), answer.error().args()});
        }
    }
    if (!item.scenarios.empty() && item.find_scenario(content.scenario) == nullptr) {
        faults.push_back({"start", "scenario", "answer.not_chosen", {}});
    }
    for (const catalog::Material* material : item.materials_for(content.scenario)) {
        if (material->need != "necessary") continue;
        // 716号 7: what the county holds is not asked for again, at a window either.
        const bool reused = material->source == "government";
        if (reused || content.is_deferred(material->id) || !content.uploads_for(material->id).empty())
            continue;
        faults.push_back({"materials",
                          material->id,
                          papers == Papers::Uploaded ? "upload.missing_file" : "intake.paper_missing",
                          {{"name", material->name}}});
    }
    return faults;
}

namespace {

std::string applicant_of(const AskPages& pages, const DraftContent& content) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object();
    for (const AskPage& page : pages) {
        for (const AskField& field : page.fields)
            if (field.about_applicant) json.member(field.id, content.answer(field.id));
    }
    json.close_object();
    return out;
}

std::string answers_of(const AskPages& pages, const DraftContent& content) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object();
    for (const AskPage& page : pages) {
        for (const AskField& field : page.fields) {
            if (field.about_applicant) continue;
            const std::size_t prefix = field.id.starts_with("q.") ? 2 : 0;
            json.member(field.id.substr(prefix), content.answer(field.id));
        }
    }
    json.close_object();
    return out;
}

}  // namespace

casework::NewMaterial material_of(const Upload& upload) {
    casework::MaterialFile file;
    file.name = upload.name;
    file.type = upload.type;
    file.size = upload.size;
    file.file = upload.file;
    file.salt = upload.salt;
    file.bytes = upload.bytes;
    file.paper = upload.paper;
    file.copies = upload.copies;
    const bool paper = upload.type.empty() || !upload.paper.empty();
    return {upload.material, paper ? "paper" : "electronic", file.to_json()};
}

namespace {

// 716号 7: what the county already holds is not asked again; it is noted as reused and the office looks it
// up.
std::vector<casework::NewMaterial> materials_of(const catalog::ServiceItem& item,
                                                const DraftContent& content) {
    std::vector<casework::NewMaterial> materials;
    for (const catalog::Material* material : item.materials_for(content.scenario)) {
        const auto uploads = content.uploads_for(material->id);
        for (const Upload* upload : uploads) materials.push_back(material_of(*upload));
        if (uploads.empty() && material->source == "government" && material->need == "necessary") {
            materials.push_back({material->id, "reused", casework::MaterialFile().to_json()});
        }
    }
    return materials;
}

}  // namespace

namespace {

// Every answer as it is kept: trimmed, of its kind. The first that cannot be read refuses.
base::Result<> clean_answers(const AskPages& pages, calendar::Date today, DraftContent& content) {
    for (const AskPage& page : pages) {
        for (const AskField& field : page.fields) {
            std::string value = TRY(read_answer(field, content.answer(field.id), content, today));
            content.answers[field.id] = std::move(value);
        }
    }
    return base::Done{};
}

}  // namespace

base::Result<casework::NewCase> complete_application(const Asked& asked, DraftContent content,
                                                     const Arrival& arrival) {
    const casework::Handling handling = TRY(asked.practice.for_guide(asked.item));
    const auto pages = TRY(asked.shelf.pages(asked.practice, handling));
    TRY(clean_answers(*pages, asked.today, content));
    const bool by_official = arrival.channel == "hall" || arrival.channel == "internal";
    const Papers papers = by_official ? Papers::AtCounter : Papers::Uploaded;
    const AskPages read_already;
    const auto faults = faults_of({read_already, *handling.item, papers, asked.today}, content);
    if (!faults.empty()) {
        base::Error incomplete(base::ErrorCode::Invalid, faults.front().text_key);
        for (const auto& [name, value] : faults.front().args) incomplete.with(name, value);
        return std::move(incomplete).at(faults.front().field);
    }
    casework::NewCase wanted;
    wanted.channel = arrival.channel;
    wanted.applicant_kind = content.answer("applicant_kind");
    wanted.applicant_person = arrival.person;
    if (wanted.applicant_kind.empty())
        wanted.applicant_kind = arrival.channel == "internal" ? "unit" : "person";
    if (arrival.channel == "internal") {
        wanted.caption = content.answer("subject");
        if (wanted.caption.empty()) wanted.caption = content.answer("title");
    }
    wanted.applicant_name = content.answer("name");
    wanted.applicant_number = content.answer("number");
    wanted.applicant = applicant_of(*pages, content);
    wanted.answers = answers_of(*pages, content);
    wanted.scenario = content.scenario;
    wanted.delivery = content.answer("delivery");
    wanted.materials = materials_of(*handling.item, content);
    return wanted;
}

base::Result<casework::Filed> file_application(identity::Act& act, const casework::Practice& practice,
                                               AskShelf& shelf, std::string_view item,
                                               const DraftContent& content, const Arrival& arrival) {
    const casework::NewCase wanted =
        TRY(complete_application({practice, shelf, item, act.now.date()}, content, arrival));
    return casework::file_case(act, practice, item, wanted);
}

}  // namespace services
