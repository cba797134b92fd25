#pragma once
// A process as its readers read it: conditions, people, periods and what an outcome brings, in sentences.
// They are made from the compiled definition, so that what is read is what runs.

#include "casework/process.h"
#include "casework/process_texts.h"
#include "casework/wording_pages.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

class ProcessWords {
public:
    ProcessWords(const Teller& teller, const Process& process, const ProcessTexts& texts)
        : teller_(teller), process_(process), texts_(texts) {}

    std::string condition(const Expression& expression) const;  // "" of an empty one
    std::string who(const Who& who) const;
    std::string budget(const Deadline& rule) const;
    std::string pauses(const Deadline& rule) const;     // "" when nothing pauses it
    std::string extension(const Deadline& rule) const;  // "" when it cannot be put off
    std::string expiry(const Deadline& rule) const;
    std::string then(const Outcome& outcome) const;  // what opens, or how the matter ends
    std::string effect(const EffectUse& use) const;
    std::string conditions_of(const Step& step) const;  // other persons, signatures, votes, parts
    std::string evidence(std::string_view slot) const;
    std::string fact(std::size_t slot) const;
    std::string step(std::size_t slot) const;
    std::string listed(const std::vector<std::string>& names) const;    // 理由、决定书
    std::string joined(const std::vector<std::string>& clauses) const;  // 三人签名；不能由…办理

private:
    // A sentence and its opposite, and how tightly it holds together.
    struct Clause {
        std::string says = {}, denies = {};
        bool is_joined = false;
        int choice = -1;  // slot of the fact it asks, when that is a choice
        std::int32_t number = 0;
    };
    std::string strung(const std::vector<std::string>& parts, std::string_view key) const;
    Clause run(const std::vector<Expression::OpCode>& codes, std::size_t from, std::size_t to) const;
    Clause term(const Expression::OpCode& code) const;
    Clause compare(Expression::Op op, const Clause& left, const Clause& right) const;
    Clause join(std::string_view key, const Clause& left, const Clause& right) const;
    Clause both(std::string_view key, const web::TextArgs& args) const;

    const Teller& teller_;
    const Process& process_;
    const ProcessTexts& texts_;
};

}  // namespace casework
