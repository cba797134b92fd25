#include "casework/figure_store.h"

#include "casework/limits.h"

#include <algorithm>

namespace casework {

namespace {

constexpr int kGroupsMax = 2000;  // bodies times channels

DayFlow& flow_of(std::vector<DayFlow>& flows, std::string_view office, std::string_view channel) {
    for (DayFlow& flow : flows) {
        if (flow.office == office && flow.channel == channel) return flow;
    }
    DayFlow& flow = flows.emplace_back();
    flow.office = office;
    flow.channel = channel;
    return flow;
}

base::Result<> add_received(const store::Reader& db, Date day, std::vector<DayFlow>& flows) {
    constexpr std::string_view sql = R"sql(
        SELECT office, channel, count(*) FROM matter WHERE filed_day = ?
        GROUP BY office, channel LIMIT ?)sql";
    auto rows = TRY(db.query(sql, day.days, kGroupsMax));
    while (TRY(rows.next())) flow_of(flows, rows.text(0), rows.text(1)).received = rows.integer(2);
    return base::Done{};
}

base::Result<> add_accepted(const store::Reader& db, Date day, std::vector<DayFlow>& flows) {
    constexpr std::string_view sql = R"sql(
        SELECT office, channel, count(*), count(*) FILTER (WHERE filed_day = accepted_day)
        FROM matter WHERE accepted_day = ? GROUP BY office, channel LIMIT ?)sql";
    auto rows = TRY(db.query(sql, day.days, kGroupsMax));
    while (TRY(rows.next())) {
        DayFlow& flow = flow_of(flows, rows.text(0), rows.text(1));
        flow.accepted = rows.integer(2);
        flow.accepted_same_day = rows.integer(3);
    }
    return base::Done{};
}

base::Result<> add_decided(const store::Reader& db, Date day, std::vector<DayFlow>& flows) {
    constexpr std::string_view sql = R"sql(
        SELECT office, channel, count(*), count(*) FILTER (WHERE filed_day = decided_day),
            count(*) FILTER (WHERE promise_late = 0 AND legal_late = 0)
        FROM matter WHERE decided_day = ? GROUP BY office, channel LIMIT ?)sql";
    auto rows = TRY(db.query(sql, day.days, kGroupsMax));
    while (TRY(rows.next())) {
        DayFlow& flow = flow_of(flows, rows.text(0), rows.text(1));
        flow.decided = rows.integer(2);
        flow.decided_same_day = rows.integer(3);
        flow.decided_in_promise = rows.integer(4);
    }
    return base::Done{};
}

base::Result<> add_delivered(const store::Reader& db, Date day, std::vector<DayFlow>& flows) {
    // Asked so that the index of what was delivered answers, and not one in the order of bodies, which holds
    // every matter there ever was.
    constexpr std::string_view sql = R"sql(
        SELECT office || '', channel, count(*) FROM matter
        WHERE delivered > 0 AND delivered >= ? AND delivered < ? GROUP BY office || '', channel LIMIT ?)sql";
    auto rows = TRY(db.query(sql, calendar::Instant::start_of(day).seconds(),
                             calendar::Instant::start_of(day.plus(1)).seconds(), kGroupsMax));
    while (TRY(rows.next())) flow_of(flows, rows.text(0), rows.text(1)).delivered = rows.integer(2);
    return base::Done{};
}

}  // namespace

base::Result<std::vector<DayFlow>> list_day_flows(const store::Reader& db, Date day) {
    std::vector<DayFlow> flows;
    TRY(add_received(db, day, flows));
    TRY(add_accepted(db, day, flows));
    TRY(add_decided(db, day, flows));
    TRY(add_delivered(db, day, flows));
    std::sort(flows.begin(), flows.end(), [](const DayFlow& left, const DayFlow& right) {
        return left.office != right.office ? left.office < right.office : left.channel < right.channel;
    });
    return flows;
}

base::Result<std::vector<OpenCount>> count_open(const store::Reader& db, calendar::Instant now,
                                                calendar::Instant near_until) {
    // Asked by due date and grouped by a value, so that matter_open_due alone is read: 1 ms instead of 1.3 s
    // over a million matters.
    constexpr std::string_view sql = R"sql(
        SELECT office || '', count(*), count(*) FILTER (WHERE paused = 0 AND due_at > ? AND due_at <= ?),
            count(*) FILTER (WHERE paused = 0 AND due_at > 0 AND due_at <= ?),
            count(*) FILTER (WHERE paused = 1)
        FROM matter WHERE ended = 0 AND due_at >= 0 GROUP BY office || '' ORDER BY 1 LIMIT ?)sql";
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
