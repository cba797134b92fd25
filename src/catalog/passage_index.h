#pragma once
// The search over passages: a file of its own in the node's folder, made from the journal and thrown away at
// will. May be asked from several threads while one puts and takes out. Finds every passage that holds the
// words, and no other; a question in plain language, whose words stand nowhere together, is answered by the
// passages that hold the rarest of them.

#include "catalog/passage_book.h"
#include "catalog/passage_query.h"
#include "text/html.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace catalog {

struct PassageHit {
    Passage passage;   // its body is left out
    text::Html title;  // escaped, words marked
    text::Html snippet;
    int more = 0;        // further passages of the same document that fit
    bool named = false;  // asked for by its very title, 文号 or name
};

// Counts of all that fit, by value.
struct PassageFacets {
    std::map<PassageKind, int> kinds;  // whatever kind was asked for
    std::map<std::string, int> offices, genres;
    std::map<int, int> years;
    std::map<Validity, int> validities;
};

struct PassageAnswer {
    std::vector<PassageHit> hits;  // one page; one a document
    std::size_t documents = 0;     // that can be paged through
    std::size_t total = 0;         // passages that fit
    bool guessed = false;          // the words stand nowhere together: the nearest by their rarest words
    PassageFacets facets;
};

struct PassagePage {
    std::size_t from = 0;
    std::size_t size = 20;
    bool english = false;  // snippet and title from the English texts where there are any
};

class PassageIndex {
public:
    // Nothing is found until one is opened or made.

    // The index in the folder, if one was made whole for these sources; false: there is none.
    base::Result<bool> open(const std::string& folder, const std::string& made_for);

    base::Result<PassageAnswer> find(const PassageQuery& query, const PassagePage& page) const;
    // Every passage that fits, newest first, by id: for tests and benches.
    base::Result<std::vector<std::string>> list_ids(const PassageQuery& query) const;

    // Takes out, then puts, in one transaction; found and gone when it returns. A passage that is there with
    // the same words is left alone. `state.next_row` is kept by the index.
    base::Result<> apply(const PassageChange& change, IndexState state);
    base::Result<> compact();
    IndexState state() const;
    std::size_t size() const;  // passages

    // Makes an index anew while the old one serves.
    class Filler {
    public:
        static base::Result<Filler> begin(const std::string& folder);
        base::Result<> apply(const PassageChange& change);
        std::int64_t passages() const { return next_row_ - 1; }

    private:
        friend class PassageIndex;
        Filler(std::string path, store::FullTextTx tx) : path_(std::move(path)), tx_(std::move(tx)) {}
        base::Result<> finish(IndexState state);
        std::string path_;
        std::optional<store::FullTextTx> tx_;
        std::int64_t next_row_ = 1;
    };
    // From here on the new one is asked.
    base::Result<> take_over(Filler filler, IndexState state);
    std::string path() const;  // of the file asked now; empty: none

private:
    // Reason for shared_ptr: who is asking keeps the book in hand while a new one takes its place.
    std::shared_ptr<PassageBook> book() const;

    mutable std::mutex mutex_;
    std::shared_ptr<PassageBook> book_;  // null: none yet
};

}  // namespace catalog
