#pragma once
// The words of a sentence that say what it is about. Word boundaries are those of ICU's dictionary; words
// that only ask (怎么, 哪里, 需要, 请问) are left out, and so are single characters.

#include <string>
#include <string_view>
#include <vector>

namespace text {

// Folded for search, each once, in order; at most 24. Never refuses.
std::vector<std::string> question_words(std::string_view sentence);

}  // namespace text
