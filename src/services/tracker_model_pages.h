#pragma once
// Models of the pages by which an applicant follows one matter: number and code, progress, what is missing,
// letters.

#include "services/apply_model_pages.h"

#include <string>
#include <vector>

namespace services {

struct TrackModel {
    std::vector<web::FormError> errors;
    std::vector<FieldModel> questions;
    void fields(auto& visit) { visit("errors", errors), visit("fields", questions); }
};

struct TrackerDay {
    std::string day, count, why, notice;
    bool is_off = false;
    void fields(auto& visit) {
        visit("day", day), visit("count", count), visit("why", why), visit("is_off", is_off);
        visit("notice", notice);
    }
};

// One station of the rail: done, now, todo or stopped.
struct TrackerStage {
    std::string state, name, when, note, corrected, letter, letter_url;
    bool is_current = false;
    void fields(auto& visit) {
        visit("state", state), visit("name", name), visit("when", when), visit("note", note),
            visit("corrected", corrected), visit("letter", letter);
        visit("letter_url", letter_url), visit("is_current", is_current);
    }
};

struct TrackerEntry {
    std::string when, what, who, proof, corrected;
    void fields(auto& visit) {
        visit("when", when), visit("what", what), visit("who", who), visit("proof", proof);
        visit("corrected", corrected);
    }
};

struct MissingModel {
    std::string id, name, reason, basis, basis_url, error, add_url;
    bool is_ready = false;
    std::vector<UploadFileModel> files;
    void fields(auto& visit) {
        visit("id", id), visit("name", name), visit("reason", reason), visit("basis", basis),
            visit("basis_url", basis_url);
        visit("error", error), visit("add_url", add_url), visit("is_ready", is_ready), visit("files", files);
    }
};

// The two periods an applicant is promised, and how far the one that ends first has run.
struct TrackerClock {
    std::string promise_due, promise, legal_due, legal, used, used_note, date_url;
    std::string unit, calendar, entered_later;
    bool has_clock = false, has_promise = false, is_late = false;
    std::vector<TrackerDay> days;
    void fields(auto& visit) {
        visit("promise_due", promise_due), visit("promise", promise), visit("legal_due", legal_due),
            visit("legal", legal);
        visit("used", used), visit("used_note", used_note), visit("has_clock", has_clock),
            visit("is_late", is_late);
        visit("days", days), visit("date_url", date_url), visit("unit", unit);
        visit("calendar_of", calendar), visit("entered_later", entered_later);
        visit("has_promise", has_promise);
    }
};

// Business that began by itself out of this matter, or the matter this one began out of.
struct TrackerRelated {
    std::string relation, item, number_shown, state, url;
    void fields(auto& visit) {
        visit("relation", relation), visit("item", item), visit("number_shown", number_shown);
        visit("state", state), visit("url", url);
    }
};

struct TrackerModel {
    std::string head_name, number, number_shown, item, headline, applicant, filed, lamp;
    TrackerClock clock;
    std::string todo, todo_url, todo_link;
    std::vector<TrackerStage> stages;
    std::vector<MissingModel> supplement;
    std::string supplement_url;
    std::vector<web::FormError> errors;
    std::string result_url, result_line, rate_url;
    std::string body, handler, phone, basis, basis_url, fee, guide_url, version, supervise;
    std::string entries_count;
    bool journal_open = false;
    std::vector<TrackerEntry> entries;
    std::vector<TrackerRelated> related;
    std::string withdraw_url, page_url;
    text::Html page_qr;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("number", number), visit("number_shown", number_shown),
            visit("item", item);
        visit("headline", headline), visit("applicant", applicant), visit("filed", filed),
            visit("lamp", lamp);
        visit("", clock), visit("todo", todo), visit("todo_url", todo_url), visit("todo_link", todo_link);
        visit("stages", stages), visit("supplement", supplement), visit("supplement_url", supplement_url);
        visit("errors", errors), visit("result_url", result_url), visit("result_line", result_line);
        visit("rate_url", rate_url), visit("body", body), visit("handler", handler), visit("phone", phone);
        visit("basis", basis), visit("basis_url", basis_url), visit("fee", fee),
            visit("guide_url", guide_url);
        visit("version", version), visit("supervise", supervise), visit("entries_count", entries_count);
        visit("journal_open", journal_open), visit("entries", entries), visit("related", related),
            visit("withdraw_url", withdraw_url);
        visit("page_url", page_url), visit("page_qr", page_qr);
    }
};

struct NoticeItem {
    std::string text, note;
    void fields(auto& visit) { visit("text", text), visit("note", note); }
};
// Why a period of a letter ends when it ends.
struct NoticeLedger {
    std::string period, due, calendar, unit;
    std::vector<TrackerDay> days;
    void fields(auto& visit) {
        visit("period", period), visit("due", due), visit("calendar_of", calendar), visit("days", days);
        visit("unit", unit);
    }
};

struct NoticeModel {
    std::string head_name, back_url, organ, heading, document_number, addressee, remedy, date, page_url,
        number_shown, code;
    std::vector<NoticeItem> paragraphs, items, closing;
    std::vector<NoticeLedger> ledgers;
    text::Html page_qr, seal;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("back_url", back_url), visit("organ", organ),
            visit("heading", heading);
        visit("document_number", document_number), visit("addressee", addressee), visit("remedy", remedy);
        visit("date", date), visit("page_url", page_url), visit("number_shown", number_shown),
            visit("code", code);
        visit("paragraphs", paragraphs), visit("items", items), visit("closing", closing),
            visit("page_qr", page_qr);
        visit("seal", seal), visit("ledgers", ledgers);
    }
};

}  // namespace services
