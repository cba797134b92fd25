#pragma once
// What every part of process.json is read with: refusals at file and line, names, spans, bases, conditions
// and who acts. It keeps the words that were read so far; process.cpp reads the parts themselves.

#include "casework/definition_keys.h"
#include "casework/process.h"

#include <algorithm>

namespace casework {

using base::Json;
using base::Result;
using Words = std::vector<std::string>;

class ReadingPlace {
protected:
    explicit ReadingPlace(std::string_view file) : file_(file) {}

    Place place(const Json& at) const { return {file_, at.line}; }
    base::Error refuse(const Json& at, std::string_view what) const {
        return bad_definition(place(at), what);
    }

    Result<> check_keys(const Json& at, const Words& known) const {
        if (!at.is_object()) return refuse(at, "an object is expected");
        for (const auto& [key, value] : at.members) {
            if (std::find(known.begin(), known.end(), key) == known.end())
                return unknown_word(place(value), "key", key, known);
            TRY(check_kind(key, value, place(value)));
        }
        return base::Done{};
    }

    // The closed word lists: the index of the word, or a refusal with the nearest.
    Result<std::size_t> choose(const Json& at, std::string_view kind, std::string_view word,
                               const Words& known) const {
        const auto found = std::find(known.begin(), known.end(), word);
        if (found == known.end()) return unknown_word(place(at), kind, word, known);
        return static_cast<std::size_t>(found - known.begin());
    }

    // Whether the engine itself issues the letter that a slot asks for.
    bool issued(const Code& slot) const {
        return std::count(process_.outputs.begin(), process_.outputs.end(), slot) > 0;
    }

    Result<std::vector<Code>> read_codes(const Json& at, std::string_view key) const {
        std::vector<Code> codes;
        for (const Json& item : at.list(key)) {
            if (!is_name(item.text)) return refuse(item, "'" + item.text + "' is no name");
            codes.push_back(Code::of(item.text));
        }
        return codes;
    }

    Result<Expression> read_condition(const Json& at, std::string_view key) const {
        const Json* found = at.find(key);
        if (found == nullptr) return Expression();
        return Expression::compile(found->text, words_, place(*found));
    }

    Result<calendar::Span> read_span(const Json& at, std::string_view text) const {
        auto span = calendar::Span::parse(text);
        if (!span.ok()) return refuse(at, "'" + std::string(text) + "' is no span such as '20 working days'");
        return span;
    }

    Result<std::vector<Basis>> read_basis(const Json& at) const {
        std::vector<Basis> basis;
        for (const Json& item : at.list("basis")) {
            TRY(check_keys(item, {"law", "ed", "art", "status"}));
            basis.push_back({std::string(item.string_or("law")), std::string(item.string_or("ed")),
                             std::string(item.string_or("art")), std::string(item.string_or("status"))});
            TRY(choose(item, "status", basis.back().status, {"verified", "unverified", "local"}));
            if (basis.back().law.empty() || basis.back().article.empty())
                return refuse(item, "a basis names law and art");
        }
        return basis;
    }

    Result<Who> read_who(const Json& at, std::string_view key) const {
        const std::string_view text = at.string_or(key);
        const auto sign = text.find('@');
        Who who{std::string(text.substr(0, sign)), Relation::Outsider};
        if (!is_name(who.role)) return refuse(at, std::string(key) + " is not role@relation");
        TRY(read_relation(at, sign == std::string_view::npos ? "" : text.substr(sign + 1), who));
        return who;
    }

    Result<> read_relation(const Json& at, std::string_view relation, Who& who) const {
        if (!relation.starts_with("fact.")) {
            who.relation = static_cast<Relation>(
                TRY(choose(at, "relation", relation, {"", "hall", "item.office", "region.gov", "member"})));
            return base::Done{};
        }
        const std::size_t slot = TRY(choose(at, "fact", relation.substr(5), fact_names()));
        if (process_.facts[slot].type != FactType::Body)
            return refuse(at, "'" + std::string(relation) + "' names no body");
        who.relation = Relation::Fact;
        who.fact = static_cast<std::uint8_t>(slot);
        return base::Done{};
    }

    Words fact_names() const {
        Words known;
        for (const Fact& one : process_.facts) known.push_back(one.name);
        return known;
    }

    Result<> read_fact_word(const Json& at) {
        TRY(check_keys(at, {"fact", "type", "options", "unit", "least", "longest", "from"}));
        Fact fact{std::string(at.string_or("fact"))};
        fact.type =
            static_cast<FactType>(TRY(choose(at, "type", at.string_or("type"),
                                             {"truth", "number", "date", "choice", "body", "span", "list"})));
        if (!is_name(fact.name)) return refuse(at, "fact is missing");
        for (const Json& option : at.list("options")) {
            if (!is_name(option.text)) return refuse(option, "'" + option.text + "' is no name");
            fact.options.push_back(option.text);
        }
        if ((fact.type == FactType::Choice) != (fact.options.size() > 1) || fact.options.size() > kOptionsMax)
            return refuse(at, "a choice, and nothing else, has 2 to 40 options");
        TRY(check_unique(at, fact.options));
        TRY(read_range(at, fact));
        TRY(read_function(at, fact));
        words_.facts.push_back({fact.name, fact.type == FactType::Truth, fact.options});
        process_.facts.push_back(std::move(fact));
        return base::Done{};
    }

    // "unit": "working days", "least": 5, "longest": 30
    Result<> read_range(const Json& at, Fact& fact) const {
        if (fact.type != FactType::Span) return check_keys(at, {"fact", "type", "options", "from"});
        fact.longest = TRY(read_number(at, "longest", 0, {1, calendar::kSpanMax}, place(at)));
        fact.least = TRY(read_number(at, "least", 0, {1, fact.longest}, place(at)));
        const std::string longest = std::to_string(fact.longest) + " ";
        fact.unit = TRY(read_span(at, longest + std::string(at.string_or("unit")))).unit;
        if (fact.least < 1) return refuse(at, "a span has a least of 1 or more and a longest");
        return base::Done{};
    }
    // "from": "county.competition": the body to which the county gave that function, whoever files.
    Result<> read_function(const Json& at, Fact& fact) const {
        constexpr std::string_view kCounty = "county.";
        const std::string_view from = at.string_or("from");
        if (from.empty()) return base::Done{};
        if (fact.type != FactType::Body || !from.starts_with(kCounty) ||
            !is_name(from.substr(kCounty.size())))
            return refuse(at, "from is 'county.<function>', and the fact is a body");
        fact.function = from.substr(kCounty.size());
        return base::Done{};
    }

    // Names first, so that conditions may look forward.
    Result<> check_unique(const Json& at, Words names) const {
        std::sort(names.begin(), names.end());
        const auto twice = std::adjacent_find(names.begin(), names.end());
        if (twice != names.end()) return refuse(at, "'" + *twice + "' stands twice");
        return base::Done{};
    }

    std::string_view file_;
    Process process_;
    Vocabulary words_;
    Words names_;
};

}  // namespace casework
