// /documents: writing what is to be public. One page a document: its text while it is in hand, how far the
// reviews are, and what its drafter may do next.

#include "disclosure/document_model_pages.h"
#include "disclosure/gov_model_pages.h"
#include "text/clean_html.h"
#include "text/display.h"
#include "text/markup.h"
#include "web/form.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using http::Response;

constexpr int kOpenShown = 100;
constexpr std::size_t kTypedMax = 120'000;

struct OptionRow {
    std::string value, label, note;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("label", label), visit("note", note), visit("is_selected", is_selected);
    }
};
struct OpenRow {
    std::string title, url, genre, body, state, step, due, lamp, drafted, matter_url;
    void fields(auto& visit) {
        visit("title", title), visit("url", url), visit("genre", genre), visit("body", body);
        visit("state", state), visit("step", step), visit("due", due), visit("lamp", lamp);
        visit("drafted", drafted), visit("matter_url", matter_url);
    }
};
struct LampRow {
    std::string name, url, documents, newest, lamp, allowed;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("documents", documents), visit("newest", newest);
        visit("lamp", lamp), visit("allowed", allowed);
    }
};
struct DocumentsModel {
    std::string q;
    bool can_draft = false;
    std::vector<OpenRow> open;
    std::vector<LampRow> columns;
    void fields(auto& visit) {
        visit("q", q), visit("can_draft", can_draft), visit("open", open), visit("columns", columns);
    }
};
struct FileRow {
    std::string use, name, size, url, remove_url;
    void fields(auto& visit) {
        visit("use", use), visit("name", name), visit("size", size), visit("url", url);
        visit("remove_url", remove_url);
    }
};
struct HitRow {
    std::string where, kind, shown;
    void fields(auto& visit) { visit("where", where), visit("kind", kind), visit("shown", shown); }
};
struct WriteModel {
    std::string q, heading, action_url, document, edition_shown, state, matter_url, step, public_url;
    std::string title, title_en, number, formed, valid_to, keywords, summary, reason, typed, change, settled,
        interprets, explained_title, explained_summary, explained_text, dropped;
    std::string submit_url, release_url, edition_url, withdraw_url, take_down_url, file_url, word_url;
    bool is_new = false, is_in_hand = false, can_release = false, can_revise = false, can_withdraw = false,
         can_take_down = false, is_live = false, is_saved = false;
    std::vector<OptionRow> offices, makers, genres, attributes, articles, topics, columns, whys;
    std::vector<web::FormError> errors;
    std::vector<FileRow> files;
    std::vector<HitRow> hits;
    text::Html preview, explained_preview;
    void fields(auto& visit) {
        visit("q", q), visit("heading", heading), visit("action_url", action_url),
            visit("document", document);
        visit("edition_shown", edition_shown), visit("state", state), visit("matter_url", matter_url);
        visit("step", step), visit("public_url", public_url), visit("doc_title", title);
        visit("title_en", title_en), visit("number", number), visit("formed", formed);
        visit("valid_to", valid_to), visit("keywords", keywords), visit("summary", summary);
        visit("reason", reason), visit("typed", typed), visit("change", change), visit("settled", settled);
        visit("interprets", interprets), visit("explained_title", explained_title);
        visit("explained_summary", explained_summary), visit("explained_text", explained_text);
        visit("dropped", dropped), visit("submit_url", submit_url), visit("release_url", release_url);
        visit("edition_url", edition_url), visit("withdraw_url", withdraw_url);
        visit("take_down_url", take_down_url), visit("file_url", file_url), visit("word_url", word_url),
            visit("is_new", is_new);
        visit("is_in_hand", is_in_hand), visit("can_release", can_release), visit("can_revise", can_revise);
        visit("can_withdraw", can_withdraw), visit("can_take_down", can_take_down), visit("is_live", is_live);
        visit("is_saved", is_saved), visit("offices", offices), visit("makers", makers),
            visit("genres", genres);
        visit("attributes", attributes), visit("articles", articles), visit("topics", topics);
        visit("columns", columns), visit("whys", whys), visit("errors", errors), visit("files", files);
        visit("hits", hits), visit("preview", preview), visit("explained_preview", explained_preview);
    }
};

std::string url_of(std::string_view document) {
    return "/documents/" + std::string(document);
}

std::vector<std::string> offices_of(const DisclosureRoom& room, const identity::Reading& reading) {
    std::vector<std::string> offices;
    for (const catalog::PublicBody& body : room.practice.keeper().current()->bodies)
        if (may_draft(reading, body.code)) offices.push_back(body.code);
    return offices;
}

Result<OpenRow> open_row(const DisclosureRoom& room, const identity::Reading& reading,
                         const web::Request& request, const EditionRow& edition) {
    OpenRow row;
    const auto title = reading.caption(edition.content);
    row.title = title.ok() ? title.value() : edition.document;
    row.url = url_of(edition.document);
    row.genre = genre_word(room, request, edition.genre);
    row.body = body_name(room, request, edition.office);
    row.state = edition.state;
    row.drafted = text::short_date(edition.drafted.date(), request.skin.locale);
    row.matter_url = "/desk/matters/" + edition.number;
    const auto matter = TRY(casework::find_matter(reading.db, edition.number));
    if (!matter || matter->due_at.ms == 0) return row;
    const calendar::Date due = matter->due_at.plus_seconds(-1).date();
    row.due = text::short_date(due, request.skin.locale);
    // 公开条例 26: twenty working days; five before the end is near.
    row.lamp = matter->due_at < reading.now ? "red" : due < reading.now.date().plus(7) ? "yellow" : "normal";
    return row;
}

// 栏目保鲜灯: near at 70 % of what an inspection allows.
std::vector<LampRow> lamps_of(const DisclosureRoom& room, const web::Request& request,
                              const std::vector<ColumnState>& states, calendar::Date today) {
    std::vector<LampRow> rows;
    for (const Column& column : room.columns.all) {
        LampRow row;
        row.name = pick(request, column.name, column.name_en);
        row.url = "/gov/columns/" + column.id;
        row.allowed = std::to_string(column.stale_days);
        row.lamp = "red";
        row.documents = "0";
        const auto state = std::find_if(states.begin(), states.end(),
                                        [&](const ColumnState& s) { return s.column == column.id; });
        if (state != states.end()) {
            const int age = today.days - state->newest.date().days;
            row.documents = text::integer(state->documents);
            row.newest = text::date(state->newest.date(), request.skin.locale);
            row.lamp = age > column.stale_days            ? "red"
                       : age * 10 > column.stale_days * 7 ? "yellow"
                                                          : "normal";
        }
        rows.push_back(std::move(row));
    }
    const auto weight = [](const LampRow& row) {
        return row.lamp == "red" ? 0 : row.lamp == "yellow" ? 1 : 2;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const LampRow& a, const LampRow& b) { return weight(a) < weight(b); });
    return rows;
}

Answer show_documents(const DisclosureRoom& room, const identity::Reading& reading,
                      const web::Request& request) {
    DocumentsModel model;
    for (const std::string& office : offices_of(room, reading)) {
        model.can_draft = true;
        for (const EditionRow& edition : TRY(list_open_editions(reading.db, office, kOpenShown))) {
            OpenRow row = TRY(open_row(room, reading, request, edition));
            model.open.push_back(std::move(row));
        }
    }
    const auto states = TRY(list_column_states(reading.db));
    model.columns = lamps_of(room, request, states, reading.now.date());
    return room.site.page(request, "disclosure/documents", model, room.site.text(request, "documents.h1"));
}

template <std::size_t N>
std::vector<OptionRow> options_of(const DisclosureRoom& room, const web::Request& request, const char* prefix,
                                  const std::string_view (&words)[N], std::string_view chosen) {
    std::vector<OptionRow> rows;
    for (const std::string_view word : words)
        rows.push_back(
            {std::string(word), room.site.text(request, prefix + std::string(word)), {}, word == chosen});
    return rows;
}

void fill_choices(const DisclosureRoom& room, const web::Request& request, const Draft& draft,
                  WriteModel& model) {
    model.genres = options_of(room, request, "genre.", kGenres, draft.genre);
    model.attributes = options_of(room, request, "attribute.", kAttributes, draft.attribute);
    model.articles = options_of(room, request, "article.", kReasonArticles, draft.article);
    model.whys = options_of(room, request, "why_gone.", kWithdrawReasons, {});
    const auto catalogue = room.practice.keeper().current();
    for (const catalog::PublicBody& body : catalogue->bodies)
        model.makers.push_back(
            {body.code, pick(request, body.name, body.name_en), {}, body.code == draft.made_by});
    for (const catalog::Theme& theme : catalogue->themes)
        model.topics.push_back(
            {theme.id, pick(request, theme.name, theme.name_en), {}, theme.id == draft.topic});
    for (const Column& column : room.columns.all) {
        const bool chosen =
            std::find(draft.columns.begin(), draft.columns.end(), column.id) != draft.columns.end();
        model.columns.push_back(
            {column.id, pick(request, column.name, column.name_en), column.section, chosen});
    }
}

void fill_text(const web::Request& request, const Draft& draft, WriteModel& model) {
    model.title = draft.title;
    model.title_en = draft.title_en;
    model.number = draft.number;
    model.formed = draft.formed.days == 0 ? std::string() : draft.formed.iso();
    model.valid_to = draft.valid_to.days == 0 ? std::string() : draft.valid_to.iso();
    model.keywords = draft.keywords;
    model.summary = draft.summary;
    model.reason = draft.reason;
    model.typed = draft.body;
    model.change = draft.change;
    model.settled = draft.settled;
    model.interprets = draft.interprets;
    model.explained_title = draft.interpretation.title;
    model.explained_summary = draft.interpretation.summary;
    model.explained_text = draft.interpretation.body;
    if (request.refused == nullptr) return;
    const std::pair<const char*, std::string*> typed[] = {{"title", &model.title},
                                                          {"title_en", &model.title_en},
                                                          {"number", &model.number},
                                                          {"formed", &model.formed},
                                                          {"valid_to", &model.valid_to},
                                                          {"keywords", &model.keywords},
                                                          {"summary", &model.summary},
                                                          {"reason", &model.reason},
                                                          {"body", &model.typed},
                                                          {"change", &model.change},
                                                          {"settled", &model.settled},
                                                          {"interprets", &model.interprets},
                                                          {"explained_title", &model.explained_title},
                                                          {"explained_summary", &model.explained_summary},
                                                          {"explained_text", &model.explained_text}};
    for (const auto& [field, value] : typed)
        if (request.form.fields.find(field) != nullptr) *value = request.typed(field);
}

Answer show_new(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    WriteModel model;
    Draft draft;
    model.is_new = model.is_in_hand = true;
    const std::vector<std::string> offices = offices_of(room, reading);
    if (offices.empty()) return Error(ErrorCode::Forbidden, "document.nobody_drafts");
    for (const std::string& office : offices)
        model.offices.push_back(
            {office, body_name(room, request, office), {}, request.typed("office") == office});
    if (request.refused != nullptr) {
        draft.genre = request.typed("genre");
        draft.attribute = request.typed("attribute");
        draft.article = request.typed("article");
        draft.topic = request.typed("topic");
    }
    fill_choices(room, request, draft, model);
    fill_text(request, draft, model);
    model.errors = room.site.errors(request);
    model.action_url = "/documents/new";
    model.heading = room.site.text(request, "documents.new");
    return room.site.page(request, "disclosure/write", model, model.heading);
}

// Markup is cleaned, what was typed plainly gets the headings of official documents.
Result<std::string> markup_of(const std::string& typed) {
    if (typed.empty()) return std::string();
    const bool is_markup = text::has_markup(typed);
    return is_markup ? TRY(text::clean_html(typed)).source : TRY(text::html_of_typed(typed)).source;
}

Result<Draft> read_form(const DisclosureRoom& room, const web::Request& request, Draft draft) {
    web::FormReader form(request.form);
    using web::Need;
    draft.genre = form.choice("genre", {std::begin(kGenres), std::end(kGenres)});
    draft.title = form.text("title", {Need::Required, kTitleMax, 2});
    draft.title_en = form.text("title_en", {Need::Optional, 2 * kTitleMax, 0});
    draft.number = tidy_document_number(form.text("number", {Need::Optional, 40, 0}));
    draft.formed = form.date("formed").value_or(calendar::Date{});
    draft.valid_to = form.date("valid_to", Need::Optional).value_or(calendar::Date{});
    draft.topic = form.code("topic", Need::Optional).text();
    draft.made_by = form.code("made_by", Need::Optional).text();
    draft.keywords = form.text("keywords", {Need::Optional, 100, 0});
    draft.summary = form.lines("summary", {Need::Optional, kSummaryMax, 0});
    draft.attribute = form.choice("attribute", {std::begin(kAttributes), std::end(kAttributes)});
    draft.article = form.code("article", Need::Optional).text();
    draft.reason = form.lines("reason", {Need::Optional, 400, 0});
    draft.change = form.lines("change", {Need::Optional, 200, 0});
    draft.settled = form.lines("settled", {Need::Optional, 400, 0});
    draft.interprets = form.code("interprets", Need::Optional).text();
    draft.interpretation.title = form.text("explained_title", {Need::Optional, kTitleMax, 0});
    draft.interpretation.summary = form.lines("explained_summary", {Need::Optional, kSummaryMax, 0});
    const std::string typed = form.lines("body", {Need::Required, kTypedMax, 2});
    const std::string explained = form.lines("explained_text", {Need::Optional, kTypedMax, 0});
    draft.columns.clear();
    bool for_staff = false;
    for (const std::string_view id : request.form.fields.all("columns")) {
        const Column* column = room.columns.find(id);
        if (column == nullptr) continue;
        if (column->section == "internal") for_staff = true;
        draft.columns.emplace_back(id);
    }
    draft.scope = for_staff ? "staff" : "public";
    if (!form.fits()) return form.refusal();
    draft.body = TRY(markup_of(typed));
    draft.interpretation.body = TRY(markup_of(explained));
    return draft;
}

Result<Response> begin_document(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const std::string office = form.code("office").text();
    if (!form.fits()) return form.refusal();
    const Draft draft = TRY(read_form(room, request, {}));
    const Drafted made = TRY(draft_document(act, room.practice, office, draft));
    return http::see_other(url_of(made.document));
}

Result<base::Done> fill_powers(const DisclosureRoom&, const identity::Reading& reading, const Folder& folder,
                               WriteModel& model) {
    const EditionRow& latest = folder.latest;
    const bool drafter = may_draft(reading, latest.office);
    model.is_in_hand = drafter && TRY(is_in_hand(reading, latest));
    for (const casework::DeskRow& row : TRY(casework::open_steps_today(reading, latest.number))) {
        if (row.step == "release" || row.step == "register")
            model.can_release = drafter && latest.state == "submitted";
    }
    const bool closed = latest.state == "published" || latest.state == "registered";
    model.can_revise = drafter && closed && !model.is_in_hand;
    model.is_live = folder.document.live > 0;
    if (!model.is_live) return base::Done{};
    const auto live = TRY(find_edition(reading.db, folder.document.document, folder.document.live));
    const bool proposed = live && !live->proposed_by.empty();
    model.can_withdraw = drafter && !proposed;
    model.can_take_down = proposed && live->proposed_by != reading.actor.person &&
                          identity::authorise(reading, "disclosure.withdraw", latest.office).ok();
    return base::Done{};
}

Answer show_folder(const DisclosureRoom& room, const identity::Reading& reading,
                   const web::Request& request) {
    const Folder folder = TRY(open_folder(reading, request));
    const EditionRow& latest = folder.latest;
    const Draft draft = TRY(open_draft(reading, latest));
    WriteModel model;
    model.document = latest.document;
    model.heading = draft.title;
    model.edition_shown = room.site.text(request, "doc.edition_n", {{"n", std::to_string(latest.edition)}});
    model.state = latest.state;
    model.matter_url = "/desk/matters/" + latest.number;
    if (folder.document.live > 0) model.public_url = "/doc/" + latest.document;
    TRY(fill_powers(room, reading, folder, model));
    fill_choices(room, request, draft, model);
    fill_text(request, draft, model);
    for (std::size_t i = 0; i < draft.files.size(); ++i) {
        const AttachedFile& file = draft.files[i];
        model.files.push_back({file.use, file.name, text::integer(file.size / 1024 + 1) + " KB",
                               url_of(latest.document) + "/kept/" + file.content.hex(),
                               url_of(latest.document) + "/files/" + std::to_string(i + 1) + "/remove"});
    }
    for (const PersonalHit& hit : personal_hits(draft))
        model.hits.push_back({room.site.text(request, "hit_in." + hit.where),
                              room.site.text(request, "personal." + hit.kind), hit.shown});
    model.preview = TRY(text::clean_html(draft.body, url_of(latest.document) + "/kept/")).html;
    if (!draft.interpretation.empty())
        model.explained_preview = TRY(text::clean_html(draft.interpretation.body)).html;
    const std::string url = url_of(latest.document);
    model.action_url = url;
    model.submit_url = url + "/submit", model.release_url = url + "/release";
    model.edition_url = url + "/edition", model.file_url = url + "/files", model.word_url = url + "/word";
    model.withdraw_url = url + "/withdraw", model.take_down_url = url + "/take-down";
    model.errors = room.site.errors(request);
    return room.site.page(request, "disclosure/write", model, draft.title);
}

Result<Response> save_document(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    Draft before = TRY(open_draft(act, folder.latest));
    const Draft draft = TRY(read_form(room, request, std::move(before)));
    TRY(revise_document(act, room.practice, folder.document.document, draft));
    return http::see_other(url_of(folder.document.document));
}

Result<Response> submit(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    TRY(submit_document(act, room.practice, room.columns, folder.document.document));
    return http::see_other(url_of(folder.document.document));
}

Result<Response> release(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    TRY(release_document(act, room.practice, folder.document.document));
    return http::see_other(url_of(folder.document.document));
}

Result<Response> begin_edition(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    TRY(draft_edition(act, room.practice, folder.document.document));
    return http::see_other(url_of(folder.document.document));
}

Result<Response> withdraw(const DisclosureRoom&, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    web::FormReader form(request.form);
    const std::string why = form.choice("why", {std::begin(kWithdrawReasons), std::end(kWithdrawReasons)});
    const std::string explanation = form.lines("explanation", {web::Need::Required, 400, 4});
    if (!form.fits()) return form.refusal();
    TRY(propose_withdrawal(act, folder.document.document, why, explanation));
    return http::see_other(url_of(folder.document.document));
}

Result<Response> confirm_withdrawal(const DisclosureRoom&, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_folder(act, request));
    TRY(take_down(act, folder.document.document));
    return http::see_other(url_of(folder.document.document));
}

}  // namespace

Result<Folder> open_folder(const identity::Reading& reading, const web::Request& request) {
    const auto document = TRY(find_document(reading.db, request.param("document")));
    if (!document) return Error(ErrorCode::NotFound, "document.not_found");
    auto latest = TRY(find_edition(reading.db, document->document, document->latest));
    CHECK(latest.has_value());
    const auto& grants = reading.actor.grants;
    const bool of_the_office = std::any_of(grants.begin(), grants.end(), [&](const identity::Grant& grant) {
        return grant.body == document->office;
    });
    // A draft is nobody's business outside the office, the hall's included.
    if (!of_the_office && !reading.actor.may("supervision.read"))
        return Error(ErrorCode::Forbidden, "matter.not_yours");
    return Folder{*document, *latest};
}

Result<Folder> open_own(const identity::Reading& reading, const web::Request& request) {
    Folder folder = TRY(open_folder(reading, request));
    TRY(identity::authorise(reading, "disclosure.draft", folder.document.office));
    return folder;
}

void add_document_pages(web::Site& site) {
    site.add<DocumentsModel>("disclosure/documents");
    site.add<WriteModel>("disclosure/write");
}

std::vector<web::Route> document_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    const web::Guarded staff{identity::Door::Staff, {}};
    std::vector<web::Route> routes;
    const auto act = [&](const std::string& pattern, std::string_view summary, auto handler, auto again) {
        const auto does = [&room, handler](identity::Act& acting,
                                           const web::Request& request) -> Result<Response> {
            auto done = handler(room, acting, request);
            if (done.ok()) room.site.public_changed();
            return done;
        };
        routes.push_back(web::post(pattern, staff, summary, does).or_show(reads(again)).in("documents"));
    };
    routes.push_back(web::get("/documents", staff, "Documents in hand and how fresh the columns are",
                              reads(show_documents))
                         .in("documents"));
    routes.push_back(
        web::get("/documents/new", staff, "The form of a new document", reads(show_new)).in("documents"));
    act("/documents/new", "Drafts a document and begins its review", begin_document, show_new);
    const std::string one = "/documents/{document}";
    routes.push_back(web::get(one, staff, "A document at work", reads(show_folder)).in("documents"));
    act(one, "Saves a draft", save_document, show_folder);
    act(one + "/submit", "Sends a draft for review", submit, show_folder);
    act(one + "/release", "Publishes what was reviewed", release, show_folder);
    act(one + "/edition", "Begins another edition of a published document", begin_edition, show_folder);
    act(one + "/withdraw", "Proposes to take a document down", withdraw, show_folder);
    act(one + "/take-down", "Takes a document down as the second person", confirm_withdrawal, show_folder);
    for (web::Route& route : attachment_routes(room, reads(show_folder))) routes.push_back(std::move(route));
    return routes;
}

}  // namespace disclosure
