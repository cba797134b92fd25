#include "disclosure/remedy.h"

#include "disclosure/remedy_events.h"

#include <algorithm>

namespace disclosure {

using base::Error;
using base::ErrorCode;

namespace {

std::string remedy_number(int year, std::int64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return std::to_string(year) + "-" + digits;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

base::Result<std::string> record_remedy(identity::Act& act, const NewRemedy& wanted) {
    std::string office = wanted.office;
    if (!wanted.request.empty()) {
        const auto request = TRY(find_request(act.db, wanted.request));
        if (!request) return Error(ErrorCode::Invalid, "remedy.no_such_request").at("request");
        office = request->office;
    }
    TRY(identity::authorise(act, "disclosure.remedy", office));
    if (!is_one_of(kRemedyWays, wanted.kind))
        return Error(ErrorCode::Invalid, "remedy.choose_kind").at("kind");
    if (wanted.filed.days == 0 || wanted.filed > act.now.date())
        return Error(ErrorCode::Invalid, "remedy.day_to_come").at("filed");
    const int year = act.now.date().year();
    RemedyRecorded event;
    event.n = TRY(last_remedy_serial(act.db, year)) + 1;
    event.remedy = base::Code::of(remedy_number(year, event.n));
    if (!wanted.request.empty()) event.request = TRY(base::Code::parse(wanted.request));
    event.office = TRY(base::Code::parse(office));
    event.kind = base::Code::of(wanted.kind);
    event.filed = wanted.filed;
    const std::string subject = "remedy/" + event.remedy.text();
    if (!wanted.note.empty()) event.note = TRY(act.seal({subject, wanted.note, {}, {}}));
    TRY(act.record(subject, event));
    return event.remedy.text();
}

base::Result<> decide_remedy(identity::Act& act, std::string_view remedy, const RemedyEnd& end) {
    const auto found = TRY(find_remedy(act.db, remedy));
    if (!found) return Error(ErrorCode::NotFound, "remedy.not_found");
    TRY(identity::authorise(act, "disclosure.remedy", found->office));
    if (!found->result.empty()) return Error(ErrorCode::Conflict, "remedy.ended");
    if (!is_one_of(kRemedyEnds, end.result))
        return Error(ErrorCode::Invalid, "remedy.choose_result").at("result");
    if (end.decided < found->filed || end.decided > act.now.date())
        return Error(ErrorCode::Invalid, "remedy.day_to_come").at("decided");
    if (!end.leaf.empty() && row_of_leaf(end.leaf) < 0)
        return Error(ErrorCode::Invalid, "remedy.no_such_leaf").at("leaf");
    RemedyDecided event;
    event.remedy = base::Code::of(found->remedy);
    event.result = base::Code::of(end.result);
    event.decided = end.decided;
    if (!end.leaf.empty()) event.leaf = base::Code::of(end.leaf);
    return act.record("remedy/" + found->remedy, event);
}

}  // namespace disclosure
