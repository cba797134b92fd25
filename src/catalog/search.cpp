#include "catalog/search.h"

#include "catalog/haystack.h"
#include "catalog/limits.h"
#include "text/pinyin.h"
#include "text/search_terms.h"
#include "text/utf8.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <map>
#include <mutex>

namespace catalog {

namespace {

constexpr std::size_t kWordsMax = 8;
constexpr std::size_t kPerhapsMax = 5;
constexpr std::size_t kFragmentsMax = 12;
constexpr std::size_t kInnerPinyinMin = 4;  // shorter syllables stand by chance inside others: an in shan

struct Entry {
    HitKind kind = HitKind::Item;
    std::string id, name, name_en, summary, summary_en;
    std::string body;
    std::vector<std::string> themes;
    std::vector<std::string> keywords;
    bool persons = false, firms = false;
    int weight = 0;  // among equals: offered items before suspended ones, laws last
};

Entry entry_of(HitKind kind, std::string_view id, std::string_view name, std::string_view name_en) {
    Entry entry;
    entry.kind = kind;
    entry.id = id;
    entry.name = name;
    entry.name_en = name_en;
    return entry;
}

bool is_latin(std::string_view word) {
    return std::all_of(word.begin(), word.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::vector<std::string> words_of(std::string_view typed) {
    std::string cut(typed.substr(0, kQueryCharactersMax * 4));
    std::string folded = text::fold_for_search(cut);
    std::vector<std::string> words;
    std::string word;
    const auto close = [&] {
        if (!word.empty() && words.size() < kWordsMax) words.push_back(std::move(word));
        word.clear();
    };
    std::size_t characters = 0;
    for (std::size_t at = 0; at < folded.size() && characters < kQueryCharactersMax; ++characters) {
        const std::size_t begin = at;
        const char32_t c = text::next_character(folded, at);
        const bool blank = c == ' ' || c == '\t' || c == U'　' || c == ',' || c == U'，' || c == U'、' ||
                           c == U'。' || c == U'《' || c == U'》' || c == U'“' || c == U'”' || c == '\'';
        if (blank)
            close();
        else
            word.append(folded, begin, at - begin);
    }
    close();
    return words;
}

// Exact name > begins the name > in the name > keyword > the rest; letters of pinyin a little below
// characters.
int name_score(const Piece& piece, std::size_t at, std::size_t size) {
    if (size == piece.size) return 1000;
    return at == 0 ? 800 : 600;
}

int score(const Piece& piece, std::size_t at, std::size_t size) {
    const bool whole = size == piece.size;
    switch (piece.part) {
    case Part::Name: return name_score(piece, at, size);
    case Part::Keyword: return whole ? 560 : 400;
    case Part::Summary: return 200;
    case Part::Other: return 150;
    case Part::English: return name_score(piece, at, size) - 20;
    case Part::Pinyin:
        if (at == 0) return name_score(piece, at, size) - 50;
        return size >= kInnerPinyinMin ? 380 : 0;
    case Part::Initials: return size < 2 ? 0 : name_score(piece, at, size) - 100;
    }
    return 0;
}

}  // namespace

std::string_view hit_word(HitKind kind) {
    constexpr std::string_view kWords[] = {"item", "body", "theme", "law"};
    return kWords[static_cast<std::size_t>(kind)];
}

text::Html marked(std::string_view shown, const std::vector<Mark>& marks) {
    text::HtmlBuilder html;
    std::size_t at = 0;
    for (const Mark& mark : marks) {
        html.text(shown.substr(at, mark.from - at)).markup("<mark>");
        html.text(shown.substr(mark.from, mark.to - mark.from)).markup("</mark>");
        at = mark.to;
    }
    html.text(shown.substr(at));
    return html.finish();
}

struct SearchIndex::Tables {
    std::vector<Entry> entries;
    Haystack names;  // names and keywords
    Haystack texts;  // summaries, results, bodies
    std::uint32_t add(Entry entry) {
        const auto number = static_cast<std::uint32_t>(entries.size());
        names.add(number, Part::Name, text::fold_for_search(entry.name));
        texts.add(number, Part::Summary, text::fold_for_search(entry.summary));
        texts.add(number, Part::Summary, text::fold_for_search(entry.summary_en));
        entries.push_back(std::move(entry));
        return number;
    }
    void add_keyword(std::uint32_t number, const std::string& keyword) {
        names.add(number, Part::Keyword, text::fold_for_search(keyword));
        entries[number].keywords.push_back(keyword);
    }
    // English names, pinyin and initials. Made when first asked for: the readings of characters take longer
    // to load than everything else of a start together.
    const Haystack& letters() const {
        std::call_once(spelled_, [this] {
            for (std::uint32_t number = 0; number < entries.size(); ++number) spell(number);
            is_spelled_ = true;
        });
        return letters_;
    }
    bool is_spelled() const { return is_spelled_; }
    void add_item(const ServiceItem& item, const std::vector<PublicBody>& bodies);

    std::vector<int> word_scores(std::string_view word) const;
    std::vector<int> exact(const std::vector<std::string>& words) const;
    std::vector<int> near(const std::vector<std::string>& words) const;
    std::vector<int> partial(const std::vector<std::string>& words, std::size_t letters_each) const;
    void fill(const SearchQuery& query, const std::vector<int>& scores, const std::vector<std::string>& words,
              SearchAnswer& answer) const;
    bool fits(const Entry& entry, const SearchQuery& query) const;
    SearchHit hit(std::uint32_t number, int rank, const std::vector<std::string>& words) const;

private:
    void spell(std::uint32_t number) const {
        const Entry& entry = entries[number];
        letters_.add(number, Part::English, text::fold_for_search(entry.name_en));
        const text::Pinyin pinyin = text::pinyin_of(entry.name);
        letters_.add(number, Part::Pinyin, pinyin.full);
        letters_.add(number, Part::Initials, pinyin.initials);
        for (const std::string& keyword : entry.keywords) {
            letters_.add(number, Part::Initials, text::pinyin_of(keyword).initials);
        }
    }
    mutable std::once_flag spelled_;
    mutable std::atomic<bool> is_spelled_{false};
    mutable Haystack letters_;
};

void SearchIndex::Tables::add_item(const ServiceItem& item, const std::vector<PublicBody>& bodies) {
    if (item.status == 3) return;  // 取消: closed for ever
    Entry entry;
    entry.id = item.code;
    entry.name = item.name;
    entry.name_en = item.name_en;
    entry.summary = item.summary;
    entry.summary_en = item.summary_en;
    entry.body = item.body;
    entry.themes = item.themes;
    entry.persons = item.serves_persons();
    entry.firms = item.serves_firms();
    entry.weight = item.status == 1 ? 30 : 20;
    const std::uint32_t number = add(std::move(entry));
    for (const std::string& keyword : item.keywords) {
        add_keyword(number, keyword);
    }
    texts.add(number, Part::Other, text::fold_for_search(item.result_name));
    for (const PublicBody& body : bodies) {
        if (body.code == item.body) texts.add(number, Part::Other, text::fold_for_search(body.name));
    }
}

std::vector<int> SearchIndex::Tables::word_scores(std::string_view word) const {
    std::vector<int> best(entries.size(), 0);
    const auto take = [&](const Piece& piece, std::size_t at) {
        best[piece.entry] = std::max(best[piece.entry], score(piece, at, word.size()));
    };
    names.each(word, take);
    texts.each(word, take);
    if (is_latin(word)) letters().each(word, take);
    return best;
}

std::vector<int> SearchIndex::Tables::exact(const std::vector<std::string>& words) const {
    std::vector<int> sum = word_scores(words.front());
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::vector<int> more = word_scores(words[i]);
        for (std::size_t e = 0; e < sum.size(); ++e)
            sum[e] = sum[e] > 0 && more[e] > 0 ? sum[e] + more[e] : 0;
    }
    // shen fen zheng: letters with blanks between are one word as well
    const bool letters_only = words.size() > 1 && std::all_of(words.begin(), words.end(), is_latin);
    if (letters_only) {
        std::string joined;
        for (const std::string& word : words) joined += word;
        const std::vector<int> whole = word_scores(joined);
        for (std::size_t e = 0; e < sum.size(); ++e) sum[e] = std::max(sum[e], whole[e]);
    }
    return sum;
}

std::vector<int> SearchIndex::Tables::near(const std::vector<std::string>& words) const {
    std::vector<int> found(entries.size(), 0);
    for (const std::string& word : words) {
        const std::u32string characters = letters_of(word);
        if (is_latin(word)) {
            if (characters.size() < kInnerPinyinMin) continue;
            letters().each_near(characters, [&](const Piece& piece) {
                if (piece.part != Part::Initials) found[piece.entry] = std::max(found[piece.entry], 100);
            });
        } else if (characters.size() >= 3) {
            names.each_near(characters, [&](const Piece& piece) {
                found[piece.entry] = std::max(found[piece.entry], piece.part == Part::Name ? 140 : 120);
            });
        }
    }
    return found;
}

// Entries that hold at least half of the words' fragments of so many characters.
std::vector<int> SearchIndex::Tables::partial(const std::vector<std::string>& words,
                                              std::size_t letters_each) const {
    std::vector<std::u32string> fragments;
    for (const std::string& word : words) {
        const std::u32string characters = letters_of(word);
        for (std::size_t i = 0; i + letters_each <= characters.size(); ++i) {
            if (fragments.size() < kFragmentsMax) fragments.push_back(characters.substr(i, letters_each));
        }
    }
    std::vector<std::uint32_t> masks(entries.size(), 0);
    names.each_holding(fragments,
                       [&](const Piece& piece, std::uint32_t mask) { masks[piece.entry] |= mask; });
    std::vector<int> held(entries.size(), 0);
    const int all = static_cast<int>(fragments.size());
    for (std::size_t e = 0; e < masks.size(); ++e) {
        const int count = std::popcount(masks[e]);
        held[e] = count > 0 && count * 2 >= all ? 100 * count / all : 0;
    }
    return held;
}

bool SearchIndex::Tables::fits(const Entry& entry, const SearchQuery& query) const {
    if (!query.kind.empty() && hit_word(entry.kind) != query.kind) return false;
    if (!query.body.empty() && entry.body != query.body) return false;
    if (!query.theme.empty() &&
        std::find(entry.themes.begin(), entry.themes.end(), query.theme) == entry.themes.end()) {
        return false;
    }
    if (query.audience == "person") return entry.persons;
    if (query.audience == "firm") return entry.firms;
    return true;
}

namespace {

// Where the word stands after folding, or where its letters are the initials of the text's characters.
void mark_folded(std::string_view shown, const std::string& word, std::vector<Mark>& marks) {
    const bool letters = is_latin(word);
    std::vector<std::uint32_t> from;  // of each folded byte, where its character begins in `shown`
    std::vector<std::uint32_t> to;
    std::string folded;
    std::string initials;
    std::vector<std::size_t> initial_at;  // folded byte of each initial
    for (std::size_t at = 0; at < shown.size();) {
        const std::size_t begin = at;
        text::next_character(shown, at);
        const std::string one = text::fold_for_search(shown.substr(begin, at - begin));
        const std::string initial = letters ? text::pinyin_of(one).initials : std::string();
        if (initial.size() == 1) initials += initial, initial_at.push_back(folded.size());
        for (std::size_t i = 0; i < one.size(); ++i) {
            from.push_back(static_cast<std::uint32_t>(begin));
            to.push_back(static_cast<std::uint32_t>(at));
        }
        folded += one;
    }
    bool found = false;
    for (std::size_t at = folded.find(word); at != std::string::npos;
         at = folded.find(word, at + word.size())) {
        marks.push_back({from[at], to[at + word.size() - 1]});
        found = true;
    }
    const std::size_t at = found || word.size() < 2 ? std::string::npos : initials.find(word);
    if (at != std::string::npos)
        marks.push_back({from[initial_at[at]], to[initial_at[at + word.size() - 1]]});
}

// Marks where the word stands in a text as shown.
void mark_word(std::string_view shown, const std::string& word, std::vector<Mark>& marks) {
    const std::size_t plain = marks.size();
    for (std::size_t at = shown.find(word); at != std::string_view::npos;
         at = shown.find(word, at + word.size())) {
        marks.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())});
    }
    if (marks.size() > plain) return;
    mark_folded(shown, word, marks);
}

std::vector<Mark> marks_of(std::string_view shown, const std::vector<std::string>& words) {
    std::vector<Mark> marks;
    for (const std::string& word : words) mark_word(shown, word, marks);
    std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.from < b.from; });
    std::vector<Mark> joined;
    for (const Mark& mark : marks) {
        if (!joined.empty() && mark.from <= joined.back().to)
            joined.back().to = std::max(joined.back().to, mark.to);
        else
            joined.push_back(mark);
    }
    return joined;
}

std::vector<Facet> facets_of(const std::map<std::string, int>& counts) {
    std::vector<Facet> facets;
    for (const auto& [value, count] : counts) facets.push_back({value, count});
    return facets;
}

bool any(const std::vector<int>& scores) {
    return std::any_of(scores.begin(), scores.end(), [](int each) { return each > 0; });
}

}  // namespace

SearchHit SearchIndex::Tables::hit(std::uint32_t number, int rank,
                                   const std::vector<std::string>& words) const {
    const Entry& entry = entries[number];
    SearchHit found{entry.kind,       entry.id, entry.name, entry.name_en, entry.summary,
                    entry.summary_en, {},       {},         rank};
    found.name_marks = marks_of(entry.name, words);
    found.summary_marks = marks_of(entry.summary, words);
    return found;
}

void SearchIndex::Tables::fill(const SearchQuery& query, const std::vector<int>& scores,
                               const std::vector<std::string>& words, SearchAnswer& answer) const {
    std::map<std::string, int> kinds, bodies, themes, audiences;
    std::vector<std::uint32_t> fitting;
    for (std::uint32_t number = 0; number < entries.size(); ++number) {
        if (scores[number] == 0) continue;
        const Entry& entry = entries[number];
        ++kinds[std::string(hit_word(entry.kind))];
        if (!entry.body.empty()) ++bodies[entry.body];
        for (const std::string& theme : entry.themes) ++themes[theme];
        if (entry.persons) ++audiences["person"];
        if (entry.firms) ++audiences["firm"];
        if (fits(entry, query)) fitting.push_back(number);
    }
    const auto nearer = [&](std::uint32_t a, std::uint32_t b) {
        const int left = scores[a] + entries[a].weight;
        const int right = scores[b] + entries[b].weight;
        if (left != right) return left > right;
        const bool ordered = words.empty() || entries[a].name.size() == entries[b].name.size();
        return ordered ? a < b : entries[a].name.size() < entries[b].name.size();
    };
    answer.total = fitting.size();
    const std::size_t from = std::min(query.from, fitting.size());
    const std::size_t to = std::min(from + std::min<std::size_t>(query.size, kSearchHitsMax), fitting.size());
    const auto at = [&](std::size_t place) { return fitting.begin() + static_cast<std::ptrdiff_t>(place); };
    std::partial_sort(fitting.begin(), at(to), fitting.end(), nearer);
    for (std::size_t i = from; i < to; ++i) answer.hits.push_back(hit(fitting[i], scores[fitting[i]], words));
    answer.kinds = facets_of(kinds);
    answer.bodies = facets_of(bodies);
    answer.themes = facets_of(themes);
    answer.audiences = facets_of(audiences);
}

SearchIndex::SearchIndex() : tables_(std::make_unique<Tables>()) {}
SearchIndex::~SearchIndex() = default;
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;
std::size_t SearchIndex::size() const {
    return tables_->entries.size();
}

void SearchIndex::spell() const {
    tables_->letters();
}
bool SearchIndex::is_spelled() const {
    return tables_->is_spelled();
}

SearchIndex SearchIndex::of(const SearchSource& source) {
    static const std::vector<PublicBody> kNoBodies;
    static const std::vector<Theme> kNoThemes;
    SearchIndex index;
    Tables& tables = *index.tables_;
    const auto& bodies = source.bodies != nullptr ? *source.bodies : kNoBodies;
    for (const auto& item : source.items) tables.add_item(*item, bodies);
    for (const PublicBody& body : bodies) {
        Entry entry = entry_of(HitKind::Body, body.code, body.name, body.name_en);
        entry.summary = body.duties;
        entry.summary_en = body.duties_en;
        entry.weight = 20;
        const std::uint32_t number = tables.add(std::move(entry));
        tables.add_keyword(number, body.short_name);
    }
    for (const Theme& theme : source.themes != nullptr ? *source.themes : kNoThemes) {
        Entry entry = entry_of(HitKind::Theme, theme.id, theme.name, theme.name_en);
        entry.persons = theme.audience == "person";
        entry.firms = theme.audience == "firm";
        entry.weight = 10;
        tables.add(std::move(entry));
    }
    for (const LawTitle& law : source.laws) {
        tables.add(entry_of(HitKind::Law, law.id, law.name, law.name_en));
    }
    return index;
}

SearchAnswer SearchIndex::find(const SearchQuery& query) const {
    SearchAnswer answer;
    const Tables& tables = *tables_;
    const std::vector<std::string> words = words_of(query.words);
    if (words.empty()) {
        tables.fill(query, std::vector<int>(tables.entries.size(), 1), words, answer);
        return answer;
    }
    std::vector<int> scores = tables.exact(words);
    if (!any(scores)) {
        scores = tables.near(words);
        answer.guessed = any(scores);
    }
    if (!any(scores)) scores = tables.partial(words, 2);
    tables.fill(query, scores, words, answer);
    if (answer.total > 0) return answer;
    SearchQuery first;
    first.size = kPerhapsMax;
    SearchAnswer near;
    tables.fill(first, any(scores) ? scores : tables.partial(words, 1), words, near);
    for (const SearchHit& hit : near.hits) answer.perhaps.push_back(hit.name);
    return answer;
}

}  // namespace catalog
