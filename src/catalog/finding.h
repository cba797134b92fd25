#pragma once
// What is wrong with a definition, where, and under which rule: the checker's line for officials, in their
// words by text key.

#include "base/json.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

struct Finding {
    std::string text_key;                                   // definition.no_basis …
    std::string place;                                      // materials.lease, fees[0] …
    int line = 0;                                           // of the definition text; 0: the whole
    std::vector<std::pair<std::string, std::string>> args;  // for the sentence
};
using Findings = std::vector<Finding>;

// A refusal of another module as a finding; its line comes from the argument of that name.
void add_refusal(const base::Error& error, Findings& findings);

// Reads one JSON object key by key; an unknown or missing key and a wrong type become findings with line and
// nearest word.
class ObjectReader {
public:
    ObjectReader(const base::Json& object, std::string place, Findings& findings);
    ~ObjectReader();  // reports the keys nobody asked for

    std::string text(std::string_view key);   // required, not empty
    std::string maybe(std::string_view key);  // "" when absent
    std::int64_t number(std::string_view key);
    std::int64_t number_or(std::string_view key, std::int64_t otherwise);
    bool truth(std::string_view key);                           // false when absent
    const std::vector<base::Json>& list(std::string_view key);  // empty when absent
    const base::Json* object(std::string_view key);             // null when absent
    std::vector<std::string> texts(std::string_view key);
    std::vector<int> numbers(std::string_view key);
    // One of `allowed`; else a finding that names the nearest.
    std::string word(std::string_view key, const std::vector<std::string_view>& allowed);
    void fault(std::string_view text_key, std::string_view key, std::string_view value = {});
    int line() const { return object_.line; }
    const std::string& place() const { return place_; }

private:
    const base::Json* take(std::string_view key);
    const base::Json& object_;
    std::string place_;
    Findings& findings_;
    std::vector<std::string_view> known_;  // keys asked for; literals
};

}  // namespace catalog
