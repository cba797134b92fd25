#pragma once
// A .docx of Word or WPS as clean text: headings by style and by official numbering, lists, tables with
// merged cells, notes, pictures without their metadata, the red head as fields. Author, comments, hidden text
// and properties do not come along. Refused: macros, tracked changes, a classification mark, containers
// beyond the limits.

#include "base/result.h"
#include "papers/picture.h"
#include "papers/red_head.h"
#include "text/clean_html.h"

#include <string>
#include <string_view>
#include <vector>

namespace papers {

struct DocxPicture {
    std::string digest;  // SHA-256 in hex, of the cleaned bytes; the text names it by this
    Picture picture;
};

struct DocxText {
    text::CleanHtml content;  // without the lines of the red head; addressees, signature and date stay
    RedHead head;
    std::vector<DocxPicture> pictures;  // in order, each once
    // What did not come along or was changed, each once: comments, hidden_text, properties, formats_tracked,
    // picture_type, picture_metadata, embedded, text_box, formula, contents, outside_picture.
    std::vector<std::string> report;
};

// Invalid: papers.not_a_package, .old_format, .broken, .encrypted, .no_part, .macros, .tracked_changes,
// .classified and those of text::clean_html; TooLarge: papers.too_large, .bomb, .too_many_entries,
// .too_many_paragraphs, .too_deep.
base::Result<DocxText> read_docx(std::string_view bytes);

}  // namespace papers
