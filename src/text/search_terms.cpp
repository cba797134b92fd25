#include "text/search_terms.h"

#include "base/check.h"
#include "text/utf8.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <memory>
#include <set>

namespace text {

namespace {

constexpr std::size_t kWordBytesMax = 64;
constexpr char32_t kFoldFirst = 0x4e00;
constexpr char32_t kFoldLast = 0x9fff;

// Traditional to simplified for the basic ideographs, asked of ICU once: 21,000 characters, 80 KB.
std::vector<char32_t> make_simplified() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> simplify(
        icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, status));
    CHECK(U_SUCCESS(status) && simplify != nullptr);
    std::vector<char32_t> table;
    table.reserve(kFoldLast - kFoldFirst + 1);
    for (char32_t c = kFoldFirst; c <= kFoldLast; ++c) {
        icu::UnicodeString one(static_cast<UChar32>(c));
        simplify->transliterate(one);
        table.push_back(one.countChar32() == 1 ? static_cast<char32_t>(one.char32At(0)) : c);
    }
    return table;
}

char32_t simplified(char32_t c) {
    static const std::vector<char32_t> table = make_simplified();
    return c >= kFoldFirst && c <= kFoldLast ? table[c - kFoldFirst] : c;
}

char32_t folded(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    if (is_han(c)) return simplified(c);
    const bool wide = c >= 0xff01 && c <= 0xff5e;
    if (wide) return folded(c - 0xfee0);
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

enum class Sort { Han, Word, Gap };

Sort sort_of(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? Sort::Word : Sort::Gap;
    if (is_han(c)) return Sort::Han;
    if (c == kBroken) return Sort::Gap;
    // Marks that stand on a letter belong to its word.
    const bool mark = (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
    return mark || u_isalnum(static_cast<UChar32>(c)) != 0 ? Sort::Word : Sort::Gap;
}

enum class Tail { Kept, Dropped };

// Cuts a text into terms from left to right.
class Cutter {
public:
    explicit Cutter(Tail tail) : tail_(tail) {}

    void take(char32_t character, std::size_t begin, std::size_t end) {
        const char32_t c = character == kBroken ? character : folded(character);
        const Sort sort = sort_of(c);
        if (sort != sort_) finish_run();
        sort_ = sort;
        switch (sort) {
        case Sort::Han: take_han(c, begin, end); break;
        case Sort::Word: take_letter(c, begin, end); break;
        case Sort::Gap: take_gap(); break;
        }
    }

    std::vector<SearchTerm> finish() {
        finish_run();
        return std::move(terms_);
    }

private:
    void take_han(char32_t c, std::size_t begin, std::size_t end) {
        if (run_ > 0) {
            append_character(last_.term, c);
            last_.end = static_cast<std::uint32_t>(end);
            push();
        }
        last_ = {};
        append_character(last_.term, c);
        last_.begin = static_cast<std::uint32_t>(begin);
        last_.end = static_cast<std::uint32_t>(end);
        ++run_;
    }

    void take_letter(char32_t c, std::size_t begin, std::size_t end) {
        if (run_ == 0) last_.begin = static_cast<std::uint32_t>(begin);
        if (last_.term.size() < kWordBytesMax) append_character(last_.term, c);
        last_.end = static_cast<std::uint32_t>(end);
        ++run_;
    }

    void take_gap() {
        if (!terms_.empty() && !in_gap_) ++position_;
        in_gap_ = true;
    }

    void finish_run() {
        const bool alone = sort_ == Sort::Word || run_ == 1;
        if (run_ > 0 && (alone || tail_ == Tail::Kept)) {
            push();
        } else if (run_ > 0) {
            ++position_;
        }
        run_ = 0;
        last_ = {};
    }

    void push() {
        last_.position = position_++;
        in_gap_ = false;
        terms_.push_back(last_);
    }

    Tail tail_;
    Sort sort_ = Sort::Gap;
    bool in_gap_ = true;
    std::size_t run_ = 0;
    std::uint32_t position_ = 0;
    SearchTerm last_;
    std::vector<SearchTerm> terms_;
};

std::vector<SearchTerm> cut(std::string_view text, Tail tail) {
    Cutter cutter(tail);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t character = next_character(text, at);
        cutter.take(character, begin, at);
    }
    return cutter.finish();
}

// The same cut for whole books: no term is a string of its own.
class TermStream {
public:
    TermStream(TermSink sink, void* whose) : sink_(sink), whose_(whose) {}

    void cut(std::string_view text) {
        std::size_t at = 0;
        while (at < text.size() && going_) {
            const auto begin = static_cast<std::uint32_t>(at);
            const char32_t character = next_character(text, at);
            const auto end = static_cast<std::uint32_t>(at);
            const char32_t c = character == kBroken ? character : folded(character);
            const Sort sort = sort_of(c);
            if (sort != sort_) finish_run();
            sort_ = sort;
            if (sort == Sort::Han) take_han(c, begin, end);
            if (sort == Sort::Word) take_letter(c, begin, end);
        }
        finish_run();
    }

private:
    void take_han(char32_t c, std::uint32_t begin, std::uint32_t end) {
        const std::size_t kept = term_.size();
        append_character(term_, c);
        if (kept > 0) {
            going_ = going_ && sink_(whose_, term_, begin_, end);
            term_.erase(0, kept);
        }
        begin_ = begin, end_ = end;
    }
    void take_letter(char32_t c, std::uint32_t begin, std::uint32_t end) {
        if (term_.empty()) begin_ = begin;
        if (term_.size() < kWordBytesMax) append_character(term_, c);
        end_ = end;
    }
    void finish_run() {
        if (!term_.empty()) going_ = going_ && sink_(whose_, term_, begin_, end_);
        term_.clear();
    }

    TermSink sink_;
    void* whose_;
    Sort sort_ = Sort::Gap;
    std::string term_;  // of a Han run the last character, of a word all so far
    std::uint32_t begin_ = 0;
    std::uint32_t end_ = 0;
    bool going_ = true;
};

std::set<std::string> distinct_terms(std::string_view text) {
    std::set<std::string> distinct;
    for (auto& term : query_terms(text)) distinct.insert(std::move(term.term));
    return distinct;
}

}  // namespace

std::vector<SearchTerm> index_terms(std::string_view text) {
    return cut(text, Tail::Kept);
}

void each_index_term(std::string_view text, TermSink sink, void* whose) {
    TermStream(sink, whose).cut(text);
}

std::vector<SearchTerm> query_terms(std::string_view typed) {
    return cut(typed, Tail::Dropped);
}

Phrase phrase_of(std::string_view typed) {
    Phrase phrase;
    std::vector<SearchTerm> terms = index_terms(typed);
    const auto is_single_han = [](const std::string& term) {
        std::size_t at = 0;
        return !term.empty() && is_han(next_character(term, at)) && at == term.size();
    };
    if (!terms.empty() && is_single_han(terms.back().term)) {
        // Of a longer run the lone last character is already in the pair before it.
        const bool of_run = terms.size() > 1 && terms[terms.size() - 2].end == terms.back().end;
        if (of_run)
            terms.pop_back();
        else
            phrase.open = true;
    }
    for (SearchTerm& term : terms) phrase.terms.push_back(std::move(term.term));
    return phrase;
}

int likeness_percent(std::string_view one, std::string_view other) {
    const auto left = distinct_terms(one);
    const auto right = distinct_terms(other);
    const auto shared = std::count_if(left.begin(), left.end(),
                                      [&right](const std::string& term) { return right.contains(term); });
    const auto all = static_cast<std::ptrdiff_t>(left.size() + right.size()) - shared;
    return all == 0 ? 0 : static_cast<int>(shared * 100 / all);
}

std::string fold_for_search(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        append_character(out, character == kBroken ? U'\ufffd' : folded(character));
    }
    return out;
}

}  // namespace text
