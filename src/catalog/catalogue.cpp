#include "catalog/catalogue.h"

#include "base/json.h"
#include "catalog/definition_store.h"
#include "catalog/law_store.h"
#include "catalog/limits.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace catalog {

namespace {

constexpr std::size_t kOldVersionsMax = 512;
constexpr std::size_t kOldCalendarsMax = 16;  // 200 KB each
constexpr int kLawsMax = 20000;

base::Error corrupt(std::string_view what, const Findings& findings) {
    const std::string first = findings.empty() ? std::string() : findings.front().text_key;
    return base::Error(base::ErrorCode::Corrupt, "definition.corrupt", std::string(what) + " " + first);
}

base::Result<ItemPtr> read_item(const store::Reader& db, const base::Digest& digest) {
    const std::string text = TRY(shelved_text(db, digest));
    Findings findings;
    auto item = std::make_shared<ServiceItem>(parse_item(text, findings));
    if (!findings.empty()) return corrupt(item->code, findings);
    item->digest = digest;
    return ItemPtr(std::move(item));
}

base::Result<> read_items(const store::Reader& db, const Catalogue& before, Catalogue& catalogue) {
    for (const DefinitionVersion& version :
         TRY(list_active_versions(db, DefinitionKind::Item, catalogue.day))) {
        const ItemPtr known = before.item(version.id);
        if (known != nullptr && known->digest == version.text) {
            catalogue.items.emplace(version.id, known);
            continue;
        }
        ItemPtr item = TRY(read_item(db, version.text));
        catalogue.items.emplace(version.id, std::move(item));
    }
    return base::Done{};
}

base::Result<> read_surroundings(const store::Reader& db, Catalogue& catalogue) {
    Findings findings;
    for (const ActiveText& law : TRY(list_active(db, DefinitionKind::Law, catalogue.day))) {
        catalogue.laws.add(parse_law(law.text, law.version.id, findings));
    }
    for (const ActiveText& one : TRY(list_active(db, DefinitionKind::Bodies, catalogue.day))) {
        catalogue.bodies = parse_bodies(one.text, findings);
    }
    for (const ActiveText& one : TRY(list_active(db, DefinitionKind::Hall, catalogue.day))) {
        catalogue.hall = parse_hall(one.text, findings);
    }
    for (const ActiveText& one : TRY(list_active(db, DefinitionKind::Themes, catalogue.day))) {
        catalogue.themes = parse_themes(one.text, findings);
    }
    for (const ActiveText& one : TRY(list_active(db, DefinitionKind::Roles, catalogue.day))) {
        catalogue.roles = TRY(identity::parse_roles(one.text));
    }
    for (const ActiveText& one : TRY(list_active(db, DefinitionKind::Escalation, catalogue.day))) {
        catalogue.escalation = parse_escalation(one.text, findings);
    }
    if (!findings.empty()) return corrupt("surroundings", findings);
    std::sort(catalogue.bodies.begin(), catalogue.bodies.end(),
              [](const PublicBody& a, const PublicBody& b) { return a.code < b.code; });
    return base::Done{};
}

using ProcessPtr = std::shared_ptr<const ProcessText>;

// Who does the first step: an applicant or a window, or an official at role@item.office, role@region.gov.
bool is_begun_inside(const base::Json& bundle) {
    const base::Json* process = bundle.find("process");
    const auto& steps = process == nullptr ? bundle.list("steps") : process->list("steps");
    if (steps.empty()) return false;
    const std::string_view who = steps.front().string_or("who");
    return who.ends_with("@item.office") || who.ends_with("@region.gov");
}

std::string name_in(const base::Json& bundle, std::string_view locale) {
    const base::Json* texts = bundle.find("text");
    const base::Json* words = texts == nullptr ? nullptr : texts->find(locale);
    return words == nullptr ? std::string() : std::string(words->string_or("name"));
}

ProcessText read_bundle(const DefinitionVersion& version, std::string text) {
    ProcessText process{version.id, version.version, version.text, std::move(text)};
    process.name = process.name_en = version.id;
    const auto json = base::parse_json(process.text, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (!json.ok()) return process;
    process.begun_inside = is_begun_inside(json.value());
    if (std::string name = name_in(json.value(), "zh-CN"); !name.empty()) process.name = std::move(name);
    if (std::string name = name_in(json.value(), "en"); !name.empty()) process.name_en = std::move(name);
    return process;
}

base::Result<ProcessPtr> read_process(const store::Reader& db, const DefinitionVersion& version) {
    std::string text = TRY(shelved_text(db, version.text));
    return ProcessPtr(std::make_shared<ProcessText>(read_bundle(version, std::move(text))));
}

// What nobody outside applies for stands apart: no list, search or guide of the public shows it.
void part_inside(Catalogue& catalogue) {
    for (auto at = catalogue.items.begin(); at != catalogue.items.end();) {
        const ProcessText* process = catalogue.find_process(at->second->process);
        if (process == nullptr || !process->begun_inside) {
            ++at;
            continue;
        }
        catalogue.inside.insert(*at);
        at = catalogue.items.erase(at);
    }
}

base::Result<> read_processes(const store::Reader& db, const Catalogue& before, Catalogue& catalogue) {
    for (const DefinitionVersion& version :
         TRY(list_active_versions(db, DefinitionKind::Process, catalogue.day))) {
        const auto known = before.processes.find(version.id);
        if (known != before.processes.end() && known->second->digest == version.text) {
            catalogue.processes.emplace(version.id, known->second);
            continue;
        }
        ProcessPtr process = TRY(read_process(db, version));
        catalogue.processes.emplace(version.id, std::move(process));
    }
    return base::Done{};
}

base::Result<> read_calendar(const store::Reader& db, Catalogue& catalogue) {
    auto active = TRY(list_active(db, DefinitionKind::Calendar, catalogue.day));
    if (active.empty()) return base::Done{};
    catalogue.calendars = TRY(compile_calendars(std::move(active)));
    catalogue.calendar = catalogue.calendars.national;
    return base::Done{};
}

base::Result<> build_search(const store::Reader& db, Catalogue& catalogue) {
    SearchSource source;
    std::set<std::string, std::less<>> registered;
    for (const auto& [law, entry] : catalogue.laws.entries()) {
        source.laws.push_back({entry.slug, entry.name, entry.name_en, entry.rank});
        registered.insert(law_title_key(entry.name));
        registered.insert(law_title_key(entry.law));
    }
    for (LawEdition& law : TRY(list_laws(db, kLawsMax))) {
        std::string key = law_title_key(law.title);
        if (registered.contains(key)) continue;
        source.laws.push_back({std::move(key), std::move(law.title), {}, std::move(law.rank)});
    }
    for (const auto& [code, item] : catalogue.items) source.items.push_back(item);
    source.bodies = &catalogue.bodies;
    source.themes = &catalogue.themes;
    catalogue.search = std::make_shared<const SearchIndex>(SearchIndex::of(source));
    return base::Done{};
}

template <class Kept>
void keep(std::map<base::Digest, Kept>& all, const base::Digest& digest, const Kept& one) {
    if (all.size() >= kOldVersionsMax) all.clear();
    all.emplace(digest, one);
}

}  // namespace

ItemPtr Catalogue::item(std::string_view code) const {
    const auto found = items.find(code);
    if (found != items.end()) return found->second;
    const auto within = inside.find(code);
    return within == inside.end() ? nullptr : within->second;
}

const ServiceItem* Catalogue::find_offered(std::string_view code) const {
    const auto found = items.find(code);
    return found == items.end() ? nullptr : found->second.get();
}

const ServiceItem* Catalogue::find_item(std::string_view code) const {
    return item(code).get();
}

const PublicBody* Catalogue::find_body(std::string_view code) const {
    const auto found =
        std::find_if(bodies.begin(), bodies.end(), [&](const PublicBody& body) { return body.code == code; });
    return found == bodies.end() ? nullptr : &*found;
}

const PublicBody* Catalogue::body_with(std::string_view function) const {
    const auto found = std::find_if(bodies.begin(), bodies.end(), [&](const PublicBody& body) {
        return std::find(body.functions.begin(), body.functions.end(), function) != body.functions.end();
    });
    return found == bodies.end() ? nullptr : &*found;
}

const Theme* Catalogue::find_theme(std::string_view id) const {
    const auto found =
        std::find_if(themes.begin(), themes.end(), [&](const Theme& theme) { return theme.id == id; });
    return found == themes.end() ? nullptr : &*found;
}

const ProcessText* Catalogue::find_process(std::string_view id) const {
    const auto found = processes.find(id);
    return found == processes.end() ? nullptr : found->second.get();
}

std::vector<const ServiceItem*> Catalogue::items_of_body(std::string_view body) const {
    std::vector<const ServiceItem*> found;
    for (const auto& [code, item] : items) {
        if (item->body == body) found.push_back(item.get());
    }
    return found;
}

std::vector<const ServiceItem*> Catalogue::items_of_theme(std::string_view theme) const {
    std::vector<const ServiceItem*> found;
    for (const auto& [code, item] : items) {
        if (std::find(item->themes.begin(), item->themes.end(), theme) != item->themes.end())
            found.push_back(item.get());
    }
    return found;
}

CatalogueKeeper::CatalogueKeeper() {
    auto empty = std::make_shared<Catalogue>();
    empty->search = std::make_shared<const SearchIndex>();
    current_ = std::move(empty);
}

std::shared_ptr<const Catalogue> CatalogueKeeper::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

base::Result<> CatalogueKeeper::reload(const store::Reader& db, calendar::Date today) {
    const auto before = current();
    auto next = std::make_shared<Catalogue>();
    next->day = today;
    next->last_change = TRY(last_change(db));
    TRY(read_surroundings(db, *next));
    TRY(read_items(db, *before, *next));
    TRY(read_processes(db, *before, *next));
    part_inside(*next);
    TRY(read_calendar(db, *next));
    TRY(build_search(db, *next));
    if (before->search->is_spelled()) next->search->spell();
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
    return base::Done{};
}

base::Result<bool> CatalogueKeeper::refresh(const store::Reader& db, calendar::Date today) {
    const auto known = current();
    if (known->day == today && known->last_change == TRY(last_change(db))) return false;
    TRY(reload(db, today));
    return true;
}

base::Result<ItemPtr> CatalogueKeeper::item_version(const store::Reader& db, const base::Digest& digest) {
    {
        const std::lock_guard lock(mutex_);
        const auto kept = old_items_.find(digest);
        if (kept != old_items_.end()) return kept->second;
    }
    const auto version = TRY(find_by_text(db, digest));
    if (!version || version->kind != DefinitionKind::Item) {
        return base::Error(base::ErrorCode::NotFound, "definition.no_text", digest.hex());
    }
    const auto snapshot = current();
    const ItemPtr known = snapshot->item(version->id);
    const bool same = known != nullptr && known->digest == digest;
    ItemPtr item = same ? known : TRY(read_item(db, digest));
    const std::lock_guard lock(mutex_);
    keep(old_items_, digest, item);
    return item;
}

base::Result<CalendarPtr> CatalogueKeeper::calendar_under(const store::Reader& db, std::string_view pin) {
    const auto snapshot = current();
    if (snapshot->calendar != nullptr && snapshot->calendar->pin() == pin) return snapshot->calendar;
    {
        const std::lock_guard lock(mutex_);
        const auto kept = old_calendars_.find(pin);
        if (kept != old_calendars_.end()) return kept->second;
    }
    const base::Error unknown = base::Error(base::ErrorCode::NotFound, "calendar.no_such_pin")
                                    .with("pin", pin.substr(0, 32))
                                    .at("calendar");
    const std::size_t at = pin.rfind('@');
    int version = 0;
    if (at == std::string_view::npos) return unknown;
    const char* end = pin.data() + pin.size();
    if (std::from_chars(pin.data() + at + 1, end, version).ptr != end) return unknown;
    const auto named = TRY(find_version(db, DefinitionKind::Calendar, pin.substr(0, at), version));
    if (!named || named->state != "active") return unknown;
    auto active = TRY(list_active_until(db, DefinitionKind::Calendar, named->seq));
    // The statutory days were brought in with the first county, in the same act as the years: they belong to
    // every calendar.
    constexpr std::string_view kStatutory = "cn-statutory";
    const auto statutory = TRY(find_version(db, DefinitionKind::Calendar, kStatutory, 1));
    const bool known = std::any_of(active.begin(), active.end(),
                                   [&](const ActiveText& one) { return one.version.id == kStatutory; });
    if (!known && statutory && statutory->state == "active") {
        std::string text = TRY(shelved_text(db, statutory->text));
        active.push_back({*statutory, std::move(text)});
    }
    const WorkCalendars calendars = TRY(compile_calendars(std::move(active)));
    const CalendarPtr days = calendars.national;
    if (days == nullptr || days->pin() != pin) return unknown;
    const std::lock_guard lock(mutex_);
    if (old_calendars_.size() >= kOldCalendarsMax) old_calendars_.clear();
    old_calendars_.emplace(std::string(pin), days);
    return days;
}

base::Result<std::shared_ptr<const ProcessText>> CatalogueKeeper::process_text(const store::Reader& db,
                                                                               const base::Digest& digest) {
    {
        const std::lock_guard lock(mutex_);
        const auto kept = old_processes_.find(digest);
        if (kept != old_processes_.end()) return kept->second;
    }
    const auto version = TRY(find_by_text(db, digest));
    if (!version || version->kind != DefinitionKind::Process) {
        return base::Error(base::ErrorCode::NotFound, "definition.no_text", digest.hex());
    }
    const ProcessPtr process = TRY(read_process(db, *version));
    const std::lock_guard lock(mutex_);
    keep(old_processes_, digest, process);
    return process;
}

}  // namespace catalog
