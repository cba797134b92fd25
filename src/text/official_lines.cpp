#include "text/official_lines.h"

#include "text/characters.h"
#include "text/utf8.h"

#include <initializer_list>

namespace text {

namespace {

constexpr std::size_t kPartCharactersMax = 40;
constexpr std::size_t kSectionCharactersMax =
    22;  // a whole provision is no heading, though numbered like one
constexpr std::size_t kNumeralsMax = 5;

bool is_numeral(char32_t c) {
    return std::u32string_view(U"〇零一二三四五六七八九十百").find(c) != std::u32string_view::npos;
}

// How many bytes of numerals, at most five characters, the text begins with.
std::size_t numerals_at(std::string_view text) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < kNumeralsMax; ++count) {
        std::size_t next = at;
        if (!is_numeral(next_character(text, next))) break;
        at = next;
    }
    return at;
}

bool opens_with(std::string_view line, std::string_view before,
                std::initializer_list<std::string_view> after) {
    if (!line.starts_with(before)) return false;
    line.remove_prefix(before.size());
    const std::size_t numerals = numerals_at(line);
    if (numerals == 0) return false;
    line.remove_prefix(numerals);
    for (const std::string_view mark : after) {
        if (line.starts_with(mark)) return true;
    }
    return false;
}

OfficialLine headed(OfficialLine::Kind kind, std::string_view line) {
    constexpr std::string_view kStop = "。";
    const bool is_part = kind == OfficialLine::Kind::Part;
    const std::size_t characters_max = is_part ? kPartCharactersMax : kSectionCharactersMax;
    const std::size_t stop = line.find(kStop);
    if (stop == std::string_view::npos) {
        if (character_count(line) <= characters_max) return {kind, line, {}};
        return {OfficialLine::Kind::Plain, {}, line};
    }
    const std::size_t end = stop + kStop.size();
    if (character_count(line.substr(0, end)) > characters_max) return {OfficialLine::Kind::Plain, {}, line};
    if (end == line.size()) return {kind, line, {}};
    return {kind, line.substr(0, end), line.substr(end)};
}

}  // namespace

std::string_view without_blanks_around(std::string_view line) {
    std::size_t first = line.size();
    std::size_t last = line.size();
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t before = at;
        const char32_t c = next_character(line, at);
        if (is_blank(c) || c == '\t' || c == '\r' || c == '\n') continue;
        if (first == line.size()) first = before;
        last = at;
    }
    return line.substr(first, last - first);
}

OfficialLine official_line_of(std::string_view raw) {
    const std::string_view line = without_blanks_around(raw);
    if (opens_with(line, "", {"、"})) return headed(OfficialLine::Kind::Part, line);
    if (opens_with(line, "第", {"章", "编", "部分"})) return headed(OfficialLine::Kind::Part, line);
    if (opens_with(line, "（", {"）"}) || opens_with(line, "(", {")"}))
        return headed(OfficialLine::Kind::Section, line);
    if (opens_with(line, "第", {"节"})) return headed(OfficialLine::Kind::Section, line);
    if (opens_with(line, "第", {"条"})) {
        constexpr std::string_view kArticle = "条";
        const std::size_t end = line.find(kArticle) + kArticle.size();
        std::size_t next = end;
        const bool parted = end < line.size() && is_blank(next_character(line, next));
        if (parted) return {OfficialLine::Kind::Plain, line.substr(0, end), line.substr(end)};
    }
    return {OfficialLine::Kind::Plain, {}, line};
}

ListLine list_line_of(std::string_view raw) {
    std::string_view line = without_blanks_around(raw);
    for (const std::string_view mark : {"- ", "• ", "● ", "· "}) {
        if (line.starts_with(mark)) return {-1, without_blanks_around(line.substr(mark.size()))};
    }
    int number = 0;
    std::size_t digits = 0;
    for (; digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9'; ++digits)
        number = number * 10 + (line[digits] - '0');
    if (digits == 0) return {};
    line.remove_prefix(digits);
    for (const std::string_view mark : {"．", "、", "."}) {
        if (!line.starts_with(mark)) continue;
        const std::string_view rest = line.substr(mark.size());
        // 1.5 亿元 is a figure.
        if (mark == "." && !rest.empty() && rest.front() >= '0' && rest.front() <= '9') return {};
        return {number, without_blanks_around(rest)};
    }
    return {};
}

}  // namespace text
