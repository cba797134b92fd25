// Facts: typed values that an outcome or a filing sets, kept as one number each so that no sentence can stand
// in the journal.

#include "casework/limits.h"
#include "casework/process.h"

#include <algorithm>
#include <charconv>

namespace casework {

using base::Result;

namespace {

constexpr std::int64_t kBodiesEnd = 1000;  // bodies have three digits, as in case numbers
constexpr std::int64_t kNumberMax = 1'000'000'000'000;

Result<std::int64_t> read_whole(std::string_view typed, std::int64_t max) {
    std::int64_t value = -1;
    const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (read.ec != std::errc() || read.ptr != typed.data() + typed.size() || value < 0 || value > max)
        return base::Error(base::ErrorCode::Invalid, "casework.fact_bad");
    return value;
}

Result<std::int64_t> read_typed(const Fact& fact, std::string_view typed) {
    const base::Error bad(base::ErrorCode::Invalid, "casework.fact_bad");
    switch (fact.type) {
    case FactType::Truth:
        if (typed == "yes" || typed == "1") return 1;
        if (typed == "no" || typed == "0" || typed.empty()) return 0;
        return bad;
    case FactType::Number: return read_whole(typed, kNumberMax);
    case FactType::Date: {
        const auto date = calendar::Date::parse(typed);
        if (!date.ok()) return bad;
        return date.value().days;
    }
    case FactType::Choice: {
        const auto found = std::find(fact.options.begin(), fact.options.end(), typed);
        if (found == fact.options.end()) return bad;
        return found - fact.options.begin() + 1;
    }
    case FactType::Span: {
        const std::int64_t count = TRY(read_whole(typed, fact.longest));
        if (count < fact.least) return bad;
        return count;
    }
    case FactType::List: {
        const std::size_t count = list_entries(typed).size();
        if (count == 0 || count > kMembersMax) return bad;
        return static_cast<std::int64_t>(count);
    }
    case FactType::Body: break;
    }
    if (typed.size() != 3) return bad;
    const std::int64_t body = TRY(read_whole(typed, kBodiesEnd - 1));
    return body == 0 ? kBodiesEnd : body;
}

}  // namespace

Result<std::int64_t> read_fact(const Fact& fact, std::string_view typed) {
    auto value = read_typed(fact, typed);
    if (value.ok()) return value;
    if (fact.type == FactType::Span) {
        return base::Error(base::ErrorCode::Invalid, "casework.fact_span")
            .with("least", std::to_string(fact.least))
            .with("longest", std::to_string(fact.longest))
            .at(fact.name);
    }
    return base::Error(base::ErrorCode::Invalid, "casework.fact_bad").with("fact", fact.name).at(fact.name);
}

std::int64_t Fact::most() const {
    switch (type) {
    case FactType::Truth: return 1;
    case FactType::Number: return kNumberMax;
    case FactType::Date: return calendar::Date::of(2100, 1, 1).days;
    case FactType::Choice: return static_cast<std::int64_t>(options.size());
    case FactType::Span: return longest;
    case FactType::List: return static_cast<std::int64_t>(kMembersMax);
    case FactType::Body: break;
    }
    return kBodiesEnd;
}

std::int64_t Fact::supposed(calendar::Date today) const {
    switch (type) {
    case FactType::Truth: return 0;
    case FactType::Date: return today.days;
    case FactType::Span: return least;
    case FactType::Number:
    case FactType::Choice:
    case FactType::List:
    case FactType::Body: break;
    }
    return 1;
}

std::vector<std::string> list_entries(std::string_view typed) {
    std::vector<std::string> entries;
    while (!typed.empty()) {
        const std::size_t end = std::min(typed.find('\n'), typed.size());
        std::string_view line = typed.substr(0, end);
        typed.remove_prefix(std::min(end + 1, typed.size()));
        const auto blank = [](char c) { return c == ' ' || c == '\r' || c == '\t'; };
        while (!line.empty() && blank(line.front())) line.remove_prefix(1);
        while (!line.empty() && blank(line.back())) line.remove_suffix(1);
        if (!line.empty()) entries.emplace_back(line);
    }
    return entries;
}

// "000" is kept as 1000, so that 0 stays "not given".
Code body_of_fact(std::int64_t value) {
    if (value <= 0 || value > kBodiesEnd) return {};
    std::string digits = std::to_string(value % kBodiesEnd);
    return Code::of(std::string(3 - digits.size(), '0') + digits);
}

std::string fact_text(const Fact& fact, std::int64_t value) {
    switch (fact.type) {
    case FactType::Truth: return value != 0 ? "yes" : "no";
    case FactType::Span:
    case FactType::List:
    case FactType::Number: return std::to_string(value);
    case FactType::Date: return calendar::Date{static_cast<std::int32_t>(value)}.iso();
    case FactType::Choice:
        if (value < 1 || value > static_cast<std::int64_t>(fact.options.size())) return {};
        return fact.options[static_cast<std::size_t>(value - 1)];
    case FactType::Body: break;
    }
    return body_of_fact(value).text();
}

}  // namespace casework
