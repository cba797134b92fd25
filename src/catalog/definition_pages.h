#pragma once
// What the pages of definitions share: how things are named, findings as rows, one version shown whole. For
// pages only.

#include "catalog/catalog_pages.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// How a definition, its state, a key of its text and a person are called in the reader's language.
class DefinitionWords {
public:
    DefinitionWords(const web::Site& site, const web::Request& request, const Catalogue& catalogue)
        : site_(site), request_(request), catalogue_(catalogue) {}

    std::string name(const DefinitionVersion& version) const;
    // `ruling`: the version in force today; 0 when only one is shown.
    std::string state(const DefinitionVersion& version, calendar::Date today, int ruling) const;
    std::string key(const std::string& key) const;  // legal_days; unknown keys as they are
    base::Result<std::string> person(const identity::Reading& reading, identity::PersonId person);

private:
    const web::Site& site_;
    const web::Request& request_;
    const Catalogue& catalogue_;
    std::map<std::int64_t, std::string> people_;
};

struct FindingRow {
    std::string rule, message, file, line, article;
    bool is_stop = true;
    void fields(auto& visit) {
        visit("rule", rule), visit("message", message), visit("file", file), visit("line", line);
        visit("article", article), visit("is_stop", is_stop);
    }
};
std::vector<FindingRow> finding_rows(const web::Site& site, const web::Request& request,
                                     const Findings& findings, std::string_view file);

bool is_refused(std::string_view state);

void add_definition_add_routes(web::Site& site, const CatalogRoom& room, std::vector<web::Route>& routes);
void add_version_page(web::Site& site);
base::Result<http::Response> show_version(const web::Site& site, const CatalogRoom& room,
                                          const identity::Reading& reading, const web::Request& request);

}  // namespace catalog
