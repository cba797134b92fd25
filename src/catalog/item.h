#pragma once
// 事项 (service item): what can be asked for, at whom, with which papers, under which law, within how many
// days. The published guide, the online form, the counter's checklist and the runtime guard are this one
// object, named by the digest of its text. Fields follow the national element table (services.md 2).

#include "base/bytes.h"
#include "calendar/instant.h"
#include "catalog/finding.h"
#include "catalog/surroundings.h"

#include <map>
#include <string>
#include <vector>

namespace catalog {

// A citation: an element without one that resolves cannot be published.
struct Basis {
    std::string law;      // short name in the register: 行政许可法
    std::string article;  // 35, 35(2), 17-1
    std::string rank;     // law regulation local rule document
    std::string status;   // verified unverified
    int line = 0;
};

struct Material {
    std::string id;
    std::string name, name_en;
    std::vector<std::string> forms;  // paper electronic
    int copies = 1;
    std::string need;    // necessary optional deferrable (容缺后补)
    std::string source;  // applicant government other
    std::string issuer;
    std::string trust_floor;  // A B C D, 国办函〔2016〕108号
    Basis basis;
    std::string purpose;
    std::string note, note_en;
    std::string sample;
    bool blank = false;
};

struct Choice {
    std::string value;
    std::string label, label_en;
};
struct Question {
    std::string id;
    std::string label, label_en;
    std::string kind;  // text long number date choice yesno identifier phone body
    bool required = false;
    int characters_max = 0;
    std::string hint, hint_en;
    std::vector<Choice> choices;
};
// One thing per page.
struct QuestionPage {
    std::string id;
    std::string title, title_en;
    std::string hint, hint_en;
    std::vector<Question> questions;
};

struct Fee {
    std::string name, name_en;
    std::string standard, standard_en;
    std::int64_t amount_fen = 0;
    Basis basis;
    std::string reduction;
};
// 授权书: by which the body lets the windows of the hall decide in its name (22号意见 13), and for how long.
struct Authorisation {
    std::string document, document_en;
    calendar::Date until;  // last day; days 0: the windows only receive and hand over
};
struct JointBody {
    std::string body;
    std::string asks, asks_en;
};
struct Scenario {
    std::string code;
    std::string name, name_en;
    std::vector<std::string> materials_minus;
};
struct Faq {
    std::string question, question_en;
    std::string answer, answer_en;
};

struct ServiceItem {
    std::string code;  // qx-012-01
    std::string body;  // 012
    std::string name, name_en;
    std::string summary, summary_en;
    std::string type;  // 事项类型 01…20
    int status = 1;    // 1 在用 2 暂停 3 取消
    int version = 1;
    calendar::Date effective;
    int handling = 2;         // 1 即办件 2 承诺件
    std::string process;      // permit-instant permit permit-joint
    std::vector<int> served;  // 服务对象
    std::vector<std::string> themes;
    std::vector<Basis> basis;
    std::vector<std::string> conditions, conditions_en;
    int legal_days = 0;
    std::string legal_note;
    int promise_days = 0;
    int scope = 4;
    int visits = 0;
    std::vector<std::string> channels;
    std::vector<Material> materials;
    std::vector<QuestionPage> questions;
    std::vector<Fee> fees;
    Authorisation authorisation;
    std::vector<JointBody> joint;
    std::string result_name, result_name_en, validity, validity_en;
    int result_kind = 1;
    std::vector<Scenario> scenarios;
    std::vector<Faq> faq;
    std::vector<std::string> keywords;
    std::string consult, supervise, place, place_en, hours, hours_en;
    base::Digest digest;  // of the text: the guide a matter is pinned to

    const Material* find_material(std::string_view id) const;
    const Scenario* find_scenario(std::string_view code) const;
    // Materials of one situation, in the guide's order.
    std::vector<const Material*> materials_for(std::string_view scenario) const;
    bool is_instant() const { return handling == 1; }
    bool is_joint() const { return !joint.empty(); }
    bool serves_persons() const;
    bool serves_firms() const;
    bool online() const;
};

// Parses and checks what can be checked without looking elsewhere. The item is usable only if `findings`
// stays empty.
ServiceItem parse_item(std::string_view text, Findings& findings);
// The member "basis" of an object; a finding when there is none. It resolves on `on`, or is found wrong.
Basis read_basis_of(ObjectReader& owner, Findings& findings);
void check_basis(const Basis& basis, std::string_view place, const Surroundings& around, calendar::Date on,
                 Findings& findings);
// One page of questions, of an item or of the form of a process.
QuestionPage read_question_page(const base::Json& json, Findings& findings);

// What the guide must name before it may be published (22号意见 13: nine elements; 许可法 30), in force on
// `on`.
void check_item(const ServiceItem& item, const Surroundings& around, calendar::Date on, Findings& findings);

}  // namespace catalog
