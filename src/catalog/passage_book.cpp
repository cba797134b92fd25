#include "catalog/passage_book.h"

#include "text/search_terms.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace catalog {

namespace {

constexpr std::size_t kReadersKept = 8;

bool same(const Passage& a, const Passage& b) {
    return a.kind == b.kind && a.url == b.url && a.title == b.title && a.title_en == b.title_en &&
           a.number == b.number && a.body == b.body && a.body_en == b.body_en && a.office == b.office &&
           a.genre == b.genre && a.topic == b.topic && a.validity == b.validity && a.date == b.date &&
           a.names == b.names;
}

PassageRow row_of(std::int64_t row, const Passage& passage) {
    return {row,
            passage.id,
            passage.office,
            passage.topic,
            passage.genre,
            passage.kind,
            passage.validity,
            passage.date,
            static_cast<std::uint32_t>(std::max(passage.body.size(), passage.body_en.size()))};
}

bool is_prefix(std::string_view id) {
    return id.ends_with('/') || id.ends_with('#');
}

}  // namespace

std::uint16_t Words::number(std::string_view word) {
    if (word.empty()) return 0;
    const auto known = numbers_.find(word);
    if (known != numbers_.end()) return known->second;
    if (words_.size() > 0xffff) return 0;
    const auto number = static_cast<std::uint16_t>(words_.size());
    words_.emplace_back(word);
    numbers_.emplace(std::string(word), number);
    return number;
}

std::optional<std::uint16_t> Words::find(std::string_view word) const {
    const auto known = numbers_.find(word);
    if (known == numbers_.end()) return std::nullopt;
    return known->second;
}

std::uint64_t document_of(std::string_view id) {
    id = id.substr(0, std::min(id.find('#'), id.find("/file/")));
    std::uint64_t number = 1469598103934665603ull;
    for (const char c : id) number = (number ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return number;
}

void TraitsTable::add(const PassageRow& row) {
    if (row.row < 0) return;
    if (rows.size() <= static_cast<std::size_t>(row.row)) rows.resize(static_cast<std::size_t>(row.row) + 1);
    Traits& traits = rows[static_cast<std::size_t>(row.row)];
    if (!traits.alive) ++alive;
    traits.document = document_of(row.id);
    traits.day = row.date.days;
    traits.size = row.size;
    traits.year = row.date == calendar::Date{} ? std::int16_t{0} : static_cast<std::int16_t>(row.date.year());
    traits.office = offices.number(row.office);
    traits.topic = topics.number(row.topic);
    traits.genre = genres.number(row.genre);
    traits.kind = row.kind;
    traits.validity = row.validity;
    traits.alive = true;
}

void TraitsTable::drop(std::int64_t row) {
    if (row < 0 || static_cast<std::size_t>(row) >= rows.size()) return;
    if (rows[static_cast<std::size_t>(row)].alive) --alive;
    rows[static_cast<std::size_t>(row)].alive = false;
}

base::Result<AppliedChange> apply_change(store::FullTextTx& tx, const PassageChange& change,
                                         std::int64_t& next_row) {
    AppliedChange applied;
    std::set<std::string_view> coming;
    for (const Passage& passage : change.put) coming.insert(passage.id);
    std::vector<std::string> going;
    for (const std::string& id : change.removed) {
        if (!is_prefix(id)) {
            going.push_back(id);
            continue;
        }
        for (std::string& one : TRY(list_ids_under(tx, id))) going.push_back(std::move(one));
    }
    for (const std::string& id : going) {
        if (coming.contains(id)) continue;
        const auto stored = TRY(find_by_id(tx, id));
        if (!stored) continue;
        TRY(project_removal(tx, stored->row, stored->passage));
        applied.gone.push_back(stored->row);
    }
    for (const Passage& passage : change.put) {
        const auto stored = TRY(find_by_id(tx, passage.id));
        if (stored && same(stored->passage, passage)) continue;
        if (stored) {
            TRY(project_removal(tx, stored->row, stored->passage));
            applied.gone.push_back(stored->row);
        }
        const std::int64_t row = next_row++;
        TRY(project_passage(tx, row, passage));
        applied.put.push_back(row_of(row, passage));
    }
    return applied;
}

base::Result<std::unique_ptr<PassageBook>> PassageBook::open(const std::string& path) {
    auto book = std::make_unique<PassageBook>(path);
    book->tx_.emplace(TRY(store::FullTextTx::open(path, &text::each_index_term)));
    const auto state = TRY(find_index_state(*book->tx_));
    if (!state) return base::Error(base::ErrorCode::Corrupt, "store.corrupt", path);
    book->state_ = *state;
    const auto reader = TRY(book->ask());
    TRY(each_passage_row(reader.db(), [&](const PassageRow& row) { book->traits_.add(row); }));
    return book;
}

PassageBook::~PassageBook() {
    readers_.clear();
    tx_.reset();
    if (!forget_) return;
    for (const std::string_view end : {"", "-wal", "-shm"}) std::remove((path_ + std::string(end)).c_str());
}

base::Result<> PassageBook::apply(const PassageChange& change, IndexState state) {
    const std::lock_guard lock(write_mutex_);
    state.next_row = state_.next_row;
    TRY(tx_->begin());
    const auto work = [&]() -> base::Result<AppliedChange> {
        AppliedChange applied = TRY(apply_change(*tx_, change, state.next_row));
        TRY(project_index_state(*tx_, state));
        TRY(tx_->commit());
        return applied;
    };
    auto applied = work();
    if (!applied.ok()) {
        tx_->rollback();
        return applied.take_error();
    }
    state_ = std::move(state);
    {
        const std::unique_lock traits(traits_mutex_);
        for (const std::int64_t row : applied.value().gone) traits_.drop(row);
        for (const PassageRow& row : applied.value().put) traits_.add(row);
    }
    return tx_->checkpoint_if_long();
}

base::Result<> PassageBook::compact() {
    const std::lock_guard lock(write_mutex_);
    TRY(project_compaction(*tx_));
    return tx_->checkpoint_if_long();
}

IndexState PassageBook::state() const {
    const std::lock_guard lock(write_mutex_);
    return state_;
}

base::Result<PassageBook::Asking> PassageBook::ask() const {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            auto reader = std::move(readers_.back());
            readers_.pop_back();
            return Asking(*this, std::move(reader));
        }
    }
    auto opened = TRY(store::FullTextReader::open(path_, &text::each_index_term));
    return Asking(*this, std::make_unique<store::FullTextReader>(std::move(opened)));
}

PassageBook::Asking::~Asking() {
    if (reader_ == nullptr) return;
    const std::lock_guard lock(book_.readers_mutex_);
    if (book_.readers_.size() < kReadersKept) book_.readers_.push_back(std::move(reader_));
}

}  // namespace catalog
