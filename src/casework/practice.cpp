#include "casework/practice.h"

#include "casework/limits.h"
#include "identity/person.h"

#include <algorithm>

namespace casework {

namespace {

constexpr std::size_t kVersionsKeptMax = 4096;

// The first brace from `at` on that does not stand in a remark.
std::size_t opening_brace(std::string_view text, std::size_t at) {
    for (; at < text.size() && text[at] != '{'; ++at)
        if (text.substr(at).starts_with("//")) at = std::min(text.find('\n', at), text.size() - 1);
    return at < text.size() ? at : std::string_view::npos;
}

}  // namespace

// The bundle opens with {"process": so that the lines of process.json stay right; its value is cut out as
// text.
base::Result<std::string> process_of_bundle(std::string_view bundle) {
    const base::Error broken(base::ErrorCode::Invalid, "definition.no_process");
    const std::size_t key = bundle.find("\"process\"");
    const std::size_t open = key == std::string_view::npos ? key : opening_brace(bundle, key + 9);
    if (open == std::string_view::npos) return broken;
    // The remarks before the brace keep their lines.
    const auto above = bundle.substr(0, open);
    std::string process(static_cast<std::size_t>(std::count(above.begin(), above.end(), '\n')), '\n');
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = open; at < bundle.size(); ++at) {
        const char c = bundle[at];
        if (quoted) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '/' && at + 1 < bundle.size() && bundle[at + 1] == '/') {
            at =
                std::min(bundle.find('\n', at), bundle.size() - 1);  // a comment may hold brackets and quotes
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return process.append(bundle.substr(open, at - open + 1));
        }
    }
    return broken;
}

base::Result<std::shared_ptr<const Process>> Practice::compiled(const catalog::ProcessText& text) const {
    {
        const std::lock_guard lock(mutex_);
        const auto known = processes_.find(text.digest);
        if (known != processes_.end()) return known->second;
    }
    const std::string json = TRY(process_of_bundle(text.text));
    Process parsed = TRY(parse_process(json, text.id));
    auto process = std::make_shared<Process>(std::move(parsed));
    process->digest = text.digest;
    process->version = text.version;
    const std::lock_guard lock(mutex_);
    if (processes_.size() > kVersionsKeptMax) processes_.clear();
    processes_[text.digest] = process;
    return std::shared_ptr<const Process>(process);
}

std::shared_ptr<const ItemTerms> Practice::terms_of(const catalog::ServiceItem& item) const {
    const std::lock_guard lock(mutex_);
    const auto known = terms_.find(item.digest);
    if (known != terms_.end()) return known->second;
    auto terms = std::make_shared<ItemTerms>();
    terms->item = Code::of(item.code);
    terms->guide = item.digest;
    terms->office = Code::of(item.body);
    terms->hall = Code::of(hall_);
    terms->government = Code::of(catalog::kGovernmentBody);
    terms->number(ItemField::LegalDays) = item.legal_days;
    terms->number(ItemField::PromiseDays) = item.promise_days;
    terms->number(ItemField::Handling) = item.handling;
    terms->number(ItemField::Scope) = item.scope;
    terms->number(ItemField::Visits) = item.visits;
    terms->number(ItemField::Fees) = static_cast<std::int64_t>(item.fees.size());
    terms->number(ItemField::AuthorisedUntil) = item.authorisation.until.days;
    terms->number(ItemField::JointBodies) = static_cast<std::int64_t>(item.joint.size());
    for (const catalog::JointBody& joint : item.joint) terms->joint.push_back(Code::of(joint.body));
    for (const catalog::Material& material : item.materials) {
        terms->materials.push_back(Code::of(material.id));
        if (material.need == "necessary") terms->necessary.push_back(Code::of(material.id));
    }
    if (terms_.size() > kVersionsKeptMax) terms_.clear();
    terms_[item.digest] = terms;
    return terms;
}

namespace {

// Who holds the posts whose holders a process asks one by one, today; who is away is asked all the same.
base::Result<std::vector<Holder>> read_holders(const store::Reader& db, const Process& process) {
    std::vector<Holder> found;
    if (!process.asks_holders()) return found;
    for (const identity::Official& official : TRY(identity::list_officials(db))) {
        for (const identity::RoleRow& held : official.roles) {
            const bool asked = std::any_of(process.steps.begin(), process.steps.end(), [&](const Step& step) {
                return step.each == Each::Holders && step.who.role == held.role;
            });
            if (asked) found.push_back({Code::of(held.role), Code::of(held.body), official.person});
        }
    }
    return found;
}

// A matter may lie at another body than the guide's: a part that somebody else answers for.
std::shared_ptr<const ItemTerms> at_office(std::shared_ptr<const ItemTerms> terms, std::string_view office) {
    if (office.empty() || terms->office.text() == office) return terms;
    auto moved = std::make_shared<ItemTerms>(*terms);
    moved->office = Code::of(office);
    return moved;
}

// Reason for shared_ptr: the calendars live in the catalogue, which a change replaces meanwhile.
void take_calendars(const std::shared_ptr<const catalog::Catalogue>& catalogue, std::string_view office,
                    Handling& handling) {
    handling.calendars = {catalogue, &catalogue->calendars};
    handling.days = catalogue->calendars.of(office);
}

}  // namespace

base::Result<> Practice::take_process(const store::Reader& db,
                                      std::shared_ptr<const catalog::ProcessText> text,
                                      Handling& handling) const {
    handling.process = TRY(compiled(*text));
    handling.process_text = std::move(text);
    handling.holders = TRY(read_holders(db, *handling.process));
    return base::Done{};
}

base::Result<Handling> Practice::for_item(const store::Reader& db, std::string_view code) const {
    Handling handling = TRY(for_guide(code));
    handling.holders = TRY(read_holders(db, *handling.process));
    return handling;
}

base::Result<Handling> Practice::for_part(const store::Reader& db, const MatterRow& whole,
                                          const Spawned& part) const {
    const auto catalogue = keeper_.current();
    const auto process = catalogue->processes.find(part.process.text());
    if (process == catalogue->processes.end() || catalogue->calendar == nullptr)
        return base::Error(base::ErrorCode::Conflict, "item.no_process", part.process.text());
    Handling handling;
    handling.item = TRY(keeper_.item_version(db, whole.guide));
    TRY(take_process(db, process->second, handling));
    handling.terms = at_office(terms_of(*handling.item), part.office.text());
    take_calendars(catalogue, handling.terms->office.text(), handling);
    return handling;
}

base::Result<std::optional<Handling>> Practice::for_process(const store::Reader& db, std::string_view process,
                                                            std::string_view office) const {
    const auto catalogue = keeper_.current();
    const catalog::ServiceItem* found = nullptr;
    for (const auto* list : {&catalogue->inside, &catalogue->items})
        for (const auto& [code, item] : *list) {
            if (item->process != process || item->status != 1) continue;
            if (found == nullptr || (item->body == office && found->body != office)) found = item.get();
        }
    if (found == nullptr) return std::optional<Handling>();
    Handling handling = TRY(for_item(db, found->code));
    return std::optional<Handling>(std::move(handling));
}

base::Result<Handling> Practice::for_newest(const store::Reader& db, const MatterRow& matter) const {
    const auto catalogue = keeper_.current();
    Handling handling = TRY(for_matter(db, matter));
    const auto process = catalogue->processes.find(handling.process->id);
    if (process == catalogue->processes.end())
        return base::Error(base::ErrorCode::Conflict, "item.no_process", matter.number);
    TRY(take_process(db, process->second, handling));
    return handling;
}

base::Result<Handling> Practice::for_guide(std::string_view code) const {
    const auto catalogue = keeper_.current();
    const catalog::ItemPtr item = catalogue->item(code);
    if (item == nullptr) return base::Error(base::ErrorCode::NotFound, "item.not_found", code);
    // 22号意见, section 6: a suspended or ended item takes no new receipt; matters on their way go on.
    if (item->status == 2) return base::Error(base::ErrorCode::Conflict, "item.suspended", code);
    if (item->status == 3) return base::Error(base::ErrorCode::Conflict, "item.ended", code);
    const auto process = catalogue->processes.find(item->process);
    if (process == catalogue->processes.end() || catalogue->calendar == nullptr) {
        return base::Error(base::ErrorCode::Conflict, "item.no_process", code);
    }
    Handling handling;
    handling.item = item;
    handling.process_text = process->second;
    handling.process = TRY(compiled(*process->second));
    handling.terms = terms_of(*handling.item);
    take_calendars(catalogue, handling.item->body, handling);
    return handling;
}

base::Result<Handling> Practice::for_matter(const store::Reader& db, const MatterRow& matter) const {
    Handling handling;
    handling.item = TRY(keeper_.item_version(db, matter.guide));
    auto text = TRY(keeper_.process_text(db, matter.definition));
    TRY(take_process(db, std::move(text), handling));
    handling.terms = at_office(terms_of(*handling.item), matter.office);
    take_calendars(keeper_.current(), matter.office, handling);
    if (handling.days == nullptr)
        return base::Error(base::ErrorCode::Conflict, "item.no_process", matter.number);
    return handling;
}

const EffectRow* Practice::find_effect(std::string_view name) const {
    for (const EffectRow& row : effects_) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

}  // namespace casework
