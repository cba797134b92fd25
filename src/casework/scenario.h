#pragma once
// Scenario files of a process: examples that officials can read and the program can run. This is the reading
// of them only: lines to statements, in Chinese or English words of one table. A file with an unknown word is
// refused with file, line and the nearest known word.

#include "calendar/instant.h"
#include "calendar/span.h"
#include "identity/person.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace casework {

// definitions/scenario_words.json and the role names of roles.json.
class ScenarioWords {
public:
    static base::Result<ScenarioWords> parse(std::string_view words_json, std::string_view roles_json);

    struct Phrase {
        std::string text;     // working days
        std::string meaning;  // working_days
    };
    const std::vector<Phrase>& phrases() const { return phrases_; }
    const std::vector<identity::RoleDefinition>& roles() const { return roles_; }
    std::string_view meaning_of(std::string_view text) const;  // empty: no keyword
    std::string_view role_of(std::string_view text) const;     // id by name, name_en or id; empty: unknown
    std::vector<std::string> all_phrases() const;
    std::vector<std::string> all_roles() const;

private:
    std::vector<Phrase> phrases_;
    std::vector<identity::RoleDefinition> roles_;
};

// What stands in braces: { opinion: attached, on_site: yes }.
using ScenarioValues = std::vector<std::pair<std::string, std::string>>;

enum class Expected {
    Ready,
    NotReady,
    Due,
    Paused,
    Mark,
    NoMark,
    OnTime,
    Late,
    Deemed,
    Running,
    Idle,
    Used,
    Refused,
    Result,
    Ended,
    Open,
    Receives,
    PublicSees,
    Event,
    Fact
};

struct Expectation {
    Expected what = Expected::Ended;
    std::string subject;  // step, clock, letter, outcome, event or fact
    std::string value;    // role, level, law and article, key of a refusal, result, value of a fact
    std::string body;     // of a role
    calendar::Date day;   // due; paused from
    calendar::Date until;
    int count = -1;  // times; days consumed
    int remaining = -1;
};

struct ScenarioStep {
    enum class Kind { Today, On, After, People, File, Do, Claim, Open, Extend, Withdraw, Rate, Expect };
    Kind kind = Kind::Expect;
    int line = 0;
    std::string text;  // as written
    calendar::Date day;
    int minute = -1;  // of the day; -1: not said
    calendar::Span span;
    std::string role;  // empty: the applicant
    std::string body;  // empty: where the step lies
    std::string name;
    std::vector<std::string> names;  // of People
    std::string target;              // process, step, clock or level
    std::string outcome;
    ScenarioValues values;
    Expectation expected;
};

struct Scenario {
    std::string file;
    std::string title;
    std::vector<ScenarioStep> steps;
};

inline constexpr std::size_t kScenarioBytesMax = 64u << 10;
inline constexpr std::size_t kScenarioStepsMax = 400;

// `file` is named in refusals.
base::Result<Scenario> parse_scenario(std::string_view text, const ScenarioWords& words,
                                      std::string_view file);

}  // namespace casework
