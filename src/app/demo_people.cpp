#include "app/demo_people.h"

namespace app {

// splitmix64.
std::uint64_t Dice::next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

base::Result<DemoWords> DemoWords::parse(std::string_view json) {
    DemoWords words;
    words.words_ = TRY(base::parse_json(json));
    return words;
}

const std::string& DemoWords::pick(std::string_view list, Dice& dice) const {
    const auto& items = words_.list(list);
    CHECK(!items.empty());
    return items[static_cast<std::size_t>(dice.below(static_cast<int>(items.size())))].text;
}

const std::string& DemoWords::pick_or(const std::string& list, std::string_view otherwise, Dice& dice) const {
    return pick(words_.list(list).empty() ? otherwise : std::string_view(list), dice);
}

std::string DemoWords::about(std::string_view process, std::string_view kind, Dice& dice) const {
    const std::string list = std::string(kind) + "." + std::string(process);
    return pick_or(list, kind == "long" ? "long_answers" : "firm_words", dice);
}

std::string DemoWords::evidence(std::string_view slot, Dice& dice) const {
    return pick_or("evidence." + std::string(slot), "evidence", dice);
}

namespace {

// GB 11643 over the fictional area 999921.
std::string citizen_number(Dice& dice) {
    constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view kChecks = "10X98765432";
    const calendar::Date born = calendar::Date::of(1950, 1, 1).plus(dice.below(365 * 55));
    std::string iso = born.iso();
    std::string serial = std::to_string(1000 + dice.below(1000)).substr(1);
    std::string digits = "999921" + iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2) + serial;
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
    return digits + kChecks[static_cast<std::size_t>(sum % 11)];
}

// GB 32100 over the fictional area 999921.
std::string firm_number(Dice& dice) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    constexpr int kWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    std::string code = "92999921MA";
    while (code.size() < 17) code += kAlphabet[static_cast<std::size_t>(dice.below(31))];
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += static_cast<int>(kAlphabet.find(code[i])) * kWeights[i];
    return code + kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

}  // namespace

std::string answer_of(const catalog::Question& question, const DemoWords& words, Dice& dice,
                      calendar::Date today) {
    if (question.kind == "choice") {
        return question
            .choices[static_cast<std::size_t>(dice.below(static_cast<int>(question.choices.size())))]
            .value;
    }
    if (question.kind == "yesno") return dice.chance(5000) ? "yes" : "no";
    if (question.kind == "number") return std::to_string(dice.between(1, 200));
    if (question.kind == "date") return today.plus(dice.between(3, 60)).iso();
    if (question.kind == "long") return words.pick("long_answers", dice);
    const bool place =
        question.id.find("address") != std::string::npos || question.id.find("place") != std::string::npos;
    if (place) return words.pick("streets", dice) + std::to_string(dice.between(1, 300));
    return words.pick("firm_words", dice);
}

DemoApplicant invent_applicant(const DemoWords& words, Dice& dice, std::string_view kind) {
    const bool firm = kind == "firm";
    DemoApplicant applicant;
    applicant.kind = kind;
    applicant.name = firm ? words.pick("firm_words", dice) + words.pick("firm_kinds", dice)
                          : words.pick("surnames", dice) + words.pick("given", dice);
    applicant.number = firm ? firm_number(dice) : citizen_number(dice);
    applicant.phone = "1380000" + std::to_string(10000 + dice.below(10000)).substr(1);
    applicant.address = dice.chance(4000)
                            ? words.pick("villages", dice)
                            : words.pick("streets", dice) + std::to_string(dice.between(1, 300));
    return applicant;
}

std::string applicant_json(const DemoApplicant& applicant, std::string_view delivery) {
    std::string json;
    base::JsonWriter(json)
        .open_object()
        .member("kind", applicant.kind)
        .member("name", applicant.name)
        .member("number", applicant.number)
        .member("phone", applicant.phone)
        .member("address", applicant.address)
        .member("delivery", delivery)
        .close_object();
    return json;
}

std::string answers_json(const catalog::ServiceItem& item, const DemoWords& words, Dice& dice,
                         calendar::Date today) {
    std::string json;
    base::JsonWriter writer(json);
    writer.open_object();
    for (const catalog::QuestionPage& page : item.questions) {
        for (const catalog::Question& question : page.questions) {
            writer.member(question.id, answer_of(question, words, dice, today));
        }
    }
    writer.close_object();
    return json;
}

}  // namespace app
