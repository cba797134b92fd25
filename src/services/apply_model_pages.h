#pragma once
// Models of the application pages, as their templates name them.

#include "text/html.h"
#include "web/form.h"

#include <string>
#include <vector>

namespace services {

struct StageModel {
    std::string label, state;
    bool is_current = false;
    void fields(auto& visit) {
        visit("label", label), visit("state", state), visit("is_current", is_current);
    }
};

struct OptionModel {
    std::string value, option, note;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("option", option), visit("note", note),
            visit("is_selected", is_selected);
    }
};

struct FieldModel {
    std::string field, label, hint, error, value, max, filled_from, autocomplete, width, unit;
    bool is_optional = false, is_stacked = false, is_text = false, is_long = false, is_number = false,
         is_date = false;
    bool is_choice = false, is_select = false, is_yesno = false, is_yes = false, is_no = false;
    std::vector<OptionModel> options;
    void fields(auto& visit) {
        visit("field", field), visit("label", label), visit("hint", hint), visit("error", error),
            visit("value", value);
        visit("max", max), visit("filled_from", filled_from), visit("autocomplete", autocomplete),
            visit("width", width);
        visit("unit", unit), visit("is_optional", is_optional), visit("is_stacked", is_stacked),
            visit("is_text", is_text);
        visit("is_long", is_long), visit("is_number", is_number), visit("is_date", is_date),
            visit("is_choice", is_choice), visit("is_select", is_select);
        visit("is_yesno", is_yesno), visit("is_yes", is_yes), visit("is_no", is_no),
            visit("options", options);
    }
};

// What every page of a draft shows around its question.
struct DraftFrame {
    std::string head_name, minutes_left, previous_url, kept_until, draft_number, draft_code, draft_url;
    std::vector<StageModel> stages;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("minutes_left", minutes_left),
            visit("previous_url", previous_url);
        visit("kept_until", kept_until), visit("draft_number", draft_number), visit("draft_code", draft_code);
        visit("draft_url", draft_url), visit("stages", stages), visit("errors", errors);
    }
};

struct StartMaterial {
    std::string name, note;
    bool is_deferrable = false, is_reused = false;
    void fields(auto& visit) {
        visit("name", name), visit("note", note), visit("is_deferrable", is_deferrable),
            visit("is_reused", is_reused);
    }
};
struct StartScenario {
    std::string code, name, note;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("code", code), visit("name", name), visit("note", note), visit("is_selected", is_selected);
    }
};
struct StartModel {
    std::string head_name, item, item_name, minutes, promise_days, legal_days, fee_short, scenario_error;
    bool is_instant = false;
    std::vector<web::FormError> errors;
    std::vector<StartMaterial> materials;
    std::vector<StartScenario> scenarios;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("item", item), visit("item_name", item_name),
            visit("minutes", minutes);
        visit("promise_days", promise_days), visit("legal_days", legal_days), visit("fee_short", fee_short);
        visit("scenario_error", scenario_error), visit("is_instant", is_instant), visit("errors", errors);
        visit("materials", materials), visit("scenarios", scenarios);
    }
};

struct QuestionsModel {
    DraftFrame draft;
    std::string heading, hint;
    std::vector<FieldModel> questions;
    void fields(auto& visit) {
        visit("", draft), visit("heading", heading), visit("hint", hint), visit("fields", questions);
    }
};

struct AnswerModel {
    std::string field, label, value, filled_from, change_url;
    void fields(auto& visit) {
        visit("field", field);
        visit("label", label), visit("value", value), visit("filled_from", filled_from),
            visit("change_url", change_url);
    }
};
struct AnswerGroup {
    std::string heading;
    std::vector<AnswerModel> answers;
    void fields(auto& visit) { visit("heading", heading), visit("answers", answers); }
};
struct CheckMaterial {
    std::string id, name, files_text, change_url;
    bool is_ready = false, is_deferred = false;
    void fields(auto& visit) {
        visit("id", id);
        visit("name", name), visit("files", files_text), visit("change_url", change_url),
            visit("is_ready", is_ready);
        visit("is_deferred", is_deferred);
    }
};
struct CheckModel {
    DraftFrame draft;
    std::vector<AnswerGroup> groups;
    std::vector<CheckMaterial> materials;
    std::string declare_error, deferral_text;
    bool is_declared = false;
    void fields(auto& visit) {
        visit("", draft), visit("groups", groups), visit("materials", materials),
            visit("declare_error", declare_error);
        visit("deferral_text", deferral_text), visit("is_declared", is_declared);
    }
};

struct UploadFileModel {
    std::string file, size, url, remove_url;
    void fields(auto& visit) {
        visit("file", file), visit("size", size), visit("url", url), visit("remove_url", remove_url);
    }
};
struct UploadSlot {
    std::string id, name, note, error, reused_from, add_url, defer_url, defer_days;
    bool is_ready = false, is_deferred = false, is_optional = false, is_reused = false, can_add = false;
    std::vector<UploadFileModel> files;
    void fields(auto& visit) {
        visit("id", id), visit("name", name), visit("note", note), visit("error", error),
            visit("reused_from", reused_from);
        visit("add_url", add_url), visit("defer_url", defer_url), visit("defer_days", defer_days);
        visit("is_ready", is_ready), visit("is_deferred", is_deferred), visit("is_optional", is_optional);
        visit("is_reused", is_reused), visit("can_add", can_add), visit("files", files);
    }
};
struct UploadsModel {
    DraftFrame draft;
    std::vector<UploadSlot> materials;
    void fields(auto& visit) { visit("", draft), visit("materials", materials); }
};

struct NextStep {
    std::string state, name, when, note;
    void fields(auto& visit) {
        visit("state", state), visit("name", name), visit("when", when), visit("note", note);
    }
};
struct DoneModel {
    std::string head_name, item_name, number, number_shown, code, licence_url, track_url, receipt_url, phone,
        phone_masked, body, page_url;
    bool is_decided = false;
    text::Html page_qr;
    std::vector<NextStep> next;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("item_name", item_name), visit("number", number);
        visit("number_shown", number_shown), visit("code", code), visit("licence_url", licence_url);
        visit("track_url", track_url), visit("receipt_url", receipt_url), visit("phone", phone),
            visit("phone_masked", phone_masked);
        visit("body", body), visit("page_url", page_url);
        visit("is_decided", is_decided), visit("page_qr", page_qr), visit("next", next);
    }
};

struct ResumeModel {
    std::string head_name;
    std::vector<web::FormError> errors;
    std::vector<FieldModel> questions;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("errors", errors), visit("fields", questions);
    }
};

}  // namespace services
