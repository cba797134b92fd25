#include "catalog/find_all.h"

#include "catalog/limits.h"
#include "text/html.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace catalog {

namespace {

constexpr std::size_t kInGroup = 5;
constexpr int kNamedRank = 150;      // of the search by name: what fits less is a fragment or a guess
constexpr int kLettersRank = 800;    // its whole name in letters
constexpr int kWholeNameRank = 900;  // asked for by its very name
constexpr std::size_t kListedMax = 200;

Tab tab_of(PassageKind kind) {
    switch (kind) {
    case PassageKind::Service: return Tab::Service;
    case PassageKind::Document: return Tab::Document;
    case PassageKind::Question: return Tab::Question;
    }
    return Tab::Document;
}

std::optional<PassageKind> kind_of(Tab tab) {
    switch (tab) {
    case Tab::Service: return PassageKind::Service;
    case Tab::Document: return PassageKind::Document;
    case Tab::Question: return PassageKind::Question;
    case Tab::All:
    case Tab::Body: return std::nullopt;
    }
    return std::nullopt;
}

std::string address_of(const SearchHit& hit) {
    std::string made;
    switch (hit.kind) {
    case HitKind::Item: return "/items/" + hit.id;
    case HitKind::Body: return "/bodies/" + hit.id;
    case HitKind::Theme: return "/items?theme=" + hit.id;
    case HitKind::Law: made = "/laws/"; break;
    }
    text::append_url_encoded(made, hit.id);
    return made;
}

// Names of units and themes, as people type them, become codes.
void name_filters(const Catalogue& catalogue, PassageFilter& filter) {
    if (!filter.office.empty() && catalogue.find_body(filter.office) == nullptr) {
        for (const PublicBody& body : catalogue.bodies) {
            const bool named = body.name.find(filter.office) != std::string::npos ||
                               body.short_name.find(filter.office) != std::string::npos;
            if (named) {
                filter.office = body.code;
                break;
            }
        }
    }
    if (!filter.topic.empty() && catalogue.find_theme(filter.topic) == nullptr) {
        for (const Theme& theme : catalogue.themes) {
            if (theme.name.find(filter.topic) != std::string::npos) {
                filter.topic = theme.id;
                break;
            }
        }
    }
}

void add_links(const Asked& asked, PassageFilter& filter) {
    if (!asked.unit.empty()) filter.office = asked.unit;
    if (!asked.genre.empty()) filter.genre = asked.genre;
    int year = 0;
    const auto read = std::from_chars(asked.year.data(), asked.year.data() + asked.year.size(), year);
    if (read.ec == std::errc() && year > 0) filter.year = year;
    for (const Validity validity :
         {Validity::NotYet, Validity::InForce, Validity::PartlyEnded, Validity::Ended}) {
        if (asked.validity == validity_word(validity)) filter.validity = validity;
    }
}

class Finder {
public:
    Finder(const Catalogue& catalogue, const PassageIndex& passages, const Asked& asked)
        : catalogue_(catalogue), passages_(passages), asked_(asked), query_(read_passage_query(asked.words)) {
        name_filters(catalogue, query_.filter);
        add_links(asked, query_.filter);
        english_ = asked.locale == text::Locale::English;
    }

    base::Result<Found> run() {
        by_name();
        TRY(first_passages());
        if (asked_.tab == Tab::All) {
            for (const Tab tab : {Tab::Service, Tab::Body, Tab::Question, Tab::Document}) {
                std::vector<FoundRow> rows = TRY(rows_of(tab, 0, kInGroup));
                if (!rows.empty()) found_.groups.push_back({tab, std::move(rows)});
            }
            bring_forward();
        } else {
            std::vector<FoundRow> rows = TRY(rows_of(asked_.tab, asked_.from, asked_.size));
            found_.groups.push_back({asked_.tab, std::move(rows)});
        }
        found_.counts[Tab::All] = 0;
        for (const Tab tab : {Tab::Service, Tab::Document, Tab::Question, Tab::Body})
            found_.counts[Tab::All] += found_.counts[tab];
        found_.total = found_.counts[asked_.tab];
        return std::move(found_);
    }

private:
    // The search by name knows units, no other filter.
    bool names_fit() const {
        PassageFilter rest = query_.filter;
        rest.office.clear();
        return !rest.any() && !query_.sentence.empty() && !query_.exact;
    }

    void by_name() {
        if (!names_fit()) return;
        SearchQuery words;
        words.words = query_.sentence;
        words.size = kListedMax;
        SearchAnswer answer = catalogue_.search->find(words);
        found_.perhaps = std::move(answer.perhaps);
        found_.guessed = answer.guessed;
        name_guessed_ = answer.guessed && query_.clauses.size() == 1;
        for (SearchHit& hit : answer.hits) {
            if (!query_.filter.office.empty() && !is_of_unit(hit)) continue;
            best_rank_ = std::max(best_rank_, hit.rank);
            switch (hit.kind) {
            case HitKind::Item:
            case HitKind::Theme: services_.push_back(std::move(hit)); break;
            case HitKind::Body: bodies_.push_back(std::move(hit)); break;
            case HitKind::Law: laws_.push_back(std::move(hit)); break;
            }
        }
    }
    bool is_of_unit(const SearchHit& hit) const {
        if (hit.kind == HitKind::Body) return hit.id == query_.filter.office;
        const ServiceItem* item = hit.kind == HitKind::Item ? catalogue_.find_item(hit.id) : nullptr;
        return item != nullptr && item->body == query_.filter.office;
    }

    base::Result<PassageAnswer> ask(Tab tab, std::size_t from, std::size_t size) const {
        PassageQuery query = query_;
        query.filter.kind = kind_of(tab);
        PassagePage page;
        page.from = from;
        page.size = size;
        page.english = english_;
        return passages_.find(query, page);
    }

    // Counts of the tabs, and the services that only their guides name.
    base::Result<> first_passages() {
        const PassageAnswer services = TRY(ask(Tab::Service, 0, kPassageHitsMax));
        // One wrong character in a name is nearer than a text with some of the words.
        const bool named = !services_.empty() && (services_.front().rank >= kNamedRank || name_guessed_);
        // A guess by rare words beside things found by name is noise.
        const bool keep_guesses = !services.guessed || !named;
        std::set<std::string> listed;
        std::vector<FoundRow> by_name, by_text;
        for (const SearchHit& hit : services_) {
            by_name.push_back(row_of(hit));
            listed.insert(by_name.back().url);
        }
        for (const PassageHit& hit : services.hits) {
            if (!keep_guesses) break;
            if (named && listed.contains(hit.passage.url)) continue;
            by_text.push_back(row_of(hit));
        }
        if (named || by_text.empty()) {
            service_rows_ = std::move(by_name);
            move_new(std::move(by_text));
        } else {
            service_rows_ = std::move(by_text);
            move_new(std::move(by_name));
        }
        found_.counts[Tab::Service] = service_rows_.size();
        found_.counts[Tab::Body] = bodies_.size();
        return base::Done{};
    }
    void move_new(std::vector<FoundRow> rows) {
        for (FoundRow& row : rows) {
            const bool there = std::any_of(service_rows_.begin(), service_rows_.end(),
                                           [&](const FoundRow& other) { return other.url == row.url; });
            if (!there) service_rows_.push_back(std::move(row));
        }
    }

    base::Result<std::vector<FoundRow>> rows_of(Tab tab, std::size_t from, std::size_t size) {
        std::vector<FoundRow> rows;
        if (tab == Tab::Service) return part(service_rows_, from, size);
        if (tab == Tab::Body) {
            for (const SearchHit& hit : bodies_) rows.push_back(row_of(hit));
            return part(rows, from, size);
        }
        PassageAnswer answer = TRY(ask(tab, from, size));
        const bool noise = answer.guessed && best_rank_ >= kNamedRank && asked_.tab == Tab::All;
        if (!noise) {
            for (const PassageHit& hit : answer.hits) rows.push_back(row_of(hit));
            if (tab == Tab::Document && !answer.hits.empty()) named_document_ = answer.hits.front().named;
            found_.counts[tab] = answer.documents;
        }
        if (asked_.tab == tab) found_.facets = std::move(answer.facets);
        found_.guessed = found_.guessed || answer.guessed;
        // By letters or near spelling only names are found.
        if (tab == Tab::Document && rows.empty() && answer.documents == 0) {
            for (const SearchHit& hit : laws_) rows.push_back(row_of(hit));
            found_.counts[tab] = rows.size();
            return part(rows, from, size);
        }
        return rows;
    }
    static std::vector<FoundRow> part(const std::vector<FoundRow>& all, std::size_t from, std::size_t size) {
        const std::size_t first = std::min(from, all.size());
        const std::size_t last = std::min(first + size, all.size());
        return {all.begin() + static_cast<std::ptrdiff_t>(first),
                all.begin() + static_cast<std::ptrdiff_t>(last)};
    }

    // A law, a document or a body that was asked for by its name stands above the services.
    void bring_forward() {
        const auto rank = [](const std::vector<SearchHit>& hits) {
            return hits.empty() ? 0 : hits.front().rank;
        };
        const int service = rank(services_);
        Tab first = Tab::Service;
        if (rank(bodies_) >= kWholeNameRank && rank(bodies_) > service) first = Tab::Body;
        if (rank(laws_) >= kLettersRank && rank(laws_) > service) first = Tab::Document;
        if (query_.exact || (named_document_ && service < kWholeNameRank)) first = Tab::Document;
        std::stable_partition(found_.groups.begin(), found_.groups.end(),
                              [&](const FoundGroup& group) { return group.tab == first; });
    }

    FoundRow row_of(const SearchHit& hit) const {
        FoundRow row;
        row.kind = hit.kind == HitKind::Body  ? Tab::Body
                   : hit.kind == HitKind::Law ? Tab::Document
                                              : Tab::Service;
        row.id = hit.id;
        row.url = address_of(hit);
        row.is_law = hit.kind == HitKind::Law;
        const bool name_en = english_ && !hit.name_en.empty();
        row.name = name_en ? hit.name_en : hit.name;
        row.title = name_en ? text::escaped(hit.name_en) : marked(hit.name, hit.name_marks);
        row.snippet = english_ && !hit.summary_en.empty() ? text::escaped(hit.summary_en)
                                                          : marked(hit.summary, hit.summary_marks);
        return row;
    }
    FoundRow row_of(const PassageHit& hit) const {
        FoundRow row;
        const Passage& passage = hit.passage;
        row.kind = tab_of(passage.kind);
        row.id = passage.id;
        if (row.kind == Tab::Service && passage.url.starts_with("/items/")) row.id = passage.url.substr(7);
        row.url = passage.url;
        row.is_law = passage.id.starts_with("law/");
        row.name = english_ && !passage.title_en.empty() ? passage.title_en : passage.title;
        row.title = hit.title;
        row.snippet = hit.snippet;
        row.number = passage.number;
        row.office = passage.office;
        row.genre = passage.genre;
        row.validity = passage.validity;
        row.date = passage.date;
        row.more = hit.more;
        return row;
    }

    const Catalogue& catalogue_;
    const PassageIndex& passages_;
    const Asked& asked_;
    PassageQuery query_;
    bool english_ = false;
    int best_rank_ = 0;
    bool name_guessed_ = false;
    bool named_document_ = false;
    std::vector<SearchHit> services_, bodies_, laws_;
    std::vector<FoundRow> service_rows_;
    Found found_;
};

}  // namespace

std::string_view tab_word(Tab tab) {
    constexpr std::string_view kWords[] = {"all", "service", "document", "question", "body"};
    return kWords[static_cast<std::size_t>(tab)];
}

Tab tab_from(std::string_view word) {
    for (const Tab tab : kTabs) {
        if (word == tab_word(tab)) return tab;
    }
    if (word == "item") return Tab::Service;  // as addresses said before
    return word == "law" ? Tab::Document : Tab::All;
}

base::Result<Found> find_all(const Catalogue& catalogue, const PassageIndex& passages, const Asked& asked) {
    return Finder(catalogue, passages, asked).run();
}

}  // namespace catalog
