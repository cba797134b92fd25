#include "catalog/passage_index.h"

#include "catalog/limits.h"
#include "catalog/passage_snippet.h"
#include "text/question_words.h"
#include "text/search_terms.h"
#include "text/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <set>
#include <unordered_map>

namespace catalog {

namespace {

constexpr std::size_t kQuestionWords = 3;
constexpr std::size_t kLongHan = 10;     // of several words
constexpr std::size_t kQuestionHan = 4;  // characters that make a sentence of it
constexpr std::size_t kGuessesMax = 200;
constexpr std::size_t kTitlesWeighed = 500;
constexpr int kNamedMax = 200;
constexpr double kNamedBonus = 100;
constexpr std::size_t kFilteredWeighed = 20000;

struct Candidate {
    std::int64_t row = 0;
    double rank = 0;
};

double worth(Validity validity) {
    switch (validity) {
    case Validity::None:
    case Validity::InForce: return 1.0;
    case Validity::NotYet: return 0.95;
    case Validity::PartlyEnded: return 0.9;
    case Validity::Ended: return 0.6;
    }
    return 1.0;
}

// A short text that holds the words is rather about them than a long one.
double brevity(std::uint32_t bytes) {
    return 0.85 + 0.15 / (1.0 + bytes / 600.0);
}

// The filter in numbers of this book.
class Sieve {
public:
    Sieve(const PassageFilter& filter, const TraitsTable& table) : filter_(filter) {
        office_ = look_up(filter.office, table.offices);
        topic_ = look_up(filter.topic, table.topics);
        genre_ = look_up(filter.genre, table.genres);
    }
    bool takes_but_kind(const Traits& traits) const {
        if (!traits.alive || impossible_) return false;
        if (office_ && traits.office != *office_) return false;
        if (topic_ && traits.topic != *topic_) return false;
        if (genre_ && traits.genre != *genre_) return false;
        if (filter_.validity && traits.validity != *filter_.validity) return false;
        if (filter_.year != 0 && traits.year != filter_.year) return false;
        if (filter_.from != calendar::Date{} && traits.day < filter_.from.days) return false;
        return filter_.to == calendar::Date{} || traits.day <= filter_.to.days;
    }
    bool takes(const Traits& traits) const {
        return takes_but_kind(traits) && (!filter_.kind || traits.kind == *filter_.kind);
    }

private:
    std::optional<std::uint16_t> look_up(const std::string& word, const Words& words) {
        if (word.empty()) return std::nullopt;
        const auto number = words.find(word);
        if (!number) impossible_ = true;
        return number;
    }
    const PassageFilter& filter_;
    std::optional<std::uint16_t> office_, topic_, genre_;
    bool impossible_ = false;
};

// Counts by number, turned into words at the end.
class Counter {
public:
    explicit Counter(const TraitsTable& table)
        : table_(table), offices_(table.offices.size()), genres_(table.genres.size()), years_(4096) {}
    void kind(const Traits& traits) { ++kinds_[static_cast<std::size_t>(traits.kind)]; }
    void add(const Traits& traits) {
        ++offices_[traits.office];
        ++genres_[traits.genre];
        ++validities_[static_cast<std::size_t>(traits.validity)];
        if (traits.year > 0 && static_cast<std::size_t>(traits.year) < years_.size())
            ++years_[static_cast<std::size_t>(traits.year)];
    }
    PassageFacets facets() const {
        PassageFacets facets;
        for (std::size_t i = 0; i < std::size(kinds_); ++i) {
            if (kinds_[i] > 0) facets.kinds[static_cast<PassageKind>(i)] = kinds_[i];
        }
        for (std::size_t i = 1; i < offices_.size(); ++i) {
            if (offices_[i] > 0)
                facets.offices[table_.offices.word(static_cast<std::uint16_t>(i))] = offices_[i];
        }
        for (std::size_t i = 1; i < genres_.size(); ++i) {
            if (genres_[i] > 0) facets.genres[table_.genres.word(static_cast<std::uint16_t>(i))] = genres_[i];
        }
        for (std::size_t i = 1; i < years_.size(); ++i) {
            if (years_[i] > 0) facets.years[static_cast<int>(i)] = years_[i];
        }
        for (std::size_t i = 1; i < std::size(validities_); ++i) {
            if (validities_[i] > 0) facets.validities[static_cast<Validity>(i)] = validities_[i];
        }
        return facets;
    }

private:
    const TraitsTable& table_;
    int kinds_[3] = {};
    int validities_[5] = {};
    std::vector<int> offices_, genres_, years_;
};

std::size_t han_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) count += text::is_han(text::next_character(text, at)) ? 1 : 0;
    return count;
}

// One question asked of one book.
class Search {
public:
    Search(const store::Reader& db, const PassageBook& book, const PassageQuery& query)
        : db_(db), book_(book), query_(query) {}

    base::Result<PassageAnswer> run(const PassagePage& page) {
        PassageAnswer answer;
        if (query_.clauses.empty() && !query_.filter.any()) return answer;
        if (!query_.clauses.empty()) TRY(match(answer));
        for (const Clause& clause : query_.clauses) marked_.push_back(clause.phrase);
        const std::size_t han = han_characters(query_.sentence);
        // What stands somewhere word for word is not guessed at, unless it is long: then it is a question.
        const bool elsewhere = !answer.facets.kinds.empty() && han < kLongHan;
        if (answer.total == 0 && !query_.exact && !elsewhere && is_sentence(han)) TRY(guess(answer));
        TRY(show(page, answer));
        return answer;
    }

private:
    const Traits* traits_of(const TraitsTable& table, std::int64_t row) const {
        const auto at = static_cast<std::size_t>(row);
        return at < table.rows.size() ? &table.rows[at] : nullptr;
    }

    // One stretch of characters, or several words: two words that stand nowhere together are only that.
    bool is_sentence(std::size_t han) const {
        const std::size_t words = query_.clauses.size();
        return words >= kQuestionWords || (words == 1 ? han >= kQuestionHan : han >= kLongHan);
    }

    // Counts all that fit; weighs the newest of them, those with the words in the title, and those so named.
    base::Result<> match(PassageAnswer& answer) {
        const std::string expression = query_.expression();
        const std::size_t weighed = query_.filter.any() ? kFilteredWeighed : kPassagesWeighed;
        std::vector<std::int64_t> fitting;  // the newest, at most so many
        // Most words stand in few passages: then one walk counts and weighs.
        const std::vector<MatchedRow> newest =
            TRY(weigh_matches(db_, expression, {0, kRowMax, kPassagesWeighed + 1}));
        const bool all = newest.size() <= kPassagesWeighed;
        {
            const std::shared_lock lock(book_.traits_lock());
            const TraitsTable& table = book_.traits();
            const Sieve sieve(query_.filter, table);
            Counter counter(table);
            const auto take = [&](std::int64_t row) {
                const Traits* traits = traits_of(table, row);
                if (traits == nullptr || !sieve.takes_but_kind(*traits)) return true;
                counter.kind(*traits);
                if (!sieve.takes(*traits)) return true;
                counter.add(*traits);
                ++answer.total;
                if (fitting.size() < weighed) fitting.push_back(row);
                return true;
            };
            for (std::size_t i = 0; all && i < newest.size(); ++i) take(newest[i].row);
            if (!all) TRY(each_match(db_, expression, take));
            answer.facets = counter.facets();
        }
        if (fitting.empty()) return base::Done{};
        keep(newest, fitting);
        if (!all && query_.filter.any()) TRY(weigh(expression, fitting));
        if (!all) TRY(weigh_titles());
        return weigh_named();
    }

    // Both run from the newest to the oldest.
    void keep(const std::vector<MatchedRow>& weighed, const std::vector<std::int64_t>& fitting) {
        auto wanted = fitting.begin();
        for (const MatchedRow& match : weighed) {
            while (wanted != fitting.end() && *wanted > match.row) ++wanted;
            if (wanted != fitting.end() && *wanted == match.row) ranks_[match.row] = match.closeness;
        }
    }

    base::Result<> weigh(const std::string& expression, const std::vector<std::int64_t>& fitting) {
        const std::vector<MatchedRow> weighed =
            TRY(weigh_matches(db_, expression, {fitting.back(), fitting.front(), kFilteredWeighed}));
        keep(weighed, fitting);
        return base::Done{};
    }

    base::Result<> weigh_titles() {
        PassageQuery titles = query_;
        for (Clause& clause : titles.clauses) {
            if (clause.where == Where::Anywhere) clause.where = Where::Title;
        }
        const std::shared_lock lock(book_.traits_lock());
        const Sieve sieve(query_.filter, book_.traits());
        for (const MatchedRow& match :
             TRY(weigh_matches(db_, titles.expression(), {0, kRowMax, kTitlesWeighed}))) {
            const Traits* traits = traits_of(book_.traits(), match.row);
            if (traits != nullptr && sieve.takes(*traits))
                ranks_[match.row] = std::max(ranks_[match.row], match.closeness);
        }
        return base::Done{};
    }

    base::Result<> weigh_named() {
        const std::vector<std::int64_t> named = TRY(list_named(db_, query_.sentence, kNamedMax));
        const std::shared_lock lock(book_.traits_lock());
        const Sieve sieve(query_.filter, book_.traits());
        for (const std::int64_t row : named) {
            const Traits* traits = traits_of(book_.traits(), row);
            if (traits != nullptr && sieve.takes(*traits)) ranks_[row] += kNamedBonus;
        }
        return base::Done{};
    }

    // Each word of the question counts by how rare it is; what holds most of that comes first.
    base::Result<> guess(PassageAnswer& answer) {
        const std::shared_lock lock(book_.traits_lock());
        const TraitsTable& table = book_.traits();
        std::vector<float> sums(table.rows.size(), 0.0F);
        std::size_t places = 0;
        double all = 0;
        for (const std::string& word : text::question_words(query_.sentence)) {
            if (places > kPassagePlacesMax) break;
            text::Phrase phrase = text::phrase_of(word);
            if (phrase.terms.empty()) continue;
            const double before = all;
            TRY(add_word({phrase, Where::Anywhere}, 1.0, table, sums, places, all));
            if (all > before) {
                TRY(add_word({phrase, Where::Title}, 0.7, table, sums, places, all));
                marked_.push_back(std::move(phrase));
                continue;
            }
            // A word that stands nowhere, perhaps mistyped or cut wrongly: its pairs.
            for (const std::string& pair : phrase.terms) {
                const text::Phrase one{{pair}, false};
                if (phrase.terms.size() < 2) break;
                TRY(add_word({one, Where::Anywhere}, 0.5, table, sums, places, all));
                marked_.push_back(one);
            }
        }
        keep_best(table, sums, answer);
        return base::Done{};
    }

    base::Result<> add_word(const Clause& clause, double share, const TraitsTable& table,
                            std::vector<float>& sums, std::size_t& places, double& all) {
        std::vector<std::int64_t> rows;
        TRY(each_match(db_, expression_of(clause), [&](std::int64_t row) {
            rows.push_back(row);
            return true;
        }));
        places += rows.size();
        if (rows.empty()) return base::Done{};
        const double rarity =
            share * std::log(1.0 + static_cast<double>(table.alive) / static_cast<double>(rows.size()));
        all += rarity;
        for (const std::int64_t row : rows) {
            if (static_cast<std::size_t>(row) < sums.size())
                sums[static_cast<std::size_t>(row)] += static_cast<float>(rarity);
        }
        return base::Done{};
    }

    void keep_best(const TraitsTable& table, const std::vector<float>& sums, PassageAnswer& answer) {
        const Sieve sieve(query_.filter, table);
        std::vector<Candidate> best;
        float top = 0;
        for (std::size_t row = 0; row < sums.size(); ++row) {
            if (sums[row] <= 0 || !sieve.takes_but_kind(table.rows[row])) continue;
            top = std::max(top, sums[row]);
            best.push_back({static_cast<std::int64_t>(row), sums[row]});
        }
        std::erase_if(best, [&](const Candidate& one) { return one.rank < 0.45 * static_cast<double>(top); });
        const std::size_t kept = std::min(best.size(), kGuessesMax);
        std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                          [](const Candidate& a, const Candidate& b) {
                              return a.rank != b.rank ? a.rank > b.rank : a.row > b.row;
                          });
        best.resize(kept);
        Counter counter(table);
        answer.guessed = !best.empty();
        for (const Candidate& one : best) {
            const Traits& traits = table.rows[static_cast<std::size_t>(one.row)];
            counter.kind(traits);
            if (!sieve.takes(traits)) continue;
            counter.add(traits);
            ranks_[one.row] = one.rank;
            ++answer.total;
        }
        answer.facets = counter.facets();
    }

    // The best passage of each document, the page's documents with their snippets.
    base::Result<> show(const PassagePage& page, PassageAnswer& answer) {
        struct Document {
            Candidate best;
            int passages = 0;
        };
        std::vector<Document> documents;
        {
            const std::shared_lock lock(book_.traits_lock());
            const TraitsTable& table = book_.traits();
            std::unordered_map<std::uint64_t, std::size_t> known;
            for (const auto& [row, closeness] : ranks_) {
                const Traits* traits = traits_of(table, row);
                if (traits == nullptr || !traits->alive) continue;
                const Candidate one{row, closeness * worth(traits->validity) * brevity(traits->size)};
                const auto [at, fresh] = known.emplace(traits->document, documents.size());
                if (fresh) {
                    documents.push_back({one, 1});
                    continue;
                }
                Document& document = documents[at->second];
                ++document.passages;
                if (one.rank > document.best.rank) document.best = one;
            }
        }
        answer.documents = documents.size();
        const std::size_t from = std::min(page.from, documents.size());
        const std::size_t to = std::min(from + std::min(page.size, kPassageHitsMax), documents.size());
        std::partial_sort(documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(to),
                          documents.end(), [](const Document& a, const Document& b) {
                              if (a.best.rank != b.best.rank) return a.best.rank > b.best.rank;
                              return a.best.row > b.best.row;
                          });
        for (std::size_t i = from; i < to; ++i) {
            auto passage = TRY(find_passage(db_, documents[i].best.row));
            if (!passage) continue;  // taken out meanwhile
            answer.hits.push_back(hit_of(std::move(*passage), page.english));
            answer.hits.back().more = documents[i].passages - 1;
            answer.hits.back().named = documents[i].best.rank >= kNamedBonus * worth(Validity::Ended) * 0.85;
        }
        return base::Done{};
    }

    PassageHit hit_of(Passage passage, bool english) const {
        PassageHit hit;
        const bool title_en = english && !passage.title_en.empty();
        hit.title = marked_whole(title_en ? passage.title_en : passage.title, marked_);
        hit.snippet =
            snippet_of(english && !passage.body_en.empty() ? passage.body_en : passage.body, marked_);
        passage.body.clear(), passage.body_en.clear();
        hit.passage = std::move(passage);
        return hit;
    }

    static constexpr std::int64_t kRowMax = std::int64_t{1} << 40;
    const store::Reader& db_;
    const PassageBook& book_;
    const PassageQuery& query_;
    std::unordered_map<std::int64_t, double> ranks_;
    std::vector<text::Phrase> marked_;
};

std::optional<int> number_of_file(const std::string& name) {
    constexpr std::string_view kBegin = "search-", kEnd = ".db";
    if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) return std::nullopt;
    const std::string_view digits =
        std::string_view(name).substr(kBegin.size(), name.size() - kBegin.size() - kEnd.size());
    int number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return number;
}

// Numbers of the index files in the folder, the newest first.
std::vector<int> files_in(const std::string& folder) {
    std::error_code wrong;
    std::set<int, std::greater<>> numbers;
    for (const auto& entry : std::filesystem::directory_iterator(folder, wrong)) {
        if (const auto number = number_of_file(entry.path().filename().string())) numbers.insert(*number);
    }
    return {numbers.begin(), numbers.end()};
}

std::string file_of(const std::string& folder, int number) {
    return folder + "/search-" + std::to_string(number) + ".db";
}

void remove_file(const std::string& path) {
    std::error_code wrong;
    for (const std::string_view end : {"", "-wal", "-shm"})
        std::filesystem::remove(path + std::string(end), wrong);
}

}  // namespace

base::Result<bool> PassageIndex::open(const std::string& folder, const std::string& made_for) {
    bool found = false;
    for (const int number : files_in(folder)) {
        const std::string path = file_of(folder, number);
        auto book = found ? base::Result<std::unique_ptr<PassageBook>>(
                                base::Error(base::ErrorCode::Conflict, "store.conflict"))
                          : PassageBook::open(path);
        if (book.ok() && book.value()->state().made_for == made_for) {
            const std::lock_guard lock(mutex_);
            book_ = std::move(book).value();
            found = true;
            continue;
        }
        if (book.ok()) book.value().reset();
        remove_file(path);  // half made, made for other sources, damaged: it is made anew
    }
    return found;
}

std::shared_ptr<PassageBook> PassageIndex::book() const {
    const std::lock_guard lock(mutex_);
    return book_;
}

base::Result<PassageAnswer> PassageIndex::find(const PassageQuery& query, const PassagePage& page) const {
    const auto asked = book();
    if (asked == nullptr) return PassageAnswer();
    const auto asking = TRY(asked->ask());
    return Search(asking.db(), *asked, query).run(page);
}

base::Result<std::vector<std::string>> PassageIndex::list_ids(const PassageQuery& query) const {
    std::vector<std::string> ids;
    const auto asked = book();
    if (asked == nullptr || query.clauses.empty()) return ids;
    const auto asking = TRY(asked->ask());
    std::vector<std::int64_t> rows;
    TRY(each_match(asking.db(), query.expression(), [&](std::int64_t row) {
        rows.push_back(row);
        return true;
    }));
    for (const std::int64_t row : rows) {
        if (auto passage = TRY(find_passage(asking.db(), row))) ids.push_back(std::move(passage->id));
    }
    return ids;
}

base::Result<> PassageIndex::apply(const PassageChange& change, IndexState state) {
    const auto asked = book();
    CHECK(asked != nullptr);  // whoever follows has opened or made one
    return asked->apply(change, std::move(state));
}

base::Result<> PassageIndex::compact() {
    const auto asked = book();
    if (asked == nullptr) return base::Done{};
    return asked->compact();
}

IndexState PassageIndex::state() const {
    const auto asked = book();
    return asked == nullptr ? IndexState() : asked->state();
}

std::size_t PassageIndex::size() const {
    const auto asked = book();
    if (asked == nullptr) return 0;
    const std::shared_lock lock(asked->traits_lock());
    return asked->traits().alive;
}

std::string PassageIndex::path() const {
    const auto asked = book();
    return asked == nullptr ? std::string() : asked->path();
}

base::Result<PassageIndex::Filler> PassageIndex::Filler::begin(const std::string& folder) {
    const std::vector<int> there = files_in(folder);
    const std::string path = file_of(folder, there.empty() ? 1 : there.front() + 1);
    remove_file(path);
    auto tx = TRY(store::FullTextTx::open(path, &text::each_index_term, store::Sync::Never));
    TRY(project_passage_tables(tx));
    TRY(tx.begin());
    return Filler(path, std::move(tx));
}

base::Result<> PassageIndex::Filler::apply(const PassageChange& change) {
    TRY(apply_change(*tx_, change, next_row_));
    return base::Done{};
}

base::Result<> PassageIndex::Filler::finish(IndexState state) {
    state.next_row = next_row_;
    TRY(project_compaction(*tx_));
    TRY(project_following(*tx_));
    TRY(project_index_state(*tx_, state));
    TRY(tx_->commit());
    tx_.reset();
    return base::Done{};
}

base::Result<> PassageIndex::take_over(Filler filler, IndexState state) {
    TRY(filler.finish(std::move(state)));
    auto made = TRY(PassageBook::open(filler.path_));
    const std::lock_guard lock(mutex_);
    if (book_ != nullptr) book_->forget_file();
    book_ = std::move(made);
    return base::Done{};
}

}  // namespace catalog
