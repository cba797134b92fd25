#pragma once
// Public bodies of the county (机构), the hall and its windows, and the themes by which people look for
// services. All are definitions: prepared by one person, activated by another.

#include "catalog/finding.h"

#include <string>
#include <vector>

namespace catalog {

inline constexpr std::string_view kGovernmentBody = "000";  // the government of the region itself
inline constexpr std::string_view kUsualHallBody =
    "029";  // runs the windows unless county.hall_body says who

struct PublicBody {
    std::string code;  // 012
    std::string name, name_en;
    std::string short_name;
    std::string kind;  // government department township
    std::string uscc;
    std::string address, address_en, phone, hours;
    std::string duties, duties_en;
    std::vector<std::string> functions;  // given to it by law or by the county: competition …
};

struct Window {
    std::string code;  // A01
    std::string name, name_en;
    std::string area;
    std::vector<std::string> bodies;  // whose items it takes; empty: any
};

struct HallArea {
    std::string code;  // A
    std::string name, name_en;
    std::string note;
};

struct Hall {
    std::string name, name_en, address, address_en, hours, hours_en, phone;
    std::vector<HallArea> areas;
    std::vector<Window> windows;
};

struct Theme {
    std::string id;
    std::string audience;  // person firm
    std::string name, name_en;
    std::string icon;
};

struct Surroundings;
void add_bodies(const std::vector<PublicBody>& roll, Surroundings& around);
std::vector<PublicBody> parse_bodies(std::string_view json, Findings& findings);
Hall parse_hall(std::string_view json, Findings& findings);
std::vector<Theme> parse_themes(std::string_view json, Findings& findings);

}  // namespace catalog
