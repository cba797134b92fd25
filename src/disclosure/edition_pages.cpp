// A published document: its text, its editions side by side, what it cites, its files, and the bytes that
// anyone can hash. 公开条例 12 names the fields; 国办发〔2017〕47号 the meta tags.

#include "disclosure/document_verbs.h"
#include "disclosure/edition_diff.h"
#include "disclosure/gov_model_pages.h"
#include "text/clean_html.h"
#include "text/display.h"
#include "text/qr.h"

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using http::Response;

struct FileRow {
    std::string name, size, url;
    void fields(auto& visit) { visit("name", name), visit("size", size), visit("url", url); }
};
struct EditionModelRow {
    std::string name, url, compare_url, date, change;
    bool is_current = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("compare_url", compare_url), visit("date", date);
        visit("change", change), visit("is_current", is_current);
    }
};
struct DocumentModel {
    std::string name, column_name, column_about, column_type, pub_date, source, keywords, summary, idxno,
        number, body_name, body_url, genre, formed, published, topic, validity, attribute, manifest_hash,
        manifest_url, ld_url, page_url, note;
    text::Html text, page_qr;
    bool is_old = false, is_partial = false, is_staff = false;
    std::vector<CrumbRow> crumbs;
    std::vector<FileRow> files;
    std::vector<EditionModelRow> editions;
    std::vector<DocumentLine> explained_by, explains;
    void fields(auto& visit) {
        visit("name", name), visit("column_name", column_name), visit("column_about", column_about);
        visit("column_type", column_type), visit("pub_date", pub_date);
        visit("source", source), visit("keywords", keywords), visit("summary", summary);
        visit("idxno", idxno), visit("number", number), visit("body_name", body_name);
        visit("body_url", body_url), visit("genre", genre), visit("formed", formed);
        visit("published", published), visit("topic", topic), visit("validity", validity);
        visit("attribute", attribute), visit("manifest_hash", manifest_hash);
        visit("manifest_url", manifest_url), visit("ld_url", ld_url), visit("page_url", page_url);
        visit("note", note), visit("text", text), visit("page_qr", page_qr), visit("is_old", is_old);
        visit("is_partial", is_partial), visit("is_staff", is_staff), visit("crumbs", crumbs);
        visit("files", files), visit("editions", editions), visit("explained_by", explained_by);
        visit("explains", explains);
    }
};
struct GoneModel {
    std::string name, why, explanation, idxno, published, ended, new_url;
    std::vector<CrumbRow> crumbs;
    void fields(auto& visit) {
        visit("name", name), visit("why", why), visit("explanation", explanation), visit("idxno", idxno);
        visit("published", published), visit("ended", ended), visit("new_url", new_url);
        visit("crumbs", crumbs);
    }
};
struct ComparedRow {
    std::string before, after, kind;
    bool is_same = false;
    void fields(auto& visit) {
        visit("before", before), visit("after", after), visit("kind", kind), visit("is_same", is_same);
    }
};
struct ComparisonModel {
    std::string name, before, after, before_url, after_url, counted;
    std::vector<CrumbRow> crumbs;
    std::vector<ComparedRow> rows;
    void fields(auto& visit) {
        visit("name", name), visit("before", before), visit("after", after), visit("before_url", before_url);
        visit("after_url", after_url), visit("counted", counted), visit("crumbs", crumbs);
        visit("rows", rows);
    }
};

std::string url_of(std::string_view document) {
    return "/doc/" + std::string(document);
}

std::string url_of(std::string_view document, int edition) {
    return url_of(document) + "/e/" + std::to_string(edition);
}

std::string hour_of(calendar::Instant instant) {
    return instant.date().iso() + " " + text::time_of_day(instant);
}

std::string bytes_shown(std::int64_t bytes) {
    return bytes < 1024 * 1024 ? std::to_string(std::max<std::int64_t>(1, bytes / 1024)) + " KB"
                               : std::to_string(bytes / (1024 * 1024)) + " MB";
}

// A published edition that this reader may see: what is for staff stays among them (内部公开).
Result<EditionRow> visible_edition(const identity::Reading& reading, const web::Request& request,
                                   int edition) {
    const Error unknown(ErrorCode::NotFound, "document.not_found");
    const auto document = TRY(find_document(reading.db, request.param("document")));
    if (!document) return unknown;
    const auto found =
        TRY(find_edition(reading.db, document->document, edition == 0 ? document->live : edition));
    if (!found) {
        // Taken down: the newest edition that was ever public says so.
        for (const EditionRow& row : TRY(list_editions(reading.db, document->document)))
            if (row.state == "withdrawn") return row;
        return unknown;
    }
    if (found->published.ms == 0) return unknown;
    if (found->scope == "staff" && !reading.actor.is_staff) return unknown;
    return *found;
}

Result<int> edition_asked(const web::Request& request) {
    const std::string_view typed = request.param("n");
    int number = 0;
    for (const char c : typed) {
        if (c < '0' || c > '9' || number > 9999) return Error(ErrorCode::NotFound, "document.not_found");
        number = number * 10 + (c - '0');
    }
    return number;
}

Result<EditionRow> asked_edition(const identity::Reading& reading, const web::Request& request) {
    const int edition = TRY(edition_asked(request));
    return visible_edition(reading, request, edition);
}

std::vector<CrumbRow> crumbs_of(const DisclosureRoom& room, const web::Request& request, const Draft& draft) {
    std::vector<CrumbRow> crumbs{{room.site.text(request, "gov.h1"), "/gov"}};
    const Column* column = draft.columns.empty() ? nullptr : room.columns.find(draft.columns.front());
    if (column != nullptr)
        crumbs.push_back({pick(request, column->name, column->name_en), "/gov/columns/" + column->id});
    return crumbs;
}

Result<base::Done> fill_editions(const DisclosureRoom& room, const identity::Reading& reading,
                                 const web::Request& request, const EditionRow& shown, DocumentModel& model) {
    std::vector<EditionRow> seen;
    for (EditionRow& row : TRY(list_editions(reading.db, shown.document)))
        if (row.state == "published" || row.state == "superseded") seen.push_back(std::move(row));
    if (seen.size() < 2) return base::Done{};
    for (const EditionRow& row : seen) {
        EditionModelRow line;
        line.name = room.site.text(request, "doc.edition_n", {{"n", std::to_string(row.edition)}});
        line.url = url_of(row.document, row.edition);
        line.date = text::date(row.published.date(), request.skin.locale);
        line.is_current = row.edition == shown.edition;
        if (row.edition > 1) line.compare_url = line.url + "/compare";
        const Manifest manifest = TRY(manifest_of(room.vault, reading.db, *row.manifest));
        line.change = manifest.draft.change;
        model.editions.push_back(std::move(line));
    }
    return base::Done{};
}

void fill_fields(const DisclosureRoom& room, const web::Request& request, const EditionRow& edition,
                 const Manifest& manifest, DocumentModel& model) {
    const Draft& draft = manifest.draft;
    const web::Locale locale = request.skin.locale;
    model.name = pick(request, draft.title, draft.title_en);
    const Column* column = draft.columns.empty() ? nullptr : room.columns.find(draft.columns.front());
    if (column != nullptr) {
        model.column_name = pick(request, column->name, column->name_en);
        model.column_about = pick(request, column->about, column->about_en);
        model.column_type = column->type;
    }
    model.pub_date = hour_of(edition.published);
    model.source = body_name(room, request, edition.maker);
    model.keywords = draft.keywords;
    model.summary = draft.summary;
    model.idxno = manifest.idxno;
    model.number = draft.number;
    model.body_name = model.source;
    model.body_url = "/gov/units/" + edition.maker;
    model.genre = genre_word(room, request, draft.genre);
    model.formed = text::date(draft.formed, locale);
    model.published = text::date_time(edition.published, locale);
    if (const catalog::Theme* theme = room.practice.keeper().current()->find_theme(draft.topic))
        model.topic = pick(request, theme->name, theme->name_en);
    model.attribute = room.site.text(request, "attribute." + draft.attribute);
    model.is_partial = draft.attribute == "partial";
    model.is_staff = draft.scope == "staff";
    for (std::size_t i = 0; i < draft.files.size(); ++i) {
        model.files.push_back(
            {draft.files[i].name, bytes_shown(draft.files[i].size),
             url_of(edition.document, edition.edition) + "/files/" + std::to_string(i + 1)});
    }
}

std::string validity_of(const DisclosureRoom& room, const web::Request& request, const EditionRow& edition,
                        calendar::Date today) {
    if (edition.valid_to.days == 0)
        return edition.genre == "normative" ? room.site.text(request, "doc.valid") : std::string();
    const std::string day = text::date(edition.valid_to, request.skin.locale);
    return room.site.text(request, edition.valid_to < today ? "doc.expired" : "doc.valid_to", {{"day", day}});
}

// 公开条例 37: what may be given is given, and each gap says by which article the rest is not.
std::string with_reasons(const DisclosureRoom& room, const web::Request& request, std::string markup) {
    for (const std::string_view article : kReasonArticles) {
        const std::string code = room.columns.gap_mark + room.columns.gap_colon + std::string(article);
        const std::string words = room.columns.gap_mark + room.columns.gap_colon +
                                  room.site.text(request, "article." + std::string(article));
        for (std::size_t at = markup.find(code); at != std::string::npos;
             at = markup.find(code, at + words.size()))
            markup.replace(at, code.size(), words);
    }
    return markup;
}

Answer show(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
            const EditionRow& edition) {
    if (edition.state == "withdrawn") return show_gone(room, reading, request, edition);
    const Manifest manifest = TRY(manifest_of(room.vault, reading.db, *edition.manifest));
    DocumentModel model;
    fill_fields(room, request, edition, manifest, model);
    model.crumbs = crumbs_of(room, request, manifest.draft);
    model.validity = validity_of(room, request, edition, reading.now.date());
    model.is_old = edition.state == "superseded";
    const std::string told = with_reasons(room, request, manifest.draft.body);
    const std::string cited = with_citations(*room.practice.keeper().current(), told);
    model.text = TRY(text::clean_html(cited, url_of(edition.document, edition.edition) + "/pictures/")).html;
    model.manifest_hash = edition.manifest->hex();
    model.manifest_url = url_of(edition.document, edition.edition) + "/manifest";
    model.ld_url = url_of(edition.document) + "/ld";
    TRY(fill_editions(room, reading, request, edition, model));
    for (const PublishedLine& line : TRY(list_interpretations(reading.db, edition.document))) {
        DocumentLine row = TRY(line_of(room, reading, request, line));
        model.explained_by.push_back(std::move(row));
    }
    if (!manifest.draft.interprets.empty()) {
        const auto meant = TRY(find_document(reading.db, manifest.draft.interprets));
        const auto live = meant && meant->live > 0
                              ? TRY(find_edition(reading.db, meant->document, meant->live))
                              : std::optional<EditionRow>();
        if (live) {
            const PublishedLine line{live->document,  live->edition, live->maker,    live->genre,
                                     *live->manifest, live->formed,  live->valid_to, live->published};
            DocumentLine row = TRY(line_of(room, reading, request, line));
            model.explains.push_back(std::move(row));
        }
    }
    model.page_url = room.address + url_of(edition.document);
    model.page_qr = TRY(text::qr_code(model.page_url, room.site.text(request, "done.qr")));
    return room.site.page(request, "disclosure/document", model, model.name);
}

}  // namespace

Answer show_gone(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
                 const EditionRow& edition) {
    GoneModel model;
    model.crumbs.push_back({room.site.text(request, "gov.h1"), "/gov"});
    model.why = room.site.text(request, "why_gone." + edition.why);
    const web::Locale locale = request.skin.locale;
    model.published = text::date(edition.published.date(), locale);
    model.ended = text::date(edition.ended.date(), locale);
    if (edition.explanation) model.explanation = TRY(room.vault.unshelve(reading.db, *edition.explanation));
    model.name = room.site.text(request, "gone.untitled");
    // 涉密嫌疑: the title may itself be what must not be told.
    if (edition.why != "secrecy" && edition.manifest) {
        const Manifest manifest = TRY(manifest_of(room.vault, reading.db, *edition.manifest));
        model.name = pick(request, manifest.draft.title, manifest.draft.title_en);
        model.idxno = manifest.idxno;
    }
    Response response = room.site.page(request, "disclosure/gone", model, model.name);
    response.status = 410;
    return response;
}

Answer show_document(const DisclosureRoom& room, const identity::Reading& reading,
                     const web::Request& request) {
    const EditionRow edition = TRY(visible_edition(reading, request, 0));
    return show(room, reading, request, edition);
}

Answer show_edition(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request) {
    const EditionRow edition = TRY(asked_edition(reading, request));
    return show(room, reading, request, edition);
}

Answer show_comparison(const DisclosureRoom& room, const identity::Reading& reading,
                       const web::Request& request) {
    const EditionRow after = TRY(asked_edition(reading, request));
    if (after.state == "withdrawn") return show_gone(room, reading, request, after);
    std::optional<EditionRow> before;
    for (EditionRow& row : TRY(list_editions(reading.db, after.document))) {
        const bool shown = row.state == "superseded" && row.edition < after.edition;
        if (shown && !before) before = std::move(row);
    }
    if (!before) return Error(ErrorCode::NotFound, "document.no_earlier_edition");
    const Manifest old = TRY(manifest_of(room.vault, reading.db, *before->manifest));
    const Manifest now = TRY(manifest_of(room.vault, reading.db, *after.manifest));
    ComparisonModel model;
    model.name = pick(request, now.draft.title, now.draft.title_en);
    model.crumbs = crumbs_of(room, request, now.draft);
    model.crumbs.push_back({model.name, url_of(after.document)});
    model.before = room.site.text(request, "doc.edition_n", {{"n", std::to_string(before->edition)}});
    model.after = room.site.text(request, "doc.edition_n", {{"n", std::to_string(after.edition)}});
    model.before_url = url_of(before->document, before->edition);
    model.after_url = url_of(after.document, after.edition);
    int changed = 0;
    const std::string old_text = old.draft.title + "\n" + TRY(text::clean_html(old.draft.body)).plain;
    const std::string new_text = now.draft.title + "\n" + TRY(text::clean_html(now.draft.body)).plain;
    for (DiffRow& row : diff_lines(old_text, new_text)) {
        const bool same = row.kind == DiffKind::Same;
        if (!same) ++changed;
        model.rows.push_back(
            {std::move(row.before), std::move(row.after), std::string(diff_word(row.kind)), same});
    }
    model.counted = room.site.text(request, "doc.changed_n", {{"count", std::to_string(changed)}});
    return room.site.page(request, "disclosure/compare", model, model.name);
}

Answer give_manifest(const DisclosureRoom& room, const identity::Reading& reading,
                     const web::Request& request) {
    const EditionRow edition = TRY(asked_edition(reading, request));
    if (edition.state == "withdrawn") return show_gone(room, reading, request, edition);
    std::string bytes = TRY(room.vault.unshelve(reading.db, *edition.manifest));
    return http::json(200, std::move(bytes));
}

Answer give_file(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request) {
    const EditionRow edition = TRY(asked_edition(reading, request));
    if (edition.state == "withdrawn") return show_gone(room, reading, request, edition);
    const Manifest manifest = TRY(manifest_of(room.vault, reading.db, *edition.manifest));
    const std::string_view asked = request.param("k");
    for (std::size_t i = 0; i < manifest.draft.files.size(); ++i) {
        const AttachedFile& file = manifest.draft.files[i];
        if (std::to_string(i + 1) != asked || file.use != kAttached) continue;
        std::string bytes = TRY(room.vault.unshelve(reading.db, file.content));
        return http::download(file.type, file.name, std::move(bytes));
    }
    return Error(ErrorCode::NotFound, "document.not_found");
}

Answer give_picture(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request) {
    const EditionRow edition = TRY(asked_edition(reading, request));
    if (edition.state == "withdrawn") return show_gone(room, reading, request, edition);
    const Manifest manifest = TRY(manifest_of(room.vault, reading.db, *edition.manifest));
    for (const AttachedFile& file : manifest.draft.files) {
        if (file.use != kPicture || file.content.hex() != request.param("digest")) continue;
        Response response;
        response.body = TRY(room.vault.unshelve(reading.db, file.content));
        response.set("Content-Type", file.type);
        response.set("Cache-Control", "public, max-age=31536000, immutable");
        return response;
    }
    return Error(ErrorCode::NotFound, "document.no_such_file");
}

void add_edition_pages(web::Site& site) {
    site.add<DocumentModel>("disclosure/document");
    site.add<GoneModel>("disclosure/gone");
    site.add<ComparisonModel>("disclosure/compare");
}

}  // namespace disclosure
