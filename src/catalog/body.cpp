#include "catalog/body.h"

#include "catalog/limits.h"
#include "catalog/surroundings.h"

namespace catalog {

namespace {

base::Json parsed(std::string_view text, Findings& findings) {
    auto json = base::parse_json(text, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (json.ok()) return std::move(json).value();
    add_refusal(json.error(), findings);
    return {};
}

}  // namespace

std::vector<PublicBody> parse_bodies(std::string_view text, Findings& findings) {
    std::vector<PublicBody> bodies;
    const base::Json json = parsed(text, findings);
    for (const base::Json& item : json.items) {
        ObjectReader reader(item, "bodies." + std::string(item.string_or("code")), findings);
        PublicBody& body = bodies.emplace_back();
        body.code = reader.text("code");
        body.name = reader.text("name");
        body.name_en = reader.text("name_en");
        body.short_name = reader.text("short");
        body.kind = reader.word("kind", {"government", "department", "township"});
        body.uscc = reader.text("uscc");
        body.address = reader.text("address");
        body.address_en = reader.maybe("address_en");
        body.phone = reader.text("phone");
        body.hours = reader.maybe("hours");
        body.duties = reader.maybe("duties");
        body.duties_en = reader.maybe("duties_en");
        body.functions = reader.texts("functions");
    }
    if (bodies.empty()) findings.push_back({"definition.no_bodies", {}, 0, {}});
    return bodies;
}

void add_bodies(const std::vector<PublicBody>& roll, Surroundings& around) {
    for (const PublicBody& body : roll) {
        around.bodies.push_back(body.code);
        around.functions.insert(around.functions.end(), body.functions.begin(), body.functions.end());
    }
}

Hall parse_hall(std::string_view text, Findings& findings) {
    Hall hall;
    const base::Json json = parsed(text, findings);
    ObjectReader reader(json, "hall", findings);
    hall.name = reader.text("name");
    hall.name_en = reader.text("name_en");
    hall.address = reader.text("address");
    hall.address_en = reader.maybe("address_en");
    hall.hours = reader.text("hours");
    hall.hours_en = reader.maybe("hours_en");
    hall.phone = reader.maybe("phone");
    for (const base::Json& item : reader.list("areas")) {
        ObjectReader area(item, "areas." + std::string(item.string_or("code")), findings);
        hall.areas.push_back(
            {area.text("code"), area.text("name"), area.text("name_en"), area.maybe("note")});
    }
    for (const base::Json& item : reader.list("windows")) {
        ObjectReader window(item, "windows." + std::string(item.string_or("code")), findings);
        hall.windows.push_back({window.text("code"), window.text("name"), window.text("name_en"),
                                window.text("area"), window.texts("bodies")});
    }
    return hall;
}

std::vector<Theme> parse_themes(std::string_view text, Findings& findings) {
    std::vector<Theme> themes;
    const base::Json json = parsed(text, findings);
    for (const base::Json& item : json.items) {
        ObjectReader reader(item, "themes." + std::string(item.string_or("id")), findings);
        Theme& theme = themes.emplace_back();
        theme.id = reader.text("id");
        theme.audience = reader.word("audience", {"person", "firm"});
        theme.name = reader.text("name");
        theme.name_en = reader.text("name_en");
        theme.icon = reader.text("icon");
    }
    return themes;
}

}  // namespace catalog
