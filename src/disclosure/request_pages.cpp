// /requests: the room of requests. Who waits, until when, how they ended; one request beside what its
// applicant asked before; complaints, reviews and lawsuits. /gov/requests: the log everybody reads, without a
// name or a word that an applicant typed.

#include "casework/case_verbs.h"
#include "disclosure/annual_pages.h"
#include "disclosure/remedy.h"
#include "disclosure/request.h"
#include "text/display.h"
#include "web/form.h"
#include "web/pager.h"

#include <algorithm>
#include <map>

namespace disclosure {

namespace {

constexpr int kOpenShown = 200, kRemediesShown = 200;

struct OpenRow {
    std::string number, url, unit, state, received, due, lamp, compare_url;
    void fields(auto& visit) {
        visit("number", number), visit("url", url), visit("unit", unit), visit("state", state);
        visit("received", received), visit("due", due), visit("lamp", lamp);
        visit("compare_url", compare_url);
    }
};
struct CountRow {
    std::string name, count;
    void fields(auto& visit) { visit("name", name), visit("count", count); }
};
struct RequestsModel {
    std::string q, open_count, late_count, year;
    std::vector<OpenRow> rows;
    std::vector<CountRow> leaves;
    void fields(auto& visit) {
        visit("q", q), visit("open_count", open_count), visit("late_count", late_count), visit("year", year);
        visit("rows", rows), visit("leaves", leaves);
    }
};
struct EarlierRow {
    std::string number, url, subject, percent, answered, leaf;
    bool is_alike = false, same_document = false;
    void fields(auto& visit) {
        visit("number", number), visit("url", url), visit("subject", subject), visit("percent", percent);
        visit("answered", answered), visit("leaf", leaf), visit("is_alike", is_alike);
        visit("same_document", same_document);
    }
};
struct CompareModel {
    std::string q, number, url, subject, month_count, fee;
    bool is_unverified = false;
    std::vector<EarlierRow> earlier;
    void fields(auto& visit) {
        visit("q", q), visit("number", number), visit("url", url), visit("subject", subject);
        visit("month_count", month_count), visit("fee", fee), visit("is_unverified", is_unverified);
        visit("earlier", earlier);
    }
};
struct WordRow {
    std::string word;
    bool is_selected = false;
    void fields(auto& visit) { visit("word", word), visit("is_selected", is_selected); }
};
struct UnitOption {
    std::string value, label;
    void fields(auto& visit) { visit("value", value), visit("label", label); }
};
struct RemedyRow {
    std::string remedy, unit, kind, filed, request, result, decided, note, decide_url;
    bool is_open = false;
    std::vector<WordRow> ends;
    void fields(auto& visit) {
        visit("remedy", remedy), visit("unit", unit), visit("kind", kind), visit("filed", filed);
        visit("request", request), visit("result", result), visit("decided", decided), visit("note", note);
        visit("decide_url", decide_url), visit("is_open", is_open), visit("ends", ends);
    }
};
struct RemediesModel {
    std::string q, request, filed, note;
    std::vector<web::FormError> errors;
    std::vector<WordRow> kinds;
    std::vector<UnitOption> units;
    std::vector<RemedyRow> rows;
    void fields(auto& visit) {
        visit("q", q), visit("typed_request", request), visit("typed_filed", filed),
            visit("typed_note", note);
        visit("errors", errors), visit("kinds", kinds), visit("units", units), visit("rows", rows);
    }
};
struct LogRow {
    std::string unit, received, answered, leaf;
    void fields(auto& visit) {
        visit("unit", unit), visit("received", received), visit("answered", answered), visit("leaf", leaf);
    }
};
struct LogModel {
    std::vector<LogRow> rows;
    web::Pager pager;
    void fields(auto& visit) { visit("rows", rows), visit("", pager); }
};

std::vector<std::string> offices_of(const AnnualRoom& room, const identity::Reading& reading) {
    const AnnualDesk desk = room.desk();
    const bool all = identity::authorise(reading, "disclosure.remedy", desk.overseer()).ok();
    std::vector<std::string> offices;
    for (const std::string& unit : desk.reporting_units())
        if (all || identity::authorise(reading, "disclosure.remedy", unit).ok()) offices.push_back(unit);
    return offices;
}

std::string day_of(calendar::Date day, const web::Request& request) {
    return day.days == 0 ? std::string() : text::date(day, request.skin.locale);
}

OpenRow open_row(const AnnualRoom& room, const identity::Reading& reading, const web::Request& request,
                 const RequestLine& line) {
    OpenRow row;
    row.number = line.number, row.url = "/desk/matters/" + line.number;
    row.compare_url = "/requests/" + line.number;
    row.unit = unit_words(room, request, line.office), row.state = line.state;
    row.received = day_of(line.received, request);
    if (line.due_at.ms == 0) return row;
    row.due = day_of(line.due, request);
    // F-01: three working days before the end is near; a week holds them with its weekend.
    row.lamp = line.paused                             ? "paused"
               : line.due_at <= reading.now            ? "red"
               : line.due < reading.now.date().plus(5) ? "yellow"
                                                       : "normal";
    return row;
}

AnnualAnswer show_requests(const AnnualRoom& room, const identity::Reading& reading,
                           const web::Request& request) {
    RequestsModel model;
    const int year = reading.now.date().year();
    model.year = std::to_string(year);
    std::int64_t late = 0, open = 0;
    std::map<std::size_t, std::int64_t> leaves;
    for (const std::string& office : offices_of(room, reading)) {
        for (const RequestLine& line : TRY(list_open_requests(reading.db, office, kOpenShown))) {
            ++open, late += line.due_at.ms != 0 && line.due_at <= reading.now ? 1 : 0;
            model.rows.push_back(open_row(room, reading, request, line));
        }
        AnnualTables tables;
        TRY(count_requests(reading.db, {office, year}, tables));
        for (std::size_t row = kRowFirstLeaf; row < kRowResults; ++row)
            leaves[row] += tables.requests[row][kColumnTotal].value;
    }
    for (const auto& [row, count] : leaves)
        if (count > 0)
            model.leaves.push_back(
                {said(room.form.rows[row].label, request.skin.locale), text::integer(count)});
    model.open_count = text::integer(open), model.late_count = text::integer(late);
    return room.site.page(request, "disclosure/requests", model, room.site.text(request, "requests.h1"));
}

std::string leaf_words(const AnnualRoom& room, const web::Request& request, std::string_view leaf) {
    const int row = row_of_leaf(leaf);
    if (row < 0) return {};
    return said(room.form.rows[static_cast<std::size_t>(row)].label, request.skin.locale);
}

AnnualAnswer show_comparison(const AnnualRoom& room, const identity::Reading& reading,
                             const web::Request& request) {
    const auto line = TRY(find_request(reading.db, request.param("number")));
    if (!line) return base::Error(base::ErrorCode::NotFound, "matter.not_found");
    const casework::MatterRow matter = TRY(casework::load_matter(reading, line->number));
    const casework::Handling handling = TRY(room.practice.for_matter(reading.db, matter));
    if (!casework::may_read(reading, matter, handling))
        return base::Error(base::ErrorCode::Forbidden, "matter.not_yours");
    const EarlierRequests found = TRY(earlier_requests(reading, *line));
    CompareModel model;
    model.number = line->number, model.url = "/desk/matters/" + line->number;
    model.subject = found.now.subject;
    model.month_count = text::integer(found.this_month);
    const base::Money fee = TRY(fee_of(room.fees.by_item, found.this_month));
    if (fee.fen > 0) model.fee = text::money(fee, request.skin.locale);
    model.is_unverified = room.fees.status != "verified";
    for (const LikeRequest& like : found.earlier) {
        const auto other = TRY(find_request(reading.db, like.asked.number));
        EarlierRow row;
        row.number = like.asked.number, row.url = "/desk/matters/" + like.asked.number;
        row.subject = like.asked.subject, row.percent = std::to_string(like.percent) + "%";
        row.is_alike = like.is_alike(), row.same_document = like.same_document;
        if (other)
            row.answered = day_of(other->answered, request),
            row.leaf = leaf_words(room, request, other->leaf);
        model.earlier.push_back(std::move(row));
    }
    return room.site.page(request, "disclosure/request_compare", model,
                          room.site.text(request, "requests.compare"));
}

RemedyRow remedy_row(const AnnualRoom& room, const identity::Reading& reading, const web::Request& request,
                     const RemedyLine& line) {
    RemedyRow row;
    row.remedy = line.remedy, row.unit = unit_words(room, request, line.office), row.kind = line.kind;
    row.filed = day_of(line.filed, request), row.request = line.request;
    row.result = line.result, row.decided = day_of(line.decided, request);
    row.is_open = line.result.empty();
    row.decide_url = "/requests/remedies/" + line.remedy;
    for (const std::string_view end : kRemedyEnds) row.ends.push_back({std::string(end)});
    if (line.note.item != 0) {
        const auto note = reading.unseal(line.note);
        if (note.ok()) row.note = note.value();
    }
    return row;
}

AnnualAnswer show_remedies(const AnnualRoom& room, const identity::Reading& reading,
                           const web::Request& request) {
    RemediesModel model;
    model.errors = room.site.errors(request);
    for (const std::string_view kind : kRemedyWays)
        model.kinds.push_back({std::string(kind), request.typed("kind") == kind});
    model.request = request.typed("request"), model.filed = request.typed("filed");
    model.note = request.typed("note");
    for (const std::string& office : offices_of(room, reading)) {
        model.units.push_back({office, unit_words(room, request, office)});
        for (const RemedyLine& line : TRY(list_remedies(reading.db, office, kRemediesShown)))
            model.rows.push_back(remedy_row(room, reading, request, line));
    }
    return room.site.page(request, "disclosure/remedies", model, room.site.text(request, "remedies.h1"));
}

AnnualAnswer submit_remedy(const AnnualRoom&, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    NewRemedy wanted;
    wanted.request = form.code("request", web::Need::Optional).text();
    wanted.office = form.code("office", web::Need::Optional).text();
    wanted.kind = form.choice("kind", {kRemedyWays.begin(), kRemedyWays.end()});
    wanted.filed = form.date("filed").value_or(calendar::Date{});
    wanted.note = form.lines("note", {web::Need::Optional, kRemedyNoteMax, 0});
    if (!form.fits()) return form.refusal();
    TRY(record_remedy(act, wanted));
    return http::see_other("/requests/remedies");
}

AnnualAnswer submit_remedy_end(const AnnualRoom&, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    RemedyEnd end;
    end.result = form.choice("result", {kRemedyEnds.begin(), kRemedyEnds.end()});
    end.decided = form.date("decided").value_or(calendar::Date{});
    if (!form.fits()) return form.refusal();
    TRY(decide_remedy(act, request.param("remedy"), end));
    return http::see_other("/requests/remedies");
}

AnnualAnswer show_log(const AnnualRoom& room, const identity::Reading& reading, const web::Request& request) {
    const web::PageView page = web::page_view(request);
    LogModel model;
    for (const RequestLine& line : TRY(list_answered_requests(reading.db, "", page.offset(), page.size)))
        model.rows.push_back({unit_words(room, request, line.office), day_of(line.received, request),
                              day_of(line.answered, request), leaf_words(room, request, line.leaf)});
    const auto all = TRY(count_answered_requests(reading.db, ""));
    model.pager = web::make_pager(page, all, "/gov/requests");
    return room.site.page(request, "disclosure/requests_public", model,
                          room.site.text(request, "requests.log"));
}

}  // namespace

void add_request_pages(web::Site& site) {
    site.add<RequestsModel>("disclosure/requests");
    site.add<CompareModel>("disclosure/request_compare");
    site.add<RemediesModel>("disclosure/remedies");
    site.add<LogModel>("disclosure/requests_public");
}

std::vector<web::Route> request_routes(const AnnualRoom& room) {
    using identity::Door;
    std::vector<web::Route> routes;
    const auto remedies = asks_annual<show_remedies>(room);
    routes.push_back(web::get("/requests", {Door::Staff}, "Requests for information: who waits, until when",
                              asks_annual<show_requests>(room))
                         .in("requests"));
    routes.push_back(web::get("/requests/{number}", {Door::Staff},
                              "A request beside what its applicant asked before",
                              asks_annual<show_comparison>(room))
                         .in("requests"));
    routes.push_back(
        web::get("/requests/remedies", {Door::Staff}, "Complaints, reviews and lawsuits", remedies)
            .in("requests"));
    routes.push_back(web::post("/requests/remedies", {Door::Staff}, "Record a complaint, review or lawsuit",
                               acts_annual<submit_remedy>(room))
                         .or_show(remedies)
                         .in("requests"));
    routes.push_back(web::post("/requests/remedies/{remedy}", {Door::Staff}, "Record how it ended",
                               acts_annual<submit_remedy_end>(room))
                         .or_show(remedies)
                         .in("requests"));
    routes.push_back(
        web::get("/gov/requests", {}, "Answered requests, without personal data", asks_annual<show_log>(room))
            .in("gov"));
    return routes;
}

}  // namespace disclosure
