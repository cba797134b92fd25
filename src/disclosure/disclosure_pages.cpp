#include "disclosure/disclosure_pages.h"

#include "disclosure/inspection_pages.h"

namespace disclosure {

DisclosureRoom open_room(web::Site& site, casework::Practice& practice, const store::Vault& vault,
                         const std::string& address) {
    DisclosureRoom room{site, practice, vault, address, {}, {}, {}};
    std::vector<std::pair<std::string_view, std::string_view>> carried;
    for (const web::File& file : web::carried_files()) {
        carried.emplace_back(file.path, file.bytes);
        if (file.path == "definitions/disclosure/inspection.json") {
            auto rules = parse_inspection_rules(file.bytes);
            CHECK(rules.ok());
            room.inspection = std::move(rules.value());
        }
        if (file.path != "definitions/disclosure/columns.json") continue;
        auto columns = parse_columns(file.bytes);
        CHECK(columns.ok());
        room.columns = std::move(columns.value());
    }
    auto duties = read_duty_book(carried);
    CHECK(duties.ok());
    room.duties = std::move(duties.value());
    return room;
}

void add_disclosure_pages(web::Site& site) {
    add_document_pages(site);
    add_gov_pages(site);
    add_import_pages(site);
    add_feed_pages(site);
    add_duty_pages(site);
    add_inspection_pages(site);
}

std::vector<web::Route> disclosure_routes(const DisclosureRoom& room) {
    std::vector<web::Route> all;
    for (auto* routes :
         {document_routes, import_routes, gov_routes, feed_routes, duty_routes, inspection_routes})
        for (web::Route& route : routes(room)) all.push_back(std::move(route));
    return all;
}

std::string body_name(const DisclosureRoom& room, const web::Request& request, std::string_view code) {
    const catalog::PublicBody* body = room.practice.keeper().current()->find_body(code);
    if (body == nullptr) return std::string(code);
    return request.skin.locale == web::Locale::English && !body->name_en.empty() ? body->name_en : body->name;
}

}  // namespace disclosure
