// Counting for the annual report: tables three and four of one body and year, and what stands behind them.

#include "disclosure/request_store.h"

#include <algorithm>

namespace disclosure {

namespace {

// Who said of no kind is counted as other: a cell is never left out.
std::size_t column_of(std::string_view kind) {
    const auto found = std::find(kRequestColumnIds.begin(), kRequestColumnIds.end() - 1, kind);
    const auto at = static_cast<std::size_t>(found - kRequestColumnIds.begin());
    return at < kColumnTotal ? at : kColumnTotal - 1;
}

base::Result<> add_kinds(base::Result<store::Rows> asked, std::array<Cell, kRequestColumns>& row) {
    store::Rows rows = TRY(std::move(asked));
    while (TRY(rows.next())) row[column_of(rows.text(0))].value += rows.integer(1);
    return base::Done{};
}

// Open at the end of `day`: received by then, and not answered at all or only later.
base::Result<> add_open(const store::Reader& db, std::string_view office, calendar::Date day,
                        std::array<Cell, kRequestColumns>& row) {
    constexpr std::string_view still = R"sql(
        SELECT kind, count(*) FROM request WHERE office = ? AND answered_day = 0 AND received_day > 0
            AND received_day <= ? GROUP BY kind ORDER BY kind LIMIT 20)sql";
    TRY(add_kinds(db.query(still, office, day.days), row));
    constexpr std::string_view later = R"sql(
        SELECT kind, count(*) FROM request WHERE office = ? AND answered_day > ? AND received_day > 0
            AND received_day <= ? GROUP BY kind ORDER BY kind LIMIT 20)sql";
    return add_kinds(db.query(later, office, day.days, day.days), row);
}

}  // namespace

base::Result<> count_requests(const store::Reader& db, const CountedYear& counted, AnnualTables& tables) {
    constexpr std::string_view fresh = R"sql(
        SELECT kind, count(*) FROM request WHERE office = ? AND received_day >= ? AND received_day <= ?
            GROUP BY kind ORDER BY kind LIMIT 20)sql";
    TRY(add_kinds(db.query(fresh, counted.office, counted.first().days, counted.last().days),
                  tables.requests[kRowNew]));
    TRY(add_open(db, counted.office, counted.first().plus(-1), tables.requests[kRowCarried]));
    TRY(add_open(db, counted.office, counted.last(), tables.requests[kRowOpen]));
    constexpr std::string_view answered = R"sql(
        SELECT leaf, kind, count(*) FROM request
            WHERE office = ? AND answered_day >= ? AND answered_day <= ? AND received_day > 0
            GROUP BY leaf, kind ORDER BY leaf, kind LIMIT 400)sql";
    auto rows = TRY(db.query(answered, counted.office, counted.first().days, counted.last().days));
    while (TRY(rows.next())) {
        const int row = row_of_leaf(rows.text(0));
        if (row < 0) continue;
        tables.requests[static_cast<std::size_t>(row)][column_of(rows.text(1))].value += rows.integer(2);
    }
    add_up(tables);
    return base::Done{};
}

base::Result<> count_remedies(const store::Reader& db, const CountedYear& counted, AnnualTables& tables) {
    const auto add = [&](std::string_view kind, std::string_view result, std::int64_t count) {
        const auto row = std::find(kRemedyKindIds.begin(), kRemedyKindIds.end(), kind);
        const auto column = std::find(kRemedyColumnIds.begin(), kRemedyColumnIds.end(), result);
        if (row == kRemedyKindIds.end() || column == kRemedyColumnIds.end()) return;  // a complaint
        tables
            .remedies[static_cast<std::size_t>(row - kRemedyKindIds.begin())]
                     [static_cast<std::size_t>(column - kRemedyColumnIds.begin())]
            .value += count;
    };
    constexpr std::string_view ended = R"sql(
        SELECT kind, result, count(*) FROM remedy WHERE office = ? AND result_day >= ? AND result_day <= ?
            GROUP BY kind, result ORDER BY kind, result LIMIT 40)sql";
    auto rows = TRY(db.query(ended, counted.office, counted.first().days, counted.last().days));
    while (TRY(rows.next())) add(rows.text(0), rows.text(1), rows.integer(2));
    constexpr std::string_view pending = R"sql(
        SELECT kind, count(*) FROM remedy WHERE office = ? AND filed_day <= ?
            AND (result_day = 0 OR result_day > ?) GROUP BY kind ORDER BY kind LIMIT 10)sql";
    auto open = TRY(db.query(pending, counted.office, counted.last().days, counted.last().days));
    while (TRY(open.next())) add(open.text(0), "pending", open.integer(1));
    add_up(tables);
    return base::Done{};
}

base::Result<RequestProofs> prove_requests(const store::Reader& db, const AnnualForm& form,
                                           const CountedYear& counted) {
    RequestProofs proofs;
    constexpr std::string_view answered = R"sql(
        SELECT number, leaf, corrections, fee_notices, evidence, outcome FROM request
            WHERE office = ? AND answered_day >= ? AND answered_day <= ? AND received_day > 0
            ORDER BY answered_day, leaf, kind LIMIT ?)sql";
    auto rows =
        TRY(db.query(answered, counted.office, counted.first().days, counted.last().days, kRequestsMax));
    while (TRY(rows.next())) {
        RequestLine line;
        line.number = rows.text(0), line.leaf = rows.text(1), line.evidence = rows.text(4);
        proofs.fees_asked += rows.integer(3) > 0 ? 1 : 0;
        if (line.leaf == "R6.1" && rows.integer(2) > 0) ++proofs.correction_notices;
        if (line.leaf == "R6.2" && rows.integer(3) > 0) ++proofs.fee_notices;
        if (line.leaf == "R2" && line.had("redactions")) ++proofs.redaction_maps;
        const int row = row_of_leaf(line.leaf);
        if (row < 0) continue;
        for (const std::string& need : form.rows[static_cast<std::size_t>(row)].guard) {
            if (line.had(need)) continue;
            proofs.without_guard.emplace_back(line.number, line.leaf);
            break;
        }
    }
    constexpr std::string_view open = R"sql(
        SELECT number, due_day FROM request WHERE office = ? AND received_day > 0 AND received_day <= ?
            AND (answered_day = 0 OR answered_day > ?) ORDER BY received_day, number LIMIT ?)sql";
    auto left = TRY(db.query(open, counted.office, counted.last().days, counted.last().days, kRequestsMax));
    while (TRY(left.next()))
        proofs.open.push_back({std::string(left.text(0)), {static_cast<std::int32_t>(left.integer(1))}});
    return proofs;
}

namespace {

RemedyLine read_remedy(const store::Rows& rows) {
    RemedyLine line;
    line.remedy = rows.text(0), line.request = rows.text(1), line.office = rows.text(2);
    line.kind = rows.text(3);
    line.filed = {static_cast<std::int32_t>(rows.integer(4))};
    line.result = rows.text(5);
    line.decided = {static_cast<std::int32_t>(rows.integer(6))};
    line.leaf = rows.text(7), line.note.item = rows.integer(8);
    return line;
}

}  // namespace

base::Result<std::optional<RemedyLine>> find_remedy(const store::Reader& db, std::string_view remedy) {
    constexpr std::string_view sql = R"sql(
        SELECT remedy, request, office, kind, filed_day, result, result_day, leaf, note FROM remedy
            WHERE remedy = ?)sql";
    auto rows = TRY(db.query(sql, remedy));
    if (!TRY(rows.next())) return std::optional<RemedyLine>();
    return std::optional<RemedyLine>(read_remedy(rows));
}

base::Result<std::vector<RemedyLine>> list_remedies(const store::Reader& db, std::string_view office,
                                                    int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT remedy, request, office, kind, filed_day, result, result_day, leaf, note FROM remedy
            WHERE ? = '' OR office = ? ORDER BY year DESC, serial DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, office, office, limit));
    std::vector<RemedyLine> found;
    while (TRY(rows.next())) found.push_back(read_remedy(rows));
    return found;
}

base::Result<std::int64_t> last_remedy_serial(const store::Reader& db, int year) {
    auto rows = TRY(db.query("SELECT serial FROM remedy WHERE year = ? ORDER BY serial DESC LIMIT 1", year));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace disclosure
