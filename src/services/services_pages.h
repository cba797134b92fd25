#pragma once
// The pages of services: portal, guide, application, tracker, counter, ratings and results. What they share
// stands here.

#include "casework/practice.h"
#include "casework/process_texts.h"
#include "services/application.h"
#include "web/site.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace services {

// What the front page shows of another room: the newest of a few columns.
struct NewsLine {
    std::string title, url, date, date_iso;
    void fields(auto& visit) {
        visit("title", title), visit("url", url), visit("date", date), visit("date_iso", date_iso);
    }
};
struct NewsBox {
    std::string name, url;
    std::vector<NewsLine> lines;
    void fields(auto& visit) { visit("name", name), visit("url", url), visit("lines", lines); }
};
using NewsSource =
    std::function<base::Result<std::vector<NewsBox>>(const identity::Reading&, const web::Request&)>;

// What the pages of this module work with; all of it outlives them.
struct Rooms {
    web::Site& site;
    casework::Practice& practice;
    AskShelf& asks;
    const store::Vault& vault;
    std::string address;   // public address for QR codes: https://host
    NewsSource news = {};  // absent in tests of other pages
    // Words of the processes. Reason for shared_ptr: every route keeps a copy of the Rooms.
    std::shared_ptr<casework::Wordings> wordings = std::make_shared<casework::Wordings>();
};

void add_services_pages(web::Site& site);                     // every template of the module
std::vector<web::Route> services_routes(const Rooms& rooms);  // all of the below

std::vector<web::Route> apply_routes(const Rooms& rooms);
std::vector<web::Route> upload_routes(const Rooms& rooms);
std::vector<web::Route> portal_routes(const Rooms& rooms);
std::vector<web::Route> guide_routes(const Rooms& rooms);
std::vector<web::Route> tracker_routes(const Rooms& rooms);
std::vector<web::Route> rate_routes(const Rooms& rooms);
std::vector<web::Route> result_routes(const Rooms& rooms);
std::vector<web::Route> intake_routes(const Rooms& rooms);
std::vector<web::Route> begin_routes(const Rooms& rooms);
std::vector<web::Route> account_routes(const Rooms& rooms);
std::vector<web::Route> application_api(const Rooms& rooms);

void add_apply_pages(web::Site& site);
void add_portal_pages(web::Site& site);
void add_guide_pages(web::Site& site);
void add_tracker_pages(web::Site& site);
void add_rate_pages(web::Site& site);
void add_result_pages(web::Site& site);
void add_intake_pages(web::Site& site);
void add_begin_pages(web::Site& site);
void add_account_pages(web::Site& site);

// Small things every page of the module needs.
const std::string& name_of(const catalog::ServiceItem& item, text::Locale locale);
std::string number_shown(std::string_view number);  // 999921 012 20261119 00017 9
std::string code_shown(std::string_view code);      // 482 067
Holder holder_of(const web::Request& request);

}  // namespace services
