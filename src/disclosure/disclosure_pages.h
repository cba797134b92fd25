#pragma once
// The pages of disclosure, public and staff. What they share stands here.

#include "casework/practice.h"
#include "disclosure/document.h"
#include "disclosure/duty_verbs.h"
#include "disclosure/inspection.h"
#include "store/vault.h"
#include "web/site.h"

#include <string>
#include <vector>

namespace disclosure {

// What the pages of this module work with; all of it outlives them.
struct DisclosureRoom {
    web::Site& site;
    casework::Practice& practice;
    const store::Vault& vault;
    std::string address;  // public address: https://host
    Columns columns;
    DutyBook duties;
    std::vector<InspectionRule> inspection;
};
// Reads columns and other data the program carries; CHECKs them, the build carries only what is sound.
DisclosureRoom open_room(web::Site& site, casework::Practice& practice, const store::Vault& vault,
                         const std::string& address);

using Answer = base::Result<http::Response>;

void add_disclosure_pages(web::Site& site);                             // every template of the module
std::vector<web::Route> disclosure_routes(const DisclosureRoom& room);  // all of the below

void add_document_pages(web::Site& site);
std::vector<web::Route> document_routes(const DisclosureRoom& room);  // drafting, for staff
void add_duty_pages(web::Site& site);
std::vector<web::Route> duty_routes(const DisclosureRoom& room);  // what must be public, and what is
void add_gov_pages(web::Site& site);
std::vector<web::Route> gov_routes(const DisclosureRoom& room);  // what the public reads
void add_import_pages(web::Site& site);
std::vector<web::Route> import_routes(const DisclosureRoom& room);  // texts from outside, for staff
void add_feed_pages(web::Site& site);
std::vector<web::Route> feed_routes(const DisclosureRoom& room);  // Atom, sitemap, robots

std::string body_name(const DisclosureRoom& room, const web::Request& request, std::string_view code);

}  // namespace disclosure
