#include "services/services_pages.h"

#include <iterator>

namespace services {

namespace {

void append(std::vector<web::Route>& routes, std::vector<web::Route> more) {
    routes.insert(routes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

void add_services_pages(web::Site& site) {
    add_portal_pages(site);
    add_guide_pages(site);
    add_apply_pages(site);
    add_tracker_pages(site);
    add_rate_pages(site);
    add_result_pages(site);
    add_account_pages(site);
    add_intake_pages(site);
    add_begin_pages(site);
}

std::vector<web::Route> services_routes(const Rooms& rooms) {
    std::vector<web::Route> routes;
    append(routes, portal_routes(rooms));
    append(routes, guide_routes(rooms));
    append(routes, apply_routes(rooms));
    append(routes, upload_routes(rooms));
    append(routes, tracker_routes(rooms));
    append(routes, rate_routes(rooms));
    append(routes, result_routes(rooms));
    append(routes, account_routes(rooms));
    append(routes, intake_routes(rooms));
    append(routes, begin_routes(rooms));
    append(routes, application_api(rooms));
    return routes;
}

const std::string& name_of(const catalog::ServiceItem& item, text::Locale locale) {
    return locale == text::Locale::English && !item.name_en.empty() ? item.name_en : item.name;
}

// 区划 6, 机构 3, 日期 8, 序号 5, 校验 1; what has another length is shown as it is.
std::string number_shown(std::string_view number) {
    if (number.size() != 23) return std::string(number);
    std::string shown;
    std::size_t at = 0;
    for (const std::size_t length : {6U, 3U, 8U, 5U, 1U}) {
        if (at != 0) shown += ' ';
        shown += number.substr(at, length);
        at += length;
    }
    return shown;
}

std::string code_shown(std::string_view code) {
    if (code.size() != 6) return std::string(code);
    return std::string(code.substr(0, 3)) + " " + std::string(code.substr(3));
}

Holder holder_of(const web::Request& request) {
    return {request.actor.is_citizen ? request.actor.person : identity::PersonId(), request.browser};
}

}  // namespace services
