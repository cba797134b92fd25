#include "disclosure/import_text.h"

#include "text/identifiers.h"
#include "text/personal_data.h"
#include "text/script.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace disclosure {

namespace {

constexpr std::size_t kGlossBytesMax = 10;
constexpr std::size_t kCitationCharactersMax = 60;
constexpr int kTraditionalPercentMin = 3;

bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}

bool is_line_blank(char32_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == 0xa0 || c == 0x3000;
}

// (pīn) right behind a character: its end, or `at` when there is none.
std::size_t gloss_end(const Signs& signs, std::size_t at, std::string& syllable) {
    if (at >= signs.size() || signs[at].c != '(') return at;
    std::size_t end = at + 1;
    syllable.clear();
    while (end < signs.size() && signs[end].c != ')' && syllable.size() < kGlossBytesMax)
        text::append_character(syllable, signs[end++].c);
    if (end >= signs.size() || signs[end].c != ')' || syllable.empty()) return at;
    return end + 1;
}

// 著 stays where it is written, not where it goes on: 著作 著名 显著 编著, against 随着 面临着.
bool keeps_zhu(const Signs& signs, std::size_t at) {
    // data: words written with 著
    constexpr std::u32string_view kBehind = U"作名者述称书录";
    constexpr std::u32string_view kBefore = U"显名编专原论巨昭卓土合译";
    const char32_t next = at + 1 < signs.size() ? text::simplified_of(signs[at + 1].c) : 0;
    const char32_t last = at > 0 ? text::simplified_of(signs[at - 1].c) : 0;
    return kBehind.find(next) != kBehind.npos || kBefore.find(last) != kBefore.npos;
}

}  // namespace

Signs signs_of(std::string_view text, std::size_t offset) {
    Signs out;
    out.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        const char32_t c = text::next_character(text, at);
        out.push_back({c, static_cast<std::uint32_t>(from + offset), static_cast<std::uint32_t>(at - from)});
    }
    return out;
}

std::string text_of(const Signs& signs, std::size_t from, std::size_t end) {
    std::string out;
    for (std::size_t i = from; i < std::min(end, signs.size()); ++i) text::append_character(out, signs[i].c);
    return out;
}

std::string text_of(const Signs& signs) {
    return text_of(signs, 0, signs.size());
}

std::vector<Line> lines_of(const Signs& signs) {
    std::vector<Line> out;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= signs.size(); ++i) {
        if (i < signs.size() && signs[i].c != '\n') continue;
        out.push_back({from, i});
        from = i + 1;
    }
    return out;
}

Line trimmed(const Signs& signs, Line line) {
    while (line.from < line.end && is_line_blank(signs[line.from].c)) ++line.from;
    while (line.end > line.from && is_line_blank(signs[line.end - 1].c)) --line.end;
    return line;
}

std::size_t byte_from(const Signs& signs, std::size_t at) {
    if (signs.empty()) return 0;
    return at < signs.size() ? signs[at].from : signs.back().from + signs.back().size;
}

std::size_t byte_end(const Signs& signs, std::size_t end) {
    return end == 0 || signs.empty() ? 0 : signs[end - 1].from + signs[end - 1].size;
}

HygieneMark mark_over(const Signs& signs, std::size_t from, std::size_t end, Hygiene kind,
                      HygieneDecision decision) {
    HygieneMark mark;
    mark.kind = kind;
    mark.decision = decision;
    mark.from = byte_from(signs, from);
    mark.size = end > from ? byte_end(signs, end) - mark.from : 0;
    mark.before = text_of(signs, from, end);
    return mark;
}

void strip_gloss(Signs& signs, ImportItem& item) {
    Signs kept;
    kept.reserve(signs.size());
    std::string syllable;
    std::string last;
    for (std::size_t at = 0; at < signs.size();) {
        kept.push_back(signs[at++]);
        if (!text::is_han(kept.back().c)) continue;
        last.clear();
        for (std::size_t end = gloss_end(signs, at, syllable); end > at;
             end = gloss_end(signs, at, syllable)) {
            const bool repeats = !last.empty() && syllable == last;
            if (!repeats && !text::reads_as(kept.back().c, syllable)) break;
            item.mark(mark_over(signs, at, end, Hygiene::Gloss, HygieneDecision::Removed));
            last = syllable;
            at = end;
        }
    }
    signs = std::move(kept);
    item.steps.emplace_back("gloss");
}

void fold_script(Signs& signs, ImportItem& item) {
    std::size_t han = 0;
    std::size_t changed = 0;
    for (const Sign& sign : signs) {
        if (!text::is_han(sign.c)) continue;
        ++han;
        if (text::simplified_of(sign.c) != sign.c) ++changed;
    }
    if (changed * 100 < han * kTraditionalPercentMin || changed == 0) return;
    for (std::size_t i = 0; i < signs.size(); ++i) {
        const char32_t folded = text::simplified_of(signs[i].c);
        if (folded == signs[i].c || (signs[i].c == U'著' && keeps_zhu(signs, i))) continue;
        HygieneMark mark = mark_over(signs, i, i + 1, Hygiene::Script, HygieneDecision::Repaired);
        text::append_character(mark.after, folded);
        item.mark(std::move(mark));
        signs[i].c = folded;
    }
    item.steps.emplace_back("fold");
}

void scan_signs(const Signs& signs, ImportItem& item) {
    const auto han = [&](std::size_t at) { return at < signs.size() && text::is_han(signs[at].c); };
    for (std::size_t i = 0; i < signs.size(); ++i) {
        const char32_t c = signs[i].c;
        const char32_t next = i + 1 < signs.size() ? signs[i + 1].c : 0;
        if (c >= 0xff10 && c <= 0xff19) {
            HygieneMark mark = mark_over(signs, i, i + 1, Hygiene::FullDigits, HygieneDecision::Kept);
            mark.after.push_back(static_cast<char>(c - 0xff10 + '0'));
            item.mark(std::move(mark));
        } else if (c == 0xa0 || c == 0x3000) {
            item.mark(mark_over(signs, i, i + 1, Hygiene::Indent, HygieneDecision::Removed));
        } else if ((c == ',' || c == ';' || c == ':' || c == '?' || c == '!') && i > 0 && han(i - 1) &&
                   han(i + 1)) {
            HygieneMark mark = mark_over(signs, i, i + 1, Hygiene::HalfWidth, HygieneDecision::Suggested);
            text::append_character(mark.after, c - '!' + 0xff01);
            item.mark(std::move(mark));
        }
        const bool doubled = (c == U'，' && (next == U'，' || next == U'。')) ||
                             (c == U'。' && next == U'。') || (c == U'、' && next == U'、') ||
                             (c == '@' && next == '@');
        if (doubled) item.mark(mark_over(signs, i, i + 2, Hygiene::DoubledSigns, HygieneDecision::Suggested));
    }
}

void scan_personal(const ImportBlock& block, ImportItem& item) {
    for (const text::PersonalHit& hit : text::find_personal_data(block.text)) {
        HygieneMark mark;
        mark.kind = Hygiene::PersonalData;
        mark.decision = HygieneDecision::Open;
        mark.from = block.from;
        mark.size = block.size;
        // The report itself must not carry it on.
        mark.before = text::mask_hit(hit.kind, std::string_view(block.text).substr(hit.from, hit.size));
        mark.note = text::personal_kind_word(hit.kind);
        item.mark(std::move(mark));
    }
}

void collect_citations(const std::string& text, ImportItem& item) {
    constexpr std::string_view kOpen = "《";
    constexpr std::string_view kClose = "》";
    for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
        const std::size_t from = at + kOpen.size();
        const std::size_t end = text.find(kClose, from);
        if (end == std::string::npos) return;
        // 《…〈…〉…》 or a forgotten bracket: the inner one counts.
        const std::size_t inner = text.find(kOpen, from);
        const std::string cited = text.substr(from, end - from);
        const std::size_t length = text::character_count(cited);
        if (inner != std::string::npos && inner < end) {
            at = inner;
            continue;
        }
        if (length >= 2 && length <= kCitationCharactersMax && cited.find('\n') == std::string::npos)
            item.citations.push_back(cited);
        at = end + kClose.size();
    }
}

void collect_numbers(const std::string& text, ImportItem& item) {
    const Signs signs = signs_of(text);
    for (std::size_t i = 0; i < signs.size(); ++i) {
        if (signs[i].c != U'〔' && signs[i].c != '[' && signs[i].c != U'［') continue;
        std::size_t from = i;
        while (from > 0 && i - from < 10 && text::is_han(signs[from - 1].c)) --from;
        std::size_t end = i + 1;
        while (end < signs.size() && end - i < 14 && signs[end].c != U'号') ++end;
        if (end >= signs.size() || signs[end].c != U'号') continue;
        const auto number = text::DocumentNumber::parse(text_of(signs, from, end + 1));
        if (number.ok()) item.document_numbers.push_back(number.value().text());
    }
}

void collect_from_blocks(ImportItem& item) {
    const std::string all = item.plain();
    collect_citations(all, item);
    collect_numbers(all, item);
    for (const ImportBlock& block : item.blocks) scan_personal(block, item);
}

namespace {

int digit_of(char32_t c) {
    // data: numerals, and what parts a date
    constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
    if (is_digit(c)) return static_cast<int>(c - '0');
    if (c >= 0xff10 && c <= 0xff19) return static_cast<int>(c - 0xff10);
    if (c == U'零' || c == U'○') return 0;
    const std::size_t at = kDigits.find(c);
    return at == kDigits.npos ? -1 : static_cast<int>(at);
}

// Reads 2013, 二〇一三, 十二 from `at`; -1: no numeral.
int numeral_at(const Signs& signs, std::size_t& at) {
    int value = -1;
    bool ten = false;
    for (; at < signs.size(); ++at) {
        if (signs[at].c == U'十') {
            value = (value < 0 ? 1 : value) * 10;
            ten = true;
            continue;
        }
        const int digit = digit_of(signs[at].c);
        if (digit < 0 || value > 999) break;
        if (ten)
            value += digit;
        else
            value = std::max(value, 0) * 10 + digit;
        if (ten) {
            ++at;
            break;
        }
    }
    return value;
}

std::string two(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

bool skip_one_of(const Signs& signs, std::size_t& at, std::u32string_view marks) {
    if (at >= signs.size() || marks.find(signs[at].c) == marks.npos) return false;
    ++at;
    return true;
}

std::string date_at(const Signs& signs, std::size_t at) {
    // data: what stands behind a year and a month
    constexpr std::u32string_view kYear = U"年-./";
    constexpr std::u32string_view kMonth = U"月-./";
    const int first = numeral_at(signs, at);
    if (first >= 1 && first <= 12 && at < signs.size() && signs[at].c == U'月') {
        const int day = numeral_at(signs, ++at);
        return day >= 1 && day <= 31 && at < signs.size() && signs[at].c == U'日'
                   ? two(first) + "-" + two(day)
                   : "";
    }
    if (first < 1949 || first > 2100 || !skip_one_of(signs, at, kYear)) return {};
    const int month = numeral_at(signs, at);
    if (month < 1 || month > 12) return {};
    const std::string so_far = std::to_string(first) + "-" + two(month);
    if (!skip_one_of(signs, at, kMonth)) return {};
    const int day = numeral_at(signs, at);
    return day >= 1 && day <= 31 ? so_far + "-" + two(day) : so_far;
}

}  // namespace

std::string date_in(std::string_view text) {
    const Signs signs = signs_of(text);
    for (std::size_t i = 0; i < signs.size(); ++i) {
        const bool inside = i > 0 && digit_of(signs[i - 1].c) >= 0;
        if (inside || (digit_of(signs[i].c) < 0 && signs[i].c != U'十')) continue;
        std::string date = date_at(signs, i);
        if (!date.empty()) return date;
    }
    return {};
}

}  // namespace disclosure
