#include "casework/versions_then.h"

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
        for (const catalog::DefinitionVersion& version : TRY(catalog::list_versions(
                 db, catalog::DefinitionKind::Calendar, one.id, kCalendarVersionsMax))) {
            if (version.state != "active") continue;
            std::string text = TRY(catalog::shelved_text(db, version.text));
            then.calendars_.push_back({version, std::move(text)});
        }
    }
    std::stable_sort(then.calendars_.begin(), then.calendars_.end(),
                     [](const catalog::ActiveText& a, const catalog::ActiveText& b) {
                         return a.version.seq < b.version.seq;
                     });
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

std::vector<catalog::ActiveText> VersionsThen::calendar_texts(std::int64_t seq, Date day) const {
    std::map<std::string, const catalog::ActiveText*> ruling;
    for (const catalog::ActiveText& known : calendars_) {
        if (known.version.seq >= seq || known.version.effective > day) continue;
        const catalog::ActiveText*& now = ruling[known.version.id];
        if (now == nullptr || now->version.version < known.version.version) now = &known;
    }
    std::vector<catalog::ActiveText> texts;
    for (const auto& [id, known] : ruling) texts.push_back(*known);
    return texts;
}

base::Result<const catalog::WorkCalendars*> VersionsThen::compiled(std::int64_t seq, Date day) {
    std::vector<catalog::ActiveText> texts = calendar_texts(seq, day);
    std::string key;
    for (const catalog::ActiveText& text : texts)
        key += text.version.id + "@" + std::to_string(text.version.version) + " ";
    const auto known = compiled_.find(key);
    if (known != compiled_.end()) return &known->second;
    catalog::WorkCalendars calendars = TRY(catalog::compile_calendars(std::move(texts)));
    return &compiled_.emplace(key, std::move(calendars)).first->second;
}

base::Result<const catalog::WorkCalendars*>
VersionsThen::calendars_at(std::int64_t seq, Date day, std::string_view pin, std::string_view office) {
    const auto fits = [&](const catalog::WorkCalendars& calendars) {
        const catalog::CalendarPtr& days = calendars.of(office);
        return days != nullptr && (pin.empty() || days->pin() == pin);
    };
    const bool same_time = day == last_day_ && seq > last_from_ && seq <= last_until_;
    if (same_time && last_ != nullptr && fits(*last_)) return last_;
    // From the newest version known at that time back to the one the program still went by.
    std::int64_t asked = seq;
    for (;;) {
        const catalog::WorkCalendars* calendars = TRY(compiled(asked, day));
        if (fits(*calendars)) {
            last_from_ = 0;
            last_until_ = std::numeric_limits<std::int64_t>::max();
            for (const catalog::ActiveText& known : calendars_) {
                if (known.version.seq < seq)
                    last_from_ = std::max(last_from_, known.version.seq);
                else
                    last_until_ = std::min(last_until_, known.version.seq);
            }
            last_day_ = day;
            last_ = calendars;
            return calendars;
        }
        std::int64_t before = 0;
        for (const catalog::ActiveText& known : calendars_)
            if (known.version.seq < asked) before = std::max(before, known.version.seq);
        if (before == 0) break;
        asked = before;
    }
    return base::Error(base::ErrorCode::NotFound, "casework.no_calendar", pin).with("pin", std::string(pin));
}

}  // namespace casework
