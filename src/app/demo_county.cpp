// 清溪县 as it is carried in the program, loaded through the real verbs: people, bodies, laws, processes,
// items.

#include "app/demo.h"
#include "catalog/county_load.h"
#include "identity/person.h"

#include <algorithm>
#include <limits>

namespace app {

namespace {

constexpr int kFirstMonths = 160;  // days: courses begin up to 130 days back

}  // namespace

calendar::Date demo_opening(const web::Files& files) {
    calendar::Date opening{std::numeric_limits<std::int32_t>::max()};
    catalog::Findings ignored;
    for (const std::string_view path : files.under("counties/qingxi/services")) {
        const catalog::ServiceItem item = catalog::parse_item(files.find(path)->bytes, ignored);
        opening = std::min(opening, item.effective);
    }
    return opening;
}

base::Result<DemoSize> demo_size_until(const web::Files& files, const DemoSize& size, calendar::Date until) {
    const calendar::Date opening = demo_opening(files);
    DemoSize fitted = size;
    fitted.days = std::min(size.days, until.days - opening.days - kDemoDaysBefore);
    if (fitted.days < (size.cases == 0 ? 1 : kFirstMonths))
        return base::Error(base::ErrorCode::Invalid, "demo.too_early")
            .with("day", opening.plus(kDemoDaysBefore + (size.cases == 0 ? 1 : kFirstMonths)).iso());
    return fitted;
}

base::Result<catalog::CountyReport> load_demo_county(Node& node) {
    std::vector<catalog::CarriedFile> people;
    std::vector<catalog::CarriedFile> all;
    for (const char* folder : {"definitions", "counties/qingxi"}) {
        for (const std::string_view path : node.files().under(folder)) {
            all.push_back({path, node.files().find(path)->bytes});
            if (path.ends_with("/people.json")) people.push_back(all.back());
        }
    }
    identity::Actor operator_actor = identity::office_actor("demo");
    operator_actor.grants.push_back({"identity.manage", "", "operator", 0});
    catalog::CountyActors actors{identity::nobody(), identity::nobody(), operator_actor};
    // People first: the editor and the approver are among them.
    const auto enrolled = TRY(catalog::load_county(node.registrar(), node.desk(), actors, people, "qingxi"));
    const web::File* roles_file = node.files().find("counties/qingxi/roles.json");
    CHECK(roles_file != nullptr);
    const auto roles = TRY(identity::parse_roles(roles_file->bytes));
    auto reader = TRY(node.registrar().lend());
    for (const identity::Official& official : TRY(identity::list_officials(*reader))) {
        for (const identity::RoleRow& role : official.roles) {
            if (role.role == "editor" && actors.editor.person.empty())
                actors.editor =
                    TRY(identity::actor_of(*reader, official.person, roles, node.clock().now().date()));
            if (role.role == "approver" && actors.approver.person.empty())
                actors.approver =
                    TRY(identity::actor_of(*reader, official.person, roles, node.clock().now().date()));
        }
    }
    node.registrar().give_back(std::move(reader));
    auto report = TRY(catalog::load_county(node.registrar(), node.desk(), actors, all, "qingxi"));
    report.officials += enrolled.officials;
    TRY(node.reload_catalogue());
    return report;
}

base::Result<DemoSize> demo_size(std::string_view name) {
    // "none": catalogue and officials without a matter; what a county begins with.
    static constexpr DemoSize kSizes[] = {
        {"none", 0, 1, 0}, {"S", 3000, 730, 4000}, {"M", 60000, 730, 1000}, {"L", 1000000, 730, 450}};
    for (const DemoSize& size : kSizes) {
        if (size.name == name) return size;
    }
    return base::Error(base::ErrorCode::Invalid, "demo.unknown_size", name).with("size", name);
}

}  // namespace app
