#include "catalog/passage_follow.h"

#include "catalog/definition_store.h"
#include "text/search_terms.h"

#include <algorithm>
#include <unordered_set>

namespace catalog {

namespace {

constexpr int kLayout = 2;                    // of the tables; raised when they change
constexpr std::int64_t kCatchUpMax = 256;     // entries a request reads by itself
constexpr std::int64_t kProgressEvery = 500;  // entries

// Changes of one transaction: the same passage put twice counts once, the later one.
void join(PassageChange& all, PassageChange some) {
    std::erase_if(all.put, [&](const Passage& before) {
        return std::any_of(some.removed.begin(), some.removed.end(), [&](const std::string& id) {
            const bool prefix = id.ends_with('/') || id.ends_with('#');
            return prefix ? before.id.starts_with(id) : before.id == id;
        });
    });
    std::move(some.removed.begin(), some.removed.end(), std::back_inserter(all.removed));
    std::move(some.put.begin(), some.put.end(), std::back_inserter(all.put));
}

}  // namespace

PassageFollower::PassageFollower(std::string folder, std::vector<PassageSource> sources)
    : folder_(std::move(folder)), sources_(std::move(sources)) {
    made_for_ = std::to_string(kLayout) + " " + std::to_string(text::kCutVersion);
    for (const PassageSource& source : sources_) {
        made_for_ += " " + std::string(source.name) + "@" + std::to_string(source.version);
        kinds_.insert(kinds_.end(), source.kinds.begin(), source.kinds.end());
    }
}

base::Result<PassageChange> PassageFollower::change_of(const PassageGround& ground,
                                                       const ledger::Entry& entry) const {
    PassageChange all;
    for (const PassageSource& source : sources_) {
        if (std::find(source.kinds.begin(), source.kinds.end(), entry.kind) == source.kinds.end()) continue;
        PassageChange some = TRY(source.change(ground, entry));
        join(all, std::move(some));
    }
    return all;
}

// Is there an index, and is it of this very journal? A restored journal is shorter, or another one.
base::Result<bool> PassageFollower::fits(const PassageGround& ground) {
    if (!opened_) {
        if (!TRY(index_.open(folder_, made_for_))) return false;
        opened_ = true;
    }
    const IndexState state = index_.state();
    if (state.seq == checked_ || state.seq == 0) return true;
    const auto digest = TRY(find_entry_digest(ground.db, state.seq));
    if (!digest || *digest != state.entry) return false;
    checked_ = state.seq;
    return true;
}

base::Result<FollowReport> PassageFollower::follow(const PassageGround& ground) {
    const std::unique_lock turn(turn_, std::try_to_lock);
    if (!turn.owns_lock()) return FollowReport();
    // Items come from the catalogue; it is read again within a second, then it is their turn.
    if (ground.catalogue.last_change < TRY(last_change(ground.db))) return FollowReport();
    if (!TRY(fits(ground))) return make(ground, {});
    const JournalEnd end = TRY(find_journal_end(ground.db));
    if (end.seq < index_.state().seq) return make(ground, {});
    return read_on(ground, end);
}

base::Result<> PassageFollower::catch_up(const PassageGround& ground) {
    const std::unique_lock turn(turn_, std::try_to_lock);
    if (!turn.owns_lock() || !opened_) return base::Done{};
    const JournalEnd end = TRY(find_journal_end(ground.db));
    const std::int64_t behind = end.seq - index_.state().seq;
    if (behind <= 0 || behind > kCatchUpMax) return base::Done{};
    if (ground.catalogue.last_change < TRY(last_change(ground.db))) return base::Done{};
    if (TRY(fits(ground))) TRY(read_on(ground, end));
    return base::Done{};
}

base::Result<FollowReport> PassageFollower::read_on(const PassageGround& ground, const JournalEnd& end) {
    FollowReport report;
    IndexState state = index_.state();
    const bool new_day = state.day != ground.catalogue.day.days;
    if (end.seq == state.seq && !new_day) return report;
    PassageChange all;
    const auto take = [&](const ledger::Entry& entry) -> base::Result<> {
        ++report.entries;
        PassageChange some = TRY(change_of(ground, entry));
        join(all, std::move(some));
        return base::Done{};
    };
    TRY(each_entry(ground.db, kinds_, {state.seq, end.seq}, take));
    for (const PassageSource& source : sources_) {
        if (!new_day || source.each_day == nullptr) continue;
        PassageChange some = TRY(source.each_day(ground));
        join(all, std::move(some));
    }
    report.passages = static_cast<std::int64_t>(all.put.size());
    state.seq = end.seq;
    state.entry = end.entry;
    state.day = ground.catalogue.day.days;
    TRY(index_.apply(all, std::move(state)));
    checked_ = end.seq;
    // What was taken out is not only hidden: its terms leave the file before the day is over.
    if (new_day) TRY(index_.compact());
    return report;
}

base::Result<FollowReport> PassageFollower::make_anew(const PassageGround& ground, const Progress& progress) {
    const std::lock_guard turn(turn_);
    return make(ground, progress);
}

base::Result<FollowReport> PassageFollower::make(const PassageGround& ground, const Progress& progress) {
    FollowReport report;
    report.made_anew = true;
    const JournalEnd end = TRY(find_journal_end(ground.db));
    auto filler = TRY(PassageIndex::Filler::begin(folder_));
    // A source answers from what is true now, so each subject is asked about once.
    std::unordered_set<std::string> seen;
    const auto take = [&](const ledger::Entry& entry) -> base::Result<> {
        ++report.entries;
        if (!seen.insert(std::string(entry.kind) + " " + std::string(entry.subject)).second)
            return base::Done{};
        const PassageChange change = TRY(change_of(ground, entry));
        TRY(filler.apply(change));
        if (progress && report.entries % kProgressEvery == 0) progress(entry.seq, end.seq, filler.passages());
        return base::Done{};
    };
    TRY(each_entry(ground.db, kinds_, {0, end.seq}, take));
    IndexState state;
    state.made_for = made_for_;
    state.seq = end.seq;
    state.entry = end.entry;
    state.day = ground.catalogue.day.days;
    TRY(index_.take_over(std::move(filler), std::move(state)));
    opened_ = true;
    checked_ = end.seq;
    report.passages = static_cast<std::int64_t>(index_.size());
    if (progress) progress(end.seq, end.seq, report.passages);
    return report;
}

}  // namespace catalog
