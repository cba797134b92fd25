#pragma once
// The text of an OFD document (GB/T 33190): lines of its pages in reading order, put together into
// paragraphs. Seals, signatures, templates and pictures are not read; nothing is checked of who signed.

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace papers {

struct OfdText {
    std::string title;  // of the document's information, often empty
    std::vector<std::string> paragraphs;
    std::size_t pages = 0;
};

// Invalid and TooLarge as for docx; Invalid papers.no_text: pictures of text only.
base::Result<OfdText> read_ofd(std::string_view bytes);

// Lines as a page breaks them, put together where one runs on to the next. `reach` of a line is where it
// ends, in any measure; a line that ends well before the others ends its paragraph.
struct PageLine {
    std::string text;
    double from = 0;
    double reach = 0;
};
std::vector<std::string> paragraphs_of(const std::vector<PageLine>& lines);

}  // namespace papers
