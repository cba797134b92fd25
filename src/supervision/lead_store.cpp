#include "supervision/lead_store.h"

#include "supervision/lead_events.h"

namespace supervision {

base::Result<> project_lead(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<LeadOpened>()) {
        const auto event = entry.read<LeadOpened>();
        constexpr std::string_view sql = R"sql(
            INSERT INTO lead(lead, year, serial, number, item, office, cause, opened, closed, how, reason,
                closed_by)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0, 0))sql";
        return tx.execute(sql, event.lead, entry.at.date().year(), event.n, event.number, event.item,
                          event.office, event.cause, entry.at.seconds());
    }
    const auto event = entry.read<LeadClosed>();
    return tx.execute("UPDATE lead SET closed = ?, how = ?, reason = ?, closed_by = ? WHERE lead = ?",
                      entry.at.seconds(), event.how, event.reason.item, entry.person, event.lead);
}

base::Result<std::int64_t> last_lead_serial(const store::Reader& db, int year) {
    auto rows = TRY(db.query("SELECT serial FROM lead WHERE year = ? ORDER BY serial DESC LIMIT 1", year));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

namespace {

LeadLine read_line(const store::Rows& rows) {
    LeadLine line;
    line.lead = rows.text(0);
    line.number = rows.text(1);
    line.item = rows.text(2);
    line.office = rows.text(3);
    line.cause = rows.text(4);
    line.opened = calendar::Instant::of_seconds(rows.integer(5));
    line.closed = calendar::Instant::of_seconds(rows.integer(6));
    line.how = rows.text(7);
    line.reason.item = rows.integer(8);
    line.closed_by = casework::PersonId(rows.integer(9));
    return line;
}

}  // namespace

base::Result<std::optional<LeadLine>> find_lead(const store::Reader& db, std::string_view lead) {
    constexpr std::string_view sql = R"sql(
        SELECT lead, number, item, office, cause, opened, closed, how, reason, closed_by
        FROM lead WHERE lead = ?)sql";
    auto rows = TRY(db.query(sql, lead));
    if (!TRY(rows.next())) return std::optional<LeadLine>();
    return std::optional<LeadLine>(read_line(rows));
}

base::Result<std::vector<LeadLine>> list_leads(const store::Reader& db, LeadState state, int offset,
                                               int limit) {
    constexpr std::string_view open = R"sql(
        SELECT lead, number, item, office, cause, opened, closed, how, reason, closed_by
        FROM lead WHERE closed = 0 ORDER BY opened, lead LIMIT ? OFFSET ?)sql";
    constexpr std::string_view closed = R"sql(
        SELECT lead, number, item, office, cause, opened, closed, how, reason, closed_by
        FROM lead WHERE closed > 0 ORDER BY closed DESC, lead DESC LIMIT ? OFFSET ?)sql";
    auto rows = TRY(db.query(state == LeadState::Open ? open : closed, limit, offset));
    std::vector<LeadLine> found;
    while (TRY(rows.next())) found.push_back(read_line(rows));
    return found;
}

base::Result<std::int64_t> count_leads(const store::Reader& db, LeadState state) {
    auto rows = TRY(db.query(state == LeadState::Open ? "SELECT count(*) FROM lead WHERE closed = 0"
                                                      : "SELECT count(*) FROM lead WHERE closed > 0"));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::int64_t> count_leads_of(const store::Reader& db, std::string_view number) {
    auto rows = TRY(db.query("SELECT count(*) FROM lead WHERE number = ?", number));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace supervision
