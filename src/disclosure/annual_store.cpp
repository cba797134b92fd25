#include "disclosure/annual_store.h"

#include "disclosure/annual_events.h"

namespace disclosure {

namespace {

constexpr int kErrataMax = 50;

base::Result<> project_begun(store::Tx& tx, const base::Code& office, std::int64_t year) {
    constexpr std::string_view sql = R"sql(
        INSERT INTO report(office, year, state, typed, document, reason, text, first_text, origin, written_by,
            handed_in_by, handed_in_day, closed_by, closed_day, published_day, errata)
        VALUES(?, ?, 'draft', 0, 0, 0, ?, ?, 'own', 0, 0, 0, 0, 0, 0, 0))sql";
    auto rows = TRY(tx.query("SELECT 1 FROM report WHERE office = ? AND year = ?", office, year));
    if (TRY(rows.next())) return base::Done{};
    return tx.execute(sql, office, year, base::Digest(), base::Digest());
}

base::Result<> project_written(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<ReportWritten>();
    TRY(project_begun(tx, event.office, event.year));
    return tx.execute(
        "UPDATE report SET state = 'draft', typed = ?, written_by = ? WHERE office = ? AND year = ?",
        event.typed.item, entry.person, event.office, event.year);
}

base::Result<> project_handed_in(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<ReportHandedIn>();
    TRY(project_begun(tx, event.office, event.year));
    constexpr std::string_view sql = R"sql(
        UPDATE report SET state = 'checked', document = ?, reason = 0, handed_in_by = ?, handed_in_day = ?
            WHERE office = ? AND year = ?)sql";
    return tx.execute(sql, event.document.item, entry.person, entry.at.date().days, event.office, event.year);
}

base::Result<> project_closed(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<ReportClosed>();
    TRY(project_begun(tx, event.office, event.year));
    constexpr std::string_view sql = R"sql(
        UPDATE report SET state = 'closed', text = ?, first_text = ?, origin = ?, closed_by = ?,
            closed_day = ? WHERE office = ? AND year = ?)sql";
    return tx.execute(sql, event.text, event.text, event.origin, entry.person, entry.at.date().days,
                      event.office, event.year);
}

base::Result<> project_erratum(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<ReportMended>();
    std::string cells;
    for (const base::Code& cell : event.cells) cells += (cells.empty() ? "" : " ") + cell.text();
    constexpr std::string_view sql = R"sql(
        INSERT INTO report_erratum(seq, office, year, day, text, reason, cells)
            VALUES(?, ?, ?, ?, ?, ?, ?))sql";
    TRY(tx.execute(sql, entry.seq, event.office, event.year, entry.at.date().days, event.text, event.reason,
                   cells));
    return tx.execute("UPDATE report SET text = ?, errata = errata + 1 WHERE office = ? AND year = ?",
                      event.text, event.office, event.year);
}

constexpr std::string_view kColumns =
    "SELECT office, year, state, typed, document, reason, text, origin, handed_in_by, closed_by, "
    "handed_in_day, closed_day, published_day, errata FROM report ";

ReportLine read_line(const store::Rows& rows) {
    ReportLine line;
    const auto day = [&](int column) {
        return calendar::Date{static_cast<std::int32_t>(rows.integer(column))};
    };
    line.office = rows.text(0), line.year = static_cast<int>(rows.integer(1)), line.state = rows.text(2);
    line.typed.item = rows.integer(3), line.document.item = rows.integer(4);
    line.reason.item = rows.integer(5);
    line.text = rows.digest(6), line.origin = rows.text(7);
    line.handed_in_by = rows.integer(8), line.closed_by = rows.integer(9);
    line.handed_in = day(10), line.closed = day(11), line.published = day(12);
    line.errata = static_cast<int>(rows.integer(13));
    return line;
}

base::Result<std::vector<ReportLine>> read_lines(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    std::vector<ReportLine> found;
    while (TRY(rows.next())) found.push_back(read_line(rows));
    return found;
}

std::string select(std::string_view rest) {
    return std::string(kColumns) + std::string(rest);
}

}  // namespace

std::vector<std::string_view> report_kinds() {
    return {ReportWritten::kKind.name, ReportHandedIn::kKind.name,  ReportReturned::kKind.name,
            ReportClosed::kKind.name,  ReportPublished::kKind.name, ReportMended::kKind.name};
}

base::Result<> project_report(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<ReportWritten>()) return project_written(tx, entry);
    if (entry.is<ReportHandedIn>()) return project_handed_in(tx, entry);
    if (entry.is<ReportClosed>()) return project_closed(tx, entry);
    if (entry.is<ReportMended>()) return project_erratum(tx, entry);
    if (entry.is<ReportReturned>()) {
        const auto event = entry.read<ReportReturned>();
        return tx.execute("UPDATE report SET state = 'draft', reason = ? WHERE office = ? AND year = ?",
                          event.reason.item, event.office, event.year);
    }
    const auto event = entry.read<ReportPublished>();
    return tx.execute(
        "UPDATE report SET state = 'published', published_day = ? WHERE office = ? AND year = ?",
        entry.at.date().days, event.office, event.year);
}

base::Result<std::optional<ReportLine>> find_report(const store::Reader& db, std::string_view office,
                                                    int year) {
    const auto found = TRY(read_lines(db.query(select("WHERE office = ? AND year = ?"), office, year)));
    if (found.empty()) return std::optional<ReportLine>();
    return std::optional<ReportLine>(found.front());
}

base::Result<std::vector<ReportLine>> list_reports(const store::Reader& db, int year) {
    return read_lines(db.query(select("WHERE year = ? ORDER BY office LIMIT ?"), year, kReportsMax));
}

base::Result<std::vector<ReportLine>> list_published_reports(const store::Reader& db, std::string_view office,
                                                             int limit) {
    return read_lines(db.query(select("WHERE published_day > 0 AND (? = '' OR office = ?) "
                                      "ORDER BY year DESC, office LIMIT ?"),
                               office, office, limit));
}

base::Result<std::vector<ErratumLine>> list_errata(const store::Reader& db, std::string_view office,
                                                   int year) {
    constexpr std::string_view sql = R"sql(
        SELECT day, text, reason, cells FROM report_erratum WHERE office = ? AND year = ? ORDER BY seq
            LIMIT ?)sql";
    auto rows = TRY(db.query(sql, office, year, kErrataMax));
    std::vector<ErratumLine> found;
    while (TRY(rows.next()))
        found.push_back({{static_cast<std::int32_t>(rows.integer(0))},
                         rows.digest(1),
                         rows.digest(2),
                         std::string(rows.text(3))});
    return found;
}

}  // namespace disclosure
