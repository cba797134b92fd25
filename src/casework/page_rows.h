#pragma once
// Models of rows that staff pages share: fields in the names of the templates, nothing else.

#include <cstdint>
#include <string>
#include <vector>

namespace casework {

struct LampRow {
    std::string lamp, count, url;
    bool is_current = false;
    void fields(auto& visit) {
        visit("lamp", lamp), visit("count", count), visit("url", url), visit("is_current", is_current);
    }
};

struct OptionRow {
    std::string value, label;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("label", label), visit("is_selected", is_selected);
    }
};

// How a period stands, as a bar.
struct Meter {
    std::string lamp, left, used, total;
    std::int64_t bar = 0;
    std::string unit = "wd";  // of used and total: wd d h
    void fields(auto& visit) {
        visit("lamp", lamp), visit("left", left), visit("used", used), visit("total", total),
            visit("bar", bar);
        visit("unit", unit);
    }
};

// One matter in a list.
struct WorkRow {
    std::string item, number, number_shown, applicant, step, step_note, who, act, url, act_url;
    Meter meter;
    bool is_urgent = false;
    void fields(auto& visit) {
        visit("item", item), visit("number", number), visit("number_shown", number_shown);
        visit("applicant", applicant), visit("step", step), visit("step_note", step_note), visit("who", who);
        visit("act", act), visit("url", url), visit("act_url", act_url), visit("is_urgent", is_urgent);
        visit("", meter);
    }
};

struct DayRow {
    std::string dates, kind, note, count;
    bool is_off = false, is_due = false;
    void fields(auto& visit) {
        visit("dates", dates), visit("kind", kind), visit("note", note), visit("count", count);
        visit("is_off", is_off), visit("is_due", is_due);
    }
};
struct ClockRow {
    std::string deadline, clock_class, state, due, basis, calendar_pin, calendar_body;
    std::string limited_by;  // the period that ends it
    Meter meter;
    bool is_provisional = false, entered_later = false;
    std::vector<DayRow> days;
    void fields(auto& visit) {
        visit("deadline", deadline), visit("class", clock_class), visit("state", state), visit("due", due);
        visit("basis", basis), visit("calendar_pin", calendar_pin), visit("is_provisional", is_provisional);
        visit("calendar_body", calendar_body), visit("limited_by", limited_by);
        visit("entered_later", entered_later);
        visit("days", days), visit("", meter);
    }
};

struct FileRow {
    std::string file, size, digest, url;
    void fields(auto& visit) {
        visit("file", file), visit("size", size), visit("digest", digest), visit("url", url);
    }
};
struct MaterialRow {
    std::string material, need, form, trust, state, url;
    bool is_good = false, is_bad = false;
    std::vector<FileRow> files;
    void fields(auto& visit) {
        visit("material", material), visit("name", material), visit("need", need), visit("form", form);
        visit("trust", trust), visit("state", state), visit("url", url), visit("is_good", is_good);
        visit("is_bad", is_bad), visit("files", files);
    }
};

// The head of every page about one matter.
struct MatterHead {
    std::string q;
    std::string number, number_shown, lamp, item, body, applicant, matter_url,
        text_url;  // the text that the matter is about, where another room keeps it
    void fields(auto& visit) {
        visit("q", q), visit("number", number), visit("number_shown", number_shown), visit("lamp", lamp);
        visit("item", item), visit("body", body), visit("applicant", applicant);
        visit("matter_url", matter_url), visit("text_url", text_url);
    }
};

}  // namespace casework
