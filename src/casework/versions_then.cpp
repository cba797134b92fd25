#include "casework/versions_then.h"

#include "calendar/local_order.h"
#include "catalog/definition_store.h"

#include <algorithm>
#include <limits>

namespace casework {

namespace {

constexpr int kCalendarsMax = 500;          // ids; one a year
constexpr int kCalendarVersionsMax = 1000;  // of one id

}  // namespace

base::Result<VersionsThen> VersionsThen::open(const store::Reader& db, const Practice& practice) {
    VersionsThen then(db, practice);
    for (const catalog::DefinitionVersion& one :
         TRY(catalog::list_definitions(db, catalog::DefinitionKind::Calendar, kCalendarsMax))) {
        // GAP: 放假办法 4: local orders are not read back as they stood then; what they moved shows as a
        // difference.
        if (one.id == calendar::kLocalCalendar) continue;
        for (const catalog::DefinitionVersion& version : TRY(catalog::list_versions(
                 db, catalog::DefinitionKind::Calendar, one.id, kCalendarVersionsMax))) {
            if (version.state != "active") continue;
            const std::string text = TRY(catalog::shelved_text(db, version.text));
            auto file = TRY(calendar::parse_calendar(text, version.id));
            then.calendars_.push_back({version.seq, version.version, version.effective, std::move(file)});
        }
    }
    std::stable_sort(then.calendars_.begin(), then.calendars_.end(),
                     [](const KnownCalendar& a, const KnownCalendar& b) { return a.seq < b.seq; });
    return then;
}

base::Result<const Handling*> VersionsThen::pinned_to(const base::Digest& definition,
                                                      const base::Digest& guide, const std::string& office) {
    const auto key = std::make_tuple(definition, guide, office);
    const auto known = handlings_.find(key);
    if (known != handlings_.end()) return &known->second;
    MatterRow matter;
    matter.definition = definition;
    matter.guide = guide;
    matter.office = office;
    Handling handling = TRY(practice_.for_matter(db_, matter));
    handling.holders.clear();
    return &handlings_.emplace(key, std::move(handling)).first->second;
}

std::vector<calendar::CalendarFile> VersionsThen::calendar_files(std::int64_t seq, Date day) const {
    std::map<std::string, const KnownCalendar*> ruling;
    for (const KnownCalendar& known : calendars_) {
        if (known.seq >= seq || known.effective > day) continue;
        const KnownCalendar*& now = ruling[known.file.id];
        if (now == nullptr || now->version < known.version) now = &known;
    }
    std::vector<calendar::CalendarFile> files;
    for (const auto& [id, known] : ruling) files.push_back(known->file);
    return files;
}

base::Result<const calendar::WorkCalendar*> VersionsThen::compiled(std::int64_t seq, Date day) {
    const std::vector<calendar::CalendarFile> files = calendar_files(seq, day);
    std::string key;
    for (const calendar::CalendarFile& file : files) key += file.pin() + " ";
    const auto known = compiled_.find(key);
    if (known != compiled_.end()) return &known->second;
    if (files.empty()) return nullptr;
    calendar::WorkCalendar calendar = TRY(calendar::compile_calendar(files));
    return &compiled_.emplace(key, std::move(calendar)).first->second;
}

base::Result<const calendar::WorkCalendar*> VersionsThen::calendar_at(std::int64_t seq, Date day,
                                                                      std::string_view pin) {
    const bool same_time = day == last_day_ && seq > last_from_ && seq <= last_until_;
    if (same_time && last_ != nullptr && last_->pin() == pin) return last_;
    // From the newest version known at that time back to the one the program still went by.
    std::int64_t asked = seq;
    for (;;) {
        const calendar::WorkCalendar* calendar = TRY(compiled(asked, day));
        if (calendar != nullptr && (pin.empty() || calendar->pin() == pin)) {
            last_from_ = 0;
            last_until_ = std::numeric_limits<std::int64_t>::max();
            for (const KnownCalendar& known : calendars_) {
                if (known.seq < seq)
                    last_from_ = std::max(last_from_, known.seq);
                else
                    last_until_ = std::min(last_until_, known.seq);
            }
            last_day_ = day;
            last_ = calendar;
            return calendar;
        }
        std::int64_t before = 0;
        for (const KnownCalendar& known : calendars_)
            if (known.seq < asked) before = std::max(before, known.seq);
        if (before == 0) break;
        asked = before;
    }
    return base::Error(base::ErrorCode::NotFound, "casework.no_calendar", pin).with("pin", std::string(pin));
}

}  // namespace casework
