#include "casework/figure_store.h"

#include "casework/limits.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kGroupsMax = 2000;  // bodies times channels

}  // namespace

base::Result<std::vector<DayFlow>> list_day_flows(const store::Reader& db, Date day) {
    constexpr std::string_view sql = R"sql(
        SELECT office, channel, received, accepted, accepted_same_day, decided, decided_same_day,
            decided - decided_late, delivered
        FROM matter_day WHERE day = ? ORDER BY office, channel LIMIT ?)sql";
    auto rows = TRY(db.query(sql, day.days, kGroupsMax));
    std::vector<DayFlow> flows;
    while (TRY(rows.next())) {
        DayFlow& flow = flows.emplace_back();
        flow.office = rows.text(0);
        flow.channel = rows.text(1);
        flow.received = rows.integer(2);
        flow.accepted = rows.integer(3);
        flow.accepted_same_day = rows.integer(4);
        flow.decided = rows.integer(5);
        flow.decided_same_day = rows.integer(6);
        flow.decided_in_promise = rows.integer(7);
        flow.delivered = rows.integer(8);
    }
    return flows;
}

base::Result<std::vector<OpenCount>> count_open(const store::Reader& db, calendar::Instant now,
                                                calendar::Instant near_until) {
    constexpr std::string_view sql = R"sql(
        SELECT office, sum(matters),
            sum(matters) FILTER (WHERE paused = 0 AND due_at > ? AND due_at <= ?),
            sum(matters) FILTER (WHERE paused = 0 AND due_at > 0 AND due_at <= ?),
            sum(matters) FILTER (WHERE paused = 1)
        FROM matter_due GROUP BY office ORDER BY office LIMIT ?)sql";
    auto rows = TRY(db.query(sql, now.seconds(), near_until.seconds(), now.seconds(), kGroupsMax));
    std::vector<OpenCount> found;
    while (TRY(rows.next())) {
        found.push_back(
            {std::string(rows.text(0)), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)});
    }
    return found;
}

namespace {

base::Result<std::int64_t> first_number(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace

base::Result<std::int64_t> count_open_under_guide(const store::Reader& db, const base::Digest& guide) {
    return first_number(db.query("SELECT count(*) FROM matter WHERE guide = ? AND ended = 0", guide));
}

base::Result<std::int64_t> count_open_under_process(const store::Reader& db, const base::Digest& definition) {
    return first_number(
        db.query("SELECT count(*) FROM matter WHERE definition = ? AND ended = 0", definition));
}

base::Result<std::vector<std::string>> list_open_under_process(const store::Reader& db,
                                                               const base::Digest& definition, int limit) {
    auto rows =
        TRY(db.query("SELECT number FROM matter WHERE definition = ? AND ended = 0 ORDER BY number LIMIT ?",
                     definition, limit));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

base::Result<std::int64_t> count_received(const store::Reader& db, std::string_view office, Date from) {
    return first_number(
        db.query("SELECT count(*) FROM matter WHERE office = ? AND filed_day >= ?", office, from.days));
}

base::Result<std::vector<Waiting>> list_waiting(const store::Reader& db) {
    constexpr std::string_view sql = R"sql(
        SELECT office, role, count(*) FROM matter_step GROUP BY office, role
        ORDER BY count(*) DESC, office, role LIMIT ?)sql";
    auto rows = TRY(db.query(sql, kGroupsMax));
    std::vector<Waiting> found;
    while (TRY(rows.next()))
        found.push_back({std::string(rows.text(1)), std::string(rows.text(0)), rows.integer(2)});
    return found;
}

base::Result<std::vector<std::int64_t>> count_hours(const store::Reader& db, Date day,
                                                    std::string_view office) {
    constexpr std::string_view sql = R"sql(
        SELECT (filed - ?) / 3600, count(*) FROM matter WHERE filed_day = ? AND (? = '' OR office = ?)
        GROUP BY 1 LIMIT 24)sql";
    std::vector<std::int64_t> hours(24, 0);
    auto rows = TRY(db.query(sql, calendar::Instant::start_of(day).seconds(), day.days, office, office));
    while (TRY(rows.next())) {
        const auto hour = static_cast<std::size_t>(std::clamp<std::int64_t>(rows.integer(0), 0, 23));
        hours[hour] += rows.integer(1);
    }
    return hours;
}

base::Result<std::vector<ActLine>> list_acts(const store::Reader& db, const ActQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT seq, at, number, step, member, outcome, role, office FROM matter_act
        WHERE person = ? AND day >= ? AND day <= ? AND (? = '' OR step = ?)
        ORDER BY day DESC, seq DESC LIMIT ? OFFSET ?)sql";
    auto rows = TRY(db.query(sql, question.person.number(), question.from.days, question.to.days,
                             question.step, question.step, question.limit, question.offset));
    std::vector<ActLine> found;
    while (TRY(rows.next())) {
        ActLine& line = found.emplace_back();
        line.seq = rows.integer(0);
        line.at = calendar::Instant::of_seconds(rows.integer(1));
        line.number = rows.text(2);
        line.step = rows.text(3);
        line.member = rows.text(4);
        line.outcome = rows.text(5);
        line.role = rows.text(6);
        line.office = rows.text(7);
    }
    return found;
}

base::Result<bool> has_acted(const store::Reader& db, PersonId person, std::string_view number) {
    auto rows = TRY(db.query("SELECT 1 FROM matter_act WHERE number = ? AND person = ? LIMIT 1", number,
                             person.number()));
    return rows.next();
}

base::Result<std::int64_t> count_acts(const store::Reader& db, const ActQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FROM matter_act WHERE person = ? AND day >= ? AND day <= ?
            AND (? = '' OR step = ?))sql";
    auto rows = TRY(db.query(sql, question.person.number(), question.from.days, question.to.days,
                             question.step, question.step));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::vector<StepCount>> count_act_steps(const store::Reader& db, const ActQuestion& question) {
    constexpr std::string_view sql = R"sql(
        SELECT step, count(*) FROM matter_act WHERE person = ? AND day >= ? AND day <= ?
        GROUP BY step ORDER BY step LIMIT 64)sql";
    auto rows = TRY(db.query(sql, question.person.number(), question.from.days, question.to.days));
    std::vector<StepCount> found;
    while (TRY(rows.next())) found.push_back({std::string(rows.text(0)), rows.integer(1)});
    return found;
}

base::Result<std::vector<std::string>> list_item_matters(const store::Reader& db, std::string_view item,
                                                         int limit) {
    constexpr std::string_view sql = "SELECT number FROM matter WHERE item = ? ORDER BY filed DESC LIMIT ?";
    auto rows = TRY(db.query(sql, item, limit));
    std::vector<std::string> found;
    while (TRY(rows.next())) found.emplace_back(rows.text(0));
    return found;
}

}  // namespace casework
