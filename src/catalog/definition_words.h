#pragma once
// How definition pages name things: a definition, its state, a key of its text, a person. For pages only.

#include "catalog/catalogue.h"
#include "web/site.h"

#include <map>
#include <string>
#include <string_view>

namespace catalog {

class DefinitionWords {
public:
    DefinitionWords(const web::Site& site, const web::Request& request, const Catalogue& catalogue)
        : site_(site), request_(request), catalogue_(catalogue) {}

    std::string name(const DefinitionVersion& version) const;
    // `ruling`: the version in force today; 0 when only one is shown.
    std::string state(const DefinitionVersion& version, calendar::Date today, int ruling) const;
    std::string key(const std::string& key) const;        // legal_days in the reader's language; unknown keys as they are
    base::Result<std::string> person(const identity::Reading& reading, identity::PersonId person);

private:
    const web::Site& site_;
    const web::Request& request_;
    const Catalogue& catalogue_;
    std::map<std::int64_t, std::string> people_;
};

}  // namespace catalog
