#pragma once
// How well the search answers: the judged questions of test/data/relevance.json, asked as a visitor would. A
// question is answered when one of its addresses stands among what is shown first.

#include "base/file.h"
#include "base/json.h"
#include "catalog/find_all.h"

#include <map>
#include <string>
#include <vector>

namespace catalog {

struct Score {
    int asked = 0;
    int first = 0;       // answered by the first row
    int among_five = 0;  // by one of the first five
    double reciprocal = 0;
    double mean() const { return asked == 0 ? 0 : reciprocal / asked; }
};

struct Relevance {
    Score all;
    std::map<std::string, Score> by_sort;  // name words typo letters law number sentence
    std::vector<std::string> missed;       // not among the first ten
};

inline std::string page_of(const std::string& url) {
    return url.substr(0, url.find_first_of("#?"));
}

// The rows as they stand on the page, from the top; 0: not among the first ten.
inline int place_of(const Found& found, const std::vector<std::string>& wanted) {
    int place = 0;
    for (const FoundGroup& group : found.groups) {
        for (const FoundRow& row : group.rows) {
            if (++place > 10) return 0;
            for (const std::string& url : wanted) {
                if (page_of(row.url) == url) return place;
            }
        }
    }
    return 0;
}

inline base::Result<Relevance> judge(const Catalogue& catalogue, const PassageIndex& passages,
                                     const std::string& file) {
    const std::string text = TRY(base::read_file(file, 1u << 20));
    const base::Json json = TRY(base::parse_json(text));
    Relevance relevance;
    for (const base::Json& one : json.items) {
        Asked asked;
        asked.words = one.string_or("q");
        std::vector<std::string> wanted;
        for (const base::Json& url : one.list("want")) wanted.push_back(url.text);
        const Found found = TRY(find_all(catalogue, passages, asked));
        const int place = place_of(found, wanted);
        for (Score* score : {&relevance.all, &relevance.by_sort[std::string(one.string_or("sort"))]}) {
            ++score->asked;
            score->first += place == 1 ? 1 : 0;
            score->among_five += place >= 1 && place <= 5 ? 1 : 0;
            score->reciprocal += place == 0 ? 0 : 1.0 / place;
        }
        if (place == 0) relevance.missed.push_back(asked.words);
    }
    return relevance;
}

}  // namespace catalog
