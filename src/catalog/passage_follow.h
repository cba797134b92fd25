#pragma once
// Keeps the search in step with the journal. It knows how far it has read; when the journal is another one,
// the rules of cutting or the sources have changed, or the file is damaged, it makes the index anew while the
// old one serves.

#include "catalog/passage_index.h"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace catalog {

struct FollowReport {
    bool made_anew = false;
    std::int64_t entries = 0;  // read
    std::int64_t passages = 0;
};

class PassageFollower {
public:
    // `folder`: where the index file stands.
    PassageFollower(std::string folder, std::vector<PassageSource> sources);

    // Brings the index up to the books as `ground` shows them, opening or making it first. One caller at a
    // time: others find it busy and return at once.
    base::Result<FollowReport> follow(const PassageGround& ground);
    // The same from a request, so that what was just withdrawn is not found: a few entries, never a making.
    base::Result<> catch_up(const PassageGround& ground);

    // Entries read and in all, passages so far.
    using Progress = std::function<void(std::int64_t done, std::int64_t all, std::int64_t passages)>;
    base::Result<FollowReport> make_anew(const PassageGround& ground, const Progress& progress);

    const PassageIndex& index() const { return index_; }

private:
    base::Result<bool> fits(const PassageGround& ground);
    base::Result<FollowReport> read_on(const PassageGround& ground, const JournalEnd& end);
    base::Result<PassageChange> change_of(const PassageGround& ground, const ledger::Entry& entry) const;
    base::Result<FollowReport> make(const PassageGround& ground, const Progress& progress);

    std::string folder_;
    std::vector<PassageSource> sources_;
    std::vector<std::string_view> kinds_;
    std::string made_for_;
    PassageIndex index_;
    std::mutex turn_;  // one follows
    bool opened_ = false;
    std::int64_t checked_ = -1;  // the entry up to which the journal was seen to be the same
};

}  // namespace catalog
