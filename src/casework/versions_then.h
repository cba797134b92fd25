#pragma once
// The versions a matter was handled under when an entry was recorded: process and guide by the digests it is
// pinned to, the work calendar as it was known then. For asking the past again; only reads, and keeps what it
// has read.

#include "casework/practice.h"
#include "catalog/calendars.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace casework {

class VersionsThen {
public:
    static base::Result<VersionsThen> open(const store::Reader& db, const Practice& practice);

    // Process, guide and terms; neither calendar nor holders are of that time. Lives as long as this.
    base::Result<const Handling*> pinned_to(const base::Digest& definition, const base::Digest& guide,
                                            const std::string& office);
    // The calendars under which the entry was recorded; `pin` is that of `office` as it stands there. An
    // activation that the program had not taken over yet does not count. NotFound casework.no_calendar when
    // no version has it. Lives as long as this.
    base::Result<const catalog::WorkCalendars*> calendars_at(std::int64_t seq, Date day, std::string_view pin,
                                                             std::string_view office);
    // The texts in force on `day` after the entry `seq`, one version an id.
    std::vector<catalog::ActiveText> calendar_texts(std::int64_t seq, Date day) const;

private:
    VersionsThen(const store::Reader& db, const Practice& practice) : db_(db), practice_(practice) {}
    base::Result<const catalog::WorkCalendars*> compiled(std::int64_t seq, Date day);

    const store::Reader& db_;
    const Practice& practice_;
    std::vector<catalog::ActiveText> calendars_;              // oldest activation first
    std::map<std::string, catalog::WorkCalendars> compiled_;  // by the versions they are made of
    std::map<std::tuple<base::Digest, base::Digest, std::string>, Handling> handlings_;
    // The answer given last: most questions come from the same day.
    Date last_day_;
    std::int64_t last_until_ = 0;  // no activation between last_from_ and this entry
    std::int64_t last_from_ = 0;
    const catalog::WorkCalendars* last_ = nullptr;
};

}  // namespace casework
