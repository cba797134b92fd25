#pragma once
// The staff pages of casework: desk, matter, steps, decision, delivery, letters, and their JSON twins. They
// read, call a verb or a reading and show; no rule and no right lives here.

#include "casework/happening.h"
#include "web/site.h"

#include <functional>
#include <string>
#include <vector>

namespace casework {

// What the pages lean on. It outlives the site.
struct CasePages {
    web::Site& site;
    const Practice& practice;
    Wordings wordings;
    std::string address = {};  // public address of the site, https://host, for links that are handed on
    catalog::DefinitionDesk* desk = nullptr;  // where a notice is checked; absent in tests of other pages
    // Address of the text a matter is about, kept by another room; empty: none. Absent in tests of other
    // pages.
    std::function<std::string(const identity::Reading&, const std::string& number)> text_of = {};
    Bench bench() const { return {practice, wordings}; }
};

void add_casework_pages(web::Site& site);                         // templates; before Site::start()
std::vector<web::Route> casework_routes(const CasePages& pages);  // the routes keep a reference to `pages`

}  // namespace casework
