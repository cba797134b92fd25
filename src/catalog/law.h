#pragma once
// The law register: every law the county leans on, by name, number, dates and articles in our own words
// (definitions/law). A citation resolves if the law is known, the article exists and the law is in force on
// the day asked.

#include "base/bytes.h"
#include "calendar/instant.h"
#include "catalog/finding.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

struct LawArticle {
    std::string article;              // 32, 17-1
    std::string summary, summary_en;  // our own words
};

struct LawEntry {
    std::string slug;           // its address and definition id: xingzheng-xuke-fa
    std::string law;            // short name, as cited
    std::string name, name_en;  // full title
    std::string rank;           // law regulation local rule document interpretation
    std::string number, issuer;
    std::string issued, edition, effective;  // as the text states them; edition = YYYY-MM-DD of the text read
    std::string ends;                        // repealed on; empty: in force
    std::string source;                      // where the full text stands in an import folder
    std::string status;                      // verified: the text was read
    std::vector<LawArticle> articles;
    const LawArticle* find_article(std::string_view article) const;
};

enum class Resolution { InForce, UnknownLaw, UnknownArticle, NotInForce };

class LawRegister {
public:
    void add(LawEntry entry);
    const LawEntry* find(std::string_view law) const;           // by short name or full title
    const LawEntry* find_by_slug(std::string_view slug) const;  // by its address
    Resolution resolve(std::string_view law, std::string_view article, calendar::Date on) const;
    const std::map<std::string, LawEntry, std::less<>>& entries() const { return entries_; }

private:
    std::map<std::string, LawEntry, std::less<>> entries_;  // by short name
    std::map<std::string, std::string, std::less<>> by_title_;
};

LawEntry parse_law(std::string_view json, std::string_view slug, Findings& findings);

// "35(2)" → "35"; "17-1" stays.
std::string_view article_number(std::string_view cited);

}  // namespace catalog
