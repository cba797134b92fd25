#pragma once
// 信息处理费 (processing fee): what an excessive request costs, by number of requests or by pages; bands are
// data (definitions/disclosure/fees.json). 公开条例 42: free unless number or frequency clearly exceeds what
// is reasonable. Whether it does is for a person to decide; nothing here asks for money.

#include "base/types.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

inline constexpr std::int64_t kFeeUnitsMax = 100'000;  // requests of a month, pages of a request

// Up to and including unit `to`, each costs so much; beyond the last band `then`, which grows by `more` after
// every `every` units (0: it does not grow).
struct FeeBand {
    std::int64_t to = 0;
    base::Money each;
};
struct FeeMethod {
    std::vector<FeeBand> bands;
    base::Money then;
    std::int64_t every = 0;
    base::Money more;
};
struct FeeTable {
    std::string status;  // verified unverified
    FeeMethod by_item;   // one applicant at one body in a calendar month
    FeeMethod by_page;   // one request
};
base::Result<FeeTable> parse_fees(std::string_view json);  // Invalid fee.table_bad

// Of the first `units` together. Invalid fee.too_many above kFeeUnitsMax, fee.negative below 0.
base::Result<base::Money> fee_of(const FeeMethod& method, std::int64_t units);
// Of `more` units that follow `before`: a letter split into k requests when m were made this month.
base::Result<base::Money> fee_of_next(const FeeMethod& method, std::int64_t before, std::int64_t more);

// How an amount comes about: one line a band that was reached.
struct FeeLine {
    std::int64_t from = 0, to = 0;
    base::Money each, sum;
};
base::Result<std::vector<FeeLine>> fee_lines(const FeeMethod& method, std::int64_t units);

}  // namespace disclosure
