#include "disclosure/request.h"

#include "base/json.h"
#include "text/search_terms.h"

#include <algorithm>

namespace disclosure {

namespace {

constexpr std::string_view kMatter = "matter/";

base::Result<base::Json> opened(const identity::Reading& reading, std::int64_t item) {
    base::VaultRef ref;
    ref.item = item;
    const std::string text = TRY(reading.unseal(ref));
    return base::parse_json(text);
}

base::Result<AskedText> asked_text(const identity::Reading& reading, const RequestLine& request) {
    const base::Json answers = TRY(opened(reading, request.answers));
    return AskedText{request.number, std::string(answers.string_or("subject")),
                     std::string(answers.string_or("document_number"))};
}

bool same_month(calendar::Date one, calendar::Date other) {
    return one.year() == other.year() && one.month() == other.month();
}

}  // namespace

std::vector<LikeRequest> compare_requests(const AskedText& now, const std::vector<AskedText>& earlier) {
    std::vector<LikeRequest> found;
    for (const AskedText& one : earlier) {
        LikeRequest like;
        like.asked = one;
        like.percent = text::likeness_percent(now.subject, one.subject);
        like.same_document = !now.document_number.empty() && text::fold_for_search(now.document_number) ==
                                                                 text::fold_for_search(one.document_number);
        found.push_back(std::move(like));
    }
    std::stable_sort(found.begin(), found.end(), [](const LikeRequest& one, const LikeRequest& other) {
        if (one.same_document != other.same_document) return one.same_document;
        return one.percent > other.percent;
    });
    return found;
}

base::Result<EarlierRequests> earlier_requests(const identity::Reading& reading, const RequestLine& request) {
    EarlierRequests found;
    found.now = TRY(asked_text(reading, request));
    const base::Json applicant = TRY(opened(reading, request.applicant));
    const std::string_view identity = applicant.string_or("number");
    if (identity.empty()) return found;
    std::vector<AskedText> earlier;
    for (const std::string& owner : TRY(reading.office.vault.find_owners(reading.db, identity, 200))) {
        if (!owner.starts_with(kMatter)) continue;
        const auto other = TRY(find_request(reading.db, owner.substr(kMatter.size())));
        if (!other || other->office != request.office || other->filed > request.filed) continue;
        const bool self = other->number == request.number;
        if (same_month(other->filed, request.filed)) ++found.this_month;
        if (self || static_cast<int>(earlier.size()) == kEarlierMax) continue;
        auto text = asked_text(reading, *other);
        if (text.ok()) earlier.push_back(std::move(text).value());  // erased texts are left out
    }
    found.earlier = compare_requests(found.now, earlier);
    return found;
}

}  // namespace disclosure
