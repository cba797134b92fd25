#include "services/result_store.h"

#include "services/rating_events.h"
#include "services/result_events.h"

namespace services {

base::Result<> project_services(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<Rated>()) {
        const auto event = entry.read<Rated>();
        constexpr std::string_view sql = R"sql(
            INSERT INTO rating(number, item, office, level, source, at, at_day, words)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?))sql";
        return tx.execute(sql, event.number, event.item, event.office, event.level, event.source,
                          entry.at.seconds(), entry.at.date().days, event.words.item);
    }
    const auto event = entry.read<ResultIssued>();
    constexpr std::string_view sql = R"sql(
        INSERT INTO result(result, number, item, office, year, serial, decided_day, holder, published)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
    return tx.execute(sql, event.result, event.number, event.item, event.office, event.decided.year(),
                      event.n, event.decided.days, event.holder.item, event.published ? 1 : 0);
}

base::Result<std::int64_t> last_result_serial(const store::Reader& db, std::string_view office, int year) {
    auto rows =
        TRY(db.query("SELECT serial FROM result WHERE office = ? AND year = ? ORDER BY serial DESC LIMIT 1",
                     office, year));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

namespace {

ResultLine read_line(const store::Rows& rows) {
    ResultLine line;
    line.result = rows.text(0);
    line.number = rows.text(1);
    line.item = rows.text(2);
    line.office = rows.text(3);
    line.decided = {static_cast<std::int32_t>(rows.integer(4))};
    line.holder = rows.text(5);
    line.published = rows.integer(6) != 0;
    return line;
}

base::Result<std::optional<ResultLine>> first_line(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    if (!TRY(rows.next())) return std::optional<ResultLine>();
    return std::optional<ResultLine>(read_line(rows));
}

}  // namespace

namespace {

constexpr std::int32_t kForever = 1 << 30;

// ",qx-012-01,qx-012-02,": one value stands for the whole list of codes.
std::string joined(const std::vector<std::string>& codes) {
    std::string out(",");
    for (const std::string& code : codes) out += code + ",";
    return out;
}

std::int32_t last_day(const ResultQuestion& question) {
    return question.to.days > 0 ? question.to.days : kForever;
}

}  // namespace

base::Result<std::vector<ResultLine>> list_published(const store::Reader& db,
                                                     const ResultQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT r.result, r.number, r.item, r.office, r.decided_day, v.caption, r.published FROM result r
        LEFT JOIN vault_item v ON v.item = r.holder
        WHERE r.published = 1 AND r.decided_day >= ? AND r.decided_day <= ?
            AND (? = '' OR r.office = ?) AND (? = '' OR r.item = ?)
            AND (? = '' OR r.result = ? OR instr(v.caption, ?) > 0 OR instr(?, ',' || r.item || ',') > 0)
        ORDER BY r.decided_day DESC, r.result DESC LIMIT ? OFFSET ?)sql";
    auto rows = TRY(db.query(sql, question.from.days, last_day(question), question.office, question.office,
                             question.item, question.item, question.words, question.words, question.words,
                             joined(question.named_items), question.limit, question.offset));
    std::vector<ResultLine> found;
    while (TRY(rows.next())) found.push_back(read_line(rows));
    return found;
}

base::Result<std::int64_t> count_published(const store::Reader& db, const ResultQuestion& question) {
    if (question.words.empty()) {  // no holder is looked at: the index alone answers
        constexpr std::string_view plain = R"sql(
            SELECT count(*) FROM result WHERE published = 1 AND decided_day >= ? AND decided_day <= ?
                AND (? = '' OR office = ?) AND (? = '' OR item = ?))sql";
        auto rows = TRY(db.query(plain, question.from.days, last_day(question), question.office,
                                 question.office, question.item, question.item));
        return TRY(rows.next()) ? rows.integer(0) : 0;
    }
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FROM result r LEFT JOIN vault_item v ON v.item = r.holder
        WHERE r.published = 1 AND r.decided_day >= ? AND r.decided_day <= ?
            AND (? = '' OR r.office = ?) AND (? = '' OR r.item = ?)
            AND (? = '' OR r.result = ? OR instr(v.caption, ?) > 0
                OR instr(?, ',' || r.item || ',') > 0))sql";
    auto rows = TRY(db.query(sql, question.from.days, last_day(question), question.office, question.office,
                             question.item, question.item, question.words, question.words, question.words,
                             joined(question.named_items)));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::optional<ResultLine>> find_result(const store::Reader& db, std::string_view result) {
    constexpr std::string_view sql = R"sql(
        SELECT r.result, r.number, r.item, r.office, r.decided_day, v.caption, r.published FROM result r
        LEFT JOIN vault_item v ON v.item = r.holder WHERE r.result = ?)sql";
    return first_line(db.query(sql, result));
}

base::Result<std::optional<ResultLine>> find_result_of(const store::Reader& db, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT r.result, r.number, r.item, r.office, r.decided_day, v.caption, r.published FROM result r
        LEFT JOIN vault_item v ON v.item = r.holder WHERE r.number = ? LIMIT 1)sql";
    return first_line(db.query(sql, number));
}

base::Result<std::optional<RatingLine>> find_rating(const store::Reader& db, std::string_view number) {
    auto rows = TRY(db.query("SELECT level, at FROM rating WHERE number = ?", number));
    if (!TRY(rows.next())) return std::optional<RatingLine>();
    return std::optional<RatingLine>(
        RatingLine{static_cast<int>(rows.integer(0)), calendar::Instant::of_seconds(rows.integer(1))});
}

base::Result<RatingCounts> count_ratings(const store::Reader& db, calendar::Date from, calendar::Date to) {
    constexpr std::string_view sql = R"sql(
        SELECT level, count(*) FROM rating WHERE at_day >= ? AND at_day < ? GROUP BY level
        ORDER BY level LIMIT 10)sql";
    auto rows = TRY(db.query(sql, from.days, to.days));
    RatingCounts counts;
    while (TRY(rows.next())) {
        const auto level = rows.integer(0);
        if (level >= kLevelWorst && level <= kLevelBest) counts.by_level[level] = rows.integer(1);
    }
    return counts;
}

}  // namespace services
