#include "supervision/board_store.h"

#include "ledger/journal.h"
#include "ledger/merkle.h"

#include <algorithm>
#include <map>

namespace supervision {

namespace {

constexpr int kBodiesMax = 500;
constexpr int kDaysMax = 400;
constexpr int kPacesMax = 20000;
constexpr std::size_t kSpansPerItem = 400;

DayRecord& day_of(std::vector<DayRecord>& days, Date day) {
    const auto place = std::lower_bound(days.begin(), days.end(), day,
                                        [](const DayRecord& one, Date wanted) { return one.day < wanted; });
    if (place != days.end() && place->day == day) return *place;
    return *days.insert(place, DayRecord{day, 0, 0, 0});
}

Date date_of(std::int64_t days) {
    return {static_cast<std::int32_t>(days)};
}

base::Result<std::vector<std::string>> numbers(store::Rows rows) {
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

}  // namespace

// Day by day, as the index stands, and added up here: sorting a month's matters by body takes nearly twice as
// long.
base::Result<std::vector<BodyRecord>> count_decided(const store::Reader& db, Date from, Date to) {
    constexpr std::string_view sql = R"sql(
        SELECT office, count(*), count(*) FILTER (WHERE promise_late = 1 OR legal_late = 1),
            count(*) FILTER (WHERE legal_late = 1)
        FROM matter WHERE decided_day >= ? AND decided_day <= ? GROUP BY decided_day, office LIMIT ?)sql";
    auto rows = TRY(db.query(sql, from.days, to.days, kBodiesMax * kDaysMax));
    std::map<std::string, BodyRecord, std::less<>> bodies;
    while (TRY(rows.next())) {
        auto body = bodies.find(rows.text(0));
        if (body == bodies.end()) body = bodies.emplace(rows.text(0), BodyRecord()).first;
        body->second.decided += rows.integer(1);
        body->second.promise_late += rows.integer(2);
        body->second.statute_late += rows.integer(3);
    }
    std::vector<BodyRecord> found;
    for (auto& [office, record] : bodies) {
        record.office = office;
        found.push_back(std::move(record));
    }
    return found;
}

base::Result<std::vector<DayRecord>> list_days(const store::Reader& db, Date from, Date to) {
    constexpr std::string_view received = R"sql(
        SELECT filed_day, count(*) FROM matter WHERE filed_day >= ? AND filed_day <= ?
        GROUP BY filed_day LIMIT ?)sql";
    constexpr std::string_view decided = R"sql(
        SELECT decided_day, count(*), count(*) FILTER (WHERE promise_late = 1 OR legal_late = 1)
        FROM matter WHERE decided_day >= ? AND decided_day <= ? GROUP BY decided_day LIMIT ?)sql";
    std::vector<DayRecord> days;
    auto in = TRY(db.query(received, from.days, to.days, kDaysMax));
    while (TRY(in.next())) day_of(days, date_of(in.integer(0))).received = in.integer(1);
    auto out = TRY(db.query(decided, from.days, to.days, kDaysMax));
    while (TRY(out.next())) {
        DayRecord& day = day_of(days, date_of(out.integer(0)));
        day.decided = out.integer(1);
        day.late = out.integer(2);
    }
    return days;
}

base::Result<std::vector<std::string>> list_decided_late(const store::Reader& db,
                                                         const LateQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT number FROM matter WHERE decided_day >= ? AND decided_day <= ? AND (? = '' OR office = ?)
            AND (legal_late = 1 OR (? = 0 AND promise_late = 1))
        ORDER BY decided_day DESC, number LIMIT ? OFFSET ?)sql";
    return numbers(TRY(db.query(sql, question.from.days, question.to.days, question.office, question.office,
                                question.statute_only ? 1 : 0, question.limit, question.offset)));
}

base::Result<std::int64_t> count_decided_late(const store::Reader& db, const LateQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FROM matter WHERE decided_day >= ? AND decided_day <= ? AND (? = '' OR office = ?)
            AND (legal_late = 1 OR (? = 0 AND promise_late = 1)))sql";
    auto rows = TRY(db.query(sql, question.from.days, question.to.days, question.office, question.office,
                             question.statute_only ? 1 : 0));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::vector<std::string>> list_open(const store::Reader& db, const OpenQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT number FROM matter WHERE ended = 0 AND due_at > ? AND due_at <= ? AND paused = ?
            AND (? = '' OR office = ?)
        ORDER BY due_at, number LIMIT ? OFFSET ?)sql";
    return numbers(TRY(db.query(sql, question.due_from, question.due_to, question.paused ? 1 : 0,
                                question.office, question.office, question.limit, question.offset)));
}

base::Result<std::int64_t> count_open_due(const store::Reader& db, const OpenQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FROM matter WHERE ended = 0 AND due_at > ? AND due_at <= ? AND paused = ?
            AND (? = '' OR office = ?))sql";
    auto rows = TRY(db.query(sql, question.due_from, question.due_to, question.paused ? 1 : 0,
                             question.office, question.office));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::int64_t> count_breaches(const store::Reader& db, Date from, Date to) {
    auto rows =
        TRY(db.query("SELECT count(*) FROM matter_breach WHERE day >= ? AND day <= ?", from.days, to.days));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::vector<ItemPace>> list_paces(const store::Reader& db, Date from, Date to,
                                               std::size_t items) {
    constexpr std::string_view sql = R"sql(
        SELECT item, accepted_day, decided_day FROM matter
        WHERE decided_day >= ? AND decided_day <= ? AND accepted_day > 0 LIMIT ?)sql";
    auto rows = TRY(db.query(sql, from.days, to.days, kPacesMax));
    std::vector<ItemPace> found;
    while (TRY(rows.next())) {
        const std::string_view item = rows.text(0);
        auto place =
            std::find_if(found.begin(), found.end(), [&](const ItemPace& pace) { return pace.item == item; });
        if (place == found.end()) place = found.insert(found.end(), {std::string(item), {}});
        if (place->spans.size() < kSpansPerItem) {
            place->spans.emplace_back(date_of(rows.integer(1)), date_of(rows.integer(2)));
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const ItemPace& left, const ItemPace& right) {
        return left.spans.size() > right.spans.size();
    });
    if (found.size() > items) found.resize(items);
    return found;
}

base::Result<JournalHead> journal_head(const store::Reader& db, Date today) {
    JournalHead head;
    auto last = TRY(db.query("SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1"));
    if (!TRY(last.next())) return head;
    head.entries = last.integer(0);
    head.last = calendar::Instant::of_seconds(last.integer(1));
    // Entries stand in the order of time, so that only today's are passed over.
    auto before = TRY(db.query("SELECT seq FROM journal WHERE at < ? ORDER BY seq DESC LIMIT 1",
                               calendar::Instant::start_of(today).seconds()));
    const bool any_before = TRY(before.next());
    head.entries_today = head.entries - (any_before ? before.integer(0) : 0);
    auto log = TRY(db.query("SELECT shard, frontier FROM log_state ORDER BY shard DESC LIMIT 1"));
    if (!TRY(log.next())) return head;
    head.shard = log.text(0);
    const ledger::MerkleTree tree = TRY(ledger::MerkleTree::from_frontier(log.blob(1)));
    head.root = tree.root();
    return head;
}

}  // namespace supervision
