#include "catalog/passage_query.h"

#include "catalog/limits.h"
#include "text/utf8.h"

#include <algorithm>

namespace catalog {

namespace {

enum class Field { None, Title, Number, Office, Topic, Validity, Date };

// data: the names of filters, as officials and visitors type them.
constexpr std::pair<std::string_view, Field> kFields[] = {
    {"标题", Field::Title},        {"title", Field::Title}, {"文号", Field::Number},
    {"number", Field::Number},     {"单位", Field::Office}, {"office", Field::Office},
    {"主题", Field::Topic},        {"topic", Field::Topic}, {"有效性", Field::Validity},
    {"validity", Field::Validity}, {"日期", Field::Date},   {"date", Field::Date}};

// data: the states of a document as catalogues print them.
constexpr std::pair<std::string_view, Validity> kValidities[] = {
    {"现行有效", Validity::InForce}, {"有效", Validity::InForce},
    {"in_force", Validity::InForce}, {"尚未施行", Validity::NotYet},
    {"not_yet", Validity::NotYet},   {"部分失效", Validity::PartlyEnded},
    {"失效", Validity::Ended},       {"废止", Validity::Ended},
    {"ended", Validity::Ended},      {"partly_ended", Validity::PartlyEnded}};

bool parts_words(char32_t c) {
    switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case ',':
    case ';':
    case U'　':
    case U'，':
    case U'、':
    case U'。':
    case U'；':
    case U'？':
    case U'！':
    case '?':
    case '!': return true;
    default: return c == text::kBroken || c == 0;
    }
}

bool opens_quote(char32_t c) {
    return c == '"' || c == U'“' || c == U'”' || c == U'「' || c == U'＂';
}
bool closes_quote(char32_t c) {
    return c == '"' || c == U'”' || c == U'“' || c == U'」' || c == U'＂';
}

// 发〔2026〕3号 in any brackets: a run of characters with a year in brackets and a number.
bool is_number(std::string_view folded) {
    const auto has = [&](std::string_view mark) { return folded.find(mark) != std::string_view::npos; };
    const bool brackets = has("〔") || has("[") || has("【") || has("(") || has("〈") || has("［");
    const bool digits = folded.find_first_of("0123456789") != std::string_view::npos;
    return brackets && digits && folded.ends_with("号");
}

class QueryReader {
public:
    explicit QueryReader(std::string_view typed) : typed_(typed) {}

    PassageQuery read() {
        while (at_ < typed_.size()) {
            const std::size_t begin = at_;
            const char32_t c = text::next_character(typed_, at_);
            if (opens_quote(c)) {
                take_word(begin);
                take_quoted();
            } else if (parts_words(c)) {
                take_word(begin);
            } else if ((c == ':' || c == U'：') && field_ == Field::None && name_field(begin)) {
                from_ = at_;
            } else if (from_ == std::string_view::npos) {
                from_ = begin;
            }
        }
        take_word(typed_.size());
        return std::move(query_);
    }

private:
    bool name_field(std::size_t end) {
        if (from_ == std::string_view::npos) return false;
        const std::string name = text::fold_for_search(typed_.substr(from_, end - from_));
        for (const auto& [word, field] : kFields) {
            if (name != word) continue;
            field_ = field;
            return true;
        }
        return false;
    }

    void take_word(std::size_t end) {
        if (from_ == std::string_view::npos) return;
        const std::string_view word = typed_.substr(from_, end - from_);
        from_ = std::string_view::npos;
        if (word.empty()) return;  // 标题: "…" has its word in quotes
        take(word);
        field_ = Field::None;
    }

    void take_quoted() {
        const std::size_t begin = at_;
        while (at_ < typed_.size()) {
            const std::size_t end = at_;
            if (!closes_quote(text::next_character(typed_, at_))) continue;
            if (field_ == Field::None || field_ == Field::Title) query_.exact = true;
            take(typed_.substr(begin, end - begin));
            field_ = Field::None;
            return;
        }
        // Never closed: the words count, the quote does not.
        at_ = begin;
    }

    void take(std::string_view word) {
        switch (field_) {
        case Field::None: return take_plain(word);
        case Field::Title: return add_clause(word, Where::Title);
        case Field::Number: return add_clause(word, Where::Number);
        case Field::Office: query_.filter.office = word; return;
        case Field::Topic: query_.filter.topic = word; return;
        case Field::Validity: return take_validity(word);
        case Field::Date: return take_dates(word);
        }
    }

    void take_plain(std::string_view word) {
        if (is_number(text::fold_for_search(word))) query_.exact = true;
        if (!query_.sentence.empty()) query_.sentence += ' ';
        query_.sentence += word;
        add_clause(word, Where::Anywhere);
    }

    void add_clause(std::string_view word, Where where) {
        if (query_.clauses.size() == kClausesMax) return;
        Clause clause{text::phrase_of(word), where};
        if (!clause.phrase.terms.empty()) query_.clauses.push_back(std::move(clause));
    }

    void take_validity(std::string_view word) {
        const std::string folded = text::fold_for_search(word);
        for (const auto& [name, validity] : kValidities) {
            if (folded == name) query_.filter.validity = validity;
        }
    }

    // 2024-01-01..2024-12-31, 2024.., ..2024-06-30, 2024
    void take_dates(std::string_view word) {
        const std::size_t dots = word.find("..");
        const std::string_view first = word.substr(0, dots);
        const std::string_view last = dots == std::string_view::npos ? first : word.substr(dots + 2);
        query_.filter.from = day_of(first, "-01-01");
        query_.filter.to = day_of(last, "-12-31");
    }
    static calendar::Date day_of(std::string_view typed, std::string_view rest_of_year) {
        std::string day = text::to_half_width(typed);
        if (day.size() == 4) day += rest_of_year;
        const auto parsed = calendar::Date::parse(day);
        return parsed.ok() ? parsed.value() : calendar::Date{};
    }

    std::string_view typed_;
    std::size_t at_ = 0;
    std::size_t from_ = std::string_view::npos;  // of the word being read
    Field field_ = Field::None;
    PassageQuery query_;
};

}  // namespace

PassageQuery read_passage_query(std::string_view typed) {
    return QueryReader(typed.substr(0, kPassageQueryBytesMax)).read();
}

std::string expression_of(const Clause& clause) {
    std::string made;
    if (clause.where == Where::Title) made += "{title title_en} : ";
    if (clause.where == Where::Number) made += "number : ";
    made += '"';
    for (const std::string& term : clause.phrase.terms) {
        if (made.back() != '"') made += ' ';
        made += term;
    }
    made += clause.phrase.open ? "\" *" : "\"";
    return made;
}

std::string PassageQuery::expression() const {
    std::string made;
    for (const Clause& clause : clauses) {
        if (!made.empty()) made += " AND ";
        made += expression_of(clause);
    }
    return made;
}

}  // namespace catalog
