#pragma once
// Results of granted matters: numbered without holes, published where the law says so, to be looked up by
// anyone.

#include "casework/effect.h"

#include <optional>
#include <string>
#include <vector>

namespace services {

struct ResultLine {
    std::string result;  // 012-2026-00017
    std::string number;  // of the matter; shown to its own people only
    std::string item;
    std::string office;
    calendar::Date decided;
    std::string holder;  // masked for persons, in full for firms
    bool published = false;
};

struct ResultQuestion {
    std::string office;                    // "" all
    std::string item;                      // "" all
    calendar::Date from, to;               // days of decision, both included; days 0: open
    std::string words;                     // number of a result, or a part of a holder's name; "" all
    std::vector<std::string> named_items;  // codes of items that `words` name; they fit as well
    int offset = 0;
    int limit = 20;
};
// Newest first; published ones only.
base::Result<std::vector<ResultLine>> list_published(const store::Reader& db, const ResultQuestion& question);
base::Result<std::int64_t> count_published(const store::Reader& db, const ResultQuestion& question);
base::Result<std::optional<ResultLine>> find_result(const store::Reader& db, std::string_view result);
base::Result<std::optional<ResultLine>> find_result_of(const store::Reader& db, std::string_view number);

// 核验码: eight letters and digits that belong to a result's number for ever; printed on the licence, typed
// to check it.
std::string check_code(const identity::Reading& reading, std::string_view result);
bool check_code_fits(const identity::Reading& reading, std::string_view result, std::string_view typed);
// The last day of a licence decided on `decided`, where the guide says "5 年"; days 0: no such day can be
// told.
calendar::Date valid_until(calendar::Date decided, std::string_view validity_en);

// x_effects(): issue_result.
std::vector<casework::EffectRow> services_effects();

}  // namespace services
