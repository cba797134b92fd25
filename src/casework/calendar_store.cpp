#include "casework/calendar_store.h"

namespace casework {

base::Result<std::vector<RunningMatter>> list_running(const store::Reader& db, const RunningPlace& place,
                                                      int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT number, definition, guide, item, office, due_at, state FROM matter
        WHERE ended = 0 AND due_at > 0 AND (due_at, number) > (?, ?) ORDER BY due_at, number LIMIT ?)sql";
    auto rows = TRY(db.query(sql, place.due_at, place.number, limit));
    std::vector<RunningMatter> found;
    while (TRY(rows.next())) {
        RunningMatter& one = found.emplace_back();
        one.number = rows.text(0);
        one.definition = rows.digest(1);
        one.guide = rows.digest(2);
        one.item = rows.text(3);
        one.office = rows.text(4);
        one.due_at = calendar::Instant::of_seconds(rows.integer(5));
        one.state = TRY(CaseState::decode(rows.blob(6)));
    }
    return found;
}

}  // namespace casework
