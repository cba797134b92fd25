#include "disclosure/paper_text.h"

#include "text/utf8.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>

namespace disclosure {
namespace {

// data: the fields of a header, in the words of a public document
constexpr std::string_view kTitle = "标题", kTitleEn = "英文标题", kNumber = "文号", kOffice = "单位";
constexpr std::string_view kGenre = "体裁", kColumns = "栏目", kFormed = "成文", kTheme = "主题";
constexpr std::string_view kAttribute = "属性", kArticle = "理由", kReason = "说明", kSummary = "摘要";
constexpr std::string_view kExplainedBy = "解读", kExplains = "解读对象", kCites = "依据",
                           kValidTo = "有效期至";
constexpr std::string_view kColon = "：", kListMark = "、", kOpenTitle = "《", kCloseTitle = "》";
constexpr std::string_view kYear = "年", kLastYear = "去年", kMonth = "月", kDay = "日", kNumberMark = "号";

constexpr std::string_view kFields[] = {kTitle,       kTitleEn,  kNumber,    kOffice,  kGenre,  kColumns,
                                        kFormed,      kTheme,    kAttribute, kArticle, kReason, kSummary,
                                        kExplainedBy, kExplains, kCites,     kValidTo};
constexpr std::string_view kNeeded[] = {kTitle,  kTitleEn, kOffice,    kGenre,  kColumns,
                                        kFormed, kTheme,   kAttribute, kSummary};
constexpr std::string_view kPaperGenres[] = {
    "policy",    "normative",  "interpretation", "notice",   "news",   "plan", "budget",
    "personnel", "statistics", "result",         "response", "report", "rule"};
constexpr std::string_view kPaperAttributes[] = {"open", "partial", "on_request", "closed"};
constexpr int kDaysLeast = 3, kDaysMost = 300;

struct Written {
    std::string_view value;
    int line = 0;
};
using Header = std::map<std::string_view, Written>;

struct Source {
    std::string_view slug;
    base::Error broken(int line, std::string_view what) const {
        const std::string at = std::string(slug) + ":" + std::to_string(line);
        return base::Error(base::ErrorCode::Invalid, "disclosure.paper", at + " " + std::string(what))
            .with("file", slug)
            .with("line", std::to_string(line))
            .with("what", what);
    }
};

bool is_one_of(std::string_view word, std::span<const std::string_view> known) {
    return std::find(known.begin(), known.end(), word) != known.end();
}

base::Result<int> whole_number(const Source& source, std::string_view digits, int line) {
    int value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return source.broken(line, digits);
    return value;
}

std::vector<std::string> parts_of(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t end = list.find(kListMark);
        parts.emplace_back(list.substr(0, end));
        list = end == std::string_view::npos ? std::string_view() : list.substr(end + kListMark.size());
    }
    return parts;
}

// The header; `rest` becomes what follows the blank line, `line` its number.
base::Result<Header> read_header(const Source& source, std::string_view& rest, int& line) {
    Header header;
    for (line = 1; !rest.empty(); ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view row = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (row.empty()) {
            ++line;
            return header;
        }
        const std::size_t colon = row.find(kColon);
        if (colon == std::string_view::npos) return source.broken(line, row);
        const std::string_view field = row.substr(0, colon);
        const std::string_view value = row.substr(colon + kColon.size());
        if (!is_one_of(field, kFields) || value.empty()) return source.broken(line, field);
        if (!header.emplace(field, Written{value, line}).second) return source.broken(line, field);
    }
    return source.broken(line, kSummary);
}

// A working week's day: papers are not signed at the weekend.
calendar::Date before_weekend(calendar::Date day) {
    const unsigned weekday = day.weekday();
    return weekday == 6 ? day.plus(-1) : weekday == 0 ? day.plus(-2) : day;
}

base::Result<calendar::Date> formed_on(const Source& source, const Written& written,
                                       calendar::Date last_day) {
    const std::size_t dash = written.value.find('-');
    if (dash == std::string_view::npos) {
        const int days = TRY(whole_number(source, written.value, written.line));
        if (days < kDaysLeast || days > kDaysMost) return source.broken(written.line, written.value);
        return before_weekend(last_day.plus(-days));
    }
    const calendar::Date latest = last_day.plus(-kDaysLeast);
    for (int year = latest.year(); year >= latest.year() - 1; --year) {
        const auto day = calendar::Date::parse(std::to_string(year) + "-" + std::string(written.value));
        if (!day.ok()) return source.broken(written.line, written.value);
        if (day.value() <= latest) return before_weekend(day.value());
    }
    return source.broken(written.line, written.value);
}

std::string in_words(calendar::Date day) {
    std::string words = std::to_string(day.year());
    words.append(kYear).append(std::to_string(day.month())).append(kMonth);
    return words.append(std::to_string(day.day())).append(kDay);
}

// {成文+15}, {年}, {去年}, {年+5}: what stands between the braces.
base::Result<std::string> dated(const Source& source, std::string_view mark, calendar::Date formed,
                                int line) {
    if (mark == kLastYear) return std::to_string(formed.year() - 1);
    const std::size_t sign = std::min(mark.find_first_of("+-"), mark.size());
    const std::string_view word = mark.substr(0, sign);
    int shift = 0;
    if (sign < mark.size()) {
        shift = TRY(whole_number(source, mark.substr(sign + 1), line));
        if (mark[sign] == '-') shift = -shift;
    }
    if (word == kYear) return std::to_string(formed.year() + shift);
    if (word == kFormed) return in_words(formed.plus(shift));
    return source.broken(line, mark);
}

base::Result<std::string> filled(const Source& source, std::string_view text, calendar::Date formed,
                                 int line) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        const std::string_view plain = text.substr(0, open);
        line += static_cast<int>(std::count(plain.begin(), plain.end(), '\n'));
        out.append(plain);
        text.remove_prefix(open);
        if (text.empty()) break;
        const std::size_t close = text.find('}');
        if (close == std::string_view::npos) return source.broken(line, text.substr(0, 1));
        out += TRY(dated(source, text.substr(1, close - 1), formed, line));
        text.remove_prefix(close + 1);
    }
    return out;
}

// 发文字号: 清政发〔2026〕12号.
bool is_number(std::string_view number) {
    std::size_t at = 0;
    const auto run = [&](auto&& belongs) {
        std::size_t count = 0;
        while (at < number.size()) {
            std::size_t next = at;
            if (!belongs(text::next_character(number, next))) break;
            at = next;
            ++count;
        }
        return count;
    };
    const auto digit = [](char32_t sign) { return sign >= U'0' && sign <= U'9'; };
    const auto one = [&](char32_t wanted) {
        std::size_t next = at;
        if (at >= number.size() || text::next_character(number, next) != wanted) return false;
        at = next;
        return true;
    };
    if (run(&text::is_han) == 0 || !one(U'〔') || run(digit) != 4 || !one(U'〕')) return false;
    return at < number.size() && number[at] != '0' && run(digit) > 0 && number.substr(at) == kNumberMark;
}

base::Result<> read_cites(const Source& source, PaperText& paper, const std::string& list, int line) {
    for (const std::string& cited : parts_of(list)) {
        if (paper.text.find(cited) == std::string::npos) {
            const bool named = cited.starts_with(kOpenTitle) && cited.ends_with(kCloseTitle);
            const std::string inner = named ? cited.substr(kOpenTitle.size()) : std::string();
            // A law may stand in the text under its full title, which ends in the short one.
            if (!named || paper.text.find(inner) == std::string::npos) return source.broken(line, cited);
        }
        std::string_view name = cited;
        if (name.starts_with(kOpenTitle)) name.remove_prefix(kOpenTitle.size());
        if (name.ends_with(kCloseTitle)) name.remove_suffix(kCloseTitle.size());
        paper.cites.emplace_back(name);
    }
    return base::Done{};
}

base::Result<> read_words(const Source& source, const Header& header, PaperText& paper) {
    const auto text_of = [&](std::string_view field, std::string& into) -> base::Result<> {
        const auto found = header.find(field);
        if (found == header.end()) return base::Done{};
        into = TRY(filled(source, found->second.value, paper.formed, found->second.line));
        return base::Done{};
    };
    const std::pair<std::string_view, std::string*> words[] = {{kTitle, &paper.title},
                                                               {kTitleEn, &paper.title_en},
                                                               {kNumber, &paper.number},
                                                               {kOffice, &paper.office},
                                                               {kGenre, &paper.genre},
                                                               {kTheme, &paper.theme},
                                                               {kArticle, &paper.article},
                                                               {kAttribute, &paper.attribute},
                                                               {kReason, &paper.reason},
                                                               {kSummary, &paper.summary},
                                                               {kExplainedBy, &paper.explained_by},
                                                               {kExplains, &paper.explains}};
    for (const auto& [field, into] : words) TRY(text_of(field, *into));
    return base::Done{};
}

// What one field says against another.
base::Result<> check_words(const Source& source, const Header& header, const PaperText& paper) {
    const auto line = [&](std::string_view field) {
        const auto found = header.find(field);
        return found == header.end() ? 1 : found->second.line;
    };
    if (!is_one_of(paper.genre, kPaperGenres)) return source.broken(line(kGenre), paper.genre);
    if (!is_one_of(paper.attribute, kPaperAttributes))
        return source.broken(line(kAttribute), paper.attribute);
    const bool open = paper.attribute == "open";
    // 公开条例 14: what is not open says why.
    if (open != paper.article.empty() || open != paper.reason.empty())
        return source.broken(line(kAttribute), kReason);
    if (!paper.number.empty() && !is_number(paper.number)) return source.broken(line(kNumber), paper.number);
    if ((paper.genre == "interpretation") != !paper.explains.empty())
        return source.broken(line(kGenre), kExplains);
    if (paper.genre == "normative" && paper.valid_to.days == 0) return source.broken(line(kGenre), kValidTo);
    return base::Done{};
}

}  // namespace

base::Result<PaperText> read_paper(std::string_view slug, std::string_view file, calendar::Date last_day) {
    const Source source{slug};
    if (file.size() > kPaperBytesMax || !text::is_utf8(file)) return source.broken(1, slug);
    int line = 1;
    std::string_view rest = file;
    const Header header = TRY(read_header(source, rest, line));
    for (const std::string_view field : kNeeded)
        if (!header.contains(field)) return source.broken(1, field);
    PaperText paper;
    paper.slug = slug;
    paper.formed = TRY(formed_on(source, header.at(kFormed), last_day));
    TRY(read_words(source, header, paper));
    paper.columns = parts_of(header.at(kColumns).value);
    while (rest.ends_with('\n')) rest.remove_suffix(1);
    if (rest.empty()) return source.broken(line, kTitle);
    paper.text = TRY(filled(source, rest, paper.formed, line));
    if (const auto valid = header.find(kValidTo); valid != header.end()) {
        const std::string day = TRY(filled(source, valid->second.value, paper.formed, valid->second.line));
        const auto parsed = calendar::Date::parse(day);
        if (!parsed.ok()) return source.broken(valid->second.line, day);
        paper.valid_to = parsed.value();
    }
    if (const auto cites = header.find(kCites); cites != header.end()) {
        const std::string list = TRY(filled(source, cites->second.value, paper.formed, cites->second.line));
        TRY(read_cites(source, paper, list, cites->second.line));
    }
    TRY(check_words(source, header, paper));
    return paper;
}

}  // namespace disclosure
