#include "disclosure/request_store.h"

#include "casework/case_events.h"
#include "disclosure/remedy_events.h"

#include <algorithm>
#include <unordered_set>

namespace disclosure {

namespace {

// data: options of the process's facts, in its order
constexpr std::array<std::string_view, 7> kWays = {"internet",     "counter", "oral",       "signed_post",
                                                   "plain_letter", "fax",     "transferred"};
constexpr std::string_view kMatter = "matter/";

template <std::size_t N>
std::string option(const std::array<std::string_view, N>& options, std::int64_t value) {
    const bool known = value >= 1 && value <= static_cast<std::int64_t>(options.size());
    return known ? std::string(options[static_cast<std::size_t>(value - 1)]) : std::string();
}

// 公开条例 31: what is handed in or signed for is received that day; the rest when both sides confirm.
bool received_at_once(const RequestLine& row) {
    return row.way == "counter" || row.way == "oral" || row.way == "signed_post";
}

void take_facts(RequestLine& row, const casework::Turn& turn) {
    for (const casework::FactSet& fact : turn.facts) {
        if (fact.fact.text() == "way") row.way = option(kWays, fact.value);
        if (fact.fact.text() == "applicant_column") row.kind = option(kRequestColumnIds, fact.value);
        if (fact.fact.text() == "receipt_day") row.received = {static_cast<std::int32_t>(fact.value)};
    }
}

void take_papers(RequestLine& row, const casework::Turn& turn) {
    const auto note = [&](const base::Code& slot) {
        if (slot.text() == "clarification_notice") ++row.corrections;
        if (slot.text() == "fee_notice") ++row.fee_notices;
        if (turn.step.text() == "answer" && !row.had(slot.text()))
            row.evidence += (row.evidence.empty() ? "," : "") + slot.text() + ",";
    };
    for (const casework::Evidence& evidence : turn.evidence) note(evidence.slot);
    for (const base::Code& letter : turn.letters)
        if (std::none_of(turn.evidence.begin(), turn.evidence.end(),
                         [&](const casework::Evidence& one) { return one.slot == letter; }))
            note(letter);
}

void take_clock(RequestLine& row, const casework::ClockChange& change) {
    if (change.clock.text() != "reply" && change.clock.text() != "delayed_reply") return;
    const std::string& what = change.change.text();
    row.late = row.late || change.late;
    if (what == "stopped" || what == "void") {
        row.due_at = {}, row.paused = false;
        return;
    }
    row.due = change.due, row.due_at = change.due_at;
    if (what == "paused" || what == "resumed") row.paused = what == "paused";
    if (what == "extended") row.extended = true;
}

std::string state_after(const RequestLine& row, const casework::Turn& turn) {
    const std::string& step = turn.step.text();
    const std::string& outcome = turn.outcome.text();
    if (step == "register") return outcome == "registered" ? "registered" : row.state;
    if (step == "examine") return outcome == "unclear" ? "correcting" : "working";
    if (step == "clarify") return outcome == "corrected" ? "registered" : "answered";
    if (step == "review") return outcome == "send_back" ? "working" : "deciding";
    if (step == "answer") return "answered";
    if (step == "third_party" || step == "co_maker" || step == "other_bodies" || step == "fee")
        return "working";
    return row.state;
}

void take_turn(RequestLine& row, const casework::Turn& turn, calendar::Instant at) {
    take_facts(row, turn);
    take_papers(row, turn);
    for (const casework::ClockChange& change : turn.clocks) take_clock(row, change);
    row.state = state_after(row, turn);
    if (row.received.days == 0 && (turn.step.text() == "register" && turn.outcome.text() == "registered"))
        row.received = at.date();
    if (turn.step.text() == "answer") row.outcome = turn.outcome.text();
    if (!turn.result.empty() && row.leaf.empty()) {
        const std::string& result = turn.result.text();
        // Given up or passed on as a whole: what the form calls other (3.5, R6.3).
        row.leaf = row_of_leaf(result) >= 0 ? result : "R6.3";
        if (row.outcome.empty()) row.outcome = result;
        row.answered = at.date();
        row.state = "answered";
        if (result == "void") row.state = "void", row.received = {}, row.leaf.clear();
    }
    if (turn.ended && row.state == "answered") row.state = "archived";
}

constexpr std::string_view kColumns =
    "number, office, item, state, way, kind, filed_day, received_day, due_day, due_at, paused, late, "
    "extended, corrections, fee_notices, evidence, leaf, outcome, answered_day, applicant, answers";

RequestLine read_line(const store::Rows& rows) {
    RequestLine line;
    const auto day = [&](int column) {
        return calendar::Date{static_cast<std::int32_t>(rows.integer(column))};
    };
    line.number = rows.text(0), line.office = rows.text(1), line.item = rows.text(2);
    line.state = rows.text(3), line.way = rows.text(4), line.kind = rows.text(5);
    line.filed = day(6), line.received = day(7), line.due = day(8);
    line.due_at = calendar::Instant::of_seconds(rows.integer(9));
    line.paused = rows.integer(10) != 0, line.late = rows.integer(11) != 0;
    line.extended = rows.integer(12) != 0;
    line.corrections = rows.integer(13), line.fee_notices = rows.integer(14);
    line.evidence = rows.text(15), line.leaf = rows.text(16), line.outcome = rows.text(17);
    line.answered = day(18);
    line.applicant = rows.integer(19), line.answers = rows.integer(20);
    return line;
}

base::Result<std::vector<RequestLine>> read_lines(base::Result<store::Rows> asked) {
    store::Rows rows = TRY(std::move(asked));
    std::vector<RequestLine> found;
    while (TRY(rows.next())) found.push_back(read_line(rows));
    return found;
}

std::string select(std::string_view rest) {
    return "SELECT " + std::string(kColumns) + " FROM request " + std::string(rest);
}

base::Result<> project_row(store::Tx& tx, const RequestLine& row) {
    constexpr std::string_view sql = R"sql(
        UPDATE request SET state = ?, way = ?, kind = ?, received_day = ?, due_day = ?, due_at = ?,
            paused = ?, late = ?, extended = ?, corrections = ?, fee_notices = ?, evidence = ?, leaf = ?,
            outcome = ?, answered_day = ? WHERE number = ?)sql";
    return tx.execute(sql, row.state, row.way, row.kind, row.received.days, row.due.days,
                      row.due_at.seconds(), row.paused ? 1 : 0, row.late ? 1 : 0, row.extended ? 1 : 0,
                      row.corrections, row.fee_notices, row.evidence, row.leaf, row.outcome,
                      row.answered.days, row.number);
}

// Most matters are of other processes: in a rebuild their documents are not read for this.
bool is_request(const ledger::Entry& entry) {
    std::string process;
    if (entry.live == nullptr)
        process = entry.stored.find("process").string();
    else
        process = entry.read<casework::Received>().process.text();
    return process.substr(0, process.find('@')) == kRequestProcess;
}

base::Result<> project_received(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<casework::Received>();
    RequestLine row;
    row.number = event.number.text(), row.state = "received", row.filed = entry.at.date();
    take_turn(row, event.turn, entry.at);
    if (row.received.days == 0 && received_at_once(row)) row.received = row.filed;
    constexpr std::string_view sql = R"sql(
        INSERT INTO request(number, office, item, state, way, kind, filed_day, received_day, due_day, due_at,
            paused, late, extended, corrections, fee_notices, evidence, leaf, outcome, answered_day, answered,
            applicant, answers)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, '', '', '', 0, 0, ?, ?))sql";
    return tx.execute(sql, row.number, event.office, event.item, row.state, row.way, row.kind, row.filed.days,
                      row.received.days, row.due.days, row.due_at.seconds(), event.applicant.item,
                      event.answers.item);
}

template <class Event>
bool take_if(const ledger::Entry& entry, RequestLine& row) {
    if (!entry.is<Event>()) return false;
    const auto event = entry.read<Event>();
    take_turn(row, event.turn, entry.at);
    return true;
}

void take_extension(const ledger::Entry& entry, RequestLine& row) {
    const auto event = entry.read<casework::Extended>();
    take_clock(row, event.change);
    for (const casework::ClockChange& change : event.moved) take_clock(row, change);
}

void take_pause(const ledger::Entry& entry, RequestLine& row) {
    take_if<casework::Paused>(entry, row);
    const auto event = entry.read<casework::Paused>();
    row.state = event.turn.step.text() == "fee" ? "fee_due" : "consulting";
    for (const casework::Opening& opening : event.turn.opened)
        if (opening.step.text() == "fee") row.state = "fee_due";
}

base::Result<> project_remedy(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<RemedyRecorded>()) {
        const auto event = entry.read<RemedyRecorded>();
        constexpr std::string_view sql = R"sql(
            INSERT INTO remedy(remedy, year, serial, request, office, kind, filed_day, result, result_day,
                leaf, note, recorded_by)
            VALUES(?, ?, ?, ?, ?, ?, ?, '', 0, '', ?, ?))sql";
        return tx.execute(sql, event.remedy, entry.at.date().year(), event.n, event.request, event.office,
                          event.kind, event.filed.days, event.note.item, entry.person);
    }
    const auto event = entry.read<RemedyDecided>();
    return tx.execute("UPDATE remedy SET result = ?, result_day = ?, leaf = ? WHERE remedy = ?", event.result,
                      event.decided.days, event.leaf, event.remedy);
}

}  // namespace

bool RequestLine::had(std::string_view slot) const {
    return evidence.find("," + std::string(slot) + ",") != std::string::npos;
}

std::vector<std::string_view> request_kinds() {
    return {
        casework::Received::kKind.name,  casework::Accepted::kKind.name,     casework::Refused::kKind.name,
        casework::StepDone::kKind.name,  casework::Supplemented::kKind.name, casework::Paused::kKind.name,
        casework::Resumed::kKind.name,   casework::Extended::kKind.name,     casework::DueChanged::kKind.name,
        casework::Decided::kKind.name,   casework::Delivered::kKind.name,    casework::Withdrawn::kKind.name,
        casework::Corrected::kKind.name, casework::Ended::kKind.name,        casework::Migrated::kKind.name,
        RemedyRecorded::kKind.name,      RemedyDecided::kKind.name};
}

base::Result<> project_request(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<RemedyRecorded>() || entry.is<RemedyDecided>()) return project_remedy(tx, entry);
    if (entry.is<casework::Received>())
        return is_request(entry) ? project_received(tx, entry) : base::Result<>(base::Done{});
    if (!entry.subject.starts_with(kMatter)) return base::Done{};
    auto found = TRY(find_request(tx, entry.subject.substr(kMatter.size())));
    if (!found) return base::Done{};  // a matter of another process
    RequestLine& row = *found;
    if (entry.is<casework::Extended>())
        take_extension(entry, row);
    else if (entry.is<casework::DueChanged>())
        take_clock(row, entry.read<casework::DueChanged>().change);
    else if (entry.is<casework::Paused>())
        take_pause(entry, row);
    else if (!(take_if<casework::Accepted>(entry, row) || take_if<casework::Refused>(entry, row) ||
               take_if<casework::StepDone>(entry, row) || take_if<casework::Supplemented>(entry, row) ||
               take_if<casework::Resumed>(entry, row) || take_if<casework::Decided>(entry, row) ||
               take_if<casework::Delivered>(entry, row) || take_if<casework::Withdrawn>(entry, row) ||
               take_if<casework::Corrected>(entry, row) || take_if<casework::Ended>(entry, row) ||
               take_if<casework::Migrated>(entry, row)))
        return base::Done{};
    return project_row(tx, row);
}

namespace {

// Where it began with empty tables it has seen every request there is, and asks the database about no other
// matter: a rebuild reads millions of them.
class RequestRows : public ledger::Projection {
public:
    base::Result<> take(store::Tx& tx, const ledger::Entry& entry) override {
        if (!begun_) {
            auto rows = TRY(tx.query("SELECT 1 FROM request LIMIT 1"));
            begun_ = true, knows_all_ = !TRY(rows.next());
        }
        if (knows_all_ && entry.subject.starts_with(kMatter)) {
            if (entry.is<casework::Received>() && is_request(entry))
                known_.emplace(entry.subject);
            else if (!known_.contains(std::string(entry.subject)))
                return base::Done{};
        }
        return project_request(tx, entry);
    }
    base::Result<> write(store::Tx&) override { return base::Done{}; }

private:
    std::unordered_set<std::string> known_;
    bool begun_ = false, knows_all_ = false;
};

}  // namespace

std::unique_ptr<ledger::Projection> begin_request_rows() {
    return std::make_unique<RequestRows>();
}

base::Result<std::optional<RequestLine>> find_request(const store::Reader& db, std::string_view number) {
    auto found = TRY(read_lines(db.query(select("WHERE number = ?"), number)));
    if (found.empty()) return std::optional<RequestLine>();
    return std::optional<RequestLine>(std::move(found.front()));
}

base::Result<std::vector<RequestLine>> list_open_requests(const store::Reader& db, std::string_view office,
                                                          int limit) {
    return read_lines(db.query(select("WHERE answered_day = 0 AND (? = '' OR office = ?) "
                                      "ORDER BY due_at = 0, due_at, number LIMIT ?"),
                               office, office, limit));
}

base::Result<std::vector<RequestLine>>
list_answered_requests(const store::Reader& db, std::string_view office, int offset, int limit) {
    return read_lines(db.query(select("WHERE answered_day > 0 AND leaf <> '' AND (? = '' OR office = ?) "
                                      "ORDER BY answered_day DESC, number DESC LIMIT ? OFFSET ?"),
                               office, office, limit, offset));
}

base::Result<std::int64_t> count_answered_requests(const store::Reader& db, std::string_view office) {
    auto rows = TRY(db.query("SELECT count(*) FROM request WHERE answered_day > 0 AND leaf <> '' "
                             "AND (? = '' OR office = ?)",
                             office, office));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

}  // namespace disclosure
