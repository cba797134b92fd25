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
base::Result<> keep_draft_owner(store::Tx& tx, std::string_view draft, const base::Digest& browser,
                                std::int64_t person);  // it changes hands
base::Result<> keep_draft_filed(store::Tx& tx, std::string_view draft, std::string_view number);
base::Result<> erase_draft(store::Tx& tx, std::string_view draft);
// Longest untouched first.
base::Result<std::vector<DraftRow>> list_drafts_before(const store::Reader& db, calendar::Instant instant,
                                                       int limit);

// Sealed files that nothing names any more.
base::Result<> keep_file_to_erase(store::Tx& tx, const base::Digest& file, calendar::Instant now);
base::Result<std::vector<base::Digest>> list_files_to_erase(const store::Reader& db, int limit);
base::Result<> forget_file_to_erase(store::Tx& tx, const base::Digest& file);
base::Result<std::optional<DraftRow>> find_draft_row(const store::Reader& db, std::string_view draft);
base::Result<std::vector<DraftLine>> list_draft_lines(const store::Reader& db, std::int64_t person,
                                                      int limit);

}  // namespace services
