#pragma once
// One search for visitors: items, bodies and themes by name, letters and near spelling (search.h), together
// with everything that is written in guides, laws and documents (passage_index.h). What is asked for by name
// comes first. Knows no page.

#include "catalog/catalogue.h"
#include "catalog/passage_index.h"
#include "text/locale.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

enum class Tab : std::uint8_t { All, Service, Document, Question, Body };
inline constexpr Tab kTabs[] = {Tab::All, Tab::Service, Tab::Document, Tab::Question, Tab::Body};
std::string_view tab_word(Tab tab);  // all service document question body
Tab tab_from(std::string_view word);

struct Asked {
    std::string words;  // as typed, filters among them
    Tab tab = Tab::All;
    std::string unit, genre, validity, year;  // filters by link
    std::size_t from = 0;
    std::size_t size = 20;
    text::Locale locale = text::Locale::Chinese;
};

struct FoundRow {
    Tab kind = Tab::Service;
    std::string id;         // item, body or theme: its code; else of the passage
    std::string url, name;  // as shown, without marks
    text::Html title, snippet;
    bool is_law = false;
    std::string number, office, genre;  // of a document
    Validity validity = Validity::None;
    calendar::Date date;
    int more = 0;
};

// In tab All: the first rows of each tab, in the order in which the tabs should stand.
struct FoundGroup {
    Tab tab = Tab::Service;
    std::vector<FoundRow> rows;
};

struct Found {
    std::vector<FoundGroup> groups;  // one, unless all were asked for
    std::map<Tab, std::size_t> counts;
    std::size_t total = 0;  // rows of the tab; of all: together
    bool guessed = false;
    PassageFacets facets;  // of the tab
    std::vector<std::string> perhaps;
};

base::Result<Found> find_all(const Catalogue& catalogue, const PassageIndex& passages, const Asked& asked);

}  // namespace catalog
