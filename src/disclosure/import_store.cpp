#include "disclosure/import_store.h"

#include "disclosure/import_events.h"

namespace disclosure {

namespace {

constexpr std::string_view kSelect = R"sql(
    SELECT file, dialect, state, content, content_digest, bytes, marks, lost, confidence, staged, seq, ended,
        ended_by, document, reason, reason_digest
    FROM import_item )sql";

ImportRow read_row(const store::Rows& rows) {
    ImportRow row;
    row.file = rows.digest(0);
    row.dialect = rows.text(1);
    row.state = rows.text(2);
    row.content.item = rows.integer(3);
    row.content.digest = rows.digest(4);
    row.bytes = rows.integer(5);
    row.marks = rows.integer(6);
    row.lost = rows.integer(7);
    row.confidence = rows.integer(8);
    row.staged = calendar::Instant::of_seconds(rows.integer(9));
    row.seq = rows.integer(10);
    row.ended = calendar::Instant::of_seconds(rows.integer(11));
    row.ended_by = rows.integer(12);
    row.document = rows.text(13);
    row.reason.item = rows.integer(14);
    if (!rows.null(15)) row.reason.digest = rows.digest(15);
    return row;
}

base::Result<> project_staged(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<ImportStaged>();
    constexpr std::string_view sql = R"sql(
        INSERT INTO import_item(file, dialect, state, content, content_digest, bytes, marks, lost, confidence,
            staged, seq, ended, ended_by, document, reason, reason_digest)
        VALUES(?, ?, 'staged', ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', 0, NULL)
        ON CONFLICT DO NOTHING)sql";
    return tx.execute(sql, event.file, event.dialect, event.content.item, event.content.digest, event.bytes,
                      event.marks, event.lost, event.confidence, entry.at.seconds(), entry.seq);
}

}  // namespace

base::Result<> project_import(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<ImportStaged>()) return project_staged(tx, entry);
    if (entry.is<ImportTaken>()) {
        const auto event = entry.read<ImportTaken>();
        constexpr std::string_view sql = R"sql(
            UPDATE import_item SET state = 'taken', ended = ?, ended_by = ?, document = ? WHERE file = ?)sql";
        return tx.execute(sql, entry.at.seconds(), entry.person, event.document, event.file);
    }
    const auto event = entry.read<ImportDiscarded>();
    constexpr std::string_view sql = R"sql(
        UPDATE import_item SET state = 'discarded', ended = ?, ended_by = ?, reason = ?, reason_digest = ?
        WHERE file = ?)sql";
    return tx.execute(sql, entry.at.seconds(), entry.person, event.reason.item, event.reason.digest,
                      event.file);
}

base::Result<std::optional<ImportRow>> find_import(const store::Reader& db, const base::Digest& file) {
    auto rows = TRY(db.query(std::string(kSelect) + "WHERE file = ?", file));
    if (!TRY(rows.next())) return std::optional<ImportRow>();
    return std::optional<ImportRow>(read_row(rows));
}

base::Result<std::vector<ImportRow>> list_imports(const store::Reader& db, std::string_view state,
                                                  std::int64_t before, int limit) {
    constexpr std::int64_t kNewest = INT64_MAX;
    const std::string sql = std::string(kSelect) + "WHERE state = ? AND seq < ? ORDER BY seq DESC LIMIT ?";
    auto rows = TRY(db.query(sql, state, before == 0 ? kNewest : before, limit));
    std::vector<ImportRow> found;
    while (TRY(rows.next())) found.push_back(read_row(rows));
    return found;
}

base::Result<std::int64_t> count_imports(const store::Reader& db, std::string_view state) {
    auto rows = TRY(db.query("SELECT count(*) FROM import_item WHERE state = ? LIMIT 1", state));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace disclosure
