#pragma once
// Walks word/document.xml into paragraphs and tables, as markup that is still to be cleaned. Inside `papers`
// only.

#include "papers/docx.h"
#include "papers/docx_numbering.h"

namespace papers {

// A paragraph as rough markup, or a whole table.
struct DocxBlock {
    enum class Kind { Paragraph, Heading, Item, Table };
    Kind kind = Kind::Paragraph;
    std::string markup;
    std::string plain;  // of a paragraph: the red head is found in it
    int level = 0;      // of a heading 0, 1, 2; of an item its depth
    bool ordered = false;
    int number = 0;
};

struct DocxBody {
    std::vector<DocxBlock> blocks;
    std::vector<DocxPicture> pictures;
    std::vector<std::string> report;
};

base::Result<DocxBody> read_docx_body(const Package& package);

}  // namespace papers
