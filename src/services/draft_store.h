#pragma once
// All SQL about drafts. Rows are scratch; `sealed` is opened by draft.cpp only.

#include "services/draft.h"

#include <optional>

namespace services {

struct DraftRow {
    std::string draft;
    std::string item;
    base::Digest guide;
    std::int64_t person = 0;
    base::Digest browser;
    std::string salt;
    std::string sealed;
    calendar::Instant updated;
    std::string filed;
};
base::Result<> keep_draft(store::Tx& tx, const DraftRow& row);
base::Result<> keep_draft_hands(store::Tx& tx, std::string_view draft, const base::Digest& browser,
                                std::int64_t person);
base::Result<> keep_draft_filed(store::Tx& tx, std::string_view draft, std::string_view number);
base::Result<> erase_draft(store::Tx& tx, std::string_view draft);
base::Result<> drop_drafts_before(store::Tx& tx, calendar::Instant instant);
base::Result<std::optional<DraftRow>> find_draft_row(const store::Reader& db, std::string_view draft);
base::Result<std::vector<DraftLine>> list_draft_lines(const store::Reader& db, std::int64_t person,
                                                      int limit);

}  // namespace services
