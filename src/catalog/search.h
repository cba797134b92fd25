#pragma once
// Search over items, bodies, themes and laws, in memory: by words, fragments, pinyin and its initials, with
// one wrong character forgiven when nothing else is found. A name that is asked for exactly comes first.
// Nothing here reads a database.

#include "catalog/body.h"
#include "catalog/item.h"
#include "catalog/law.h"
#include "text/html.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

enum class HitKind : std::uint8_t { Item, Body, Theme, Law };
std::string_view hit_word(HitKind kind);  // item body theme law

// Bytes [from, to) of the shown name or summary.
struct Mark {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
};

// The text, escaped, with its marks as <mark>.
text::Html marked(std::string_view shown, const std::vector<Mark>& marks);

struct SearchHit {
    HitKind kind = HitKind::Item;
    std::string id;  // item code, body code, theme id, law slug or title
    std::string name, name_en;
    std::string summary, summary_en;
    std::vector<Mark> name_marks, summary_marks;  // of the Chinese texts
    int rank = 0;                                 // higher is nearer
};

struct Facet {
    std::string value;
    int count = 0;
};

struct SearchQuery {
    std::string words;
    std::string kind;                   // item body law; empty: all
    std::string body, theme, audience;  // of items; empty: any
    std::size_t from = 0;
    std::size_t size = 20;
};
struct SearchAnswer {
    std::vector<SearchHit> hits;                          // one page
    std::size_t total = 0;                                // with the filters
    bool guessed = false;                                 // nothing fitted; these differ by one character
    std::vector<Facet> kinds, bodies, themes, audiences;  // of all that fit the words
    std::vector<std::string> perhaps;                     // names near the words, when nothing was found
};

struct LawTitle {
    std::string id;  // slug, or the title itself when only the text was imported
    std::string name;
    std::string name_en;
    std::string rank;
};

// What the index is made from; nothing is kept but copies of what is shown.
struct SearchSource {
    std::vector<std::shared_ptr<const ServiceItem>> items;  // the catalogue's own pointers
    const std::vector<PublicBody>* bodies = nullptr;
    const std::vector<Theme>* themes = nullptr;
    std::vector<LawTitle> laws;
};

class SearchIndex {
public:
    SearchIndex();
    ~SearchIndex();
    SearchIndex(SearchIndex&&) noexcept;
    SearchIndex& operator=(SearchIndex&&) noexcept;
    static SearchIndex of(const SearchSource& source);

    // Words over kQueryCharactersMax are cut. No words: everything, in order of code.
    SearchAnswer find(const SearchQuery& query) const;
    std::size_t size() const;

    // Pinyin and English names are spelled out when a query first needs them; a start does it afterwards, so
    // that no reader waits (about 0.1 s, once).
    void spell() const;
    bool is_spelled() const;

private:
    struct Tables;
    std::unique_ptr<Tables> tables_;
};

}  // namespace catalog
