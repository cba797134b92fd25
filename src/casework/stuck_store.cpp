// What is stuck, asked of the open steps: each seat is one step along an index, and its idle steps are a
// range of the same index. Nothing here reads through all matters.

#include "casework/limits.h"
#include "casework/stuck.h"

#include <algorithm>

namespace casework {

base::Result<std::vector<Seat>> list_seats(const store::Reader& db, std::string_view body) {
    constexpr std::string_view sql = R"sql(
        SELECT body, role, office FROM matter_step
        WHERE (body, role, office) > (?, ?, ?) ORDER BY body, role, office LIMIT 1)sql";
    std::vector<Seat> found;
    Seat last{std::string(body), {}, {}};
    while (found.size() < kSeatsMax) {
        auto rows = TRY(db.query(sql, last.body, last.role, last.office));
        if (!TRY(rows.next())) break;
        last = {std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))};
        if (!body.empty() && last.body != body) break;
        if (!last.body.empty()) found.push_back(last);  // what waits for an outsider lies at no body
    }
    return found;
}

base::Result<std::int64_t> count_stuck(const store::Reader& db, const std::vector<StuckShare>& shares) {
    constexpr std::string_view sql = R"sql(
        SELECT count(*) FROM matter_step WHERE body = ? AND role = ? AND office = ? AND idle_from < ?)sql";
    std::int64_t all = 0;
    for (const StuckShare& share : shares) {
        auto rows =
            TRY(db.query(sql, share.seat.body, share.seat.role, share.seat.office, share.before.seconds()));
        if (TRY(rows.next())) all += rows.integer(0);
    }
    return all;
}

namespace {

base::Result<> read_share(const store::Reader& db, const StuckShare& share, int limit,
                          std::vector<StuckRow>& found) {
    constexpr std::string_view sql = R"sql(
        SELECT s.number, s.item, s.step, s.member, s.role, s.office, s.claimed_by, s.since, s.due_at,
            s.paused, v.caption, s.idle_from
        FROM matter_step s LEFT JOIN vault_item v ON v.item = s.applicant
        WHERE s.body = ? AND s.role = ? AND s.office = ? AND s.idle_from < ?
        ORDER BY s.idle_from, s.number LIMIT ?)sql";
    auto rows = TRY(
        db.query(sql, share.seat.body, share.seat.role, share.seat.office, share.before.seconds(), limit));
    while (TRY(rows.next())) {
        found.push_back({read_desk_row(rows), share.seat, share.vacant, share.working_days,
                         calendar::Instant::of_seconds(rows.integer(11))});
    }
    return base::Done{};
}

}  // namespace

base::Result<std::vector<StuckRow>> list_stuck(const store::Reader& db, const std::vector<StuckShare>& shares,
                                               int offset, int limit) {
    std::vector<StuckRow> found;
    for (const StuckShare& share : shares) TRY(read_share(db, share, offset + limit, found));
    std::sort(found.begin(), found.end(), [](const StuckRow& one, const StuckRow& other) {
        return std::pair(one.idle_from, std::string_view(one.row.number)) <
               std::pair(other.idle_from, std::string_view(other.row.number));
    });
    const auto first = std::min<std::size_t>(static_cast<std::size_t>(offset), found.size());
    const auto last = std::min<std::size_t>(static_cast<std::size_t>(offset + limit), found.size());
    return std::vector<StuckRow>(found.begin() + static_cast<std::ptrdiff_t>(first),
                                 found.begin() + static_cast<std::ptrdiff_t>(last));
}

}  // namespace casework
