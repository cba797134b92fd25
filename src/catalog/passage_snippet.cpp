#include "catalog/passage_snippet.h"

#include "catalog/search.h"
#include "text/utf8.h"

#include <algorithm>

namespace catalog {

namespace {

constexpr std::size_t kSnippetBytes = 330;  // about 110 characters
constexpr std::size_t kLeadBytes = 72;      // shown before the first mark
constexpr std::size_t kMarksMax = 400;      // looked at in one text

// Walks through a text's terms and notes where a phrase stands whole.
class PhraseFinder {
public:
    explicit PhraseFinder(const std::vector<text::Phrase>& phrases) : phrases_(phrases) {
        for (const text::Phrase& phrase : phrases) longest_ = std::max(longest_, phrase.terms.size());
    }

    std::vector<Mark> find(std::string_view text) {
        if (longest_ == 0) return {};
        text::each_index_term(
            text,
            [](void* whose, std::string_view term, std::uint32_t begin, std::uint32_t end) {
                return static_cast<PhraseFinder*>(whose)->take({std::string(term), {begin, end}});
            },
            this);
        std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) { return a.from < b.from; });
        std::vector<Mark> joined;
        for (const Mark& mark : marks_) {
            if (!joined.empty() && mark.from <= joined.back().to)
                joined.back().to = std::max(joined.back().to, mark.to);
            else
                joined.push_back(mark);
        }
        return joined;
    }

private:
    struct Seen {
        std::string term;
        Mark at;
    };
    bool take(Seen seen) {
        if (last_.size() == longest_) last_.erase(last_.begin());
        last_.push_back(std::move(seen));
        for (const text::Phrase& phrase : phrases_) {
            const std::size_t size = phrase.terms.size();
            if (size == 0 || size > last_.size()) continue;
            const auto first = last_.end() - static_cast<std::ptrdiff_t>(size);
            if (stands(phrase, first)) marks_.push_back(stretch(phrase, first));
        }
        return marks_.size() < kMarksMax;
    }
    static bool stands(const text::Phrase& phrase, std::vector<Seen>::const_iterator first) {
        for (std::size_t i = 0; i < phrase.terms.size(); ++i, ++first) {
            const bool may_go_on = phrase.open && i + 1 == phrase.terms.size();
            const bool same =
                may_go_on ? first->term.starts_with(phrase.terms[i]) : first->term == phrase.terms[i];
            if (!same) return false;
        }
        return true;
    }
    // Of a last pair of which one character was asked for, only that one.
    static Mark stretch(const text::Phrase& phrase, std::vector<Seen>::const_iterator first) {
        const Seen& last = *(first + static_cast<std::ptrdiff_t>(phrase.terms.size()) - 1);
        const bool more = phrase.open && last.term.size() > phrase.terms.back().size();
        const std::uint32_t half = (last.at.to - last.at.from) / 2;
        return {first->at.from, more ? last.at.from + half : last.at.to};
    }

    const std::vector<text::Phrase>& phrases_;
    std::size_t longest_ = 0;
    std::vector<Seen> last_;
    std::vector<Mark> marks_;
};

bool is_inside(std::string_view text, std::size_t at) {
    return at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// The mark from which most bytes of marks stand within one snippet.
std::size_t densest(const std::vector<Mark>& marks) {
    std::size_t best = 0, best_bytes = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        std::size_t bytes = 0;
        for (std::size_t j = i; j < marks.size() && marks[j].to <= marks[i].from + kSnippetBytes; ++j)
            bytes += marks[j].to - marks[j].from;
        if (bytes > best_bytes) best = i, best_bytes = bytes;
    }
    return best;
}

// Line ends become blanks; marks keep their place.
std::string one_line(std::string_view text) {
    std::string line(text);
    for (char& c : line) {
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    }
    return line;
}

}  // namespace

text::Html snippet_of(std::string_view body, const std::vector<text::Phrase>& phrases) {
    std::vector<Mark> marks = PhraseFinder(phrases).find(body);
    std::size_t from = 0;
    if (!marks.empty()) {
        const std::size_t first = marks[densest(marks)].from;
        from = first > kLeadBytes ? first - kLeadBytes : 0;
        // Rather from the beginning of the sentence.
        for (const std::string_view stop : {"。", "；", "\n", "，"}) {
            const std::size_t at = first == 0 ? std::string_view::npos : body.rfind(stop, first - 1);
            if (at == std::string_view::npos || at + stop.size() < from) continue;
            from = at + stop.size();
            break;
        }
    }
    while (is_inside(body, from)) --from;
    std::size_t to = std::min(body.size(), from + kSnippetBytes);
    while (is_inside(body, to)) --to;
    std::vector<Mark> shown;
    for (const Mark& mark : marks) {
        if (mark.from < from || mark.to > to) continue;
        shown.push_back(
            {static_cast<std::uint32_t>(mark.from - from), static_cast<std::uint32_t>(mark.to - from)});
    }
    text::HtmlBuilder html;
    if (from > 0) html.text("…");
    html.html(marked(one_line(body.substr(from, to - from)), shown));
    if (to < body.size()) html.text("…");
    return html.finish();
}

text::Html marked_whole(std::string_view title, const std::vector<text::Phrase>& phrases) {
    return marked(title, PhraseFinder(phrases).find(title));
}

}  // namespace catalog
