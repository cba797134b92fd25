#pragma once
// Invented applicants and what they type, drawn from counties/<name>/sample/words.json with a fixed seed.
// Fictional by construction: identity numbers begin with an area code that no real place has.

#include "base/json.h"
#include "calendar/instant.h"
#include "catalog/item.h"

#include <cstdint>
#include <string>
#include <vector>

namespace app {

// A small generator with a printed seed, the same on every machine (the standard distributions are not).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    int below(int bound) { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int in_ten_thousand) { return below(10000) < in_ten_thousand; }

private:
    std::uint64_t state_;
};

class DemoWords {
public:
    static base::Result<DemoWords> parse(std::string_view json);
    const std::string& pick(std::string_view list, Dice& dice) const;
    // What people write about matters of a process, short or long; what stands beside an outcome.
    std::string about(std::string_view process, std::string_view kind, Dice& dice) const;
    std::string evidence(std::string_view slot, Dice& dice) const;

private:
    const std::string& pick_or(const std::string& list, std::string_view otherwise, Dice& dice) const;
    base::Json words_;
};

struct DemoApplicant {
    std::string kind;  // person firm
    std::string name;
    std::string number;
    std::string phone;
    std::string address;
};
DemoApplicant invent_applicant(const DemoWords& words, Dice& dice, std::string_view kind);
std::string applicant_json(const DemoApplicant& applicant, std::string_view delivery);
std::string answer_of(const catalog::Question& question, const DemoWords& words, Dice& dice,
                      calendar::Date today);
std::string answers_json(const catalog::ServiceItem& item, const DemoWords& words, Dice& dice,
                         calendar::Date today);

}  // namespace app
