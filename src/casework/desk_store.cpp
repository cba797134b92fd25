// The lists of casework: desks, open steps, a person's matters, what is due. Each is one bounded question
// with an index.

#include "casework/case_store.h"

#include <algorithm>
#include <tuple>

namespace casework {

DeskRow read_desk_row(const store::Rows& rows) {
    DeskRow row;
    row.number = rows.text(0);
    row.item = rows.text(1);
    row.step = rows.text(2);
    row.member = rows.text(3);
    row.role = rows.text(4);
    row.office = rows.text(5);
    row.claimed_by = PersonId(rows.integer(6));
    row.since = calendar::Instant::of_seconds(rows.integer(7));
    row.due_at = calendar::Instant::of_seconds(rows.integer(8));
    row.paused = rows.integer(9) != 0;
    row.caption = rows.text(10);
    return row;
}

namespace {

struct DueRange {
    std::int64_t from = 0;
    std::int64_t to = 0;  // exclusive
    int paused = -1;      // -1: either
};
constexpr std::int64_t kForever = 1LL << 60;
constexpr DueRange kUndated{0, 1, -1};

// The lamp as ranges of due moments, the most urgent first: over [1, now], near (now, near], normal (near,
// ∞); then what is paused, whose time stands still; last what has no period (0).
std::vector<DueRange> ranges_of(const DeskQuestion& question) {
    const std::int64_t now = question.now.seconds();
    const std::int64_t near = question.near_until.seconds();
    switch (question.lamp) {
    case DeskLamp::All: return {{1, kForever, 0}, {1, kForever, 1}, kUndated};
    case DeskLamp::Over: return {{1, now + 1, 0}};
    case DeskLamp::Near: return {{now + 1, near + 1, 0}};
    case DeskLamp::Normal: return {{near + 1, kForever, 0}, kUndated};
    case DeskLamp::Paused: return {{1, kForever, 1}};
    }
    return {};
}

base::Result<> read_range(const store::Reader& db, const DeskQuestion& question, const Desk& desk,
                          const DueRange& range, int limit, std::vector<DeskRow>& found) {
    constexpr std::string_view sql = R"sql(
        SELECT s.number, s.item, s.step, s.member, s.role, s.office, s.claimed_by, s.since, s.due_at,
            s.paused, v.caption
        FROM matter_step s LEFT JOIN vault_item v ON v.item = s.applicant
        WHERE s.office = ? AND s.role = ? AND s.due_at >= ? AND s.due_at < ? AND (? < 0 OR s.paused = ?)
            AND (? = '' OR s.step = ?)
        ORDER BY s.due_at, s.number LIMIT ?)sql";
    auto rows = TRY(db.query(sql, desk.office, desk.role, range.from, range.to, range.paused, range.paused,
                             question.step, question.step, limit));
    while (TRY(rows.next())) found.push_back(read_desk_row(rows));
    return base::Done{};
}

// As the ranges stand: what runs, what is paused, what has no period.
int rank(const DeskRow& row) {
    if (row.due_at.ms == 0) return 2;
    return row.paused ? 1 : 0;
}
bool more_urgent(const DeskRow& left, const DeskRow& right) {
    return std::tuple(rank(left), left.due_at.ms, std::string_view(left.number)) <
           std::tuple(rank(right), right.due_at.ms, std::string_view(right.number));
}

}  // namespace

base::Result<std::vector<DeskRow>> list_desk(const store::Reader& db, const DeskQuestion& question) {
    const int wanted = question.offset + question.limit;
    std::vector<DeskRow> found;
    for (const Desk& desk : question.desks) {
        const std::size_t before = found.size();
        for (const DueRange& range : ranges_of(question)) {
            const int left = wanted - static_cast<int>(found.size() - before);
            if (left > 0) TRY(read_range(db, question, desk, range, left, found));
        }
    }
    if (question.desks.size() > 1) std::sort(found.begin(), found.end(), more_urgent);
    const auto first = std::min<std::size_t>(static_cast<std::size_t>(question.offset), found.size());
    const auto last = std::min<std::size_t>(static_cast<std::size_t>(wanted), found.size());
    return std::vector<DeskRow>(found.begin() + static_cast<std::ptrdiff_t>(first),
                                found.begin() + static_cast<std::ptrdiff_t>(last));
}

base::Result<DeskCounts> count_desk(const store::Reader& db, const DeskQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*), count(*) FILTER (WHERE paused = 0 AND due_at > 0 AND due_at <= ?),
            count(*) FILTER (WHERE paused = 0 AND due_at > ? AND due_at <= ?),
            count(*) FILTER (WHERE paused = 1)
        FROM matter_step WHERE office = ? AND role = ?)sql";
    DeskCounts counts;
    for (const Desk& desk : question.desks) {
        auto rows = TRY(db.query(sql, question.now.seconds(), question.now.seconds(),
                                 question.near_until.seconds(), desk.office, desk.role));
        if (!TRY(rows.next())) continue;
        counts.all += rows.integer(0);
        counts.over += rows.integer(1);
        counts.near += rows.integer(2);
        counts.paused += rows.integer(3);
    }
    counts.normal = counts.all - counts.over - counts.near - counts.paused;
    return counts;
}

base::Result<std::vector<StepCount>> count_desk_steps(const store::Reader& db, const DeskQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT step, count(*) FROM matter_step WHERE office = ? AND role = ? GROUP BY step
        ORDER BY step LIMIT 64)sql";
    std::vector<StepCount> found;
    for (const Desk& desk : question.desks) {
        auto rows = TRY(db.query(sql, desk.office, desk.role));
        while (TRY(rows.next())) {
            const std::string step(rows.text(0));
            auto same = std::find_if(found.begin(), found.end(),
                                     [&](const StepCount& row) { return row.step == step; });
            if (same == found.end()) same = found.insert(found.end(), {step, 0});
            same->count += rows.integer(1);
        }
    }
    return found;
}

base::Result<std::vector<DeskRow>> list_open_steps(const store::Reader& db, std::string_view number) {
    constexpr std::string_view sql = R"sql(
        SELECT number, item, step, member, role, office, claimed_by, since, due_at, paused, ''
        FROM matter_step WHERE number = ? ORDER BY slot, member LIMIT 100)sql";
    auto rows = TRY(db.query(sql, number));
    std::vector<DeskRow> found;
    while (TRY(rows.next())) found.push_back(read_desk_row(rows));
    return found;
}

namespace {

MatterLine read_line(const store::Rows& rows) {
    MatterLine line;
    line.number = rows.text(0);
    line.item = rows.text(1);
    line.office = rows.text(2);
    line.channel = rows.text(3);
    line.caption = rows.text(4);
    line.filed = calendar::Instant::of_seconds(rows.integer(5));
    line.decided = calendar::Instant::of_seconds(rows.integer(6));
    line.due_at = calendar::Instant::of_seconds(rows.integer(7));
    line.paused = rows.integer(8) != 0;
    line.ended = rows.integer(9) != 0;
    line.result = rows.text(10);
    line.promise_due = {static_cast<std::int32_t>(rows.integer(11))};
    line.legal_due = {static_cast<std::int32_t>(rows.integer(12))};
    return line;
}

base::Result<std::vector<MatterLine>> read_lines(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    std::vector<MatterLine> found;
    while (TRY(rows.next())) found.push_back(read_line(rows));
    return found;
}

}  // namespace

base::Result<std::vector<MatterLine>> list_person_matters(const store::Reader& db, PersonId person,
                                                          int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT m.number, m.item, m.office, m.channel, v.caption, m.filed, m.decided, m.due_at,
            m.paused, m.ended, m.result, m.promise_due, m.legal_due
        FROM matter m LEFT JOIN vault_item v ON v.item = m.applicant
        WHERE m.person = ? AND m.person > 0 ORDER BY m.filed DESC LIMIT ?)sql";
    return read_lines(db.query(sql, person.number(), limit));
}

base::Result<std::vector<MatterLine>> list_numbers(const store::Reader& db,
                                                   const std::vector<std::string>& numbers) {
    constexpr std::string_view sql = R"sql(
        SELECT m.number, m.item, m.office, m.channel, v.caption, m.filed, m.decided, m.due_at,
            m.paused, m.ended, m.result, m.promise_due, m.legal_due
        FROM matter m LEFT JOIN vault_item v ON v.item = m.applicant WHERE m.number = ? LIMIT 1)sql";
    std::vector<MatterLine> found;
    for (const std::string& number : numbers) {
        auto lines = TRY(read_lines(db.query(sql, number)));
        if (!lines.empty()) found.push_back(std::move(lines.front()));
    }
    return found;
}

base::Result<std::vector<MatterLine>> list_due_before(const store::Reader& db, std::string_view office,
                                                      calendar::Instant before, int offset, int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT m.number, m.item, m.office, m.channel, v.caption, m.filed, m.decided, m.due_at,
            m.paused, m.ended, m.result, m.promise_due, m.legal_due
        FROM matter m LEFT JOIN vault_item v ON v.item = m.applicant
        WHERE m.ended = 0 AND m.due_at > 0 AND m.due_at <= ? AND m.paused = 0 AND (? = '' OR m.office = ?)
        ORDER BY m.due_at, m.number LIMIT ? OFFSET ?)sql";
    return read_lines(db.query(sql, before.seconds(), office, office, limit, offset));
}

base::Result<std::vector<std::string>> list_silent(const store::Reader& db, calendar::Instant before,
                                                   int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT number FROM matter
        WHERE silent_at > 0 AND silent_at <= ? ORDER BY silent_at, number LIMIT ?)sql";
    auto rows = TRY(db.query(sql, before.seconds(), limit));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

}  // namespace casework
