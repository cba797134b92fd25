#include "disclosure/import_text.h"
#include "text/gb18030.h"
#include "text/script.h"
#include "text/utf8.h"

#include <algorithm>

namespace disclosure {

namespace {

constexpr std::size_t kHoleMin = 4;  // ****** is a hole, ** a note
constexpr std::size_t kContext = 2;

bool is_block_sign(char32_t c) {
    return c >= 0x2580 && c <= 0x259f;
}

bool is_small_latin(char32_t c) {
    return c >= 'a' && c <= 'z';
}

class DamageScan {
public:
    DamageScan(const Signs& signs, ImportItem& item) : signs_(signs), item_(item) {}

    void run() {
        for (std::size_t at = 0; at < signs_.size();) {
            const std::size_t stars = run_of(at, '*');
            const std::size_t end = stars - at >= kHoleMin ? stars : damage_end(at);
            if (end == at) {
                at = std::max(stars, at + 1);
                continue;
            }
            const bool hole = signs_[at].c == '*';
            HygieneMark mark = mark_over(
                signs_, at, end, hole ? Hygiene::CensorHole : Hygiene::LostCharacters, HygieneDecision::Lost);
            mark.left = text_of(signs_, at > kContext ? at - kContext : 0, at);
            mark.right = text_of(signs_, end, end + kContext);
            item_.mark(std::move(mark));
            at = end;
        }
    }

private:
    char32_t sign(std::size_t at) const { return at < signs_.size() ? signs_[at].c : 0; }
    std::size_t run_of(std::size_t at, char32_t c) const {
        while (sign(at) == c) ++at;
        return at;
    }
    // A ? that asks nothing, squares, a ^ before a bracket: what remains where bytes were lost inside a
    // sentence.
    bool begins(std::size_t at) const {
        const char32_t c = sign(at);
        const char32_t next = sign(at + 1);
        const bool inside = at > 0 && text::is_han(signs_[at - 1].c);
        const bool asks_nothing =
            c == '?' && inside && (next == U'。' || (next == '?' && text::is_han(sign(at + 2))));
        return asks_nothing || is_block_sign(c) || (c == '^' && next == '(');
    }
    std::size_t damage_end(std::size_t at) const {
        if (!begins(at)) return at;
        std::size_t end = at;
        while (end < signs_.size()) {
            const char32_t c = sign(end);
            const bool stop = c == U'。' && end > at && sign(end - 1) == '?';
            if (c == '?' || stop || is_block_sign(c)) {
                ++end;
            } else if (c == '^') {
                ++end;
                if (sign(end) == '(') end = std::min(closing(end), signs_.size());
            } else if (text::is_han(c) && is_small_latin(sign(end + 1)) && text::is_han(sign(end + 2))) {
                end += 2;  // half of a character became another one and a letter
            } else {
                break;
            }
        }
        return end;
    }
    std::size_t closing(std::size_t at) const {
        for (std::size_t end = at; end < signs_.size() && end < at + 10; ++end) {
            if (signs_[end].c == ')') return end + 1;
        }
        return at;
    }

    const Signs& signs_;
    ImportItem& item_;
};

}  // namespace

void scan_damage(const Signs& signs, ImportItem& item) {
    DamageScan(signs, item).run();
    item.steps.emplace_back("damage");
}

// In GBK a character is two bytes. When one byte is lost, all that follow are read one byte off until a
// single one sets them right: 省（區 becomes ?。▍^. The lost byte can be any; what it gives is offered by how
// often it is met.
std::vector<std::string> one_byte_off(std::string_view damaged) {
    Signs signs = signs_of(damaged);
    if (signs.size() < 2 || signs.front().c != '?') return {};
    std::string rest;
    for (std::size_t i = 1; i < signs.size() && signs[i].c != '('; ++i)
        text::append_character(rest, signs[i].c == '?' ? U'？' : signs[i].c);
    const std::string bytes = text::gb18030_of(rest);
    std::vector<std::string> out;
    if (bytes.size() % 2 == 0) return out;
    for (unsigned lead = 0xa1; lead <= 0xf7; ++lead) {
        const auto read = text::utf8_of_gb18030(std::string(1, static_cast<char>(lead)) + bytes);
        if (!read || text::character_count(*read) * 2 != bytes.size() + 1) continue;
        std::string folded;
        for (const Sign& sign : signs_of(*read)) {
            char32_t c = text::simplified_of(sign.c);
            if (c == U'（') c = '(';
            if (c == U'）') c = ')';
            text::append_character(folded, c);
        }
        out.push_back(std::move(folded));
    }
    return out;
}

}  // namespace disclosure
