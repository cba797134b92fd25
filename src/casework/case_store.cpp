#include "casework/case_store.h"

#include "casework/limits.h"

#include <algorithm>

namespace casework {

base::Result<std::optional<MatterRow>> find_matter(const store::Reader& db, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT number, process, definition, item, guide, office, channel, applicant_kind, person,
            applicant, answers, scenario, delivery, filed, accepted, decided, delivered, ended, result,
            due_at, paused, promise_due, legal_due, promise_late, legal_late, parent, parent_slot,
            parent_round, state, parent_cause, parent_member
        FROM matter WHERE number = ?)sql";
    auto rows = TRY(db.query(sql, number));
    if (!TRY(rows.next())) return std::optional<MatterRow>();
    MatterRow row;
    row.number = rows.text(0);
    row.process = rows.text(1);
    row.definition = rows.digest(2);
    row.item = rows.text(3);
    row.guide = rows.digest(4);
    row.office = rows.text(5);
    row.channel = rows.text(6);
    row.applicant_kind = rows.text(7);
    row.person = PersonId(rows.integer(8));
    row.applicant.item = rows.integer(9);
    row.answers.item = rows.integer(10);
    row.scenario = rows.text(11);
    row.delivery = rows.text(12);
    row.filed = calendar::Instant::of_seconds(rows.integer(13));
    row.accepted = calendar::Instant::of_seconds(rows.integer(14));
    row.decided = calendar::Instant::of_seconds(rows.integer(15));
    row.delivered = calendar::Instant::of_seconds(rows.integer(16));
    row.ended = rows.integer(17) != 0;
    row.result = rows.text(18);
    row.due_at = calendar::Instant::of_seconds(rows.integer(19));
    row.paused = rows.integer(20) != 0;
    row.promise_due = {static_cast<std::int32_t>(rows.integer(21))};
    row.legal_due = {static_cast<std::int32_t>(rows.integer(22))};
    row.promise_late = rows.integer(23) != 0;
    row.legal_late = rows.integer(24) != 0;
    row.parent = rows.text(25);
    row.parent_slot = rows.integer(26);
    row.parent_round = rows.integer(27);
    row.state = TRY(CaseState::decode(rows.blob(28)));
    row.parent_cause = rows.text(29);
    row.parent_member = rows.text(30);
    return std::optional<MatterRow>(std::move(row));
}

base::Result<std::vector<std::string>> list_open_numbers(const store::Reader& db, int limit) {
    auto rows =
        TRY(db.query("SELECT number FROM matter WHERE ended = 0 ORDER BY due_at, number LIMIT ?", limit));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::vector<std::string>> list_children(const store::Reader& db, std::string_view number) {
    auto rows = TRY(
        db.query("SELECT number FROM matter WHERE parent = ? AND parent <> '' ORDER BY filed, number LIMIT ?",
                 number, kListMax));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::vector<std::string>> list_begun(const store::Reader& db, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT number FROM matter WHERE parent = ? AND parent <> '' AND parent_cause <> ''
        ORDER BY filed, number LIMIT ?)sql";
    auto rows = TRY(db.query(sql, number, kListMax));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::int64_t> last_serial(const store::Reader& db, std::string_view office, Date day) {
    constexpr std::string_view sql =
        "SELECT serial FROM matter WHERE office = ? AND filed_day = ? ORDER BY serial DESC LIMIT 1";
    auto rows = TRY(db.query(sql, office, day.days));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace casework
