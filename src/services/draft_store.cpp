#include "services/draft_store.h"

namespace services {

base::Result<> keep_draft(store::Tx& tx, const DraftRow& row) {
    constexpr std::string_view sql = R"sql(
        INSERT INTO draft(draft, item, guide, person, browser, salt, sealed, updated, filed)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, '')
        ON CONFLICT(draft) DO UPDATE SET salt = excluded.salt, sealed = excluded.sealed,
            updated = excluded.updated)sql";
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

base::Result<> keep_draft_owner(store::Tx& tx, std::string_view draft, const base::Digest& browser,
                                std::int64_t person) {
    return tx.execute("UPDATE draft SET browser = ?, person = ? WHERE draft = ?", browser, person, draft);
}

base::Result<> keep_file_to_erase(store::Tx& tx, const base::Digest& file, calendar::Instant now) {
    return tx.execute("INSERT INTO file_to_erase(file, since) VALUES(?, ?) ON CONFLICT DO NOTHING", file,
                      now.seconds());
}

base::Result<std::vector<base::Digest>> list_files_to_erase(const store::Reader& db, int limit) {
    auto rows = TRY(db.query("SELECT file FROM file_to_erase ORDER BY file LIMIT ?", limit));
    std::vector<base::Digest> found;
    while (TRY(rows.next())) found.push_back(rows.digest(0));
    return found;
}

base::Result<> forget_file_to_erase(store::Tx& tx, const base::Digest& file) {
    return tx.execute("DELETE FROM file_to_erase WHERE file = ?", file);
}

namespace {

DraftRow read_row(const store::Rows& rows) {
    return {std::string(rows.text(0)),
            std::string(rows.text(1)),
            rows.digest(2),
            rows.integer(3),
            rows.digest(4),
            std::string(rows.blob(5)),
            std::string(rows.blob(6)),
            calendar::Instant::of_seconds(rows.integer(7)),
            std::string(rows.text(8))};
}

}  // namespace

base::Result<std::vector<DraftRow>> list_drafts_before(const store::Reader& db, calendar::Instant instant,
                                                       int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT draft, item, guide, person, browser, salt, sealed, updated, filed FROM draft
        WHERE updated < ? ORDER BY updated LIMIT ?)sql";
    auto rows = TRY(db.query(sql, instant.seconds(), limit));
    std::vector<DraftRow> found;
    while (TRY(rows.next())) found.push_back(read_row(rows));
    return found;
}

base::Result<std::optional<DraftRow>> find_draft_row(const store::Reader& db, std::string_view draft) {
    constexpr std::string_view sql = R"sql(
        SELECT draft, item, guide, person, browser, salt, sealed, updated, filed FROM draft
        WHERE draft = ?)sql";
    auto rows = TRY(db.query(sql, draft));
    if (!TRY(rows.next())) return std::optional<DraftRow>();
    return std::optional<DraftRow>(read_row(rows));
}

base::Result<std::vector<DraftLine>> list_draft_lines(const store::Reader& db, std::int64_t person,
                                                      int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT draft, item, updated FROM draft WHERE person = ? AND filed = ''
        ORDER BY updated DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, person, limit));
    std::vector<DraftLine> found;
    while (TRY(rows.next())) {
        found.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                         calendar::Instant::of_seconds(rows.integer(2))});
    }
    return found;
}

}  // namespace services
