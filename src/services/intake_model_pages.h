#pragma once
// Models of the counter's pages: find the item, take everything in on one form, hand out the slip.

#include "web/form.h"

#include <cstdint>
#include <string>
#include <vector>

namespace services {

struct CounterItem {
    std::string item, body, handling, promise, url, guide_url;
    std::int64_t material_count = 0;
    bool is_authorised = false;
    void fields(auto& visit) {
        visit("item", item), visit("body", body), visit("handling", handling), visit("promise", promise);
        visit("url", url), visit("guide_url", guide_url), visit("material_count", material_count);
        visit("is_authorised", is_authorised);
    }
};
struct CounterDraft {
    std::string item, applicant, number_shown, time, url;
    void fields(auto& visit) {
        visit("item", item), visit("applicant", applicant), visit("number_shown", number_shown),
            visit("time", time);
        visit("url", url);
    }
};
struct IntakeModel {
    std::string q, words, hit_count, draft, draft_error, desk, seal, slips, today_count;
    std::vector<CounterItem> hits, recent;
    std::vector<CounterDraft> drafts;
    void fields(auto& visit) {
        visit("q", q), visit("words", words), visit("hit_count", hit_count), visit("draft", draft);
        visit("draft_error", draft_error), visit("desk", desk), visit("seal", seal), visit("slips", slips);
        visit("today_count", today_count), visit("hits", hits), visit("recent", recent),
            visit("drafts", drafts);
    }
};

struct CounterOption {
    std::string value, label;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("label", label), visit("is_selected", is_selected);
    }
};
struct CounterField {
    std::string id, label, hint, error, value, max, source;
    bool required = false, is_choice = false, is_long = false, is_text = false, is_number = false,
         is_date = false, is_select = false;
    std::vector<CounterOption> options;
    void fields(auto& visit) {
        visit("id", id), visit("label", label), visit("hint", hint), visit("error", error),
            visit("value", value);
        visit("max", max), visit("source", source), visit("required", required),
            visit("is_choice", is_choice);
        visit("is_long", is_long), visit("is_text", is_text), visit("is_number", is_number),
            visit("is_date", is_date), visit("is_select", is_select);
        visit("options", options);
    }
};
struct CounterScenario {
    std::string scenario, name;
    bool is_checked = false;
    void fields(auto& visit) {
        visit("scenario", scenario), visit("name", name), visit("is_checked", is_checked);
    }
};
struct CounterForm {
    std::string form;
    bool is_checked = false;
    void fields(auto& visit) { visit("form", form), visit("is_checked", is_checked); }
};
struct CounterMaterial {
    std::string material, name, need, note, error, shared_from, copies;
    bool is_shared = false;
    std::vector<CounterForm> forms;
    void fields(auto& visit) {
        visit("material", material), visit("name", name), visit("need", need), visit("note", note),
            visit("error", error);
        visit("shared_from", shared_from), visit("copies", copies), visit("is_shared", is_shared),
            visit("forms", forms);
    }
};
struct CounterFee {
    std::string name, standard, basis;
    void fields(auto& visit) { visit("name", name), visit("standard", standard), visit("basis", basis); }
};
// What follows from the act that is offered.
struct ThenRow {
    std::string kind, what, days, due, from;
    void fields(auto& visit) {
        visit("then_kind", kind), visit("then_what", what), visit("then_days", days), visit("then_due", due);
        visit("then_from", from);
    }
};
struct IntakeItemModel {
    std::string q, item, body, handling, promise, guide_url, guide_pin, action_url, draft, draft_number,
        draft_code;
    std::vector<web::FormError> errors;
    std::vector<CounterScenario> scenarios;
    std::vector<CounterOption> kinds;
    std::vector<CounterField> identity, agent, questions;
    std::vector<CounterMaterial> materials;
    std::vector<ThenRow> then;
    std::vector<CounterFee> fees;
    bool has_agent = false, is_authorised = false;
    void fields(auto& visit) {
        visit("q", q), visit("item", item), visit("body", body), visit("handling", handling),
            visit("promise", promise);
        visit("guide_url", guide_url), visit("guide_pin", guide_pin), visit("action_url", action_url);
        visit("draft_number", draft_number), visit("draft_code", draft_code);
        visit("draft", draft), visit("errors", errors), visit("scenarios", scenarios), visit("kinds", kinds);
        visit("identity", identity), visit("agent", agent), visit("questions", questions),
            visit("materials", materials);
        visit("then", then), visit("fees", fees), visit("has_agent", has_agent),
            visit("is_authorised", is_authorised);
    }
};

struct SlipMaterial {
    std::string name, form, copies;
    void fields(auto& visit) { visit("name", name), visit("form", form), visit("copies", copies); }
};
struct SlipDeadline {
    std::string deadline, lamp, left, used, total, due, unit;
    std::int64_t bar = 0;
    void fields(auto& visit) {
        visit("deadline", deadline), visit("lamp", lamp), visit("left", left), visit("used", used),
            visit("total", total);
        visit("due", due), visit("bar", bar), visit("unit", unit);
    }
};
struct IntakeDoneModel {
    std::string q, item, applicant, number_shown, code, slip_number, print_url, matter_url, check_url,
        accept_url, cannot_why;
    bool can_accept = false, is_accepted = false;
    std::vector<SlipMaterial> materials;
    std::vector<ThenRow> then;
    std::vector<SlipDeadline> deadlines;
    void fields(auto& visit) {
        visit("q", q), visit("item", item), visit("applicant", applicant),
            visit("number_shown", number_shown);
        visit("code", code), visit("slip_number", slip_number), visit("print_url", print_url);
        visit("matter_url", matter_url), visit("check_url", check_url), visit("accept_url", accept_url);
        visit("cannot_why", cannot_why), visit("can_accept", can_accept), visit("is_accepted", is_accepted);
        visit("materials", materials), visit("then", then), visit("deadlines", deadlines);
    }
};

}  // namespace services
