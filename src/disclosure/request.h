#pragma once
// Requests beside each other: has this person asked the same body for much the same before (公开条例 36(6)),
// and how often this month (公开条例 35, 42). It only prompts; a person reads both texts and decides.

#include "disclosure/request_store.h"
#include "identity/act.h"

#include <string>
#include <vector>

namespace disclosure {

inline constexpr int kAlikePercent = 60;  // pairs of characters that both subjects share
inline constexpr int kEarlierMax = 20;

struct AskedText {
    std::string number, subject, document_number;
};
struct LikeRequest {
    AskedText asked;
    int percent = 0;
    bool same_document = false;  // the same 文号
    bool is_alike() const { return same_document || percent >= kAlikePercent; }
};
// The most alike first.
std::vector<LikeRequest> compare_requests(const AskedText& now, const std::vector<AskedText>& earlier);

// What the applicant of a request asked of the same body before. Opens sealed texts: the caller has
// authorised it.
struct EarlierRequests {
    AskedText now;
    std::vector<LikeRequest> earlier;
    int this_month = 0;  // requests of the month up to this one
};
base::Result<EarlierRequests> earlier_requests(const identity::Reading& reading, const RequestLine& request);

}  // namespace disclosure
