#include "papers/red_head.h"

#include "text/identifiers.h"
#include "text/official_lines.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace papers {

namespace {

constexpr std::size_t kHeadLines = 14;  // of those that are not blank
constexpr std::size_t kTitleLinesMax = 4;
constexpr std::size_t kFootLines = 25;
constexpr std::size_t kNameCharactersMax = 40;

// clang-format off
// data: words of GB/T 9704 by which a line of an official document is known
constexpr std::array<std::string_view, 3> kSecrecy = {"绝密", "机密", "秘密"};
constexpr std::array<std::string_view, 4> kUrgency = {"特急", "加急", "特提", "平急"};
constexpr std::string_view kSigner = "签发人";
constexpr std::string_view kMarkEnds = "文件";
constexpr std::string_view kAbout = "关于";
constexpr std::array<std::string_view, 2> kCopiesTo = {"抄送：", "抄送:"};
constexpr std::array<std::string_view, 2> kPrinted = {"日印发", "日印"};
// data: what may stand in the note (附注), and the attribute it gives
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kNotes = {{
    {"此件公开发布", "open"}, {"此件主动公开", "open"}, {"此件依申请公开", "on_request"},
    {"此件可依申请公开", "on_request"}, {"此件部分公开", "partial"}, {"此件不予公开", "closed"},
    {"此件不公开", "closed"}}};
// clang-format on

std::string without_blanks(std::string_view line) {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t from = at;
        const char32_t c = text::next_character(line, at);
        if (c != ' ' && c != '\t' && c != 0xa0 && c != 0x3000) out.append(line.substr(from, at - from));
    }
    return text::to_half_width(out);
}

std::string trimmed(std::string_view line) {
    return std::string(text::without_blanks_around(line));
}

bool ends_with_colon(std::string_view line) {
    return line.ends_with("：") || line.ends_with(':');
}

int digit_of(char32_t c) {
    // data: numerals
    constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
    if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
    if (c == U'零' || c == U'○' || c == U'Ｏ') return 0;
    const std::size_t at = kDigits.find(c);
    return at == kDigits.npos ? -1 : static_cast<int>(at);
}

// 2026, 二〇二六, 十二, 三十一; -1: none.
int number_of(std::u32string_view numeral) {
    int value = 0;
    int digit = -1;
    for (const char32_t c : numeral) {
        if (c == U'十') {
            value = (digit < 0 ? 1 : digit) * 10;
            digit = -1;
            continue;
        }
        const int next = digit_of(c);
        if (next < 0 || value > 9999) return -1;
        if (digit >= 0) value = (value + digit) * 10;
        digit = next;
    }
    return numeral.empty() ? -1 : value + std::max(digit, 0);
}

class Finder {
public:
    explicit Finder(const std::vector<std::string>& lines) : lines_(lines) {
        found_.used.resize(lines.size(), false);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (!without_blanks(lines[i]).empty()) full_.push_back(i);
        }
    }

    RedHeadFound find() {
        read_marks();
        read_title();
        read_foot();
        return std::move(found_);
    }

private:
    RedHead& head() { return found_.head; }
    std::size_t head_lines() const { return std::min(full_.size(), kHeadLines); }

    // 份号, 密级, 紧急程度, 发文机关标志, 发文字号 and 签发人, in this order, before the title.
    void read_marks() {
        for (std::size_t i = 0; i < head_lines(); ++i) {
            const std::string& line = lines_[full_[i]];
            const std::string plain = without_blanks(line);
            const bool marked = read_mark(plain);
            if (marked) found_.used[full_[i]] = true;
            if (read_number(line, i)) {
                after_marks_ = i + 1;
                read_issuer(i);
                return;
            }
            if (marked) after_marks_ = i + 1;
        }
    }
    bool read_mark(const std::string& plain) {
        for (const std::string_view word : kSecrecy) {
            // 秘密★1年, 机密: the word alone or with its period; a sentence about secrets is none.
            if (plain == word || plain.starts_with(std::string(word) + "★")) {
                head().secrecy = plain;
                return true;
            }
        }
        for (const std::string_view word : kUrgency) {
            if (plain == word) {
                head().urgency = plain;
                return true;
            }
        }
        const bool digits = plain.size() == 6 && plain.find_first_not_of("0123456789") == std::string::npos;
        if (digits && head().copy_number.empty()) head().copy_number = plain;
        return digits;
    }
    bool read_number(const std::string& line, std::size_t i) {
        std::string plain = without_blanks(line);
        const std::size_t signer = plain.find(kSigner);
        std::string name;
        if (signer != std::string::npos) {
            name = plain.substr(signer + kSigner.size());
            for (const std::string_view colon : {"：", ":"}) {
                if (name.starts_with(colon)) name.erase(0, colon.size());
            }
            plain.erase(signer);
        }
        const auto number = text::DocumentNumber::parse(plain);
        if (!number.ok()) return false;
        head().document_number = number.value().text();
        head().signer = name;
        found_.used[full_[i]] = true;
        return true;
    }
    // What stands just above the number: 清溪县人民政府文件, 清溪县财政局.
    void read_issuer(std::size_t number_at) {
        for (std::size_t i = number_at; i-- > 0;) {
            if (found_.used[full_[i]]) continue;
            const std::string plain = without_blanks(lines_[full_[i]]);
            if (text::character_count(plain) > kNameCharactersMax) return;
            head().issuer_mark = plain.ends_with(kMarkEnds) || head().issuer_mark.empty()
                                     ? plain + head().issuer_mark
                                     : head().issuer_mark;
            found_.used[full_[i]] = true;
        }
    }

    // The lines up to the addressees, or the first line that is about something.
    void read_title() {
        std::size_t end = 0;
        for (std::size_t i = after_marks_; i < std::min(full_.size(), after_marks_ + kTitleLinesMax + 1);
             ++i) {
            const std::string plain = without_blanks(lines_[full_[i]]);
            if (i > after_marks_ && ends_with_colon(plain) && !plain.starts_with(kAbout)) {
                head().addressees = trimmed(lines_[full_[i]]);
                end = i;
                break;
            }
        }
        const bool after_number = !head().document_number.empty();
        if (end == 0 && after_marks_ < full_.size()) {
            const std::string first = without_blanks(lines_[full_[after_marks_]]);
            const bool about = first.find(kAbout) != std::string::npos;
            if (after_number || about) end = after_marks_ + 1;
        }
        for (std::size_t i = after_marks_; i < end; ++i) {
            head().title += without_blanks(lines_[full_[i]]);
            found_.used[full_[i]] = true;
        }
        if (text::character_count(head().title) > 200) head().title.clear();
    }

    // From the end: 印发, 抄送, 附注, 成文日期, 署名.
    void read_foot() {
        const std::size_t first = full_.size() > kFootLines ? full_.size() - kFootLines : after_marks_;
        for (std::size_t i = full_.size(); i-- > first;) {
            const std::string plain = without_blanks(lines_[full_[i]]);
            if (head().formed_on) break;
            if (read_foot_line(plain)) {
                found_.used[full_[i]] = true;
                continue;
            }
            if (const auto date = date_of_line(plain)) {
                head().formed_on = date;
                head().date_text = trimmed(lines_[full_[i]]);
                read_signature(i);
            }
        }
    }
    bool read_foot_line(const std::string& plain) {
        for (const std::string_view word : kCopiesTo) {
            if (!plain.starts_with(word)) continue;
            head().copies_to = plain.substr(word.size());
            return true;
        }
        for (const std::string_view word : kPrinted) {
            if (!plain.ends_with(word)) continue;
            head().printed = plain;
            return true;
        }
        return read_note(plain);
    }
    bool read_note(const std::string& plain) {
        const bool wide = plain.starts_with("（") && plain.ends_with("）");
        const bool narrow = plain.starts_with('(') && plain.ends_with(')');
        if (!wide && !narrow) return false;
        const std::size_t mark = wide ? 3 : 1;
        const std::string note = plain.substr(mark, plain.size() - 2 * mark);
        for (const auto& [words, attribute] : kNotes) {
            if (note != words) continue;
            head().note = note;
            head().attribute = attribute;
            return true;
        }
        return false;
    }
    void read_signature(std::size_t date_at) {
        for (std::size_t i = date_at; i-- > after_marks_ && date_at - i <= 3;) {
            const std::string plain = without_blanks(lines_[full_[i]]);
            const bool name = text::character_count(plain) <= kNameCharactersMax && !plain.ends_with("。") &&
                              !ends_with_colon(plain) && !plain.starts_with("附");
            if (!name || found_.used[full_[i]]) return;
            head().signature = head().signature.empty() ? plain : plain + "\n" + head().signature;
        }
    }

    const std::vector<std::string>& lines_;
    std::vector<std::size_t> full_;  // lines that are not blank
    std::size_t after_marks_ = 0;    // among them
    RedHeadFound found_;
};

}  // namespace

std::optional<calendar::Date> date_of_line(std::string_view line) {
    std::u32string characters;
    const std::string plain = without_blanks(line);
    for (std::size_t at = 0; at < plain.size();) characters.push_back(text::next_character(plain, at));
    if (characters.size() > 14) return {};
    // data: what stands behind a year, a month, a day
    constexpr std::array<std::u32string_view, 3> kMarks = {U"年-./", U"月-./", U"日"};
    std::array<int, 3> parts{};
    std::u32string_view rest = characters;
    for (std::size_t i = 0; i < 3; ++i) {
        std::size_t end = rest.find_first_of(kMarks[i]);
        if (end == rest.npos && i == 2) end = rest.size();
        if (end == rest.npos) return {};
        parts[i] = number_of(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!rest.empty() || parts[0] < 1900 || parts[0] > 2200 || parts[1] < 1 || parts[2] < 1) return {};
    std::string written = std::to_string(parts[0]);
    for (const int part : {parts[1], parts[2]}) written += (part < 10 ? "-0" : "-") + std::to_string(part);
    const auto date = calendar::Date::parse(written);
    return date.ok() ? std::optional(date.value()) : std::nullopt;
}

RedHeadFound find_red_head(const std::vector<std::string>& lines) {
    return Finder(lines).find();
}

}  // namespace papers
