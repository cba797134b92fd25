#pragma once
// What was typed into the search, read: words that must all stand there, "phrases", 文号 in any brackets,
// and filters (标题: 文号: 单位: 主题: 有效性: 日期:a..b). Nothing that is typed is refused: what is no
// filter is a word.

#include "catalog/passage.h"
#include "text/search_terms.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

enum class Where : std::uint8_t { Anywhere, Title, Number };

struct Clause {
    text::Phrase phrase;
    Where where = Where::Anywhere;
};

struct PassageFilter {
    std::optional<PassageKind> kind;
    std::string office;  // code; as typed until the catalogue named it
    std::string topic;   // id; the same
    std::string genre;
    std::optional<Validity> validity;
    int year = 0;
    calendar::Date from = {};  // day 0: open
    calendar::Date to = {};
    bool any() const {
        return kind || !office.empty() || !topic.empty() || !genre.empty() || validity || year != 0 ||
               from != calendar::Date{} || to != calendar::Date{};
    }
};

struct PassageQuery {
    std::vector<Clause> clauses;  // at most kClausesMax; none: nothing to look for
    PassageFilter filter;
    std::string sentence;  // the words without filters, as typed
    bool exact = false;    // quoted or a 文号: no guessing

    // Full-text expression: clauses joined by AND. Holds terms and quotes only, whatever was typed.
    std::string expression() const;
};

PassageQuery read_passage_query(std::string_view typed);

// The expression of one phrase, of any column.
std::string expression_of(const Clause& clause);

}  // namespace catalog
