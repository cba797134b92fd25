#pragma once
// Recording remedies (投诉, 复议, 诉讼) against answers to requests: when one was filed and how it ended.
// They fill table four of the annual report; an answer once given is never rewritten by them. 公开条例 51.

#include "disclosure/request_store.h"
#include "identity/act.h"

namespace disclosure {

// data: kinds and endings, as the annual report and the pages know them
inline constexpr std::array<std::string_view, 4> kRemedyWays = {"complaint", "review", "direct",
                                                                "after_review"};
inline constexpr std::array<std::string_view, 3> kRemedyEnds = {"upheld", "corrected", "other"};
inline constexpr std::size_t kRemedyNoteMax = 500;

struct NewRemedy {
    std::string request;  // number of the matter; empty: about unasked disclosure
    std::string office;   // asked for when there is no request
    std::string kind;
    calendar::Date filed;
    std::string note;
};
// disclosure.remedy for the body. Invalid remedy.no_such_request, remedy.choose_kind, remedy.day_to_come.
base::Result<std::string> record_remedy(identity::Act& act, const NewRemedy& wanted);

struct RemedyEnd {
    std::string result;  // upheld corrected other
    calendar::Date decided;
    std::string leaf;  // of the new answer; may be empty
};
// Conflict remedy.ended: a later instance is a remedy of its own.
base::Result<> decide_remedy(identity::Act& act, std::string_view remedy, const RemedyEnd& end);

}  // namespace disclosure
