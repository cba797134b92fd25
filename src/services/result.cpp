#include "services/result.h"

#include "catalog/item.h"
#include "services/result_events.h"
#include "services/result_store.h"

namespace services {

namespace {

std::string result_number(std::string_view office, int year, std::int64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return std::string(office) + "-" + std::to_string(year) + "-" + digits;
}

// 许可法 40: a grant is public and anyone may look it up. Only permits (事项类型 01) are; what is given to a person in need,
// confirmed or certified is not.
base::Result<> issue_result(identity::Act& act, const casework::EffectContext& context) {
    ResultIssued event;
    event.decided = act.now.date();
    event.n = TRY(last_result_serial(act.db, context.matter.office, event.decided.year())) + 1;
    event.result = TRY(base::Code::parse(result_number(context.matter.office, event.decided.year(), event.n)));
    event.number = base::Code::of(context.matter.number);
    event.item = base::Code::of(context.matter.item);
    event.office = base::Code::of(context.matter.office);
    event.holder = context.matter.applicant;
    event.published = context.item.type == "01";
    return act.record(context.subject, event);
}

}  // namespace

std::vector<casework::EffectRow> services_effects() {
    return {{"issue_result", "Numbers the licence or decision; publishes it where it is a permit.", issue_result}};
}

}  // namespace services
