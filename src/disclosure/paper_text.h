#pragma once
// 公文 (papers) of a county as its folder counties/<name>/documents/ holds them: a header of `字段：值`
// lines, a blank line, the text. Read strictly, so that a slip in a file is named with its line and not shown
// to the public. Days are written relative, {成文+15}, and become dates here.

#include "base/result.h"
#include "calendar/instant.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

struct PaperText {
    std::string slug;  // name of its file: zuidi-shenghuo-baozhang-xize
    std::string title, title_en;
    std::string number;  // 发文字号; empty: it has none
    std::string office;  // code of the body that made it
    std::string genre;   // policy normative interpretation …
    std::vector<std::string> columns;
    calendar::Date formed;  // 成文; never a Saturday or Sunday
    std::string theme;      // of definitions/themes.json
    std::string attribute;  // open partial on_request closed
    std::string article;    // 公开条例 14-1 … 16-3; empty when open
    std::string reason;     // why it is not open, in a sentence
    std::string summary;
    std::string explained_by;        // slug of its 解读
    std::string explains;            // slug of what it is the 解读 of
    std::vector<std::string> cites;  // 《…》 without the marks, and 文号; each stands in the text
    calendar::Date valid_to;         // days 0: not limited
    std::string text;  // paragraphs between blank lines; rows of a table are lines with | in one paragraph
};

inline constexpr std::size_t kPaperBytesMax = 64u << 10;

// 成文 is a number of days before `last_day`, or a day of the year (03-16): the last such day that is at
// least three days before it. Invalid disclosure.paper {file, line, what}: what is the field or word at
// fault.
base::Result<PaperText> read_paper(std::string_view slug, std::string_view file, calendar::Date last_day);

}  // namespace disclosure
