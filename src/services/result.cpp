#include "services/result.h"

#include "casework/case_verbs.h"
#include "catalog/item.h"
#include "services/result_events.h"
#include "services/result_store.h"

#include <charconv>

namespace services {

namespace {

std::string result_number(std::string_view office, int year, std::int64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return std::string(office) + "-" + std::to_string(year) + "-" + digits;
}

// 许可法 40: a grant is public and anyone may look it up. Only permits (事项类型 01) are; what is given to a
// person in need, confirmed or certified is not.
base::Result<> issue_result(identity::Act& act, const casework::EffectContext& context) {
    ResultIssued event;
    event.decided = act.now.date();
    event.n = TRY(last_result_serial(act.db, context.matter.office, event.decided.year())) + 1;
    event.result =
        TRY(base::Code::parse(result_number(context.matter.office, event.decided.year(), event.n)));
    event.number = base::Code::of(context.matter.number);
    event.item = base::Code::of(context.matter.item);
    event.office = base::Code::of(context.matter.office);
    event.holder = context.matter.applicant;
    event.published = context.handling.item->type == "01";
    return act.record(casework::subject_of(context.matter.number), event);
}

}  // namespace

namespace {

// Nothing that is mistaken for another sign on paper.
constexpr std::string_view kCheckAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCheckLength = 8;
constexpr int kYearsMax = 100;

}  // namespace

std::string check_code(const identity::Reading& reading, std::string_view result) {
    const base::Digest digest = reading.office.vault.keys().keyed_digest("result check", result);
    std::string code;
    for (std::size_t i = 0; i < kCheckLength; ++i)
        code += kCheckAlphabet[digest.bytes[i] % kCheckAlphabet.size()];
    return code;
}

bool check_code_fits(const identity::Reading& reading, std::string_view result, std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return base::equal_in_constant_time(code, check_code(reading, result));
}

// GAP: 许可法 50: a renewal asked for thirty days before the end is decided before it, or counts as granted;
// the end is known, a process of renewal is not defined yet.
calendar::Date valid_until(calendar::Date decided, std::string_view validity_en) {
    int years = 0;
    const auto read = std::from_chars(validity_en.data(), validity_en.data() + validity_en.size(), years);
    const std::string_view unit(read.ptr,
                                static_cast<std::size_t>(validity_en.data() + validity_en.size() - read.ptr));
    if (read.ec != std::errc() || years < 1 || years > kYearsMax || (unit != " years" && unit != " year"))
        return {};
    std::string iso = std::to_string(decided.year() + years) + decided.iso().substr(4);
    auto day = calendar::Date::parse(iso);
    if (!day.ok()) return calendar::Date::of(decided.year() + years, 2, 28);  // 29 February
    return day.value().plus(-1);
}

std::vector<casework::EffectRow> services_effects() {
    return {{"issue_result", "Numbers the licence or decision; publishes it where it is a permit.",
             issue_result}};
}

}  // namespace services
