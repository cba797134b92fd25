#pragma once
// 救济 (remedy): what an applicant did about an answer, or about none, and what came of it. Complaints,
// reviews and lawsuits are recorded as the papers arrive; the answer itself stays as it was given.

#include "calendar/instant.h"
#include "ledger/event.h"

namespace disclosure {

struct RemedyRecorded {
    static constexpr ledger::Kind kKind{"disclosure.remedy_recorded", 1};
    base::Code remedy;  // 2026-00003
    std::int64_t n = 0;
    base::Code request;  // empty: about unasked disclosure
    base::Code office;   // whose act is challenged
    base::Code kind;     // complaint review direct after_review
    calendar::Date filed;
    base::VaultRef note;  // by whom it is dealt with, its number, what it is about
    void fields(auto& visit) {
        visit("remedy", remedy), visit("n", n), visit("request", request), visit("office", office);
        visit("kind", kind), visit("filed", filed), visit("note", note);
    }
};

// 诉讼法 and 复议法 know more endings; the yearly report knows upheld, corrected and other.
struct RemedyDecided {
    static constexpr ledger::Kind kKind{"disclosure.remedy_decided", 1};
    base::Code remedy;
    base::Code result;  // upheld corrected other
    calendar::Date decided;
    base::Code leaf;  // of the new answer, where one was ordered
    void fields(auto& visit) {
        visit("remedy", remedy), visit("result", result), visit("decided", decided), visit("leaf", leaf);
    }
};

}  // namespace disclosure
