#pragma once
// The full text of a law as it comes in Markdown files (TITLE(YYYY-MM-DD).md, "第三十二条 …"): title, edition
// and articles, so that every article can be addressed. Sentences are kept as they are; nothing is judged
// here.

#include "base/result.h"
#include "calendar/instant.h"

#include <string>
#include <string_view>
#include <vector>

namespace catalog {

struct TextArticle {
    std::string number;     // 32, 17-1; empty for what stands before the first article
    std::string heading;    // chapter or section heading that opens before it, if any
    std::string_view text;  // without the number; borrows from the law's text
};

struct LawText {
    std::string title;       // from the first heading, blanks removed
    calendar::Date edition;  // from the file's name, else the last date of its head; day 0: neither
    bool marked = false;     // the head ends with the mark that law files have
    std::vector<TextArticle> articles;
    const TextArticle* find(std::string_view number) const;
};

// `file_name` gives the edition. Invalid with law.no_title, law.not_a_law (neither articles nor
// a law file's head) or law.not_utf8.
base::Result<LawText> parse_law_text(std::string_view markdown, std::string_view file_name);

// 三十二 → 32, 一百零五 → 105, 两千 → 2000; -1 when it is no Chinese numeral below 10,000.
int chinese_number(std::string_view numeral);
std::string chinese_numeral(int number);  // 1 to 9999
std::string
chinese_article(std::string_view number);  // 17-1 → 第十七条之一; what is no number comes back as it is

}  // namespace catalog
