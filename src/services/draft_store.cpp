#include "services/draft_store.h"

namespace services {

base::Result<> keep_draft(store::Tx& tx, const DraftRow& row) {
    constexpr std::string_view sql = R"sql(
        INSERT INTO draft(draft, item, guide, person, browser, salt, sealed, updated, filed) VALUES(?,
        ?, ?, ?, ?, ?, ?, ?, '')
        ON CONFLICT(draft) DO UPDATE SET salt = excluded.salt, sealed = excluded.sealed, updated =
        excluded.updated)sql";
    return tx.execute(sql, row.draft, row.item, row.guide, row.person, row.browser, store::Blob{row.salt},
                      store::Blob{row.sealed}, row.updated.seconds());
}

base::Result<> keep_draft_hands(store::Tx& tx, std::string_view draft, const base::Digest& browser,
                                std::int64_t person) {
    return tx.execute(
        "UPDATE draft SET browser = ?, person = CASE WHEN person = 0 THEN ? ELSE person END WHERE draft = ?",
        browser, person, draft);
}

base::Result<> keep_draft_filed(store::Tx& tx, std::string_view draft, std::string_view number) {
    return tx.execute("UPDATE draft SET filed = ? WHERE draft = ?", number, draft);
}

base::Result<> erase_draft(store::Tx& tx, std::string_view draft) {
    return tx.execute("DELETE FROM draft WHERE draft = ?", draft);
}

base::Result<> drop_drafts_before(store::Tx& tx, calendar::Instant instant) {
    return tx.execute("DELETE FROM draft WHERE updated < ?", instant.seconds());
}

base::Result<std::optional<DraftRow>> find_draft_row(const store::Reader& db, std::string_view draft) {
    constexpr std::string_view sql = R"sql(
        SELECT draft, item, guide, person, browser, salt, sealed, updated, filed FROM draft WHERE draft
        = ?)sql";
    auto rows = TRY(db.query(sql, draft));
    if (!TRY(rows.next())) return std::optional<DraftRow>();
    return std::optional<DraftRow>(
        DraftRow{std::string(rows.text(0)), std::string(rows.text(1)), rows.digest(2), rows.integer(3),
                 rows.digest(4), std::string(rows.blob(5)), std::string(rows.blob(6)),
                 calendar::Instant::of_seconds(rows.integer(7)), std::string(rows.text(8))});
}

base::Result<std::vector<DraftLine>> list_draft_lines(const store::Reader& db, std::int64_t person,
                                                      int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT draft, item, updated FROM draft WHERE person = ? AND filed = '' ORDER BY updated DESC
        LIMIT ?)sql";
    auto rows = TRY(db.query(sql, person, limit));
    std::vector<DraftLine> found;
    while (TRY(rows.next())) {
        found.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                         calendar::Instant::of_seconds(rows.integer(2))});
    }
    return found;
}

}  // namespace services
