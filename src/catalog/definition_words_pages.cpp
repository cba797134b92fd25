#include "catalog/definition_words.h"
#include "catalog/listing.h"

namespace catalog {

std::string DefinitionWords::name(const DefinitionVersion& version) const {
    const web::Locale locale = request_.skin.locale;
    switch (version.kind) {
    case DefinitionKind::Item: {
        const ServiceItem* item = catalogue_.find_item(version.id);
        return item == nullptr ? version.id : in_locale(locale, item->name, item->name_en);
    }
    case DefinitionKind::Law: {
        const LawEntry* law = catalogue_.laws.find_by_slug(version.id);
        return law == nullptr ? version.id : in_locale(locale, law->name, law->name_en);
    }
    case DefinitionKind::Calendar:
        if (version.id == "cn-statutory") return site_.text(request_, "definition.calendar_statutory");
        return site_.text(request_, "definition.calendar_of", {{"year", version.id.substr(version.id.rfind('-') + 1)}});
    case DefinitionKind::Process: {
        const std::string key = "definition.process." + version.id;
        const bool known = site_.texts().find(locale, key) != nullptr;
        return known ? site_.text(request_, key) : version.id;
    }
    case DefinitionKind::Bodies:
    case DefinitionKind::Hall:
    case DefinitionKind::Themes:
    case DefinitionKind::Roles: break;
    }
    return site_.text(request_, "definition_kind." + version.id);
}

std::string DefinitionWords::state(const DefinitionVersion& version, calendar::Date today, int ruling) const {
    if (version.state != "active") return version.state;
    if (version.effective > today) return "scheduled";
    return ruling != 0 && version.version != ruling ? "replaced" : "active";
}

std::string DefinitionWords::key(const std::string& key) const {
    const std::string text_key = "definition.key." + key;
    const bool known = site_.texts().find(request_.skin.locale, text_key) != nullptr;
    return known ? site_.text(request_, text_key) : key;
}

base::Result<std::string> DefinitionWords::person(const identity::Reading& reading, identity::PersonId person) {
    const auto known = people_.find(person.number());
    if (known != people_.end()) return known->second;
    const auto official = TRY(identity::find_official(reading.db, person));
    std::string shown = site_.text(request_, "definition.office");
    if (official) shown = official->name + " " + body_name(catalogue_, official->body, request_.skin.locale);
    return people_.emplace(person.number(), std::move(shown)).first->second;
}

}  // namespace catalog
