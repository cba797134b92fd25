#pragma once
// Practice: definitions and guides as the engine runs them, compiled once per version and kept. A matter is
// always handled under the versions it was filed under; only the work calendar is today's.

#include "casework/case.h"
#include "casework/case_store.h"
#include "casework/effect.h"
#include "catalog/catalogue.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace casework {

// Everything a decision needs, held for the time of one act or page. Reasons for shared_ptr: versions are
// shared by all matters pinned to them and outlive a change of the catalogue.
struct Handling {
    // Reason for shared_ptr: versions are shared by all matters pinned to them.
    std::shared_ptr<const Process> process;
    std::shared_ptr<const catalog::ProcessText> process_text;  // form and texts
    catalog::ItemPtr item;
    std::shared_ptr<const ItemTerms> terms;
    std::shared_ptr<const calendar::WorkCalendar> days;       // of the matter's body
    std::shared_ptr<const catalog::WorkCalendars> calendars;  // of every body
    std::vector<Holder> holders;  // of the posts that the process asks one by one; else empty
    Pinned pinned() const { return {*process, *terms, *days, holders, calendars.get()}; }
};

class Practice {
public:
    Practice(catalog::CatalogueKeeper& keeper, std::vector<EffectRow> effects, std::string hall_body)
        : keeper_(keeper), effects_(std::move(effects)), hall_(std::move(hall_body)) {}

    // For a new matter: the item in force. Conflict item.suspended, item.ended; NotFound item.not_found.
    base::Result<Handling> for_item(const store::Reader& db, std::string_view item) const;
    // The same guide, to show; holders of posts are not read.
    base::Result<Handling> for_guide(std::string_view item) const;
    // For a part of a matter: the process in force by name, under the guide of the whole, at `office`.
    base::Result<Handling> for_part(const store::Reader& db, const MatterRow& whole,
                                    const Spawned& part) const;
    // For business that begins by itself: the item in force that goes by this process, of `office` if it has
    // one. Nothing: the county has none.
    base::Result<std::optional<Handling>> for_process(const store::Reader& db, std::string_view process,
                                                      std::string_view office) const;
    // The matter under the version of its process that is in force now.
    base::Result<Handling> for_newest(const store::Reader& db, const MatterRow& matter) const;
    // For a matter on its way: the pinned versions.
    base::Result<Handling> for_matter(const store::Reader& db, const MatterRow& matter) const;

    const EffectRow* find_effect(std::string_view name) const;
    const std::vector<EffectRow>& effects() const { return effects_; }
    catalog::CatalogueKeeper& keeper() const { return keeper_; }
    const std::string& hall() const { return hall_; }

private:
    base::Result<std::shared_ptr<const Process>> compiled(const catalog::ProcessText& text) const;
    std::shared_ptr<const ItemTerms> terms_of(const catalog::ServiceItem& item) const;
    base::Result<> take_process(const store::Reader& db, std::shared_ptr<const catalog::ProcessText> text,
                                Handling& handling) const;

    catalog::CatalogueKeeper& keeper_;
    std::vector<EffectRow> effects_;
    std::string hall_;
    mutable std::mutex mutex_;
    mutable std::map<base::Digest, std::shared_ptr<const Process>> processes_;
    mutable std::map<base::Digest, std::shared_ptr<const ItemTerms>> terms_;
};

// The member "process" of a bundle; what parse_process reads.
base::Result<std::string> process_of_bundle(std::string_view bundle);

}  // namespace casework
