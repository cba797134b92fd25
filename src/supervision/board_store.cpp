#include "supervision/board_store.h"

#include "ledger/journal.h"
#include "ledger/merkle.h"

#include <algorithm>

namespace supervision {

namespace {

constexpr int kBodiesMax = 500;
constexpr int kDaysMax = 400;
constexpr int kPacesMax = 20000;
constexpr std::size_t kSpansPerItem = 400;

Date date_of(std::int64_t days) {
    return {static_cast<std::int32_t>(days)};
}

base::Result<std::vector<std::string>> numbers(store::Rows rows) {
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

}  // namespace

base::Result<std::vector<BodyRecord>> count_decided(const store::Reader& db, Date from, Date to) {
    constexpr std::string_view sql = R"sql(
        SELECT office, sum(decided), sum(decided_late), sum(decided_legal_late)
        FROM matter_day WHERE day >= ? AND day <= ? AND decided > 0
        GROUP BY office ORDER BY office LIMIT ?)sql";
    auto rows = TRY(db.query(sql, from.days, to.days, kBodiesMax));
    std::vector<BodyRecord> found;
    while (TRY(rows.next()))
        found.push_back({std::string(rows.text(0)), rows.integer(1), rows.integer(2), rows.integer(3)});
    return found;
}

base::Result<std::vector<DayRecord>> list_days(const store::Reader& db, Date from, Date to) {
    constexpr std::string_view sql = R"sql(
        SELECT day, sum(received), sum(decided), sum(decided_late) FROM matter_day
        WHERE day >= ? AND day <= ? AND (received > 0 OR decided > 0) GROUP BY day ORDER BY day LIMIT ?)sql";
    auto rows = TRY(db.query(sql, from.days, to.days, kDaysMax));
    std::vector<DayRecord> days;
    while (TRY(rows.next())) {
        days.push_back({date_of(rows.integer(0)), rows.integer(1), rows.integer(2), rows.integer(3)});
    }
    return days;
}

base::Result<std::vector<std::string>> list_decided_late(const store::Reader& db,
                                                         const LateQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT number FROM matter WHERE decided_day > 0 AND (promise_late = 1 OR legal_late = 1)
            AND decided_day >= ? AND decided_day <= ? AND (? = '' OR office = ?) AND (? = 0 OR legal_late = 1)
        ORDER BY decided_day DESC, number LIMIT ? OFFSET ?)sql";
    return numbers(TRY(db.query(sql, question.from.days, question.to.days, question.office, question.office,
                                question.statute_only ? 1 : 0, question.limit, question.offset)));
}

base::Result<std::int64_t> count_decided_late(const store::Reader& db, const LateQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FROM matter WHERE decided_day > 0 AND (promise_late = 1 OR legal_late = 1)
            AND decided_day >= ? AND decided_day <= ? AND (? = '' OR office = ?)
            AND (? = 0 OR legal_late = 1))sql";
    auto rows = TRY(db.query(sql, question.from.days, question.to.days, question.office, question.office,
                             question.statute_only ? 1 : 0));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

// Two questions, so that each has its index: among a million open matters few are paused.
base::Result<std::vector<std::string>> list_open(const store::Reader& db, const OpenQuestion& question) {
    constexpr std::string_view running = R"sql(
        SELECT number FROM matter WHERE ended = 0 AND due_at > ? AND due_at <= ? AND paused = 0
            AND (? = '' OR office = ?)
        ORDER BY due_at, number LIMIT ? OFFSET ?)sql";
    constexpr std::string_view paused = R"sql(
        SELECT number FROM matter WHERE ended = 0 AND due_at > ? AND due_at <= ? AND paused = 1
            AND (? = '' OR office = ?)
        ORDER BY due_at, number LIMIT ? OFFSET ?)sql";
    return numbers(TRY(db.query(question.paused ? paused : running, question.due_from, question.due_to,
                                question.office, question.office, question.limit, question.offset)));
}

base::Result<std::int64_t> count_open_due(const store::Reader& db, const OpenQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT sum(matters) FROM matter_due WHERE due_at > ? AND due_at <= ? AND paused = ?
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

// The last entry before a day; 0: none. Entries have no gaps and stand in the order of time, so that some two
// dozen of ten million are looked at, however many a day has.
static base::Result<std::int64_t> last_before(const store::Reader& db, std::int64_t entries, Date day) {
    const std::int64_t start = calendar::Instant::start_of(day).seconds();
    std::int64_t before = 0;
    std::int64_t after = entries + 1;
    while (after - before > 1) {
        const std::int64_t middle = before + (after - before) / 2;
        auto rows = TRY(db.query("SELECT at FROM journal WHERE seq = ?", middle));
        if (!TRY(rows.next()))
            return base::Error(base::ErrorCode::Corrupt, "ledger.entry_altered", std::to_string(middle));
        (rows.integer(0) < start ? before : after) = middle;
    }
    return before;
}

base::Result<JournalHead> journal_head(const store::Reader& db, Date today) {
    JournalHead head;
    auto last = TRY(db.query("SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1"));
    if (!TRY(last.next())) return head;
    head.entries = last.integer(0);
    head.last = calendar::Instant::of_seconds(last.integer(1));
    head.entries_today = head.entries - TRY(last_before(db, head.entries, today));
    auto log = TRY(db.query("SELECT shard, frontier FROM log_state ORDER BY shard DESC LIMIT 1"));
    if (!TRY(log.next())) return head;
    head.shard = log.text(0);
    const ledger::MerkleTree tree = TRY(ledger::MerkleTree::from_frontier(log.blob(1)));
    head.root = tree.root();
    return head;
}

}  // namespace supervision
