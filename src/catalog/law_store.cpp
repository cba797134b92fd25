#include "catalog/law_store.h"

#include "base/json.h"
#include "catalog/law_events.h"
#include "crypto/digest.h"

#include <algorithm>
#include <cstdlib>

namespace catalog {

namespace {

constexpr std::size_t kTextsKept = 32;
constexpr std::size_t kVolumesMax = 20;

LawEdition read_edition(const store::Rows& rows) {
    LawEdition found;
    found.edition = calendar::Date{static_cast<std::int32_t>(rows.integer(0))};
    found.texts.push_back(rows.digest(1));
    found.articles = static_cast<int>(rows.integer(2));
    found.rank = rows.text(3);
    const auto card = base::parse_json(rows.blob(4));
    if (card.ok()) {
        found.title = card.value().string_or("title");
        found.file = card.value().string_or("file");
    }
    return found;
}

// Rows of one edition follow each other.
void add_text(std::vector<LawEdition>& editions, LawEdition text) {
    if (editions.empty() || editions.back().edition != text.edition) {
        editions.push_back(std::move(text));
        return;
    }
    if (editions.back().texts.size() < kVolumesMax) editions.back().texts.push_back(text.texts.front());
    editions.back().articles += text.articles;
}

struct Volume {
    std::string markdown;
    int first = 0;
    int last = 0;
};

base::Result<Volume> read_volume(const store::Reader& db, const base::Digest& text, std::string_view file) {
    auto rows = TRY(db.query("SELECT bytes FROM shelf WHERE digest = ?", text));
    if (!TRY(rows.next())) return base::Error(base::ErrorCode::NotFound, "law.no_text", text.hex());
    Volume volume{std::string(rows.blob(0)), 0, 0};
    const LawText law = TRY(parse_law_text(volume.markdown, file));
    if (!law.articles.empty()) {
        volume.first = std::atoi(law.articles.front().number.c_str());
        volume.last = std::atoi(law.articles.back().number.c_str());
    }
    return volume;
}

// `texts` is newest first. Volumes whose articles do not overlap are one law.
base::Result<std::string> whole_text(const store::Reader& db, const LawEdition& edition) {
    std::vector<Volume> volumes;
    for (const base::Digest& text : edition.texts) {
        Volume volume = TRY(read_volume(db, text, edition.file));
        const bool overlaps = std::any_of(volumes.begin(), volumes.end(), [&](const Volume& other) {
            return volume.first <= other.last && other.first <= volume.last;
        });
        if (!overlaps) volumes.push_back(std::move(volume));
    }
    std::sort(volumes.begin(), volumes.end(),
              [](const Volume& a, const Volume& b) { return a.first < b.first; });
    std::string whole;
    for (const Volume& volume : volumes) whole += volume.markdown + "\n";
    return whole;
}

}  // namespace

base::Result<> project_law(store::Tx& tx, const ledger::Entry& entry) {
    if (!entry.is<LawImported>()) return base::Done{};
    const auto event = entry.read<LawImported>();
    constexpr std::string_view sql = R"sql(
        INSERT INTO law_text(title, edition, text, card, articles, rank, seq) VALUES(?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING)sql";
    return tx.execute(sql, event.title, event.edition.days, event.text, event.card, event.articles,
                      event.rank, entry.seq);
}

std::string law_title_key(std::string_view title) {
    // data: the name of the state that official titles begin with
    constexpr std::string_view kState = "中华人民共和国";
    std::string key;
    for (std::size_t i = 0; i < title.size();) {
        const std::string_view rest = title.substr(i);
        if (rest.front() == ' ' || rest.front() == '\t')
            ++i;
        else if (rest.starts_with("　") || rest.starts_with("《") || rest.starts_with("》"))
            i += 3;
        else
            key += title[i++];
    }
    if (key.starts_with(kState) && key.size() > kState.size()) key.erase(0, kState.size());
    return key;
}

base::Result<bool> has_law_text(const store::Reader& db, std::string_view title, calendar::Date edition,
                                const base::Digest& text) {
    auto rows = TRY(db.query("SELECT seq FROM law_text WHERE title = ? AND edition = ? AND text = ? LIMIT 1",
                             crypto::sha256(law_title_key(title)), edition.days, text));
    return TRY(rows.next());
}

base::Result<std::vector<LawEdition>> list_editions(const store::Reader& db, std::string_view title) {
    constexpr std::string_view sql = R"sql(
        SELECT l.edition, l.text, l.articles, l.rank, s.bytes
        FROM law_text l JOIN shelf s ON s.digest = l.card
        WHERE l.title = ? ORDER BY l.edition DESC, l.seq DESC LIMIT 100)sql";
    auto rows = TRY(db.query(sql, crypto::sha256(law_title_key(title))));
    std::vector<LawEdition> found;
    while (TRY(rows.next())) add_text(found, read_edition(rows));
    return found;
}

base::Result<std::vector<LawEdition>> list_laws(const store::Reader& db, int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT l.edition, l.text, l.articles, l.rank, s.bytes, l.title
        FROM law_text l JOIN shelf s ON s.digest = l.card
        ORDER BY l.title, l.edition DESC, l.seq DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, limit));
    std::vector<LawEdition> found;
    std::string last;
    while (TRY(rows.next())) {
        if (rows.blob(5) == last) continue;
        last = rows.blob(5);
        found.push_back(read_edition(rows));
    }
    return found;
}

base::Result<std::optional<LawEdition>> find_edition(const store::Reader& db, const LawRegister& known,
                                                     std::string_view title, calendar::Date on) {
    const LawEntry* entry = known.find(title);
    std::vector<LawEdition> editions =
        TRY(list_editions(db, entry != nullptr ? std::string_view(entry->name) : title));
    if (editions.empty() && entry != nullptr) editions = TRY(list_editions(db, entry->law));
    const auto newest = std::find_if(editions.begin(), editions.end(),
                                     [&](const LawEdition& edition) { return edition.edition <= on; });
    if (newest == editions.end()) return std::optional<LawEdition>();
    return std::optional<LawEdition>(std::move(*newest));
}

base::Result<std::shared_ptr<const ParsedLaw>> LawTexts::open(const store::Reader& db,
                                                              const LawEdition& edition) {
    const base::Digest key = edition.texts.front();
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [digest, law] : kept_) {
            if (digest == key) return law;
        }
    }
    auto parsed = std::make_shared<ParsedLaw>();
    parsed->markdown = TRY(whole_text(db, edition));
    parsed->law = TRY(parse_law_text(parsed->markdown, edition.file));
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= kTextsKept) kept_.erase(kept_.begin());
    kept_.emplace_back(key, parsed);
    return std::shared_ptr<const ParsedLaw>(std::move(parsed));
}

}  // namespace catalog
