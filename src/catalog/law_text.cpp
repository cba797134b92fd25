#include "catalog/law_text.h"

#include "text/utf8.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace catalog {

namespace {

constexpr std::string_view kOrdinal = "第";
constexpr std::string_view kArticle = "条";
constexpr std::string_view kOf = "之";
constexpr std::size_t kNumeralBytesMax = 36;  // 12 characters

constexpr std::pair<std::string_view, int> kDigits[] = {{"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2},
                                                        {"两", 2}, {"三", 3}, {"四", 4}, {"五", 5},
                                                        {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
constexpr std::pair<std::string_view, int> kUnits[] = {{"十", 10}, {"百", 100}, {"千", 1000}};

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view kWide = "　";
    while (true) {
        if (!line.empty() && (line.front() == ' ' || line.front() == '\t' || line.front() == '\r'))
            line.remove_prefix(1);
        else if (line.starts_with(kWide))
            line.remove_prefix(kWide.size());
        else
            break;
    }
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
        line.remove_suffix(1);
    return line;
}

// Some texts bold the number: **第一条** …
std::string_view without_stars(std::string_view line) {
    while (line.starts_with('*')) line.remove_prefix(1);
    return line;
}

struct Opening {
    std::string number;
    std::string_view rest;
};

// "三、…": how decisions and interpretations without articles count.
Opening listed_opening_of(std::string_view line) {
    constexpr std::string_view kComma = "、";
    const std::size_t end = line.substr(0, kNumeralBytesMax).find(kComma);
    if (end == std::string_view::npos) return {};
    const int number = chinese_number(line.substr(0, end));
    if (number <= 0) return {};
    return {std::to_string(number), trimmed(line.substr(end + kComma.size()))};
}

// "第三十二条之一 …" at the head of a line. Empty number: the line opens no article.
Opening opening_of(std::string_view raw) {
    const std::string_view line = without_stars(raw);
    if (!line.starts_with(kOrdinal)) return {};
    const std::size_t end =
        line.substr(0, kOrdinal.size() + kNumeralBytesMax + kArticle.size()).find(kArticle);
    if (end == std::string_view::npos) return {};
    const int number = chinese_number(line.substr(kOrdinal.size(), end - kOrdinal.size()));
    if (number <= 0) return {};
    std::string_view rest = line.substr(end + kArticle.size());
    std::string text = std::to_string(number);
    if (rest.starts_with(kOf)) {
        std::string_view numeral = rest.substr(kOf.size());
        numeral = numeral.substr(0, numeral.find_first_of(" \t*"));
        const std::size_t wide = numeral.find("　");
        const int sub = chinese_number(numeral.substr(0, wide));
        if (sub > 0) {
            text += "-" + std::to_string(sub);
            rest.remove_prefix(kOf.size() + numeral.substr(0, wide).size());
        }
    }
    // "第三条所称…" in running text is a citation, not an opening: after the number stands a blank or
    // nothing.
    rest = without_stars(rest);
    const bool opens = rest.empty() || rest.front() == ' ' || rest.front() == '\t' || rest.starts_with("　");
    if (!opens) return {};
    return {std::move(text), trimmed(rest)};
}

std::string without_blanks(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ' || text[i] == '\t')
            ++i;
        else if (text.substr(i).starts_with("　"))
            i += 3;
        else
            out += text[i++];
    }
    return out;
}

calendar::Date edition_of(std::string_view file_name) {
    const std::size_t open = file_name.rfind('(');
    if (open == std::string_view::npos || file_name.size() < open + 11) return {};
    const auto date = calendar::Date::parse(file_name.substr(open + 1, 10));
    return date.ok() ? date.value() : calendar::Date{};
}

constexpr std::string_view kHeadEnds = "<!-- INFO END -->";

int small_number(std::string_view text, std::size_t& at) {
    int number = 0;
    const std::size_t begin = at;
    while (at < text.size() && at < begin + 4 && text[at] >= '0' && text[at] <= '9')
        number = number * 10 + (text[at++] - '0');
    return at > begin ? number : -1;
}

bool passes(std::string_view text, std::size_t& at, std::string_view word) {
    if (!text.substr(std::min(at, text.size())).starts_with(word)) return false;
    at += word.size();
    return true;
}

// The date at `year`, the place of 年; day 0 when there is none.
calendar::Date date_around(std::string_view line, std::size_t year) {
    std::size_t at = year - 4;
    const int number = small_number(line, at);
    if (at != year || number < 1900) return {};
    passes(line, at, "年");
    const int month = small_number(line, at);
    if (month < 1 || month > 12 || !passes(line, at, "月")) return {};
    const int day = small_number(line, at);
    if (day < 1 || day > 31 || !passes(line, at, "日")) return {};
    const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    const auto date = calendar::Date::parse(std::to_string(number) + "-" + two(month) + "-" + two(day));
    return date.ok() ? date.value() : calendar::Date{};
}

// The latest "2015年11月27日" of a head on which the text was passed, changed or published; a day from which
// it only applies is no edition.
calendar::Date latest_date(std::string_view head) {
    constexpr std::string_view kYear = "年";
    calendar::Date latest;
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find('\n'));
        head.remove_prefix(std::min(line.size() + 1, head.size()));
        const bool applies_only = line.ends_with("施行") && line.find("公布") == std::string_view::npos;
        if (applies_only) continue;
        for (std::size_t year = line.find(kYear); year != std::string_view::npos;
             year = line.find(kYear, year + 1)) {
            if (year >= 4) latest = std::max(latest, date_around(line, year));
        }
    }
    return latest;
}

// Lines are walked once; an article's text runs from its opening to the next opening or heading.
enum class Numbering { Articles, Listed };

class LawReader {
public:
    LawReader(std::string_view markdown, Numbering numbering, LawText& law)
        : markdown_(markdown), numbering_(numbering), law_(law) {}

    void read() {
        std::size_t at = 0;
        while (at < markdown_.size()) {
            const std::size_t end = std::min(markdown_.find('\n', at), markdown_.size());
            line(at, markdown_.substr(at, end - at));
            at = end + 1;
        }
        close(markdown_.size());
    }

private:
    void line(std::size_t at, std::string_view raw) {
        const std::string_view text = trimmed(raw);
        if (text.starts_with("# ") && law_.title.empty()) {
            law_.title = without_blanks(text.substr(2));
            return;
        }
        if (text.starts_with('#')) {
            close(at);
            const std::size_t words = text.find_first_not_of("# ");
            if (words != std::string_view::npos) heading_ = text.substr(words);
            return;
        }
        const Opening opening =
            numbering_ == Numbering::Articles ? opening_of(text) : listed_opening_of(text);
        if (opening.number.empty()) return;
        close(at);
        TextArticle& article = law_.articles.emplace_back();
        article.number = opening.number;
        article.heading = std::exchange(heading_, {});
        begin_ = static_cast<std::size_t>(opening.rest.data() - markdown_.data());
        if (opening.rest.empty()) begin_ = at + raw.size();
        open_ = true;
    }
    void close(std::size_t at) {
        if (!open_) return;
        open_ = false;
        std::string_view text = markdown_.substr(begin_, at > begin_ ? at - begin_ : 0);
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
            text.remove_suffix(1);
        law_.articles.back().text = text;
    }

    std::string_view markdown_;
    Numbering numbering_;
    LawText& law_;
    std::string heading_;
    std::size_t begin_ = 0;
    bool open_ = false;
};

}  // namespace

int chinese_number(std::string_view numeral) {
    if (numeral.empty()) return -1;
    int total = 0;
    int digit = -1;
    while (!numeral.empty()) {
        bool known = false;
        for (const auto& [word, value] : kDigits) {
            if (!numeral.starts_with(word)) continue;
            digit = digit > 0 ? digit * 10 + value : value;
            numeral.remove_prefix(word.size());
            known = true;
            break;
        }
        for (const auto& [word, unit] : kUnits) {
            if (known || !numeral.starts_with(word)) continue;
            total += (digit < 0 ? 1 : digit) * unit;
            digit = -1;
            numeral.remove_prefix(word.size());
            known = true;
            break;
        }
        if (!known || total > 9999) return -1;
    }
    return total + (digit > 0 ? digit : 0);
}

std::string chinese_numeral(int number) {
    constexpr std::string_view kNumerals[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (number <= 0 || number > 9999) return std::to_string(number);
    std::string out;
    bool gap = false;
    int unit = 1000;
    for (const std::string_view word : {"千", "百", "十", ""}) {
        const int digit = number / unit % 10;
        if (digit == 0) {
            gap = !out.empty();
        } else {
            if (gap) out += kNumerals[0];
            const bool plain_ten = unit == 10 && digit == 1 && out.empty();  // 十二, not 一十二
            if (!plain_ten) out += kNumerals[digit];
            out += word;
            gap = false;
        }
        unit /= 10;
    }
    return out;
}

std::string chinese_article(std::string_view number) {
    const std::size_t dash = number.find('-');
    const int whole = std::atoi(std::string(number.substr(0, dash)).c_str());
    if (whole <= 0) return std::string(number);
    std::string out = std::string(kOrdinal) + chinese_numeral(whole) + std::string(kArticle);
    if (dash != std::string_view::npos) {
        out += std::string(kOf) + chinese_numeral(std::atoi(std::string(number.substr(dash + 1)).c_str()));
    }
    return out;
}

const TextArticle* LawText::find(std::string_view number) const {
    for (const TextArticle& article : articles) {
        if (article.number == number) return &article;
    }
    return nullptr;
}

base::Result<LawText> parse_law_text(std::string_view markdown, std::string_view file_name) {
    if (!text::is_utf8(markdown)) return base::Error(base::ErrorCode::Invalid, "law.not_utf8", file_name);
    LawText law;
    const std::size_t head = markdown.find(kHeadEnds);
    law.marked = head != std::string_view::npos;
    law.edition = edition_of(file_name);
    if (law.edition == calendar::Date{} && law.marked) law.edition = latest_date(markdown.substr(0, head));
    LawReader(markdown, Numbering::Articles, law).read();
    if (law.articles.empty()) LawReader(markdown, Numbering::Listed, law).read();
    if (law.title.empty()) return base::Error(base::ErrorCode::Invalid, "law.no_title", file_name);
    const bool dated = law.edition != calendar::Date{};
    if (law.articles.empty() && !(law.marked && dated))
        return base::Error(base::ErrorCode::Invalid, "law.not_a_law", file_name);
    return law;
}

}  // namespace catalog
