#pragma once
// The terms by which texts are found: pairs of neighbouring Han characters, and words of Latin letters and
// digits. Index and query are cut by the same rules, so that a phrase is found exactly where it stands and
// nowhere else. Full width, capitals and traditional characters are folded. Never refuses.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// A term, its place among the terms (punctuation leaves a gap, so that no phrase reaches across it), and
// where its characters stand in the text as given, in bytes: for marking hits.
struct SearchTerm {
    std::string term;
    std::uint32_t position = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// 信息公开 gives 信息, 息公, 公开, 开: the last character alone lets one-character prefixes be found. Latin
// words longer than 64 bytes are cut.
std::vector<SearchTerm> index_terms(std::string_view text);

// Hands the same terms out one by one, without keeping them: for indexing. The sink says false to stop.
using TermSink = bool (*)(void* whose, std::string_view term, std::uint32_t begin, std::uint32_t end);
void each_index_term(std::string_view text, TermSink sink, void* whose);
// Raised when texts are cut in another way, so that what was indexed before is indexed anew.
inline constexpr int kCutVersion = 1;

// The same without the lone last character, unless a run has but one: then it is a prefix.
std::vector<SearchTerm> query_terms(std::string_view typed);

// The terms of a phrase one after the other as they stand in an index, punctuation left out: 发〔2026〕3号
// gives 发 2026 3 号. Open: the last one may go on, since it is a single Han character.
struct Phrase {
    std::vector<std::string> terms;
    bool open = false;
};
Phrase phrase_of(std::string_view typed);

// Shared pairs and words of two short texts, in percent of all of both (Jaccard), 0 to 100. Two empty texts:
// 0.
int likeness_percent(std::string_view one, std::string_view other);

// The folded form: full width, capitals and traditional characters; for comparing and for hints.
std::string fold_for_search(std::string_view text);

}  // namespace text
