#include "services/portal_store.h"

namespace services {

namespace {

constexpr int kDaysMax = 400;
constexpr int kItemsMax = 2000;
constexpr int kPacesMax = 5000;

base::Result<std::vector<DayCount>> read_days(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    std::vector<DayCount> found;
    while (TRY(rows.next())) found.push_back({{static_cast<std::int32_t>(rows.integer(0))}, rows.integer(1)});
    return found;
}

base::Result<std::vector<NamedCount>> read_names(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    std::vector<NamedCount> found;
    while (TRY(rows.next())) found.push_back({std::string(rows.text(0)), rows.integer(1)});
    return found;
}

}  // namespace

base::Result<std::vector<DayCount>> count_received_days(const store::Reader& db, calendar::Date from) {
    constexpr std::string_view sql = R"sql(
        SELECT day, sum(received) FROM matter_day WHERE day >= ? AND received > 0
        GROUP BY day ORDER BY day LIMIT ?)sql";
    return read_days(db.query(sql, from.days, kDaysMax));
}

base::Result<std::vector<DayCount>> count_decided_days(const store::Reader& db, calendar::Date from) {
    constexpr std::string_view sql = R"sql(
        SELECT day, sum(decided) FROM matter_day WHERE day >= ? AND decided > 0
        GROUP BY day ORDER BY day LIMIT ?)sql";
    return read_days(db.query(sql, from.days, kDaysMax));
}

// The empty word keeps the days in front: an index by item would walk every matter there is.
base::Result<std::vector<NamedCount>> list_filed_items(const store::Reader& db, calendar::Date from,
                                                       int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT item || '', count(*) FROM matter WHERE filed_day >= ?
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?)sql";
    return read_names(db.query(sql, from.days, limit));
}

base::Result<std::vector<NamedCount>> count_decided_items(const store::Reader& db, calendar::Date from) {
    constexpr std::string_view sql =
        "SELECT item || '', count(*) FROM matter WHERE decided_day >= ? GROUP BY 1 ORDER BY 1 LIMIT ?";
    return read_names(db.query(sql, from.days, kItemsMax));
}

base::Result<std::vector<NamedCount>> count_channels(const store::Reader& db, calendar::Date day) {
    constexpr std::string_view sql = R"sql(
        SELECT channel, sum(received) FROM matter_day WHERE day = ? AND received > 0
        GROUP BY channel ORDER BY channel LIMIT 20)sql";
    return read_names(db.query(sql, day.days));
}

base::Result<std::vector<Pace>> list_paces(const store::Reader& db, calendar::Date from) {
    constexpr std::string_view sql = R"sql(
        SELECT accepted_day, decided_day, count(*) FROM matter WHERE decided_day >= ? AND accepted_day > 0
        GROUP BY accepted_day, decided_day LIMIT ?)sql";
    auto rows = TRY(db.query(sql, from.days, kPacesMax));
    std::vector<Pace> found;
    while (TRY(rows.next())) {
        found.push_back({{static_cast<std::int32_t>(rows.integer(0))},
                         {static_cast<std::int32_t>(rows.integer(1))},
                         rows.integer(2)});
    }
    return found;
}

base::Result<Punctuality> count_punctuality(const store::Reader& db, calendar::Date from) {
    constexpr std::string_view sql = R"sql(
        SELECT sum(decided), sum(decided_late - decided_legal_late), sum(decided_legal_late)
        FROM matter_day WHERE day >= ?)sql";
    auto rows = TRY(db.query(sql, from.days));
    Punctuality counts;
    if (TRY(rows.next())) counts = {rows.integer(0), rows.integer(1), rows.integer(2)};
    return counts;
}

base::Result<Punctuality> count_overdue(const store::Reader& db, calendar::Instant now) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FILTER (WHERE legal_due = 0 OR legal_due >= ?),
            count(*) FILTER (WHERE legal_due > 0 AND legal_due < ?)
        FROM matter WHERE ended = 0 AND due_at > 0 AND due_at <= ? AND paused = 0)sql";
    const std::int32_t today = now.date().days;
    auto rows = TRY(db.query(sql, today, today, now.seconds()));
    Punctuality counts;
    if (TRY(rows.next())) counts = {0, rows.integer(0), rows.integer(1)};
    return counts;
}

}  // namespace services
