#pragma once
// The rules of the repository, one function each; docs/tidy.md says them in words. A rule looks at a whole
// Repository, so that the examples of its test are small repositories. A rule that cannot be kept is changed
// here, in the same commit as the code that needs it: there is no list of exemptions.

#include "tidy_source.h"

namespace tidy {

struct Rule {
    const char* name;
    const char* holds;
    Findings (*find)(const Repository&);  // null: not held by a machine yet, see `gap`
    const char* gap;
};
const std::vector<Rule>& rules();

// Directions: tidy_code.cpp
Findings r1_includes(const Repository& all);
Findings r2_pages(const Repository& all);
Findings r3_rooms(const Repository& all);
Findings r4_files(const Repository& all);
// Words and sizes: tidy_code.cpp
Findings r11_sizes(const Repository& all);
Findings r12_words(const Repository& all);
Findings r13_names(const Repository& all);
Findings r14_marks(const Repository& all);
Findings r15_sentences(const Repository& all);
Findings r16_macros(const Repository& all);
// Books and SQL: tidy_books.cpp
Findings r5_sql_places(const Repository& all);
Findings r6_writes(const Repository& all);
Findings r7_sql_words(const Repository& all);
Findings r8_migrations(const Repository& all);
Findings r9_events(const Repository& all);
std::string released_events(const Repository& all);  // what docs/events.json should hold
// Law, text, pages, tree: tidy_texts.cpp, tidy_tree.cpp
Findings r17_citations(const Repository& all);
Findings r19_texts(const Repository& all);
Findings r20_dead(const Repository& all);
Findings r21_glossary(const Repository& all);
// The house about itself: tidy_house.cpp
Findings r10_readers(const Repository& all);
Findings r18_duties(const Repository& all);
Findings r22_routes(const Repository& all);
Findings r23_bytes(const Repository& all);
Findings r24_documents(const Repository& all);
Findings r25_decisions(const Repository& all);

}  // namespace tidy
