// /definitions/calendar/new: a yearly holiday notice, typed in or uploaded as a file, with every open period
// that it would move; then it is prepared for another person to approve, like every definition.

#include "calendar/calendar_file.h"
#include "casework/calendar_change.h"
#include "casework/handler_pages.h"
#include "casework/told.h"
#include "catalog/calendars.h"
#include "catalog/definition_store.h"
#include "text/display.h"

#include <algorithm>
#include <optional>

namespace casework {

namespace {

constexpr std::size_t kMovesShown = 200;
constexpr std::size_t kLinesMax = 3000;
constexpr std::size_t kNoticeBytesMax = 64u << 10;
constexpr std::string_view kSpace = " \t\r\n";

struct FindingLine {
    std::string message;
    void fields(auto& visit) { visit("message", message); }
};
struct MoveRow {
    std::string number, number_shown, url, clock_class, body, before, after;
    void fields(auto& visit) {
        visit("number", number), visit("number_shown", number_shown), visit("url", url);
        visit("class", clock_class), visit("body", body), visit("before", before), visit("after", after);
    }
};
struct NoticePage {
    std::string q, year, issuer, issued, source, off, work, why, text, version;
    std::string year_error, issued_error, off_error, work_error, file_error;
    bool is_previewed = false, can_prepare = false;
    std::string looked_at, matters, clocks, shown;
    std::vector<FindingLine> findings;
    std::vector<MoveRow> moves;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("year", year), visit("issuer", issuer), visit("issued", issued);
        visit("source", source), visit("off", off), visit("work", work), visit("why", why);
        visit("text", text), visit("version", version), visit("year_error", year_error);
        visit("issued_error", issued_error), visit("off_error", off_error);
        visit("work_error", work_error), visit("file_error", file_error);
        visit("is_previewed", is_previewed), visit("can_prepare", can_prepare);
        visit("looked_at", looked_at), visit("matters", matters), visit("clocks", clocks);
        visit("shown", shown), visit("findings", findings), visit("moves", moves), visit("errors", errors);
    }
};

struct OffDays {
    Date from, last;
    std::string name;
};

// The word at the front, taken off.
std::string_view next_word(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kSpace), rest.size()));
    const std::string_view word = rest.substr(0, rest.find_first_of(kSpace));
    rest.remove_prefix(word.size());
    return word;
}

// "2027-01-01..2027-01-03 元旦", one a line; a single day needs no end.
std::optional<std::vector<OffDays>> read_off(std::string_view typed) {
    std::vector<OffDays> all;
    while (!typed.empty()) {
        std::string_view line = typed.substr(0, typed.find('\n'));
        typed.remove_prefix(std::min(line.size() + 1, typed.size()));
        const std::string_view days = next_word(line);
        if (days.empty()) continue;
        const std::size_t dots = days.find("..");
        const auto from = Date::parse(days.substr(0, dots));
        const auto last = dots == std::string_view::npos ? from : Date::parse(days.substr(dots + 2));
        if (!from.ok() || !last.ok()) return std::nullopt;
        all.push_back({from.value(), last.value(), std::string(next_word(line))});
    }
    return all;
}

std::optional<std::vector<Date>> read_work(std::string_view typed) {
    std::vector<Date> all;
    for (std::string_view word = next_word(typed); !word.empty(); word = next_word(typed)) {
        const auto day = Date::parse(word);
        if (!day.ok()) return std::nullopt;
        all.push_back(day.value());
    }
    return all;
}

struct Typed {
    int year = 0;
    std::string issuer, issued, source;
    std::vector<OffDays> off;
    std::vector<Date> work;
};

std::string notice_json(const Typed& typed, int version, Date known) {
    std::string out;
    base::JsonWriter json(out);
    json.open_object()
        .member("calendar", "cn-" + std::to_string(typed.year))
        .member("ver", std::int64_t{version})
        .member("status", "published")
        .member("issuer", typed.issuer)
        .member("issued", typed.issued)
        .member("known", known.iso())
        .member("source", typed.source)
        .key("work")
        .open_list();
    for (const Date day : typed.work) json.string(day.iso());
    json.close_list().key("off").open_list();
    for (const OffDays& days : typed.off) json.string(days.from.iso() + "/" + days.last.plus(1).iso());
    json.close_list().key("names").open_list();
    for (const OffDays& days : typed.off) json.string(days.name);
    json.close_list().close_object();
    return out;
}

base::Result<int> next_version(const identity::Reading& reading, const std::string& id) {
    const int last = TRY(catalog::last_active_version(reading.db, catalog::DefinitionKind::Calendar, id));
    return last + 1;
}

base::Result<std::string> read_typed(const identity::Reading& reading, const web::Request& request) {
    web::FormReader form(request.form);
    Typed typed;
    typed.year =
        static_cast<int>(form.number("year", calendar::kFirstYear, std::int64_t{calendar::kHorizonYear} - 1));
    typed.issuer = form.text("issuer", {web::Need::Required, 60, 2});
    const auto issued = form.date("issued");
    if (issued) typed.issued = issued->iso();
    typed.source = form.text("source", {web::Need::Optional, 200, 0});
    const auto off = read_off(form.lines("off", {web::Need::Required, kLinesMax, 4}));
    const auto work = read_work(form.lines("work", {web::Need::Optional, kLinesMax, 0}));
    if (!off) form.fault("off", "notice.bad_off");
    if (!work) form.fault("work", "notice.bad_work");
    if (!form.fits()) return form.refusal();
    typed.off = *off;
    typed.work = *work;
    const int version = TRY(next_version(reading, "cn-" + std::to_string(typed.year)));
    return notice_json(typed, version, reading.now.date());
}

// The text of a notice: what was previewed, the file, or what was typed.
base::Result<std::string> notice_text(const identity::Reading& reading, const web::Request& request) {
    const std::string_view previewed = request.field("text");
    if (!previewed.empty()) return std::string(previewed.substr(0, kNoticeBytesMax));
    const http::File* file = request.form.file("file");
    if (file == nullptr) return read_typed(reading, request);
    if (file->bytes.size() > kNoticeBytesMax)
        return base::Error(base::ErrorCode::TooLarge, "notice.file_too_large").at("file");
    return std::string(file->bytes);
}

base::Result<catalog::DefinitionDraft> notice_draft(std::string text, std::string why) {
    catalog::DefinitionDraft draft;
    draft.kind = catalog::DefinitionKind::Calendar;
    const auto json = base::parse_json(text, base::JsonComments::Allowed, kNoticeBytesMax);
    if (json.ok()) draft.id = json.value().string_or("calendar");
    if (draft.id.empty()) return base::Error(base::ErrorCode::Invalid, "notice.not_a_notice").at("file");
    draft.text = std::move(text);
    draft.why = std::move(why);
    return draft;
}

void show_typed(const CasePages& pages, const web::Request& request, NoticePage& page) {
    page.year = request.typed("year");
    page.issuer = request.typed("issuer");
    if (page.issuer.empty()) page.issuer = pages.site.text(request, "notice.issuer_usual");
    page.issued = request.typed("issued");
    page.source = request.typed("source");
    page.off = request.typed("off");
    page.work = request.typed("work");
    page.why = request.typed("why");
}

void show_errors(NoticePage& page) {
    page.year_error = web::error_of(page.errors, "year");
    page.issued_error = web::error_of(page.errors, "issued");
    page.off_error = web::error_of(page.errors, "off");
    page.work_error = web::error_of(page.errors, "work");
    page.file_error = web::error_of(page.errors, "file");
}

base::Result<> show_moves(const CasePages& pages, const identity::Reading& reading,
                          const catalog::DefinitionDraft& draft, const web::Request& request,
                          NoticePage& page) {
    const auto calendars = TRY(catalog::calendars_with(reading.db, draft));
    const CalendarMoves found = TRY(foretell_calendar(reading.db, pages.practice, calendars, kMovesShown));
    const auto catalogue = pages.practice.keeper().current();
    const web::Locale locale = request.skin.locale;
    page.looked_at = text::integer(found.looked_at);
    page.matters = text::integer(found.matters);
    page.clocks = text::integer(found.clocks);
    page.shown = text::integer(static_cast<std::int64_t>(found.moves.size()));
    for (const ClockMove& move : found.moves) {
        const catalog::PublicBody* body = catalogue->find_body(move.office);
        page.moves.push_back({move.number, grouped_number(move.number), "/desk/matters/" + move.number,
                              std::string(class_code(move.kind)),
                              body == nullptr ? move.office : body->short_name,
                              text::date(move.before, locale), text::date(move.after, locale)});
    }
    return base::Done{};
}

}  // namespace

Answer show_notice_form(const CasePages& pages, const identity::Reading& reading,
                        const web::Request& request) {
    TRY(authorise(reading, "catalog.prepare"));
    NoticePage page;
    show_typed(pages, request, page);
    page.errors = pages.site.errors(request);
    show_errors(page);
    return pages.site.page(request, "casework/calendar", page, pages.site.text(request, "notice.h1"));
}

// A reading: the preview of a county's open matters never holds up those who write.
Answer preview_notice(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    TRY(authorise(reading, "catalog.prepare"));
    CHECK(pages.desk != nullptr);  // wired by app
    std::string text = TRY(notice_text(reading, request));
    const auto draft = TRY(notice_draft(std::move(text), {}));
    NoticePage page;
    show_typed(pages, request, page);
    page.is_previewed = true;
    page.text = draft.text;
    const int version = TRY(next_version(reading, draft.id));
    page.version = draft.id + "@" + std::to_string(std::max(version, catalog::calendar_version(draft)));
    for (const catalog::Finding& finding : TRY(catalog::check_definition(reading, *pages.desk, draft))) {
        const web::TextArgs args(finding.args.begin(), finding.args.end());
        page.findings.push_back({pages.site.text(request, finding.text_key, args)});
    }
    page.can_prepare = page.findings.empty();
    if (page.can_prepare) TRY(show_moves(pages, reading, draft, request, page));
    return pages.site.page(request, "casework/calendar", page, pages.site.text(request, "notice.h1"));
}

Answer prepare_notice(const CasePages& pages, identity::Act& act, const web::Request& request) {
    CHECK(pages.desk != nullptr);
    web::FormReader form(request.form);
    const std::string why = form.text("why", {web::Need::Optional, 120, 0});
    if (!form.fits()) return form.refusal();
    std::string text = TRY(notice_text(act, request));
    const auto draft = TRY(notice_draft(std::move(text), why));
    const auto prepared = TRY(catalog::prepare_definition(act, *pages.desk, draft));
    return http::see_other("/definitions/" + prepared.id + "@" + std::to_string(prepared.version));
}

void add_notice_pages(web::Site& site) {
    site.add<NoticePage>("casework/calendar");
}

}  // namespace casework
