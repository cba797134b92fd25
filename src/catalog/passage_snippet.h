#pragma once
// What is shown of a hit: the stretch of the text where most of the words stand, escaped, with the words
// marked.

#include "text/html.h"
#include "text/search_terms.h"

#include <string_view>
#include <vector>

namespace catalog {

text::Html snippet_of(std::string_view body, const std::vector<text::Phrase>& phrases);
text::Html marked_whole(std::string_view title, const std::vector<text::Phrase>& phrases);

}  // namespace catalog
