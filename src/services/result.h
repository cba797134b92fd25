#pragma once
// Results of granted matters: numbered without holes, published where the law says so, to be looked up by anyone.

#include "casework/effect.h"

#include <optional>
#include <string>
#include <vector>

namespace services {

struct ResultLine {
    std::string result;          // 012-2026-00017
    std::string number;          // of the matter; shown to its own people only
    std::string item;
    std::string office;
    calendar::Date decided;
    std::string holder;          // masked for persons, in full for firms
    bool published = false;
};

struct ResultQuestion {
    std::string office;          // "" all
    std::string item;            // "" all
    int offset = 0;
    int limit = 20;
};
// Newest first; published ones only.
base::Result<std::vector<ResultLine>> list_published(const store::Reader& db, const ResultQuestion& question);
base::Result<std::int64_t> count_published(const store::Reader& db, const ResultQuestion& question);
base::Result<std::optional<ResultLine>> find_result(const store::Reader& db, std::string_view result);
base::Result<std::optional<ResultLine>> find_result_of(const store::Reader& db, std::string_view number);

// x_effects(): issue_result.
std::vector<casework::EffectRow> services_effects();

}  // namespace services
